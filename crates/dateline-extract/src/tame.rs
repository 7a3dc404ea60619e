//! Tags with thousands of attributes, which the tokenizer compares one with another: all but the first [`MOST`] are left out before.

use std::borrow::Cow;

use memchr::{memchr, memmem};

/// Attributes of one tag; no page needs as many.
const MOST: usize = 400;

/// The page without the attributes beyond the cap; untouched if there are none.
pub(crate) fn tame(html: &str) -> Cow<'_, str> {
    let bytes = html.as_bytes();
    let mut out: Option<String> = None;
    let (mut at, mut copied) = (0, 0);
    while let Some(found) = memchr(b'<', &bytes[at..]) {
        let name = at + found + 1;
        let end_of = |from: usize, stop: fn(u8) -> bool| {
            bytes[from..].iter().position(|b| stop(*b)).map_or(bytes.len(), |len| from + len)
        };
        if bytes[name..].starts_with(b"!--") {
            at = memmem::find(&bytes[name..], b"-->").map_or(bytes.len(), |len| name + len);
            continue;
        }
        if !bytes.get(name).is_some_and(u8::is_ascii_alphabetic) {
            at = name;
            continue;
        }
        let after = end_of(name, |b| !b.is_ascii_alphanumeric());
        let (end, cut) = tag(bytes, after);
        if let Some(cut) = cut {
            let out = out.get_or_insert_with(|| String::with_capacity(html.len()));
            out.push_str(&html[copied..cut]);
            copied = end;
        }
        at = end;
        // What looks like a tag in a script is none.
        let tag = &bytes[name..after];
        if tag.eq_ignore_ascii_case(b"script") || tag.eq_ignore_ascii_case(b"style") {
            at = closing(bytes, end, tag);
        }
    }
    match out {
        Some(mut out) => {
            out.push_str(&html[copied..]);
            Cow::Owned(out)
        }
        None => Cow::Borrowed(html),
    }
}

/// Where the tag's `>` stands, and where its attributes beyond the cap begin.
fn tag(bytes: &[u8], from: usize) -> (usize, Option<usize>) {
    let (mut at, mut count, mut cut) = (from, 0, None);
    let is_space = |b: &u8| b.is_ascii_whitespace();
    loop {
        match bytes.get(at) {
            None => return (bytes.len(), cut),
            Some(b'>') => return (at, cut),
            Some(b) if is_space(b) || *b == b'/' => at += 1,
            Some(_) => {
                count += 1;
                if count > MOST && cut.is_none() {
                    cut = Some(at);
                }
                // An equals sign may begin a name.
                at += 1;
                while bytes.get(at).is_some_and(|b| !is_space(b) && !matches!(b, b'/' | b'>' | b'=')) {
                    at += 1;
                }
                let mut value = at;
                while bytes.get(value).is_some_and(is_space) {
                    value += 1;
                }
                if bytes.get(value) != Some(&b'=') {
                    continue;
                }
                at = value + 1;
                while bytes.get(at).is_some_and(is_space) {
                    at += 1;
                }
                match bytes.get(at) {
                    Some(quote @ (b'"' | b'\'')) => {
                        at = memchr(*quote, &bytes[at + 1..]).map_or(bytes.len(), |len| at + 1 + len + 1);
                    }
                    _ => {
                        while bytes.get(at).is_some_and(|b| !is_space(b) && *b != b'>') {
                            at += 1;
                        }
                    }
                }
            }
        }
    }
}

/// Where the end tag of a script or style begins.
fn closing(bytes: &[u8], from: usize, name: &[u8]) -> usize {
    let mut at = from;
    while let Some(found) = memmem::find(&bytes[at..], b"</") {
        let start = at + found + 2;
        if bytes.get(start..start + name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name)) {
            return start - 2;
        }
        at = start;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{MOST, tame};

    #[test]
    fn only_tags_with_too_many_attributes_are_cut() {
        for html in [
            "",
            "<",
            "<p a=1 b='>' c=\">\" d>x</p>",
            "<p a='",
            "<script>if (a <b c d) { '</p>' }</script><p>x",
            "<!-- <p a b c> --><style>a{}",
            "a < b > c",
        ] {
            assert!(matches!(tame(html), Cow::Borrowed(same) if same == html), "{html}");
        }
        let many = " a=\"é>\"".repeat(MOST + 50);
        assert_eq!(tame(&format!("x<p{many}>y</p>")), format!("x<p{} >y</p>", " a=\"é>\"".repeat(MOST)));
        let words = " word".repeat(MOST + 50);
        let script = format!("<script>if (a <b{words}) {{}}</script><b{words}>y");
        let cut = format!("<script>if (a <b{words}) {{}}</script><b{} >y", " word".repeat(MOST));
        assert_eq!(tame(&script), cut);
        // Cut short in the tag.
        assert_eq!(tame(&format!("x<p{many}")), format!("x<p{} ", " a=\"é>\"".repeat(MOST)));
    }
}
