//! Turns the exports that a county already has into events, as a mapping file says.
//!
//! | step | file | what it does |
//! | --- | --- | --- |
//! | read the mapping | `read.rs`, `blocks.rs` | TOML to [`Mapping`], every mistake at once, checked against `contract.rs` |
//! | read the export | `table.rs`, `csv.rs`, `xlsx.rs` | CSV or workbook to rows of texts |
//! | map | `rows.rs`, `value.rs`, `clock.rs` | a row to one JSON line for each `[[event]]` that fits it |
//!
//! The format is taught at the top of `ingest/mappings/swipe-clock.toml` and `case-system.toml`. What comes out is
//! checked like every other event; here a row is refused only for what the export alone can show, in its own words.

mod blocks;
mod clock;
mod csv;
mod read;
mod rows;
mod table;
mod value;
mod xlsx;

pub use read::read;
pub use rows::{Events, MappedLine, RowFault, events};
pub use table::FileFault;

use value::{Template, Value};

/// A mapping, checked.
#[derive(Clone, Debug)]
pub struct Mapping {
    layout: table::Layout,
    clock: clock::Clock,
    columns: Vec<Column>,
    source: Value,
    blocks: Vec<Block>,
}

/// A column that the mapping uses; everything else speaks of it by its place in [`Mapping::columns`].
#[derive(Clone, Debug)]
struct Column {
    header: String,
    /// Other headers that mean the same.
    others: Vec<String>,
}

/// One `[[event]]`: what makes one event of a row.
#[derive(Clone, Debug)]
struct Block {
    event_type: String,
    /// All must hold.
    when: Vec<When>,
    id: Template,
    /// The columns that give the time, joined by a space.
    time: Vec<usize>,
    data: Vec<value::Field>,
}

/// A condition on a row.
#[derive(Clone, Debug)]
struct When {
    column: usize,
    test: Test,
}

#[derive(Clone, Debug)]
enum Test {
    Filled(bool),
    Values(Vec<String>),
    Except(Vec<String>),
}

impl Test {
    fn holds(&self, cell: &str) -> bool {
        match self {
            Test::Filled(wanted) => cell.is_empty() != *wanted,
            Test::Values(values) => values.iter().any(|value| value == cell),
            Test::Except(values) => values.iter().all(|value| value != cell),
        }
    }
}
