//! What the output folder of earlier runs knows of the months before the first (`outputs.md`, `--history`).

use crate::commands::Failure;
use anyhow::Context as _;
use scoring::context::Givens;
use scoring::month::PastMonth;
use scoring::time::Month;
use serde::Deserialize;
use std::fs;
use std::path::Path;

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

/// Reads the earlier months of the first month's year, and the month before it, where they are there. Windows and staff
/// that the registry no longer knows are passed over.
pub fn read(dir: &Path, givens: &Givens, months: &[Month]) -> Result<Vec<PastMonth>, Failure> {
    let Some(&first) = months.first() else { return Ok(Vec::new()) };
    let start = Month(first.year() * 12).min(first.previous());
    let mut history = Vec::new();
    for month in (start.0..first.0).map(Month) {
        let path = dir.join(month.to_string()).join("result.json");
        if !path.exists() {
            continue;
        }
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let result: PastResult = serde_json::from_str(&text)
            .with_context(|| format!("{} is no result of flagpost score", path.display()))?;
        history.push(past_month(month, &result, givens));
    }
    Ok(history)
}

fn past_month(month: Month, result: &PastResult, givens: &Givens) -> PastMonth {
    let index = &givens.registry.index;
    let failed_grade = &givens.rulebooks.of_month(month).evaluation.failed;
    let yellow = result.windows.iter().filter(|window| window.flag.as_deref() == Some("yellow"));
    let failed = result.staff.iter().filter(|staff| staff.evaluation.as_ref() == Some(failed_grade));
    let upheld = result
        .actions
        .iter()
        .filter(|action| matches!(action.kind.as_str(), "notify_department" | "transfer_recommended"));
    PastMonth {
        month,
        yellow: yellow.filter_map(|window| index.windows.get(window.window.as_str()).copied()).collect(),
        failed: failed.filter_map(|staff| index.staff.get(staff.staff.as_str()).copied()).collect(),
        complaints_upheld: upheld
            .filter_map(|action| index.staff.get(action.subject.as_str()).copied())
            .collect(),
    }
}
