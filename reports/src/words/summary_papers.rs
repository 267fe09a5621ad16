//! Words of the quarter's and the year's summaries.
#![allow(missing_docs)] // Labels are their own explanation.

use super::{Lang, MONTHS, Word};
use scoring::time::Month;

pub const QUARTER_CALLED: Word = Word::new("季度汇总", "quarter");
pub const YEAR_CALLED: Word = Word::new("年度汇总", "year");
pub const MONTH: Word = Word::new("月份", "Month");
pub const MEAN: Word = Word::new("平均分", "Mean");
pub const MONTHS_RANKED: Word = Word::new("参加月数", "Months");
pub const RED_FLAGS: Word = Word::new("红旗次数", "Red flags");
pub const YELLOW_FLAGS: Word = Word::new("黄旗次数", "Yellow flags");
pub const DISSATISFIED_TIMES: Word = Word::new("不满意次数", "Dissatisfied");
pub const WINDOW_MEANS: Word = Word::new("窗口平均分", "Windows");
pub const STAFF_MEANS: Word = Word::new("工作人员平均分", "Staff");
pub const WINDOW_MONTHS: Word = Word::new("窗口各月得分", "Windows by month");
pub const STAFF_MONTHS: Word = Word::new("工作人员各月得分", "Staff by month");
pub const BY_MONTH: Word = Word::new("各月指标", "Figures by month");
pub const FLAGS_BY_MONTH: Word = Word::new("各月评定", "Flags by month");
pub const RED_WINDOWS: Word = Word::new("红旗窗口", "Red flag");
pub const YELLOW_WINDOWS: Word = Word::new("黄旗窗口", "Yellow flag");
pub const DISSATISFIED_WINDOWS: Word = Word::new("群众不满意窗口", "Dissatisfied window");
pub const EXCLUDED: Word = Word::new("不参加评先", "Out of awards");
pub const WEIGHED: Word = Word::new("评先时供参考", "To be weighed");
pub const WHY: Word = Word::new("原因", "Why");

impl Lang {
    /// `2026年第三季度`, `the third quarter of 2026`.
    pub fn quarter_written(self, year: i32, quarter: u32) -> String {
        let word = match quarter {
            1 => Word::new("一", "first"),
            2 => Word::new("二", "second"),
            3 => Word::new("三", "third"),
            _ => Word::new("四", "fourth"),
        };
        match self {
            Lang::Zh => format!("{year}年第{}季度", word.zh),
            Lang::En => format!("the {} quarter of {year}", word.en),
        }
    }

    /// `2026年度`, `2026`.
    pub fn year_written(self, year: i32) -> String {
        match self {
            Lang::Zh => format!("{year}年度"),
            Lang::En => year.to_string(),
        }
    }

    /// `9月`, `Sep`.
    pub fn short_month(self, month: Month) -> String {
        match self {
            Lang::Zh => format!("{}月", month.number()),
            Lang::En => {
                let name = MONTHS.get(month.number() as usize - 1).copied().unwrap_or_default();
                name.get(..3).unwrap_or(name).to_owned()
            }
        }
    }

    /// Which version of a month counts.
    pub fn month_version(self, version: Option<u32>) -> String {
        match (self, version) {
            (Lang::Zh, Some(version)) => format!("第{version}版"),
            (Lang::En, Some(version)) => format!("version {version}"),
            (Lang::Zh, None) => "未结账".to_owned(),
            (Lang::En, None) => "not closed".to_owned(),
        }
    }

    /// The months that count.
    pub fn months_counting(self, months: &[String]) -> String {
        match (self, months) {
            (Lang::Zh, _) => format!("计入本期的有{}，共{}个月", months.join("、"), months.len()),
            (Lang::En, [one]) => format!("one month counts, {one}"),
            (Lang::En, _) => format!("{} months count: {}", months.len(), self.names(months)),
        }
    }

    /// Those of them that are not closed.
    pub fn months_open(self, months: &[String]) -> String {
        match self {
            Lang::Zh => format!("其中{}尚未结账，数据可能变动", months.join("、")),
            Lang::En => format!("not closed yet, so that figures may change: {}", self.names(months)),
        }
    }

    /// Months that go on.
    pub fn months_going_on(self, months: &[String]) -> String {
        match self {
            Lang::Zh => format!("{}尚未结束，不计入", months.join("、")),
            Lang::En => format!("not over and so not counted: {}", self.names(months)),
        }
    }

    /// Months of which nothing is known.
    pub fn months_unknown(self, months: &[String]) -> String {
        match self {
            Lang::Zh => format!("{}没有数据，不计入", months.join("、")),
            Lang::En => format!("not known and so not counted: {}", self.names(months)),
        }
    }

