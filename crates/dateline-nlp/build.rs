//! Compiles data/actors into the table that the crate carries, and tells the crate which weight files it is built with.

use std::path::Path;
use std::{env, fs};

#[allow(dead_code)]
#[path = "src/actor/compile.rs"]
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
    println!("cargo::rerun-if-changed=src/actor/compile.rs");
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
    fs::write(out.join("origins.bin"), origins).map_err(|e| e.to_string())?;
    fs::write(out.join("actors.bin"), builder.finish()?).map_err(|e| e.to_string())
}
