//! The compiled table, read in place.

use std::borrow::Cow;

use dateline_types::{Country, Date, Sector};

use super::compile::{self, ENTITY, MAGIC, SECTIONS, SENSE, TERM, kind, sense};

/// Bytes of a name of one word whose key is made in place.
const SHORT_KEY: usize = 32;

static BUILT_IN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/actors.bin"));

/// Names, offices with terms, roles; immutable and shared. The built-in table costs nothing to open; user tables lie on top of it.
#[derive(Clone, Debug)]
pub struct Table {
    /// The built-in one first; later ones win.
    layers: Vec<Layer>,
}

impl Default for Table {
    fn default() -> Self {
        Self { layers: Layer::open(Cow::Borrowed(BUILT_IN)).into_iter().collect() }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Layer {
    map: fst::Map<Cow<'static, [u8]>>,
    bytes: Cow<'static, [u8]>,
    /// Names and offices, checked once.
    strings: Cow<'static, str>,
    /// Starts of senses, entities, terms, offices, strings and beginnings in `bytes`, and the end.
    at: [usize; SECTIONS],
}

/// A row of the table: its layer and number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct EntityId {
    pub(crate) layer: u8,
    pub(crate) row: u32,
}

/// One meaning of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sense {
    pub(crate) entity: EntityId,
    pub(crate) how: u8,
    pub(crate) case: u8,
}

#[derive(Clone, Copy)]
pub(crate) struct Term<'t> {
    pub(crate) class: &'t str,
    pub(crate) office: &'t str,
    pub(crate) country: Option<Country>,
    pub(crate) sector: Sector,
    pub(crate) start: i32,
    pub(crate) end: i32,
    pub(crate) owner: EntityId,
}

impl Term<'_> {
    pub(crate) fn covers(&self, day: i32) -> bool {
        self.start <= day && day <= self.end
    }
}

#[inline]
fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
}

pub(crate) fn number(date: Date) -> i32 {
    i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day())
}

fn sector_of(index: u8) -> Option<Sector> {
    Sector::ALL.get(usize::from(index)).copied()
}

fn country_of(bytes: &[u8]) -> Option<Country> {
    std::str::from_utf8(bytes).ok().and_then(Country::new)
}

impl Layer {
    pub(crate) fn open(bytes: Cow<'static, [u8]>) -> Option<Self> {
        let head = MAGIC.len() + SECTIONS * 4;
        if !bytes.starts_with(MAGIC) || bytes.len() < head {
            return None;
        }
        let mut at = [0; SECTIONS];
        let mut end = head;
        for (i, slot) in at.iter_mut().enumerate() {
            end += u32_at(&bytes, MAGIC.len() + i * 4) as usize;
            *slot = end;
        }
        if end != bytes.len() {
            return None;
        }
        let map = match &bytes {
            Cow::Borrowed(b) => Cow::Borrowed(&b[head..at[0]]),
            Cow::Owned(b) => Cow::Owned(b[head..at[0]].to_vec()),
        };
        let strings = match &bytes {
            Cow::Borrowed(b) => Cow::Borrowed(std::str::from_utf8(&b[at[4]..at[5]]).ok()?),
            Cow::Owned(b) => Cow::Owned(std::str::from_utf8(&b[at[4]..at[5]]).ok()?.to_owned()),
        };
        Some(Self { map: fst::Map::new(map).ok()?, bytes, strings, at })
    }

    /// Whether a name may begin with the word of this hash; `small` where the text does not begin it with a capital.
    #[inline]
    pub(crate) fn may_begin(&self, first: u32, small: bool) -> bool {
        let bit = compile::begin(first);
        let at = self.at[5] + if small { compile::BEGINS / 8 } else { 0 } + bit / 8;
        self.bytes.get(at).is_none_or(|b| b & (1 << (bit % 8)) != 0)
    }

    pub(crate) fn fst(&self) -> &fst::raw::Fst<Cow<'static, [u8]>> {
        self.map.as_fst()
    }

    fn string(&self, at: usize) -> &str {
        let start = u32_at(&self.bytes, at) as usize;
        let len = self.bytes.get(at + 4..at + 6).map_or(0, |b| usize::from(u16::from_le_bytes([b[0], b[1]])));
        self.strings.get(start..start + len).unwrap_or_default()
    }
}

