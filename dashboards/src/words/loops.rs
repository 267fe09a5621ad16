//! Words of the loops: ratings and complaints worked to their end, notices answered, the personal desk.
#![allow(missing_docs)] // Each word is its own explanation.

use reports::words::{Lang, Word};
use scoring::complaints::ComplaintState;
use scoring::ratings::RatingStep;

// Both loops.
pub const RATING_IN_SENTENCE: Word = Word::new("评价", "rating");
pub const COMPLAINT_IN_SENTENCE: Word = Word::new("投诉", "complaint");
pub const ALL_MONTHS: Word = Word::new("全部月份", "all months");
/// How soon something of the due list is due, by the filter's word.
pub fn due_state(state: &str) -> Word {
    match state {
        "overdue" => super::OVERDUE_COUNT,
        "today" => super::TODAY_COUNT,
        "soon" => super::SOON_COUNT,
        "standing" => super::STANDING_COUNT,
        _ => super::ALL_OPEN,
    }
}

pub const NAV_RATINGS: Word = Word::new("差评", "Ratings");
pub const NAV_COMPLAINTS: Word = Word::new("投诉", "Complaints");
pub const ALL: Word = Word::new("全部", "All");
pub const WAITS_FOR: Word = Word::new("待办", "Waits for");
pub const WAITS_FOR_WHOM: Word = Word::new("由谁办", "Of whom");
pub const OPEN_STEPS: Word = Word::new("办理", "What to do now");
pub const STEPS: Word = Word::new("步骤", "Steps");
pub const NOT_DONE: Word = Word::new("未办", "not done");
pub const WAS_LATE: Word = Word::new("逾期", "late");
pub const WHAT_FOLLOWS: Word = Word::new("对计分的影响", "What follows for the score");
pub const NO_STEP_LEFT: Word = Word::new("已没有要办的事", "nothing is left to be done");
pub const SAID: Word = Word::new("内容", "What was said");
pub const WARNINGS_AND_ANSWERS: Word = Word::new("催办与答复", "Warnings and answers");
pub const NO_WARNINGS: Word = Word::new("没有催办", "no warnings");
pub const BUREAU: Word = Word::new("监察机构", "the supervision bureau");
pub const ENTERED_NEW: Word = Word::new("已记入，结果如下。", "Entered; this is how it stands now.");
pub const ENTERED_BEFORE: Word = Word::new(
    "这张表单先前已经提交过，没有再记一次；下面是现在的情况。",
    "This form was sent before and was not entered again; this is how it stands.",
);
pub const ONLY_WORKERS_SEE: Word =
    Word::new("留言只有办理人员可以看到", "comments are shown to those who work on them only");
pub const POINTS: Word = Word::new("分值", "Points");
pub const POINTS_BLANK: Word = Word::new("不填按规则默认", "left empty: the rule’s default");
pub const SITUATION: Word = Word::new("核实情况", "What was found");
pub const SUBMIT_NOT_POSSIBLE: Word = Word::new(
    "现在不能办这一步：情况已经变了，请刷新页面查看",
    "this cannot be done now, since things have changed: load the page again and look",
);
pub const TEXT_WANTED: Word = Word::new(
    "请写明内容(1 至 500 字)后再提交",
    "say what it is about, in 1 to 500 characters, then send the form again",
);
pub const POINTS_WRONG: Word = Word::new(
    "分值要在规则的范围内，最多两位小数；不填则按规则默认",
    "points must lie in the rule’s range, with at most two decimals: mend them, or leave them out for the default",
);
pub const DATE_WRONG: Word = Word::new(
    "日期不对：不能早于收到投诉之日，也不能晚于今天",
    "the date is wrong: it must be neither before the complaint was received nor after today",
);

