//! Maps the rows of an export: one JSON line for each `[[event]]` that fits a row, or what is wrong with the row.

use super::table::{FileFault, Row, Table, plain_header};
use super::value::{Field, Part, Template, Value};
use super::{Block, Column, Mapping};
use scoring::document::closest;
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::collections::VecDeque;
use std::fmt;
use std::io::Read;

/// An event in structured form, ready for the checks that every event goes through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappedLine {
    /// The line (CSV) or row (workbook) of the export that it comes from, from 1.
    pub row: u64,
    /// The JSON object, without a line end.
    pub json: Vec<u8>,
}

/// A row that could not become one of its events; the row's other events and the other rows go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// The line (CSV) or row (workbook), from 1.
    pub row: u64,
    /// A code of the contract: `not_cloudevent`, `bad_time`, `missing_field` or `bad_field`, the first that applies.
    pub code: &'static str,
    /// What is wrong, where, and how to mend it; several faults with `; ` between them.
    pub message: String,
    /// The row as it stands in the export; a workbook's cells with tabs between them.
    pub raw: String,
}

impl fmt::Display for RowFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "row {}: {}", self.row, self.message)
    }
}

impl std::error::Error for RowFault {}

/// Opens an export (CSV or workbook, told apart by its first bytes) and maps it row by row.
///
/// The export is held in memory as a whole. A fault of the file, such as a header that is missing, is one error.
pub fn events(mapping: &Mapping, mut export: impl Read) -> Result<Events<'_>, FileFault> {
    let mut bytes = Vec::new();
    export.read_to_end(&mut bytes).map_err(|error| {
        FileFault::new(format!("the file cannot be read: {error}"), "see that it is there and complete")
    })?;
    let table = Table::open(&mapping.layout, bytes)?;
    let places = places(&mapping.columns, &table.header)?;
    Ok(Events { mapping, table, places, ready: VecDeque::new(), rows: 0, rows_without_event: 0 })
}

/// The lines and faults of an export, in the order of its rows and, for a row, of the `[[event]]` blocks.
pub struct Events<'m> {
    mapping: &'m Mapping,
    table: Table,
    /// Where each column of the mapping stands in the table.
    places: Vec<usize>,
    ready: VecDeque<Result<MappedLine, RowFault>>,
    rows: u64,
    rows_without_event: u64,
}

impl Events<'_> {
    /// How many rows have been read so far, without blank and skipped ones.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// How many of them gave neither an event nor a fault, because no `when` held.
    pub fn rows_without_event(&self) -> u64 {
        self.rows_without_event
    }

    /// Whether the row that the last one came from gives more.
    pub fn is_within_row(&self) -> bool {
        !self.ready.is_empty()
    }

    fn map(&mut self, row: &Row) {
        self.rows += 1;
        if let Some(message) = row.fault.clone() {
            let raw = row.raw.clone();
            self.ready.push_back(Err(RowFault { row: row.number, code: NOT_CLOUDEVENT.1, message, raw }));
            return;
        }
        for block in &self.mapping.blocks {
            let mapper = Mapper::new(self.mapping, &self.places, row);
            if block.when.iter().all(|when| when.test.holds(mapper.cell(when.column))) {
                self.ready.push_back(mapper.event(block));
            }
        }
        if self.ready.is_empty() {
            self.rows_without_event += 1;
        }
    }
}

impl Iterator for Events<'_> {
    type Item = Result<MappedLine, RowFault>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() {
            let row = self.table.next()?;
            self.map(&row);
        }
        self.ready.pop_front()
    }
}

