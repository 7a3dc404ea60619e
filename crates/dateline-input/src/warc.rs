//! WARC 1.0/1.1 and ARC records.

use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Read};

use dateline_types::{Body, Origin, Page, SourceKind, Timestamp};

use crate::inflate::{Inflate, kind_of};
use crate::{Context, ReadError, ReadErrorKind, charset, http};

type Queue = VecDeque<Result<Page, ReadError>>;
type Skipped = BTreeMap<&'static str, u64>;

const HEADER_LINE: usize = 64 << 10;
const HEADER_LINES: usize = 256;
/// The end of a record and the beginning of the next one.
const NEXT: &[u8] = b"\r\n\r\nWARC/1.";

/// Record after record; behind damage it goes on with the next one that can be found.
pub(crate) struct Records<R: Read> {
    input: Inflate<R>,
    /// Nothing was read as a record yet.
    lost: bool,
}

/// How a record ended.
enum End {
    Record,
    Input,
    /// The offset is that of the record.
    Broken(u64, ReadErrorKind),
}

impl<R: Read> Records<R> {
    pub(crate) fn new(input: Inflate<R>) -> Self {
        Self { input, lost: false }
    }

    /// Reads one WARC record; `false` at the end of the input.
    pub(crate) fn next(&mut self, cx: &Context, queue: &mut Queue, skipped: &mut Skipped) -> bool {
        let end = self.warc_record(cx, queue, skipped);
        self.after(end, cx, queue)
    }

    /// Reads one ARC record.
    pub(crate) fn next_arc(&mut self, cx: &Context, queue: &mut Queue, skipped: &mut Skipped) -> bool {
        let end = self.arc_record(cx, queue, skipped);
        self.after(end, cx, queue)
    }

    fn after(&mut self, end: io::Result<End>, cx: &Context, queue: &mut Queue) -> bool {
        let (offset, kind) = match end {
            Ok(End::Record) => {
                self.lost = false;
                return true;
            }
            Ok(End::Input) => (0, None),
            Ok(End::Broken(offset, kind)) => (offset, Some(kind)),
            Err(error) => (self.input.offset(), Some(kind_of(error))),
        };
        // The compression's own message says more than the record that it cut.
        let damage = self.input.take_damage();
        let is_damaged = damage.is_some();
        let (offset, kind) = match damage {
            Some(error) => (self.input.offset(), Some(kind_of(error))),
            None => (offset, kind),
        };
        let Some(kind) = kind else { return false };
        let fatal = matches!(kind, ReadErrorKind::Io(_));
        // One message for one damaged place, however many lines are passed over to find the next record.
        if !self.lost {
            queue.push_back(Err(ReadError { source: cx.source.clone(), offset, kind }));
        }
        self.lost = true;
        if is_damaged {
            self.input.resume()
        } else {
            !fatal && self.input.peek(1).is_ok_and(|rest| !rest.is_empty())
        }
    }

