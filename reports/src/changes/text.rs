//! The whole list of changes as text for a terminal.

use super::document::{Part, document};
use super::{Changes, Names};
use crate::render::columns::Columns;
use crate::words::{Lang, labels};

/// So many of those that others pushed stand on a line.
const PUSHED_TO_A_LINE: usize = 5;

/// Everything that changed. `ruled` draws a hairline beneath the heads, for a terminal.
pub fn text(changes: &Changes, names: &Names<'_>, lang: Lang, ruled: bool) -> String {
    let told = document(changes, names, lang);
    let mut head = format!("{}  {} → {}  {}\n", told.month, told.before, told.after, told.count);
    match &told.scored {
        Some(scored) => head.push_str(&format!("{scored}\n")),
        None => {
            head.push_str(&format!("{}\n", lang.say(labels::SCORED_OTHERWISE)));
            for given in &told.givens {
                head.push_str(&format!("  {given}\n"));
            }
        }
    }
    let parts = told.parts.iter().map(|part| part_text(part, lang, ruled));
    std::iter::once(head).chain(parts).collect::<Vec<_>>().join("\n")
}

fn part_text(part: &Part, lang: Lang, ruled: bool) -> String {
    let mut text = format!("{}\n", part.title);
    if !part.rows.is_empty() {
        let mut columns = Columns::new(&part.aligns);
        if !part.heads.is_empty() {
            if ruled {
                columns.rule();
            }
            columns.head(part.heads.iter().map(String::as_str));
        }
        for row in &part.rows {
            columns.row(row.iter().cloned());
        }
        text.push_str(&columns.text());
    }
    if let Some(others) = &part.others {
        text.push_str(&format!("  {}\n", others.told));
        for line in others.list.chunks(PUSHED_TO_A_LINE) {
            text.push_str(&format!("    {}\n", lang.list(line)));
        }
    }
    text
}
