//! Who may depend on whom. ARCHITECTURE.md tells the same for people.

use std::collections::BTreeMap;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// Every crate and the crates of the workspace that it may use at run time. Stages are siblings: none imports another.
const ALLOWED: &[(&str, &[&str])] = &[
    ("dateline-types", &[]),
    ("dateline-input", &["dateline-types"]),
    ("dateline-extract", &["dateline-types"]),
    ("dateline-dedup", &["dateline-types"]),
    ("dateline-nlp", &["dateline-types"]),
    ("dateline-events", &["dateline-types"]),
    ("dateline-store", &["dateline-types"]),
    ("dateline-export", &["dateline-types"]),
    (
        "dateline-pipeline",
        &[
            "dateline-types",
            "dateline-input",
            "dateline-extract",
            "dateline-dedup",
            "dateline-nlp",
            "dateline-events",
        ],
    ),
    (
        "dateline",
        &[
            "dateline-types",
            "dateline-input",
            "dateline-extract",
            "dateline-dedup",
            "dateline-nlp",
            "dateline-events",
            "dateline-store",
            "dateline-export",
            "dateline-pipeline",
        ],
    ),
    // Trainers share the feature extraction of the crate whose weights they make; nothing at run time uses them.
    ("dateline-train", &["dateline-types", "dateline-nlp", "dateline-extract"]),
    ("xtask", &[]),
];

/// Fails with every arrow that is not allowed, and every crate that the table does not know.
pub(crate) fn check() -> Result<()> {
    let wrong = violations(&metadata()?);
    if !wrong.is_empty() {
        bail!("arrows between crates that ARCHITECTURE.md does not allow:\n  {}", wrong.join("\n  "));
    }
    Ok(())
}

fn metadata() -> Result<Value> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let out = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--no-deps"])
        .output()
        .context("running cargo metadata")?;
    if !out.status.success() {
        bail!("cargo metadata: {}", String::from_utf8_lossy(&out.stderr));
    }
    Ok(serde_json::from_slice(&out.stdout)?)
}

fn violations(metadata: &Value) -> Vec<String> {
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    let mut wrong = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        let Some(may) = allowed.get(name) else {
            wrong.push(format!("{name}: not in the table of xtask/src/arrows.rs"));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let on = dependency["name"].as_str().unwrap_or_default();
            // Development dependencies (tests, benches, examples) may reach further; they are not in the product.
            let at_run_time = dependency["kind"].as_str() != Some("dev");
            if at_run_time && allowed.contains_key(on) && !may.contains(&on) {
                wrong.push(format!("{name} -> {on}"));
            }
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn the_workspace_keeps_its_arrows() {
        super::check().unwrap();
    }

    #[test]
    fn an_arrow_between_stages_is_seen() {
        let metadata = json!({"packages": [
            {"name": "dateline-events", "dependencies": [
                {"name": "dateline-nlp", "kind": null}, {"name": "dateline-input", "kind": "dev"}]},
            {"name": "dateline-new", "dependencies": []},
        ]});
        let wrong = super::violations(&metadata);
        assert_eq!(wrong.len(), 2, "{wrong:?}");
        assert_eq!(wrong[0], "dateline-events -> dateline-nlp");
    }
}
