//! Tells the crate which weight files it is built with.

use std::path::Path;

fn main() {
    for size in ["accurate", "fast"] {
        let path = format!("models/{size}.dlm");
        println!("cargo::rustc-check-cfg=cfg(has_{size})");
        println!("cargo::rerun-if-changed={path}");
        if Path::new(&path).exists() {
            println!("cargo::rustc-cfg=has_{size}");
        }
    }
}
