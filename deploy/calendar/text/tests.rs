//! Texts in the State Council's manner, of 2020 to 2026 and of chance, become the arrangement that they tell; broken ones
//! are refused with line and words.

use super::dates::weekday;
use crate::calendar::{Imported, read};
use proptest::prelude::*;
use scoring::calendar::{YearArrangement, builtin};
use scoring::time::Date;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn text_of(year: i32) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/calendars/{year}.txt"));
    fs::read_to_string(path).expect("a text")
}

fn import(year: i32) -> Imported {
    read("notice.txt", &text_of(year), year).expect("no mistakes")
}

/// What is wrong with the text of 2026 once something in it is another.
fn broken(from: &str, to: &str) -> Vec<String> {
    let text = text_of(2026);
    assert!(text.contains(from), "{from}");
    wrong(&text.replacen(from, to, 1))
}

fn wrong(text: &str) -> Vec<String> {
    let mistakes = read("notice.txt", text, 2026).err().unwrap_or_default();
    mistakes.iter().map(ToString::to_string).collect()
}

#[test]
fn the_texts_of_2020_to_2026_become_the_built_in_years() {
    let mut years: Vec<YearArrangement> = Vec::new();
    for year in 2020..=2026 {
        let Imported { year: read, before, .. } = import(year);
        // A New Year that begins in December gives its first days to the year before.
        if let Some(last) = years.last_mut() {
            last.holidays.extend(before.holidays);
            last.names.extend(before.names);
        }
        years.push(read);
    }
    for (read, known) in years.iter().zip(builtin()) {
        // The text does not say under which number it was issued.
        let known = YearArrangement { source: None, ..known };
        assert_eq!(*read, known, "{}", known.year);
    }
    assert_eq!(years.len(), 7);
}

#[test]
fn the_notice_is_named_with_its_number() {
    assert_eq!(
        import(2024).source.as_deref(),
        Some("国务院办公厅关于2024年部分节假日安排的通知（国办发明电〔2023〕7号）")
    );
}

#[test]
fn an_encouragement_binds_nobody_and_is_told() {
    let remarks = import(2024).remarks;
    assert_eq!(remarks.len(), 1, "{remarks:?}");
    assert!(remarks[0].contains("2月9日"), "{remarks:?}");
}

#[test]
fn a_count_that_disagrees_is_told_with_line_and_words() {
    let mistakes =
        broken("23日（农历正月初七、周一）放假调休，共9天", "23日（农历正月初七、周一）放假调休，共8天");
    let [mistake] = mistakes.try_into().expect("one mistake");
    assert!(mistake.starts_with("notice.txt:6: “二、春节："), "{mistake}");
    assert!(
        mistake.contains("春节写明 8 天，所列日期是 9 天 / 春节 is said to be 8 days, the dates are 9"),
        "{mistake}"
    );
}

#[test]
fn each_mistake_is_refused() {
    for (from, to, expect) in [
        ("1月4日（周日）上班", "1月4日（周六）上班", "2026-01-04 是周日，不是周六"),
        ("1月4日（周日）上班", "1月5日（周一）上班", "2026-01-05 不是周末"),
        ("2月14日（周六）", "2月15日（周日）", "2026-02-15 既放假又上班"),
        ("2月14日（周六）、2月28日（周六）", "2月28日（周六）、2月28日（周六）", "2026-02-28 写了两次"),
        ("1月4日（周日）上班", "1月4日（周日）值班", "没有读懂"),
        ("1月4日（周日）上班", "1月4日（周日）", "没有读懂"),
        ("五、端午节：", "五、", "没有端午节的放假日期"),
        ("4月4日（周六）至6日（周一）", "2月30日至6日", "没有“30日”这一天"),
        ("4月4日（周六）至6日（周一）", "4月6日至4日", "不是一段假期"),
        ("10月1日（周四）至7日（周三）", "10月2日（周五）至8日（周四）", "国庆节的假期不含 2026-10-01"),
        ("关于2026年", "关于2025年", "通知是 2025 年的，要导入的是 2026 年"),
        ("6月19日（周五）至21日（周日）放假，共3天", "6月17日放假，与周末连休", "前后都不是周末"),
        ("1月1日（周四）至3日（周六）放假调休", "1月1日（周四）至3日（周六）放假，不调休", "写明不调休"),
        ("10月10日（周六）上班", "10月10日（周六）上班。2027年1月1日放假", "2027-01-01 不属于 2026 年的安排"),
    ] {
        let mistakes = broken(from, to);
        assert!(mistakes.iter().any(|mistake| mistake.contains(expect)), "{to}: {mistakes:?}");
    }
}

