//! Words of charts, and the sentences that say the same as they.
#![allow(missing_docs)] // Each is its own explanation.

use super::{Lang, Word};
use crate::changes::published::Level;
use crate::charts::Chart;
use scoring::points::Points;
use scoring::rates::Rate;
use scoring::time::Month;

pub const NOTHING: Word = Word::new("没有数据", "Nothing to show");
pub const CUMULATED: Word = Word::new("累计占比", "Share up to here");
pub const POINTS: Word = Word::new("分", "points");

const WEEKDAYS: [Word; 7] = [
    Word::new("周一", "Mon"),
    Word::new("周二", "Tue"),
    Word::new("周三", "Wed"),
    Word::new("周四", "Thu"),
    Word::new("周五", "Fri"),
    Word::new("周六", "Sat"),
    Word::new("周日", "Sun"),
];

impl Lang {
    /// What kind of chart it is.
    pub fn chart_name(self, chart: &Chart) -> &'static str {
        self.say(match chart {
            Chart::Stacked { .. } => Word::new("得分构成", "Totals by category"),
            Chart::Trend { .. } => Word::new("得分走势", "Trend of totals"),
            Chart::AgainstTarget { .. } => Word::new("与目标对照", "Against the target"),
            Chart::Heat { .. } => Word::new("等候时间分布", "Waiting by weekday and hour"),
            Chart::Distribution { .. } => Word::new("办件用时分布", "Time that cases took"),
            Chart::Pareto { .. } => Word::new("扣分事由", "Causes of deductions"),
            Chart::Calendar { .. } => Word::new("考勤日历", "Calendar of attendance"),
        })
    }

    /// Monday to Sunday.
    pub fn weekdays(self) -> [&'static str; 7] {
        WEEKDAYS.map(|word| self.say(word))
    }

    /// How many rows were left out.
    pub fn left_out(self, rows: usize) -> String {
        match self {
            Lang::Zh => format!("中间 {rows} 行从略"),
            Lang::En => format!("{rows} rows between are left out"),
        }
    }

    /// What the two marks beside a target mean.
    pub fn met_and_missed(self) -> [&'static str; 2] {
        [Word::new("达到目标", "target met"), Word::new("未达到目标", "target missed")]
            .map(|word| self.say(word))
    }

    /// The name of a target's line.
    pub fn target_line(self, target: Rate, is_floor: bool) -> String {
        let percent = self.percent(target);
        let percent = percent.replace(".00%", "%");
        match (self, is_floor) {
            (Lang::Zh, true) => format!("目标 ≥ {percent}"),
            (Lang::Zh, false) => format!("目标 ≤ {percent}"),
            (Lang::En, true) => format!("target ≥ {percent}"),
            (Lang::En, false) => format!("target ≤ {percent}"),
        }
    }

    /// What the bars of a distribution are.
    pub fn cases_by(self, unit: &str) -> String {
        match self {
            Lang::Zh => format!("办结件数，按用时（{unit}）"),
            Lang::En => format!("completed cases by time used ({unit})"),
        }
    }
}

/// What a ranking shows.
pub struct StackedTold<'a> {
    pub unit: &'a str,
    pub count: usize,
    /// Name and total.
    pub first: (String, String),
    pub last: (String, String),
    pub red: Vec<String>,
    pub yellow: Vec<String>,
}

/// What a trend shows, each figure with its month.
pub struct TrendTold<'a> {
    pub who: &'a str,
    pub unit: &'a str,
    pub first: (String, String),
    pub last: (String, String),
    pub highest: (String, String),
    pub lowest: (String, String),
    /// Months with the flag.
    pub red: Vec<String>,
    pub yellow: Vec<String>,
}

/// What shares beside a target show.
pub struct SharesTold<'a> {
    pub what: &'a str,
    /// The target, as its line is called.
    pub target: String,
    pub of: usize,
    pub met: usize,
    pub missed: usize,
    pub worst: Option<(&'a str, String)>,
}

