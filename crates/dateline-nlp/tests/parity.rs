//! The encoder against PyTorch: sentences of our own with what the same 8-bit weights answer there in floats (training/export.py
//! --fixture). Activations are rounded to 8 bit here, so a word in a hundred may differ where two answers are as good as equal.

#![allow(clippy::unwrap_used)]

use dateline_nlp::encoder::{Model, ModelSize, Scratch, parse};
use dateline_types::{Idx, NameKind, TextRange, TokenId, Tokens};
use serde_json::Value;

fn list<'v>(row: &'v Value, key: &str) -> Vec<&'v str> {
    row[key].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect()
}

/// The lemma that a script gives, told apart from the crate's own reading of scripts.
fn lemma(form: &str, script: &str) -> String {
    if let Some(whole) = script.strip_prefix('=') {
        return whole.to_owned();
    }
    let parts: Vec<&str> = script.splitn(3, ';').collect();
    let base = if parts[0] == "l" { form.to_lowercase() } else { form.to_owned() };
    let keep = base.chars().count().saturating_sub(parts[1].parse().unwrap());
    base.chars().take(keep).chain(parts[2].chars()).collect()
}

fn check(size: ModelSize, fixture: &str) {
    let rows: Vec<Value> = serde_json::from_str(fixture).unwrap();
    assert!(rows.len() >= 15);
    let model = Model::load(size).unwrap().without_lexicon();
    let mut scratch = Scratch::default();
    let (mut words_seen, mut hints) = (0, (0, 0, 0));
    let mut wrong: Vec<String> = Vec::new();
    for row in &rows {
        let words = list(row, "words");
        let text = words.join(" ");
        let mut tokens = Tokens::default();
        let mut at = 0;
        for word in &words {
            tokens.ranges.push(TextRange::at(at, word.len() as u32));
            at += word.len() as u32 + 1;
        }
        tokens.sentences.push(TokenId::new(0)..TokenId::new(words.len()));
        let syntax = parse(&model, &mut scratch, &text, &tokens);
        words_seen += words.len();
        let mut ner = vec!["O".to_owned(); words.len()];
        for name in &syntax.names {
            let kind = match name.kind {
                NameKind::Person => "PER",
                NameKind::Organisation => "ORG",
                NameKind::Place => "LOC",
                NameKind::Group => "NORP",
                NameKind::Event => "EVENT",
            };
            let (start, end) = (name.tokens.start.index(), name.tokens.end.index());
            ner[start..end].fill(format!("I-{kind}"));
            ner[start] = format!("B-{kind}");
        }
        for (i, word) in words.iter().enumerate() {
            let token = TokenId::new(i);
            let pieces: Vec<&str> =
                row["pieces"][i].as_array().unwrap().iter().map(|p| p.as_str().unwrap()).collect();
            assert_eq!(model.pieces_of(word), pieces, "{word}");
            let head = syntax.tree.head[token].map_or(0, |h| h.index() + 1);
            let expected = row["heads"][i].as_u64().unwrap() as usize;
            let mut tell = |what: &str, ours: &str, theirs: &str| {
                if ours != theirs {
                    wrong.push(format!("{word}: {what} {ours}, not {theirs}"));
                }
            };
            tell("upos", &syntax.tags.upos[token], list(row, "upos")[i]);
            tell("xpos", &syntax.tags.xpos[token], list(row, "xpos")[i]);
            tell("feats", &syntax.tags.feats[token], list(row, "feats")[i]);
            tell("lemma", &syntax.tags.lemma[token], &lemma(word, list(row, "lemma")[i]));
            tell("head", &head.to_string(), &expected.to_string());
            tell("ner", &ner[i], list(row, "ner")[i]);
            if head == expected {
                tell("rel", &syntax.tree.rel[token], list(row, "rels")[i]);
            }
        }
        for event in row["events"].as_array().unwrap() {
            let found =
                syntax.events.iter().find(|h| h.trigger.index() as u64 == event["word"].as_u64().unwrap());
            hints.1 += 1;
            if found.is_some_and(|h| h.kind.name() == event["type"]) {
                hints.0 += 1;
            }
        }
        hints.2 += syntax.events.iter().filter(|h| h.score > 0.5).count();
    }
    // Seven answers a word.
    assert!(wrong.len() * 100 <= words_seen * 7, "{} of {}: {wrong:#?}", wrong.len(), words_seen * 7);
    assert!(hints.0 * 10 >= hints.1 * 9 && hints.1 > 0, "{hints:?}");
    assert!(hints.2 * 10 <= hints.1 * 12, "{hints:?}");
}

#[test]
fn accurate_answers_as_in_training() {
    if ModelSize::Accurate.built_in().is_some() {
        check(ModelSize::Accurate, include_str!("fixtures/accurate.json"));
    }
}

#[test]
fn fast_answers_as_in_training() {
    if ModelSize::Fast.built_in().is_some() {
        check(ModelSize::Fast, include_str!("fixtures/fast.json"));
    }
}
