//! Charts made of a month: what they show of it, what they leave out, and that what is told has the figures of the month.
// A chart of another kind than the test asks for fails it.
#![allow(clippy::wildcard_enum_match_arm)]

use crate::months;
use crate::small::{self, august, dropped, givens, month};
use reports::changes::Published;
use reports::changes::published::{Book, Level};
use reports::charts::of::{self, Ground, Whose};
use reports::charts::{Chart, Mark, Observed, Picture, Waved};
use reports::papers::{Decision, Edition};
use reports::words::Lang;
use scoring::context::Givens;
use scoring::event::LeaveKind;
use scoring::observed::CaseTime;
use scoring::time::Date;
use serde_json::json;

/// A chart of a month, in Chinese.
fn with(
    published: &Published,
    decisions: &[Decision],
    make: impl FnOnce(&Ground<'_>, &Givens) -> Picture,
) -> Picture {
    let givens = givens();
    let edition = Edition { published, version: None, events: None, digest: None, decisions };
    make(&Ground { county: givens.county(), month: &edition, lang: Lang::Zh }, &givens)
}

fn stacked(picture: &Picture) -> (&[String], &[reports::charts::StackedRow], Option<reports::charts::Gap>) {
    match &picture.chart {
        Chart::Stacked { parts, rows, gap, .. } => (parts, rows, *gap),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_ranking_has_the_ranked_windows_with_their_categories_and_flags() {
    let picture = with(&month().published(), &[], |ground, _| of::ranking(ground, Whose::Region));
    let (parts, rows, gap) = stacked(&picture);
    assert_eq!((parts.len(), gap), (8, None), "seven categories and the bonus");
    let told: Vec<(&str, &str, Option<Waved>)> =
        rows.iter().map(|row| (row.name.as_str(), row.told.as_str(), row.waved)).collect();
    let first = format!("1  {}", small::LONG_NAME);
    assert_eq!(
        told,
        [
            (first.as_str(), "102.0", Some(Waved::Red)),
            ("2  税务窗口", "97.0", None),
            ("3  户籍窗口", "85.0", Some(Waved::Yellow))
        ]
    );
    for row in rows {
        assert_eq!(format!("{:.1}", row.parts.iter().sum::<f64>()), row.told, "parts add up to the total");
    }
    let own = with(&month().published(), &[], |ground, _| of::ranking(ground, Whose::Department("D-01")));
    assert_eq!(stacked(&own).1.len(), 2);
}

#[test]
fn a_dropped_flag_is_not_shown() {
    let decisions = [dropped("red_flag", "W-01"), dropped("yellow_flag", "W-02")];
    let picture = with(&month().published(), &decisions, |ground, _| of::ranking(ground, Whose::Region));
    assert!(stacked(&picture).1.iter().all(|row| row.waved.is_none()));
    assert!(!picture.told.contains("旗"), "{}", picture.told);
}

#[test]
fn of_three_hundred_windows_the_first_and_the_last_are_shown() {
    let windows: Vec<_> = (1..=300)
        .map(|rank| {
            small::window(
                &format!("W-{rank}"),
                ("hall", "D-01"),
                Some(rank),
                f64::from(rank / 20),
                json!(null),
            )
        })
        .collect();
    let published = months::september(&windows, &[]).published();
    let picture = with(&published, &[], |ground, _| of::ranking(ground, Whose::Region));
    let (_, rows, gap) = stacked(&picture);
    assert_eq!((rows.len(), gap.map(|gap| (gap.after, gap.rows))), (40, Some((20, 260))));
    assert_eq!((rows[19].name.as_str(), rows[20].name.as_str()), ("20  W-20", "281  W-281"));
    assert!(picture.told.starts_with("共 300 行"), "{}", picture.told);
}

#[test]
fn a_trend_has_the_own_total_and_the_mean_and_median_of_the_ranked() {
    let before = august();
    let others = [Edition { published: &before, version: None, events: None, digest: None, decisions: &[] }];
    let picture =
        with(&month().published(), &[], |ground, _| of::trend_of(ground, &others, Book::Window, "W-02"));
    let Chart::Trend { months, lines, .. } = &picture.chart else { panic!("{picture:?}") };
    assert_eq!(months, &["2026.08", "2026.09"]);
    assert_eq!(lines[0].points, [Some((92.0, Some(Waved::Yellow))), Some((85.0, Some(Waved::Yellow)))]);
    assert_eq!(
        lines[1].points,
        [Some((97.0, None)), Some((94.67, None))],
        "102, 97 and 85 are 94.67 on the mean"
    );
    assert_eq!(lines[2].points, [Some((97.0, None)), Some((97.0, None))]);
}

#[test]
fn a_month_between_that_is_not_known_is_left_open() {
    let before = months::september(&[], &[]).but("month", json!("2026-07")).published();
    let others = [Edition { published: &before, version: None, events: None, digest: None, decisions: &[] }];
    let picture = with(&month().published(), &[], |ground, _| of::trend(ground, &others));
    let Chart::Trend { months, lines, .. } = &picture.chart else { panic!("{picture:?}") };
    assert_eq!(months.len(), 3);
    assert_eq!(lines[0].points[..2], [None, None]);
}

#[test]
fn departments_stand_beside_the_target_and_one_is_drawn_out() {
    let picture = with(&month().published(), &[], |ground, _| {
        of::against_target(ground, "on_time_rate", Level::Department, Some("D-02")).unwrap()
    });
    let Chart::AgainstTarget { rows, own, is_floor, .. } = &picture.chart else { panic!("{picture:?}") };
    assert!(is_floor);
    assert_eq!(
        rows.iter().map(|(name, share)| (name.as_str(), share.unwrap().0.0)).collect::<Vec<_>>(),
        [("自然资源局", 9_500), ("税务局", 10_000)]
    );
    assert_eq!(*own, Some(1));
    with(&month().published(), &[], |ground, _| {
        assert!(
            of::against_target(ground, "complaint_rate", Level::Department, None).is_none(),
            "it has no target"
        );
        of::ranking(ground, Whose::Region)
    });
}

#[test]
fn deductions_are_summed_by_what_they_indeed_cost() {
    let picture = with(&month().published(), &[], |ground, _| of::deductions(ground, Whose::Window("W-02")));
    let Chart::Pareto { rows, .. } = &picture.chart else { panic!("{picture:?}") };
    let figures: Vec<f64> = rows.iter().map(|(_, figure)| *figure).collect();
    assert_eq!(
        figures,
        [10.0, 7.0],
        "the second overdue case cost 2 of the 5 points asked for; a bonus is none"
    );
    let all = with(&month().published(), &[], |ground, _| of::deductions(ground, Whose::Region));
    let Chart::Pareto { rows, .. } = &all.chart else { panic!("{all:?}") };
    assert_eq!(rows.iter().map(|(_, figure)| *figure).collect::<Vec<_>>(), [12.0, 10.0]);
    let staff = with(&month().published(), &[], |ground, _| of::deductions(ground, Whose::Staff("S-2")));
    assert!(staff.told.starts_with("合计 5 分"), "{}", staff.told);
}

fn observed(cases: &[(u32, u32, Option<u32>, u64)]) -> Observed {
    let mut observed = Observed::default();
    for (used_workdays, promised_workdays, statutory_workdays, count) in cases.iter().copied() {
        observed.cases.insert(CaseTime { used_workdays, promised_workdays, statutory_workdays }, count);
    }
    observed
}

#[test]
fn times_of_items_with_different_limits_are_parts_of_the_statutory_limit() {
    let seen =
        observed(&[(10, 12, Some(20), 3), (21, 12, Some(20), 1), (0, 5, Some(10), 2), (3, 1, None, 7)]);
    let picture = with(&month().published(), &[], |ground, _| of::case_times(ground, &seen));
    let Chart::Distribution { bins, limits, .. } = &picture.chart else { panic!("{picture:?}") };
    let filled: Vec<(f64, u64)> = bins.iter().copied().filter(|(_, count)| *count > 0).collect();
    assert_eq!(
        filled,
        [(10.0, 2), (50.0, 3), (100.0, 1)],
        "half is in the bin up to 50; the last is what took longer"
    );
    let mean = (0.6 * 4.0 + 0.5 * 2.0) / 6.0 * 100.0;
    assert_eq!(limits[0].1, 100.0);
    assert!(limits.iter().any(|(name, at)| name == "压缩 30% 目标" && *at == 70.0), "{limits:?}");
    assert!((limits[2].1 - mean).abs() < 0.06, "{limits:?}");
    assert!(picture.caption.contains("另有 7 件没有法定时限"), "{}", picture.caption);
}

#[test]
fn times_of_one_item_are_told_in_working_days() {
    let seen = observed(&[(0, 6, Some(10), 2), (6, 6, Some(10), 4), (11, 6, Some(10), 1)]);
    let picture = with(&month().published(), &[], |ground, _| of::case_times(ground, &seen));
    let Chart::Distribution { bins, limits, unit } = &picture.chart else { panic!("{picture:?}") };
    assert_eq!((unit.as_str(), bins.len()), ("工作日", 11));
    assert_eq!((bins[0], bins[5], bins[10]), ((1.0, 2), (6.0, 4), (10.0, 1)));
    assert_eq!(limits.iter().map(|(_, at)| *at).collect::<Vec<_>>(), [10.0, 7.0, 6.0]);
    let none = with(&month().published(), &[], |ground, _| of::case_times(ground, &Observed::default()));
    assert!(none.chart.is_empty());
}

#[test]
fn a_calendar_tells_deductions_leaves_days_off_and_days_to_come() {
    let mut published = month().but("as_of", json!("2026-09-24T10:00:00+08:00")).published();
    let mut late = published.entries.iter().find(|entry| entry.book == Book::Staff).unwrap().clone();
    late.kind = "late".to_owned();
    late.session = Some("am".to_owned());
    late.date = Date::parse("2026-09-08").unwrap();
    published.entries.push(late);
    let mut seen = Observed::default();
    let givens = givens();
    let staff = givens.registry.index.staff["S-2"];
    let both = [Some(LeaveKind::Official), Some(LeaveKind::Official)];
    seen.leaves.insert((staff, Date::parse("2026-09-10").unwrap()), both);
    seen.leaves.insert((staff, Date::parse("2026-09-11").unwrap()), [None, Some(LeaveKind::Entitled)]);
    let picture = with(&published, &[], |ground, _| of::attendance(ground, Some(&seen), Whose::Staff("S-2")));
    let Chart::Calendar { days, .. } = &picture.chart else { panic!("{picture:?}") };
    assert_eq!(days.len(), 30);
    let on = |day: usize| (days[day - 1].mark, days[day - 1].told.as_str());
    assert_eq!(on(7), (Mark::Well, ""));
    assert_eq!(on(8), (Mark::Deducted, "上午迟到 −5.0"));
    assert_eq!(on(10), (Mark::Leave, "公差"));
    assert_eq!(on(11), (Mark::Leave, "下午法定假"));
    assert_eq!(on(12), (Mark::Free, ""), "a Saturday");
    assert_eq!(on(23), (Mark::Well, ""), "the day before is over");
    assert_eq!(on(24), (Mark::ToCome, ""), "the day itself is not");
    let elsewhere = with(&published, &[], |ground, _| of::attendance(ground, None, Whose::Staff("S-9")));
    let Chart::Calendar { days, .. } = &elsewhere.chart else { panic!("{elsewhere:?}") };
    assert!(days.iter().all(|day| day.mark == Mark::Free), "who works nowhere has no attendance");
    assert!(elsewhere.told.contains("不扣分的请假未列出"), "{}", elsewhere.told);
}

#[test]
fn every_picture_is_told_in_both_languages() {
    let published = month().published();
    let givens = givens();
    let edition =
        Edition { published: &published, version: None, events: None, digest: None, decisions: &[] };
    let seen = observed(&[(3, 6, Some(10), 2)]);
    let made = |lang: Lang| {
        let ground = Ground { county: givens.county(), month: &edition, lang };
        [
            of::ranking(&ground, Whose::Region),
            of::trend(&ground, &[]),
            of::deductions(&ground, Whose::Region),
            of::case_times(&ground, &seen),
            of::attendance(&ground, None, Whose::Window("W-02")),
        ]
    };
    for (zh, en) in made(Lang::Zh).iter().zip(made(Lang::En)) {
        assert!(zh.caption != en.caption && zh.told != en.told, "{} {}", zh.caption, en.caption);
    }
}
