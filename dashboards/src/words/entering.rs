//! What the pages say about what people of the bureau record: findings, merits, evaluations, photos, the week’s sheet.

use super::fields;
use crate::enter::Dated;
use reports::words::{Lang, Word};
use scoring::context::Context;
use scoring::points::Points;
use scoring::ranking::Flag;
use scoring::time::Month;

// Pictures and forms.
pub const NO_PICTURE: Word = Word::new(
    "上传的不是照片；请用手机拍照或选择 JPEG、PNG 图片",
    "that is no picture; take a photo or choose a JPEG or PNG picture",
);
pub const PICTURE_AND_MORE: Word = Word::new(
    "这张图片同时是另一种文件（网页、文档或压缩包），不予保存；请重新拍照",
    "the picture is a page, document or archive at the same time and is not kept; take the photo anew",
);
pub const PICTURE_BROKEN: Word = Word::new(
    "图片读不出来，可能没有传完；请重新选择",
    "the picture cannot be read, maybe it broke off; choose it again",
);
pub const PICTURE_TOO_MANY_PIXELS: Word = Word::new(
    "图片超过 5000 万像素；请在相机里调小尺寸",
    "the picture has more than 50 million pixels; let the camera take smaller ones",
);
pub const PICTURE_TOO_LARGE: Word =
    Word::new("单张图片不能超过 15 MB；请调小后再传", "a picture may have 15 MB at most; make it smaller");
pub const TOO_MANY_PICTURES: Word =
    Word::new("一次最多 6 张照片；请分几次记录", "six photos at most; record them in several forms");
pub const PHOTO_GONE: Word = Word::new(
    "照片已超过一天未保存或已被删除；请重新上传",
    "a photo waited for more than a day or was erased; upload it again",
);
pub const FORM_UNREADABLE: Word =
    Word::new("表单读不出来；请返回后重新填写", "the form cannot be read; go back and fill it in again");
pub const UPLOAD_BROKEN_OFF: Word = Word::new(
    "上传中断，或表单太大；请检查网络，减少照片后再试",
    "the upload broke off, or the form is too large; check the network, send fewer photos",
);

// Why something is not recorded.
pub const KIND_MISSING: Word =
    Word::new("请选择一个事项；规则里没有所填的事项", "choose a kind; the rulebook has none of that name");
pub const KIND_DERIVED: Word = Word::new(
    "这一事项由系统根据办件、考勤、评价或投诉自动认定，不能人工记录",
    "this kind follows from cases, attendance, ratings or complaints by itself and is not recorded by people",
);
pub const STAFF_WANTED: Word = Word::new(
    "这一事项只对人员计分；请在窗口下面勾选人员",
    "this kind counts for people alone; tick who it was, below the window",
);
pub const POINTS_FIXED: Word = Word::new(
    "这一事项的分值由规则固定（窗口记录时），不能另填；请清空分值",
    "the rule fixes the points of this kind here; leave the points blank",
);
pub const DATE_UNREADABLE: Word =
    Word::new("日期读不出来；请写成 2026-09-08", "the date cannot be read; write it as 2026-09-08");
pub const DATE_AHEAD: Word =
    Word::new("日期还没有到；请选今天或以前", "the date is still to come; choose today or earlier");
pub const COUNT_WRONG: Word =
    Word::new("次数应为 1 至 100 的整数", "how often: a whole number from 1 to 100");
pub const NOBODY_CHOSEN: Word = Word::new("请至少选择一个窗口", "choose a window at least");
pub const INSPECTOR: Word = Word::new("检查人", "Seen by");
pub const REASON_MISSING: Word = Word::new("请写明作废的理由", "say why it is voided");
pub const APPROVAL_MISSING: Word = Word::new("请写明由谁批准", "say who approved it");
pub const COUNTS_NO_MORE: Word =
    Word::new("这条记录已经作废或撤回，不再计分", "it is voided or taken back already and counts no more");
