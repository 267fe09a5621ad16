//! Reads workbooks (.xlsx, also .xls, .xlsb and .ods): each cell becomes the text that a CSV export would hold.

use super::clock::excel_text;
use super::table::{FileFault, Layout, Row, plain_cell};
use calamine::{Data, Range, Reader, open_workbook_auto_from_rs};
use std::io::Cursor;

/// Whether the bytes are a workbook: a zip archive, or the older compound file.
pub(crate) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0")
}

/// The rows of one sheet.
pub(crate) struct SheetRows {
    range: Range<Data>,
    next: u32,
}

impl SheetRows {
    pub fn open(layout: &Layout, bytes: Vec<u8>) -> Result<SheetRows, FileFault> {
        let mend =
            "open it in a spreadsheet program, see that it has no password, and save it again as .xlsx";
        let unreadable = |error| FileFault::new(format!("the workbook cannot be read: {error}"), mend);
        let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(unreadable)?;
        let sheets = workbook.sheet_names();
        let Some(sheet) = layout.sheet.as_ref().or(sheets.first()) else {
            return Err(FileFault::new("the workbook has no sheet", mend));
        };
        if !sheets.contains(sheet) {
            let what = format!("the workbook has no sheet `{sheet}`; its sheets are {}", sheets.join(", "));
            return Err(FileFault::new(what, "name one of them as `sheet` in the mapping"));
        }
        let range = workbook.worksheet_range(sheet).map_err(unreadable)?;
        let next = range.start().map_or(0, |(row, _)| row);
        Ok(SheetRows { range, next })
    }
}

impl Iterator for SheetRows {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let (_, last_column) = self.range.end().filter(|&(last_row, _)| self.next <= last_row)?;
        let row = self.next;
        self.next += 1;
        // From the first column of the sheet, so that a table that begins further right keeps its letters.
        let cells: Vec<String> = (0..=last_column)
            .map(|column| self.range.get_value((row, column)).map(cell_text).unwrap_or_default())
            .collect();
        let raw = cells.join("\t").trim_end().to_owned();
        Some(Row { number: u64::from(row) + 1, cells, raw, fault: None })
    }
}

fn cell_text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => plain_cell(text).to_owned(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number_text(*number),
        Data::Bool(flag) => if *flag { "TRUE" } else { "FALSE" }.to_owned(),
        Data::DateTime(when) => excel_text(when).unwrap_or_else(|| number_text(when.as_f64())),
        Data::DateTimeIso(text) | Data::DurationIso(text) => text.replace('T', " "),
        Data::Error(error) => error.to_string(),
    }
}

/// A number as a person reads it in the cell: 10023, not 10023.0, and no more than the 15 digits that Excel keeps.
fn number_text(number: f64) -> String {
    let rounded = format!("{number:.14e}").parse().unwrap_or(number);
    let rounded: f64 = if rounded == 0.0 { 0.0 } else { rounded };
    rounded.to_string()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

    fn layout(sheet: Option<&str>) -> Layout {
        let sheet = sheet.map(str::to_owned);
        Layout { encoding: None, delimiter: b',', sheet, header_row: 1, skip_rows: Vec::new() }
    }

    fn workbook() -> Vec<u8> {
        let mut workbook = Workbook::new();
        workbook.add_worksheet().set_name("说明").unwrap();
        let sheet = workbook.add_worksheet().set_name("刷卡").unwrap();
        let format = |pattern| Format::new().set_num_format(pattern);
        let at = ExcelDateTime::from_ymd(2026, 9, 1).unwrap().and_hms(8, 25, 3).unwrap();
        let (day, clock) =
            (ExcelDateTime::from_ymd(2026, 9, 1).unwrap(), ExcelDateTime::from_hms(8, 25, 3).unwrap());
        sheet.write(2, 1, "工号").unwrap();
        sheet.write(3, 1, 10023).unwrap();
        sheet.write(3, 2, " 10023 ").unwrap();
        sheet.write(3, 3, 0.1 + 0.2).unwrap();
        sheet.write(3, 4, true).unwrap();
        sheet.write_with_format(3, 5, &at, &format("yyyy/m/d h:mm")).unwrap();
        sheet.write_with_format(3, 6, &day, &format("yyyy年m月d日")).unwrap();
        sheet.write_with_format(3, 7, &clock, &format("h:mm:ss")).unwrap();
        workbook.save_to_buffer().unwrap()
    }

    #[test]
    fn cells_become_the_text_that_people_see() {
        let rows: Vec<Row> = SheetRows::open(&layout(Some("刷卡")), workbook()).unwrap().collect();
        assert_eq!((rows[0].number, rows[0].cells[1].as_str()), (3, "工号"));
        assert_eq!(rows[1].number, 4);
        let expected = ["", "10023", "10023", "0.3", "TRUE", "2026-09-01 08:25:03", "2026-09-01", "08:25:03"];
        assert_eq!(rows[1].cells, expected);
        assert_eq!(rows[1].raw, expected.join("\t"));
    }

    #[test]
    fn the_first_sheet_is_meant_where_none_is_named() {
        assert_eq!(SheetRows::open(&layout(None), workbook()).unwrap().count(), 0);
        let fault = SheetRows::open(&layout(Some("刷 卡")), workbook()).err().unwrap();
        assert!(fault.what.ends_with("its sheets are 说明, 刷卡"), "{fault}");
    }

    #[test]
    fn a_broken_workbook_says_so() {
        let mut bytes = workbook();
        bytes.truncate(200);
        let fault = SheetRows::open(&layout(None), bytes).err().unwrap();
        assert!(fault.what.starts_with("the workbook cannot be read"), "{fault}");
    }
}
