//! WARC, ARC, HTML, crawl text and JSONL bytes to [`Page`]s.
//!
//! [`read`] takes any reader and tells the format by content, never by name. It yields pages and errors in the order of the input and goes
//! on after an error wherever the format lets it: one bad record never stops a run. The decision: pull (an iterator) with caps
//! on every buffer, so that the caller sets the pace and memory stays bounded. The option rejected: mapping files, which rules
//! out standard input and compressed streams.
//!
//! ```
//! let line = br#"{"id": "1", "title": "Talks", "text": "Envoys met.", "date": "2025-03-01"}"#;
//! let pages: Vec<_> = dateline_input::read("a.jsonl", &line[..], &Default::default()).collect();
//! assert_eq!(pages[0].as_ref().unwrap().id, "1");
//! ```

mod charset;
mod http;
mod inflate;
mod json;
mod lines;
mod raw;
mod sniff;
mod warc;

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::io::{self, BufRead, Read};

use dateline_types::{Body, Origin, Page, SourceKind};

pub use charset::decode;

use inflate::Inflate;
use sniff::Format;

/// Caps of one input, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Largest record, page, line or document after decompression; a larger one is reported and passed over. A page is held
    /// as bytes and as text for a moment, so a reader needs about three times this.
    pub record: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { record: 16 << 20 }
    }
}

/// What could not be read, and where.
#[derive(Debug)]
pub struct ReadError {
    pub source: String,
    /// In the input as given: for compressed inputs the start of the damaged member.
    pub offset: u64,
    pub kind: ReadErrorKind,
}

#[derive(Debug)]
pub enum ReadErrorKind {
    Io(io::Error),
    Empty,
    /// Of a kind that holds no pages; the text names it.
    Unsupported(&'static str),
    Damaged(String),
    Truncated(&'static str),
    TooLarge {
        limit: usize,
    },
    Json(String),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}: ", self.source, self.offset)?;
        match &self.kind {
            ReadErrorKind::Io(error) => write!(f, "{error}"),
            ReadErrorKind::Empty => f.write_str("the input is empty"),
            ReadErrorKind::Unsupported(what) => write!(f, "{what}: holds no pages that dateline reads"),
            ReadErrorKind::Damaged(what) => write!(f, "damaged: {what}"),
            ReadErrorKind::Truncated(what) => write!(f, "ends inside {what}"),
            ReadErrorKind::TooLarge { limit } => write!(f, "larger than the cap of {limit} bytes"),
            ReadErrorKind::Json(what) => write!(f, "not JSON: {what}"),
        }
    }
}

impl std::error::Error for ReadError {}

/// The pages of one input.
pub struct Pages<R: Read> {
    state: State<R>,
    queue: VecDeque<Result<Page, ReadError>>,
    skipped: BTreeMap<&'static str, u64>,
    cx: Context,
}

/// What every reader of a format needs to know.
pub(crate) struct Context {
    pub(crate) source: String,
    pub(crate) limits: Limits,
}

enum State<R: Read> {
    New(R),
    Warc(warc::Records<R>),
    Arc(warc::Records<R>),
    Lines(lines::Lines<R>),
    Json(json::Documents<R>),
    Whole(Inflate<R>, Format),
    Done,
}

/// Reads the pages of an input. `name` is for ids and messages: the stem of a file name becomes the id of a single page.
pub fn read<R: Read>(name: &str, reader: R, limits: &Limits) -> Pages<R> {
    Pages {
        state: State::New(reader),
        queue: VecDeque::new(),
        skipped: BTreeMap::new(),
        cx: Context { source: name.to_owned(), limits: *limits },
    }
}

