//! Documents gathered from a real store: the brief tells what the week's page shows, an order's document what its page shows, a feed's
//! sheet what the store counted. And documents on the screen, and the links that lead to them.

use crate::bureau::{self, ANALYST, Clerk, event};
use crate::desk::{Hall, instant};
use crate::reader::Reader;
use dashboards::kit::codes;
use ingest::live::{Delivery, Item, Outcome};
use ingest::rejections::Code;
use ingest::store::Road;
use ingest::store::sqlite::{Account, Role};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The hall with people of every role and a week of every sort of event.
fn county(name: &str) -> Hall {
    let hall = bureau::hall(name);
    for (role, scope) in [
        (Role::Administrator, None),
        (Role::Inspector, None),
        (Role::CountyLeader, None),
        (Role::DepartmentHead, Some("department:D-1")),
        (Role::WindowLead, Some("window:W-1")),
        (Role::Operator, Some("site:hall")),
    ] {
        let account = Account {
            scope: scope.map(str::to_owned).into_iter().collect(),
            ..Account::new(role.word(), role, String::new(), instant(bureau::NOW))
        };
        hall.records().put_account(&account).unwrap();
    }
    let at = |day: u32, time: &str| format!("2026-09-{day:02}T{time}:00+08:00");
    let case = |id: &str| json!({"case": id, "item": "I-5", "window": "W-1", "staff": "S-1"});
    hall.send(&[
        event("p1", "case.accepted", &at(7, "09:00"), case("C-1")),
        event("p2", "case.accepted", &at(8, "09:00"), case("C-2")),
        event("p3", "case.completed", &at(9, "10:00"), json!({"case": "C-1", "outcome": "approved"})),
        event("p4", "queue.taken", &at(8, "09:01"), json!({"ticket": "T-1"})),
        event("p5", "queue.taken", &at(8, "09:02"), json!({"ticket": "T-2"})),
        event("p6", "queue.called", &at(8, "09:05"), json!({"ticket": "T-1", "window": "W-1"})),
        event("p7", "queue.served", &at(8, "09:15"), json!({"ticket": "T-1"})),
        event("p8", "queue.abandoned", &at(8, "09:30"), json!({"ticket": "T-2"})),
        event(
            "p9",
            "complaint.received",
            &at(10, "10:00"),
            json!({"complaint": "K-1", "window": "W-1", "staff": "S-1", "topic": "fee", "statement": "多收了钱"}),
        ),
    ]);
    hall
}

fn entered(hall: &Hall, role: Role) -> Reader {
    Reader::entered(hall, role.word()).0
}

/// The rows of a document's table.
fn table<'d>(document: &'d Value, title: &str) -> &'d Vec<Value> {
    let sheets = document["blocks"].as_array().unwrap().iter().map(|block| &block["sheet"]["table"]);
    let found = sheets.clone().find(|table| table["title"] == title);
    found.unwrap_or_else(|| panic!("{title} in {document}"))["rows"].as_array().unwrap()
}

#[test]
fn the_brief_s_figures_are_those_of_the_week_s_page() {
    let hall = county("papers-week");
    let mut clerk = Clerk::of(&hall);
    let remarked =
        clerk.fill("/week?week=2026-W37", "/week", &[("week", "2026-W37"), ("remark", "加强巡查")]);
    assert_eq!(remarked.status, 303);
    let page = clerk.reader.json("/api/v1/week?week=2026-W37");
    let brief = clerk.reader.json("/months/2026-09/reports/weekly-brief?subject=2026-W37&format=json");
    let days = page["days"].as_array().unwrap();
    let (checks, service) = (table(&brief, "检查和考勤"), table(&brief, "排队评价和办件"));
    assert_eq!((days.len(), checks.len(), service.len()), (7, 7, 7));
    let mut seen = 0.0;
    for (place, day) in days.iter().enumerate() {
        let figures =
            |names: &[&str]| -> Vec<f64> { names.iter().map(|of| day[of].as_f64().unwrap().abs()).collect() };
        let told = |row: &Value, count| -> Vec<f64> {
            row.as_array().unwrap()[1..=count].iter().map(|cell| cell.as_f64().unwrap().abs()).collect()
        };
        let counted = figures(&["findings", "deducted", "merits", "late", "early", "absent", "leave"]);
        assert_eq!(told(&checks[place], 7), counted, "{day}");
        let served =
            ["taken", "served", "abandoned", "ratings", "bad", "complaints", "accepted", "completed"];
        assert_eq!(told(&service[place], 8), figures(&served), "{day}");
        seen += counted.iter().chain(&figures(&served)).sum::<f64>();
    }
    let sum = &page["sum"];
    let expected = [
        "findings",
        "merits",
        "taken",
        "served",
        "abandoned",
        "ratings",
        "complaints",
        "accepted",
        "completed",
    ];
    let counts: Vec<u64> = expected.iter().map(|of| sum[of].as_u64().unwrap()).collect();
    assert_eq!(counts, [1, 1, 2, 1, 1, 1, 1, 2, 1], "the week is not empty: {sum}");
    assert!(seen > 10.0);
    assert!(brief.to_string().contains("加强巡查"), "the remark is in the brief");
}

