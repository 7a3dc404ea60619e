//! The compact form: sections of fixed rows that are read in place.

use std::collections::BTreeMap;

use super::{BEGINS, Builder, ENTITY, MAGIC, SENSE, begin, case, hash_on, kind, sense};

/// People of a place of a state's name that the news may mean instead.
const REGION: u32 = 900_000;

impl Builder {
    /// Marks states whose name is that of a large region of another state, too (`gender` of a state): "Georgia".
    fn mark_regions(&mut self) {
        for list in self.keys.values() {
            let row = |kind: u8| list.iter().map(|s| s.0 as usize).find(|e| self.entities[*e].kind == kind);
            let named = |e: usize| list.iter().any(|s| s.0 as usize == e && s.1 == sense::NAME);
            if let (Some(state), Some(place)) = (row(kind::STATE).filter(|e| named(*e)), row(kind::CITY))
                && self.entities[place].country != self.entities[state].country
                && self.entities[place].extra >= REGION
            {
                self.entities[state].gender = b'r';
            }
        }
    }

    /// Tells each state what sectors its bodies have (`birth` of a state), so that "the rebels" lean to where rebels are.
    fn mark_states(&mut self) {
        let mut bits: BTreeMap<[u8; 3], i32> = BTreeMap::new();
        for e in self.entities.iter().filter(|e| e.kind == kind::BODY) {
            for s in &e.sectors {
                *bits.entry(e.country).or_default() |= 1 << s;
            }
        }
        for e in self.entities.iter_mut().filter(|e| e.kind == kind::STATE) {
            e.birth = bits.get(&e.country).copied().unwrap_or_default();
        }
    }

    pub(crate) fn finish(mut self) -> Result<Vec<u8>, String> {
        self.mark_states();
        self.mark_regions();
        let mut strings = Strings::default();
        let (mut entities, mut terms, mut senses) = (Vec::new(), Vec::new(), Vec::new());
        let mut offices: Vec<(String, [u8; 3], i32, u32)> = Vec::new();
        let mut count = 0u32;
        for (id, e) in self.entities.iter().enumerate() {
            let start = entities.len();
            let mut sectors = [0xff; 4];
            sectors.iter_mut().zip(&e.sectors).for_each(|(a, b)| *a = *b);
            entities.push(e.kind);
            entities.push(e.gender);
            entities.extend_from_slice(&e.country);
            entities.extend_from_slice(&sectors);
            entities.extend_from_slice(&strings.add(&e.name));
            entities.extend_from_slice(&strings.add(&e.id));
            entities.extend_from_slice(&strings.add(&e.class));
            entities.extend_from_slice(&count.to_le_bytes());
            entities.extend_from_slice(&(e.terms.len() as u16).to_le_bytes());
            entities.extend_from_slice(&e.birth.to_le_bytes());
            entities.extend_from_slice(&e.extra.to_le_bytes());
            entities.resize(start + ENTITY, 0);
            for t in &e.terms {
                offices.push((t.class.clone(), t.country, t.start, count));
                count += 1;
                terms.extend_from_slice(&strings.add(&t.class));
                terms.extend_from_slice(&strings.add(&t.office));
                terms.extend_from_slice(&t.country);
                terms.push(t.sector);
                terms.extend_from_slice(&t.start.to_le_bytes());
                terms.extend_from_slice(&t.end.to_le_bytes());
                // Owner, for the way back from an office.
                terms.extend_from_slice(&(id as u32).to_le_bytes());
            }
        }
        offices.sort();
        let offices: Vec<u8> = offices.iter().flat_map(|o| o.3.to_le_bytes()).collect();
        let mut begins = vec![0u8; BEGINS / 8 * 2];
        let mut map = fst::MapBuilder::memory();
        for (key, list) in &self.keys {
            let first = (senses.len() / SENSE) as u64;
            let bit = begin(key.bytes().take_while(|b| *b != b' ').fold(0, hash_on));
            begins[bit / 8] |= 1 << (bit % 8);
            if list.iter().any(|(_, _, case)| *case == case::ANY) {
                begins[BEGINS / 8 + bit / 8] |= 1 << (bit % 8);
            }
            for (entity, sense, case) in list {
                senses.extend_from_slice(&entity.to_le_bytes());
                senses.push(*sense);
                senses.push(*case);
            }
            map.insert(key, first << 8 | list.len() as u64).map_err(|e| e.to_string())?;
        }
        let map = map.into_inner().map_err(|e| e.to_string())?;
        let mut out = MAGIC.to_vec();
        let sections = [&map, &senses, &entities, &terms, &offices, &strings.bytes, &begins];
        for s in sections {
            out.extend_from_slice(&(s.len() as u32).to_le_bytes());
        }
        sections.iter().for_each(|s| out.extend_from_slice(s));
        Ok(out)
    }
}

#[derive(Default)]
struct Strings {
    bytes: Vec<u8>,
    known: BTreeMap<String, u32>,
}

impl Strings {
    fn add(&mut self, text: &str) -> [u8; 6] {
        let bytes = &mut self.bytes;
        let at = *self.known.entry(text.to_owned()).or_insert_with(|| {
            let at = bytes.len() as u32;
            bytes.extend_from_slice(text.as_bytes());
            at
        });
        let mut out = [0; 6];
        out[..4].copy_from_slice(&at.to_le_bytes());
        out[4..].copy_from_slice(&(text.len() as u16).to_le_bytes());
        out
    }
}
