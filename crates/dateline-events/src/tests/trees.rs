//! Roles, status and source over trees.

use dateline_types::{Idx, IndexVec, Label, Participant, Syntax, Tags, TextRange, TokenId, Tree};

use super::build::{document, empty};
use crate::{Coder, Layers, Seen, explain};

const TREES: &str = include_str!("trees.conllu");

/// A document of one sentence out of its rows: word, lemma, UPOS, XPOS, head, relation.
pub(crate) fn parsed(text: &str, rows: &[Vec<&str>]) -> dateline_types::Document {
    let mut doc = empty(text);
    let mut ranges: IndexVec<TokenId, TextRange> = IndexVec::new();
    let mut from = 0;
    for row in rows {
        let at = from + text[from..].find(row[1]).unwrap_or_else(|| panic!("{} is not in {text}", row[1]));
        from = at + row[1].len();
        ranges.push(TextRange::from_usize(at, from).unwrap());
    }
    let column = |i: usize| rows.iter().map(|row| Label::from(row[i])).collect::<IndexVec<TokenId, Label>>();
    let head =
        rows.iter().map(|row| row[5].parse::<usize>().unwrap().checked_sub(1).map(TokenId::new)).collect();
    doc.syntax = Some(Syntax {
        tags: Tags {
            upos: column(3),
            xpos: column(4),
            feats: rows.iter().map(|_| Label::from("_")).collect(),
            lemma: column(2),
        },
        tree: Tree { head, rel: column(6) },
        ..Syntax::default()
    });
    doc.tokens.sentences = IndexVec::from_vec(vec![TokenId::new(0)..TokenId::new(ranges.len())]);
    doc.tokens.ranges = ranges;
    doc
}

fn heads(text: &str) -> Vec<&str> {
    let inner = text.trim().trim_matches(['[', ']']);
    inner.split('|').filter(|w| !w.is_empty()).collect()
}

fn matches(want: &[&str], got: &[Participant]) -> bool {
    let named: Vec<&str> = got.iter().filter_map(|p| p.text.as_deref()).collect();
    want.len() == named.len() && want.iter().all(|w| named.iter().any(|g| g.contains(w)))
}

