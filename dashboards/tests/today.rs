//! Today: every number opens the list that it counts, nobody sees more than they answer for, pages hear of changes, and the wall
//! display has a link of its own.

use crate::desk::{Hall, instant};
use crate::reader::{Answer, Reader, hidden};
use axum::body::{Body, BodyDataStream};
use axum::http::{Request, Response, header};
use dashboards::app::{App, Settings};
use futures_util::StreamExt;
use ingest::store::sqlite::{Account, Role};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::runtime::Runtime;
use tower::ServiceExt;

const PASSWORD: &str = "正确的密码一二三四五 1";
/// A Thursday that is worked.
const NOW: &str = "2026-09-17T10:00:00+08:00";

const REGISTRY: &str = r#"
[region]
code = "220821"
name = "镇赉县"
timezone = "Asia/Shanghai"

[[schedule]]
id = "standard"
am = { start = "08:30:00", end = "11:30:00" }
pm = { start = "13:00:00", end = "17:00:00" }

[[site]]
id = "hall"
name = "县政务服务中心"
kind = "hall"
attendance = true
supervision = true

[[site]]
id = "tax"
name = "税务分中心"
kind = "sub_center"
attendance = false

[[department]]
id = "D-1"
name = "自然资源局"

[[department]]
id = "D-2"
name = "税务局"

[[window]]
id = "W-1"
name = "不动产一窗"
site = "hall"
department = "D-1"

[[window]]
id = "W-2"
name = "不动产二窗"
site = "hall"
department = "D-1"

[[window]]
id = "T-1"
name = "办税一窗"
site = "tax"
department = "D-2"

[[staff]]
id = "S-1"
name = "李强"

[[staff]]
id = "S-2"
name = "赵敏"

[[staff]]
id = "S-3"
name = "孙丽"

[[assignment]]
staff = "S-1"
window = "W-1"
from = 2026-01-05
lead = true

[[assignment]]
staff = "S-2"
window = "W-2"
from = 2026-01-05
lead = true

[[assignment]]
staff = "S-3"
window = "T-1"
from = 2026-01-05
lead = true

[[item]]
code = "I-1"
name = "不动产转移登记"
department = "D-1"
kind = "promised"
statutory_days = 10
promised_days = 5

[[item]]
code = "I-2"
name = "税务登记"
department = "D-2"
kind = "promised"
statutory_days = 5
promised_days = 2
"#;

fn event(id: &str, source: &str, event_type: &str, time: &str, data: Value) -> Value {
    let time = format!("2026-09-{time}:00+08:00");
    json!({"specversion": "1.0", "id": id, "source": source, "type": event_type, "time": time, "data": data})
}

fn accepted(case: &str, window: &str, time: &str) -> Value {
    let (source, item, staff) = match window {
        "T-1" => ("tax", "I-2", "S-3"),
        "W-2" => ("hall", "I-1", "S-2"),
        _ => ("hall", "I-1", "S-1"),
    };
    let data = json!({"case": case, "item": item, "window": window, "staff": staff});
    event(&format!("a-{case}"), source, "case.accepted", time, data)
}

