//! What published months say to those that come after them: yellow flags, evaluations, upheld complaints (`outputs.md`).

use crate::store::StoreError;
use crate::store::sqlite::Records;
use scoring::context::County;
use scoring::month::PastMonth;
use scoring::time::Month;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct PastResult {
    windows: Vec<PastWindow>,
    staff: Vec<PastStaff>,
    actions: Vec<PastAction>,
}

#[derive(Deserialize)]
struct PastWindow {
    window: String,
    flag: Option<String>,
}

#[derive(Deserialize)]
struct PastStaff {
    staff: String,
    evaluation: Option<String>,
}

#[derive(Deserialize)]
struct PastAction {
    kind: String,
    subject: String,
}

/// Reads a month's `result.json`. Windows and staff that the registry no longer knows are passed over.
///
/// # Errors
///
/// The text is no result of `flagpost score`.
pub fn past_month(month: Month, result_json: &str, county: County<'_>) -> serde_json::Result<PastMonth> {
    let result: PastResult = serde_json::from_str(result_json)?;
    let index = &county.registry.index;
    let failed_grade = &county.rulebooks.of_month(month).evaluation.failed;
    let yellow = result.windows.iter().filter(|window| window.flag.as_deref() == Some("yellow"));
    let failed = result.staff.iter().filter(|staff| staff.evaluation.as_ref() == Some(failed_grade));
    let upheld = result
        .actions
        .iter()
        .filter(|action| matches!(action.kind.as_str(), "notify_department" | "transfer_recommended"));
    Ok(PastMonth {
        month,
        yellow: yellow.filter_map(|window| index.windows.get(window.window.as_str()).copied()).collect(),
        failed: failed.filter_map(|staff| index.staff.get(staff.staff.as_str()).copied()).collect(),
        complaints_upheld: upheld
            .filter_map(|action| index.staff.get(action.subject.as_str()).copied())
            .collect(),
    })
}

/// The months that a first month looks back on: the earlier ones of its year, and the one before it.
pub fn looked_back_on(first: Month) -> impl Iterator<Item = Month> {
    (Month(first.year() * 12).min(first.previous()).0..first.0).map(Month)
}

/// What the store's closed months say to the first open one, by their newest versions; and the last closed month.
///
/// # Errors
///
/// [`StoreError`]
pub fn history(records: &Records, county: County<'_>) -> Result<(Vec<PastMonth>, Option<Month>), StoreError> {
    let versions: BTreeMap<Month, u32> =
        records.closed_months()?.iter().map(|closed| (closed.month, closed.version)).collect();
    let Some((&last, _)) = versions.last_key_value() else { return Ok((Vec::new(), None)) };
    Ok((before(records, county, last.next(), &versions)?, Some(last)))
}

/// What closed months say to a month, closed itself or not.
///
/// # Errors
///
/// [`StoreError`]
pub fn before(
    records: &Records,
    county: County<'_>,
    first: Month,
    versions: &BTreeMap<Month, u32>,
) -> Result<Vec<PastMonth>, StoreError> {
    let mut past = Vec::new();
    for month in looked_back_on(first) {
        let Some(&version) = versions.get(&month) else { continue };
        let Some(frozen) = records.frozen(month, version)? else { continue };
        past.push(past_month(month, &frozen.result, county).map_err(|cause| StoreError::Failed {
            attempt: format!("read version {version} of {month}"),
            cause: Box::new(cause),
        })?);
    }
    Ok(past)
}