pub const MONTH_AHEAD: Word = Word::new("这个月还没有开始", "the month has not begun");
pub const NO_NEW_MARKS: Word = Word::new("没有新的分数需要保存", "there are no new marks to be saved");
pub const EFFECT_CHANGED: Word = Word::new(
    "在此期间有新的记录，影响与刚才显示的不同。请再看一遍后保存。",
    "something else was entered meanwhile and the effect is not as it was shown. Look again, then save.",
);

pub fn note_too_long(characters: usize) -> String {
    format!("说明不能超过 {characters} 个字 / the note may have {characters} characters at most")
}

pub fn no_such_target(text: &str) -> String {
    format!(
        "名册里没有窗口或人员 `{text}`；请从列表中选择 / the registry has no window or person `{text}`; choose from the list"
    )
}

pub fn too_many_targets(count: usize) -> String {
    format!(
        "一次最多记录 {count} 个窗口或人员；请分几次 / {count} windows and people at most; use several forms"
    )
}

pub fn points_outside(ranges: &[String]) -> String {
    let told = ranges.join("、");
    let en = ranges.join(", ");
    format!("分值超出规则的范围，应在 {told} 之间 / the points lie outside the rule\u{2019}s range {en}")
}

pub fn month_closed(month: Month, version: u32) -> String {
    format!(
        "{} 已公布（第 {version} 版）。现在补记不改变已公布的结果，要重新发布才生效；确定要补记，请勾选\u{201c}补记到已公布的月份\u{201d} / \
         {month} is closed (version {version}). What is entered now changes nothing published until the month is reissued; \
         tick that it is meant for a closed month",
        Lang::Zh.month(month)
    )
}

pub fn not_evaluated(who: &str) -> String {
    format!("{who} 本月没有在岗，不参加考评 / {who} has no assignment in the month and is not evaluated")
}

pub fn mark_wrong(who: &str) -> String {
    format!(
        "{who} 的两个分数都应为 0 至 100，最多两位小数 / {who}: both marks are wanted, 0 to 100 with two decimals at most"
    )
}

pub fn of_staff_alone(lang: Lang, title: &str) -> String {
    match lang {
        Lang::Zh => format!("只计人员 · {title}"),
        Lang::En => format!("People alone · {title}"),
    }
}

/// That a month is closed, in which version.
pub fn published_in(lang: Lang, version: u32) -> String {
    match lang {
        Lang::Zh => format!("已公布第 {version} 版"),
        Lang::En => format!("closed, version {version}"),
    }
}

/// Why less counts than the rule asks for.
pub fn capped(lang: Lang, category: &str, full: Points, left: Points, counted: &str) -> String {
    match (lang, left == Points::ZERO) {
        (Lang::Zh, true) => format!("{category}（{full} 分）已到上限，只计 {counted}"),
        (Lang::En, true) => format!("{category} ({full}) is used up, only {counted} counts"),
        (Lang::Zh, false) => format!("{category}只剩 {left} 分，只计 {counted}"),
        (Lang::En, false) => format!("{category} has {left} left, only {counted} counts"),
    }
}

pub fn flag_moves(lang: Lang, who: &str, from: Option<Flag>, to: Option<Flag>) -> String {
    let name = |flag: Option<Flag>| match (lang, flag) {
        (Lang::Zh, Some(Flag::Red)) => "红旗",
        (Lang::Zh, Some(Flag::Yellow)) => "黄旗",
        (Lang::Zh, None) => "无旗",
        (Lang::En, Some(Flag::Red)) => "red flag",
        (Lang::En, Some(Flag::Yellow)) => "yellow flag",
        (Lang::En, None) => "no flag",
    };
    format!("{who} {} → {}", name(from), name(to))
}

