//! The county's own files: registry, rulebook, calendar. Read, compared in words, changed by a checked upload.
//!
//! | module | what it is |
//! | --- | --- |
//! | [`read`] | from files to what they say |
//! | [`listed`] | things with facts, and what changed between two lists of them in words |
//! | [`registry`], [`rules`], [`days`] | each kind of file as such lists |
//! | [`effect`] | who would move in the open months |
//! | [`files`] | where the files are, and how one is written durably |
//! | [`change`] | a change proposed, checked, made |

pub mod change;
pub mod days;
pub mod effect;
pub mod files;
pub mod listed;
pub mod read;
pub mod registry;
pub mod rules;

pub use read::parse;

use ingest::store::GivenFiles;
use reports::words::{Lang, Word};
use scoring::context::Givens;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A kind of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = GivensKind)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Who and what is supervised.
    Registry,
    /// What findings cost.
    Rulebook,
    /// Working days.
    Calendar,
}

impl Kind {
    /// The word in addresses and in the store.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Registry => "registry",
            Kind::Rulebook => "rulebook",
            Kind::Calendar => "calendar",
        }
    }

    /// What it is called.
    pub fn title(self) -> Word {
        match self {
            Kind::Registry => crate::words::NAV_REGISTRY,
            Kind::Rulebook => crate::words::NAV_RULEBOOK,
            Kind::Calendar => crate::words::NAV_CALENDAR,
        }
    }

    /// Its files.
    pub fn of(self, files: &GivenFiles) -> &[(String, String)] {
        match self {
            Kind::Registry => &files.registry,
            Kind::Rulebook => &files.rulebooks,
            Kind::Calendar => &files.calendar,
        }
    }

    /// Its files, to be changed.
    pub fn of_mut(self, files: &mut GivenFiles) -> &mut Vec<(String, String)> {
        match self {
            Kind::Registry => &mut files.registry,
            Kind::Rulebook => &mut files.rulebooks,
            Kind::Calendar => &mut files.calendar,
        }
    }
}

/// What changed between two sets of givens, in words: of one kind of files.
pub fn changes(kind: Kind, before: &Givens, after: &Givens, lang: Lang) -> Vec<String> {
    match kind {
        Kind::Registry => registry::changes(&before.registry, &after.registry, lang),
        Kind::Rulebook => rules::changes(&before.rulebooks, &after.rulebooks, lang),
        Kind::Calendar => days::changes(&before.calendar, &after.calendar, lang),
    }
}