#[test]
fn an_order_s_document_tells_the_facts_demands_and_steps_of_its_page() {
    let hall = county("papers-order");
    let mut clerk = Clerk::of(&hall);
    let fields = [("window", "W-3"), ("reason", "黄旗窗口，差评核实有责"), ("due", "2026-10-14")];
    let issued = clerk.fill("/orders/new?window=W-3&month=2026-09", "/orders", &fields);
    let page = issued.header("location").to_owned();
    let id = page.strip_prefix("/orders/").unwrap().to_owned();
    clerk.fill(&page, &format!("{page}/complete"), &[("evidence", "已培训两次\n见照片")]);
    let checked = [("passed", "false"), ("remark", "仍有人玩手机"), ("by", "王监察")];
    assert_eq!(clerk.fill(&page, &format!("{page}/check"), &checked).status, 303);
    let view = clerk.reader.json(format!("/api/v1{page}"));
    let document = clerk.reader.json(format!("/months/2026-09/reports/order?subject={id}&format=json"));
    let text = document.to_string();
    let lines = view["history"].as_array().unwrap().iter().flat_map(|step| step["text"].as_array().unwrap());
    let lines: Vec<&str> = lines.map(|line| line.as_str().unwrap()).collect();
    assert_eq!(lines, ["黄旗窗口，差评核实有责", "已培训两次", "见照片", "仍有人玩手机"]);
    for line in lines {
        assert!(text.contains(line), "{line} in {text}");
    }
    assert_eq!(view["due"], "2026-10-22", "a failed check gives another ten working days");
    for said in ["不动产三窗", "自然资源局", "W-D2", "10月14日", "10月22日", &id] {
        assert!(text.contains(said), "{said} in {text}");
    }
    let steps = table(&document, "整改经过");
    assert_eq!(steps.len(), view["history"].as_array().unwrap().len() - 1, "reported and checked: {steps:?}");
    assert!(clerk.reader.get(&page).body.contains(&format!("/reports/order/view?subject={id}")));
    let address = format!("/months/2026-09/reports/order?subject={id}");
    let status = |role| entered(&hall, role).get(&address).status;
    let all = [Role::DepartmentHead, Role::WindowLead, Role::Operator];
    assert_eq!(all.map(status), [200, 404, 403], "the department's own; another window's is not there");
}

