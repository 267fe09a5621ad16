//! What a head sees: what is of the own department, in every list, page, figure and message.

use super::{OTHERS, all_of, county, event};
use crate::reader::Reader;
use serde_json::{Value, json};

const LISTS: [&str; 30] = [
    "/windows",
    "/months/2026-09/departments",
    "/months/2026-09/sites",
    "/months/2026-09/windows?view=peers",
    "/staff",
    "/months/2026-09/windows",
    "/months/2026-09/staff",
    "/months/2026-09/windows?department=D-22",
    "/due",
    "/due?window=W-21",
    "/notices",
    "/months/2026-10/notices",
    "/ratings",
    "/ratings?window=W-21",
    "/complaints",
    "/appeals?state=all",
    "/orders?state=all",
    "/months",
    "/today",
    "/today/windows",
    "/today/waiting",
    "/today/accepted",
    "/today/completed",
    "/months/2026-09/findings",
    "/months/2026-09/findings?window=W-21",
    "/months/2026-09/evaluations",
    "/months/2026-09/evaluations?only=staff",
    "/months/2026-09",
    "/months/2026-09/checklist",
    "/months/2026-09/proposals",
];

#[test]
fn no_list_of_a_heads_names_anything_of_another_department() {
    let hall = county("scope-lists");
    for (who, is_lead) in [("first", false), ("lead", true)] {
        let (mut reader, _) = Reader::entered(&hall, who);
        for path in LISTS {
            // What is asked for is said again.
            let text = all_of(&mut reader, path);
            let asked: Vec<&str> = OTHERS.into_iter().filter(|other| path.contains(other)).collect();
            for other in OTHERS.iter().filter(|other| !asked.contains(other)) {
                assert!(!text.contains(other), "{who}: {path} tells {other}: {}", around(&text, other));
            }
            assert!(!is_lead || !text.contains("W-12"), "{path}");
        }
    }
}

#[test]
fn a_head_sees_her_own_windows_with_their_official_ranks() {
    let hall = county("scope-ranks");
    let (mut analyst, _) = Reader::entered(&hall, "analyst");
    let all = analyst.json("/api/v1/months/2026-09/windows");
    let rank_of = |view: &Value, window: &str| -> Option<(u64, u64)> {
        let row = view["ranked"].as_array()?.iter().find(|row| row["id"] == window)?;
        Some((row["rank"].as_u64()?, view["ranked_count"].as_u64()?))
    };
    let (mut head, _) = Reader::entered(&hall, "first");
    let own = head.json("/api/v1/months/2026-09/windows");
    assert_eq!(own["ranked"].as_array().unwrap().len(), 2);
    for window in ["W-11", "W-12"] {
        assert!(rank_of(&all, window).is_some());
        assert_eq!(rank_of(&own, window), rank_of(&all, window), "{window}");
    }
    assert_eq!(own["ranked_count"], 4);
    let staff = head.json("/api/v1/months/2026-09/staff");
    assert_eq!(staff["ranked"].as_array().unwrap().len(), 2);
    let (mut nobody, _) = Reader::entered(&hall, "nobody");
    assert_eq!(nobody.json("/api/v1/months/2026-09/windows")["ranked"], json!([]));
    assert_eq!(nobody.json("/api/v1/due")["counts"]["open"], 0);
}

#[test]
fn the_figures_of_lists_count_a_heads_own_alone() {
    let hall = county("scope-figures");
    let figures = |who: &str| {
        let (mut reader, _) = Reader::entered(&hall, who);
        [
            reader.json("/api/v1/due")["counts"]["open"].as_u64().unwrap(),
            reader.json("/api/v1/ratings")["progress"]["valid"].as_u64().unwrap(),
            reader.json("/api/v1/complaints")["counts"][0]["count"].as_u64().unwrap(),
            reader.json("/api/v1/appeals")["open"].as_u64().unwrap(),
            reader.json("/api/v1/orders")["unsettled"].as_u64().unwrap(),
            reader.json("/api/v1/notices")["paging"]["total"].as_u64().unwrap(),
        ]
    };
    let (all, first, second) = (figures("analyst"), figures("first"), figures("second"));
    for place in 0..all.len() {
        assert!(first[place] > 0 && second[place] > 0, "{first:?} {second:?}");
        assert_eq!(first[place] + second[place], all[place], "{all:?} {first:?} {second:?}");
    }
    assert_eq!(figures("nobody"), [0; 6]);
}

/// The pages of one department's things: those that both have, and those of its appeal.
fn things(whose: &str, window: &str, staff: &str, appeal: &str) -> Vec<String> {
    let month = "/months/2026-09";
    [
        format!("{month}/windows/{window}"),
        format!("{month}/staff/{staff}"),
        format!("/cases/case-{whose}"),
        format!("/ratings/rating-{whose}"),
        format!("/complaints/complaint-{whose}"),
        format!("/orders/order-{whose}"),
        format!("/appeals/{appeal}"),
    ]
    .into()
}

