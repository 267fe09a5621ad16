//! What the parts of a document are to those who hear it read: headings, paragraphs, tables with their heads, figures told in words.

use crate::document::Document;

/// A part, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NodeId(pub usize);

/// What a part is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The whole.
    Document,
    /// An annex.
    Section,
    /// A heading, 1 the title.
    Heading(u16, String),
    /// A paragraph.
    Paragraph,
    /// Facts in short.
    List,
    /// A fact.
    Item,
    /// Of what a fact is.
    Label,
    /// What the fact is.
    Body,
    /// A table, and what it is called.
    Table(String),
    /// Its heads.
    TableHead,
    /// Its rows.
    TableBody,
    /// The line below.
    TableFoot,
    /// A row.
    Row,
    /// The head of a column.
    ColumnHead,
    /// A cell.
    Cell,
    /// A figure, told in words.
    Figure(String),
    /// What stands below a figure or above a table.
    Caption,
}

/// A part with its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    /// What it is.
    pub role: Role,
    /// Its parts.
    pub children: Vec<NodeId>,
}

/// All parts; the first is the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tags {
    /// The parts.
    pub nodes: Vec<Node>,
}

impl Tags {
    /// Of a document without parts.
    pub fn new() -> Tags {
        Tags { nodes: vec![Node { role: Role::Document, children: Vec::new() }] }
    }

    /// The whole.
    pub fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// A new part of another, after those that it has.
    pub fn add(&mut self, parent: NodeId, role: Role) -> NodeId {
        let id = NodeId(self.nodes.len());
        self.nodes.push(Node { role, children: Vec::new() });
        if let Some(parent) = self.nodes.get_mut(parent.0) {
            parent.children.push(id);
        }
        id
    }
}

/// The language of a document, as RFC 3066 writes it.
pub(super) fn language(document: &Document) -> &'static str {
    match document.lang {
        crate::words::Lang::Zh => "zh-CN",
        crate::words::Lang::En => "en",
    }
}
