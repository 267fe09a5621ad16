//! What the pages say about closing a month: its steps, check list, preview, decisions, publishing.

use crate::checks::Item;
use crate::months::proposals::ProposalState;
use reports::words::{Lang, Word};

// Flags and consequences.
pub const PROPOSALS: Word = Word::new("红黄旗与处理确认", "Flags and consequences to confirm");
pub const STEPS_OF_MONTH: Word = Word::new("本月步骤", "Steps of the month");
pub const UNDECIDED: Word = Word::new("待确认", "undecided");
pub const CONFIRMED: Word = Word::new("已确认", "confirmed");
pub const DROPPED: Word = Word::new("已撤下", "dropped");
pub const NO_PROPOSALS: Word =
    Word::new("本月没有需要确认的旗帜和处理建议", "nothing is proposed in this month");
pub const WHAT_IS_PROPOSED: Word = Word::new("旗帜或处理", "Flag or consequence");
pub const ABOUT_WHOM: Word = Word::new("窗口或人员", "Window or person");
pub const FOLLOWS_FROM: Word = Word::new("依据", "What it follows from");
pub const DECISION: Word = Word::new("决定", "Decision");
pub const DECIDE: Word = Word::new("确认或撤下…", "Confirm or drop…");
pub const DECIDE_AGAIN: Word = Word::new("改变决定…", "Decide otherwise…");
pub const CONFIRM: Word = Word::new("确认这一项", "Confirm it");
pub const DROP: Word = Word::new("撤下这一项", "Drop it");
pub const REASON_TO_DROP: Word = Word::new("理由(撤下必填)", "Reason (a drop needs one)");
pub const NO_LONGER_PROPOSED: Word = Word::new("决定过、现已不再建议", "Decided, and proposed no more");
pub const AFTER_CLOSE: Word = Word::new(
    "本月已关账。现在改变决定不改动已公布的版本，会列入与该版的差异，重新公布后生效。",
    "The month is closed. A decision made now leaves the published version as it is; it shows as a difference and takes \
     effect with a reissue.",
);
pub const PROPOSALS_FOOT: Word = Word::new(
    "旗帜和处理是按细则算出的建议，由监察机构逐项确认或说明理由撤下。决定不改变得分和名次；名次表、窗口页、公示和公布的文件都注明已确认或已撤下。",
    "Flags and consequences are what the rules propose; the bureau confirms each or drops it with a reason. A decision \
     changes no score and no rank; rankings, window pages, the public notice and published files say what was confirmed \
     and what was dropped.",
);
pub const NOT_OVER_YET: Word = Word::new(
    "本月尚未结束，旗帜和处理还会变化；月末过后才能确认",
    "the month is not over: flags and consequences may still change and can be decided once it is",
);
pub const ALL_DECIDED: Word = Word::new("全部已经决定", "all are decided already");
pub const NO_SUCH_PROPOSAL: Word = Word::new(
    "本月没有这项建议，可能已随成绩变化；请刷新页面再看",
    "the month does not propose this, perhaps no more: reload the page and look again",
);
pub const DECIDED_SO: Word = Word::new("这一项已经这样决定了", "it is decided so already");
pub const DROP_WANTS_REASON: Word =
    Word::new("撤下须写明理由，1 至 500 个字", "a drop needs a reason of 1 to 500 characters");

/// Where a proposal stands.
pub fn proposal_state(state: ProposalState) -> Word {
    match state {
        ProposalState::Undecided => UNDECIDED,
        ProposalState::Confirmed => CONFIRMED,
        ProposalState::Dropped => DROPPED,
    }
}

/// `确认全部 12 项`
pub fn confirm_all(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Zh => format!("确认全部 {count} 项待确认的"),
        Lang::En => format!("Confirm all {count} undecided"),
    }
}

