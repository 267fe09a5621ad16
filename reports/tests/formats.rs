//! One document in all its formats: the same figures in each, formulas that come to them, texts that nothing takes for formulas or
//! markup.
// Events of XML and kinds of documents that are of no concern to a test are passed over.
#![allow(clippy::wildcard_enum_match_arm)]

mod every_kind;
mod office;

use calamine::{Data, Reader as _, Xlsx};
use every_kind::every_kind;
use quick_xml::Reader;
use quick_xml::events::Event;
use reports::document::{Block, Document, Foot, RowSum, Sheet, Total};
use reports::render::table::{Cell, Column, Table};
use reports::render::{html, json_of, texts, workbook};
use reports::words::Lang;
use scoring::points::Points;
use serde_json::Value;
use std::io::{Cursor, Read as _};

/// The row of the heads of a table's sheet.
const HEAD_ROW: usize = 2;

/// A figure as a number; none for words and nothing.
fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Nothing | Cell::Text(_) => None,
        Cell::Count(count) => Some(*count as f64),
        Cell::Points(points) => Some(f64::from(points.0) / 100.0),
        Cell::Share(rate) => Some(rate.0 as f64 / 10_000.0),
    }
}

/// The rows of a table and the line below them.
fn lines(sheet: &Sheet) -> Vec<Vec<Cell>> {
    sheet.table.rows.iter().cloned().chain(sheet.foot_cells()).collect()
}

fn book(bytes: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes.to_vec())).unwrap()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// A ranking whose categories, bonus and total are in hundredths that binary fractions do not have, with a mean of half a hundredth
/// and texts that look like formulas.
fn tricky() -> Document {
    let mut document = every_kind(Lang::Zh).into_iter().find(|of| of.kind.word() == "bulletin").unwrap();
    let row = |name: &str, a: i32, b: i32| {
        let points = [a, b, a + b].map(|points| Cell::Points(Points(points)));
        [Cell::Text(name.to_owned())].into_iter().chain(points).collect::<Vec<_>>()
    };
    let odd =
        vec![Cell::Text("甲".to_owned()), Cell::Nothing, Cell::Points(Points(5)), Cell::Points(Points(5))];
    let rows = vec![
        row("=1+1", 110, 220),
        row("@SUM(1)", -335, 10),
        row("+2", 1_005, 2_010),
        row("-3", 70, 15),
        odd,
    ];
    let column = |title: &str| Column { title: title.to_owned(), width: 8 };
    let columns = vec![column("=cmd|' /C calc'!A0"), column("A"), column("B"), column("总分")];
    let table = Table { title: "怪/表".to_owned(), about: Vec::new(), columns, rows };
    let sums = vec![RowSum { column: 3, of: vec![1, 2] }];
    let foot = Foot {
        label: "平均".to_owned(),
        totals: vec![Total::Nothing, Total::Mean, Total::Mean, Total::Sum],
    };
    let sheet = Sheet { table, sums, foot: Some(foot) };
    document.blocks = vec![Block::paragraph("=1+1"), Block::table(sheet.clone()), Block::table(sheet)];
    document.annexes.clear();
    document.sealed()
}

fn all() -> Vec<Document> {
    let mut all = every_kind(Lang::Zh);
    all.extend(every_kind(Lang::En));
    all.push(tricky());
    all
}

#[test]
fn a_workbook_read_again_has_every_cell_of_the_document() {
    for document in all() {
        let mut book = book(&workbook::xlsx(&document).unwrap());
        let names = book.sheet_names();
        assert_eq!(names.len(), document.sheets().count() + 1, "{}", document.name);
        for (sheet, name) in document.sheets().zip(&names[1..]) {
            let range = book.worksheet_range(name).unwrap();
            for (row, cells) in (HEAD_ROW + 1..).zip(lines(sheet)) {
                for (column, cell) in cells.iter().enumerate() {
                    let read = range.get_value((row as u32, column as u32)).unwrap_or(&Data::Empty);
                    let place = format!("{} {name} {row} {column}", document.name);
                    match (number(cell), cell) {
                        (Some(number), _) => assert_eq!(read, &Data::Float(number), "{place}"),
                        (None, Cell::Text(words)) => {
                            assert_eq!(read, &Data::String(words.clone()), "{place}")
                        }
                        (None, _) => assert_eq!(read, &Data::Empty, "{place}"),
                    }
                }
            }
        }
    }
}

