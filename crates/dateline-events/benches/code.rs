//! Documents per second of the coder, given the layers.

use dateline_events::{Coder, code};
use dateline_types::{
    Anchor, ArgRole, Chains, Date, Document, EventHint, EventType, HintArg, Idx, IndexVec, Label, Mentions,
    Status, Syntax, TextRange, TokenId, Tokens,
};
use divan::counter::ItemsCount;

const TREES: &str = include_str!("../src/tests/trees.conllu");

fn main() {
    divan::main();
}

/// About 300 words: the parsed sentences of the tests, with a hint at every verb.
fn article() -> Document {
    let mut text = String::new();
    let mut tokens = Tokens::default();
    let mut syntax = Syntax::default();
    for block in TREES.split("\n\n").filter(|b| b.contains("# text")) {
        let first = tokens.ranges.len();
        for row in block.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect::<Vec<_>>()) {
            let [_, form, lemma, upos, xpos, head, rel] = row.as_slice() else { continue };
            tokens.ranges.extend_one(&mut text, form);
            for (column, value) in [
                (&mut syntax.tags.lemma, lemma),
                (&mut syntax.tags.upos, upos),
                (&mut syntax.tags.xpos, xpos),
            ] {
                column.push(Label::from(*value));
            }
            syntax.tags.feats.push(Label::from("_"));
            let head =
                head.parse::<usize>().ok().and_then(|h| h.checked_sub(1)).map(|h| TokenId::new(first + h));
            syntax.tree.head.push(head);
            syntax.tree.rel.push(Label::from(*rel));
            if *upos == "VERB" {
                let trigger = TokenId::new(tokens.ranges.len() - 1);
                let args = vec![HintArg { role: ArgRole::Actor, head: TokenId::new(first), score: 0.8 }];
                syntax.events.push(EventHint {
                    trigger,
                    kind: EventType::Consult,
                    score: 0.6,
                    mode: None,
                    mode_score: 0.0,
                    status: Status::Happened,
                    status_score: 0.9,
                    args,
                });
            }
        }
        tokens.sentences.push(TokenId::new(first)..TokenId::new(tokens.ranges.len()));
        text.push('\n');
    }
    let body = TextRange::from_usize(0, text.len()).unwrap_or(TextRange::at(0, 0));
    Document {
        id: "bench".to_owned(),
        text,
        title: TextRange::at(0, 0),
        body,
        anchor: Anchor::Published(Date::constant(2025, 3, 14)),
        tokens,
        syntax: Some(syntax),
        timexes: Vec::new(),
        mentions: Mentions::default(),
        chains: Chains::default(),
    }
}

trait ExtendOne {
    fn extend_one(&mut self, text: &mut String, form: &str);
}

impl ExtendOne for IndexVec<TokenId, TextRange> {
    fn extend_one(&mut self, text: &mut String, form: &str) {
        let start = text.len();
        text.push_str(form);
        self.push(TextRange::from_usize(start, text.len()).unwrap_or(TextRange::at(0, 0)));
        text.push(' ');
    }
}

#[divan::bench]
fn coding(bencher: divan::Bencher<'_, '_>) {
    let (coder, doc) = (Coder::default(), article());
    bencher.counter(ItemsCount::new(1_usize)).bench(|| code(&coder, divan::black_box(&doc)));
}

#[divan::bench]
fn loading() -> Coder {
    Coder::default()
}