#[test]
fn a_feed_s_sheet_counts_what_the_store_took_and_turned_away() {
    let hall = county("papers-feed");
    let at = "2026-10-09T09:00:00+08:00";
    let again = event(
        "p1",
        "case.accepted",
        "2026-09-07T09:00:00+08:00",
        json!({"case": "C-1", "item": "I-5", "window": "W-1", "staff": "S-1"}),
    );
    let nowhere = |id: &str| event(id, "queue.called", at, json!({"ticket": "T-9", "window": "W-77"}));
    let nobody = event(
        "x3",
        "case.accepted",
        at,
        json!({"case": "C-9", "item": "I-5", "window": "W-1", "staff": "S-77"}),
    );
    let lines = [again, nowhere("x1"), nowhere("x2"), nobody].map(|event| event.to_string());
    let (mut bytes, mut items) = (Vec::new(), Vec::new());
    for (line, number) in lines.iter().zip(1..) {
        let start = bytes.len();
        bytes.extend_from_slice(line.as_bytes());
        items.push(Item { bytes: start..bytes.len(), number, fault: None });
    }
    let site = Some("hall".to_owned());
    let delivery = Delivery { road: Road::Http, place: "1-1".to_owned(), site, bytes, items, file: None };
    let outcomes = hall.live().deliver_and_wait(delivery).unwrap();
    assert!(matches!(outcomes.first(), Some(Outcome::Duplicate)), "{outcomes:?}");
    // The hour in which they came has gone on.
    hall.set("2026-10-09T10:30:00+08:00");
    let hours = hall.records().feed_hours(0).unwrap();
    let own = || hours.iter().filter(|hour| hour.site == "hall");
    let kept: [u64; 3] = [
        own().map(|hour| hour.accepted).sum(),
        own().map(|hour| hour.duplicates).sum(),
        own().map(|hour| hour.rejected).sum(),
    ];
    assert_eq!(kept, [13, 1, 3], "{hours:?}");
    let (mut analyst, _) = Reader::entered(&hall, ANALYST);
    let address = "/months/2026-10/reports/feed-quality?subject=hall";
    let document = analyst.json(format!("{address}&format=json"));
    let rows = table(&document, "各类数据");
    let sum = |column: usize| -> u64 { rows.iter().map(|row| row[column].as_u64().unwrap()).sum() };
    assert_eq!([sum(1), sum(2), sum(3)], kept, "{rows:?}");
    let told = table(&document, "拒收原因和改法");
    for (code, count) in [(Code::UnknownWindow, 2), (Code::UnknownStaff, 1)] {
        let row = told.iter().find(|row| row[0] == code.word()).unwrap_or_else(|| panic!("{told:?}"));
        assert_eq!(row[1], count);
        assert_eq!(row[2], codes::meaning(code).zh);
        assert_eq!(row[3], codes::mend(code).zh);
    }
    let status = |role| entered(&hall, role).get(address).status;
    let all = [Role::CountyLeader, Role::Inspector, Role::DepartmentHead, Role::WindowLead, Role::Operator];
    assert_eq!(all.map(status), [200, 403, 403, 403, 403]);
}

#[test]
fn who_does_not_inspect_has_no_brief_and_a_week_that_is_none_is_refused() {
    let hall = county("papers-brief-refused");
    let address = "/months/2026-09/reports/weekly-brief?subject=2026-W37";
    let status = |role| entered(&hall, role).get(address).status;
    let all = [Role::Inspector, Role::Administrator, Role::CountyLeader, Role::WindowLead, Role::Operator];
    assert_eq!(all.map(status), [200, 403, 403, 403, 403]);
    let mut inspector = entered(&hall, Role::Inspector);
    assert_eq!(inspector.get("/months/2026-09/reports/weekly-brief?subject=2026-W99").status, 409);
}

