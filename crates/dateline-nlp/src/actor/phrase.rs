//! What a noun phrase says by itself: its head, and the country and sector that its words give.

use dateline_types::{Country, Sector, TextRange};

use super::compile::{kind, role, sense};
use super::scan::{Hit, Item, is_plural, role_flag};
use super::table::{EntityId, Table};

/// What a phrase is about.
#[derive(Clone, Debug, PartialEq, Default)]
pub(crate) enum Head {
    /// A person or body of the table.
    Entity(EntityId),
    /// A name that the table does not know.
    Name(TextRange),
    Role(EntityId),
    /// A state, by its name, adjective, people or seat.
    State(EntityId, u8),
    City(EntityId),
    #[default]
    None,
}

/// The parts of a reading.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    pub(crate) head: Head,
    pub(crate) head_range: Option<TextRange>,
    /// From adjectives, possessives and of-phrases, before the head's own.
    pub(crate) country: Option<Country>,
    pub(crate) sector: Option<Sector>,
    /// Office class of the title or role ("president").
    pub(crate) class: String,
    pub(crate) office: String,
    /// "former", "ousted".
    pub(crate) former: bool,
    pub(crate) plural: bool,
    pub(crate) definite: bool,
    /// "his", "their": whose country is the owner's.
    pub(crate) owned: bool,
    /// "counterpart", "the two".
    pub(crate) counterpart: bool,
    /// A title or role stands with the name.
    pub(crate) titled: bool,
    /// An unspecific attacker or man, who has no country by default.
    pub(crate) nowhere: bool,
    /// Of the place rather than of the state that the article is about.
    pub(crate) local: bool,
    /// No word of the phrase is known.
    pub(crate) blank: bool,
    /// A group or a single person of a role.
    pub(crate) group: bool,
    /// A person who owns the head ("Trump's envoy").
    pub(crate) owner: Option<EntityId>,
    /// The head is a surname or another form that needs support from the text.
    pub(crate) short: bool,
    /// Others than the state that the words name ("Ukraine's partners").
    pub(crate) foreign: bool,
    /// The state whose office this is by its name alone ("assistant secretary of state").
    pub(crate) default: Option<Country>,
    /// More states that share the head ("Israeli and Palestinian officials").
    pub(crate) also: Vec<Country>,
}

const CUTS: &[&str] = &[
    "as",
    "at",
    "by",
    "in",
    "is",
    "of",
    "on",
    "to",
    "are",
    "for",
    "had",
    "has",
    "led",
    "was",
    "who",
    "amid",
    "from",
    "have",
    "held",
    "into",
    "near",
    "over",
    "said",
    "that",
    "were",
    "when",
    "will",
    "with",
    "after",
    "along",
    "among",
    "armed",
    "based",
    "loyal",
    "under",
    "using",
    "where",
    "which",
    "whose",
    "aboard",
    "across",
    "around",
    "backed",
    "before",
    "behind",
    "during",
    "inside",
    "killed",
    "linked",
    "living",
    "trying",
    "within",
    "accused",
    "against",
    "between",
    "calling",
    "opposed",
    "outside",
    "seeking",
    "serving",
    "through",
    "wearing",
    "working",
    "wounded",
    "believed",
    "involved",
    "belonging",
    "demanding",
    "including",
    "suspected",
    "representing",
];
const OWN: &[&str] = &["his", "her", "its", "their", "our", "my", "your"];
const FORMER: &[&str] = &[
    "ex",
    "late",
    "then",
    "slain",
    "fallen",
    "former",
    "ousted",
    "deposed",
    "onetime",
    "outgone",
    "retired",
    "toppled",
    "disgraced",
    "erstwhile",
    "impeached",
    "overthrown",
];
/// Words that say of many states at once, so that the article's own is not meant.
pub(crate) const VAGUE: &[&str] = &[
    "arab",
    "asian",
    "donor",
    "world",
    "global",
    "african",
    "foreign",
    "outside",
    "western",
    "european",
    "overseas",
    "regional",
    "neighboring",
    "neighbouring",
    "international",
    "multinational",
];
pub(crate) const NUMBERS: &[&str] = &[
    "one",
    "six",
    "ten",
    "two",
    "five",
    "four",
    "many",
    "nine",
    "some",
    "eight",
    "seven",
    "three",
    "dozens",
    "eleven",
    "scores",
    "twelve",
    "several",
    "hundreds",
    "thousands",
];
/// What makes a state in an adjective another than the head's own ("US-backed", "anti-Syrian").
const ASIDE: &[&str] = &[
    "backed",
    "supported",
    "sponsored",
    "trained",
    "allied",
    "funded",
    "brokered",
    "mediated",
    "armed",
    "supplied",
    "friendly",
    "aligned",
    "linked",
    "made",
    "occupied",
    "held",
    "built",
];

