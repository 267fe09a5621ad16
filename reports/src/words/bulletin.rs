//! Sentences of the monthly bulletin: grammatical for none, one and many.
#![allow(missing_docs)] // Labels are their own explanation.

use super::{Lang, Word};
use scoring::points::Points;
use scoring::rates::Rate;
use scoring::time::Month;

pub const CALLED: Word = Word::new("通报", "bulletin");
pub const RANKING: Word = Word::new("窗口排名", "Ranking");
pub const UNRANKED: Word = Word::new("未参加排名的窗口", "Windows not ranked");
pub const RED_WINDOWS: Word = Word::new("红旗窗口", "Red flag windows");
pub const YELLOW_WINDOWS: Word = Word::new("黄旗窗口", "Yellow flag windows");
pub const DISSATISFIED_WINDOWS: Word = Word::new("群众不满意窗口", "Dissatisfied windows");
pub const CONSEQUENCES: Word = Word::new("处理", "Consequences");
pub const STAFF: Word = Word::new("工作人员", "Staff");
pub const DEPARTMENTS: Word = Word::new("部门指标", "Departments");
pub const SITES: Word = Word::new("大厅和分中心", "Sites");
pub const FEEDBACK: Word = Word::new("窗口差评和投诉", "Ratings and complaints");
pub const BAD_RATINGS: Word = Word::new("核实有责的差评", "Bad ratings answered for");
pub const UPHELD: Word = Word::new("查实的投诉", "Complaints upheld");
pub const OVERDUE: Word = Word::new("超期办件", "Overdue cases");
pub const COMPARISON: Word = Word::new("主要指标比较", "Comparison");
pub const DUE: Word = Word::new("到期日", "Due");
pub const CHANGE: Word = Word::new("增减", "Change");
pub const RATINGS: Word = Word::new("有效评价", "Ratings");
pub const BAD: Word = Word::new("有责差评", "Bad, answered for");
pub const COMPLAINTS: Word = Word::new("投诉", "Complaints");
pub const UPHELD_COUNT: Word = Word::new("查实", "Upheld");
pub const WINDOW_BOOK: Word = Word::new("窗口考核明细", "Window book");
pub const STAFF_BOOK: Word = Word::new("工作人员考核明细", "Staff book");
pub const MEAN_TOTAL: Word = Word::new("窗口平均分", "Mean of windows");
pub const RED_COUNT: Word = Word::new("红旗窗口数", "Red flag windows");
pub const YELLOW_COUNT: Word = Word::new("黄旗窗口数", "Yellow flag windows");
pub const DISSATISFIED_COUNT: Word = Word::new("群众不满意窗口数", "Dissatisfied windows");
pub const OVERDUE_COUNT: Word = Word::new("超期办件数", "Overdue cases");
pub const BY_CATEGORY: Word = Word::new("窗口各项得分", "Windows by category");
pub const NOTHING_COMPARES: Word = Word::new("没有可以比较的指标", "nothing that both months count");
pub const NO_GRADE: Word = Word::new("无考评", "none");

/// What a table compares its month with.
pub enum Against {
    /// The month before.
    LastMonth,
    /// The same month of last year.
    LastYear,
}

