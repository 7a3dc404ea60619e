//! Cuts a document into stretches that may mean a participant: names with their titles, descriptions, pronouns.

use dateline_types::{Anchor, MentionKind, Referent, TextRange, Tokens};

use super::compile::{kind, role, sense};
use super::phrase::{self, Head, Reading, listed, lower_is};
use super::scan::{self, Hit, Item};
use super::table::{EntityId, Table, number};
use super::who;

/// A mention with what coreference needs to know of it.
#[derive(Clone, Debug)]
pub(crate) struct Chunk {
    pub(crate) range: TextRange,
    pub(crate) head: TextRange,
    pub(crate) kind: MentionKind,
    pub(crate) reading: Reading,
    pub(crate) referents: Vec<Referent>,
    /// Number of its sentence.
    pub(crate) sentence: usize,
    /// A capital at the start of a sentence, a name only if the document has it elsewhere.
    pub(crate) doubtful: bool,
    /// Inside quotation marks.
    pub(crate) quoted: bool,
}

const PRONOUNS: &[&str] = &[
    "i",
    "he",
    "it",
    "me",
    "my",
    "us",
    "we",
    "her",
    "him",
    "his",
    "its",
    "our",
    "she",
    "hers",
    "mine",
    "ours",
    "them",
    "they",
    "their",
    "itself",
    "myself",
    "theirs",
    "herself",
    "himself",
    "ourselves",
    "themselves",
];
/// Small words that stand between the parts of a name phrase.
const INNER: &[&str] = &[
    "ex",
    "led",
    "new",
    "old",
    "pro",
    "run",
    "six",
    "ten",
    "top",
    "two",
    "anti",
    "arab",
    "born",
    "five",
    "four",
    "good",
    "held",
    "high",
    "late",
    "long",
    "main",
    "male",
    "many",
    "more",
    "nine",
    "self",
    "some",
    "then",
    "time",
    "year",
    "armed",
    "based",
    "chief",
    "dozen",
    "eight",
    "first",
    "joint",
    "level",
    "local",
    "other",
    "rebel",
    "rival",
    "royal",
    "seven",
    "state",
    "sunni",
    "three",
    "young",
    "acting",
    "allied",
    "backed",
    "deputy",
    "exiled",
    "fellow",
    "female",
    "former",
    "jailed",
    "jewish",
    "masked",
    "muslim",
    "ousted",
    "police",
    "public",
    "ruling",
    "second",
    "senior",
    "shiite",
    "styled",
    "alleged",
    "central",
    "current",
    "deposed",
    "eastern",
    "elderly",
    "elected",
    "federal",
    "foreign",
    "hundred",
    "interim",
    "kurdish",
    "leading",
    "leftist",
    "liberal",
    "private",
    "radical",
    "ranking",
    "several",
    "special",
    "unknown",
    "unnamed",
    "veteran",
    "warring",
    "western",
    "wounded",
    "captured",
    "civilian",
    "detained",
    "domestic",
    "hardline",
    "islamist",
    "military",
    "moderate",
    "national",
    "northern",
    "official",
    "outgoing",
    "powerful",
    "regional",
    "southern",
    "thousand",
    "christian",
    "coalition",
    "communist",
    "prominent",
    "suspected",
    "controlled",
    "opposition",
    "proclaimed",
    "provincial",
    "independent",
    "influential",
    "conservative",
    "unidentified",
    "international",
];

pub(crate) fn day_of(anchor: Anchor) -> Option<i32> {
    anchor.date().map(number)
}

/// All chunks of the document in text order.
pub(crate) fn chunks(table: &Table, text: &str, tokens: &Tokens, anchor: Anchor) -> Vec<Chunk> {
    let day = day_of(anchor);
    let mut out: Vec<Chunk> = Vec::new();
    let mut items: Vec<Item> = Vec::new();
    let mut quoted = false;
    for (number, words) in tokens.sentences.iter().enumerate() {
        let Some(range) = tokens.cover(words) else { continue };
        items.clear();
        scan::scan(table, text, range, &mut items);
        // "The kingdom" means somebody only in a document that is read whole.
        for item in &mut items {
            if let Item::Hit(hit) = item
                && hit.kind == kind::BODY
                && table.extra(hit.sense.entity) & role::NEEDS != 0
            {
                *item = Item::Word { range: hit.range, capital: false };
            }
        }
        sentence(table, text, &items, number, day, &mut quoted, &mut out);
    }
    drop_doubtful(text, &mut out);
    settle(table, text, day, &mut out);
    sort(&mut out);
    appose(table, text, &mut out);
    for c in &mut out {
        if matches!(c.reading.head, Head::Name(_)) {
            c.referents = who::referents(table, &c.reading, day);
        }
    }
    out
}

