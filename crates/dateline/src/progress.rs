//! Progress and summary on standard error.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};

use crate::args::Common;
use crate::inputs::Tally;
use crate::output::set_bar;

/// Counts of one run. Pages end as articles, dropped, failed or known.
#[derive(Default)]
pub(crate) struct Counts {
    pub(crate) pages: u64,
    pub(crate) articles: u64,
    pub(crate) known: u64,
    pub(crate) dropped: BTreeMap<&'static str, u64>,
    pub(crate) failed: u64,
    pub(crate) events: u64,
}

pub(crate) struct Progress {
    bar: ProgressBar,
    started: Instant,
    shown: bool,
    summary: bool,
}

impl Progress {
    /// A bar over the bytes of the inputs, or a spinner where nobody knows how many there will be.
    pub(crate) fn new(common: &Common, summary: bool, bytes: Option<u64>) -> Self {
        let shown = !common.quiet && io::stderr().is_terminal();
        let (bar, template) = match bytes {
            _ if !shown => (ProgressBar::hidden(), ""),
            Some(bytes) => {
                (ProgressBar::new(bytes), "{bar:24.cyan/dim} {percent:>3}%  {msg}  {elapsed} (still {eta})")
            }
            None => (ProgressBar::new_spinner(), "{spinner} {msg}  {elapsed}"),
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("━━─"));
        }
        if shown {
            bar.enable_steady_tick(std::time::Duration::from_millis(200));
            set_bar(Some(bar.clone()));
        }
        Self { bar, started: Instant::now(), shown, summary: !common.quiet && (shown || summary) }
    }

    pub(crate) fn tick(&self, counts: &Counts, tally: &Tally) {
        if !self.shown {
            return;
        }
        self.bar.set_position(tally.bytes.load(std::sync::atomic::Ordering::Relaxed));
        let rate = counts.pages as f64 / self.started.elapsed().as_secs_f64().max(1e-3);
        let Counts { pages, articles, events, .. } = counts;
        self.bar.set_message(format!("{pages} pages ({rate:.0}/s)  {articles} articles  {events} events"));
    }

    /// The summary, for people at a terminal or where it is asked for.
    pub(crate) fn end(&self, counts: &Counts, tally: &Tally) {
        self.bar.finish_and_clear();
        set_bar(None);
        if !self.summary {
            return;
        }
        let seconds = self.started.elapsed().as_secs_f64().max(1e-3);
        let mut text = String::new();
        let _ = writeln!(text, "{:>9}  pages ({:.1}/s)", counts.pages, counts.pages as f64 / seconds);
        let _ = writeln!(text, "{:>9}  articles", counts.articles);
        if counts.known > 0 {
            let _ = writeln!(text, "{:>9}  in the store already", counts.known);
        }
        let dropped: u64 = counts.dropped.values().sum();
        if dropped > 0 {
            let _ = writeln!(text, "{dropped:>9}  dropped: {}", listed(&counts.dropped));
        }
        let skipped = tally.skipped();
        if !skipped.is_empty() {
            let _ = writeln!(
                text,
                "{:>9}  records without a page: {}",
                skipped.values().sum::<u64>(),
                listed(&skipped)
            );
        }
        if counts.failed > 0 {
            let _ = writeln!(text, "{:>9}  failed", counts.failed);
        }
        let errors = tally.errors.load(std::sync::atomic::Ordering::Relaxed);
        if errors > 0 {
            let _ = writeln!(text, "{errors:>9}  damaged places or unreadable inputs (told above)");
        }
        let _ = writeln!(text, "{:>9}  events", counts.events);
        let _ = io::stderr().write_all(text.as_bytes());
    }
}

fn listed(counts: &BTreeMap<&'static str, u64>) -> String {
    counts.iter().map(|(reason, n)| format!("{n} {reason}")).collect::<Vec<_>>().join(", ")
}
