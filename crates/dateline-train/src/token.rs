//! Trains the tokeniser's two tables on CoNLL-U treebanks: logistic regression over hashed features with AdaGrad, one pass of
//! counting first so that features seen only once take no room, 8-bit weights at the end.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use dateline_nlp::token::features::{self, Cut, State};
use dateline_nlp::token::{Line, model};

/// Text of a treebank as `score_ud.py --raw` writes it, and where its words and sentences are.
#[derive(Default)]
pub struct Treebank {
    pub text: String,
    /// Ends of surface tokens, of words inside them, of sentences: byte offsets.
    pub tokens: Vec<Range<usize>>,
    pub inner: Vec<usize>,
    pub sentences: Vec<usize>,
}

/// Reads CoNLL-U. `Err` is the number of the line that is none.
pub fn read(conllu: &str) -> Result<Treebank, usize> {
    let mut bank = Treebank::default();
    let mut skip = 0;
    let mut glue = "";
    let mut fresh = true;
    let mut inside = false;
    // Words of the open multiword token: its form's start, and how many words are to come.
    for (number, line) in conllu.lines().enumerate() {
        if line.is_empty() {
            if inside {
                bank.sentences.push(bank.text.len());
                (inside, fresh, skip) = (false, false, 0);
            }
            continue;
        }
        if let Some(comment) = line.strip_prefix("# ") {
            fresh |= comment.starts_with("newpar") || comment.starts_with("newdoc");
            continue;
        }
        if line.starts_with('#') {
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let (Some(id), Some(form), Some(misc)) = (columns.first(), columns.get(1), columns.get(9)) else {
            return Err(number + 1);
        };
        if id.contains('.') {
            continue;
        }
        let (first, last) = match id.split_once('-') {
            Some((a, b)) => (a.parse::<usize>(), b.parse::<usize>()),
            None => (id.parse(), id.parse()),
        };
        let (Ok(first), Ok(last)) = (first, last) else { return Err(number + 1) };
        if first == last && first <= skip {
            // A word inside a multiword token; the treebanks used spell them as the surface does.
            let start = bank.tokens.last().map_or(0, |t| t.start);
            let at = bank.inner.last().copied().filter(|at| *at > start).unwrap_or(start) + form.len();
            if first < skip {
                bank.inner.push(at);
            }
            continue;
        }
        if !inside && !bank.text.is_empty() {
            bank.text.push_str(if fresh { "\n\n" } else { glue });
        }
        if inside {
            bank.text.push_str(glue);
        }
        inside = true;
        skip = if last > first { last } else { 0 };
        let start = bank.text.len();
        bank.text.push_str(form);
        bank.tokens.push(start..bank.text.len());
        glue = if misc.split('|').any(|m| m == "SpaceAfter=No") { "" } else { " " };
    }
    if inside {
        bank.sentences.push(bank.text.len());
    }
    Ok(bank)
}

/// How a copy of the text is disguised, so that the tables meet what news pages hold and the treebanks do not.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Disguise {
    None,
    /// Capitals, as in headlines.
    Capitals,
}

fn disguised(text: &str, how: Disguise) -> Option<String> {
    let map = |c: char| match how {
        Disguise::None => c,
        Disguise::Capitals => c.to_ascii_uppercase(),
    };
    (how != Disguise::None).then(|| text.chars().map(map).collect())
}

struct Example {
    features: Vec<u32>,
    gold: u8,
}

#[derive(Default)]
struct Examples {
    cut: Vec<Example>,
    sentence: Vec<Example>,
}

