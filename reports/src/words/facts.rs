//! Sentences about what a ledger entry rests on: cases, shares, swipes, leaves, ratings, complaints, fees, evaluations.

use super::{Lang, Word};
use scoring::points::Points;

/// A case as a sentence tells it; dates and times are written already.
pub struct CaseTold<'a> {
    /// The case's id.
    pub case: &'a str,
    /// The item's name.
    pub item: &'a str,
    /// When it was accepted.
    pub accepted: String,
    /// Whether on the green channel, which halves the limit.
    pub green_channel: bool,
    /// The limit in working days, extensions included.
    pub limit_workdays: u32,
    /// The working days that extensions added.
    pub extended_workdays: u32,
    /// From which date the limit began anew.
    pub restarted: Option<String>,
    /// Special procedures that stopped the clock: from, to if it ended, working days approved if they were said.
    pub suspensions: Vec<(String, Option<String>, Option<u32>)>,
    /// The due date.
    pub due: Option<String>,
    /// What became of it.
    pub end: EndTold,
}

/// What became of a case or share.
pub enum EndTold {
    /// Completed at a time, so many working days late.
    Completed(String, u32),
    /// Withdrawn at a time, so many working days late.
    Withdrawn(String, u32),
    /// Still open, so many working days late so far.
    Open(u32),
}

impl Lang {
    /// A whole case in two lines: accepted and limit with what moved it; due, and what became of it.
    pub fn case(self, told: &CaseTold<'_>) -> [String; 2] {
        let CaseTold { case, item, accepted, green_channel, limit_workdays, extended_workdays, .. } = told;
        let limit = match (self, *limit_workdays) {
            (Lang::Zh, 0) => "承诺当日办结".to_owned(),
            (Lang::En, 0) => "promised for the same day".to_owned(),
            (Lang::Zh, days) => format!("承诺 {}", self.workdays(days)),
            (Lang::En, days) => format!("promised in {}", self.workdays(days)),
        };
        let mut parts = match self {
            Lang::Zh => vec![format!("办件 {case} {item}：{accepted} 受理"), limit],
            Lang::En => vec![format!("case {case} {item}: accepted {accepted}"), limit],
        };
        let mut add = |holds: bool, zh: String, en: String| {
            if holds {
                parts.push(if self == Lang::Zh { zh } else { en });
            }
        };
        add(*green_channel, "绿色通道减半".into(), "halved on the green channel".into());
        let days = self.workdays(*extended_workdays);
        add(*extended_workdays > 0, format!("含延期 {days}"), format!("{days} of it by extension"));
        let restart = told.restarted.clone().unwrap_or_default();
        add(
            told.restarted.is_some(),
            format!("补正后自 {restart} 重新计时"),
            format!("begun anew on {restart} after a supplement"),
        );
        parts.extend(
            told.suspensions
                .iter()
                .map(|(from, to, approved)| self.suspension(from, to.as_deref(), *approved)),
        );
        let end = self.end(&told.end, Word::new("办结", "completed"));
        let outcome = match (self, &told.due) {
            (_, None) => end,
            (Lang::Zh, Some(due)) => format!("应于 {due} 前（含当日）办结，{end}"),
            (Lang::En, Some(due)) => format!("due {due}, {end}"),
        };
        [parts.join(self.say(Word::new("，", ", "))), outcome]
    }

    /// A special procedure, whose approved days do not count.
    fn suspension(self, from: &str, to: Option<&str>, approved: Option<u32>) -> String {
        let to = to.unwrap_or(self.say(Word::new("今", "now")));
        let approved = match (self, approved) {
            (_, None) => String::new(),
            (Lang::Zh, Some(days)) => format!("（批准 {}）", self.workdays(days)),
            (Lang::En, Some(days)) => format!(" ({} approved)", self.workdays(days)),
        };
        match self {
            Lang::Zh => format!("特别程序 {from} 至 {to}{approved}不计"),
            Lang::En => format!("special procedure {from} to {to}{approved} not counted"),
        }
    }

