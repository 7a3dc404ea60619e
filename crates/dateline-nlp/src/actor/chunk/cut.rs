//! One sentence into chunks: where a phrase begins and ends, and what stands inside of it.

use dateline_types::{MentionKind, TextRange};

use super::super::compile::{kind, sense};
use super::super::phrase::{self, Head, Reading, head};
use super::super::scan::{Hit, Item};
use super::super::table::Table;
use super::super::who;
use super::super::words::{COMMON, INNER, MISTER, PRONOUNS, listed, lower_is};
use super::Chunk;

/// Items that a phrase may have.
const LONGEST: usize = 24;
/// Small words before the first name or role that still belong to the phrase.
const BEFORE: usize = 4;
/// What may stand at the very left of a phrase.
const OPENERS: &[&str] =
    &["the", "a", "an", "this", "these", "those", "both", "all", "his", "her", "its", "their", "our", "my"];
/// Prepositions whose complement tells more of the head.
const COMPLEMENTS: &[&str] = &["of", "in", "at", "from", "for", "near"];

/// The state of the cutting of a sentence.
pub(super) struct Cutter<'c, 't> {
    pub(super) table: &'t Table,
    pub(super) text: &'c str,
    pub(super) items: &'c [Item],
    pub(super) sentence: usize,
    pub(super) day: Option<i32>,
    pub(super) quoted: bool,
    pub(super) out: &'c mut Vec<Chunk<'t>>,
}

/// The head around which the parts of a phrase stand.
struct Inner {
    head: TextRange,
    /// A name that the table does not know.
    named: bool,
    /// A surname.
    short: bool,
}

