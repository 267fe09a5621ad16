//! The sheets of windows, staff, departments and sites: their figures are the month's, they name nobody else, and the bureau has had
//! its say.

use crate::small::{LONG_NAME, Sources, dropped, figures, month, said, told, wanted};
use reports::document::{Document, Sheet};
use reports::papers::{self, Kind, NotMade, Told};
use reports::render::table::Cell;
use reports::words::Lang;
use scoring::points::Points;

const DAY: &str = "2026-10-09";

fn make(sources: &Sources, kind: Kind, subject: &str, lang: Lang) -> Result<Document, NotMade> {
    let wanted = wanted(kind, subject, lang);
    sources.with(Told::Nothing, DAY, |source| papers::make(&wanted, source))
}

fn made(kind: Kind, subject: &str) -> Document {
    make(&Sources::new(&month()), kind, subject, Lang::Zh).unwrap()
}

fn sheet<'d>(document: &'d Document, title: &str) -> &'d Sheet {
    document.sheets().find(|sheet| sheet.table.title == title).unwrap()
}

fn rows(document: &Document, title: &str) -> Vec<String> {
    sheet(document, title).table.rows.iter().map(|row| told(row)).collect()
}

#[test]
fn a_window_sheets_sums_are_the_published_total() {
    let document = made(Kind::Window, "W-02");
    let makeup = sheet(&document, "得分构成");
    let foot = makeup.foot_cells().unwrap();
    assert_eq!(foot[1..], [Points(10_000), Points(-1_700), Points(8_500)].map(Cell::Points));
    let deductions = sheet(&document, "扣分明细").foot_cells().unwrap();
    assert_eq!(told(&deductions), "合计 | — | — | — | -20.0 | -17.0 | —");
    assert_eq!(told(&sheet(&document, "加分明细").foot_cells().unwrap()), "合计 | — | — | — | 2.0 | 2.0 | —");
}

#[test]
fn every_line_of_the_book_is_there_with_its_clause_and_what_it_rests_on() {
    let lines = rows(&made(Kind::Window, "W-02"), "扣分明细");
    assert_eq!(lines.len(), 3);
    let first = "9月8日 | S-2 户籍窗口的人 | 超过承诺时限 | W-D1 出错或超时 · 镇赉县窗口考核实施细则 四、办事结果 | -5.0 | -5.0 | \
                 办件 C-1；事件 hall/e1";
    assert_eq!(lines[0], first);
    assert!(lines[1].contains("| -10.0 | -10.0 | 投诉 T-1；"), "{}", lines[1]);
    assert!(lines[2].contains("| -5.0 | -2.0 |"), "what was asked and what still counted: {}", lines[2]);
}

#[test]
fn a_rate_has_its_parts_where_they_follow_and_its_target() {
    let rates = rows(&made(Kind::Window, "W-02"), "指标");
    assert!(rates.contains(&"当场办结率 | 0.5897 | 23 | 39 | 0.9 | 未达标".to_owned()), "{rates:?}");
    assert!(rates.contains(&"按时办结率 | 0.95 | — | — | 0.99 | 未达标".to_owned()), "{rates:?}");
    assert!(rates.contains(&"满意率 | 1.0 | 20 | 20 | 0.95 | 达标".to_owned()), "{rates:?}");
    assert!(rates.contains(&"平均等候 | 1 分钟 1 秒 | — | — | — | —".to_owned()), "{rates:?}");
}

#[test]
fn a_window_sheet_measures_against_others_without_naming_them() {
    let text = said(&made(Kind::Window, "W-02"));
    assert!(text.contains("距上一名：低 12.0 分") && text.contains("距不满意线：高 25.0 分"), "{text}");
    assert!(text.contains("名次：第 3 名，共 3 个窗口参加排名"), "{text}");
    for other in ["税务窗口", LONG_NAME, "W-03", "C-3"] {
        assert!(!text.contains(other), "{other} is somebody else's");
    }
}

