//! The page as a tree: html5ever's tree builder over an arena, with caps that keep the text.
//!
//! Tags deeper than [`DEEPEST`] are left out while building (their text stays where they would have been), so that nothing scans or
//! recurses over a depth that a page chooses. Beyond [`MOST`] nodes further tags are left out as well, and
//! attributes beyond what [`tame`] lets through.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, EndTag, StartTag, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, Namespace, QualName};

use crate::tame::tame;

/// Open elements at most; browsers cap at 512.
const DEEPEST: usize = 256;
/// Elements at most.
const MOST: usize = 400_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NodeId(u32);

impl NodeId {
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

#[derive(Debug)]
pub(crate) enum Data {
    Document,
    Element { name: QualName, attributes: Vec<Attribute> },
    Text(StrTendril),
    Other,
}

#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) parent: Option<NodeId>,
    pub(crate) children: Vec<NodeId>,
    pub(crate) data: Data,
}

pub(crate) struct Dom {
    nodes: Vec<Node>,
}

pub(crate) const ROOT: NodeId = NodeId(0);

impl Dom {
    pub(crate) fn parse(html: &str) -> Self {
        let sink = Sink {
            nodes: RefCell::new(vec![Node { parent: None, children: Vec::new(), data: Data::Document }]),
        };
        // Scripting is off, so that the contents of <noscript> are elements, as in a reader without scripts.
        let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
        let capped = Capped {
            inner: TreeBuilder::new(sink, options),
            open: Cell::new(0),
            count: Cell::new(0),
            left_out: RefCell::default(),
        };
        let tokenizer = Tokenizer::new(capped, TokenizerOpts::default());
        let input = BufferQueue::default();
        input.push_back(StrTendril::from_slice(&tame(html)));
        // A script element hands control back once for each script; nothing is run.
        while !matches!(tokenizer.feed(&input), html5ever::TokenizerResult::Done) {}
        tokenizer.end();
        Self { nodes: tokenizer.sink.inner.sink.nodes.into_inner() }
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// Local name of an element, else "".
    pub(crate) fn tag(&self, id: NodeId) -> &str {
        match &self.node(id).data {
            Data::Element { name, .. } => &name.local,
            _ => "",
        }
    }

    pub(crate) fn attribute(&self, id: NodeId, wanted: &str) -> Option<&str> {
        match &self.node(id).data {
            Data::Element { attributes, .. } => {
                attributes.iter().find(|a| &*a.name.local == wanted).map(|a| &*a.value)
            }
            _ => None,
        }
    }

    /// Values of an element's attributes.
    pub(crate) fn values(&self, id: NodeId) -> impl Iterator<Item = &str> {
        let attributes = match &self.node(id).data {
            Data::Element { attributes, .. } => attributes.as_slice(),
            _ => &[],
        };
        attributes.iter().map(|a| &*a.value)
    }

    /// All nodes below in document order. `enter` tells whether a node's children are visited.
    pub(crate) fn walk(&self, from: NodeId, mut enter: impl FnMut(NodeId) -> bool) {
        let mut stack = vec![from];
        while let Some(id) = stack.pop() {
            if enter(id) {
                stack.extend(self.node(id).children.iter().rev());
            }
        }
    }

    /// Text of the node without scripts and styles, white space collapsed.
    pub(crate) fn text(&self, from: NodeId) -> String {
        let mut out = String::new();
        self.walk(from, |id| {
            match &self.node(id).data {
                Data::Text(text) => push_words(&mut out, text),
                Data::Element { name, .. } => {
                    if matches!(&*name.local, "script" | "style" | "noscript" | "template") {
                        return false;
                    }
                    if is_block(&name.local) {
                        push_words(&mut out, " ");
                    }
                }
                _ => {}
            }
            true
        });
        out.truncate(out.trim_end().len());
        out
    }
}

/// Appends with runs of white space as one space and none at the beginning.
pub(crate) fn push_words(out: &mut String, text: &str) {
    for c in text.chars() {
        if c.is_whitespace() || c == '\u{200b}' {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if c != '\u{ad}' && c != '\u{feff}' {
            out.push(c);
        }
    }
}

/// Elements that begin and end a block of text.
pub(crate) fn is_block(tag: &str) -> bool {
    matches!(
        tag,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "br"
            | "button"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "html"
            | "iframe"
            | "li"
            | "main"
            | "nav"
            | "noscript"
            | "ol"
            | "option"
            | "p"
            | "pre"
            | "section"
            | "select"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "title"
            | "tr"
            | "ul"
            | "video"
    )
}

/// Leaves out tags beyond the caps between tokenizer and tree builder.
struct Capped {
    inner: TreeBuilder<NodeId, Sink>,
    open: Cell<usize>,
    count: Cell<usize>,
    left_out: RefCell<Vec<LocalName>>,
}

/// Elements without contents, and those that their like closes: they do not deepen the tree.
fn is_flat(tag: &str) -> bool {
    matches!(
        tag,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
            | "p"
            | "li"
            | "dt"
            | "dd"
            | "option"
            | "tr"
            | "td"
            | "th"
            | "tbody"
            | "thead"
            | "tfoot"
            | "html"
            | "body"
            | "head"
    )
}

impl TokenSink for Capped {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        if let Token::TagToken(tag) = &token {
            let flat = is_flat(&tag.name) || tag.self_closing;
            match tag.kind {
                StartTag => {
                    self.count.set(self.count.get() + 1);
                    let raw = matches!(&*tag.name, "script" | "style" | "textarea" | "title");
                    if !raw && (self.count.get() > MOST || (!flat && self.open.get() >= DEEPEST)) {
                        if !flat && self.left_out.borrow().len() < MOST {
                            self.left_out.borrow_mut().push(tag.name.clone());
                        }
                        return TokenSinkResult::Continue;
                    }
                    if !flat {
                        self.open.set(self.open.get() + 1);
                    }
                }
                EndTag => {
                    let mut left_out = self.left_out.borrow_mut();
                    if left_out.last() == Some(&tag.name) {
                        left_out.pop();
                        return TokenSinkResult::Continue;
                    }
                    if !flat {
                        self.open.set(self.open.get().saturating_sub(1));
                    }
                }
            }
        }
        self.inner.process_token(token, line)
    }

    fn end(&self) {
        self.inner.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.inner.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

struct Sink {
    nodes: RefCell<Vec<Node>>,
}

#[derive(Debug)]
struct Named(Namespace, LocalName);

impl ElemName for Named {
    fn ns(&self) -> &Namespace {
        &self.0
    }
    fn local_name(&self) -> &LocalName {
        &self.1
    }
}

impl Sink {
    fn add(&self, data: Data) -> NodeId {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { parent: None, children: Vec::new(), data });
        NodeId(u32::try_from(nodes.len() - 1).unwrap_or(0))
    }

    fn insert(&self, parent: NodeId, at: Option<usize>, child: NodeOrText<NodeId>) {
        let child = match child {
            NodeOrText::AppendNode(node) => {
                self.remove_from_parent(&node);
                node
            }
            NodeOrText::AppendText(text) => {
                // Text beside text is one text.
                let before = {
                    let nodes = self.nodes.borrow();
                    let children = &nodes[parent.0 as usize].children;
                    at.map_or(children.len(), |at| at).checked_sub(1).and_then(|i| children.get(i).copied())
                };
                if let Some(before) = before
                    && let Data::Text(old) = &mut self.nodes.borrow_mut()[before.0 as usize].data
                {
                    old.push_tendril(&text);
                    return;
                }
                self.add(Data::Text(text))
            }
        };
        let mut nodes = self.nodes.borrow_mut();
        nodes[child.0 as usize].parent = Some(parent);
        let children = &mut nodes[parent.0 as usize].children;
        let at = at.unwrap_or(children.len()).min(children.len());
        children.insert(at, child);
    }
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Self;
    type ElemName<'a> = Named;

    fn finish(self) -> Self {
        self
    }
    fn parse_error(&self, _: Cow<'static, str>) {}
    fn get_document(&self) -> NodeId {
        ROOT
    }
    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Named {
        match &self.nodes.borrow()[target.0 as usize].data {
            Data::Element { name, .. } => Named(name.ns.clone(), name.local.clone()),
            _ => Named(Namespace::default(), LocalName::default()),
        }
    }
    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> NodeId {
        self.add(Data::Element { name, attributes })
    }
    fn create_comment(&self, _: StrTendril) -> NodeId {
        self.add(Data::Other)
    }
    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NodeId {
        self.add(Data::Other)
    }
    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.insert(*parent, None, child);
    }
    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        let has_parent = self.nodes.borrow()[element.0 as usize].parent.is_some();
        if has_parent { self.append_before_sibling(element, child) } else { self.append(previous, child) }
    }
    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}
    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        *target
    }
    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }
    fn set_quirks_mode(&self, _: QuirksMode) {}
    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        // The child leaves its old place first: that may move the sibling.
        if let NodeOrText::AppendNode(node) = &child {
            self.remove_from_parent(node);
        }
        let place = {
            let nodes = self.nodes.borrow();
            nodes[sibling.0 as usize].parent.map(|parent| {
                let children = &nodes[parent.0 as usize].children;
                (parent, children.iter().position(|c| c == sibling).unwrap_or(children.len()))
            })
        };
        if let Some((parent, at)) = place {
            self.insert(parent, Some(at), child);
        }
    }
    fn add_attrs_if_missing(&self, target: &NodeId, new: Vec<Attribute>) {
        if let Data::Element { attributes, .. } = &mut self.nodes.borrow_mut()[target.0 as usize].data {
            for attribute in new {
                if !attributes.iter().any(|had| had.name == attribute.name) {
                    attributes.push(attribute);
                }
            }
        }
    }
    fn remove_from_parent(&self, target: &NodeId) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes[target.0 as usize].parent.take() {
            let children = &mut nodes[parent.0 as usize].children;
            // The latest child is moved most.
            if let Some(at) = children.iter().rposition(|c| c == target) {
                children.remove(at);
            }
        }
    }
    fn reparent_children(&self, node: &NodeId, parent: &NodeId) {
        let mut nodes = self.nodes.borrow_mut();
        let children = std::mem::take(&mut nodes[node.0 as usize].children);
        for child in &children {
            nodes[child.0 as usize].parent = Some(*parent);
        }
        nodes[parent.0 as usize].children.extend(children);
    }
}

#[cfg(test)]
mod tests {
    use super::{Dom, ROOT};

    #[test]
    fn text_of_a_page_whatever_its_nesting() {
        assert_eq!(Dom::parse("<p>One<p>two <b>three</b><script>x</script>").text(ROOT), "One two three");
        let deep =
            format!("{}<p>inside</p>{}<p>after</p>", "<div>".repeat(100_000), "</div>".repeat(100_000));
        assert_eq!(Dom::parse(&deep).text(ROOT), "inside after");
        let tables = format!("{}x", "<table><tr><td><b>".repeat(20_000));
        assert_eq!(Dom::parse(&tables).text(ROOT), "x");
        assert_eq!(Dom::parse("<p>cut in a <a href=\"x").text(ROOT), "cut in a");
    }
}
