//! What is said of feeds: a source that is silent, sends rubbish, or was never heard.

use super::Lang;
use scoring::rates::Rate;

/// A silence, as it is told.
pub struct SilenceTold {
    /// The source's name and id.
    pub source: String,
    /// Since when, in this language.
    pub since: String,
    /// Office minutes of it.
    pub office_minutes: u32,
    /// How many there may be.
    pub minutes_max: u32,
}

/// Rejected events of a day, as they are told.
pub struct RubbishTold {
    /// The source's name and id; none where nobody can tell whose they are.
    pub source: Option<String>,
    /// The day, in this language.
    pub day: String,
    /// How many were rejected.
    pub rejected: u64,
    /// Of how many that arrived.
    pub arrived: u64,
    /// Their share.
    pub share: Rate,
}

impl Lang {
    /// Nothing arrives any more, and what to do.
    pub fn feed_silent(self, told: &SilenceTold) -> String {
        let SilenceTold { source, since, office_minutes, minutes_max } = told;
        match self {
            Lang::Zh => format!(
                "{source} 自 {since} 起没有数据，已中断 {office_minutes} 个办公分钟（限 {minutes_max} 分钟）。\
                 请检查当地系统、网络和令牌。"
            ),
            Lang::En => format!(
                "nothing has arrived from {source} since {since}: {office_minutes} office minutes of silence, the limit is \
                 {minutes_max}. Check its system, the network and the token."
            ),
        }
    }

    /// Nothing has ever arrived though people work there.
    pub fn feed_never_heard(self, source: &str) -> String {
        match self {
            Lang::Zh => format!(
                "{source} 的窗口有人在岗，但从未收到任何数据；其办件和考勤现在都看不到。请接入，或在登记册中注明。"
            ),
            Lang::En => format!(
                "windows of {source} are staffed, but nothing has ever arrived from it; its cases and attendance cannot be \
                 seen. Connect it, or mend the registry."
            ),
        }
    }

    /// Too much of what arrived was rejected, and where to look.
    pub fn feed_rubbish(self, told: &RubbishTold) -> String {
        let RubbishTold { source, day, rejected, arrived, share } = told;
        let share = self.percent(*share);
        match (self, source) {
            (Lang::Zh, Some(source)) => format!(
                "{source} {day}到达 {arrived} 条，{rejected} 条被拒收（{share}）。原因和改法见“拒收事件”。"
            ),
            (Lang::Zh, None) => {
                format!("{day}有 {rejected} 条来源不明的数据被拒收。原因和改法见“拒收事件”。")
            }
            (Lang::En, Some(source)) => format!(
                "{rejected} of {arrived} events that arrived from {source} on {day} were rejected ({share}). The rejected events \
                 say why and how to mend them."
            ),
            (Lang::En, None) => format!(
                "{rejected} events of nobody knows whom were rejected on {day}. The rejected events say why and how to mend them."
            ),
        }
    }
}
