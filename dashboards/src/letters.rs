//! What people do with letters, at pages and at the command line alike: change one, take the change back; and the letters as
//! they are in force, for whoever sends them.

use ingest::store::StoreError;
use ingest::store::sqlite::{AuditEntry, KeptLetter, Records};
use reports::delivery::letters::catalogue::Letter;
use reports::delivery::letters::template::Fault;
use reports::delivery::letters::{self, Changed, Letters};
use reports::words::Lang;
use scoring::time::Instant;

/// Keeps a text for a letter, unless something is wrong with it; that is answered. It is written into the audit log.
///
/// # Errors
///
/// [`StoreError`]
pub fn keep(
    records: &Records,
    letter: &str,
    lang: Lang,
    text: &str,
    by: &str,
    now: Instant,
) -> Result<Result<(), Vec<Fault>>, StoreError> {
    // Forms send line ends of two characters.
    let text = text.replace("\r\n", "\n");
    if let Err(faults) = letters::check(letter, &text) {
        return Ok(Err(faults));
    }
    let kept = KeptLetter {
        letter: letter.to_owned(),
        lang: lang.code().to_owned(),
        text,
        changed: now,
        changed_by: by.to_owned(),
    };
    records.at_once(|| {
        records.put_letter(&kept)?;
        note(records, "letter.changed", letter, lang, by, now)
    })?;
    Ok(Ok(()))
}

/// Puts the built-in text of a letter in force again; false where it was. It is written into the audit log.
///
/// # Errors
///
/// [`StoreError`]
pub fn reset(
    records: &Records,
    letter: &str,
    lang: Lang,
    by: &str,
    now: Instant,
) -> Result<bool, StoreError> {
    records.at_once(|| {
        let was_changed = records.reset_letter(letter, lang.code())?;
        if was_changed {
            note(records, "letter.reset", letter, lang, by, now)?;
        }
        Ok(was_changed)
    })
}

fn note(
    records: &Records,
    what: &str,
    letter: &str,
    lang: Lang,
    by: &str,
    now: Instant,
) -> Result<(), StoreError> {
    records.note(&AuditEntry {
        at: now,
        who: by.to_owned(),
        what: what.to_owned(),
        subject: letter.to_owned(),
        detail: lang.code().to_owned(),
    })
}

/// The letters as they are in force. A kept text that is of no use any more is left out, and logged.
///
/// # Errors
///
/// [`StoreError`]
pub fn in_force(records: &Records) -> Result<Letters, StoreError> {
    Ok(with_kept(records.letters()?))
}

/// The letters with the texts that a store keeps. One that is of no use any more is left out, and logged.
pub fn with_kept(kept: Vec<KeptLetter>) -> Letters {
    let changed: Vec<Changed> = kept
        .into_iter()
        .filter_map(|kept| {
            let lang = Lang::of_code(&kept.lang)?;
            Some(Changed { letter: kept.letter, lang, text: kept.text })
        })
        .collect();
    let (letters, refused) = Letters::with(&changed);
    for (changed, faults) in refused {
        let faults: Vec<String> = faults.iter().map(|fault| fault.what.en.clone()).collect();
        tracing::warn!(
            letter = changed.letter,
            lang = changed.lang.code(),
            faults = faults.join("; "),
            "a letter's own text is of no use any more; the built-in one is sent"
        );
    }
    letters
}

/// The text of a letter that is in force, and who changed it when, where somebody did.
///
/// # Errors
///
/// [`StoreError`]
pub fn text(
    records: &Records,
    letter: &Letter,
    lang: Lang,
) -> Result<(String, Option<KeptLetter>), StoreError> {
    let kept = records.letter(letter.name, lang.code())?;
    let text = kept.as_ref().map_or_else(|| letter.built_in(lang).to_owned(), |kept| kept.text.clone());
    Ok((text, kept))
}
