//! Every list the same: in pages, with its place among them in the answer, and taken away whole as a file of exactly what it is
//! narrowed to.

use crate::desk::{Hall, instant};
use crate::reader::{Answer, Reader};
use ingest::store::outbox::{KeptMessage, MessageState, NewMessage, Outbox as _};
use ingest::store::sqlite::{Account, AuditEntry, Role};
use ingest::store::{KeptNotice, NoticeState};
use serde_json::{Value, json};

const NOW: &str = "2026-09-17T10:00:00+08:00";

/// Two departments of three windows each, the first with a name that a spreadsheet would run.
const DEPARTMENTS: [(&str, &str, &str); 2] =
    [("D-11", "=1+1自然资源局", "hall"), ("D-22", "丁丁税务局", "annex")];

/// What would give the second department away wherever it shows.
const OTHERS: [&str; 5] = ["D-22", "W-22", "丁丁", "annex", "丙丁"];

/// A list: its address, who sees it, where its rows are, its file's name.
struct List {
    path: &'static str,
    who: &'static str,
    rows: &'static str,
    file: &'static str,
}

const fn list(path: &'static str, who: &'static str, file: &'static str) -> List {
    List { path, who, rows: "rows", file }
}

const LISTS: [List; 20] = [
    list("/due", "analyst", "2026-09-在办清单"),
    list("/notices", "analyst", "2026-09-催办与通知"),
    list("/ratings", "analyst", "2026-09-差评办理"),
    list("/complaints", "analyst", "2026-09-投诉办理"),
    list("/appeals?state=all", "analyst", "2026-09-申诉"),
    list("/orders?state=all", "analyst", "2026-09-限期整改"),
    list("/findings", "analyst", "2026-09-检查与加分记录"),
    list("/evaluations", "analyst", "2026-09-月度考评"),
    list("/today/windows", "analyst", "2026-09-17-今日窗口"),
    list("/today/waiting", "analyst", "2026-09-17-正在等候的号"),
    list("/today/accepted", "analyst", "2026-09-17-今日受理的办件"),
    list("/today/completed", "analyst", "2026-09-17-今日办结的办件"),
    list("/messages", "analyst", "2026-09-消息发送"),
    list("/recipients", "administrator", "2026-09-收件人"),
    list("/rejected", "analyst", "2026-09-拒收事件"),
    List { rows: "kinds", ..list("/signals", "analyst", "2026-09-疑点线索") },
    List { rows: "sources", ..list("/feeds", "analyst", "2026-09-数据接入") },
    List { rows: "sources", ..list("/sources", "administrator", "2026-09-来源与令牌") },
    list("/accounts", "administrator", "2026-09-账号"),
    list("/audit", "administrator", "2026-09-操作记录"),
];

/// Those that a department head sees too.
const OF_A_HEAD: usize = 12;

fn registry() -> String {
    let mut text = r#"
[region]
code = "220821"
name = "镇赉县"
timezone = "Asia/Shanghai"

[[schedule]]
id = "standard"
am = { start = "08:30:00", end = "11:30:00" }
pm = { start = "13:00:00", end = "17:00:00" }
"#
    .to_owned();
    for (site, name, more) in [
        ("hall", "县政务服务中心", "supervision = true"),
        ("annex", "丙丁分中心", ""),
        ("third", "戊分中心", ""),
    ] {
        text += &format!(
            "[[site]]\nid = \"{site}\"\nname = \"{name}\"\nkind = \"hall\"\nattendance = false\n{more}\n"
        );
    }
    for (department, name, site) in DEPARTMENTS {
        text += &format!("[[department]]\nid = \"{department}\"\nname = \"{name}\"\n");
        for window in windows(department) {
            let staff = window.replace('W', "S");
            text += &format!(
                "[[window]]\nid = \"{window}\"\nname = \"窗\"\nsite = \"{site}\"\ndepartment = \"{department}\"\n\
                 [[staff]]\nid = \"{staff}\"\nname = \"李\"\n\
                 [[assignment]]\nstaff = \"{staff}\"\nwindow = \"{window}\"\nfrom = 2026-01-05\nlead = true\n"
            );
        }
        text += &format!(
            "[[item]]\ncode = \"I-{department}\"\nname = \"转移登记\"\ndepartment = \"{department}\"\n\
             kind = \"promised\"\nstatutory_days = 10\npromised_days = 5\n"
        );
    }
    text
}

fn windows(department: &str) -> [String; 3] {
    let number = &department[2..];
    ["a", "b", "c"].map(|letter| format!("W-{number}{letter}"))
}

