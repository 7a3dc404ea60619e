//! The HTTP response inside a record: status, type, and the body without its transfer and content encodings.

use std::borrow::Cow;
use std::io::Read;

use crate::{ReadErrorKind, sniff};

pub(crate) struct Response<'b> {
    /// None where the crawler stored the page alone.
    pub(crate) status: Option<u16>,
    /// Lower case.
    pub(crate) content_type: String,
    pub(crate) body: Cow<'b, [u8]>,
}

pub(crate) fn response(block: &[u8], limit: usize) -> Result<Response<'_>, ReadErrorKind> {
    if !block.starts_with(b"HTTP/") && sniff::is_html(block) {
        return Ok(Response { status: None, content_type: String::new(), body: Cow::Borrowed(block) });
    }
    let end =
        head_end(block).ok_or_else(|| ReadErrorKind::Damaged("no end of the HTTP header".to_owned()))?;
    let head = String::from_utf8_lossy(&block[..end.0]);
    let mut lines = head.lines();
    let status_line = lines.next().unwrap_or_default();
    let status = status_line
        .strip_prefix("HTTP/")
        .and_then(|rest| rest.split_whitespace().nth(1))
        .and_then(|code| code.parse().ok())
        .ok_or_else(|| ReadErrorKind::Damaged("no HTTP status line".to_owned()))?;
    let header = |name: &str| header(&head, name);
    let mut body = Cow::Borrowed(&block[end.1..]);
    if header("transfer-encoding").contains("chunked") {
        // Crawlers often store the body joined already and leave the header: then it is kept as it is.
        if let Some(joined) = dechunk(&body) {
            body = Cow::Owned(joined);
        }
    }
    for coding in header("content-encoding").split(',').rev() {
        if let Some(plain) = decompress(coding.trim(), &body, limit)? {
            body = Cow::Owned(plain);
        }
    }
    Ok(Response { status: Some(status), content_type: header("content-type"), body })
}

/// Whether the beginning of a response declares a type that is no page.
pub(crate) fn is_other_type(block: &[u8]) -> bool {
    let Some((end, _)) = head_end(block) else { return false };
    let kind = header(&String::from_utf8_lossy(&block[..end]), "content-type");
    !kind.is_empty()
        && !["text/html", "text/plain", "application/xhtml"].iter().any(|page| kind.starts_with(page))
}

fn header(head: &str, name: &str) -> String {
    head.lines()
        .skip(1)
        .filter_map(|line| line.split_once(':'))
        .filter(|(key, _)| key.trim().eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim().to_ascii_lowercase())
        .collect::<Vec<_>>()
        .join(", ")
}

/// End of the header, and start of the body.
fn head_end(block: &[u8]) -> Option<(usize, usize)> {
    let crlf = memchr::memmem::find(block, b"\r\n\r\n").map(|at| (at, at + 4));
    let lf = memchr::memmem::find(block, b"\n\n").map(|at| (at, at + 2));
    match (crlf, lf) {
        (Some(a), Some(b)) => Some(if a.0 < b.0 { a } else { b }),
        (a, b) => a.or(b),
    }
}

/// `None` if the bytes are not chunked. A last chunk that is cut short gives what is there.
fn dechunk(body: &[u8]) -> Option<Vec<u8>> {
    let (mut rest, mut out, mut chunks) = (body, Vec::with_capacity(body.len()), 0);
    loop {
        let Some(end) = memchr::memchr(b'\n', rest) else { return (chunks > 0).then_some(out) };
        let size = std::str::from_utf8(&rest[..end])
            .ok()
            .map(|line| line.split(';').next().unwrap_or_default().trim());
        let Some(size) = size.and_then(|hex| usize::from_str_radix(hex, 16).ok()) else {
            // Not a chunk header: at the beginning the body is plain, later it is broken off here.
            return (chunks > 0).then_some(out);
        };
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(out);
        }
        out.extend_from_slice(&rest[..size.min(rest.len())]);
        chunks += 1;
        rest = rest.get(size..).unwrap_or_default();
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}

/// `None` where the body is not compressed after all, or the coding says that it is not.
fn decompress(coding: &str, body: &[u8], limit: usize) -> Result<Option<Vec<u8>>, ReadErrorKind> {
    // Crawlers often store the body decoded and leave the header; compressed bytes never look like HTML.
    // (A stored block would, behind its first bytes: so the beginning must be a tag's.)
    if body.trim_ascii_start().starts_with(b"<") && sniff::is_html(body) {
        return Ok(None);
    }
    let reader: Box<dyn Read + '_> = match coding {
        "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => {
            Box::new(flate2::read::MultiGzDecoder::new(body))
        }
        "deflate" if body.first().is_some_and(|b| b & 0x0f == 8) => {
            Box::new(flate2::read::ZlibDecoder::new(body))
        }
        "deflate" => Box::new(flate2::read::DeflateDecoder::new(body)),
        "br" => Box::new(brotli_decompressor::Decompressor::new(body, 4096)),
        "zstd" if body.starts_with(b"\x28\xb5\x2f\xfd") => {
            Box::new(zstd::stream::read::Decoder::new(body).map_err(ReadErrorKind::Io)?)
        }
        _ => return Ok(None),
    };
    let mut out = Vec::new();
    let read = reader.take(limit as u64 + 1).read_to_end(&mut out);
    if out.len() > limit {
        return Err(ReadErrorKind::TooLarge { limit });
    }
    match read {
        // What came before the damage is a page that a browser would show as well; nothing at all means that it was plain.
        Err(_) if out.is_empty() => Ok(None),
        _ => Ok(Some(out)),
    }
}

#[cfg(test)]
mod tests {
    use super::{dechunk, response};

    #[test]
    fn chunks_are_joined_and_a_plain_body_is_left_alone() {
        assert_eq!(dechunk(b"4\r\nWiki\r\n5;x=1\r\npedia\r\n0\r\n\r\n").as_deref(), Some(&b"Wikipedia"[..]));
        assert_eq!(dechunk(b"4\r\nWiki\r\n9\r\nped").as_deref(), Some(&b"Wikiped"[..]));
        assert_eq!(dechunk(b"<html>plain</html>\n"), None);
    }

    #[test]
    fn a_wrongly_declared_coding_keeps_the_body() {
        let block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\nContent-Encoding: gzip\r\n\r\n<p>x";
        let got = response(block, 1000).unwrap();
        assert_eq!((got.status, &*got.body), (Some(200), &b"<p>x"[..]));
        assert_eq!(got.content_type, "text/html; charset=utf-8");
    }
}
