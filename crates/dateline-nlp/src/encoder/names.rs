//! Names from the scores of their tags: the best sequence in which an inside tag continues a name of its own kind.
//!
//! The head scores each word alone; taking each word's best tag cuts `Census Bureau` where the first word's best tag is none.
//! The best allowed sequence (Viterbi) costs nothing beside the encoder.

use std::collections::HashMap;

use dateline_types::{Idx, Name, NameKind, TokenId, Tokens};

const KINDS: [NameKind; 5] =
    [NameKind::Person, NameKind::Organisation, NameKind::Place, NameKind::Group, NameKind::Event];

/// How well each kind suits a name: the mean probability of its tags over the name's words, in the order of `KINDS`.
pub(crate) type Leaning = [f32; KINDS.len()];

/// Gives the names of one document that are spelled alike the kind that suits them best together, and a person's last name alone
/// what the whole name says too. A document seldom speaks of two that are called the same, and one sentence often says too little.
pub(crate) fn agree(names: &mut [Name], leanings: &[Leaning], text: &str, tokens: &Tokens) {
    let spelled = |words: &Name| {
        let mut out = String::new();
        for word in words.tokens.start.index()..words.tokens.end.index() {
            out.push_str(tokens.text(text, TokenId::new(word)));
            out.push(' ');
        }
        out.to_lowercase()
    };
    let spellings: Vec<String> = names.iter().map(spelled).collect();
    let mut sums: HashMap<&str, Leaning> = HashMap::new();
    for (name, leaning) in spellings.iter().zip(leanings) {
        add(sums.entry(name).or_default(), leaning);
    }
    let mut bearers: Vec<(&str, Leaning)> = sums
        .iter()
        .filter(|(_, sum)| best(sum) == NameKind::Person)
        .filter_map(|(name, sum)| Some((name.trim_end().rsplit_once(' ')?.1, *sum)))
        .collect();
    // The order of a hash table must not reach a sum.
    bearers.sort_by(|a, b| {
        a.0.cmp(b.0).then_with(|| a.1.partial_cmp(&b.1).unwrap_or(std::cmp::Ordering::Equal))
    });
    let mut last: HashMap<&str, Leaning> = HashMap::new();
    for (name, sum) in &bearers {
        add(last.entry(name).or_default(), sum);
    }
    for ((name, own), spelling) in names.iter_mut().zip(leanings).zip(&spellings) {
        let mut sum = sums.get(spelling.as_str()).copied().unwrap_or_default();
        // Its own sentence counts twice: some texts do speak of two that are called the same.
        add(&mut sum, own);
        if let Some(whole) = last.get(spelling.trim_end()) {
            add(&mut sum, whole);
        }
        name.kind = best(&sum);
    }
}

fn add(to: &mut Leaning, more: &Leaning) {
    for (sum, value) in to.iter_mut().zip(more) {
        *sum += value;
    }
}

fn best(sum: &Leaning) -> NameKind {
    KINDS[super::math::argmax(sum)]
}

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
    row: Vec<f32>,
}

/// Adds the names of a sequence of words, given the scores of each word's tags.
pub(crate) fn decode<'s>(
    tags: &Tags,
    s: &mut Scratch,
    scores: impl Iterator<Item = &'s [f32]> + Clone,
    first: usize,
    out: &mut Vec<Name>,
    leanings: &mut Vec<Leaning>,
) {
    let count = tags.tags.len();
    s.from.clear();
    s.best.clear();
    for row in scores.clone() {
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
            leanings.push(leaning(tags, &mut s.row, scores.clone().skip(start - first).take(end - start)));
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

/// The leaning of a name with these scores of its words' tags.
fn leaning<'s>(tags: &Tags, row: &mut Vec<f32>, scores: impl Iterator<Item = &'s [f32]>) -> Leaning {
    let (mut out, mut words) = (Leaning::default(), 0.0);
    for scores in scores {
        row.clear();
        row.extend_from_slice(scores);
        super::math::softmax(row);
        for (tag, p) in tags.tags.iter().zip(row.iter()) {
            if let Tag::Begin(kind) | Tag::Inside(kind) = tag {
                out[*kind as usize] += p;
            }
        }
        words += 1.0;
    }
    out.map(|sum| sum / f32::max(words, 1.0))
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
        let mut leanings = Vec::new();
        decode(&tags(), &mut Scratch::default(), rows.iter().map(|r| &r[..]), 7, &mut out, &mut leanings);
        assert_eq!(leanings.len(), out.len());
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

    /// Names of single words of "a b c ..." with their leanings; `start..end` in words.
    fn agreed(text: &str, names: &[(usize, usize, NameKind, Leaning)]) -> Vec<NameKind> {
        let mut ranges = dateline_types::IndexVec::new();
        let mut at = 0;
        for word in text.split(' ') {
            let len = u32::try_from(word.len()).unwrap();
            ranges.push(dateline_types::TextRange::at(at, len));
            at += len + 1;
        }
        let tokens = Tokens { ranges, ..Tokens::default() };
        let (mut some, leanings): (Vec<Name>, Vec<Leaning>) = names
            .iter()
            .map(|n| (Name { tokens: TokenId::new(n.0)..TokenId::new(n.1), kind: n.2 }, n.3))
            .unzip();
        agree(&mut some, &leanings, text, &tokens);
        some.iter().map(|n| n.kind).collect()
    }

    #[test]
    fn names_spelled_alike_are_of_one_kind() {
        use NameKind::{Organisation, Person, Place};
        let sure = [0.0, 0.9, 0.1, 0.0, 0.0];
        let unsure = [0.5, 0.4, 0.1, 0.0, 0.0];
        let all = [(0, 1, Organisation, sure), (2, 3, Person, unsure), (3, 4, Person, unsure)];
        assert_eq!(agreed("Xinhua said XINHUA Reuters", &all), [Organisation, Organisation, Person]);
        let whole = [(0, 2, Person, [0.9, 0.0, 0.1, 0.0, 0.0]), (3, 4, Place, [0.4, 0.0, 0.5, 0.0, 0.0])];
        assert_eq!(agreed("Ann Lee of Lee", &whole), [Person, Person]);
        let house =
            [(0, 2, Organisation, [0.1, 0.9, 0.0, 0.0, 0.0]), (3, 4, Place, [0.4, 0.0, 0.5, 0.0, 0.0])];
        assert_eq!(agreed("House Lee of Lee", &house), [Organisation, Place]);
    }

    #[test]
    fn labels_without_outside_or_beginning_are_no_tags() {
        assert!(Tags::new(vec![Tag::Begin(NameKind::Person)]).is_none());
        assert!(Tags::new(vec![Tag::Outside, Tag::Inside(NameKind::Person)]).is_none());
    }
}