impl Lang {
    pub fn stacked_told(self, told: &StackedTold<'_>) -> String {
        let ((first, most), (last, least), unit) = (&told.first, &told.last, told.unit);
        let flags = self.flags_told(&told.red, &told.yellow);
        match self {
            Lang::Zh if told.count == 1 => format!("{first} {most} {unit}。{flags}"),
            Lang::En if told.count == 1 => format!("{first}: {most} {unit}.{flags}"),
            Lang::Zh => format!(
                "共 {} 行，首位 {first} {most} {unit}，末位 {last} {least} {unit}。{flags}",
                told.count
            ),
            Lang::En => format!(
                "{} rows, from {first} with {most} {unit} to {last} with {least} {unit}.{flags}",
                told.count
            ),
        }
    }

    fn flags_told(self, red: &[String], yellow: &[String]) -> String {
        let flags = [(Word::new("红旗", " Red flag"), red), (Word::new("黄旗", " Yellow flag"), yellow)];
        let told = flags.iter().filter(|(_, whose)| !whose.is_empty()).map(|(flag, whose)| match self {
            Lang::Zh => format!("{}：{}。", flag.zh, self.list(whose)),
            Lang::En => format!("{}: {}.", flag.en, self.list(whose)),
        });
        told.collect()
    }

    pub fn trend_told(self, told: &TrendTold<'_>) -> String {
        let (who, unit) = (told.who, told.unit);
        let ((from, first), (to, last)) = (&told.first, &told.last);
        let ((best, most), (worst, least)) = (&told.highest, &told.lowest);
        let flags = self.flags_told(&told.red, &told.yellow);
        match self {
            Lang::Zh if from == to => format!("{who}：{to} {last} {unit}。{flags}"),
            Lang::En if from == to => format!("{who}: {last} {unit} in {to}.{flags}"),
            Lang::Zh => format!(
                "{who}：{from} {first} {unit}，{to} {last} {unit}；最高 {most}（{best}），最低 {least}（{worst}）。{flags}"
            ),
            Lang::En => format!(
                "{who}: {first} {unit} in {from}, {last} in {to}; highest {most} ({best}), lowest {least} ({worst}).{flags}"
            ),
        }
    }

    pub fn shares_told(self, told: &SharesTold<'_>) -> String {
        let SharesTold { what, target, of, met, missed, worst } = told;
        let unknown = of - met - missed;
        let mut text = match self {
            Lang::Zh => format!("{what}，{target}：共 {of} 行，达到 {met}，未达到 {missed}"),
            Lang::En => format!("{what}, {target}: of {of} rows {met} meet it, {missed} miss it"),
        };
        if unknown > 0 {
            text.push_str(&match self {
                Lang::Zh => format!("，无数据 {unknown}"),
                Lang::En => format!(", {unknown} have no figure"),
            });
        }
        if let Some((name, share)) = worst {
            text.push_str(&match self {
                Lang::Zh => format!("；最低的是 {name}（{share}）。"),
                Lang::En => format!("; the worst is {name} ({share})."),
            });
        } else {
            text.push_str(self.say(Word::new("。", ".")));
        }
        text
    }

    pub fn heat_told(self, day: &str, hour: u8, figure: &str, unit: &str) -> String {
        match self {
            Lang::Zh => format!("最长的是{day} {hour}:00 至 {}:00，{figure} {unit}。", hour + 1),
            Lang::En => format!("The longest is {day} {hour}:00 to {}:00 with {figure} {unit}.", hour + 1),
        }
    }

    /// Limits with their place, and how many cases took no longer where that is known.
    pub fn distribution_told(self, all: u64, unit: &str, limits: &[(&str, String, Option<u64>)]) -> String {
        let limits: Vec<String> = limits
            .iter()
            .map(|(name, at, up_to)| match (self, up_to) {
                (Lang::Zh, Some(up_to)) => format!("不超过{name}（{at} {unit}）的 {up_to} 件"),
                (Lang::En, Some(up_to)) => format!("{up_to} within {name} ({at} {unit})"),
                (Lang::Zh, None) => format!("{name} {at} {unit}"),
                (Lang::En, None) => format!("{name} at {at} {unit}"),
            })
            .collect();
        match (self, limits.is_empty()) {
            (Lang::Zh, true) => format!("共办结 {all} 件。"),
            (Lang::En, true) => format!("{all} cases completed."),
            (Lang::Zh, false) => format!("共办结 {all} 件：{}。", limits.join("，")),
            (Lang::En, false) => format!("{all} cases completed: {}.", limits.join(", ")),
        }
    }

