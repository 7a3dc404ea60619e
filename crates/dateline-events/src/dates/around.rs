//! The dates of the sentences around the trigger's that are not their main ones, and those that are told behind it.

use dateline_types::{Date, DateBasis, Idx, SentId, TextRange, When};

use super::lengths;
use super::rank::{self, Trigger};
use super::telling::{Reading, Telling, tellings};
use super::{BACK, Dating};
use crate::view::View;

/// Sentences behind the trigger's whose dates are weighed.
const AHEAD: usize = 3;

pub(super) fn others(
    view: &View<'_>,
    of: Trigger,
    sentence: SentId,
    bare: bool,
    anchor: Date,
    out: &mut Vec<Dating>,
) {
    let tokens = &view.doc.tokens;
    let before = (1..=BACK.min(sentence.index())).map(|far| (far, sentence.index() - far, false));
    let behind = (1..=AHEAD).map(|far| (far, sentence.index() + far, true));
    for (far, at, behind) in before.chain(behind) {
        let Some(range) = tokens.sentences.get(SentId::new(at)).and_then(|words| tokens.cover(words)) else {
            continue;
        };
        if range.start() < view.doc.body.start() {
            continue;
        }
        for row in tellings(view, range, Reading { planned: None, lasting: false }) {
            if !out.iter().any(|d| d.when == row.when) {
                let features = rank::around(view, of, &row, far, behind, bare, anchor);
                out.push(Dating { when: row.when, basis: DateBasis::Assumed, features });
            }
        }
    }
}

/// "Three days earlier" read from the article's day, from the day of the opening and from the dates of the sentences before, where
/// the time last told is another.
pub(super) fn moved(
    view: &View<'_>,
    of: Trigger,
    cover: TextRange,
    (here, before, lead): (&[Telling], &[(usize, When)], Option<When>),
    anchor: Date,
    out: &mut Vec<Dating>,
) {
    let day = |w: When| (w.first() == w.last()).then_some(w.first());
    for (first, span) in lengths::moves(view, cover) {
        let Some(row) = here.iter().find(|r| r.first == first) else { continue };
        let lead = lead.and_then(day).map(|d| (d, "date.move.lead"));
        let back = before.iter().filter_map(|(_, w)| Some((day(*w)?, "date.move.back")));
        for (base, name) in [(anchor, "date.move.anchor")].into_iter().chain(lead).chain(back) {
            let Ok(there) = base.checked_add(span) else { continue };
            let when = When::day(there);
            if out.iter().any(|d| d.when == when) {
                continue;
            }
            let mut features = rank::own(view, of, &Telling { when, ..*row }, here, anchor);
            features.push((name, 1.0));
            out.push(Dating { when, basis: DateBasis::Stated, features });
        }
    }
}
