//! The lines of the plain files: states, roles, places, people and bodies.

use super::{
    Builder, Entity, LineError, OPEN_END, OPEN_START, Term, case, code3, day, fail, key, kind, list, plural,
    plural_phrase, role, rows, sector, sense,
};

impl Builder {
    /// `iso3, lead, name, others, adjectives, capital|seats, Wikidata item`
    pub(crate) fn states(&mut self, text: &str) -> Result<(), LineError> {
        for (line, cols) in rows(text) {
            let country = code3(cols[0]).ok_or_else(|| fail(line, "no ISO alpha-3 code"))?;
            let lead = u32::from(cols[1].bytes().next().unwrap_or(b'L'));
            let gov = vec![0];
            let entity = Entity {
                kind: kind::STATE,
                country,
                sectors: gov,
                name: cols[2].to_owned(),
                id: cols.get(6).copied().unwrap_or_default().to_owned(),
                extra: lead,
                ..Entity::default()
            };
            let id = self.add(entity);
            let cased = |n: &str| Self::case_of(n).max(case::CAPITAL);
            for n in std::iter::once(cols[2]).chain(list(cols[3])) {
                self.name(n, id, sense::NAME, cased(n));
            }
            for n in list(cols[4]) {
                self.name(n, id, sense::ADJECTIVE, cased(n));
                let people = n.ends_with("men") || n.ends_with("is") && n.len() > 4;
                if people {
                    self.name(n, id, sense::PEOPLE, case::CAPITAL);
                } else if !n.ends_with("ese") && !n.ends_with("sh") && !n.ends_with("ch") && !n.ends_with('.')
                {
                    self.name(&plural(n), id, sense::PEOPLE, case::CAPITAL);
                }
            }
            for n in list(cols[5]) {
                self.name(n, id, sense::SEAT, case::CAPITAL);
            }
        }
        Ok(())
    }

    /// `sector, kind, country default, office class, nouns`
    pub(crate) fn roles(&mut self, text: &str) -> Result<(), LineError> {
        for (line, cols) in rows(text) {
            let inherits = cols[0].starts_with('=');
            let sector =
                sector(cols[0].trim_start_matches('=')).ok_or_else(|| fail(line, "unknown sector"))?;
            let group = cols[1] == "g";
            let extra = if group { role::GROUP } else { role::PERSON }
                | match cols[2] {
                    "l" => role::LOCAL,
                    "n" => role::NOWHERE,
                    "h" => 0,
                    other if code3(other).is_some() => 0,
                    other => return Err(fail(line, format!("unknown default of country {other:?}"))),
                }
                | if inherits { role::INHERITS } else { 0 };
            for noun in list(cols[4]) {
                let entity = Entity {
                    kind: kind::ROLE,
                    sectors: vec![sector],
                    name: noun.to_owned(),
                    class: cols[3].to_owned(),
                    country: code3(cols[2]).unwrap_or_default(),
                    extra,
                    ..Entity::default()
                };
                let id = self.add(entity);
                let k = key(noun);
                // A later row says better than an earlier one.
                self.keys.remove(&k);
                self.name(noun, id, sense::NAME, case::ANY);
                self.roles.insert(k, id);
                let many = plural_phrase(noun);
                if !noun.ends_with('s') && !self.roles.contains_key(&key(&many)) {
                    self.keys.remove(&key(&many));
                    self.name(&many, id, sense::PLURAL, case::ANY);
                }
            }
        }
        Ok(())
    }

    /// `iso3, population, names`
    pub(crate) fn cities(&mut self, text: &str) -> Result<(), LineError> {
        for (line, cols) in rows(text) {
            let country = code3(cols[0]).ok_or_else(|| fail(line, "no ISO alpha-3 code"))?;
            let extra = cols[1].parse().map_err(|_| fail(line, "population is no number"))?;
            let mut names = list(cols[2]);
            let Some(first) = names.next() else { continue };
            let id = self.add(Entity {
                kind: kind::CITY,
                country,
                name: first.to_owned(),
                extra,
                ..Entity::default()
            });
            self.name(first, id, sense::NAME, case::CAPITAL);
            for n in names {
                self.name(n, id, sense::NAME, case::CAPITAL);
            }
        }
        Ok(())
    }

