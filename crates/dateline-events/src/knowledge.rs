//! What the coder asks of the stages beside it, without knowing them.

use dateline_types::{Country, Date, Document, MentionKind, Referent, TextRange};

/// Who is meant. The pipeline answers with the actor table; [`Layers`] answers with
/// what the document itself carries.
pub trait Knowledge {
    /// Whom the words mean at that day, so that a minister of then is a former one later. "The two leaders" are several.
    fn who(&self, doc: &Document, span: TextRange, at: Option<Date>) -> Vec<Referent>;

    /// The state that a place belongs to.
    fn country_of_place(&self, doc: &Document, span: TextRange) -> Option<Country> {
        self.who(doc, span, None)
            .iter()
            .find_map(|referent| referent.country)
            .filter(|country| !country.is_body())
    }
}

/// The layers of the document and nothing else.
#[derive(Clone, Copy, Debug, Default)]
pub struct Layers;

impl Knowledge for Layers {
    fn who(&self, doc: &Document, span: TextRange, _: Option<Date>) -> Vec<Referent> {
        let cover = |words| doc.tokens.cover(words);
        // The longest mention inside the span whose referents are known; a chain knows more than a mention alone.
        let mut best: Option<(u32, Vec<Referent>)> = None;
        for (id, mention) in doc.mentions.rows.iter_enumerated() {
            let Some(range) = cover(&mention.tokens).filter(|range| span.contains(*range)) else { continue };
            let chained =
                doc.chains.of.get(id).copied().flatten().and_then(|chain| doc.chains.referents.get(chain));
            let referents = match chained {
                Some(rows) if !rows.is_empty() => rows,
                _ => &mention.referents,
            };
            let len = range.len() + u32::from(mention.kind != MentionKind::Modifier);
            if !referents.is_empty() && best.as_ref().is_none_or(|(longest, _)| len > *longest) {
                best = Some((len, referents.clone()));
            }
        }
        best.map(|(_, referents)| referents).unwrap_or_default()
    }
}
