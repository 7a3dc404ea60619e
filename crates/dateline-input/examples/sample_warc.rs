//! Writes the sample crawl: `cargo run -p dateline-input --example sample_warc > samples/news.warc.gz`.
//!
//! The pages lie beside this file in `warc-pages/`. One gzip member per record, as crawlers write it; the records that hold no
//! page (requests, a picture, a redirect, a revisit) are there because every real crawl has them.
#![allow(clippy::unwrap_used, reason = "a build script: it may stop")]

#[path = "../tests/common/mod.rs"]
mod common;

use std::io::Write;

use common::{Record, chunked, gzip, http};

struct Page {
    file: &'static str,
    uri: &'static str,
    date: &'static str,
    status: &'static str,
    /// Stored as the server sent it: chunked and compressed.
    encoded: bool,
}

const PAGES: &[Page] = &[
    Page {
        file: "seoul-arrest",
        uri: "https://www.northgatetimes.example/world/2025/01/15/yoon-arrested",
        date: "2025-01-15T23:02:11Z",
        status: "200 OK",
        encoded: false,
    },
    Page {
        file: "duterte-arrest",
        uri: "https://www.harbourcourier.example/world/2025/03/12/duterte-flown-to-the-hague/",
        date: "2025-03-13T04:40:57Z",
        status: "200 OK",
        encoded: true,
    },
    Page {
        file: "istanbul-mayor-jailed",
        uri: "https://www.northgatetimes.example/world/2025/03/24/imamoglu-jailed",
        date: "2025-03-25T02:15:30Z",
        status: "200 OK",
        encoded: false,
    },
    Page {
        file: "eu-sanktionen",
        uri: "https://www.hafenbote.example/politik/2025/05/20/eu-sanktionen",
        date: "2025-05-21T05:11:08Z",
        status: "200 OK",
        encoded: false,
    },
    Page {
        file: "not-found",
        uri: "https://www.lakelandtribune.example/nation-world/2025/07/23/border-mine",
        date: "2025-07-25T06:29:58Z",
        status: "404 Not Found",
        encoded: false,
    },
    Page {
        file: "thailand-cambodia-fighting",
        uri: "https://www.lakelandtribune.example/nation-world/2025/07/24/thailand-cambodia-border-fighting",
        date: "2025-07-25T06:30:02Z",
        status: "200 OK",
        encoded: true,
    },
    Page {
        file: "armenia-azerbaijan",
        uri: "https://www.harbourcourier.example/world/2025/08/09/armenia-azerbaijan-washington/",
        date: "2025-08-10T01:00:44Z",
        status: "200 OK",
        encoded: false,
    },
];

fn main() -> std::io::Result<()> {
    let pages = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/warc-pages");
    let mut out = std::io::stdout().lock();
    let mut number = 0u32;
    let mut put = |record: Record<'_>| -> std::io::Result<()> {
        number += 1;
        let id = format!("urn:uuid:5a3e0000-7d1c-4b6e-9f00-{number:012}");
        out.write_all(&gzip(&Record { id: &id, ..record }.bytes()))
    };
    put(Record {
        kind: "warcinfo",
        uri: None,
        content_type: "application/warc-fields",
        block: b"software: dateline sample_warc\r\nformat: WARC File Format 1.0\r\n".to_vec(),
        ..Record::default()
    })?;
    for page in PAGES {
        let path = page.uri.splitn(4, '/').nth(3).unwrap_or_default();
        put(Record {
            kind: "request",
            uri: Some(page.uri),
            date: page.date,
            content_type: "application/http; msgtype=request",
            block: format!("GET /{path} HTTP/1.1\r\nUser-Agent: samplebot\r\n\r\n").into_bytes(),
            ..Record::default()
        })?;
        let html = std::fs::read(format!("{pages}/{}.html", page.file))?;
        let block = if page.encoded {
            let headers = [
                "Content-Type: text/html; charset=UTF-8",
                "Content-Encoding: gzip",
                "Transfer-Encoding: chunked",
            ];
            http(page.status, &headers, &chunked(&gzip(&html), 1024))
        } else {
            http(page.status, &["Content-Type: text/html; charset=utf-8"], &html)
        };
        put(Record { uri: Some(page.uri), date: page.date, block, ..Record::default() })?;
    }
    put(Record {
        uri: Some("http://www.harbourcourier.example/"),
        block: http("301 Moved Permanently", &["Location: https://www.harbourcourier.example/"], b""),
        ..Record::default()
    })?;
    put(Record {
        uri: Some("https://www.harbourcourier.example/img/dot.gif"),
        block: http("200 OK", &["Content-Type: image/gif"], b"GIF89a\x01\0\x01\0\0\0\0;"),
        ..Record::default()
    })?;
    put(Record {
        kind: "revisit",
        uri: Some("https://www.northgatetimes.example/world/2025/01/15/yoon-arrested"),
        block: http("304 Not Modified", &["ETag: \"1\""], b""),
        ..Record::default()
    })
}
