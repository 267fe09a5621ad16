//! The kinds of documents.

use crate::words::{Lang, Word};
use serde::Serialize;

/// A kind of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 月度通报
    Bulletin,
    /// 值班督查周报
    WeeklyBrief,
    /// 季度汇总
    Quarter,
    /// 年度汇总
    Year,
    /// 窗口考核表
    Window,
    /// 工作人员考核表
    Staff,
    /// 部门考核表
    Department,
    /// 分中心考核表
    Site,
    /// 整改通知书
    Order,
    /// 黄旗警示通知书
    YellowFlagNotice,
    /// 黄旗窗口标志牌
    YellowFlagSign,
    /// 限期整改窗口标志牌
    RectificationSign,
    /// 红旗窗口证书
    ModelWindow,
    /// 数据质量反馈单
    FeedQuality,
    /// 移交卷: the cover of a case's hand-over file, which is made beside months and is none of [`Kind::ALL`].
    HandOver,
}

/// What a document is about, beside its period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The whole region.
    Region,
    /// A window.
    Window,
    /// A staff member.
    Staff,
    /// A department.
    Department,
    /// A site.
    Site,
    /// A rectification order.
    Order,
    /// A case.
    Case,
}

/// How long the period of a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// A week.
    Week,
    /// A month.
    Month,
    /// A quarter.
    Quarter,
    /// A year.
    Year,
}

impl Kind {
    /// All kinds that are made of months, in the order in which they are offered.
    pub const ALL: [Kind; 14] = [
        Kind::Bulletin,
        Kind::WeeklyBrief,
        Kind::Quarter,
        Kind::Year,
        Kind::Window,
        Kind::Staff,
        Kind::Department,
        Kind::Site,
        Kind::Order,
        Kind::YellowFlagNotice,
        Kind::YellowFlagSign,
        Kind::RectificationSign,
        Kind::ModelWindow,
        Kind::FeedQuality,
    ];

    /// The word of commands and addresses.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Bulletin => "bulletin",
            Kind::WeeklyBrief => "weekly-brief",
            Kind::Quarter => "quarter",
            Kind::Year => "year",
            Kind::Window => "window",
            Kind::Staff => "staff",
            Kind::Department => "department",
            Kind::Site => "site",
            Kind::Order => "order",
            Kind::YellowFlagNotice => "yellow-flag-notice",
            Kind::YellowFlagSign => "yellow-flag-sign",
            Kind::RectificationSign => "rectification-sign",
            Kind::ModelWindow => "model-window",
            Kind::FeedQuality => "feed-quality",
            Kind::HandOver => "hand-over",
        }
    }

    /// The kind of a word.
    pub fn of_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The letters that a code begins with.
    pub fn letters(self) -> &'static str {
        match self {
            Kind::Bulletin => "TB",
            Kind::WeeklyBrief => "ZB",
            Kind::Quarter => "JD",
            Kind::Year => "ND",
            Kind::Window => "CK",
            Kind::Staff => "RY",
            Kind::Department => "BM",
            Kind::Site => "FZ",
            Kind::Order => "ZG",
            Kind::YellowFlagNotice => "HT",
            Kind::YellowFlagSign => "HP",
            Kind::RectificationSign => "ZP",
            Kind::ModelWindow => "HQ",
            Kind::FeedQuality => "SJ",
            Kind::HandOver => "YJ",
        }
    }

    /// What it is called.
    pub fn name(self, lang: Lang) -> &'static str {
        lang.say(match self {
            Kind::Bulletin => Word::new("月度通报", "Monthly bulletin"),
            Kind::WeeklyBrief => Word::new("值班督查周报", "Weekly brief"),
            Kind::Quarter => Word::new("季度汇总", "Quarter"),
            Kind::Year => Word::new("年度汇总", "Year"),
            Kind::Window => Word::new("窗口考核表", "Window sheet"),
            Kind::Staff => Word::new("工作人员考核表", "Staff sheet"),
            Kind::Department => Word::new("部门考核表", "Department sheet"),
            Kind::Site => Word::new("大厅和分中心考核表", "Site sheet"),
            Kind::Order => Word::new("整改通知书", "Rectification order"),
            Kind::YellowFlagNotice => Word::new("黄旗警示通知书", "Yellow flag notice"),
            Kind::YellowFlagSign => Word::new("黄旗窗口标志牌", "Yellow flag sign"),
            Kind::RectificationSign => Word::new("限期整改窗口标志牌", "Rectification sign"),
            Kind::ModelWindow => Word::new("红旗窗口证书", "Model window certificate"),
            Kind::FeedQuality => Word::new("数据质量反馈单", "Feed quality sheet"),
            Kind::HandOver => Word::new("移交卷", "Hand-over file"),
        })
    }

    /// What it is about.
    pub fn subject(self) -> Subject {
        match self {
            Kind::Bulletin | Kind::WeeklyBrief | Kind::Quarter | Kind::Year => Subject::Region,
            Kind::Window
            | Kind::YellowFlagNotice
            | Kind::YellowFlagSign
            | Kind::RectificationSign
            | Kind::ModelWindow => Subject::Window,
            Kind::Staff => Subject::Staff,
            Kind::Department => Subject::Department,
            Kind::Site | Kind::FeedQuality => Subject::Site,
            Kind::Order => Subject::Order,
            Kind::HandOver => Subject::Case,
        }
    }

    /// How long its period is.
    pub fn span(self) -> Span {
        match self {
            Kind::WeeklyBrief => Span::Week,
            Kind::Quarter => Span::Quarter,
            Kind::Year => Span::Year,
            Kind::Bulletin
            | Kind::Window
            | Kind::Staff
            | Kind::Department
            | Kind::Site
            | Kind::Order
            | Kind::YellowFlagNotice
            | Kind::YellowFlagSign
            | Kind::RectificationSign
            | Kind::ModelWindow
            | Kind::FeedQuality
            | Kind::HandOver => Span::Month,
        }
    }
}
