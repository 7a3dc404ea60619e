//! Lines that stand around an article without being of it. The knowledge is `data/residue.tsv`.

use std::sync::LazyLock;

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
}

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    rows()
        .filter_map(|(kind, pattern, _, _)| {
            let begins = pattern.starts_with('^');
            let ends = pattern.ends_with('$');
            let words = pattern.trim_start_matches('^').trim_end_matches('$');
            Some(Entry { kind: Residue::parse(kind)?, words, begins, ends })
        })
        .collect()
});

fn rows() -> impl Iterator<Item = (&'static str, &'static str, &'static str, &'static str)> {
    DATA.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut fields = line.split('\t');
        Some((fields.next()?, fields.next()?, fields.next()?, fields.next()?))
    })
}

/// The kind of residue that the line is, if any.
pub(crate) fn kind(line: &str) -> Option<Residue> {
    let words = line.split_whitespace().count();
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
            (false, false) => plain.contains(entry.words),
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
        out.extend(word.chars().flat_map(char::to_lowercase).map(|c| match c {
            '’' | '‘' => '\'',
            '“' | '”' => '"',
            c => c,
        }));
    }
    out.trim_end_matches(['!', '.', ':', '…', '»', '›', '>']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Residue, kind, rows};

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