/// Whether the state is only a friend, foe or supplier of the head.
fn stands_aside(text: &str, hit: &Hit) -> bool {
    let after = text.get(hit.range.end() as usize..).unwrap_or_default();
    let before = text.get(..hit.range.start() as usize).unwrap_or_default();
    let backed = after
        .strip_prefix('-')
        .and_then(|rest| rest.split(|c: char| !c.is_alphabetic()).next())
        .is_some_and(|w| lower_is(w, ASIDE));
    let pro = before
        .strip_suffix('-')
        .and_then(|rest| rest.rsplit(|c: char| !c.is_alphabetic()).next())
        .is_some_and(|w| lower_is(w, &["pro", "anti"]));
    backed || pro
}

/// Nouns that mean somebody else than their owner.
const OTHERS: &[&str] = &[
    "backers",
    "backer",
    "allies",
    "ally",
    "partners",
    "partner",
    "donors",
    "neighbours",
    "neighbors",
    "neighbour",
    "neighbor",
    "creditors",
    "adversaries",
    "adversary",
    "enemies",
    "enemy",
    "foes",
    "foe",
    "rivals",
    "rival",
    "lenders",
    "friends",
];

const ARTICLES: &[&str] = &[
    "the", "a", "an", "this", "that", "these", "those", "both", "all", "each", "every", "any", "some", "no",
];

/// Whether the word, whatever its case, is one of the list. Length and first letter go first: this is a fifth of all the work else.
pub(crate) fn lower_is(word: &str, list: &[&str]) -> bool {
    let Some(first) = word.as_bytes().first().map(|b| b | 0x20) else { return false };
    list.iter().any(|l| {
        l.len() == word.len()
            && l.as_bytes().first().map(|b| b | 0x20) == Some(first)
            && word.eq_ignore_ascii_case(l)
    })
}

/// The same for lists in order of length and letters, by halves.
pub(crate) fn listed(word: &str, list: &[&str]) -> bool {
    list.binary_search_by(|l| {
        l.len().cmp(&word.len()).then_with(|| l.bytes().cmp(word.bytes().map(|b| b.to_ascii_lowercase())))
    })
    .is_ok()
}

/// Reads the phrase of these items.
pub(crate) fn read(table: &Table, text: &str, items: &[Item]) -> Reading {
    read_at(table, text, items, 0)
}

fn read_at(table: &Table, text: &str, items: &[Item], depth: usize) -> Reading {
    let start = items.iter().position(|i| !matches!(i, Item::Mark { .. })).unwrap_or(items.len());
    let items = &items[start..];
    let (front, tail) = items.split_at(cut_at(text, items));
    read_parts(table, text, front, tail, depth)
}