#[test]
fn other_manners_of_saying_it_are_read() {
    let new_year = "1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。";
    let tomb_sweeping = "4月4日（周六）至6日（周一）放假，共3天。";
    let dragon_boat = "6月19日（周五）至21日（周日）放假，共3天。";
    for (from, to, off, worked) in [
        (dragon_boat, "6月19日放假，与周末连休。", 31, 6),
        (dragon_boat, "6月19日放假1天，并与周末连休，共3天。", 31, 6),
        (tomb_sweeping, "4月5日放假，4月6日（星期一）补休。", 32, 6),
        (new_year, "1月1日（周四）放假1天，不调休。", 31, 5),
        (
            new_year,
            "1 月 1 日 ～ 3 日 放 假 调 休 ， 共 三 天 。 1 月 4 日 （ 星 期 天 ） 照 常 上 班 。",
            33,
            6,
        ),
        (new_year, "2026年1月1日至2026年1月3日调休放假，共计3天；1月4日(周日)上班；", 33, 6),
        ("一、元旦：", "（一）元旦。", 0, 0),
        ("一、元旦：", "1. 元旦 ", 33, 6),
        ("一、元旦：", "元旦：", 33, 6),
    ] {
        let text = text_of(2026).replacen(from, to, 1);
        let read =
            read("notice.txt", &text, 2026).map(|read| (read.year.holidays.len(), read.year.workdays.len()));
        let expected = Some((off, worked)).filter(|_| off > 0);
        assert_eq!(read.clone().ok(), expected, "{to}: {read:?}");
    }
}

#[test]
fn another_text_is_refused() {
    let mistakes = wrong("县政务服务大厅关于2026年春节期间值班安排的通知\n各窗口：2月16日由综合窗口值班。\n");
    assert_eq!(mistakes.len(), 7, "{mistakes:?}");
    assert_eq!(wrong("").len(), 7);
}

#[test]
fn a_notice_of_another_year_fits_no_weekday() {
    assert_eq!(wrong(&text_of(2025)).len(), 1, "told by its title alone");
    let text = text_of(2025).replace("2025", "2026");
    assert!(wrong(&text).len() > 5);
}

