//! What stands around an expression: the tense of its clause, and names that it is part of.

use dateline_types::{Idx, NameKind, Syntax, TextRange, TokenId, Tokens};

use super::lexemes::Lexeme;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    Unknown,
}

/// Words that are climbed from an expression to its verb.
const CLIMB: usize = 12;
/// What governs a plain infinitive that looks ahead.
const AHEAD: [&str; 16] = [
    "expect", "schedule", "plan", "due", "set", "intend", "agree", "promise", "want", "hope", "vow", "slate",
    "propose", "decide", "pledge", "need",
];
/// Words before an expression that are read where there is no tree.
const REACH: usize = 14;

pub(super) struct Context<'d> {
    pub(super) text: &'d str,
    pub(super) tokens: &'d Tokens,
    pub(super) syntax: Option<&'d Syntax>,
}

impl Context<'_> {
    fn word(&self, t: TokenId) -> String {
        self.tokens.text(self.text, t).to_lowercase()
    }

    /// The tense of the clause that the expression stands in.
    pub(super) fn tense(&self, lex: &[Lexeme<'_>], at: usize, range: TextRange) -> Tense {
        // "Since March", "effective June 1", "by February".
        let lead = at.checked_sub(1).and_then(|i| lex.get(i)).map_or("", |l| l.text);
        if lead.eq_ignore_ascii_case("since") {
            return Tense::Past;
        }
        if lead == "effective" {
            return Tense::Future;
        }
        let told = match self.syntax.filter(|s| !s.tree.head.is_empty()) {
            Some(syntax) => self.tense_of_tree(syntax, range),
            None => tense_of_words(lex, at),
        };
        if told == Tense::Unknown && matches!(lead, "by" | "By" | "until") { Tense::Future } else { told }
    }

    fn tense_of_tree(&self, syntax: &Syntax, range: TextRange) -> Tense {
        let words = self.tokens.touched_by(range);
        let Some(last) = (words.start < words.end).then(|| TokenId::new(words.end.index() - 1)) else {
            return Tense::Unknown;
        };
        let mut at = last;
        let upos = |t: TokenId| syntax.tags.upos.get(t).map_or("", |l| l);
        let xpos = |t: TokenId| syntax.tags.xpos.get(t).map_or("", |l| l);
        let rel = |t: TokenId| syntax.tree.rel.get(t).map_or("", |l| l);
        let head = |t: TokenId| syntax.tree.head.get(t).copied().flatten();
        for _ in 0..CLIMB {
            let verbal = matches!(upos(at), "VERB" | "AUX") || rel(at) == "root";
            if verbal && !words.contains(&at) {
                const PLANNED: [&str; 5] = ["schedule", "slate", "plan", "due", "expect"];
                const MOVED: [&str; 5] = ["postpone", "delay", "adjourn", "reschedule", "extend"];
                let lemma = syntax.tags.lemma.get(at).map_or("", |l| l);
                let before = self.children(syntax, at).any(|c| self.word(c) == "had");
                let until =
                    words.start.index().checked_sub(1).is_some_and(|i| {
                        matches!(self.word(TokenId::new(i)).as_str(), "until" | "to" | "till")
                    });
                if PLANNED.contains(&lemma) && xpos(at) != "VBD" && !before || MOVED.contains(&lemma) && until
                {
                    return Tense::Future;
                }
                match self.verb(syntax, at) {
                    Some(Tense::Unknown) => {}
                    Some(told) => return told,
                    // "When the case is heard in May": what is told in the present may lie ahead, whatever was said before.
                    None => return Tense::Unknown,
                }
                // "Is expected to meet on Monday": a plain infinitive looks ahead unless it is told of the past.
                let infinitive =
                    matches!(xpos(at), "VB") && self.children(syntax, at).any(|c| self.word(c) == "to");
                // "Is to resume on Monday".
                let is = |c: TokenId| matches!(self.word(c).as_str(), "is" | "are" | "'s" | "’s");
                if infinitive && self.children(syntax, at).any(is) {
                    return Tense::Future;
                }
                if infinitive && let Some(governor) = head(at) {
                    let lemma = syntax.tags.lemma.get(governor).map_or("", |l| l);
                    // "Had been scheduled to expire on Friday" is over.
                    if AHEAD.contains(&lemma)
                        && self.children(syntax, governor).any(|c| self.word(c) == "had")
                    {
                        return Tense::Past;
                    }
                    if AHEAD.contains(&lemma) || is(governor) && rel(at) == "xcomp" {
                        return Tense::Future;
                    }
                }
                // "An agreement to buy the bank in January": what is to come of a noun has no tense of its own.
                let of_noun = infinitive && rel(at).split(':').next() == Some("acl");
                if of_noun || !matches!(rel(at), "advcl" | "xcomp" | "acl" | "conj" | "cop") {
                    return Tense::Unknown;
                }
            }
            match head(at) {
                Some(h) => at = h,
                None => break,
            }
        }
        Tense::Unknown
    }

    fn children<'s>(&self, syntax: &'s Syntax, of: TokenId) -> impl Iterator<Item = TokenId> + use<'s> {
        // Dependents stand near; a clause's helpers within a dozen words before it and a few behind.
        let first = of.index().saturating_sub(12);
        let last = (of.index() + 6).min(syntax.tree.head.len());
        (first..last)
            .map(TokenId::new)
            .filter(move |c| syntax.tree.head.get(*c).copied().flatten() == Some(of))
    }

    /// The tense of a verb; `None` for a clause that is told in the present.
    fn verb(&self, syntax: &Syntax, at: TokenId) -> Option<Tense> {
        let xpos = |t: TokenId| syntax.tags.xpos.get(t).map_or("", |l| l);
        let rel = |t: TokenId| syntax.tree.rel.get(t).map_or("", |l| l);
        let mut past = xpos(at) == "VBD";
        let mut present = false;
        for c in self.children(syntax, at) {
            if !matches!(rel(c).split(':').next(), Some("aux" | "cop")) {
                continue;
            }
            match self.word(c).as_str() {
                "will" | "'ll" | "’ll" | "shall" | "would" | "wo" | "’d" | "'d" => {
                    return Some(Tense::Future);
                }
                "going" => return Some(Tense::Future),
                "had" | "was" | "were" | "did" | "has" | "have" => past = true,
                _ => present |= matches!(xpos(c), "VBZ" | "VBP"),
            }
        }
        if past {
            return Some(Tense::Past);
        }
        match xpos(at) {
            "VBN" if present => None,
            // "Is expected": no past; "arrested on Monday": one.
            "VBN" => Some(Tense::Past),
            _ => Some(Tense::Unknown),
        }
    }

    /// Whether the expression is part of the name of a person, body or place.
    pub(super) fn in_name(&self, range: TextRange, months: bool) -> bool {
        let Some(syntax) = self.syntax else { return false };
        let words = self.tokens.touched_by(range);
        // Names are in order and do not overlap.
        let at = syntax.names.partition_point(|n| n.tokens.end <= words.start);
        let Some(name) =
            syntax.names.get(at).filter(|n| n.tokens.start <= words.start && words.end <= n.tokens.end)
        else {
            return false;
        };
        let larger = name.tokens.start < words.start || words.end < name.tokens.end;
        match name.kind {
            NameKind::Person => larger || months,
            NameKind::Organisation | NameKind::Place => larger,
            _ => false,
        }
    }

    /// Part of speech of the expression's first word; empty where unknown.
    pub(super) fn part_of_speech(&self, range: TextRange) -> &str {
        let words = self.tokens.touched_by(range);
        self.syntax.and_then(|s| s.tags.upos.get(words.start)).map_or("", |l| l)
    }
}

fn tense_of_words(lex: &[Lexeme<'_>], at: usize) -> Tense {
    const AHEAD: [&str; 12] = [
        "will",
        "would",
        "expected",
        "scheduled",
        "due",
        "plans",
        "planned",
        "shall",
        "upcoming",
        "forthcoming",
        "going",
        "set",
    ];
    const PAST: [&str; 8] = ["said", "told", "was", "were", "had", "has", "have", "did"];
    for word in lex[..at.min(lex.len())].iter().rev().take(REACH) {
        if matches!(word.text, "." | "!" | "?" | ";" | "“" | "\"") {
            break;
        }
        let is = |list: &[&str]| list.iter().any(|w| word.text.eq_ignore_ascii_case(w));
        if is(&PAST) {
            return Tense::Past;
        }
        if is(&AHEAD) {
            return Tense::Future;
        }
    }
    Tense::Unknown
}
