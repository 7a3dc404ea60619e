//! A weight file of a few kilobytes with random numbers, and what every document must satisfy.
#![allow(dead_code, unreachable_pub)]

use dateline_nlp::encoder::Model;
use dateline_types::{Document, Idx, TokenId};

struct Writer {
    blob: Vec<u8>,
    tensors: Vec<String>,
    seed: u64,
}

impl Writer {
    fn put(&mut self, bytes: &[u8]) -> usize {
        self.blob.resize(self.blob.len().next_multiple_of(64), 0);
        let at = self.blob.len();
        self.blob.extend(bytes);
        at
    }

    fn next(&mut self) -> u64 {
        self.seed = self.seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        self.seed >> 33
    }

    fn floats(&mut self, name: &str, shape: &[usize]) {
        let count: usize = shape.iter().product();
        let values: Vec<u8> =
            (0..count).flat_map(|_| ((self.next() % 2001) as f32 / 1000.0 - 1.0).to_le_bytes()).collect();
        let at = self.put(&values);
        self.tensors.push(format!(
            r#"{{"name":"{name}","shape":{shape:?},"dtype":"f32","offset":{at},"length":{}}}"#,
            values.len()
        ));
    }

    fn bytes(&mut self, name: &str, shape: &[usize]) {
        let count: usize = shape.iter().product();
        let rows = count / shape.last().copied().unwrap_or(1);
        let values: Vec<u8> = (0..count).map(|_| (self.next() % 255) as i8 as u8).collect();
        let at = self.put(&values);
        let scales: Vec<u8> = (0..rows).flat_map(|_| 0.01f32.to_le_bytes()).collect();
        let scale_at = self.put(&scales);
        self.tensors.push(format!(
            r#"{{"name":"{name}","shape":{shape:?},"dtype":"i8","offset":{at},"length":{count},"scale_offset":{scale_at}}}"#
        ));
    }
}

