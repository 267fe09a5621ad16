//! The names that the bureau's words may use between `{{` and `}}`, by where they may stand.

use crate::words::Word;

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Who issues.
    Issuer,
    /// The document number.
    Number,
    /// To whom, and who gets a copy.
    Around,
    /// The monthly bulletin.
    Bulletin,
    /// The weekly brief.
    Week,
    /// The quarter's and the year's summary.
    Summary,
}

/// A name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// How it is written.
    pub name: &'static str,
    /// What stands in its place.
    pub what: Word,
    /// Where it may stand.
    pub parts: &'static [Part],
}

use Part::{Around, Bulletin, Issuer, Number, Summary, Week};

const ALL: &[Part] = &[Around, Bulletin, Week, Summary];
const FIGURES: &[Part] = &[Bulletin, Summary];

const fn name(name: &'static str, zh: &'static str, en: &'static str, parts: &'static [Part]) -> Name {
    Name { name, what: Word::new(zh, en), parts }
}

/// All of them.
pub const NAMES: [Name; 50] = [
    name("region", "县区名称", "the region's name", &[Issuer, Number, Around, Bulletin, Week, Summary]),
    name("issuer", "发文机关", "who issues", ALL),
    name("rulebook", "考核规则名称", "the rulebook's title", ALL),
    name("period", "月份、季度、年度或周", "the month, quarter, year or week, written", ALL),
    name("year", "年份", "its year, in figures", &[Number, Around, Bulletin, Week, Summary]),
    name("date", "成文日期", "the day of the document, written", ALL),
    name("as_of", "数据截止时间", "the time of the data, written", ALL),
    name("prefix", "机关代字", "the word of the number's series", &[Number]),
    name("number", "月份、周次或季度的数字", "of the month 9, of the week 38, of the quarter 3", &[Number]),
    name("months", "计入的月数", "how many months count", FIGURES),
    name("accepted", "受理件数", "cases accepted", &[Bulletin, Summary, Week]),
    name("completed", "办结件数", "cases completed", &[Bulletin, Summary, Week]),
    name("ratings", "有效评价数", "ratings that count", FIGURES),
    name("complaints", "收到投诉数", "complaints received", &[Bulletin, Summary, Week]),
    name("complaints_upheld", "查实投诉数", "complaints upheld", FIGURES),
    name("overdue", "计入考核的超期办件数", "cases that fell overdue, by the books", FIGURES),
    name("joint_delays", "计入考核的联办拖延份数", "joint shares that were late, by the books", FIGURES),
    name(
        "bad_ratings",
        "核实有责的差评数；周报为差评数",
        "bad ratings for which a window answers; of a week, bad ratings",
        &[Bulletin, Summary, Week],
    ),
    name(
        "attendance",
        "计入考核的迟到、早退、旷工次数",
        "late arrivals, early departures and absences",
        FIGURES,
    ),
    name("fees", "收费违规次数", "breaches of the fee rules", FIGURES),
    name("bans", "违反工作禁令次数", "findings that break a ban", FIGURES),
    name("deductions", "窗口扣分笔数", "lines that took points from windows", FIGURES),
    name("deducted", "窗口扣分合计", "how many points these took", FIGURES),
    name("red", "红旗窗口数", "windows with the red flag", FIGURES),
    name("yellow", "黄旗窗口数", "windows with the yellow flag", FIGURES),
    name("dissatisfied", "群众不满意窗口数", "dissatisfied windows", FIGURES),
    name("red_windows", "红旗窗口名单", "which fly the red flag", FIGURES),
    name("yellow_windows", "黄旗窗口名单", "which fly the yellow flag", FIGURES),
    name("dissatisfied_windows", "群众不满意窗口名单", "which are dissatisfied windows", FIGURES),
    name("windows", "参加排名的窗口数", "windows ranked", &[Bulletin]),
    name("staff", "参加排名的人员数", "staff ranked", &[Bulletin]),
    name("departments_missed", "有指标未达标的部门数", "departments that missed a target", &[Bulletin]),
    name("departments_missed_names", "有指标未达标的部门", "which these are", &[Bulletin]),
    name("on_site_rate", "全县当场办结率", "the region's on-site rate", &[Bulletin]),
    name("on_time_rate", "全县按时办结率", "the region's on-time rate", &[Bulletin]),
    name("satisfaction_rate", "全县满意率", "the region's satisfaction rate", &[Bulletin]),
    name("months_open", "未结账的月数", "how many of the months are not closed", &[Summary]),
    name("excluded_windows", "不参加评先的窗口数", "windows out of the year's awards", &[Summary]),
    name("excluded_staff", "不参加评先的人员数", "staff out of the year's awards", &[Summary]),
    name("findings", "检查记录数", "findings of the week", &[Week]),
    name("merits", "加分记录数", "merits of the week", &[Week]),
    name("late", "迟到次数", "late arrivals", &[Week]),
    name("early", "早退次数", "early departures", &[Week]),
    name("absent", "旷工半天数", "absences, half days", &[Week]),
    name("leave", "病事假半天数", "sick and personal leave, half days", &[Week]),
    name("taken", "取号数", "tickets taken", &[Week]),
    name("served", "办理完的号数", "tickets served", &[Week]),
    name("abandoned", "弃号数", "tickets abandoned", &[Week]),
    name("working_days", "工作日数", "working days of the week", &[Week]),
    name("remarked", "有无值班长意见", "whether the duty supervisor remarked anything", &[Week]),
];

/// The names that may stand in a part.
pub fn names(part: Part) -> Vec<&'static str> {
    NAMES.iter().filter(|name| name.parts.contains(&part)).map(|name| name.name).collect()
}
