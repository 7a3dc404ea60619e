//! Whom the article credits: the speaker above a clause, "according to", and quotes that run over several sentences.

use std::ops::Range;

use dateline_types::{Attribution, ChainId, Idx, MentionId, MentionKind, SentId, TextRange, TokenId};

use crate::people;
use crate::view::View;

const CLIMB: usize = 8;
/// Sentences that a quotation may run on without naming its speaker again.
const RUN: usize = 4;

/// The source of what stands at the trigger.
pub(crate) fn source(view: &View<'_>, t: TokenId) -> Option<Attribution> {
    let (sentence, words) = view.sentence(t)?;
    let here = if view.has_tree() { by_tree(view, t) } else { by_words(view, t, &words) };
    let head = here.or_else(|| according(view, t, &words)).or_else(|| running(view, t, sentence, &words))?;
    written(view, head)
}

/// Who may be the source, by the way in which it is told.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Heads {
    pub(crate) tree: Option<TokenId>,
    pub(crate) according: Option<TokenId>,
    pub(crate) running: Option<TokenId>,
}

/// Each way on its own.
pub(crate) fn heads(view: &View<'_>, t: TokenId) -> Heads {
    let Some((sentence, words)) = view.sentence(t) else { return Heads::default() };
    Heads {
        tree: by_tree(view, t),
        according: according(view, t, &words),
        running: running(view, t, sentence, &words),
    }
}

/// Whether the trigger stands in a quotation that its sentence opens.
pub(crate) fn quoted_at(view: &View<'_>, t: TokenId) -> bool {
    let front = || {
        let (_, words) = view.sentence(t)?;
        let own = view.doc.tokens.cover(&words)?;
        view.doc.text.get(own.start() as usize..view.range(t).start() as usize)
    };
    front().is_some_and(quoted)
}

/// The source as the article names it best.
pub(crate) fn written(view: &View<'_>, head: TokenId) -> Option<Attribution> {
    let mention = view.mention(head).or_else(|| view.mention_over(head));
    let best = mention.and_then(|id| fullest(view, id));
    let range = match best {
        Some(range) => range,
        None => people::span(view, head)?,
    };
    let text = range.slice(&view.doc.text)?;
    let pronoun = matches!(
        view.word(head),
        "he" | "she" | "it" | "they" | "we" | "i" | "who" | "which" | "that" | "you"
    );
    if best.is_none() && pronoun {
        return None;
    }
    Some(Attribution { text: text.to_owned(), range: Some(range) })
}

/// The longest name in the mention's chain, else the mention itself.
fn fullest(view: &View<'_>, id: MentionId) -> Option<TextRange> {
    let doc = view.doc;
    let chain: Option<ChainId> = doc.chains.of.get(id).copied().flatten();
    let mention = &doc.mentions.rows[id];
    let best = chain.and_then(|chain| doc.chains.best.get(chain).copied());
    if let Some(best) = best.filter(|best| doc.mentions.rows[*best].kind != MentionKind::Pronoun) {
        return doc.tokens.cover(&doc.mentions.rows[best].tokens);
    }
    if mention.kind == MentionKind::Pronoun { None } else { doc.tokens.cover(&mention.tokens) }
}

fn by_tree(view: &View<'_>, t: TokenId) -> Option<TokenId> {
    let mut at = t;
    for _ in 0..CLIMB {
        // "..., Peskov said": the saying hangs below the clause.
        for c in view.children(at).iter().copied() {
            if view.rel(c) == "parataxis" && view.lexicon.is_speech(view.lemma(c)) {
                return view.child(c, "nsubj");
            }
        }
        let h = view.head(at)?;
        let saying = view.lexicon.is_speech(view.lemma(h)) || view.word(h) == "according";
        if matches!(view.rel(at), "ccomp" | "xcomp" | "advcl" | "acl") && saying && h != t {
            // "it was reported that" names nobody.
            let subject = view.child_exact(h, "nsubj").or_else(|| view.child_exact(h, "obl:agent"));
            if let Some(subject) = subject {
                return Some(relative(view, h, subject));
            }
            // "Peskov confirmed and added that", "..., saying that": the subject stands higher up.
            if let Some(up) = view.head(h).filter(|_| matches!(view.rel(h), "conj" | "advcl" | "xcomp")) {
                return view.child(up, "nsubj");
            }
            if view.rel(h) == "acl" {
                return view.head(h);
            }
        }
        at = h;
    }
    None
}

