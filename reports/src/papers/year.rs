//! The year's summary: means of its months, flags of each, who is out of the year's awards and why.

use super::summary::{self, Period};
use super::{NotMade, Source, Wanted};
use crate::document::Document;
use crate::words::summary_papers as words;
use scoring::time::Month;

/// Makes the summary of the year that a month lies in.
///
/// # Errors
///
/// None of its months is over.
pub fn make(wanted: &Wanted, source: &Source<'_>) -> Result<Document, NotMade> {
    let year = wanted.month.year();
    let period = Period {
        wording: &source.texts.year,
        months: (0..12).map(|place| Month(year * 12 + place)).collect(),
        trace: format!("{year:04}"),
        written: wanted.lang.year_written(year),
        number: 1,
        called: words::YEAR_CALLED,
    };
    summary::make(wanted, source, &period)
}
