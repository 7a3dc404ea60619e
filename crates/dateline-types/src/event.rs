use crate::{Country, DateBasis, EventType, Mode, Sector, Status, TextRange, When};

/// One event of one article, as the coding guide defines it.
#[derive(Clone, Debug, PartialEq)]
pub struct EventRecord {
    pub kind: EventType,
    pub mode: Option<Mode>,
    pub actors: Vec<Participant>,
    /// Empty for symmetric events, whose parties are all actors.
    pub recipients: Vec<Participant>,
    pub when: Option<When>,
    /// `None` exactly where `when` is.
    pub date_basis: Option<DateBasis>,
    pub status: Status,
    pub attribution: Option<Attribution>,
    pub place: Option<Placed>,
    /// The clause or sentence that says so.
    pub evidence: TextRange,
    /// Every other place in the article that tells the same event.
    pub more_evidence: Vec<TextRange>,
    pub trigger: TextRange,
    /// What the record rests on: name of the lexicon entry, or of the model head.
    pub rule: String,
    /// Calibrated probability that the record is right, 0-1.
    pub confidence: f32,
    /// CAMEO code where it is known.
    pub cameo: Option<String>,
    /// PLOVER contexts ("military", "economic", ...).
    pub contexts: Vec<String>,
    pub counts: Counts,
}

/// Who acts or is acted upon.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Participant {
    /// As the article writes it; `None` for an unnamed one ("was arrested").
    pub text: Option<String>,
    pub range: Option<TextRange>,
    pub country: Option<Country>,
    pub sector: Option<Sector>,
    /// Canonical name, office and identifier where the actor table knows them.
    pub name: Option<String>,
    pub office: Option<String>,
    pub id: Option<String>,
    /// How the participant was resolved.
    pub how: &'static str,
}

/// Whom the article credits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// The fullest form that the article gives.
    pub text: String,
    pub range: Option<TextRange>,
}

/// Where it happens, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    pub text: String,
    pub range: TextRange,
}

/// Numbers told of the event, lowest where the text gives a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Counts {
    pub dead: Option<u32>,
    pub injured: Option<u32>,
    pub arrested: Option<u32>,
    /// How long it lasted where the text says so ("a 50-minute call", "a two-day visit"), in minutes.
    pub minutes: Option<u32>,
}
