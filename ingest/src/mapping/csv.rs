//! Reads CSV exports: the usual Chinese encodings, quoted cells with line ends, and row numbers that stay right.

use super::table::{FileFault, Layout, Row, plain_cell};
use csv::{ByteRecord, Reader, ReaderBuilder};
use encoding_rs::{Encoding, GB18030, UTF_8};
use std::io::Cursor;
use std::sync::Arc;

/// The rows of a CSV file, held in memory: the encoding shows only at the end of the text.
pub(crate) struct CsvRows {
    text: Arc<[u8]>,
    encoding: &'static Encoding,
    delimiter: u8,
    reader: Reader<Cursor<Arc<[u8]>>>,
    /// Where in the text the reader began.
    base: usize,
    /// The line that `counted` lies on, from 1.
    line: u64,
    counted: usize,
}

impl CsvRows {
    pub fn open(layout: &Layout, bytes: Vec<u8>) -> Result<CsvRows, FileFault> {
        if bytes.trim_ascii_start().starts_with(b"<") {
            let what = "the file is a web page or XML, whatever its name says";
            return Err(FileFault::new(
                what,
                "open it in a spreadsheet program and save it as .xlsx or .csv",
            ));
        }
        let (text, encoding) = decode(layout.encoding, &bytes);
        let text: Arc<[u8]> = text.into_bytes().into();
        let reader = reader(&text, 0, layout.delimiter);
        Ok(CsvRows { text, encoding, delimiter: layout.delimiter, reader, base: 0, line: 1, counted: 0 })
    }

    /// The text of a part of the file, which was UTF-8 as a whole.
    fn part(&self, start: usize, end: usize) -> &str {
        let bytes = self.text.get(start..end).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// The line that a place lies on; places are asked for in order.
    fn line_at(&mut self, place: usize) -> u64 {
        let passed = self.text.get(self.counted..place).unwrap_or_default();
        self.line += passed.iter().filter(|&&byte| byte == b'\n').count() as u64;
        self.counted = self.counted.max(place);
        self.line
    }
}

impl Iterator for CsvRows {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let mut record = ByteRecord::new();
        let before = self.base + self.reader.position().byte() as usize;
        // Reading from memory with cells of any number and bytes cannot fail.
        if !self.reader.read_byte_record(&mut record).unwrap_or(false) {
            return None;
        }
        let after = self.base + self.reader.position().byte() as usize;
        // The reader skips empty lines, and the second half of CR LF, at the beginning of the next row.
        let blank = self.text.get(before..after).unwrap_or_default();
        let start = before + blank.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let number = self.line_at(start);
        let raw = self.part(start, after).trim_end_matches(['\r', '\n']).to_owned();

        let unclosed = after == self.text.len() && raw.matches('"').count() % 2 == 1;
        if let Some((first_line, _)) = raw.split_once('\n').filter(|_| unclosed) {
            // Everything below would be one cell; only this line is lost instead.
            let raw = first_line.trim_end_matches('\r').to_owned();
            self.base = start + first_line.len() + 1;
            self.reader = reader(&self.text, self.base, self.delimiter);
            let fault =
                "a quote is opened and never closed; close it, or write it twice if it is meant as a letter";
            return Some(Row { number, cells: Vec::new(), raw, fault: Some(fault.to_owned()) });
        }
        let cell = |bytes| plain_cell(std::str::from_utf8(bytes).unwrap_or_default()).to_owned();
        let cells = record.iter().map(cell).collect();
        let fault = raw.contains('\u{fffd}').then(|| {
            let encoding = self.encoding.name().to_lowercase();
            format!("the row holds bytes that are not {encoding}; mend it, or the mapping's `encoding`")
        });
        Some(Row { number, cells, raw, fault })
    }
}

fn reader(text: &Arc<[u8]>, from: usize, delimiter: u8) -> Reader<Cursor<Arc<[u8]>>> {
    let mut rest = Cursor::new(text.clone());
    rest.set_position(from as u64);
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(rest)
}

