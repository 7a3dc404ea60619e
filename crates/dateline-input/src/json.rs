//! Article JSONL, and JSON documents or arrays written over several lines.

use std::collections::VecDeque;
use std::io::Read;

use dateline_types::{Body, Origin, Page, SourceKind, SuppliedArticle};
use serde_json::Value;

use crate::inflate::{Inflate, kind_of};
use crate::{Context, ReadError, ReadErrorKind};

type Queue = VecDeque<Result<Page, ReadError>>;

pub(crate) struct Documents<R: Read> {
    input: Inflate<R>,
    line: u64,
    first: bool,
    offset: u64,
}

impl<R: Read> Documents<R> {
    pub(crate) fn new(input: Inflate<R>) -> Self {
        Self { input, line: 0, first: true, offset: 0 }
    }

    /// Reads one line (or all, where documents are written over several lines); `false` at the end of the input.
    pub(crate) fn next(&mut self, cx: &Context, queue: &mut Queue) -> bool {
        if std::mem::take(&mut self.first) && self.spread() {
            self.whole(cx, queue);
            return false;
        }
        let mut line = Vec::new();
        let offset = self.offset;
        let mut fail = |kind| queue.push_back(Err(ReadError { source: cx.source.clone(), offset, kind }));
        let (read, whole) = match crate::line(&mut self.input, cx.limits.record, &mut line) {
            Ok(answer) => answer,
            Err(error) => {
                fail(kind_of(error));
                return false;
            }
        };
        self.line += 1;
        self.offset += read;
        if read == 0 {
            if let Some(error) = self.input.take_damage() {
                fail(kind_of(error));
            }
            return false;
        }
        if !whole {
            fail(ReadErrorKind::TooLarge { limit: cx.limits.record });
        } else if !line.trim_ascii().is_empty() {
            let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line);
            match serde_json::from_slice(line) {
                Ok(value) => self.document(value, offset, cx, queue),
                Err(error) => fail(ReadErrorKind::Json(format!("line {}: {error}", self.line))),
            }
        }
        true
    }

    /// Whether a document goes over several lines: the first line is no whole document, nor does it look like one that is broken.
    fn spread(&mut self) -> bool {
        let Ok(head) = self.input.peek(crate::sniff::HEAD) else { return false };
        let first = head.trim_ascii_start().split(|b| *b == b'\n').next().unwrap_or_default().trim_ascii();
        first.starts_with(b"[")
            || first == b"{"
            || (first.len() < 200 && first.ends_with(b",") && serde_json::from_slice::<Value>(first).is_err())
    }

    fn whole(&mut self, cx: &Context, queue: &mut Queue) {
        let limit = cx.limits.whole;
        let mut bytes = Vec::new();
        let read = (&mut self.input).take(limit as u64 + 1).read_to_end(&mut bytes);
        let mut fail = |offset: usize, kind| {
            queue.push_back(Err(ReadError { source: cx.source.clone(), offset: offset as u64, kind }))
        };
        if bytes.len() > limit {
            return fail(0, ReadErrorKind::TooLarge { limit });
        }
        if let Err(error) = read {
            return fail(bytes.len(), kind_of(error));
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        let mut stream = serde_json::Deserializer::from_slice(bytes).into_iter::<Value>();
        let mut values = Vec::new();
        let mut broken = None;
        while let Some(next) = stream.next() {
            match next {
                Ok(Value::Array(rows)) => values.extend(rows),
                Ok(value) => values.push(value),
                Err(error) => {
                    broken = Some((stream.byte_offset(), error.to_string()));
                    break;
                }
            }
        }
        for value in values {
            self.line += 1;
            self.document(value, 0, cx, queue);
        }
        if let Some((offset, message)) = broken {
            queue.push_back(Err(ReadError {
                source: cx.source.clone(),
                offset: offset as u64,
                kind: ReadErrorKind::Json(message),
            }));
        }
    }

    fn document(&self, value: Value, offset: u64, cx: &Context, queue: &mut Queue) {
        let text = |keys: &[&str]| {
            keys.iter().find_map(|key| value[*key].as_str().filter(|s| !s.is_empty())).map(str::to_owned)
        };
        let number = |key: &str| value[key].as_i64().map(|n| n.to_string());
        let Some(body) = value["text"].as_str() else {
            let what = if value.is_object() { "a document without \"text\"" } else { "not an object" };
            queue.push_back(Err(ReadError {
                source: cx.source.clone(),
                offset,
                kind: ReadErrorKind::Json(format!("document {}: {what}", self.line)),
            }));
            return;
        };
        let id = text(&["doc_id", "id"]).or_else(|| number("doc_id")).or_else(|| number("id"));
        let byline = match &value["byline"] {
            Value::Null => &value["author"],
            given => given,
        };
        let byline = match byline {
            Value::String(name) => vec![name.clone()],
            Value::Array(names) => names.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect(),
            _ => Vec::new(),
        };
        queue.push_back(Ok(Page {
            id: id.unwrap_or_else(|| format!("{}:{}", crate::stem(&cx.source), self.line)),
            url: text(&["url"]),
            fetched: text(&["fetched", "crawled"]).and_then(|t| t.parse().ok()),
            http_status: None,
            body: Body::Article(SuppliedArticle {
                title: text(&["title"]),
                text: body.to_owned(),
                published: text(&["published", "date", "dct"]),
                byline,
                outlet: text(&["outlet", "site", "sitename"]),
                language: text(&["language", "lang"]),
            }),
            origin: Origin { source: cx.source.clone(), offset, kind: SourceKind::Jsonl },
        }));
    }
}
