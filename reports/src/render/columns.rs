//! Text in columns for a terminal, aligned by display width: a Chinese character is two columns wide.

use comfy_table::{Cell, CellAlignment, LineStyle, Table, presets};
use serde::Serialize;

/// On which side of its column a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// Words.
    Left,
    /// Figures.
    Right,
}

/// Rows of texts, without lines around them; a cell may hold several lines.
pub struct Columns {
    table: Table,
    aligns: Vec<CellAlignment>,
}

impl Columns {
    /// No rows yet.
    pub fn new(aligns: &[Align]) -> Columns {
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        let aligns = aligns.iter().map(|align| match align {
            Align::Left => CellAlignment::Left,
            Align::Right => CellAlignment::Right,
        });
        Columns { table, aligns: aligns.collect() }
    }

    /// Sets the heads of the columns.
    pub fn head<'t>(&mut self, heads: impl IntoIterator<Item = &'t str>) {
        let cells: Vec<Cell> = self.cells(heads.into_iter().map(str::to_owned));
        self.table.set_header(cells);
    }

    /// Draws a hairline beneath the heads.
    pub fn rule(&mut self) {
        self.table.load_style(presets::NOTHING.header_separator(LineStyle::none().fill('─').junction('─')));
    }

    /// Adds a row.
    pub fn row(&mut self, texts: impl IntoIterator<Item = String>) {
        let cells = self.cells(texts.into_iter());
        self.table.add_row(cells);
    }

    fn cells(&self, texts: impl Iterator<Item = String>) -> Vec<Cell> {
        texts.zip(&self.aligns).map(|(text, align)| Cell::new(text).set_alignment(*align)).collect()
    }

    /// The rows as lines, indented by a column, without trailing blanks.
    pub fn text(&self) -> String {
        let lines: Vec<String> = self.table.lines().map(|line| format!(" {}\n", line.trim_end())).collect();
        lines.concat()
    }
}

#[cfg(test)]
mod tests {
    use super::{Align, Columns};

    #[test]
    fn chinese_takes_two_columns_a_character() {
        let mut columns = Columns::new(&[Align::Left, Align::Right, Align::Left]);
        columns.head(["窗口", "总分", "部门"]);
        columns.row(["W-09 不动产二窗", "63.0", "自然资源局"].map(str::to_owned));
        columns.row(["W-1", "113.5", "两行\n第二行"].map(str::to_owned));
        let expected = "  窗口              总分  部门
  W-09 不动产二窗   63.0  自然资源局
  W-1              113.5  两行
                          第二行
";
        assert_eq!(columns.text(), expected);
    }
}
