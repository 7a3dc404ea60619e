//! Any valid UTF-8 gives a well-formed document, with a model of random weights.
#![no_main]

#[path = "../../tests/common/mod.rs"]
mod common;

use std::sync::OnceLock;

use dateline_nlp::{Analyser, Scratch, conllu};
use dateline_types::Anchor;

libfuzzer_sys::fuzz_target!(|text: &str| {
    static ANALYSER: OnceLock<Analyser> = OnceLock::new();
    let analyser = ANALYSER.get_or_init(|| Analyser::with(Some(common::tiny(1))));
    let document = analyser.analyse_text(&mut Scratch::default(), "d", text.to_owned(), Anchor::Unknown);
    common::check_well_formed(&document);
    conllu::write(&document, &mut String::new()).expect("writing to a string");
});
