//! Lemmas as edits of the form: `k;n;suffix` drops `n` characters from the form's end and appends the suffix, `l;n;suffix` does so
//! on the lower-cased form, `=lemma` replaces the whole.

use std::sync::Arc;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    Whole(Arc<str>),
    Edit { lower: bool, drop: usize, suffix: String },
}

impl Script {
    /// Reads a script; `None` if it is none.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if let Some(whole) = text.strip_prefix('=') {
            return Some(Self::Whole(whole.into()));
        }
        let mut parts = text.splitn(3, ';');
        let lower = match parts.next()? {
            "k" => false,
            "l" => true,
            _ => return None,
        };
        Some(Self::Edit { lower, drop: parts.next()?.parse().ok()?, suffix: parts.next()?.to_owned() })
    }

    /// Whether the script makes a lemma of the form: it has the characters to drop, and something is left.
    pub(crate) fn fits(&self, form: &str) -> bool {
        match self {
            Self::Whole(lemma) => !lemma.is_empty(),
            Self::Edit { drop, suffix, .. } => {
                let length = form.chars().count();
                *drop < length || (*drop == length && !suffix.is_empty())
            }
        }
    }

    /// Whether the lemma is the form itself but for its case.
    pub(crate) fn keeps(&self) -> bool {
        matches!(self, Self::Edit { drop: 0, suffix, .. } if suffix.is_empty())
    }

    pub(crate) fn apply(&self, form: &str) -> Arc<str> {
        match self {
            Self::Whole(lemma) => lemma.clone(),
            Self::Edit { lower, drop, suffix } => {
                let mut text = if *lower { form.to_lowercase() } else { form.to_owned() };
                if text.chars().count() >= *drop {
                    for _ in 0..*drop {
                        text.pop();
                    }
                    text.push_str(suffix);
                }
                if text.is_empty() { form.into() } else { text.into() }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Script;

    #[test]
    fn scripts_make_lemmas() {
        for (form, script, lemma) in [
            ("Arrested", "l;2;", "arrest"),
            ("went", "=go", "go"),
            ("cities", "k;3;y", "city"),
            ("Kyiv", "k;0;", "Kyiv"),
            ("a", "k;3;x", "a"),
            ("’s", "l;2;have", "have"),
        ] {
            assert_eq!(&*Script::parse(script).unwrap().apply(form), lemma);
        }
        assert_eq!(Script::parse("x;1;"), None);
        assert_eq!(Script::parse("k;;"), None);
        assert!(!Script::parse("k;1;").unwrap().fits("a"));
    }
}
