//! What is done with a rating: verified, rectified, answered, appealed against.

use super::{if_any, points, refused, wanted};
use crate::answer::Problem;
use crate::enter::ToEnter;
use crate::pages::message::Missing;
use crate::pages::rating::points_range;
use crate::words;
use ingest::live::Moment;
use scoring::ratings::{self, Look, RatingStep};
use serde_json::json;

/// What came out when a rating was verified.
#[derive(Clone, Debug, Default)]
pub struct Verification {
    /// `staff`, `window`, `process`, `none`, or `invalid`.
    pub outcome: String,
    /// The points, if other than the rule's own; empty: none are named.
    pub points: String,
    /// What was found; may be empty.
    pub note: String,
}

/// What a window does with a rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It rectified what was wrong.
    Rectify,
    /// It answered the citizen.
    Reply,
    /// It says something against the rating.
    Appeal,
}

impl Deed {
    /// The deed of a word of an address.
    pub fn of_word(word: &str) -> Option<Deed> {
        match word {
            "rectify" => Some(Deed::Rectify),
            "reply" => Some(Deed::Reply),
            "appeal" => Some(Deed::Appeal),
            _ => None,
        }
    }
}

fn look(moment: &Moment<'_>, id: &str) -> Result<Look, Problem> {
    let look = ratings::look(&moment.context, id);
    look.ok_or_else(|| Problem::Missing(Missing::Rating, id.to_owned()))
}

/// The verification of a rating.
///
/// # Errors
///
/// There is no such rating, it is none to be verified, or something of the form is missing or wrong.
pub fn verify(moment: &Moment<'_>, id: &str, form: &Verification) -> Result<Vec<ToEnter>, Problem> {
    let look = look(moment, id)?;
    if !look.may(RatingStep::Verify) {
        return Err(refused(words::SUBMIT_NOT_POSSIBLE));
    }
    let mut data = match form.outcome.as_str() {
        "staff" if look.staff.is_none() => return Err(refused(words::WORD_WANTED)),
        responsible @ ("staff" | "window" | "process" | "none") => {
            json!({ "rating": id, "valid": true, "responsible": responsible })
        }
        "invalid" => json!({ "rating": id, "valid": false }),
        _ => return Err(refused(words::WORD_WANTED)),
    };
    if matches!(form.outcome.as_str(), "staff" | "window") {
        let named = match points_range(&moment.context) {
            Some(range) => points(&form.points, range)?,
            None if form.points.trim().is_empty() => None,
            None => return Err(refused(words::POINTS_WRONG)),
        };
        if let Some(named) = named {
            data["points"] = named;
        }
    }
    if let Some(note) = if_any(&form.note)? {
        data["note"] = json!(note);
    }
    Ok(vec![("rating.verified", data)])
}

/// What a window did with a rating, in its words.
///
/// # Errors
///
/// There is no such rating, this cannot be done with it now, or the text is missing or too long.
pub fn deed(moment: &Moment<'_>, id: &str, deed: Deed, text: &str) -> Result<Vec<ToEnter>, Problem> {
    let look = look(moment, id)?;
    let may = match deed {
        Deed::Rectify => look.may(RatingStep::Rectify),
        Deed::Reply => look.may(RatingStep::Reply),
        Deed::Appeal => look.may_be_appealed(),
    };
    if !may {
        return Err(refused(words::SUBMIT_NOT_POSSIBLE));
    }
    let text = wanted(text)?;
    Ok(vec![match deed {
        Deed::Rectify => ("rating.rectified", json!({ "rating": id, "measure": text })),
        Deed::Reply => ("rating.replied", json!({ "rating": id, "reply": text })),
        Deed::Appeal => ("rating.appealed", json!({ "rating": id, "reason": text })),
    }])
}
