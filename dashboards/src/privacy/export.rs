//! One member of staff's personal data as files: everything that names the person, to read and for programs.
//!
//! | file | what is in it |
//! | --- | --- |
//! | `index.html` | all of it to read |
//! | `data.json` | all of it for programs |
//! | `events.ndjson` | the events that name the person, as they were sent, without what citizens wrote and who they are |
//! | `ledger.csv` | the lines of the person's ledger, published and open |
//! | `audit.csv` | what the person did at the pages, and what was done that names the person |

use crate::months::{counts_of, newest};
use ingest::live::Moment;
use ingest::store::StoreError;
use ingest::store::redaction::without_words;
use ingest::store::sqlite::Records;
use reports::handover::File;
use reports::render::contract;
use reports::render::html::escaped;
use reports::render::table::{Cell, Column, Table, csv};
use scoring::points::Points;
use scoring::time::{Date, Instant, Zone};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use utoipa::ToSchema;

/// The members of an event's data that name what the event is about; later events about the same belong to it.
const SUBJECTS: [&str; 6] = ["finding", "merit", "rating", "complaint", "appeal", "order"];

/// What the desk knows of a person: the registry, and the open months.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct AtDesk {
    staff: String,
    name: String,
    as_of: String,
    registry: Value,
    /// Month and lines of the ledger of each open month.
    ledger: Vec<Value>,
    standings: Vec<Value>,
}

/// The name of the ZIP: `personal-data-S-007.zip`.
pub fn file_name(staff: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let name: String = staff.chars().map(|letter| if plain(letter) { letter } else { '_' }).collect();
    format!("personal-data-{name}.zip")
}

/// What the desk knows of a person; `None` where the registry has nobody of that id.
pub fn at_desk(moment: &Moment<'_>, staff: &str) -> Option<AtDesk> {
    let context = &moment.context;
    let registry = context.registry();
    let place = registry.index.staff.get(staff).copied()?;
    let person = &registry.staff[usize::from(place)];
    let assignments: Vec<Value> = person
        .assignments
        .iter()
        .map(|assignment| {
            let window = &registry.windows[usize::from(assignment.window)];
            json!({
                "window": window.id, "window_name": window.name, "from": assignment.from.to_string(),
                "to": (assignment.to != Date::MAX).then(|| assignment.to.to_string()), "lead": assignment.lead,
            })
        })
        .collect();
    let (mut ledger, mut standings) = (Vec::new(), Vec::new());
    for result in moment.results {
        let month = result.month.to_string();
        let lines = contract::ledger(context, result);
        ledger.extend(
            lines_naming(&lines, staff).map(|line| json!({ "month": month, "version": null, "line": line })),
        );
        let text = contract::result(context, result, counts_of(context.log));
        standings.extend(standing_in(&text, staff, &month, None));
    }
    Some(AtDesk {
        staff: staff.to_owned(),
        name: person.name.clone(),
        as_of: registry.zone.format(context.as_of),
        registry: json!({ "id": staff, "name": person.name, "assignments": assignments }),
        ledger,
        standings,
    })
}

