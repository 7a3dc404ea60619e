//! Compiles the plain actor files into the compact table. The build script includes this file too, so it stands on the standard
//! library, `fst` and `unicode-normalization` alone.
//!
//! Form (little endian): magic, seven section lengths, then the sections: fst of folded names (value = first sense << 8 | count),
//! senses (6 bytes), entities (44), terms (28), terms sorted by office (4 each), strings, and a hash map is never needed:
//! everything is read in place, so that start-up costs nothing.

mod finish;
mod rows;

use std::collections::BTreeMap;

pub(crate) const MAGIC: &[u8; 8] = b"DLACT\0\0\x03";
pub(crate) const SECTIONS: usize = 7;
pub(crate) const SENSE: usize = 6;
pub(crate) const ENTITY: usize = 44;
pub(crate) const TERM: usize = 28;
/// Bits of each of the two sets of first words: of all names, and of those that may be written small.
pub(crate) const BEGINS: usize = 1 << 18;

/// Folds one byte of a first word into its hash, which begins with 0.
#[inline]
pub(crate) fn hash_on(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193).rotate_left(5)
}

/// The bit of a first word by its hash.
#[inline]
pub(crate) fn begin(hash: u32) -> usize {
    (hash.wrapping_mul(0x9e37_79b1) >> 14) as usize
}

/// Days are written as numbers `YYYYMMDD`, which sort as days do.
pub(crate) const OPEN_START: i32 = 0;
pub(crate) const OPEN_END: i32 = 99_991_231;

/// In the order of `dateline_types::Sector::ALL`.
pub(crate) const SECTORS: [&str; 24] = [
    "GOV", "LEG", "JUD", "MIL", "COP", "SPY", "PTY", "OPP", "REB", "PRM", "UAF", "CRM", "CVL", "JRN", "EDU",
    "MED", "REL", "LAB", "AGR", "BUS", "ELI", "REF", "SOC", "UNK",
];

/// What a row of the table is.
pub(crate) mod kind {
    pub(crate) const STATE: u8 = b'S';
    pub(crate) const PERSON: u8 = b'P';
    pub(crate) const BODY: u8 = b'O';
    pub(crate) const CITY: u8 = b'C';
    pub(crate) const ROLE: u8 = b'R';
}

/// How a name means its entity.
pub(crate) mod sense {
    pub(crate) const NAME: u8 = 0;
    /// A surname or other short form that needs support from the text.
    pub(crate) const SHORT: u8 = 1;
    /// "Russian", also as a noun.
    pub(crate) const ADJECTIVE: u8 = 2;
    /// "Russians", "Swedes": people and not a modifier.
    pub(crate) const PEOPLE: u8 = 3;
    /// A capital or seat standing for its government.
    pub(crate) const SEAT: u8 = 4;
    pub(crate) const PLURAL: u8 = 5;
}

/// How the name must be written in the text.
pub(crate) mod case {
    /// As it comes (role nouns).
    pub(crate) const ANY: u8 = 0;
    /// Beginning with a capital or a digit.
    pub(crate) const CAPITAL: u8 = 1;
    /// Without small letters (acronyms).
    pub(crate) const UPPER: u8 = 2;
}

/// Role flags, kept in the entity's `extra`.
pub(crate) mod role {
    pub(crate) const PERSON: u32 = 1;
    pub(crate) const GROUP: u32 = 2;
    /// Country from the place of the happening.
    pub(crate) const LOCAL: u32 = 4;
    /// No country unless the words give one.
    pub(crate) const NOWHERE: u32 = 8;
    /// Takes the sector of what it is head or part of.
    pub(crate) const INHERITS: u32 = 16;
    /// A body that is meant only where its state is spoken of ("the North").
    pub(crate) const NEEDS: u32 = 32;
}

#[derive(Default, Clone)]
pub(crate) struct Entity {
    pub(crate) kind: u8,
    pub(crate) country: [u8; 3],
    /// Indexes of [`SECTORS`].
    pub(crate) sectors: Vec<u8>,
    pub(crate) name: String,
    pub(crate) id: String,
    pub(crate) terms: Vec<Term>,
    /// `YYYYMMDD`, 0 if unknown.
    pub(crate) birth: i32,
    /// b'f', b'm' or 0.
    pub(crate) gender: u8,
    /// Population of a city, flags of a role, what letter leads of a state.
    pub(crate) extra: u32,
    /// Office class of a role.
    pub(crate) class: String,
}