// The check list.
pub const CHECK_LIST: Word = Word::new("结算前检查", "Check list before the close");
pub const CHECK_LIST_LINES: Word = Word::new("检查表", "Check list");
pub const CHECK_LIST_FOOT: Word = Word::new(
    "先把数据理清，再评功过。两项会阻止关账（本月未结束、较早月份未关账），其余只提醒：处理完或有人看过并写下意见即可；带着未处理的提醒关账须写明理由，理由随版本保存。意见只对当时的数目有效，数目增加须再看。",
    "Bad data is sorted out before anyone is blamed for it. Two lines stop a close (the month is not over, an earlier month \
     is open), the others warn: they are settled when nothing is left or somebody looked and said a word. Closing over open \
     warnings needs a reason, which is kept with the version. A word holds for no more than there were then.",
);
pub const WHY_IT_MATTERS: Word = Word::new("为什么要看", "Why it matters");
pub const CHECKED: Word = Word::new("查看意见", "Looked at");
pub const MARK_CHECKED: Word = Word::new("记下已看过…", "Note that it was looked at…");
pub const MARK_AGAIN: Word = Word::new("再记一次…", "Note it again…");
pub const REMARK: Word = Word::new("意见", "What is said about it");
pub const MARK_BUTTON: Word = Word::new("记下已看过", "Note it");
pub const SHOW_THEM: Word = Word::new("是哪些", "which");
pub const ALL_LINES: Word = Word::new("全部检查项", "All lines of the check list");
pub const TO_LIST: Word = Word::new("打开名单", "open the list");
pub const MORE_SINCE: Word = Word::new("看过之后又增加，须再看", "more since it was looked at");
pub const SETTLED: Word = Word::new("无", "nothing");
pub const BLOCKS: Word = Word::new("阻止关账", "stops the close");
pub const WARNS: Word = Word::new("提醒", "warns");
pub const LOOKED_AT: Word = Word::new("已看过", "looked at");
pub const ALL_SETTLED: Word =
    Word::new("全部处理完毕，可以关账", "everything is settled: the month can be closed");
pub const NOTHING_TO_MARK: Word = Word::new(
    "这一项没有需要记的：没有未处理的，或必须先处理",
    "there is nothing to note on this line: nothing is open, or it must be settled",
);
pub const CLOSED_NO_LIST: Word =
    Word::new("本月已关账，检查表止于关账之时", "the month is closed; the check list ended with the close");
pub const OPEN_AT_CLOSE: Word = Word::new("关账时尚未处理", "Still open at the close");
pub const CLOSED_ALL_THE_SAME: Word = Word::new("仍然关账的理由", "Why it was closed all the same");
pub const REASON_TO_CLOSE: Word = Word::new(
    "还有未处理的提醒，写明仍然关账的理由",
    "Warnings are open: say why the month is closed all the same",
);
pub const NOT_PUT_UP: Word = Word::new("尚未公示", "not put up for objections yet");
pub const STILL_SILENT: Word = Word::new("至今", "until now");

