//! From the files as they are kept to what they say.

use ingest::store::GivenFiles;
use scoring::calendar::{self, Calendar};
use scoring::context::Givens;
use scoring::document::Mistake;
use scoring::registry::{self, SourceFile};
use scoring::rulebook;

/// What the files say, or every mistake in all of them.
///
/// # Errors
///
/// Each mistake with file, line and mend.
pub fn parse(files: &GivenFiles) -> Result<Givens, Vec<Mistake>> {
    let mut mistakes = Vec::new();
    let registry = note(registry::read(&sources(&files.registry)), &mut mistakes);
    let rulebooks = note(rulebook::read(&sources(&files.rulebooks)), &mut mistakes);
    let years = note(calendar::read(&sources(&files.calendar)), &mut mistakes).map(calendar::with_builtin);
    match (registry, rulebooks, years) {
        (Some(registry), Some(rulebooks), Some(years)) => {
            Ok(Givens { registry, rulebooks, calendar: Calendar::new(&years) })
        }
        _ => Err(mistakes),
    }
}

/// Files as they are kept, as their readers want them.
pub fn sources(files: &[(String, String)]) -> Vec<SourceFile> {
    files.iter().map(|(name, text)| SourceFile { name: name.clone(), text: text.clone() }).collect()
}

fn note<T>(read: Result<T, Vec<Mistake>>, mistakes: &mut Vec<Mistake>) -> Option<T> {
    read.map_err(|found| mistakes.extend(found)).ok()
}
