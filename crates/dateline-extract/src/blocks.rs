//! A page's tree cut into blocks: the text between two block tags, with what the elements above say of it.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use dateline_types::ParagraphKind;

use crate::dom::{Data, Dom, NodeId, ROOT, is_block, push_words};
use crate::residue::{self, Residue};

/// A piece of text that readers see as a paragraph, a heading, an item or a label.
pub(crate) struct Block {
    pub(crate) text: String,
    pub(crate) kind: ParagraphKind,
    pub(crate) words: usize,
    /// Share of the characters that lie inside links.
    pub(crate) links: f32,
    /// The nearest block element, the one above it, and the one above that.
    pub(crate) holders: [NodeId; 3],
    pub(crate) marks: Marks,
    /// Tag and first class of the holder: blocks of one signature are set alike.
    pub(crate) signature: u64,
    pub(crate) tag: Tag,
    pub(crate) residue: Option<Residue>,
    /// A figure's or a table's caption.
    pub(crate) caption: bool,
    ended: bool,
}

/// Tags that the judgement knows apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Tag {
    #[default]
    Other,
    Paragraph,
    Heading(u8),
    Item,
    Quote,
    Cell,
    Div,
}

/// Groups of hint words in `data/hints.tsv`.
pub(crate) const GROUPS: usize = 20;
/// Elements whose names alone say what they hold.
pub(crate) const PLACES: [&str; 13] = [
    "nav",
    "aside",
    "footer",
    "header",
    "form",
    "article",
    "main",
    "figure",
    "table",
    "ul",
    "blockquote",
    "section",
    "pre",
];

/// What the elements above a block say: how many of them name a group, or are such an element.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Marks {
    pub(crate) hints: [u8; GROUPS],
    /// Steps up to the nearest element that names the group; 20 if none does.
    pub(crate) near: [u8; GROUPS],
    pub(crate) places: [u8; PLACES.len()],
    pub(crate) depth: u16,
}

impl Default for Marks {
    fn default() -> Self {
        Self { hints: [0; GROUPS], near: [20; GROUPS], places: [0; PLACES.len()], depth: 0 }
    }
}

/// For the table of hint words: its keys are ours, so that pages cannot choose them to collide.
#[derive(Clone, Copy)]
struct Plain(u64);

impl Default for Plain {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Plain {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3));
    }
}

type Hints = HashMap<&'static str, usize, BuildHasherDefault<Plain>>;

static HINTS: LazyLock<Hints> = LazyLock::new(|| {
    let rows = include_str!("../data/hints.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.enumerate()
        .filter_map(|(group, row)| Some((group, row.split_once('\t')?.1)))
        .flat_map(|(group, words)| words.split(' ').map(move |word| (word, group.min(GROUPS - 1))))
        .collect()
});

/// Elements whose text no reader sees, or that are controls.
fn is_unread(tag: &str) -> bool {
    matches!(
        tag,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "head"
            | "select"
            | "button"
            | "textarea"
            | "iframe"
            | "object"
    )
}

/// Words of running text below which what a page hides is looked at as well: scripts would have shown it.
const FEW: usize = 120;

/// Text between block tags, in document order.
pub(crate) fn blocks(dom: &Dom) -> Vec<Block> {
    let shown = read(dom, false);
    let running = |blocks: &[Block]| -> usize {
        let ends = |b: &&Block| b.links < 0.4 && b.text.ends_with(['.', '!', '?', '"', '”']);
        blocks.iter().filter(ends).map(|b| b.words).sum()
    };
    if running(&shown) >= FEW {
        return shown;
    }
    let all = read(dom, true);
    if running(&all) > 2 * running(&shown) { all } else { shown }
}

fn read(dom: &Dom, hidden: bool) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut linked = 0usize;
    // The element of the last text.
    let mut from = None;
    let mut above: Vec<Marks> = vec![Marks::default()];
    // Where in `above` the marks of an element are; an element that adds nothing shares its parent's.
    let mut places: Vec<u32> = vec![0; dom.len()];
    dom.walk(ROOT, |id| {
        match &dom.node(id).data {
            Data::Text(text) => {
                let Some(parent) = dom.node(id).parent else { return true };
                let (holder, in_link) = holder(dom, parent);
                let begins = out.last().is_none_or(|block| block.ended || block.holders[0] != holder);
                if begins && text.chars().all(char::is_whitespace) {
                    return true;
                }
                if begins {
                    close(&mut out, &mut linked);
                    out.push(open(dom, holder, above[places[holder.index()] as usize]));
                }
                if let Some(block) = out.last_mut() {
                    if from != Some(parent) && runs_on(&block.text, text) {
                        block.text.push(' ');
                    }
                    from = Some(parent);
                    let before = block.text.len();
                    push_words(&mut block.text, text);
                    if in_link {
                        linked += block.text.len() - before;
                    }
                }
            }
            Data::Element { .. } => {
                let tag = dom.tag(id);
                if is_unread(tag) || (!hidden && is_hidden(dom, id)) {
                    return false;
                }
                let parent = dom.node(id).parent.map_or(0, |p| places[p.index()]);
                above.push(marks(dom, id, above[parent as usize]));
                places[id.index()] = u32::try_from(above.len() - 1).unwrap_or(0);
                if is_block(tag)
                    && let Some(block) = out.last_mut()
                {
                    block.ended = true;
                }
            }
            _ => {}
        }
        true
    });
    close(&mut out, &mut linked);
    out.retain(|block| !block.text.is_empty());
    out
}

