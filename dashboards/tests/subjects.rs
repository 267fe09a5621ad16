//! The pages of windows, staff, departments and sites: the year, rates with their parts, what is a head's own, and closed
//! months told as they were published.

use crate::bureau::{self, Clerk, PASSWORD};
use crate::desk::{Hall, instant};
use crate::ladder::{NOW, account, hall};
use crate::reader::Reader;
use dashboards::months;
use ingest::store::sqlite::Role;
use ingest::store::{Delivered, KeptNotice, NoticeState};
use scoring::time::Month;
use serde_json::{Value, json};

fn close_september(hall: &Hall) {
    hall.act(|desk| months::close(desk, Month::parse("2026-09").unwrap(), "王监察")).unwrap();
}

fn list<'v>(view: &'v Value, name: &str) -> &'v Vec<Value> {
    view[name].as_array().unwrap()
}

#[test]
fn a_department_is_told_from_its_windows_open_and_closed_alike() {
    let hall = hall("subjects-departments");
    let mut reader = Reader::logged_in(&hall, bureau::ANALYST, PASSWORD);
    for kind in ["departments", "sites"] {
        let open = reader.json(format!("/api/v1/months/2026-09/{kind}"));
        let ranking = reader.json("/api/v1/months/2026-09/windows");
        assert!(!list(&open, "rows").is_empty());
        for row in list(&open, "rows") {
            let home = if kind == "departments" { "department" } else { "site" };
            let own: Vec<&Value> =
                list(&ranking, "ranked").iter().filter(|of| of[home]["id"] == row["who"]["id"]).collect();
            assert_eq!(row["ranked"].as_u64().unwrap() as usize, own.len());
            let mean = own.iter().map(|of| of["total"].as_f64().unwrap()).sum::<f64>() / own.len() as f64;
            match row["mean"].as_f64() {
                Some(told) => assert!((told - mean).abs() <= 0.005 + 1e-9, "{told} of {mean}"),
                None => assert!(own.is_empty()),
            }
            assert_eq!(row["best"]["window"]["id"], own.first().map_or(Value::Null, |of| of["id"].clone()));
        }
    }
    let before = reader.json("/api/v1/months/2026-09/departments");
    close_september(&hall);
    let after = reader.json("/api/v1/months/2026-09/departments");
    assert_eq!(after["edition"]["version"], 1);
    for (open, closed) in list(&before, "rows").iter().zip(list(&after, "rows")) {
        for part in
            ["who", "windows", "ranked", "mean", "best", "last", "red", "yellow", "dissatisfied", "overdue"]
        {
            assert_eq!(open[part], closed[part], "{part}");
        }
        for (open, closed) in list(open, "rates").iter().zip(list(closed, "rates")) {
            for part in ["rate", "title", "value", "target", "is_missed"] {
                assert_eq!(open[part], closed[part], "{} {part}", open["rate"]);
            }
        }
    }
}

#[test]
fn what_fell_overdue_is_counted_and_the_count_opens_its_lines() {
    let hall = hall("subjects-overdue");
    let mut reader = Reader::logged_in(&hall, bureau::ANALYST, PASSWORD);
    for is_closed in [false, true] {
        if is_closed {
            close_september(&hall);
        }
        let all = reader.json("/api/v1/months/2026-09/departments");
        let late = list(&all, "rows").iter().find(|row| row["overdue"].as_u64().unwrap() > 0).unwrap();
        let id = late["who"]["id"].as_str().unwrap();
        let page = reader.get("/months/2026-09/departments").body;
        let door = format!("/months/2026-09/departments/{id}?kind=overdue");
        assert!(page.contains(&format!("href=\"{door}#lines\"")), "closed: {is_closed}");
        let own = reader.json(format!("/api/v1{door}"));
        assert_eq!(
            list(&own, "lines").len() as u64,
            late["overdue"].as_u64().unwrap(),
            "closed: {is_closed}"
        );
        assert!(list(&own, "lines").iter().all(|line| line["case"].is_string()));
        let page = reader.get(&door).body;
        let first = &own["lines"][0];
        assert!(page.contains(&format!("href=\"/cases/{}\"", first["case"].as_str().unwrap())));
        assert!(page.contains(&format!("href=\"/events/{}\"", first["events"][0].as_str().unwrap())));
    }
}

