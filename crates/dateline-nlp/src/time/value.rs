//! Written values of lengths, and what a valid value looks like.

use super::sem::Unit;

/// "P2D", "PT36H", "PXY"; half units in the next smaller one. The amount is in thousandths.
pub(super) fn length(unit: Unit, amount: Option<i32>) -> String {
    let (time, letter, factor) = letters(unit);
    let t = if time { "T" } else { "" };
    let Some(amount) = amount else {
        let vague = match unit {
            Unit::Decade => "DE",
            Unit::Century => "CE",
            Unit::Quarter => "Q",
            _ => letter,
        };
        return format!("P{t}X{vague}");
    };
    let thousandths = i64::from(amount) * factor;
    let (whole, rest) = (thousandths / 1000, thousandths % 1000);
    let smaller = match unit {
        Unit::Year => Some((12, "M", "")),
        Unit::Day => Some((24, "H", "T")),
        Unit::Hour => Some((60, "M", "")),
        Unit::Minute => Some((60, "S", "")),
        _ => None,
    };
    let part = |n: i64| if n > 0 { format!("{n}{letter}") } else { String::new() };
    match (rest, smaller) {
        (0, _) => format!("P{t}{whole}{letter}"),
        (_, Some((per, small, mark))) if rest * per >= 1000 => {
            format!("P{t}{}{mark}{}{small}", part(whole), rest * per / 1000)
        }
        _ => {
            let decimals = format!("{rest:03}");
            format!("P{t}{whole}.{}{letter}", decimals.trim_end_matches('0'))
        }
    }
}

/// "P1Y6M" of two lengths, the larger first.
pub(super) fn lengths(first: (Unit, i32), second: (Unit, i32)) -> Option<String> {
    let (a, b) = (letters(first.0), letters(second.0));
    let order = |u: Unit| Unit::ALL.iter().position(|x| *x == u);
    if order(first.0) <= order(second.0) {
        return None;
    }
    let number = |(_, n): (Unit, i32), factor: i64| i64::from(n) * factor / 1000;
    let t = |time: bool, before: bool| if time && !before { "T" } else { "" };
    let head = format!("P{}{}{}", t(a.0, false), number(first, a.2), a.1);
    Some(format!("{head}{}{}{}", t(b.0, a.0), number(second, b.2), b.1))
}

/// Whether below a day, the letter, and the factor to the letter's unit.
fn letters(unit: Unit) -> (bool, &'static str, i64) {
    match unit {
        Unit::Second => (true, "S", 1),
        Unit::Minute => (true, "M", 1),
        Unit::Hour => (true, "H", 1),
        Unit::Day => (false, "D", 1),
        Unit::Week => (false, "W", 1),
        Unit::Month => (false, "M", 1),
        Unit::Quarter => (false, "M", 3),
        Unit::Year => (false, "Y", 1),
        Unit::Decade => (false, "Y", 10),
        Unit::Century => (false, "Y", 100),
    }
}
