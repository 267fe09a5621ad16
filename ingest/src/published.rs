//! What published months say to those that come after them: yellow flags, evaluations, upheld complaints (`outputs.md`).

use crate::store::StoreError;
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

/// What was published of the months before the open ones.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// What the months say that the first open one looks back on.
    pub months: Vec<PastMonth>,
    /// The last closed month.
    pub last_closed: Option<Month>,
}

/// What closed months say to the first open one. `versions` has the newest version of each; `result_json` reads one.
///
/// # Errors
///
/// [`StoreError`]
pub fn history(
    versions: &BTreeMap<Month, u32>,
    county: County<'_>,
    result_json: impl Fn(Month, u32) -> Result<Option<String>, StoreError>,
) -> Result<History, StoreError> {
    let Some((&last, _)) = versions.last_key_value() else { return Ok(History::default()) };
    Ok(History { months: before(last.next(), versions, county, result_json)?, last_closed: Some(last) })
}

/// What closed months say to a month, closed itself or not.
///
/// # Errors
///
/// [`StoreError`]
pub fn before(
    first: Month,
    versions: &BTreeMap<Month, u32>,
    county: County<'_>,
    result_json: impl Fn(Month, u32) -> Result<Option<String>, StoreError>,
) -> Result<Vec<PastMonth>, StoreError> {
    let mut past = Vec::new();
    for month in looked_back_on(first) {
        let Some(&version) = versions.get(&month) else { continue };
        let Some(result) = result_json(month, version)? else { continue };
        past.push(past_month(month, &result, county).map_err(|cause| StoreError::Failed {
            attempt: format!("read version {version} of {month}"),
            cause: Box::new(cause),
        })?);
    }
    Ok(past)
}
