//! What is said of documents that the schedule makes by itself.

use super::Lang;
use crate::papers::Kind;

impl Lang {
    /// `2026年9月月度通报（草稿）`, `Monthly bulletin, September 2026 (draft)`: a document of a period, and what it is made of.
    pub fn scheduled(self, kind: Kind, period: &str, version: Option<u32>) -> String {
        let name = kind.name(self);
        match (self, version) {
            (Lang::Zh, None) => format!("{period}{name}（草稿）"),
            (Lang::Zh, Some(version)) => format!("{period}{name}（第 {version} 版）"),
            (Lang::En, None) => format!("{name}, {period} (draft)"),
            (Lang::En, Some(version)) => format!("{name}, {period} (version {version})"),
        }
    }

    /// Of what it is made, and what may change of it.
    pub fn scheduled_state(self, version: Option<u32>, as_of: &str) -> String {
        match (self, version) {
            (Lang::Zh, None) => {
                format!(
                    "草稿，数据截至{as_of}；其中标“待确认”的红旗、黄旗和处理建议尚待确认，须以确认后的结果为准"
                )
            }
            (Lang::Zh, Some(version)) => format!("按已关账的第 {version} 版制作，数据截至{as_of}"),
            (Lang::En, None) => format!(
                "a draft, of data as of {as_of}; flags and consequences that it marks as awaiting confirmation are still to be confirmed"
            ),
            (Lang::En, Some(version)) => {
                format!("of version {version} of the closed month, of data as of {as_of}")
            }
        }
    }

    /// That a document could not be made.
    pub fn schedule_failed(self, what: &str, why: &str) -> String {
        match self {
            Lang::Zh => format!(
                "系统未能按时制作{what}：{why}。系统会继续重试；请查看服务日志，也可在当月“通报与考核表”页面手动制作"
            ),
            Lang::En => format!(
                "The service could not make this on time: {what}: {why}. It goes on trying; look at the service's log, or have it made by \
                 hand at the month's page of documents"
            ),
        }
    }

    /// That a document was begun so often on a day, and the program ended each time.
    pub fn schedule_left(self, what: &str, times: u32) -> String {
        match self {
            Lang::Zh => format!(
                "今天 {times} 次制作{what}时程序都中断了。为保证服务运行，今天不再制作，明天再试。手动制作也可能使服务重启；请先更新程序，\
                 并把服务日志交给开发者"
            ),
            Lang::En => format!(
                "The program ended each of the {times} times that it began to make this today: {what}. So that the service stays up, it is \
                 left until tomorrow. Made by hand it may end the service too: update the program first, and give the service's log to \
                 its developers"
            ),
        }
    }

    /// The heading of documents among other notices.
    pub fn papers_heading(self, count: usize) -> String {
        match self {
            Lang::Zh => format!("文件（{count} 份）"),
            Lang::En => format!("Documents ({count})"),
        }
    }
}
