//! The classes that a word, a number or an expression can be of. Their names are those of the grammar's files.

macro_rules! classes {
    ($($(#[$meta:meta])* $variant:ident $name:literal),* $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(super) enum Class { $($(#[$meta])* $variant),* }

        impl Class {
            pub(super) const ALL: &'static [Self] = &[$(Self::$variant),*];

            pub(super) const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    };
}

classes! {
    // Read by code.
    Num "num",
    /// A number that is not whole, in thousandths.
    Frac "frac",
    Ord "ord",
    /// Day of a month: "3", "3rd", "third".
    Dom "dom",
    Year "year",
    /// "16" behind "2014-", "'98".
    Yy "yy",
    Iso "iso",
    Slash "slash",
    /// "17:30", in minutes.
    Clock "clock",
    /// "1400", in minutes.
    Hhmm "hhmm",
    /// "1990s", as 199.
    Decade "decade",
    Holiday "holiday",
    // Of words.txt.
    Mon "mon",
    MonAbbr "monabbr",
    MonSafe "monsafe",
    Wday "wday",
    WdAbbr "wdabbr",
    Wdays "wdays",
    Unit "unit",
    Units "units",
    CalUnit "calunit",
    Part "part",
    DayPart "daypart",
    Season "season",
    SeasonSafe "seasonsafe",
    Mod "mod",
    Early "early",
    Vague "vague",
    Few "few",
    DecadeWord "decadeword",
    Mer "mer",
    Zone "zone",
    LastWord "lastword",
    NextWord "nextword",
    Each "each",
    YearCue "yearcue",
    MonCue "moncue",
    PastCue "pastcue",
    Rate "rate",
    Fiscal "fiscal",
    // Made by rules.
    DayNode "day",
    MonthNode "month",
    YearNode "yr",
    WeekNode "week",
    QuarterNode "quarter",
    PointNode "point",
    LengthNode "length",
    TimeNode "tod",
}

impl Class {
    pub(super) fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|class| class.name() == name)
    }
}
