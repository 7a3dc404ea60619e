//! The suites of the evaluation: what each runs, on which gold, and which figures it reads from the scorer.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{coref, names};

/// Where things lie during one evaluation.
pub(crate) struct Bench {
    pub(crate) shared: PathBuf,
    pub(crate) binary: PathBuf,
    /// Folder for predictions and logs; kept, so that errors can be looked at.
    pub(crate) out: PathBuf,
    pub(crate) model: String,
}

/// A measured figure.
pub(crate) struct Figure {
    pub(crate) name: String,
    pub(crate) value: f64,
    pub(crate) aim: Aim,
}

/// What a figure should do, and whether the gate watches it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aim {
    Rise,
    Fall,
    /// Told, not gated: a share of the matched events, which may fall when a better coder matches harder ones, or one of so few
    /// cases that a single one moves it by a hundredth.
    Told,
}

pub(crate) struct Suite {
    pub(crate) name: &'static str,
    /// Below the shared folder; hashed and pinned.
    pub(crate) gold: &'static str,
    pub(crate) measure: fn(&Bench, &Path, &str) -> Result<Vec<Figure>>,
    /// Whether the figures depend on which model is loaded.
    pub(crate) by_model: bool,
}

pub(crate) const SUITES: &[Suite] = &[
    Suite { name: "extraction", gold: "data/wcxb-dev-articles", measure: extraction, by_model: false },
    Suite { name: "timex", gold: "data/timex-dev", measure: timex, by_model: true },
    Suite { name: "ud-ewt-dev", gold: "data/ud/EWT/dev.conllu", measure: ud, by_model: true },
    Suite { name: "ud-gum-dev", gold: "data/ud/GUM-open/dev.conllu", measure: ud, by_model: true },
    Suite {
        name: "names-ewt-dev",
        gold: "data/ner/uner-ewt/dev.iob2",
        measure: names::measure,
        by_model: true,
    },
    Suite { name: "events-dev", gold: "gold/events-dev", measure: events, by_model: true },
    Suite { name: "events-linked-dev", gold: "gold/events-linked-dev", measure: events, by_model: true },
    Suite { name: "actors-given-dev", gold: "gold/events-dev", measure: actors_given, by_model: false },
    Suite {
        name: "actors-given-linked",
        gold: "gold/events-linked-dev",
        measure: actors_given,
        by_model: false,
    },
    Suite { name: "coref-news", gold: "data/coref/ontogum/conll", measure: coref::measure, by_model: true },
    Suite { name: "dates-given-dev", gold: "gold/events-dev", measure: dates_given, by_model: true },
    Suite {
        name: "dates-given-linked",
        gold: "gold/events-linked-dev",
        measure: dates_given,
        by_model: true,
    },
    Suite { name: "links-dev", gold: "gold/events-linked-dev", measure: links, by_model: true },
    Suite { name: "plover-gsr-dev", gold: "gold/plover-gsr-dev", measure: gsr, by_model: true },
];

/// Read only to report: nothing is chosen or tuned by them, and no floor stands on them.
pub(crate) const TESTS: &[Suite] = &[
    Suite { name: "ud-ewt-test", gold: "data/ud/EWT/test.conllu", measure: ud, by_model: true },
    Suite { name: "ud-gum-test", gold: "data/ud/GUM-open/test.conllu", measure: ud, by_model: true },
    Suite { name: "ud-pud", gold: "data/ud/PUD/test.conllu", measure: ud, by_model: true },
    Suite {
        name: "names-ewt-test",
        gold: "data/ner/uner-ewt/test.iob2",
        measure: names::measure,
        by_model: true,
    },
    Suite { name: "names-pud", gold: "data/ner/uner-pud/test.iob2", measure: names::measure, by_model: true },
];

fn extraction(cx: &Bench, gold: &Path, suite: &str) -> Result<Vec<Figure>> {
    let predicted = cx.out.join(format!("{suite}.jsonl"));
    cx.dateline(&["extract", "--format", "jsonl", &path(&gold.join("html"))], &predicted)?;
    let score = cx.score("score_extraction.py", &["--dir", &path(gold), "--pred", &path(&predicted)])?;
    let mut figures =
        read(suite, &score, &["f1", "with_rate", "date_acc", "title_acc", "author_acc"], Aim::Rise)?;
    figures.extend(read(suite, &score, &["without_leak", "empty"], Aim::Fall)?);
    Ok(figures)
}

fn timex(cx: &Bench, gold: &Path, suite: &str) -> Result<Vec<Figure>> {
    let gold = gold.join("gold.jsonl");
    let predicted = cx.out.join(format!("{suite}.jsonl"));
    cx.dateline(&["annotate", "--layer", "timex", "--model", &cx.model, &path(&gold)], &predicted)?;
    let score =
        cx.score("score_timex.py", &["--gold", &path(&gold), "--pred", &path(&predicted), "--json"])?;
    // The scorer counts in per cent; all figures of the table are shares.
    let f1 = |key: &str| -> Result<Figure> {
        let value = number(&score, &format!("/{key}/f1"))? / 100.0;
        Ok(Figure { name: format!("{suite}.{key}_f1"), value, aim: Aim::Rise })
    };
    Ok(vec![f1("value")?, f1("relaxed")?, f1("strict")?, f1("type")?])
}

