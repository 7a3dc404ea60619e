//! Documents per second of the time layer alone, given tokens: `cargo bench -p dateline-nlp --bench time`. Items are documents of some 400 words; one thread.

use divan::Bencher;
use divan::counter::ItemsCount;

use dateline_nlp::actor::Table;
use dateline_nlp::{time, token};
use dateline_types::{Anchor, Date, TextRange};

/// News prose written for this benchmark, with as many times as a news text has.
const TEXT: &str = "\
KYIV, Oct 3 (AFP) - Police arrested two men on Monday after protesters clashed with officers outside parliament, the interior ministry said.
Foreign Minister Anna Kovalenko, who met her Turkish counterpart in Ankara last week, said the government \"will not negotiate under fire\" and called on the United Nations to send observers by the end of the year.
The rebels denied that they had broken the cease-fire, which took effect at midnight on 30 September. A spokesman told reporters that nobody had shelled the town for three days; the mayor's office put the number of wounded at 17.
President Mary Jones is expected to visit the region next month. She has promised $1.5 billion in aid, most of it for hospitals that were destroyed during the siege of 2019-21.
Opposition leaders accused the prime minister of hiding the talks from lawmakers. In a statement issued late on Tuesday, the cabinet rejected the charge and said that all documents had been sent to the committee two weeks earlier.
";

fn main() {
    divan::main();
}

#[divan::bench]
fn tag(bencher: Bencher) {
    let text = TEXT.repeat(2);
    let tokens = token::tokenize(&text, TextRange::at(0, 0));
    let (tagger, table) = (time::Tagger::default(), Table::default());
    let anchor = Date::new(2025, 10, 3).map_or(Anchor::Unknown, Anchor::Published);
    bencher
        .counter(ItemsCount::new(1usize))
        .bench(|| time::tag(&tagger, &table, &text, &tokens, None, anchor));
}

/// Time until the rules can be used.
#[divan::bench]
fn ready() -> time::Tagger {
    time::Tagger::default()
}
