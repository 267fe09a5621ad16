//! Sentences about where a subject stands: total, rank, flags, margins, and why.

use super::{Lang, Word};
use scoring::points::Points;

/// What makes a window one that people are not satisfied with.
pub enum Strike {
    /// A total of the line or less.
    Total {
        /// The line.
        line: Points,
    },
    /// So many complaints upheld.
    Complaints {
        /// How many.
        upheld: i64,
        /// From how many on.
        line: u32,
        /// Which.
        ids: Vec<String>,
    },
    /// A broken ban: kind, day and who.
    Ban(String),
    /// Another finding that strikes by itself.
    Grave(String),
}

impl Lang {
    /// The total and what makes it.
    pub fn total(self, total: Points, categories: Points, bonus: Points) -> String {
        match self {
            Lang::Zh => format!("{total} 分 = 各项 {categories} + 加分 {bonus}"),
            Lang::En => format!("{total} points = categories {categories} + bonus {bonus}"),
        }
    }

    /// The rank of how many, and with whom it is shared.
    pub fn ranked(self, rank: u32, of: usize, among: Word, sharing: &[String]) -> String {
        let among = self.say(among);
        let shared = if sharing.is_empty() { String::new() } else { self.list(sharing) };
        match (self, sharing.is_empty()) {
            (Lang::Zh, true) => format!("第 {rank} 名，共 {of} {among}参加排名"),
            (Lang::Zh, false) => format!("第 {rank} 名（与 {shared} 并列），共 {of} {among}参加排名"),
            (Lang::En, true) => format!("{rank} of {of} {among} ranked"),
            (Lang::En, false) => format!("{rank} (shared with {shared}) of {of} {among} ranked"),
        }
    }

    /// Not ranked: the site does not take part.
    pub fn site_unranked(self, site: &str, kind: &str) -> String {
        match self {
            Lang::Zh => format!("不排名：{site}是{kind}，只有政务大厅和分中心参加排名"),
            Lang::En => format!("not ranked: {site} is a {kind}; only halls and sub-centers are ranked"),
        }
    }

    /// Not ranked: too few days there.
    pub fn days_unranked(self, held: usize, needed: usize) -> String {
        match self {
            Lang::Zh => format!("不排名：在岗 {held} 个工作日，不足 {needed} 个"),
            Lang::En => format!("not ranked: staffed on {held} working days, fewer than {needed}"),
        }
    }

    /// The red flag, and why.
    pub fn red(self, flag: &str, rank_max: u32) -> String {
        match self {
            Lang::Zh => format!("{flag}：名次在前 {rank_max} 名，且不是群众不满意窗口"),
            Lang::En => format!("{flag}: rank {rank_max} or better, and no dissatisfied window"),
        }
    }

    /// The yellow flag, why, and which of the year it is.
    pub fn yellow(self, flag: &str, of_year: usize) -> String {
        match self {
            Lang::Zh => format!("{flag}：排名最后（据现有各月，今年第 {of_year} 次）"),
            Lang::En => {
                format!("{flag}: last of the ranking (number {of_year} this year, by the months known)")
            }
        }
    }

    /// No red flag in spite of the rank.
    pub fn red_withheld(self, rank_max: u32) -> String {
        match self {
            Lang::Zh => format!("无：名次在前 {rank_max} 名，但为群众不满意窗口，不授红旗"),
            Lang::En => {
                format!("none: rank {rank_max} or better, but a dissatisfied window gets no red flag")
            }
        }
    }

    /// Why a window is dissatisfied.
    pub fn strike(self, strike: &Strike) -> String {
        match (self, strike) {
            (Lang::Zh, Strike::Total { line }) => format!("总分在 {line} 分以下（含）"),
            (Lang::En, Strike::Total { line }) => format!("total of {line} or less"),
            (Lang::Zh, Strike::Complaints { upheld, line, ids }) => {
                format!("本月 {upheld} 起投诉查实（{line} 起即列入）：{}", self.list(ids))
            }
            (Lang::En, Strike::Complaints { upheld, line, ids }) => {
                format!("{upheld} complaints upheld in the month ({line} are enough): {}", self.list(ids))
            }
            (Lang::Zh, Strike::Ban(what)) => format!("违反工作禁令：{what}"),
            (Lang::En, Strike::Ban(what)) => format!("broke a ban: {what}"),
            (Lang::Zh, Strike::Grave(what)) => format!("一次即列入：{what}"),
            (Lang::En, Strike::Grave(what)) => format!("once is enough: {what}"),
        }
    }

    /// How much is lacking to a line or another subject.
    pub fn behind(self, points: Points, whom: &str) -> String {
        match self {
            Lang::Zh => format!("差 {points} 分（{whom}）"),
            Lang::En => format!("{points} points behind ({whom})"),
        }
    }

    /// How much is to spare above a line or another subject.
    pub fn ahead(self, points: Points, whom: &str) -> String {
        match self {
            Lang::Zh => format!("高 {points} 分（{whom}）"),
            Lang::En => format!("{points} points ahead ({whom})"),
        }
    }

    /// Equal totals: what decided.
    pub fn tie_broken(self, by: &str, own: &str, other: &str, whom: &str) -> String {
        match self {
            Lang::Zh => format!("总分相同，按{by}定先后：本窗口 {own}，对方 {other}（{whom}）"),
            Lang::En => format!("same total; what decides is {by}: {own} here, {other} there ({whom})"),
        }
    }

    /// A neighbour in the ranking with its total.
    pub fn neighbour(self, rank: u32, who: &str, total: Points) -> String {
        match self {
            Lang::Zh => format!("第 {rank} 名 {who}，{total} 分"),
            Lang::En => format!("rank {rank} {who}, {total}"),
        }
    }

    /// A line that a total is measured against.
    pub fn line(self, line: Points) -> String {
        match self {
            Lang::Zh => format!("{line} 分及以下即列入"),
            Lang::En => format!("{line} or less"),
        }
    }

    /// `截至 2026年10月1日 00:00`, `as of 00:00 on …`.
    pub fn as_of(self, moment: &str) -> String {
        match self {
            Lang::Zh => format!("截至 {moment}"),
            Lang::En => format!("as of {moment}"),
        }
    }

    /// Whether a month is over.
    pub fn month_state(self, is_over: bool) -> &'static str {
        self.say(if is_over {
            Word::new("本月已结束", "month over")
        } else {
            Word::new("进行中，结果暂定", "month in progress, results provisional")
        })
    }

    /// The rulebook and its version.
    pub fn rulebook(self, title: &str, id: &str, version: &str) -> String {
        match self {
            Lang::Zh => format!("{title}（{id} 第 {version} 版）"),
            Lang::En => format!("{title} ({id}, version {version})"),
        }
    }
}
