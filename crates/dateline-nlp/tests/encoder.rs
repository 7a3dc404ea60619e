//! The encoder with random weights: well-formed output for any text, the same whatever the processor and the company.

mod common;

use common::{check_well_formed, tiny, tiny_model};
use dateline_nlp::encoder::{Isa, Model, parse};
use dateline_nlp::{Analyser, Scratch, conllu, token};
use dateline_types::{Anchor, TextRange};
use proptest::prelude::*;

fn texts() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[a-zA-Z]{1,8}",
        "[A-Z]\\.",
        "[0-9]{1,4}",
        "(don't|cannot|John's|U\\.S\\.|it’s)",
        "[.,!?\"'()—-]{1,3}",
        "\\PC{1,6}",
    ];
    let space = prop_oneof![8 => Just(" "), 1 => Just("\n"), 1 => Just(""), 1 => Just("\u{a0}\t")];
    prop_oneof![
        4 => proptest::collection::vec((word, space), 0..120)
            .prop_map(|parts| parts.into_iter().map(|(word, space)| word + space).collect::<String>()),
        1 => any::<String>(),
        1 => ("[a-z. -]{1,5}", 1..700usize).prop_map(|(part, n)| part.repeat(n)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_gives_well_formed_output(text in texts(), seed in 0..4u64) {
        let analyser = Analyser::with(Some(tiny(seed)));
        let document = analyser.analyse_text(&mut Scratch::default(), "d", text, Anchor::Unknown);
        check_well_formed(&document);
        let mut out = String::new();
        conllu::write(&document, &mut out).unwrap();
        for sentence in 0..document.tokens.sentences.len() {
            conllu::draw(&document, sentence, &mut out).unwrap();
        }
        for name in conllu::names(&document) {
            prop_assert_eq!(name.range.slice(&document.text), Some(name.text));
        }
    }

    #[test]
    fn a_sentence_is_parsed_the_same_in_any_company(a in texts(), b in texts()) {
        let model = tiny(1);
        let mut scratch = dateline_nlp::encoder::Scratch::default();
        let mut alone = |text: &str| {
            let tokens = token::tokenize(text, TextRange::at(0, 0));
            let syntax = parse(&model, &mut scratch, text, &tokens);
            let heads: Vec<_> = syntax.tree.head.iter().map(|h| h.map(|h| format!("{h:?}"))).collect();
            (syntax, heads.len())
        };
        let (first, count) = alone(&a);
        let both = format!("{a}\n{b}");
        let (together, _) = alone(&both);
        // The first text's words come first, and nothing of theirs may differ.
        prop_assert_eq!(&first.tree.head.as_slice()[..count], &together.tree.head.as_slice()[..count]);
        prop_assert_eq!(&first.tree.rel.as_slice()[..count], &together.tree.rel.as_slice()[..count]);
        prop_assert_eq!(&first.tags.lemma.as_slice()[..count], &together.tags.lemma.as_slice()[..count]);
        let events = together.events.len().min(first.events.len());
        prop_assert_eq!(&first.events[..events], &together.events[..events]);
    }
}

#[test]
fn every_instruction_set_gives_the_same_document() {
    let text =
        "Police arrested two men in Kyiv on Monday. \"We can't say,\" Mr. Smith's aide said. ".repeat(30);
    let tokens = token::tokenize(&text, TextRange::at(0, 0));
    let results: Vec<_> = Isa::available()
        .into_iter()
        .map(|isa| {
            let model = Model::for_isa(tiny_model(3).into(), isa).unwrap();
            let syntax = parse(&model, &mut Default::default(), &text, &tokens);
            (syntax.tags, syntax.tree, syntax.names, syntax.events)
        })
        .collect();
    assert!(!results[0].3.is_empty(), "random weights give some triggers");
    assert!(results.windows(2).all(|w| w[0] == w[1]));
}

#[test]
fn a_damaged_file_is_refused_with_the_place() {
    let good = tiny_model(0);
    let error =
        |bytes: Vec<u8>| Model::from_bytes(bytes.into()).err().map(|e| e.to_string()).unwrap_or_default();
    assert_eq!(error(good.clone()), "");
    let with = |at: usize, byte: u8| {
        let mut bytes = good.clone();
        bytes[at] = byte;
        bytes
    };
    assert!(error(with(0, b'X')).contains("offset 0: wrong magic"));
    assert!(error(with(8, 2)).contains("offset 8: format version 2"));
    assert!(error(with(good.len() - 1, !good[good.len() - 1])).contains("offset 16: hash differs"));
    assert!(error(with(30, b'\\')).contains("header"));
    for length in [0, 10, 24, 100, good.len() - 64, good.len() - 1] {
        assert_ne!(error(good[..length].to_vec()), "", "{length}");
    }
    let text = String::from_utf8_lossy(&good[24..2000]).replace("\"hidden\":32", "\"hidden\":33");
    let mut bytes = good.clone();
    bytes[24..2000].copy_from_slice(text.as_bytes());
    assert!(error(bytes).contains("multiple of 16"));
}

#[test]
fn a_sentence_beyond_the_window_has_one_root() {
    let text = "police in the police, ".repeat(80);
    let document =
        Analyser::with(Some(tiny(2))).analyse_text(&mut Scratch::default(), "", text, Anchor::Unknown);
    assert_eq!(document.tokens.sentences.len(), 1);
    check_well_formed(&document);
}
