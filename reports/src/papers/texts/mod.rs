//! What the bureau says in its own words, built in and changed by the bureau: who issues documents, to whom, under which number,
//! how they begin and end, and what they require.
//!
//! The built-in words are `papers/texts.toml`, which teaches the format. A bureau's file holds only what it says otherwise.

pub mod fields;
mod names;
mod read;
#[cfg(test)]
mod tests;
mod wording;
mod write;

pub use crate::delivery::letters::template::Fault;
pub use names::{NAMES, Name, Part, names};
pub use wording::{Said, Value};
pub use write::otherwise;

use crate::words::Lang;
use scoring::rulebook::Bilingual;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The built-in words, as a file that teaches its format.
pub const BUILT_IN: &str = include_str!("../../../papers/texts.toml");

/// The bureau's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// Who issues documents: `{{ region }}政务服务监督管理局`; see [`Source::issuer`](super::Source::issuer).
    pub issuer: Bilingual,
    /// Whether the red head is printed.
    pub is_head_printed: bool,
    /// The pattern of the document number (发文字号).
    pub number: Bilingual,
    /// To whom (主送机关); empty: nobody.
    pub addressees: Bilingual,
    /// Who gets a copy (抄送); empty: nobody.
    pub copies: Bilingual,
    /// The rulebook that [`Texts::basis`] belongs to.
    pub basis_rulebook: String,
    /// Where flags and consequences are written, by their word.
    pub basis: BTreeMap<&'static str, Bilingual>,
    /// The monthly bulletin.
    pub bulletin: Wording,
    /// The weekly brief.
    pub week: Wording,
    /// The quarter's summary.
    pub quarter: Wording,
    /// The year's summary.
    pub year: Wording,
}

/// The words of one kind of document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    /// The word of the number's series (机关代字).
    pub prefix: Bilingual,
    /// The title.
    pub title: Bilingual,
    /// The first paragraph.
    pub opening: Bilingual,
    /// The last paragraph; may be empty.
    pub closing: Bilingual,
    /// The headings of the parts.
    pub headings: BTreeMap<&'static str, Bilingual>,
    /// What is required.
    pub requirements: Vec<Requirement>,
}

/// Something that is required of windows and departments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Requirement {
    /// The figure that must not be nothing, or must be.
    pub when: Option<When>,
    /// What is required.
    pub text: Bilingual,
}

/// On which figure something depends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// Its name.
    pub name: String,
    /// Whether it must be nothing.
    pub is_not: bool,
}

impl Texts {
    /// The built-in words.
    pub fn built_in() -> Texts {
        static READ: LazyLock<Texts> = LazyLock::new(|| read::onto(&Texts::default(), BUILT_IN).0);
        READ.clone()
    }

    /// Reads what a bureau says otherwise; what it leaves out is as built in.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, each with its line and how to mend it.
    pub fn read(text: &str) -> Result<Texts, Vec<Fault>> {
        let (texts, faults) = Texts::read_what_holds(text);
        if faults.is_empty() { Ok(texts) } else { Err(faults) }
    }

    /// Reads what a bureau said otherwise at a time when other names were known: a text that is of no use any more is left out, so that
    /// the built-in one stands in its place, and told.
    pub fn read_what_holds(text: &str) -> (Texts, Vec<Fault>) {
        read::onto(&Texts::built_in(), text)
    }

    /// Where a flag or consequence is written, if that is known for a rulebook.
    pub fn basis(&self, word: &str, rulebook: &str, lang: Lang) -> Option<&str> {
        let basis = self.basis.get(word).filter(|_| self.basis_rulebook == rulebook)?;
        Some(lang.title(basis))
    }
}

impl When {
    /// As files write it: `overdue`, `not overdue`.
    pub fn word(&self) -> String {
        if self.is_not { format!("not {}", self.name) } else { self.name.clone() }
    }
}

impl Wording {
    /// The heading of a part; its word where there is none.
    pub fn heading<'t>(&'t self, part: &'t str, lang: Lang) -> &'t str {
        self.headings.get(part).map_or(part, |heading| lang.title(heading))
    }

    /// What is required, where figures give cause for it.
    pub fn requirements(&self, said: &Said, lang: Lang) -> Vec<String> {
        let has_cause = |when: &When| said.is_something(&when.name) != when.is_not;
        let due = self.requirements.iter().filter(|of| of.when.as_ref().is_none_or(has_cause));
        due.map(|of| said.write(lang.title(&of.text))).filter(|text| !text.is_empty()).collect()
    }
}