/// The text of a file: a byte order mark decides, then the mapping, then what fits with the fewest bad bytes.
fn decode(named: Option<&'static Encoding>, bytes: &[u8]) -> (String, &'static Encoding) {
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    if let Some(encoding) = marked.or(named) {
        return (encoding.decode(bytes).0.into_owned(), encoding);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), UTF_8);
    }
    let read = |encoding: &'static Encoding| (encoding.decode(bytes).0.into_owned(), encoding);
    let bad = |text: &str| text.matches('\u{fffd}').count();
    let (utf8, gb18030) = (read(UTF_8), read(GB18030));
    if bad(&utf8.0) < bad(&gb18030.0) { utf8 } else { gb18030 }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn layout() -> Layout {
        Layout { encoding: None, delimiter: b',', sheet: None, header_row: 1, skip_rows: Vec::new() }
    }

    fn rows(bytes: &[u8]) -> Vec<Row> {
        CsvRows::open(&layout(), bytes.to_vec()).unwrap().collect()
    }

    fn numbered(text: &str) -> Vec<(u64, String)> {
        rows(text.as_bytes()).into_iter().map(|row| (row.number, row.cells.join("|"))).collect()
    }

    #[test]
    fn numbers_are_lines_whatever_stands_between() {
        let expected = [(1, "a|b"), (2, "1|x\ny"), (5, "2|z"), (6, "3|")].map(|(n, c)| (n, c.to_owned()));
        assert_eq!(numbered("a,b\n1,\"x\ny\"\n\n2,z\n3,\n"), expected);
        assert_eq!(numbered("a,b\n1,\"x\ny\"\n\n2,z\n3,"), expected);
        let crlf = "a,b\n1,\"x\ny\"\n\n2,z\n3,\n".replace('\n', "\r\n");
        let crlf: Vec<u64> = numbered(&crlf).into_iter().map(|(number, _)| number).collect();
        assert_eq!(crlf, [1, 2, 5, 6]);
    }

    #[test]
    fn the_raw_row_is_kept() {
        let rows = rows("a,b\r\n1,\"x\r\ny \"\"q\"\"\"\r\n2,z".as_bytes());
        assert_eq!(rows[1].raw, "1,\"x\r\ny \"\"q\"\"\"");
        assert_eq!(rows[1].cells[1], "x\r\ny \"q\"");
        assert_eq!(rows[2].raw, "2,z");
    }

    #[test]
    fn encodings_are_found_out() {
        let text = "工号,姓名\n10023,李四㐀\n";
        let expected = numbered(text);
        let (gbk, _, bad) = GB18030.encode(text);
        assert!(!bad);
        let utf16: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [gbk.into_owned(), format!("\u{feff}{text}").into_bytes(), utf16] {
            let found: Vec<(u64, String)> =
                rows(&bytes).into_iter().map(|row| (row.number, row.cells.join("|"))).collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn one_bad_byte_spoils_one_row_and_not_the_encoding() {
        let rows = rows(&[b"\xe5\xb7\xa5\xe5\x8f\xb7\n1\xff\n2\xe5\xb7\xa5\n".as_slice()].concat());
        let faults: Vec<bool> = rows.iter().map(|row| row.fault.is_some()).collect();
        assert_eq!((rows[0].cells[0].as_str(), faults), ("工号", vec![false, true, false]));
    }

    #[test]
    fn an_unclosed_quote_costs_its_own_line_only() {
        let rows = rows(b"a,b\n1,\"x\n2,y\n3,z\n");
        let seen: Vec<(u64, &str, bool)> =
            rows.iter().map(|row| (row.number, row.raw.as_str(), row.fault.is_some())).collect();
        assert_eq!(seen, [(1, "a,b", false), (2, "1,\"x", true), (3, "2,y", false), (4, "3,z", false)]);
    }

    #[test]
    fn cells_lose_the_tricks_of_exports() {
        assert_eq!(numbered("\t0123 ,=\"0042\",　x\u{a0}\n"), [(1, "0123|0042|x".to_owned())]);
    }

    #[test]
    fn a_web_page_is_not_a_table() {
        let fault = CsvRows::open(&layout(), b"\n <html><table>".to_vec()).err().unwrap();
        assert!(fault.to_string().contains("web page"));
    }
}
