//! Words of the feed quality sheet.
#![allow(missing_docs)] // Each label is its own explanation.

use crate::words::{Lang, Word};

pub const SOURCE: Word = Word::new("数据来源", "Source");
pub const ARRIVED: Word = Word::new("到达", "Arrived");
pub const REJECTED_SHARE: Word = Word::new("拒收比例", "Rejected share");
pub const SILENT_DAYS: Word = Word::new("无新数据的工作日", "Working days without anything new");
pub const PLAIN_APPLICANTS: Word =
    Word::new("申请人处误发证件号或电话", "Identity or telephone numbers sent as applicants");
pub const STREAMS: Word = Word::new("各类数据", "What came, by stream");
pub const STREAM: Word = Word::new("数据类别", "Stream");
pub const NEW: Word = Word::new("新事件", "New");
pub const AGAIN: Word = Word::new("重复", "Duplicate");
pub const REJECTED: Word = Word::new("拒收", "Rejected");
pub const LAG_MEAN: Word = Word::new("平均时延", "Mean lag");
pub const LAG_MAX: Word = Word::new("最长时延", "Longest lag");
pub const CODES: Word = Word::new("拒收原因和改法", "Why events were rejected, and the mend");
pub const CODE: Word = Word::new("代码", "Code");
pub const MEANING: Word = Word::new("含义", "What it means");
pub const MEND: Word = Word::new("改法", "The mend");
pub const LAGS: Word = Word::new("上报时延", "How late events came");
pub const LAG: Word = Word::new("发生到到达", "From event to arrival");
pub const EVENTS: Word = Word::new("事件数", "Events");
pub const SHARE: Word = Word::new("占比", "Share");
pub const SILENCES: Word = Word::new("中断", "Silences");
pub const SILENT_FROM: Word = Word::new("最后到达", "Last arrival");
pub const SILENT_TO: Word = Word::new("恢复", "Came again");
pub const STILL_SILENT: Word = Word::new("尚未恢复", "not yet");
pub const OFFICE_MINUTES: Word = Word::new("办公分钟", "Office minutes");
pub const LIMIT: Word = Word::new("限", "Limit");
pub const SIGNAL: Word = Word::new("线索", "Signal");
pub const MENDING: Word = Word::new("更正要求", "What is to be mended");
pub const NOTHING_CAME: Word = Word::new("本月没有收到新数据。", "Nothing new arrived this month.");
pub const NOTHING_REJECTED: Word = Word::new("本月没有拒收。", "Nothing was rejected this month.");
pub const NO_SILENCES: Word =
    Word::new("本月没有超过限度的中断。", "There was no silence beyond the limit this month.");
pub const NO_SIGNALS: Word =
    Word::new("本月没有发现与数据有关的线索。", "No signals about its data were found this month.");

pub const CODES_COUNTED: Word = Word::new(
    "这里同一原文只计一次；上表“拒收”按到达次数计。",
    "Here each text counts once; “rejected” above counts each time that it was sent.",
);
pub const LAGS_COUNTED: Word = Word::new(
    "接入之初补传的历史数据不计在内。",
    "What was brought in as history when the source was connected is left out.",
);

/// Everything that arrived.
pub fn arrived(lang: Lang, all: u64, accepted: u64, duplicates: u64, rejected: u64) -> String {
    match lang {
        Lang::Zh => format!("{all} 条：新 {accepted}，重复 {duplicates}，拒收 {rejected}"),
        Lang::En => format!("{all}: {accepted} new, {duplicates} duplicate, {rejected} rejected"),
    }
}

/// Days with how many they are.
pub fn days_named(lang: Lang, days: &[String]) -> String {
    match (lang, days.is_empty()) {
        (Lang::Zh, true) => "无".to_owned(),
        (Lang::En, true) => "none".to_owned(),
        (Lang::Zh, false) => format!("{} 天：{}", days.len(), lang.list(days)),
        (Lang::En, false) => format!("{}: {}", days.len(), lang.list(days)),
    }
}

/// Numbers that were sent as applicants since the service has counted.
pub fn plain_applicants(lang: Lang, events: u64, last: &str) -> String {
    match lang {
        Lang::Zh => format!("有统计以来 {events} 条，最近一条在 {last} 到达"),
        Lang::En => format!("{events} since the service has counted, the last on {last}"),
    }
}

/// `不超过 1 分钟`.
pub fn up_to(lang: Lang, time: &str) -> String {
    match lang {
        Lang::Zh => format!("不超过 {time}"),
        Lang::En => format!("up to {time}"),
    }
}

/// `超过 24 小时`.
pub fn longer_than(lang: Lang, time: &str) -> String {
    match lang {
        Lang::Zh => format!("超过 {time}"),
        Lang::En => format!("longer than {time}"),
    }
}

/// What the vendor is asked to do.
pub fn mending(lang: Lang, has_codes: bool, has_plain_applicants: bool) -> Vec<String> {
    let mut asked = Vec::new();
    let mut ask = |wanted: bool, zh: &str, en: &str| {
        if wanted {
            let number = asked.len() + 1;
            asked.push(match lang {
                Lang::Zh => format!("{number}.{zh}"),
                Lang::En => format!("{number}. {en}"),
            });
        }
    };
    ask(
        has_codes,
        "按“改法”一栏逐项更正；该栏没有另外说明的，重发时 id 不变。",
        "Mend each code as the table says; where it says nothing else, send again under the same id.",
    );
    ask(
        has_plain_applicants,
        "申请人一律发送不能还原的代号，不得发送证件号码和电话号码。",
        "Send pseudonyms that cannot be traced back as applicants, never identity or telephone numbers.",
    );
    ask(
        true,
        "核对各类数据的条数、时延和中断，有不符的查明原因。",
        "Check counts, lags and silences of each stream, and find the cause of what is not as it should be.",
    );
    ask(true, "更正后书面回复，写明更正时间。", "Answer in writing when it is mended, and since when.");
    asked
}