fn ud(cx: &Bench, gold: &Path, suite: &str) -> Result<Vec<Figure>> {
    let raw = cx.out.join(format!("{suite}.txt"));
    cx.python("score_ud.py", &["--raw", &path(gold), &path(&raw)])?;
    let predicted = cx.out.join(format!("{suite}.conllu"));
    cx.dateline(&["annotate", "--layer", "conllu", "--model", &cx.model, &path(&raw)], &predicted)?;
    let score = cx.score("score_ud.py", &[&path(gold), &path(&predicted), "--json"])?;
    ["Tokens", "Sentences", "UPOS", "Lemmas", "UAS", "LAS"]
        .iter()
        .map(|metric| {
            let value = number(&score, &format!("/{metric}/f1"))? / 100.0;
            Ok(Figure { name: format!("{suite}.{metric}"), value, aim: Aim::Rise })
        })
        .collect()
}

fn events(cx: &Bench, gold: &Path, suite: &str) -> Result<Vec<Figure>> {
    let predicted = cx.coded(gold, suite)?;
    let score =
        cx.score("score_events.py", &["--gold", &path(gold), "--pred", &path(&predicted), "--json"])?;
    let mut figures = Vec::new();
    for key in ["event", "record"] {
        let value = number(&score, &format!("/{key}/f1"))?;
        figures.push(Figure { name: format!("{suite}.{key}_f1"), value, aim: Aim::Rise });
    }
    for key in ["roles", "status", "date", "attribution", "mode"] {
        // Null where nothing matched: no figure rather than a false nought.
        if let Ok(value) = number(&score, &format!("/of_matched/{key}")) {
            figures.push(Figure { name: format!("{suite}.{key}"), value, aim: Aim::Told });
        }
    }
    let predictions = number(&score, "/pred")?.max(1.0);
    let phantoms = number(&score, "/phantoms")? / predictions;
    figures.push(Figure { name: format!("{suite}.phantoms"), value: phantoms, aim: Aim::Told });
    let dead = number(&score, "/negated_or_hypothetical/found")?
        / number(&score, "/negated_or_hypothetical/gold")?.max(1.0);
    figures.push(Figure { name: format!("{suite}.not_live_found"), value: dead, aim: Aim::Told });
    Ok(figures)
}

/// Country and sector of the gold's participants, the events being given: the table and the resolution alone.
fn actors_given(cx: &Bench, gold: &Path, suite: &str) -> Result<Vec<Figure>> {
    let example = cx.binary.with_file_name("examples").join("actors");
    let out = Command::new(&example)
        .args(["--typed", "--json", &path(gold)])
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("running {}: build it with the profile of the binary", example.display()))?;
    if !out.status.success() {
        bail!("{} ended with {}", example.display(), out.status);
    }
    let score: Value = serde_json::from_slice(&out.stdout).context("the example printed no JSON")?;
    let figures = ["all/country", "all/sector", "description/country"].into_iter().map(|key| {
        let value = number(&score, &format!("/{key}"))?;
        Ok(Figure { name: format!("{suite}.{}", key.replace('/', "_")), value, aim: Aim::Rise })
    });
    figures.collect()
}

/// The date of the gold's events, their words being given: the time layer and the attachment alone.
fn dates_given(cx: &Bench, gold: &Path, suite: &str) -> Result<Vec<Figure>> {
    let example = cx.binary.with_file_name("examples").join("dates");
    let mut command = Command::new(&example);
    if cx.model == "fast" {
        command.arg("--fast");
    }
    let out =
        command.arg(gold).stderr(Stdio::inherit()).output().with_context(|| {
            format!("running {}: build it with the profile of the binary", example.display())
        })?;
    if !out.status.success() {
        bail!("{} ended with {}", example.display(), out.status);
    }
    let score: Value = serde_json::from_slice(&out.stdout).context("the example printed no JSON")?;
    let value = number(&score, "/right")?;
    Ok(vec![Figure { name: format!("{suite}.right"), value, aim: Aim::Rise }])
}

fn links(cx: &Bench, gold: &Path, suite: &str) -> Result<Vec<Figure>> {
    let predicted = cx.coded(gold, suite)?;
    let score = cx.score("score_links.py", &["--gold", &path(gold), "--pred", &path(&predicted)])?;
    let value = number(&score, "/end_to_end/f1")?;
    Ok(vec![Figure { name: format!("{suite}.end_to_end_f1"), value, aim: Aim::Rise }])
}