#[test]
fn what_is_computed_is_a_formula_and_no_text_is_one() {
    let bytes = workbook::xlsx(&tricky()).unwrap();
    let mut book = book(&bytes);
    let formulas = book.worksheet_formula(&book.sheet_names()[1].clone()).unwrap();
    let told = |row, column| formulas.get_value((row, column)).cloned().unwrap_or_default();
    assert_eq!(told(3, 3), "ROUND(SUM(B4:C4),2)");
    assert_eq!(told(7, 3), "", "a row in which a part is not known keeps its figure");
    assert_eq!(told(8, 1), "INT(ROUND(SUM(B4:B8)*100,0)/COUNT(B4:B8)+0.5)/100");
    assert_eq!(told(8, 3), "ROUND(SUM(D4:D8),2)");
    for row in 0..9 {
        assert_eq!(told(row, 0), "", "a text is none");
    }
    let ranking = every_kind(Lang::Zh).into_iter().find(|of| of.kind.word() == "bulletin").unwrap();
    let mut ranking = self::book(&workbook::xlsx(&ranking).unwrap());
    let formulas = ranking.worksheet_formula("窗口得分排名").or_else(|_| {
        let name = ranking.sheet_names().into_iter().find(|name| name.contains("排名")).unwrap();
        ranking.worksheet_formula(&name)
    });
    let formulas = formulas.unwrap();
    let computed = formulas.cells().filter(|(.., formula)| formula.starts_with("ROUND(SUM(")).count();
    assert_eq!(computed, 3, "three windows are ranked, their totals are sums");
}

#[test]
fn sheets_of_one_title_have_names_of_their_own() {
    assert_eq!(book(&workbook::xlsx(&tricky()).unwrap()).sheet_names(), ["封面", "怪表", "怪表 2"]);
}

#[test]
fn heads_stay_are_filtered_and_printed_on_every_page_with_the_code_below() {
    let document = tricky();
    let sheet = part(&workbook::xlsx(&document).unwrap(), "xl/worksheets/sheet2.xml");
    assert!(sheet.contains("state=\"frozen\"") && sheet.contains("<autoFilter ref=\"A3:D8\"/>"), "{sheet}");
    assert!(sheet.contains("paperSize=\"9\"") && sheet.contains("fitToHeight=\"0\""), "{sheet}");
    assert!(sheet.contains(document.trace.code.as_ref().unwrap()), "{sheet}");
    assert!(sheet.contains("&amp;8 2026-09"), "the period is not read as the size of the type: {sheet}");
    let names = part(&workbook::xlsx(&document).unwrap(), "xl/workbook.xml");
    assert!(names.contains("_xlnm.Print_Titles"), "{names}");
}

#[test]
fn a_row_of_long_words_is_as_high_as_its_lines() {
    let mut document = tricky();
    let Some(Block::Table { sheet }) = document.blocks.get_mut(1) else { panic!("a table") };
    sheet.table.rows[1][0] = Cell::Text("超".repeat(60));
    let sheet = part(&workbook::xlsx(&document).unwrap(), "xl/worksheets/sheet2.xml");
    let height = |row: u32| {
        let (_, from) = sheet.split_once(&format!("<row r=\"{row}\"")).unwrap();
        let (of_row, _) = from.split_once('>').unwrap();
        of_row
            .split_once("ht=\"")
            .map_or(15.0, |(_, ht)| ht.split_once('"').unwrap().0.parse::<f64>().unwrap())
    };
    assert!((height(4), height(5)) == (15.0, 45.0), "{} {}", height(4), height(5));
}

#[test]
fn the_cover_says_what_the_document_is_of() {
    for document in all() {
        let mut book = book(&workbook::xlsx(&document).unwrap());
        let cover = book.worksheet_range(&book.sheet_names()[0].clone()).unwrap();
        let said: Vec<String> = cover.cells().map(|(.., cell)| cell.to_string()).collect();
        let trace = &document.trace;
        let rulebook = format!("{} {}", trace.rulebook, trace.rulebook_version);
        for told in [&trace.period, &trace.as_of, &rulebook, trace.code.as_ref().unwrap()] {
            assert!(said.contains(told), "{told} in {said:?}");
        }
        for block in &document.blocks {
            if let Block::Paragraph { text } = block {
                assert!(said.contains(text), "{text} in {said:?}");
            }
        }
    }
}