#[test]
fn what_is_anothers_is_not_there() {
    let hall = county("scope-things");
    let own = things("first", "W-11", "S-11", "SS-2026-001");
    let others = things("second", "W-21", "S-21", "SS-2026-002");
    let (mut reader, _) = Reader::entered(&hall, "first");
    for (own, other) in own.iter().zip(&others) {
        let text = all_of(&mut reader, own);
        for name in OTHERS {
            assert!(!text.contains(name), "{own} tells {name}: {}", around(&text, name));
        }
        for prefix in ["", "/api/v1"] {
            let nothing = other.rsplit_once('/').unwrap().0;
            let (is, is_not) = (
                reader.get(&format!("{prefix}{other}")),
                reader.get(&format!("{prefix}{nothing}/none-at-all")),
            );
            assert_eq!((is.status, is_not.status), (404, 404), "{other}");
            for name in ["丁丁", "戊己庚", "留言second", "陈述second", "整改second", "申辩-second"]
            {
                assert!(!is.body.contains(name), "{other} tells {name}");
            }
        }
    }
    // Nobody's own are events as they were sent; what is there and what is not answers alike.
    for id in ["e1-second", "none-at-all"] {
        assert_eq!(reader.get(&format!("/events/annex/{id}")).status, 403);
    }
    for other in ["departments/D-22", "sites/annex"] {
        assert_eq!(reader.get(&format!("/months/2026-09/{other}")).status, 404, "{other}");
    }
    let (mut operator, _) = Reader::entered(&hall, "operator");
    assert_eq!(operator.get("/contract/feeds/annex").status, 404);
    let (mut lead, _) = Reader::entered(&hall, "lead");
    assert_eq!(lead.get("/months/2026-09/windows/W-12").status, 404, "another window of the same department");
    assert_eq!(lead.get("/months/2026-09/windows/W-11").status, 200);
}

#[test]
fn words_of_citizens_are_read_by_who_answers_for_the_window() {
    let hall = county("scope-words");
    let (mut head, _) = Reader::entered(&hall, "first");
    let (mut lead, _) = Reader::entered(&hall, "lead");
    assert_eq!(head.json("/api/v1/ratings/rating-first")["comment"], "留言first");
    assert_eq!(lead.json("/api/v1/ratings/rating-first")["comment"], "留言first");
    assert_eq!(head.json("/api/v1/complaints/complaint-first")["statement"], "陈述first");
    // Who leads the window may be the one complained about.
    assert_eq!(lead.json("/api/v1/complaints/complaint-first")["statement"], Value::Null);
    assert!(!lead.get("/complaints/complaint-first").body.contains("陈述first"));
}

#[test]
fn what_changed_in_a_closed_month_is_told_of_ones_own() {
    let hall = county("scope-changes");
    let (mut analyst, csrf) = Reader::entered(&hall, "analyst");
    assert_eq!(analyst.post("/months/2026-09/close", &[("csrf", &csrf), ("reason", "测试数据")]).status, 303);
    for (whose, window, staff) in [("late-first", "W-12", "S-12"), ("late-second", "W-22", "S-22")] {
        let data = json!({
            "finding": whose, "kind": "rude", "window": window, "staff": staff, "inspector": "巡查一",
        });
        hall.send(&[event(
            "hall",
            &format!("e-{whose}"),
            "finding.recorded",
            "2026-09-21T10:00:00+08:00",
            data,
        )]);
    }
    let (mut head, _) = Reader::entered(&hall, "first");
    let all = all_of(&mut analyst, "/months/2026-09/changes");
    assert!(all.contains("W-12") && all.contains("W-22") && all.contains("e-late-second"));
    let own = all_of(&mut head, "/months/2026-09/changes");
    assert!(own.contains("W-12") && own.contains("e-late-first"), "{own}");
    for other in OTHERS {
        assert!(!own.contains(other), "{other}: {own}");
    }
    // The closed month itself, as it was published.
    for path in [
        "/months/2026-09/windows",
        "/months/2026-09/staff",
        "/months/2026-09/windows/W-11",
        "/cases/case-first",
    ] {
        let text = all_of(&mut head, path);
        for other in OTHERS {
            assert!(!text.contains(other), "{path} tells {other}: {}", around(&text, other));
        }
    }
    assert_eq!(head.get("/months/2026-09/windows/W-21").status, 404);
    assert_eq!(head.get("/months/2026-09/staff/S-21").status, 404);
}

/// What stands around a word in a text.
fn around(text: &str, word: &str) -> String {
    let place = text.find(word).map_or(0, |place| text[..place].chars().count());
    text.chars().skip(place.saturating_sub(120)).take(240).collect()
}
