//! Which chain a name or description belongs to.

use super::State;
use super::chain::Chain;
use crate::actor::Head;

use dateline_types::MentionKind;

impl State<'_> {
    pub(super) fn link(&mut self, i: usize) {
        let chunk = &self.rows[i];
        let apposed = self.places[i].apposed.and_then(|j| self.of[j]).filter(|c| self.may_describe(i, *c));
        let chain = match &chunk.reading.head {
            Head::Role(_) if apposed.is_some() => apposed,
            Head::Entity(id) => self.by_entity.get(id).copied().or_else(|| self.named(self.table.name(*id))),
            Head::State(..) => {
                chunk.referents.first().and_then(|r| r.country).and_then(|c| self.by_state.get(&c).copied())
            }
            Head::Name(_) => self.name(i),
            Head::City(_) if self.called(i) => self.name(i),
            Head::Role(_) if chunk.reading.counterpart => self.counterpart(i),
            Head::Role(_) => self.description(i),
            Head::City(_) | Head::None => None,
        };
        match chain {
            Some(chain) => self.join(i, chain),
            None => self.open(i),
        }
    }

    /// Whether the description beside a name may be the name's: one person for one, and no name of a state or place.
    fn may_describe(&self, i: usize, chain: usize) -> bool {
        let (r, c) = (&self.rows[i].reading, &self.chains[chain]);
        !r.plural
            && !c.plural
            && (c.role.is_none() || self.rows[c.last].kind == MentionKind::Name)
            && !c.name.is_empty()
            && (r.group || c.person || c.maybe)
    }

    /// "His American counterpart, Donald Trump": the name behind the comma says who is meant, whatever the tree makes of it, if
    /// the table knows it as one of that state.
    fn counterpart(&mut self, i: usize) -> Option<usize> {
        let state = self.rows[i].referents.first().and_then(|r| r.country)?;
        let end = self.rows[i].range.end();
        let next = self.rows[i + 1..].iter().find(|row| row.range.start() >= end)?;
        let between = self.text.get(end as usize..next.range.start() as usize)?;
        let Head::Entity(id) = next.reading.head else { return None };
        let fits = matches!(between, ", " | " ")
            && next.kind == MentionKind::Name
            && self.table.kind(id) == b'P'
            && next.referents.first().and_then(|r| r.country) == Some(state);
        if !fits {
            return None;
        }
        let known = self.by_entity.get(&id).copied().or_else(|| self.named(self.table.name(id)));
        if known.is_none() {
            // The chain opened now is the one that the name will find.
            self.by_entity.insert(id, self.chains.len());
        }
        known
    }

    /// The person's chain, whether opened by name or by office.
    fn named(&self, name: &str) -> Option<usize> {
        self.chains
            .iter()
            .position(|c| c.person && c.referents.first().and_then(|x| x.name.as_deref()) == Some(name))
    }

    /// A name that the table does not know: the same words, or a surname of a fuller one.
    fn name(&self, i: usize) -> Option<usize> {
        let words = &self.words[i];
        let last = words.last()?;
        self.chains
            .iter()
            .enumerate()
            .rev()
            .filter(|(_, c)| !c.name.is_empty())
            .find(|(_, c)| {
                c.name == *words
                    || words.len() == 1
                        && c.name.len() > 1
                        && (c.name.last() == Some(last) || c.name.first() == Some(last) && c.name.len() == 3)
                    || words.len() > 1
                        && c.name.len() == 1
                        && (c.name.first() == Some(last) || c.name.first() == words.first())
                    || words.len() > 1
                        && c.name.len() > 1
                        && c.name.last() == Some(last)
                        && c.name.first() == words.first()
            })
            .map(|(id, _)| id)
    }

    /// "The president", "the Russian leader", "the minister": an earlier holder of the office, or the same description again.
    fn description(&self, i: usize) -> Option<usize> {
        let chunk = &self.rows[i];
        let r = &chunk.reading;
        // Named by its office on the day.
        if let Some(name) = chunk.referents.first().and_then(|x| x.name.as_deref())
            && let Some(id) = self.named(name)
        {
            return Some(id);
        }
        if !r.definite && !chunk.reading.local || r.owned || r.counterpart {
            return None;
        }
        let Head::Role(role) = r.head else { return None };
        let country_fits = |c: &Chain<'_>| match (r.country, c.referents.first().and_then(|x| x.country)) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        let recent = |c: &Chain<'_>| chunk.sentence.saturating_sub(self.rows[c.last].sentence) <= 12;
        let same_role = self
            .chains
            .iter()
            .enumerate()
            .rev()
            .find(|(_, c)| c.role == Some(role) && country_fits(c) && c.plural == (r.plural || r.group));
        if let Some((id, _)) = same_role {
            return Some(id);
        }
        if r.plural || r.group || !r.definite {
            return None;
        }
        self.chains
            .iter()
            .enumerate()
            .filter(|(_, c)| {
                c.person
                    && !c.plural
                    && recent(c)
                    && country_fits(c)
                    && (!r.class.is_empty()
                        && (c.class == r.class
                            || r.class == "leader"
                                && matches!(
                                    c.class,
                                    "president" | "prime minister" | "monarch" | "supreme leader"
                                ))
                        || r.class.is_empty()
                            && r.sector.is_some()
                            && c.referents.first().is_some_and(|x| x.office.as_deref() == Some(r.office))
                        || !r.class.is_empty()
                            && c.referents
                                .first()
                                .and_then(|x| x.name.as_deref())
                                .is_some_and(|n| self.holds(n, r.class)))
            })
            .max_by_key(|(_, c)| c.last)
            .map(|(id, _)| id)
    }

    /// Whether a person of the table holds an office of the class on the document's day.
    fn holds(&self, name: &str, class: &str) -> bool {
        self.table.find(name).iter().any(|s| {
            self.table.name(s.entity) == name
                && self.table.terms(s.entity).any(|t| {
                    (t.class == class
                        || class == "leader"
                            && matches!(
                                t.class,
                                "president" | "prime minister" | "monarch" | "supreme leader"
                            ))
                        && self.day.is_none_or(|d| t.covers(d))
                })
        })
    }
}