    pub fn pareto_told(self, all: &str, unit: &str, first: &[String], of_all: &str) -> String {
        match self {
            Lang::Zh => format!("合计 {all} {unit}；居前的是{}，占 {of_all}。", self.list(first)),
            Lang::En => format!("{all} {unit} in all; first come {}, {of_all} of it.", self.list(first)),
        }
    }

    /// Days by mark, and the days on which something was deducted.
    pub fn calendar_told(self, counted: &[(&str, usize)], deducted: &[String]) -> String {
        let counted: Vec<String> = counted
            .iter()
            .map(|(mark, days)| match self {
                Lang::Zh => format!("{mark} {days} 天"),
                Lang::En => format!("{mark}: {days}"),
            })
            .collect();
        let counted = counted.join(self.say(Word::new("，", ", ")));
        match (self, deducted.is_empty()) {
            (Lang::Zh, true) => format!("{counted}。"),
            (Lang::En, true) => format!("{counted} (days)."),
            (Lang::Zh, false) => format!("{counted}。扣分：{}。", self.list(deducted)),
            (Lang::En, false) => format!("{counted} (days). Deducted: {}.", self.list(deducted)),
        }
    }
}

pub const MEAN: Word = Word::new("全县平均", "mean of all");
pub const MEDIAN: Word = Word::new("全县中位数", "median of all");
pub const MINUTES: Word = Word::new("分钟", "min");
pub const WORKDAYS: Word = Word::new("工作日", "working days");
pub const OF_STATUTORY: Word = Word::new("占法定时限的 %", "% of the statutory limit");
pub const STATUTORY: Word = Word::new("法定时限", "statutory limit");
pub const PROMISED: Word = Word::new("承诺时限", "promised limit");
pub const PROMISED_MEAN: Word = Word::new("承诺时限（平均）", "promised limit (mean)");
pub const ATTENDED: Word = Word::new("正常出勤", "present");
pub const ON_LEAVE: Word = Word::new("请假或公差", "on leave or official business");
pub const DEDUCTED: Word = Word::new("扣分", "points deducted");
pub const DAY_OFF: Word = Word::new("休息日或不在岗", "day off or not assigned");
pub const TO_COME: Word = Word::new("未到", "to come");
pub const LEAVES_UNKNOWN: Word = Word::new(
    "不扣分的请假未列出（结果文件中没有）。",
    " Leaves that cost no points are not shown: the files of results do not have them.",
);

/// Points with a true minus: `106.0`, `−5.5`.
pub fn points(points: Points) -> String {
    if points < Points::ZERO { format!("−{}", -points) } else { points.to_string() }
}

impl Lang {
    /// `2026.09`: as narrow as an axis wants it.
    pub fn month_short(self, month: Month) -> String {
        format!("{}.{:02}", month.year(), month.number())
    }

    pub fn ranking_caption(self, month: &str, whose: Option<&str>) -> String {
        match (self, whose) {
            (Lang::Zh, None) => format!("{month}窗口得分构成"),
            (Lang::Zh, Some(whose)) => format!("{month}{whose}窗口得分构成"),
            (Lang::En, None) => format!("Totals of windows by category, {month}"),
            (Lang::En, Some(whose)) => format!("Totals of the windows of {whose} by category, {month}"),
        }
    }

    pub fn trend_caption(self, whose: Option<&str>) -> String {
        match (self, whose) {
            (Lang::Zh, None) => "窗口得分逐月走势".to_owned(),
            (Lang::Zh, Some(whose)) => format!("{whose}得分逐月走势"),
            (Lang::En, None) => "Totals of windows month by month".to_owned(),
            (Lang::En, Some(whose)) => format!("Total of {whose} month by month"),
        }
    }