// The effect before saving.
pub const PROPOSED: Word = Word::new("新增建议：", "proposed: ");
pub const PROPOSED_NO_MORE: Word = Word::new("不再建议：", "proposed no more: ");
pub const EFFECT_TITLE: Word = Word::new("保存前看影响", "The effect before saving");
pub const WILL_BE_ENTERED: Word = Word::new("将要记录", "What will be entered");
pub const TOTAL_NOW: Word = Word::new("现在", "Now");
pub const TOTAL_THEN: Word = Word::new("保存后", "Then");
pub const CHANGE: Word = Word::new("变化", "Change");
pub const RANK: Word = Word::new("名次", "Rank");
pub const FLAG: Word = Word::new("红黄旗", "Flag");
pub const COMMA: Word = Word::new("、", ", ");
pub const LINES: Word = Word::new("分数明细的变化", "Lines that change");
pub const COUNTED_NOW: Word = Word::new("现计", "Counts now");
pub const COUNTED_THEN: Word = Word::new("将计", "Will count");
pub const ASKED: Word = Word::new("应扣（加）", "Asked for");
pub const OTHERS: Word = Word::new("对其他窗口", "For other windows");
pub const CONSEQUENCES: Word = Word::new("规则的后果", "What the rules propose");
pub const NO_CHANGE: Word = Word::new("分数、名次和旗都不变", "No total, rank or flag changes");
pub const SIMILAR: Word = Word::new(
    "同一天已有同样的记录，请确认不是重复：",
    "The same was recorded on that day already; make sure it is no repetition: ",
);
pub const CHANGE_IT: Word = Word::new("返回修改", "Go back and change it");
pub const CLOSED_EFFECT: Word = Word::new(
    "这个月已公布。下面是重新发布后的样子；在重新发布之前，已公布的结果不变。",
    "The month is closed. Below is what a reissue would show; until then what is published stays.",
);

pub fn ranks_of_others(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Zh => format!("另有 {count} 个窗口名次变动"),
        Lang::En if count == 1 => "1 other window moves in rank".to_owned(),
        Lang::En => format!("{count} other windows move in rank"),
    }
}

pub fn save_records(lang: Lang, count: usize, is_merit: bool) -> String {
    match (lang, is_merit) {
        (Lang::Zh, false) => format!("保存这 {count} 条检查记录"),
        (Lang::Zh, true) => format!("保存这 {count} 条加分"),
        (Lang::En, false) => format!("Save {count} finding{}", if count == 1 { "" } else { "s" }),
        (Lang::En, true) => format!("Save {count} merit{}", if count == 1 { "" } else { "s" }),
    }
}

pub fn save_evaluations(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Zh => format!("保存这 {count} 条考评"),
        Lang::En => format!("Save {count} evaluation{}", if count == 1 { "" } else { "s" }),
    }
}

pub fn void_button(lang: Lang, id: &str) -> String {
    match lang {
        Lang::Zh => format!("作废 {id}"),
        Lang::En => format!("Void {id}"),
    }
}

