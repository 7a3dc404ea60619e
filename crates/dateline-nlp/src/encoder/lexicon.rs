//! Lemmas known from the treebanks: what a form with its Penn tag is always reduced to, and which lemmas there are. The head of the
//! encoder decides where the lexicon is silent, and among its best scripts one that makes a known lemma goes first.
//!
//! Layout (little endian): `DLLEMM01`, format version u32, number of scripts u32, of forms u32, of lemmas u32, bytes of the scripts
//! u32, zero u32; the scripts, one a line, padded to four bytes; the forms' hashes u32, sorted; their scripts u16; padding to four;
//! the lemmas' hashes u32, sorted.

use super::file::{ModelError, bad};
use super::lemma::Script;

pub const MAGIC: &[u8; 8] = b"DLLEMM01";
const VERSION: u32 = 1;
const HEADER: usize = 32;

/// The file that comes with the crate.
pub static BUILT_IN: &[u8] = include_bytes!("../../models/lemma.bin");

/// The lexicon, borrowed from its file.
pub struct Lexicon {
    scripts: Vec<Option<Script>>,
    forms: Vec<u32>,
    of_form: Vec<u16>,
    lemmas: Vec<u32>,
}

/// Hash of a word with its class (Penn tag of a form, universal part of speech of a lemma).
pub fn key(word: &str, class: &str) -> u32 {
    let mut h = 0xcbf2_9ce4_8422_2325u64;
    for b in word.bytes().chain([0]).chain(class.bytes()) {
        h = (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3);
    }
    (h ^ (h >> 32)) as u32
}

impl Lexicon {
    pub fn read(bytes: &[u8]) -> Result<Self, ModelError> {
        if bytes.len() < HEADER || bytes[..8] != MAGIC[..] {
            return bad(0, "wrong magic, expected DLLEMM01");
        }
        let word = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        if word(8) != VERSION {
            return bad(8, format!("format version {}, this program reads {VERSION}", word(8)));
        }
        let [scripts, forms, lemmas, text] = [12, 16, 20, 24].map(|at| word(at) as usize);
        let forms_at = (HEADER + text).next_multiple_of(4);
        let of_form_at = forms_at.saturating_add(forms.saturating_mul(4));
        let lemmas_at = of_form_at.saturating_add(forms.saturating_mul(2)).saturating_add(forms % 2 * 2);
        if lemmas_at.saturating_add(lemmas.saturating_mul(4)) != bytes.len() {
            return bad(bytes.len(), "length differs from the header's");
        }
        let Ok(lines) = std::str::from_utf8(&bytes[HEADER..HEADER + text]) else {
            return bad(HEADER, "the scripts are not UTF-8");
        };
        let list: Vec<Option<Script>> = lines.split('\n').map(Script::parse).collect();
        if list.len() != scripts {
            return bad(HEADER, "number of scripts differs from the header's");
        }
        let words = |at: usize, count: usize| {
            bytes[at..at + count * 4]
                .chunks_exact(4)
                .map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
                .collect()
        };
        let of_form = &bytes[of_form_at..of_form_at + forms * 2];
        Ok(Self {
            scripts: list,
            forms: words(forms_at, forms),
            of_form: of_form.chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]])).collect(),
            lemmas: words(lemmas_at, lemmas),
        })
    }

    /// What the treebanks make of the form with the tag.
    pub(crate) fn script(&self, form: &str, xpos: &str) -> Option<&Script> {
        let at = self.forms.binary_search(&key(form, xpos)).ok()?;
        self.scripts.get(usize::from(*self.of_form.get(at)?))?.as_ref()
    }

    pub(crate) fn knows(&self, lemma: &str, upos: &str) -> bool {
        self.lemmas.binary_search(&key(lemma, upos)).is_ok()
    }
}

/// Writes a lexicon's file. `forms` are (form, Penn tag, script), `lemmas` (lemma, universal part of speech).
pub fn write(forms: &[(String, String, String)], lemmas: &[(String, String)]) -> Vec<u8> {
    let mut scripts: Vec<&str> = forms.iter().map(|f| f.2.as_str()).collect();
    scripts.sort_unstable();
    scripts.dedup();
    scripts.truncate(usize::from(u16::MAX));
    let place = |script: &str| scripts.binary_search(&script).ok().map(|at| at as u16);
    let mut rows: Vec<(u32, u16)> =
        forms.iter().filter_map(|f| Some((key(&f.0, &f.1), place(&f.2)?))).collect();
    rows.sort_unstable();
    rows.dedup_by_key(|row| row.0);
    let mut known: Vec<u32> = lemmas.iter().map(|l| key(&l.0, &l.1)).collect();
    known.sort_unstable();
    known.dedup();
    let text = scripts.join("\n");
    let mut out = MAGIC.to_vec();
    for n in [VERSION, scripts.len() as u32, rows.len() as u32, known.len() as u32, text.len() as u32, 0] {
        out.extend(n.to_le_bytes());
    }
    out.extend(text.as_bytes());
    out.resize(out.len().next_multiple_of(4), 0);
    out.extend(rows.iter().flat_map(|r| r.0.to_le_bytes()));
    out.extend(rows.iter().flat_map(|r| r.1.to_le_bytes()));
    out.resize(out.len().next_multiple_of(4), 0);
    out.extend(known.iter().flat_map(|k| k.to_le_bytes()));
    out
}

#[cfg(test)]
mod tests {
    use super::{BUILT_IN, Lexicon, write};

    #[test]
    fn what_is_written_reads_back() {
        let s = |text: &str| text.to_owned();
        let bytes = write(
            &[(s("cities"), s("NNS"), s("k;3;y")), (s("went"), s("VBD"), s("=go"))],
            &[(s("city"), s("NOUN"))],
        );
        let lexicon = Lexicon::read(&bytes).unwrap();
        assert_eq!(lexicon.script("cities", "NNS").map(|s| s.apply("cities")).as_deref(), Some("city"));
        assert_eq!(lexicon.script("cities", "NN"), None);
        assert!(lexicon.knows("city", "NOUN") && !lexicon.knows("city", "VERB"));
        assert!(Lexicon::read(&bytes[..bytes.len() - 1]).is_err() && Lexicon::read(&[]).is_err());
    }

    #[test]
    fn the_built_in_lexicon_knows_irregular_forms() {
        let lexicon = Lexicon::read(BUILT_IN).unwrap();
        assert_eq!(lexicon.script("went", "VBD").map(|s| s.apply("went")).as_deref(), Some("go"));
        assert!(lexicon.knows("arrest", "VERB"));
    }
}
