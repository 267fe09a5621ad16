//! `[reports]`: which documents the service makes by itself, and whom it tells.

use reports::delivery::addressee::{ADMINISTRATOR, COUNTY_LEADER, SUPERVISION};
use scoring::document::{Document, Reader};

/// Those who see the whole region, as its documents show it.
const RECIPIENTS: [&str; 3] = [SUPERVISION, COUNTY_LEADER, ADMINISTRATOR];

/// Which documents the service makes by itself, and whom it tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportsConfig {
    /// The monthly bulletin of the month before.
    pub bulletin: bool,
    /// The weekly brief of the week before.
    pub weekly_brief: bool,
    /// Who is told, as in notices; nobody, where it is empty.
    pub to: Vec<String>,
}

impl Default for ReportsConfig {
    fn default() -> ReportsConfig {
        ReportsConfig { bulletin: true, weekly_brief: true, to: vec![SUPERVISION.to_owned()] }
    }
}

/// Reads the table.
pub fn read_reports(file: &mut Reader<'_, '_>, document: &mut Document<'_>) -> ReportsConfig {
    let otherwise = ReportsConfig::default();
    let Some(mut table) = file.table(document, "reports") else { return otherwise };
    let bulletin = table.flag(document, "bulletin").map_or(otherwise.bulletin, |found| found.value);
    let weekly_brief =
        table.flag(document, "weekly_brief").map_or(otherwise.weekly_brief, |found| found.value);
    let is_named = table.value("to").is_some();
    let mut to: Vec<String> = Vec::new();
    for found in table.texts(document, "to") {
        if !RECIPIENTS.contains(&found.value) {
            let known = RECIPIENTS.map(|known| format!("\"{known}\"")).join(", ");
            document.mistake(
                found.place,
                format!("`to` names `{}`, who does not see the whole region", found.value),
                format!("write one of {known}; their addresses are in the registry or set with `flagpost delivery set`"),
            );
        } else if !to.iter().any(|known| known == found.value) {
            to.push(found.value.to_owned());
        }
    }
    table.finish(document);
    ReportsConfig { bulletin, weekly_brief, to: if is_named { to } else { otherwise.to } }
}
