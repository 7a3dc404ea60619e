//! Bytes to text, as a careful browser does it.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

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
    let valid = std::str::from_utf8(bytes).is_ok();
    if let Some(encoding) = http.and_then(|label| Encoding::for_label(label.trim().as_bytes())) {
        // A server's default is as often wrong as a meta is: text that is UTF-8 as a whole, and not plain ASCII, is that.
        return if valid { UTF_8 } else { encoding };
    }
    if valid {
        return UTF_8;
    }
    if let Some(encoding) = declared(bytes) {
        return encoding;
    }
    let mut detector = chardetng::EncodingDetector::new();
    detector.feed(&bytes[..bytes.len().min(1 << 20)], true);
    detector.guess(None, false)
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
    // A page that could be read up to its declaration is not UTF-16, and what is not valid UTF-8 is most likely Windows-1252.
    Some(if encoding == UTF_16LE || encoding == UTF_16BE || encoding == UTF_8 {
        WINDOWS_1252
    } else {
        encoding
    })
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
        let wide: Vec<u8> = "<html>Paris".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&wide, None), "<html>Paris");
    }
}
