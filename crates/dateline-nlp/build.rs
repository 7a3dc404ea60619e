//! Compiles data/actors into the table that the crate carries, and tells the crate which weight files it is built with.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{env, fs};

#[allow(dead_code)]
#[path = "src/actor/compile/mod.rs"]
mod compile;
#[path = "src/actor/words/hash.rs"]
mod hash;
#[path = "src/actor/origin_table.rs"]
mod origin_table;

fn main() {
    for size in ["accurate", "fast"] {
        let path = format!("models/{size}.dlm");
        println!("cargo::rustc-check-cfg=cfg(has_{size})");
        if Path::new(&path).exists() {
            println!("cargo::rustc-cfg=has_{size}");
        }
    }
    // The folder, not the files: a file that is not there would make every build run this again.
    println!("cargo::rerun-if-changed=models");
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("data/actors");
    println!("cargo::rerun-if-changed=data/actors");
    println!("cargo::rerun-if-changed=src/actor/compile");
    println!("cargo::rerun-if-changed=src/actor/origin_table.rs");
    println!("cargo::rerun-if-changed=src/actor/words/hash.rs");
    println!("cargo::rerun-if-changed=build.rs");
    if let Err(message) = build(&root) {
        println!("cargo::error={message}");
        std::process::exit(1);
    }
}

fn build(root: &Path) -> Result<(), String> {
    let mut builder = compile::Builder::default();
    let read = |name: &str| fs::read_to_string(root.join(name)).map_err(|e| format!("{name}: {e}"));
    let told = |name: &str, r: Result<(), compile::LineError>| {
        r.map_err(|e| format!("data/actors/{name}:{}: {}", e.line, e.what))
    };
    told("states.tsv", builder.states(&read("states.tsv")?))?;
    told("roles.tsv", builder.roles(&read("roles.tsv")?))?;
    for name in
        ["people.tsv", "ministers.tsv", "chiefs.tsv", "leaders.tsv", "births.tsv", "bodies.tsv", "groups.tsv"]
    {
        if root.join(name).exists() {
            told(name, builder.actors(&read(name)?))?;
        }
    }
    for name in ["places.tsv", "cities.tsv"] {
        told(name, builder.cities(&read(name)?))?;
    }
    let out = env::var("OUT_DIR").map_err(|e| e.to_string())?;
    let out = Path::new(&out);
    let origins = origin_table::compile(&read("origins.tsv")?, &builder.people())?;
    fs::write(out.join("words.rs"), words(&read("words.tsv")?)?).map_err(|e| e.to_string())?;
    fs::write(out.join("origins.bin"), origins).map_err(|e| e.to_string())?;
    fs::write(out.join("actors.bin"), builder.finish()?).map_err(|e| e.to_string())
}

/// One table of all words with the lists that have them, which `words.rs` reads, and the lists by name; all of them for the tests.
fn words(text: &str) -> Result<String, String> {
    let mut lists: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#')) {
        let (name, words) =
            line.split_once('\t').ok_or(format!("data/actors/words.tsv:{}: no tab", n + 1))?;
        lists.entry(name).or_default().extend(words.split('|'));
    }
    if lists.len() > 64 {
        return Err("data/actors/words.tsv: more lists than a number has bits".to_owned());
    }
    let mut of: BTreeMap<u128, u64> = BTreeMap::new();
    let mut out = String::new();
    for (i, (name, words)) in lists.iter().enumerate() {
        for word in words {
            let key = hash::pack(word.as_bytes());
            let key = key.ok_or(format!(
                "data/actors/words.tsv: {name}: {word:?} is empty or longer than {} bytes",
                hash::LONGEST
            ))?;
            *of.entry(key).or_default() |= 1 << i;
        }
        out.push_str(&format!(
            "pub(crate) static {name}: &Words = &Words {{ bit: 1 << {i}, #[cfg(test)] words: &{:?} }};\n",
            words.iter().collect::<Vec<_>>()
        ));
    }
    // A quarter full, so that most words that no list has are told by one empty place.
    let places = (of.len() * 4).next_power_of_two();
    let mut slots = vec![0u16; places];
    for (n, key) in of.keys().enumerate() {
        let mut at = hash::place(*key, places);
        while slots[at] != 0 {
            at = (at + 1) % places;
        }
        slots[at] = n as u16 + 1;
    }
    let keys: Vec<u128> = of.keys().copied().collect();
    let masks: Vec<u64> = of.values().copied().collect();
    out.push_str(&format!("static SLOTS: [u16; {places}] = {slots:?};\n"));
    out.push_str(&format!(
        "static KEYS: [u128; {0}] = {keys:?};\nstatic MASKS: [u64; {0}] = {masks:?};\n",
        keys.len()
    ));
    let names: Vec<&str> = lists.keys().copied().collect();
    out.push_str(&format!("#[cfg(test)]\npub(crate) static ALL: &[&Words] = &[{}];\n", names.join(", ")));
    Ok(out)
}