/// The files. What the store knows is read here, beside the desk.
///
/// # Errors
///
/// The store cannot be read.
pub fn files(records: &Records, of: AtDesk, zone: &Zone) -> Result<Vec<File>, StoreError> {
    let AtDesk { staff, name, as_of, registry, ledger: open, standings: open_standings } = of;
    let (mut ledger, mut standings) = (Vec::new(), Vec::new());
    for (month, version) in newest(&records.closed_months()?) {
        let Some(frozen) = records.frozen(month, version)? else { continue };
        let month = month.to_string();
        let lines = lines_naming(&frozen.ledger, &staff);
        ledger.extend(lines.map(|line| json!({ "month": month, "version": version, "line": line })));
        standings.extend(standing_in(&frozen.result, &staff, &month, Some(version)));
    }
    ledger.extend(open);
    standings.extend(open_standings);
    let events = events(records, &staff)?;
    let written = |at: Instant| zone.format(at);
    let own: Vec<_> = records.accounts()?.into_iter().filter(|account| account.person == name).collect();
    let accounts: Vec<Value> = own
        .iter()
        .map(|account| {
            json!({
                "name": account.name, "role": account.role.word(), "person": account.person, "scope": account.scope,
                "created": written(account.created), "shut": account.disabled.map(written),
                "sign_on": account.outside,
            })
        })
        .collect();
    let is_own = |who: &str| own.iter().any(|account| account.name == who);
    let audit: Vec<Value> = records
        .audit(u64::MAX >> 1)?
        .into_iter()
        .rev()
        .filter(|entry| is_own(&entry.who) || is_own(&entry.subject) || entry.subject == staff || entry.detail.contains(&name))
        .map(|entry| {
            json!({ "at": written(entry.at), "who": entry.who, "what": entry.what, "subject": entry.subject, "detail": entry.detail })
        })
        .collect();
    let addressees: Vec<Value> = records
        .addressees()?
        .into_iter()
        .filter(|kept| kept.settings.contains(&format!("\"{name}\"")))
        .map(|kept| json!({ "recipient": kept.recipient, "settings": serde_json::from_str::<Value>(&kept.settings).unwrap_or_default() }))
        .collect();
    let data = json!({
        "staff": staff, "name": name, "as_of": as_of, "registry": registry, "standings": standings, "ledger": ledger,
        "events": events, "accounts": accounts, "audit": audit, "addressees": addressees,
    });
    let ndjson: String = events.iter().map(|event| format!("{event}\n")).collect();
    Ok(vec![
        File::of("index.html", readable(&data)),
        File::of("data.json", serde_json::to_string_pretty(&data).unwrap_or_default() + "\n"),
        File::of("events.ndjson", ndjson),
        File::of("ledger.csv", ledger_csv(&ledger)),
        File::of("audit.csv", table_csv(&audit, &["at", "who", "what", "subject", "detail"])),
    ])
}