#[derive(Default, Clone)]
pub(crate) struct Term {
    pub(crate) class: String,
    pub(crate) office: String,
    pub(crate) country: [u8; 3],
    pub(crate) sector: u8,
    pub(crate) start: i32,
    pub(crate) end: i32,
}

/// One letter or digit of a name as it is compared: lower case, without marks. `None` for what is left out.
#[inline]
pub(crate) fn fold(c: char, out: &mut impl FnMut(u8)) {
    match c {
        'a'..='z' | '0'..='9' => out(c as u8),
        'A'..='Z' => out(c.to_ascii_lowercase() as u8),
        'ß' => {
            out(b's');
            out(b's');
        }
        'ø' | 'Ø' => out(b'o'),
        'ł' | 'Ł' => out(b'l'),
        'đ' | 'Đ' | 'ð' => out(b'd'),
        'ı' => out(b'i'),
        'æ' | 'Æ' | 'ə' | 'Ə' => out(b'a'),
        'þ' => out(b't'),
        _ if c.is_ascii() => {}
        _ => {
            let mut first = true;
            unicode_normalization::char::decompose_canonical(c, |d| {
                if first && d.is_ascii_alphanumeric() {
                    out(d.to_ascii_lowercase() as u8);
                } else if first && d.is_alphanumeric() {
                    let mut buffer = [0; 4];
                    d.encode_utf8(&mut buffer).bytes().for_each(&mut *out);
                }
                first = false;
            });
        }
    }
}

/// The key under which a name is stored and found.
pub(crate) fn key(name: &str) -> String {
    let mut bytes: Vec<u8> = Vec::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '&' => bytes.extend_from_slice(b"and"),
            c if c.is_alphanumeric() => fold(c, &mut |b| bytes.push(b)),
            '\'' | '’' | '‘' | '`' | 'ʻ' | '.' => {}
            _ if bytes.last().is_some_and(|&b| b != b' ') => bytes.push(b' '),
            _ => {}
        }
    }
    while bytes.last() == Some(&b' ') {
        bytes.pop();
    }
    // `fold` writes whole characters.
    String::from_utf8(bytes).unwrap_or_default()
}

const SMALL: [&str; 44] = [
    "he", "an", "so", "no", "do", "on", "in", "to", "me", "my", "us", "we", "am", "is", "as", "at", "by",
    "or", "if", "up", "go", "you", "she", "her", "him", "his", "its", "one", "two", "will", "was", "has",
    "had", "new", "the", "but", "and", "for", "not", "now", "all", "any", "who", "how",
];

#[derive(Default)]
pub(crate) struct Builder {
    pub(crate) entities: Vec<Entity>,
    pub(crate) keys: BTreeMap<String, Vec<(u32, u8, u8)>>,
    /// Role nouns to their entity, for the offices of terms.
    roles: BTreeMap<String, u32>,
    /// People by state and folded name, so that a later row of somebody adds to the earlier one.
    known: BTreeMap<([u8; 3], String), u32>,
}

/// An error of an input file: what, and in which line (from 1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LineError {
    pub(crate) line: usize,
    pub(crate) what: String,
}

fn fail(line: usize, what: impl Into<String>) -> LineError {
    LineError { line, what: what.into() }
}

pub(crate) fn code3(text: &str) -> Option<[u8; 3]> {
    <[u8; 3]>::try_from(text.as_bytes()).ok().filter(|b| b.iter().all(u8::is_ascii_uppercase))
}

pub(crate) fn sector(text: &str) -> Option<u8> {
    SECTORS.iter().position(|s| *s == text).map(|i| i as u8)
}

/// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; an open month or day becomes the first or the last one.
pub(crate) fn day(text: &str, last: bool) -> Option<i32> {
    let mut parts = text.split('-').map(str::parse::<i32>);
    let year = parts.next()?.ok().filter(|y| (1..=9998).contains(y))?;
    let month = parts.next().transpose().ok()?.filter(|m| (1..=12).contains(m));
    let day = parts.next().transpose().ok()?.filter(|d| (1..=31).contains(d));
    if text.matches('-').count() != usize::from(month.is_some()) + usize::from(day.is_some()) {
        return None;
    }
    let (m, d) = if last { (12, 31) } else { (1, 1) };
    Some(year * 10_000 + month.unwrap_or(m) * 100 + day.unwrap_or(d))
}