#[test]
fn the_same_document_is_the_same_bytes() {
    let (one, other) = (tricky(), tricky());
    let written = |document: &Document| workbook::xlsx(document).unwrap();
    assert_eq!(written(&one), written(&other));
    assert!(part(&written(&one), "docProps/core.xml").contains(&one.trace.as_of[..10]), "no time of making");
    assert_eq!(texts::zip(&one).unwrap(), texts::zip(&other).unwrap());
    assert_eq!(html::page(&one), html::page(&other));
    assert_eq!(json_of(&one), json_of(&other));
}

/// Headings with their levels, and the cells of each table outside charts, as a page has them.
struct PageRead {
    headings: Vec<u8>,
    tables: Vec<Vec<Vec<String>>>,
    ids: Vec<String>,
}

fn read(page: &str) -> PageRead {
    let page = page.strip_prefix("<!DOCTYPE html>").unwrap_or(page);
    let mut reader = Reader::from_str(page);
    let mut read = PageRead { headings: Vec::new(), tables: Vec::new(), ids: Vec::new() };
    let (mut in_cell, mut in_details) = (false, false);
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return read,
            Event::Start(tag) => {
                for attribute in tag.attributes() {
                    let attribute = attribute.unwrap();
                    let value = attribute.value.into_owned();
                    match attribute.key.as_ref() {
                        "id" => read.ids.push(value),
                        "style" => panic!("a style that the service's policy forbids: {value}"),
                        name => assert!(!name.starts_with("on"), "no script"),
                    }
                }
                match tag.name().as_ref() {
                    heading @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6") => {
                        read.headings.push(heading.as_bytes()[1] - b'0');
                    }
                    "script" => panic!("no script"),
                    "details" => in_details = true,
                    "table" if !in_details => read.tables.push(Vec::new()),
                    "tr" if !in_details => read.tables.last_mut().unwrap().push(Vec::new()),
                    "td" | "th" if !in_details => {
                        in_cell = true;
                        read.tables.last_mut().unwrap().last_mut().unwrap().push(String::new());
                    }
                    _ => {}
                }
            }
            Event::End(tag) => match tag.name().as_ref() {
                "details" => in_details = false,
                "td" | "th" => in_cell = false,
                _ => {}
            },
            Event::Text(text) if in_cell => {
                let cell = read.tables.last_mut().unwrap().last_mut().unwrap().last_mut().unwrap();
                cell.push_str(&text);
            }
            Event::GeneralRef(name) if in_cell => {
                let cell = read.tables.last_mut().unwrap().last_mut().unwrap().last_mut().unwrap();
                cell.push_str(match &*name {
                    "lt" => "<",
                    "gt" => ">",
                    "amp" => "&",
                    _ => "\"",
                });
            }
            _ => {}
        }
    }
}

#[test]
fn a_page_is_well_formed_and_its_headings_follow_each_other() {
    for document in all() {
        let read = read(&html::page(&document));
        assert_eq!(read.headings.iter().filter(|level| **level == 1).count(), 1, "{}", document.name);
        assert_eq!(read.headings[0], 1);
        for pair in read.headings.windows(2) {
            assert!(pair[1] <= pair[0] + 1, "{}: {:?}", document.name, read.headings);
        }
        let mut ids = read.ids.clone();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), read.ids.len(), "{}: {:?}", document.name, read.ids);
    }
}

#[test]
fn a_page_has_every_cell_of_the_document() {
    for document in all() {
        let tables = read(&html::page(&document)).tables;
        assert_eq!(tables.len(), document.sheets().count(), "{}", document.name);
        for (sheet, table) in document.sheets().zip(tables) {
            let written = |cell: &Cell| match cell {
                Cell::Nothing => "—".to_owned(),
                Cell::Text(words) => words.clone(),
                Cell::Count(count) => count.to_string().replace('-', "−"),
                Cell::Points(points) => points.to_string().replace('-', "−"),
                Cell::Share(rate) => document.lang.percent(*rate),
            };
            for (row, cells) in sheet.table.rows.iter().zip(&table[1..]) {
                assert_eq!(&row.iter().map(written).collect::<Vec<_>>(), cells);
            }
            if let Some(foot) = sheet.foot_cells() {
                for (cell, shown) in foot.iter().zip(table.last().unwrap()) {
                    let told = if *cell == Cell::Nothing { String::new() } else { written(cell) };
                    assert_eq!(&told, shown);
                }
            }
        }
    }
}

