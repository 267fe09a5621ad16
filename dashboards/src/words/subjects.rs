//! The words of rankings, peer groups, departments, sites, and the year of each.
#![allow(missing_docs)] // Each word is its own explanation.

use reports::words::{Lang, Word};

// Ways to look at a ranking.
pub const OFFICIAL: Word = Word::new("正式名次", "Official ranks");
pub const BY_PEERS: Word = Word::new("按办件量分组", "By volume of cases");
pub const BACK_TO_RANK: Word = Word::new("按名次排列", "Sort by rank");
pub const TAKE_XLSX: Word = Word::new("导出 Excel", "Export as Excel");
pub const TAKE_CSV: Word = Word::new("导出 CSV", "Export as CSV");
pub const PLACE_IN_GROUP: Word = Word::new("组内名次", "In group");
pub const PEERS_FOOT: Word = Word::new(
    "分组只供参考，不改变正式名次：有名次且本月有办结件的窗口按办结件数从多到少分为四组，不足 16 个窗口时分为三组；件数相同的归入同一组，没有办结件的单列。组内按正式名次排列。",
    "Groups are for comparison and change no official rank: ranked windows that completed cases this month are parted by how many into four groups, or three where there are fewer than 16 windows; equal counts stay together, and windows without a completed case stand apart. Within a group the official rank decides.",
);

// What a table that is taken away says above itself.
pub const MONTH: Word = Word::new("月份", "Month");
pub const STATE: Word = Word::new("状态", "State");
pub const AS_OF: Word = Word::new("数据时间", "Time of the data");
pub const RULEBOOK: Word = Word::new("考核细则", "Rulebook");
pub const NARROWED: Word = Word::new("范围", "Narrowed to");
pub const SORTED: Word = Word::new("排列", "Sorted by");
pub const NUMBER: Word = Word::new("编号", "Id");
pub const NAME: Word = Word::new("名称", "Name");
pub const REMARK: Word = Word::new("说明", "Remark");
pub const GROUP: Word = Word::new("办件量分组", "Group by volume");

// Departments and sites.
pub const MISSING_DEPARTMENT: Word = Word::new("部门", "department");
pub const MISSING_SITE: Word = Word::new("大厅或分中心", "hall or sub-center");
pub const DEPARTMENTS_TITLE: Word = Word::new("各部门情况", "Departments");
pub const SITES_TITLE: Word = Word::new("各大厅和分中心情况", "Halls and sub-centers");
pub const NO_OFFICIAL_RANK: Word = Word::new(
    "规则只给窗口和人员排名次；这里按有名次窗口的平均总分排列，不是正式名次",
    "the rules rank windows and staff alone; this list goes by the mean total of ranked windows and is no official rank",
);
pub const PLACES_FOOT: Word = Word::new(
    "平均分只算有名次的窗口；窗口都不排名的为“—”。逾期是窗口账上逾期办件和联办逾期的笔数。各率后的数字为分子/分母；低于目标的标“未达标”。",
    "Means are of ranked windows alone; — where none is ranked. Overdue counts the lines of window books about overdue cases and joint shares. Beside a rate stand its parts; what is below its target is marked as missed.",
);
pub const WINDOWS_HELD: Word = Word::new("窗口", "Windows");
pub const RANKED_HELD: Word = Word::new("有名次", "Ranked");
pub const MEAN_TOTAL: Word = Word::new("平均分", "Mean");
pub const BACK_TO_MEAN: Word = Word::new("按平均分排列", "Sort by mean");
pub const BEST_WINDOW: Word = Word::new("最好", "Best");
pub const LAST_WINDOW: Word = Word::new("最后", "Last");
pub const OVERDUE_LINES: Word = Word::new("逾期", "Overdue");
pub const UPHELD_SHORT: Word = Word::new("查实", "upheld");
pub const NONE_IN_SCOPE: Word = Word::new(
    "您的账号不负责整个部门或大厅，这里没有可看的内容；窗口见窗口排名",
    "your account answers for no whole department or site, so nothing is listed here; your windows are in the ranking",
);
pub const NO_RANKED_WINDOW: Word = Word::new("没有参加排名的窗口", "no window of it is ranked");
pub const ITS_WINDOWS: Word = Word::new("窗口得分", "Its windows");
pub const ITS_LINES: Word = Word::new("窗口账明细", "Lines of its windows’ books");
pub const ALL_LINES: Word = Word::new("全部", "all");
pub const NO_LINES: Word = Word::new("本月窗口账没有记录", "no line in its windows’ books this month");
pub const ITS_APPEALS: Word = Word::new("申诉", "Appeals");
pub const ITS_ORDERS: Word = Word::new("限期整改", "Rectification orders");
pub const NO_STEPS: Word = Word::new("没有", "none");
pub const BEHIND_IT: Word = Word::new("依据", "Behind it");

/// The numerator of a rate as a column.
pub fn part_of(lang: Lang, rate: &str) -> String {
    match lang {
        Lang::Zh => format!("{rate}分子"),
        Lang::En => format!("{rate}: part"),
    }
}