/// Whether two texts of elements beside each other are words apart on the screen though no space is between them: a style sets them
/// apart, as "Mental HealthDECEMBER 22" or "2025Jane Roe" are nobody's words.
fn runs_on(before: &str, text: &str) -> bool {
    let ends = before.ends_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
    ends && text.starts_with(char::is_uppercase) && text.chars().nth(1).is_some_and(char::is_alphabetic)
}

fn open(dom: &Dom, holder: NodeId, marks: Marks) -> Block {
    let name = dom.tag(holder);
    let tag = match name.as_bytes() {
        b"p" => Tag::Paragraph,
        [b'h', level @ b'1'..=b'6'] => Tag::Heading(level - b'0'),
        b"li" | b"dd" | b"dt" => Tag::Item,
        b"blockquote" => Tag::Quote,
        b"td" | b"th" => Tag::Cell,
        b"div" => Tag::Div,
        _ => Tag::Other,
    };
    let kind = match tag {
        Tag::Item => ParagraphKind::ListItem,
        Tag::Heading(_) => ParagraphKind::Heading,
        Tag::Cell => ParagraphKind::Table,
        _ if marks.places[10] > 0 => ParagraphKind::Quote,
        _ => ParagraphKind::Body,
    };
    let up = |id: NodeId| dom.node(id).parent.unwrap_or(id);
    let first = up(holder);
    let class = dom.attribute(holder, "class").unwrap_or_default();
    let signature = [name, "\0", class]
        .iter()
        .flat_map(|s| s.bytes())
        .fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    Block {
        text: String::new(),
        kind,
        words: 0,
        links: 0.0,
        holders: [holder, first, up(first)],
        marks,
        signature,
        tag,
        residue: None,
        caption: matches!(name, "figcaption" | "caption"),
        ended: false,
    }
}

fn close(out: &mut [Block], linked: &mut usize) {
    if let Some(block) = out.last_mut() {
        block.text.truncate(block.text.trim_end().len());
        block.words = block.text.split_whitespace().count();
        block.residue = residue::kind(&block.text, block.words);
        block.links = (*linked as f32 / block.text.len().max(1) as f32).min(1.0);
    }
    *linked = 0;
}

/// The element that a text belongs to as a block, and whether a link lies between or around.
fn holder(dom: &Dom, from: NodeId) -> (NodeId, bool) {
    let (mut at, mut link) = (from, false);
    let mut found = None;
    for step in 0..64 {
        let tag = dom.tag(at);
        link |= tag == "a";
        if found.is_none() && is_block(tag) {
            found = Some((at, step));
        }
        // A link may hold the whole card; look a few elements further up.
        if found.is_some_and(|(_, seen)| link || step > seen + 3) {
            break;
        }
        match dom.node(at).parent {
            Some(parent) => at = parent,
            None => break,
        }
    }
    (found.map_or(at, |(id, _)| id), link)
}

fn is_hidden(dom: &Dom, id: NodeId) -> bool {
    // Pages that are sent in pieces carry the later ones in hidden elements, which a script puts in their places.
    if dom.attribute(id, "id").is_some_and(|name| name.starts_with("S:")) {
        return false;
    }
    dom.attribute(id, "hidden").is_some()
        || dom.attribute(id, "aria-hidden") == Some("true")
        || dom
            .attribute(id, "style")
            .is_some_and(|style| style.replace(' ', "").to_ascii_lowercase().contains("display:none"))
}

fn marks(dom: &Dom, id: NodeId, mut marks: Marks) -> Marks {
    marks.depth = marks.depth.saturating_add(1);
    for near in &mut marks.near {
        *near = (*near + 1).min(20);
    }
    let tag = dom.tag(id);
    if matches!(tag, "html" | "body") {
        return marks;
    }
    if let Some(place) = PLACES.iter().position(|place| *place == tag) {
        marks.places[place] = marks.places[place].saturating_add(1);
    }
    let mut named = [false; GROUPS];
    let mut word = String::new();
    for key in ["class", "id", "itemprop", "role"] {
        let Some(value) = dom.attribute(id, key) else { continue };
        let mut lower_before = false;
        for c in value.chars().take(300).chain([' ']) {
            let hump = c.is_ascii_uppercase() && lower_before;
            if !c.is_ascii_alphabetic() || hump {
                if let Some(group) = HINTS.get(word.as_str()) {
                    named[*group] = true;
                }
                word.clear();
            }
            if c.is_ascii_alphabetic() {
                word.push(c.to_ascii_lowercase());
            }
            lower_before = c.is_ascii_lowercase();
        }
        if key == "itemprop" && value.eq_ignore_ascii_case("articleBody") {
            named[0] = true;
        }
    }
    for (group, named) in named.into_iter().enumerate() {
        if named {
            marks.hints[group] = marks.hints[group].saturating_add(1);
            marks.near[group] = 0;
        }
    }
    marks
}
