//! The lexicon: predicates of the 16 types with their frames, read from data files that carry their own examples.

use std::collections::{HashMap, HashSet};

use dateline_types::{EventType, Mode};

use crate::cast;
use crate::forms::{Form, noun_forms, verb_forms};
use crate::mode::Modes;

const WORDS: &str = include_str!("../data/lexicon-words.txt");
const DEEDS: &str = include_str!("../data/lexicon-deeds.txt");
const STATUS: &str = include_str!("../data/status.txt");
const LIGHT: &str = include_str!("../data/light.txt");
const SPEECH: &str = include_str!("../data/speech.txt");
const WEAPONS: &str = include_str!("../data/weapons.txt");
/// Over the others where the encoder is `fast`.
pub(crate) const FAST: &str = include_str!("../data/weights-fast.txt");
const MODES: &str = include_str!("../data/weights-mode.txt");
const WEIGHTS: [&str; 6] = [
    include_str!("../data/weights.txt"),
    include_str!("../data/weights-afar.txt"),
    include_str!("../data/weights-cast.txt"),
    include_str!("../data/weights-source.txt"),
    include_str!("../data/weights-last.txt"),
    include_str!("../data/weights-dates.txt"),
];

/// What is wrong with a lexicon file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LexiconError {
    pub file: &'static str,
    pub line: usize,
    pub what: &'static str,
}

impl std::fmt::Display for LexiconError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

impl std::error::Error for LexiconError {}

/// Part of speech that a pattern asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Class {
    Verb,
    Noun,
    Adj,
}

/// A place in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Slot {
    Subj,
    Obj,
    Iobj,
    /// The subject of the clause that the predicate governs.
    That,
    /// "Russia's attack".
    Poss,
    /// "Russian attack".
    Modifier,
    /// A preposition of the frame; the number is its place in [`PREPOSITIONS`].
    Prep(u8),
}

pub(crate) const PREPOSITIONS: &[&str] = &[
    "of", "by", "with", "to", "against", "on", "for", "from", "in", "at", "between", "over", "about", "into",
    "upon", "outside", "among", "toward", "towards", "within", "near", "amid", "after", "before", "during",
    "because",
];

impl Slot {
    pub(crate) fn prep(word: &str) -> Option<Self> {
        let at = PREPOSITIONS.iter().position(|p| *p == word)?;
        u8::try_from(at).ok().map(Self::Prep)
    }

    fn parse(word: &str) -> Option<Self> {
        match word {
            "subj" => Some(Self::Subj),
            "obj" => Some(Self::Obj),
            "iobj" => Some(Self::Iobj),
            "that" => Some(Self::That),
            _ => Self::prep(word),
        }
    }
}

/// A predicate class: its type and who is who around it.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    pub(crate) kind: EventType,
    pub(crate) mode: Option<Mode>,
    pub(crate) cameo: Option<&'static str>,
    pub(crate) actor: Vec<Slot>,
    pub(crate) recipient: Vec<Slot>,
    pub(crate) mutual: bool,
    /// What it governs is its content.
    pub(crate) absorbs: bool,
    /// The type when what it governs is a hostile deed ("vowed to attack").
    pub(crate) hostile: Option<(EventType, Option<Mode>)>,
    #[cfg_attr(not(test), allow(dead_code, reason = "the examples are run by the tests"))]
    pub(crate) examples: Vec<(bool, usize, &'static str)>,
}

/// One word or phrase of an entry.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    pub(crate) entry: usize,
    pub(crate) class: Class,
    /// Words after the first: particles of a verb, the rest of a compound noun.
    pub(crate) rest: Vec<&'static str>,
    /// Set or noun that the object must belong to.
    pub(crate) object: Option<&'static str>,
}

/// What a governing word does to what it governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Planned,
    Negated,
    Hypothetical,
}

