//! What the bureau issues to a window, orders, notices, signs, certificates, and the feed sheet that leaves it: only with cause, and
//! naming nobody whom it does not concern.

use crate::small::{self, LONG_NAME, Sources, dropped, figures, month, said, told_by_store, wanted};
use reports::document::{Block, Document, Layout, Tone};
use reports::papers::{self, Kind, NotMade, Told, feed_quality, order};
use reports::words::Lang;
use serde_json::json;

const DAY: &str = "2026-10-09";

fn flag_paper(sources: &Sources, kind: Kind, window: &str) -> Result<Document, NotMade> {
    let wanted = wanted(kind, window, Lang::Zh);
    sources.with(Told::Nothing, DAY, |source| papers::make(&wanted, source))
}

#[test]
fn without_its_flag_a_window_gets_neither_certificate_nor_notice_nor_sign() {
    let sources = Sources::new(&month());
    assert!(flag_paper(&sources, Kind::ModelWindow, "W-01").is_ok());
    assert!(flag_paper(&sources, Kind::YellowFlagNotice, "W-02").is_ok());
    assert!(flag_paper(&sources, Kind::YellowFlagSign, "W-02").is_ok());
    for (kind, window) in [
        (Kind::ModelWindow, "W-02"),
        (Kind::ModelWindow, "W-03"),
        (Kind::YellowFlagNotice, "W-01"),
        (Kind::YellowFlagSign, "W-03"),
        (Kind::RectificationSign, "W-02"),
    ] {
        assert_eq!(flag_paper(&sources, kind, window), Err(NotMade::NoCause), "{kind:?} of {window}");
    }
}

#[test]
fn a_dropped_flag_is_no_cause() {
    let mut sources = Sources::new(&month());
    sources.decisions = vec![dropped("red_flag", "W-01"), dropped("yellow_flag", "W-02")];
    for (kind, window) in
        [(Kind::ModelWindow, "W-01"), (Kind::YellowFlagNotice, "W-02"), (Kind::YellowFlagSign, "W-02")]
    {
        assert_eq!(flag_paper(&sources, kind, window), Err(NotMade::NoCause), "{kind:?}");
    }
}

#[test]
fn a_certificate_says_which_window_month_and_rank() {
    let document = flag_paper(&Sources::new(&month()), Kind::ModelWindow, "W-01").unwrap();
    assert_eq!((document.layout, document.addressees.as_deref()), (Layout::Certificate, Some(LONG_NAME)));
    let text = said(&document);
    assert!(
        text.contains("2026年9月") && text.contains("102.0 分（第 1 名，共 3 个窗口参加排名）"),
        "{text}"
    );
    let banner = Block::Banner { text: "红旗窗口".to_owned(), tone: Tone::Red };
    assert!(document.blocks.contains(&banner));
    assert_eq!(document.signed.unwrap().body, "镇赉县政务服务监督管理局");
}

#[test]
fn a_draft_says_so_on_certificates_notices_and_signs() {
    let mut sources = Sources::new(&month());
    sources.version = None;
    for (kind, window) in
        [(Kind::ModelWindow, "W-01"), (Kind::YellowFlagNotice, "W-02"), (Kind::YellowFlagSign, "W-02")]
    {
        assert!(said(&flag_paper(&sources, kind, window).unwrap()).contains("草稿"), "{kind:?}");
    }
}

#[test]
fn a_notice_has_what_cost_most_and_every_deduction_annexed() {
    let document = flag_paper(&Sources::new(&month()), Kind::YellowFlagNotice, "W-02").unwrap();
    let text = said(&document);
    assert!(text.contains("得 85.0 分，第 3 名，共 3 个窗口参加排名，位列末位"), "{text}");
    assert!(
        text.contains("1.投诉属实（镇赉县窗口考核实施细则 四、办事结果，W-D3）：1 笔，扣 10.0 分。"),
        "{text}"
    );
    assert!(text.contains("本年度第 2 次"), "with August's: {text}");
    assert_eq!(document.annexes[0].title, "2026年9月扣分明细");
    assert!(
        !text.contains("税务") && !text.contains("C-3"),
        "another window's deductions are not its business"
    );
}

#[test]
fn a_further_yellow_flag_of_the_year_is_a_warning_unless_the_bureau_dropped_it() {
    let warning = json!([{"kind": "yellow_flag_warning", "subject": "W-02", "date": "2026-09-30"}]);
    let mut sources = Sources::new(&month().but("actions", warning));
    let text = |sources: &Sources| said(&flag_paper(sources, Kind::YellowFlagNotice, "W-02").unwrap());
    let told = text(&sources);
    // Ten working days after 8 October, the first working day after the results; Saturday the tenth is worked.
    assert!(told.contains("现予警告") && told.contains("责令在2026年10月21日前"), "{told}");
    sources.decisions = vec![dropped("yellow_flag_warning", "W-02")];
    assert!(!text(&sources).contains("现予警告"));
}

