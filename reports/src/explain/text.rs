//! An explanation as plain text for a terminal: columns aligned by display width, so that Chinese and figures stand in line.

use super::{Body, DatedLine, Entries, Explanation, Figures, Section, Statement};
use crate::render::columns::{Align, Columns};
use crate::words::{Lang, labels};

/// The whole explanation.
pub fn text(explanation: &Explanation, lang: Lang) -> String {
    let mut text = format!("{}\n{}\n\n", explanation.title, explanation.subtitle);
    text.push_str(&head(&explanation.head));
    // Sections of one line stand together.
    let mut after_body = true;
    for section in &explanation.sections {
        let has_body = section.body != Body::Nothing;
        if after_body || has_body {
            text.push('\n');
        }
        text.push_str(&section_text(section, lang));
        after_body = has_body;
    }
    text
}

fn head(statements: &[Statement]) -> String {
    let mut columns = Columns::new(&[Align::Left, Align::Left]);
    for statement in statements {
        columns.row([statement.label.clone(), statement.lines.join("\n")]);
    }
    columns.text()
}

fn section_text(section: &Section, lang: Lang) -> String {
    let mut text = section.title.clone();
    if !section.aside.is_empty() {
        text.push_str(&format!("  {}", section.aside));
    }
    text.push('\n');
    match &section.body {
        Body::Nothing => {}
        Body::Entries(table) => text.push_str(&entries(table, lang)),
        Body::Figures(table) => text.push_str(&figures(table)),
        Body::Dated(lines) => text.push_str(&dated(lines)),
    }
    text
}

fn entries(table: &Entries, lang: Lang) -> String {
    let mut columns = Columns::new(&[Align::Left, Align::Right, Align::Right, Align::Left]);
    let [asked, counted] = &table.points;
    columns.head([lang.say(labels::DATE), asked, counted, lang.say(labels::REASON)]);
    for line in &table.lines {
        let rule = format!("{} {}", lang.say(labels::RULE), line.rule);
        let events = match line.events.as_slice() {
            [] => lang.say(labels::NO_EVENTS).to_owned(),
            events => lang.list(&events.iter().map(|event| event.text.clone()).collect::<Vec<_>>()),
        };
        let events = format!("{} {events}", lang.say(labels::EVENTS));
        let what: Vec<&str> = std::iter::once(&line.title)
            .chain(&line.about)
            .chain([&rule, &events])
            .map(String::as_str)
            .collect();
        columns.row([line.day.clone(), line.requested.clone(), line.applied.clone(), what.join("\n")]);
    }
    columns.text()
}

fn figures(table: &Figures) -> String {
    let mut aligns = vec![Align::Right; table.columns.len()];
    if let Some(first) = aligns.first_mut() {
        *first = Align::Left;
    }
    if let (true, Some(last)) = (table.remarks, aligns.last_mut()) {
        *last = Align::Left;
    }
    let mut columns = Columns::new(&aligns);
    columns.head(table.columns.iter().map(String::as_str));
    for row in &table.rows {
        columns.row(row.clone());
    }
    columns.text()
}

fn dated(lines: &[DatedLine]) -> String {
    let mut columns = Columns::new(&[Align::Left, Align::Left]);
    for line in lines {
        columns.row([line.day.clone(), line.lines.join("\n")]);
    }
    columns.text()
}