    /// A department's share of a joint case.
    pub fn share(
        self,
        case: &str,
        department: &str,
        assigned: &str,
        workdays: u32,
        due: &str,
        end: &EndTold,
    ) -> String {
        let end = self.end(end, Word::new("完成", "completed"));
        let days = match (self, workdays) {
            (Lang::Zh, 0) => "限当日完成".to_owned(),
            (Lang::En, 0) => "for the same day".to_owned(),
            (Lang::Zh, days) => format!("限 {}", self.workdays(days)),
            (Lang::En, days) => self.workdays(days),
        };
        match self {
            Lang::Zh => format!(
                "联办 {case}：{department}的份额，{assigned} 交办，{days}，应于 {due} 前（含当日）完成，{end}"
            ),
            Lang::En => format!(
                "joint case {case}: share of {department}, assigned {assigned}, {days}, due {due}, {end}"
            ),
        }
    }

    fn end(self, end: &EndTold, done: Word) -> String {
        let late = |days: u32| match (self, days) {
            (_, 0) => String::new(),
            (Lang::Zh, days) => format!("，超期 {}", self.workdays(days)),
            (Lang::En, days) => format!(", {} late", self.workdays(days)),
        };
        match (self, end) {
            (Lang::Zh, EndTold::Completed(at, days)) => format!("{at} {}{}", done.zh, late(*days)),
            (Lang::En, EndTold::Completed(at, days)) => format!("{} {at}{}", done.en, late(*days)),
            (Lang::Zh, EndTold::Withdrawn(at, days)) => format!("{at} 撤回{}", late(*days)),
            (Lang::En, EndTold::Withdrawn(at, days)) => format!("withdrawn {at}{}", late(*days)),
            (Lang::Zh, EndTold::Open(days)) => format!("至今未{}{}", done.zh, late(*days)),
            (Lang::En, EndTold::Open(days)) => format!("still not {}{}", done.en, late(*days)),
        }
    }

    /// A case that something else names.
    pub fn case_named(self, case: &str, item: Option<&str>) -> String {
        format!(
            "{} {case}{}",
            self.say(Word::new("办件", "case")),
            item.map_or(String::new(), |item| format!(" {item}"))
        )
    }

    /// Arrived after the session's start.
    pub fn late(self, session: &str, swiped: &str, start: &str, by: &str) -> String {
        match self {
            Lang::Zh => format!("{session} {swiped} 打卡到岗，应于 {start} 到岗，迟到 {by}"),
            Lang::En => format!("{session}: swiped in {swiped}, expected {start}, late by {by}"),
        }
    }

    /// Left before the session's end.
    pub fn early_leave(self, session: &str, swiped: &str, end: &str, by: &str) -> String {
        match self {
            Lang::Zh => format!("{session} {swiped} 打卡离岗，应于 {end} 离岗，早退 {by}"),
            Lang::En => format!("{session}: swiped out {swiped}, expected {end}, early by {by}"),
        }
    }

    /// No swipe for a session.
    pub fn absent(self, session: &str, start: &str, end: &str) -> String {
        match self {
            Lang::Zh => format!("{session}（{start} 至 {end}）没有打卡，也没有请假"),
            Lang::En => format!("{session} ({start} to {end}): no swipe and no leave"),
        }
    }

    /// A session on leave.
    pub fn on_leave(self, session: &str, kind: &str, from: &str, to: &str) -> String {
        match self {
            Lang::Zh => format!("{session}{kind}（假期自 {from} 至 {to}）"),
            Lang::En => format!("{session} on {kind} (from {from} to {to})"),
        }
    }

    /// A recorded finding or merit.
    pub fn recorded(self, what: Word, id: &str, count: u8) -> String {
        let times = match (self, count) {
            (_, 1) => String::new(),
            (Lang::Zh, count) => format!("，{count} 次"),
            (Lang::En, count) => format!(", {count} times"),
        };
        format!("{} {id}{times}", self.say(what))
    }

