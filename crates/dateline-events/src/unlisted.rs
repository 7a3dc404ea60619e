//! What holds of a type where the lexicon has no entry.

use dateline_types::EventType;

use crate::lexicon::{Entry, Slot};

/// The frame of a predicate that only the model knows.
pub(crate) fn generic(kind: EventType) -> Entry {
    let prep = |words: &[&str]| words.iter().filter_map(|w| Slot::prep(w)).collect::<Vec<_>>();
    let mutual = matches!(kind, EventType::Consult | EventType::Cooperate);
    let mut recipient = vec![Slot::Iobj, Slot::Obj];
    recipient.extend(prep(&["against", "on", "to", "with", "of", "from", "for"]));
    let mut actor = vec![Slot::Subj];
    if mutual {
        actor.push(Slot::Obj);
        actor.extend(prep(&["with", "between"]));
    }
    actor.extend(prep(&["by"]));
    Entry {
        name: "model",
        kind,
        mode: None,
        cameo: None,
        actor,
        recipient: if mutual { Vec::new() } else { recipient },
        mutual,
        absorbs: false,
        hostile: None,
        examples: Vec::new(),
    }
}

/// The code of a type where no entry knows a finer one.
pub(crate) fn usual_cameo(kind: EventType) -> Option<&'static str> {
    use EventType as T;
    Some(match kind {
        T::Agree => "030",
        T::Consult => "040",
        T::Support => "050",
        T::Concede => "080",
        T::Cooperate => "060",
        T::Aid => "070",
        T::Retreat => "080",
        T::Request => "100",
        T::Accuse => "110",
        T::Reject => "120",
        T::Threaten => "130",
        T::Protest => "140",
        T::Sanction => "160",
        T::Mobilize => "150",
        T::Coerce => "170",
        T::Assault => "190",
    })
}