/// All of the coder's data, read once.
#[derive(Debug)]
pub(crate) struct Lexicon {
    pub(crate) entries: Vec<Entry>,
    patterns: HashMap<&'static str, Vec<Pattern>>,
    sets: HashMap<&'static str, HashSet<&'static str>>,
    /// Inflected form to lemmas.
    forms: HashMap<String, Vec<(&'static str, Class, Form)>>,
    effects: HashMap<&'static str, Effect>,
    speech: HashSet<&'static str>,
    light: HashSet<&'static str>,
    measures: HashSet<&'static str>,
    things: HashSet<&'static str>,
    accidents: HashSet<&'static str>,
    sports: HashSet<&'static str>,
    ending: HashSet<&'static str>,
    engaged: HashSet<&'static str>,
    press: HashSet<&'static str>,
    stances: HashSet<&'static str>,
    helped: HashSet<&'static str>,
    pub(crate) weights: HashMap<String, f32>,
    arms: HashMap<&'static str, Vec<&'static str>>,
    pub(crate) modes: Modes,
    pub(crate) cast: cast::Weights,
}

impl Lexicon {
    /// A lexicon that knows nothing.
    pub(crate) fn empty() -> Self {
        Self {
            entries: Vec::new(),
            patterns: HashMap::new(),
            sets: HashMap::new(),
            forms: HashMap::new(),
            effects: HashMap::new(),
            speech: HashSet::new(),
            light: HashSet::new(),
            measures: HashSet::new(),
            things: HashSet::new(),
            accidents: HashSet::new(),
            sports: HashSet::new(),
            ending: HashSet::new(),
            engaged: HashSet::new(),
            press: HashSet::new(),
            stances: HashSet::new(),
            helped: HashSet::new(),
            weights: HashMap::new(),
            arms: HashMap::new(),
            modes: Modes::default(),
            cast: HashMap::new(),
        }
    }

    /// The lexicon in the program.
    pub(crate) fn load() -> Result<Self, LexiconError> {
        let mut out = Self::empty();
        out.speech =
            SPEECH.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect();
        out.read("lexicon-words.txt", WORDS)?;
        out.read("lexicon-deeds.txt", DEEDS)?;
        for (number, line) in content(STATUS) {
            let bad = |what| LexiconError { file: "status.txt", line: number, what };
            let (effect, words) = line.split_once(':').ok_or(bad("expected effect: words"))?;
            let effect = match effect {
                "planned" => Effect::Planned,
                "negated" => Effect::Negated,
                "hypothetical" => Effect::Hypothetical,
                _ => return Err(bad("unknown effect")),
            };
            out.effects.extend(words.split_whitespace().map(|word| (word, effect)));
        }
        for (number, line) in content(LIGHT) {
            let bad = |what| LexiconError { file: "light.txt", line: number, what };
            let (name, words) = line.split_once(':').ok_or(bad("expected name: words"))?;
            match name {
                "light" => out.light.extend(words.split_whitespace()),
                "measure" => out.measures.extend(words.split_whitespace()),
                "press" => out.press.extend(words.split_whitespace()),
                "stance" => out.stances.extend(words.split_whitespace()),
                "helped" => out.helped.extend(words.split_whitespace()),
                "ending" => out.ending.extend(words.split_whitespace()),
                "engaged" => out.engaged.extend(words.split_whitespace()),
                "sport" => out.sports.extend(words.split_whitespace()),
                "accident" => out.accidents.extend(words.split_whitespace()),
                "thing" => out.things.extend(words.split_whitespace()),
                _ => return Err(bad("unknown name")),
            }
        }
        for (number, line) in content(WEAPONS) {
            let bad = |what| LexiconError { file: "weapons.txt", line: number, what };
            let (mode, words) = line.split_once(':').ok_or(bad("expected mode: words"))?;
            if mode.parse::<Mode>().is_err() {
                return Err(bad("unknown mode"));
            }
            for word in words.split_whitespace() {
                out.arms.entry(word).or_default().push(mode);
            }
        }
        out.modes = Modes::read(MODES).map_err(|line| LexiconError {
            file: "weights-mode.txt",
            line,
            what: "expected TYPE mode feature value",
        })?;
        for weights in WEIGHTS {
            out.weigh(weights)?;
        }
        let mut verbs: Vec<&str> =
            out.speech.iter().chain(&out.light).chain(out.effects.keys()).copied().collect();
        verbs.sort_unstable();
        for word in verbs {
            out.inflect(word, Class::Verb);
        }
        let mut named: Vec<&str> = out.sets.values().flatten().copied().collect();
        named.extend(
            out.patterns
                .iter()
                .filter(|(_, ps)| ps.iter().any(|p| p.class == Class::Noun && p.rest.is_empty()))
                .map(|(word, _)| *word),
        );
        // Some sets hold people and places, which are no things.
        let peopled = [
            "force",
            "crossing",
            "house",
            "plane",
            "boat",
            "official",
            "prisoners",
            "soldier",
            "city",
            "land",
            "town",
            "body",
        ];
        let people: HashSet<&str> =
            peopled.iter().filter_map(|set| out.sets.get(set)).flatten().copied().collect();
        out.things.extend(named.into_iter().filter(|word| !people.contains(word)));
        Ok(out)
    }