/// What has happened by ten o'clock of the 17th.
fn morning() -> Vec<Value> {
    let completed = |case: &str, source, time| {
        event(
            &format!("c-{case}"),
            source,
            "case.completed",
            time,
            json!({"case": case, "outcome": "approved"}),
        )
    };
    let taken = |ticket: &str, source, time| {
        event(&format!("t-{ticket}"), source, "queue.taken", time, json!({"ticket": ticket}))
    };
    let rated = |rating: &str, window, time| {
        let data = json!({"rating": rating, "window": window, "level": 1, "channel": "device"});
        event(&format!("r-{rating}"), "hall", "rating.submitted", time, data)
    };
    let complained = |complaint: &str, window, time| {
        let data = json!({"complaint": complaint, "window": window, "topic": "attitude"});
        event(&format!("p-{complaint}"), "hall", "complaint.received", time, data)
    };
    vec![
        // Five working days after the 10th are the 17th, after the 1st the 8th; two after the 15th are the 17th.
        accepted("C-1", "W-1", "10T09:00"),
        accepted("C-2", "W-2", "01T09:00"),
        accepted("C-3", "T-1", "15T09:00"),
        accepted("C-4", "W-1", "16T09:00"),
        accepted("C-5", "W-1", "17T09:10"),
        accepted("C-6", "T-1", "17T08:50"),
        accepted("C-7", "W-2", "17T09:40"),
        completed("C-4", "hall", "17T09:30"),
        completed("C-6", "tax", "17T09:20"),
        event("s-1", "hall", "attendance.swipe", "17T08:20", json!({"staff": "S-1", "direction": "in"})),
        taken("Q-1", "hall", "17T09:15"),
        taken("Q-2", "hall", "17T09:37"),
        taken("Q-3", "tax", "17T09:50"),
        taken("Q-4", "hall", "17T09:00"),
        event("k-4", "hall", "queue.called", "17T09:55", json!({"ticket": "Q-4", "window": "W-2"})),
        rated("R-1", "W-1", "17T09:35"),
        rated("R-2", "T-1", "16T09:35"),
        complained("P-1", "W-1", "17T09:00"),
        complained("P-2", "T-1", "16T09:00"),
    ]
}

/// The hall at ten o'clock, with people of every kind.
fn hall(name: &str) -> Hall {
    let hall = Hall::new(name, NOW, REGISTRY);
    hall.send(&morning());
    let records = hall.records();
    let scoped = [
        ("analyst", Role::Analyst, vec![]),
        ("leader", Role::CountyLeader, vec![]),
        ("administrator", Role::Administrator, vec![]),
        ("auditor", Role::Auditor, vec![]),
        ("head", Role::DepartmentHead, vec!["department:D-2".to_owned()]),
        ("operator", Role::Operator, vec!["site:tax".to_owned()]),
    ];
    let hash = dashboards::password::hash(PASSWORD).unwrap();
    for (name, role, scope) in scoped {
        let password = hash.clone();
        records.put_account(&Account { scope, ..Account::new(name, role, password, instant(NOW)) }).unwrap();
    }
    hall
}

fn reader(hall: &Hall, name: &str) -> Reader {
    Reader::logged_in(hall, name, PASSWORD)
}

/// A tile's count and what is beside it.
fn tile<'v>(view: &'v Value, counted: &str) -> &'v Value {
    let tiles = view["tiles"].as_array().unwrap();
    tiles.iter().find(|tile| tile["counted"] == counted).unwrap_or_else(|| panic!("{counted}: {view}"))
}

/// Links with a number as their text: address and number.
fn doors(page: &str) -> Vec<(String, usize)> {
    let links = page.split("<a href=\"").skip(1);
    let door = |link: &str| {
        let (address, rest) = link.split_once('"')?;
        let text = rest.split_once('>')?.1.split('<').next()?;
        Some((address.replace("&#38;", "&"), text.replace(',', "").parse().ok()?))
    };
    links.filter_map(door).collect()
}

/// How many rows the list at an address has.
fn rows(reader: &mut Reader, address: &str) -> usize {
    let list = reader.json(format!("/api/v1{address}"));
    let rows = ["rows", "sources"].iter().find_map(|name| list[*name].as_array());
    rows.unwrap_or_else(|| panic!("{address}: {list}")).len()
}

#[test]
fn today_counts_what_has_happened_by_now() {
    let hall = hall("today-counts");
    let view = reader(&hall, "analyst").json("/api/v1/today");
    let count = |counted: &str| tile(&view, counted)["count"].as_u64().unwrap();
    // W-1 by its swipe and case, W-2 by the ticket that it serves, T-1 by its case within the hour.
    assert_eq!((count("at_work"), tile(&view, "at_work")["of"].as_u64().unwrap()), (3, 3));
    assert_eq!(count("waiting"), 3);
    assert_eq!(tile(&view, "waiting")["aside"], "最长 45 分钟");
    assert_eq!((count("accepted"), count("completed"), count("open_cases")), (3, 2, 5));
    assert_eq!(
        (count("due_today"), count("overdue")),
        (3, 1),
        "the rating of the 16th waits until today too"
    );
    assert_eq!((count("unverified"), count("complaints")), (2, 2));
    assert_eq!(tile(&view, "unverified")["aside"], "今日差评 1");
    let hall_row = &view["sites"][0];
    assert_eq!((&hall_row["waiting"], &hall_row["longest_minutes"]), (&json!(2), &json!(45)));
    let nine = view["hours"]["rows"].as_array().unwrap().iter().find(|row| row["name"] == "9 时").unwrap();
    assert_eq!((&nine["values"][0]["number"], &nine["values"][1]["number"]), (&json!(2.0), &json!(2.0)));
    let later = view["hours"]["rows"].as_array().unwrap().last().unwrap();
    assert_eq!(later["values"], json!([null, null]), "of hours to come nothing is known");
}