impl<'c> Cutter<'c, '_> {
    /// Cuts the sentence; tells whether it ends inside of quotation marks.
    pub(super) fn run(mut self) -> bool {
        let mut i = 0;
        while i < self.items.len() {
            i = match self.items[i] {
                Item::Mark { mark, .. } => {
                    self.quoted = match mark {
                        '“' => true,
                        '”' | '\n' => false,
                        '"' => !self.quoted,
                        _ => self.quoted,
                    };
                    i + 1
                }
                Item::Word { range, capital } => self.word(i, range, capital),
                Item::Hit(_) => self.take(i),
            };
        }
        self.quoted
    }

    fn slice(&self, range: TextRange) -> &'c str {
        range.slice(self.text).unwrap_or_default()
    }

    /// The first sentence is the title, where every word may have a capital.
    fn in_title(&self) -> bool {
        self.sentence == 0
    }

    fn pronoun(&mut self, range: TextRange) {
        self.out.push(Chunk::plain(range, MentionKind::Pronoun, self.sentence, self.quoted));
    }

    /// A word that the table does not know: a pronoun, the beginning of a name, or nothing. Gives the item after it.
    fn word(&mut self, i: usize, range: TextRange, capital: bool) -> usize {
        let word = self.slice(range);
        if listed(word, PRONOUNS) && (!word.eq_ignore_ascii_case("us") || !word.contains('U')) {
            self.pronoun(range);
        } else if capital && self.name_start(i) {
            return self.take(i);
        } else if capital && !self.in_title() && word.chars().count() > 2 && !listed(word, COMMON) {
            let reading = Reading { head: Head::Name(range), ..Reading::default() };
            self.out.push(Chunk {
                reading,
                doubtful: true,
                ..Chunk::plain(range, MentionKind::Name, self.sentence, self.quoted)
            });
        }
        i + 1
    }

    /// A capital that begins a name and not only a sentence: two of them in a row, or one inside a sentence.
    fn name_start(&self, i: usize) -> bool {
        let (text, items) = (self.text, self.items);
        let word = items[i].word(text).unwrap_or_default();
        if word.chars().count() < 2 || listed(word, COMMON) {
            return false;
        }
        let next = items.get(i + 1);
        let pair = next.is_some_and(|n| {
            n.is_capital() && !n.word(text).is_some_and(|w| listed(w, COMMON))
                || n.hit().is_some_and(|h| h.is_short())
                || head::given(word) && n.hit().is_some_and(head::place_name)
        });
        pair || (!self.in_title()
            && i > 0
            && !items[i - 1].is_mark('.')
            && !items[i - 1].is_mark('"')
            && !items[i - 1].is_mark('“'))
    }

    /// Takes the longest phrase from here on; gives the item after it.
    fn take(&mut self, start: usize) -> usize {
        let (table, text, items) = (self.table, self.text, self.items);
        let end = self.end_of(start);
        let first = self.begin_of(start);
        let reading = phrase::read_parts(table, text, &items[first..end], self.tail(end), 1);
        let range = items[first].range().cover(items[end - 1].range());
        // A role word alone with a capital in the middle of nothing known stays; places and adjectives alone are modifiers of nothing.
        let kind = match &reading.head {
            Head::Role(_) | Head::None => MentionKind::Nominal,
            Head::State(_, sense::ADJECTIVE) => MentionKind::Modifier,
            _ => MentionKind::Name,
        };
        let head = Inner {
            head: reading.head_range.unwrap_or(range),
            named: matches!(reading.head, Head::Name(_)),
            short: reading.short,
        };
        let referents = who::referents(table, &reading, self.day);
        let plain = Chunk::plain(range, kind, self.sentence, self.quoted);
        self.out.push(Chunk { head: head.head, referents, reading, ..plain });
        self.inside(head, first, end);
        end
    }

    /// The item after the last name or role of the phrase that begins here.
    fn end_of(&self, start: usize) -> usize {
        let (text, items) = (self.text, self.items);
        let mut end = start;
        let mut last_solid = start;
        while end < items.len() && end - start < LONGEST && self.goes_on(start, end) {
            let solid = matches!(&items[end], Item::Hit(_)) || items[end].is_capital();
            end += 1;
            if !solid {
                continue;
            }
            last_solid = end;
            let Item::Hit(h) = &items[end - 1] else { continue };
            let owns = items.get(end).is_some_and(|n| n.is_mark('\'') || n.is_mark('-'));
            // "Ibrahim Idris": both are surnames of the table, together they are somebody else.
            let beside = text.get(h.range.end() as usize..).is_some_and(|t| t.starts_with(' '));
            let more = h.is_short()
                && items.get(end).is_some_and(|n| {
                    n.is_capital()
                        || beside
                            && n.hit().is_some_and(|n| {
                                let given = || head::given(self.slice(h.range)) && head::place_name(n);
                                n.is_short() || n.kind == kind::CITY || given()
                            })
                });
            if h.is_person() && !owns && !more {
                break;
            }
        }
        last_solid.max(start + 1)
    }

    /// Whether the item at `end` may belong to the phrase that begins at `start`.
    fn goes_on(&self, start: usize, end: usize) -> bool {
        let (text, items) = (self.text, self.items);
        let prev = (end > start).then(|| &items[end - 1]);
        match &items[end] {
            Item::Hit(h) => {
                let before = prev.and_then(Item::hit);
                let after_role = before.is_some_and(Hit::is_role);
                // "Gaza Trump", "Palestinians Trump": a state is no title and no given name; "Britain Liu Xiaming" is settled later.
                let alone = !items.get(end + 1).is_some_and(Item::is_capital);
                if h.is_person()
                    && alone
                    && before.is_some_and(|b| b.is_state() && b.sense.how != sense::ADJECTIVE)
                {
                    return false;
                }
                // "police Russian" are two phrases; "US President" and "President of" are one.
                !(after_role
                    && h.is_state()
                    && prev.is_some_and(|p| self.slice(p.range()).starts_with(char::is_lowercase)))
            }
            Item::Word { capital: true, range } => {
                let word = self.slice(*range);
                let after_state = prev.and_then(Item::hit).is_some_and(|h| h.is_state() && !h.is_adjective());
                (listed(word, MISTER) || !listed(word, COMMON)) && !(after_state && self.in_title())
            }
            Item::Word { capital: false, range } => {
                let hyphen = prev.is_some_and(|p| p.is_mark('-'));
                (hyphen || listed(self.slice(*range), INNER) || self.shared(start, end))
                    && reaches(text, items, end)
            }
            Item::Mark { mark: '\'', .. } => items.get(end + 1).is_some() && reaches(text, items, end),
            Item::Mark { mark: mark @ ('-' | '.'), range } => {
                items.get(end + 1).is_some_and(|n| {
                    n.range().start() == range.end()
                        || *mark == '.'
                            && prev.is_some_and(|p| p.range().len() <= 4)
                            && (n.is_capital() || n.hit().is_some_and(Hit::is_short))
                }) && reaches(text, items, end)
            }
            Item::Mark { .. } => false,
        }
    }

    /// "The Turkish and Greek sides": "and" between two states' adjectives that share a role.
    fn shared(&self, start: usize, end: usize) -> bool {
        let adjective = |i: usize| self.items.get(i).and_then(Item::hit).is_some_and(|h| h.is_adjective());
        let role = || self.items.get(end + 2).and_then(Item::hit).is_some_and(Hit::is_role);
        end > start
            && adjective(end - 1)
            && lower_is(self.slice(self.items[end].range()), &["and"])
            && adjective(end + 1)
            && role()
    }

    /// The item with which the phrase begins: small words and an article before the name or role.
    fn begin_of(&self, start: usize) -> usize {
        let (text, items) = (self.text, self.items);
        let mut first = start;
        while first > 0 && start - first < BEFORE {
            let Some(word) = items[first - 1].word(text) else {
                let inner = |i: &Item| i.word(text).is_some_and(|w| listed(w, INNER));
                if items[first - 1].is_mark('-') && first > 1 && inner(&items[first - 2]) {
                    first -= 1;
                    continue;
                }
                break;
            };
            let number = word.bytes().all(|b| b.is_ascii_digit() || b == b',');
            let opener = lower_is(word, OPENERS);
            if !(number || opener || listed(word, INNER) || listed(word, MISTER)) {
                break;
            }
            first -= 1;
            if opener {
                break;
            }
        }
        first
    }

    /// What stands behind the phrase and may tell more of its head.
    fn tail(&self, end: usize) -> &'c [Item] {
        let items = self.items;
        match items.get(end) {
            Some(Item::Word { capital: false, range }) if lower_is(self.slice(*range), COMPLEMENTS) => {
                &items[end..items.len().min(end + 8)]
            }
            Some(Item::Mark { mark: ',', .. }) => &items[end..items.len().min(end + 14)],
            _ => &[],
        }
    }

    /// What stands inside a phrase: the states, bodies and persons that modify the head.
    fn inside(&mut self, of: Inner, first: usize, end: usize) {
        let (table, text, items) = (self.table, self.text, self.items);
        let Inner { head, named, short } = of;
        for i in first..end {
            match &items[i] {
                Item::Hit(h)
                    if h.range != head
                        && !h.is_role()
                        && !(head.contains(h.range) && (h.is_short() || named))
                        && !(short
                            && h.kind == kind::CITY
                            && text.get(h.range.end() as usize..head.start() as usize) == Some(" ")) =>
                {
                    let reading = phrase::read_parts(table, text, &items[i..=i], &[], 3);
                    let kind = if h.is_person() { MentionKind::Name } else { MentionKind::Modifier };
                    let referents = who::referents(table, &reading, self.day);
                    let plain = Chunk::plain(h.range, kind, self.sentence, self.quoted);
                    self.out.push(Chunk { referents, reading, ..plain });
                }
                Item::Word { capital: false, range } if listed(self.slice(*range), PRONOUNS) => {
                    // A phrase that reaches back over its pronoun finds it told already.
                    let told = |c: &Chunk<'_>| c.kind == MentionKind::Pronoun && c.range == *range;
                    if !self.out.iter().rev().take(8).any(told) {
                        self.pronoun(*range);
                    }
                }
                _ => {}
            }
        }
    }
}

/// Whether the small words from here lead on to a name or role within a few items.
fn reaches(text: &str, items: &[Item], from: usize) -> bool {
    for item in items.iter().skip(from + 1).take(4) {
        match item {
            Item::Hit(_) | Item::Word { capital: true, .. } => return true,
            Item::Word { range, .. } if listed(range.slice(text).unwrap_or_default(), INNER) => {}
            Item::Mark { mark: '-', .. } => {}
            _ => return false,
        }
    }
    false
}
