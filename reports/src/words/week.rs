//! Words of the duty supervisor's weekly brief.
#![allow(missing_docs)] // Labels are their own explanation.

use super::{Lang, Word};
use scoring::points::Points;
use scoring::time::Date;

pub const CALLED: Word = Word::new("值班督查周报", "weekly-brief");
pub const DUTY_SUPERVISOR: Word = Word::new("值班长", "Duty supervisor");
pub const HEAD: Word = Word::new("督查科负责人", "Head of supervision");
pub const CHECKS: Word = Word::new("检查和考勤", "Checks and attendance");
pub const SERVICE: Word = Word::new("排队评价和办件", "Queue, ratings and cases");
pub const FOUND: Word = Word::new("检查记录", "What was recorded");
pub const DAY: Word = Word::new("日期", "Day");
pub const DUTY: Word = Word::new("记录人", "Recorded by");
pub const FINDINGS: Word = Word::new("检查扣分", "Findings");
pub const DEDUCTED: Word = Word::new("窗口扣分", "Points");
pub const MERITS: Word = Word::new("加分记录", "Merits");
pub const LATE: Word = Word::new("迟到", "Late");
pub const EARLY: Word = Word::new("早退", "Early");
pub const ABSENT: Word = Word::new("旷工半天", "Absent, half days");
pub const LEAVE: Word = Word::new("病事假半天", "Leave, half days");
pub const TAKEN: Word = Word::new("取号", "Tickets");
pub const SERVED: Word = Word::new("办理", "Served");
pub const ABANDONED: Word = Word::new("弃号", "Abandoned");
pub const RATINGS: Word = Word::new("评价", "Ratings");
pub const BAD: Word = Word::new("差评", "Bad");
pub const COMPLAINTS: Word = Word::new("投诉", "Complaints");
pub const ACCEPTED: Word = Word::new("受理", "Accepted");
pub const COMPLETED: Word = Word::new("办结", "Completed");
pub const STAFF_ID: Word = Word::new("人员编号", "Staff");
pub const NOTE: Word = Word::new("情况", "Seen");
pub const EFFECT: Word = Word::new("计分", "Counted");

impl Lang {
    /// `2026年第38周（9月14日至9月20日）`, `week 38 of 2026 (14 Sep to 20 Sep)`.
    pub fn week_written(self, year: i32, number: u32, from: Date, to: Date) -> String {
        let (from, to) = (self.date(from, year), self.date(to, year));
        match self {
            Lang::Zh => format!("{year}年第{number}周（{from}至{to}）"),
            Lang::En => format!("week {number} of {year} ({from} to {to})"),
        }
    }

    /// The week is not over.
    pub fn week_goes_on(self, as_of: &str) -> String {
        match self {
            Lang::Zh => format!("本周尚未结束，数据截至{as_of}。"),
            Lang::En => format!("The week is not over: data as of {as_of}."),
        }
    }

    /// What was found.
    pub fn week_found(self, findings: i64, deducted: Points, merits: i64) -> String {
        let findings = match (self, findings) {
            (Lang::Zh, 0) => "检查没有发现扣分问题".to_owned(),
            (Lang::Zh, _) => format!("检查发现扣分问题{findings}次，窗口共扣{deducted}分"),
            (Lang::En, 0) => "nothing was found that costs points".to_owned(),
            (Lang::En, 1) => format!("1 finding, which took {deducted} points from windows"),
            (Lang::En, _) => format!("{findings} findings, which took {deducted} points from windows"),
        };
        match (self, merits) {
            (Lang::Zh, 0) => format!("{findings}；没有加分记录"),
            (Lang::Zh, _) => format!("{findings}；加分记录{merits}次"),
            (Lang::En, 0) => format!("{findings}; no merits"),
            (Lang::En, 1) => format!("{findings}; 1 merit"),
            (Lang::En, _) => format!("{findings}; {merits} merits"),
        }
    }

    /// Late arrivals, early departures, absences and leave.
    pub fn week_attendance(self, [late, early, absent, leave]: [i64; 4]) -> String {
        let parts = [
            (late, self.many(late, "人次", "late arrival", "late arrivals"), "迟到"),
            (early, self.many(early, "人次", "early departure", "early departures"), "早退"),
            (absent, self.many(absent, "个半天", "half day absent", "half days absent"), "旷工"),
            (leave, self.many(leave, "个半天", "half day of leave", "half days of leave"), "病事假"),
        ];
        let told = parts.iter().filter(|(count, ..)| *count > 0).map(|(_, told, label)| match self {
            Lang::Zh => format!("{label}{told}"),
            Lang::En => told.clone(),
        });
        let told: Vec<String> = told.collect();
        match (self, told.is_empty()) {
            (Lang::Zh, true) => "考勤没有迟到、早退、旷工和病事假".to_owned(),
            (Lang::Zh, false) => format!("考勤有{}", told.join("、")),
            (Lang::En, true) => "attendance was full: nobody late, early, absent or on leave".to_owned(),
            (Lang::En, false) => format!("attendance: {}", told.join(", ")),
        }
    }

    /// The queue.
    pub fn week_queue(self, taken: i64, served: i64, abandoned: i64) -> String {
        match (self, taken, served, abandoned) {
            (Lang::Zh, 0, 0, 0) => "没有排队记录".to_owned(),
            (Lang::Zh, ..) => format!("取号{taken}个，办理{served}个，弃号{abandoned}个"),
            (Lang::En, 0, 0, 0) => "no tickets".to_owned(),
            (Lang::En, ..) => format!(
                "{} taken, {served} served, {abandoned} abandoned",
                self.many(taken, "个", "ticket", "tickets")
            ),
        }
    }

    /// Ratings and complaints.
    pub fn week_ratings(self, ratings: i64, bad: i64, complaints: i64) -> String {
        match self {
            Lang::Zh => format!("群众评价{ratings}条，其中差评{bad}条；收到投诉{complaints}起"),
            Lang::En => format!(
                "{}, {bad} of them bad; {} received",
                self.many(ratings, "条", "rating by people", "ratings by people"),
                self.many(complaints, "起", "complaint", "complaints")
            ),
        }
    }

    /// Cases.
    pub fn week_cases(self, accepted: i64, completed: i64) -> String {
        match self {
            Lang::Zh => format!("受理办件{accepted}件，办结{completed}件"),
            Lang::En => {
                format!("{} accepted, {completed} completed", self.many(accepted, "件", "case", "cases"))
            }
        }
    }

    /// Who recorded.
    pub fn week_duty(self, names: &[String]) -> String {
        match self {
            Lang::Zh => format!("记录人：{}", names.join("、")),
            Lang::En => format!("recorded by {}", names.join(", ")),
        }
    }

    /// A day that is no working day.
    pub fn day_off_marked(self, day: &str, is_working: bool) -> String {
        match (self, is_working) {
            (_, true) => day.to_owned(),
            (Lang::Zh, false) => format!("{day}（休）"),
            (Lang::En, false) => format!("{day} (off)"),
        }
    }

    /// Nothing was recorded.
    pub fn nothing_found(self) -> &'static str {
        self.say(Word::new("本周没有检查记录。", "Nothing was recorded this week."))
    }

    /// The duty supervisor remarks nothing.
    pub fn no_remark(self) -> &'static str {
        self.say(Word::new("值班长没有填写意见。", "The duty supervisor made no remark."))
    }
}
