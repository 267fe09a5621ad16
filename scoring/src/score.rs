//! Months scored in order from a log: the one function behind the batch command and the live service.

use crate::context::Context;
use crate::gather::Gathered;
use crate::log::SubjectIdx;
use crate::month::{MonthResult, PastMonth, assemble, sort_notices};
use crate::notices::Notice;
use crate::time::Month;

/// Scores months from a log, one thread. `history` is what is known of months before the first.
///
/// The log's retractions must be settled as of the context's instant ([`crate::log::Log::settle_all`]).
pub fn score_months(context: &Context<'_>, months: &[Month], history: &[PastMonth]) -> Vec<MonthResult> {
    let mut gathered = Gathered::new(context.county, months);
    gathered.judge_subjects(context, 0..context.log.subject_count() as SubjectIdx);
    gathered.judge_attendance(context);
    results(context, &gathered, history)
}

/// Results of the gathered months, which are in order, so that yearly counts see the months before them.
pub fn results(context: &Context<'_>, gathered: &Gathered, history: &[PastMonth]) -> Vec<MonthResult> {
    let (mut results, month_ends) = assembled(context, gathered, history);
    for result in &mut results {
        let of_month = |notice: &&Notice| notice.date.month() == result.month;
        result.notices.extend(month_ends.iter().filter(of_month).cloned());
        sort_notices(context, &mut result.notices);
    }
    results
}

/// The months without the notices of their ends, and those.
pub(crate) fn assembled(
    context: &Context<'_>,
    gathered: &Gathered,
    history: &[PastMonth],
) -> (Vec<MonthResult>, Vec<Notice>) {
    let mut past: Vec<PastMonth> = history.to_vec();
    let mut results: Vec<MonthResult> = Vec::new();
    let mut month_ends: Vec<Notice> = Vec::new();
    for place in 0..gathered.tallies.len() {
        let (result, month_end) = assemble(context, gathered, place, &past);
        let rulebook = context.county.rulebooks.of_month(result.month);
        past.push(result.as_past(&rulebook.evaluation.failed));
        results.push(result);
        month_ends.extend(month_end);
    }
    (results, month_ends)
}