// Ratings.
pub const RATINGS_TITLE: Word = Word::new("差评办理", "Bad ratings");
pub const RATING: Word = Word::new("评价", "Rating");
pub const LEVEL: Word = Word::new("评价等级", "Level");
pub const REAL_NAME: Word = Word::new("实名", "real name");
pub const ANONYMOUS: Word = Word::new("匿名，不需答复", "no name given, so no reply is wanted");
pub const COMMENT: Word = Word::new("留言", "Comment");
pub const TAGS: Word = Word::new("标签", "Tags");
pub const CHANNEL: Word = Word::new("渠道", "Channel");
pub const SUBMITTED: Word = Word::new("提交", "Submitted");
pub const RECTIFIED_SHARE: Word = Word::new("整改率", "Rectified");
pub const REPLIED_SHARE: Word = Word::new("实名答复率", "Real names answered");
pub const OF_VALID: Word = Word::new("核实有效的差评", "bad ratings found valid");
pub const NO_RATINGS: Word = Word::new("没有符合条件的差评", "no bad rating matches");
pub const RATINGS_FOOT: Word = Word::new(
    "差评指不满意和非常不满意，系统默认的不算。先核实，再由窗口整改；实名的还要答复。期限按工作日计，逾期照样要办，直到全部整改、答复。",
    "Bad ratings are levels 1 and 2, those set by a system aside. They are verified first, then the window rectifies, and \
     answers those under a real name. Deadlines are in working days; what is late has to be done all the same, until all is.",
);
pub const VERIFY: Word = Word::new("核实这条差评", "Verify this rating");
pub const VERIFY_AGAIN: Word = Word::new("重新核实(以最后一次为准)", "Verify again (the last one counts)");
pub const VERIFY_OUTCOME: Word = Word::new("核实结果", "Outcome");
pub const VALID_STAFF: Word = Word::new("有效，责任在工作人员", "valid, the staff member answers for it");
pub const VALID_WINDOW: Word = Word::new("有效，责任在窗口", "valid, the window answers for it");
pub const VALID_PROCESS: Word =
    Word::new("有效，原因在流程，不扣分", "valid, a process is the cause: no points");
pub const VALID_NONE: Word = Word::new("有效，无人有责，不扣分", "valid, nobody answers for it: no points");
pub const INVALID: Word =
    Word::new("无效，不计入满意率", "not valid: it does not count in the satisfaction rate");
pub const VERIFY_EFFECT: Word =
    Word::new("认定窗口或工作人员有责时", "If the window or somebody answers for it");
pub const VERIFY_BUTTON: Word = Word::new("记入核实结果", "Enter the outcome");
pub const RECTIFY: Word = Word::new("整改", "Rectify");
pub const MEASURE: Word = Word::new("整改措施", "What was done");
pub const RECTIFY_BUTTON: Word = Word::new("报告已整改", "Report it rectified");
pub const REPLY: Word = Word::new("答复评价人", "Answer the citizen");
pub const REPLY_TEXT: Word = Word::new("答复内容", "What was answered");
pub const REPLY_BUTTON: Word = Word::new("报告已答复", "Report it answered");
pub const APPEAL: Word = Word::new("窗口申诉", "The window appeals");
pub const APPEAL_WHY: Word = Word::new("申诉理由", "Why");
pub const APPEAL_BUTTON: Word = Word::new("提出申诉", "Appeal");
pub const APPEAL_NOTE: Word = Word::new(
    "申诉不改变计分和期限；监察机构看后可重新核实。",
    "An appeal changes neither score nor deadlines; the bureau looks at it and may verify again.",
);
pub const WAITS_FOR_BUREAU: Word = Word::new(
    "由监察机构核实。可在上面的催办中说明情况。",
    "The bureau verifies it. Say what you know of it with the notice above.",
);

/// What a step of a rating is called.
pub fn rating_step(step: RatingStep) -> Word {
    match step {
        RatingStep::Verify => Word::new("核实", "verify"),
        RatingStep::Rectify => Word::new("整改", "rectify"),
        RatingStep::Reply => Word::new("答复", "answer"),
    }
}

/// What a choice of the list of ratings is called.
pub fn rating_choice(word: &str) -> Word {
    match word {
        "verify" => Word::new("待核实", "To verify"),
        "rectify" => Word::new("待整改", "To rectify"),
        "reply" => Word::new("待答复", "To answer"),
        "overdue" => Word::new("逾期", "Overdue"),
        "done" => Word::new("已办结", "Done"),
        "invalid" => Word::new("核实无效", "Not valid"),
        _ => ALL,
    }
}

/// What a channel of ratings is called; an unknown one by its own word.
pub fn rating_channel(lang: Lang, word: &str) -> String {
    let known = [
        ("device", Word::new("评价器", "device at the window")),
        ("qr", Word::new("扫码", "QR code")),
        ("web", Word::new("网站", "web site")),
        ("app", Word::new("手机应用", "app")),
        ("sms", Word::new("短信", "text message")),
        ("hotline", Word::new("热线", "hotline")),
        ("paper", Word::new("纸质", "paper")),
    ];
    known.iter().find(|(of, _)| *of == word).map_or(word, |(_, name)| lang.say(*name)).to_owned()
}