/// Totals of a ranking.
pub struct Field {
    /// How many are ranked.
    pub ranked: i64,
    /// Their mean, the highest and the lowest.
    pub totals: Option<(Points, Points, Points)>,
}

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
        match (self, tickets) {
            (Lang::Zh, 0) => "没有取号记录".to_owned(),
            (Lang::Zh, _) => format!("共取号{tickets}个"),
            (Lang::En, 0) => "no queue ticket was taken".to_owned(),
            (Lang::En, 1) => "1 queue ticket was taken".to_owned(),
            (Lang::En, _) => format!("{tickets} queue tickets were taken"),
        }
    }

    /// Ratings of the month.
    pub fn bulletin_ratings(self, ratings: i64) -> String {
        match (self, ratings) {
            (Lang::Zh, 0) => "没有收到有效评价".to_owned(),
            (Lang::Zh, _) => format!("收到有效评价{ratings}条"),
            (Lang::En, 0) => "no rating was received that counts".to_owned(),
            (Lang::En, 1) => "1 rating was received that counts".to_owned(),
            (Lang::En, _) => format!("{ratings} ratings were received that count"),
        }
    }

    /// Bad ratings for which windows answer.
    pub fn bulletin_bad_ratings(self, bad: i64) -> String {
        match (self, bad) {
            (Lang::Zh, 0) => "没有核实有责的差评".to_owned(),
            (Lang::Zh, _) => format!("经核实有责的差评{bad}条"),
            (Lang::En, 0) => "windows answer for no bad rating".to_owned(),
            (Lang::En, 1) => "windows answer for 1 bad rating".to_owned(),
            (Lang::En, _) => format!("windows answer for {bad} bad ratings"),
        }
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
        match (self, items) {
            (Lang::Zh, 0) => "登记册中没有政务服务事项".to_owned(),
            (Lang::Zh, _) => format!("纳入管理的政务服务事项{items}项"),
            (Lang::En, 0) => "the registry holds no service item".to_owned(),
            (Lang::En, 1) => "1 service item is registered".to_owned(),
            (Lang::En, _) => format!("{items} service items are registered"),
        }
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

    /// What the ranking goes by.
    pub fn ranking_goes_by(self) -> &'static str {
        self.say(Word::new(
            "总分相同的，依次比较按时办结率、满意率和查实的投诉数；各项仍相同的，名次并列",
            "windows with the same total go by on-time rate, satisfaction rate and complaints upheld; equal in all, they share a rank",
        ))
    }

    /// Windows that are not ranked.
    pub fn unranked_windows(self, count: i64) -> String {
        match (self, count) {
            (Lang::Zh, _) => format!("另有{count}个窗口只计分、不参加排名，见下表"),
            (Lang::En, 1) => "1 further window is scored and not ranked, see the table below".to_owned(),
            (Lang::En, _) => {
                format!("{count} further windows are scored and not ranked, see the table below")
            }
        }
    }

    /// The red flags.
    pub fn red_flags(self, count: i64, rank_max: u32, basis: Option<&str>) -> String {
        let basis = self.in_brackets(basis);
        match (self, count) {
            (Lang::Zh, 0) => "本月没有红旗窗口".to_owned(),
            (Lang::Zh, _) => {
                format!(
                    "下列{count}个窗口名次在前{rank_max}名（含并列），且不是群众不满意窗口，评为红旗窗口{basis}"
                )
            }
            (Lang::En, 0) => "no window flies the red flag this month".to_owned(),
            (Lang::En, 1) => format!(
                "1 window flies the red flag: rank {rank_max} or better, and no dissatisfied window{basis}"
            ),
            (Lang::En, _) => format!(
                "{count} windows fly the red flag: rank {rank_max} or better, and no dissatisfied window{basis}"
            ),
        }
    }

    /// No yellow flag.
    pub fn no_yellow_flag(self) -> &'static str {
        self.say(Word::new("本月没有黄旗窗口", "no window flies the yellow flag this month"))
    }

    /// No dissatisfied window.
    pub fn no_dissatisfied_window(self) -> &'static str {
        self.say(Word::new("本月没有群众不满意窗口", "no window is a dissatisfied window this month"))
    }

    /// No consequence.
    pub fn no_consequence(self) -> &'static str {
        self.say(Word::new(
            "本月没有对窗口和工作人员的其他处理",
            "there is no other consequence for windows or staff this month",
        ))
    }

    /// Consequences follow in a table.
    pub fn consequences(self, count: i64) -> String {
        match (self, count) {
            (Lang::Zh, _) => format!("按规则对窗口和工作人员的处理共{count}项，见下表；人员只列编号"),
            (Lang::En, 1) => {
                "1 consequence follows by the rules, see the table; staff by id alone".to_owned()
            }
            (Lang::En, _) => {
                format!("{count} consequences follow by the rules, see the table; staff by id alone")
            }
        }
    }

    /// A yellow flag, and where the window stands.
    pub fn yellow_flag_of(
        self,
        window: &str,
        department: &str,
        total: Points,
        rank: u32,
        basis: Option<&str>,
    ) -> String {
        let basis = self.in_brackets(basis);
        match self {
            Lang::Zh => {
                format!("{window}（{department}）总分{total}分，排名第{rank}名，列末位，评为黄旗窗口{basis}")
            }
            Lang::En => format!(
                "{window} ({department}), total {total}, rank {rank}, the last, flies the yellow flag{basis}"
            ),
        }
    }

    /// Which yellow flag of the year it is.
    pub fn yellow_flag_of_year(self, number: i64, months_known: i64) -> String {
        match self {
            Lang::Zh => format!("据已掌握的本年{months_known}个月，为本年第{number}次"),
            Lang::En => format!(
                "number {number} of the year by the {} known",
                self.many(months_known, "个月", "month", "months")
            ),
        }
    }

    /// What cost a window most.
    pub fn mostly(self, causes: &[String]) -> String {
        match (self, causes) {
            (Lang::Zh, []) => "没有扣分记录".to_owned(),
            (Lang::Zh, _) => format!("主要扣分：{}", causes.join("、")),
            (Lang::En, []) => "nothing was taken".to_owned(),
            (Lang::En, _) => format!("mostly for {}", causes.join(", ")),
        }
    }

    /// A cause with what it cost.
    pub fn cause(self, title: &str, points: Points, lines: i64) -> String {
        match self {
            Lang::Zh => format!("{title}{lines}笔{points}分"),
            Lang::En => format!("{} ({points} in {})", lower(title), self.many(lines, "笔", "line", "lines")),
        }
    }

    /// A dissatisfied window and why.
    pub fn dissatisfied_window_of(
        self,
        window: &str,
        department: &str,
        reasons: &[String],
        basis: Option<&str>,
        is_confirmed: bool,
    ) -> String {
        let basis = self.marked(&self.in_brackets(basis), is_confirmed);

        let reasons = match (self, reasons) {
            (Lang::Zh, []) => "依据见附件明细".to_owned(),
            (Lang::En, []) => "see the annexes".to_owned(),
            (Lang::Zh, _) => reasons.join("；"),
            (Lang::En, _) => reasons.join("; "),
        };
        match self {
            Lang::Zh => format!(
                "{window}（{department}）列为群众不满意窗口{basis}：{reasons}。摆放“限期整改窗口”标志一周，限期整改，取消本年度评先资格"
            ),
            Lang::En => format!(
                "{window} ({department}) is a dissatisfied window{basis}: {reasons}. A sign for a week, rectification by a date, no award this year"
            ),
        }
    }

    /// Why: the total.
    pub fn because_total(self, total: Points, line: Points) -> String {
        match self {
            Lang::Zh => format!("总分{total}分，在{line}分以下（含）"),
            Lang::En => format!("total {total}, not above {line}"),
        }
    }

    /// Why: complaints.
    pub fn because_complaints(self, upheld: i64) -> String {
        match self {
            Lang::Zh => format!("本月查实投诉{upheld}起"),
            Lang::En => format!("{} upheld in the month", self.many(upheld, "起", "complaint", "complaints")),
        }
    }

    /// Why: a ban broken, or another finding that is enough by itself.
    pub fn because_finding(self, date: &str, kind: &str, is_ban: bool) -> String {
        match (self, is_ban) {
            (Lang::Zh, true) => format!("{date}违反工作禁令（{kind}）"),
            (Lang::Zh, false) => format!("{date}{kind}"),
            (Lang::En, true) => format!("{date}: broke a ban ({})", lower(kind)),
            (Lang::En, false) => format!("{date}: {}", lower(kind)),
        }
    }

    /// A clause after what rests on it.
    pub fn in_brackets(self, basis: Option<&str>) -> String {
        match (self, basis) {
            (_, None) => String::new(),
            (Lang::Zh, Some(basis)) => format!("（依据{basis}）"),
            (Lang::En, Some(basis)) => format!(" (under {basis})"),
        }
    }

    /// `（上午）`
    pub fn in_plain_brackets(self, text: &str) -> String {
        match self {
            Lang::Zh => format!("（{text}）"),
            Lang::En => format!(" ({text})"),
        }
    }

    /// How many have a grade.
    pub fn graded(self, counts: &[(String, i64)]) -> String {
        let told: Vec<String> = counts
            .iter()
            .map(|(grade, count)| match self {
                Lang::Zh => format!("{grade}{count}名"),
                Lang::En => format!("{} {count}", lower(grade)),
            })
            .collect();
        match self {
            Lang::Zh => format!("当月考评：{}", told.join("、")),
            Lang::En => format!("evaluation: {}", told.join(", ")),
        }
    }

    /// Who may be named an advanced individual.
    pub fn only_best_are_advanced(self, grade: &str, basis: Option<&str>) -> String {
        let basis = self.in_brackets(basis);
        match self {
            Lang::Zh => format!("考评为{grade}的方可评为先进个人{basis}"),
            Lang::En => {
                format!("only staff graded {} may be named advanced individuals{basis}", lower(grade))
            }
        }
    }

    /// How many departments miss a target.
    pub fn departments_missed(self, departments: i64, missed: i64) -> String {
        match (self, departments, missed) {
            (Lang::Zh, 0, _) => "没有登记部门".to_owned(),
            (Lang::Zh, _, 0) => format!("{departments}个部门的各项指标均达到目标"),
            (Lang::Zh, _, _) => format!("{departments}个部门中，{missed}个部门有指标未达标"),
            (Lang::En, 0, _) => "no department is registered".to_owned(),
            (Lang::En, 1, 0) => "the 1 department reaches all targets".to_owned(),
            (Lang::En, _, 0) => format!("all {departments} departments reach all targets"),
            (Lang::En, _, 1) => {
                format!("of {} 1 misses a target", self.many(departments, "个", "department", "departments"))
            }
            (Lang::En, _, _) => format!(
                "of {} {missed} miss a target",
                self.many(departments, "个", "department", "departments")
            ),
        }
    }

    /// A target with the departments that missed it.
    pub fn target_missed_by(self, target: &str, departments: &[String]) -> String {
        let names = self.names(departments);
        match self {
            Lang::Zh => format!("{target}未达标的部门：{names}"),
            Lang::En => format!("{} missed by {names}", lower(target)),
        }
    }

    /// The rulebook has no target.
    pub fn no_targets(self) -> &'static str {
        self.say(Word::new("考核规则没有设指标目标", "the rulebook sets no targets"))
    }

    /// How many sites of each kind there are.
    pub fn sites_are(self, sub_centers: i64, others: i64) -> String {
        match (self, sub_centers, others) {
            (Lang::Zh, 0, 0) => "本县没有设立分中心和便民服务中心，各项指标为政务大厅的情况".to_owned(),
            (Lang::Zh, 0, _) => {
                format!("本县没有设立分中心；乡镇便民服务中心和村级服务点{others}个，运行情况如下")
            }
            (Lang::Zh, _, 0) => format!("分中心{sub_centers}个，运行情况如下"),
            (Lang::Zh, _, _) => {
                format!("分中心{sub_centers}个，乡镇便民服务中心和村级服务点{others}个，运行情况如下")
            }
            (Lang::En, 0, 0) => {
                "the region has neither sub-centers nor township centers: the figures are those of the hall"
                    .to_owned()
            }
            (Lang::En, 0, _) => format!(
                "the region has no sub-center and {}, as follows",
                self.many(
                    others,
                    "个",
                    "township center or village point",
                    "township centers and village points"
                )
            ),
            (Lang::En, _, 0) => {
                format!(
                    "the region has {}, as follows",
                    self.many(sub_centers, "个", "sub-center", "sub-centers")
                )
            }
            (Lang::En, _, _) => format!(
                "the region has {} and {}, as follows",
                self.many(sub_centers, "个", "sub-center", "sub-centers"),
                self.many(
                    others,
                    "个",
                    "township center or village point",
                    "township centers and village points"
                )
            ),
        }
    }

    /// Cases that fell overdue.
    pub fn overdue_cases(self, count: i64) -> String {
        match (self, count) {
            (Lang::Zh, 0) => "本月没有计入考核的超期办件".to_owned(),
            (Lang::Zh, _) => format!("本月计入考核的超期办件{count}件"),
            (Lang::En, 0) => "no overdue case counts this month".to_owned(),
            (Lang::En, 1) => "1 overdue case counts this month".to_owned(),
            (Lang::En, _) => format!("{count} overdue cases count this month"),
        }
    }

    /// Joint shares that were late.
    pub fn joint_delays(self, count: i64) -> String {
        match (self, count) {
            (Lang::Zh, 0) => "没有联办份额拖延".to_owned(),
            (Lang::Zh, _) => format!("联办份额拖延{count}件"),
            (Lang::En, 0) => "no joint share was late".to_owned(),
            (Lang::En, 1) => "1 joint share was late".to_owned(),
            (Lang::En, _) => format!("{count} joint shares were late"),
        }
    }

    /// Warnings that were sent, each kind with how many.
    pub fn warnings_sent(self, warnings: &[(String, i64)]) -> String {
        let told = |(kind, count): &(String, i64)| match self {
            Lang::Zh => format!("{kind}{count}份"),
            Lang::En => format!("{} {count}", lower(kind)),
        };
        let told: Vec<String> = warnings.iter().map(told).collect();
        match (self, told.is_empty()) {
            (Lang::Zh, true) => "本月没有发出催办".to_owned(),
            (Lang::Zh, false) => format!("本月发出{}", told.join("、")),
            (Lang::En, true) => "no warning was sent this month".to_owned(),
            (Lang::En, false) => format!("sent this month: {}", told.join(", ")),
        }
    }

    /// A month that is compared with is not known.
    pub fn not_compared(self, against: &Against, month: Month) -> String {
        let month = self.month(month);
        match (self, against) {
            (Lang::Zh, Against::LastMonth) => format!("上月（{month}）的数据没有掌握，不作环比"),
            (Lang::Zh, Against::LastYear) => format!("上年同期（{month}）的数据没有掌握，不作同比"),
            (Lang::En, Against::LastMonth) => {
                format!("last month ({month}) is not known, so nothing is compared with it")
            }
            (Lang::En, Against::LastYear) => {
                format!("the same month of last year ({month}) is not known, so nothing is compared with it")
            }
        }
    }

    /// What moved since another month.
    pub fn compared(self, against: &Against, month: Month, moves: &[String]) -> String {
        let month = self.month(month);
        match (self, against) {
            (Lang::Zh, Against::LastMonth) => format!("与上月（{month}）相比，{}", moves.join("，")),
            (Lang::Zh, Against::LastYear) => format!("与上年同期（{month}）相比，{}", moves.join("，")),
            (Lang::En, Against::LastMonth) => {
                format!("compared with last month ({month}): {}", moves.join(", "))
            }
            (Lang::En, Against::LastYear) => {
                format!("compared with the same month of last year ({month}): {}", moves.join(", "))
            }
        }
    }

    /// A count that moved. `unit` is the Chinese measure word.
    pub fn count_moved(self, label: &str, difference: i64, unit: &str) -> String {
        match (self, difference) {
            (Lang::Zh, 0) => format!("{label}持平"),
            (Lang::Zh, 1..) => format!("{label}增加{difference}{unit}"),
            (Lang::Zh, _) => format!("{label}减少{}{unit}", -difference),
            (Lang::En, 0) => format!("{} unchanged", lower(label)),
            (Lang::En, 1..) => format!("{} up by {difference}", lower(label)),
            (Lang::En, _) => format!("{} down by {}", lower(label), -difference),
        }
    }

    /// A share that moved, in percentage points.
    pub fn share_moved(self, label: &str, difference: i64) -> String {
        let told = self.percentage_points(difference.abs());
        let told = told.trim_start_matches('+');
        match (self, difference) {
            (Lang::Zh, 0) => format!("{label}持平"),
            (Lang::Zh, 1..) => format!("{label}上升{told}"),
            (Lang::Zh, _) => format!("{label}下降{told}"),
            (Lang::En, 0) => format!("{} unchanged", lower(label)),
            (Lang::En, 1..) => format!("{} up by {told}", lower(label)),
            (Lang::En, _) => format!("{} down by {told}", lower(label)),
        }
    }

    /// The other month was scored by another version of the rulebook.
    pub fn compared_rulebook(self, month: Month, version: &str) -> String {
        let month = self.month(month);
        match self {
            Lang::Zh => format!("{month}按考核规则第{version}版计分，分数与本月不能直接比较。"),
            Lang::En => {
                format!("{month} was scored by version {version} of the rulebook: its points do not compare.")
            }
        }
    }

    /// The other month is not closed.
    pub fn other_is_open(self, month: Month) -> String {
        let month = self.month(month);
        match self {
            Lang::Zh => format!("{month}尚未结账，其数据可能变动。"),
            Lang::En => format!("{month} is not closed: its figures may change."),
        }
    }

    /// Nothing is required.
    pub fn nothing_required(self) -> &'static str {
        self.say(Word::new(
            "本月没有需要专门提出的工作要求。",
            "The month gives no cause for particular requirements.",
        ))
    }

    /// A book without lines.
    pub fn empty_book(self) -> &'static str {
        self.say(Word::new("本月没有扣分和加分。", "Nothing was taken and nothing given this month."))
    }

    /// All clauses of an annex are of one regulation.
    pub fn all_under(self, regulation: &str) -> String {
        match self {
            Lang::Zh => format!("依据均为《{regulation}》。"),
            Lang::En => format!("All clauses are of the {regulation}."),
        }
    }

    /// What stands between a regulation and its section.
    pub fn after_regulation(self) -> &'static str {
        self.say(Word::new(" ", ", "))
    }

    /// What stands in an annex.
    pub fn annex_lines(self, lines: i64) -> String {
        match (self, lines) {
            (Lang::Zh, _) => {
                format!("共{lines}笔。“应计”为规则规定的分值，“实计”为本项扣完或加满为止实际计入的分值。")
            }
            (Lang::En, 1) => {
                "1 line. Asked: what the rule says. Applied: what still counted until the category was used up or bonuses were at their most.".to_owned()
            }
            (Lang::En, _) => format!(
                "{lines} lines. Asked: what the rule says. Applied: what still counted until the category was used up or bonuses were at their most."
            ),
        }
    }

    /// Charts that would need the events.
    pub fn not_observed(self) -> &'static str {
        self.say(Word::new(
            "等候时间分布和办件用时分布要从事件统计，结果文件里没有，本件不列。",
            "How waiting and case times are distributed is counted from the events, which files of results do not hold; it is left out here.",
        ))
    }
}

/// A label within a sentence: English has no capital, but for the names of things.
pub(super) fn lower(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}
