//! Pinned floors: what a figure must not fall below, and the hash of the gold that it was measured on.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// `floors.json`: hashes of the gold sets, and a bound for each figure.
#[derive(Default)]
pub(crate) struct Floors {
    pub(crate) gold: BTreeMap<String, String>,
    /// Figure -> bound; a floor where more is better, a ceiling where less is.
    pub(crate) bounds: BTreeMap<String, f64>,
}

impl Floors {
    pub(crate) fn read(path: &Path) -> Result<Self> {
        if !path.exists() {
            return Ok(Self::default());
        }
        let json: Value = serde_json::from_str(&fs::read_to_string(path)?)
            .with_context(|| format!("{} is not JSON", path.display()))?;
        let table = |key: &str| json[key].as_object().cloned().unwrap_or_default();
        Ok(Self {
            gold: table("gold").into_iter().filter_map(|(k, v)| Some((k, v.as_str()?.to_owned()))).collect(),
            bounds: table("bounds").into_iter().filter_map(|(k, v)| Some((k, v.as_f64()?))).collect(),
        })
    }

    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        let json = json!({"gold": self.gold, "bounds": self.bounds});
        fs::write(path, serde_json::to_string_pretty(&json)? + "\n")
            .with_context(|| format!("writing {}", path.display()))
    }

    /// Moves the bound to the measured value where that is stricter; a bound is never loosened.
    pub(crate) fn raise(&mut self, figure: &str, value: f64, more_is_better: bool) {
        // Two decimals, rounded to the safe side: a document more or less of a few dozen is no regression.
        let pinned = if more_is_better { (value * 100.0).floor() } else { (value * 100.0).ceil() } / 100.0;
        self.bounds
            .entry(figure.to_owned())
            .and_modify(|old| *old = if more_is_better { old.max(pinned) } else { old.min(pinned) })
            .or_insert(pinned);
    }

    /// Whether the value keeps its bound; figures without one pass.
    pub(crate) fn keeps(&self, figure: &str, value: f64, more_is_better: bool) -> bool {
        self.bounds
            .get(figure)
            .is_none_or(|bound| if more_is_better { value + 1e-9 >= *bound } else { value - 1e-9 <= *bound })
    }
}

/// One hash over all files below a path, by name and content, so that a changed or added document shows.
pub(crate) fn hash(path: &Path) -> Result<String> {
    let mut files = Vec::new();
    collect(path, &mut files)?;
    files.sort();
    let mut hasher = Sha256::new();
    for file in files {
        let name = file.strip_prefix(path).unwrap_or(&file).to_string_lossy().into_owned();
        let bytes = fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
        hasher.update((name.len() as u64).to_le_bytes());
        hasher.update(name.as_bytes());
        hasher.update((bytes.len() as u64).to_le_bytes());
        hasher.update(&bytes);
    }
    Ok(hasher.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect())
}

fn collect(path: &Path, into: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), into)?;
        }
    } else {
        into.push(path.to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Floors;

    #[test]
    fn a_bound_is_only_ever_made_stricter() {
        let mut floors = Floors::default();
        floors.raise("f1", 0.5006, true);
        floors.raise("f1", 0.4, true);
        floors.raise("leak", 0.0401, false);
        floors.raise("leak", 0.09, false);
        assert_eq!(floors.bounds["f1"], 0.5);
        assert_eq!(floors.bounds["leak"], 0.05);
        assert!(floors.keeps("f1", 0.5, true) && !floors.keeps("f1", 0.499, true));
        assert!(floors.keeps("leak", 0.05, false) && !floors.keeps("leak", 0.051, false));
        assert!(floors.keeps("unpinned", 0.0, true));
    }
}
