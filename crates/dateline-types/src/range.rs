use std::fmt;

/// A range of UTF-8 bytes in one text, `start <= end`. The only unit of offset inside dateline; characters (Unicode code
/// points), which other tools expect, are computed once where records leave the program.
// Invariant: start <= end.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextRange {
    start: u32,
    end: u32,
}

impl TextRange {
    /// `None` if `start > end`.
    #[inline]
    pub const fn new(start: u32, end: u32) -> Option<Self> {
        if start <= end { Some(Self { start, end }) } else { None }
    }

    /// The range from `start` of `len` bytes; saturates at the largest offset.
    #[inline]
    pub const fn at(start: u32, len: u32) -> Self {
        Self { start, end: start.saturating_add(len) }
    }

    /// From offsets as the standard library counts them. `None` if unordered or beyond 4 GiB.
    #[inline]
    pub fn from_usize(start: usize, end: usize) -> Option<Self> {
        Self::new(u32::try_from(start).ok()?, u32::try_from(end).ok()?)
    }

    #[inline]
    pub const fn start(self) -> u32 {
        self.start
    }

    #[inline]
    pub const fn end(self) -> u32 {
        self.end
    }

    #[inline]
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    #[inline]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The text that the range covers; `None` if it lies outside the text or cuts a character.
    #[inline]
    pub fn slice(self, text: &str) -> Option<&str> {
        text.get(self.start as usize..self.end as usize)
    }

    #[inline]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    #[inline]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest range that holds both.
    #[inline]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    #[inline]
    pub const fn to_std(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl fmt::Debug for TextRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::TextRange;

    #[test]
    fn an_unordered_range_cannot_be_made() {
        assert_eq!(TextRange::new(3, 2), None);
        assert_eq!(TextRange::from_usize(0, usize::MAX), None);
    }

    #[test]
    fn a_slice_that_cuts_a_character_is_none() {
        assert_eq!(TextRange::at(0, 1).slice("é"), None);
        assert_eq!(TextRange::at(0, 2).slice("é"), Some("é"));
        assert_eq!(TextRange::at(0, 3).slice("é"), None);
    }

    #[test]
    fn touching_ranges_do_not_overlap() {
        let (a, b) = (TextRange::at(0, 2), TextRange::at(2, 2));
        assert!(!a.overlaps(b));
        assert_eq!(a.cover(b), TextRange::at(0, 4));
    }
}