#[test]
fn sentences_give_type_status_roles_and_source() {
    let coder = Coder::new().unwrap();
    let mut wrong = Vec::new();
    for block in TREES.split("\n\n").filter(|b| b.contains("# text")) {
        let field = |name: &str| block.lines().find_map(|l| l.strip_prefix(name)).unwrap_or_default().trim();
        let (text, want) = (field("# text ="), field("# want ="));
        let rows: Vec<Vec<&str>> =
            block.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect()).collect();
        let (want, source) = want.split_once(" @ ").map_or((want, None), |(w, s)| (w, Some(s)));
        let (left, right) = want.split_once(" > ").unwrap();
        let (head, actors) = left.split_once(" [").unwrap();
        let out = explain(&coder, &Layers, &parsed(text, &rows));
        let good = |s: &&Seen| {
            format!("{} {}", s.kind, s.status) == head
                && matches(&heads(actors), &s.actors)
                && heads(right)
                    .iter()
                    .all(|w| s.recipients.iter().any(|p| p.text.as_deref().is_some_and(|t| t.contains(w))))
        };
        let found = out.seen.iter().find(good);
        if found.is_none() {
            let rows: Vec<String> = out
                .seen
                .iter()
                .map(|s| {
                    let texts = |ps: &[Participant]| {
                        ps.iter().map(|p| p.text.clone().unwrap_or_default()).collect::<Vec<_>>()
                    };
                    format!(
                        "{} {} {:?} > {:?} {}",
                        s.kind,
                        s.status,
                        texts(&s.actors),
                        texts(&s.recipients),
                        s.rule
                    )
                })
                .collect();
            wrong.push(format!("{text}\n    want {want}\n    got {rows:?}"));
        }
        let credited =
            out.seen.iter().filter(|s| good(s)).find_map(|s| s.attribution.as_ref().map(|a| a.text.as_str()));
        if source.is_some() && credited != source {
            wrong.push(format!("{text}\n    source {source:?}, got {credited:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_document_without_words_has_no_records() {
    let coder = Coder::new().unwrap();
    assert!(explain(&coder, &Layers, &empty("")).records.is_empty());
    assert!(explain(&coder, &Layers, &document("\n\n", &[])).records.is_empty());
}

#[test]
fn nouns_that_point_back_and_occupations() {
    let coder = Coder::new().unwrap();
    // Text, rows ("word lemma UPOS XPOS head relation"), the trigger, whether it points back, whether somebody is engaged in it.
    let cases = [
        (
            "the meeting failed",
            "the the DET DT 2 det|meeting meeting NOUN NN 3 nsubj|failed fail VERB VBD 0 root",
            1,
            true,
            false,
        ),
        (
            "a meeting failed",
            "a a DET DT 2 det|meeting meeting NOUN NN 3 nsubj|failed fail VERB VBD 0 root",
            1,
            false,
            false,
        ),
        (
            "the meeting with Iran failed",
            "the the DET DT 2 det|meeting meeting NOUN NN 5 nsubj|with with ADP IN 4 case|Iran Iran PROPN NNP 2 nmod|failed fail VERB VBD 0 root",
            1,
            false,
            false,
        ),
        (
            "they were involved in talks",
            "they they PRON PRP 3 nsubj|were be AUX VBD 3 aux|involved involve VERB VBN 0 root|in in ADP IN 5 case|talks talk NOUN NNS 3 obl",
            4,
            false,
            true,
        ),
        (
            "they met in talks",
            "they they PRON PRP 2 nsubj|met meet VERB VBD 0 root|in in ADP IN 4 case|talks talk NOUN NNS 2 obl",
            3,
            false,
            false,
        ),
    ];
    for (text, rows, word, back, engaged) in cases {
        let rows: Vec<String> = rows.split('|').enumerate().map(|(i, r)| format!("{} {r}", i + 1)).collect();
        let rows: Vec<Vec<&str>> = rows.iter().map(|r| r.split(' ').collect()).collect();
        let doc = parsed(text, &rows);
        let view = crate::view::View::new(&doc, coder.lexicon());
        let word = TokenId::new(word);
        assert_eq!(crate::clause::points_back(&view, word), back, "{text}");
        assert_eq!(crate::clause::engaged(&view, word), engaged, "{text}");
    }
}

#[test]
fn an_object_of_the_same_meaning_is_no_second_meeting() {
    let coder = Coder::new().unwrap();
    let rows = "Iran Iran PROPN NNP 4 nsubj|and and CCONJ CC 3 cc|Iraq Iraq PROPN NNP 1 conj|convened convene VERB VBD 0 root|a a DET DT 6 det|summit summit NOUN NN 4 obj|\
                to to PART TO 8 mark|help help VERB VB 6 acl|Syria Syria PROPN NNP 8 obj|though though SCONJ IN 13 mark|the the DET DT 12 det|meeting meeting NOUN NN 13 nsubj|failed fail VERB VBD 4 advcl";
    let rows: Vec<String> = rows.split('|').enumerate().map(|(i, r)| format!("{} {r}", i + 1)).collect();
    let rows: Vec<Vec<&str>> = rows.iter().map(|r| r.split(' ').collect()).collect();
    let mut doc = parsed("Iran and Iraq convened a summit to help Syria though the meeting failed", &rows);
    let hint = |word: usize| dateline_types::EventHint {
        trigger: TokenId::new(word),
        kind: dateline_types::EventType::Consult,
        score: 0.9,
        mode: None,
        mode_score: 0.9,
        status: dateline_types::Status::Happened,
        status_score: 0.9,
        args: Vec::new(),
    };
    if let Some(syntax) = &mut doc.syntax {
        syntax.events = vec![hint(3), hint(5), hint(11)];
    }
    let out = explain(&coder, &Layers, &doc);
    let meetings = out.records.iter().filter(|r| r.kind == dateline_types::EventType::Consult).count();
    assert_eq!(meetings, 1, "{:?}", out.records);
}
