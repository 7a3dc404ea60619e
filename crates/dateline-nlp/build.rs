//! Compiles data/actors into the table that the crate carries, and tells the crate which weight files it is built with.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{env, fs};

#[allow(dead_code)]
#[path = "src/actor/compile/mod.rs"]
mod compile;
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

/// Each list as a static slice in order of length and letters, and all of them for the tests.
fn words(text: &str) -> Result<String, String> {
    let mut lists: BTreeMap<&str, BTreeSet<(usize, &str)>> = BTreeMap::new();
    for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#')) {
        let (name, words) =
            line.split_once('\t').ok_or(format!("data/actors/words.tsv:{}: no tab", n + 1))?;
        lists.entry(name).or_default().extend(words.split('|').map(|w| (w.len(), w)));
    }
    let mut out = String::new();
    for (name, words) in &lists {
        let words: Vec<&str> = words.iter().map(|w| w.1).collect();
        if let Some(long) = words.iter().find(|w| w.len() > 16 || w.is_empty()) {
            return Err(format!("data/actors/words.tsv: {name}: {long:?} is empty or longer than 16 bytes"));
        }
        // As `words.rs` packs and filters what it looks up.
        let keys: BTreeSet<u128> =
            words.iter().map(|w| w.bytes().fold(0, |key, b| key << 8 | u128::from(b))).collect();
        let keys: Vec<u128> = keys.into_iter().collect();
        let filter =
            words.iter().fold(0u64, |f, w| f | 1 << (((w.len() * 11) ^ usize::from(w.as_bytes()[0])) % 64));
        out.push_str(&format!(
            "pub(crate) static {name}: &Words = &Words {{ keys: &{keys:?}, filter: {filter}, #[cfg(test)] words: &{words:?} }};\n"
        ));
    }
    let names: Vec<&str> = lists.keys().copied().collect();
    out.push_str(&format!("#[cfg(test)]\npub(crate) static ALL: &[&Words] = &[{}];\n", names.join(", ")));
    Ok(out)
}
