//! From a state's adjective to whom it describes.

use dateline_types::{MentionKind, TokenId};

use crate::roles::person_like;
use crate::view::View;

/// The word that the state's adjective before it tells of, where that means somebody: the ambassadors of "the Russian ambassadors", but the
/// Russians of "Russian weakness".
pub(crate) fn whole(view: &View<'_>, word: TokenId) -> TokenId {
    let rows = &view.doc.mentions.rows;
    let adjective = view.mention(word).is_some_and(|id| rows[id].kind == MentionKind::Modifier);
    // "Saudi and Emirati officials": the first of them hangs on the officials.
    let mut at = if view.rel(word) == "conj" { view.head(word).unwrap_or(word) } else { word };
    if !adjective || !view.has_tree() {
        return word;
    }
    for _ in 0..3 {
        let Some(above) = view.head(at).filter(|_| matches!(view.rel(at), "amod" | "compound" | "flat"))
        else {
            break;
        };
        // A name of which the table knows nothing may be a place's ("the Panama Canal").
        let somebody = view.mention(above).is_some_and(|id| {
            rows[id].kind == MentionKind::Nominal
                || rows[id].kind == MentionKind::Name && rows[id].referents.iter().any(|r| r.how != "words")
        });
        let there = view.lemma(above) == "capital"
            || view.case(above).is_some_and(|p| matches!(p, "in" | "at" | "near" | "through"));
        if somebody && !there && person_like(view, above) {
            return above;
        }
        at = above;
    }
    word
}

#[cfg(test)]
mod tests {
    use super::whole;
    use crate::lexicon::Lexicon;
    use crate::tests::trees::parsed;
    use crate::view::View;
    use dateline_types::{Idx, IndexVec, Mention, MentionKind, TokenId};

    /// The word that a word stands for; rows as in a tree of the tests.
    fn of(word: usize, rows: &str, kinds: &[(usize, MentionKind)]) -> usize {
        let rows: Vec<Vec<&str>> = rows.lines().map(|l| l.split_whitespace().collect()).collect();
        let text = rows.iter().map(|r| r[1]).collect::<Vec<_>>().join(" ");
        let mut doc = parsed(&text, &rows);
        doc.mentions.rows = kinds
            .iter()
            .map(|(at, kind)| Mention {
                tokens: TokenId::new(*at)..TokenId::new(at + 1),
                head: TokenId::new(*at),
                kind: *kind,
                referents: Vec::new(),
            })
            .collect::<IndexVec<_, _>>();
        let lexicon = Lexicon::load().unwrap();
        whole(&View::new(&doc, &lexicon), TokenId::new(word)).index()
    }

    #[test]
    fn an_adjective_is_whom_it_describes() {
        let kinds = [(0, MentionKind::Modifier), (1, MentionKind::Nominal)];
        let troops =
            "1 Kenyan Kenyan ADJ JJ 2 amod\n2 troops troop NOUN NNS 3 nsubj\n3 left leave VERB VBD 0 root";
        assert_eq!(of(0, troops, &kinds), 1);
        // Nobody that is known.
        assert_eq!(of(0, troops, &kinds[..1]), 0);
        // Not a word of its own, and not a place.
        assert_eq!(of(0, troops, &[(0, MentionKind::Nominal), (1, MentionKind::Nominal)]), 0);
        assert_eq!(of(0, &troops.replace("amod", "nmod"), &kinds), 0);
        assert_eq!(of(0, troops, &[(0, MentionKind::Modifier), (1, MentionKind::Name)]), 0);
        // "Kenyan and Ugandan officials".
        let both = "1 Kenyan Kenyan ADJ JJ 4 amod\n2 and and CCONJ CC 3 cc\n3 Ugandan Ugandan ADJ JJ 1 conj\n\
                    4 officials official NOUN NNS 5 nsubj\n5 left leave VERB VBD 0 root";
        assert_eq!(of(2, both, &[(2, MentionKind::Modifier), (3, MentionKind::Nominal)]), 3);
    }
}
