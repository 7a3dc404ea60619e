//! `dateline extract`: articles alone.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use anyhow::Result;
use dateline_pipeline::{bytes, each, extract};
use dateline_types::{Article, Extraction};

use crate::Found;
use crate::args::{Common, Extract, Format};
use crate::code::{found, jobs};
use crate::inputs::{Tally, pages};
use crate::output::{self, Out, message};

pub(crate) fn run(common: &Common, options: &Extract) -> Result<Found> {
    let tally = Tally::default();
    let format = output::format(common);
    let mut out = Out::new();
    let (mut articles, mut first) = (0, true);
    let mut dropped: BTreeMap<&'static str, u64> = BTreeMap::new();
    if format == Format::Csv {
        out.text(&csv_row(&["id", "url", "title", "byline", "published", "outlet", "text"])?)?;
    }
    let failure = each(
        pages(&options.inputs, &tally),
        jobs(common),
        bytes,
        || (),
        |(), page| {
            let explained = options.explain.then(|| dateline_extract::explain(&page).to_string());
            let extraction = extract(&page);
            (page, extraction, explained)
        },
        |(page, extraction, explained)| {
            let print = || -> Result<()> {
                if let Some(explained) = explained {
                    out.line(&format!("# {}", page.id))?;
                    out.text(&explained)?;
                    articles += 1;
                    return Ok(());
                }
                match extraction {
                    Ok(Extraction::Kept(article)) => {
                        articles += 1;
                        write(&mut out, format, &article, std::mem::take(&mut first))
                    }
                    Ok(Extraction::Dropped(reason)) => {
                        *dropped.entry(reason.name()).or_default() += 1;
                        if !common.quiet {
                            message(&format!("{}: dropped: {}", page.id, reason.name()));
                        }
                        Ok(())
                    }
                    Err(why) => {
                        tally.error(&format!(
                            "{} at byte {}: failed: {why}",
                            page.origin.source, page.origin.offset
                        ));
                        Ok(())
                    }
                }
            };
            match print() {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => ControlFlow::Break(error),
            }
        },
    );
    if let Some(error) = failure {
        return Err(error);
    }
    if format == Format::Json {
        out.line(if first { "[]" } else { "\n]" })?;
    }
    out.end()?;
    Ok(found(&tally, articles))
}

fn write(out: &mut Out, format: Format, article: &Article, first: bool) -> Result<()> {
    match format {
        Format::Jsonl => out.line(&dateline_export::article(article).to_string()),
        Format::Json => {
            out.text(if first { "[\n" } else { ",\n" })?;
            out.text(&dateline_export::article(article).to_string())
        }
        Format::Csv => {
            let published = article.published.as_ref().map(|p| p.date.to_string()).unwrap_or_default();
            out.text(&csv_row(&[
                &article.id,
                article.url.as_deref().unwrap_or_default(),
                &article.title,
                &article.byline.join("; "),
                &published,
                article.outlet.as_deref().unwrap_or_default(),
                &article.text,
            ])?)
        }
        Format::Table => {
            let date = article.published.as_ref().map_or_else(
                || article.crawled.map_or_else(|| "undated".to_owned(), |d| format!("undated, crawled {d}")),
                |p| p.date.to_string(),
            );
            out.line(&format!(
                "{}\n{date}  {}  {}\n",
                article.title,
                article.outlet.as_deref().unwrap_or("-"),
                article.byline.join(", ")
            ))?;
            for paragraph in &article.paragraphs {
                out.line(&format!("  {}\n", paragraph.range.slice(&article.text).unwrap_or_default()))?;
            }
            out.line("")
        }
    }
}

/// One line of CSV, quoted as RFC 4180 says.
pub(crate) fn csv_row(fields: &[&str]) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(fields)?;
    Ok(String::from_utf8(writer.into_inner()?)?)
}
