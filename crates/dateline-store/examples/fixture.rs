//! Writes the fixture of this version: `cargo run -p dateline-store --example fixture -- crates/dateline-store/tests/fixtures/v1.db`.
//! A fixture is written once, when its version is released, and never again.

#[path = "../tests/sample/mod.rs"]
#[allow(dead_code)]
mod sample;

fn main() {
    let path = std::env::args().nth(1).expect("a file to write");
    let mut store = dateline_store::Store::open_or_create(path.as_ref()).expect("a new store");
    sample::fill(&mut store);
}