#[test]
fn texts_of_a_document_are_no_markup() {
    let mut document = tricky();
    document.title = "<script>1</script>\"</style>".to_owned();
    document.blocks.push(Block::paragraph("<b onload=x>&amp;"));
    let page = html::page(&document);
    read(&page);
    assert!(page.contains("&lt;b onload=x&gt;&amp;amp;") && page.matches("</style>").count() == 1, "{page}");
}

#[test]
fn json_has_the_figures_of_rows_and_of_the_line_below() {
    for document in all() {
        let json: Value = serde_json::from_str(&json_of(&document)).unwrap();
        assert_eq!(json["trace"]["code"].as_str(), document.trace.code.as_deref());
        let blocks = json["blocks"].as_array().unwrap().iter();
        let annexed =
            json["annexes"].as_array().unwrap().iter().flat_map(|of| of["blocks"].as_array().unwrap());
        let tables: Vec<&Value> = blocks
            .chain(annexed)
            .filter(|block| block["block"] == "table")
            .map(|block| &block["sheet"])
            .collect();
        assert_eq!(tables.len(), document.sheets().count());
        for (sheet, table) in document.sheets().zip(tables) {
            let rows = table["table"]["rows"].as_array().unwrap().iter();
            let below = table["foot_cells"].as_array().map(|_| &table["foot_cells"]);
            for (cells, row) in lines(sheet).iter().zip(rows.chain(below)) {
                let read: Vec<Option<f64>> = row.as_array().unwrap().iter().map(Value::as_f64).collect();
                assert_eq!(read, cells.iter().map(number).collect::<Vec<_>>());
            }
        }
    }
}

#[test]
fn tables_are_packed_with_what_they_are_of() {
    let document = tricky();
    let packed = texts::zip(&document).unwrap();
    let archive = zip::ZipArchive::new(Cursor::new(&packed)).unwrap();
    let mut names: Vec<_> = archive.file_names().map(|name| name.unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["00-说明.csv", "01-怪表.csv", "02-怪表.csv"]);
    assert!(part(&packed, "00-说明.csv").contains(document.trace.code.as_ref().unwrap()));
    let table = part(&packed, "01-怪表.csv");
    assert!(table.starts_with("\u{feff}'=cmd|' /C calc'!A0,A,B,总分\r\n'=1+1,1.1,2.2,3.3\r\n"), "{table}");
    assert_eq!(table.lines().count(), 7, "head, five rows, and the line below");
}

#[test]
fn libreoffice_computes_every_formula_to_the_document_s_figure() {
    let documents = all();
    let files: Vec<Vec<u8>> = documents
        .iter()
        .map(|document| office::without_results(&workbook::xlsx(document).unwrap()))
        .collect();
    let Some(read) = office::computed("formulas", &files) else { return };
    let mut formulas = 0;
    for (document, sheets) in documents.iter().zip(read) {
        let mut book = book(&workbook::xlsx(document).unwrap());
        let names = book.sheet_names();
        for (sheet, name) in document.sheets().zip(&names[1..]) {
            formulas += book.worksheet_formula(name).unwrap().used_cells().count();
            let rows = &sheets[name];
            for (row, cells) in (HEAD_ROW + 1..).zip(lines(sheet)) {
                for (column, cell) in cells.iter().enumerate() {
                    let Some(number) = number(cell) else { continue };
                    let shown = &rows[row][column];
                    let place = format!("{} {name} {row} {column}: {shown}", document.name);
                    match shown.strip_suffix('%') {
                        // A share to its hundredth of a percent, which is all that it has.
                        Some(percent) => {
                            let hundredths = (percent.parse::<f64>().unwrap() * 100.0).round();
                            assert_eq!(hundredths, (number * 10_000.0).round(), "{place}");
                        }
                        None => assert_eq!(shown.parse::<f64>(), Ok(number), "{place}"),
                    }
                }
            }
        }
    }
    assert!(formulas > 100, "{formulas} formulas were computed");
}

#[test]
fn libreoffice_opens_csv_with_formulas_inert() {
    let (_, csv) = texts::csv(&tricky()).remove(0);
    let Some(rows) = office::opened("inert", &csv) else { return };
    assert_eq!(rows[0][0], "'=cmd|' /C calc'!A0");
    let first: Vec<&str> = rows.iter().skip(1).map(|row| row[0].as_str()).collect();
    assert_eq!(first, ["'=1+1", "'@SUM(1)", "'+2", "'-3", "甲", "平均"]);
    assert_eq!(rows[2][1], "-3.35", "a figure is a figure");
}
