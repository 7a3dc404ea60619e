//! The operations that rules name, and what they make of a match.

use super::chart::Captures;
use super::class::Class;
use super::sem::{Base, Sem, Unit, Vague, Which, YearRef};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Op {
    Day(Which),
    Iso,
    Month(Which),
    Year,
    YearShift(i32, Base),
    Years,
    Quarter(Which),
    QuarterTold(i32, i32),
    /// The one that ends with the month.
    QuarterOfMonth,
    Half,
    Season(Which),
    Decade,
    Century(Option<i32>),
    Weekday(Which),
    WeekdayFirst,
    WeekdayOf,
    WeekOf,
    DayAlone,
    QuarterThat,
    Beside(i32),
    Unit(Option<Unit>, i32, Base),
    Weekend(i32, Which),
    Away(i32, Base),
    /// What the number is multiplied with, in thousandths; the number is one where none is captured.
    Length(i32, Option<Unit>),
    Lengths,
    VagueLength,
    UnknownLength,
    Stretch(i32),
    Every(i32, Option<Unit>),
    EveryWeekday,
    EveryMonth,
    EveryPart,
    Vague(Vague),
    Part(Option<i32>),
    PartOf(i32, i32),
    PartTold(i32),
    Clock(Option<i32>),
    Holiday(Which),
    Same(Class),
    Edge(Class),
    Birthday,
    Anniversary,
    Counted,
    /// What only looks like time.
    Nothing,
}

pub(super) fn parse_op(line: &str) -> Result<Op, String> {
    let mut parts = line.split_whitespace();
    let name = parts.next().unwrap_or_default();
    let args: Vec<&str> = parts.collect();
    let bad = || format!("operation {line:?}");
    let int = |i: usize| args.get(i).and_then(|a| a.parse::<i32>().ok());
    let which = || -> Result<Which, String> {
        Ok(match args.first().copied() {
            None | Some("bare") => Which::Bare,
            Some("last") => Which::Last,
            Some("this") => Which::This,
            Some("next") => Which::Next,
            Some("same") => Which::Same,
            Some("after") => Which::After,
            Some("before") => Which::Before,
            Some(_) => return Err(bad()),
        })
    };
    let base = |i: usize| if args.get(i) == Some(&"text") { Base::Text } else { Base::Anchor };
    let unit = |i: usize| match args.get(i).copied() {
        Some("day") => Some(Unit::Day),
        Some("week") => Some(Unit::Week),
        Some("month") => Some(Unit::Month),
        Some("quarter") => Some(Unit::Quarter),
        Some("year") => Some(Unit::Year),
        Some("hour") => Some(Unit::Hour),
        Some("decade") => Some(Unit::Decade),
        _ => None,
    };
    let class = || args.first().and_then(|a| Class::parse(a)).ok_or_else(bad);
    Ok(match name {
        "day" => Op::Day(which()?),
        "iso" => Op::Iso,
        "month" => Op::Month(which()?),
        "year" => Op::Year,
        "year-shift" => Op::YearShift(int(0).ok_or_else(bad)?, base(1)),
        "years" => Op::Years,
        "quarter" => Op::Quarter(which()?),
        "quarter-told" => Op::QuarterTold(int(0).ok_or_else(bad)?, int(1).unwrap_or(0)),
        "quarter-of-month" => Op::QuarterOfMonth,
        "half" => Op::Half,
        "season" => Op::Season(which()?),
        "decade" => Op::Decade,
        "century" => Op::Century(int(0)),
        "weekday" => Op::Weekday(which()?),
        "weekday-first" => Op::WeekdayFirst,
        "weekday-of" => Op::WeekdayOf,
        "week-of" => Op::WeekOf,
        "day-alone" => Op::DayAlone,
        "quarter-that" => Op::QuarterThat,
        "beside" => Op::Beside(int(0).ok_or_else(bad)?),
        "unit" => match unit(0) {
            Some(u) => Op::Unit(Some(u), int(1).ok_or_else(bad)?, base(2)),
            None => Op::Unit(None, int(0).ok_or_else(bad)?, base(1)),
        },
        "weekend" => Op::Weekend(int(1).unwrap_or(0), which()?),
        "away" => Op::Away(int(0).ok_or_else(bad)?, base(1)),
        "length" => Op::Length(int(0).unwrap_or(1000), unit(1)),
        "lengths" => Op::Lengths,
        "stretch" => Op::Stretch(int(0).ok_or_else(bad)?),
        "unknown-length" => Op::UnknownLength,
        "vague-length" => Op::VagueLength,
        "every" => Op::Every(int(0).unwrap_or(1), unit(1)),
        "every-weekday" => Op::EveryWeekday,
        "every-month" => Op::EveryMonth,
        "every-part" => Op::EveryPart,
        "past" => Op::Vague(Vague::Past),
        "present" => Op::Vague(Vague::Present),
        "future" => Op::Vague(Vague::Future),
        "part" => Op::Part(int(0)),
        "part-of" => Op::PartOf(int(0).ok_or_else(bad)?, int(1).unwrap_or(-1)),
        "part-told" => Op::PartTold(int(0).ok_or_else(bad)?),
        "clock" => Op::Clock(int(0)),
        "holiday" => Op::Holiday(which()?),
        "same" => Op::Same(class()?),
        "edge" => Op::Edge(class()?),
        "birthday" => Op::Birthday,
        "anniversary" => Op::Anniversary,
        "counted" => Op::Counted,
        "nothing" => Op::Nothing,
        _ => return Err(bad()),
    })
}

