//! Names from the scores of their tags: the best sequence in which an inside tag continues a name of its own kind.
//!
//! The head scores each word alone; taking each word's best tag cuts `Census Bureau` where the first word's best tag is none.
//! The best allowed sequence (Viterbi) costs nothing beside the encoder.

use dateline_types::{Idx, Name, NameKind, TokenId};

/// A label of the names' head.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tag {
    Outside,
    Begin(NameKind),
    Inside(NameKind),
}

impl Tag {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let kind = |kind| {
            Some(match kind {
                "PER" => NameKind::Person,
                "ORG" => NameKind::Organisation,
                "LOC" => NameKind::Place,
                "NORP" => NameKind::Group,
                "EVENT" => NameKind::Event,
                _ => return None,
            })
        };
        match text.split_once('-') {
            None => (text == "O").then_some(Self::Outside),
            Some(("B", k)) => kind(k).map(Self::Begin),
            Some(("I", k)) => kind(k).map(Self::Inside),
            Some(_) => None,
        }
    }
}

/// The tags in the head's order.
pub(crate) struct Tags {
    tags: Vec<Tag>,
    /// For an inside tag the beginning of its kind.
    begin: Vec<Option<usize>>,
}

impl Tags {
    /// None if `Outside` is missing, or the beginning of a kind that has an inside: then no sequence may be allowed.
    pub(crate) fn new(tags: Vec<Tag>) -> Option<Self> {
        let place = |tag: Tag| tags.iter().position(|t| *t == tag);
        place(Tag::Outside).filter(|_| tags.len() <= 1 + usize::from(u8::MAX))?;
        let begin = tags.iter().map(|tag| match tag {
            Tag::Inside(kind) => place(Tag::Begin(*kind)).map(Some),
            _ => Some(None),
        });
        let begin = begin.collect::<Option<Vec<_>>>()?;
        Some(Self { tags, begin })
    }
}

#[derive(Default)]
pub(crate) struct Scratch {
    /// The score of the best sequence that ends in each tag.
    best: Vec<f32>,
    next: Vec<f32>,
    /// For each word and tag the tag before.
    from: Vec<u8>,
    path: Vec<u8>,
}

/// Adds the names of a sequence of words, given the scores of each word's tags.
pub(crate) fn decode<'s>(
    tags: &Tags,
    s: &mut Scratch,
    scores: impl Iterator<Item = &'s [f32]>,
    first: usize,
    out: &mut Vec<Name>,
) {
    let count = tags.tags.len();
    s.from.clear();
    s.best.clear();
    for row in scores {
        // Nothing stands before the first word: inside tags are out of the question there.
        let start = s.best.is_empty();
        let before = if start { 0 } else { super::math::argmax(&s.best) };
        s.next.clear();
        for (tag, (begin, own)) in tags.begin.iter().zip(row).enumerate() {
            let (score, from) = match *begin {
                None => (if start { 0.0 } else { s.best[before] }, before),
                Some(_) if start => (f32::NEG_INFINITY, 0),
                Some(begin) if s.best[begin] >= s.best[tag] => (s.best[begin], begin),
                Some(_) => (s.best[tag], tag),
            };
            s.next.push(score + own);
            s.from.push(from as u8);
        }
        std::mem::swap(&mut s.best, &mut s.next);
    }
    if s.best.is_empty() {
        return;
    }
    s.path.clear();
    let mut at = super::math::argmax(&s.best);
    for row in s.from.chunks_exact(count).rev() {
        s.path.push(at as u8);
        at = usize::from(row[at]);
    }
    let mut open: Option<(usize, NameKind)> = None;
    let mut close = |open: &mut Option<(usize, NameKind)>, end: usize| {
        if let Some((start, kind)) = open.take() {
            out.push(Name { tokens: TokenId::new(start)..TokenId::new(end), kind });
        }
    };
    let words = s.path.len();
    for (token, tag) in (first..).zip(s.path.iter().rev()) {
        match tags.tags[usize::from(*tag)] {
            Tag::Outside => close(&mut open, token),
            Tag::Inside(_) => {}
            Tag::Begin(kind) => {
                close(&mut open, token);
                open = Some((token, kind));
            }
        }
    }
    close(&mut open, first + words);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags() -> Tags {
        let names = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG"];
        Tags::new(names.iter().filter_map(|n| Tag::parse(n)).collect()).unwrap()
    }

    fn names(rows: &[[f32; 5]]) -> Vec<(usize, usize, NameKind)> {
        let mut out = Vec::new();
        decode(&tags(), &mut Scratch::default(), rows.iter().map(|r| &r[..]), 7, &mut out);
        out.iter().map(|n| (n.tokens.start.index(), n.tokens.end.index(), n.kind)).collect()
    }

    #[test]
    fn an_inside_tag_draws_its_beginning_in() {
        // Alone the first word is none and the second inside an organisation.
        let rows = [[1.0, 0.0, 0.0, 0.8, 0.0], [0.0, 0.0, 0.0, 0.5, 3.0]];
        assert_eq!(names(&rows), [(7, 9, NameKind::Organisation)]);
    }

    #[test]
    fn kinds_do_not_mix_inside_a_name() {
        let rows = [[0.0, 2.0, 0.0, 1.5, 0.0], [0.0, 0.0, 0.2, 0.0, 3.0]];
        assert_eq!(names(&rows), [(7, 9, NameKind::Organisation)]);
    }

    #[test]
    fn names_that_touch_stay_two() {
        let rows = [[0.0, 3.0, 0.0, 0.0, 0.0], [0.0, 3.0, 0.0, 0.0, 0.0], [3.0, 0.0, 0.0, 0.0, 0.0]];
        assert_eq!(names(&rows), [(7, 8, NameKind::Person), (8, 9, NameKind::Person)]);
        assert_eq!(names(&[]), []);
    }

    #[test]
    fn labels_without_outside_or_beginning_are_no_tags() {
        assert!(Tags::new(vec![Tag::Begin(NameKind::Person)]).is_none());
        assert!(Tags::new(vec![Tag::Outside, Tag::Inside(NameKind::Person)]).is_none());
    }
}