fn sentence(
    table: &Table,
    text: &str,
    items: &[Item],
    number: usize,
    day: Option<i32>,
    quoted: &mut bool,
    out: &mut Vec<Chunk>,
) {
    let mut i = 0;
    let titled_line = number == 0;
    while i < items.len() {
        match &items[i] {
            Item::Mark { mark, .. } => {
                match mark {
                    '“' => *quoted = true,
                    '”' => *quoted = false,
                    '"' => *quoted = !*quoted,
                    '\n' => *quoted = false,
                    _ => {}
                }
                i += 1;
            }
            Item::Word { range, capital } => {
                let word = range.slice(text).unwrap_or_default();
                if listed(word, PRONOUNS) && (!word.eq_ignore_ascii_case("us") || !word.contains('U')) {
                    out.push(Chunk {
                        range: *range,
                        head: *range,
                        kind: MentionKind::Pronoun,
                        reading: Reading::default(),
                        referents: Vec::new(),
                        sentence: number,
                        quoted: *quoted,
                        doubtful: false,
                    });
                    i += 1;
                } else if *capital && name_start(text, items, i, titled_line) {
                    i = take(table, text, items, i, number, day, *quoted, out);
                } else {
                    if *capital && !titled_line && word.chars().count() > 2 && !listed(word, COMMON) {
                        out.push(Chunk {
                            range: *range,
                            head: *range,
                            kind: MentionKind::Name,
                            reading: Reading { head: Head::Name(*range), ..Reading::default() },
                            referents: Vec::new(),
                            sentence: number,
                            quoted: *quoted,
                            doubtful: true,
                        });
                    }
                    i += 1;
                }
            }
            Item::Hit(_) => i = take(table, text, items, i, number, day, *quoted, out),
        }
    }
}

/// A capital that begins a name and not only a sentence: two of them in a row, or one inside a sentence.
fn name_start(text: &str, items: &[Item], i: usize, titled_line: bool) -> bool {
    let word = items[i].word(text).unwrap_or_default();
    if word.chars().count() < 2 || listed(word, COMMON) {
        return false;
    }
    let next = items.get(i + 1);
    let pair = next.is_some_and(|n| {
        n.is_capital() && !n.word(text).is_some_and(|w| listed(w, COMMON))
            || n.hit().is_some_and(|h| h.is_short())
    });
    pair || (!titled_line
        && i > 0
        && !items[i - 1].is_mark('.')
        && !items[i - 1].is_mark('"')
        && !items[i - 1].is_mark('“'))
}

/// Words that begin sentences and headlines with a capital without being names.
const COMMON: &[&str] = &[
    "a",
    "i",
    "an",
    "ap",
    "as",
    "at",
    "by",
    "dr",
    "he",
    "if",
    "in",
    "is",
    "it",
    "mr",
    "ms",
    "no",
    "of",
    "on",
    "or",
    "so",
    "to",
    "up",
    "we",
    "afp",
    "all",
    "and",
    "any",
    "apr",
    "are",
    "aug",
    "but",
    "dec",
    "feb",
    "for",
    "gmt",
    "her",
    "his",
    "how",
    "its",
    "jan",
    "jul",
    "jun",
    "mar",
    "may",
    "mrs",
    "new",
    "not",
    "nov",
    "now",
    "oct",
    "off",
    "one",
    "our",
    "out",
    "sep",
    "she",
    "six",
    "ten",
    "the",
    "two",
    "was",
    "who",
    "why",
    "yes",
    "also",
    "amid",
    "both",
    "each",
    "even",
    "five",
    "four",
    "from",
    "here",
    "into",
    "july",
    "june",
    "just",
    "last",
    "like",
    "many",
    "more",
    "most",
    "next",
    "nine",
    "once",
    "only",
    "over",
    "read",
    "said",
    "says",
    "sept",
    "some",
    "such",
    "than",
    "that",
    "then",
    "they",
    "this",
    "were",
    "what",
    "when",
    "with",
    "about",
    "after",
    "april",
    "covid",
    "eight",
    "every",
    "first",
    "islam",
    "later",
    "march",
    "other",
    "photo",
    "seven",
    "since",
    "still",
    "their",
    "there",
    "these",
    "third",
    "those",
    "three",
    "today",
    "under",
    "where",
    "which",
    "while",
    "august",
    "before",
    "dozens",
    "during",
    "editor",
    "either",
    "friday",
    "monday",
    "second",
    "sunday",
    "though",
    "xinhua",
    "against",
    "another",
    "article",
    "because",
    "chapter",
    "despite",
    "earlier",
    "english",
    "however",
    "january",
    "october",
    "ramadan",
    "reuters",
    "section",
    "several",
    "tuesday",
    "although",
    "december",
    "february",
    "hundreds",
    "internet",
    "november",
    "saturday",
    "thursday",
    "tomorrow",
    "according",
    "christmas",
    "meanwhile",
    "operation",
    "september",
    "thousands",
    "wednesday",
    "yesterday",
    "resolution",
];

