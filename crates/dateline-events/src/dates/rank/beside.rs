//! What stands between a date and a trigger, and what their sentences share: whose date it is.

use std::collections::HashSet;
use std::ops::Range;

use dateline_types::{Date, Idx, TokenId};

use super::super::telling::Telling;
use super::{Features, Trigger, continues, grain, had, hangs, on, owned, tense};
use crate::view::View;

/// Words between a date and a trigger that are read.
const REACH: usize = 60;
/// Words of a sentence that are compared.
const WORDS: usize = 120;

/// Whether a verb is of coming about, so that its date is that of its subject ("the attack took place on Monday").
fn comes_about(lemma: &str) -> bool {
    const VERBS: [&str; 14] = [
        "take", "happen", "occur", "begin", "start", "come", "hold", "be", "follow", "erupt", "last",
        "carry", "stage", "commit",
    ];
    VERBS.contains(&lemma)
}

/// What the date hangs on, and what stands between it and the trigger.
pub(crate) fn governed(view: &View<'_>, of: Trigger, row: &Telling, out: &mut Features) {
    let t = of.word;
    let verb = matches!(view.upos(t), "VERB" | "AUX");
    let (_, governor) = hangs(view, row);
    if let Some(g) = governor.filter(|g| *g != t) {
        let lemma = view.lemma(g);
        let verbal = view.upos(g) == "VERB";
        on(out, "date.on.speech", verbal && view.lexicon.is_speech(lemma));
        let above = view.head(t) == Some(g);
        let below = view.head(g) == Some(t);
        let deed = !view.lexicon.patterns(lemma).is_empty();
        on(out, "date.on.deed", deed && !above && !below);
        on(out, "date.on.deed.verb", deed && verbal && verb);
        on(out, "date.on.deed.above", deed && above);
        on(out, "date.on.deed.below", deed && below && verb);
        on(out, "date.on.deed.noun", deed && !verbal);
        on(out, "date.on.about", verbal && comes_about(lemma) && !verb);
    }
    let (first, last) =
        if row.first > t { (t.index() + 1, row.first.index()) } else { (row.end.index(), t.index()) };
    let mut verbs = 0.0_f32;
    let mut border = false;
    let mut comma = false;
    for w in (first..last.min(first + REACH)).map(TokenId::new) {
        verbs += f32::from(u8::from(view.upos(w) == "VERB"));
        comma |= view.word(w) == ",";
        border |= matches!(
            view.word(w),
            "which"
                | "who"
                | "that"
                | "when"
                | "where"
                | "after"
                | "before"
                | "while"
                | "as"
                | "because"
                | "since"
                | ";"
                | "but"
        );
    }
    out.push(("date.verbs", (verbs + 1.0).ln()));
    on(out, "date.border", border);
    on(out, "date.border.behind", border && row.first > t);
    on(out, "date.comma", comma);
    on(out, "date.own.had", had(view, t));
}

/// The words of a sentence that tell what it is about.
fn content<'v>(view: &'v View<'_>, words: &Range<TokenId>) -> HashSet<&'v str> {
    (words.start.index()..words.end.index().min(words.start.index() + WORDS))
        .map(TokenId::new)
        .filter(|t| matches!(view.upos(*t), "NOUN" | "PROPN" | "VERB") && view.lemma(*t).len() > 2)
        .map(|t| view.lemma(t))
        .filter(|l| !view.lexicon.is_speech(l))
        .collect()
}

/// How much two sentences share of what they are about.
pub(crate) fn shared(view: &View<'_>, a: TokenId, b: TokenId) -> f32 {
    let (Some((_, x)), Some((_, y))) = (view.sentence(a), view.sentence(b)) else { return 0.0 };
    let (x, y) = (content(view, &x), content(view, &y));
    (x.intersection(&y).count() as f32 + 1.0).ln()
}

/// What is weighed of a date around the trigger's sentence that is no sentence's main one, or stands behind it.
pub(crate) fn around(
    view: &View<'_>,
    of: Trigger,
    row: &Telling,
    far: usize,
    behind: bool,
    bare: bool,
    anchor: Date,
) -> Features {
    let mut out: Features = vec![(if behind { "date.ahead" } else { "date.aside" }, 1.0)];
    out.push(("date.around.far", far as f32));
    on(&mut out, "date.ahead.first", behind && far == 1);
    on(&mut out, "date.aside.first", !behind && far == 1);
    on(&mut out, "date.around.bare", bare);
    on(&mut out, "date.around.owned", owned(view, row));
    on(&mut out, "date.around.interval", row.interval && of.stays());
    on(&mut out, "date.aside.continued", !behind && continues(view, of.word));
    let age = (anchor - row.when.first()).get_days();
    on(&mut out, "date.around.old", age > 300);
    grain(&mut out, row.when);
    tense(&mut out, row.when, of, anchor);
    out.push(("date.around.shared", shared(view, of.word, row.first)));
    out
}
