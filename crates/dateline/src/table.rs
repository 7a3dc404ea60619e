//! What people see: widths of text, clipping, colours.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Colours, or none of them.
pub(crate) struct Style {
    colours: bool,
}

impl Style {
    pub(crate) fn new(colours: bool) -> Self {
        Self { colours }
    }

    pub(crate) fn bold(&self, text: &str) -> String {
        self.paint("1", text)
    }

    pub(crate) fn dim(&self, text: &str) -> String {
        self.paint("2", text)
    }

    /// What did not happen, or not yet, stands out.
    pub(crate) fn status(&self, status: &str, text: &str) -> String {
        match status {
            "planned" => self.paint("36", text),
            "negated" => self.paint("31", text),
            "hypothetical" => self.paint("33", text),
            _ => self.dim(text),
        }
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.colours && !text.is_empty() { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// Columns that the text takes on a terminal.
pub(crate) fn shown_width(text: &str) -> usize {
    text.width()
}

/// On one line and at most `width` columns wide; an ellipsis tells what was cut. Control characters, which could drive the terminal,
/// become spaces.
pub(crate) fn clip(text: &str, width: usize) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if clean.width() <= width {
        return clean;
    }
    let (mut out, mut used) = (String::new(), 0);
    for c in clean.chars() {
        let wide = c.width().unwrap_or(0);
        if used + wide + 1 > width {
            break;
        }
        out.push(c);
        used += wide;
    }
    out.push('…');
    out
}

/// On lines of at most `width` columns, broken between words; a longer word is cut.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let word = clip(word, width);
        if !line.is_empty() && shown_width(&line) + 1 + shown_width(&word) > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// With spaces to `width` columns.
pub(crate) fn pad(text: &str, width: usize) -> String {
    let mut out = clip(text, width);
    out.extend(std::iter::repeat_n(' ', width.saturating_sub(out.width())));
    out
}

#[cfg(test)]
mod tests {
    use super::{clip, pad, shown_width, wrap};

    #[test]
    fn wide_characters_and_controls_keep_the_columns() {
        assert_eq!(clip("日本語テキスト", 7), "日本語…");
        assert_eq!(clip("a\x1b[31mb\n", 20), "a [31mb ");
        assert_eq!(shown_width(&pad("日本", 6)), 6);
        assert_eq!(clip("short", 5), "short");
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrap("the quick  brown\tfox", 9), ["the quick", "brown fox"]);
        assert_eq!(wrap("日本 日本 incomprehensible", 5), ["日本", "日本", "inco…"]);
        assert!(wrap("  ", 5).is_empty());
    }
}