const MISTER: &[&str] = &[
    "mr", "mrs", "ms", "miss", "dr", "sir", "dame", "lord", "lady", "madam", "sheikh", "gen", "col", "lt",
    "capt", "sgt", "rev", "prof", "sen", "rep", "gov",
];

/// Takes the longest phrase from here on; gives the item after it.
#[allow(clippy::too_many_arguments)]
fn take(
    table: &Table,
    text: &str,
    items: &[Item],
    start: usize,
    number: usize,
    day: Option<i32>,
    quoted: bool,
    out: &mut Vec<Chunk>,
) -> usize {
    let mut end = start;
    let mut last_solid = start;
    while end < items.len() && end - start < 24 {
        let ok = match &items[end] {
            Item::Hit(h) => {
                let prev = (end > start).then(|| &items[end - 1]);
                let after_role = prev.and_then(Item::hit).is_some_and(Hit::is_role);
                // "police Russian" are two phrases; "US President" and "President of" are one.
                !(after_role
                    && h.is_state()
                    && prev.is_some_and(|p| {
                        p.range().slice(text).is_some_and(|s| s.starts_with(char::is_lowercase))
                    }))
            }
            Item::Word { capital: true, range } => {
                let word = range.slice(text).unwrap_or_default();
                let after_state =
                    end > start && items[end - 1].hit().is_some_and(|h| h.is_state() && !h.is_adjective());
                (lower_is(word, MISTER) || !listed(word, COMMON)) && !(after_state && number == 0)
            }
            Item::Word { capital: false, range } => {
                let word = range.slice(text).unwrap_or_default();
                let hyphen = end > start && items[end - 1].is_mark('-');
                (hyphen || listed(word, INNER)) && reaches(text, items, end)
            }
            Item::Mark { mark: '\'', .. } => items.get(end + 1).is_some() && reaches(text, items, end),
            Item::Mark { mark: '-' | '.', range } => {
                items.get(end + 1).is_some_and(|n| {
                    n.range().start() == range.end()
                        || matches!(items[end], Item::Mark { mark: '.', .. })
                            && end > start
                            && items[end - 1].range().len() <= 4
                            && (n.is_capital() || n.hit().is_some_and(Hit::is_short))
                }) && reaches(text, items, end)
            }
            Item::Mark { .. } => false,
        };
        if !ok {
            break;
        }
        let solid = matches!(&items[end], Item::Hit(_)) || items[end].is_capital();
        end += 1;
        if solid {
            last_solid = end;
            if let Item::Hit(h) = &items[end - 1] {
                let owns = items.get(end).is_some_and(|n| n.is_mark('\'') || n.is_mark('-'));
                // "Ibrahim Idris": both are surnames of the table, together they are somebody else.
                let beside = text.get(h.range.end() as usize..).is_some_and(|t| t.starts_with(' '));
                let goes_on = h.is_short()
                    && items.get(end).is_some_and(|n| {
                        n.is_capital()
                            || beside && n.hit().is_some_and(|h| h.is_short() || h.kind == kind::CITY)
                    });
                if h.is_person() && !owns && !goes_on {
                    break;
                }
            }
        }
    }
    let end = last_solid.max(start + 1);
    let mut first = start;
    while first > 0 && start - first < 4 {
        let Some(word) = items[first - 1].word(text) else {
            if items[first - 1].is_mark('-')
                && first > 1
                && items[first - 2].word(text).is_some_and(|w| listed(w, INNER))
            {
                first -= 1;
                continue;
            }
            break;
        };
        let number = word.bytes().all(|b| b.is_ascii_digit() || b == b',');
        let article = lower_is(
            word,
            &[
                "the", "a", "an", "this", "these", "those", "both", "all", "his", "her", "its", "their",
                "our", "my",
            ],
        );
        if !(number || article || listed(word, INNER) || lower_is(word, MISTER)) {
            break;
        }
        first -= 1;
        if article {
            break;
        }
    }
    let tail = match items.get(end) {
        Some(Item::Word { capital: false, range })
            if lower_is(
                range.slice(text).unwrap_or_default(),
                &["of", "in", "at", "from", "for", "near"],
            ) =>
        {
            &items[end..items.len().min(end + 8)]
        }
        Some(Item::Mark { mark: ',', .. }) => &items[end..items.len().min(end + 14)],
        _ => &[],
    };
    let reading = phrase::read_parts(table, text, &items[first..end], tail, 1);
    let range = items[first].range().cover(items[end - 1].range());
    // A role word alone with a capital in the middle of nothing known stays; places and adjectives alone are modifiers of nothing.
    let kind = match &reading.head {
        Head::Role(_) | Head::None => MentionKind::Nominal,
        Head::State(_, sense::ADJECTIVE) => MentionKind::Modifier,
        _ => MentionKind::Name,
    };
    let referents = who::referents(table, &reading, day);
    out.push(Chunk {
        range,
        head: reading.head_range.unwrap_or(range),
        kind,
        referents,
        sentence: number,
        quoted,
        doubtful: false,
        reading,
    });
    // What stands inside: the states, bodies and persons that modify the head.
    let short = out.last().is_some_and(|c| c.reading.short);
    let (head, named) = out.last().map_or((range, Head::None), |c| (c.head, c.reading.head.clone()));
    for (i, item) in items[first..end].iter().enumerate() {
        if let Item::Hit(h) = item
            && h.range != head
            && !h.is_role()
            && !(head.contains(h.range) && (h.is_short() || matches!(named, Head::Name(_))))
            && !(short
                && h.kind == kind::CITY
                && text.get(h.range.end() as usize..head.start() as usize) == Some(" "))
        {
            let reading = phrase::read_parts(table, text, &items[first + i..=first + i], &[], 3);
            let referents = who::referents(table, &reading, day);
            out.push(Chunk {
                range: h.range,
                head: h.range,
                kind: if h.is_person() { MentionKind::Name } else { MentionKind::Modifier },
                referents,
                sentence: number,
                quoted,
                doubtful: false,
                reading,
            });
        } else if let Item::Word { capital: false, range } = item
            && listed(range.slice(text).unwrap_or_default(), PRONOUNS)
            // A phrase that reaches back over its pronoun finds it told already.
            && !out.iter().rev().take(8).any(|c| c.kind == MentionKind::Pronoun && c.range == *range)
        {
            out.push(Chunk {
                range: *range,
                head: *range,
                kind: MentionKind::Pronoun,
                reading: Reading::default(),
                referents: Vec::new(),
                sentence: number,
                quoted,
                doubtful: false,
            });
        }
    }
    end
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

/// "Annan's representative in Cyprus, Gustave Feissel, ...": the description before the comma is the name's; "China's ambassador to
/// Britain Liu Xiaming": what stands between the description and the name is no part of the name.
fn appose(table: &Table, text: &str, chunks: &mut [Chunk]) {
    for i in 1..chunks.len() {
        let (left, right) = chunks.split_at_mut(i);
        let b = &mut right[0];
        if !matches!(b.reading.head, Head::Name(_)) || b.reading.titled {
            continue;
        }
        let a = left.iter().rev().take(4).find(|a| {
            matches!(a.reading.head, Head::Role(_))
                && !a.reading.group
                && !a.reading.plural
                && a.sentence == b.sentence
                && a.range.end() < b.range.start()
        });
        let Some(a) = a else { continue };
        let between = text.get(a.range.end() as usize..b.range.start() as usize).unwrap_or_default();
        let before =
            text.get(b.range.start() as usize..b.head.start() as usize).unwrap_or_default().trim_end();
        let object = [" to ", " in ", " of ", " for "].contains(&between)
            && !before.is_empty()
            && table.find(before).iter().any(|s| {
                matches!(table.kind(s.entity), kind::STATE | kind::CITY)
                    && !matches!(s.how, sense::ADJECTIVE | sense::PEOPLE)
            });
        if object {
            b.reading.country = a.reading.country.or(b.reading.country.filter(|_| between != " to "));
            b.range = b.head;
        }
        let comma = between.ends_with(", ")
            && between.len() < 50
            && !between[..between.len() - 2].contains([',', ';', '(', '"']);
        if comma || object {
            b.reading.titled = true;
            b.reading.sector = a.reading.sector;
            b.reading.country = b.reading.country.or(a.reading.country);
            b.reading.class.clone_from(&a.reading.class);
            b.reading.office.clone_from(&a.reading.office);
            b.reading.local = a.reading.local;
        }
    }
}

/// Keeps a capitalised first word only where the document has it inside a name.
fn drop_doubtful(text: &str, chunks: &mut Vec<Chunk>) {
    let mut known: Vec<&str> = chunks
        .iter()
        .filter(|c| !c.doubtful && matches!(c.reading.head, Head::Name(_) | Head::Entity(_)))
        .filter_map(|c| c.head.slice(text))
        .flat_map(|t| t.split([' ', '-']))
        .collect();
    known.sort_unstable();
    chunks.retain(|c| !c.doubtful || c.head.slice(text).is_some_and(|t| known.binary_search(&t).is_ok()));
}

/// Whole-document second look: surnames get their person, or turn out to be other people.
fn settle(table: &Table, text: &str, day: Option<i32>, chunks: &mut [Chunk]) {
    let full: Vec<EntityId> = chunks
        .iter()
        .filter_map(|c| match c.reading.head {
            Head::Entity(id)
                if table.kind(id) == kind::PERSON
                    && c.head.slice(text).is_some_and(|t| !is_short_in(table, id, t)) =>
            {
                Some(id)
            }
            _ => None,
        })
        .collect();
    let mut countries: Vec<(dateline_types::Country, u32)> = Vec::new();
    for c in chunks.iter() {
        for r in &c.referents {
            if let Some(country) = r.country.filter(|_| r.how != "table") {
                match countries.iter_mut().find(|k| k.0 == country) {
                    Some(k) => k.1 += 1,
                    None => countries.push((country, 1)),
                }
            }
        }
    }
    for c in chunks.iter_mut() {
        let Head::Entity(id) = c.reading.head else { continue };
        let Some(surface) = c.head.slice(text) else { continue };
        if table.kind(id) == kind::BODY {
            let seen = |c: dateline_types::Country| countries.iter().find(|k| k.0 == c).map_or(0, |k| k.1);
            let options = who::namesakes(table, surface, id);
            let meant = options
                .iter()
                .max_by_key(|o| (seen(o.1), o.0 == id))
                .filter(|o| options.len() > 1 && seen(o.1) > 0);
            if let Some(meant) = meant {
                c.reading.head = Head::Entity(meant.0);
                c.referents = who::referents(table, &c.reading, day);
            }
            continue;
        }
        if table.kind(id) != kind::PERSON || !is_short_in(table, id, surface) {
            continue;
        }
        let chosen = choose(table, text, c, surface, day, &full, &countries);
        match chosen {
            Some(id) => c.reading.head = Head::Entity(id),
            None => c.reading.head = Head::Name(name_range(text, c.range, c.head)),
        }
        if let Head::Name(range) = c.reading.head {
            c.head = range;
        }
        c.referents = who::referents(table, &c.reading, day);
    }
}

/// The given name that stands directly before a surname belongs to it.
fn name_range(text: &str, range: TextRange, head: TextRange) -> TextRange {
    let before = text.get(range.start() as usize..head.start() as usize).unwrap_or_default().trim_end();
    let given = before.rsplit(' ').next().unwrap_or_default();
    if given.chars().next().is_some_and(char::is_uppercase)
        && before.len() >= given.len()
        && !given.is_empty()
        && !given.ends_with(['’', '\''])
    {
        TextRange::from_usize(range.start() as usize + before.len() - given.len(), head.end() as usize)
            .unwrap_or(head)
    } else {
        head
    }
}

fn is_short_in(table: &Table, id: EntityId, surface: &str) -> bool {
    let mut short = false;
    table.each(surface, |s| short |= s.entity == id && s.how == sense::SHORT);
    short
}

/// Surnames that are words or common names, and so need more than an office to mean a politician.
const WORDS: &[&str] = &[
    "hu", "li", "ma", "to", "abe", "ali", "ban", "cox", "day", "don", "fox", "guy", "han", "key", "kim",
    "law", "lee", "may", "roy", "bell", "best", "bolt", "bush", "case", "cash", "chad", "chan", "cook",
    "dion", "eden", "ford", "good", "hill", "hope", "hunt", "khan", "king", "long", "moon", "park", "pope",
    "reid", "rice", "rich", "swan", "wade", "wang", "west", "wise", "annan", "banks", "beach", "brown",
    "cable", "clark", "costa", "gates", "grant", "green", "hague", "islam", "jones", "lopez", "major",
    "mayor", "mills", "noble", "pence", "perez", "perry", "power", "price", "short", "silva", "singh",
    "small", "smith", "straw", "white", "young", "bishop", "carter", "church", "garcia", "harris", "howard",
    "little", "martin", "powell", "prince", "santos", "strong", "darling", "general", "johnson", "marshal",
    "morales", "sanchez", "speaker",
];

/// Offices whose holder the press names by surname alone.
const LEADERS: &[&str] = &["president", "prime minister", "supreme leader", "leader"];

fn choose(
    table: &Table,
    text: &str,
    chunk: &Chunk,
    surface: &str,
    day: Option<i32>,
    full: &[EntityId],
    countries: &[(dateline_types::Country, u32)],
) -> Option<EntityId> {
    let senses = table.find(surface);
    let people = || senses.iter().map(|s| s.entity).filter(|e| table.kind(*e) == kind::PERSON);
    let given = name_range(text, chunk.range, chunk.head);
    let first = (given != chunk.head)
        .then(|| given.slice(text))
        .flatten()
        .and_then(|t| t.split(' ').next())
        .filter(|w| !lower_is(w, MISTER) && (w.contains(char::is_lowercase) || w.len() <= 3))
        // A title or a nation that the table knows is no given name.
        .filter(|w| table.find(w).iter().all(|s| !matches!(table.kind(s.entity), kind::ROLE | kind::STATE)));
    let support = |c: dateline_types::Country| countries.iter().find(|k| k.0 == c).map_or(0, |k| k.1);
    people()
        .filter_map(|e| {
            let name = table.name(e);
            let known_given = name.contains(' ');
            if let Some(f) = first {
                let (known, told) = (super::compile::key(name), super::compile::key(f));
                // "G.W. Bush", "MA Aziz": an initial is enough, and another one is too much.
                let initials = !f.contains(char::is_lowercase);
                let same = known.split(' ').next() == Some(told.as_str())
                    || initials && known.as_bytes().first() == told.as_bytes().first();
                // Another given name: another person, unless the table has none for this one.
                if known_given && !same {
                    return None;
                }
            }
            if full.contains(&e) {
                return Some((e, 1_000_000));
            }
            let mut score = 0i64;
            let country = table.country(e);
            let seen = country.map_or(0, support);
            let titled = chunk.reading.titled
                && chunk.reading.class.len() > 1
                && table.terms(e).any(|t| t.class == chunk.reading.class || t.class == "leader");
            let near = table
                .terms(e)
                .any(|t| day.is_some_and(|d| t.start - 20_000 <= d && d <= t.end.saturating_add(30_000)));
            let now = table.terms(e).any(|t| day.is_some_and(|d| t.covers(d)));
            if chunk.reading.country.is_some() && chunk.reading.country != country {
                return None;
            }
            if titled {
                score += 400;
            }
            if chunk.reading.country.is_some() {
                score += 300;
            }
            score += i64::from(seen.min(10)) * 20;
            // Whoever leads a state is named by surname alone, from the headline on.
            let leads =
                table.terms(e).any(|t| day.is_some_and(|d| t.covers(d)) && LEADERS.contains(&t.class));
            if now {
                score += if leads { 240 } else { 200 };
            } else if near {
                score += 80;
            }
            if first.is_some() {
                score += 100;
            }
            let bar = if listed(surface, WORDS) { 420 } else { 220 };
            (score >= bar && (titled || near || table.terms(e).next().is_none() && seen > 1))
                .then_some((e, score))
        })
        .max_by_key(|(e, score)| (*score, std::cmp::Reverse(*e)))
        .map(|(e, _)| e)
}

/// In the order that [`dateline_types::Mentions`] has: by their start, the longest first.
pub(crate) fn sort(chunks: &mut [Chunk]) {
    chunks.sort_by_key(|c| (c.range.start(), std::cmp::Reverse(c.range.end()), c.head.start()));
}
