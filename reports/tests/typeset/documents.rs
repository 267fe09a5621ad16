//! Documents to be set: a bulletin with all that one has, a sheet, a certificate, a sign.

use reports::charts::{Chart, StackedRow, Waved};
use reports::document::{Annex, Block, Document, Foot, Head, Layout, Sheet, Signed, Tone, Total, Trace};
use reports::papers::Kind;
use reports::render::table::{Cell, Column, Table};
use reports::words::Lang;
use scoring::points::Points;
use scoring::rates::Rate;

/// A name of 30 characters, with characters that few faces have.
pub const LONG_NAME: &str = "振来县不动产登记和交易综合受理服务中心一楼东区第十二号喆玥䶮𬭎";

fn text(words: impl Into<String>) -> Cell {
    Cell::Text(words.into())
}

fn columns(heads: &[(&str, u16)]) -> Vec<Column> {
    heads.iter().map(|(title, width)| Column { title: (*title).to_owned(), width: *width }).collect()
}

/// A ranking of so many windows.
pub fn ranking(windows: i32) -> Sheet {
    let heads = [
        ("名次", 6),
        ("窗口", 28),
        ("部门", 20),
        ("总分", 8),
        ("考勤", 8),
        ("办件", 8),
        ("评价", 8),
        ("按时办结率", 10),
        ("旗", 8),
    ];
    let row = |rank: i32| {
        let name = if rank == 3 { LONG_NAME.to_owned() } else { format!("综合窗口{rank:03}") };
        let flag = match rank {
            1..=3 => text("红旗"),
            _ if rank > windows - 2 => text("黄旗"),
            _ => Cell::Nothing,
        };
        vec![
            Cell::Count(i64::from(rank)),
            text(name),
            text(if rank % 2 == 0 { "县住房和城乡建设局" } else { "县市场监督管理局" }),
            Cell::Points(Points(11_350 - 25 * rank)),
            Cell::Points(Points(-50 * (rank % 4))),
            Cell::Points(Points(500)),
            if rank % 7 == 0 { Cell::Nothing } else { Cell::Points(Points(150)) },
            Cell::Share(Rate(i64::from(9_900 - rank))),
            flag,
        ]
    };
    let totals = [Total::Nothing, Total::Nothing, Total::Nothing, Total::Mean, Total::Sum, Total::Nothing];
    let totals = totals.into_iter().chain([Total::Nothing; 3]).collect();
    let table = Table {
        title: "窗口考核排名".to_owned(),
        about: Vec::new(),
        columns: columns(&heads),
        rows: (1..=windows).map(row).collect(),
    };
    Sheet { table, sums: Vec::new(), foot: Some(Foot { label: "平均".to_owned(), totals }) }
}

/// So many deductions.
pub fn deductions(count: i32) -> Sheet {
    let heads =
        [("日期", 10), ("窗口", 20), ("人员", 10), ("事由", 40), ("条款", 12), ("扣分", 8), ("依据", 24)];
    let row = |place: i32| {
        vec![
            text(format!("9月{}日", place % 30 + 1)),
            text(format!("综合窗口{:03}", place % 40)),
            text(if place % 9 == 0 { "欧阳喆玥" } else { "王䶮" }),
            text(if place % 3 == 0 {
                "上午迟到 17 分钟，超过规定的 15 分钟，未在当日补办请假手续"
            } else {
                "办件超过承诺时限 2 个工作日办结"
            }),
            text("第十二条第（三）项"),
            Cell::Points(Points(-50 - 25 * (place % 2))),
            text(format!("SWIPE-2026-09-{place:06}")),
        ]
    };
    let table = Table {
        title: "扣分明细".to_owned(),
        about: vec![("月份".to_owned(), "2026年9月".to_owned())],
        columns: columns(&heads),
        rows: (0..count).map(row).collect(),
    };
    Sheet::plain(table)
}

fn trace() -> Trace {
    Trace {
        region: "350981".to_owned(),
        period: "2026-09".to_owned(),
        subject: None,
        version: Some(2),
        as_of: "2026-10-01T00:00:00+08:00".to_owned(),
        events: Some(41_200),
        digest: Some("3fa4c19d7be05512aa31".to_owned()),
        rulebook: "zhenlai".to_owned(),
        rulebook_version: "2026.1".to_owned(),
        code: None,
    }
}

fn chart(rows: usize) -> Chart {
    let row = |place: usize| StackedRow {
        name: format!("综合窗口{:03}", place + 1),
        parts: vec![60.0 - place as f64, 25.0, 12.0],
        told: format!("{:.1}", 97.0 - place as f64),
        waved: (place == 0).then_some(Waved::Red),
    };
    let parts = ["考勤", "办件", "评价"].map(str::to_owned).to_vec();
    Chart::Stacked { unit: "分".to_owned(), parts, rows: (0..rows).map(row).collect(), gap: None }
}