/// A line of the check list: what it is, and why it matters.
pub fn check_item(item: Item) -> (Word, Word) {
    match item {
        Item::NotOver => (
            Word::new("本月尚未结束", "The month is not over"),
            Word::new(
                "月末的通知、红黄旗和处理建议在其后第一个工作日产生，此前不能关账",
                "its end's notices, flags and consequences are of the first working day after it",
            ),
        ),
        Item::EarlierOpen => (
            Word::new("较早月份未关账", "An earlier month is open"),
            Word::new(
                "一年内的次数（再次黄旗、再次投诉）以较早月份的公布结果为准",
                "yearly counts (second yellow flag, second complaint) rest on what was published of the months before",
            ),
        ),
        Item::Evaluations => (
            Word::new("缺少月度考评", "Evaluations missing"),
            Word::new(
                "没有考评的按满分计，名次可能偏高",
                "who has none counts with full marks and may rank too high",
            ),
        ),
        Item::Feeds => (
            Word::new("数据中断的时段", "Times without data"),
            Word::new(
                "中断期间的办件、评价、考勤不完整；恢复并补传后自动重算",
                "what happened then may be missing; once it is sent after all, everything is computed anew",
            ),
        ),
        Item::Rejected => (
            Word::new("被拒收、尚未处理的事件", "Rejected events not mended"),
            Word::new(
                "拒收的事件不计分；修正登记册后可以重放",
                "they count nowhere; once the registry is mended they can be replayed",
            ),
        ),
        Item::Anomalies => (
            Word::new("看起来不对的数据", "Data that looks wrong"),
            Word::new(
                "先弄清是设备、录入还是本人的问题，再扣分",
                "find out whether a device, an entry or a person is at fault before anyone is blamed",
            ),
        ),
        Item::Signals => (
            Word::new("疑点线索", "Signals of integrity"),
            Word::new(
                "线索不扣分；公布之前应当看过，查实的作为检查记录录入",
                "they cost no points; look at them before the ranking is published and record what proves true",
            ),
        ),
        Item::FindingsWithoutStaff => (
            Word::new("没有写明人员的检查记录", "Findings that name no person"),
            Word::new(
                "只扣了窗口的分，个人台账没有；查明后撤回重录",
                "they cost the window alone and not the person; once known, take them back and record them anew",
            ),
        ),
        Item::Ratings => (
            Word::new("差评尚未核实", "Bad ratings not verified"),
            Word::new(
                "属实的要扣分，不实的不计入满意率；未核实的现在只压低满意率",
                "valid ones cost points, invalid ones leave the satisfaction rate; until then they only lower it",
            ),
        ),
        Item::Complaints => (
            Word::new("投诉尚未办结", "Complaints not answered"),
            Word::new(
                "查实的投诉按办结日期扣分，可能落到下一个月",
                "an upheld one costs points on the day it is resolved, perhaps in the next month",
            ),
        ),
        Item::Appeals => (
            Word::new("申诉尚未决定", "Appeals not decided"),
            Word::new(
                "申诉成立会改变得分和名次，关账后只能重新公布",
                "an upheld one changes scores and ranks; after the close that takes a reissue",
            ),
        ),
        Item::Orders => (
            Word::new("整改逾期", "Rectification orders overdue"),
            Word::new(
                "整改不影响得分；通报前宜知道哪些窗口没有改",
                "orders change no score; before publishing it is good to know who has not rectified",
            ),
        ),
        Item::Proposals => (
            Word::new("旗帜和处理待确认", "Flags and consequences undecided"),
            Word::new(
                "旗帜和处理是建议，由监察机构逐项确认或说明理由撤下",
                "they are proposals: the bureau confirms each or drops it with a reason",
            ),
        ),
        Item::PublicNotice => (
            Word::new("公示", "Public notice"),
            Word::new(
                "公示之后窗口才能在期限内对结果申诉",
                "it is from the notice on that windows know by when to appeal",
            ),
        ),
    }
}

/// Which numbers miss what a stream did not send.
pub fn touched_by(lang: Lang, stream: &str) -> String {
    let numbers = match stream {
        "case" => Word::new("办件量、按时办结率、超期扣分", "cases, on-time rate, overdue points"),
        "attendance" => Word::new("考勤扣分、满勤加分", "attendance points"),
        "queue" => Word::new("等候和办理时长", "waiting and service times"),
        "rating" => Word::new("满意率、差评扣分", "satisfaction rate, points for bad ratings"),
        "complaint" => Word::new("投诉件数、查实扣分", "complaints and their points"),
        "fee" => Word::new("收费扣分", "points for fees"),
        other => return super::fields::stream(lang, other).to_owned(),
    };
    lang.say(numbers).to_owned()
}

/// How long a source was silent in office time, and what is incomplete.
pub fn silence(lang: Lang, minutes: u32, numbers: &str) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60);
    match lang {
        Lang::Zh => format!("工作时间 {hours} 小时 {rest} 分没有数据；可能不完整：{numbers}"),
        Lang::En => {
            format!("{hours} h {rest} min of office time without data; perhaps incomplete: {numbers}")
        }
    }
}