/// Reads a phrase whose head part and complements are already told apart.
pub(crate) fn read_parts(table: &Table, text: &str, front: &[Item], tail: &[Item], depth: usize) -> Reading {
    let mut out = Reading::default();
    let mut words_known = false;
    for item in front {
        if let Some(word) = item.word(text) {
            out.definite |= lower_is(word, &["the", "this", "these", "those", "both"]);
            out.owned |= lower_is(word, OWN);
            out.former |= listed(word, FORMER);
            out.plural |= lower_is(
                word,
                &["both", "these", "those", "several", "some", "many", "two", "three", "four", "five"],
            );
        }
        words_known |= item.hit().is_some();
    }
    let hits: Vec<&Hit> = front.iter().filter_map(Item::hit).collect();
    // A partitive head gives way to what it is part of ("dozens of farmers", "34 of his commanders").
    let only_numbers = front.iter().all(|i| match i {
        Item::Hit(h) => {
            role_flag(table, h, role::INHERITS)
                && role_flag(table, h, role::GROUP)
                && table.sector(h.sense.entity) == Some(Sector::Cvl)
        }
        Item::Word { capital, range } => {
            let w = range.slice(text).unwrap_or_default();
            !capital
                || lower_is(w, ARTICLES)
                || w.bytes().any(|b| b.is_ascii_digit())
                || lower_is(
                    w,
                    &["more", "dozens", "one", "two", "about", "nearly", "over", "at", "up", "some", "most"],
                )
        }
        Item::Mark { .. } => true,
    });
    let of = tail.first().and_then(|i| i.word(text)).is_some_and(|w| lower_is(w, &["of"]));
    if only_numbers && of && tail.len() > 1 && depth < 3 && (!words_known || hits.iter().all(|h| h.is_role()))
    {
        let inner = read_at(table, text, &tail[1..], depth + 1);
        if inner.head != Head::None {
            return Reading { plural: true, owned: inner.owned || out.owned, ..inner };
        }
    }
    head_of(table, text, front, &mut out);
    // What stands left of the head: states, bodies, persons and roles.
    let head_start = out.head_range.map_or(u32::MAX, TextRange::start);
    let mut inherited: Option<Sector> = None;
    // "Kiev's European backers", "Ukraine's partners" are others than whose they are.
    let others = out.head_range.and_then(|r| r.slice(text)).is_some_and(|w| lower_is(w, OTHERS))
        || front.last().and_then(|i| i.word(text)).is_some_and(|w| lower_is(w, OTHERS));
    let vague =
        front.iter().filter_map(|i| i.word(text)).find(|w| listed(w, VAGUE)).map(str::to_ascii_lowercase);
    for hit in hits.iter().rev().filter(|h| h.range.start() < head_start) {
        match hit.kind {
            // "General Bertin Bada's wife": a place's name behind a given name is a surname.
            kind::CITY if surname(text, front, hit) => {}
            kind::ROLE => {
                let s = table.sector(hit.sense.entity);
                if matches!(out.head, Head::Entity(_) | Head::Name(_)) && out.sector.is_none() {
                    out.titled = true;
                    out.sector = s;
                    out.class = table.class(hit.sense.entity).to_owned();
                    out.office = table.name(hit.sense.entity).to_owned();
                    out.default = table.country(hit.sense.entity);
                    out.local |= role_flag(table, hit, role::LOCAL);
                    out.nowhere |= role_flag(table, hit, role::NOWHERE);
                    out.blank = role_flag(table, hit, role::INHERITS);
                } else if inherited.is_none() {
                    inherited = s;
                }
            }
            _ if stands_aside(text, hit) => {}
            // "Andreas Papandreou": a place's name right before a surname is a given name.
            kind::CITY
                if (out.short || matches!(out.head, Head::Name(_)))
                    && text.get(hit.range.end() as usize..head_start as usize) == Some(" ") => {}
            kind::STATE | kind::CITY
                if others
                    && text.get(hit.range.end() as usize..).is_some_and(|t| t.starts_with(['\'', '’'])) =>
            {
                out.nowhere = true;
                out.foreign = true;
            }
            kind::STATE | kind::CITY | kind::BODY => {
                if hit.kind == kind::BODY && inherited.is_none() {
                    inherited = table.sector(hit.sense.entity);
                }
                match (out.country, table.country(hit.sense.entity)) {
                    (None, c) => out.country = c,
                    (Some(a), Some(b)) if a != b && hit.is_adjective() && joined(text, hit, head_start) => {
                        out.also.push(b)
                    }
                    _ => {}
                }
            }
            _ => {
                out.owner = out.owner.or(Some(hit.sense.entity));
            }
        }
    }
    // "An Iranian", "six Japanese" are people; "the Japanese" may be the government.
    if let Head::State(id, sense::ADJECTIVE) = out.head {
        let counted = front.iter().filter_map(|i| i.word(text)).any(|w| !lower_is(w, &["the", "with"]));
        if counted {
            out.head = Head::State(id, sense::PEOPLE);
        }
    }
    let inherits = out.blank;
    out.blank = false;
    // "the Hamas spokesman", "the army spokesman", "head of the army".
    if inherits && let Some(s) = inherited.filter(|s| *s != Sector::Cvl) {
        out.sector = Some(s);
    }
    if hits.iter().any(|h| table.sector(h.sense.entity) == Some(Sector::Opp))
        && h_person(&out)
        && out.sector != Some(Sector::Reb)
    {
        out.sector = Some(Sector::Opp);
    }
    if !tail.is_empty() && depth < 3 {
        read_tail(table, text, tail, inherits && inherited.is_none(), &mut out, depth);
    }
    if let Some(word) = vague.filter(|_| out.country.is_none() && matches!(out.head, Head::Role(_))) {
        match word.as_str() {
            "european" => out.country = Country::new("EUR"),
            _ => out.nowhere = true,
        }
    }
    if out.former
        && matches!(
            out.sector,
            Some(Sector::Gov | Sector::Leg | Sector::Jud | Sector::Mil | Sector::Cop | Sector::Spy)
        )
        && !out.group
    {
        out.sector = Some(Sector::Eli);
    }
    out.blank = !words_known && out.head == Head::None;
    out
}

