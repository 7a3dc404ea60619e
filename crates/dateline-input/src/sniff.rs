//! What an input is, by its first bytes.

use crate::{ReadErrorKind, lines};

/// Bytes looked at.
pub(crate) const HEAD: usize = 4096;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Warc,
    Arc,
    Json,
    CrawlText,
    /// A README beside the data: documentation and no page.
    Markdown,
    Html,
    PlainText,
}

/// Files that people mistake for pages, by magic.
const OTHERS: &[(&[u8], &str)] = &[
    (b"%PDF", "a PDF file"),
    (b"\x89PNG", "a PNG image"),
    (b"GIF8", "a GIF image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x7fELF", "a program"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"\x04\x22\x4d\x18", "an LZ4 file (not supported: decompress it first)"),
    (b"\x1f\x9d", "a compress (.Z) file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
    (b"{\\rtf", "a rich text document"),
    (b"RIFF", "a sound, film or WebP file"),
    (b"OggS", "a sound or film file"),
    (b"ID3", "a sound file"),
    (b"%!PS", "a PostScript file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
];

pub(crate) fn format(head: &[u8]) -> Result<Format, ReadErrorKind> {
    if head.is_empty() {
        return Err(ReadErrorKind::Empty);
    }
    if let Some((_, what)) = OTHERS.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Err(ReadErrorKind::Unsupported(what));
    }
    if head.get(4..8) == Some(b"ftyp") || head.get(257..262) == Some(b"ustar") {
        return Err(ReadErrorKind::Unsupported(if head.starts_with(b"\0") {
            "a film file"
        } else {
            "a tar archive"
        }));
    }
    if head.starts_with(b"WARC/") {
        return Ok(Format::Warc);
    }
    if head.starts_with(b"filedesc:") {
        return Ok(Format::Arc);
    }
    let wide = head.starts_with(b"\xff\xfe")
        || head.starts_with(b"\xfe\xff")
        || head.starts_with(b"<\0")
        || head.starts_with(b"\0<");
    if wide {
        return Ok(Format::Html);
    }
    // A few NUL bytes occur in real pages; many control bytes make a binary file.
    let odd = head.iter().filter(|b| matches!(b, 0..=8 | 14..=26 | 28..=31)).count();
    if odd * 20 > head.len() {
        return Err(ReadErrorKind::Unsupported("a binary file"));
    }
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let start = head.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(head.len());
    let rest = &head[start..];
    if rest.is_empty() {
        return Err(ReadErrorKind::Empty);
    }
    if matches!(rest[0], b'{' | b'[')
        && rest
            .iter()
            .skip(1)
            .find(|b| !b.is_ascii_whitespace())
            .is_some_and(|b| matches!(b, b'"' | b'{' | b'}' | b']'))
    {
        return Ok(Format::Json);
    }
    let first = head.split(|b| *b == b'\n').next().unwrap_or_default();
    if lines::header(&String::from_utf8_lossy(first)).is_some() {
        return Ok(Format::CrawlText);
    }
    if rest.starts_with(b"# ") && !looks_like_html(rest) {
        return Ok(Format::Markdown);
    }
    if looks_like_html(rest) { Ok(Format::Html) } else { Ok(Format::PlainText) }
}

/// Whether the beginning is a whole line of JSON, which tells the format however little more has come yet.
pub(crate) fn is_json_line(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let Some(end) = memchr::memchr(b'\n', head) else { return false };
    let line = head[..end].trim_ascii_end();
    line.starts_with(b"{\"") && line.ends_with(b"}")
}

/// Whether bytes of unknown type are a page.
pub(crate) fn is_html(bytes: &[u8]) -> bool {
    format(&bytes[..bytes.len().min(HEAD)]).is_ok_and(|format| format == Format::Html)
}

fn looks_like_html(text: &[u8]) -> bool {
    const TAGS: &[&str] = &[
        "<!doctype",
        "<html",
        "<head",
        "<body",
        "<meta",
        "<title",
        "<div",
        "<p>",
        "<p ",
        "<article",
        "<script",
        "<table",
        "<!--",
        "<?xml",
        "<main",
        "<section",
        "<span",
        "<a ",
        "<h1",
        "<br",
    ];
    let head = String::from_utf8_lossy(text).to_ascii_lowercase();
    let at_start = head.starts_with('<') && TAGS.iter().any(|tag| head.starts_with(tag));
    at_start || TAGS.iter().filter(|tag| head.contains(*tag)).count() >= 2
}