fn collect(bank: &Treebank, lexicon: &HashMap<u32, u32>, how: Disguise, every: usize, out: &mut Examples) {
    let ends: HashSet<usize> = bank.tokens.iter().map(|t| t.end).collect();
    let inner: HashSet<usize> = bank.inner.iter().copied().collect();
    let sentences: HashSet<usize> = bank.sentences.iter().copied().collect();
    let mut line = Line::default();
    let mut buffer = Vec::new();
    let mut start = 0;
    for (number, piece) in bank.text.split('\n').enumerate() {
        let range = start..start + piece.len();
        start = range.end + 1;
        if number % every != 0 || piece.is_empty() {
            continue;
        }
        // Offsets change with the disguise, so gold is asked for by the character's number.
        let offsets: Vec<usize> = piece.char_indices().map(|(at, _)| range.start + at).collect();
        let text = disguised(piece, how).unwrap_or_else(|| piece.to_owned());
        let back: HashMap<u32, usize> =
            text.char_indices().zip(&offsets).map(|((at, _), gold)| (at as u32, *gold)).collect();
        line.read(&text, 0..text.len());
        line.cut_by(
            |hash| lexicon.get(&hash).copied(),
            |glyphs, i, word_start, around, at| {
                features::cut(glyphs, i, word_start, around, &mut buffer);
                let at = back[&at];
                let gold = if ends.contains(&at) {
                    Cut::Token
                } else if inner.contains(&at) {
                    Cut::Word
                } else {
                    Cut::No
                };
                out.cut.push(Example { features: buffer.clone(), gold: gold as u8 });
                gold
            },
        );
        let mut state = State::begin(0, false);
        for i in 0..line.surface.len().saturating_sub(1) {
            state.step(&line.surface[i]);
            features::sentence_end(&line.surface, i, &state, &mut buffer);
            // The end of a token is the start of what follows it, white space included.
            let end = text[line.surface[i].start as usize..line.surface[i].end as usize].chars().count();
            let first = back[&line.surface[i].start];
            let gold_end = first
                + bank.text[first..].char_indices().nth(end).map_or(bank.text.len() - first, |(at, _)| at);
            let gold = sentences.contains(&gold_end);
            out.sentence.push(Example { features: buffer.clone(), gold: u8::from(gold) });
            if gold {
                state = State::begin(i + 1, state.quote_open);
            }
        }
    }
}

/// Words written together that the treebank cuts more often than not: hash of the word, place of the cut.
fn lexicon(banks: &[Treebank]) -> HashMap<u32, u32> {
    let mut whole: HashMap<String, u32> = HashMap::new();
    let mut cut: HashMap<(String, u32), u32> = HashMap::new();
    for bank in banks {
        let inner: HashSet<usize> = bank.inner.iter().copied().collect();
        for pair in bank.tokens.windows(2) {
            let (a, b) = (&pair[0], &pair[1]);
            let word = bank.text[a.clone()].to_lowercase();
            if word.chars().all(char::is_alphabetic) {
                *whole.entry(word.clone()).or_default() += 1;
                for at in a.clone().filter(|at| inner.contains(at)) {
                    let place = bank.text[a.start..at].chars().count() as u32;
                    *cut.entry((word.clone(), place)).or_default() += 1;
                }
            }
            let next = bank.text[b.clone()].to_lowercase();
            let letters = |c: Option<char>| c.is_some_and(char::is_alphabetic);
            if a.end == b.start && letters(word.chars().next_back()) && letters(next.chars().next()) {
                let both = format!("{word}{next}");
                if both.chars().all(char::is_alphabetic) {
                    *cut.entry((both, word.chars().count() as u32)).or_default() += 1;
                }
            }
        }
    }
    let mut best: HashMap<u32, (u32, u32)> = HashMap::new();
    let mut rows: Vec<_> = cut.into_iter().collect();
    rows.sort();
    for ((word, place), count) in rows {
        if count >= 2 && count * 3 >= whole.get(&word).copied().unwrap_or(0) {
            let glyphs: Vec<_> = word.chars().map(|c| features::glyph(c, 0)).collect();
            let row = best.entry(features::word_hash(&glyphs)).or_insert((place, 0));
            if count > row.1 {
                *row = (place, count);
            }
        }
    }
    best.into_iter().map(|(hash, (place, _))| (hash, place)).collect()
}

/// Splitmix64: seeded, so that a training run repeats to the last weight.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn shuffle<T>(&mut self, rows: &mut [T]) {
        for i in (1..rows.len()).rev() {
            rows.swap(i, (self.next() % (i as u64 + 1)) as usize);
        }
    }
}