/// What happens at each window: one row for every list.
fn happened(department: &str, source: &str, window: &str) -> Vec<Value> {
    let staff = window.replace('W', "S");
    let event = |id: &str, source: &str, event_type: &str, time: &str, data: Value| {
        let time = format!("2026-09-{time}:00+08:00");
        let id = format!("{id}-{window}");
        json!({"specversion": "1.0", "id": id, "source": source, "type": event_type, "time": time, "data": data})
    };
    let accepted = |case: &str, time: &str| {
        let data = json!({
            "case": format!("{case}-{window}"), "item": format!("I-{department}"), "window": window, "staff": staff,
        });
        event(&format!("a-{case}"), source, "case.accepted", time, data)
    };
    let completed = |case: &str, time: &str| {
        let data = json!({"case": format!("{case}-{window}"), "outcome": "approved"});
        event(&format!("c-{case}"), source, "case.completed", time, data)
    };
    vec![
        accepted("open", "14T10:00"),
        accepted("done", "16T10:00"),
        completed("done", "17T09:30"),
        accepted("new", "17T09:10"),
        completed("odd", "15T09:00"),
        accepted("odd", "15T09:20"),
        event("q", source, "queue.taken", "17T09:15", json!({"ticket": format!("Q-{window}")})),
        event(
            "r",
            source,
            "rating.submitted",
            "16T10:00",
            json!({
                "rating": format!("R-{window}"), "window": window, "staff": staff, "level": 1, "channel": "qr",
            }),
        ),
        event(
            "p",
            "hall",
            "complaint.received",
            "16T11:00",
            json!({
                "complaint": format!("P-{window}"), "window": window, "staff": staff, "topic": "fee",
            }),
        ),
        event(
            "f",
            "hall",
            "finding.recorded",
            "08T10:00",
            json!({
                "finding": format!("F-{window}"), "kind": "rude", "window": window, "staff": staff,
                "inspector": "@巡查一", "note": "-见监控",
            }),
        ),
        event(
            "o",
            "hall",
            "order.issued",
            "16T10:00",
            json!({
                "order": format!("O-{window}"), "window": window, "reason": "+整改", "due": "2026-09-30", "issued_by": "王",
            }),
        ),
    ]
}