fn h_person(out: &Reading) -> bool {
    matches!(out.head, Head::Role(_) | Head::Name(_)) || out.titled
}

/// Whether only "and" stands between the adjective and the head's own modifiers.
fn joined(text: &str, hit: &Hit, head: u32) -> bool {
    text.get(hit.range.end() as usize..head as usize)
        .is_some_and(|between| between.contains(" and ") || between.starts_with('-'))
}

/// Where the head part ends: at a preposition, a relative, a comma or a bracket.
fn cut_at(text: &str, items: &[Item]) -> usize {
    for (i, item) in items.iter().enumerate().skip(1) {
        match item {
            Item::Mark { mark: ',' | '(' | ';' | ':' | '–' | '—' | '\n', .. } => return i,
            Item::Word { capital: false, range } if listed(range.slice(text).unwrap_or_default(), CUTS) => {
                // "US-led", "Iran-backed": part of an adjective, and what comes after is the head.
                if items.get(i - 1).is_some_and(|p| p.is_mark('-')) {
                    continue;
                }
                // "Up to 30 gunmen".
                let number = |n: &Item| {
                    n.word(text).is_some_and(|w| w.bytes().any(|b| b.is_ascii_digit()) || listed(w, NUMBERS))
                };
                if items.get(i - 1).and_then(|p| p.word(text)).is_some_and(|w| lower_is(w, &["up", "close"]))
                    && items.get(i + 1).is_some_and(number)
                {
                    continue;
                }
                return i;
            }
            _ => {}
        }
    }
    items.len()
}

/// Finds the head among the items before the cut.
fn head_of(table: &Table, text: &str, front: &[Item], out: &mut Reading) {
    let last = front.iter().rposition(|i| !matches!(i, Item::Mark { .. }));
    let Some(last) = last else { return };
    match &front[last] {
        Item::Hit(hit) => match family(table, text, front, last, hit) {
            // "Thomas Shannon": a city's name behind a given name is a person's.
            Some(range) => {
                out.head = Head::Name(range);
                out.head_range = Some(range);
            }
            None => set_head(table, text, hit, out),
        },
        // "Nicolas Maduro Moros": a further surname behind a name of the table.
        Item::Word { capital: true, range }
            if last > 0
                && front[last - 1].hit().is_some_and(|h| {
                    h.is_person()
                        && !h.is_short()
                        && text.get(h.range.end() as usize..range.start() as usize) == Some(" ")
                }) =>
        {
            if let Item::Hit(hit) = &front[last - 1] {
                set_head(table, text, hit, out);
            }
        }
        Item::Word { capital: true, .. } => {
            let mut first = last;
            while first > 0
                && (front[first - 1].is_capital()
                    && !front[first - 1].word(text).is_some_and(|w| lower_is(w, ARTICLES))
                    || front[first - 1].is_mark('-') && first > 1
                    || front[first - 1].hit().is_some_and(|h| {
                        h.is_short()
                            || h.kind == kind::CITY
                            // "Interior Minister Bayan Sulagh": between a title and a surname stands a given name.
                            || h.kind == kind::BODY
                                && first > 1
                                && front[first - 2].hit().is_some_and(Hit::is_role)
                                && h.range.slice(text).is_some_and(|t| !t.contains([' ', '-']) && t.contains(char::is_lowercase))
                    }))
            {
                first -= 1;
            }
            while first < last && matches!(front[first], Item::Mark { .. }) {
                first += 1;
            }
            let range = front[first].range().cover(front[last].range());
            out.head = Head::Name(range);
            out.head_range = Some(range);
        }
        Item::Word { .. } => {
            // An unknown common noun: what it is called by the roles before it ("court aides"), else people of some sort.
            let hit = front[..last].iter().rev().find_map(Item::hit);
            match hit {
                Some(h) if h.is_role() => {
                    set_head(table, text, h, out);
                    out.plural |= front[last].word(text).is_some_and(|w| w.ends_with('s'));
                }
                _ => {
                    let w = front[last].word(text).unwrap_or_default();
                    out.plural |=
                        w.ends_with('s') || lower_is(w, &["two", "three", "both", "seven", "others"]);
                    if hit.is_some() {
                        out.head_range = Some(front[last].range());
                        // "NATO sources", "Hamas radicals": of the body.
                        let body = hit.filter(|h| h.kind == kind::BODY);
                        let own = body.and_then(|h| table.sector(h.sense.entity));
                        out.sector = own.or(Some(Sector::Cvl));
                        out.local = own.is_none();
                    }
                }
            }
        }
        Item::Mark { .. } => {}
    }
}

