//! The cells of a table as they are written.

use crate::document::Sheet;
use crate::render::table::Cell;
use crate::words::Lang;

/// What is written where there is nothing.
const NOTHING: &str = "—";

/// A table as it is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Grid {
    /// The heads of its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Vec<Written>>,
    /// The line below.
    pub foot: Option<Vec<Written>>,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Column {
    /// Its head.
    pub head: String,
    /// About how many letters wide it is.
    pub letters: f32,
    /// Whether it holds figures, which stand to the right and are not broken.
    pub is_figures: bool,
    /// How many places after the point its figures have at most.
    pub places: usize,
}

/// A cell as it is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Written {
    /// The text.
    pub text: String,
    /// How many places after the point it has, where it is points.
    pub places: Option<usize>,
}

impl Grid {
    /// Of a document's table.
    pub fn of(sheet: &Sheet, lang: Lang) -> Grid {
        let table = &sheet.table;
        let write = |row: &Vec<Cell>| {
            let cells = row.iter().chain(std::iter::repeat(&Cell::Nothing)).take(table.columns.len());
            cells.map(|cell| written(cell, lang)).collect::<Vec<_>>()
        };
        let rows: Vec<Vec<Written>> = table.rows.iter().map(write).collect();
        let foot = sheet.foot_cells().map(|cells| {
            let mut foot = write(&cells);
            for (cell, written) in cells.iter().zip(&mut foot) {
                if matches!(cell, Cell::Nothing) {
                    written.text.clear();
                }
            }
            foot
        });
        let below = foot.as_ref();
        let columns = table.columns.iter().enumerate().map(|(place, column)| {
            let places = |row: &Vec<Written>| row.get(place).and_then(|cell| cell.places).unwrap_or(0);
            Column {
                head: column.title.clone(),
                letters: f32::from(column.width),
                is_figures: is_figures(table.rows.iter().filter_map(|row| row.get(place))),
                places: rows.iter().chain(below).map(places).max().unwrap_or(0),
            }
        });
        let columns = columns.collect();
        Grid { columns, rows, foot }
    }
}

fn written(cell: &Cell, lang: Lang) -> Written {
    let plain = |text: String| Written { text, places: None };
    match cell {
        Cell::Nothing => plain(NOTHING.to_owned()),
        Cell::Text(words) => plain(words.clone()),
        Cell::Count(count) => plain(count.to_string().replace('-', "−")),
        Cell::Points(points) => {
            let text = points.to_string().replace('-', "−");
            let places = text.split_once('.').map(|(_, places)| places.len());
            Written { text, places }
        }
        Cell::Share(rate) => plain(lang.percent(*rate)),
    }
}

/// Whether a column holds figures alone, be they written as text.
fn is_figures<'a>(cells: impl Iterator<Item = &'a Cell>) -> bool {
    let mut has_figures = false;
    for cell in cells {
        match cell {
            Cell::Nothing => {}
            Cell::Count(_) | Cell::Points(_) | Cell::Share(_) => has_figures = true,
            Cell::Text(words) if is_figure(words) => has_figures = true,
            Cell::Text(words) if words.is_empty() || words == NOTHING => {}
            Cell::Text(_) => return false,
        }
    }
    has_figures
}

fn is_figure(words: &str) -> bool {
    let digits = words.trim_start_matches(['+', '−', '-']).trim_end_matches('%');
    digits.starts_with(|first: char| first.is_ascii_digit())
        && digits.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ','))
}