// The list and one of it.
pub const TITLE: Word = Word::new("检查与加分记录", "Findings and merits");
pub const FINDING: Word = Word::new("检查记录", "Finding");
pub const MERIT: Word = Word::new("加分记录", "Merit");
pub const NEW: Word = Word::new("记录检查或加分", "Record a finding or merit");
pub const NONE: Word = Word::new(
    "没有符合条件的记录；可放宽筛选，或记录一条",
    "nothing of this kind was recorded; widen the choice, or record one",
);
pub const KIND: Word = Word::new("事项", "Kind");
pub const ALL_KINDS: Word = Word::new("全部事项", "all kinds");
pub const ALL_STATES: Word = Word::new("全部状态", "in any state");
pub const COUNTING: Word = Word::new("计分", "counts");
pub const VOIDED: Word = Word::new("已作废", "voided");
pub const RETRACTED: Word = Word::new("已撤回", "taken back");
pub const BY: Word = Word::new("录入", "Entered by");
pub const ALL_PEOPLE: Word = Word::new("全部录入人", "entered by anybody");
pub const PHOTOS: Word = Word::new("照片", "Photos");
pub const NOTE: Word = Word::new("说明", "Note");
pub const EFFECT: Word = Word::new("计分", "What counted");
pub const NO_EFFECT: Word = Word::new("不计分", "no points");
pub const FOOT: Word = Word::new(
    "人工记录的检查和加分。由办件、考勤、评价、投诉自动认定的扣分不在此列，见窗口和人员的明细。应扣与实扣不同，是因为本项已扣完或加分到了上限。",
    "What people recorded. Deductions that follow from cases, attendance, ratings and complaints are on the pages of windows and \
     people. Less counts than was asked for where a category is used up or the bonus is at its most.",
);
pub const VOID: Word = Word::new("作废这条记录", "Void it");
pub const VOID_NOTE: Word = Word::new(
    "作废后从所有月份中去掉，记录和理由仍保留。先看影响，再确认。",
    "A voided one counts in no month; it and the reason stay on record. You see the effect first.",
);
pub const VOID_PREVIEW: Word = Word::new("看作废的影响", "Show what voiding changes");
pub const VOID_REASON: Word = Word::new("作废理由", "Why it is voided");
pub const APPROVED_BY: Word = Word::new("批准人", "Approved by");
pub const VOIDED_BECAUSE: Word = Word::new("作废", "Voided");
pub const PHOTO_OF: Word = Word::new("现场照片", "Photo from the site");
pub const PHOTOS_HIDDEN: Word =
    Word::new("照片只给经办的人看", "photos are shown to those who work on it only");
pub const COUNT: Word = Word::new("次数", "How often");
pub const POINTS: Word = Word::new("分值", "Points");
pub const SEEN_AT: Word = Word::new("时间", "When");
pub const ONE_IN_SENTENCE: Word = Word::new("检查或加分记录", "finding or merit");
pub const PHOTO_IN_SENTENCE: Word = Word::new("照片", "photo");
pub const MONTH: Word = Word::new("月份", "Month");

// The forms.
pub const CHOOSE_WINDOWS: Word = Word::new("窗口（可选多个）", "Windows (several if you like)");
pub const CHOOSE_WINDOWS_NOTE: Word = Word::new(
    "勾选人员时，窗口和人员都计分；每个窗口或人员各记一条。",
    "Where a person is ticked it counts for the window and the person; each window or person gets a record of its own.",
);
pub const CHOOSE_KIND: Word = Word::new("事项", "Kind");
pub const FAVOURITES: Word = Word::new("本月常用", "Frequent this month");
pub const MORE_KINDS: Word = Word::new("全部事项", "All kinds");
pub const FIND_KIND: Word = Word::new("查找事项", "Find a kind");
pub const FIND_WINDOW: Word = Word::new("查找窗口或人员", "Find a window or person");
pub const POINTS_HINT: Word = Word::new(
    "只有分值写成范围的事项可填，不填按规则",
    "only for kinds with a range; by the rule where left blank",
);
pub const DATE: Word = Word::new("日期", "Date");
pub const DATE_NOTE: Word = Word::new("不能晚于今天", "today at the latest");
pub const PHOTO: Word = Word::new("拍照", "Photo");
pub const PHOTO_NOTE: Word = Word::new(
    "最多 6 张；保存时去掉拍摄地点等信息，只给经办的人看",
    "six at most; place and device are taken off, and only those who work on it see them",
);
pub const ACCEPTS_CLOSED: Word = Word::new(
    "补记到已公布的月份：已公布的结果不变，要重新发布才生效",
    "it is meant for a closed month: what is published stays until the month is reissued",
);
pub const SHOW_EFFECT: Word = Word::new("看影响", "Show the effect");
pub const FORM_FOOT: Word = Word::new(
    "下一步显示对分数、名次和旗的影响，确认后才保存。",
    "The next page shows what changes in totals, ranks and flags; nothing is saved before.",
);
pub const ONLY_WITHOUT_DEVICE: Word =
    Word::new("只能记在没有考勤设备的大厅", "only where there is no attendance device");
