//! The licences of all crates that are linked in, against the list in `deny.toml`: for machines without cargo-deny, which checks more.

use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// Fails with every crate whose licence is not allowed.
pub(crate) fn check() -> Result<()> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let deny = std::fs::read_to_string(format!("{root}/deny.toml")).context("deny.toml")?;
    let allowed = allowed(&deny);
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let host = Command::new("rustc").arg("-vV").output().context("rustc")?;
    let host = String::from_utf8_lossy(&host.stdout);
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc tells no host")?;
    // Crates of other systems need not be on this machine.
    let out = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", host])
        .current_dir(root)
        .output()
        .context("cargo metadata")?;
    if !out.status.success() {
        bail!("cargo metadata: {}", String::from_utf8_lossy(&out.stderr));
    }
    let metadata: Value = serde_json::from_slice(&out.stdout)?;
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let refused: Vec<String> = packages
        .iter()
        .filter(|package| !package["license"].as_str().is_some_and(|licence| may(licence, &allowed)))
        .map(|package| format!("{} {}: {}", package["name"], package["version"], package["license"]))
        .collect();
    if !refused.is_empty() {
        bail!("licences that deny.toml does not allow:\n  {}", refused.join("\n  "));
    }
    println!("licences of {} crates: all allowed", packages.len());
    Ok(())
}

/// The strings of the list `allow` under `[licenses]`.
fn allowed(deny: &str) -> Vec<&str> {
    let list = deny.split("allow = [").nth(1).and_then(|rest| rest.split(']').next()).unwrap_or_default();
    list.split('"').skip(1).step_by(2).collect()
}

/// Whether an SPDX expression can be met by allowed licences. AND binds closer than OR; `/` is the old way to write OR.
fn may(licence: &str, allowed: &[&str]) -> bool {
    let spaced = licence.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    either(&words, &mut at, allowed) && at == words.len()
}

fn either(words: &[&str], at: &mut usize, allowed: &[&str]) -> bool {
    let mut met = both(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        met |= both(words, at, allowed);
    }
    met
}

fn both(words: &[&str], at: &mut usize, allowed: &[&str]) -> bool {
    let mut met = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        met &= one(words, at, allowed);
    }
    met
}

fn one(words: &[&str], at: &mut usize, allowed: &[&str]) -> bool {
    if words.get(*at) == Some(&"(") {
        *at += 1;
        let met = either(words, at, allowed);
        *at += 1;
        return met;
    }
    let Some(name) = words.get(*at) else { return false };
    *at += 1;
    if words.get(*at) == Some(&"WITH") {
        let whole = format!("{name} WITH {}", words.get(*at + 1).unwrap_or(&""));
        *at += 2;
        return allowed.contains(&whole.as_str());
    }
    allowed.contains(name)
}

#[cfg(test)]
mod tests {
    use super::{allowed, may};

    #[test]
    fn expressions_are_met_or_not() {
        let list = allowed(
            "[licenses]\nallow = [\n    \"MIT\",\n    \"A-2.0\",\n    \"A-2.0 WITH X\",\n]\nother = 1\n",
        );
        assert_eq!(list, ["MIT", "A-2.0", "A-2.0 WITH X"]);
        for good in
            ["MIT", "GPL OR MIT", "GPL/MIT", "MIT AND A-2.0", "(GPL OR MIT) AND A-2.0", "A-2.0 WITH X"]
        {
            assert!(may(good, &list), "{good}");
        }
        for bad in ["", "GPL", "MIT AND GPL", "(MIT OR GPL) AND GPL", "A-2.0 WITH Y", "MIT MIT"] {
            assert!(!may(bad, &list), "{bad}");
        }
    }
}
