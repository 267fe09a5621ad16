//! Formulas that come to the figures of a document when a workbook computes them again.

use crate::document::{RowSum, Total};
use crate::render::table::xlsx::number;
use crate::render::table::{Cell, Table};
use rust_xlsxwriter::{Formula, utility};
use scoring::points::Points;

/// Where the rows of a table stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// The first row, from 0.
    pub first_row: u32,
}

impl Place {
    /// The formula of a sum within a row, and the cell that it is; none where the parts do not make the figure.
    pub fn row_sum<'c>(self, row: u32, cells: &'c [Cell], sum: &RowSum) -> Option<(Formula, &'c Cell)> {
        let whole = cells.get(sum.column)?;
        let parts: Option<Vec<&Cell>> = sum.of.iter().map(|column| cells.get(*column)).collect();
        if added(parts?.into_iter())? != *whole {
            return None;
        }
        let names: Vec<String> = sum.of.iter().map(|column| name(row, *column as u16)).collect();
        let is_run = sum.of.windows(2).all(|pair| matches!(pair, [one, next] if one + 1 == *next));
        let said = match (names.as_slice(), is_run) {
            ([], _) => return None,
            ([first, .., last], true) => format!("SUM({first}:{last})"),
            (names, _) => names.join("+"),
        };
        Some((result(&rounded(&said, whole), whole)?, whole))
    }

    /// The formula of a figure below a column; none where there is nothing, or where the column's cells do not make it.
    pub fn foot(self, table: &Table, column: u16, total: Total, cell: &Cell) -> Option<Formula> {
        let figures = || {
            let cells = table.rows.iter().filter_map(move |row| row.get(usize::from(column)));
            cells.filter(|cell| number(cell).is_some())
        };
        let last_row = self.first_row + (table.rows.len() as u32).checked_sub(1)?;
        let range = format!("{}:{}", name(self.first_row, column), name(last_row, column));
        match total {
            Total::Nothing => None,
            Total::Sum if added(figures())? == *cell => {
                result(&rounded(&format!("SUM({range})"), cell), cell)
            }
            Total::Sum => None,
            Total::Mean if figures().all(|figure| matches!(figure, Cell::Points(_))) => {
                // Whole hundredths, divided and rounded half up: ROUND of a mean rounds half away from nought, and may take
                // 99.775 for a little less.
                let mean = format!("INT(ROUND(SUM({range})*100,0)/COUNT({range})+0.5)/100");
                result(&mean, cell)
            }
            Total::Mean => None,
        }
    }
}

/// The sum of figures of one kind; none of none, or where something else is among them.
fn added<'c>(mut cells: impl Iterator<Item = &'c Cell>) -> Option<Cell> {
    let mut sum = cells.next()?.clone();
    for cell in cells {
        sum = match (sum, cell) {
            (Cell::Count(sum), Cell::Count(more)) => Cell::Count(sum + more),
            (Cell::Points(sum), Cell::Points(more)) => Cell::Points(Points(sum.0 + more.0)),
            (Cell::Nothing | Cell::Text(_) | Cell::Count(_) | Cell::Points(_) | Cell::Share(_), _) => {
                return None;
            }
        };
    }
    matches!(sum, Cell::Count(_) | Cell::Points(_)).then_some(sum)
}

/// Points are decimal, a workbook's numbers are not: sums are rounded to the hundredth.
fn rounded(said: &str, cell: &Cell) -> String {
    match cell {
        Cell::Points(_) => format!("ROUND({said},2)"),
        Cell::Nothing | Cell::Text(_) | Cell::Count(_) | Cell::Share(_) => said.to_owned(),
    }
}

fn result(said: &str, cell: &Cell) -> Option<Formula> {
    Some(Formula::new(format!("={said}")).set_result(number(cell)?.to_string()))
}

fn name(row: u32, column: u16) -> String {
    utility::row_col_to_cell(row, column)
}
