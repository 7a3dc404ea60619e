//! Any text under any tree, any hints and any mentions is coded without a panic, and every range of a record lies in the text.
#![no_main]

use dateline_events::{Coder, code};
use dateline_types::{
    Anchor, ArgRole, Chains, Country, Date, Document, EventHint, EventType, HintArg, Idx, IndexVec, Label, Mention, MentionId,
    MentionKind, Mentions, Referent, Status, Syntax, TextRange, TokenId, Tokens,
};
use libfuzzer_sys::fuzz_target;

const RELATIONS: &[&str] = &["amod", "compound", "appos", "parataxis", "nsubj", "obj", "obl", "nmod", "nmod:poss", "nsubj:pass", "ccomp", "xcomp", "conj", "acl:relcl", "advcl"];
const TAGS: &[&str] = &["VERB", "NOUN", "PROPN", "ADJ"];

fuzz_target!(|input: (&str, &[u8])| {
    let (text, bytes) = input;
    if bytes.is_empty() || text.len() > 20_000 {
        return;
    }
    let byte = |i: usize| usize::from(bytes[i % bytes.len()]);
    let mut tokens = Tokens::default();
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let trimmed = word.trim_end();
        if let Some(range) = TextRange::from_usize(at, at + trimmed.len()).filter(|r| !r.is_empty()) {
            tokens.ranges.push(range);
        }
        at += word.len();
    }
    let count = tokens.ranges.len();
    // Sentences of up to sixteen words.
    let mut start = 0;
    while start < count {
        let end = (start + 1 + byte(start) % 16).min(count);
        tokens.sentences.push(TokenId::new(start)..TokenId::new(end));
        start = end;
    }
    let mut rows: IndexVec<MentionId, Mention> = IndexVec::new();
    for i in (0..count).filter(|i| byte(i + 7) % 3 == 0) {
        let from = i.saturating_sub(byte(i + 8) % 3);
        let referents = (0..byte(i + 9) % 3).map(|n| Referent {
            country: Country::new(["FRA", "IRN", "IGO"][(byte(i + 10) + n) % 3]),
            name: (byte(i + 11) % 4 == 0).then(|| "Somebody".to_owned()),
            how: "fuzz",
            ..Referent::default()
        });
        rows.push(Mention {
            tokens: TokenId::new(from)..TokenId::new(i + 1),
            head: TokenId::new(i),
            kind: [MentionKind::Name, MentionKind::Pronoun, MentionKind::Modifier][byte(i + 12) % 3],
            referents: referents.collect(),
        });
    }
    let of = rows.iter().map(|_| None).collect();
    let mut syntax = Syntax::default();
    for i in 0..count {
        syntax.tags.upos.push(Label::from(TAGS[byte(i) % TAGS.len()]));
        syntax.tags.xpos.push(Label::from(["VBN", "NNS", "VBD"][byte(i + 6) % 3]));
        syntax.tags.feats.push(Label::from("_"));
        syntax.tags.lemma.push(Label::from("_"));
        let head = (byte(i + 1) * 7 + i) % count;
        syntax.tree.head.push((head != i).then(|| TokenId::new(head)));
        syntax.tree.rel.push(Label::from(RELATIONS[byte(i + 2) % RELATIONS.len()]));
        if byte(i + 3) % 4 == 0 {
            let args = vec![HintArg { role: ArgRole::Actor, head: TokenId::new(byte(i + 4) % count), score: 0.9 }];
            syntax.events.push(EventHint {
                trigger: TokenId::new(i),
                kind: EventType::ALL[byte(i + 5) % EventType::ALL.len()],
                score: 0.9,
                mode: None,
                mode_score: 0.0,
                status: Status::Planned,
                status_score: 0.7,
                args,
            });
        }
    }
    let doc = Document {
        id: String::new(),
        text: text.to_owned(),
        title: tokens.ranges.iter().next().filter(|_| byte(1) % 2 == 0).copied().unwrap_or(TextRange::at(0, 0)),
        body: TextRange::from_usize(0, text.len()).unwrap_or(TextRange::at(0, 0)),
        anchor: Anchor::Published(Date::constant(2025, 3, 14)),
        tokens,
        syntax: (byte(0) % 8 > 0).then_some(syntax),
        timexes: Vec::new(),
        mentions: Mentions { rows },
        chains: Chains { of, ..Chains::default() },
    };
    let mut coder = Coder::default();
    coder.min_confidence = 0.0;
    for record in code(&coder, &doc) {
        assert!(record.evidence.slice(text).is_some() && record.trigger.slice(text).is_some());
    }
});