/// Words before the name of a place that belong to a place.
const PLACE_WORDS: &[&str] = &[
    "at",
    "dr",
    "fc",
    "in",
    "mr",
    "ms",
    "of",
    "st",
    "to",
    "and",
    "for",
    "mrs",
    "new",
    "old",
    "san",
    "the",
    "camp",
    "cape",
    "city",
    "east",
    "fort",
    "from",
    "isle",
    "lake",
    "near",
    "port",
    "west",
    "hotel",
    "inner",
    "lower",
    "metro",
    "mount",
    "north",
    "outer",
    "radio",
    "rural",
    "saint",
    "santa",
    "south",
    "upper",
    "island",
    "nearby",
    "central",
    "eastern",
    "greater",
    "western",
    "district",
    "downtown",
    "mainland",
    "northern",
    "southern",
    "suburban",
    "northeast",
    "northwest",
    "operation",
    "southeast",
    "southwest",
    "university",
    "metropolitan",
    "northeastern",
    "northwestern",
    "southeastern",
    "southwestern",
];

/// Whether a capital that belongs to no place stands right before the name of a place.
fn surname(text: &str, front: &[Item], hit: &Hit) -> bool {
    let Some(at) = front.iter().position(|i| i.range() == hit.range).filter(|at| *at > 0) else {
        return false;
    };
    match &front[at - 1] {
        Item::Word { capital: true, range } => {
            let w = range.slice(text).unwrap_or_default();
            w.contains(char::is_lowercase)
                && !listed(w, PLACE_WORDS)
                && text.get(range.end() as usize..hit.range.start() as usize) == Some(" ")
        }
        _ => false,
    }
}

/// Cities of more people are not taken for somebody's name.
const LARGE: u32 = 1_000_000;

/// The whole name where a city's name is the surname of somebody whose given name stands before it.
fn family(table: &Table, text: &str, front: &[Item], last: usize, hit: &Hit) -> Option<TextRange> {
    let seat = hit.kind == kind::STATE && hit.sense.how == sense::SEAT;
    if hit.kind != kind::CITY && !seat {
        return None;
    }
    let given = |i: usize| match &front[i] {
        Item::Word { capital: true, range } => {
            let w = range.slice(text).unwrap_or_default();
            w.chars().count() > 1 && w.contains(char::is_lowercase) && !listed(w, PLACE_WORDS)
        }
        Item::Hit(h) => h.is_short() || h.kind == kind::CITY,
        _ => false,
    };
    let beside = |i: usize| {
        let gap = front[i].range().end()..front[i + 1].range().start();
        text.get(gap.start as usize..gap.end as usize) == Some(" ")
    };
    let mut first = last;
    while first > 0 && given(first - 1) && beside(first - 1) {
        first -= 1;
    }
    let known = (first..last).any(|i| matches!(front[i], Item::Word { .. }));
    // "President Lincoln", "his wife Regina": behind somebody's role stands a name, unless it is a large city.
    let called = first == last
        && last > 0
        && hit.kind == kind::CITY
        && table.extra(hit.sense.entity) < LARGE
        && beside(last - 1)
        && front[last - 1]
            .hit()
            .is_some_and(|h| role_flag(table, h, role::PERSON) && !is_plural(table, h, text));
    (first < last && known || called).then(|| front[first].range().cover(hit.range))
}

