//! What Today, its lists and the wall display say.

use reports::words::{Lang, Word};

pub const TITLE: Word = Word::new("今日", "Today");
pub const WALL: Word = Word::new("大屏", "Wall display");
pub const AT_WORK: Word = Word::new("开放窗口", "Windows at work");
pub const WAITING: Word = Word::new("等候人数", "Waiting");
pub const ACCEPTED: Word = Word::new("今日受理", "Accepted today");
pub const COMPLETED: Word = Word::new("今日办结", "Completed today");
pub const OPEN_CASES: Word = Word::new("在办件", "Open cases");
pub const DUE_TODAY: Word = Word::new("今日到期", "Due today");
pub const OVERDUE: Word = Word::new("逾期", "Overdue");
pub const UNVERIFIED: Word = Word::new("差评待核", "Bad ratings");
pub const COMPLAINTS: Word = Word::new("投诉在办", "Open complaints");
pub const FEEDS: Word = Word::new("数据中断", "Feeds in trouble");
pub const SITE: Word = Word::new("大厅和分中心", "Hall or sub-center");
pub const LONGEST: Word = Word::new("最长等候", "Longest wait");
pub const BY_HOUR: Word = Word::new("各时段受理与办结（件）", "Cases accepted and completed by hour");
pub const WAITING_BY_SITE: Word = Word::new("各大厅等候人数（人）", "People waiting by hall");
pub const HOUR: Word = Word::new("时段", "Hour");
pub const CASES: Word = Word::new("件", "cases");
pub const PEOPLE: Word = Word::new("人", "people");
pub const ACCEPTED_SERIES: Word = Word::new("受理", "Accepted");
pub const COMPLETED_SERIES: Word = Word::new("办结", "Completed");
pub const BY_SITE: Word = Word::new("各大厅和分中心", "Halls and sub-centers");
pub const FLAGS: Word = Word::new("本月红黄旗", "Flags of this month");
pub const FLAGS_SO_FAR: Word = Word::new("进行中，按目前得分", "provisional, by the scores so far");
pub const NO_FLAGS: Word =
    Word::new("本月还没有窗口达到红旗或黄旗", "no window has a flag this month so far");
pub const NEXT_DUE: Word = Word::new("到期倒计时", "Next due");
pub const NOTHING_DUE: Word = Word::new("没有将要到期的事项", "nothing is due from today on");
pub const NOTICES: Word = Word::new("最新催办通知", "Newest notices");
pub const NO_NOTICES: Word = Word::new("本月还没有通知", "no notices this month so far");
pub const ALL_OF_THEM: Word = Word::new("全部", "all");
pub const NO_QUEUE: Word = Word::new("今天没有取号记录", "no tickets were taken today");
pub const QUEUE_UNKNOWN: Word =
    Word::new("叫号前不知去哪个窗口", "before the call nobody knows for which window");
pub const NOBODY_WAITS: Word = Word::new("没有人等候", "nobody waits");
pub const NOT_WORKED: Word = Word::new("今天是休息日", "a day off");
pub const DATA_OF: Word = Word::new("数据时间", "Data of");
pub const FOOT: Word = Word::new(
    "开放窗口：今天有人员刷到且未刷离，或正在办理叫到的号，或一小时内受理、办结过办件；斜线后是今天派有人员的窗口数。\
     等候：今天取号、尚未叫号也未弃号。到期、逾期包括办件、联办、投诉和差评。",
    "A window is at work while some of its staff have swiped in and not out, while it serves the ticket that it called last, or \
     for an hour after a case was accepted or completed there; after the slash stand the windows with staff assigned today. \
     Waiting: a ticket taken today, neither called nor given up. What is due or overdue are cases, joint shares, complaints and \
     bad ratings.",
);

// The lists behind the tiles.
pub const LIST_WINDOWS: Word = Word::new("今日窗口", "Windows today");
pub const LIST_WAITING: Word = Word::new("正在等候的号", "Tickets that wait");
pub const LIST_ACCEPTED: Word = Word::new("今日受理的办件", "Cases accepted today");
pub const LIST_COMPLETED: Word = Word::new("今日办结的办件", "Cases completed today");
pub const NONE_AT_WORK: Word = Word::new("现在没有开放的窗口", "no window is at work now");
pub const STATE_OPEN: Word = Word::new("开放", "at work");
pub const STATE_CLOSED: Word = Word::new("未开放", "not at work");
pub const SEEN_BY: Word = Word::new("依据", "Seen by");
pub const TICKET: Word = Word::new("票号", "Ticket");
pub const TAKEN: Word = Word::new("取号时间", "Taken");
pub const WAITED: Word = Word::new("已等候", "Waited");
pub const TIME: Word = Word::new("时间", "Time");
pub const BACK: Word = Word::new("回到今日", "Back to today");
pub const SERVING: Word = Word::new("正在办理叫到的号", "serves a ticket");
pub const ALL_HOURS: Word = Word::new("全天", "the whole day");

