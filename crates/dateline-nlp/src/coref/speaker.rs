//! Who says "I" and "we".
//!
//! Quotes are found by their marks; the speaker of one is the subject of the verb of saying beside it, else the last one who spoke.

use dateline_types::MentionKind;

use super::State;
use super::place::Role;

/// Bytes between a quote and its speaker at most.
const REACH: usize = 500;
/// What a break of paragraph counts, in bytes.
const BREAK: usize = 200;
/// What a speaker before the quote counts beside one behind it, in bytes ("..., said X" is surer than "X said. ...").
const BEFORE: usize = 30;

impl State<'_> {
    /// The chain of the speaker; none outside of quotation marks, where the author speaks, unless somebody is told to speak there.
    pub(super) fn speaker(&self, i: usize) -> Option<usize> {
        let row = &self.rows[i];
        let (start, end) = (row.range.start() as usize, row.range.end() as usize);
        if !row.quoted {
            return None;
        }
        let open = self.text.get(..start)?.rfind(['"', '“'])?;
        let close = self.text.get(end..)?.find(['"', '”', '\n']).map_or(self.text.len(), |at| end + at);
        let able = |j: usize| {
            let r = &self.rows[j];
            !r.quoted
                && r.kind != MentionKind::Modifier
                && self.of[j].is_some_and(|c| {
                    self.chains[c].person || self.chains[c].role.is_some() || self.places[j].says
                })
        };
        // How far a mention is from the quote, a break of paragraph and the side counted in.
        let gap = |j: usize| {
            let range = self.rows[j].range;
            let (from, to, side) = if range.start() as usize >= close {
                (close, range.start() as usize, 0)
            } else {
                (range.end() as usize, open, BEFORE)
            };
            let between = self.text.get(from..to)?;
            Some(to - from + side + between.matches('\n').count() * BREAK)
        };
        let near = |wanted: &dyn Fn(usize) -> bool, reach: usize| {
            let first = self.rows.partition_point(|r| (r.range.start() as usize) + reach < open);
            let rows = (first..self.rows.len())
                .take_while(|j| self.rows[*j].range.start() as usize <= close + reach);
            rows.filter(|j| able(*j) && wanted(*j))
                .filter_map(|j| Some((gap(j).filter(|g| *g <= reach)?, j)))
                .min()
                .map(|(_, j)| j)
        };
        let here = |j: usize| self.rows[j].sentence == row.sentence;
        near(&|j| self.places[j].says, REACH)
            .or_else(|| near(&|j| here(j) && self.places[j].role == Role::Subject, REACH))
            .or_else(|| near(&here, REACH))
            .or_else(|| (0..i).rev().take(40).find(|j| able(*j) && self.places[*j].says))
            .and_then(|j| self.of[j])
    }
}