// Complaints.
pub const COMPLAINTS_TITLE: Word = Word::new("投诉办理", "Complaints");
pub const COMPLAINT: Word = Word::new("投诉", "Complaint");
pub const TOPIC: Word = Word::new("投诉事项", "Topic");
pub const RECEIVED_ON: Word = Word::new("收到", "Received");
pub const NO_COMPLAINTS: Word = Word::new("没有符合条件的投诉", "no complaint matches");
pub const COMPLAINTS_FOOT: Word = Word::new(
    "收到后 3 个工作日内答复，批准延长的 15 个工作日内(天数以规则为准)。受理不停止期限；只能延长一次。不予受理要有规定的理由。结果都要告知投诉人。",
    "Answered within 3 working days of receipt, or 15 where longer was approved (the rulebook says how many). Acceptance \
     stops no deadline; an extension is possible once. Not to take one up needs a reason that the regulations allow. The \
     complainant is told in any case.",
);
pub const REGISTER: Word = Word::new("登记一件投诉", "Register a complaint");
pub const REGISTER_BUTTON: Word = Word::new("登记这件投诉", "Register it");
pub const REGISTER_NOTE: Word = Word::new(
    "期限从登记时起算。不写投诉人的姓名和身份证号。",
    "The deadline runs from the registration. Write neither the complainant’s name nor an id number.",
);
pub const STATEMENT: Word = Word::new("投诉内容", "What is complained of");
pub const ABOUT_STAFF: Word = Word::new("被投诉人(可不填)", "Staff member (may be left out)");
pub const WINDOW_UNKNOWN: Word = Word::new(
    "登记信息中没有这个窗口或工作人员，请从列表中选择",
    "the registry has no such window or staff member: choose one of the list",
);
pub const ANSWERED: Word = Word::new("答复", "Answer");
pub const ANSWERED_LATE: Word = Word::new("逾期答复", "answered late");
pub const EXTENSION: Word = Word::new("延长", "Extension");
pub const PROPOSED: Word = Word::new("规则建议", "What the rules propose");
pub const ACCEPT: Word = Word::new("受理", "Take it up");
pub const ACCEPT_BUTTON: Word = Word::new("受理这件投诉", "Take it up");
pub const REJECT: Word = Word::new("不予受理", "Not take it up");
pub const REJECT_BUTTON: Word = Word::new("记入不予受理", "Enter that it is not taken up");
pub const GROUND: Word = Word::new("依据", "Ground");
pub const GROUND_WANTED: Word = Word::new(
    "请选择规定允许的不予受理理由",
    "choose one of the reasons for which the regulations let a complaint not be taken up",
);
pub const DETAIL_WANTED: Word = Word::new("具体说明", "In detail");
pub const EXTEND: Word = Word::new("延长办理期限(只能一次)", "Take longer (once only)");
pub const EXTEND_BUTTON: Word = Word::new("延长期限", "Extend the time");
pub const EXTENDED_ALREADY: Word = Word::new(
    "这件投诉已经延长过一次，不能再延长；请在期限内办结",
    "this complaint was extended once already and cannot be again: resolve it within its time",
);
pub const REASON: Word = Word::new("理由", "Reason");
pub const APPROVED_BY: Word = Word::new("批准人", "Approved by");
pub const RESOLVE: Word = Word::new("办结", "Resolve");
pub const RESOLVE_BUTTON: Word = Word::new("记入办理结果", "Enter what came out");
pub const RESOLVE_OUTCOME: Word = Word::new("调查结果", "What came out");
pub const SUBSTANTIATED: Word = Word::new("属实", "upheld");
pub const UNSUBSTANTIATED: Word = Word::new("不属实", "not upheld");
pub const MEASURES: Word = Word::new("处理措施", "What was done about it");
pub const IF_UPHELD: Word = Word::new("认定属实时", "If it is upheld");
pub const TELL: Word = Word::new("告知投诉人", "Tell the complainant");
pub const TELL_BUTTON: Word = Word::new("记入已告知", "Enter that the complainant was told");
pub const TOLD_BY: Word = Word::new("告知方式", "How");
pub const TOLD_ON: Word = Word::new("告知日期", "When");
pub const TOLD_LATER: Word = Word::new("尚未告知，以后补记", "not told yet, to be entered later");
pub const TOLD: Word = Word::new("已告知投诉人", "The complainant was told");
pub const NOT_TOLD: Word = Word::new("尚未告知投诉人", "The complainant was not told yet");
pub const NOTE: Word = Word::new("说明(可不填)", "Note (may be left out)");
pub const WORD_WANTED: Word = Word::new(
    "表单中缺少选项，请补齐后再提交",
    "a choice is missing in the form: make it, then send it again",
);

