//! One struct of columns per layer of analysis, each built once and never changed by another layer.

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use crate::index::newtype_index;
use crate::{Country, EventType, Idx, IndexVec, Mode, Sector, Status, TextRange};

newtype_index!(
    /// A syntactic word of a document.
    TokenId
);
newtype_index!(
    /// A sentence of a document.
    SentId
);
newtype_index!(
    /// A mention of an actor.
    MentionId
);
newtype_index!(
    /// A set of mentions of one actor in a document.
    ChainId
);

/// A label out of a model's or a treebank's set.
pub type Label = Arc<str>;

/// Syntactic words (Universal Dependencies v2) and sentences. Words are ranges of the text, in order, not overlapping, never
/// empty; sentences follow each other without gap and cover all words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tokens {
    pub ranges: IndexVec<TokenId, TextRange>,
    pub sentences: IndexVec<SentId, Range<TokenId>>,
    /// Surface tokens of several words ("don't" = do + n't), each the words it holds.
    pub multiword: Vec<Range<TokenId>>,
}

impl Tokens {
    pub fn text<'t>(&self, text: &'t str, token: TokenId) -> &'t str {
        self.ranges.get(token).and_then(|range| range.slice(text)).unwrap_or_default()
    }

    /// From the first word's start to the last one's end; `None` for an empty range of words.
    pub fn cover(&self, words: &Range<TokenId>) -> Option<TextRange> {
        let rows = self.ranges.range(words);
        Some(rows.first()?.cover(*rows.last()?))
    }

    /// The sentence that holds the word.
    pub fn sentence_of(&self, token: TokenId) -> Option<SentId> {
        let after = self.sentences.as_slice().partition_point(|words| words.end <= token);
        (after < self.sentences.len()).then(|| SentId::new(after))
    }

    /// The words that a range of text touches.
    pub fn touched_by(&self, range: TextRange) -> Range<TokenId> {
        let rows = self.ranges.as_slice();
        let first = rows.partition_point(|row| row.end() <= range.start());
        let last = rows.partition_point(|row| row.start() < range.end());
        TokenId::new(first)..TokenId::new(last.max(first))
    }
}

/// Parts of speech, features and lemmas, a row per word.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tags {
    /// Universal part of speech ("VERB").
    pub upos: IndexVec<TokenId, Label>,
    /// Penn Treebank tag ("VBD").
    pub xpos: IndexVec<TokenId, Label>,
    /// `Name=Value|...` or `_`.
    pub feats: IndexVec<TokenId, Label>,
    pub lemma: IndexVec<TokenId, Label>,
}

/// A dependency tree per sentence: exactly one root each, no cycles, heads inside the sentence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tree {
    /// `None` for the root.
    pub head: IndexVec<TokenId, Option<TokenId>>,
    /// Universal dependency relation with subtype ("nsubj:pass").
    pub rel: IndexVec<TokenId, Label>,
}

/// A named span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub tokens: Range<TokenId>,
    pub kind: NameKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    Person,
    Organisation,
    Place,
    /// Nationality, religious or political group.
    Group,
    Event,
}

/// A time expression (TimeML TIMEX3) and the days that it resolves to.
#[derive(Clone, Debug, PartialEq)]
pub struct Timex {
    pub range: TextRange,
    pub kind: TimexKind,
    /// TIMEX3 `value`: `2025-12-25`, `2025-W51`, `P2D`, `PRESENT_REF`, ...
    pub value: String,
    /// First and last day meant, where the expression names days.
    pub days: Option<(Date, Date)>,
    pub basis: TimexBasis,
    /// Name of the rule that found it.
    pub rule: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TimexKind {
    Date,
    Time,
    Duration,
    Set,
}

impl TimexKind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Duration => "DURATION",
            Self::Set => "SET",
        }
    }
}

/// How a value came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TimexBasis {
    /// The words say it all ("3 May 2014").
    Stated,
    RelativeToAnchor,
    /// Relative to the day of the crawl, for want of a day of publication.
    RelativeToCrawl,
    /// Relative to another expression or to an event in the text ("the following day").
    RelativeToText,
    /// Completed by assumption (a month and day without a year).
    Assumed,
}