    fn warc_record(&mut self, cx: &Context, queue: &mut Queue, skipped: &mut Skipped) -> io::Result<End> {
        let mut line = Vec::new();
        // Blank lines part records; more or fewer than two occur.
        let offset = loop {
            // Looking ahead opens the next member, so that the offset is that one's.
            self.input.peek(1)?;
            let offset = self.input.offset();
            let (read, _) = crate::line(&mut self.input, HEADER_LINE, &mut line)?;
            if read == 0 {
                return Ok(End::Input);
            }
            if !line.trim_ascii().is_empty() {
                break offset;
            }
        };
        if !line.starts_with(b"WARC/") {
            return Ok(End::Broken(offset, ReadErrorKind::Damaged("no WARC record begins here".to_owned())));
        }
        let Some(headers) = self.headers()? else {
            return Ok(End::Broken(offset, ReadErrorKind::Truncated("a record's header")));
        };
        let Some(length) = field(&headers, "content-length").and_then(|v| v.parse::<u64>().ok()) else {
            return Ok(End::Broken(
                offset,
                ReadErrorKind::Damaged("a record without Content-Length".to_owned()),
            ));
        };
        let kind = field(&headers, "warc-type").unwrap_or_default().to_ascii_lowercase();
        let wanted = matches!(kind.as_str(), "response" | "conversion" | "resource");
        if length > cx.limits.record as u64 {
            return self.pass_over(length, offset, wanted.then_some(kind.as_str()), cx, queue, skipped);
        }
        let (block, end) = self.block(length, offset)?;
        if !wanted {
            *skipped.entry(reason(&kind)).or_default() += 1;
            return Ok(end);
        }
        let Some(block) = block else { return Ok(end) };
        let id = field(&headers, "warc-record-id").unwrap_or_default().trim_matches(['<', '>']);
        let meta = Meta {
            id: if id.is_empty() { format!("{}:{offset}", crate::stem(&cx.source)) } else { id.to_owned() },
            url: field(&headers, "warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned()),
            fetched: field(&headers, "warc-date")
                .and_then(|date| date.parse().ok().or_else(|| arc_date(date))),
            offset,
        };
        let scheme = |name: &str| {
            let url = meta.url.as_deref().unwrap_or("http");
            url.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        };
        let content_type = field(&headers, "content-type").unwrap_or_default();
        let is_http = kind == "response" && !content_type.starts_with("text/dns") && scheme("http");
        if kind == "response" && !is_http {
            *skipped.entry("not HTTP").or_default() += 1;
        } else if scheme("metadata:") || scheme("urn:") {
            // A crawler's own log or list of arguments.
            *skipped.entry("metadata").or_default() += 1;
        } else {
            page(meta, &block, is_http, content_type, cx, queue, skipped);
        }
        Ok(end)
    }

    /// A record beyond the cap: a film or an archive is no loss, a page is told.
    fn pass_over(
        &mut self,
        length: u64,
        offset: u64,
        kind: Option<&str>,
        cx: &Context,
        queue: &mut Queue,
        skipped: &mut Skipped,
    ) -> io::Result<End> {
        match kind {
            Some("response") if http::is_other_type(self.input.peek(HEADER_LINE)?) => {
                *skipped.entry("not HTML").or_default() += 1;
            }
            Some(_) => queue.push_back(Err(ReadError {
                source: cx.source.clone(),
                offset,
                kind: ReadErrorKind::TooLarge { limit: cx.limits.record },
            })),
            None => *skipped.entry("other record").or_default() += 1,
        }
        let passed = io::copy(&mut (&mut self.input).take(length), &mut io::sink())?;
        Ok(if passed == length {
            End::Record
        } else {
            End::Broken(offset, ReadErrorKind::Truncated("a record"))
        })
    }

    fn arc_record(&mut self, cx: &Context, queue: &mut Queue, skipped: &mut Skipped) -> io::Result<End> {
        let mut line = Vec::new();
        let offset = loop {
            // Looking ahead opens the next member, so that the offset is that one's.
            self.input.peek(1)?;
            let offset = self.input.offset();
            let (read, _) = crate::line(&mut self.input, HEADER_LINE, &mut line)?;
            if read == 0 {
                return Ok(End::Input);
            }
            if !line.trim_ascii().is_empty() {
                break offset;
            }
        };
        let header = String::from_utf8_lossy(&line);
        // URL (which may hold spaces), address, date, type, ..., length
        let fields: Vec<&str> = header.split_whitespace().collect();
        let length = fields.last().and_then(|n| n.parse::<u64>().ok());
        let (Some(length), true) = (length, fields.len() >= 5) else {
            return Ok(End::Broken(offset, ReadErrorKind::Damaged("no ARC record begins here".to_owned())));
        };
        let url_ends = fields.len() - 4;
        let meta = Meta {
            id: format!("{}:{offset}", crate::stem(&cx.source)),
            url: Some(fields[..url_ends].join(" ")),
            fetched: arc_date(fields[fields.len() - 3]),
            offset,
        };
        if length > cx.limits.record as u64 {
            return self.pass_over(length, offset, Some("response"), cx, queue, skipped);
        }
        let (block, end) = self.block(length, offset)?;
        let Some(block) = block else { return Ok(end) };
        if meta.url.as_deref().is_some_and(|url| url.starts_with("http")) {
            page(meta, &block, true, "", cx, queue, skipped);
        } else {
            *skipped.entry("metadata").or_default() += 1;
        }
        Ok(end)
    }

    fn headers(&mut self) -> io::Result<Option<Vec<(String, String)>>> {
        let mut headers: Vec<(String, String)> = Vec::new();
        let mut line = Vec::new();
        for _ in 0..HEADER_LINES {
            let (read, _) = crate::line(&mut self.input, HEADER_LINE, &mut line)?;
            if read == 0 {
                return Ok(None);
            }
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end();
            if text.is_empty() {
                return Ok(Some(headers));
            }
            if let (true, Some(last)) = (text.starts_with([' ', '\t']), headers.last_mut()) {
                last.1.push_str(text.trim());
            } else if let Some((name, value)) = text.split_once(':') {
                headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        Ok(None)
    }

    /// The record's block. A length that is too large would swallow the records that follow: where something else than a
    /// record's end stands behind the block and a record begins inside it, the block ends there.
    fn block(&mut self, length: u64, offset: u64) -> io::Result<(Option<Vec<u8>>, End)> {
        let mut block = Vec::new();
        (&mut self.input).take(length).read_to_end(&mut block)?;
        let whole = block.len() as u64 == length;
        let behind = self.input.peek(NEXT.len())?;
        // The line that begins the next record also ends in what parts records.
        let line = block.strip_suffix(b"\r").unwrap_or(&block);
        let within = line.split_last().is_some_and(|(_, version)| version.ends_with(NEXT));
        let parted = !within
            && (behind.is_empty() || matches!(behind[0], b'\r' | b'\n') || behind.starts_with(b"WARC/"));
        if whole && parted {
            return Ok((Some(block), End::Record));
        }
        // The block may end within the next record's first bytes.
        let own = block.len();
        block.extend_from_slice(&behind[..behind.len().min(NEXT.len())]);
        let next = memchr::memmem::find(&block, NEXT).filter(|next| next + 4 < own);
        block.truncate(own);
        if let Some(next) = next {
            self.input.unread(&block[next + 4..]);
            block.truncate(next);
            let what = "the length that a record declares goes beyond the next record's beginning";
            return Ok((Some(block), End::Broken(offset, ReadErrorKind::Damaged(what.to_owned()))));
        }
        Ok(if whole {
            (Some(block), End::Record)
        } else {
            (None, End::Broken(offset, ReadErrorKind::Truncated("a record")))
        })
    }
}

struct Meta {
    id: String,
    url: Option<String>,
    fetched: Option<Timestamp>,
    offset: u64,
}

fn page(
    meta: Meta,
    block: &[u8],
    is_http: bool,
    content_type: &str,
    cx: &Context,
    queue: &mut Queue,
    skipped: &mut Skipped,
) {
    let origin = Origin { source: cx.source.clone(), offset: meta.offset, kind: SourceKind::Warc };
    let mut fail =
        |kind| queue.push_back(Err(ReadError { source: cx.source.clone(), offset: meta.offset, kind }));
    let (status, content_type, body) = if is_http {
        match http::response(block, cx.limits.record) {
            Ok(response) => (response.status, response.content_type, response.body),
            Err(kind) => return fail(kind),
        }
    } else {
        (None, content_type.to_ascii_lowercase(), std::borrow::Cow::Borrowed(block))
    };
    if status.is_some_and(|s| (300..400).contains(&s)) {
        *skipped.entry("redirect").or_default() += 1;
        return;
    }
    let mime = content_type.split(';').next().unwrap_or_default().trim();
    let html = matches!(mime, "text/html" | "application/xhtml+xml")
        || (mime.is_empty() && crate::sniff::is_html(&body));
    let plain = mime == "text/plain";
    if !html && !plain {
        *skipped.entry("not HTML").or_default() += 1;
        return;
    }
    if body.is_empty() {
        *skipped.entry("no body").or_default() += 1;
        return;
    }
    let text = charset::decode(&body, charset::of_content_type(&content_type));
    queue.push_back(Ok(Page {
        id: meta.id,
        url: meta.url,
        fetched: meta.fetched,
        http_status: status,
        body: if html { Body::Html(text) } else { Body::CrawlText(text) },
        origin,
    }));
}

fn field<'h>(headers: &'h [(String, String)], name: &str) -> Option<&'h str> {
    headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

fn reason(kind: &str) -> &'static str {
    match kind {
        "warcinfo" | "metadata" => "metadata",
        "request" => "request",
        "revisit" => "revisit",
        "continuation" => "continuation",
        _ => "other record",
    }
}

/// `20080430204825`
fn arc_date(text: &str) -> Option<Timestamp> {
    let part = |a: usize, b: usize| text.get(a..b);
    format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0, 4)?,
        part(4, 6)?,
        part(6, 8)?,
        part(8, 10)?,
        part(10, 12)?,
        part(12, 14)?
    )
    .parse()
    .ok()
}
