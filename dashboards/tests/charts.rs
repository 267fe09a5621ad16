//! Charts at the pages: of the region, a department, a window, a person; as a page with tables, as SVG and PNG, for those who may.

use crate::bureau::{self, PASSWORD};
use crate::ladder::{account, hall};
use crate::reader::Reader;
use dashboards::months;
use ingest::store::sqlite::Role;
use scoring::time::Month;
use serde_json::Value;

fn names(view: &Value) -> Vec<String> {
    let charts = view["charts"].as_array().unwrap();
    charts.iter().map(|chart| chart["name"].as_str().unwrap().to_owned()).collect()
}

/// The ids of the first ranked window and of its department.
fn first_window(reader: &mut Reader) -> (String, String) {
    let view = reader.json("/api/v1/months/2026-09/windows");
    let row = &view["ranked"][0];
    (row["id"].as_str().unwrap().to_owned(), row["department"]["id"].as_str().unwrap().to_owned())
}

#[test]
fn a_month_has_its_charts_with_the_figures_of_the_ranking() {
    let hall = hall("charts-month");
    let mut reader = Reader::logged_in(&hall, bureau::ANALYST, PASSWORD);
    let ranking = reader.json("/api/v1/months/2026-09/windows");
    for is_closed in [false, true] {
        if is_closed {
            hall.act(|desk| months::close(desk, Month::parse("2026-09").unwrap(), "王监察")).unwrap();
        }
        let view = reader.json("/api/v1/months/2026-09/charts");
        assert_eq!(names(&view)[..2], ["ranking", "trend"]);
        let rows = view["charts"][0]["rows"].as_array().unwrap();
        let ranked = ranking["ranked"].as_array().unwrap();
        assert_eq!(rows.len(), ranked.len());
        for (row, of) in rows.iter().zip(ranked) {
            let total: f64 = row[row.as_array().unwrap().len() - 2].as_str().unwrap().parse().unwrap();
            assert_eq!(total, of["total"].as_f64().unwrap());
        }
        let page = reader.get("/months/2026-09/charts");
        assert_eq!(page.status, 200);
        assert!(page.body.contains("<img src=\"/months/2026-09/charts/ranking.svg?lang=zh"), "{}", page.body);
    }
}

#[test]
fn each_chart_is_a_picture_that_is_sent_once() {
    let hall = hall("charts-pictures");
    let mut reader = Reader::logged_in(&hall, bureau::ANALYST, PASSWORD);
    let (window, department) = first_window(&mut reader);
    for (query, some) in [
        (String::new(), "waiting"),
        (format!("?window={window}"), "trend"),
        (format!("?department={department}"), "deductions"),
    ] {
        let view = reader.json(format!("/api/v1/months/2026-09/charts{query}"));
        assert!(names(&view).iter().any(|name| name == some), "{query}: {:?}", names(&view));
        for chart in view["charts"].as_array().unwrap() {
            let svg = reader.get(chart["svg"].as_str().unwrap());
            assert_eq!((svg.status, svg.header("content-type")), (200, "image/svg+xml"), "{chart}");
            assert!(svg.body.starts_with("<svg ") && svg.body.contains("<desc"));
            let tag = svg.header("etag").to_owned();
            let again = reader.get_with(chart["svg"].as_str().unwrap(), "if-none-match", &tag);
            assert_eq!(again.status, 304, "{chart}");
        }
    }
    let png = reader.get("/months/2026-09/charts/deductions.png");
    assert_eq!((png.status, png.header("content-type")), (200, "image/png"));
    for missing in ["deductions.gif", "deductions", "nothing.svg", "attendance.svg"] {
        assert_eq!(reader.get(&format!("/months/2026-09/charts/{missing}")).status, 404, "{missing}");
    }
    for missing in ["?window=W-999", "?staff=S-999", "?department=D-999", "?site=nowhere"] {
        assert_eq!(reader.get(&format!("/months/2026-09/charts{missing}")).status, 404, "{missing}");
    }
}

#[test]
fn who_sees_a_window_alone_sees_its_charts_alone() {
    let hall = hall("charts-scope");
    let mut analyst = Reader::logged_in(&hall, bureau::ANALYST, PASSWORD);
    let (window, _) = first_window(&mut analyst);
    let all = analyst.json("/api/v1/months/2026-09/windows");
    let other = all["ranked"].as_array().unwrap().iter().find(|row| row["id"] != window.as_str());
    let other = other.unwrap()["id"].as_str().unwrap().to_owned();
    account(&hall, "own", Role::WindowLead, &[&format!("window:{window}")]);
    let mut own = Reader::logged_in(&hall, "own", PASSWORD);
    let view = own.json("/api/v1/months/2026-09/charts");
    assert!(names(&view).iter().all(|name| !matches!(name.as_str(), "waiting" | "case-times" | "trend")));
    assert_eq!(view["charts"][0]["rows"].as_array().unwrap().len(), 1, "its own row of the ranking");
    assert_eq!(own.get("/months/2026-09/charts/waiting.svg").status, 404);
    let trend = own.json(format!("/api/v1/months/2026-09/charts?window={window}"));
    assert_eq!(trend["charts"][0]["heads"].as_array().unwrap().len(), 2, "no mean of the others");
    for file in ["", "/trend.svg", "/deductions.png"] {
        assert_eq!(own.get(&format!("/months/2026-09/charts{file}?window={other}")).status, 404, "{file}");
    }
}

#[test]
fn pages_of_windows_and_departments_show_their_charts() {
    let hall = hall("charts-at-pages");
    let mut reader = Reader::logged_in(&hall, bureau::ANALYST, PASSWORD);
    let (window, department) = first_window(&mut reader);
    for (page, picture) in [
        (format!("windows/{window}"), format!("/months/2026-09/charts/trend.svg?window={window}")),
        (
            format!("departments/{department}"),
            format!("/months/2026-09/charts/on-time.svg?department={department}"),
        ),
    ] {
        let body = reader.get(&format!("/months/2026-09/{page}")).body;
        assert!(body.contains(&format!("<img src=\"{picture}")), "{page}: {body}");
        assert_eq!(reader.get(&picture).status, 200);
    }
}