/// What the store keeps beside the events of a window.
fn kept(hall: &Hall, department: &str, source: &str, window: &str) {
    let records = hall.records();
    let notice = KeptNotice {
        identity: format!("case_overdue/open-{window}/2/2026-09-16"),
        kind: "case_overdue".to_owned(),
        level: 2,
        subject: format!("open-{window}"),
        date: "2026-09-17".to_owned(),
        recipients: vec![format!("department_head:{department}")],
        body: format!(r#"{{"due":"2026-09-16","window":"{window}"}}"#),
        derived: instant(NOW),
        state: NoticeState::Pending,
        sent: None,
    };
    records.keep_notices(std::slice::from_ref(&notice)).unwrap();
    let message = KeptMessage {
        key: format!("{window}{:0>20}", window.len()),
        recipient: format!("department_head:{department}"),
        reader: format!("department_head:{department}"),
        channel: "mail".to_owned(),
        address: "head@example.org".to_owned(),
        round: 1,
        made: instant(NOW),
        letter: r#"{"subject":"=催办","text":"请办理"}"#.to_owned(),
        state: MessageState::Waiting,
        attempts: 0,
        next: instant(NOW),
        settled: None,
    };
    records.put_messages(&[NewMessage { message, notices: vec![notice.identity] }]).unwrap();
    let wrong = json!({
        "specversion": "1.0", "id": format!("=wrong-{window}"), "source": source, "type": "case.accepted",
        "time": "2026-09-16T10:00:00+08:00", "data": {"case": window},
    });
    hall.deliver([wrong.to_string()].iter().map(|line| line.as_bytes()));
    let note = AuditEntry {
        at: instant(NOW),
        who: "analyst".to_owned(),
        what: "login".to_owned(),
        subject: format!("=note-{window}"),
        detail: String::new(),
    };
    records.note(&note).unwrap();
}

fn county(name: &str) -> Hall {
    let hall = Hall::new(name, NOW, &registry());
    for (department, _, source) in DEPARTMENTS {
        for window in windows(department) {
            hall.send(&happened(department, source, &window));
            kept(&hall, department, source, &window);
        }
    }
    let accounts = [
        ("administrator", Role::Administrator, vec![]),
        ("analyst", Role::Analyst, vec![]),
        ("head", Role::DepartmentHead, vec!["department:D-11"]),
        ("other", Role::DepartmentHead, vec!["department:D-22"]),
    ];
    for (name, role, scope) in accounts {
        let scope = scope.into_iter().map(str::to_owned).collect();
        let account = Account { scope, ..Account::new(name, role, String::new(), instant(NOW)) };
        hall.records().put_account(&Account { person: "=王".to_owned(), ..account }).unwrap();
    }
    for (who, department) in [("head", "D-11"), ("other", "D-22")] {
        let (mut reader, csrf) = Reader::entered(&hall, who);
        for window in windows(department) {
            let view = reader.json(format!("/api/v1/months/2026-09/windows/{window}"));
            let about = view["ledger"][0]["name"].as_str().unwrap().to_owned();
            let nonce = format!("{:0>32}", window.replace("W-", ""));
            let fields =
                [("csrf", csrf.as_str()), ("nonce", &nonce), ("about", &about), ("reason", "不属实")];
            let filed = reader.post("/appeals", &fields);
            assert_eq!(filed.status, 303, "{}", filed.body);
        }
    }
    hall
}

/// The address with more in its query.
fn with(path: &str, more: &str) -> String {
    format!("{path}{}{more}", if path.contains('?') { '&' } else { '?' })
}

/// The rows of a list's view.
fn rows(list: &List, view: &Value) -> usize {
    let rows = view[list.rows].as_array().unwrap();
    if list.rows != "kinds" {
        return rows.len();
    }
    rows.iter().map(|kind| kind["rows"].as_array().unwrap().len()).sum()
}

fn total(answer: &Answer) -> usize {
    answer.header("x-total-count").parse().unwrap()
}

/// The rows of a file, without its head.
fn lines(list: &List, file: &Answer) -> Vec<Vec<String>> {
    let text = file.body.strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
    // Below a source its streams.
    rows.filter(|row: &Vec<String>| list.path != "/feeds" || row[1].is_empty()).collect()
}

#[test]
fn every_list_has_pages_with_their_place_among_all() {
    let hall = county("lists-pages");
    for list in LISTS {
        let (mut reader, _) = Reader::entered(&hall, list.who);
        let whole = reader.get(&format!("/api/v1{}", list.path));
        assert_eq!(whole.status, 200, "{}: {}", list.path, whole.body);
        let all = total(&whole);
        assert!(all > 2, "{} has {all} rows", list.path);
        let view: Value = serde_json::from_str(&whole.body).unwrap();
        assert_eq!(rows(&list, &view), all, "{}", list.path);
        assert_eq!(view["paging"]["pages"], 1, "{}", list.path);
        let pages = all.div_ceil(2);
        let mut counted = 0;
        for page in 1..=pages {
            let path = with(list.path, &format!("per_page=2&page={page}"));
            let answer = reader.get(&format!("/api/v1{path}"));
            let view: Value = serde_json::from_str(&answer.body).unwrap();
            assert_eq!(
                (&view["paging"]["page"], &view["paging"]["pages"], total(&answer)),
                (&json!(page), &json!(pages), all),
                "{path}"
            );
            counted += rows(&list, &view);
            let link = answer.header("link");
            for (what, is_there) in
                [("first", true), ("last", true), ("prev", page > 1), ("next", page < pages)]
            {
                assert_eq!(link.contains(&format!("rel=\"{what}\"")), is_there, "{path}: {link}");
            }
            let shown = reader.get(&path);
            assert_eq!((shown.status, total(&shown)), (200, all), "{path}");
            assert!(
                shown.body.contains("<nav class=\"pages\"")
                    && shown.body.contains(&format!("page={}", if page > 1 { page - 1 } else { 2 })),
                "{path}"
            );
        }
        assert_eq!(counted, all, "{}: every row is on one page", list.path);
    }
}

#[test]
fn every_list_is_taken_away_whole_and_nothing_in_it_runs() {
    let hall = county("lists-files");
    for list in LISTS {
        let (mut reader, _) = Reader::entered(&hall, list.who);
        let all = total(&reader.get(list.path));
        let page = reader.get(&with(list.path, "per_page=2&page=2")).body;
        for format in ["csv", "xlsx"] {
            let asked = with(
                &list.path[list.path.find('?').unwrap_or(list.path.len())..],
                &format!("per_page=2&format={format}"),
            );
            let link =
                format!("<a href=\"{}\" download>", asked.trim_start_matches("?&").replace('&', "&#38;"));
            assert_eq!(page.matches(&link).count(), 1, "{} offers {link}", list.path);
        }
        for prefix in ["", "/api/v1"] {
            let file = reader.get(&format!("{prefix}{}", with(list.path, "per_page=2&page=2&format=csv")));
            assert_eq!(file.header("content-type"), "text/csv; charset=utf-8", "{}", list.path);
            let named = format!("filename*=UTF-8''{}.csv", dashboards::links::segment(list.file));
            assert!(
                file.header("content-disposition").ends_with(&named),
                "{}",
                file.header("content-disposition")
            );
            let lines = lines(&list, &file);
            // What is seen and taken away is itself in the log.
            let is_log = list.path == "/audit";
            assert!(
                lines.len() == all || (is_log && lines.len() > all),
                "{}: {} of {all}",
                list.path,
                lines.len()
            );
            for cell in lines.iter().flatten() {
                let is_safe =
                    !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) || cell.parse::<f64>().is_ok();
                assert!(is_safe, "{}: {cell:?}", list.path);
            }
        }
        let book = reader.get(&with(list.path, "format=xlsx"));
        assert!(book.header("content-type").contains("spreadsheetml"), "{}", list.path);
        assert!(
            book.header("content-disposition").ends_with(".xlsx") && book.body.starts_with("PK"),
            "{}",
            list.path
        );
    }
    let (mut analyst, _) = Reader::entered(&hall, "analyst");
    assert!(analyst.get("/due?format=csv").body.contains("'=1+1自然资源局"));
}

