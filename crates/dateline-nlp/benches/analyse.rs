//! Words per second: `cargo bench -p dateline-nlp`. Items are words; one thread.

use divan::Bencher;
use divan::counter::ItemsCount;

use dateline_nlp::encoder::{self, Model, ModelSize};
use dateline_nlp::{Analyser, Scratch, token};
use dateline_types::{Anchor, TextRange};

/// News prose written for this benchmark.
const TEXT: &str = "\
KYIV, Oct 3 (AFP) - Police arrested two men on Monday after protesters clashed with officers outside parliament, the interior ministry said.
Foreign Minister Anna Kovalenko, who met her Turkish counterpart in Ankara last week, said the government \"will not negotiate under fire\" and called on the United Nations to send observers.
The rebels denied that they had broken the cease-fire. \"We didn't shell the town,\" a spokesman told reporters; the mayor's office put the number of wounded at 17, among them three children.
U.S. President Mary Jones is expected to visit the region next month. She has promised $1.5 billion in aid, most of it for hospitals that were destroyed during the siege.
Opposition leaders accused the prime minister of hiding the talks from lawmakers. In a statement issued late on Tuesday, the cabinet rejected the charge and said that all documents had been sent to the committee.
";

fn main() {
    divan::main();
}

fn text() -> String {
    TEXT.repeat(20)
}

fn words(text: &str) -> usize {
    token::tokenize(text, TextRange::at(0, 0)).ranges.len()
}

#[divan::bench]
fn tokenise(bencher: Bencher) {
    let text = text();
    bencher.counter(ItemsCount::new(words(&text))).bench(|| token::tokenize(&text, TextRange::at(0, 0)));
}

#[divan::bench(sample_count = 10, args = [ModelSize::Accurate.name(), ModelSize::Fast.name()])]
fn encoder_alone(bencher: Bencher, size: &str) {
    let Some(model) = load(size) else { return };
    let text = text();
    let tokens = token::tokenize(&text, TextRange::at(0, 0));
    let mut scratch = encoder::Scratch::default();
    bencher
        .counter(ItemsCount::new(tokens.ranges.len()))
        .bench_local(|| encoder::parse(&model, &mut scratch, &text, &tokens));
}

#[divan::bench(sample_count = 10, args = [ModelSize::Accurate.name(), ModelSize::Fast.name()])]
fn whole_analysis(bencher: Bencher, size: &str) {
    let Some(model) = load(size) else { return };
    let analyser = Analyser::with(Some(model));
    let text = text();
    let mut scratch = Scratch::default();
    bencher
        .counter(ItemsCount::new(words(&text)))
        .bench_local(|| analyser.analyse_text(&mut scratch, "", text.clone(), Anchor::Unknown));
}

/// Time until a model can be used.
#[divan::bench(sample_count = 10, args = [ModelSize::Accurate.name(), ModelSize::Fast.name()])]
fn ready(bencher: Bencher, size: &str) {
    if load(size).is_some() {
        bencher.bench_local(|| load(size));
    }
}

fn load(size: &str) -> Option<Model> {
    ModelSize::ALL.into_iter().find(|s| s.name() == size).and_then(|s| Model::load(s).ok())
}