impl<R: Read> Pages<R> {
    /// Records that hold no page by their nature, by reason: requests, metadata, images, redirects, ...
    pub fn skipped(&self) -> &BTreeMap<&'static str, u64> {
        &self.skipped
    }

    fn step(&mut self) {
        self.state = match std::mem::replace(&mut self.state, State::Done) {
            State::New(reader) => self.open(reader),
            State::Warc(mut records) => {
                if records.next(&self.cx, &mut self.queue, &mut self.skipped) {
                    State::Warc(records)
                } else {
                    State::Done
                }
            }
            State::Arc(mut records) => {
                if records.next_arc(&self.cx, &mut self.queue, &mut self.skipped) {
                    State::Arc(records)
                } else {
                    State::Done
                }
            }
            State::Lines(mut lines) => {
                if lines.next(&self.cx, &mut self.queue) {
                    State::Lines(lines)
                } else {
                    State::Done
                }
            }
            State::Json(mut documents) => {
                if documents.next(&self.cx, &mut self.queue) {
                    State::Json(documents)
                } else {
                    State::Done
                }
            }
            State::Whole(inflate, format) => {
                self.whole(inflate, format);
                State::Done
            }
            State::Done => State::Done,
        };
    }

    fn open(&mut self, reader: R) -> State<R> {
        let mut inflate = match Inflate::new(reader) {
            Ok(inflate) => inflate,
            Err(kind) => {
                self.fail(0, kind);
                return State::Done;
            }
        };
        let head = match inflate.peek_until(sniff::HEAD, sniff::is_json_line) {
            Ok(head) => head,
            Err(error) => {
                self.fail(0, inflate::kind_of(error));
                return State::Done;
            }
        };
        match sniff::format(head) {
            Ok(Format::Warc) => State::Warc(warc::Records::new(inflate)),
            Ok(Format::Arc) => State::Arc(warc::Records::new(inflate)),
            Ok(Format::Json) => State::Json(json::Documents::new(inflate)),
            Ok(Format::CrawlText) => State::Lines(lines::Lines::new(inflate)),
            Ok(Format::Markdown) => {
                *self.skipped.entry("Markdown file").or_default() += 1;
                State::Done
            }
            Ok(format @ (Format::Html | Format::PlainText)) => State::Whole(inflate, format),
            Err(kind) => {
                self.fail(0, kind);
                State::Done
            }
        }
    }

    fn whole(&mut self, mut inflate: Inflate<R>, format: Format) {
        let limit = self.cx.limits.record;
        let mut bytes = Vec::new();
        let read = (&mut inflate).take(limit as u64 + 1).read_to_end(&mut bytes);
        if bytes.len() > limit {
            return self.fail(0, ReadErrorKind::TooLarge { limit });
        }
        let damage = read.err().or_else(|| inflate.take_damage());
        let (text, kind) = (
            decode(&bytes, None),
            if format == Format::Html { SourceKind::Html } else { SourceKind::CrawlText },
        );
        let body = if format == Format::Html { Body::Html(text) } else { Body::CrawlText(text) };
        self.queue.push_back(Ok(Page {
            id: stem(&self.cx.source),
            url: None,
            fetched: None,
            http_status: None,
            body,
            origin: Origin { source: self.cx.source.clone(), offset: 0, kind },
        }));
        if let Some(error) = damage {
            self.fail(inflate.offset(), inflate::kind_of(error));
        }
    }

    fn fail(&mut self, offset: u64, kind: ReadErrorKind) {
        self.queue.push_back(Err(ReadError { source: self.cx.source.clone(), offset, kind }));
    }
}

impl<R: Read> Iterator for Pages<R> {
    type Item = Result<Page, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.queue.pop_front() {
                return Some(item);
            }
            if matches!(self.state, State::Done) {
                return None;
            }
            self.step();
        }
    }
}

/// File name without folders and without what tells the format: `html/0004.html.gz` -> `0004`.
pub(crate) fn stem(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let mut stem = file;
    for suffix in [".gz", ".zst", ".html", ".htm", ".xhtml", ".txt"] {
        stem = stem.strip_suffix(suffix).unwrap_or(stem);
    }
    if stem.is_empty() { file.to_owned() } else { stem.to_owned() }
}

/// One line with its end, at most `limit` bytes; the rest of a longer one is passed over and `false` tells so.
pub(crate) fn line(from: &mut impl BufRead, limit: usize, into: &mut Vec<u8>) -> io::Result<(u64, bool)> {
    into.clear();
    let (mut read, mut whole) = (0u64, true);
    loop {
        let chunk = match from.fill_buf() {
            Ok(chunk) => chunk,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if chunk.is_empty() {
            return Ok((read, whole));
        }
        let end = memchr::memchr(b'\n', chunk).map_or(chunk.len(), |at| at + 1);
        let ends = chunk[end - 1] == b'\n';
        if into.len() + end <= limit {
            into.extend_from_slice(&chunk[..end]);
        } else {
            whole = false;
        }
        from.consume(end);
        read += end as u64;
        if ends {
            return Ok((read, whole));
        }
    }
}
