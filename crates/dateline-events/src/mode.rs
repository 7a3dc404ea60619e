//! Which mode of its type an event has: a choice fitted for each type over the trigger, the words of its clause, and what
//! lexicon and model say. The two alone were wrong in a third of the cases: what was thrown, asked for or refused stands
//! beside the trigger, not in it.

use std::collections::HashMap;

use dateline_types::{EventType, Idx, Mode, SentId, TextRange, TokenId};

use crate::decide::Candidate;
use crate::view::View;

/// Words of a clause that are read at most.
const MOST: usize = 40;

/// A mode with the weights of its features.
type Row = (Option<Mode>, HashMap<&'static str, f32>);

/// Weights by type, then by mode and feature.
#[derive(Clone, Debug, Default)]
pub(crate) struct Modes {
    rows: HashMap<EventType, Vec<Row>>,
}

impl Modes {
    /// One line `TYPE mode feature value`, the mode `-` being none; the number of the first broken line otherwise.
    pub(crate) fn read(text: &'static str) -> Result<Self, usize> {
        let mut out = Self::default();
        for (number, line) in text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty()) {
            let parsed = || {
                let mut parts = line.split(' ');
                let kind: EventType = parts.next()?.parse().ok()?;
                let mode = match parts.next()? {
                    "-" => None,
                    name => Some(kind.modes().iter().copied().find(|m| m.name() == name)?),
                };
                Some((kind, mode, parts.next()?, parts.next()?.parse::<f32>().ok()?))
            };
            let (kind, mode, feature, value) = parsed().ok_or(number + 1)?;
            let modes = out.rows.entry(kind).or_default();
            let at = modes.iter().position(|(m, _)| *m == mode).unwrap_or_else(|| {
                modes.push((mode, HashMap::new()));
                modes.len() - 1
            });
            modes[at].1.insert(feature, value);
        }
        Ok(out)
    }

    /// The likeliest mode; `None` where the type is not known here.
    pub(crate) fn choose(&self, kind: EventType, features: &[String]) -> Option<Option<Mode>> {
        let modes = self.rows.get(&kind)?;
        let sum = |weights: &HashMap<&'static str, f32>| -> f32 {
            features.iter().filter_map(|f| weights.get(f.as_str())).sum()
        };
        modes
            .iter()
            .map(|(mode, weights)| (*mode, sum(weights)))
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(m, _)| m)
    }
}

/// What speaks for one mode or the other.
pub(crate) fn features(view: &View<'_>, c: &Candidate<'_>, evidence: TextRange) -> Vec<String> {
    let mut out = vec!["bias".to_owned(), format!("t:{}", view.lemma(c.trigger))];
    let now = c.mode.map_or("none", Mode::name);
    out.push(format!("now:{now}"));
    if let Some(entry) = c.entry {
        out.push(format!("rule:{}", entry.name));
        if let Some(mode) = entry.mode {
            out.push(format!("usual:{}", mode.name()));
        }
    }
    if let Some(hint) = c.hint.filter(|h| h.kind == c.kind) {
        let sure = if hint.mode_score >= 0.7 { "sure" } else { "hint" };
        out.push(format!("{sure}:{}", hint.mode.map_or("none", Mode::name)));
    }
    if c.kind == EventType::Assault {
        arms(view, c, &mut out);
    }
    let Some((_, words)) = view.sentence(c.trigger) else { return out };
    let content = (words.start.index()..words.end.index()).map(TokenId::new).filter(|t| {
        *t != c.trigger
            && evidence.contains(view.range(*t))
            && matches!(view.upos(*t), "NOUN" | "VERB" | "ADJ" | "ADV" | "ADP")
    });
    for t in content.take(MOST) {
        let word = format!("w:{}", view.lemma(t));
        if !word.contains(' ') && !out.contains(&word) {
            out.push(word);
        }
        // What hangs on the trigger says most.
        if view.head(t) == Some(c.trigger) {
            out.push(format!("d:{}", view.lemma(t)));
        }
    }
    out
}

/// What the attack was done with, by the words of its sentence and of the one before.
fn arms(view: &View<'_>, c: &Candidate<'_>, out: &mut Vec<String>) {
    let Some((sentence, _)) = view.sentence(c.trigger) else { return };
    let at = sentence.index();
    for near in at.saturating_sub(1)..=at {
        let Some(words) = view.doc.tokens.sentences.get(SentId::new(near)) else { continue };
        let name = if near == at { "arm" } else { "near" };
        for t in (words.start.index()..words.end.index()).map(TokenId::new) {
            for mode in view.lexicon.arms(view.lemma(t)) {
                let told = format!("{name}:{mode}");
                if !out.contains(&told) {
                    out.push(told);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use dateline_types::{EventType, Mode};

    use super::Modes;

    #[test]
    fn the_heaviest_mode_wins_and_broken_lines_are_named() {
        let modes =
            Modes::read("# weights\nPROTEST demo bias 1\nPROTEST strike t:strike 1.5\nPROTEST - w:no 9")
                .unwrap();
        let choose = |features: &[&str]| {
            let features: Vec<String> = features.iter().map(|f| (*f).to_owned()).collect();
            modes.choose(EventType::Protest, &features)
        };
        assert_eq!(choose(&["bias"]), Some(Some(Mode::Demo)));
        assert_eq!(choose(&["bias", "t:strike"]), Some(Some(Mode::Strike)));
        assert_eq!(choose(&["bias", "w:no"]), Some(None));
        assert_eq!(modes.choose(EventType::Aid, &[]), None);
        assert_eq!(Modes::read("PROTEST demo bias 1\nPROTEST visit bias 1").err(), Some(2));
    }
}
