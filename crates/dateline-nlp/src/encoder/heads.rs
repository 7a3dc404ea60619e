//! The heads over word vectors: tags, lemmas, names, trees. Event heads are in `events`.

use std::sync::Arc;

use dateline_types::{Idx, Label, TokenId, Tokens};

use super::events::{self, Events};
use super::file::{Config, File, Matrix, ModelError, bad};
use super::forward::linear;
use super::kernel::{Linear, Quantised, versions};
use super::lemma::Script;
use super::names::{self, Tag};
use super::{Model, Output, Scratch as All, math, plain_char, tree};

/// A biaffine scorer: for every label a matrix between dependent and head, both with a 1 appended.
pub(crate) struct Biaffine {
    linear: Linear,
    pub(crate) size: usize,
    pub(crate) labels: usize,
}

impl Biaffine {
    pub(crate) fn read(file: &File, name: &str, labels: usize, size: usize) -> Result<Self, ModelError> {
        let full = file.matrix(name, &[labels, size + 1, size + 1])?;
        // The head's appended 1 becomes the bias; each row keeps its scale, so nothing is rounded twice.
        let mut cut = Matrix {
            rows: full.rows,
            columns: size,
            values: Vec::with_capacity(full.rows * size),
            scales: full.scales.clone(),
        };
        let mut bias = Vec::with_capacity(full.rows);
        for (row, scale) in full.values.chunks_exact(size + 1).zip(&full.scales) {
            cut.values.extend_from_slice(&row[..size]);
            bias.push(f32::from(row[size]) * scale);
        }
        Ok(Self { linear: Linear::pack(file.isa(), &[(&cut, Some(&bias))]).0, size, labels })
    }

    /// For each head row the numbers that a dependent is multiplied with: `labels` times `size + 1`, `width()` apart.
    pub(crate) fn heads(&self, rows: &Quantised, out: &mut Vec<f32>) {
        self.linear.apply(rows, out);
    }

    pub(crate) fn width(&self) -> usize {
        self.linear.outputs
    }
}

versions! {
    #[allow(clippy::needless_range_loop)]
    /// Scores of all labels for one pair.
    pub(crate) fn pair_scores(dependent: &[f32], head: &[f32], out: &mut [f32]) {
        let size = dependent.len();
        for label in 0..out.len() {
            let row = &head[label * (size + 1)..(label + 1) * (size + 1)];
            out[label] = math::dot(dependent, &row[..size]) + row[size];
        }
    }
}

pub(crate) struct Heads {
    all: Linear,
    upos: Section,
    xpos: Section,
    feats: Section,
    lemma: Section,
    ner: Section,
    arc_dep: usize,
    arc_head: usize,
    rel_dep: usize,
    rel_head: usize,
    pub(crate) ev: usize,
    arc: Biaffine,
    rel: Biaffine,
    rel_labels: Vec<Label>,
    root: usize,
    scripts: Vec<Option<Script>>,
    tags: names::Tags,
    pub(crate) events: Option<Events>,
}

struct Section {
    at: usize,
    labels: Vec<Label>,
}