    /// Reads weights over those that are known.
    pub(crate) fn weigh(&mut self, text: &str) -> Result<(), LexiconError> {
        for (number, line) in content(text) {
            let bad = |what| LexiconError { file: "weights.txt", line: number, what };
            let (name, value) = line.split_once(' ').ok_or(bad("expected name value"))?;
            let number = |text: &str| text.trim().parse::<f32>().map_err(|_| bad("not a number"));
            // Three numbers weigh for actors, for recipients and for taking part at all.
            let mut each = value.split_whitespace();
            if let (Some(a), Some(r)) = (each.next(), each.next()) {
                let both = each.next().ok_or(bad("expected one number or three"))?;
                self.cast.insert(name.to_owned(), [number(a)?, number(r)?, number(both)?]);
                continue;
            }
            let value = number(value)?;
            self.weights.insert(name.to_owned(), value);
        }
        Ok(())
    }

    fn read(&mut self, file: &'static str, text: &'static str) -> Result<(), LexiconError> {
        for (number, line) in content(text) {
            let bad = |what| LexiconError { file, line: number, what };
            if let Some(head) = line.strip_prefix('[') {
                let (name, rest) = head.split_once(']').ok_or(bad("a name without its bracket"))?;
                self.entries.push(heading(name, rest).ok_or(bad("unknown type or mode"))?);
                continue;
            }
            if let Some(example) = line.strip_prefix("+ ").or(line.strip_prefix("- ")) {
                let entry = self.entries.last_mut().ok_or(bad("an example before any entry"))?;
                entry.examples.push((line.starts_with('+'), number, example));
                continue;
            }
            if let Some((name, words)) = line.strip_prefix("set ").and_then(|rest| rest.split_once(':')) {
                self.sets.insert(name.trim(), words.split_whitespace().collect());
                continue;
            }
            let (key, value) = line.split_once(':').unwrap_or((line, ""));
            let at = self.entries.len().checked_sub(1).ok_or(bad("a line before any entry"))?;
            match key {
                "verb" => self.add(at, Class::Verb, value),
                "noun" => self.add(at, Class::Noun, value),
                "adj" => self.add(at, Class::Adj, value),
                "absorbs" => self.entries[at].absorbs = true,
                "hostile" => {
                    let mut words = value.split_whitespace();
                    let kind = words.next().and_then(|w| w.parse().ok()).ok_or(bad("unknown type"))?;
                    self.entries[at].hostile = Some((kind, words.next().and_then(|w| w.parse().ok())));
                }
                "roles" => {
                    let (left, right) = value.split_once('>').unwrap_or((value, ""));
                    let entry = &mut self.entries[at];
                    entry.mutual = left.split_whitespace().any(|w| w == "mutual");
                    entry.actor = left.split_whitespace().filter_map(Slot::parse).collect();
                    entry.recipient = right.split_whitespace().filter_map(Slot::parse).collect();
                }
                _ => return Err(bad("unknown key")),
            }
        }
        Ok(())
    }

