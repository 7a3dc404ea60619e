//! What an expression means before it is resolved.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Unit {
    pub(super) const ALL: [Self; 10] = [
        Self::Second,
        Self::Minute,
        Self::Hour,
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Quarter,
        Self::Year,
        Self::Decade,
        Self::Century,
    ];

    pub(super) fn of(value: i32) -> Option<Self> {
        usize::try_from(value).ok().and_then(|i| Self::ALL.get(i)).copied()
    }
}

/// Which one of those that recur.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// The tense says.
    Bare,
    Last,
    This,
    Next,
    /// Beside the time last told: "that", "the same", "the following".
    Same,
    After,
    Before,
}

/// What a distance counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    Anchor,
    /// The time last told.
    Text,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum YearRef {
    None,
    Stated(i32),
    /// Years from the anchor's.
    Shift(i32),
    /// Years from the one last told.
    Text(i32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vague {
    Past,
    Present,
    Future,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Sem {
    Day {
        year: YearRef,
        month: i32,
        day: i32,
        which: Which,
    },
    Date {
        year: i32,
        month: i32,
        day: i32,
    },
    Month {
        year: YearRef,
        month: i32,
        which: Which,
    },
    Year(YearRef),
    Years(i32, i32),
    Quarter {
        year: YearRef,
        quarter: i32,
        which: Which,
    },
    /// The quarter last told, or the last whole one, moved by years and quarters.
    QuarterTold {
        years: i32,
        quarters: i32,
    },
    /// "That quarter", be it one that was only compared with.
    QuarterThat,
    Half {
        year: YearRef,
        half: i32,
    },
    Season {
        year: YearRef,
        season: i32,
        which: Which,
    },
    /// In tens of years.
    Decade(i32),
    /// In hundreds of years.
    Century(i32),
    Weekday {
        day: i32,
        which: Which,
    },
    /// The first of two weekdays ("from Thursday to Monday").
    WeekdayFirst {
        day: i32,
        last: i32,
    },
    WeekdayOf {
        day: i32,
        of: Box<Sem>,
    },
    /// "The 19th" of a month that is not said.
    DayAlone(i32),
    /// The week that holds a day.
    WeekOf(Box<Sem>),
    /// So many days from a day.
    Beside {
        of: Box<Sem>,
        days: i32,
    },
    Unit {
        unit: Unit,
        n: i32,
        base: Base,
    },
    Weekend {
        n: i32,
        which: Which,
    },
    /// So much before or after; in thousandths of the unit.
    Away {
        unit: Unit,
        amount: i32,
        sign: i32,
        base: Base,
    },
    /// In thousandths of the unit; `None` for an unknown number.
    Length {
        unit: Unit,
        amount: Option<i32>,
    },
    UnknownLength,
    /// A length that ends or begins with the anchor: "the past three days".
    Stretch {
        unit: Unit,
        amount: i32,
        sign: i32,
    },
    Lengths {
        first: (Unit, i32),
        second: (Unit, i32),
    },
    Every {
        unit: Unit,
        n: i32,
    },
    EveryWeekday {
        day: i32,
        part: Option<i32>,
    },
    EveryMonth(i32),
    EveryPart(i32),
    Vague(Vague),
    Part {
        of: Box<Sem>,
        part: i32,
    },
    Clock {
        of: Option<Box<Sem>>,
        minute: i32,
        zone: Option<i32>,
    },
    Holiday {
        row: i32,
        year: YearRef,
        which: Which,
    },
    /// Around, or a stretch of, what it holds.
    Edge(Box<Sem>),
    Birthday(Option<i32>),
    Anniversary(Option<i32>),
    /// "The fourth day".
    Counted(i32),
    Nothing,
}