#[test]
fn every_number_opens_the_list_that_it_counts() {
    let hall = hall("today-doors");
    for name in ["analyst", "leader", "auditor", "head", "administrator"] {
        let mut reader = reader(&hall, name);
        let page = reader.get("/today").body;
        let doors = doors(&page);
        assert!(doors.len() >= 18, "{name}: {doors:?}");
        for (address, count) in doors {
            assert_eq!(rows(&mut reader, &address), count, "{name}: {address}");
        }
    }
}

#[test]
fn a_list_is_narrowed_to_a_site_and_an_hour() {
    let hall = hall("today-lists");
    let mut reader = reader(&hall, "leader");
    let ids = |list: Value| -> Vec<String> {
        list["rows"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(reader.json("/api/v1/today/accepted")), ["C-7", "C-5", "C-6"], "the newest first");
    assert_eq!(ids(reader.json("/api/v1/today/accepted?hour=9&site=hall")), ["C-7", "C-5"]);
    assert_eq!(ids(reader.json("/api/v1/today/completed?site=tax")), ["C-6"]);
    assert_eq!(ids(reader.json("/api/v1/today/waiting")), ["Q-1", "Q-2", "Q-3"], "who waits longest first");
    let windows = reader.json("/api/v1/today/windows?site=hall");
    assert_eq!(windows["rows"][0]["told"], "在岗 1 人、09:30 有办件");
    assert_eq!(windows["rows"][1]["told"], "正在办理叫到的号、09:40 有办件");
    hall.set("2026-09-17T10:50:00+08:00");
    let others = &reader.json("/api/v1/today/windows?site=tax")["others"];
    assert_eq!(others[0]["id"], "T-1", "an hour without a case");
    assert_eq!(reader.get("/today/nothing").status, 404);
}

#[test]
fn a_head_sees_only_her_own_windows() {
    let hall = hall("today-scope");
    let mut head = reader(&hall, "head");
    let view = head.json("/api/v1/today");
    let count = |counted: &str| tile(&view, counted)["count"].as_u64().unwrap();
    assert_eq!((count("accepted"), count("completed"), count("due_today"), count("overdue")), (1, 1, 2, 0));
    assert_eq!((count("unverified"), count("complaints"), count("at_work")), (1, 1, 1));
    assert_eq!(tile(&view, "waiting")["count"], Value::Null, "before the call nobody knows for whom");
    assert!(view["tiles"].as_array().unwrap().iter().all(|tile| tile["counted"] != "feeds"));
    assert_eq!(view["sites"].as_array().unwrap().len(), 1);
    for page in ["/today", "/wall", "/today/accepted", "/today/windows", "/today/waiting"] {
        let shown = head.get(page).body;
        assert!(!shown.contains("不动产") && !shown.contains("C-5") && !shown.contains("Q-1"), "{page}");
    }
}

#[test]
fn the_day_goes_on_with_what_arrives_and_begins_anew_at_midnight() {
    let hall = hall("today-on");
    let mut reader = reader(&hall, "leader");
    let accepted_now = |reader: &mut Reader| tile(&reader.json("/api/v1/today"), "accepted")["count"].clone();
    assert_eq!(accepted_now(&mut reader), 3);
    hall.send(&[accepted("C-8", "W-1", "17T09:59")]);
    assert_eq!(accepted_now(&mut reader), 4);
    hall.reload(&REGISTRY.replace("税务分中心", "税务大厅"));
    assert_eq!(accepted_now(&mut reader), 4, "the same after the registry was read anew");
    hall.set("2026-09-18T00:00:00+08:00");
    let mut reader = self::reader(&hall, "leader");
    let view = reader.json("/api/v1/today");
    assert_eq!(tile(&view, "accepted")["count"], 0);
    assert_eq!(tile(&view, "waiting")["count"], 0);
    assert_eq!(tile(&view, "overdue")["count"], 4, "what was due on the 17th");
}

#[test]
fn the_first_page_is_today_for_who_may_see_it() {
    let hall = hall("today-home");
    for (name, leads_to) in [("leader", "/today"), ("head", "/today"), ("operator", "/feeds")] {
        let mut reader = reader(&hall, name);
        assert_eq!(reader.get("/").header("location"), leads_to, "{name}");
    }
    assert_eq!(reader(&hall, "operator").get("/today").status, 403);
}

/// Makes a link of a display and answers its path.
fn display(administrator: &mut Reader) -> String {
    let csrf = hidden(&administrator.get("/displays").body, "csrf");
    let made = administrator.post("/displays", &[("csrf", &csrf), ("name", "一楼大厅东墙")]);
    assert_eq!(made.status, 200, "{}", made.body);
    let link = made.body.split("<code class=\"link\">").nth(1).unwrap();
    link.split('<').next().unwrap().to_owned()
}

#[test]
fn a_display_link_shows_the_wall_alone_and_nobody_on_it() {
    let hall = hall("today-wall");
    let path = display(&mut reader(&hall, "administrator"));
    let mut wall = Reader::new(&hall);
    let shown: Answer = wall.get(&path);
    assert_eq!(shown.status, 200);
    assert_eq!(shown.header("referrer-policy"), "no-referrer");
    assert!(shown.body.contains("等候人数") && shown.body.contains(&format!("data-live=\"{path}/live\"")));
    for name in ["李强", "赵敏", "孙丽", "analyst"] {
        assert!(!shown.body.contains(name), "{name}");
    }
    assert!(!shown.body.contains("<a href=\"/due"), "no way elsewhere");
    assert_eq!(wall.get("/today").status, 303, "the link opens nothing else");
    assert_eq!(wall.get("/wall/0123456789").status, 404);
    let stored = hall.records().displays().unwrap();
    assert_eq!((stored.len(), stored[0].seen), (1, Some(instant(NOW))));
}

#[test]
fn a_display_link_that_was_taken_back_shows_nothing_any_more() {
    let hall = hall("today-revoked");
    let mut administrator = reader(&hall, "administrator");
    let path = display(&mut administrator);
    let csrf = hidden(&administrator.get("/displays").body, "csrf");
    assert_eq!(administrator.post("/displays/1/revoke", &[("csrf", "guessed")]).status, 403);
    assert_eq!(Reader::new(&hall).get(&path).status, 200);
    assert_eq!(administrator.post("/displays/1/revoke", &[("csrf", &csrf)]).status, 303);
    assert_eq!(Reader::new(&hall).get(&path).status, 404);
    assert_eq!(Reader::new(&hall).get(&format!("{path}/live")).status, 404);
    assert_eq!(administrator.post("/displays/1/revoke", &[("csrf", &csrf)]).status, 404, "once");
    let audit = hall.records().audit(10).unwrap();
    let deeds: Vec<&str> = audit.iter().map(|entry| entry.what.as_str()).collect();
    assert!(deeds.contains(&"display.make") && deeds.contains(&"display.revoke"), "{deeds:?}");
}

#[test]
fn only_the_administrator_makes_display_links() {
    let hall = hall("today-links");
    for (name, sees) in [("auditor", 200), ("analyst", 403), ("leader", 403), ("head", 403)] {
        let mut reader = reader(&hall, name);
        assert_eq!(reader.get("/displays").status, sees, "{name}");
        let csrf = reader.form_secret();
        let made = reader.post("/displays", &[("csrf", &csrf), ("name", "一楼")]);
        assert_eq!(made.status, 403, "{name}");
    }
    let mut administrator = reader(&hall, "administrator");
    let csrf = hidden(&administrator.get("/displays").body, "csrf");
    for name in ["", "   ", &"长".repeat(61)] {
        assert_eq!(administrator.post("/displays", &[("csrf", &csrf), ("name", name)]).status, 409, "{name}");
    }
    assert!(hall.records().displays().unwrap().is_empty());
}

/// Pages that listen, and what they hear.
struct Listeners {
    app: Arc<App>,
    cookie: String,
    runtime: Runtime,
}

impl Listeners {
    fn of(hall: &Hall) -> Listeners {
        let app = App::new(hall.live(), hall.clock(), Settings::of(&hall.folder));
        let secret = "0".repeat(64);
        let begun = dashboards::session::begin("leader", instant(NOW)).unwrap();
        let key = dashboards::session::key_of(&secret);
        hall.records().begin_session(&key, &begun, instant(NOW)).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Listeners { app, cookie: format!("flagpost={secret}"), runtime }
    }

    fn listen(&self, path: &str, last: &str) -> Response<Body> {
        let request = Request::get(path).header(header::COOKIE, &self.cookie).header("last-event-id", last);
        let request = request.body(Body::empty()).unwrap();
        self.runtime.block_on(dashboards::router::router(self.app.clone()).oneshot(request)).unwrap()
    }

    /// The stream of an answer, after what it begins with.
    fn stream(&self, path: &str, last: &str) -> BodyDataStream {
        let answer = self.listen(path, last);
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        let mut stream = answer.into_body().into_data_stream();
        assert!(self.next(&mut stream).unwrap().contains("retry: 3000"));
        stream
    }

    fn next(&self, stream: &mut BodyDataStream) -> Option<String> {
        let piece = self.runtime.block_on(stream.next())?;
        Some(String::from_utf8(piece.unwrap().to_vec()).unwrap())
    }
}

/// The id of an event.
fn id_of(event: &str) -> String {
    assert!(event.contains("event: changed"), "{event}");
    event.lines().find_map(|line| line.strip_prefix("id: ")).unwrap().to_owned()
}

#[test]
fn who_listens_hears_of_a_change_and_goes_on_from_the_last_one() {
    let hall = hall("today-live");
    let listeners = Listeners::of(&hall);
    let mut stream = listeners.stream("/live", "");
    let first = id_of(&listeners.next(&mut stream).unwrap());
    hall.send(&[accepted("C-9", "W-1", "17T09:59")]);
    let second = id_of(&listeners.next(&mut stream).unwrap());
    assert_ne!(first, second);
    let mut late = listeners.stream("/live", &first);
    assert_eq!(id_of(&listeners.next(&mut late).unwrap()), second, "what was missed is told");
    let mut on = listeners.stream(&format!("/live?since={second}"), "");
    hall.send(&[accepted("C-10", "W-1", "17T09:59")]);
    let third = id_of(&listeners.next(&mut on).unwrap());
    assert!(third != second && third != first, "what is known is not told again");
    let mut of_another_run = listeners.stream("/live?since=ffffffff-0", "");
    assert_eq!(id_of(&listeners.next(&mut of_another_run).unwrap()), third);
}

#[test]
fn a_stream_ends_when_the_service_stops() {
    let hall = hall("today-stop");
    let listeners = Listeners::of(&hall);
    let mut stream = listeners.stream("/live", "");
    id_of(&listeners.next(&mut stream).unwrap());
    listeners.app.pulse.stop();
    assert_eq!(listeners.next(&mut stream), None);
    let mut later = listeners.stream("/live", "");
    assert_eq!(listeners.next(&mut later), None, "nor does one begin");
}

#[test]
fn one_session_has_eight_seats() {
    let hall = hall("today-seats");
    let listeners = Listeners::of(&hall);
    let mut streams: Vec<BodyDataStream> = (0..8).map(|_| listeners.stream("/live", "")).collect();
    let refused = listeners.listen("/live", "");
    assert_eq!(refused.status(), 503);
    assert_eq!(refused.headers()["retry-after"], "30");
    assert_eq!(listeners.app.pulse.listeners(), 8);
    streams.pop();
    assert_eq!(listeners.app.pulse.listeners(), 7);
    drop(listeners.stream("/live", ""));
    assert_eq!(Reader::new(&hall).get("/live").status, 303, "who is not logged in hears nothing");
}