impl TimexBasis {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::RelativeToAnchor => "relative to the date of publication",
            Self::RelativeToCrawl => "relative to the date of the crawl",
            Self::RelativeToText => "relative to the text",
            Self::Assumed => "assumed",
        }
    }
}

/// How fine a time is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Precision {
    TimeOfDay,
    Day,
    Week,
    Month,
    /// A quarter, half or season of a year.
    PartOfYear,
    Year,
    /// A decade, a century, a stretch of years.
    Longer,
}

impl Timex {
    /// The precision of a value that names a time; `None` for lengths, recurring times and vague references.
    pub fn precision(&self) -> Option<Precision> {
        if !matches!(self.kind, TimexKind::Date | TimexKind::Time) || self.value.ends_with("_REF") {
            return None;
        }
        let (day, time) =
            self.value.split_once('T').map_or((self.value.as_str(), None), |(d, t)| (d, Some(t)));
        Some(match (time, day.len(), day.as_bytes().get(5)) {
            (Some(_), ..) => Precision::TimeOfDay,
            (_, _, Some(b'W')) if !day.ends_with("WI") => Precision::Week,
            (_, 10, _) => Precision::Day,
            (_, 7, Some(b'0'..=b'9' | b'X'))
                if day.as_bytes().get(4) == Some(&b'-') && !day.ends_with('X') =>
            {
                Precision::Month
            }
            (_, 7, _) if day.as_bytes().get(4) == Some(&b'-') => Precision::PartOfYear,
            (_, 4, _) => Precision::Year,
            _ => Precision::Longer,
        })
    }
}

/// A stretch of text that names or describes a possible participant.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    pub tokens: Range<TokenId>,
    pub head: TokenId,
    pub kind: MentionKind,
    /// Whom it means by itself, without the rest of the document.
    pub referents: Vec<Referent>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MentionKind {
    Name,
    /// A description ("the two leaders", "gunmen").
    Nominal,
    Pronoun,
    /// An adjective or possessive modifier ("Russian" in "Russian troops").
    Modifier,
}

/// Who is meant, as far as it is known.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Referent {
    /// Canonical name ("Vladimir Putin").
    pub name: Option<String>,
    pub country: Option<Country>,
    pub sectors: Vec<Sector>,
    /// Office held at the time ("president").
    pub office: Option<String>,
    /// Wikidata item or a key of the actor table.
    pub id: Option<String>,
    /// How it was resolved, for `explain` and the record ("table", "role+country", "chain", ...).
    pub how: &'static str,
}

/// Mentions in order of their first word, then longest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mentions {
    pub rows: IndexVec<MentionId, Mention>,
}

/// Which mentions mean the same, and whom each chain means after all of the document is read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chains {
    pub of: IndexVec<MentionId, Option<ChainId>>,
    /// A plural chain ("the two leaders") has several.
    pub referents: IndexVec<ChainId, Vec<Referent>>,
    /// The fullest wording of the chain.
    pub best: IndexVec<ChainId, MentionId>,
}

/// What the event heads of the encoder see at one word.
#[derive(Clone, Debug, PartialEq)]
pub struct EventHint {
    pub trigger: TokenId,
    pub kind: EventType,
    /// Probability of the type, 0-1.
    pub score: f32,
    pub mode: Option<Mode>,
    pub mode_score: f32,
    pub status: Status,
    pub status_score: f32,
    pub args: Vec<HintArg>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HintArg {
    pub role: ArgRole,
    /// Head word of the argument.
    pub head: TokenId,
    pub score: f32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ArgRole {
    Actor,
    Recipient,
    Place,
    Time,
    Source,
    Instrument,
}

/// A group of participants' sectors and country is often asked for together.
impl Referent {
    pub fn sector(&self) -> Option<Sector> {
        self.sectors.first().copied()
    }
}
