//! Quarter, year and weekly brief: which months count, means to the hundredth, who is out of the awards, and weeks as told.

use crate::scored::{County, case, sentences};
use reports::document::{Document, Sheet};
use reports::papers::week::{DayTold, FoundTold, WeekTold};
use reports::papers::{Decision, Edition, Kind, NotMade, Source, Told, Wanted, make};
use reports::render::table::Cell;
use reports::words::Lang;
use scoring::points::Points;
use scoring::time::{Date, Month};

fn sheet<'d>(document: &'d Document, title: &str) -> &'d Sheet {
    document.sheets().find(|sheet| sheet.table.title == title).unwrap()
}

fn row<'d>(document: &'d Document, title: &str, column: usize, text: &str) -> &'d [Cell] {
    let rows = &sheet(document, title).table.rows;
    rows.iter().find(|row| row[column] == Cell::Text(text.to_owned())).unwrap()
}

/// September and October with flags and bans; a year that ends with October.
fn two_months() -> County {
    case("09-flags-bans")
}

#[test]
fn means_are_of_the_months_to_the_hundredth_half_up() {
    let mut county = case("08-ranking-ties");
    let mut october = county.months[0].clone();
    october.month = october.month.next();
    october.as_of = "2026-11-01T00:00:00+08:00".to_owned();
    let id = county.months[0].windows[0].id.clone();
    for window in &mut october.windows {
        window.total = county.months[0].standing(window.book, &window.id).unwrap().total + Points(1);
    }
    let first = county.months[0].windows[0].total;
    county.months.push(october);
    let document = county.make(Kind::Year, Lang::Zh);
    let found = row(&document, "窗口平均分", 1, &id);
    assert_eq!(found[3], Cell::Count(2));
    assert_eq!(found[4], Cell::Points(first + Points(1)), "half a hundredth is rounded up");
}

#[test]
fn a_window_that_is_not_ranked_in_a_month_has_no_part_of_it() {
    let mut county = two_months();
    let id = county.months[1].windows[0].id.clone();
    let first = county.months[0].standing(county.months[1].windows[0].book, &id).unwrap().total;
    county.months[1].windows[0].rank = None;
    let document = county.make(Kind::Year, Lang::Zh);
    let found = row(&document, "窗口平均分", 1, &id);
    assert_eq!((&found[3], &found[4]), (&Cell::Count(1), &Cell::Points(first)));
    let months = row(&document, "窗口各月得分", 0, &id);
    assert_eq!(months[2], Cell::Nothing);
}

#[test]
fn a_month_that_goes_on_does_not_count() {
    let mut county = two_months();
    let months = |county: &County| sheet(&county.make(Kind::Year, Lang::Zh), "各月指标").table.rows.len();
    assert_eq!(months(&county), 2);
    county.months[1].as_of = "2026-10-31T23:59:59+08:00".to_owned();
    assert_eq!(months(&county), 1);
    let said = sentences(&county.make(Kind::Year, Lang::Zh)).join("");
    assert!(said.contains("2026年10月尚未结束，不计入"), "{said}");
    let none = county.try_make(Kind::Quarter, Lang::Zh, county.months[1].month);
    assert!(matches!(none, Err(NotMade::Unknown(_))), "the fourth quarter has no month that is over");
}

#[test]
fn counts_are_added_up_and_shares_are_not() {
    let county = two_months();
    let document = county.make(Kind::Year, Lang::Zh);
    let table = sheet(&document, "各月指标");
    let foot = table.foot_cells().unwrap();
    for (at, column) in table.table.columns.iter().enumerate().skip(2) {
        let is_share = column.title.ends_with('率');
        assert_eq!(foot[at] == Cell::Nothing, is_share, "{}", column.title);
    }
    let region = |month: usize, rate: &str| -> i64 {
        let rates = &county.months[month].rates;
        let found = rates.iter().find(|of| of.id == "220821" && of.rate == rate).unwrap();
        found.figure.as_ref().unwrap().parse().unwrap()
    };
    let sum = region(0, "complaints_upheld") + region(1, "complaints_upheld");
    assert!(sum > 0 && foot.contains(&Cell::Count(sum)));
}

#[test]
fn a_dissatisfied_window_is_out_of_the_year_s_awards_unless_that_was_dropped() {
    let mut county = two_months();
    let window = county.months[0].windows.iter().find(|of| of.dissatisfied).unwrap().id.clone();
    let document = county.make(Kind::Year, Lang::Zh);
    let found = row(&document, "不参加评先", 0, &window);
    assert_eq!(found[3], Cell::Text("《设立“群众不满意窗口”的规定》一、二".to_owned()));
    let action = |of: &str| Decision {
        kind: "dissatisfied_window".to_owned(),
        subject: of.to_owned(),
        stands: false,
        reason: None,
    };
    county.decisions =
        county.months.iter().flat_map(|of| &of.windows).map(|of| action(&of.id)).collect::<Vec<_>>();
    let document = county.make(Kind::Year, Lang::Zh);
    let excluded = document.sheets().find(|sheet| sheet.table.title == "不参加评先");
    let names: Vec<&Cell> =
        excluded.iter().flat_map(|sheet| sheet.table.rows.iter().map(|row| &row[0])).collect();
    assert!(!names.contains(&&Cell::Text(window)), "{names:?}");
}

#[test]
fn a_yellow_flag_alone_excludes_nobody() {
    let county = two_months();
    let document = county.make(Kind::Year, Lang::Zh);
    let yellow: Vec<String> = sheet(&document, "评先时供参考")
        .table
        .rows
        .iter()
        .filter(|row| row[2] == Cell::Text("黄旗".to_owned()))
        .map(|row| if let Cell::Text(who) = &row[0] { who.clone() } else { String::new() })
        .collect();
    assert!(!yellow.is_empty());
    for row in &sheet(&document, "不参加评先").table.rows {
        assert_ne!(row[2], Cell::Text("黄旗".to_owned()));
    }
}