/// `期限 10月12日`
pub fn by_day(lang: Lang, day: &str) -> String {
    match lang {
        Lang::Zh => format!("期限 {day}"),
        Lang::En => format!("by {day}"),
    }
}

/// `申诉期到 10月12日`
pub fn appeals_until(lang: Lang, day: &str) -> String {
    match lang {
        Lang::Zh => format!("已公示，申诉期到 {day}"),
        Lang::En => format!("put up; one may appeal until {day}"),
    }
}

/// How many lines of the check list are open.
pub fn lines_open(lang: Lang, blocking: usize, warning: usize) -> String {
    match lang {
        Lang::Zh if blocking > 0 => format!("{blocking} 项阻止关账，{warning} 项提醒未处理"),
        Lang::Zh => format!("{warning} 项提醒未处理"),
        Lang::En if blocking > 0 => format!("{blocking} stop the close, {warning} warnings open"),
        Lang::En => format!("{warning} warnings open"),
    }
}

/// That more are counted than are named.
pub fn and_more(lang: Lang, more: usize) -> String {
    match lang {
        Lang::Zh => format!("另有 {more} 项"),
        Lang::En => format!("and {more} more"),
    }
}

// The steps of a month.
pub const HOW_MANY: Word = Word::new("数目", "How many");
pub const MONTH_STEPS: Word = Word::new("月度结算步骤", "Steps of the month");
pub const NEXT: Word = Word::new("下一步", "Next");
pub const STEP_DONE: Word = Word::new("已完成", "done");
pub const STEP_NEXT: Word = Word::new("现在办", "to be done now");
pub const STEP_LATER: Word = Word::new("以后", "later");
pub const STEP_OPEN: Word = Word::new("可办", "can be done");
pub const RUNS: Word = Word::new("当月计分", "The month runs");
pub const PREVIEW: Word = Word::new("预览", "Preview");
pub const CLOSE: Word = Word::new("关账", "Close");
pub const PUBLISH: Word = Word::new("发布", "Publish");
pub const DIFFERENCE: Word = Word::new("公布后的差异与重新公布", "Difference since, and reissue");
pub const PUBLISH_BUTTON: Word = Word::new("发布这一版", "Publish this version");
pub const TO_CHECK_LIST: Word = Word::new("打开检查表", "Open the check list");
pub const TO_PREVIEW: Word = Word::new("预览将要公布的结果", "See what would be published");
pub const TO_PROPOSALS: Word = Word::new("逐项确认或撤下", "Confirm or drop each");
pub const TO_CLOSE: Word = Word::new("去关账", "Go to the close");
pub const TO_CHANGES: Word = Word::new("查看差异、重新公布", "See the difference, reissue");
pub const TO_RANKING: Word = Word::new("打开排名", "Open the ranking");
pub const NOTHING_NEXT: Word = Word::new("没有要办的事", "there is nothing to do");
pub const NOT_PUBLISHED: Word = Word::new("尚未发布", "not published yet");
pub const NEVER_CLOSED: Word = Word::new("尚未关账", "not closed yet");
pub const NO_DIFFERENCE: Word =
    Word::new("没有收到与本月有关的迟到事件", "nothing that bears on the month has come since");
pub const DECIDED_OTHERWISE: Word =
    Word::new("旗帜或处理的决定有变化", "decisions on flags or consequences changed");
pub const NO_PREVIEW: Word = Word::new("尚未留存预览", "no preview was kept yet");
pub const STEPS_FOOT: Word = Word::new(
    "结算次序：理清数据、预览、公示、逐项确认、关账、发布。关账冻结结果，发布后才对外公开；此后到达的事件和改变的决定列为差异，重新公布产生新的一版，旧版仍可查阅。",
    "The order: sort out the data, preview, put up for objections, confirm each flag, close, publish. Closing freezes the \
     results, publishing makes them public; what arrives or is decided later is shown as a difference, a reissue makes a \
     new version, and earlier ones stay readable.",
);

