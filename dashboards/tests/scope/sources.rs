//! What operators see of their site; who reads what was rejected, and what citizens said.

use super::{NOW, all_of, county, event};
use crate::desk::{Hall, instant};
use crate::reader::Reader;
use ingest::store::sqlite::{Account, Role};
use serde_json::json;

#[test]
fn an_operator_sees_the_feed_and_rejections_of_the_own_site_alone() {
    let hall = county("scope-operator");
    let wrong = |source: &str| {
        let data = json!({ "case": format!("case-of-{source}") });
        event(source, &format!("wrong-{source}"), "case.accepted", "2026-10-08T10:00:00+08:00", data)
            .to_string()
    };
    let lines = [wrong("hall"), wrong("annex")];
    hall.deliver(lines.iter().map(|line| line.as_bytes()));
    let (mut operator, _) = Reader::entered(&hall, "operator");
    let (mut analyst, _) = Reader::entered(&hall, "analyst");
    for path in ["/feeds", "/rejected", "/rejected?state=all", "/rejected?source=annex"] {
        let text = all_of(&mut operator, path);
        assert!(!text.contains("wrong-annex") && !text.contains("丙丁"), "{path}: {text}");
    }
    assert_eq!(operator.json("/api/v1/rejected")["total"], 1);
    assert_eq!(operator.json("/api/v1/rejected?source=annex")["total"], 0);
    assert_eq!(analyst.json("/api/v1/rejected")["total"], 2);
    assert_eq!(operator.json("/api/v1/feeds")["sources"].as_array().unwrap().len(), 1);
}

/// The county with further roles that see all of it.
fn county_with_all_roles(name: &str) -> Hall {
    let hall = county(name);
    for (name, role) in
        [("administrator", Role::Administrator), ("auditor", Role::Auditor), ("leader", Role::CountyLeader)]
    {
        hall.records().put_account(&Account::new(name, role, String::new(), instant(NOW))).unwrap();
    }
    hall
}

#[test]
fn what_was_rejected_is_read_by_who_mends_it_and_by_its_own_site() {
    let hall = county_with_all_roles("scope-rejected");
    let wrong = |source: &str| {
        let data = json!({ "case": "C-9", "applicant_name": format!("申请人-{source}") });
        event(source, &format!("wrong-{source}"), "case.accepted", "2026-10-08T10:00:00+08:00", data)
            .to_string()
    };
    hall.deliver([wrong("hall"), wrong("annex")].iter().map(|line| line.as_bytes()));
    let rows = |who: &str| {
        let (mut reader, _) = Reader::entered(&hall, who);
        let rows = reader.json("/api/v1/rejected")["rows"].as_array().unwrap().clone();
        rows.iter().map(|row| (row["source"].clone(), row["key"].clone())).collect::<Vec<_>>()
    };
    let numbers = |of: &str| rows("analyst").into_iter().find(|(source, _)| source == of).unwrap().1;
    let [own, other] = ["hall", "annex"].map(|of| numbers(of).as_str().unwrap().to_owned());
    for (who, reads, sees_other) in [
        ("administrator", true, true),
        ("analyst", true, true),
        ("operator", true, false),
        ("auditor", false, true),
        ("leader", false, true),
    ] {
        let (mut reader, _) = Reader::entered(&hall, who);
        for page in ["/rejected", "/api/v1/rejected"] {
            let text = reader.get(page).body;
            assert_eq!(text.contains("申请人-hall"), reads, "{who} {page}");
            assert_eq!(text.contains("申请人-annex"), reads && sees_other, "{who} {page}");
        }
        for page in ["/rejected/", "/api/v1/rejected/"] {
            let mine = reader.get(&format!("{page}{own}"));
            assert_eq!((mine.status, mine.body.contains("申请人-hall")), (200, reads), "{who} {page}");
            let theirs = reader.get(&format!("{page}{other}"));
            assert_eq!(theirs.status, if sees_other { 200 } else { 404 }, "{who} {page}");
            assert_eq!(theirs.body.contains("申请人-annex"), reads && sees_other, "{who} {page}");
        }
    }
}

#[test]
fn an_event_tells_of_a_citizen_to_who_works_on_it_alone() {
    let hall = county_with_all_roles("scope-events");
    let accepted = json!({
        "case": "C-8", "item": "I-1", "window": "W-11", "staff": "S-11", "applicant": "代号甲乙丙", "applicant_phone": "无人接听",
    });
    let rated = json!({
        "rating": "R-8", "window": "W-11", "level": 1, "channel": "qr", "comment": "排队太久", "name": "某某某",
    });
    hall.send(&[
        event("hall", "c8", "case.accepted", "2026-10-08T10:00:00+08:00", accepted),
        event("hall", "r8", "rating.submitted", "2026-10-08T10:00:00+08:00", rated),
    ]);
    for (who, reads) in [("analyst", true), ("auditor", false)] {
        let (mut reader, _) = Reader::entered(&hall, who);
        for below in ["", "/api/v1"] {
            let case = reader.get(&format!("{below}/events/hall/c8")).body;
            let rating = reader.get(&format!("{below}/events/hall/r8")).body;
            assert!(case.contains("S-11") && rating.contains("W-11"), "{who}");
            for (text, word) in
                [(&case, "代号甲乙丙"), (&case, "无人接听"), (&rating, "排队太久"), (&rating, "某某某")]
            {
                assert_eq!(text.contains(word), reads, "{who} {word}");
            }
        }
    }
    for who in ["administrator", "leader", "operator", "first", "lead"] {
        let (mut reader, _) = Reader::entered(&hall, who);
        assert_eq!(reader.get("/events/hall/c8").status, 403, "{who}");
    }
}
