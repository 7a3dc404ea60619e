//! For the trainer only: rows of features as the extractor sees them, and extraction by a model that is not compiled in.

use dateline_types::{Body, Page};

use crate::forest::FastModel;
pub use crate::forest::{Forest, LEAF, Model, Node};
use crate::html::Parsed;
use crate::{Explained, features, html};

/// A page's blocks with the first pass' features.
pub struct Samples {
    parsed: Parsed,
    rows: Vec<Vec<f32>>,
}

impl Samples {
    /// `None` for what is no HTML.
    pub fn of(page: &Page) -> Option<Self> {
        let Body::Html(html) = &page.body else { return None };
        let parsed = Parsed::of(page, html);
        let rows = parsed.rows();
        Some(Self { parsed, rows })
    }

    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.parsed.blocks.iter().map(|block| block.text.as_str())
    }

    /// The first pass' features, block by block.
    pub fn first(&self) -> &[Vec<f32>] {
        &self.rows
    }

    /// The blocks that the second pass looks at, and their features, given what the first said.
    pub fn second(&self, first: &[f32]) -> (Vec<usize>, Vec<Vec<f32>>) {
        let doubtful = html::doubtful(first);
        let rows = features::second(&self.parsed.blocks, &self.rows, first, &doubtful);
        (doubtful, rows)
    }
}

/// Extraction by the model given.
pub fn extract(page: &Page, model: &Model) -> Option<Explained> {
    let Body::Html(html) = &page.body else { return None };
    Some(html::extract_with(page, html, &FastModel::of(model)))
}
