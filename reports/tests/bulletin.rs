//! The bulletin against the files it is made of: every figure, none that is not there, what was dropped left out.

use crate::scored::{County, case, numbers, of, sentences};
use reports::changes::{MonthFiles, Published};
use reports::document::{Block, Document, Sheet};
use reports::papers::{Decision, Kind};
use reports::render::table::Cell;
use reports::words::Lang;
use scoring::points::Points;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// Cases of the contract with something in each part.
const CASES: [&str; 6] =
    ["08-ranking-ties", "09-flags-bans", "10-bonuses", "11-evaluation", "13-rates", "own-all-rules"];

fn file(name: &str, month: &str, file: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases").join(name);
    fs::read_to_string(folder.join("expected").join(month).join(file)).unwrap()
}

fn sheet<'d>(document: &'d Document, title: &str) -> &'d Sheet {
    document.sheets().find(|sheet| sheet.table.title == title).unwrap()
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Nothing => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Count(count) => count.to_string(),
        Cell::Points(points) => points.to_string(),
        Cell::Share(rate) => rate.to_string(),
    }
}

fn rows(document: &Document, title: &str) -> Vec<Vec<String>> {
    sheet(document, title).table.rows.iter().map(|row| row.iter().map(text).collect()).collect()
}

fn has_sheet(document: &Document, title: &str) -> bool {
    document.sheets().any(|sheet| sheet.table.title == title)
}

/// A figure of `result.json` as the file writes it; nothing for null.
fn written(value: &Value) -> String {
    if value.is_null() { String::new() } else { value.to_string() }
}

#[test]
fn every_window_and_person_stands_as_the_file_has_them() {
    for name in CASES {
        let county = case(name);
        let month = county.months.last().unwrap().month.to_string();
        let result: Value = serde_json::from_str(&file(name, &month, "result.json")).unwrap();
        let document = county.make(Kind::Bulletin, Lang::Zh);
        let mut shown: Vec<Vec<String>> = Vec::new();
        for title in ["窗口排名", "未参加排名的窗口"] {
            if has_sheet(&document, title) {
                shown.extend(rows(&document, title));
            }
        }
        let windows = result["windows"].as_array().unwrap();
        assert_eq!(shown.len(), windows.len(), "{name}");
        for (row, window) in shown.iter().zip(windows) {
            let mut expected = vec![written(&window["rank"]), window["window"].as_str().unwrap().to_owned()];
            let categories = window["categories"].as_object().unwrap();
            expected.extend(categories.values().map(Value::to_string));
            expected.extend([window["bonus"].to_string(), window["total"].to_string()]);
            let flag = row.last().unwrap();
            let found: Vec<String> = row[..2].iter().chain(&row[3..row.len() - 1]).cloned().collect();
            assert_eq!(found, expected, "{name}");
            let told = match window["flag"].as_str() {
                Some("red") => "红旗",
                Some("yellow") => "黄旗",
                _ => "",
            };
            assert!(flag.contains(told) && (flag.contains("旗") != told.is_empty()), "{name}: {flag}");
            assert_eq!(flag.contains("不满意"), window["dissatisfied"].as_bool().unwrap(), "{name}: {flag}");
        }
        let staff = result["staff"].as_array().unwrap();
        let shown = if staff.is_empty() { Vec::new() } else { rows(&document, "工作人员") };
        assert_eq!(shown.len(), staff.len(), "{name}");
        for (row, person) in shown.iter().zip(staff) {
            assert_eq!(row[0], written(&person["rank"]), "{name}");
            assert_eq!(row[1], person["staff"].as_str().unwrap());
            assert_eq!(row[row.len() - 2], person["total"].to_string());
        }
    }
}