#[test]
fn a_dropped_flag_is_not_published() {
    let mut sources = Sources::new(&month());
    let flags = |sources: &Sources| said(&make(sources, Kind::Window, "W-02", Lang::Zh).unwrap());
    assert!(flags(&sources).contains("旗帜：黄旗") && flags(&sources).contains("黄旗 2 次"));
    sources.decisions = vec![dropped("yellow_flag", "W-02")];
    let text = flags(&sources);
    assert!(text.contains("旗帜：无") && text.contains("黄旗 1 次"), "{text}");
    sources.august_decisions = vec![dropped("yellow_flag", "W-02")];
    assert!(flags(&sources).contains("黄旗 0 次"), "nor one that was dropped in an earlier month");
}

#[test]
fn a_dropped_consequence_is_not_published() {
    let action = serde_json::json!([{"kind": "notify_department", "subject": "S-2", "date": "2026-09-09"}]);
    let mut sources = Sources::new(&month().but("actions", action));
    let text = |sources: &Sources| said(&make(sources, Kind::Staff, "S-2", Lang::Zh).unwrap());
    assert!(text(&sources).contains("通报派出部门"));
    sources.decisions = vec![dropped("notify_department", "S-2")];
    assert!(!text(&sources).contains("通报派出部门") && text(&sources).contains("本月没有处理意见"));
}

#[test]
fn a_month_that_is_open_makes_a_draft() {
    let mut sources = Sources::new(&month());
    assert!(!said(&make(&sources, Kind::Window, "W-02", Lang::Zh).unwrap()).contains("草稿"));
    sources.version = None;
    let document = make(&sources, Kind::Window, "W-02", Lang::Zh).unwrap();
    let text = said(&document);
    assert!(text.contains("未关闭，草稿") && text.contains("黄旗（待审定）"), "{text}");
    assert_eq!(document.trace.version, None);
}

#[test]
fn who_worked_at_no_window_has_no_sheet() {
    let sources = Sources::new(&month());
    assert_eq!(make(&sources, Kind::Staff, "S-9", Lang::Zh), Err(NotMade::Unknown("S-9".to_owned())));
    let text = said(&make(&sources, Kind::Staff, "S-3", Lang::Zh).unwrap());
    assert!(
        text.contains("窗口：W-77") && text.contains("部门：—"),
        "a window that is gone goes by its id: {text}"
    );
}

#[test]
fn names_of_thirty_characters_stay_whole() {
    assert_eq!(LONG_NAME.chars().count(), 31);
    let document = made(Kind::Window, "W-01");
    assert_eq!(document.subtitle.as_deref(), Some(&*format!("W-01 {LONG_NAME} · 2026年9月 · 第 1 版")));
    assert!(rows(&made(Kind::Department, "D-01"), "所属窗口")[0].starts_with(&format!("W-01 {LONG_NAME} |")));
}

#[test]
fn both_languages_have_the_same_figures() {
    let sources = Sources::new(&month());
    let all =
        [(Kind::Window, "W-02"), (Kind::Staff, "S-2"), (Kind::Department, "D-01"), (Kind::Site, "sub-tax")];
    for (kind, subject) in all {
        let [zh, en] = [Lang::Zh, Lang::En].map(|lang| make(&sources, kind, subject, lang).unwrap());
        assert_eq!(figures(&zh), figures(&en), "{kind:?}");
        assert_eq!(zh.blocks.len(), en.blocks.len(), "{kind:?}");
        let chinese = |letter: &char| ('\u{4e00}'..='\u{9fff}').contains(letter);
        let left: String = said(&en).replace(LONG_NAME, "").chars().filter(chinese).collect();
        let names = "户籍窗口的人税务乡镇自然资源局长厅镇赉县政务服务监督管理局";
        assert!(
            left.chars().all(|letter| names.contains(letter)),
            "{kind:?} is translated but for names: {left}"
        );
    }
}

