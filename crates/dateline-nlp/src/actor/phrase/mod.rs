//! What a noun phrase says by itself: its head, and the country and sector that its words give.

pub(crate) mod head;
pub(super) mod modifiers;
mod tail;

use dateline_types::{Country, Sector, TextRange};

use super::compile::{role, sense};
use super::scan::{Hit, Item, role_flag};
use super::table::{EntityId, Table};
use super::words::{ARTICLES, FORMER, OWN, VAGUE, listed, lists_of, lower_is};

/// Phrases within phrases that are read.
const DEEPEST: usize = 3;

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
pub(crate) struct Reading<'t> {
    pub(crate) head: Head,
    pub(crate) head_range: Option<TextRange>,
    /// From adjectives, possessives and of-phrases, before the head's own.
    pub(crate) country: Option<Country>,
    pub(crate) sector: Option<Sector>,
    /// Office class of the title or role ("president").
    pub(crate) class: &'t str,
    pub(crate) office: &'t str,
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
    /// The state of a head that is a name, where its name tells it.
    pub(crate) own: Option<Country>,
    /// More states that share the head ("Israeli and Palestinian officials").
    pub(crate) also: Vec<Country>,
}

/// Reads the phrase of these items.
pub(crate) fn read<'t>(table: &'t Table, text: &str, items: &[Item]) -> Reading<'t> {
    read_at(table, text, items, 0)
}

fn read_at<'t>(table: &'t Table, text: &str, items: &[Item], depth: usize) -> Reading<'t> {
    let start = items.iter().position(|i| !matches!(i, Item::Mark { .. })).unwrap_or(items.len());
    let items = &items[start..];
    let (front, tail) = items.split_at(tail::cut_at(text, items));
    read_parts(table, text, front, tail, depth)
}

/// Reads a phrase whose head part and complements are already told apart.
pub(crate) fn read_parts<'t>(
    table: &'t Table,
    text: &str,
    front: &[Item],
    tail: &[Item],
    depth: usize,
) -> Reading<'t> {
    let mut out = of_words(text, front);
    let hits = || front.iter().filter_map(Item::hit);
    // A partitive head gives way to what it is part of ("dozens of farmers", "34 of his commanders").
    let of = tail.first().and_then(|i| i.word(text)).is_some_and(|w| lower_is(w, &["of"]));
    if of
        && tail.len() > 1
        && depth < DEEPEST
        && hits().all(Hit::is_role)
        && front.iter().all(|i| counts(table, text, i))
    {
        let inner = read_at(table, text, &tail[1..], depth + 1);
        if inner.head != Head::None {
            return Reading { plural: true, owned: inner.owned || out.owned, ..inner };
        }
    }
    head::head_of(table, text, front, &mut out);
    let inherited = modifiers::read(table, text, front, &mut out);
    // "An Iranian", "six Japanese" are people; "the Japanese" may be the government.
    if let Head::State(id, sense::ADJECTIVE) = out.head {
        let counted = front.iter().filter_map(|i| i.word(text)).any(|w| !lower_is(w, &["the", "with"]));
        if counted {
            out.head = Head::State(id, sense::PEOPLE);
        }
    }
    // "Ethnic Albanians" are people of where they live, which the words do not say.
    if matches!(out.head, Head::State(..)) && hits().next_back().is_some_and(|h| modifiers::ethnic(text, h)) {
        out.head = Head::None;
        out.sector = Some(Sector::Cvl);
        out.local = true;
    }
    let inherits = out.blank;
    out.blank = false;
    // "the Hamas spokesman", "the army spokesman", "head of the army".
    if inherits && let Some(s) = inherited.filter(|s| *s != Sector::Cvl) {
        out.sector = Some(s);
    }
    if hits().any(|h| table.sector(h.sense.entity) == Some(Sector::Opp))
        && (matches!(out.head, Head::Role(_) | Head::Name(_)) || out.titled)
        && out.sector != Some(Sector::Reb)
    {
        out.sector = Some(Sector::Opp);
    }
    if !tail.is_empty() && depth < DEEPEST {
        tail::read_tail(table, text, tail, inherits && inherited.is_none(), &mut out, depth);
    }
    let vague = || front.iter().filter_map(|i| i.word(text)).find(|w| listed(w, VAGUE));
    if out.country.is_none() && matches!(out.head, Head::Role(_)) {
        match vague() {
            Some(word) if lower_is(word, &["european"]) => out.country = Country::new("EUR"),
            word => out.nowhere |= word.is_some(),
        }
    }
    let organ = matches!(
        out.sector,
        Some(Sector::Gov | Sector::Leg | Sector::Jud | Sector::Mil | Sector::Cop | Sector::Spy)
    );
    if out.former && organ && !out.group {
        out.sector = Some(Sector::Eli);
    }
    out.blank = hits().next().is_none() && out.head == Head::None;
    out
}

/// What the small words of the phrase say.
fn of_words<'t>(text: &str, front: &[Item]) -> Reading<'t> {
    let mut out = Reading::default();
    for word in front.iter().filter_map(|i| i.word(text)) {
        out.definite |= lower_is(word, &["the", "this", "these", "those", "both"]);
        let lists = lists_of(word);
        out.owned |= OWN.among(lists);
        out.former |= FORMER.among(lists);
        out.plural |= lower_is(
            word,
            &["both", "these", "those", "several", "some", "many", "two", "three", "four", "five"],
        );
    }
    out
}

/// Whether the item only counts ("dozens", "34 people").
fn counts(table: &Table, text: &str, item: &Item) -> bool {
    match item {
        Item::Hit(h) => {
            role_flag(table, h, role::INHERITS)
                && role_flag(table, h, role::GROUP)
                && table.sector(h.sense.entity) == Some(Sector::Cvl)
        }
        Item::Word { capital, range } => {
            let w = range.slice(text).unwrap_or_default();
            let quantity =
                &["more", "dozens", "one", "two", "about", "nearly", "over", "at", "up", "some", "most"];
            !capital || listed(w, ARTICLES) || w.bytes().any(|b| b.is_ascii_digit()) || lower_is(w, quantity)
        }
        Item::Mark { .. } => true,
    }
}
