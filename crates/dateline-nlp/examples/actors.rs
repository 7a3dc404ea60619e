//! Measures who is meant: for each participant that gold event records give as text, whether country and sector come out right.
//!
//! usage: cargo run -p dateline-nlp --profile eval --example actors -- [--errors] [--typed] [--json] [--asked] [--model=accurate|fast] GOLD...
//!
//! GOLD is a folder of JSON documents, or JSONL, with `title`, `text`, `dct` and `events` (CODING-GUIDE.md). A participant is looked for
//! inside its event's evidence first, then in the whole document. Several participants of one wording ("the two ministers") are compared
//! as a set. `--asked` prints what the context was asked and what the gold says, for `training/actors/fit_home.py`.

#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs};

use dateline_nlp::{Analyser, ModelSize, Scratch, actor, time};
use dateline_types::{Article, DateSource, Document, Published, TextRange};
use serde_json::Value;

#[derive(Default)]
struct Count {
    n: u32,
    country: u32,
    sector: u32,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    // With the event's type known, as the coder knows it, a fighting state counts as its army.
    let typed = args.iter().any(|a| a == "--typed");
    let errors = args.iter().any(|a| a == "--errors");
    let asking = args.iter().any(|a| a == "--asked");
    let analyser = match args.iter().find_map(|a| a.strip_prefix("--model=")) {
        Some("accurate") => Analyser::load(ModelSize::Accurate)?,
        Some("fast") => Analyser::load(ModelSize::Fast)?,
        _ => Analyser { model: None, time: time::Tagger::default(), actors: actor::Table::default() },
    };
    let mut scratch = Scratch::default();
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    let mut confusion: BTreeMap<(String, String), u32> = BTreeMap::new();
    for path in args.iter().filter(|a| !a.starts_with("--")) {
        for gold in documents(Path::new(path))? {
            let doc = analyser.analyse(&mut scratch, &article(&gold));
            let resolver = actor::Resolver::new(&analyser.actors, &doc);
            for event in gold["events"].as_array().into_iter().flatten() {
                let at = event["date"]
                    .as_str()
                    .and_then(|d| d.parse::<dateline_types::When>().ok())
                    .map(|w| w.first());
                let sides = [("actors", actor::Side::Actor), ("recipients", actor::Side::Recipient)];
                let people: Vec<_> = sides
                    .iter()
                    .flat_map(|(k, side)| event[*k].as_array().into_iter().flatten().map(move |p| (*side, p)))
                    .collect();
                // Which of the participants of a wording this is, and of how many.
                for (i, (side, person)) in people.iter().enumerate() {
                    let side = *side;
                    let same = |p: &&(actor::Side, &Value)| p.0 == side && p.1["text"] == person["text"];
                    let twins = people.iter().filter(same).count();
                    let nth = people[..i].iter().filter(same).count();
                    let Some(text) = person["text"].as_str() else { continue };
                    let span = locate(&doc, text, event["evidence"].as_str().unwrap_or_default());
                    // Annotators name some participants fuller than the document does; such a text stands for itself.
                    let found = match span {
                        Some(s) => {
                            let mut asked = Vec::new();
                            let found = resolver.resolve_asking(s, at, &mut asked);
                            if let (true, [q], [_]) = (asking, &asked[..], &found[..]) {
                                print_question(&gold, person, q);
                            }
                            found
                        }
                        None => {
                            let alone =
                                Article { title: String::new(), text: text.to_owned(), ..article(&gold) };
                            let doc = analyser.analyse(&mut scratch, &alone);
                            actor::resolve_span(&analyser.actors, &doc, doc.body, at)
                        }
                    };
                    let mut found = found;
                    if let (true, Ok(kind)) = (typed, event["type"].as_str().unwrap_or_default().parse()) {
                        actor::as_acting(kind, None, side, &mut found);
                    }
                    let country = person["country"].as_str();
                    let sector = person["sector"].as_str();
                    // Those of one wording have no order: each gold one takes the one found that fits it, else its own place.
                    if twins > 1 {
                        let fits = |r: &dateline_types::Referent| {
                            r.country.map(|c| c.to_string()).as_deref() == person["country"].as_str()
                        };
                        let at = found.iter().position(fits).unwrap_or(nth.min(found.len().max(1) - 1));
                        if at < found.len() {
                            found.swap(0, at);
                        }
                    }
                    let got_country = found.first().and_then(|r| r.country).map(|c| c.to_string());
                    let got_sector = found.first().and_then(|r| r.sector()).map(|s| s.name());
                    let (c, s) = (got_country.as_deref() == country, got_sector == sector);
                    let kind = if text.chars().any(char::is_uppercase) && !described(text) {
                        "name"
                    } else {
                        "description"
                    };
                    for key in ["all", kind] {
                        let row = counts.entry(key).or_default();
                        row.n += 1;
                        row.country += u32::from(c);
                        row.sector += u32::from(s);
                    }
                    if !s {
                        *confusion
                            .entry((sector.unwrap_or("-").into(), got_sector.unwrap_or("-").into()))
                            .or_default() += 1;
                    }
                    if errors && !(c && s) {
                        println!(
                            "{}\t{}\t{text}\tgold {} {}\tgot {} {} {}\t{}",
                            if c {
                                "SECTOR"
                            } else if s {
                                "COUNTRY"
                            } else {
                                "BOTH"
                            },
                            gold["doc_id"].as_str().unwrap_or_default(),
                            country.unwrap_or("-"),
                            sector.unwrap_or("-"),
                            got_country.as_deref().unwrap_or("-"),
                            got_sector.unwrap_or("-"),
                            found.first().map_or("none", |r| r.how),
                            event["evidence"]
                                .as_str()
                                .unwrap_or_default()
                                .chars()
                                .take(110)
                                .collect::<String>()
                        );
                    }
                }
            }
        }
    }
    if args.iter().any(|a| a == "--json") {
        let share = |k: u32, c: &Count| f64::from(k) / f64::from(c.n.max(1));
        let row = |c: &Count| serde_json::json!({"n": c.n, "country": share(c.country, c), "sector": share(c.sector, c)});
        let rows: serde_json::Map<String, Value> =
            counts.iter().map(|(key, c)| ((*key).to_owned(), row(c))).collect();
        println!("{}", Value::Object(rows));
        return Ok(());
    }
    for (key, c) in &counts {
        let share = |k: u32| f64::from(k) / f64::from(c.n.max(1));
        println!("{key:12} n {:5}  country {:.4}  sector {:.4}", c.n, share(c.country), share(c.sector));
    }
    if errors {
        let mut rows: Vec<_> = confusion.into_iter().collect();
        rows.sort_by_key(|r| std::cmp::Reverse(r.1));
        println!("sector confusions: {:?}", &rows[..rows.len().min(30)]);
    }
    Ok(())
}

