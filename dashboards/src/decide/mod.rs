//! What a form becomes: events to be entered, or why not. Each looks at how things stand at the moment at which it is
//! entered; what may be done when is the core's to say.

pub mod complaints;
pub mod notices;
pub mod proposals;
pub mod ratings;

use crate::answer::Problem;
use crate::words;
use reports::words::Word;
use scoring::points::Points;
use serde_json::{Number, Value};

/// The longest text of a form, in characters.
pub const TEXT_CHARACTERS_MAX: usize = 500;

/// Why a form is refused, in both languages.
pub fn refused(why: Word) -> Problem {
    Problem::Refused(format!("{} / {}", why.zh, why.en))
}

/// A text that has to be there.
///
/// # Errors
///
/// It is empty or too long.
pub fn wanted(text: &str) -> Result<&str, Problem> {
    let text = text.trim();
    let is_one = !text.is_empty() && text.chars().count() <= TEXT_CHARACTERS_MAX;
    if is_one { Ok(text) } else { Err(refused(words::TEXT_WANTED)) }
}

/// A text that may be left out.
///
/// # Errors
///
/// It is too long.
pub fn if_any(text: &str) -> Result<Option<&str>, Problem> {
    if text.trim().is_empty() { Ok(None) } else { wanted(text).map(Some) }
}

/// Points that may be left out, within a range.
///
/// # Errors
///
/// They are no number with at most two decimals, or lie outside.
pub fn points(text: &str, (least, most): (Points, Points)) -> Result<Option<Value>, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let points = Points::parse(text).filter(|points| (least..=most).contains(points));
    // Hundredths have a shortest decimal, and that is what is written.
    let number = points.and_then(|points| Number::from_f64(f64::from(points.0) / 100.0));
    number.map(|number| Some(Value::Number(number))).ok_or_else(|| refused(words::POINTS_WRONG))
}