impl Table {
    /// How many layers there are.
    pub(crate) fn layers(&self) -> &[Layer] {
        &self.layers
    }

    pub(crate) fn push(&mut self, layer: Layer) {
        if self.layers.len() < 200 {
            self.layers.push(layer);
        }
    }

    /// The meanings behind a value of the name map.
    pub(crate) fn senses(&self, layer: usize, value: u64) -> impl Iterator<Item = Sense> + '_ {
        let (first, count) = ((value >> 8) as usize, (value & 0xff) as usize);
        (first..first + count).filter_map(move |i| {
            let l = self.layers.get(layer)?;
            let at = l.at[0] + i * SENSE;
            let b = l.bytes.get(at..at + SENSE)?;
            let entity = EntityId { layer: layer as u8, row: u32_at(b, 0) };
            Some(Sense { entity, how: b[4], case: b[5] })
        })
    }

    /// Every meaning of a name; user tables first.
    pub(crate) fn find(&self, name: &str) -> Vec<Sense> {
        let mut out = Vec::new();
        self.each(name, |s| out.push(s));
        out
    }

    /// Calls with every meaning of a name; user tables first.
    pub(crate) fn each(&self, name: &str, mut call: impl FnMut(Sense)) {
        let mut look = |key: &[u8]| {
            for (i, layer) in self.layers.iter().enumerate().rev() {
                if let Some(value) = layer.map.get(key) {
                    self.senses(i, value).for_each(&mut call);
                }
            }
        };
        // The key of a plain name is the name in small letters, for which no memory need be asked.
        let mut small = [0; SHORT_KEY];
        let plain = |b: &u8| b.is_ascii_alphanumeric();
        match small.get_mut(..name.len()) {
            Some(small) if name.as_bytes().iter().all(plain) => {
                small.copy_from_slice(name.as_bytes());
                small.make_ascii_lowercase();
                look(small);
            }
            _ => look(compile::key(name).as_bytes()),
        }
    }

    #[inline]
    fn row(&self, id: EntityId) -> Option<(&Layer, usize)> {
        let layer = self.layers.get(usize::from(id.layer))?;
        let at = layer.at[1] + id.row as usize * ENTITY;
        (at + ENTITY <= layer.at[2]).then_some((layer, at))
    }

    #[inline]
    fn byte(&self, id: EntityId, offset: usize) -> u8 {
        self.row(id).map_or(0, |(l, at)| l.bytes[at + offset])
    }

    #[inline]
    pub(crate) fn kind(&self, id: EntityId) -> u8 {
        self.byte(id, 0)
    }

    /// b'f', b'm' or 0.
    pub(crate) fn gender(&self, id: EntityId) -> u8 {
        self.byte(id, 1)
    }

    pub(crate) fn country(&self, id: EntityId) -> Option<Country> {
        self.row(id).and_then(|(l, at)| country_of(&l.bytes[at + 2..at + 5]))
    }

    pub(crate) fn sectors(&self, id: EntityId) -> Vec<Sector> {
        self.row(id).map_or_else(Vec::new, |(l, at)| {
            l.bytes[at + 5..at + 9].iter().filter_map(|&b| sector_of(b)).collect()
        })
    }

    pub(crate) fn sector(&self, id: EntityId) -> Option<Sector> {
        sector_of(self.byte(id, 5))
    }

    pub(crate) fn name(&self, id: EntityId) -> &str {
        self.row(id).map_or("", |(l, at)| l.string(at + 9))
    }

    /// Wikidata item, if known.
    pub(crate) fn wikidata(&self, id: EntityId) -> &str {
        self.row(id).map_or("", |(l, at)| l.string(at + 15))
    }

    pub(crate) fn class(&self, id: EntityId) -> &str {
        self.row(id).map_or("", |(l, at)| l.string(at + 21))
    }

    pub(crate) fn birth_number(&self, id: EntityId) -> i32 {
        self.row(id).map_or(0, |(l, at)| u32_at(&l.bytes, at + 33) as i32)
    }

    #[inline]
    pub(crate) fn extra(&self, id: EntityId) -> u32 {
        self.row(id).map_or(0, |(l, at)| u32_at(&l.bytes, at + 37))
    }

    /// Whether a state has bodies of the sector in the table ("rebels", where there are any).
    pub(crate) fn has_sector(&self, country: Country, sector: Sector) -> bool {
        let Some(index) = Sector::ALL.iter().position(|s| *s == sector) else { return false };
        self.state(country).is_some_and(|id| self.birth_number(id) >> index & 1 == 1)
    }

    fn term(&self, layer: usize, row: usize) -> Option<Term<'_>> {
        let l = self.layers.get(layer)?;
        let at = l.at[2] + row * TERM;
        let b = l.bytes.get(at..at + TERM).filter(|_| at + TERM <= l.at[3])?;
        Some(Term {
            class: l.string(at),
            office: l.string(at + 6),
            country: country_of(&b[12..15]),
            sector: sector_of(b[15]).unwrap_or(Sector::Gov),
            start: u32_at(b, 16) as i32,
            end: u32_at(b, 20) as i32,
            owner: EntityId { layer: layer as u8, row: u32_at(b, 24) },
        })
    }

    /// The terms of a person, by their start.
    pub(crate) fn terms(&self, id: EntityId) -> impl DoubleEndedIterator<Item = Term<'_>> + '_ {
        let (first, count) = self.row(id).map_or((0, 0), |(l, at)| {
            let count = u16::from_le_bytes([l.bytes[at + 31], l.bytes[at + 32]]);
            (u32_at(&l.bytes, at + 27) as usize, usize::from(count))
        });
        (first..first + count).filter_map(move |i| self.term(usize::from(id.layer), i))
    }

    /// Who holds an office of a class in a state on a day; the one who came last where terms touch.
    pub(crate) fn holder(&self, country: Country, class: &str, day: i32) -> Option<Term<'_>> {
        (0..self.layers.len()).rev().find_map(|layer| {
            let l = &self.layers[layer];
            let count = (l.at[4] - l.at[3]) / 4;
            let nth = |i: usize| self.term(layer, u32_at(&l.bytes, l.at[3] + i * 4) as usize);
            let before = |t: &Term<'_>| (t.class, t.country) < (class, Some(country));
            let (mut low, mut high) = (0, count);
            while low < high {
                let mid = (low + high) / 2;
                if nth(mid).is_some_and(|t| before(&t)) { low = mid + 1 } else { high = mid }
            }
            (low..count)
                .map_while(nth)
                .take_while(|t| t.class == class && t.country == Some(country))
                .filter(|t| t.covers(day))
                .max_by_key(|t| (t.start, std::cmp::Reverse(t.end)))
        })
    }

    /// The day of birth of a person called so, where it is known and the name means one person with a known day.
    pub fn birth(&self, name: &str) -> Option<Date> {
        let mut found = None;
        for s in self.find(name) {
            let number = if self.kind(s.entity) == kind::PERSON { self.birth_number(s.entity) } else { 0 };
            if self.kind(s.entity) == kind::PERSON && number != 0 {
                if found.is_some_and(|f| f != number) && s.how == sense::SHORT {
                    return None;
                }
                found = found.or(Some(number));
            }
        }
        let n = found?;
        Date::new((n / 10_000) as i16, (n / 100 % 100) as i8, (n % 100) as i8).ok()
    }

    /// The state or body that a name means by itself ("Kenya", "Kenyan", "Nairobi"), the largest city of that name otherwise.
    pub fn country_of(&self, name: &str) -> Option<Country> {
        let senses = self.find(name);
        senses
            .iter()
            .find(|s| matches!(self.kind(s.entity), kind::STATE | kind::BODY))
            .or_else(|| {
                senses
                    .iter()
                    .filter(|s| self.kind(s.entity) == kind::CITY)
                    .max_by_key(|s| self.extra(s.entity))
            })
            .and_then(|s| self.country(s.entity))
    }
}

impl Table {
    /// The state's row, found by its code.
    pub(crate) fn state(&self, country: Country) -> Option<EntityId> {
        let l = self.layers.first()?;
        // States are the first rows of the built-in table.
        l.bytes[l.at[1]..l.at[2]]
            .chunks_exact(ENTITY)
            .take(400)
            .take_while(|row| row[0] == kind::STATE)
            .position(|row| &row[2..5] == country.as_str().as_bytes())
            .map(|row| EntityId { layer: 0, row: row as u32 })
    }
}
