//! A table of a document, with what is computed from its own cells: a workbook computes it again, everything else writes the figure.

use crate::render::table::{Cell, Table};
use scoring::points::Points;
use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

/// A table of a document. In JSON the line below the rows has its figures too.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// The table; its title is the name of the workbook's sheet.
    pub table: Table,
    /// Columns that are the sum of others in their row.
    pub sums: Vec<RowSum>,
    /// The line below the rows.
    pub foot: Option<Foot>,
}

/// A column that is the sum of others in its row. The cells hold the sums already; a row in which a part is no figure keeps its
/// figure as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowSum {
    /// The column.
    pub column: usize,
    /// The columns that are added up.
    pub of: Vec<usize>,
}

/// The line below the rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Foot {
    /// What it is, in the first column.
    pub label: String,
    /// What stands in each column; the first is the label's.
    pub totals: Vec<Total>,
}

/// What stands below a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Total {
    /// Nothing.
    Nothing,
    /// The sum of the column's figures.
    Sum,
    /// The mean of the column's figures, of points to the hundredth, half up; nothing where there are none.
    Mean,
}

impl Sheet {
    /// A table without anything computed.
    pub fn plain(table: Table) -> Sheet {
        Sheet { table, sums: Vec::new(), foot: None }
    }

    /// The cells of the line below, the label among them.
    pub fn foot_cells(&self) -> Option<Vec<Cell>> {
        let foot = self.foot.as_ref()?;
        let below = |(column, total): (usize, &Total)| match total {
            Total::Nothing => Cell::Nothing,
            Total::Sum => self.sum(column),
            Total::Mean => self.mean(column),
        };
        let mut cells: Vec<Cell> = foot.totals.iter().enumerate().map(below).collect();
        if let Some(first) = cells.first_mut() {
            *first = Cell::Text(foot.label.clone());
        }
        Some(cells)
    }

    fn column(&self, column: usize) -> impl Iterator<Item = &Cell> {
        self.table.rows.iter().filter_map(move |row| row.get(column))
    }

    fn sum(&self, column: usize) -> Cell {
        let mut sum = Cell::Nothing;
        for cell in self.column(column) {
            sum = match (sum, cell) {
                (Cell::Nothing, Cell::Count(_) | Cell::Points(_)) => cell.clone(),
                (Cell::Count(sum), Cell::Count(more)) => Cell::Count(sum + more),
                (Cell::Points(sum), Cell::Points(more)) => Cell::Points(sum + *more),
                (sum, _) => sum,
            };
        }
        sum
    }

    fn mean(&self, column: usize) -> Cell {
        let points = self.column(column).filter_map(|cell| match cell {
            Cell::Points(points) => Some(i64::from(points.0)),
            Cell::Nothing | Cell::Text(_) | Cell::Count(_) | Cell::Share(_) => None,
        });
        Cell::points(mean(points))
    }
}

impl Serialize for Sheet {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut sheet = out.serialize_struct("Sheet", 4)?;
        sheet.serialize_field("table", &self.table)?;
        sheet.serialize_field("sums", &self.sums)?;
        sheet.serialize_field("foot", &self.foot)?;
        sheet.serialize_field("foot_cells", &self.foot_cells())?;
        sheet.end()
    }
}

/// The mean of points to the hundredth, half up; none of none.
pub fn mean_of(points: impl Iterator<Item = Points>) -> Option<Points> {
    mean(points.map(|points| i64::from(points.0)))
}

fn mean(hundredths: impl Iterator<Item = i64>) -> Option<Points> {
    let (sum, count) = hundredths.fold((0, 0), |(sum, count), points| (sum + points, count + 1));
    (count > 0).then(|| Points(rounded(sum, count)))
}

/// A quotient to the nearest whole, half up; what is divided by is positive.
fn rounded(sum: i64, count: i64) -> i32 {
    i32::try_from((2 * sum + count).div_euclid(2 * count)).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Foot, Sheet, Total};
    use crate::render::table::{Cell, Table};
    use scoring::points::Points;

    #[test]
    fn the_foot_adds_up_what_is_a_figure() {
        let row = |points: Option<i32>, count| {
            vec![Cell::Text("x".to_owned()), Cell::points(points.map(Points)), Cell::Count(count)]
        };
        let rows = vec![row(Some(9_950), 3), row(None, 4), row(Some(10_005), 5)];
        let foot = Foot { label: "合计".to_owned(), totals: vec![Total::Nothing, Total::Mean, Total::Sum] };
        let sheet = Sheet { table: Table { rows, ..Table::default() }, sums: Vec::new(), foot: Some(foot) };
        let cells = [Cell::Text("合计".to_owned()), Cell::Points(Points(9_978)), Cell::Count(12)];
        assert_eq!(sheet.foot_cells().as_deref(), Some(&cells[..]), "9977.5 is rounded up");
    }
}
