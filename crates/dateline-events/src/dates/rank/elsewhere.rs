//! What is weighed of dates that the trigger's sentence does not tell itself.

use dateline_types::{Date, Idx, Status, TokenId, When};

use super::super::telling::Telling;
use super::{Features, Trigger, continues, grain, had, on, owned, perfect, shared, tense};
use crate::view::View;

/// What is weighed of the date of a sentence before.
pub(crate) fn earlier(
    view: &View<'_>,
    of: Trigger,
    row: &Telling,
    back: usize,
    bare: bool,
    anchor: Date,
) -> Features {
    let mut out: Features = vec![("date.back", 1.0)];
    out.push(("date.back.far", back as f32));
    on(&mut out, "date.back.first", back == 1);
    on(&mut out, "date.back.bare", bare);
    on(&mut out, "date.back.planned", of.status == Status::Planned);
    grain(&mut out, row.when);
    tense(&mut out, row.when, of, anchor);
    let age = (anchor - row.when.first()).get_days();
    on(&mut out, "date.back.fresh", (0..=10).contains(&age));
    on(&mut out, "date.back.old", age > 300);
    on(&mut out, "date.back.had", had(view, of.word));
    on(&mut out, "date.back.owned", owned(view, row));
    on(&mut out, "date.back.speech", of.speech());
    on(&mut out, "date.back.noun", matches!(view.upos(of.word), "NOUN" | "PROPN"));
    on(&mut out, "date.back.present", matches!(view.xpos(of.word), "VBZ" | "VBP" | "VBG"));
    on(&mut out, "date.back.continued", continues(view, of.word));
    let same =
        view.doc.text.get(view.range(row.first).start() as usize..view.range(of.word).start() as usize);
    on(&mut out, "date.back.paragraph", same.is_some_and(|s| !s.contains('\n')));
    out.push(("date.back.shared", shared(view, of.word, row.first)));
    out
}

/// What is weighed of the article's own day.
pub(crate) fn anchor(view: &View<'_>, of: Trigger, sentence: usize, bare: bool) -> Features {
    let mut out: Features = vec![("date.anchor", 1.0)];
    on(&mut out, "date.anchor.lead", sentence <= 1);
    on(&mut out, "date.anchor.title", view.range(of.word).end() <= view.doc.title.end());
    on(&mut out, "date.anchor.bare", bare);
    on(&mut out, "date.anchor.planned", of.status == Status::Planned);
    on(&mut out, "date.anchor.had", had(view, of.word));
    on(&mut out, "date.anchor.speech", of.speech());
    on(&mut out, "date.anchor.noun", matches!(view.upos(of.word), "NOUN" | "PROPN"));
    on(&mut out, "date.anchor.perfect", perfect(view, of.word));
    on(&mut out, "date.anchor.present", matches!(view.xpos(of.word), "VBZ" | "VBP" | "VBG"));
    out
}

/// What a day is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum From {
    /// A date of the sentence.
    Here,
    Anchor,
    /// A date of the sentence on the same side of what counts.
    Side,
    /// The day of the story as its opening tells it.
    Lead,
    /// The date of a sentence so many before.
    Back(usize),
}

/// What is weighed of a day counted from another event.
pub(crate) fn offset(inside: bool, from: From, of: Trigger, word: TokenId) -> Features {
    let mut out: Features = vec![("date.offset", 1.0)];
    on(&mut out, "date.offset.inside", inside && from == From::Anchor);
    on(&mut out, "date.offset.told", from == From::Here);
    on(&mut out, "date.offset.told.inside", inside && from == From::Here);
    on(&mut out, "date.offset.outside", !inside && from == From::Anchor);
    on(&mut out, "date.offset.side", from == From::Side);
    on(&mut out, "date.offset.lead", from == From::Lead);
    on(&mut out, "date.offset.lead.inside", inside && from == From::Lead);
    if let From::Back(back) = from {
        out.push(("date.offset.back", 1.0));
        on(&mut out, "date.offset.back.inside", inside);
        out.push(("date.offset.back.far", back as f32));
    }
    let near = of.word.index().abs_diff(word.index());
    out.push(("date.offset.distance", (near as f32 + 1.0).ln()));
    out
}

/// What is known of another telling of the event.
#[derive(Clone, Copy)]
pub(crate) struct Echo {
    /// Sentences between.
    pub(crate) far: usize,
    pub(crate) behind: bool,
    /// The same word, not only one of its forms.
    pub(crate) exact: bool,
    /// 0 where the date hangs on the word itself.
    pub(crate) same: usize,
    pub(crate) bare: bool,
}

/// What is weighed of a date that another sentence gives to the same word.
pub(crate) fn echo(of: Trigger, when: When, e: Echo, anchor: Date) -> Features {
    let mut out: Features = vec![("date.echo", 1.0)];
    out.push(("date.echo.far", (e.far as f32 + 1.0).ln()));
    on(&mut out, "date.echo.behind", e.behind);
    on(&mut out, "date.echo.exact", e.exact);
    on(&mut out, "date.echo.aside", e.same > 0);
    on(&mut out, "date.echo.bare", e.bare);
    on(&mut out, "date.echo.speech", of.speech());
    grain(&mut out, when);
    tense(&mut out, when, of, anchor);
    out
}

/// What is weighed of days made of a length.
pub(crate) fn stay(of: Trigger, own: bool, back: bool, hyphen: bool) -> Features {
    let mut out: Features = vec![("date.stay", 1.0)];
    on(&mut out, "date.stay.own", own);
    on(&mut out, "date.stay.hyphen", hyphen);
    on(&mut out, if back { "date.stay.back" } else { "date.stay.ahead" }, true);
    on(&mut out, "date.stay.planned", of.status == Status::Planned);
    on(&mut out, "date.stay.back.planned", back && of.status == Status::Planned);
    on(&mut out, "date.stay.lasting", of.lasting());
    out
}

/// Where the opening tells its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Lead,
    Dateline,
    Later,
}

/// What is weighed of the day of the story as its opening tells it.
pub(crate) fn opened(
    view: &View<'_>,
    of: Trigger,
    place: Place,
    at: TokenId,
    bare: bool,
    when: When,
    anchor: Date,
) -> Features {
    let (name, alone) = match place {
        Place::Lead => ("date.lead", "date.lead.bare"),
        Place::Dateline => ("date.dateline", "date.dateline.bare"),
        Place::Later => ("date.later", "date.later.bare"),
    };
    let mut out: Features = vec![(name, 1.0)];
    on(&mut out, alone, bare);
    let title = view.range(of.word).end() <= view.doc.title.end();
    on(&mut out, "date.lead.title", place != Place::Dateline && title);
    on(&mut out, "date.lead.speech", of.speech());
    on(&mut out, "date.lead.noun", matches!(view.upos(of.word), "NOUN" | "PROPN"));
    on(&mut out, "date.lead.had", had(view, of.word));
    let shares = shared(view, of.word, at);
    out.push(("date.lead.shared", shares));
    if bare {
        out.push(("date.lead.shared.bare", shares));
    }
    grain(&mut out, when);
    tense(&mut out, when, of, anchor);
    out
}
