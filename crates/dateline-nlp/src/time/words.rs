//! The grammar's words: every word that a rule or a class names has a number.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::lexemes::plain;

/// FNV-1a: the words are short, and nothing of the text is ever inserted.
#[derive(Clone, Copy)]
pub(super) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.0 = (self.0 ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

pub(super) type FnvMap<K, V> = HashMap<K, V, BuildHasherDefault<Fnv>>;

#[derive(Default)]
pub(super) struct Words {
    numbers: FnvMap<Box<str>, u32>,
}

impl Words {
    /// 0 for a word that the grammar does not name.
    pub(super) fn number(&self, lower: &str) -> u32 {
        self.numbers.get(lower).copied().unwrap_or(0)
    }

    pub(super) fn intern(&mut self, lower: &str) -> u32 {
        if let Some(n) = self.numbers.get(lower) {
            return *n;
        }
        let n = u32::try_from(self.numbers.len() + 1).unwrap_or(u32::MAX);
        self.numbers.insert(lower.into(), n);
        n
    }

    pub(super) fn len(&self) -> usize {
        self.numbers.len() + 1
    }
}

/// A form as the lexemes that it is made of, and whether each follows without a space.
pub(super) fn pieces(form: &str) -> Vec<(String, bool)> {
    let mut out: Vec<(String, bool)> = Vec::new();
    let mut joined = false;
    let mut run = 0u8;
    for c in form.chars() {
        if c.is_whitespace() {
            (joined, run) = (false, 0);
            continue;
        }
        let kind = if c.is_ascii_digit() {
            1
        } else if c.is_alphabetic() {
            2
        } else {
            3
        };
        match out.last_mut() {
            Some((last, _)) if run == kind && kind != 3 => last.extend(c.to_lowercase()),
            _ => {
                let text = plain(c).map_or_else(|| c.to_lowercase().to_string(), str::to_owned);
                out.push((text, joined));
            }
        }
        (joined, run) = (true, kind);
    }
    out
}