/// AdaGrad over `classes` columns, the average of the last half of the epochs' weights.
fn fit(
    examples: &mut [Example],
    classes: usize,
    bits: u32,
    settings: &Settings,
    report: &mut dyn FnMut(&str),
) -> Vec<f32> {
    let mut counts: HashMap<u32, u32> = HashMap::new();
    for f in examples.iter().flat_map(|e| &e.features) {
        *counts.entry(*f).or_default() += 1;
    }
    let mask = (1u32 << bits) - 1;
    for e in examples.iter_mut() {
        e.features.retain(|f| counts[f] >= settings.min_count);
        e.features.iter_mut().for_each(|f| *f &= mask);
    }
    let kept = counts.values().filter(|c| **c >= settings.min_count).count();
    report(&format!("{} examples, {} features, {kept} kept", examples.len(), counts.len()));
    drop(counts);
    let rows = 1usize << bits;
    let mut weights = vec![0f32; rows * classes];
    let mut squares = vec![1e-2f32; rows * classes];
    let mut sum = vec![0f32; rows * classes];
    let mut random = Random(settings.seed);
    let (mut scores, mut taken) = (vec![0f32; classes], 0);
    let mut kept_now: Vec<u32> = Vec::new();
    for epoch in 0..settings.epochs {
        random.shuffle(examples);
        let mut loss = 0f64;
        for e in examples.iter() {
            let features: &[u32] = if settings.drop > 0.0 {
                kept_now.clear();
                kept_now.extend(
                    e.features
                        .iter()
                        .filter(|_| (random.next() >> 40) as f32 / 16_777_216.0 >= settings.drop),
                );
                &kept_now
            } else {
                &e.features
            };
            // A binary table has one column; several columns are a softmax.
            scores.fill(0.0);
            for f in features {
                for (k, s) in scores.iter_mut().enumerate() {
                    *s += weights[*f as usize * classes + k];
                }
            }
            let gold = usize::from(e.gold);
            if classes == 1 {
                let p = 1.0 / (1.0 + (-scores[0]).exp());
                loss -= f64::from(if gold == 1 { p } else { 1.0 - p }.max(1e-9)).ln();
                scores[0] = p - gold as f32;
            } else {
                let top = scores.iter().copied().fold(f32::MIN, f32::max);
                let total: f32 = scores.iter().map(|s| (s - top).exp()).sum();
                for (k, s) in scores.iter_mut().enumerate() {
                    let p = (*s - top).exp() / total;
                    if k == gold {
                        loss -= f64::from(p.max(1e-9)).ln();
                    }
                    *s = p - f32::from(u8::from(k == gold));
                }
            }
            for f in features {
                for (k, g) in scores.iter().enumerate() {
                    let at = *f as usize * classes + k;
                    let g = g + settings.l2 * weights[at];
                    squares[at] += g * g;
                    weights[at] -= settings.rate * g / squares[at].sqrt();
                }
            }
        }
        report(&format!("epoch {epoch}: loss {:.5}", loss / examples.len() as f64));
        if epoch * 2 >= settings.epochs {
            sum.iter_mut().zip(&weights).for_each(|(s, w)| *s += w);
            taken += 1;
        }
    }
    sum.iter_mut().for_each(|s| *s /= taken.max(1) as f32);
    sum
}

/// Scales weights to 8 bit; the few largest are cut off rather than costing all others their precision.
fn quantise(weights: &[f32]) -> Vec<i8> {
    let mut sizes: Vec<f32> = weights.iter().map(|w| w.abs()).filter(|w| *w > 0.0).collect();
    sizes.sort_by(f32::total_cmp);
    let top = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 2000)).copied().unwrap_or(1.0);
    weights.iter().map(|w| (w / top * 127.0).round().clamp(-127.0, 127.0) as i8).collect()
}

pub struct Settings {
    pub epochs: usize,
    pub rate: f32,
    pub l2: f32,
    pub min_count: u32,
    /// Share of features left out at random in training, so that none is relied on alone.
    pub drop: f32,
    pub cut_bits: u32,
    pub sentence_bits: u32,
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            epochs: 8,
            rate: 0.1,
            l2: 1e-6,
            min_count: 1,
            drop: 0.0,
            cut_bits: 17,
            sentence_bits: 20,
            seed: 7,
        }
    }
}

/// The bytes of a model file trained on the treebanks; `report` gets a line now and then.
pub fn train(banks: &[Treebank], settings: &Settings, report: &mut dyn FnMut(&str)) -> Vec<u8> {
    let words = lexicon(banks);
    let mut examples = Examples::default();
    for bank in banks {
        collect(bank, &words, Disguise::None, 1, &mut examples);
        collect(bank, &words, Disguise::Capitals, 19, &mut examples);
    }
    let cut = fit(&mut examples.cut, 3, settings.cut_bits, settings, report);
    let sentence = fit(&mut examples.sentence, 1, settings.sentence_bits, settings, report);
    let mut rows: Vec<(u32, u32)> = words.into_iter().collect();
    rows.sort_unstable();
    let cut: Vec<[i8; 3]> = quantise(&cut).chunks_exact(3).map(|c| [c[0], c[1], c[2]]).collect();
    model::write(&rows, &cut, &quantise(&sentence))
}
