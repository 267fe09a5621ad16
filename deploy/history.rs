//! What the output folder of earlier runs knows of the months before the first (`outputs.md`, `--history`).

use crate::commands::Failure;
use anyhow::Context as _;
use ingest::published;
use scoring::context::Givens;
use scoring::month::PastMonth;
use scoring::time::Month;
use std::fs;
use std::path::Path;

/// Reads the months that the first one looks back on, where they are there.
pub fn read(dir: &Path, givens: &Givens, months: &[Month]) -> Result<Vec<PastMonth>, Failure> {
    let Some(&first) = months.first() else { return Ok(Vec::new()) };
    let mut history = Vec::new();
    for month in published::looked_back_on(first) {
        let path = dir.join(month.to_string()).join("result.json");
        if !path.exists() {
            continue;
        }
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let past = published::past_month(month, &text, givens.county())
            .with_context(|| format!("{} is no result of flagpost score", path.display()))?;
        history.push(past);
    }
    Ok(history)
}
