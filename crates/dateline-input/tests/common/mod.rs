//! Builds the bytes that the tests, the benchmark and the sample WARC are made of. Nothing here reads what it writes.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "a module shared by tests, benchmark and example; each takes a part of it"
)]

use std::io::Write;

/// One WARC record, with the two blank lines that end it.
pub struct Record<'a> {
    pub version: &'a str,
    pub kind: &'a str,
    pub id: &'a str,
    pub uri: Option<&'a str>,
    pub date: &'a str,
    pub content_type: &'a str,
    pub block: Vec<u8>,
}

impl Default for Record<'_> {
    fn default() -> Self {
        Self {
            version: "WARC/1.0",
            kind: "response",
            id: "urn:uuid:0",
            uri: Some("http://example.com/"),
            date: "2025-03-01T08:00:00Z",
            content_type: "application/http; msgtype=response",
            block: Vec::new(),
        }
    }
}

impl Record<'_> {
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = format!(
            "{}\r\nWARC-Type: {}\r\nWARC-Record-ID: <{}>\r\nWARC-Date: {}\r\n",
            self.version, self.kind, self.id, self.date
        );
        if let Some(uri) = self.uri {
            out.push_str(&format!("WARC-Target-URI: {uri}\r\n"));
        }
        out.push_str(&format!(
            "Content-Type: {}\r\nContent-Length: {}\r\n\r\n",
            self.content_type,
            self.block.len()
        ));
        let mut out = out.into_bytes();
        out.extend_from_slice(&self.block);
        out.extend_from_slice(b"\r\n\r\n");
        out
    }
}

/// A page as a response record.
pub fn response(id: &str, uri: &str, body: &[u8]) -> Vec<u8> {
    let block = http("200 OK", &["Content-Type: text/html"], body);
    Record { id, uri: Some(uri), block, ..Record::default() }.bytes()
}

pub fn http(status: &str, headers: &[&str], body: &[u8]) -> Vec<u8> {
    let mut out = format!("HTTP/1.1 {status}\r\n").into_bytes();
    for header in headers {
        out.extend_from_slice(header.as_bytes());
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b"\r\n");
    out.extend_from_slice(body);
    out
}

pub fn chunked(body: &[u8], size: usize) -> Vec<u8> {
    let mut out = Vec::new();
    for chunk in body.chunks(size) {
        out.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        out.extend_from_slice(chunk);
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b"0\r\n\r\n");
    out
}

/// One gzip member, the same bytes on every run.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::GzBuilder::new().mtime(0).write(Vec::new(), flate2::Compression::new(6));
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::new(6));
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::new(6));
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}
