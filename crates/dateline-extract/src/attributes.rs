//! A cap on the attributes of one tag.
//!
//! The parser compares each attribute of a tag with those before it, which takes minutes for a tag of 200,000. No page needs more than
//! some hundreds.

use std::borrow::Cow;

/// Attributes of one tag that are kept.
const MOST: usize = 2000;

/// The page with the attributes beyond the cap left out of their tags.
pub(crate) fn capped(html: &str) -> Cow<'_, str> {
    let bytes = html.as_bytes();
    let mut out = String::new();
    let (mut kept, mut at) = (0, 0);
    while let Some(open) = html[at..].find('<') {
        at += open + 1;
        let Some(first) = bytes.get(at).filter(|b| b.is_ascii_alphabetic() || **b == b'/') else { continue };
        let raw = match first {
            b's' | b'S' => raw_text(&bytes[at..]),
            _ => None,
        };
        let tag = tag(&bytes[at..]);
        if let Some(full) = tag.full {
            out.push_str(&html[kept..at + full]);
            kept = at + tag.end;
        }
        at += tag.end;
        // What looks like a tag inside a script is none.
        if let Some(name) = raw {
            at += until_end(&bytes[at..], name);
        }
    }
    if kept == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[kept..]);
    Cow::Owned(out)
}

/// The name of an element whose content is no markup.
fn raw_text(tag: &[u8]) -> Option<&'static [u8]> {
    [&b"script"[..], b"style"].into_iter().find(|name| {
        tag.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
            && !tag.get(name.len()).is_some_and(u8::is_ascii_alphanumeric)
    })
}

/// Bytes up to the end tag of an element, or to the end of the input.
fn until_end(bytes: &[u8], name: &[u8]) -> usize {
    let end = |at: &usize| {
        bytes[*at..].starts_with(b"</")
            && bytes[at + 2..].get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name))
    };
    (0..bytes.len()).find(end).unwrap_or(bytes.len())
}

struct Tag {
    /// Where its `>`, the next `<` or the input's end is.
    end: usize,
    /// Where the first attribute too many begins.
    full: Option<usize>,
}

fn tag(bytes: &[u8]) -> Tag {
    let (mut count, mut full, mut quote, mut before) = (0, None, None, b' ');
    for (at, byte) in bytes.iter().copied().enumerate() {
        match quote {
            Some(open) => {
                if byte == open {
                    quote = None;
                }
            }
            None if matches!(byte, b'>' | b'<') => return Tag { end: at, full },
            // A quote opens a value only behind "="; elsewhere it is a character of a name.
            None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
            None => {
                let parts = |b: u8| b.is_ascii_whitespace() || matches!(b, b'/' | b'"' | b'\'');
                if parts(before) && !parts(byte) && byte != b'=' {
                    count += 1;
                    // The tag's name is the first.
                    if count > MOST + 1 && full.is_none() {
                        full = Some(at);
                    }
                }
            }
        }
        if !(byte.is_ascii_whitespace() && before == b'=') {
            before = byte;
        }
    }
    Tag { end: bytes.len(), full }
}

#[cfg(test)]
mod tests {
    use super::{MOST, capped};

    #[test]
    fn a_tag_of_many_attributes_keeps_the_first_of_them() {
        let many: String = (0..3 * MOST).map(|n| format!(" a{n}='>{n}'")).collect();
        let page = format!("<p class=x>é<div{many}>text</div><b>end</b>");
        let got = capped(&page);
        assert!(
            got.starts_with("<p class=x>é<div a0='>0' a1='>1'") && got.ends_with(">text</div><b>end</b>"),
            "{got}"
        );
        assert_eq!(got.matches("='>").count(), MOST);
    }

    #[test]
    fn other_pages_are_left_as_they_are() {
        let script = format!("<SCRIPT>if (a<b) {{ {} }}</script><p>text", "word ".repeat(2 * MOST));
        for page in [
            "",
            "<",
            "a < b > c",
            "<p title=\"a > b\" id = 'x'>ü</p>",
            "<br/><img src=a.png alt",
            "<p title=\"open",
            script.as_str(),
        ] {
            assert!(matches!(capped(page), std::borrow::Cow::Borrowed(same) if same == page), "{page}");
        }
    }
}
