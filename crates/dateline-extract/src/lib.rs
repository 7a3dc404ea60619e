//! Pages to articles, or the reason why not.

use dateline_types::{DropReason, Extraction, Page};

/// The article of a page, or why there is none.
pub fn extract(_: &Page) -> Extraction {
    Extraction::Dropped(DropReason::Empty)
}