/// A whole weight file with random weights.
pub fn tiny_model(seed: u64) -> Vec<u8> {
    let pieces = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n.\n,\n-\n'\ns\nt\nthe\npolice\nin\n##s\n##ed\n##e\na\n##a\n##b\n##c\nb\nc\n1\n##1";
    let (vocab, d, f, positions) = (pieces.split('\n').count(), 32, 48, 40);
    let mut w = Writer { blob: Vec::new(), tensors: Vec::new(), seed };
    let vocab_at = w.put(pieces.as_bytes());
    w.bytes("embeddings.word_embeddings.weight", &[vocab, d]);
    w.floats("embeddings.position_embeddings.weight", &[positions, d]);
    w.floats("embeddings.case_embeddings.weight", &[8, d]);
    let norm = |w: &mut Writer, name: &str| {
        w.floats(&format!("{name}.weight"), &[d]);
        w.floats(&format!("{name}.bias"), &[d]);
    };
    let linear = |w: &mut Writer, name: &str, outputs: usize, inputs: usize| {
        w.bytes(&format!("{name}.weight"), &[outputs, inputs]);
        w.floats(&format!("{name}.bias"), &[outputs]);
    };
    norm(&mut w, "embeddings.LayerNorm");
    for layer in 0..2 {
        let name = |part: &str| format!("encoder.layer.{layer}.{part}");
        for part in ["self.query", "self.key", "self.value", "output.dense"] {
            linear(&mut w, &name(&format!("attention.{part}")), d, d);
        }
        norm(&mut w, &name("attention.output.LayerNorm"));
        linear(&mut w, &name("intermediate.dense"), f, d);
        linear(&mut w, &name("output.dense"), d, f);
        norm(&mut w, &name("output.LayerNorm"));
    }
    let labels: [(&str, &[&str]); 10] = [
        ("upos", &["NOUN", "VERB", "PUNCT"]),
        ("xpos", &["NN", "VBD"]),
        ("feats", &["_", "Number=Sing"]),
        ("lemma", &["k;0;", "l;0;", "l;2;e", "=be", "k;9;"]),
        ("ner", &["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]),
        ("deprel", &["nsubj", "obj", "parataxis", "root"]),
        ("trigger", &["O", "ASSAULT", "CONSULT"]),
        ("mode", &["none", "aerial", "visit"]),
        ("status", &["happened", "planned"]),
        ("role", &["actor", "recipient"]),
    ];
    for (name, list) in &labels[..5] {
        linear(&mut w, &format!("heads.{name}"), list.len(), d);
    }
    let (arc, rel, ev, arg) = (10, 7, 12, 9);
    for (name, size) in [
        ("arc_dep", arc),
        ("arc_head", arc),
        ("rel_dep", rel),
        ("rel_head", rel),
        ("ev", ev),
        ("arg_trig", arg),
        ("arg_word", arg),
    ] {
        linear(&mut w, &format!("heads.{name}"), size, d);
    }
    w.bytes("heads.arc.u", &[1, arc + 1, arc + 1]);
    w.bytes("heads.rel.u", &[4, rel + 1, rel + 1]);
    w.bytes("heads.arg.u", &[2, arg + 1, arg + 1]);
    linear(&mut w, "heads.trigger", 3, ev);
    linear(&mut w, "heads.mode", 3, ev);
    linear(&mut w, "heads.status", 2, ev);
    let labels: Vec<String> = labels.iter().map(|(name, list)| format!("{name:?}:{list:?}")).collect();
    let header = format!(
        r#"{{"name":"tiny","config":{{"vocab":{vocab},"hidden":{d},"layers":2,"heads":2,"ffn":{f},"positions":{positions},"arc":{arc},"rel":{rel},"ev":{ev},"arg":{arg}}},"labels":{{{}}},"vocab":{{"offset":{vocab_at},"length":{}}},"tensors":[{}]}}"#,
        labels.join(","),
        pieces.len(),
        w.tensors.join(",")
    );
    let mut out = b"DLNLPM01".to_vec();
    out.extend(1u32.to_le_bytes());
    out.extend((header.len() as u32).to_le_bytes());
    out.extend(xxhash_rust::xxh3::xxh3_64(&w.blob).to_le_bytes());
    out.extend(header.as_bytes());
    out.resize(out.len().next_multiple_of(64), 0);
    out.extend(w.blob);
    out
}

pub fn tiny(seed: u64) -> Model {
    Model::from_bytes(tiny_model(seed).into()).expect("a valid file")
}

/// What holds for every document: ranges in order inside the text, one root a sentence, no cycles, spans inside sentences.
pub fn check_well_formed(document: &Document) {
    let tokens = &document.tokens;
    let count = tokens.ranges.len();
    let mut last = 0;
    for range in tokens.ranges.iter() {
        assert!(range.start() >= last && !range.is_empty(), "{range:?}");
        let word = range.slice(&document.text).expect("a range of whole characters inside the text");
        assert!(!word.contains(char::is_whitespace), "{word:?}");
        last = range.end();
    }
    let seen: usize = document
        .text
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control() && *c != '\u{2060}' && *c != '\u{feff}')
        .count();
    let in_words: usize =
        tokens.ranges.iter().map(|r| r.slice(&document.text).map_or(0, |w| w.chars().count())).sum();
    assert!(in_words >= seen, "every character that prints belongs to a word");
    let mut next = 0;
    for sentence in tokens.sentences.iter() {
        assert_eq!(sentence.start.index(), next);
        assert!(sentence.end > sentence.start);
        next = sentence.end.index();
    }
    assert_eq!(next, count);
    for m in &tokens.multiword {
        assert!(m.end.index() - m.start.index() > 1 && m.end.index() <= count);
        assert!(tokens.ranges.range(m).windows(2).all(|w| w[0].end() == w[1].start()));
    }
    let Some(syntax) = &document.syntax else { return };
    for length in
        [syntax.tags.upos.len(), syntax.tags.xpos.len(), syntax.tags.feats.len(), syntax.tags.lemma.len()]
    {
        assert_eq!(length, count);
    }
    assert_eq!((syntax.tree.head.len(), syntax.tree.rel.len()), (count, count));
    for sentence in tokens.sentences.iter() {
        let words = sentence.start.index()..sentence.end.index();
        let heads: Vec<Option<TokenId>> = words.clone().map(|i| syntax.tree.head[TokenId::new(i)]).collect();
        assert_eq!(heads.iter().filter(|h| h.is_none()).count(), 1, "one root");
        for i in words.clone() {
            let (mut at, mut steps) = (TokenId::new(i), 0);
            while let Some(up) = syntax.tree.head[at] {
                assert!(words.contains(&up.index()), "heads stay inside the sentence");
                (at, steps) = (up, steps + 1);
                assert!(steps <= words.len(), "no cycle");
            }
            assert_eq!(
                &*syntax.tree.rel[TokenId::new(i)] == "root",
                syntax.tree.head[TokenId::new(i)].is_none()
            );
            assert!(!syntax.tags.lemma[TokenId::new(i)].is_empty());
        }
    }
    for name in &syntax.names {
        assert!(name.tokens.start < name.tokens.end && tokens.sentence_of(name.tokens.start).is_some());
        let last = TokenId::new(name.tokens.end.index() - 1);
        assert_eq!(tokens.sentence_of(name.tokens.start), tokens.sentence_of(last));
    }
    for hint in &syntax.events {
        assert!(hint.trigger.index() < count && (0.0..=1.0).contains(&hint.score));
        for arg in &hint.args {
            assert_eq!(tokens.sentence_of(arg.head), tokens.sentence_of(hint.trigger));
        }
    }
}
