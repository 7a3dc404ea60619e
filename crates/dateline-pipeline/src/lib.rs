//! Order of the stages, threads, isolation of a bad page, counters.
//!
//! [`each`] takes pages from an iterator, works on them on any number of threads, and hands the results to the caller in the order of the
//! pages. It yields results; the caller writes them. The decision: one queue of whole pages and one reordering buffer, both bounded, so
//! that a page is the unit of work, of failure and of memory. The option rejected: a thread per stage, which is only as fast as
//! the slowest stage and spreads one page's failure over many places.

mod gate;
mod knowledge;
mod order;

use std::panic::{AssertUnwindSafe, catch_unwind};

pub use dateline_dedup::Signature;
use dateline_events::{Coder, Explained};
use dateline_nlp::{Analyser, Scratch};
use dateline_types::{Anchor, Article, Body, Document, DropReason, EventRecord, Extraction, Page};

pub use knowledge::Knowing;
pub use order::{WORKER, each, each_or_quiet};

/// All models, tables and rules; immutable, shared between threads.
pub struct Engine {
    pub analyser: Analyser,
    pub coder: Coder,
}

/// Bytes of one text that are coded: some 20,000 words, which no article has. Who is meant is weighed over the whole text, so a dump of
/// two million bytes would hold a thread for minutes. The article is kept whole; the rest of it has no records.
pub const CODED: usize = 128 << 10;

/// Bytes of a page, for the cap on what is in flight.
pub fn bytes(page: &Page) -> usize {
    match &page.body {
        Body::Html(text) | Body::CrawlText(text) => text.len(),
        Body::Article(article) => article.text.len(),
    }
}

/// What became of a page.
#[derive(Debug)]
pub enum Outcome {
    Coded {
        article: Box<Article>,
        /// Of its wording, for finding reprints.
        signature: Signature,
        /// Title + newline + body, which the records' ranges point into.
        text: String,
        records: Vec<EventRecord>,
    },
    Dropped(DropReason),
    /// A stage panicked on it; the message is the panic's.
    Failed(String),
}

impl Engine {
    /// Page to records. A panic in a stage is this page's failure and nobody else's.
    pub fn process(&self, scratch: &mut Scratch, page: &Page) -> Outcome {
        guarded(scratch, |scratch| match dateline_extract::extract(page) {
            Extraction::Dropped(reason) => Outcome::Dropped(reason),
            Extraction::Kept(article) => {
                let (doc, explained) = self.code(scratch, &article);
                let signature = dateline_dedup::signature(&article.text);
                Outcome::Coded { article, signature, text: doc.text, records: explained.records }
            }
        })
    }

    /// As [`Engine::process`], but plain text that nobody says was crawled is coded to the letter, not searched for an article.
    pub fn process_literally(&self, scratch: &mut Scratch, page: &Page) -> Outcome {
        let Some(text) = literal(page) else { return self.process(scratch, page) };
        if text.trim().is_empty() {
            return Outcome::Dropped(DropReason::Empty);
        }
        guarded(scratch, |scratch| {
            let coded = beginning(text, CODED).to_owned();
            let doc = self.analyser.analyse_text(scratch, &page.id, coded, Anchor::Unknown);
            let records = dateline_events::code_with(&self.coder, &Knowing::of(&self.analyser, &doc), &doc);
            let article = Article { id: page.id.clone(), text: text.to_owned(), ..Article::default() };
            let signature = dateline_dedup::signature(text);
            Outcome::Coded { article: Box::new(article), signature, text: doc.text, records }
        })
    }

    /// Analysis and records of an article (of its first [`CODED`] bytes), and how each record came about.
    pub fn code(&self, scratch: &mut Scratch, article: &Article) -> (Document, Explained) {
        let short;
        let article = if article.text.len() + article.title.len() > CODED {
            // What is coded is the beginning of title and text, so that ranges hold in the whole as well.
            let title = beginning(&article.title, CODED);
            let text = beginning(&article.text, CODED - title.len());
            short = Article { title: title.to_owned(), text: text.to_owned(), ..article.clone() };
            &short
        } else {
            article
        };
        let doc = self.analyser.analyse(scratch, article);
        let explained = dateline_events::explain(&self.coder, &Knowing::of(&self.analyser, &doc), &doc);
        (doc, explained)
    }
}

/// All of a text, or what it has up to the last line end or space before a number of bytes.
fn beginning(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let most = (0..=most).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let head = &text[..most];
    let end = head.rfind('\n').filter(|at| *at > most / 2).or_else(|| head.rfind(' '));
    &head[..end.unwrap_or(head.len())]
}

/// Page to article alone.
pub fn extract(page: &Page) -> Result<Extraction, String> {
    guard(&mut Scratch::default(), |_| dateline_extract::extract(page))
}

/// The text of a page that is plain text without a crawl's header line.
pub fn literal(page: &Page) -> Option<&str> {
    match &page.body {
        Body::CrawlText(text) if page.fetched.is_none() => Some(text),
        _ => None,
    }
}

/// Any work on a page; a panic is told as a message, and scratch memory that it left half written is thrown away.
pub fn guard<R>(scratch: &mut Scratch, work: impl FnOnce(&mut Scratch) -> R) -> Result<R, String> {
    catch_unwind(AssertUnwindSafe(|| work(scratch))).map_err(|panic| {
        *scratch = Scratch::default();
        message(&*panic)
    })
}

fn guarded(scratch: &mut Scratch, work: impl FnOnce(&mut Scratch) -> Outcome) -> Outcome {
    guard(scratch, work).unwrap_or_else(Outcome::Failed)
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .map(|s| (*s).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "a stage failed without a message".to_owned())
}

#[cfg(test)]
mod tests {
    use dateline_nlp::Scratch;

    use super::{beginning, guard};

    #[test]
    fn a_text_beyond_the_cap_ends_with_a_whole_line_or_word() {
        assert_eq!(beginning("short", 10), "short");
        assert_eq!(beginning("one two three", 9), "one two");
        assert_eq!(beginning("one two\nthree four", 12), "one two");
        assert_eq!(beginning("éééé", 3), "é");
        assert_eq!(beginning("", 0), "");
    }

    #[test]
    fn a_panic_is_told_and_nothing_else_is_lost() {
        std::panic::set_hook(Box::new(|_| {}));
        let mut scratch = Scratch::default();
        let number = std::hint::black_box(3);
        assert_eq!(guard(&mut scratch, |_| panic!("plain")), Err::<(), _>("plain".to_owned()));
        assert_eq!(guard(&mut scratch, |_| panic!("page {number}")), Err::<(), _>("page 3".to_owned()));
        assert_eq!(
            guard(&mut scratch, |_| std::panic::panic_any(7u8)),
            Err::<(), _>("a stage failed without a message".to_owned())
        );
        drop(std::panic::take_hook());
        assert_eq!(guard(&mut scratch, |_| 5), Ok(5));
    }
}