/// What a state of a complaint is called.
pub fn complaint_state(state: ComplaintState) -> Word {
    match state {
        ComplaintState::Received => Word::new("待受理", "to be taken up"),
        ComplaintState::Accepted => Word::new("办理中", "being looked into"),
        ComplaintState::Rejected => Word::new("不予受理", "not taken up"),
        ComplaintState::Upheld(_) => Word::new("查实", "upheld"),
        ComplaintState::NotUpheld => Word::new("查无实据", "not upheld"),
    }
}

/// What a choice of the list of complaints is called.
pub fn complaint_choice(word: &str) -> Word {
    match word {
        "open" => Word::new("在办", "Open"),
        "received" => Word::new("待受理", "To be taken up"),
        "accepted" => Word::new("办理中", "Being looked into"),
        "overdue" => Word::new("逾期", "Overdue"),
        "untold" => Word::new("待告知", "To be told"),
        "done" => Word::new("已办结", "Done"),
        _ => ALL,
    }
}

/// The topics of complaints, by the contract's words (投诉处理办法 第三条).
pub const TOPICS: [(&str, Word); 6] = [
    ("wrongly_denied", Word::new("应当批准而不批准", "wrongly denied")),
    ("overdue", Word::new("超过规定时限", "took too long")),
    ("fee", Word::new("收费不合规定", "a fee against the rules")),
    ("attitude", Word::new("服务态度", "attitude")),
    ("integrity", Word::new("索拿卡要等不廉洁行为", "integrity")),
    ("other", Word::new("其他", "something else")),
];

/// How a complainant can be told.
pub const WAYS_TO_TELL: [(&str, Word); 5] = [
    ("phone", Word::new("电话", "by telephone")),
    ("visit", Word::new("当面", "in person")),
    ("letter", Word::new("书面", "by letter")),
    ("sms", Word::new("短信", "by text message")),
    ("online", Word::new("网上", "on line")),
];

/// What a word of such a list is called; an unknown one by itself.
pub fn named(lang: Lang, list: &[(&'static str, Word)], word: &str) -> String {
    list.iter().find(|(of, _)| *of == word).map_or(word, |(_, name)| lang.say(*name)).to_owned()
}

// Notices answered.
pub const ACKNOWLEDGE: Word = Word::new("代为确认…", "Acknowledge for them…");
pub const ACKNOWLEDGE_FOR: Word = Word::new("替谁确认", "For whom");
pub const ACKNOWLEDGE_BUTTON: Word = Word::new("记入确认", "Enter it");
pub const ACKNOWLEDGE_REASON: Word = Word::new("说明原因(可不填)", "What they say (may be left out)");
pub const ASKS_HELP: Word = Word::new("请求协助", "asks for help");
pub const NOT_THEIRS: Word =
    Word::new("这条催办不是发给该收件人的", "this notice is not addressed to that recipient");

// The personal desk.
pub const DESK_TITLE: Word = Word::new("待我办理", "What waits for you");
pub const DESK_INTRO: Word =
    Word::new("本页只凭链接打开，请勿转发。", "This page opens by its link alone: pass it on to nobody.");
pub const DESK_NOTHING: Word = Word::new("没有要确认的催办", "no notice waits to be acknowledged");
pub const DESK_NOTICES: Word = Word::new("催办和通知", "Notices");
pub const DESK_RATINGS: Word = Word::new("差评", "Bad ratings");
pub const DESK_COMPLAINTS: Word = Word::new("投诉", "Complaints");
pub const DESK_DEDUCTIONS: Word = Word::new("扣分，可以申诉", "Deductions, open to appeal");
pub const DESK_ANSWERED: Word = Word::new("近期已确认", "Acknowledged lately");
pub const SINCE: Word = Word::new("自", "since");
pub const BY_WHEN: Word = Word::new("期限", "by");
pub const WHAT_NEXT: Word = Word::new("接下来", "What next");
pub const ACKNOWLEDGE_ALL: Word = Word::new("确认收到以上全部", "Acknowledge all of these");
pub const ACKNOWLEDGE_ONE: Word = Word::new("确认收到", "Acknowledge");
pub const ANSWER_ONE: Word = Word::new("确认并说明…", "Acknowledge and say…");
pub const ASK_HELP: Word = Word::new("请求上一级协助", "Ask the next level for help");
pub const LINK_EXPIRED: Word = Word::new(
    "链接已过期或已失效。请打开最近一条催办消息中的链接；没有的话，请与监察机构联系。",
    "This link has expired or holds no more. Open the link of the latest message; if you have none, ask the supervision \
     bureau.",
);
pub const LINK_TITLE: Word = Word::new("链接无效", "This link does not hold");
pub const TOO_OFTEN: Word =
    Word::new("打开过于频繁，请一分钟后再试", "Too many requests: try again in a minute");
pub const MORE_NOTICES: Word = Word::new(
    "这里只列出前 200 条；确认后会显示其余的。",
    "The first 200 are listed; the others follow once these are acknowledged.",
);
pub const NO_MEASURE_YET: Word =
    Word::new("核实后再整改也不迟，已整改的可先报告", "rectify it now, or once it is verified");

/// How many of something, after a title.
pub fn counted(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Zh => format!("{count} 件"),
        Lang::En => format!("{count}"),
    }
}

/// Those whose matter is over already.
pub fn over_ones(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Zh => format!("其中事项已办结的 {count} 件"),
        Lang::En => format!("{count} of these are about matters that are over"),
    }
}