fn print_question(gold: &Value, person: &Value, q: &actor::Question) {
    let rows: Vec<_> = q.rows.iter().map(|(c, f)| serde_json::json!([c.to_string(), f])).collect();
    let row = serde_json::json!({
        "doc": gold["doc_id"], "text": person["text"], "gold": person["country"], "group": q.group, "rows": rows, "none": q.none, "role": q.role,
    });
    println!("{row}");
}

/// A pronoun or a description: its head word is no name.
fn described(text: &str) -> bool {
    text.split(' ').next_back().is_some_and(|w| w.starts_with(char::is_lowercase))
        || ["he", "she", "they", "it", "we", "i"].contains(&text.to_lowercase().as_str())
}

fn documents(path: &Path) -> Result<Vec<Value>, Box<dyn std::error::Error>> {
    let mut out = Vec::new();
    if path.is_dir() {
        let mut files: Vec<_> = fs::read_dir(path)?.filter_map(|e| e.ok().map(|e| e.path())).collect();
        files.sort();
        for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "json" || e == "jsonl")) {
            out.extend(documents(file)?);
        }
    } else if path.extension().is_some_and(|e| e == "jsonl") {
        for line in fs::read_to_string(path)?.lines().filter(|l| !l.trim().is_empty()) {
            out.push(serde_json::from_str(line)?);
        }
    } else {
        out.push(serde_json::from_str(&fs::read_to_string(path)?)?);
    }
    Ok(out)
}

fn article(gold: &Value) -> Article {
    let date = gold["dct"].as_str().and_then(|d| d.parse().ok());
    Article {
        id: gold["doc_id"].as_str().unwrap_or_default().to_owned(),
        title: gold["title"].as_str().unwrap_or_default().to_owned(),
        text: gold["text"].as_str().unwrap_or_default().to_owned(),
        published: date.map(|date| Published { date, time: None, source: DateSource::Supplied }),
        ..Article::default()
    }
}

fn locate(doc: &Document, text: &str, evidence: &str) -> Option<TextRange> {
    let base = doc.text.find(evidence).filter(|_| !evidence.is_empty());
    let inside = base.and_then(|at| find_word(&doc.text[at..at + evidence.len()], text).map(|i| at + i));
    let at = inside
        .or_else(|| {
            find_word(&doc.text[doc.body.start() as usize..], text).map(|i| i + doc.body.start() as usize)
        })
        .or_else(|| find_word(&doc.text, text))?;
    TextRange::from_usize(at, at + text.len())
}

/// First occurrence that cuts no word.
fn find_word(hay: &str, needle: &str) -> Option<usize> {
    let whole = |i: usize| {
        !hay[..i].chars().next_back().is_some_and(char::is_alphanumeric)
            && !hay[i + needle.len()..].chars().next().is_some_and(char::is_alphanumeric)
    };
    hay.match_indices(needle).map(|(i, _)| i).find(|i| whole(*i)).or_else(|| hay.find(needle))
}
