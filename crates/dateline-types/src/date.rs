use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

/// A point of the calendar at the precision that a text gives: a day, a month or a year (proleptic Gregorian, years 1-9999).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CalendarPoint {
    Day(Date),
    Month { year: i16, month: i8 },
    Year(i16),
}

impl CalendarPoint {
    /// First day that the point covers.
    pub fn first(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Month { year, month } => Date::new(year, month, 1).unwrap_or(Date::MIN),
            Self::Year(year) => Date::new(year, 1, 1).unwrap_or(Date::MIN),
        }
    }

    /// Last day that the point covers.
    pub fn last(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Month { .. } => self.first().last_of_month(),
            Self::Year(year) => Date::new(year, 12, 31).unwrap_or(Date::MAX),
        }
    }
}

/// When an event happened or is to happen. Written as `2025-12-25`, `2025-12`, `2025` or `START/END` with both ends included.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum When {
    Point(CalendarPoint),
    /// The first end is not after the second one.
    Interval(CalendarPoint, CalendarPoint),
}

impl When {
    pub const fn day(day: Date) -> Self {
        Self::Point(CalendarPoint::Day(day))
    }

    /// An interval of days; a single day when both are the same, ordered whatever the order given.
    pub fn days(a: Date, b: Date) -> Self {
        let (start, end) = if a <= b { (a, b) } else { (b, a) };
        if start == end {
            Self::day(start)
        } else {
            Self::Interval(CalendarPoint::Day(start), CalendarPoint::Day(end))
        }
    }

    pub fn first(self) -> Date {
        match self {
            Self::Point(point) | Self::Interval(point, _) => point.first(),
        }
    }

    pub fn last(self) -> Date {
        match self {
            Self::Point(point) | Self::Interval(_, point) => point.last(),
        }
    }
}

/// How an event came by its date.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DateBasis {
    /// Words of the text give it.
    Stated,
    /// No words of its own give it; the day of the passage that it continues, or the article's own, is taken, and said to be.
    Assumed,
}

impl DateBasis {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Assumed => "assumed",
        }
    }
}

impl fmt::Display for CalendarPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{:04}-{:02}-{:02}", day.year(), day.month(), day.day()),
            Self::Month { year, month } => write!(f, "{year:04}-{month:02}"),
            Self::Year(year) => write!(f, "{year:04}"),
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Point(point) => point.fmt(f),
            Self::Interval(start, end) => write!(f, "{start}/{end}"),
        }
    }
}

/// A text that is none of the four written forms of [`When`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ParseWhenError;

impl fmt::Display for ParseWhenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected YYYY-MM-DD, YYYY-MM, YYYY or START/END")
    }
}

impl std::error::Error for ParseWhenError {}

impl FromStr for CalendarPoint {
    type Err = ParseWhenError;

    fn from_str(text: &str) -> Result<Self, ParseWhenError> {
        let digits = |s: &str, len: usize| -> Result<i16, ParseWhenError> {
            if s.len() == len && s.bytes().all(|b| b.is_ascii_digit()) {
                s.parse().map_err(|_| ParseWhenError)
            } else {
                Err(ParseWhenError)
            }
        };
        let mut parts = text.split('-');
        let year = digits(parts.next().unwrap_or_default(), 4)?;
        let (month, day) = (parts.next(), parts.next());
        if parts.next().is_some() || year < 1 {
            return Err(ParseWhenError);
        }
        let Some(month) = month else { return Ok(Self::Year(year)) };
        let month = i8::try_from(digits(month, 2)?).map_err(|_| ParseWhenError)?;
        let day = day.map(|d| digits(d, 2)).transpose()?.map_or(1, |d| d);
        let day = i8::try_from(day).map_err(|_| ParseWhenError)?;
        let date = Date::new(year, month, day).map_err(|_| ParseWhenError)?;
        Ok(if text.len() == 7 { Self::Month { year, month } } else { Self::Day(date) })
    }
}

impl FromStr for When {
    type Err = ParseWhenError;

    fn from_str(text: &str) -> Result<Self, ParseWhenError> {
        let Some((start, end)) = text.split_once('/') else { return Ok(Self::Point(text.parse()?)) };
        let (start, end): (CalendarPoint, CalendarPoint) = (start.parse()?, end.parse()?);
        if start.first() > end.last() {
            return Err(ParseWhenError);
        }
        Ok(Self::Interval(start, end))
    }
}

#[cfg(test)]
mod tests {
    use super::{CalendarPoint, When};

    #[test]
    fn the_four_forms_read_back_as_written() {
        for text in ["2025-12-25", "2025-08", "1999", "2025-12-20/2025-12-25", "2024/2025-03"] {
            assert_eq!(text.parse::<When>().map(|w| w.to_string()).as_deref(), Ok(text));
        }
        for text in [
            "",
            "2025-13",
            "2025-02-30",
            "25",
            "2025-1-1",
            "2025-12-25/2025-12-20",
            "PAST_REF",
            "2025-12-25-1",
        ] {
            assert!(text.parse::<When>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_point_knows_the_days_that_it_covers() {
        let point: CalendarPoint = "2024-02".parse().unwrap();
        assert_eq!((point.first().day(), point.last().day()), (1, 29));
    }
}