    pub fn shares_caption(self, month: &str, level: Level, what: &str) -> String {
        let whose = match level {
            Level::Region => Word::new("全县", "region"),
            Level::Department => Word::new("各部门", "departments"),
            Level::Site => Word::new("大厅和各分中心", "halls and sub-centers"),
            Level::Window => Word::new("各窗口", "windows"),
        };
        match self {
            Lang::Zh => format!("{month}{}{what}与目标对照", whose.zh),
            Lang::En => format!("{what} of {} against the target, {month}", whose.en),
        }
    }

    pub fn waiting_caption(self, month: &str) -> String {
        match self {
            Lang::Zh => format!("{month}平均等候时间，按取号的星期和时段"),
            Lang::En => format!("Mean wait in {month}, by weekday and hour of the ticket"),
        }
    }

    pub fn tickets_called(self, tickets: u64) -> String {
        match self {
            Lang::Zh => format!("共叫号 {tickets} 次。"),
            Lang::En => format!("{tickets} tickets called. "),
        }
    }

    /// `unlimited` cases are of items without a statutory limit.
    pub fn case_times_caption(self, month: &str, unlimited: u64) -> String {
        match (self, unlimited) {
            (Lang::Zh, 0) => format!("{month}办件用时分布"),
            (Lang::Zh, _) => format!("{month}办件用时分布（另有 {unlimited} 件没有法定时限，未列入）"),
            (Lang::En, 0) => format!("Time that cases took, {month}"),
            (Lang::En, _) => {
                format!("Time that cases took, {month} (left out: {unlimited} without a statutory limit)")
            }
        }
    }

    /// The name of the target's line, from ten-thousandths: `压缩 30% 目标`.
    pub fn reduction_line(self, target: u32) -> String {
        let percent = self.percent(Rate(i64::from(target))).replace(".00%", "%");
        match self {
            Lang::Zh => format!("压缩 {percent} 目标"),
            Lang::En => format!("target: {percent} shorter"),
        }
    }

    pub fn deductions_caption(self, month: &str, whose: Option<&str>) -> String {
        match (self, whose) {
            (Lang::Zh, whose) => format!("{month}{}扣分事由", whose.unwrap_or_default()),
            (Lang::En, None) => format!("What points were deducted for, {month}"),
            (Lang::En, Some(whose)) => format!("What points were deducted for from {whose}, {month}"),
        }
    }

    pub fn other_rules(self, rules: usize) -> String {
        match self {
            Lang::Zh => format!("其余 {rules} 项"),
            Lang::En => format!("{rules} other rules"),
        }
    }

    pub fn attendance_caption(self, month: &str, whose: Option<&str>) -> String {
        let whose = whose.unwrap_or_default();
        match self {
            Lang::Zh => format!("{whose}{month}考勤"),
            Lang::En => format!("Attendance of {whose}, {month}"),
        }
    }

    /// `张三上午迟到`, `Zhang San morning late`; who and session may be left out.
    pub fn attended(self, who: &str, session: &str, what: &str) -> String {
        let parts = [who, session, what];
        let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        said.join(self.say(Word::new("", " ")))
    }
}

// The heads of a chart's table.
pub const NAME: Word = Word::new("名称", "Name");
pub const MONTH: Word = Word::new("月份", "Month");
pub const FLAG: Word = Word::new("旗帜", "Flag");
pub const RED_FLAG: Word = Word::new("红旗", "red flag");
pub const YELLOW_FLAG: Word = Word::new("黄旗", "yellow flag");
pub const CASES: Word = Word::new("办结件数", "Cases");
pub const CAUSE: Word = Word::new("事由", "Cause");
pub const DAY: Word = Word::new("日期", "Date");
pub const STATE: Word = Word::new("状态", "State");
pub const WHAT: Word = Word::new("说明", "What");

impl Lang {
    pub fn total_in(self, unit: &str) -> String {
        match self {
            Lang::Zh => format!("总分（{unit}）"),
            Lang::En => format!("Total ({unit})"),
        }
    }
}