#[test]
fn a_code_is_the_documents_own_and_does_not_depend_on_the_day() {
    let sources = Sources::new(&month());
    let code = |subject: &str, day: &str| {
        let wanted = wanted(Kind::Window, subject, Lang::Zh);
        sources.with(Told::Nothing, day, |source| papers::make(&wanted, source).unwrap().trace.code.unwrap())
    };
    assert_eq!(code("W-02", "2026-10-09"), code("W-02", "2027-03-01"));
    assert_ne!(code("W-02", DAY), code("W-01", DAY));
    assert!(code("W-02", DAY).starts_with("CK/2026-09/V1/W-02/"));
}

#[test]
fn a_department_is_held_against_the_others() {
    let document = made(Kind::Department, "D-01");
    let text = said(&document);
    assert!(text.contains("参加排名窗口平均总分：93.5 分"), "{text}");
    assert!(
        text.contains("其他窗口平均总分：97.0 分（低 3.5 分）"),
        "W-03 alone, W-04 is not ranked: {text}"
    );
    assert!(text.contains("上月平均总分：97.0 分（低 3.5 分）"), "{text}");
    let rates = rows(&document, "指标与目标");
    assert!(rates.contains(&"按时办结率 | 0.95 | — | — | 0.99 | 未达标 | — | 1.0".to_owned()), "{rates:?}");
    let rules = rows(&document, "各条款扣分");
    assert!(
        rules[0].starts_with("W-D3 ") && rules[0].ends_with("| 1 | 1 | -10.0"),
        "the dearest first: {rules:?}"
    );
    assert!(rules[1].starts_with("W-D1 ") && rules[1].ends_with("| 2 | 1 | -7.0"), "{rules:?}");
    assert_eq!(document.annexes.len(), 1, "with every line of its windows");
}

#[test]
fn a_departments_notices_are_counted_and_those_of_overdue_work_told() {
    let notice = |kind: &str, level: u8, department: &str| {
        serde_json::json!({"kind": kind, "level": level, "subject": "C-1", "date": "2026-09-09", "due": "2026-09-08",
            "window": "W-02", "department": department, "to": ["department_head:D-01"]})
    };
    let month = month()
        .notice(notice("case_due", 1, "D-01"))
        .notice(notice("case_overdue", 2, "D-01"))
        .notice(notice("yellow_flag", 1, "D-01"))
        .notice(notice("case_overdue", 3, "D-02"));
    let document = make(&Sources::new(&month), Kind::Department, "D-01", Lang::Zh).unwrap();
    assert!(said(&document).contains("收到催办与通知：2 次，其中超期 1 次"));
    let told = rows(&document, "超期通知逐条");
    assert_eq!(told, ["9月9日 | 催办通知 | 2 | C-1 | W-02 户籍窗口 | 9月8日"]);
}

#[test]
fn a_sub_center_has_a_part_for_each_of_its_masters() {
    let document = made(Kind::Site, "sub-tax");
    let text = said(&document);
    assert_eq!(document.addressees.as_deref(), Some("税务局，镇赉县政务服务监督管理局"));
    assert!(
        text.contains("第一部分　送税务局") && text.contains("第二部分　送镇赉县政务服务监督管理局"),
        "{text}"
    );
    let hall = said(&made(Kind::Site, "hall"));
    assert!(!hall.contains("第一部分"), "a hall has one master");
}

#[test]
fn what_a_month_does_not_know_has_no_sheet() {
    let sources = Sources::new(&month());
    for (kind, id) in [(Kind::Window, "W-99"), (Kind::Department, "D-99"), (Kind::Site, "nowhere")] {
        assert_eq!(make(&sources, kind, id, Lang::Zh), Err(NotMade::Unknown(id.to_owned())), "{kind:?}");
    }
    let mut nobody = wanted(Kind::Window, "", Lang::Zh);
    nobody.subject = None;
    assert_eq!(
        sources.with(Told::Nothing, DAY, |source| papers::make(&nobody, source)),
        Err(NotMade::NoSubject)
    );
}