    /// A bad rating that was verified.
    pub fn rating(
        self,
        rating: &str,
        level: &str,
        submitted: &str,
        verified: &str,
        responsible: &str,
    ) -> String {
        match self {
            Lang::Zh => {
                format!("评价 {rating}：{submitted} 评为{level}，{verified} 核实有效，责任在{responsible}")
            }
            Lang::En => format!(
                "rating {rating}: {level}, submitted {submitted}, verified {verified}, {responsible} responsible"
            ),
        }
    }

    /// A complaint that was upheld.
    pub fn complaint(self, complaint: &str, received: &str, resolved: &str) -> String {
        match self {
            Lang::Zh => format!("投诉 {complaint}：{received} 收到，{resolved} 查实"),
            Lang::En => format!("complaint {complaint}: received {received}, upheld {resolved}"),
        }
    }

    /// A charge against the lawful fee.
    pub fn charge(self, item: &str, amount: &str, lawful: Option<&str>, elsewhere: bool) -> String {
        let place = match (self, elsewhere) {
            (_, false) => "",
            (Lang::Zh, true) => "，在大厅以外收取",
            (Lang::En, true) => ", taken outside the hall",
        };
        match (self, lawful) {
            (Lang::Zh, Some(lawful)) => format!("{item}：收费 {amount}，标准 {lawful}{place}"),
            (Lang::Zh, None) => format!("{item}：收费 {amount}，该事项不收费{place}"),
            (Lang::En, Some(lawful)) => format!("{item}: charged {amount}, lawful {lawful}{place}"),
            (Lang::En, None) => format!("{item}: charged {amount}, no fee is lawful{place}"),
        }
    }

    /// Peer marks that are among the highest.
    pub fn peer_marks(self, marks: Points, people: usize, places: usize) -> String {
        match (self, people) {
            (Lang::Zh, 0 | 1) => format!("互评 {marks} 分，在前 {places} 名之内（并列计入）"),
            (Lang::Zh, _) => format!("窗口 {people} 人互评合计 {marks} 分，在前 {places} 名之内（并列计入）"),
            (Lang::En, 0 | 1) => format!("peer marks {marks}, among the {places} highest (ties included)"),
            (Lang::En, _) => format!(
                "peer marks of {people} people together {marks}, among the {places} highest (ties included)"
            ),
        }
    }

    /// Every working day of the month attended.
    pub fn full_attendance(self, workdays: u32) -> String {
        match self {
            Lang::Zh => format!("全月 {}均按时到岗离岗", self.workdays(workdays)),
            Lang::En => format!("there and on time on all {}", self.workdays(workdays)),
        }
    }

    /// The window of the red flag.
    pub fn model_window(self, window: &str) -> String {
        match self {
            Lang::Zh => format!("{window} 为本月红旗窗口"),
            Lang::En => format!("{window} flies the red flag this month"),
        }
    }

    /// The month's evaluation.
    pub fn evaluation(self, center: Points, peers: Points, grade: &str, kept: Points) -> String {
        let mean = mean_text(center, peers);
        match self {
            Lang::Zh => format!("中心评分 {center}，互评 {peers}，平均 {mean}，等次{grade}，得 {kept} 分"),
            Lang::En => format!("center {center}, peers {peers}, mean {mean}, grade {grade}: {kept} points"),
        }
    }
}

/// The mean of two marks, to the half hundredth that it can have.
fn mean_text(center: Points, peers: Points) -> String {
    let sum = center + peers;
    let mean = Points(sum.0.div_euclid(2)).to_string();
    if sum.0 % 2 == 0 { mean } else { format!("{}.{:02}5", sum.0 / 200, sum.0 / 2 % 100) }
}

#[cfg(test)]
mod tests {
    use super::mean_text;
    use scoring::points::Points;

    #[test]
    fn a_mean_is_told_exactly() {
        assert_eq!(mean_text(Points(8_000), Points(8_100)), "80.5");
        assert_eq!(mean_text(Points(8_005), Points(8_000)), "80.025");
        assert_eq!(mean_text(Points(8_010), Points(8_000)), "80.05");
    }
}