/// Number of a captured length, in thousandths; one where the words give none ("a week").
fn amount(c: &Captures<'_>) -> Option<i32> {
    if c.atom(Class::Vague).is_some() {
        return None;
    }
    if let Some(frac) = c.value(Class::Frac) {
        return Some(frac);
    }
    match c.value(Class::Num) {
        Some(n) => n.checked_mul(1000).filter(|_| n <= 100_000),
        None => Some(1000),
    }
}

fn unit(c: &Captures<'_>) -> Option<Unit> {
    c.value(Class::Units)
        .or_else(|| c.value(Class::Unit))
        .or_else(|| c.value(Class::CalUnit))
        .and_then(Unit::of)
}

fn year(c: &Captures<'_>) -> YearRef {
    if let Some(year) = c.value(Class::Year) {
        return YearRef::Stated(year);
    }
    match c.sem(Class::YearNode) {
        Some(Sem::Year(year)) => *year,
        _ => YearRef::None,
    }
}

/// What a rule's operation makes of a match; `None` where the words do not fit together.
pub(super) fn build(op: &Op, c: &Captures<'_>) -> Option<Sem> {
    let month =
        || c.value(Class::Mon).or_else(|| c.value(Class::MonAbbr)).or_else(|| c.value(Class::MonSafe));
    let part = || c.value(Class::DayPart).or_else(|| c.value(Class::Part));
    let weekday =
        || c.value(Class::Wday).or_else(|| c.value(Class::WdAbbr)).or_else(|| c.value(Class::Wdays));
    let season = || c.value(Class::SeasonSafe).or_else(|| c.value(Class::Season));
    let boxed = |class: Class| c.sem(class).cloned().map(Box::new);
    Some(match op {
        Op::Day(which) => {
            Sem::Day { year: year(c), month: month()?, day: c.value(Class::Dom)?, which: *which }
        }
        Op::Iso => {
            let n = c.value(Class::Iso)?;
            Sem::Date { year: n / 10_000, month: n / 100 % 100, day: n % 100 }
        }
        Op::Month(which) => Sem::Month { year: year(c), month: month()?, which: *which },
        Op::Year => {
            let n = c.value(Class::Year).or_else(|| c.value(Class::Num))?;
            let n = match n {
                0..50 => 2000 + n,
                50..100 => 1900 + n,
                _ => n,
            };
            Sem::Year(YearRef::Stated((1500..=2200).contains(&n).then_some(n)?))
        }
        Op::YearShift(n, base) => Sem::Year(match base {
            Base::Anchor => YearRef::Shift(*n),
            Base::Text => YearRef::Text(*n),
        }),
        Op::Years => {
            let a = c.value(Class::Year)?;
            let b = match (c.second(Class::Year), c.value(Class::Yy)) {
                (Some(b), _) => b,
                (None, Some(b)) => a / 100 * 100 + b,
                _ => return None,
            };
            Sem::Years(a, (b > a && b - a < 100).then_some(b)?)
        }
        Op::Quarter(which) => {
            let quarter = c.value(Class::Ord).or_else(|| c.value(Class::Num))?;
            Sem::Quarter {
                year: year(c),
                quarter: (1..=4).contains(&quarter).then_some(quarter)?,
                which: *which,
            }
        }
        Op::QuarterTold(years, quarters) => Sem::QuarterTold { years: *years, quarters: *quarters },
        // Most of "the quarter ended July 31" is of the second one: its middle month says.
        Op::QuarterOfMonth => {
            let middle = (month()? + 10) % 12 + 1;
            Sem::Quarter { year: year(c), quarter: (middle + 2) / 3, which: Which::Bare }
        }
        Op::Half => {
            let half = c.value(Class::Ord)?;
            Sem::Half { year: year(c), half: (1..=2).contains(&half).then_some(half)? }
        }
        Op::Season(which) => Sem::Season { year: year(c), season: season()?, which: *which },
        Op::Decade => match c.value(Class::Decade) {
            Some(decade) => Sem::Decade(decade),
            None => Sem::Decade(190 + c.value(Class::DecadeWord)?),
        },
        Op::Century(told) => match told {
            Some(shift) => Sem::Unit { unit: Unit::Century, n: *shift, base: Base::Anchor },
            None => Sem::Century(c.value(Class::Ord).filter(|n| (1..=30).contains(n))? - 1),
        },
        Op::Weekday(which) => Sem::Weekday { day: weekday()?, which: *which },
        Op::WeekdayFirst => Sem::WeekdayFirst { day: c.value(Class::Wday)?, last: c.second(Class::Wday)? },
        Op::WeekdayOf => Sem::WeekdayOf { day: weekday()?, of: boxed(Class::WeekNode)? },
        Op::DayAlone => Sem::DayAlone(c.value(Class::Dom)?),
        Op::QuarterThat => Sem::QuarterThat,
        Op::WeekOf => Sem::WeekOf(boxed(Class::DayNode)?),
        Op::Beside(days) => Sem::Beside { of: boxed(Class::DayNode)?, days: *days },
        Op::Unit(told, n, base) => Sem::Unit { unit: told.or_else(|| unit(c))?, n: *n, base: *base },
        Op::Weekend(n, which) => Sem::Weekend { n: *n, which: *which },
        Op::Away(sign, base) => match amount(c) {
            Some(amount) => Sem::Away { unit: unit(c)?, amount, sign: *sign, base: *base },
            None => Sem::Vague(if *sign < 0 { Vague::Past } else { Vague::Future }),
        },
        Op::Length(factor, told) => {
            let amount = match amount(c) {
                Some(n) => Some(i32::try_from(i64::from(n) * i64::from(*factor) / 1000).ok()?),
                None => None,
            };
            Sem::Length { unit: told.or_else(|| unit(c))?, amount }
        }
        Op::Lengths => {
            let both = |class: Class, i: usize| if i == 0 { c.value(class) } else { c.second(class) };
            let of = |i: usize| Some((both(Class::Units, i)?, both(Class::Num, i)?.checked_mul(1000)?));
            let (a, b) = (of(0)?, of(1)?);
            Sem::Lengths { first: (Unit::of(a.0)?, a.1), second: (Unit::of(b.0)?, b.1) }
        }
        Op::Stretch(sign) => Sem::Stretch { unit: unit(c)?, amount: amount(c)?, sign: *sign },
        Op::UnknownLength => Sem::UnknownLength,
        Op::VagueLength => Sem::Length { unit: unit(c)?, amount: None },
        Op::Every(n, told) => {
            let n = if *n == 1 { c.value(Class::Num).unwrap_or(1) } else { *n };
            Sem::Every { unit: told.or_else(|| unit(c))?, n: (1..10_000).contains(&n).then_some(n)? }
        }
        Op::EveryWeekday => Sem::EveryWeekday { day: weekday()?, part: part() },
        Op::EveryMonth => Sem::EveryMonth(month()?),
        Op::EveryPart => Sem::EveryPart(part()?),
        Op::Vague(vague) => Sem::Vague(*vague),
        Op::Part(told) => Sem::Part { of: boxed(Class::DayNode)?, part: told.or_else(part)? },
        Op::PartOf(days, told) => {
            let of = Sem::Unit { unit: Unit::Day, n: *days, base: Base::Anchor };
            Sem::Part { of: Box::new(of), part: if *told >= 0 { *told } else { part()? } }
        }
        Op::PartTold(days) => {
            let of = Sem::Unit { unit: Unit::Day, n: *days, base: Base::Text };
            Sem::Part { of: Box::new(of), part: part()? }
        }
        Op::Clock(told) => clock(c, *told)?,
        Op::Holiday(which) => Sem::Holiday { row: c.value(Class::Holiday)?, year: year(c), which: *which },
        Op::Same(class) => c.sem(*class)?.clone(),
        Op::Edge(class) => Sem::Edge(boxed(*class)?),
        Op::Birthday => Sem::Birthday(c.value(Class::Ord)),
        Op::Anniversary => Sem::Anniversary(c.value(Class::Ord)),
        Op::Counted => Sem::Counted(c.value(Class::Ord)?),
        Op::Nothing => Sem::Nothing,
    })
}

fn clock(c: &Captures<'_>, told: Option<i32>) -> Option<Sem> {
    let mut minute = match told {
        Some(minute) => minute,
        None => {
            let hours = c.value(Class::Num).filter(|n| (0..25).contains(n)).map(|n| n * 60);
            c.value(Class::Clock).or_else(|| c.value(Class::Hhmm)).or(hours)?
        }
    };
    if let Some(half) = c.value(Class::Mer) {
        let hour = minute / 60;
        if hour == 0 || hour > 12 {
            return None;
        }
        minute = (hour % 12 + 12 * half) * 60 + minute % 60;
    } else if told.is_none()
        && let Some(part) = c.value(Class::DayPart)
        && part >= 2
        && minute < 720
    {
        minute += 720;
    }
    let of = c.sem(Class::DayNode).cloned().map(Box::new);
    (minute <= 1440).then_some(Sem::Clock { of, minute, zone: c.value(Class::Zone) })
}