impl Heads {
    pub(crate) fn read(file: &File, c: &Config) -> Result<Self, ModelError> {
        let labels = |name: &str| -> Result<Vec<Label>, ModelError> {
            let labels: Vec<Label> = file.labels(name).iter().map(|l| Arc::from(l.as_str())).collect();
            if labels.is_empty() { bad(24, format!("no labels for {name}")) } else { Ok(labels) }
        };
        let sections = ["upos", "xpos", "feats", "lemma", "ner"];
        let lists = sections.iter().map(|s| labels(s)).collect::<Result<Vec<_>, _>>()?;
        let has_events = file.has("heads.ev.weight");
        let mut names: Vec<String> = sections.iter().map(|s| format!("heads.{s}")).collect();
        let mut outputs: Vec<usize> = lists.iter().map(Vec::len).collect();
        for (name, size) in
            [("arc_dep", c.arc), ("arc_head", c.arc), ("rel_dep", c.rel), ("rel_head", c.rel), ("ev", c.ev)]
        {
            if name != "ev" || has_events {
                names.push(format!("heads.{name}"));
                outputs.push(size);
            }
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let (all, starts) = linear(file, &names, &outputs, c.hidden)?;
        let rel_labels = labels("deprel")?;
        let Some(root) = rel_labels.iter().position(|l| **l == *"root") else {
            return bad(24, "no relation is called root");
        };
        let mut lists = lists.into_iter().zip(&starts).map(|(labels, at)| Section { at: *at, labels });
        let mut next = || lists.next().unwrap_or(Section { at: 0, labels: Vec::new() });
        let (upos, xpos, feats, lemma, ner) = (next(), next(), next(), next(), next());
        let tags: Option<Vec<Tag>> = ner.labels.iter().map(|l| Tag::parse(l)).collect();
        let Some(tags) = tags.and_then(names::Tags::new) else {
            return bad(24, "the labels of the names' head are not O and BIO over known kinds");
        };
        Ok(Self {
            all,
            scripts: lemma.labels.iter().map(|l| Script::parse(l)).collect(),
            upos,
            xpos,
            feats,
            lemma,
            ner,
            arc_dep: starts[5],
            arc_head: starts[6],
            rel_dep: starts[7],
            rel_head: starts[8],
            ev: starts.get(9).copied().unwrap_or(0),
            arc: Biaffine::read(file, "heads.arc.u", 1, c.arc)?,
            rel: Biaffine::read(file, "heads.rel.u", rel_labels.len(), c.rel)?,
            rel_labels,
            root,
            tags,
            events: if has_events { Some(Events::read(file, c)?) } else { None },
        })
    }

    /// What a later window of a cut sentence hangs by.
    pub(crate) fn parataxis(&self) -> Label {
        let found = self.rel_labels.iter().find(|l| ***l == *"parataxis");
        found.or(self.rel_labels.first()).cloned().unwrap_or_else(|| "dep".into())
    }
}

#[derive(Default)]
pub(crate) struct Scratch {
    pub(crate) quantised: Quantised,
    /// All heads' outputs, a row per word.
    pub(crate) out: Vec<f32>,
    arc_heads: Vec<f32>,
    arcs: Vec<f32>,
    columns: Vec<f32>,
    gathered: Vec<f32>,
    rel_heads: Vec<f32>,
    scores: Vec<f32>,
    names: names::Scratch,
    pub(crate) events: events::Scratch,
}

pub(crate) fn run(model: &Model, scratch: &mut All, text: &str, tokens: &Tokens, out: &mut Output) {
    let heads = &model.heads;
    let (d, isa) = (model.config().hidden, model.isa);
    let s = &mut scratch.heads;
    let rows = scratch.firsts.len();
    let width = heads.all.outputs;
    s.quantised.fill(isa, &scratch.forward.words, d, d, rows);
    heads.all.apply(&s.quantised, &mut s.out);
    for row in s.out.chunks_exact_mut(width) {
        math::leaky(isa, &mut row[heads.arc_dep..]);
    }
    s.quantised.fill(isa, &s.out[heads.arc_head..], width, heads.arc.size, rows);
    heads.arc.heads(&s.quantised, &mut s.arc_heads);

    let first_token = out.upos.len();
    let mut all_heads: Vec<usize> = Vec::with_capacity(rows);
    for sequence in &scratch.sequences {
        let words = sequence.words.len() - 1;
        arc_scores(model, s, sequence.words.start, words);
        all_heads.extend(tree::best_tree(&s.arcs, words));
        for row in sequence.words.start + 1..sequence.words.end {
            let row_out = &s.out[row * width..(row + 1) * width];
            let best = |section: &Section| {
                let at = math::argmax(&row_out[section.at..section.at + section.labels.len()]);
                section.labels[at].clone()
            };
            let token = TokenId::new(sequence.tokens.start + row - sequence.words.start - 1);
            out.feats.push(best(&heads.feats));
            let (upos, xpos) = (best(&heads.upos), best(&heads.xpos));
            out.lemma.push(lemma(model, row_out, tokens.text(text, token), &upos, &xpos));
            out.upos.push(upos);
            out.xpos.push(xpos);
        }
        let rows = sequence.words.start + 1..sequence.words.end;
        let scores = rows.map(|row| &s.out[row * width + heads.ner.at..][..heads.ner.labels.len()]);
        names::decode(
            &heads.tags,
            &mut s.names,
            scores,
            sequence.tokens.start,
            &mut out.names,
            &mut out.leanings,
        );
    }
    relations(model, scratch, &all_heads, out);
    events::run(model, scratch, out);
    debug_assert_eq!(out.upos.len(), first_token + all_heads.len());
}

/// Scores of every head for every word of a sequence.
fn arc_scores(model: &Model, s: &mut Scratch, row: usize, words: usize) {
    let heads = &model.heads;
    let (width, arc) = (heads.all.outputs, &heads.arc);
    s.arcs.resize(words * (words + 1), 0.0);
    let dependents = &s.out[(row + 1) * width + heads.arc_dep..];
    let targets = &s.arc_heads[row * arc.width()..];
    math::products(
        model.isa,
        &mut s.columns,
        (dependents, width),
        (targets, arc.width()),
        arc.size,
        (words, words + 1),
        &mut s.arcs,
    );
    for scores in s.arcs.chunks_exact_mut(words + 1) {
        for (h, score) in scores.iter_mut().enumerate() {
            *score += targets[h * arc.width() + arc.size];
        }
    }
}

/// The best relation for every arc. Only words that are heads go through the large matrix, each once.
fn relations(model: &Model, scratch: &mut All, all_heads: &[usize], out: &mut Output) {
    const CHUNK: usize = 24;
    let heads = &model.heads;
    let s = &mut scratch.heads;
    let (width, rel) = (heads.all.outputs, &heads.rel);
    let base = out.head.len();
    // (row of the head, row of the dependent, place in the output)
    let mut arcs: Vec<(usize, usize, usize)> = Vec::with_capacity(all_heads.len());
    let mut at = 0;
    for sequence in &scratch.sequences {
        for row in sequence.words.start + 1..sequence.words.end {
            let head = all_heads[at];
            out.head.push((head > 0).then(|| TokenId::new(sequence.tokens.start + head - 1)));
            out.rel.push(heads.rel_labels[heads.root].clone());
            if head > 0 {
                arcs.push((sequence.words.start + head, row, base + at));
            }
            at += 1;
        }
    }
    arcs.sort_unstable();
    let mut from = 0;
    while from < arcs.len() {
        let (mut to, mut count) = (from, 0);
        s.gathered.clear();
        while to < arcs.len() {
            if to == from || arcs[to].0 != arcs[to - 1].0 {
                if count == CHUNK {
                    break;
                }
                count += 1;
                let start = arcs[to].0 * width + heads.rel_head;
                s.gathered.extend_from_slice(&s.out[start..start + rel.size]);
            }
            to += 1;
        }
        s.quantised.fill(model.isa, &s.gathered, rel.size, rel.size, count);
        rel.heads(&s.quantised, &mut s.rel_heads);
        s.scores.resize(rel.labels, 0.0);
        let mut slot = 0;
        for i in from..to {
            slot += usize::from(i > from && arcs[i].0 != arcs[i - 1].0);
            let dependent = &s.out[arcs[i].1 * width + heads.rel_dep..][..rel.size];
            let head = &s.rel_heads[slot * rel.width()..(slot + 1) * rel.width()];
            pair_scores(model.isa, dependent, head, &mut s.scores);
            s.scores[heads.root] = f32::NEG_INFINITY;
            out.rel[arcs[i].2] = heads.rel_labels[math::argmax(&s.scores)].clone();
        }
        from = to;
    }
}

/// Scripts looked at for one that makes a known lemma.
const TRIED: usize = 6;

/// What the lexicon says, else the best script that the form allows, a known lemma first.
fn lemma(model: &Model, row: &[f32], form: &str, upos: &str, xpos: &str) -> Label {
    let heads = &model.heads;
    let plain: std::borrow::Cow<'_, str> =
        if form.is_ascii() { form.into() } else { form.chars().map(plain_char).collect::<String>().into() };
    let known = model.lexicon.as_ref().and_then(|l| l.script(&plain, xpos)).filter(|s| s.fits(&plain));
    if let Some(script) = known {
        return script.apply(&plain);
    }
    let scores = &row[heads.lemma.at..heads.lemma.at + heads.scripts.len()];
    // Where the tag says that the form is the lemma but for its case, and where the treebanks do not know better, nothing else
    // is asked: the head's second thoughts made `Islamist` of `prophet`.
    let plain_tag = model.lexicon.is_some() && matches!(xpos, "NN" | "JJ" | "RB" | "VB" | "VBP");
    let open = matches!(upos, "VERB" | "NOUN" | "ADJ" | "PROPN");
    // Best scripts one after the other; nearly always the first will do.
    let mut bound = (f32::INFINITY, 0);
    let mut first = None;
    for rank in 0..TRIED {
        let mut best: Option<(f32, usize)> = None;
        for (i, s) in scores.iter().enumerate() {
            let below = *s < bound.0 || *s == bound.0 && i > bound.1;
            let below = below && (!plain_tag || heads.scripts[i].as_ref().is_some_and(Script::keeps));
            if below && best.is_none_or(|(top, _)| *s > top) {
                best = Some((*s, i));
            }
        }
        let Some(next) = best else { break };
        bound = next;
        let Some(script) = heads.scripts[next.1].as_ref().filter(|s| s.fits(&plain)) else { continue };
        // A whole word in place of the form is known to the lexicon, or it is another word's.
        if model.lexicon.is_some() && (open || rank > 0) && matches!(script, Script::Whole(_)) {
            continue;
        }
        let lemma = script.apply(&plain);
        // Names are no words of a lexicon; for the others an unknown lemma is likely to be a slip.
        match &model.lexicon {
            Some(lexicon) if open && !plain_tag && upos != "PROPN" && !lexicon.knows(&lemma, upos) => {
                first.get_or_insert(lemma);
            }
            _ => return lemma,
        }
    }
    first.unwrap_or_else(|| plain.as_ref().into())
}