#[test]
fn the_sentences_have_the_region_s_figures() {
    for name in CASES {
        let county = case(name);
        let month = county.months.last().unwrap().month.to_string();
        let result: Value = serde_json::from_str(&file(name, &month, "result.json")).unwrap();
        let said = sentences(&county.make(Kind::Bulletin, Lang::Zh)).join("");
        let rates = &result["rates"];
        for (label, rate) in [
            ("当场办结率", "on_site_rate"),
            ("按时办结率", "on_time_rate"),
            ("满意率", "satisfaction_rate"),
            ("弃号率", "abandonment_rate"),
        ] {
            let Some(share) = rates[rate].as_f64() else { continue };
            let told = format!("，{label}{:.2}%", share * 100.0);
            assert!(said.contains(&told), "{name}: {told} in {said}");
        }
        let (accepted, completed) =
            (rates["accepted"].as_i64().unwrap(), rates["completed"].as_i64().unwrap());
        let told = match (accepted, completed) {
            (0, 0) => "没有受理和办结办件".to_owned(),
            _ => format!("共受理办件{accepted}件，办结{completed}件"),
        };
        assert!(said.contains(&told), "{name}: {told} in {said}");
        let upheld = rates["complaints_upheld"].as_i64().unwrap();
        assert!(
            upheld == 0 || said.contains(&format!("查实{upheld}起")) || said.contains("查实此前"),
            "{said}"
        );
    }
}

#[test]
fn the_annexes_have_every_line_of_the_ledger_and_its_sum() {
    for name in CASES {
        let county = case(name);
        let month = county.months.last().unwrap().month.to_string();
        let ledger = file(name, &month, "ledger.ndjson");
        let lines: Vec<Value> = ledger.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let document = county.make(Kind::Bulletin, Lang::Zh);
        for (book, title) in [("window", "窗口考核明细"), ("staff", "工作人员考核明细")] {
            let own: Vec<&Value> = lines.iter().filter(|line| line["book"] == book).collect();
            if own.is_empty() {
                assert!(!has_sheet(&document, title), "{name}");
                continue;
            }
            let shown = rows(&document, title);
            let mut expected: Vec<[String; 3]> = own
                .iter()
                .map(|line| {
                    [
                        line["subject"].as_str().unwrap().to_owned(),
                        line["requested"].to_string(),
                        line["applied"].to_string(),
                    ]
                })
                .collect();
            expected.sort();
            let mut found: Vec<[String; 3]> = shown
                .iter()
                .map(|row| [row[0].clone(), row[row.len() - 3].clone(), row[row.len() - 2].clone()])
                .collect();
            found.sort();
            assert_eq!(found, expected, "{name}");
            let sum: Points =
                own.iter().map(|line| Points::parse(&line["applied"].to_string()).unwrap()).sum();
            let foot = sheet(&document, title).foot_cells().unwrap();
            assert_eq!(foot[foot.len() - 2], Cell::Points(sum), "{name}");
            for (row, line) in shown.iter().zip(&own) {
                assert!(
                    row.iter().any(|cell| cell.starts_with(line["rule"].as_str().unwrap())),
                    "{name}: {row:?}"
                );
                let about = row.last().unwrap();
                for id in ["case", "rating", "complaint", "finding", "merit"] {
                    let id = line[id].as_str().unwrap_or_default();
                    assert!(about.contains(id), "{name}: {id} in {about}");
                }
            }
        }
    }
}

#[test]
fn every_rule_in_the_annexes_has_its_clause() {
    let document = case("own-all-rules").make(Kind::Bulletin, Lang::Zh);
    for title in ["窗口考核明细", "工作人员考核明细"] {
        let shown = rows(&document, title);
        assert!(shown.len() > 30);
        assert!(shown.iter().all(|row| !row[row.len() - 4].is_empty()));
    }
}