/// A monthly bulletin.
pub fn bulletin(windows: i32, entries: i32) -> Document {
    let heading = Block::heading;
    let paragraph = |text: &str| Block::paragraph(text);
    let blocks = vec![
        paragraph(
            "为全面掌握全县政务服务窗口运行情况，进一步规范服务行为，根据《镇赉县政务服务窗口考核办法》（镇政办发〔2024〕6号）的规定，现将2026年9月电子监察和绩效考核情况通报如下：",
        ),
        heading(1, "一、总体情况"),
        paragraph(
            "9月，全县40个窗口共受理办件12,345件，办结12,001件，按时办结率99.12%，比上月提高0.34个百分点；群众满意率98.70%，收到投诉3件，查实1件。平均得分96.85分，最高113.25分，最低71.50分。窗口工作人员出勤率99.6%，迟到12人次、早退3人次、脱岗1人次。",
        ),
        heading(2, "（一）红旗窗口"),
        paragraph(&format!("“{LONG_NAME}”等3个窗口得分居前，且无不满意评价，确定为红旗窗口。")),
        heading(2, "（二）黄旗窗口"),
        paragraph("综合窗口039、综合窗口040得分低于80分，确定为黄旗窗口，限期10个工作日整改。"),
        heading(1, "二、窗口考核排名"),
        Block::table(ranking(windows)),
        heading(1, "三、扣分构成"),
        Block::Figure {
            caption: "图1　得分构成".to_owned(),
            told: "综合窗口001得分最高，97.0分；综合窗口012最低。".to_owned(),
            chart: Box::new(chart(12)),
        },
        heading(1, "四、工作要求"),
        heading(2, "（一）压实整改责任。"),
        paragraph("黄旗窗口要对照扣分明细逐条整改，于10月20日前将整改情况书面报送县政务服务监督管理局。"),
        heading(3, "1. 严格考勤纪律"),
        paragraph("各部门要加强对派驻人员的日常管理，严格执行请假销假制度，确有特殊情况的应当提前报备。"),
        Block::note("注：按时办结率为按承诺时限办结的办件占办结办件的比例；“—”表示本月无可计算数据。"),
    ];
    let annex = |title: &str, blocks| Annex { title: title.to_owned(), blocks };
    let document = Document {
        kind: Kind::Bulletin,
        lang: Lang::Zh,
        layout: Layout::Official,
        name: "2026-09-通报".to_owned(),
        head: Some(Head {
            issuer: "镇赉县政务服务监督管理局文件".to_owned(),
            is_printed: true,
            number: Some("镇政监〔2026〕9号".to_owned()),
        }),
        title: "关于2026年9月全县政务服务窗口电子监察和绩效考核情况的通报".to_owned(),
        subtitle: None,
        addressees: Some("各乡镇人民政府，县政府各部门，各派驻政务服务大厅窗口单位".to_owned()),
        blocks,
        signed: Some(Signed {
            body: "镇赉县政务服务监督管理局".to_owned(),
            date: "2026年10月9日".to_owned(),
            by_hand: Vec::new(),
        }),
        annexes: vec![
            annex("2026年9月窗口扣分明细", vec![Block::table(deductions(entries))]),
            annex("2026年9月群众不满意评价办理情况", vec![Block::paragraph("本月无不满意评价。")]),
        ],
        copies: Some("县委办公室，县人大常委会办公室，县政协办公室，县纪委监委".to_owned()),
        trace: trace(),
    };
    document.sealed()
}

/// A window's sheet.
pub fn sheet() -> Document {
    let facts = [
        ("窗口", "综合窗口012"),
        ("部门", "县住房和城乡建设局"),
        ("大厅", "县政务服务中心一楼"),
        ("总分", "96.25 分"),
        ("名次", "第 17 名"),
        ("旗", "无"),
    ];
    let document = Document {
        kind: Kind::Window,
        lang: Lang::Zh,
        layout: Layout::Sheet,
        name: "2026-09-窗口".to_owned(),
        head: None,
        title: "窗口考核表".to_owned(),
        subtitle: Some("综合窗口012　2026年9月".to_owned()),
        addressees: None,
        blocks: vec![
            Block::facts(facts),
            Block::heading(1, "扣分明细"),
            Block::table(deductions(24)),
            Block::paragraph("窗口对上述扣分有异议的，可自收到本表之日起3个工作日内提出申诉。"),
            Block::Figure {
                caption: "得分构成".to_owned(),
                told: "三个窗口的得分构成。".to_owned(),
                chart: Box::new(chart(3)),
            },
        ],
        signed: Some(Signed {
            body: "镇赉县政务服务监督管理局".to_owned(),
            date: "2026年10月9日".to_owned(),
            by_hand: vec!["窗口负责人".to_owned(), "值班督查".to_owned(), "部门分管负责人".to_owned()],
        }),
        annexes: Vec::new(),
        copies: None,
        trace: Trace { subject: Some("W-012".to_owned()), version: None, digest: None, ..trace() },
    };
    document.sealed()
}

/// A certificate of a model window.
pub fn certificate() -> Document {
    let document = Document {
        kind: Kind::ModelWindow,
        layout: Layout::Certificate,
        title: "荣誉证书".to_owned(),
        subtitle: None,
        addressees: Some(LONG_NAME.to_owned()),
        blocks: vec![
            Block::paragraph("在2026年9月全县政务服务窗口考核中，得分113.25分，名列第3名，被评为"),
            Block::Banner { text: "红旗窗口".to_owned(), tone: Tone::Red },
            Block::paragraph("特发此证，以资鼓励。"),
        ],
        head: None,
        annexes: Vec::new(),
        copies: None,
        ..sheet()
    };
    let signed = document.signed.clone().map(|signed| Signed { by_hand: Vec::new(), ..signed });
    Document { signed, trace: trace(), ..document }.sealed()
}

/// A sign of a yellow flag.
pub fn sign() -> Document {
    let document = Document {
        kind: Kind::YellowFlagSign,
        layout: Layout::Sign,
        title: "综合窗口039".to_owned(),
        subtitle: Some("县住房和城乡建设局".to_owned()),
        blocks: vec![
            Block::Banner { text: "黄旗窗口".to_owned(), tone: Tone::Yellow },
            Block::paragraph("2026年9月考核得分71.50分，限于2026年10月23日前整改。监督电话：0436-7220000"),
        ],
        signed: None,
        ..certificate()
    };
    Document { addressees: None, ..document }.sealed()
}