/// Seven holidays with their days, and the weekend days worked for them.
#[derive(Clone, Debug)]
struct Chance {
    year: i32,
    runs: Vec<(&'static str, Date, Date, Vec<Date>)>,
    /// How each is written.
    style: Vec<u8>,
}

fn chance() -> impl Strategy<Value = Chance> {
    let each = proptest::collection::vec((0..12_i32, 1..9_i32, any::<u8>()), 7);
    let worked = proptest::collection::vec(0..52_i32, 0..8);
    (2027..2060_i32, each, worked).prop_map(|(year, each, worked)| {
        let new_year = Date::from_ymd(year, 1, 1).unwrap_or(Date::MIN);
        let bound = |month| Date::from_ymd(year, month, 1).unwrap_or(Date::MIN);
        let names = ["元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"];
        let anchors = [new_year, Date(new_year.0 + 25), bound(4), bound(5), bound(6), bound(9), bound(10)];
        let mut runs: Vec<(&'static str, Date, Date, Vec<Date>)> = Vec::new();
        for ((name, anchor), (shift, length, _)) in names.into_iter().zip(anchors).zip(&each) {
            // The fixed ones lie around their day, New Year from December on.
            let from = match name {
                "元旦" | "劳动节" | "国庆节" => Date(anchor.0 - shift % length),
                _ => Date(anchor.0 + shift),
            };
            runs.push((name, from, Date(from.0 + length - 1), Vec::new()));
        }
        let off: BTreeSet<Date> = runs.iter().flat_map(|run| (run.1.0..=run.2.0).map(Date)).collect();
        for week in worked {
            let saturday = (0..7).map(|day| Date(new_year.0 + 7 * week + day)).find(|date| date.is_weekend());
            let free = saturday.filter(|date| !off.contains(date) && date.year() == year);
            let Some(date) = free else { continue };
            if runs.iter().all(|run| !run.3.contains(&date)) {
                // A December day of New Year would be one of the year before.
                let of = if date.month().number() == 12 { 6 } else { week % 7 };
                runs[of as usize].3.push(date);
            }
        }
        for run in &mut runs {
            run.3.sort_unstable();
        }
        Chance { year, runs, style: each.into_iter().map(|(_, _, style)| style).collect() }
    })
}

/// The arrangement in the State Council's words, each holiday in one of their manners.
fn written(chance: &Chance) -> String {
    let mut text = format!(
        "国务院办公厅关于{}年部分节假日安排的通知\n各省、自治区、直辖市人民政府：\n具体安排通知如下。\n",
        chance.year
    );
    let numbers = ["一", "二", "三", "四", "五", "六", "七"];
    for (((name, from, to, worked), number), style) in chance.runs.iter().zip(numbers).zip(&chance.style) {
        let has = |bit: u8| style & (1 << bit) != 0;
        let note = |date: Date| match (has(0), has(1)) {
            (true, true) => format!("（农历某日、周{}）", weekday(date)),
            (true, false) => format!("（星期{}）", weekday(date)),
            (false, true) => format!("({})", format_args!("周{}", weekday(date))),
            (false, false) => String::new(),
        };
        let day = |date: Date, with_year: bool, with_month: bool| {
            let year = if with_year { format!("{}年", date.year()) } else { String::new() };
            let month = if with_month { format!("{}月", date.month().number()) } else { String::new() };
            format!("{year}{month}{}日{}", date.day_of_month(), note(date))
        };
        let reaches_over = from.year() != to.year();
        text.push_str(&format!("{number}、{name}{}", if has(2) { "：" } else { ":" }));
        text.push_str(&day(*from, has(3) || reaches_over, true));
        if from != to {
            let sign = ["至", "—", "-", "～"][usize::from(style >> 4 & 3)];
            text.push_str(sign);
            text.push_str(&day(*to, reaches_over && has(3), from.month() != to.month() || has(6)));
        }
        let days = to.0 - from.0 + 1;
        text.push_str(&match has(7) {
            true => format!("放假调休，共{days}天。"),
            false => format!("放假{days}天。"),
        });
        if !worked.is_empty() {
            let days: Vec<String> = worked.iter().map(|date| day(*date, false, true)).collect();
            text.push_str(&format!("{}上班。", days.join(if has(5) { "、" } else { "，" })));
        }
        // Copied from a page or from a printout that breaks lines.
        text.push_str(if has(6) { "\n" } else { "\n\n" });
    }
    text + "节假日期间，各地区、各部门要妥善安排值班。\n国务院办公厅\n2026年11月5日\n"
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn what_is_written_is_what_is_read(chance in chance()) {
        let runs = &chance.runs;
        let mut all: Vec<Date> = runs.iter().flat_map(|run| (run.1.0..=run.2.0).map(Date)).collect();
        all.sort_unstable();
        let is_apart = all.windows(2).all(|pair| pair[0] != pair[1]);
        prop_assume!(is_apart);
        let text = written(&chance);
        let read = read("notice.txt", &text, chance.year).map_err(|mistakes| {
            TestCaseError::fail(format!("{mistakes:?}\n{text}"))
        })?;
        let (before, off): (Vec<Date>, Vec<Date>) = all.into_iter().partition(|date| date.year() < chance.year);
        let mut worked: Vec<Date> = runs.iter().flat_map(|run| run.3.clone()).collect();
        worked.sort_unstable();
        prop_assert_eq!(read.year.holidays, off);
        prop_assert_eq!(read.before.holidays, before);
        prop_assert_eq!(read.year.workdays, worked);
        prop_assert!(read.remarks.is_empty());
    }

    #[test]
    fn no_text_breaks_the_reader(text in "[一二、：元旦春节清明端午中秋国庆0-9年月日至（）()周六放假上班共天，。\n-]{0,200}") {
        let _ = read("notice.txt", &text, 2027);
    }
}
