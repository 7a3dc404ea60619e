//! Names that mean different bodies by the state that is spoken of.

use dateline_types::{Country, Referent, TextRange};

use super::super::compile::{kind, role, sense};
use super::super::phrase::{Head, Reading};
use super::super::scan::Item;
use super::super::who;
use super::super::words::lower_is;
use super::Cx;

impl Cx<'_> {
    /// A name that bodies of several states bear means the one of the state spoken of ("the Conservatives", "the kingdom"); where none
    /// of them is, some names mean nobody.
    pub(super) fn settle_names(&self, items: &mut [Item], span: TextRange) {
        let text = &self.doc.text;
        let told: Vec<Country> = items
            .iter()
            .filter_map(Item::hit)
            .filter(|h| h.is_state())
            .filter_map(|h| self.table.country(h.sense.entity))
            .collect();
        for item in items.iter_mut() {
            let Item::Hit(hit) = item else { continue };
            if hit.kind != kind::BODY {
                continue;
            }
            let id = hit.sense.entity;
            let needs = self.table.extra(id) & role::NEEDS != 0;
            let mut options = who::namesakes(self.table, hit.range.slice(text).unwrap_or_default(), id);
            if !needs && options.len() < 2 {
                continue;
            }
            if needs {
                options.retain(|o| self.home.times(o.1) >= 2);
            }
            let countries: Vec<Country> = options.iter().map(|o| o.1).collect();
            let meant = told
                .iter()
                .copied()
                .find(|c| countries.contains(c))
                .or_else(|| self.home.among(&countries, span.start()));
            match options.iter().find(|o| Some(o.1) == meant) {
                Some(meant) => {
                    hit.sense.entity = meant.0;
                    hit.settled = true;
                }
                None if needs => *item = Item::Word { range: hit.range, capital: false },
                None => {}
            }
        }
    }

    /// A body of a name that others bear, of a state that the table does not know one of ("the Communist Party of Nepal").
    pub(super) fn settle_namesake(&self, reading: &Reading<'_>, out: &mut [Referent]) {
        let Head::Entity(id) = reading.head else { return };
        if self.table.kind(id) != kind::BODY {
            return;
        }
        let surface = reading.head_range.and_then(|r| r.slice(&self.doc.text)).unwrap_or_default();
        let options = who::namesakes(self.table, surface, id);
        if options.len() < 2 {
            return;
        }
        let told = reading.country.filter(|c| options.iter().all(|o| o.1 != *c));
        let nowhere = reading.country.is_none() && options.iter().all(|o| !self.home.names(o.1));
        if let (Some(r), true) = (out.first_mut(), told.is_some() || nowhere) {
            *r = Referent { country: told, sectors: r.sectors.clone(), how: "words", ..Referent::default() };
        }
    }

    /// A city alone may be the seat of a body ("Brussels").
    pub(super) fn settle_seat(&self, reading: &mut Reading<'_>, items: &[Item]) {
        let text = &self.doc.text;
        let Head::City(_) = reading.head else { return };
        let alone = items.iter().filter(|i| i.word(text).is_none_or(|w| !lower_is(w, &["the"]))).count() == 1;
        let Some(surface) = reading.head_range.and_then(|r| r.slice(text)).filter(|_| alone) else { return };
        let seat = self
            .table
            .find(surface)
            .into_iter()
            .find(|s| s.how == sense::SEAT && self.table.kind(s.entity) == kind::BODY);
        if let Some(seat) = seat {
            reading.head = Head::Entity(seat.entity);
        }
    }
}
