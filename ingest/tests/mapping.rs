//! Mapping files and exports: what an administrator writes, what comes out of it, and what is said when it is wrong.
#![allow(clippy::unwrap_used, missing_docs)]

use ingest::mapping::{MappedLine, Mapping, RowFault, events, read};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

const SWIPES: &str = include_str!("../mappings/swipe-clock.toml");
const CASES: &str = include_str!("../mappings/case-system.toml");
const SWIPES_CSV: &str = include_str!("../mappings/examples/swipe-clock.csv");
const CASES_CSV: &str = include_str!("../mappings/examples/case-system.csv");

/// A small mapping of swipes, with `more` at its top.
fn swipes(more: &str) -> Mapping {
    let text = format!(
        "utc_offset = \"+08:00\"\nsource = {{ text = \"hall\" }}\n{more}\n\
         [values.\"方向\"]\n\"进\" = \"in\"\n\"出\" = \"out\"\n[[event]]\ntype = \"attendance.swipe\"\n\
         id = \"{{卡号}}-{{time}}\"\ntime = \"时间\"\ndata = {{ staff = \"卡号\", direction = \"方向\" }}\n"
    );
    mapping(&text)
}

fn mapping(text: &str) -> Mapping {
    read("m.toml", text).unwrap_or_else(|mistakes| {
        panic!("{}", mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

fn mapped(mapping: &Mapping, export: &[u8]) -> Vec<Result<MappedLine, RowFault>> {
    events(mapping, export).unwrap().collect()
}

/// Lines and faults as text: `2 {…}` or `3 bad_field …`.
fn shown(mapping: &Mapping, export: &[u8]) -> Vec<String> {
    let show = |line: Result<MappedLine, RowFault>| match line {
        Ok(line) => format!("{} {}", line.row, String::from_utf8(line.json).unwrap()),
        Err(fault) => format!("{} {} {}", fault.row, fault.code, fault.message),
    };
    mapped(mapping, export).into_iter().map(show).collect()
}

fn mistakes(text: &str) -> Vec<String> {
    read("m.toml", text).unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn swipes_become_events() {
    let lines = shown(&mapping(SWIPES), SWIPES_CSV.as_bytes());
    assert_eq!(
        lines,
        [
            r#"2 {"specversion":"1.0","id":"swipe-10023-2026-09-01T08:25:03+08:00","source":"hall","type":"attendance.swipe","time":"2026-09-01T08:25:03+08:00","data":{"staff":"S-10023","direction":"in","device":"K-01"}}"#,
            r#"3 {"specversion":"1.0","id":"swipe-10023-2026-09-01T11:31:40+08:00","source":"hall","type":"attendance.swipe","time":"2026-09-01T11:31:40+08:00","data":{"staff":"S-10023","direction":"out","device":"K-01"}}"#,
            r#"4 {"specversion":"1.0","id":"swipe-10024-2026-09-01T08:31:07+08:00","source":"hall","type":"attendance.swipe","time":"2026-09-01T08:31:07+08:00","data":{"staff":"S-10024","direction":"in"}}"#,
            "5 bad_field attendance.swipe: column 方向 holds `外出`, which [values.\"方向\"] does not translate (上班, 下班, 出, 签到, 签退, 进); add it there",
        ]
    );
}

#[test]
fn one_row_gives_several_events() {
    let mapping = mapping(CASES);
    let lines: Vec<MappedLine> =
        mapped(&mapping, CASES_CSV.as_bytes()).into_iter().map(Result::unwrap).collect();
    let seen: Vec<(u64, String)> = lines
        .iter()
        .map(|line| {
            let event: serde_json::Value = serde_json::from_slice(&line.json).unwrap();
            (line.row, format!("{} {} {}", event["id"].as_str().unwrap(), event["source"], event["data"]))
        })
        .collect();
    let expected = [
        (
            2,
            r#"C-1001-accepted "hall" {"applicant":"a81f","case":"C-1001","channel":"window","green_channel":false,"item":"I-014","staff":"S-10023","window":"W-03"}"#,
        ),
        (2, r#"C-1001-completed "hall" {"case":"C-1001","outcome":"approved"}"#),
        (
            3,
            r#"C-1002-accepted "hall" {"applicant":"b77c","case":"C-1002","channel":"online","green_channel":true,"item":"I-020","staff":"S-10024","window":"W-09"}"#,
        ),
        (3, r#"C-1002-supplement-requested "hall" {"case":"C-1002","missing":["营业执照","租赁合同"]}"#),
        (3, r#"C-1002-supplement-received "hall" {"case":"C-1002"}"#),
        (3, r#"C-1002-suspended "hall" {"case":"C-1002","days":5,"reason":"expert_review"}"#),
        (3, r#"C-1002-resumed "hall" {"case":"C-1002"}"#),
        (3, r#"C-1002-extended "hall" {"approved_by":"县政府办","case":"C-1002","days":3}"#),
        (3, r#"C-1002-completed "hall" {"case":"C-1002","outcome":"denied"}"#),
        (
            5,
            r#"C-1003-accepted "estate" {"case":"C-1003","channel":"window","item":"I-031","staff":"S-10024","window":"W-09"}"#,
        ),
        (5, r#"C-1003-withdrawn "estate" {"case":"C-1003"}"#),
        (
            6,
            r#"C-1004-accepted "hall" {"applicant":"c02d","case":"C-1004","channel":"window","green_channel":false,"item":"I-014","staff":"S-10023","window":"W-03"}"#,
        ),
    ];
    assert_eq!(seen, expected.map(|(row, text)| (row, text.to_owned())));
}

#[test]
fn exporting_again_gives_the_same_lines() {
    let mapping = mapping(CASES);
    let json = |text: &str| -> Vec<Vec<u8>> {
        mapped(&mapping, text.as_bytes()).into_iter().map(|line| line.unwrap().json).collect()
    };
    let (head, last) = CASES_CSV.split_once("C-1004").unwrap();
    let mut later = json(head);
    later.extend(json(&format!("{}\nC-1004{last}", CASES_CSV.lines().next().unwrap())));
    assert_eq!(json(CASES_CSV), later);
}

#[test]
fn gbk_and_utf_8_give_the_same() {
    let mapping = mapping(SWIPES);
    let (gbk, _, _) = encoding_rs::GB18030.encode(SWIPES_CSV);
    assert_eq!(shown(&mapping, &gbk), shown(&mapping, SWIPES_CSV.as_bytes()));
    let marked = format!("\u{feff}{SWIPES_CSV}").replace('\n', "\r\n");
    assert_eq!(shown(&mapping, marked.as_bytes()), shown(&mapping, SWIPES_CSV.as_bytes()));
}

#[test]
fn the_layout_is_as_the_mapping_says() {
    let mapping = swipes("header_row = 3\ndelimiter = \";\"\nencoding = \"gb18030\"\nskip_rows = \"合计\"");
    let (export, _, _) = encoding_rs::GB18030
        .encode("刷卡记录表\n\n卡 号;时间;方向\n\n7;2026-09-01 08:00:00;进\n;;\n 合计：1;;\n");
    assert_eq!(
        shown(&mapping, &export),
        [
            r#"5 {"specversion":"1.0","id":"7-2026-09-01T08:00:00+08:00","source":"hall","type":"attendance.swipe","time":"2026-09-01T08:00:00+08:00","data":{"staff":"7","direction":"in"}}"#
        ]
    );
}

#[test]
fn date_and_time_may_be_two_columns() {
    let text = "utc_offset = \"+08:00\"\nsource = { text = \"hall\" }\n[[event]]\ntype = \"queue.served\"\n\
                id = \"{票号}-served\"\ntime = [\"日期\", \"时刻\"]\ndata = { ticket = { text = \"H-{日期}-{票号}\" } }\n";
    let lines = shown(&mapping(text), "票号,日期,时刻\nA12,2026-09-01,9:05:00\n".as_bytes());
    assert!(
        lines[0].contains(r#""time":"2026-09-01T09:05:00+08:00","data":{"ticket":"H-2026-09-01-A12"}"#),
        "{lines:?}"
    );
}

#[test]
fn a_leave_has_its_half_days_and_own_translations() {
    let text = r#"
utc_offset = "+08:00"
source = { text = "hall" }
[values."假别"]
"病假" = "sick"
[[event]]
type = "attendance.leave"
id = "leave-{单号}"
time = "批准时间"
[event.data]
staff = "工号"
kind = "假别"
from = { date = "起", session = { column = "起段", values = { "上午" = "am", "下午" = "pm" } } }
to = { date = "止", session = { text = "pm" } }
approved_by = "批准人"
hours = { column = "小时", as = "decimal" }
"#;
    let export = "单号,批准时间,工号,假别,起,起段,止,批准人,小时\n\
                  1,2026-09-01 08:00:00,7,病假,2026/9/2,下午,2026年9月3日,王五,11.50\n\
                  2,2026-09-01 08:00:00,7,病假,2026/9/2,,2026年9月3日,,\n";
    let lines = shown(&mapping(text), export.as_bytes());
    assert!(lines[0].contains(
        r#""from":{"date":"2026-09-02","session":"pm"},"to":{"date":"2026-09-03","session":"pm"},"approved_by":"王五","hours":11.5}"#
    ) , "{lines:?}");
    assert_eq!(
        lines[1],
        "3 missing_field attendance.leave: column 批准人 is empty, and `approved_by` needs it; fill it in the export; \
         column 起段 is empty, and `session` needs it; fill it in the export"
    );
}

#[test]
fn a_bad_row_says_what_to_mend_and_stops_nothing() {
    let export = "卡号,时间,方向\n,2026-09-01 08:00:00,进\n7,昨天,去\n7,2026-09-01,进\n7,2026-09-01 08:00:00,\n\
                  7,2026-09-01 08:00:00,进,多\n\"7,2026-09-01 08:00:00,进\n7,2026-09-01 08:00:00,进\n";
    let lines = shown(&swipes(""), export.as_bytes());
    let beginnings = [
        "2 not_cloudevent attendance.swipe: column 卡号 is empty, and `id` needs it; fill it in the export; column 卡号 is empty",
        "3 bad_time attendance.swipe: column 时间 holds `昨天`, which cannot be read as a time (tried %Y-%m-%d %H:%M, ",
        "4 bad_time attendance.swipe: column 时间 holds `2026-09-01`, which cannot be read as a time",
        "5 missing_field attendance.swipe: column 方向 is empty, and `direction` needs it; fill it in the export",
        "6 not_cloudevent the row has 4 cells under 3 headers; put a cell that holds the delimiter in quotes",
        "7 not_cloudevent a quote is opened and never closed; close it, ",
        "8 {\"specversion\"",
    ];
    assert_eq!(lines.len(), beginnings.len());
    for (line, beginning) in lines.iter().zip(beginnings) {
        assert!(line.starts_with(beginning), "{line}");
    }
    let raw: Vec<String> =
        mapped(&swipes(""), export.as_bytes()).into_iter().filter_map(|line| Some(line.err()?.raw)).collect();
    assert_eq!(raw[4..], ["7,2026-09-01 08:00:00,进,多", "\"7,2026-09-01 08:00:00,进"]);
}

#[test]
fn missing_headers_are_one_fault_of_the_file() {
    let fault = |export: &str| events(&swipes(""), export.as_bytes()).err().unwrap().to_string();
    assert_eq!(
        fault("卡号,打卡时间\n1,2\n"),
        "there is no column `时间`, there is no column `方向`; the headers found are 卡号, 打卡时间; \
         mend the mapping ([headers] takes other names of a column; header_row says where they stand)"
    );
    assert!(fault("卡号,时间,方向,时间\n").starts_with("the column `时间` is there 2 times; "));
    assert!(fault("").starts_with("the file has no row 1 or below; "));
}

#[test]
fn rows_that_give_no_event_are_counted() {
    let text = "utc_offset = \"+08:00\"\nsource = { text = \"hall\" }\n[[event]]\ntype = \"queue.served\"\n\
                id = \"{票号}\"\ntime = \"完成\"\nwhen = { column = \"完成\", filled = true }\ndata = { ticket = \"票号\" }\n";
    let mapping = mapping(text);
    let mut events = events(&mapping, "票号,完成\n1,\n2,2026-09-01 08:00:00\n\n3,\n".as_bytes()).unwrap();
    assert_eq!(events.by_ref().count(), 1);
    assert_eq!((events.rows(), events.rows_without_event()), (3, 2));
}

#[test]
fn every_mistake_of_a_mapping_is_told_with_its_line() {
    let text = r#"encodng = "gbk"
delimiter = ",,"
header_row = 0
time_format = ["%Y/%m/%d %H:%M:%S", "yyyy"]
utc_offset = "8"
skip_rows = [""]
source = "hall"
[headers]
"工号2" = "x"
[values."方向"]
"上班" = "inn"
[[event]]
type = "attendance.swype"
id = "x"
time = "时间"
data = {}
[[event]]
type = "attendance.swipe"
id = "{工号"
when = { column = "方向", filled = true, values = ["上班"] }
[event.data]
direction = "方向"
devise = "设备"
note = { column = "备注", as = "word" }
device = { column = "a", text = "b" }
[[event]]
type = "rating.submitted"
id = "{评价号}"
time = "时间"
[event.data]
rating = "评价号"
window = "窗口"
level = 5.5
channel = { text = "wechat" }
staff = { column = "工号", times = 100, separator = "" }
"#;
    assert_eq!(
        mistakes(text),
        [
            "m.toml:1: unknown key `encodng` in the mapping; did you mean `encoding`? otherwise take it out",
            "m.toml:2: `delimiter` is not one ASCII sign; write \",\", \";\", \"|\" or \"\\t\"",
            "m.toml:3: `header_row` is no row number; count rows from 1",
            "m.toml:4: the time format `yyyy` does not give a year, a month and a day; write it as \"%Y/%m/%d %H:%M:%S\"",
            "m.toml:5: `8` is no offset; write it as \"+08:00\"",
            "m.toml:6: an empty text in `skip_rows` would skip every row; take it out",
            "m.toml:9: `headers` names the column `工号2`, which no event uses; did you mean `工号`? otherwise take it out",
            "m.toml:11: `上班` is translated to `inn`, which is none of in, out; translate it to what `direction` can hold",
            "m.toml:13: unknown event type `attendance.swype`; did you mean `attendance.swipe`?",
            "m.toml:14: `id` is the same for every row; name columns that tell rows apart, \"swipe-{卡号}-{time}\"",
            "m.toml:17: [[event]] has no `time`; add time = \"column\", or time = [\"date column\", \"time column\"]",
            "m.toml:19: `{工号` has a brace without its partner; write each column as {column}",
            "m.toml:20: `when` has not exactly one of filled, values and except; write when = { column = \"…\", filled = true } (or values = [\"…\"], or except = [\"…\"])",
            "m.toml:21: attendance.swipe needs `staff`; add staff = \"column\"",
            "m.toml:23: attendance.swipe has no field `devise`; did you mean `device`?",
            "m.toml:24: `as` of `note` is `word`; write one of text, integer, decimal, bool, list, date, month",
            "m.toml:25: `device` has not exactly one of column and text; write { column = \"…\" } with `values` if need be, or { text = \"…\" }",
            "m.toml:33: `level`: `5.5` is no whole number; write a value that the field can hold",
            "m.toml:34: `channel`: `wechat` is none of device, qr, web, app, sms, hotline, paper; write a value that the field can hold",
            "m.toml:35: `times` is for numbers, and 1 or more; take it out",
            "m.toml:35: `separator` is for lists, and not empty; take it out",
        ]
    );
    assert_eq!(mistakes("a = \n")[0].split(':').nth(1), Some("1"));
    let missing = mistakes("");
    assert_eq!(missing.len(), 3, "{missing:?}");
}

/// A workbook of the cells: numbers as numbers, times as Excel dates, the rest as text.
fn workbook(rows: &[Vec<String>]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let date = Format::new().set_num_format("yyyy/m/d h:mm:ss");
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let (row, column) = (row as u32, column as u16);
            let digits = cell.bytes().all(|byte| byte.is_ascii_digit()) && !cell.starts_with('0');
            match (cell.parse::<u32>(), excel_date(cell)) {
                (Ok(number), _) if digits => sheet.write(row, column, number).unwrap(),
                (_, Some(at)) => sheet.write_with_format(row, column, &at, &date).unwrap(),
                (_, None) if cell.is_empty() => continue,
                (_, None) => sheet.write(row, column, cell).unwrap(),
            };
        }
    }
    workbook.save_to_buffer().unwrap()
}

fn excel_date(cell: &str) -> Option<ExcelDateTime> {
    let (date, time) = cell.split_once(' ')?;
    let date: Vec<u16> = date.split(['-', '/']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let time: Vec<u16> = time.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let day = ExcelDateTime::from_ymd(date[0], date[1] as u8, date[2] as u8).ok()?;
    day.and_hms(time[0], time[1] as u8, f64::from(time[2])).ok()
}

fn cells(csv: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The JSON lines and the faults without their place and raw text, in which CSV and workbook must differ.
fn content(mapping: &Mapping, export: &[u8]) -> Vec<Result<String, (String, String)>> {
    mapped(mapping, export)
        .into_iter()
        .map(|line| match line {
            Ok(line) => Ok(String::from_utf8(line.json).unwrap()),
            Err(fault) => Err((fault.code.to_owned(), fault.message)),
        })
        .collect()
}

#[test]
fn the_shipped_examples_are_the_same_as_workbooks() {
    for (mapping_text, csv) in [(SWIPES, SWIPES_CSV), (CASES, CASES_CSV)] {
        let mapping = mapping(mapping_text);
        let lines = content(&mapping, csv.as_bytes());
        assert!(lines.len() >= 4);
        assert_eq!(content(&mapping, &workbook(&cells(csv))), lines);
    }
}

/// Random tables from a fixed seed: awkward texts, numbers, times to the second, empty cells, unknown words.
#[test]
fn csv_and_workbook_of_one_table_give_the_same_lines() {
    let mapping = mapping(SWIPES);
    let mut state = 20_260_901_u64;
    let mut pick = move |count: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % count
    };
    for _ in 0..40 {
        let mut rows: Vec<Vec<String>> =
            vec![["工号", "刷卡时间", "方向", "设备号"].map(str::to_owned).to_vec()];
        for _ in 0..=pick(30) {
            let staff = ["10023", "0042", "7", "a,b", "引\"号", "两\n行", ""][pick(7) as usize];
            let time = match pick(10) {
                0 => String::new(),
                1 => "未知".to_owned(),
                // Midnight is left out: a workbook does not tell it from a date alone.
                _ => format!(
                    "{}/{}/{} {}:{:02}:{:02}",
                    2000 + pick(100),
                    1 + pick(12),
                    1 + pick(28),
                    1 + pick(23),
                    pick(60),
                    pick(60)
                ),
            };
            let direction = ["上班", "下班", "签到", "出", "外出", ""][pick(6) as usize];
            let device = ["K-01", "12", "", "003", "甲；乙"][pick(5) as usize];
            rows.push([staff, &time, direction, device].map(str::to_owned).to_vec());
        }
        let mut csv = csv::Writer::from_writer(Vec::new());
        for row in &rows {
            csv.write_record(row).unwrap();
        }
        let csv = csv.into_inner().unwrap();
        assert_eq!(
            content(&mapping, &workbook(&rows)),
            content(&mapping, &csv),
            "{}",
            String::from_utf8_lossy(&csv)
        );
    }
}
