//! Article JSONL, and JSON documents or arrays written over several lines.
//!
//! Lines are read one by one; a document that goes over several lines is cut out of the stream by its brackets. So memory is
//! bounded by one document, and a broken one costs no other.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

use dateline_types::{Body, Origin, Page, SourceKind, SuppliedArticle, Timestamp};
use serde_json::Value;

use crate::inflate::{Inflate, kind_of};
use crate::{Context, ReadError, ReadErrorKind};

type Queue = VecDeque<Result<Page, ReadError>>;

pub(crate) struct Documents<R: Read> {
    input: Inflate<R>,
    /// Of lines, or of documents where they go over several lines.
    number: u64,
    /// Where in the text without its compression; in a plain input that is the input's offset.
    offset: u64,
    layout: Layout,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    Unknown,
    Lines,
    Spread,
}

impl<R: Read> Documents<R> {
    pub(crate) fn new(input: Inflate<R>) -> Self {
        Self { input, number: 0, offset: 0, layout: Layout::Unknown }
    }

    /// Reads one document; `false` at the end of the input.
    pub(crate) fn next(&mut self, cx: &Context, queue: &mut Queue) -> bool {
        if self.layout == Layout::Unknown {
            self.layout = if self.spread() { Layout::Spread } else { Layout::Lines };
        }
        let mut bytes = Vec::new();
        let start = self.offset;
        let cut = if self.layout == Layout::Lines {
            crate::line(&mut self.input, cx.limits.record, &mut bytes)
                .map(|(read, whole)| (start, Cut { read, whole, closed: true }))
        } else {
            self.skip_to_document().and_then(|skipped| {
                cut_document(&mut self.input, cx.limits.record, &mut bytes).map(|cut| (start + skipped, cut))
            })
        };
        let (offset, cut) = match cut {
            Ok(answer) => answer,
            Err(error) => {
                self.fail(cx, start, kind_of(error), queue);
                return false;
            }
        };
        self.offset = offset + cut.read;
        if cut.read == 0 {
            let Some(error) = self.input.take_damage() else { return false };
            let (at, gzipped) = (self.input.offset(), kind_of(error));
            self.fail(cx, at, gzipped, queue);
            return self.input.resume();
        }
        self.number += 1;
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes).trim_ascii();
        if !cut.whole {
            self.fail(cx, offset, ReadErrorKind::TooLarge { limit: cx.limits.record }, queue);
        } else if !cut.closed {
            self.fail(cx, offset, ReadErrorKind::Truncated("a JSON document"), queue);
        } else if !bytes.is_empty() {
            match serde_json::from_slice(bytes) {
                Ok(value) => self.document(&value, offset, cx, queue),
                Err(error) => {
                    let what = if self.layout == Layout::Lines { "line" } else { "document" };
                    // serde_json counts lines inside of what it was given; the column is what helps.
                    let message = error.to_string();
                    let message = message.split(" at line ").next().unwrap_or(&message);
                    let at = format!("{what} {}, column {}: {message}", self.number, error.column());
                    self.fail(cx, offset, ReadErrorKind::Json(at), queue);
                }
            }
        }
        true
    }

    fn fail(&self, cx: &Context, offset: u64, kind: ReadErrorKind, queue: &mut Queue) {
        queue.push_back(Err(ReadError { source: cx.source.clone(), offset, kind }));
    }

    /// Whether a document goes over several lines: the first line is no whole document, nor does it look like one that is broken.
    fn spread(&mut self) -> bool {
        let Ok(head) = self.input.peek_until(crate::sniff::HEAD, crate::sniff::is_json_line) else {
            return false;
        };
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        let first = head.trim_ascii_start().split(|b| *b == b'\n').next().unwrap_or_default().trim_ascii();
        first.starts_with(b"[")
            || first == b"{"
            || (first.len() < 200 && first.ends_with(b",") && serde_json::from_slice::<Value>(first).is_err())
    }

    /// Passes over what stands between documents: the brackets and commas of an array, and rubbish.
    fn skip_to_document(&mut self) -> io::Result<u64> {
        let mut skipped = 0;
        loop {
            let chunk = self.input.fill_buf()?;
            if chunk.is_empty() {
                return Ok(skipped);
            }
            let here = memchr::memchr(b'{', chunk);
            let n = here.unwrap_or(chunk.len());
            self.input.consume(n);
            skipped += n as u64;
            if here.is_some() {
                return Ok(skipped);
            }
        }
    }

    fn document(&self, value: &Value, offset: u64, cx: &Context, queue: &mut Queue) {
        let text = |keys: &[&str]| {
            keys.iter().find_map(|key| value[*key].as_str().filter(|s| !s.is_empty())).map(str::to_owned)
        };
        let number = |key: &str| value[key].is_number().then(|| value[key].to_string());
        // A headline alone is a document, too.
        let headline = || (value["text"].is_null() && text(&["title"]).is_some()).then_some("");
        let Some(body) = value["text"].as_str().or_else(headline) else {
            let what = if value.is_object() { "a document without \"text\"" } else { "not an object" };
            self.fail(cx, offset, ReadErrorKind::Json(format!("document {}: {what}", self.number)), queue);
            return;
        };
        let id = text(&["doc_id", "id"]).or_else(|| number("doc_id")).or_else(|| number("id"));
        let byline = ["byline", "author", "authors"].iter().map(|key| &value[*key]).find(|v| !v.is_null());
        let byline = match byline {
            Some(Value::String(name)) if !name.trim().is_empty() => vec![name.clone()],
            Some(Value::Array(names)) => {
                names.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect()
            }
            _ => Vec::new(),
        };
        queue.push_back(Ok(Page {
            id: id.unwrap_or_else(|| format!("{}:{}", crate::stem(&cx.source), self.number)),
            url: text(&["url"]),
            fetched: text(&["fetched", "crawled"]).and_then(|t| t.parse().ok()),
            http_status: None,
            body: Body::Article(SuppliedArticle {
                title: text(&["title"]),
                text: body.to_owned(),
                published: text(&DATED).or_else(|| DATED.iter().find_map(|key| since_1970(&value[*key]))),
                byline,
                outlet: text(&["outlet", "site", "sitename"]),
                language: text(&["language", "lang"]),
            }),
            origin: Origin { source: cx.source.clone(), offset, kind: SourceKind::Jsonl },
        }));
    }
}