#[test]
fn a_heads_file_has_her_rows_alone() {
    let hall = county("lists-head");
    let (mut head, _) = Reader::entered(&hall, "head");
    let (mut analyst, _) = Reader::entered(&hall, "analyst");
    for list in &LISTS[..OF_A_HEAD] {
        let (own, all) = (total(&head.get(list.path)), total(&analyst.get(list.path)));
        // A ticket is nobody's until a window calls it.
        assert_eq!(own > 0, list.path != "/today/waiting", "{}", list.path);
        assert!(own < all, "{}: {own} of {all}", list.path);
        let file = head.get(&with(list.path, "format=csv"));
        assert_eq!(lines(list, &file).len(), own, "{}", list.path);
        for other in OTHERS {
            assert!(!file.body.contains(other), "{} tells {other}: {}", list.path, file.body);
        }
    }
    for list in &LISTS[OF_A_HEAD..] {
        for format in ["csv", "xlsx"] {
            let path = with(list.path, &format!("format={format}"));
            assert_eq!(head.get(&path).status, 403, "{path}");
        }
    }
}

#[test]
fn a_file_has_what_the_list_is_narrowed_to_in_its_order() {
    let hall = county("lists-narrowed");
    let (mut reader, _) = Reader::entered(&hall, "analyst");
    let due = |reader: &mut Reader, query: &str| -> (Vec<String>, Vec<String>) {
        let view = reader.json(format!("/api/v1/due?{query}"));
        let shown = view["rows"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned());
        let shown = shown.collect();
        let file = reader.get(&format!("/due?{query}&format=csv"));
        (shown, lines(&LISTS[0], &file).into_iter().map(|row| row[3].clone()).collect())
    };
    for query in [
        "department=D-22&kind=case",
        "window=W-11a&sort=-opened",
        "kind=complaint&sort=department",
        "state=overdue",
    ] {
        let (shown, taken) = due(&mut reader, query);
        assert_eq!(shown, taken, "{query}");
    }
    let (soonest, _) = due(&mut reader, "kind=case&sort=left");
    let (latest, _) = due(&mut reader, "kind=case&sort=-left");
    assert!(soonest[0].starts_with("open-") && latest[0].starts_with("new-"), "{soonest:?} {latest:?}");
    let (by_department, _) = due(&mut reader, "sort=-department");
    assert!(by_department[0].contains("W-22"), "{by_department:?}");
    let page = reader.get("/due?kind=case&sort=-left&per_page=2&page=2").body;
    assert!(page.contains("aria-sort=\"descending\""), "the head says so");
    assert!(
        page.contains("href=\"?kind=case&#38;per_page=2&#38;sort=left\""),
        "and turns it round from the first page"
    );
    assert!(page.contains("name=\"sort\" value=\"-left\""), "another filter keeps the order");
}

#[test]
fn who_takes_the_audit_log_away_is_in_it() {
    let hall = county("lists-audit");
    let (mut administrator, _) = Reader::entered(&hall, "administrator");
    administrator.get("/audit?who=analyst&format=xlsx");
    let log = administrator.json("/api/v1/audit?what=audit.exported");
    assert_eq!(
        (&log["rows"][0]["who"], &log["rows"][0]["subject"]),
        (&json!("administrator"), &json!("xlsx"))
    );
}
