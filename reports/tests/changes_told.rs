//! How changes are told: as text in both languages, in a few lines, and as JSON.

use crate::months::{Month, changes, evidence, late, line, person, september, window};
use reports::changes::{Changes, Names, brief, json, text};
use reports::words::Lang;
use scoring::rulebook;
use serde_json::{Value, json};

/// W-01 is no longer short of D, W-03 left, W-04 came, S-1 changed windows and grade.
fn moved() -> Changes {
    let of_case = |case: &str, applied: f64| {
        let more = json!({"rule": "W-D1", "category": "D", "case": case, "applied": applied,
            "evidence": evidence(&["a1"])});
        line("overdue", "2026-09-08", -5.0, more)
    };
    let dissatisfied = |verified: &str| {
        let more = json!({"rating": "R-1", "rule": "W-D2", "category": "D", "evidence": evidence(&["r1", verified])});
        line("dissatisfied", "2026-09-10", -2.0, more)
    };
    let leaving = september(
        &[window("W-01", 1, 28.0, 0.0), window("W-03", 2, 20.0, 0.0)],
        &[person("S-1", 1, 20.0, 30.0)],
    );
    let before = leaving.with(&[of_case("C-1", -3.0), dissatisfied("v1")]);
    let mut elsewhere = person("S-1", 1, 20.0, 30.0);
    elsewhere["window"] = json!("W-04");
    elsewhere["evaluation"] = json!("excellent");
    let coming = september(&[window("W-01", 1, 28.0, 2.0), window("W-04", 1, 30.0, 0.0)], &[elsewhere]);
    let after = coming
        .with(&[of_case("C-1", -1.0), dissatisfied("v2")])
        .but("rates", json!({"accepted": 41, "on_time_rate": 0.9531}))
        .but("as_of", json!("2026-10-08T00:00:00+08:00"));
    let verified = late("v2", "rating.verified", json!({"rating": "R-1", "reason": null}), &[]);
    changes(&before, &after, vec![verified])
}

#[test]
fn every_kind_of_change_is_told() {
    let zhenlai = rulebook::builtin("zhenlai").unwrap();
    let names = Names::new(None, vec![&zhenlai]);
    let zh = "2026年9月  第 1 版 → 第 2 版  变化 8 处
计分依据不同
  截至 2026年10月1日 00:00 → 2026年10月8日 00:00

迟到事件
  [1]  rating.verified hall/v2  评价 R-1     10-09 收到

窗口
  窗口         总分   名次  旗帜  各项      原因
";
    let told = text::text(&moved(), &names, Lang::Zh, false);
    assert!(told.starts_with(zh), "{told}");
    for line in [
        // The line that has other evidence moved no points.
        "  W-01  28.0 → 30.0      1  —     D +2.0    计分依据不同",
        "  W-04     — → 30.0  — → 1  —     新列入    计分依据不同",
        "  W-03     20.0 → —  2 → —  —     不再列入  计分依据不同",
        "  S-1   50.0     1  良好 → 优秀  W-01 → W-04  计分依据不同",
        "超过承诺时限 · 办件 C-1",
        "−3.0（应 −5.0） → −1.0（应 −5.0）",
        "差评核实有责 · 评价 R-1 · 依据的事件不同",
        "[1] rating.verified",
        "  全县  受理                40 → 41  计分依据不同",
        "  全县  按时办结率  95.00% → 95.31%  计分依据不同",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
    let en = text::text(&moved(), &Names::default(), Lang::En, false);
    for line in [
        "September 2026  version 1 → version 2  8 changes",
        "Scored otherwise\n  as of 1 Oct 2026 00:00 → 8 Oct 2026 00:00",
        "received 10-09",
        "entered the list  scored otherwise, see above",
        "good → excellent",
        "−3.0 (asked −5.0) → −1.0 (asked −5.0)",
        "other events behind it",
    ] {
        assert!(en.contains(line), "{line}\n{en}");
    }
}

#[test]
fn nothing_is_told_in_a_line() {
    let month: Month = september(&[window("W-01", 1, 28.0, 20.0)], &[]);
    let none = changes(&month, &month, Vec::new());
    let told = text::text(&none, &Names::default(), Lang::En, false);
    assert_eq!(
        told,
        "September 2026  version 1 → version 2  no changes\nzhenlai version 1  as of 1 Oct 2026 00:00\n"
    );
    assert_eq!(brief::text(&none, &Names::default(), Lang::Zh), "2026年9月  第 1 版 → 第 2 版  没有变化\n");
}

#[test]
fn the_few_lines_name_the_largest_movements() {
    let five = |last: f64| -> Vec<Value> {
        let rest = (1..=6).map(|place| window(&format!("W-0{place}"), place, 28.0, f64::from(place) * last));
        rest.collect()
    };
    let told = brief::text(
        &changes(&september(&five(0.0), &[]), &september(&five(2.0), &[]), Vec::new()),
        &Names::default(),
        Lang::En,
    );
    let expected = "September 2026  version 1 → version 2
  Totals  6 changed  +2.0 to +12.0
          W-06 28.0 → 40.0
          W-05 28.0 → 38.0
          W-04 28.0 → 36.0
          W-03 28.0 → 34.0
          W-02 28.0 → 32.0
";
    assert_eq!(told, expected);
}

#[test]
fn json_has_what_changed_and_nothing_else() {
    let told: Value = serde_json::from_str(&json::line(&moved())).unwrap();
    assert_eq!(told["count"], 8);
    assert_eq!(told["before"]["name"], json!({"zh": "第 1 版", "en": "version 1"}));
    assert_eq!(
        told["late"][0],
        json!({"type": "rating.verified", "source": "hall", "id": "v2", "subject": "R-1", "received": "10-09"})
    );
    let window = &told["windows"][0];
    let members: Vec<&str> = window.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(members, ["because", "categories", "change", "total", "window"]);
    assert_eq!(window["categories"], json!({"D": {"before": 0.0, "after": 2.0}}));
    assert_eq!(told["windows"][1]["change"], "appeared");
    assert_eq!(told["windows"][1]["rank"], json!({"before": null, "after": 1}));
    assert_eq!(told["staff"][0]["evaluation"], json!({"before": "good", "after": "excellent"}));
    assert_eq!(told["staff"][0]["window"], json!({"before": "W-01", "after": "W-04"}));
    assert_eq!(told["rates"][1]["before"], 0.95);
    let evidence =
        told["entries"].as_array().unwrap().iter().find(|entry| entry["after"]["rating"] == "R-1").unwrap();
    assert_eq!(
        evidence["because"],
        json!([
            {"kind": "late", "late": 0, "zh": "迟到事件 rating.verified hall/v2", "en": "late event rating.verified hall/v2"}
        ])
    );
}
