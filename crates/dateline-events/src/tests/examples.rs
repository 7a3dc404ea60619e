//! Every entry of the lexicon is run on its own examples.

use dateline_types::{Document, EventType};

use super::build::{document, marked};
use crate::lexicon::Lexicon;
use crate::view::View;
use crate::{Coder, Layers, Seen, explain, spot};

fn seen(coder: &Coder, doc: &Document, kind: EventType) -> Vec<Seen> {
    explain(coder, &Layers, doc).seen.into_iter().filter(|s| s.kind == kind).collect()
}

/// Whether the entry's own words are found; a negative example may hold other entries' words.
fn finds(lexicon: &Lexicon, doc: &Document, entry: usize) -> bool {
    spot::spots(&View::new(doc, lexicon)).iter().any(|s| s.entry == entry)
}

#[test]
fn positive_examples_give_the_type_and_the_roles() {
    let coder = Coder::new().unwrap();
    let mut wrong = Vec::new();
    for (number, entry) in coder.lexicon().entries.iter().enumerate() {
        assert!(
            entry.examples.iter().any(|(positive, _, _)| *positive),
            "{} has no positive example",
            entry.name
        );
        assert!(
            entry.examples.iter().any(|(positive, _, _)| !*positive),
            "{} has no negative example",
            entry.name
        );
        for (_, line, example) in entry.examples.iter().filter(|(positive, _, _)| *positive) {
            let want = marked(example);
            let given: Vec<_> = want.actors.iter().chain(&want.recipients).copied().collect();
            let doc = document(&want.text, &given);
            if !finds(coder.lexicon(), &doc, number) {
                wrong.push(format!("{line} {}: not found: {example}", entry.name));
                continue;
            }
            let covered = |ranges: &[dateline_types::TextRange], got: &[dateline_types::Participant]| {
                ranges.iter().all(|r| got.iter().any(|p| p.range.is_some_and(|x| x.overlaps(*r))))
            };
            let good = seen(&coder, &doc, entry.kind).iter().any(|s| {
                s.rule == entry.name
                    && covered(&want.actors, &s.actors)
                    && covered(&want.recipients, &s.recipients)
            });
            if !good {
                let got: Vec<_> = seen(&coder, &doc, entry.kind)
                    .iter()
                    .map(|s| {
                        let texts = |ps: &[dateline_types::Participant]| {
                            ps.iter().filter_map(|p| p.text.clone()).collect::<Vec<_>>()
                        };
                        (s.rule.clone(), texts(&s.actors), texts(&s.recipients))
                    })
                    .collect();
                wrong.push(format!("{line} {}: {example} {got:?}", entry.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn negative_examples_give_no_record_of_the_entry() {
    let coder = Coder::new().unwrap();
    let mut wrong = Vec::new();
    for entry in &coder.lexicon().entries {
        for (_, line, example) in entry.examples.iter().filter(|(positive, _, _)| !*positive) {
            let doc = document(example, &[]);
            let records = explain(&coder, &Layers, &doc).records;
            if records.iter().any(|r| r.rule.starts_with(entry.name)) {
                wrong.push(format!("{line} {}: {example}", entry.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
