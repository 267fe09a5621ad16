//! Numbers as people read them: points with their sign, shares in per cent, times in minutes.

use super::{Lang, Word};
use scoring::points::Points;
use scoring::rates::Rate;

/// Points with their sign, a true minus: `−5.0`, `+2.0`, `0.0`.
pub fn signed(points: Points) -> String {
    match points.0 {
        0 => points.to_string(),
        1.. => format!("+{points}"),
        _ => format!("−{}", -points),
    }
}

impl Lang {
    /// `63.0 分`, `63.0 points`.
    pub fn points(self, points: Points) -> String {
        match self {
            Lang::Zh => format!("{points} 分"),
            Lang::En => format!("{points} points"),
        }
    }

    /// A share in per cent with the two places that ranking compares.
    pub fn percent(self, rate: Rate) -> String {
        let (sign, value) = if rate.0 < 0 { ("−", -rate.0) } else { ("", rate.0) };
        format!("{sign}{}.{:02}%", value / 100, value % 100)
    }

    /// `17 分钟 12 秒`, `17 min 12 s`.
    pub fn duration(self, seconds: i64) -> String {
        let units = [
            (seconds / 3600, Word::new("小时", "h")),
            (seconds / 60 % 60, Word::new("分钟", "min")),
            (seconds % 60, Word::new("秒", "s")),
        ];
        let told = units.iter().filter(|(count, _)| *count != 0);
        let parts: Vec<String> = told.map(|&(count, unit)| format!("{count} {}", self.say(unit))).collect();
        if parts.is_empty() { format!("0 {}", self.say(Word::new("秒", "s"))) } else { parts.join(" ") }
    }

    /// `3 个工作日`, `3 working days`.
    pub fn workdays(self, days: u32) -> String {
        match self {
            Lang::Zh => format!("{days} 个工作日"),
            Lang::En if days == 1 => "1 working day".to_owned(),
            Lang::En => format!("{days} working days"),
        }
    }

    /// `第 2 名`, `rank 2`.
    pub fn rank(self, rank: u32) -> String {
        match self {
            Lang::Zh => format!("第 {rank} 名"),
            Lang::En => format!("rank {rank}"),
        }
    }

    /// Cents as yuan: `50.00 元`, `50.00 yuan`.
    pub fn yuan(self, cents: u64) -> String {
        format!("{}.{:02} {}", cents / 100, cents % 100, self.say(Word::new("元", "yuan")))
    }

    /// `12 起投诉`, `1 case`: so many of something, as a note to a figure.
    pub fn count(self, count: i64, what: Word) -> String {
        format!("{count} {}", self.say(what))
    }
}

#[cfg(test)]
mod tests {
    use super::{Lang, signed};
    use scoring::points::Points;
    use scoring::rates::Rate;

    #[test]
    fn figures_read_as_they_are_spoken() {
        assert_eq!([signed(Points(-50)), signed(Points(200)), signed(Points(0))], ["−0.5", "+2.0", "0.0"]);
        assert_eq!(Lang::Zh.percent(Rate(9_531)), "95.31%");
        assert_eq!(Lang::Zh.percent(Rate(-50)), "−0.50%");
        assert_eq!(Lang::Zh.duration(1_032), "17 分钟 12 秒");
        assert_eq!(Lang::En.duration(3_600), "1 h");
        assert_eq!(Lang::En.duration(0), "0 s");
        assert_eq!(Lang::Zh.yuan(5_005), "50.05 元");
    }
}