/// The names of the date of publication.
const DATED: [&str; 3] = ["published", "date", "dct"];

/// A date as databases write it: seconds or milliseconds since 1970, told apart by what would be a year of newspapers.
fn since_1970(value: &Value) -> Option<String> {
    let number = value.as_i64()?;
    let time = match number {
        100_000_000..10_000_000_000 => Timestamp::from_second(number),
        100_000_000_000..10_000_000_000_000 => Timestamp::from_millisecond(number),
        _ => return None,
    };
    time.ok().map(|time| time.to_string())
}

struct Cut {
    read: u64,
    /// Within the cap.
    whole: bool,
    /// Its last bracket was found.
    closed: bool,
}

/// Cuts out the document that begins here, by its brackets; strings are told by their quotes.
fn cut_document(from: &mut impl BufRead, limit: usize, into: &mut Vec<u8>) -> io::Result<Cut> {
    let mut cut = Cut { read: 0, whole: true, closed: false };
    let (mut depth, mut quoted, mut escaped) = (0u64, false, false);
    while !cut.closed {
        let chunk = match from.fill_buf() {
            Ok(chunk) => chunk,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if chunk.is_empty() {
            break;
        }
        let mut used = chunk.len();
        for (at, byte) in chunk.iter().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                b'{' if !quoted => depth += 1,
                b'}' if !quoted => {
                    depth -= 1;
                    if depth == 0 {
                        cut.closed = true;
                        used = at + 1;
                        break;
                    }
                }
                _ => {}
            }
        }
        if into.len() + used <= limit {
            into.extend_from_slice(&chunk[..used]);
        } else {
            cut.whole = false;
        }
        from.consume(used);
        cut.read += used as u64;
    }
    Ok(cut)
}
