//! Bytes to text, as a careful browser does it.

use encoding_rs::{Encoding, ISO_2022_JP, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE};

/// BOM, then the HTTP header, then whole valid UTF-8 (saved pages often declare a charset that they are no longer in), then the
/// page's own declaration, then detection. NUL characters, which HTML does not allow, are dropped.
pub fn decode(bytes: &[u8], http: Option<&str>) -> String {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, len)) => encoding.decode_without_bom_handling(&bytes[len..]).0,
        None => choose(bytes, http).decode_without_bom_handling(bytes).0,
    };
    if text.contains('\0') { text.replace('\0', "") } else { text.into_owned() }
}

/// The charset that a Content-Type value names.
pub(crate) fn of_content_type(value: &str) -> Option<&str> {
    let at = value.find("charset=")? + "charset=".len();
    let rest = value[at..].trim_start_matches(['"', '\'', ' ']);
    Some(rest.split(['"', '\'', ';', ' ', ',']).next().unwrap_or(rest))
}

fn choose(bytes: &[u8], http: Option<&str>) -> &'static Encoding {
    // UTF-16 without a mark: a Latin page has every other byte nought.
    let head = &bytes[..bytes.len().min(64)];
    if head.len() >= 8 {
        let noughts = |odd: usize| head.iter().enumerate().filter(|(i, b)| i % 2 == odd && **b == 0).count();
        if noughts(1) * 3 > head.len() {
            return UTF_16LE;
        }
        if noughts(0) * 3 > head.len() {
            return UTF_16BE;
        }
    }
    let http = http.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    for encoding in [http, declared(bytes)].into_iter().flatten() {
        // Written in ASCII bytes only, so it would pass for UTF-8.
        if encoding == ISO_2022_JP && bytes.contains(&0x1b) {
            return encoding;
        }
        // A server's default is as often wrong as a meta is: text that is UTF-8 as a whole, and not plain ASCII, is that.
        let vague = encoding == UTF_8
            || encoding == UTF_16LE
            || encoding == UTF_16BE
            || encoding == REPLACEMENT
            || encoding == ISO_2022_JP;
        if !vague && !is_utf8(bytes) {
            return encoding;
        }
    }
    if is_utf8(bytes) {
        return UTF_8;
    }
    let mut detector = chardetng::EncodingDetector::new();
    detector.feed(&bytes[..bytes.len().min(1 << 20)], true);
    detector.guess(None, false)
}

/// Whole-file UTF-8, or UTF-8 with a few broken places (a cut at a wrong byte, a box from another system): one bad byte must not
/// turn every accent of the page into two wrong letters.
fn is_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|b| *b >= 0xc2).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad == 0 || good > 4 * bad
}

/// `<meta charset>`, `<meta http-equiv content>` or an XML declaration in the first 4 KiB.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let label = if head.trim_start().starts_with("<?xml") {
        head.split("?>")
            .next()
            .and_then(|d| d.split("encoding=").nth(1))
            .map(|rest| rest.trim_start_matches(['"', '\'']))
    } else {
        None
    };
    let label = label.or_else(|| {
        head.match_indices("<meta").find_map(|(at, _)| {
            let tag = head[at..].split('>').next()?;
            let value = &tag[tag.find("charset")? + "charset".len()..];
            Some(value.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']))
        })
    })?;
    let label = label.split(['"', '\'', ';', ' ', '?', '/']).next()?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    Some(encoding)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn the_order_of_a_careful_browser() {
        assert_eq!(decode(b"\xef\xbb\xbfab", Some("windows-1251")), "ab");
        assert_eq!(decode(b"\xff\xfea\0b\0", None), "ab");
        assert_eq!(decode(b"caf\xe9", Some("iso-8859-1")), "café");
        // Declared as something else, but valid UTF-8 as a whole.
        assert_eq!(
            decode("<meta charset=windows-1251>café".as_bytes(), None),
            "<meta charset=windows-1251>café"
        );
        assert_eq!(
            decode(b"<meta charset=\"windows-1251\">\xcc\xee\xf1\xea\xe2\xe0", None),
            "<meta charset=\"windows-1251\">Москва"
        );
        assert_eq!(decode(b"a\0b", None), "ab");
        // One bad byte in a page of UTF-8, and a page that is none at all whatever server and page declare.
        let page = "<meta charset=utf-8>é à ü ö ß ñ";
        let mut cut = page.as_bytes().to_vec();
        cut.push(0xe9);
        assert_eq!(decode(&cut, Some("utf-8")), format!("{page}\u{fffd}"));
        let old = b"<meta charset=utf-8><p>L'\xe9t\xe9 \xe0 la plage, o\xf9 il fait tr\xe8s chaud et o\xf9 les \xe9l\xe8ves jouent";
        assert!(decode(old, Some("utf-8")).contains("L'été à la plage"));
        // A label that no browser decodes must not make the page vanish.
        assert_eq!(decode(b"plain", Some("hz-gb-2312")), "plain");
        assert_eq!(decode(b"\x1b$B4A;z\x1b(B", Some("iso-2022-jp")), "漢字");
        let wide: Vec<u8> = "<html>Paris".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&wide, None), "<html>Paris");
    }
}
