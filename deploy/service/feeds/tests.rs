//! What a feed's trouble becomes: one notice a day to its operator and the bureau, through restarts; gauges.

use super::*;
use crate::service::test_county::{TestCounty, event};
use serde_json::{Value, json};

/// Watches the feeds anew, as after a restart.
fn watcher(county: &TestCounty) -> Watcher {
    let limits = Limits::default();
    let (live, metrics) = (county.live(), county.metrics.clone());
    Watcher::new(live, county.records(), limits, metrics, county.folder().to_owned())
}

fn look(county: &TestCounty) -> usize {
    watcher(county).look().expect("a store")
}

/// Something arrives from each of the sites, as of now.
fn heard(county: &TestCounty, now: &str, sites: &[&str]) {
    county.set(now);
    for site in sites {
        let data = json!({"staff": "S-1", "direction": "in", "device": "D"});
        county.send(site, event(&format!("{site} {now}"), site, "attendance.swipe", now, data));
    }
}

const ALL: &[&str] = &["hall", "sub", "town"];

#[test]
fn a_silent_source_is_told_of_once_a_day_to_its_operator_and_the_bureau() {
    let county = TestCounty::new("feeds-silent", "2026-09-30 08:30:00");
    heard(&county, "2026-09-30 14:05:00", ALL);
    heard(&county, "2026-09-30 15:05:00", &["hall", "town"]);
    assert_eq!(look(&county), 0, "sixty minutes exactly");
    heard(&county, "2026-09-30 15:17:00", &["hall", "town"]);
    assert_eq!(look(&county), 1);
    let [kept] = county.kept("sub").try_into().expect("one notice");
    assert_eq!(kept.identity, "feed_silent/sub/2/2026-09-30");
    assert_eq!(kept.recipients, ["operator:sub", "supervision"]);
    let body: Value = serde_json::from_str(&kept.body).expect("JSON");
    assert_eq!(
        body,
        json!({
            "kind": "feed_silent", "level": 2, "subject": "sub", "date": "2026-09-30",
            "to": ["operator:sub", "supervision"],
            "since": "2026-09-30T14:05:00+08:00", "office_minutes": 72, "office_minutes_max": 60,
            "text": {
                "zh": "分中心 (sub) 自 9月30日 14:05 起没有数据，已中断 72 个办公分钟（限 60 分钟）。请检查当地系统、网络和令牌。",
                "en": "nothing has arrived from 分中心 (sub) since 30 Sep 14:05: 72 office minutes of silence, the limit is 60. Check its system, the network and the token.",
            },
        })
    );
    heard(&county, "2026-09-30 16:30:00", &["hall", "town"]);
    let county = county.restarted("2026-09-30 17:00:00");
    assert_eq!(look(&county), 0, "told today already");
    assert_eq!(county.kept("sub"), [kept], "as it was told");
    for holiday in ["2026-10-01 10:00:00", "2026-10-07 16:00:00"] {
        county.set(holiday);
        assert_eq!(look(&county), 0, "{holiday}");
    }
    heard(&county, "2026-10-08 09:30:01", &["hall", "town"]);
    assert_eq!(look(&county), 1, "it goes on after the holidays");
    assert_eq!(
        county.kept_states("sub"),
        ["feed_silent/sub/2/2026-09-30 pending", "feed_silent/sub/2/2026-10-08 pending"]
    );
}

#[test]
fn a_source_that_is_heard_again_is_no_longer_told_of_and_what_was_told_stays() {
    let county = TestCounty::new("feeds-heard-again", "2026-09-08 08:30:00");
    heard(&county, "2026-09-08 08:40:00", ALL);
    heard(&county, "2026-09-08 10:00:00", &["hall", "town"]);
    assert_eq!(look(&county), 1);
    assert_eq!(county.metrics.feed_silent.with_label_values(&["sub"]).get(), 1);
    heard(&county, "2026-09-08 10:05:00", &["sub"]);
    assert_eq!(look(&county), 0);
    assert_eq!(county.metrics.feed_silent.with_label_values(&["sub"]).get(), 0);
    assert_eq!(county.kept_states("sub"), ["feed_silent/sub/2/2026-09-08 pending"]);
}

#[test]
fn rubbish_is_its_senders_whatever_it_claims() {
    let county = TestCounty::new("feeds-rubbish", "2026-09-08 08:30:00");
    heard(&county, "2026-09-08 08:40:00", ALL);
    for (place, claimed) in ["hall", "sub", "nobody"].into_iter().cycle().take(6).enumerate() {
        let bad = json!({"specversion": "1.0", "id": format!("b{place}"), "source": claimed, "type": "case.accepted"});
        county.send("sub", bad.to_string());
    }
    assert_eq!(look(&county), 1);
    let [kept] = county.kept("sub").try_into().expect("one notice");
    assert_eq!(kept.identity, "feed_rubbish/sub/2/2026-09-08");
    let body: Value = serde_json::from_str(&kept.body).expect("JSON");
    assert_eq!(
        (&body["rejected"], &body["arrived"], &body["day"]),
        (&json!(6), &json!(7), &json!("2026-09-08"))
    );
    let text = body["text"]["zh"].as_str().unwrap_or_default();
    assert_eq!(text, "分中心 (sub) 9月8日到达 7 条，6 条被拒收（85.71%）。原因和改法见“拒收事件”。");
    let ratio = county.metrics.feed_rejected_ratio.with_label_values(&["sub"]).get();
    assert!((ratio - 0.8571).abs() < 1e-9, "{ratio}");
    assert_eq!(county.metrics.rejections_open.get(), 6);
}

#[test]
fn gauges_show_what_is_open_and_kept() {
    let county = TestCounty::new("feeds-gauges", "2026-09-08 08:30:00");
    let case = |id: &str, case: &str| {
        let data = json!({"case": case, "item": "I-3", "window": "W-1", "staff": "S-1"});
        event(id, "hall", "case.accepted", "2026-09-08 08:30:00", data)
    };
    county.send("hall", case("e1", "C-1"));
    county.send("hall", case("e2", "C-2"));
    let done = json!({"case": "C-2", "outcome": "approved"});
    county.send("hall", event("e3", "hall", "case.completed", "2026-09-08 08:30:00", done));
    look(&county);
    assert_eq!(county.metrics.open_cases.get(), 1);
    assert!(county.metrics.store_bytes.get() > 0);
    let text = county.metrics.text();
    // 2026-09-08T08:30:00+08:00
    assert!(
        text.contains("flagpost_feed_last_arrival_timestamp_seconds{source=\"hall\"} 1788827400\n"),
        "{text}"
    );
    assert!(!text.contains("flagpost_feed_last_arrival_timestamp_seconds{source=\"sub\"}"), "never heard");
    assert!(text.contains("flagpost_notices{state=\"withdrawn\"} 0\n"), "{text}");
}