pub const DEVICE_NOTE: Word = Word::new(
    "这一事项在有考勤设备的大厅由设备认定，那里的窗口不能选",
    "devices tell this kind where there are any; windows there cannot be chosen",
);
pub const PEOPLE_ONLY: Word = Word::new("须选人员", "a person is wanted");

// The round.
pub const ROUND: Word = Word::new("巡查录入", "Round through the hall");
pub const SAVE_NEXT: Word = Word::new("保存，记下一个", "Save, next");
pub const LATEST: Word = Word::new("我今天记录的", "What I recorded today");
pub const LATEST_NONE: Word = Word::new("今天还没有记录", "nothing yet today");
pub const WAITING: Word = Word::new("等待发送", "waiting to be sent");
pub const SENDING: Word = Word::new("正在发送", "being sent");
pub const ALL_SENT: Word = Word::new("已全部发送", "all sent");
pub const KEPT_HERE: Word = Word::new(
    "网络不通，已存在本机，通网后自动发送",
    "no network; kept on this phone and sent when there is one",
);
pub const LOG_IN_AGAIN: Word = Word::new(
    "登录已过期，重新登录后回到本页即自动发送",
    "the login is over; log in and come back, and it is sent",
);
pub const REFUSED: Word = Word::new("没有被接受", "not accepted");
pub const DROP: Word = Word::new("放弃这条", "Drop it");
pub const SAVED: Word = Word::new("已保存", "Saved");
pub const SAVED_BEFORE: Word =
    Word::new("之前已保存，没有重复记录", "It was saved before and is not there twice");
pub const CHOOSE_BOTH: Word = Word::new("请选择窗口和事项", "choose a window and a kind");

// Evaluations.
pub const EVALUATIONS: Word = Word::new("月度考评", "Evaluations");
pub const CENTER: Word = Word::new("中心评分", "Center");
pub const PEERS: Word = Word::new("窗口互评", "Other windows");
pub const MEAN: Word = Word::new("平均", "Mean");
pub const GRADE: Word = Word::new("等次", "Grade");
pub const KEPT_POINTS: Word = Word::new("得分", "Points");
pub const MISSING: Word = Word::new("未考评", "missing");
pub const WINDOWS: Word = Word::new("窗口", "Windows");
pub const STAFF: Word = Word::new("人员", "Staff");
pub const FAILED_TWICE: Word = Word::new(
    "连续两个月不合格，建议退回原单位",
    "failed twice in a row: return to the own unit is proposed",
);
pub const FAILED_BEFORE: Word = Word::new("上月不合格", "failed last month");
pub const CONSEQUENCE: Word = Word::new("后果", "Consequence");
pub const EVALUATIONS_PREVIEW: Word = Word::new("看这些考评的影响", "Show what these marks change");
pub const EVALUATIONS_FOOT: Word = Word::new(
    "两项评分的平均决定等次。没有考评的按满分计，并列为待补。规则没有规定各等次的名额。最后一次录入的为准。",
    "The mean of both marks makes the grade. Who has none keeps full marks and is listed as missing. The rulebook sets no quota of \
     grades. Of several recordings the last counts.",
);
pub const NOBODY_EVALUATED: Word =
    Word::new("这个月没有在岗的窗口和人员", "nobody has an assignment in this month");

