//! `conllu [--model accurate|fast|none|FILE.dlm] FILE`: raw text to CoNLL-U, the whole text as one document, for `score_ud.py`.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::fmt::Write;

use dateline_nlp::{conllu, encoder, token};
use dateline_types::{Anchor, Chains, Document, Mentions, TextRange};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (mut size, mut file) = (String::from("accurate"), None);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--model" => size = args.next().unwrap_or_default(),
            _ => file = Some(arg),
        }
    }
    let text = std::fs::read_to_string(file.ok_or("conllu [--model SIZE] FILE")?)?;
    let title = TextRange::at(0, 0);
    let tokens = token::tokenize(&text, title);
    let model = match size.as_str() {
        "none" => None,
        "accurate" => Some(encoder::Model::load(encoder::ModelSize::Accurate)?),
        "fast" => Some(encoder::Model::load(encoder::ModelSize::Fast)?),
        path => Some(encoder::Model::from_bytes(std::fs::read(path)?.into())?),
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
    conllu::write(&document, &mut out)?;
    writeln!(out)?;
    print!("{out}");
    Ok(())
}
