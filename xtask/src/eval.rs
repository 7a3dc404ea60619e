//! `cargo xtask eval`: one table of every figure, and the gate.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::floors::{Floors, hash};
use crate::suites::{Aim, Bench, Figure, SUITES, Suite, TESTS};

#[derive(Args)]
pub(crate) struct Options {
    /// Only suites whose name starts so; may be given more than once.
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// Sizes of the model to measure.
    #[arg(long, value_delimiter = ',', default_value = "accurate,fast")]
    models: Vec<String>,
    /// Pin what was measured wherever it is stricter than the pinned floor.
    #[arg(long)]
    raise: bool,
    /// Measure the test sets instead: to report, never to choose by, and without floors.
    #[arg(long, conflicts_with = "raise")]
    tests: bool,
    /// Folder with `eval/`, `gold/` and `data/`.
    #[arg(long, env = "DATELINE_SHARED", default_value = "../shared")]
    shared: PathBuf,
    /// Use this binary instead of building one (profile `eval`).
    #[arg(long)]
    binary: Option<PathBuf>,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask has no parent folder")?;
    let shared = root.join(&options.shared);
    if !shared.join("eval").is_dir() {
        println!("NOT EVALUATED: {} holds no scorers and no gold. Nothing was measured.", shared.display());
        return Ok(());
    }
    let binary = match &options.binary {
        Some(binary) => binary.clone(),
        None => build(root)?,
    };
    let floors_path = root.join("floors.json");
    let mut floors = Floors::read(&floors_path)?;
    let mut failures = Vec::new();
    println!("{:<52} {:>8} {:>8}", "figure", "measured", "bound");
    for suite in if options.tests { TESTS } else { SUITES } {
        if !options.only.is_empty() && !options.only.iter().any(|name| suite.name.starts_with(name.as_str()))
        {
            continue;
        }
        let gold = shared.join(suite.gold);
        let digest = hash(&gold)?;
        match floors.gold.get(suite.gold) {
            Some(pinned) if *pinned != digest => failures.push(format!(
                "{}: the gold is not what the floors were pinned on ({digest}, pinned {pinned})",
                suite.gold
            )),
            _ => {}
        }
        if options.raise {
            floors.gold.insert(suite.gold.to_owned(), digest);
        }
        let models: &[String] = if suite.by_model { &options.models } else { &options.models[..1] };
        for model in models {
            let out = root.join("target/eval-out").join(model);
            fs::create_dir_all(&out)?;
            let cx = Bench { shared: shared.clone(), binary: binary.clone(), out, model: model.clone() };
            report(suite, &cx, &gold, &mut floors, options.raise, &mut failures);
        }
    }
    if options.raise {
        floors.write(&floors_path)?;
        println!("pinned in {}", floors_path.display());
    }
    if !failures.is_empty() {
        bail!("the gate is not kept:\n  {}", failures.join("\n  "));
    }
    Ok(())
}

fn report(
    suite: &Suite,
    cx: &Bench,
    gold: &Path,
    floors: &mut Floors,
    raise: bool,
    failures: &mut Vec<String>,
) {
    let figures = match (suite.measure)(cx, gold, suite.name) {
        Ok(figures) => figures,
        Err(error) => {
            println!("{:<44} failed: {error:#}", suite.name);
            failures.push(format!("{} ({}): {error:#}", suite.name, cx.model));
            return;
        }
    };
    for Figure { name, value, aim } in figures {
        let name = if suite.by_model { format!("{name} [{}]", cx.model) } else { name };
        if aim == Aim::Told {
            println!("{name:<52} {value:>8.3}     told");
            continue;
        }
        let more_is_better = aim == Aim::Rise;
        let kept = floors.keeps(&name, value, more_is_better);
        let bound = floors
            .bounds
            .get(&name)
            .map_or_else(|| "-".to_owned(), |b| format!("{}{b:.3}", if more_is_better { "" } else { "<" }));
        println!("{name:<52} {value:>8.3} {bound:>8}{}", if kept { "" } else { "  BELOW" });
        if !kept {
            failures.push(format!("{name}: {value:.4} against {bound}"));
        }
        if raise {
            floors.raise(&name, value, more_is_better);
        }
    }
}

fn build(root: &Path) -> Result<PathBuf> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let status = Command::new(cargo)
        .args(["build", "--quiet", "--profile", "eval", "--package", "dateline", "--bin", "dateline"])
        .args(["--package", "dateline-nlp", "--example", "actors", "--example", "chains"])
        .args(["--package", "dateline-pipeline", "--example", "dates"])
        .current_dir(root)
        .status()?;
    if !status.success() {
        bail!("building dateline and the example of its layers failed");
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    Ok(target.join("eval/dateline"))
}