// The week.
pub const WEEK: Word = Word::new("值班周表", "Weekly sheet");
pub const WEEK_BEFORE: Word = Word::new("上一周", "The week before");
pub const WEEK_AFTER: Word = Word::new("下一周", "The week after");
pub const DAY: Word = Word::new("日期", "Day");
pub const DAY_OFF: Word = Word::new("休", "off");
pub const ON_DUTY: Word = Word::new("值班（录入人）", "On duty (who entered)");
pub const FOUND: Word = Word::new("检查扣分", "Findings");
pub const GIVEN: Word = Word::new("加分", "Merits");
pub const ATTENDANCE: Word = Word::new("迟到/早退/旷工", "Late/early/absent");
pub const LEAVE: Word = Word::new("病事假", "Leave");
pub const QUEUE: Word = Word::new("取号/办理/弃号", "Taken/served/left");
pub const RATINGS: Word = Word::new("评价/差评", "Ratings/bad");
pub const COMPLAINTS: Word = Word::new("投诉", "Complaints");
pub const CASES: Word = Word::new("受理/办结", "Accepted/completed");
pub const SUM: Word = Word::new("合计", "Sum");
pub const WHAT_WAS_FOUND: Word = Word::new("本周检查情况", "What was found");
pub const NOTHING_FOUND: Word = Word::new("本周没有检查和加分记录", "nothing was recorded this week");
pub const REMARKS: Word = Word::new("值班情况说明", "Remarks of the duty supervisor");
pub const SAVE_REMARKS: Word = Word::new("保存说明", "Save the remarks");
pub const NO_REMARKS: Word = Word::new("（未填写）", "(none)");
pub const SIGNED_DUTY: Word = Word::new("值班人签字", "Duty supervisor");
pub const SIGNED_HEAD: Word = Word::new("负责人签字", "Head");
pub const SIGNED_ON: Word = Word::new("日期", "Date");
pub const PRINT_NOTE: Word = Word::new("打印后为一页 A4", "prints on one sheet of A4");
pub const WEEK_UNREADABLE: Word =
    Word::new("周次读不出来；请写成 2026-W38", "the week cannot be read; write it as 2026-W38");
pub const WEEK_FOOT: Word = Word::new(
    "考勤、排队、评价、投诉和办件按发生日统计；已撤回的不计。说明只写在本表上，不影响任何得分。",
    "Attendance, queue, ratings, complaints and cases by the day on which they happened, without what was taken back. Remarks stand \
     on this sheet alone and change no score.",
);

pub fn week_name(lang: Lang, year: i32, week: u32) -> String {
    match lang {
        Lang::Zh => format!("{year}年第 {week} 周"),
        Lang::En => format!("Week {week} of {year}"),
    }
}

pub fn written_by(lang: Lang, who: &str, at: &str) -> String {
    match lang {
        Lang::Zh => format!("{who} 写于 {at}"),
        Lang::En => format!("written by {who}, {at}"),
    }
}

/// An event that is about to be entered, in one line.
pub fn told(context: &Context<'_>, dated: &Dated, lang: Lang) -> String {
    let registry = context.registry();
    let (event_type, data) = (&dated.event.0, &dated.event.1);
    let text = |name: &str| data[name].as_str().unwrap_or_default();
    let mut parts = Vec::new();
    if let Some(&window) = registry.index.windows.get(text("window")) {
        parts.push(format!("{} {}", text("window"), registry.windows[usize::from(window)].name));
    }
    if let Some(&staff) = registry.index.staff.get(text("staff")) {
        parts.push(format!("{} {}", text("staff"), registry.staff[usize::from(staff)].name));
    }
    if let Some(kind) = context.county.rulebooks.kind(text("kind")) {
        parts.push(lang.title(&context.county.rulebooks.kinds()[usize::from(kind)].title).to_owned());
    }
    let number = |name: &str| data[name].as_f64().map(|number| number.to_string());
    let labelled = [("count", COUNT), ("points", POINTS), ("center", CENTER), ("peers", PEERS)];
    for (name, label) in labelled {
        parts.extend(number(name).map(|number| format!("{} {number}", lang.say(label))));
    }
    let words = [text("note"), text("reason"), data["evidence"][0].as_str().unwrap_or_default()];
    parts.extend(words.into_iter().filter(|words| !words.is_empty()).map(str::to_owned));
    let zone = &registry.zone;
    let when = match text("month") {
        "" => lang.moment(zone, dated.at, zone.date(context.as_of).year()),
        month => Month::parse(month).map_or(String::new(), |month| lang.month(month)),
    };
    let id = [text("finding"), text("merit")].concat();
    format!("{} {id} · {when} · {}", fields::event_type(lang, event_type), parts.join(" · "))
}
