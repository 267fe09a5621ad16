//! Sentences of ranking, flags and consequences.

use super::lower;
use crate::words::{Lang, Word};
use scoring::points::Points;

impl Lang {
    /// What the ranking goes by.
    pub fn ranking_goes_by(self) -> &'static str {
        self.say(Word::new(
            "总分相同的，依次比较按时办结率、满意率和查实的投诉数；各项仍相同的，名次并列",
            "windows with the same total go by on-time rate, satisfaction rate and complaints upheld; equal in all, they share a rank",
        ))
    }

    /// Windows that are not ranked.
    pub fn unranked_windows(self, count: i64) -> String {
        match (self, count) {
            (Lang::Zh, _) => format!("另有{count}个窗口只计分、不参加排名，见下表"),
            (Lang::En, 1) => "1 further window is scored and not ranked, see the table below".to_owned(),
            (Lang::En, _) => {
                format!("{count} further windows are scored and not ranked, see the table below")
            }
        }
    }

    /// The red flags.
    pub fn red_flags(self, count: i64, rank_max: u32, basis: Option<&str>) -> String {
        let basis = self.in_brackets(basis);
        match (self, count) {
            (Lang::Zh, 0) => "本月没有红旗窗口".to_owned(),
            (Lang::Zh, _) => {
                format!(
                    "下列{count}个窗口名次在前{rank_max}名（含并列），且不是群众不满意窗口，评为红旗窗口{basis}"
                )
            }
            (Lang::En, 0) => "no window flies the red flag this month".to_owned(),
            (Lang::En, 1) => format!(
                "1 window flies the red flag: rank {rank_max} or better, and no dissatisfied window{basis}"
            ),
            (Lang::En, _) => format!(
                "{count} windows fly the red flag: rank {rank_max} or better, and no dissatisfied window{basis}"
            ),
        }
    }

    /// No yellow flag.
    pub fn no_yellow_flag(self) -> &'static str {
        self.say(Word::new("本月没有黄旗窗口", "no window flies the yellow flag this month"))
    }

    /// No dissatisfied window.
    pub fn no_dissatisfied_window(self) -> &'static str {
        self.say(Word::new("本月没有群众不满意窗口", "no window is a dissatisfied window this month"))
    }

    /// No consequence.
    pub fn no_consequence(self) -> &'static str {
        self.say(Word::new(
            "本月没有对窗口和工作人员的其他处理",
            "there is no other consequence for windows or staff this month",
        ))
    }

    /// Consequences follow in a table.
    pub fn consequences(self, count: i64) -> String {
        match (self, count) {
            (Lang::Zh, _) => format!("按规则对窗口和工作人员的处理共{count}项，见下表；人员只列编号"),
            (Lang::En, 1) => {
                "1 consequence follows by the rules, see the table; staff by id alone".to_owned()
            }
            (Lang::En, _) => {
                format!("{count} consequences follow by the rules, see the table; staff by id alone")
            }
        }
    }

    /// A yellow flag, and where the window stands.
    pub fn yellow_flag_of(
        self,
        window: &str,
        department: &str,
        total: Points,
        rank: u32,
        basis: Option<&str>,
    ) -> String {
        let basis = self.in_brackets(basis);
        match self {
            Lang::Zh => {
                format!("{window}（{department}）总分{total}分，排名第{rank}名，列末位，评为黄旗窗口{basis}")
            }
            Lang::En => format!(
                "{window} ({department}), total {total}, rank {rank}, the last, flies the yellow flag{basis}"
            ),
        }
    }

    /// Which yellow flag of the year it is.
    pub fn yellow_flag_of_year(self, number: i64, months_known: i64) -> String {
        match self {
            Lang::Zh => format!("据已掌握的本年{months_known}个月，为本年第{number}次"),
            Lang::En => format!(
                "number {number} of the year by the {} known",
                self.many(months_known, "个月", "month", "months")
            ),
        }
    }

    /// What cost a window most.
    pub fn mostly(self, causes: &[String]) -> String {
        match (self, causes) {
            (Lang::Zh, []) => "没有扣分记录".to_owned(),
            (Lang::Zh, _) => format!("主要扣分：{}", causes.join("、")),
            (Lang::En, []) => "nothing was taken".to_owned(),
            (Lang::En, _) => format!("mostly for {}", causes.join(", ")),
        }
    }

    /// A cause with what it cost.
    pub fn cause(self, title: &str, points: Points, lines: i64) -> String {
        match self {
            Lang::Zh => format!("{title}{lines}笔{points}分"),
            Lang::En => format!("{} ({points} in {})", lower(title), self.many(lines, "笔", "line", "lines")),
        }
    }

    /// A dissatisfied window and why.
    pub fn dissatisfied_window_of(
        self,
        window: &str,
        department: &str,
        reasons: &[String],
        basis: Option<&str>,
        is_confirmed: bool,
    ) -> String {
        let basis = self.marked(&self.in_brackets(basis), is_confirmed);

        let reasons = match (self, reasons) {
            (Lang::Zh, []) => "依据见附件明细".to_owned(),
            (Lang::En, []) => "see the annexes".to_owned(),
            (Lang::Zh, _) => reasons.join("；"),
            (Lang::En, _) => reasons.join("; "),
        };
        match self {
            Lang::Zh => format!(
                "{window}（{department}）列为群众不满意窗口{basis}：{reasons}。摆放“限期整改窗口”标志一周，限期整改，取消本年度评先资格"
            ),
            Lang::En => format!(
                "{window} ({department}) is a dissatisfied window{basis}: {reasons}. A sign for a week, rectification by a date, no award this year"
            ),
        }
    }

    /// Why: the total.
    pub fn because_total(self, total: Points, line: Points) -> String {
        match self {
            Lang::Zh => format!("总分{total}分，在{line}分以下（含）"),
            Lang::En => format!("total {total}, not above {line}"),
        }
    }

    /// Why: complaints.
    pub fn because_complaints(self, upheld: i64) -> String {
        match self {
            Lang::Zh => format!("本月查实投诉{upheld}起"),
            Lang::En => format!("{} upheld in the month", self.many(upheld, "起", "complaint", "complaints")),
        }
    }

    /// Why: a ban broken, or another finding that is enough by itself.
    pub fn because_finding(self, date: &str, kind: &str, is_ban: bool) -> String {
        match (self, is_ban) {
            (Lang::Zh, true) => format!("{date}违反工作禁令（{kind}）"),
            (Lang::Zh, false) => format!("{date}{kind}"),
            (Lang::En, true) => format!("{date}: broke a ban ({})", lower(kind)),
            (Lang::En, false) => format!("{date}: {}", lower(kind)),
        }
    }

    /// A clause after what rests on it.
    pub fn in_brackets(self, basis: Option<&str>) -> String {
        match (self, basis) {
            (_, None) => String::new(),
            (Lang::Zh, Some(basis)) => format!("（依据{basis}）"),
            (Lang::En, Some(basis)) => format!(" (under {basis})"),
        }
    }

    /// `（上午）`
    pub fn in_plain_brackets(self, text: &str) -> String {
        match self {
            Lang::Zh => format!("（{text}）"),
            Lang::En => format!(" ({text})"),
        }
    }
}