    /// Cases of the period.
    pub fn period_cases(self, accepted: i64, completed: i64) -> String {
        match (self, accepted, completed) {
            (Lang::Zh, 0, 0) => "本期没有受理和办结办件".to_owned(),
            (Lang::Zh, ..) => format!("本期共受理办件{accepted}件，办结{completed}件"),
            (Lang::En, 0, 0) => "no case was accepted or completed in the period".to_owned(),
            (Lang::En, ..) => format!(
                "{} accepted and {completed} completed in the period",
                self.many(accepted, "件", "case", "cases")
            ),
        }
    }

    /// Overdue cases of the period.
    pub fn period_overdue(self, count: i64) -> String {
        self.counted(
            count,
            ["没有计入考核的超期办件", "计入考核的超期办件{}件"],
            ["no overdue case counts", "1 overdue case counts", "{} overdue cases count"],
        )
    }

    /// Why shares are shown by month.
    pub fn shares_are_not_averaged(self) -> &'static str {
        self.say(Word::new(
            "件数、条数和起数为各月合计；各项比率的分子和分母不公布，按月列出，不作合计或平均。",
            "Counts are added up. What shares are made of is not published, so they stand month by month and are neither added up nor averaged.",
        ))
    }

    /// How windows are ranked by their mean.
    pub fn means_of_windows(self, ranked: i64) -> String {
        self.counted(
            ranked,
            [
                "本期没有窗口参加排名",
                "参加排名的窗口{}个，按参加排名各月总分的平均分（四舍五入到百分位）由高到低排列，平均分相同的名次并列",
            ],
            [
                "no window is ranked in the period",
                "1 window is ranked, by the mean of its totals of the months in which it was ranked, to the hundredth, half up",
                "{} windows are ranked by the mean of their totals of the months in which they were ranked, to the hundredth, half up; equal means share a rank",
            ],
        )
    }

    /// How staff are ranked by their mean.
    pub fn means_of_staff(self, ranked: i64) -> String {
        self.counted(
            ranked,
            [
                "本期没有工作人员参加排名",
                "参加排名的工作人员{}名，按参加排名各月总分的平均分排列；考评栏为各等次的月数",
            ],
            [
                "no staff member is ranked in the period",
                "1 staff member is ranked, by the mean likewise; the columns of grades count months",
                "{} staff members are ranked by their mean likewise; the columns of grades count months",
            ],
        )
    }

    /// What a blank month means.
    pub fn unranked_months_are_blank(self) -> &'static str {
        self.say(Word::new(
            "没有参加排名的月份不列分数，不计入平均。",
            "Months without a rank are blank and do not count for the mean.",
        ))
    }

    /// Who is out of the year's awards.
    pub fn excluded_are(self, windows: i64, staff: i64) -> String {
        match (self, windows, staff) {
            (Lang::Zh, 0, 0) => "据已掌握的本年各月，没有按规定不得参加本年度评先的窗口和人员".to_owned(),
            (Lang::Zh, ..) => format!(
                "据已掌握的本年各月，按规定不参加本年度评先的窗口{windows}个、人员{staff}名，见下表；人员只列编号"
            ),
            (Lang::En, 0, 0) => {
                "by the months of the year that are known, nobody is out of the year's awards".to_owned()
            }
            (Lang::En, ..) => format!(
                "by the months of the year that are known, {} and {} are out of the year's awards; staff by id alone",
                self.many(windows, "个", "window", "windows"),
                self.many(staff, "名", "staff member", "staff members")
            ),
        }
    }

    /// What excludes nobody by itself.
    pub fn to_be_weighed(self) -> &'static str {
        self.say(Word::new(
            "下列黄旗和首次查实的投诉，规定没有取消评先资格，供评先时参考",
            "the rules exclude nobody for the yellow flags and first upheld complaints below; they are for the bureau to weigh",
        ))
    }

    /// The lead of a dissatisfied window.
    pub fn leads_dissatisfied(self, window: &str) -> String {
        match self {
            Lang::Zh => format!("群众不满意窗口（{window}）的负责人"),
            Lang::En => format!("lead of a dissatisfied window ({window})"),
        }
    }

    /// Staff who answer for a dissatisfied window.
    pub fn made_dissatisfied(self, window: &str) -> String {
        match self {
            Lang::Zh => format!("群众不满意窗口（{window}）的相关责任人"),
            Lang::En => format!("answers for a dissatisfied window ({window})"),
        }
    }

    /// A consequence and what it follows from.
    pub fn with_reason(self, what: &str, reason: &str) -> String {
        match (self, reason) {
            (_, "") => what.to_owned(),
            (Lang::Zh, _) => format!("{what}：{reason}"),
            (Lang::En, _) => format!("{what}: {reason}"),
        }
    }
}
