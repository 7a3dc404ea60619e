//! What an actor is in an event of a kind: a bare state that fights is its army, a movement that talks is a party.

use dateline_types::{EventType, Mode, Referent, Sector};

/// Which side of the event a participant is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Actor,
    Recipient,
}

/// Settles the sector by what the participant does or suffers. The coding guide has bare states as GOV when they act as states, as
/// armed forces when they fight; bodies with several sectors in the table (Hamas) as REB when fighting, as a party otherwise.
pub fn as_acting(kind: EventType, mode: Option<Mode>, side: Side, referents: &mut [Referent]) {
    for r in referents {
        let bare = matches!(r.how, "state" | "seat" | "adjective") && r.sectors == [Sector::Gov];
        let alliance = r.name.as_deref() == Some("NATO");
        let fights = match kind {
            EventType::Assault | EventType::Mobilize => side == Side::Actor,
            // Joint exercises and the like; trade and extradition name organs of their own.
            EventType::Cooperate => side == Side::Actor && mode.is_none(),
            _ => false,
        };
        if (bare || alliance) && fights {
            r.sectors = vec![Sector::Mil];
        }
        if r.sectors.len() > 1 && r.sectors.contains(&Sector::Reb) {
            let armed = matches!(kind, EventType::Assault | EventType::Mobilize | EventType::Retreat)
                || kind == EventType::Threaten && side == Side::Recipient;
            let wanted = if armed { Sector::Reb } else { Sector::Pty };
            if let Some(at) = r.sectors.iter().position(|s| *s == wanted) {
                r.sectors[..=at].rotate_right(1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Side, as_acting};
    use dateline_types::{Country, EventType, Referent, Sector};

    #[test]
    fn a_state_that_shells_is_its_army_and_one_that_talks_is_not() {
        let state = Referent {
            country: Country::new("ISR"),
            sectors: vec![Sector::Gov],
            how: "state",
            ..Referent::default()
        };
        let hamas = Referent {
            sectors: vec![Sector::Reb, Sector::Pty, Sector::Gov],
            how: "table",
            ..Referent::default()
        };
        let check = |kind, r: &Referent, wanted| {
            let mut rows = [r.clone()];
            as_acting(kind, None, Side::Actor, &mut rows);
            assert_eq!(rows[0].sector(), Some(wanted), "{kind}");
        };
        check(EventType::Assault, &state, Sector::Mil);
        check(EventType::Consult, &state, Sector::Gov);
        check(EventType::Assault, &hamas, Sector::Reb);
        check(EventType::Consult, &hamas, Sector::Pty);
    }
}