    /// `kind, country, sectors, name, aliases, facts`
    pub(crate) fn actors(&mut self, text: &str) -> Result<(), LineError> {
        for (line, cols) in rows(text) {
            let kind = match cols[0] {
                "P" => kind::PERSON,
                "O" => kind::BODY,
                other => return Err(fail(line, format!("unknown kind {other:?}, P or O expected"))),
            };
            let country = if cols[1].is_empty() {
                [0; 3]
            } else {
                code3(cols[1]).ok_or_else(|| fail(line, format!("no country code: {:?}", cols[1])))?
            };
            let sectors = cols[2]
                .split(',')
                .map(str::trim)
                .filter(|s| !s.is_empty())
                .map(|s| sector(s).ok_or_else(|| fail(line, format!("unknown sector {s:?}"))))
                .collect::<Result<Vec<u8>, _>>()?;
            if cols[3].is_empty() {
                return Err(fail(line, "no name"));
            }
            let mut entity = Entity { kind, country, sectors, name: cols[3].to_owned(), ..Entity::default() };
            let mut shorts: Vec<&str> = Vec::new();
            let mut seats: Vec<&str> = Vec::new();
            let mut no_short = false;
            for fact in cols[5].split(';').map(str::trim).filter(|f| !f.is_empty()) {
                if let Some(birth) = fact.strip_prefix("born ") {
                    entity.birth =
                        day(birth, false).ok_or_else(|| fail(line, format!("no day: {birth:?}")))?;
                } else if let Some(short) = fact.strip_prefix("short ") {
                    shorts.push(short);
                } else if let Some(seat) = fact.strip_prefix("seat ") {
                    seats.push(seat);
                } else if fact == "nowhere" {
                    entity.extra = role::NOWHERE;
                } else if fact == "needs" {
                    entity.extra = role::NEEDS;
                } else if fact == "noshort" {
                    no_short = true;
                } else if fact == "f" || fact == "m" {
                    entity.gender = fact.as_bytes()[0];
                } else if fact.starts_with('Q') && fact[1..].bytes().all(|b| b.is_ascii_digit()) {
                    entity.id = fact.to_owned();
                } else {
                    let term = self
                        .term(fact, country)
                        .ok_or_else(|| fail(line, format!("unknown fact {fact:?}")))?;
                    entity.terms.push(term);
                }
            }
            entity.terms.sort_by_key(|t| (t.start, t.end));
            if shorts.is_empty() && !no_short && kind == kind::PERSON {
                shorts.extend(short_of(cols[3], cols[1]));
            }
            let named = entity.name.clone();
            let id = if kind == kind::PERSON { self.person(entity) } else { self.add(entity) };
            for n in std::iter::once(named.as_str()).chain(list(cols[4])) {
                let single = kind == kind::PERSON && !n.contains([' ', '-']);
                let case = Self::case_of(n);
                let case = if kind == kind::PERSON { case::CAPITAL } else { case };
                self.name(n, id, if single { sense::SHORT } else { sense::NAME }, case);
            }
            for n in shorts {
                self.name(n, id, sense::SHORT, case::CAPITAL);
            }
            for n in seats {
                self.name(n, id, sense::SEAT, case::CAPITAL);
            }
        }
        Ok(())
    }

    /// `[ISO:]office[=SECTOR] START..END`
    fn term(&self, fact: &str, country: [u8; 3]) -> Option<Term> {
        let (office, span) = fact.rsplit_once(' ')?;
        let (start, end) = span.split_once("..")?;
        let start = if start.is_empty() { OPEN_START } else { day(start, false)? };
        let end = if end.is_empty() { OPEN_END } else { day(end, true)? };
        let (country, office) = match office.split_once(':') {
            Some((iso, rest)) => (code3(iso)?, rest),
            None => (country, office),
        };
        let (office, given) = match office.split_once('=') {
            Some((office, given)) => (office, Some(sector(given)?)),
            None => (office, None),
        };
        // The longest known ending of the office names its class and sector ("Russian deputy prime minister").
        let k = key(office);
        let lesser = ["deputy ", "under ", "assistant ", "vice ", "junior "].iter().any(|p| k.starts_with(p));
        let known = std::iter::once(0)
            .chain(k.match_indices(' ').map(|(i, _)| i + 1).filter(|_| !lesser))
            .find_map(|i| self.roles.get(&k[i..]))
            .map(|&id| &self.entities[id as usize]);
        let class = known.map(|e| e.class.clone()).filter(|c| !c.is_empty()).unwrap_or_else(|| k.clone());
        // "president of Tigray" says the sector, but is not the state's office.
        let of = || {
            k.split(" of ")
                .next()
                .and_then(|head| self.roles.get(head))
                .map(|&id| &self.entities[id as usize])
        };
        let known = known.or_else(of);
        let sector = given.or_else(|| known.and_then(|e| e.sectors.first().copied())).unwrap_or(0);
        Some(Term { class, office: office.to_owned(), country, sector, start, end })
    }
}

/// The surname by which the press calls a person: the first word in East Asian order, else the last one with its particles.
fn short_of<'n>(name: &'n str, country: &str) -> Option<&'n str> {
    let words: Vec<&str> = name.split(' ').collect();
    if words.len() < 2 {
        return None;
    }
    if matches!(country, "CHN" | "PRK" | "KOR" | "TWN") && words.len() <= 3 {
        return words.first().copied();
    }
    let mut at = words.len() - 1;
    if matches!(words[at], "Jr" | "Jr." | "II" | "III" | "IV" | "VI" | "XVI" | "Sr.") {
        // "Elizabeth II" has no surname.
        if at == 1 {
            return None;
        }
        let end = name.len() - words[at].len() - 1;
        return name.get(..end).and_then(|n| n.rsplit(' ').next());
    }
    while at > 1
        && matches!(
            words[at - 1].to_ascii_lowercase().as_str(),
            "al" | "el"
                | "bin"
                | "ben"
                | "ibn"
                | "van"
                | "von"
                | "der"
                | "den"
                | "de"
                | "di"
                | "da"
                | "del"
                | "della"
                | "la"
                | "le"
                | "dos"
                | "du"
                | "ould"
                | "abu"
                | "ter"
                | "st."
        )
    {
        at -= 1;
    }
    let from: usize = words[..at].iter().map(|w| w.len() + 1).sum();
    name.get(from..)
}
