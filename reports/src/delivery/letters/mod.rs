//! What notices say to people: facts looked up, put into the letter of their kind, several together in one message.
//!
//! | step | where |
//! | --- | --- |
//! | what a notice says: which case, since when, by when, what follows | [`facts()`] |
//! | the letters, built in or changed by the bureau, one text per letter and language | [`Letters`], [`catalogue`], [`template`] |
//! | the names that a letter may use | [`names`] |
//! | a message of one or several notices, as text, HTML, markdown and a brief one | [`compose()`] |
//!
//! Nothing of an applicant is in it, nor what somebody wrote into a rating.

pub mod catalogue;
mod compose;
mod facts;
mod forms;
pub mod names;
mod samples;
pub mod template;
#[cfg(test)]
mod tests;

pub use compose::{Reader, TOLD_MAX, compose};
pub use facts::{Facts, Said, counted, facts, recipient_said};
pub use samples::{names_of, sample};

use crate::words::{Lang, in_both};
use catalogue::Letter;
use std::collections::HashMap;
use template::{Fault, Template, Written};

/// The letters as they are in force: the built-in texts, and those that the bureau has changed.
#[derive(Clone, Debug, Default)]
pub struct Letters {
    changed: HashMap<(&'static str, &'static str), Template>,
}

/// A text that the bureau wrote for a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The letter's name.
    pub letter: String,
    /// In which language.
    pub lang: Lang,
    /// The text.
    pub text: String,
}

impl Letters {
    /// The letters with what the bureau has changed. A text that is of no use any more (its letter or a name in it is gone
    /// with a later version of the program) is left out, so that the built-in one is sent; those are answered too.
    pub fn with(changed: &[Changed]) -> (Letters, Vec<(Changed, Vec<Fault>)>) {
        let mut letters = Letters::default();
        let mut refused = Vec::new();
        for one in changed {
            match (Letter::named(&one.letter), check(&one.letter, &one.text)) {
                (Some(letter), Ok(template)) => {
                    letters.changed.insert((letter.name, one.lang.code()), template);
                }
                (_, Err(faults)) => refused.push((one.clone(), faults)),
                (None, Ok(_)) => refused.push((one.clone(), Vec::new())),
            }
        }
        (letters, refused)
    }

    /// Takes a text for a letter, as it would be were it kept.
    pub fn put(&mut self, letter: &'static Letter, lang: Lang, template: Template) {
        self.changed.insert((letter.name, lang.code()), template);
    }

    /// A notice put into its letter. It never fails: where the bureau's text has nothing to say the built-in one is taken,
    /// and after that the general one.
    fn write(&self, facts: &Facts, lang: Lang) -> Written {
        let letter = Letter::of(&facts.kind, facts.level);
        let changed = self.changed.get(&(letter.name, lang.code())).and_then(|own| own.write(facts, lang));
        let built_in = |letter: &Letter| Template::read(letter.built_in(lang)).ok()?.write(facts, lang);
        changed
            .or_else(|| built_in(letter))
            .or_else(|| built_in(Letter::of("", 0)))
            .unwrap_or_else(|| Written { subject: facts.said("title", lang).to_owned(), lines: Vec::new() })
    }
}

/// Whether a text is fit for a letter: it can be read, names nothing that the letter never has, and says something.
///
/// # Errors
///
/// Everything that is wrong with it.
pub fn check(letter: &str, text: &str) -> Result<Template, Vec<Fault>> {
    let Some(letter) = Letter::named(letter) else {
        let names: Vec<&str> = catalogue::LETTERS.iter().map(|letter| letter.name).collect();
        return Err(vec![Fault { line: 0, what: in_both(|lang| lang.no_such_letter(letter, &names)) }]);
    };
    let template = Template::read(text)?;
    let sample = sample(letter);
    let has = names_of(letter);
    let missing = template.names().into_iter().filter(|(name, _)| !has.contains(name));
    let mut faults: Vec<Fault> = missing
        .map(|(name, line)| Fault { line, what: in_both(|lang| lang.letter_has_no(name, &has)) })
        .collect();
    if faults.is_empty() && [Lang::Zh, Lang::En].iter().any(|lang| template.write(&sample, *lang).is_none()) {
        faults.push(Fault { line: 1, what: in_both(|lang| lang.letter_wants_lines().to_owned()) });
    }
    if faults.is_empty() { Ok(template) } else { Err(faults) }
}
