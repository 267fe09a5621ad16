//! The quarter's summary: means of its months, flags of each, who is out of the year's awards.

use super::summary::{self, Period};
use super::{NotMade, Source, Wanted};
use crate::document::Document;
use crate::words::summary_papers as words;
use scoring::time::Month;

/// Makes the summary of the quarter that a month lies in.
///
/// # Errors
///
/// None of its months is over.
pub fn make(wanted: &Wanted, source: &Source<'_>) -> Result<Document, NotMade> {
    let year = wanted.month.year();
    let quarter = (wanted.month.number() - 1) / 3;
    let first = Month(year * 12 + 3 * quarter as i32);
    let period = Period {
        wording: &source.texts.quarter,
        months: (0..3).map(|place| Month(first.0 + place)).collect(),
        trace: format!("{year:04}-Q{}", quarter + 1),
        written: wanted.lang.quarter_written(year, quarter + 1),
        number: i64::from(quarter + 1),
        called: words::QUARTER_CALLED,
    };
    summary::make(wanted, source, &period)
}