/// Whether a text anywhere within a value is an id.
fn names(value: &Value, id: &str) -> bool {
    match value {
        Value::String(text) => text == id,
        Value::Array(values) => values.iter().any(|value| names(value, id)),
        Value::Object(values) => values.values().any(|value| names(value, id)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

fn lines_naming<'l>(lines: &'l str, staff: &'l str) -> impl Iterator<Item = Value> + 'l {
    let lines = lines.lines().filter(move |line| line.contains(staff));
    lines.filter_map(|line| serde_json::from_str(line).ok()).filter(move |line| names(line, staff))
}

/// What a month's result says of the person.
fn standing_in(result: &str, staff: &str, month: &str, version: Option<u32>) -> Option<Value> {
    let result: Value = serde_json::from_str(result).ok()?;
    let standing = result["staff"].as_array()?.iter().find(|standing| standing["staff"] == staff)?.clone();
    Some(json!({ "month": month, "version": version, "standing": standing }))
}

/// The events that name a person, and those about the same findings, ratings, complaints, appeals; without what others wrote and who
/// they are.
fn events(records: &Records, staff: &str) -> Result<Vec<Value>, StoreError> {
    let quoted = format!("\"{staff}\"");
    let mut subjects: BTreeSet<String> = BTreeSet::new();
    records.each_event(0, &mut |event| {
        if event.raw.contains(&quoted)
            && let Ok(sent) = serde_json::from_str::<Value>(event.raw)
            && names(&sent["data"], staff)
        {
            subjects
                .extend(SUBJECTS.iter().filter_map(|name| sent["data"][name].as_str().map(str::to_owned)));
        }
        ControlFlow::Continue(())
    })?;
    let mut found = Vec::new();
    records.each_event(0, &mut |event| {
        // Most events of a county name neither; to look into each costs more than all else.
        let Ok(sent) = serde_json::from_str::<Value>(event.raw) else { return ControlFlow::Continue(()) };
        let data = &sent["data"];
        let is_about =
            SUBJECTS.iter().any(|name| data[name].as_str().is_some_and(|id| subjects.contains(id)));
        if names(data, staff) || is_about {
            let text = without_words(event.raw).map(|(text, _)| text);
            let mut sent = text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or(sent);
            if let Some(data) = sent["data"].as_object_mut() {
                data.remove("applicant");
            }
            found.push(sent);
        }
        ControlFlow::Continue(())
    })?;
    Ok(found)
}

fn ledger_csv(ledger: &[Value]) -> String {
    let columns =
        ["date", "rule", "category", "kind", "requested", "applied", "staff", "case", "rating", "complaint"];
    let rows: Vec<Value> = ledger
        .iter()
        .map(|entry| {
            let mut row = entry["line"].clone();
            row["month"] = entry["month"].clone();
            row["version"] = entry["version"].clone();
            row
        })
        .collect();
    let all: Vec<&str> = ["month", "version"].into_iter().chain(columns).collect();
    table_csv(&rows, &all)
}

/// Rows of objects as a table that spreadsheets open.
fn table_csv(rows: &[Value], columns: &[&str]) -> String {
    let row = |row: &Value| columns.iter().map(|column| cell(&row[*column])).collect();
    csv(&Table {
        title: String::new(),
        about: Vec::new(),
        columns: columns.iter().map(|title| Column { title: (*title).to_owned(), width: 12 }).collect(),
        rows: rows.iter().map(row).collect(),
    })
}

/// A number as a figure, all else as words.
fn cell(value: &Value) -> Cell {
    let text = plain(value);
    let figure = value.as_i64().map(Cell::Count);
    let points = || value.is_number().then(|| Points::parse(&text).map(Cell::Points)).flatten();
    figure.or_else(points).unwrap_or_else(|| Cell::text(text.clone()))
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

/// All of it to read, without script or style from elsewhere.
fn readable(data: &Value) -> String {
    let mut text = format!(
        "<!doctype html><html lang=\"zh\"><meta charset=\"utf-8\"><title>{id} 个人信息 / personal data</title>\
         <style>body{{font:15px/1.6 \"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",sans-serif;max-width:1000px;margin:24px auto;padding:0 16px}}\
         table{{border-collapse:collapse;width:100%;margin:0 0 24px}}td,th{{border-bottom:1px solid #ccc;text-align:left;vertical-align:top;padding:3px 8px;font-size:14px;overflow-wrap:anywhere}}</style>\
         <h1>{name}（{id}）</h1><p>截至 / as of {as_of}</p>\n",
        id = escaped(&plain(&data["staff"])),
        name = escaped(&plain(&data["name"])),
        as_of = escaped(&plain(&data["as_of"])),
    );
    let parts = [
        ("registry", "登记册 / registry"),
        ("standings", "各月得分 / months"),
        ("ledger", "台账 / ledger"),
        ("accounts", "登录账号 / accounts"),
        ("addressees", "通知设置 / recipients"),
        ("audit", "审计日志 / audit log"),
        ("events", "事件 / events"),
    ];
    for (key, title) in parts {
        text += &format!("<h2>{title}</h2>\n");
        let rows: Vec<&Value> =
            data[key].as_array().map_or_else(|| vec![&data[key]], |rows| rows.iter().collect());
        if rows.is_empty() {
            text += "<p>没有 / none</p>\n";
            continue;
        }
        text += "<table>";
        for row in rows {
            text += "<tr><td>";
            for (name, value) in row.as_object().into_iter().flatten() {
                text += &format!("<b>{}</b> {}<br>", escaped(name), escaped(&plain(value)));
            }
            text += "</td></tr>\n";
        }
        text += "</table>\n";
    }
    text + "</html>\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stay_figures_and_texts_are_no_formulas() {
        let rows = [json!({ "a": "＝1+1", "b": -2.5, "c": null }), json!({ "a": "-x", "b": -5, "c": "x,y" })];
        assert_eq!(table_csv(&rows, &["a", "b", "c"]), "\u{feff}a,b,c\r\n'＝1+1,-2.5,\r\n'-x,-5,\"x,y\"\r\n");
    }

    #[test]
    fn what_is_written_cannot_become_markup() {
        let text = readable(&json!({ "staff": "S-1", "name": "<script>", "events": [{ "a": "<b>" }] }));
        assert!(!text.contains("<script>") && !text.contains("<b>&lt;b&gt;</b>"));
        assert!(text.contains("&lt;script&gt;") && text.contains("&lt;b&gt;"));
    }
}