    fn add(&mut self, entry: usize, class: Class, words: &'static str) {
        for word in words.split_whitespace() {
            let (word, object) = word.split_once(':').map_or((word, None), |(w, o)| (w, Some(o)));
            let mut parts = word.split('_');
            let first = parts.next().unwrap_or(word);
            self.patterns.entry(first).or_default().push(Pattern {
                entry,
                class,
                rest: parts.collect(),
                object,
            });
            self.inflect(first, class);
        }
    }

    fn inflect(&mut self, lemma: &'static str, class: Class) {
        let forms = match class {
            Class::Verb => verb_forms(lemma),
            Class::Noun => noun_forms(lemma),
            Class::Adj => vec![(lemma.to_owned(), Form::Base)],
        };
        for (text, form) in forms {
            let row = self.forms.entry(text).or_default();
            if !row.contains(&(lemma, class, form)) {
                row.push((lemma, class, form));
            }
        }
    }

    /// The patterns that begin with a lemma.
    pub(crate) fn patterns(&self, lemma: &str) -> &[Pattern] {
        self.patterns.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// What a word as written may be a form of.
    pub(crate) fn readings(&self, word: &str) -> &[(&'static str, Class, Form)] {
        self.forms.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether a lemma belongs to a set, or is the one word that the name means.
    pub(crate) fn in_set(&self, name: &str, lemma: &str) -> bool {
        match self.sets.get(name) {
            Some(set) => set.contains(lemma),
            None => name == lemma || lemma.strip_suffix('s').is_some_and(|one| one == name),
        }
    }

    pub(crate) fn effect(&self, lemma: &str) -> Option<Effect> {
        self.effects.get(lemma).copied()
    }

    pub(crate) fn is_light(&self, lemma: &str) -> bool {
        self.light.contains(lemma)
    }

    pub(crate) fn is_measure(&self, lemma: &str) -> bool {
        self.measures.contains(lemma)
    }

    /// Whether a noun means a thing or an act rather than somebody.
    pub(crate) fn is_thing(&self, lemma: &str) -> bool {
        self.things.contains(lemma)
    }

    /// Whom one speaks to when one speaks to the public.
    pub(crate) fn is_press(&self, lemma: &str) -> bool {
        self.press.contains(lemma)
    }

    /// What stands before a state's name to tell whom somebody is for or against.
    pub(crate) fn is_stance(&self, word: &str) -> bool {
        self.stances.contains(word)
    }

    /// What stands behind a state's name to tell whom it helps.
    pub(crate) fn is_helped(&self, word: &str) -> bool {
        self.helped.contains(word)
    }

    pub(crate) fn is_engaged(&self, lemma: &str) -> bool {
        self.engaged.contains(lemma)
    }

    pub(crate) fn is_ending(&self, lemma: &str) -> bool {
        self.ending.contains(lemma)
    }

    pub(crate) fn is_sport(&self, lemma: &str) -> bool {
        self.sports.contains(lemma)
    }

    pub(crate) fn is_accident(&self, lemma: &str) -> bool {
        self.accidents.contains(lemma)
    }

    /// Modes of attack that a word speaks of.
    pub(crate) fn arms(&self, lemma: &str) -> &[&'static str] {
        self.arms.get(lemma).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn is_speech(&self, lemma: &str) -> bool {
        self.speech.contains(lemma)
    }
}

/// Lines that are neither empty nor comments, with their numbers.
fn content(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(i, line)| (i + 1, line.trim()))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

fn heading(name: &'static str, rest: &'static str) -> Option<Entry> {
    let mut words = rest.split_whitespace();
    let kind: EventType = words.next()?.parse().ok()?;
    let mode = match words.next()? {
        "-" => None,
        mode => Some(mode.parse::<Mode>().ok().filter(|mode| kind.modes().contains(mode))?),
    };
    Some(Entry {
        name,
        kind,
        mode,
        cameo: words.next(),
        actor: Vec::new(),
        recipient: Vec::new(),
        mutual: false,
        absorbs: false,
        hostile: None,
        examples: Vec::new(),
    })
}
