//! How many documents a second get their mentions and chains, and what opening the table costs.

#![allow(clippy::print_stdout, reason = "a benchmark tells what it measured")]

use dateline_nlp::{actor, coref, token};
use dateline_types::{Anchor, Date, TextRange, Tokens};
use rustix::time::{ClockId, clock_gettime};

fn main() {
    divan::main();
    per_cpu_second();
}

/// Nanoseconds of CPU that the process has used.
fn cpu() -> f64 {
    let t = clock_gettime(ClockId::ProcessCPUTime);
    t.tv_sec as f64 * 1e9 + t.tv_nsec as f64
}

/// The bar is told in documents per CPU second: the clock on the wall counts what else the machine does.
fn per_cpu_second() {
    let table = actor::Table::default();
    let (tokens, anchor) = given();
    let mut rates: Vec<f64> = (0..20)
        .map(|_| {
            let start = cpu();
            for _ in 0..500 {
                divan::black_box(coref::annotate(&table, TEXT, &tokens, None, anchor));
            }
            500.0 * 1e9 / (cpu() - start)
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    let (median, best) = (rates[rates.len() / 2], rates[rates.len() - 1]);
    println!(
        "mentions_and_chains: {median:.0} documents per CPU second (median of {}), best {best:.0}",
        rates.len()
    );
}

fn given() -> (Tokens, Anchor) {
    (token::tokenize(TEXT, TextRange::at(0, 39)), Anchor::Published(Date::constant(2025, 3, 5)))
}

/// A made-up report of the length of a usual agency story.
const TEXT: &str = "Kenya and Uganda agree to reopen border\nNAIROBI - Kenyan President William Ruto and his Ugandan counterpart Yoweri Museveni \
agreed on Tuesday to reopen the border crossing at Busia, a week after clashes between police and smugglers killed four people.\n\
\"We want trade to flow again,\" Ruto told reporters after the talks in Nairobi. He said that Kenyan customs officers would return to the crossing \
on Thursday and that the two countries would set up a joint committee.\nUgandan Foreign Minister Jeje Odongo praised the decision. The minister, \
who travelled with Museveni, said that his government would pay the families of the victims. Opposition leader Bobi Wine accused the president \
of doing too little for the traders of eastern Uganda.\nThe African Union and the European Union welcomed the step. In New York, UN Secretary-General \
Antonio Guterres urged both sides to protect civilians. Human Rights Watch had accused the police of firing on unarmed protesters.\n\
Traders in Busia, Malaba and Kisumu have lost millions of shillings, according to the Kenya Chamber of Commerce. Police in Kisumu arrested twelve \
suspected smugglers on Monday; a court in Nairobi ordered them held for two weeks. Their lawyers said that they would appeal.\n\
Tanzania, which hosts a regional summit next month, has offered to mediate. President Samia Suluhu Hassan spoke to both leaders by telephone \
on Sunday. She told them that the region could not afford another closed border, her spokesman said.\n";

#[divan::bench(min_time = 2)]
fn mentions_and_chains(bencher: divan::Bencher) {
    let table = actor::Table::default();
    let (tokens, anchor) = given();
    bencher
        .counter(divan::counter::ItemsCount::new(1usize))
        .bench(|| coref::annotate(&table, TEXT, &tokens, None, anchor));
}

#[divan::bench]
fn open_the_table() -> actor::Table {
    actor::Table::default()
}
