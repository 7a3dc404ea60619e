//! Words and sentences as data: `|` between surface tokens that touch, `+` inside a multiword token, `//` after a sentence.

use dateline_nlp::token::{BYTES, model::Model, tokenize};
use dateline_types::{Idx, TextRange, Tokens};

/// The text with its cuts written in.
fn shown(text: &str, tokens: &Tokens) -> String {
    let mut out = String::new();
    let mut last = 0;
    for (id, range) in tokens.ranges.iter_enumerated() {
        let (start, end) = (range.start() as usize, range.end() as usize);
        if tokens.sentences.iter().skip(1).any(|s| s.start == id) {
            out.push_str(" // ");
        } else if last == start && start > 0 {
            let inside = tokens.multiword.iter().any(|m| m.start < id && id < m.end);
            out.push(if inside { '+' } else { '|' });
        } else if start > 0 {
            out.push(' ');
        }
        out.push_str(&text[start..end]);
        last = end;
    }
    out
}

fn check(expected: &str) {
    let text = expected.replace(" // ", " ").replace(['|', '+'], "");
    let tokens = tokenize(&text, TextRange::at(0, 0));
    assert_eq!(shown(&text, &tokens), expected);
}

#[test]
fn contractions_and_possessives_are_multiword_tokens() {
    check("They do+n't know John+'s plan|, but it+'s fine|.");
    check("We can+not go|.");
    check(
        "He didn’t say that she’d leave|.".replace("didn’t", "did+n’t").replace("she’d", "she+’d").as_str(),
    );
}

#[test]
fn hyphenated_compounds_are_split() {
    check(
        "The well|-|known US|-|based company|'s chief resigned|."
            .replace("company|'s", "company+'s")
            .as_str(),
    );
}

#[test]
fn abbreviations_and_initials_do_not_end_a_sentence() {
    check("U.S. President George W. Bush met Mr. Blair on Monday|. // They talked|.");
    check("Gen. Smith of Acme Corp. said so at 5 p.m. on Sept. 3|.");
}

#[test]
fn a_quote_may_end_a_sentence() {
    check("“|We will not go|,|” he said|. // “|Never|.|” // The talks ended|.");
}

#[test]
fn addresses_stay_whole_and_money_is_split() {
    check("Write to press.office@example.org or see https://example.org/a-b?c=d|.");
    check("It paid $|1.5 million and €|20|,000 in 2,000 notes|.".replace("€|20|,000", "€|20,000").as_str());
}

#[test]
fn a_line_end_ends_a_sentence() {
    let text = "Talks fail in Geneva\nKYIV, Oct 3 (AFP) - Police arrested two men.";
    let tokens = tokenize(text, TextRange::at(0, 20));
    assert_eq!(tokens.sentences.len(), 2);
    assert_eq!(tokens.text(text, tokens.sentences.as_slice()[1].start), "KYIV");
}

#[test]
fn a_headline_is_one_sentence() {
    for text in [
        "Roundup: Bombings kill 153 in Baghdad",
        "FMs to meet at summit: report",
        "POLICE ARREST TWO IN KYIV, MINISTER SAYS",
    ] {
        let all = format!("{text}\nIt was late.");
        let tokens = tokenize(&all, TextRange::at(0, text.len() as u32));
        assert_eq!(tokens.sentences.len(), 2, "{text}");
    }
}

#[test]
fn the_built_in_model_is_what_the_trainer_wrote() {
    assert!(Model::verify(BYTES));
    let mut bytes = BYTES.to_vec();
    *bytes.last_mut().unwrap() ^= 1;
    assert!(!Model::verify(&bytes));
    bytes[0] = b'x';
    assert_eq!(Model::from_bytes(&bytes).err().map(|e| e.what), Some("wrong magic"));
    assert!(Model::from_bytes(&BYTES[..BYTES.len() - 1]).is_err() && Model::from_bytes(&[]).is_err());
}

#[test]
fn a_chunk_without_end_takes_linear_time_and_a_sentence_without_end_is_cut() {
    let text = "a-".repeat(200_000) + &"b".repeat(200_000) + &" word".repeat(5_000);
    let tokens = tokenize(&text, TextRange::at(0, 0));
    assert!(tokens.sentences.iter().all(|s| s.end.index() - s.start.index() <= 1_000));
}