#[test]
fn english_has_the_same_figures() {
    for kind in [Kind::Quarter, Kind::Year] {
        let county = two_months();
        let month = county.months[0].month;
        let figures = |lang: Lang| -> Vec<Vec<Cell>> {
            let document = county.try_make(kind, lang, month).unwrap();
            let is_figure = |cell: &Cell| !matches!(cell, Cell::Text(_));
            let rows: Vec<Vec<Cell>> = document.sheets().flat_map(|sheet| sheet.table.rows.clone()).collect();
            rows.into_iter().map(|row| row.into_iter().filter(is_figure).collect()).collect()
        };
        assert_eq!(figures(Lang::Zh), figures(Lang::En), "{kind:?}");
    }
}

#[test]
fn a_quarter_whose_months_are_not_all_closed_is_a_draft() {
    let county = two_months();
    let document = county.try_make(Kind::Quarter, Lang::Zh, county.months[0].month).unwrap();
    assert!(document.title.ends_with("（草稿）") && document.name == "2026-Q3-季度汇总-草稿");
    let said = sentences(&document).join("");
    assert!(said.contains("2026年7月、2026年8月没有数据，不计入"), "{said}");
}

fn week() -> WeekTold {
    let day = |day: &str, findings: u32, deducted: i32| DayTold {
        day: day.to_owned(),
        is_working: day != "9月19日 周六",
        findings,
        deducted: Points(deducted),
        late: findings,
        taken: 10,
        served: 8,
        abandoned: 2,
        ratings: 3,
        bad: 1,
        accepted: 5,
        completed: 4,
        ..DayTold::default()
    };
    WeekTold {
        week: "2026-W38".to_owned(),
        year: 2026,
        number: 38,
        from: Date::parse("2026-09-14").unwrap(),
        to: Date::parse("2026-09-20").unwrap(),
        as_of: "2026-09-21T00:00:00+08:00".to_owned(),
        is_over: true,
        days: vec![day("9月14日 周一", 2, 400), day("9月15日 周二", 1, 250), day("9月19日 周六", 0, 0)],
        found: vec![FoundTold {
            day: "9月14日 周一".to_owned(),
            window: "W-01 一窗".to_owned(),
            staff: Some("S-001".to_owned()),
            title: "上班睡觉".to_owned(),
            note: None,
            effect: "W-01 −2.0".to_owned(),
            state: "计入".to_owned(),
        }],
        remark: None,
    }
}

fn brief(week: &WeekTold, lang: Lang) -> Document {
    let county = two_months();
    let month = Month::parse("2026-09").unwrap();
    let edition =
        Edition { published: &county.months[0], version: None, events: None, digest: None, decisions: &[] };
    let source = Source {
        county: county.givens.county(),
        month: edition,
        others: &[],
        observed: None,
        texts: &county.texts,
        told: Told::Week(week),
        today: Date::parse("2026-09-21").unwrap(),
        appeal_until: None,
    };
    make(&Wanted { kind: Kind::WeeklyBrief, month, subject: None, lang }, &source).unwrap()
}

#[test]
fn a_week_is_added_up_day_by_day() {
    let document = brief(&week(), Lang::Zh);
    assert_eq!(document.title, "镇赉县2026年第38周（9月14日至9月20日）政务服务值班督查周报");
    let foot = sheet(&document, "检查和考勤").foot_cells().unwrap();
    assert_eq!(foot[1..3], [Cell::Count(3), Cell::Points(Points(-650))]);
    let foot = sheet(&document, "排队评价和办件").foot_cells().unwrap();
    let sums = [30, 24, 6, 9, 3, 0, 15, 12].map(Cell::Count);
    assert_eq!(foot[1..], sums);
    let said = sentences(&document).join("");
    for told in
        ["检查发现扣分问题3次，窗口共扣6.5分", "迟到3人次", "取号30个，办理24个，弃号6个", "受理办件15件"]
    {
        assert!(said.contains(told), "{told} in {said}");
    }
    assert!(said.contains("值班长没有填写意见"));
    assert_eq!(document.trace.period, "2026-W38");
}

#[test]
fn an_empty_week_and_one_that_goes_on_say_so() {
    let empty = WeekTold { days: Vec::new(), found: Vec::new(), is_over: false, ..week() };
    let said = sentences(&brief(&empty, Lang::Zh)).join("");
    for told in ["本周尚未结束", "检查没有发现扣分问题；没有加分记录", "没有排队记录", "本周没有检查记录。"]
    {
        assert!(said.contains(told), "{told} in {said}");
    }
    let said = sentences(&brief(&empty, Lang::En)).join(" ");
    assert!(said.contains("Nothing was found that costs points; no merits."), "{said}");
}

#[test]
fn files_hold_no_weeks() {
    let county = two_months();
    let made = county.try_make(Kind::WeeklyBrief, Lang::Zh, county.months[0].month);
    assert_eq!(made.err(), Some(NotMade::NotInFiles));
    assert!(Lang::Zh.not_made(&NotMade::NotInFiles).contains("服务"));
}

#[test]
fn months_from_before_the_service_leave_a_closed_quarter_final() {
    let mut county = two_months();
    county.version = Some(1);
    let month = county.months[0].month;
    let document = county.try_make(Kind::Quarter, Lang::Zh, month).unwrap();
    assert_eq!(document.name, "2026-Q3-季度汇总");
    let year = county.try_make(Kind::Year, Lang::Zh, month).unwrap();
    assert!(year.title.ends_with("（草稿）"), "the year is not over");
}
