//! A document as a value: what it says, block by block, before it is set as PDF, workbook, page, table or JSON.
//!
//! | to | see |
//! | --- | --- |
//! | say what the bureau signs, sends and publishes | [`papers`](crate::papers) |
//! | tables that a workbook adds up again | [`sheet`] |
//! | what a document is of, and the code by which it is checked | [`trace`] |
//!
//! A document holds texts in one language and figures as figures. Whatever sets it adds nothing and leaves nothing out.

pub mod sheet;
pub mod trace;

pub use sheet::{Foot, RowSum, Sheet, Total};
pub use trace::{Trace, code_of};

use crate::charts::Chart;
use crate::papers::Kind;
use crate::words::Lang;
use serde::Serialize;

/// A document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Document {
    /// What kind of document.
    pub kind: Kind,
    /// Its language.
    pub lang: Lang,
    /// How it is laid out.
    pub layout: Layout,
    /// The file's name without its ending: `2026-09-通报`.
    pub name: String,
    /// What stands above the title: who issues it, under which number. None on sheets.
    pub head: Option<Head>,
    /// The title.
    pub title: String,
    /// What stands small below the title of a sheet: whose, of when.
    pub subtitle: Option<String>,
    /// Whom it is for (主送机关), without the colon.
    pub addressees: Option<String>,
    /// What it says.
    pub blocks: Vec<Block>,
    /// What is signed at the end.
    pub signed: Option<Signed>,
    /// Annexes, each from a new page.
    pub annexes: Vec<Annex>,
    /// Who gets a copy (抄送).
    pub copies: Option<String>,
    /// What it is of.
    pub trace: Trace,
}

/// How a document is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// As an official document: A4, 22 lines of 28 characters, 37 mm above, 28 mm left (GB/T 9704-2012, 5.1 and 5.2).
    Official,
    /// As a working sheet: A4, small, dense.
    Sheet,
    /// As a certificate to be hung up: A4 across, within a border.
    Certificate,
    /// As a sign to be set up at a window: A4 across, read from three metres away.
    Sign,
}

/// What stands above the title of an official document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Head {
    /// Who issues it, as the red head writes it: `××县政务服务监督管理局文件`.
    pub issuer: String,
    /// Whether the head is printed: in red, with a red rule below (GB/T 9704-2012, 7.2.4). Bodies that have paper with a printed head leave
    /// it out, and its room stays free.
    pub is_printed: bool,
    /// The document number (发文字号): `×政监〔2026〕9号`.
    pub number: Option<String>,
}

/// What is signed at the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Signed {
    /// Who signs (发文机关署名).
    pub body: String,
    /// The date, written: `2026年10月9日`.
    pub date: String,
    /// Lines for signatures by hand, each with what it is for: `窗口负责人`.
    pub by_hand: Vec<String>,
}

/// An annex.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Annex {
    /// What it is called.
    pub title: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A part of what a document says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    /// A heading with its number as it is written: `一、`, `（一）`, `1.`
    Heading {
        /// 1 to 4 (GB/T 9704-2012, 7.3.3).
        level: u8,
        /// The heading.
        text: String,
    },
    /// A paragraph, its first line indented by two characters.
    Paragraph {
        /// The text.
        text: String,
    },
    /// Facts in short, each with its label.
    Facts {
        /// The facts.
        facts: Vec<Fact>,
    },
    /// A table.
    Table {
        /// The table.
        sheet: Box<Sheet>,
    },
    /// A chart.
    Figure {
        /// What stands below it.
        caption: String,
        /// The same for those who cannot see it, in a sentence or two.
        told: String,
        /// The chart.
        chart: Box<Chart>,
    },
    /// A remark in small type.
    Note {
        /// The remark.
        text: String,
    },
    /// One line across the page in the largest type: what a certificate or sign says.
    Banner {
        /// The line.
        text: String,
        /// How it is meant.
        tone: Tone,
    },
}

/// How a banner is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// In ink.
    Plain,
    /// An honour: red.
    Red,
    /// A warning: yellow, with ink on it.
    Yellow,
}

/// A fact in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// Of what.
    pub label: String,
    /// What.
    pub text: String,
}

impl Block {
    /// A heading.
    pub fn heading(level: u8, text: impl Into<String>) -> Block {
        Block::Heading { level, text: text.into() }
    }

    /// A paragraph.
    pub fn paragraph(text: impl Into<String>) -> Block {
        Block::Paragraph { text: text.into() }
    }

    /// A remark.
    pub fn note(text: impl Into<String>) -> Block {
        Block::Note { text: text.into() }
    }

    /// A table.
    pub fn table(sheet: Sheet) -> Block {
        Block::Table { sheet: Box::new(sheet) }
    }

    /// Facts: label and text.
    pub fn facts<L: Into<String>, T: Into<String>>(facts: impl IntoIterator<Item = (L, T)>) -> Block {
        let fact = |(label, text): (L, T)| Fact { label: label.into(), text: text.into() };
        Block::Facts { facts: facts.into_iter().map(fact).collect() }
    }
}

impl Document {
    /// All tables, those of the annexes too, in their order.
    pub fn sheets(&self) -> impl Iterator<Item = &Sheet> {
        let annexed = self.annexes.iter().flat_map(|annex| &annex.blocks);
        self.blocks.iter().chain(annexed).filter_map(|block| match block {
            Block::Table { sheet } => Some(&**sheet),
            Block::Heading { .. }
            | Block::Paragraph { .. }
            | Block::Facts { .. }
            | Block::Figure { .. }
            | Block::Note { .. }
            | Block::Banner { .. } => None,
        })
    }

    /// Whether it tells of a month that is not closed.
    pub fn is_draft(&self) -> bool {
        self.trace.version.is_none() && self.kind != Kind::HandOver
    }

    /// The document with the code that is made of all that it says.
    #[must_use]
    pub fn sealed(mut self) -> Document {
        self.trace.code = None;
        self.trace.code = Some(code_of(&self));
        self
    }
}
