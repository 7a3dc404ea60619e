//! Plain data of every stage of dateline: text ranges, ids, pages, articles, layers of analysis, event records.
//!
//! Every other crate depends on this one and on no sibling, so a stage can be read, tested and replaced alone.
//! The decision: data without behaviour, public fields wherever no invariant holds; one text per document and one
//! unit of offset ([`TextRange`], UTF-8 bytes). The option rejected: rich objects that carry their own analysis, which
//! tie the stages to each other and to one order.
//!
//! ```
//! use dateline_types::TextRange;
//! let text = "Kyiv said so.";
//! let range = TextRange::new(0, 4).expect("ordered");
//! assert_eq!(range.slice(text), Some("Kyiv"));
//! ```

mod article;
mod date;
mod document;
mod event;
mod index;
mod layers;
mod number;
mod page;
mod plover;
mod range;

pub use article::{Anchor, Article, DateSource, DropReason, Extraction, Paragraph, ParagraphKind, Published};
pub use date::{CalendarPoint, DateBasis, ParseWhenError, When};
pub use document::{Document, Syntax};
pub use event::{Attribution, Counts, EventRecord, Participant, Placed};
pub use index::{Idx, IndexVec};
pub use layers::{
    ArgRole, ChainId, Chains, EventHint, HintArg, Label, Mention, MentionId, MentionKind, Mentions, Name,
    NameKind, Precision, Referent, SentId, Tags, Timex, TimexBasis, TimexKind, TokenId, Tokens, Tree,
};
pub use number::{SMALL_NUMBERS, TENS};
pub use page::{Body, Origin, Page, SourceKind, SuppliedArticle};
pub use plover::{Country, EventType, Mode, Sector, Status, UnknownCode};
pub use range::TextRange;

pub use jiff::Timestamp;
pub use jiff::civil::Date;
