//! Lines that stand around an article without being of it. The knowledge is `data/residue.tsv`.

use std::sync::LazyLock;

use memchr::memmem::Finder;

const DATA: &str = include_str!("../data/residue.tsv");
/// Longer lines are sentences of an article more often than residue.
const SHORT: usize = 14;
const LONG: usize = 60;

/// What kind of residue a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Residue {
    Error,
    Consent,
    Paywall,
    Newsletter,
    Share,
    Related,
    Comments,
    Legal,
    Credit,
    Author,
    Navigation,
}

impl Residue {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Error => "error block",
            Self::Consent => "consent notice",
            Self::Paywall => "paywall notice",
            Self::Newsletter => "newsletter box",
            Self::Share => "share bar",
            Self::Related => "related list",
            Self::Comments => "comments",
            Self::Legal => "legal notice",
            Self::Credit => "caption or credit",
            Self::Author => "author note",
            Self::Navigation => "navigation",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "error" => Self::Error,
            "consent" => Self::Consent,
            "paywall" => Self::Paywall,
            "newsletter" => Self::Newsletter,
            "share" => Self::Share,
            "related" => Self::Related,
            "comments" => Self::Comments,
            "legal" => Self::Legal,
            "credit" => Self::Credit,
            "author" => Self::Author,
            "navigation" => Self::Navigation,
            _ => return None,
        })
    }
}

struct Entry {
    kind: Residue,
    words: &'static str,
    begins: bool,
    ends: bool,
    /// For entries without anchors.
    anywhere: Finder<'static>,
}

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    rows()
        .filter_map(|(kind, pattern, _, _)| {
            let begins = pattern.starts_with('^');
            let ends = pattern.ends_with('$');
            let words = pattern.trim_start_matches('^').trim_end_matches('$');
            let anywhere = Finder::new(words.as_bytes());
            Some(Entry { kind: Residue::parse(kind)?, words, begins, ends, anywhere })
        })
        .collect()
});

fn rows() -> impl Iterator<Item = (&'static str, &'static str, &'static str, &'static str)> {
    DATA.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut fields = line.split('\t');
        Some((fields.next()?, fields.next()?, fields.next()?, fields.next()?))
    })
}

/// The kind of residue that the line of so many words is, if any.
pub(crate) fn kind(line: &str, words: usize) -> Option<Residue> {
    if words > LONG {
        return None;
    }
    let plain = plain(line);
    ENTRIES.iter().find_map(|entry| {
        let anchored = entry.begins || entry.ends;
        if words > SHORT
            && (anchored || !matches!(entry.kind, Residue::Legal | Residue::Consent | Residue::Error))
        {
            return None;
        }
        let matches = match (entry.begins, entry.ends) {
            (true, true) => plain == entry.words,
            (true, false) => plain.starts_with(entry.words),
            (false, true) => plain.ends_with(entry.words),
            (false, false) => entry.anywhere.find(plain.as_bytes()).is_some(),
        };
        matches.then_some(entry.kind)
    })
}

/// Lower case, straight quotes, single spaces, no closing punctuation.
fn plain(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for word in line.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars() {
            match c {
                _ if c.is_ascii() => out.push(c.to_ascii_lowercase()),
                '’' | '‘' => out.push('\''),
                '“' | '”' => out.push('"'),
                _ => out.extend(c.to_lowercase()),
            }
        }
    }
    out.trim_end_matches(['!', '.', ':', '…', '»', '›', '>']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Residue, rows};

    fn kind(line: &str) -> Option<Residue> {
        super::kind(line, line.split_whitespace().count())
    }

    #[test]
    fn every_entry_matches_its_example_and_not_its_counter_example() {
        for (name, pattern, yes, no) in rows() {
            assert!(Residue::parse(name).is_some(), "{name}");
            assert!(kind(yes).is_some(), "{pattern}: {yes}");
            assert_eq!(kind(no), None, "{pattern}: {no}");
        }
        assert!(rows().count() > 50);
    }
}