fn gsr(cx: &Bench, gold: &Path, suite: &str) -> Result<Vec<Figure>> {
    let gold = gold.join("gold.json");
    let input = cx.out.join(format!("{suite}.in.jsonl"));
    cx.python("score_gsr.py", &["--gold", &path(&gold), "--dump-input", &path(&input)])?;
    let predicted = cx.out.join(format!("{suite}.jsonl"));
    cx.dateline(&["code", "--model", &cx.model, &path(&input)], &predicted)?;
    let coded = cx.out.join(format!("{suite}.plover.jsonl"));
    fs::write(&coded, in_codes_of_plover(&fs::read_to_string(&predicted)?)?)?;
    let json = cx.out.join(format!("{suite}.score.json"));
    cx.python("score_gsr.py", &[&path(&coded), "--gold", &path(&gold), "--json", &path(&json)])?;
    let score: Value = serde_json::from_str(&fs::read_to_string(&json)?)?;
    ["type", "actor_country_given_type", "recipient_country_given_type", "full_exact"]
        .iter()
        .map(|key| {
            let value = number(&score, &format!("/{key}/2"))?;
            let aim = if key.contains("given") { Aim::Told } else { Aim::Rise };
            Ok(Figure { name: format!("{suite}.{key}_f1"), value, aim })
        })
        .collect()
}

/// Records with the country codes of PLOVER's gold, which writes all bodies of states as IGO (the scorer then leaves them out, as it
/// does the gold's) and Kosovo as XKX. Ours tell the United Nations and the European Union apart.
fn in_codes_of_plover(lines: &str) -> Result<String> {
    let mut out = String::new();
    for line in lines.lines() {
        let mut document: Value = serde_json::from_str(line).context("a line of records is no JSON")?;
        let events = document.get_mut("events").and_then(Value::as_array_mut);
        for event in events.into_iter().flatten() {
            for side in ["actors", "recipients"] {
                for who in event.get_mut(side).and_then(Value::as_array_mut).into_iter().flatten() {
                    let code = match who["country"].as_str() {
                        Some("UNO" | "EUR") => "IGO",
                        Some("KOS") => "XKX",
                        _ => continue,
                    };
                    who["country"] = code.into();
                }
            }
        }
        out.push_str(&document.to_string());
        out.push('\n');
    }
    Ok(out)
}

fn read(suite: &str, score: &Value, keys: &[&str], aim: Aim) -> Result<Vec<Figure>> {
    keys.iter()
        .map(|key| {
            let value = number(score, &format!("/{key}"))?;
            Ok(Figure { name: format!("{suite}.{key}"), value, aim })
        })
        .collect()
}

fn number(score: &Value, pointer: &str) -> Result<f64> {
    score.pointer(pointer).and_then(Value::as_f64).with_context(|| format!("the scorer gave no {pointer}"))
}

fn path(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

impl Bench {
    /// Codes the documents of a folder of JSON files or of a JSONL file, with the answers left out of the input.
    fn coded(&self, gold: &Path, suite: &str) -> Result<PathBuf> {
        let input = self.out.join(format!("{suite}.in.jsonl"));
        let mut files: Vec<PathBuf> = if gold.is_dir() {
            fs::read_dir(gold)?.map(|e| Ok(e?.path())).collect::<Result<_>>()?
        } else {
            vec![gold.to_owned()]
        };
        files.sort();
        let mut lines = String::new();
        for file in files {
            let text = fs::read_to_string(&file)?;
            let mut document: Value =
                serde_json::from_str(&text).with_context(|| format!("{}", file.display()))?;
            if let Some(fields) = document.as_object_mut() {
                fields.retain(|key, _| matches!(key.as_str(), "doc_id" | "dct" | "title" | "text"));
            }
            lines.push_str(&document.to_string());
            lines.push('\n');
        }
        fs::write(&input, lines)?;
        let predicted = self.out.join(format!("{suite}.jsonl"));
        let mut arguments = vec!["code", "--model", &self.model];
        let input = path(&input);
        arguments.push(&input);
        self.dateline(&arguments, &predicted)?;
        Ok(predicted)
    }

    /// Runs the binary with its standard output into a file. Exit status 1 ("nothing found") is an answer, too.
    pub(crate) fn dateline(&self, arguments: &[&str], out: &Path) -> Result<()> {
        let file = fs::File::create(out)?;
        let status = Command::new(&self.binary)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(file)
            .status()
            .with_context(|| format!("running {}", self.binary.display()))?;
        match status.code() {
            Some(0 | 1) => Ok(()),
            _ => bail!("dateline {} ended with {status}", arguments.join(" ")),
        }
    }

    fn python(&self, script: &str, arguments: &[&str]) -> Result<String> {
        let out = Command::new("python3")
            .arg(self.shared.join("eval").join(script))
            .args(arguments)
            .stderr(Stdio::inherit())
            .output()
            .context("running python3 (3.8 or later is needed for the scorers)")?;
        if !out.status.success() {
            bail!("{script} ended with {}", out.status);
        }
        Ok(String::from_utf8_lossy(&out.stdout).into_owned())
    }

    fn score(&self, script: &str, arguments: &[&str]) -> Result<Value> {
        let printed = self.python(script, arguments)?;
        serde_json::from_str(printed.trim()).with_context(|| format!("{script} printed no JSON: {printed}"))
    }
}
