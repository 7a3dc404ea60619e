//! CoNLL-U and names from a document, and a drawing of its trees for people.

use std::fmt;

use dateline_types::{Document, Idx, IndexVec, Label, NameKind, TextRange, TokenId};

/// Writes the document as CoNLL-U: `# sent_id`, `# text`, multiword lines, `SpaceAfter=No`. Without a model's layer the columns
/// of tags hold `_` and every word hangs on the sentence's first one.
pub fn write(document: &Document, out: &mut impl fmt::Write) -> fmt::Result {
    write_sentences(document, out, 0..document.tokens.sentences.len())
}

/// As [`write()`], some sentences only.
pub fn write_sentences(
    document: &Document,
    out: &mut impl fmt::Write,
    sentences: std::ops::Range<usize>,
) -> fmt::Result {
    let tokens = &document.tokens;
    if !document.id.is_empty() && sentences.start == 0 {
        writeln!(out, "# newdoc id = {}", one_line(&document.id))?;
    }
    let mut multiword = tokens.multiword.iter().peekable();
    for (number, words) in tokens.sentences.as_slice().iter().enumerate() {
        if !sentences.contains(&number) {
            continue;
        }
        let text = tokens.cover(words).and_then(|range| range.slice(&document.text)).unwrap_or_default();
        if !document.id.is_empty() {
            writeln!(out, "# sent_id = {}-{}", one_line(&document.id), number + 1)?;
        } else {
            writeln!(out, "# sent_id = {}", number + 1)?;
        }
        writeln!(out, "# text = {}", one_line(text))?;
        let first = words.start.index();
        for at in first..words.end.index() {
            let token = TokenId::new(at);
            let id = at - first + 1;
            while multiword.next_if(|m| m.start < token).is_some() {}
            if let Some(m) = multiword.next_if(|m| m.start == token) {
                let surface = tokens.cover(m).and_then(|r| r.slice(&document.text)).unwrap_or_default();
                let glue = misc(document, TokenId::new(m.end.index().saturating_sub(1)), words.end);
                let last = m.end.index() - first;
                writeln!(out, "{id}-{last}\t{}\t_\t_\t_\t_\t_\t_\t_\t{glue}", one_line(surface))?;
            }
            let form = one_line(tokens.text(&document.text, token)).replace(' ', "\u{a0}");
            let inside = tokens.multiword.partition_point(|m| m.end <= token);
            let inside = tokens.multiword.get(inside).is_some_and(|m| m.start <= token);
            let glue = if inside { "_" } else { misc(document, token, words.end) };
            match &document.syntax {
                Some(syntax) => {
                    let head = syntax.tree.head.get(token).copied().flatten();
                    let head = head.map_or(0, |h| h.index() + 1 - first);
                    let get = |column: &'_ IndexVec<TokenId, Label>| {
                        column.get(token).cloned().unwrap_or_else(|| Label::from("_"))
                    };
                    let (lemma, upos) = (get(&syntax.tags.lemma), get(&syntax.tags.upos));
                    let (xpos, feats) = (get(&syntax.tags.xpos), get(&syntax.tags.feats));
                    let rel = get(&syntax.tree.rel);
                    writeln!(
                        out,
                        "{id}\t{form}\t{lemma}\t{upos}\t{xpos}\t{feats}\t{head}\t{rel}\t_\t{glue}"
                    )?;
                }
                None => {
                    let (head, rel) = if id == 1 { (0, "root") } else { (1, "dep") };
                    writeln!(out, "{id}\t{form}\t_\t_\t_\t_\t{head}\t{rel}\t_\t{glue}")?;
                }
            }
        }
        out.write_char('\n')?;
    }
    Ok(())
}

/// `SpaceAfter=No` where the next word of the text follows at once.
fn misc(document: &Document, token: TokenId, sentence_end: TokenId) -> &'static str {
    let ranges = &document.tokens.ranges;
    let next = TokenId::new(token.index() + 1);
    match (ranges.get(token), ranges.get(next)) {
        (Some(a), Some(b)) if a.end() == b.start() && next <= sentence_end => "SpaceAfter=No",
        _ => "_",
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// As names are written in records of the `names` layer.
pub const fn kind_name(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Person => "PER",
        NameKind::Organisation => "ORG",
        NameKind::Place => "LOC",
        NameKind::Group => "NORP",
        NameKind::Event => "EVENT",
    }
}

/// A name as the `names` layer gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameRow<'d> {
    pub text: &'d str,
    pub range: TextRange,
    pub kind: &'static str,
}

/// The names of a document in text order.
pub fn names(document: &Document) -> Vec<NameRow<'_>> {
    let Some(syntax) = &document.syntax else { return Vec::new() };
    let row = |name: &dateline_types::Name| {
        let range = document.tokens.cover(&name.tokens)?;
        Some(NameRow { text: range.slice(&document.text)?, range, kind: kind_name(name.kind) })
    };
    syntax.names.iter().filter_map(row).collect()
}

/// Draws a sentence's tree, a word a line in text order, indented below its head's branch:
///
/// ```text
/// ┌─ nsubj    Police       NOUN
/// root        arrested     VERB
/// │  ┌─ nummod two         NUM
/// └─ obj      men          NOUN
/// ```
pub fn draw(document: &Document, sentence: usize, out: &mut impl fmt::Write) -> fmt::Result {
    let Some(words) = document.tokens.sentences.as_slice().get(sentence) else { return Ok(()) };
    let Some(syntax) = &document.syntax else { return Ok(()) };
    let first = words.start.index();
    let count = words.end.index() - first;
    let head = |i: usize| {
        syntax.tree.head.get(TokenId::new(first + i)).copied().flatten().map(|h| h.index() - first)
    };
    // Depth by walking up; bounded by the number of words, for trees have no cycles.
    let depth: Vec<usize> = (0..count)
        .map(|i| {
            let (mut at, mut depth) = (i, 0);
            while let Some(up) = head(at).filter(|_| depth < count) {
                (at, depth) = (up, depth + 1);
            }
            depth
        })
        .collect();
    let rel = |i: usize| syntax.tree.rel.get(TokenId::new(first + i)).map_or("", |l| l);
    let deepest = depth.iter().copied().max().unwrap_or(0);
    // A bar is drawn at a depth as long as an arc between that depth's word and its head passes the line.
    let mut lines: Vec<Vec<char>> = vec![vec![' '; 3 * deepest]; count];
    for i in 0..count {
        let Some(h) = head(i) else { continue };
        let column = 3 * (depth[i] - 1);
        let (low, high) = (i.min(h), i.max(h));
        for line in &mut lines[low + 1..high] {
            line[column] = match line[column] {
                ' ' => '│',
                '┌' | '└' => '├',
                c => c,
            };
        }
        let corner = if i < h { '┌' } else { '└' };
        lines[i][column] = if lines[i][column] == '│' { '├' } else { corner };
        lines[i][column + 1] = '─';
    }
    let width = (0..count).map(|i| 3 * depth[i] + rel(i).chars().count()).max().unwrap_or(0) + 2;
    let form = |i: usize| one_line(document.tokens.text(&document.text, TokenId::new(first + i)));
    let longest = (0..count).map(|i| form(i).chars().count()).max().unwrap_or(0) + 2;
    for (i, line) in lines.iter().enumerate() {
        let branch: String = line[..3 * depth[i]].iter().collect();
        let upos = syntax.tags.upos.get(TokenId::new(first + i)).map_or("", |l| l);
        let left = format!("{branch}{}", rel(i));
        writeln!(out, "{left:<width$}{:<longest$}{upos}", form(i))?;
    }
    Ok(())
}