#[test]
fn the_sign_of_a_dissatisfied_window_stands_for_a_week() {
    let windows = [
        small::window("W-01", ("hall", "D-01"), Some(1), 0.0, json!("red")),
        small::window("W-02", ("hall", "D-01"), Some(2), 20.0, json!("yellow")),
    ];
    let mut sources = Sources::new(&month().but("windows", json!(windows)));
    let document = flag_paper(&sources, Kind::RectificationSign, "W-02").unwrap();
    let text = said(&document);
    assert!(text.contains("限期整改窗口") && text.contains("2026年10月8日至2026年10月14日"), "{text}");
    assert!(!text.contains("的人"), "everybody sees it, so it names nobody");
    sources.decisions = vec![dropped("dissatisfied_window", "W-02")];
    assert_eq!(flag_paper(&sources, Kind::RectificationSign, "W-02"), Err(NotMade::NoCause));
}

fn order_paper(told: Told<'_>, id: &str, lang: Lang) -> Result<Document, NotMade> {
    let wanted = wanted(Kind::Order, id, lang);
    Sources::new(&month()).with(told, DAY, |source| order::make(&wanted, source))
}

#[test]
fn an_order_has_number_facts_basis_demands_and_lines_of_receipt() {
    let order = told_by_store::order();
    let document = order_paper(Told::Order(&order), "ZG-2026-001", Lang::Zh).unwrap();
    let text = said(&document);
    assert_eq!(document.head.as_ref().unwrap().number.as_deref(), Some("ZG-2026-001"));
    assert_eq!(document.addressees.as_deref(), Some("户籍窗口（自然资源局）"));
    for part in [
        "请整改超期问题。",
        "得 85.0 分",
        "2.出错或超时（镇赉县窗口考核实施细则 四、办事结果，W-D1）：2 笔，扣 7.0 分。",
        "（zhenlai 第 1 版）：镇赉县窗口考核实施细则 四、办事结果。",
        "请在2026年10月23日前（含当日）完成整改",
        "复查未通过，限2026年11月6日前重新整改 | 台账不全",
        "现整改期限为2026年11月6日。",
    ] {
        assert!(text.contains(part), "{part} is in {text}");
    }
    let signed = document.signed.unwrap();
    assert_eq!(signed.by_hand, ["送达人", "签收人（窗口负责人）", "签收日期"]);
    assert_eq!(signed.date, "2026年10月9日");
}

#[test]
fn an_order_is_made_of_the_log_alone() {
    assert_eq!(order_paper(Told::Nothing, "ZG-2026-001", Lang::Zh), Err(NotMade::NotInFiles));
    let order = told_by_store::order();
    let other = order_paper(Told::Order(&order), "ZG-2026-002", Lang::Zh);
    assert_eq!(other, Err(NotMade::Unknown("ZG-2026-002".to_owned())));
}

#[test]
fn orders_and_feed_sheets_have_the_same_figures_in_both_languages() {
    let (order, feed) = (told_by_store::order(), told_by_store::feed());
    let papers = [
        [Lang::Zh, Lang::En].map(|lang| order_paper(Told::Order(&order), "ZG-2026-001", lang).unwrap()),
        [Lang::Zh, Lang::En].map(|lang| feed_paper(Told::Feed(&feed), lang).unwrap()),
    ];
    for [zh, en] in papers {
        assert_eq!(figures(&zh), figures(&en));
        assert_eq!(zh.blocks.len(), en.blocks.len());
        assert_ne!(zh.trace.code, en.trace.code);
    }
}

fn feed_paper(told: Told<'_>, lang: Lang) -> Result<Document, NotMade> {
    let wanted = wanted(Kind::FeedQuality, "sub-tax", lang);
    let anomaly =
        |detail: &str| json!({"kind": "unmatched", "subject": "C-1", "date": "2026-09-09", "detail": detail});
    let anomalies = json!([anomaly("case.completed sub-tax/e7"), anomaly("case.completed hall/e8")]);
    let sources = Sources::new(&month().but("anomalies", anomalies));
    sources.with(told, DAY, |source| feed_quality::make(&wanted, source))
}

#[test]
fn a_feed_sheet_counts_what_came_and_says_how_to_mend_each_code() {
    let feed = told_by_store::feed();
    let text = said(&feed_paper(Told::Feed(&feed), Lang::Zh).unwrap());
    for part in [
        "到达：110 条：新 100，重复 6，拒收 4",
        "拒收比例：3.64%",
        "无新数据的工作日：1 天：9月3日",
        "办件 | 90 | 6 | 4 | 0.04 | 1 分钟 1 秒 | 1 小时 1 分钟 40 秒",
        "missing_field | 4 | 缺少必填字段 | 补上该字段再发",
        "超过 1 分钟 | 5 | 0.05",
        "找不到对应的开始事件 | 1",
        "申请人一律发送不能还原的代号",
    ] {
        assert!(text.contains(part), "{part} is in {text}");
    }
}

#[test]
fn a_feed_sheet_names_no_case_and_no_person() {
    let feed = told_by_store::feed();
    let text = said(&feed_paper(Told::Feed(&feed), Lang::Zh).unwrap());
    assert!(!text.contains("C-1") && !text.contains("的人") && !text.contains("S-3"), "{text}");
    assert_eq!(feed_paper(Told::Nothing, Lang::Zh), Err(NotMade::NotInFiles));
}
