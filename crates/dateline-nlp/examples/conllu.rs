//! `conllu [--model accurate|fast|none|FILE.dlm] [--words] [--isa N] [--tokens FILE.bin] FILE`: raw text to CoNLL-U, the whole text as one document,
//! for `score_ud.py`. With `--words` a line is a sentence and a space parts two words. `--isa` takes the Nth instruction set,
//! `--names` writes byte ranges and kinds of names instead.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::fmt::Write;

use dateline_nlp::{conllu, encoder, token};
use dateline_types::{Anchor, Chains, Document, Idx, Mentions, TextRange, TokenId, Tokens};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (mut size, mut file, mut words, mut names, mut isa, mut tables) =
        (String::from("accurate"), None, false, false, None::<usize>, None);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--model" => size = args.next().unwrap_or_default(),
            "--words" => words = true,
            "--tokens" => tables = args.next(),
            "--names" => names = true,
            "--isa" => isa = args.next().and_then(|n| n.parse().ok()),
            _ => file = Some(arg),
        }
    }
    let text = std::fs::read_to_string(file.ok_or("conllu [--model SIZE] FILE")?)?;
    let title = TextRange::at(0, 0);
    let tables = tables.map(std::fs::read).transpose()?;
    let tokens = match &tables {
        _ if words => spaced(&text),
        Some(bytes) => token::tokenize_with(&token::model::Model::from_bytes(bytes)?, &text, title),
        None => token::tokenize(&text, title),
    };
    let model = match size.as_str() {
        "none" => None,
        "accurate" => Some(encoder::Model::load(encoder::ModelSize::Accurate)?),
        "fast" => Some(encoder::Model::load(encoder::ModelSize::Fast)?),
        path => {
            let all = encoder::Isa::available();
            let isa = isa.and_then(|n| all.get(n).copied()).unwrap_or_else(encoder::Isa::best);
            Some(encoder::Model::for_isa(std::fs::read(path)?.into(), isa)?)
        }
    };
    let mut scratch = encoder::Scratch::default();
    let syntax = model.map(|m| encoder::parse(&m, &mut scratch, &text, &tokens));
    let body = TextRange::from_usize(0, text.len()).ok_or("text too large")?;
    let document = Document {
        id: String::new(),
        text,
        title,
        body,
        anchor: Anchor::Unknown,
        tokens,
        syntax,
        timexes: Vec::new(),
        mentions: Mentions::default(),
        chains: Chains::default(),
    };
    let mut out = String::new();
    if names {
        for name in conllu::names(&document) {
            writeln!(out, "{}\t{}\t{}", name.range.start(), name.range.end(), name.kind)?;
        }
        print!("{out}");
        return Ok(());
    }
    conllu::write(&document, &mut out)?;
    writeln!(out)?;
    print!("{out}");
    Ok(())
}

/// Words and sentences of a text that is cut already.
fn spaced(text: &str) -> Tokens {
    let mut tokens = Tokens::default();
    let mut at = 0;
    for line in text.split('\n') {
        let first = tokens.ranges.len();
        for word in line.split(' ') {
            if !word.is_empty() {
                tokens.ranges.push(TextRange::at(at, word.len() as u32));
            }
            at += word.len() as u32 + 1;
        }
        if tokens.ranges.len() > first {
            tokens.sentences.push(TokenId::new(first)..TokenId::new(tokens.ranges.len()));
        }
    }
    tokens
}
