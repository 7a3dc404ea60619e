//! The examples beside the rules, and properties of whatever is found in whatever text. The anchor is Thursday, 16 October 2025.

use dateline_types::{Anchor, Date, Timex, Tokens};

use super::{Tagger, tag};
use crate::actor::Table;

fn found(text: &str) -> Vec<Timex> {
    let anchor = Anchor::Published(Date::new(2025, 10, 16).unwrap());
    tag(&Tagger::default(), &Table::default(), text, &Tokens::default(), None, anchor)
}

#[test]
fn the_grammar_reads() {
    if let Err(error) = Tagger::read() {
        panic!("{error:?}");
    }
}

/// `text with [the expression] | value`; a third field says how many other expressions stand in the text.
#[test]
fn every_rule_finds_its_examples_and_nothing_else() {
    let tagger = Tagger::read().unwrap();
    let mut wrong = Vec::new();
    for example in &tagger.grammar.examples {
        let hidden = "";
        if example.positive {
            let (text, value) = example.line.split_once(" | ").unwrap_or((&example.line, hidden));
            let (value, _) = value.split_once(" | ").unwrap_or((value, ""));
            let (start, end) = (text.find('[').unwrap_or(0), text.find(']').unwrap_or(0));
            let plain = text.replace(['[', ']'], "");
            let want = &text[start + usize::from(end > 0)..end.max(start)];
            let rows = found(&plain);
            let hit = rows.iter().any(|t| {
                t.rule == example.rule && t.value == value.trim() && t.range.slice(&plain) == Some(want)
            });
            if !hit {
                let got: Vec<_> = rows
                    .iter()
                    .map(|t| (t.range.slice(&plain).unwrap_or_default(), &t.value, t.rule))
                    .collect();
                wrong.push(format!("{}: + {}: {got:?}", example.rule, example.line));
            }
        } else if found(&example.line).iter().any(|t| t.rule == example.rule) {
            wrong.push(format!("{}: - {}", example.rule, example.line));
        }
    }
    assert!(wrong.is_empty(), "{} examples fail:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_rule_has_examples_of_both_kinds() {
    let tagger = Tagger::read().unwrap();
    for rule in tagger.grammar.rules.iter() {
        let of = |positive: bool| {
            tagger.grammar.examples.iter().any(|e| e.rule == rule.name && e.positive == positive)
        };
        let nothing = rule.op == super::op::Op::Nothing;
        assert!((nothing || of(true)) && of(false), "{} lacks an example", rule.name);
    }
}