// The preview.
pub const PREVIEW_TITLE: Word = Word::new("公布前预览", "Preview before publishing");
pub const WOULD_BE_PUBLISHED: Word = Word::new("如果现在公布", "As it would be published now");
pub const SINCE_PREVIEW: Word = Word::new("与上次留存的预览相比", "Against the preview that was kept last");
pub const SINCE_VERSION: Word = Word::new("与上一公布版本相比", "Against the version published last");
pub const KEEP_PREVIEW: Word =
    Word::new("留存这份预览，供下次比较", "Keep this preview, to compare with later");
pub const SAME_AS_PREVIEW: Word = Word::new("没有变化", "nothing changed");
pub const KEPT_PREVIEW: Word = Word::new("上次留存的预览", "preview kept last");
pub const ACTIONS_PROPOSED: Word = Word::new("旗帜和处理建议", "Flags and consequences");
pub const PREVIEW_FOOT: Word = Word::new(
    "预览只供内部查看，不改变任何结果。留存后，下次打开即可看到其间变了什么、为什么。",
    "A preview is for the bureau alone and changes nothing. Once it is kept, the next look tells what changed in between.",
);

/// `张三 2026年10月9日 10:00`, for a deed.
pub fn done_by(lang: Lang, by: &str, at: &str) -> String {
    match lang {
        Lang::Zh => format!("{by} {at}"),
        Lang::En => format!("{by}, {at}"),
    }
}

/// How many proposals stand where.
pub fn decided_count(lang: Lang, undecided: usize, confirmed: usize, dropped: usize) -> String {
    match lang {
        Lang::Zh => format!("待确认 {undecided}，已确认 {confirmed}，已撤下 {dropped}"),
        Lang::En => format!("{undecided} undecided, {confirmed} confirmed, {dropped} dropped"),
    }
}

/// From when on a month can be closed.
pub fn closable_from(lang: Lang, day: &str) -> String {
    match lang {
        Lang::Zh => format!("{day}起可以公示和关账"),
        Lang::En => format!("can be put up and closed from {day} on"),
    }
}

// What if.
pub const TRIAL_RUNS: Word = Word::new(
    "试算进行中，完成后本页自动显示结果。",
    "The trial runs; this page shows what came of it once it is done.",
);
pub const LOOK_AGAIN: Word = Word::new("现在看", "Look now");
pub const TRIAL_RUNS_ALREADY: Word =
    Word::new("上一次试算还在进行，完成后再试", "your last trial still runs: try again once it is done");
pub const TRIAL_FAILED: Word = Word::new("改动后的细则不能用", "The changed rulebook cannot be used");
pub const WOULD_MOVE: Word = Word::new("谁会变动", "who would move");
pub const NOBODY_MOVES: Word = Word::new("没有人变动", "nobody would move");
pub const OTHERS_MOVED: Word = Word::new("因其他人变动", "because others move");
pub const BY_WHICH_RULE: Word = Word::new("因哪几条", "By which rules");
pub const DOWNLOAD_RULEBOOK: Word =
    Word::new("下载改动后的细则(TOML)", "Download the changed rulebook (TOML)");
pub const FROM_MONTH: Word = Word::new("月份", "Month");
pub const TO_MONTH: Word = Word::new("到", "to");
pub const THIS_MONTH_ALONE: Word = Word::new("只算这一个月", "this month alone");
pub const TRY_IT: Word = Word::new("试算", "Try it");
pub const IS_CHANGED: Word = Word::new("有改动", "changed");
pub const IN_FORCE: Word = Word::new("现行", "in force");
pub const MONTHS_WRONG: Word = Word::new(
    "请选一个已开始的月份，或从早到晚的最多 12 个月",
    "choose a month that has begun, or at most 12 from the earlier to the later",
);
pub const NOTHING_CHANGED: Word = Word::new("没有改动任何数字", "no number was changed");
pub const WHAT_IF_FOOT: Word = Word::new(
    "试算不影响任何结果：用同一批事件按改动后的细则另算一遍，与 flagpost simulate 相同。每个账号同时只进行一次。改动后的细则可下载，作为新版本提出。",
    "A trial changes nothing: the same events are scored once more under the changed rulebook, as flagpost simulate does. One \
     at a time for each account. The changed rulebook can be downloaded and proposed as a new version.",
);

