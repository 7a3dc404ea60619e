//! A description beside a name: whose it is, and where the name begins.

use super::super::compile::{kind, sense};
use super::super::phrase::Head;
use super::super::table::Table;
use super::super::who;
use super::Chunk;

/// "Annan's representative in Cyprus, Gustave Feissel, ...": the description before the comma is the name's; "China's ambassador to
/// Britain Liu Xiaming": what stands between the description and the name is no part of the name.
pub(super) fn appose(table: &Table, text: &str, day: Option<i32>, chunks: &mut [Chunk<'_>]) {
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
            b.reading.class = a.reading.class;
            b.reading.office = a.reading.office;
            b.reading.local = a.reading.local;
            b.referents = who::referents(table, &b.reading, day);
        }
    }
}