/// What a window has left of a category.
pub fn category_left(lang: Lang, category: &str, left: &str) -> String {
    match lang {
        Lang::Zh => format!("“{category}”本月还剩 {left} 分"),
        Lang::En => format!("{left} points are left of “{category}” this month"),
    }
}

/// What a rule would take: the range and what counts where nothing is said.
pub fn stake(lang: Lang, least: &str, most: &str, usual: &str) -> String {
    match (lang, least == most) {
        (Lang::Zh, true) => format!("{least} 分"),
        (Lang::En, true) => format!("{least} points"),
        (Lang::Zh, false) => format!("{least} 至 {most} 分，不填按 {usual} 分"),
        (Lang::En, false) => format!("{least} to {most} points, {usual} where none are named"),
    }
}

/// How many complaints were upheld against somebody this year, and what one more means.
pub fn upheld_this_year(lang: Lang, who: &str, upheld: u32, action: &str) -> String {
    match lang {
        Lang::Zh => format!("{who}今年已查实 {upheld} 件；再查实一件，建议：{action}"),
        Lang::En => format!("{who}: {upheld} upheld this year; one more, and the rules propose: {action}"),
    }
}

/// How many complaints were upheld against a window this month, and what one more means: `from` make a dissatisfied window.
pub fn upheld_this_month(lang: Lang, window: &str, upheld: u32, from: u32) -> String {
    match (lang, upheld + 1 >= from, upheld >= from) {
        (Lang::Zh, false, _) => {
            format!("{window}本月已查实 {upheld} 件；本月满 {from} 件为群众不满意窗口，这一件还不到")
        }
        (Lang::Zh, true, false) => {
            format!("{window}本月已查实 {upheld} 件；再查实这一件满 {from} 件，成为群众不满意窗口")
        }
        (Lang::Zh, true, true) => {
            format!("{window}本月已查实 {upheld} 件；已满 {from} 件，本月已是群众不满意窗口")
        }
        (Lang::En, false, _) => format!(
            "{window}: {upheld} upheld this month; {from} make a dissatisfied window, which this one does not yet"
        ),
        (Lang::En, true, false) => format!(
            "{window}: {upheld} upheld this month; with this one it is {from}, which makes it a dissatisfied window"
        ),
        (Lang::En, true, true) => {
            format!("{window}: {upheld} upheld this month; with {from} it is a dissatisfied window already")
        }
    }
}

/// What follows if nothing happens: the next warning.
pub fn next_warning(lang: Lang, title: &str, day: &str, to: &str) -> String {
    match lang {
        Lang::Zh => format!("若无变化，{day}发出{title}，送{to}"),
        Lang::En => format!("if nothing happens, {title} goes to {to} on {day}"),
    }
}
