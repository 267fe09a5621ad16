//! Why a month cannot be closed, reissued or compared, said so that a person can act on it.

use ingest::store::StoreError;
use reports::changes::Unreadable;
use reports::words::Lang;
use scoring::time::{Date, Month};
use std::fmt;

/// Why something could not be done with a month.
#[derive(Debug)]
pub enum MonthError {
    /// The first working day after it has not come.
    TooEarly {
        /// The month.
        month: Month,
        /// That day.
        from: Date,
    },
    /// An earlier month with events is still open.
    CloseFirst {
        /// The month.
        month: Month,
        /// The earlier one.
        first: Month,
    },
    /// It is closed.
    ClosedAlready {
        /// The month.
        month: Month,
        /// Its newest version.
        version: u32,
    },
    /// It lies before the open months and was never closed.
    NotOpen {
        /// The month.
        month: Month,
        /// The first open one.
        first: Month,
    },
    /// It was never closed.
    NotClosed {
        /// The month.
        month: Month,
    },
    /// It has no such version.
    NoVersion {
        /// The month.
        month: Month,
        /// The version asked for.
        version: u32,
        /// The newest there is.
        newest: u32,
    },
    /// Nothing is different from the newest version.
    NothingChanged {
        /// The month.
        month: Month,
        /// The newest version.
        version: u32,
    },
    /// It is not over yet, so its results cannot be put up for objections.
    NoticeTooEarly {
        /// The month.
        month: Month,
        /// The day from which they can.
        from: Date,
    },
    /// Its results are put up already, and nothing was reissued since.
    NoticeGiven {
        /// The month.
        month: Month,
        /// The last day for an appeal.
        until: Date,
    },
    /// Its newest version is published.
    PublishedAlready {
        /// The month.
        month: Month,
        /// The version.
        version: u32,
    },
    /// The check list still has something, and no reason is given to close the month all the same.
    StillOpen {
        /// The month.
        month: Month,
        /// How many lines.
        lines: usize,
    },
    /// Nobody is named as the one who does it, or at too great a length.
    WithoutName,
    /// No reason is given.
    WithoutReason,
    /// The store could not be read or written.
    Store(StoreError),
    /// What was published cannot be read back.
    Unreadable(Unreadable),
}

impl MonthError {
    /// The error in one language.
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    fn zh(&self) -> String {
        match self {
            MonthError::TooEarly { month, from } => {
                format!("{month} 要到其后第一个工作日 {from} 才能关账：月末的通知在那一天产生")
            }
            MonthError::CloseFirst { month, first } => {
                format!("关账 {month} 之前请先关账 {first}：较早的月份有事件且尚未关账")
            }
            MonthError::ClosedAlready { month, version } => format!(
                "{month} 已经关账，现为第 {version} 版；其后的变化用 `flagpost diff` 查看，用 `flagpost reissue` 重新公布"
            ),
            MonthError::NotOpen { month, first } => format!(
                "{month} 不在开放的月份之内，最早的开放月份是 {first}；更早的月份可用 `flagpost export` 和 `flagpost score` 计分"
            ),
            MonthError::NotClosed { month } => {
                format!("{month} 尚未关账；`flagpost months` 列出各月状态")
            }
            MonthError::NoVersion { month, version, newest } => {
                format!("{month} 没有第 {version} 版，现有第 1 至 {newest} 版")
            }
            MonthError::NothingChanged { month, version } => {
                format!("{month} 与第 {version} 版相比没有变化，不必重新公布")
            }
            MonthError::NoticeTooEarly { month, from } => {
                format!("{month} 要到其后第一个工作日 {from} 才能公示：月末的通知在那一天产生")
            }
            MonthError::NoticeGiven { month, until } => {
                format!("{month} 已经公示，申诉截止 {until}；重新公布之后可以再次公示")
            }
            MonthError::PublishedAlready { month, version } => {
                format!("{month} 第 {version} 版已经发布；重新公布之后可以再次发布")
            }
            MonthError::StillOpen { month, lines } => {
                format!("{month} 结算前检查还有 {lines} 项未处理；请先处理，或写明仍然关账的理由")
            }
            MonthError::WithoutName => "请写明由谁办理，1 至 64 个字".to_owned(),
            MonthError::WithoutReason => "重新公布须写明原因".to_owned(),
            MonthError::Store(error) => error.to_string(),
            MonthError::Unreadable(error) => error.to_string(),
        }
    }

    fn en(&self) -> String {
        match self {
            MonthError::TooEarly { month, from } => format!(
                "{month} can be closed from {from} on, the first working day after it: its end's notices are of that day"
            ),
            MonthError::CloseFirst { month, first } => {
                format!("close {first} first: it comes before {month}, has events and is open")
            }
            MonthError::ClosedAlready { month, version } => format!(
                "{month} is closed, its newest version is {version}; `flagpost diff` shows what changed since, \
                 `flagpost reissue` publishes it"
            ),
            MonthError::NotOpen { month, first } => format!(
                "{month} is not open, the first open month is {first}; `flagpost export` and `flagpost score` score \
                 earlier ones"
            ),
            MonthError::NotClosed { month } => {
                format!("{month} was never closed; `flagpost months` lists the months")
            }
            MonthError::NoVersion { month, version, newest } => {
                format!("{month} has no version {version}; it has 1 to {newest}")
            }
            MonthError::NothingChanged { month, version } => {
                format!("nothing changed in {month} since version {version}, so there is nothing to reissue")
            }
            MonthError::NoticeTooEarly { month, from } => format!(
                "{month} can be put up for objections from {from} on, the first working day after it: its end's notices are of that day"
            ),
            MonthError::NoticeGiven { month, until } => format!(
                "{month} is put up for objections already, one may appeal until {until}; after a reissue it can be put up again"
            ),
            MonthError::PublishedAlready { month, version } => {
                format!(
                    "version {version} of {month} is published already; after a reissue it can be published again"
                )
            }
            MonthError::StillOpen { month, lines } => format!(
                "the check list of {month} still has {lines} open lines: settle them, or say why the month is closed all the same"
            ),
            MonthError::WithoutName => "say who does it, in 1 to 64 characters".to_owned(),
            MonthError::WithoutReason => "a reissue needs a reason".to_owned(),
            MonthError::Store(error) => error.to_string(),
            MonthError::Unreadable(error) => error.to_string(),
        }
    }
}

impl fmt::Display for MonthError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // What the store says is in both languages already.
            MonthError::Store(_) | MonthError::Unreadable(_) => out.write_str(&self.en()),
            MonthError::TooEarly { .. }
            | MonthError::CloseFirst { .. }
            | MonthError::ClosedAlready { .. }
            | MonthError::NotOpen { .. }
            | MonthError::NotClosed { .. }
            | MonthError::NoVersion { .. }
            | MonthError::NothingChanged { .. }
            | MonthError::NoticeTooEarly { .. }
            | MonthError::NoticeGiven { .. }
            | MonthError::PublishedAlready { .. }
            | MonthError::StillOpen { .. }
            | MonthError::WithoutName
            | MonthError::WithoutReason => write!(out, "{} / {}", self.zh(), self.en()),
        }
    }
}

impl std::error::Error for MonthError {}

impl From<StoreError> for MonthError {
    fn from(error: StoreError) -> MonthError {
        MonthError::Store(error)
    }
}

impl From<Unreadable> for MonthError {
    fn from(error: Unreadable) -> MonthError {
        MonthError::Unreadable(error)
    }
}