/// Finds each column of the mapping in the header; all that are missing or doubtful make one fault.
fn places(columns: &[Column], header: &[String]) -> Result<Vec<usize>, FileFault> {
    let plain: Vec<String> = header.iter().map(|found| plain_header(found)).collect();
    let shown: Vec<&str> = header.iter().map(String::as_str).filter(|found| !found.is_empty()).collect();
    let (mut places, mut faults) = (Vec::new(), Vec::new());
    for column in columns {
        let names = || std::iter::once(&column.header).chain(&column.others);
        let wanted: Vec<String> = names().map(|name| plain_header(name)).collect();
        let found: Vec<usize> = (0..plain.len()).filter(|&place| wanted.contains(&plain[place])).collect();
        match found.as_slice() {
            [place] => places.push(*place),
            [] => {
                let names: Vec<&str> = names().map(String::as_str).collect();
                let near = closest(&column.header, &shown).filter(|_| column.header.chars().count() > 2);
                let near = near.map_or(String::new(), |near| format!(" (is it `{near}`?)"));
                faults.push(format!("there is no column `{}`{near}", names.join("` or `")));
            }
            [_, _, ..] => {
                faults.push(format!("the column `{}` is there {} times", column.header, found.len()))
            }
        }
    }
    if faults.is_empty() {
        return Ok(places);
    }
    let what = format!("{}; the headers found are {}", faults.join(", "), shown.join(", "));
    Err(FileFault::new(
        what,
        "mend the mapping ([headers] takes other names of a column; header_row says where they stand)",
    ))
}

/// A code with its rank in the contract's order.
type Code = (u8, &'static str);
const NOT_CLOUDEVENT: Code = (0, "not_cloudevent");
const BAD_TIME: Code = (1, "bad_time");
const MISSING_FIELD: Code = (2, "missing_field");
const BAD_FIELD: Code = (3, "bad_field");

/// Makes one event of one row and notes what stands against it.
struct Mapper<'a> {
    mapping: &'a Mapping,
    places: &'a [usize],
    row: &'a Row,
    time: String,
    faults: Vec<(Code, String)>,
}

impl<'a> Mapper<'a> {
    fn new(mapping: &'a Mapping, places: &'a [usize], row: &'a Row) -> Mapper<'a> {
        Mapper { mapping, places, row, time: String::new(), faults: Vec::new() }
    }

    fn cell(&self, column: usize) -> &'a str {
        self.row.cells.get(self.places[column]).map_or("", String::as_str)
    }

    fn event(mut self, block: &Block) -> Result<MappedLine, RowFault> {
        self.time = self.time(&block.time);
        let id = self.filled(&block.id);
        if id.is_none() && !self.time.is_empty() {
            let what = format!("{}, and `id` needs it; fill it in the export", self.empty_cells(&block.id));
            self.faults.push((NOT_CLOUDEVENT, what));
        }
        let source = self.json(&self.mapping.source, "source", NOT_CLOUDEVENT);
        if source.is_none() && self.faults.iter().all(|(code, _)| *code != NOT_CLOUDEVENT) {
            let what = format!("{}, and `source` needs it", self.empties(&self.mapping.source));
            self.faults.push((NOT_CLOUDEVENT, what));
        }
        let data = self.object(&block.data, MISSING_FIELD);
        if self.faults.is_empty() {
            let event = Envelope {
                id: &id.unwrap_or_default(),
                source: source.as_ref(),
                event_type: &block.event_type,
                time: &self.time,
                data: &data,
            };
            if let Ok(json) = serde_json::to_vec(&event) {
                return Ok(MappedLine { row: self.row.number, json });
            }
        }
        self.faults.sort_by_key(|((rank, _), _)| *rank);
        let code = self.faults.first().map_or(NOT_CLOUDEVENT, |(code, _)| *code);
        let faults: Vec<&str> = self.faults.iter().map(|(_, what)| what.as_str()).collect();
        let message = format!("{}: {}", block.event_type, faults.join("; "));
        Err(RowFault { row: self.row.number, code: code.1, message, raw: self.row.raw.clone() })
    }

    fn time(&mut self, columns: &[usize]) -> String {
        let cells = self.joined(columns);
        let read = match cells.as_str() {
            "" => Err("is empty; fill it, or leave such rows out with `when`".to_owned()),
            cells => self.mapping.clock.time(cells).map_err(|what| format!("holds `{cells}`, which {what}")),
        };
        read.unwrap_or_else(|what| {
            self.faults.push((BAD_TIME, format!("{} {what}", self.headers(columns))));
            String::new()
        })
    }

    fn object(&mut self, fields: &[Field], missing: Code) -> Object {
        let mut members = Vec::new();
        for field in fields {
            let before = self.faults.len();
            let found = match &field.value {
                Value::Nested(fields) => Some(Member::Object(self.object(fields, BAD_FIELD))),
                value @ (Value::Cells { .. } | Value::Text { .. }) => {
                    self.json(value, &field.name, BAD_FIELD).map(Member::Plain)
                }
            };
            match found {
                Some(found) => members.push((field.name.clone(), found)),
                None if field.required && self.faults.len() == before => {
                    let what = format!("{}, and `{}` needs it", self.empties(&field.value), field.name);
                    self.faults.push((missing, format!("{what}; fill it in the export")));
                }
                None => {}
            }
        }
        Object(members)
    }

