//! What holds of any document.

use std::sync::LazyLock;

use dateline_types::{
    ArgRole, Document, EventHint, EventType, HintArg, Idx, IndexVec, Label, Status, Syntax, TokenId,
};
use proptest::prelude::*;

use super::build::document;
use crate::{Coder, Layers, explain};

const WORDS: &[&str] = &[
    "Iran",
    "Israel",
    "Paris",
    "soldiers",
    "police",
    "attacked",
    "arrested",
    "visited",
    "talks",
    "said",
    "not",
    "will",
    "if",
    "by",
    "with",
    "against",
    "and",
    "the",
    ",",
    "\u{201c}",
    "\u{201d}",
    "troops",
    "withdrew",
    "from",
    "denied",
    "agreed",
    "to",
    "sanctions",
    "imposed",
    "on",
    "according",
    "protest",
    "5",
    "killed",
    "people",
    "été",
    "Merkel",
];
const RELATIONS: &[&str] = &[
    "nsubj",
    "obj",
    "obl",
    "nmod",
    "nmod:poss",
    "nsubj:pass",
    "aux",
    "advmod",
    "ccomp",
    "xcomp",
    "conj",
    "acl",
    "amod",
    "case",
    "punct",
];
const TAGS: &[&str] = &["VERB", "NOUN", "PROPN", "ADJ", "ADP", "AUX", "PRON", "PUNCT"];

static CODER: LazyLock<Coder> = LazyLock::new(|| Coder::new().unwrap());
/// Keeps everything that has a participant.
static GREEDY: LazyLock<Coder> = LazyLock::new(|| {
    let mut coder = Coder::new().unwrap();
    coder.min_confidence = 0.0;
    coder
});

/// A text of known words, with any tree (even a broken one) and any hints over it, or none.
fn documents() -> impl Strategy<Value = Document> {
    let paragraph =
        prop::collection::vec(prop::sample::select(WORDS), 1..14).prop_map(|words| words.join(" ") + ".");
    let text = prop::collection::vec(paragraph, 1..4).prop_map(|rows| rows.join("\n"));
    let seeds = prop::collection::vec((any::<u16>(), any::<u16>(), any::<u16>()), 60);
    (text, any::<bool>(), seeds).prop_map(|(text, with_tree, seeds)| {
        let mut doc = document(&text, &[]);
        if with_tree {
            doc.syntax = Some(syntax(&doc, &seeds));
        }
        doc
    })
}

fn syntax(doc: &Document, seeds: &[(u16, u16, u16)]) -> Syntax {
    let count = doc.tokens.ranges.len();
    let seed = |i: usize| seeds[i % seeds.len()];
    let mut out = Syntax::default();
    for i in 0..count {
        let (a, b, c) = (usize::from(seed(i).0), usize::from(seed(i).1), usize::from(seed(i).2));
        out.tags.upos.push(Label::from(TAGS[a % TAGS.len()]));
        out.tags.xpos.push(Label::from("VBN"));
        out.tags.feats.push(Label::from("_"));
        out.tags.lemma.push(Label::from("_"));
        out.tree.head.push((b % count != i).then(|| TokenId::new(b % count)));
        out.tree.rel.push(Label::from(RELATIONS[c % RELATIONS.len()]));
        if a % 5 == 0 {
            let arg = HintArg { role: ArgRole::Actor, head: TokenId::new(c % count), score: 0.9 };
            out.events.push(EventHint {
                trigger: TokenId::new(i),
                kind: EventType::ALL[b % EventType::ALL.len()],
                score: 0.8,
                mode: None,
                mode_score: 0.0,
                status: Status::Happened,
                status_score: 0.9,
                args: vec![arg],
            });
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn every_range_slices_and_two_runs_agree(doc in documents()) {
        let coder = &*GREEDY;
        let out = explain(coder, &Layers, &doc);
        for record in &out.records {
            let quoted = record.evidence.slice(&doc.text);
            prop_assert!(quoted.is_some_and(|q| !q.is_empty() && q.trim() == q), "{quoted:?}");
            prop_assert!(record.trigger.slice(&doc.text).is_some());
            prop_assert!(record.more_evidence.iter().all(|r| r.slice(&doc.text).is_some()));
            prop_assert!((0.0..=1.0).contains(&record.confidence));
            prop_assert!(record.when.is_some() == record.date_basis.is_some());
            let place = record.place.as_ref();
            prop_assert!(place.is_none_or(|p| p.range.slice(&doc.text) == Some(p.text.as_str())));
        }
        prop_assert_eq!(&out, &explain(coder, &Layers, &doc));
    }

    #[test]
    fn an_unrelated_paragraph_changes_no_other_record(doc in documents()) {
        let coder = &*CODER;
        let before = explain(coder, &Layers, &doc).records;
        let mut longer = document(&format!("{}\nSnow fell on the quiet hills.", doc.text), &[]);
        if let Some(syntax) = &doc.syntax {
            let mut syntax = syntax.clone();
            let fresh = longer.tokens.ranges.len() - syntax.tree.head.len();
            let first = TokenId::new(syntax.tree.head.len());
            for i in 0..fresh {
                for column in [&mut syntax.tags.upos, &mut syntax.tags.xpos, &mut syntax.tags.feats, &mut syntax.tags.lemma] {
                    column.push(Label::from("X"));
                }
                syntax.tree.head.push((i > 0).then_some(first));
                syntax.tree.rel.push(Label::from("dep"));
            }
            longer.syntax = Some(syntax);
        }
        prop_assert_eq!(before, explain(coder, &Layers, &longer).records);
    }

    #[test]
    fn any_text_at_all_is_coded(text in "\\PC{0,200}") {
        let coder = &*CODER;
        let doc = document(&text, &[]);
        let _: IndexVec<TokenId, ()> = doc.tokens.ranges.iter().map(|_| ()).collect();
        for record in explain(coder, &Layers, &doc).records {
            prop_assert!(record.evidence.slice(&doc.text).is_some());
        }
    }
}