#[test]
fn english_has_the_same_figures() {
    for name in CASES {
        let county = case(name);
        let [zh, en] = [Lang::Zh, Lang::En].map(|lang| county.make(Kind::Bulletin, lang));
        let figures = |document: &Document| -> Vec<Vec<Cell>> {
            let is_figure = |cell: &Cell| !matches!(cell, Cell::Text(_));
            let rows = document.sheets().flat_map(|sheet| sheet.table.rows.clone());
            rows.map(|row| row.into_iter().filter(is_figure).collect()).collect()
        };
        assert_eq!(figures(&zh), figures(&en), "{name}");
        let shares = |document: &Document| -> Vec<String> {
            let said = sentences(document).join("\n");
            let words = said.split(|letter: char| !letter.is_ascii_digit() && letter != '.' && letter != '%');
            let words = words.map(|word| word.trim_end_matches('.'));
            words.filter(|word| word.ends_with('%')).map(str::to_owned).collect()
        };
        assert_eq!(shares(&zh), shares(&en), "{name}");
        let titles = |document: &Document| document.sheets().count();
        assert_eq!((titles(&zh), zh.blocks.len()), (titles(&en), en.blocks.len()), "{name}");
    }
}

fn decision(kind: &str, subject: &str, stands: bool) -> Decision {
    Decision { kind: kind.to_owned(), subject: subject.to_owned(), stands, reason: None }
}

/// The flag cases with the first flag of a kind.
fn flagged(flag: &str) -> (County, String) {
    let county = case("09-flags-bans");
    let month = county.months.last().unwrap();
    let window = month.windows.iter().find(|of| of.flag.is_some_and(|found| found.word() == flag));
    let id = window.unwrap().id.clone();
    (county, id)
}

#[test]
fn a_dropped_flag_is_not_published() {
    for (flag, kind, label) in [("yellow", "yellow_flag", "黄旗"), ("red", "red_flag", "红旗")] {
        let (mut county, id) = flagged(flag);
        let cell = |county: &County| {
            let document = county.make(Kind::Bulletin, Lang::Zh);
            let row = rows(&document, "窗口排名").into_iter().find(|row| row[1] == id).unwrap();
            row.last().unwrap().clone()
        };
        assert!(cell(&county).contains(&format!("{label}（待确认）")));
        county.decisions = vec![decision(kind, &id, true)];
        assert!(cell(&county).contains(label) && !cell(&county).contains(&format!("{label}（待确认）")));
        county.decisions = vec![decision(kind, &id, false)];
        assert!(!cell(&county).contains(label), "{}", cell(&county));
        let said = sentences(&county.make(Kind::Bulletin, Lang::Zh)).join("");
        assert!(!said.contains(&format!("{id}评为{label}")));
    }
}

#[test]
fn a_dropped_consequence_is_not_published() {
    let mut county = case("09-flags-bans");
    let actions = county.months.last().unwrap().actions.clone();
    assert!(actions.iter().any(|action| action.kind != "dissatisfied_window"));
    county.decisions = actions.iter().map(|action| decision(&action.kind, &action.subject, false)).collect();
    let document = county.make(Kind::Bulletin, Lang::Zh);
    assert!(!has_sheet(&document, "处理"));
    let said = sentences(&document).join("");
    assert!(said.contains("没有群众不满意窗口") && said.contains("没有对窗口和工作人员的其他处理"), "{said}");
}

#[test]
fn staff_are_named_in_the_staff_list_alone() {
    let county = case("own-all-rules");
    let names: Vec<&str> = county.givens.registry.staff.iter().map(|of| &*of.name).collect();
    let ids: Vec<&str> = county.givens.registry.staff.iter().map(|of| &*of.id).collect();
    assert!(names.iter().zip(&ids).all(|(name, id)| name != id), "names that tests can tell from ids");
    let document = county.make(Kind::Bulletin, Lang::Zh);
    let said = sentences(&document).join("");
    for name in names {
        assert!(!said.contains(name), "{name}");
        for sheet in document.sheets().filter(|sheet| sheet.table.title != "工作人员") {
            let cells = sheet.table.rows.iter().flatten().map(text);
            assert!(!cells.into_iter().any(|cell| cell.contains(name)), "{name} in {}", sheet.table.title);
        }
    }
}

