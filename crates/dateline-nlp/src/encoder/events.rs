//! Event hints: triggers with type, mode, status, and their arguments. Arguments are scored only in sequences that hold a trigger.

use dateline_types::{ArgRole, EventHint, EventType, HintArg, Idx, Mode, Status, TokenId};

use super::file::{Config, File, ModelError, bad};
use super::forward::linear;
use super::heads::{Biaffine, pair_scores};
use super::kernel::{Linear, Quantised};
use super::{Model, Output, Scratch as All, math};

/// Words below this probability of telling any event are passed over, and sentences without others skip the heads for roles: .992 to .994 of the
/// sentences of the unseen fold that tell one are heard, a third (`fast`) to two fifths of the others are not. The coder sets its own thresholds above.
pub(crate) const LEAST: f32 = 0.02;
/// Words that a trigger points at with less than this take no part.
const LEAST_PART: f32 = 0.04;

pub(crate) struct Events {
    tags: Linear,
    starts: Vec<usize>,
    /// `None` is no trigger.
    triggers: Vec<Option<EventType>>,
    modes: Vec<Option<Mode>>,
    statuses: Vec<Status>,
    roles: Vec<ArgRole>,
    words: Linear,
    word_at: usize,
    args: Biaffine,
    size: usize,
}

impl Events {
    pub(crate) fn read(file: &File, c: &Config) -> Result<Self, ModelError> {
        let triggers = file.labels("trigger").iter().map(|l| l.parse().ok()).collect::<Vec<_>>();
        let modes = file.labels("mode").iter().map(|l| l.parse().ok()).collect::<Vec<_>>();
        let statuses = file.labels("status").iter().map(|l| l.parse()).collect::<Result<Vec<_>, _>>();
        let role = |l: &String| {
            Some(match l.as_str() {
                "actor" => ArgRole::Actor,
                "recipient" => ArgRole::Recipient,
                "place" => ArgRole::Place,
                "time" => ArgRole::Time,
                "source" => ArgRole::Source,
                "instrument" => ArgRole::Instrument,
                _ => return None,
            })
        };
        let roles: Option<Vec<_>> = file.labels("role").iter().map(role).collect();
        let (Ok(statuses), Some(roles)) = (statuses, roles) else {
            return bad(24, "an unknown status or role among the labels");
        };
        if triggers.is_empty() || modes.is_empty() || statuses.is_empty() || roles.is_empty() {
            return bad(24, "a head of the events has no labels");
        }
        let names = ["heads.trigger", "heads.mode", "heads.status"];
        let (tags, starts) = linear(file, &names, &[triggers.len(), modes.len(), statuses.len()], c.ev)?;
        let (words, word_starts) =
            linear(file, &["heads.arg_trig", "heads.arg_word"], &[c.arg, c.arg], c.hidden)?;
        Ok(Self {
            tags,
            starts,
            args: Biaffine::read(file, "heads.arg.u", roles.len(), c.arg)?,
            triggers,
            modes,
            statuses,
            roles,
            words,
            word_at: word_starts[1],
            size: c.ev,
        })
    }
}

#[derive(Default)]
pub(crate) struct Scratch {
    quantised: Quantised,
    tags: Vec<f32>,
    words: Vec<f32>,
    targets: Vec<f32>,
    scores: Vec<f32>,
}

pub(crate) fn run(model: &Model, scratch: &mut All, out: &mut Output) {
    let Some(events) = &model.heads.events else { return };
    let isa = model.isa;
    let d = model.config().hidden;
    let rows = scratch.firsts.len();
    let heads = &mut scratch.heads;
    let s = &mut heads.events;
    let width = heads.out.len() / rows.max(1);
    s.quantised.fill(isa, &heads.out[model.heads.ev..], width, events.size, rows);
    events.tags.apply(&s.quantised, &mut s.tags);
    let tags_width = events.tags.outputs;
    for sequence in &scratch.sequences {
        let first = out.events.len();
        for (row, token) in (sequence.words.start + 1..sequence.words.end).zip(sequence.tokens.clone()) {
            let tags = &mut s.tags[row * tags_width..(row + 1) * tags_width];
            out.events.extend(hint(events, tags, TokenId::new(token)));
        }
        if out.events.len() == first {
            continue;
        }
        // The words of the sequence as triggers and as arguments; the root's row is none.
        let count = sequence.words.len() - 1;
        let vectors = &scratch.forward.words[(sequence.words.start + 1) * d..sequence.words.end * d];
        s.quantised.fill(isa, vectors, d, d, count);
        events.words.apply(&s.quantised, &mut s.words);
        math::leaky(isa, &mut s.words);
        let (stride, size) = (events.words.outputs, events.args.size);
        s.quantised.fill(isa, &s.words[events.word_at..], stride, size, count);
        events.args.heads(&s.quantised, &mut s.targets);
        s.scores.resize(events.args.labels, 0.0);
        for hint in &mut out.events[first..] {
            let trigger = hint.trigger.index() - sequence.tokens.start;
            for word in 0..count {
                let target = &s.targets[word * events.args.width()..(word + 1) * events.args.width()];
                pair_scores(isa, &s.words[trigger * stride..][..size], target, &mut s.scores);
                for (role, score) in events.roles.iter().zip(&s.scores) {
                    let score = math::sigmoid(*score);
                    if score >= LEAST_PART {
                        let head = TokenId::new(sequence.tokens.start + word);
                        hint.args.push(HintArg { role: *role, head, score });
                    }
                }
            }
        }
    }
}

/// The hint at one word, if it is likely enough to be a trigger.
fn hint(events: &Events, tags: &mut [f32], trigger: TokenId) -> Option<EventHint> {
    let (trigger_tags, rest) = tags.split_at_mut(events.starts[1]);
    let (mode_tags, status_tags) = rest.split_at_mut(events.starts[2] - events.starts[1]);
    let trigger_tags = &mut trigger_tags[..events.triggers.len()];
    math::softmax(trigger_tags);
    let kinds = events.triggers.iter().zip(trigger_tags.iter());
    let kinds = kinds.filter_map(|(kind, p)| Some(((*kind)?, *p)));
    let mut event = 0.0;
    let mut best = (None, 0.0);
    for (kind, p) in kinds {
        event += p;
        best = if p > best.1 { (Some(kind), p) } else { best };
    }
    if event < LEAST {
        return None;
    }
    let kind = best.0?;
    let mode_tags = &mut mode_tags[..events.modes.len()];
    // Modes that the type does not have are out of the question.
    for (mode, p) in events.modes.iter().zip(mode_tags.iter_mut()) {
        if mode.is_some_and(|m| !kind.modes().contains(&m)) {
            *p = f32::MIN;
        }
    }
    math::softmax(mode_tags);
    let mode = math::argmax(mode_tags);
    let status_tags = &mut status_tags[..events.statuses.len()];
    math::softmax(status_tags);
    let status = math::argmax(status_tags);
    Some(EventHint {
        trigger,
        kind,
        score: best.1,
        mode: events.modes[mode],
        mode_score: mode_tags[mode],
        status: events.statuses[status],
        status_score: status_tags[status],
        args: Vec::new(),
    })
}