    /// A value of this row; `None` where its cells are empty or it was noted as a fault.
    fn json(&mut self, value: &Value, name: &str, code: Code) -> Option<serde_json::Value> {
        let (text, form, what) = match value {
            Value::Nested(_) => return None,
            Value::Text { template, form } => (self.filled(template)?, form, format!("`{name}`")),
            Value::Cells { columns, words, form } => {
                let text = self.joined(columns);
                if let Some(words) = words {
                    let meaning = words.meanings.get(&text).cloned();
                    if meaning.is_none() && !text.is_empty() {
                        let known: Vec<&str> = words.meanings.keys().take(12).map(String::as_str).collect();
                        let (headers, place, known) = (self.headers(columns), &words.place, known.join(", "));
                        let what =
                            format!("{headers} holds `{text}`, which {place} does not translate ({known})");
                        self.faults.push((code, format!("{what}; add it there")));
                    }
                    return meaning;
                }
                (text, form, self.headers(columns))
            }
        };
        if text.is_empty() {
            return None;
        }
        match form.json(&text, &self.mapping.clock) {
            Ok(json) => Some(json),
            Err(fault) => {
                let mend = format!("mend the cell, or translate it with `values` of `{name}`");
                self.faults.push((code, format!("{what} holds `{text}`, which {fault}; {mend}")));
                None
            }
        }
    }

    fn joined(&self, columns: &[usize]) -> String {
        let cells: Vec<&str> =
            columns.iter().map(|&column| self.cell(column)).filter(|cell| !cell.is_empty()).collect();
        cells.join(" ")
    }

    /// A template's text; `None` where a cell in it is empty.
    fn filled(&self, template: &Template) -> Option<String> {
        let mut text = String::new();
        for part in &template.0 {
            let part = match part {
                Part::Plain(plain) => plain.as_str(),
                Part::Cell(column) => self.cell(*column),
                Part::Time => self.time.as_str(),
            };
            if part.is_empty() {
                return None;
            }
            text.push_str(part);
        }
        Some(text)
    }

    fn headers(&self, columns: &[usize]) -> String {
        let names: Vec<&str> =
            columns.iter().map(|&column| self.mapping.columns[column].header.as_str()).collect();
        format!("column {}", names.join(" and "))
    }

    fn empties(&self, value: &Value) -> String {
        match value {
            Value::Cells { columns, .. } => format!("{} is empty", self.headers(columns)),
            Value::Text { template, .. } => self.empty_cells(template),
            Value::Nested(_) => "a column is empty".to_owned(),
        }
    }

    fn empty_cells(&self, template: &Template) -> String {
        let empty = |part: &Part| match part {
            Part::Cell(column) if self.cell(*column).is_empty() => Some(*column),
            Part::Cell(_) | Part::Plain(_) | Part::Time => None,
        };
        let columns: Vec<usize> = template.0.iter().filter_map(empty).collect();
        format!("{} is empty", self.headers(&columns))
    }
}

/// The event in the order in which people write it.
struct Envelope<'a> {
    id: &'a str,
    source: Option<&'a serde_json::Value>,
    event_type: &'a str,
    time: &'a str,
    data: &'a Object,
}

/// Members in the order of the mapping.
struct Object(Vec<(String, Member)>);

enum Member {
    Plain(serde_json::Value),
    Object(Object),
}

impl Serialize for Envelope<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut event = serializer.serialize_map(Some(6))?;
        event.serialize_entry("specversion", "1.0")?;
        event.serialize_entry("id", self.id)?;
        event.serialize_entry("source", &self.source)?;
        event.serialize_entry("type", self.event_type)?;
        event.serialize_entry("time", self.time)?;
        event.serialize_entry("data", self.data)?;
        event.end()
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, member)| (name, member)))
    }
}

impl Serialize for Member {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Member::Plain(value) => value.serialize(serializer),
            Member::Object(object) => object.serialize(serializer),
        }
    }
}
