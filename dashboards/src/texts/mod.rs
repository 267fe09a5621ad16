//! What people do with the bureau's words in documents: keep a version, go back to the built-in words; and the words in force, for
//! whatever makes documents.
//!
//! | | |
//! | --- | --- |
//! | a version | the file that says only what is otherwise; every one is kept, the newest is in force |
//! | `form` | what the fields of the page come to |

pub mod form;

use ingest::store::StoreError;
use ingest::store::sqlite::{AuditEntry, KeptTexts, Records};
use reports::papers::texts::{Fault, Texts};
use scoring::time::Instant;

/// So many earlier versions are looked through for the one that a document was made with.
pub const EARLIER_MAX: u64 = 30;

/// The longest file, in bytes: some ten times the built-in one.
pub const FILE_BYTES_MAX: usize = 256 << 10;

/// Why words were not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotKept {
    /// This is wrong with them.
    Faulty(Vec<Fault>),
    /// Somebody kept others since they were looked at.
    Changed(KeptTexts),
}

/// Keeps a file of words after the version of a number, 0 where there was none; answers the number in force. A file that is in force
/// already is not kept twice. It is written into the audit log.
///
/// # Errors
///
/// [`StoreError`]
pub fn keep(
    records: &Records,
    text: &str,
    after: u64,
    by: &str,
    now: Instant,
) -> Result<Result<u64, NotKept>, StoreError> {
    // Forms send line ends of two characters.
    let text = text.replace("\r\n", "\n");
    if let Err(faults) = Texts::read(&text) {
        return Ok(Err(NotKept::Faulty(faults)));
    }
    records.at_once(|| {
        let newest = records.newest_report_texts()?;
        let (number, in_force) = newest.as_ref().map_or((0, ""), |newest| (newest.number, &newest.text));
        if in_force == text {
            return Ok(Ok(number));
        }
        if let Some(newest) = newest.filter(|newest| newest.number != after) {
            return Ok(Err(NotKept::Changed(newest)));
        }
        let what = if text.is_empty() { "report_texts.reset" } else { "report_texts.changed" };
        let kept = KeptTexts { number: number + 1, text, changed: now, changed_by: by.to_owned() };
        records.put_report_texts(&kept)?;
        records.note(&AuditEntry {
            at: now,
            who: by.to_owned(),
            what: what.to_owned(),
            subject: kept.number.to_string(),
            detail: String::new(),
        })?;
        Ok(Ok(kept.number))
    })
}

/// The words in force, the version that says them, and what of it is of no use any more.
#[derive(Clone, Debug, Default)]
pub struct InForce {
    /// The words.
    pub texts: Texts,
    /// The version; none where the built-in words were never changed.
    pub kept: Option<KeptTexts>,
    /// What is left out of it, since this program reads it no more.
    pub left_out: Vec<Fault>,
}

impl InForce {
    /// The number of the version, 0 where there is none.
    pub fn number(&self) -> u64 {
        self.kept.as_ref().map_or(0, |kept| kept.number)
    }
}

/// The words in force, with where they come from.
///
/// # Errors
///
/// [`StoreError`]
pub fn looked_at(records: &Records) -> Result<InForce, StoreError> {
    let kept = records.newest_report_texts()?;
    let (texts, left_out) = kept
        .as_ref()
        .map_or_else(|| (Texts::built_in(), Vec::new()), |kept| Texts::read_what_holds(&kept.text));
    Ok(InForce { texts, kept, left_out })
}

/// The words in force, for a document. What is of no use any more is left out, so that the built-in text stands there, and logged.
///
/// # Errors
///
/// [`StoreError`]
pub fn in_force(records: &Records) -> Result<Texts, StoreError> {
    let found = looked_at(records)?;
    for fault in &found.left_out {
        tracing::warn!(
            number = found.number(),
            line = fault.line,
            fault = fault.what.en,
            "a text of the bureau's own is of no use any more; the built-in one is printed"
        );
    }
    Ok(found.texts)
}

/// Words that were in force before, the newest first and each once; in the end the built-in ones, which no version says.
///
/// # Errors
///
/// [`StoreError`]
pub fn earlier(records: &Records) -> Result<Vec<(Option<KeptTexts>, Texts)>, StoreError> {
    let versions = records.report_texts(EARLIER_MAX + 1)?;
    let mut seen: Vec<(Option<KeptTexts>, Texts)> = Vec::new();
    for kept in versions {
        let (texts, _) = Texts::read_what_holds(&kept.text);
        if seen.iter().all(|(_, known)| *known != texts) {
            seen.push((Some(kept), texts));
        }
    }
    let built_in = Texts::built_in();
    if !seen.is_empty() && seen.iter().all(|(_, known)| *known != built_in) {
        seen.push((None, built_in));
    }
    // The first ones are in force.
    Ok(seen.into_iter().skip(1).collect())
}
