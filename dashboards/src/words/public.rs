//! What the page for everybody says, and the form that switches it on.

use reports::words::Word;

pub const TITLE: Word = Word::new("政务服务窗口考核公布", "Published assessment of service windows");
pub const NOTHING_YET: Word = Word::new("还没有公布的月份", "no month was published yet");
pub const PUBLISHED_ON: Word = Word::new("发布日期", "Published on");
pub const RATES: Word = Word::new("全县办件与满意情况", "Cases and satisfaction of the county");
pub const RANKING: Word = Word::new("窗口排名", "Ranking of windows");
pub const OPEN_DATA: Word = Word::new("开放数据", "Open data");
pub const OTHER_MONTHS: Word = Word::new("其他月份", "Other months");
pub const FOOT: Word = Word::new(
    "只公布已经发布的月份；红旗、黄旗为经监察机构确认的。办件或评价少于 5 件的比率不公布。本页不含任何个人信息。",
    "Published months alone; flags are those that the bureau has confirmed. Rates of fewer than 5 cases or ratings are withheld. \
     There is no personal data on this page.",
);
pub const SETTING: Word = Word::new("对外公布页", "Public page");
pub const SETTING_MEANS: Word = Word::new(
    "打开后，任何人不登录即可在 /public 看到已发布月份的窗口排名；关闭时该地址不存在。不含人员、办件、评价内容。",
    "Switched on, anybody sees the rankings of published months at /public without logging in; while it is off there is no such \
     address. No staff, case or comment is on it.",
);
pub const IS_ON: Word = Word::new("打开对外公布页", "Switch the public page on");
pub const SHOW_TOTALS: Word = Word::new("显示总分", "show totals");
pub const SHOW_RATES: Word = Word::new("显示满意率和按时办结率", "show satisfaction and on-time rates");
pub const SHOW_YELLOW: Word =
    Word::new("显示已确认的黄旗和群众不满意窗口", "show confirmed yellow flags and dissatisfied windows");
pub const MONTHS_BACK: Word = Word::new("显示最近几个月", "How many months back");
pub const SAVE: Word = Word::new("保存对外公布设置", "Save what is shown");
pub const WOULD_SHOW: Word = Word::new("按此设置会显示", "With this setting it shows");
pub const MONTHS_WRONG: Word = Word::new("月数须是 1 至 24", "the number of months has to be from 1 to 24");
pub const LOOK: Word = Word::new("打开公布页", "Open the public page");
pub const TOO_OFTEN: Word =
    Word::new("访问过于频繁，请一分钟后再来", "too many requests: come back in a minute");