/// A registry of one hall with windows of these names, and a month in which nothing happened.
fn quiet(windows: usize, name: &str) -> County {
    let mut registry = "[region]\ncode = \"220821\"\nname = \"镇赉县\"\ntimezone = \"Asia/Shanghai\"\n\
        [[schedule]]\nid = \"standard\"\nam = { start = \"08:30:00\", end = \"11:30:00\" }\n\
        pm = { start = \"13:00:00\", end = \"17:00:00\" }\n\
        [[site]]\nid = \"hall\"\nname = \"政务大厅\"\nkind = \"hall\"\nschedule = \"standard\"\n\
        attendance = false\nsupervision = true\n\
        [[department]]\nid = \"D-01\"\nname = \"一局\"\nhead = { name = \"某某\", email = \"a@example.invalid\" }\n"
        .to_owned();
    let mut standings = Vec::new();
    let mut staff = Vec::new();
    for number in 1..=windows {
        let (window, person) = (format!("W-{number:03}"), format!("S-{number:03}"));
        registry.push_str(&format!(
            "[[window]]\nid = \"{window}\"\nname = \"{name}{number}\"\nsite = \"hall\"\ndepartment = \"D-01\"\n\
             [[staff]]\nid = \"{person}\"\nname = \"{name}\"\n\
             [[assignment]]\nstaff = \"{person}\"\nwindow = \"{window}\"\nfrom = 2026-01-01\nlead = true\n"
        ));
        standings.push(json!({
            "window": window, "site": "hall", "department": "D-01", "ranked": true, "rank": 1, "total": 100.0,
            "categories": {"A": 10.0, "B": 28.0, "C": 22.0, "D": 20.0, "E": 10.0, "F": 5.0, "G": 5.0},
            "bonus": 0.0, "flag": "red", "dissatisfied": false, "rates": {"accepted": 0, "on_time_rate": null}
        }));
        staff.push(json!({
            "staff": person, "window": window, "ranked": true, "rank": 1, "total": 100.0,
            "categories": {"A": 25.0, "B": 23.0, "C": 12.0, "D": 35.0, "E": 5.0}, "bonus": 0.0,
            "evaluation": null
        }));
    }
    let rates = json!({
        "accepted": 0, "completed": 0, "on_site_rate": null, "on_time_rate": null, "ratings": 0,
        "satisfaction_rate": null, "complaints": 0, "complaints_upheld": 0, "tickets": 0, "items": 0
    });
    let result = json!({
        "region": "220821", "month": "2026-09", "as_of": "2026-10-01T00:00:00+08:00",
        "rulebook": {"id": "zhenlai", "version": "1"}, "windows": standings, "staff": staff,
        "departments": [{"department": "D-01", "rates": rates}], "sites": [{"site": "hall", "rates": rates}],
        "rates": rates, "actions": [], "anomalies": [],
        "events": {"read": 0, "accepted": 0, "duplicates": 0, "rejected": 0}
    });
    let published =
        Published::read(&MonthFiles { result: result.to_string().as_bytes(), ledger: b"", notices: b"" });
    of(&registry, vec![published.unwrap()])
}

#[test]
fn a_month_without_cases_says_so() {
    let county = quiet(0, "");
    let said = sentences(&county.make(Kind::Bulletin, Lang::Zh)).join("\n");
    for told in [
        "没有受理和办结办件。",
        "没有取号记录。",
        "没有收到有效评价。",
        "没有收到投诉，也没有查实的投诉。",
        "没有窗口参加排名。",
        "没有工作人员参加排名。",
        "窗口考核没有扣分，没有加分。",
        "本月没有红旗窗口。",
        "本月没有黄旗窗口。",
        "本县没有设立分中心和便民服务中心",
        "本月没有计入考核的超期办件，没有联办份额拖延。",
        "本月没有发出催办。",
        "上月（2026年8月）的数据没有掌握",
        "上年同期（2025年9月）的数据没有掌握",
        "本月没有扣分和加分。",
    ] {
        assert!(said.contains(told), "{told} in {said}");
    }
    for odd in ["，。", "：。", "、。", "。。", "{{", "None", "压实办件时限"] {
        assert!(!said.contains(odd), "{odd} in {said}");
    }
    let said = sentences(&county.make(Kind::Bulletin, Lang::En)).join("\n");
    assert!(said.contains("neither accepted nor completed any case."), "{said}");
    for odd in [" .", "; .", ": .", "  ", "{{", " 1 cases", " 1 windows"] {
        assert!(!said.contains(odd), "{odd:?} in {said}");
    }
}

