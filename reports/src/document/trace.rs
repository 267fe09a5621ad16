//! What a document is of, so that its numbers can be found again: month, version, events, rulebook, and a code.

use super::Document;
use crate::words::Lang;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// What a document is of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Trace {
    /// The region's GB/T 2260 code.
    pub region: String,
    /// The period: `2026-09`, `2026-Q3`, `2026`, `2026-W38`.
    pub period: String,
    /// Whose sheet: a window's, staff member's, department's, site's id, an order's number.
    pub subject: Option<String>,
    /// The version of the closed month; none while it is open, when the document is a draft.
    pub version: Option<u32>,
    /// The instant of the results, as written, in the region's offset.
    pub as_of: String,
    /// How many events they are of.
    pub events: Option<u64>,
    /// The digest of these events; none in a draft.
    pub digest: Option<String>,
    /// The rulebook's id.
    pub rulebook: String,
    /// The rulebook's version.
    pub rulebook_version: String,
    /// By what its numbers are checked against the service.
    pub code: Option<String>,
}

/// Figures and letters that are not taken for each other when they are read aloud (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// So many of them: 50 bits of the document's digest.
const CODE_LETTERS: usize = 10;

/// The code of a document: which kind, period, subject, version, language, and letters that are made of all that it says. The same
/// document made again has the same code; one with another figure has another.
pub fn code_of(document: &Document) -> String {
    let mut document = document.clone();
    document.trace.code = None;
    // A document holds texts and figures alone, which JSON always takes.
    let said = serde_json::to_vec(&document).unwrap_or_default();
    let digest = Sha256::digest(&said);
    let bits = digest.iter().take(8).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    let letter = |place: usize| char::from(ALPHABET[(bits >> (59 - 5 * place) & 31) as usize]);
    let letters: String = (0..CODE_LETTERS).map(letter).collect();
    let trace = &document.trace;
    let lang = match document.lang {
        Lang::Zh => "",
        Lang::En => "E",
    };
    let version = trace.version.map_or("D".to_owned(), |version| format!("V{version}"));
    let subject = trace.subject.as_ref().map_or(String::new(), |subject| format!("{subject}/"));
    let kind = document.kind.letters();
    format!("{kind}{lang}/{}/{version}/{subject}{}-{}", trace.period, &letters[..5], &letters[5..])
}
