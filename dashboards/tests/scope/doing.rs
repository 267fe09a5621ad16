//! What a head does: the own part, and nothing about what is another's.

use super::{county, entry, notice_of, with};
use crate::reader::Reader;

#[test]
fn a_head_does_nothing_about_anothers_things() {
    let hall = county("scope-deeds");
    let (mut analyst, _) = Reader::entered(&hall, "analyst");
    let about = entry(&mut analyst, "W-21");
    let unknown = about.replace("W-21", "W-99");
    let (mut head, csrf) = Reader::entered(&hall, "first");
    let events = hall.records().event_count().unwrap();
    let notice = notice_of("second");
    let deeds = [
        ("/ratings/rating-second/rectify", vec![("text", "已整改")], 404),
        ("/ratings/rating-second/appeal", vec![("text", "不属实")], 404),
        ("/orders/order-second/complete", vec![("evidence", "已整改")], 404),
        ("/appeals", vec![("about", about.as_str()), ("reason", "不属实")], 409),
        ("/notices/acknowledge", vec![("notice", notice.as_str()), ("by", "department_head:D-22")], 409),
        ("/notices/acknowledge", vec![("notice", notice.as_str()), ("by", "department_head:D-11")], 409),
    ];
    for (path, fields, status) in &deeds {
        for prefix in ["", "/api/v1"] {
            let answer = head.post(&format!("{prefix}{path}"), &with(&csrf, "b", fields));
            assert_eq!(answer.status, *status, "{path}: {}", answer.body);
        }
    }
    // What is not there at all is answered with the same words.
    let one = head.post("/api/v1/appeals", &with(&csrf, "c", &[("about", &about), ("reason", "不属实")]));
    let none = head.post("/api/v1/appeals", &with(&csrf, "c", &[("about", &unknown), ("reason", "不属实")]));
    assert_eq!((one.status, &one.body), (none.status, &none.body));
    assert_eq!(head.get(&format!("/appeals/new?about={}", dashboards::links::segment(&about))).status, 409);
    assert_eq!(hall.records().event_count().unwrap(), events, "nothing was entered");
}

#[test]
fn a_head_does_her_own_part_at_the_pages() {
    let hall = county("scope-own-deeds");
    let (mut head, csrf) = Reader::entered(&hall, "first");
    let notices = head.get("/notices").body;
    assert!(notices.contains("department_head:D-11") && notices.contains("/notices/acknowledge"));
    let rating = head.get("/ratings/rating-first").body;
    assert!(
        rating.contains("/ratings/rating-first/rectify") && !rating.contains("/ratings/rating-first/verify")
    );
    let order = head.get("/orders/order-first").body;
    assert!(order.contains("/orders/order-first/complete") && !order.contains("/orders/order-first/check"));
    let notice = notice_of("first");
    let deeds = [
        ("d", "/ratings/rating-first/rectify", vec![("text", "已整改")]),
        ("e", "/orders/order-first/complete", vec![("evidence", "已整改")]),
        ("f", "/notices/acknowledge", vec![("notice", notice.as_str()), ("by", "department_head:D-11")]),
    ];
    let events = hall.records().event_count().unwrap();
    for (nonce, path, fields) in &deeds {
        let answer = head.post(path, &with(&csrf, nonce, fields));
        assert_eq!(answer.status, 303, "{path}: {}", answer.body);
    }
    assert_eq!(hall.records().event_count().unwrap(), events + 3);
    assert_eq!(head.json("/api/v1/orders/order-first")["state"], "done");
}