#[test]
fn a_head_sees_her_own_department_and_no_other_and_no_site() {
    let hall = hall("subjects-head");
    let mut analyst = Reader::logged_in(&hall, bureau::ANALYST, PASSWORD);
    let all = analyst.json("/api/v1/months/2026-09/departments");
    let ids: Vec<&str> = list(&all, "rows").iter().map(|row| row["who"]["id"].as_str().unwrap()).collect();
    assert!(ids.len() > 1, "{ids:?}");
    let (own, other) = (ids[0], ids[1]);
    account(&hall, "head", Role::DepartmentHead, &[&format!("department:{own}")]);
    account(&hall, "lead", Role::WindowLead, &["window:W-01"]);
    let mut head = Reader::logged_in(&hall, "head", PASSWORD);
    for prefix in ["", "/api/v1"] {
        assert_eq!(head.get(&format!("{prefix}/months/2026-09/departments/{own}")).status, 200, "{prefix}");
        assert_eq!(head.get(&format!("{prefix}/months/2026-09/departments/{other}")).status, 404, "{prefix}");
        assert_eq!(head.get(&format!("{prefix}/months/2026-09/sites/hall")).status, 404, "{prefix}");
    }
    for is_closed in [false, true] {
        if is_closed {
            close_september(&hall);
        }
        let seen = head.json("/api/v1/months/2026-09/departments");
        assert_eq!(
            list(&seen, "rows").iter().map(|row| row["who"]["id"].as_str().unwrap()).collect::<Vec<_>>(),
            [own]
        );
        assert!(list(&head.json("/api/v1/months/2026-09/sites"), "rows").is_empty());
        let csv = head.get("/months/2026-09/departments?format=csv").body;
        assert!(csv.lines().count() == 2 && !csv.contains(other), "{csv}");
        let mut lead = Reader::logged_in(&hall, "lead", PASSWORD);
        assert!(
            list(&lead.json("/api/v1/months/2026-09/departments"), "rows").is_empty(),
            "a window is no department"
        );
        assert!(lead.get("/months/2026-09/departments").body.contains("您的账号不负责整个部门或大厅"));
    }
}

#[test]
fn the_year_of_a_window_is_the_months_as_they_are_known() {
    let hall = hall("subjects-year");
    let mut reader = Reader::logged_in(&hall, bureau::ANALYST, PASSWORD);
    let ranking = reader.json("/api/v1/months/2026-09/windows");
    let id = ranking["ranked"][0]["id"].as_str().unwrap().to_owned();
    for is_closed in [false, true] {
        if is_closed {
            close_september(&hall);
        }
        let view = reader.json(format!("/api/v1/months/2026-10/windows/{id}"));
        let months = list(&view["year"], "months");
        let names: Vec<&str> = months.iter().map(|of| of["month"].as_str().unwrap()).collect();
        assert!(names.is_sorted() && names.ends_with(&["2026-09", "2026-10"]), "{names:?}");
        for of in months {
            let month = of["month"].as_str().unwrap();
            let own = reader.json(format!("/api/v1/months/{month}/windows/{id}"));
            assert_eq!((&of["total"], &of["rank"]), (&own["row"]["total"], &own["row"]["rank"]), "{month}");
            assert_eq!(of["flag"], own["row"]["flag"], "{month}");
        }
        let september = months.iter().find(|of| of["month"] == "2026-09").unwrap();
        assert_eq!(september["state"], if is_closed { "第 1 版" } else { "进行中" });
        let page = reader.get(&format!("/months/2026-10/windows/{id}")).body;
        assert!(
            page.contains("2026年逐月情况")
                && page.contains(&format!("href=\"/months/2026-09/windows/{id}\""))
        );
    }
}

