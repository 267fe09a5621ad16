//! The documents of a month that the schedule made and keeps: what, when, with which code, and its files.

use crate::links::segment;
use crate::papers::drafts::{parts, said};
use crate::papers::may_have;
use crate::session::Visitor;
use ingest::store::sqlite::KeptDraft;
use scoring::time::{Month, Zone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A document that the schedule made.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = KeptDraft)]
pub struct DraftShown {
    /// What it is known by: `bulletin/2026-09`.
    pub draft: String,
    /// What it is called.
    pub name: String,
    /// When it was made, as it is spoken of.
    pub made: String,
    /// Its code.
    pub code: String,
    /// The version of the closed month that it is of; none of a draft.
    pub version: Option<u32>,
    /// Its files; none once they are past their period.
    pub files: Vec<DraftFileShown>,
}

/// A file of such a document.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = KeptDraftFile)]
pub struct DraftFileShown {
    /// `pdf`, `xlsx`.
    pub format: String,
    /// Where it is, below where the service is.
    pub address: String,
}

/// In which format a kept document is wanted.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = KeptDraftAsked)]
#[serde(default)]
pub struct DraftAsked {
    /// `pdf` or `xlsx`; `pdf`, where none is named.
    pub format: Option<String>,
}

/// Those that somebody may have.
pub fn shown(visitor: &Visitor, zone: &Zone, month: Month, kept: &[KeptDraft]) -> Vec<DraftShown> {
    let lang = visitor.reader.lang;
    let show = |kept: &KeptDraft| {
        let draft = &kept.draft;
        let (kind, period) = parts(&draft.draft)?;
        let address = format!("/months/{month}/reports/drafts/{}/{}", kind.word(), segment(period));
        may_have(visitor.role, kind, draft.version.is_none()).then(|| DraftShown {
            draft: draft.draft.clone(),
            name: said(lang, kind, period, draft.version),
            made: lang.moment(zone, draft.made, 0),
            code: draft.code.clone(),
            version: draft.version,
            files: kept.formats.iter().map(|format| file(&address, format)).collect(),
        })
    };
    kept.iter().filter_map(show).collect()
}

fn file(address: &str, format: &str) -> DraftFileShown {
    DraftFileShown { format: format.to_owned(), address: format!("{address}?format={format}") }
}