// How live it is.
pub const LIVE: Word = Word::new("实时更新", "live");
pub const LOST: Word = Word::new("连接已断开，数字停在", "the connection is lost; the figures are of");
pub const FULL: Word =
    Word::new("连接数已满，每 30 秒更新一次", "too many are connected; renewed every 30 seconds");

// The wall display.
pub const DISPLAY_LINK: Word = Word::new("大屏链接", "display link");
pub const DISPLAYS: Word = Word::new("大屏链接", "Display links");
pub const DISPLAYS_FOOT: Word = Word::new(
    "大屏链接不用登录，只能看到大屏，大屏上没有个人信息。链接只显示一次；收回后，用它的大屏立即停止更新。",
    "A display link needs no login and shows the wall display alone, which has no personal data on it. The link is shown once; \
     once it is taken back, displays that use it are renewed no more.",
);
pub const DISPLAY_NAME: Word = Word::new("放在哪里", "Where it hangs");
pub const DISPLAY_NAME_HINT: Word = Word::new("例如：一楼大厅东墙", "for example: ground floor, east wall");
pub const MAKE: Word = Word::new("生成大屏链接", "Make a display link");
pub const MADE: Word = Word::new(
    "链接已生成，请现在复制，以后不再显示：",
    "The link was made. Copy it now, it is not shown again:",
);
pub const MADE_BY: Word = Word::new("由谁生成", "Made by");
pub const MADE_AT: Word = Word::new("生成时间", "Made");
pub const LAST_SEEN: Word = Word::new("最近使用", "Last used");
pub const NEVER_SEEN: Word = Word::new("尚未使用", "not yet");
pub const TAKE_BACK: Word = Word::new("收回链接", "Take it back");
pub const TAKEN_BACK: Word = Word::new("已收回", "taken back");
pub const IN_FORCE: Word = Word::new("使用中", "in force");
pub const NO_DISPLAYS: Word = Word::new("还没有大屏链接", "there are no display links yet");
pub const NAME_MISSING: Word = Word::new("请写明大屏放在哪里", "write where the display hangs");
pub const NAME_TOO_LONG: Word = Word::new("名称最多 60 个字", "at most 60 letters");
pub const DATA_SINCE: Word = Word::new("数据停在", "data of");

/// `23 分钟`, `1 小时 5 分钟`.
pub fn minutes(lang: Lang, minutes: u64) -> String {
    match (lang, minutes / 60, minutes % 60) {
        (Lang::Zh, 0, minutes) => format!("{minutes} 分钟"),
        (Lang::Zh, hours, minutes) => format!("{hours} 小时 {minutes} 分"),
        (Lang::En, 0, minutes) => format!("{minutes} min"),
        (Lang::En, hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// The longest wait.
pub fn longest(lang: Lang, wait: &str) -> String {
    match lang {
        Lang::Zh => format!("最长 {wait}"),
        Lang::En => format!("longest {wait}"),
    }
}

/// How many windows have which flag.
pub fn flag_counts(lang: Lang, red: usize, yellow: usize) -> String {
    match lang {
        Lang::Zh => format!("红旗 {red} · 黄旗 {yellow}"),
        Lang::En => format!("{red} red · {yellow} yellow"),
    }
}

/// How many bad ratings came today.
pub fn bad_today(lang: Lang, count: u64) -> String {
    match lang {
        Lang::Zh => format!("今日差评 {count}"),
        Lang::En => format!("{count} came today"),
    }
}

/// `9 时`, `9–10`.
pub fn hour(lang: Lang, hour: u32) -> String {
    match lang {
        Lang::Zh => format!("{hour} 时"),
        Lang::En => format!("{hour}:00"),
    }
}

/// How many of a window's staff are in.
pub fn staff_in(lang: Lang, staff: u32) -> String {
    match lang {
        Lang::Zh => format!("在岗 {staff} 人"),
        Lang::En if staff == 1 => "1 person is in".to_owned(),
        Lang::En => format!("{staff} people are in"),
    }
}

/// When a window last had a case.
pub fn last_case(lang: Lang, time: &str) -> String {
    match lang {
        Lang::Zh => format!("{time} 有办件"),
        Lang::En => format!("a case at {time}"),
    }
}
