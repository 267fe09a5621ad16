//! Sentences of the situation: the month in figures, against its targets.

use super::{Field, lower};
use crate::words::{Lang, Word};
use scoring::points::Points;
use scoring::rates::Rate;
use scoring::time::Month;

impl Lang {
    /// Cases of the month.
    pub fn bulletin_cases(self, month: Month, accepted: i64, completed: i64) -> String {
        let month = self.month(month);
        match (self, accepted, completed) {
            (Lang::Zh, 0, 0) => format!("{month}，全县政务服务窗口没有受理和办结办件"),
            (Lang::Zh, _, _) => {
                format!("{month}，全县政务服务窗口共受理办件{accepted}件，办结{completed}件")
            }
            (Lang::En, 0, 0) => {
                format!("in {month} the windows of the region neither accepted nor completed any case")
            }
            (Lang::En, _, _) => format!(
                "in {month} the windows of the region accepted {} and completed {completed}",
                self.many(accepted, "件", "case", "cases")
            ),
        }
    }

    /// A label and its figure in a sentence: `按时办结率99.89%`, `on-time rate 99.89%`.
    pub fn rate_said(self, label: &str, figure: &str) -> String {
        match self {
            Lang::Zh => format!("{label}{}", figure.replace(' ', "")),
            Lang::En => format!("{} {figure}", lower(label)),
        }
    }

    /// Tickets of the month.
    pub fn bulletin_tickets(self, tickets: i64) -> String {
        self.counted(
            tickets,
            ["没有取号记录", "共取号{}个"],
            ["no queue ticket was taken", "1 queue ticket was taken", "{} queue tickets were taken"],
        )
    }

    /// Ratings of the month.
    pub fn bulletin_ratings(self, ratings: i64) -> String {
        self.counted(
            ratings,
            ["没有收到有效评价", "收到有效评价{}条"],
            [
                "no rating was received that counts",
                "1 rating was received that counts",
                "{} ratings were received that count",
            ],
        )
    }

    /// Bad ratings for which windows answer.
    pub fn bulletin_bad_ratings(self, bad: i64) -> String {
        self.counted(
            bad,
            ["没有核实有责的差评", "经核实有责的差评{}条"],
            [
                "windows answer for no bad rating",
                "windows answer for 1 bad rating",
                "windows answer for {} bad ratings",
            ],
        )
    }

    /// Complaints of the month.
    pub fn bulletin_complaints(self, received: i64, upheld: i64) -> Vec<String> {
        match (self, received, upheld) {
            (Lang::Zh, 0, 0) => vec!["没有收到投诉，也没有查实的投诉".to_owned()],
            (Lang::En, 0, 0) => vec!["no complaint was received and none upheld".to_owned()],
            (Lang::Zh, 0, _) => vec!["没有收到投诉".to_owned(), format!("查实此前收到的投诉{upheld}起")],
            (Lang::Zh, _, 0) => vec![format!("收到投诉{received}起"), "没有查实的投诉".to_owned()],
            (Lang::Zh, _, _) => vec![format!("收到投诉{received}起"), format!("查实{upheld}起")],
            (Lang::En, _, _) => {
                let received = match received {
                    0 => "no complaint was received".to_owned(),
                    1 => "1 complaint was received".to_owned(),
                    _ => format!("{received} complaints were received"),
                };
                let upheld = match upheld {
                    0 => "none was upheld".to_owned(),
                    1 => "1 was upheld".to_owned(),
                    _ => format!("{upheld} were upheld"),
                };
                vec![received, upheld]
            }
        }
    }

    /// Items of the departments.
    pub fn bulletin_items(self, items: i64) -> String {
        self.counted(
            items,
            ["登记册中没有政务服务事项", "纳入管理的政务服务事项{}项"],
            [
                "the registry holds no service item",
                "1 service item is registered",
                "{} service items are registered",
            ],
        )
    }

    /// How many windows are ranked, and their totals.
    pub fn bulletin_windows(self, field: &Field) -> String {
        let Field { ranked, totals } = field;
        match (self, totals) {
            (Lang::Zh, None) => "没有窗口参加排名".to_owned(),
            (Lang::En, None) => "no window is ranked".to_owned(),
            (Lang::Zh, Some((mean, most, least))) => {
                format!("参加排名的窗口{ranked}个，平均{mean}分，最高{most}分，最低{least}分")
            }
            (Lang::En, Some((mean, most, least))) => format!(
                "{}, mean {mean}, highest {most}, lowest {least}",
                match ranked {
                    1 => "1 window is ranked".to_owned(),
                    _ => format!("{ranked} windows are ranked"),
                }
            ),
        }
    }

    /// How many staff are ranked, and their totals.
    pub fn bulletin_staff(self, field: &Field) -> String {
        let Field { ranked, totals } = field;
        match (self, totals) {
            (Lang::Zh, None) => "没有工作人员参加排名".to_owned(),
            (Lang::En, None) => "no staff member is ranked".to_owned(),
            (Lang::Zh, Some((mean, most, least))) => {
                format!("参加排名的工作人员{ranked}名，平均{mean}分，最高{most}分，最低{least}分")
            }
            (Lang::En, Some((mean, most, least))) => format!(
                "{}, mean {mean}, highest {most}, lowest {least}",
                match ranked {
                    1 => "1 staff member is ranked".to_owned(),
                    _ => format!("{ranked} staff members are ranked"),
                }
            ),
        }
    }

    /// What a book took and gave.
    pub fn bulletin_sums(self, book: Word, deductions: (i64, Points), bonuses: (i64, Points)) -> String {
        let taken = match (self, deductions) {
            (Lang::Zh, (0, _)) => "没有扣分".to_owned(),
            (Lang::Zh, (lines, points)) => format!("扣分{lines}笔、{points}分"),
            (Lang::En, (0, _)) => "nothing taken".to_owned(),
            (Lang::En, (1, points)) => format!("{points} points taken in 1 line"),
            (Lang::En, (lines, points)) => format!("{points} points taken in {lines} lines"),
        };
        let given = match (self, bonuses) {
            (Lang::Zh, (0, _)) => "没有加分".to_owned(),
            (Lang::Zh, (lines, points)) => format!("加分{lines}笔、{points}分"),
            (Lang::En, (0, _)) => "nothing given".to_owned(),
            (Lang::En, (1, points)) => format!("{points} points given in 1 line"),
            (Lang::En, (lines, points)) => format!("{points} points given in {lines} lines"),
        };
        match self {
            Lang::Zh => format!("{}{taken}，{given}", book.zh),
            Lang::En => format!("{}: {taken}, {given}", book.en),
        }
    }

    /// A rate beside its target.
    pub fn against_target(self, label: &str, rate: Option<Rate>, target: Rate) -> String {
        let target_told = self.percent(target);
        match (self, rate) {
            (Lang::Zh, None) => format!("{label}（目标{target_told}）无可统计"),
            (Lang::Zh, Some(rate)) if rate < target => {
                format!("{label}{}，未达到{target_told}的目标", self.percent(rate))
            }
            (Lang::Zh, Some(rate)) => format!("{label}{}，达到{target_told}的目标", self.percent(rate)),
            (Lang::En, None) => {
                format!("{} (target {target_told}): nothing could be counted", lower(label))
            }
            (Lang::En, Some(rate)) if rate < target => {
                format!("{} {} misses the target of {target_told}", lower(label), self.percent(rate))
            }
            (Lang::En, Some(rate)) => {
                format!("{} {} reaches the target of {target_told}", lower(label), self.percent(rate))
            }
        }
    }
}