fn set_head(table: &Table, text: &str, hit: &Hit, out: &mut Reading) {
    let id = hit.sense.entity;
    out.head_range = Some(hit.range);
    out.short = hit.is_short();
    match hit.kind {
        kind::ROLE => {
            out.head = Head::Role(id);
            out.sector = table.sector(id);
            out.class = table.class(id).to_owned();
            out.office = table.name(id).to_owned();
            out.default = table.country(id);
            out.plural |= is_plural(table, hit, text);
            out.local = role_flag(table, hit, role::LOCAL);
            out.nowhere = role_flag(table, hit, role::NOWHERE);
            out.group = role_flag(table, hit, role::GROUP);
            out.counterpart = table.name(id).contains("counterpart");
            // Marks that the sector is only a default; read by the caller.
            out.blank = role_flag(table, hit, role::INHERITS);
        }
        kind::STATE => {
            out.head = Head::State(id, hit.sense.how);
            out.plural |= hit.sense.how == sense::PEOPLE;
        }
        kind::CITY => out.head = Head::City(id),
        _ => {
            out.head = Head::Entity(id);
            out.nowhere = hit.kind == kind::BODY && table.extra(id) & role::NOWHERE != 0;
        }
    }
}

/// Prepositional phrases, relatives and appositions after the head.
fn read_tail(table: &Table, text: &str, tail: &[Item], inherits: bool, out: &mut Reading, depth: usize) {
    let lead = tail.first().and_then(|i| i.word(text)).unwrap_or_default().to_ascii_lowercase();
    if tail.first().is_some_and(|i| i.is_mark(',') || i.is_mark('(')) {
        // An apposition describes a name that the table does not know.
        if matches!(out.head, Head::Name(_)) && !out.titled {
            let inner = read_at(table, text, &tail[1..], depth + 1);
            if matches!(inner.head, Head::Role(_)) {
                out.sector = inner.sector;
                out.country = out.country.or(inner.country);
                out.class = inner.class;
                out.office = inner.office;
                out.titled = true;
                out.local = inner.local;
            }
        }
        return;
    }
    let next_stop = cut_at(text, &tail[1..]).saturating_add(1).min(tail.len());
    let part = &tail[1..next_stop];
    if matches!(
        lead.as_str(),
        "of" | "for"
            | "from"
            | "in"
            | "at"
            | "to"
            | "near"
            | "with"
            | "on"
            | "outside"
            | "across"
            | "within"
            | "inside"
            | "around"
            | "loyal"
            | "belonging"
            | "backed"
            | "by"
            | "representing"
    ) {
        let inner = read_at(table, text, part, depth + 1);
        let inner_country = inner.country.or_else(|| match inner.head {
            Head::Entity(e) | Head::State(e, _) | Head::City(e) => table.country(e),
            _ => None,
        });
        if out.country.is_none()
            && !matches!(lead.as_str(), "to" | "on" | "with" | "by")
            && !(lead == "for" && out.default.is_some())
        {
            out.country = inner_country;
        } else if out.country.is_none()
            && lead == "to"
            && matches!(out.head, Head::Role(_))
            && out.class.is_empty()
        {
            // "ambassador to China" is not China's.
        }
        out.owned |= inner.owned && out.country.is_none();
        if inherits && matches!(lead.as_str(), "of" | "for" | "from" | "in" | "with" | "at") {
            let s = match inner.head {
                Head::Entity(e) => table.sector(e).filter(|_| table.kind(e) == kind::BODY),
                Head::Role(_) => inner.sector,
                _ => None,
            };
            if s.is_some() {
                out.sector = s;
            }
        }
    }
    if next_stop < tail.len() && out.country.is_none() && depth < 3 {
        read_tail(table, text, &tail[next_stop..], inherits && lead != "of", out, depth + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::{CUTS, FORMER, NUMBERS, PLACE_WORDS, VAGUE, listed};

    #[test]
    fn lists_are_in_the_order_that_halving_needs() {
        for list in [CUTS, FORMER, NUMBERS, PLACE_WORDS, VAGUE] {
            assert!(list.windows(2).all(|w| (w[0].len(), w[0]) < (w[1].len(), w[1])), "{list:?}");
            assert!(list.iter().all(|w| listed(w, list) && listed(&w.to_ascii_uppercase(), list)));
        }
        assert!(!listed("kampala", CUTS) && !listed("", CUTS));
    }
}