/// The denominator of a rate as a column.
pub fn whole_of(lang: Lang, rate: &str) -> String {
    match lang {
        Lang::Zh => format!("{rate}分母"),
        Lang::En => format!("{rate}: whole"),
    }
}

/// That a long list is cut: `只列前 200 条，共 523 条`.
pub fn first_of(lang: Lang, shown: usize, all: usize) -> String {
    match lang {
        Lang::Zh => format!("只列前 {shown} 条，共 {all} 条；可按事由筛选，或打开窗口看全部"),
        Lang::En => {
            format!("the first {shown} of {all}; choose what for, or open a window for all of its lines")
        }
    }
}

// A case.
pub const EXTENDED: Word = Word::new("延期", "extension");
pub const NEXT: Word = Word::new("接下来", "What comes next");
pub const NO_NEXT: Word = Word::new("若无变化，不再有提醒", "no further warning follows if nothing happens");
pub const BECAME: Word = Word::new("送达与回应", "Sent and answered");
pub const NO_RECORD: Word = Word::new("没有送达记录", "no record of its sending");
pub const NOBODY_ANSWERED: Word = Word::new("尚无人确认", "nobody has acknowledged it yet");

/// Who approved something.
pub fn approved_by(lang: Lang, who: &str) -> String {
    match lang {
        Lang::Zh => format!("{who}批准"),
        Lang::En => format!("approved by {who}"),
    }
}

/// So many working days were added on a day.
pub fn extended_on(lang: Lang, workdays: u32) -> String {
    match lang {
        Lang::Zh => format!("延期 {workdays} 日"),
        Lang::En => format!("+{workdays} days"),
    }
}

/// The notice of the State Council that made a day off: its number, read out in English.
pub fn by_notice(lang: Lang, source: &str) -> String {
    let numbers: Vec<&str> =
        source.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    match (lang, numbers.as_slice()) {
        (Lang::Zh, _) => source.to_owned(),
        (Lang::En, [year, number]) if source.contains('〔') => {
            format!("State Council notice {number} of {year}")
        }
        (Lang::En, _) => source.to_owned(),
    }
}

// Rates.
pub const NO_TICKETS: Word = Word::new("本月没有取号", "no ticket taken");
pub const NO_ITEMS: Word = Word::new("没有事项", "no item");
pub const PARTS_UNPUBLISHED: Word =
    Word::new("公布的结果不含分子、分母", "its parts are not among what was published");
pub const MISSED: Word = Word::new("未达标", "missed");

// A year.
pub const OPEN_MONTH: Word = Word::new("进行中", "open");
pub const TOTALS_OF_YEAR: Word = Word::new("各月总分", "Totals of the months");
pub const MEANS_OF_YEAR: Word = Word::new("各月平均分", "Means of the months");
pub const MONTH_BY_MONTH: Word = Word::new("逐月情况", "Month by month");
pub const ACTIONS_OF_YEAR: Word = Word::new("本年处理建议", "Actions proposed this year");
pub const NO_ACTIONS_OF_YEAR: Word = Word::new("本年没有处理建议", "no action was proposed this year");
pub const YEAR_FOOT: Word = Word::new(
    "已关账的月份按最新公布的版本，未关账的按当前数据。",
    "Closed months are as last published, open ones as they stand now.",
);

/// How often a window had the flags in a year: `红旗 2 次，黄旗 1 次`.
pub fn flown(lang: Lang, red: usize, yellow: usize, dissatisfied: usize) -> String {
    match lang {
        Lang::Zh => format!("本年红旗 {red} 次，黄旗 {yellow} 次，群众不满意窗口 {dissatisfied} 次"),
        Lang::En => format!("this year: {red} red, {yellow} yellow, {dissatisfied} times dissatisfied"),
    }
}

/// The months of a year as a heading: `2026 年逐月情况`.
pub fn year_by_month(lang: Lang, year: i32) -> String {
    match lang {
        Lang::Zh => format!("{year}年{}", MONTH_BY_MONTH.zh),
        Lang::En => format!("{year} {}", MONTH_BY_MONTH.en.to_lowercase()),
    }
}

/// How a list is sorted: `总分，从高到低`.
pub fn sorted(lang: Lang, column: &str, is_descending: bool) -> String {
    match (lang, is_descending) {
        (Lang::Zh, true) => format!("{column}，从高到低"),
        (Lang::Zh, false) => format!("{column}，从低到高"),
        (Lang::En, true) => format!("{column}, greatest first"),
        (Lang::En, false) => format!("{column}, smallest first"),
    }
}

/// Why a list is not taken away.
pub fn too_many_rows(lang: Lang, rows: usize, most: usize) -> String {
    match lang {
        Lang::Zh => format!("清单有 {rows} 行，一次最多导出 {most} 行，请先缩小范围再导出"),
        Lang::En => {
            format!("the list has {rows} rows, and {most} are taken away at once at most: narrow it first")
        }
    }
}