fn relative(view: &View<'_>, verb: TokenId, subject: TokenId) -> TokenId {
    let pronoun = matches!(view.word(subject), "who" | "which" | "that");
    if pronoun && view.relation(verb) == "acl:relcl" { view.head(verb).unwrap_or(subject) } else { subject }
}

/// "according to X" anywhere in the sentence.
fn according(view: &View<'_>, t: TokenId, words: &Range<TokenId>) -> Option<TokenId> {
    let at =
        (words.start.index()..words.end.index()).map(TokenId::new).find(|w| view.word(*w) == "according")?;
    if view.has_tree() {
        // The phrase must belong to a clause above the trigger.
        let case = view.head(at)?;
        return Some(case).filter(|c| *c != t);
    }
    (2..8)
        .filter_map(|i| view.step(at, i))
        .find_map(|w| view.mention_over(w))
        .map(|id| view.doc.mentions.rows[id].head)
}

/// Without a tree: a saying verb with a mention beside it, before the trigger or at the sentence's end.
fn by_words(view: &View<'_>, t: TokenId, words: &Range<TokenId>) -> Option<TokenId> {
    let verbs = (words.start.index()..words.end.index()).map(TokenId::new).filter(|w| {
        let past = view.lexicon.readings(view.word(*w)).iter().any(|(lemma, _, form)| {
            view.lexicon.is_speech(lemma) && matches!(form, crate::forms::Form::Past | crate::forms::Form::S)
        });
        past && *w != t
    });
    for verb in verbs {
        let before = verb < t;
        let near = (1..=3).filter_map(|i| view.step(verb, -i)).find_map(|w| view.mention_over(w));
        let tail = view.step(verb, -4).is_none_or(|w| w > t) || (words.end.index() - verb.index() <= 6);
        if let Some(id) = near.filter(|_| before || tail) {
            return Some(view.doc.mentions.rows[id].head);
        }
    }
    None
}

/// A sentence inside a quotation that began before belongs to its speaker.
fn running(view: &View<'_>, t: TokenId, sentence: SentId, words: &Range<TokenId>) -> Option<TokenId> {
    let text = &view.doc.text;
    let own = view.doc.tokens.cover(words)?;
    let before_trigger = text.get(own.start() as usize..view.range(t).start() as usize)?;
    let opened = quoted(before_trigger) || continues(text, own);
    if !opened {
        return None;
    }
    for back in 1..=RUN {
        let id = SentId::new(sentence.index().checked_sub(back)?);
        let earlier = view.doc.tokens.sentences[id].clone();
        let speaker = (earlier.start.index()..earlier.end.index()).map(TokenId::new).rev().find_map(|w| {
            let saying =
                view.lexicon.is_speech(view.lemma(w)) && (!view.has_tree() || view.upos(w) == "VERB");
            if !saying {
                return None;
            }
            if view.has_tree() {
                return view.child(w, "nsubj");
            }
            let beside =
                [-1, -2, 1, 2].into_iter().filter_map(|i| view.step(w, i)).find_map(|w| view.mention_over(w));
            beside.map(|id| view.doc.mentions.rows[id].head)
        });
        if speaker.is_some() {
            return speaker;
        }
    }
    None
}

/// Whether a quotation is open at the end of the text.
fn quoted(text: &str) -> bool {
    let opens = text.matches('“').count() > text.matches('”').count();
    opens || text.matches('"').count() % 2 == 1
}

/// Whether the sentence is opened by a quotation mark.
fn continues(text: &str, own: TextRange) -> bool {
    own.slice(text).is_some_and(|s| s.starts_with(['"', '“']))
}