#[test]
fn rates_of_a_closed_month_keep_their_parts_where_they_follow() {
    let hall = hall("subjects-rates");
    let mut reader = Reader::logged_in(&hall, bureau::ANALYST, PASSWORD);
    let ranking = reader.json("/api/v1/months/2026-09/windows");
    let (mut kept, mut told) = (0, 0);
    let ids: Vec<String> =
        list(&ranking, "ranked").iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
    let open: Vec<Value> =
        ids.iter().map(|id| reader.json(format!("/api/v1/months/2026-09/windows/{id}"))).collect();
    close_september(&hall);
    for (id, open) in ids.iter().zip(&open) {
        let closed = reader.json(format!("/api/v1/months/2026-09/windows/{id}"));
        for (before, after) in list(open, "rates").iter().zip(list(&closed, "rates")) {
            assert_eq!((&before["rate"], &before["value"]), (&after["rate"], &after["value"]), "{id}");
            if after["part"].is_i64() {
                assert_eq!((&before["part"], &before["whole"]), (&after["part"], &after["whole"]), "{id}");
                kept += 1;
            }
            told += usize::from(after["made_of"] == "公布的结果不含分子、分母");
        }
        let page = reader.get(&format!("/months/2026-09/windows/{id}")).body;
        assert!(page.contains("class=\"list rate-table\""), "{id}");
    }
    assert!(kept > 0 && told > 0, "{kept} {told}");
}

#[test]
fn the_appeals_of_a_window_stand_with_what_they_are_about() {
    let hall = bureau::hall("subjects-appeals");
    let mut clerk = Clerk::of(&hall);
    let about = clerk.entry("windows/W-1", "W-B3");
    let id = clerk.file(&about);
    let page = clerk.reader.get("/months/2026-09/windows/W-1").body;
    let line = page.lines().find(|line| line.contains("申诉：")).unwrap();
    assert!(line.contains(&format!("href=\"/appeals/{id}\"")), "{line}");
    let of_department = clerk.reader.json("/api/v1/months/2026-09/departments/D-1");
    assert_eq!(of_department["appeals"][0]["id"], id.as_str());
}

#[test]
fn a_list_of_departments_is_sorted_and_taken_away_as_it_is_shown() {
    let hall = hall("subjects-sorted");
    let mut reader = Reader::logged_in(&hall, bureau::ANALYST, PASSWORD);
    let path = "/months/2026-09/departments?sort=name";
    let view = reader.json(format!("/api/v1{path}"));
    let names: Vec<&str> =
        list(&view, "rows").iter().map(|row| row["who"]["name"].as_str().unwrap()).collect();
    assert!(names.is_sorted() && names.len() > 1, "{names:?}");
    let csv = reader.get(&format!("{path}&format=csv")).body;
    let taken: Vec<&str> = csv.lines().skip(1).map(|line| line.split(',').nth(1).unwrap()).collect();
    assert_eq!(taken, names);
    let page = reader.get(path).body;
    assert!(page.contains("不是正式名次") && page.contains("aria-sort=\"ascending\""));
}

/// A notice of the store.
fn notice(identity: &str, level: u8, date: &str, to: &str) -> KeptNotice {
    let (kind, subject) = (identity.split('/').next().unwrap(), identity.split('/').nth(1).unwrap());
    KeptNotice {
        identity: identity.to_owned(),
        kind: kind.to_owned(),
        level,
        subject: subject.to_owned(),
        date: date.to_owned(),
        recipients: vec![to.to_owned()],
        body: "{}".to_owned(),
        derived: instant(NOW),
        state: NoticeState::Pending,
        sent: None,
    }
}