#[test]
fn a_document_is_looked_at_within_the_pages_and_that_is_noted() {
    let hall = county("papers-screen");
    let (mut analyst, _) = Reader::entered(&hall, ANALYST);
    let page = analyst.get("/months/2026-09/reports/window/view?subject=W-1");
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    assert_eq!(page.header("content-disposition"), "", "it is shown, not taken");
    let document = analyst.json("/months/2026-09/reports/window?subject=W-1&format=json");
    let code = document["trace"]["code"].as_str().unwrap();
    for said in ["<article class=\"paper sheet\"", "/assets/paper.css?v=", "id=\"main\"", "不动产一窗", code]
    {
        assert!(page.body.contains(said), "{said}");
    }
    for format in ["pdf", "xlsx", "html", "csv", "json"] {
        assert!(page.body.contains(&format!("/reports/window?format={format}&#38;subject=W-1")), "{format}");
    }
    // The policy of the pages allows no style and no script within a page.
    assert!(
        !page.body.contains("<style") && !page.body.contains(" style=") && !page.body.contains("<script>")
    );
    assert!(page.header("content-security-policy").contains("style-src 'self'"));
    let style = analyst.get("/assets/paper.css");
    assert_eq!((style.status, style.header("content-type")), (200, "text/css; charset=utf-8"));
    let taken = hall.records().audit(50).unwrap();
    let taken = taken.iter().filter(|entry| entry.what == "report.taken" && entry.subject == code).count();
    assert_eq!(taken, 2, "looked at and taken");
    let english = analyst.get("/months/2026-09/reports/window/view?subject=W-1&lang=en").body;
    assert!(english.contains("<article class=\"paper sheet\" lang=\"en\""));
    let api = analyst.json("/api/v1/months/2026-09/reports/window/view?subject=W-1");
    assert!(api["html"].as_str().unwrap().starts_with("<article"));
    assert_eq!(
        entered(&hall, Role::WindowLead).get("/months/2026-09/reports/window/view?subject=W-2").status,
        404
    );
    assert_eq!(entered(&hall, Role::CountyLeader).get("/months/2026-09/reports/bulletin/view").status, 403);
    assert_eq!(analyst.get("/months/2026-09/reports/nothing/view").status, 404);
}

/// What a page's links lead to, below the documents.
fn documents_of(page: &str) -> BTreeSet<String> {
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let links = links.map(|link| link.replace("&#38;", "&"));
    links.filter(|link| link.contains("/reports/") && !link.ends_with(".css")).collect()
}

#[test]
fn no_link_to_a_document_ends_in_a_refusal_whoever_follows_it() {
    let hall = county("papers-links");
    let mut clerk = Clerk::of(&hall);
    let fields = [("window", "W-1"), ("reason", "整改"), ("due", "2026-10-14")];
    let order = clerk.fill("/orders/new?window=W-1&month=2026-09", "/orders", &fields);
    let order = order.header("location").to_owned();
    let pages = [
        "/months/2026-09/windows",
        "/months/2026-09/staff",
        "/months/2026-09/windows/W-1",
        "/months/2026-09/staff/S-1",
        "/months/2026-09/departments",
        "/months/2026-09/departments/D-1",
        "/months/2026-09/sites",
        "/months/2026-09/sites/hall",
        "/months/2026-09/reports",
        "/months/2026-10/reports",
        "/months/2026-09",
        "/months",
        "/week?week=2026-W37",
        "/feeds",
        "/sources",
        &order,
    ];
    for is_closed in [false, true] {
        if is_closed {
            let path = "/months/2026-09/close";
            assert_eq!(clerk.fill(path, path, &[("reason", "其余事项已核对")]).status, 303);
        }
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Analyst && *role != Role::Auditor) {
            let mut reader = entered(&hall, role);
            let mut found = BTreeSet::new();
            for page in pages {
                found.extend(documents_of(&reader.get(page).body));
            }
            let followed =
                found.iter().filter(|link| !link.contains("format=") || link.contains("format=json"));
            for link in followed {
                let answer = reader.get(link);
                assert_eq!(answer.status, 200, "{} {link}: {}", role.word(), answer.body);
            }
            assert_eq!(found.is_empty(), role == Role::Operator, "{}: {found:?}", role.word());
            let has = |part: &str| found.iter().any(|link| link.contains(part));
            let sees_all = !matches!(role, Role::DepartmentHead | Role::WindowLead | Role::Operator);
            assert_eq!(has("/reports/bulletin/view"), sees_all && is_closed, "{}: {found:?}", role.word());
            assert_eq!(has("/reports/weekly-brief/view?subject=2026-W37"), role == Role::Inspector);
            assert_eq!(has("/reports/order/view"), role != Role::Operator);
            let has_feeds = matches!(role, Role::Administrator | Role::CountyLeader);
            assert_eq!(has("/reports/feed-quality"), has_feeds, "{}: {found:?}", role.word());
            assert_eq!(has("/reports/department/view"), sees_all || role == Role::DepartmentHead);
        }
    }
    let analyst = documents_of(&clerk.reader.get("/months/2026-10/windows").body);
    assert!(analyst.iter().any(|link| link.contains("/months/2026-10/reports/bulletin/view")), "a draft");
}