/// A section of a rulebook's file.
pub fn section(name: &str) -> Word {
    match name {
        "ranking" => Word::new("排名与旗帜", "Ranking and flags"),
        "dissatisfied" => Word::new("群众不满意窗口", "Dissatisfied windows"),
        "targets" => Word::new("指标", "Targets"),
        "deadlines" => Word::new("期限（工作日）", "Deadlines (working days)"),
        "evaluation" => Word::new("考评等次", "Evaluation grades"),
        "dissatisfied_rating_points" => Word::new("差评扣分", "Points for bad ratings"),
        _ => Word::new("其他", "Others"),
    }
}

/// A key of a rulebook's file; one that is not known is told as it is written.
pub fn key(lang: Lang, name: &str) -> String {
    let word = match name {
        "points" => Word::new("分值", "points"),
        "min" => Word::new("最少", "least"),
        "max" => Word::new("最多", "most"),
        "default" => Word::new("默认", "default"),
        "after" => Word::new("前几次不计", "the first so many are free"),
        "full" | "full_marks" => Word::new("满分", "full marks"),
        "mean_min" => Word::new("平均分不低于", "mean from"),
        "staffed_workdays_min" => Word::new("参加排名的在岗工作日", "staffed working days to be ranked"),
        "red_rank_max" => Word::new("红旗取前几名", "red flag up to rank"),
        "yellow_rank_above" => {
            Word::new("末位名次大于此数才挂黄旗", "yellow flag where the last rank is above")
        }
        "yellow_flags_warned_from" => {
            Word::new("同年第几次黄旗起警告", "warned from which yellow flag of a year on")
        }
        "total_max" => Word::new("总分不高于", "total of at most"),
        "complaints_upheld_min" => Word::new("当月投诉查实不少于", "complaints upheld in the month from"),
        "reduction" => Word::new("承诺提速", "reduction promised"),
        "on_site_rate" => Word::new("即办率", "on-site rate"),
        "on_time_rate" => Word::new("按时办结率", "on-time rate"),
        "satisfaction_rate" => Word::new("满意率", "satisfaction rate"),
        "early_rate" => Word::new("提前办结率", "early rate"),
        "instant_share" => Word::new("即办件占比", "share of instant items"),
        "case_warning_workdays" => Word::new("到期前几日预告", "warned before the due date"),
        "case_level_3_workdays" => Word::new("催办到警告", "from reminder to warning"),
        "case_level_4_workdays" => Word::new("警告到移交", "from warning to the bureau"),
        "complaint_workdays" => Word::new("投诉办理", "to answer a complaint"),
        "complaint_extended_workdays" => Word::new("投诉延长后", "the same, once extended"),
        "rating_verify_workdays" => Word::new("差评核实", "to verify a bad rating"),
        "rating_rectify_workdays" => Word::new("差评整改", "to rectify it"),
        "appeal_workdays" => Word::new("申诉期", "to appeal"),
        "appeal_decide_workdays" => Word::new("申诉决定", "to decide an appeal"),
        "order_workdays" => Word::new("限期整改", "to carry out an order"),
        "level_1" => Word::new("非常不满意", "very dissatisfied"),
        "level_2" => Word::new("不满意", "dissatisfied"),
        "peer_top_places" => Word::new("互评前几名加分", "places with the peer bonus"),
        other => return other.to_owned(),
    };
    lang.say(word).to_owned()
}

/// How many numbers are changed.
pub fn numbers_changed(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Zh => format!("改动 {count} 处"),
        Lang::En => format!("{count} numbers changed"),
    }
}

/// That a value is no number.
pub fn no_number(path: &str) -> String {
    format!("{path} 须是数字，如 2 或 0.5 / {path} has to be a number, for example 2 or 0.5")
}