#[test]
fn a_case_tells_who_was_warned_who_answered_and_what_comes_next() {
    let hall = hall("subjects-case");
    let mut reader = Reader::logged_in(&hall, bureau::ANALYST, PASSWORD);
    let due = reader.json("/api/v1/due");
    let late =
        list(&due, "rows").iter().find(|row| row["case"].is_string() || row["id"].is_string()).unwrap();
    let id = late["case"].as_str().or(late["id"].as_str()).unwrap().to_owned();
    let bare = reader.json(format!("/api/v1/cases/{id}"));
    let rung = list(&bare, "ladder").iter().find(|rung| rung["is_sent"] == true).unwrap().clone();
    assert!(rung["kept"].is_null());
    assert!(
        reader.get(&format!("/cases/{id}")).body.contains("没有送达记录"),
        "what is not known is not made up"
    );
    let identity = rung["identity"].as_str().unwrap();
    let level = rung["level"].as_u64().unwrap() as u8;
    let kept = notice(identity, level, rung["date"].as_str().unwrap(), "window:W-01");
    let moved = notice(&format!("case_due/{id}/1/2026-01-05"), 1, "2026-01-02", "window:W-01");
    let up = notice(
        &format!("unanswered/window:W-01/{identity}"),
        2,
        rung["date"].as_str().unwrap(),
        "supervision",
    );
    hall.records().keep_notices(&[kept, moved, up]).unwrap();
    hall.records().settle_notice(identity, Delivered::Sent, instant(NOW)).unwrap();
    let told = reader.json(format!("/api/v1/cases/{id}"));
    let of = |identity: &str| list(&told, "ladder").iter().find(|rung| rung["identity"] == identity).cloned();
    let told_rung = of(identity).unwrap();
    assert_eq!(told_rung["kept"]["state"], "sent");
    assert!(
        of(&format!("case_due/{id}/1/2026-01-05")).is_some(),
        "a due date that has moved left its notice"
    );
    assert!(of(&format!("unanswered/window:W-01/{identity}")).is_some());
    let page = reader.get(&format!("/cases/{id}")).body;
    assert!(page.contains("尚无人确认") && page.contains("接下来"));
    match told["next"].as_str() {
        Some(next) => {
            let ahead = list(&told, "ladder").iter().find(|rung| rung["is_sent"] == false).unwrap();
            assert!(
                next.contains(ahead["day"].as_str().unwrap())
                    && next.contains(ahead["title"].as_str().unwrap())
            );
        }
        None => assert!(list(&told, "ladder").iter().all(|rung| rung["is_sent"] == true)),
    }
}

#[test]
fn a_holiday_is_told_with_its_notice_and_an_extension_with_who_approved_it() {
    let hall = bureau::hall("subjects-holiday");
    hall.send(&[
        bureau::event(
            "c1",
            "case.accepted",
            "2026-09-21T09:00:00+08:00",
            json!({"case": "C-9", "item": "I-5", "window": "W-1", "staff": "S-1", "applicant": "a1", "applicant_kind": "person"}),
        ),
        bureau::event(
            "c2",
            "case.extended",
            "2026-09-22T09:00:00+08:00",
            json!({"case": "C-9", "days": 6, "approved_by": "陈局长"}),
        ),
    ]);
    let mut clerk = Clerk::of(&hall);
    let view = clerk.reader.json("/api/v1/cases/C-9");
    let legend: Vec<&str> = list(&view, "legend").iter().map(|of| of["meaning"].as_str().unwrap()).collect();
    assert!(
        legend.iter().any(|of| of.contains("中秋节") && of.contains("国办发明电〔2025〕7号")),
        "{legend:?}"
    );
    assert!(view["changes"][0]["text"].as_str().unwrap().contains("陈局长批准"), "{}", view["changes"]);
    let days = list(&view, "weeks").iter().flat_map(|week| list(week, "days")).filter(|day| day.is_object());
    let extended: Vec<&Value> = days.filter(|day| day["date"] == "2026-09-22").collect();
    assert_eq!(extended[0]["note"], "延期 6 日");
    clerk.reader.get("/cases/C-9?lang=en");
    let english = clerk.reader.json("/api/v1/cases/C-9");
    assert!(
        english["legend"].to_string().contains("State Council notice 7 of 2025"),
        "{}",
        english["legend"]
    );
}