fn rows(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#')).map(|(i, l)| {
        let mut cols: Vec<&str> = l.split('\t').map(str::trim).collect();
        cols.resize(cols.len().max(6), "");
        (i + 1, cols)
    })
}

fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split('|').map(str::trim).filter(|s| !s.is_empty())
}

/// Regular English plural.
pub(crate) fn plural(noun: &str) -> String {
    let b = noun.as_bytes();
    let n = b.len();
    if noun.ends_with("man") && noun != "german" && noun != "human" {
        format!("{}men", &noun[..n - 3])
    } else if n > 1 && noun.ends_with('y') && !matches!(b[n - 2], b'a' | b'e' | b'o' | b'u') {
        format!("{}ies", &noun[..n - 1])
    } else if ["s", "x", "ch", "sh"].iter().any(|e| noun.ends_with(e)) {
        format!("{noun}es")
    } else {
        format!("{noun}s")
    }
}

/// "minister of defence" -> "ministers of defence"; "army chief" -> "army chiefs".
fn plural_phrase(noun: &str) -> String {
    match noun.split_once(" of ").or_else(|| noun.split_once(" for ")) {
        Some((head, _)) => format!("{}{}", plural(head), &noun[head.len()..]),
        None => plural(noun),
    }
}

impl Builder {
    fn add(&mut self, entity: Entity) -> u32 {
        self.entities.push(entity);
        self.entities.len() as u32 - 1
    }

    /// A person, or what a further row tells of one.
    fn person(&mut self, entity: Entity) -> u32 {
        let of = (entity.country, key(&entity.name));
        let Some(&id) = self.known.get(&of) else {
            let id = self.add(entity);
            self.known.insert(of, id);
            return id;
        };
        let row = &mut self.entities[id as usize];
        row.terms.extend(entity.terms);
        row.terms.sort_by_key(|t| (t.start, t.end));
        if row.birth == 0 {
            row.birth = entity.birth;
        }
        if row.gender == 0 {
            row.gender = entity.gender;
        }
        if row.id.is_empty() {
            row.id = entity.id;
        }
        if row.sectors.is_empty() {
            row.sectors = entity.sectors;
        }
        id
    }

    fn name(&mut self, name: &str, entity: u32, sense: u8, case: u8) {
        let key = key(name);
        // A surname that is a small word ("He", "An") would be found everywhere.
        let small = sense == sense::SHORT && SMALL.contains(&key.as_str());
        if key.is_empty() || small {
            return;
        }
        let senses = self.keys.entry(key).or_default();
        if senses.len() < 250 && !senses.iter().any(|s| s.0 == entity && s.2 <= case) {
            senses.push((entity, sense, case));
        }
    }

    fn case_of(name: &str) -> u8 {
        let letters = || name.chars().filter(|c| c.is_alphabetic());
        if letters().next().is_none_or(char::is_lowercase) {
            case::ANY
        } else if letters().all(|c| !c.is_lowercase()) && letters().count() <= 6 {
            case::UPPER
        } else {
            case::CAPITAL
        }
    }

    /// An entity whose names are already known to begin with capitals (dictionaries in capitals alone).
    pub(crate) fn capital(&mut self, entity: Entity, names: &[String]) {
        let id = self.add(entity);
        for n in names {
            self.name(n, id, sense::NAME, case::CAPITAL);
        }
    }

    /// A role noun with its plural.
    pub(crate) fn role(&mut self, noun: &str, many: Option<&str>, sector: u8, group: bool) {
        let extra = if group { role::GROUP } else { role::PERSON };
        let name = noun.to_owned();
        let id =
            self.add(Entity { kind: kind::ROLE, sectors: vec![sector], name, extra, ..Entity::default() });
        self.name(noun, id, sense::NAME, case::ANY);
        let regular = plural_phrase(noun);
        self.name(many.unwrap_or(&regular), id, sense::PLURAL, case::ANY);
    }

    /// The folded names of all people with their states.
    pub(crate) fn people(&self) -> Vec<(String, [u8; 3])> {
        let people = self.entities.iter().filter(|e| e.kind == kind::PERSON);
        people.map(|e| (key(&e.name), e.country)).collect()
    }
}
