//! `train-blocks OUT.bin DIR [NAME=NUMBER...]`: trains the block classifier on pages (`DIR/html/ID.html.gz`) with their articles
//! (`DIR/ground-truth/ID.json`), after telling what five folds by site give (`cv=0` leaves that out).
#![allow(clippy::print_stderr)]

use std::io::Read;
use std::path::Path;

use anyhow::{Context, bail};
use dateline_extract::training::{self, Model, Samples};
use dateline_train::boost::{Settings, Table, train};
use dateline_train::pages::{Annotated, annotate, f1};
use dateline_types::{Body, Extraction, Origin, Page, SourceKind};

const FOLDS: usize = 5;

struct Item {
    page: Page,
    gold: String,
    annotated: Annotated,
    fold: usize,
}

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let (Some(out), Some(dir)) = (args.next(), args.next()) else {
        bail!("train-blocks OUT.bin DIR [NAME=NUMBER...]")
    };
    let (mut first, mut second) = (Settings::default(), Settings::default());
    let mut validate = true;
    let mut told = None;
    for arg in args {
        let Some((name, value)) = arg.split_once('=') else { bail!("{arg}: NAME=NUMBER is expected") };
        for settings in [&mut first, &mut second] {
            match name {
                "trees" => settings.trees = value.parse()?,
                "leaves" => settings.leaves = value.parse()?,
                "rate" => settings.rate = value.parse()?,
                "l2" => settings.l2 = value.parse()?,
                "least" => settings.least = value.parse()?,
                "features" => settings.features = value.parse()?,
                "rows" => settings.rows = value.parse()?,
                "seed" => settings.seed = value.parse()?,
                "cv" => validate = value != "0",
                "pred" => told = Some(value.to_owned()),
                _ => bail!("no setting is called {name}"),
            }
        }
    }
    second.seed = second.seed.wrapping_mul(31);
    let items = read(Path::new(&dir))?;
    let rows: usize = items.iter().map(|item| item.annotated.targets.len()).sum();
    eprintln!("{} pages, {rows} blocks", items.len());

    // What the first pass says of pages that it has not seen: that is what the second one learns from.
    let firsts = in_threads(FOLDS, |fold| train(&table(&items, None, |item| item.fold != fold), &first));
    let unseen: Vec<Vec<f32>> = items
        .iter()
        .map(|item| {
            item.annotated.samples.first().iter().map(|row| firsts[item.fold].probability(row)).collect()
        })
        .collect();
    if validate {
        let seconds =
            in_threads(FOLDS, |fold| train(&table(&items, Some(&unseen), |item| item.fold != fold), &second));
        let models: Vec<Model> = firsts
            .iter()
            .zip(seconds)
            .map(|(first, second)| Model { first: first.clone(), second })
            .collect();
        let (mut sum, mut empty) = (0.0, 0);
        let mut lines = String::new();
        for item in &items {
            let Some(told) = training::extract(&item.page, &models[item.fold]) else { continue };
            let text = match told.extraction {
                Extraction::Kept(article) => article.text,
                Extraction::Dropped(_) => String::new(),
            };
            let blocks: Vec<_> = told.blocks.iter().map(|b| (b.score, b.why, &b.text)).collect();
            empty += usize::from(text.is_empty());
            sum += f1(&text, &item.gold);
            lines.push_str(
                &serde_json::json!({"id": item.page.id, "text": text, "blocks": blocks}).to_string(),
            );
            lines.push('\n');
        }
        eprintln!("{FOLDS} folds by site: F1 {:.4}, {empty} pages without text", sum / items.len() as f64);
        if let Some(path) = told {
            std::fs::write(&path, lines).with_context(|| path.clone())?;
        }
    }
    let mut both = in_threads(2, |pass| {
        if pass == 0 {
            train(&table(&items, None, |_| true), &first)
        } else {
            train(&table(&items, Some(&unseen), |_| true), &second)
        }
    });
    let (Some(second), Some(first)) = (both.pop(), both.pop()) else { bail!("no model") };
    std::fs::write(&out, Model { first, second }.to_bytes()).with_context(|| out.clone())?;
    Ok(())
}

/// Two at a time: the tables are large.
fn in_threads<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let mut out = Vec::with_capacity(count);
    let places: Vec<usize> = (0..count).collect();
    for pair in places.chunks(2) {
        std::thread::scope(|scope| {
            let handles: Vec<_> = pair.iter().map(|at| scope.spawn(|| work(*at))).collect();
            out.extend(handles.into_iter().filter_map(|handle| handle.join().ok()));
        });
    }
    out
}

fn table(items: &[Item], first: Option<&[Vec<f32>]>, wanted: impl Fn(&Item) -> bool) -> Table {
    let mut table = Table::default();
    for (at, item) in items.iter().enumerate().filter(|(_, item)| wanted(item)) {
        let Annotated { samples, targets, weights } = &item.annotated;
        let Some(first) = first else {
            for ((row, target), weight) in samples.first().iter().zip(targets).zip(weights) {
                table.push(row, *target, *weight);
            }
            continue;
        };
        // The second pass learns from what it will be asked only.
        let (wanted, rows) = samples.second(&first[at]);
        for (row, block) in rows.iter().zip(wanted) {
            table.push(row, targets[block], weights[block]);
        }
    }
    table
}

fn read(dir: &Path) -> anyhow::Result<Vec<Item>> {
    let mut names: Vec<_> = std::fs::read_dir(dir.join("ground-truth"))?
        .map(|e| e.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    names.sort();
    let mut items = Vec::new();
    for path in names {
        let record: serde_json::Value =
            serde_json::from_slice(&std::fs::read(&path)?).with_context(|| path.display().to_string())?;
        let kind = record["_internal"]["page_type"]["primary"].as_str().unwrap_or("article");
        let (Some(gold), Some(id)) = (record["ground_truth"]["main_content"].as_str(), path.file_stem())
        else {
            continue;
        };
        if kind != "article" {
            continue;
        }
        let id = id.to_string_lossy().into_owned();
        let file = dir.join("html").join(format!("{id}.html.gz"));
        let mut bytes = Vec::new();
        flate2::read::MultiGzDecoder::new(std::fs::File::open(&file)?)
            .take(64 << 20)
            .read_to_end(&mut bytes)
            .with_context(|| file.display().to_string())?;
        let html = String::from_utf8_lossy(&bytes).into_owned();
        let url = record["url"].as_str().map(str::to_owned);
        let origin = Origin { source: id.clone(), offset: 0, kind: SourceKind::Html };
        // The pages' addresses choose the fold and are not shown to the extractor.
        let page = Page { id, url: None, fetched: None, http_status: None, body: Body::Html(html), origin };
        let Some(samples) = Samples::of(&page) else { continue };
        let annotated = annotate(samples, gold);
        let fold = fold_of(url.as_deref().unwrap_or(&page.id));
        items.push(Item { page, gold: gold.to_owned(), annotated, fold });
    }
    Ok(items)
}

/// All pages of a site are in one fold.
fn fold_of(url: &str) -> usize {
    let host = url.split("://").nth(1).unwrap_or(url).split('/').next().unwrap_or_default();
    let site = host.trim_start_matches("www.");
    let h =
        site.bytes().fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    ((h >> 20) % FOLDS as u64) as usize
}