#[test]
fn three_hundred_windows_are_all_there() {
    let document = quiet(300, "窗").make(Kind::Bulletin, Lang::Zh);
    assert_eq!(rows(&document, "窗口排名").len(), 300);
    let said = sentences(&document).join("");
    assert!(said.contains("下列300个窗口"), "{said}");
}

#[test]
fn one_window_is_told_in_the_singular() {
    let said = sentences(&quiet(1, "Window ").make(Kind::Bulletin, Lang::En)).join("\n");
    assert!(said.contains("1 window is ranked,") && said.contains("1 window flies the red flag"), "{said}");
    assert!(said.contains("1 staff member is ranked,"), "{said}");
}

#[test]
fn names_of_thirty_characters_are_whole() {
    let name = "镇赉县不动产登记交易税费缴纳水电气热过户一件事联办综合服务窗口";
    assert!(name.chars().count() >= 30);
    let document = quiet(2, name).make(Kind::Bulletin, Lang::Zh);
    assert_eq!(rows(&document, "窗口排名")[1][2], format!("{name}2"));
    assert_eq!(rows(&document, "工作人员")[0][2], name);
}

#[test]
fn the_same_month_has_the_same_code_and_another_figure_another() {
    let county = case("09-flags-bans");
    let [first, second] = [0, 1].map(|_| county.make(Kind::Bulletin, Lang::Zh));
    assert_eq!(first, second);
    let code = first.trace.code.clone().unwrap();
    assert!(code.starts_with("TB/2026-10/D/"), "{code}");
    let mut other = case("09-flags-bans");
    other.months.last_mut().unwrap().windows[0].total -= Points(1);
    assert_ne!(other.make(Kind::Bulletin, Lang::Zh).trace.code, Some(code));
}

#[test]
fn a_closed_month_is_no_draft_and_a_second_version_says_so() {
    let mut county = case("08-ranking-ties");
    assert!(county.make(Kind::Bulletin, Lang::Zh).title.ends_with("（草稿）"));
    county.version = Some(1);
    let document = county.make(Kind::Bulletin, Lang::Zh);
    assert_eq!(document.title, "镇赉县政务服务监督管理局关于2026年9月窗口考核情况的通报");
    assert_eq!(document.head.unwrap().number.unwrap(), "政监通〔2026〕9号");
    assert!(!matches!(document.blocks[0], Block::Note { .. }));
    county.version = Some(2);
    let document = county.make(Kind::Bulletin, Lang::Zh);
    assert!(matches!(&document.blocks[0], Block::Note { text } if text.contains("第2版")));
}

#[test]
fn last_month_is_compared_where_it_is_known() {
    let county = case("11-evaluation");
    let document = county.make(Kind::Bulletin, Lang::Zh);
    let sheet = sheet(&document, "主要指标比较");
    assert_eq!(sheet.table.columns.len(), 4, "this month, last month and the change");
    let said = sentences(&document).join("");
    assert!(
        said.contains("与上月（2026年9月）相比") && said.contains("2025年10月）的数据没有掌握"),
        "{said}"
    );
    for row in &sheet.table.rows {
        if let [_, Cell::Count(now), Cell::Count(then), Cell::Text(change)] = row.as_slice() {
            assert_eq!(numbers(change), [(now - then).abs().to_string()]);
            assert_eq!(change.starts_with('−'), now < then, "{change}");
        }
    }
}

#[test]
fn another_rulebook_s_clauses_are_not_cited() {
    let (mut county, _) = flagged("yellow");
    let said = sentences(&county.make(Kind::Bulletin, Lang::Zh)).join("");
    assert!(said.contains("《窗口考核实施细则》七"));
    county.texts.basis_rulebook = "luzhou".to_owned();
    let said = sentences(&county.make(Kind::Bulletin, Lang::Zh)).join("");
    assert!(!said.contains("（依据"), "{said}");
}
