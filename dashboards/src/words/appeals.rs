//! What the pages say about appeals.

use crate::months::AppealTime;
use reports::words::{Lang, Word};
use scoring::appeals::AppealState;
use scoring::context::Context;
use scoring::event::AppealOutcome;
use scoring::month::ActionSubject;
use scoring::points::Points;
use scoring::time::Month;

pub const TITLE: Word = Word::new("申诉", "Appeals");
pub const ONE: Word = Word::new("申诉", "Appeal");
pub const NONE: Word = Word::new("没有符合条件的申诉", "no appeals of this kind");
pub const FOOT: Word = Word::new(
    "申诉在该月公示之日起五个工作日内提出（期限以考核规则为准），由监察机构裁决。申诉期间原决定照常执行；申诉不会使申诉人的得分变得更低。",
    "Appeals are filed within five working days of the month's public notice (the rulebook says how many) and decided by the \
     bureau. The decision stands meanwhile; an appeal never makes the appellant's score worse.",
);
pub const FILE: Word = Word::new("申诉", "Appeal");
pub const FILE_TITLE: Word = Word::new("对这条记录提出申诉", "Appeal against this entry");
pub const FILE_BUTTON: Word = Word::new("提出申诉", "File the appeal");
pub const ENTRY: Word = Word::new("申诉的记录", "The entry");
pub const STANDS_NOW: Word = Word::new("现在的成绩", "As it stands now");
pub const WHOSE: Word = Word::new("申诉人", "Appellant");
pub const ABOUT: Word = Word::new("申诉内容", "About");
pub const FILED: Word = Word::new("提出", "Filed");
pub const FILED_LATE: Word = Word::new("逾期提出", "filed late");
pub const DECIDE_BY: Word = Word::new("裁决期限", "To be decided by");
pub const LAST_DAY: Word = Word::new("申诉截止", "Last day to appeal");
pub const NO_LAST_DAY: Word =
    Word::new("尚未公示，随时可以申诉", "not put up for objections yet; one may appeal");
pub const REASON: Word = Word::new("理由", "Reason");
pub const REASON_HINT: Word = Word::new(
    "写明哪里不对、事实是什么、有什么可以证明",
    "say what is wrong, what is true, and what shows it",
);
pub const APPROVED_BY: Word = Word::new("批准人", "Approved by");
pub const HISTORY: Word = Word::new("经过", "What happened");
pub const ALL_STATES: Word = Word::new("全部", "all");
pub const OPEN_ONES: Word = Word::new("待办", "open");
pub const NOT_SUSPENDED: Word = Word::new(
    "申诉不停止原决定的执行，也不会使得分变得更低。",
    "An appeal does not suspend the decision, and cannot make the score worse.",
);
pub const DECIDE: Word = Word::new("裁决", "Decide");
pub const DECIDE_BUTTON: Word = Word::new("作出裁决", "Decide");
pub const OUTCOME: Word = Word::new("结论", "Outcome");
pub const DISMISS: Word = Word::new("维持：这条记录不变", "Dismiss: the entry stands");
pub const DATA_WRONG: Word = Word::new(
    "数据有误：转数据更正，更正之前不作结论",
    "Data wrong: to be mended first, no conclusion before",
);
pub const UPHOLD: Word = Word::new("成立：撤销这条记录", "Uphold: the entry goes");
pub const UPHOLD_BARE: Word = Word::new(
    "成立：这条记录已经不在，无须另行更正",
    "Uphold: the entry is there no more, nothing else is to be done",
);
pub const HOW: Word = Word::new("怎样更正", "How it is put right");
pub const BEFORE: Word = Word::new("现在", "Now");
pub const AFTER: Word = Word::new("更正之后", "Then");
pub const STAYS: Word = Word::new("这条记录仍在，不可选", "the entry would stay: cannot be chosen");
pub const LOWERS: Word = Word::new("会使得分降低，不可选", "would lower a total: cannot be chosen");
pub const NO_REMEDY: Word = Word::new(
    "这条记录没有可以撤回的事件；请在数据里更正后再裁决，或选择“数据有误”。",
    "Nothing behind this entry can be taken back: mend the data first, or choose “data wrong”.",
);
pub const MENDING: Word = Word::new("待更正的数据", "Data to be mended");
pub const MENDING_HINT: Word = Word::new(
    "请核对下列事件，由原单位撤回或补正；更正之后这里自动显示“数据已更正”。",
    "Check these events and have their source take them back or put them right; this page then shows “data mended” by itself.",
);
pub const MENDED_HINT: Word = Word::new(
    "这条记录所依据的数据已经更正。请作出结论。",
    "What the entry rested on has been mended. Please conclude.",
);
pub const CLOSED_MONTH: Word = Word::new(
    "该月已经关账：更正显示为差异，重新公布后生效。",
    "The month is closed: the correction shows as a difference and stands once it is reissued.",
);
pub const TO_CHANGES: Word = Word::new("查看差异", "See the difference");
pub const NOT_AN_ENTRY: Word = Word::new(
    "申诉内容不是考核记录的编号，照原文显示。",
    "What is appealed against is not the name of an entry; it is shown as it was written.",
);
pub const GONE: Word = Word::new("这条记录已经不在考核记录里", "The entry is not in the ledger any more");
pub const UNRANKED: Word = Word::new("不排名", "not ranked");

// What puts an entry right.
pub const VOID_FINDING: Word = Word::new("作废检查记录", "Void the finding");
pub const VOID_MERIT: Word = Word::new("作废加分记录", "Void the merit");
pub const RATING_INVALID: Word = Word::new("改判评价无效", "Find the rating invalid");
pub const RATING_NOBODY: Word =
    Word::new("改判评价有效但无人负责", "Find the rating valid, with nobody responsible");
pub const COMPLAINT_UNFOUNDED: Word = Word::new("改判投诉查无实据", "Find the complaint not substantiated");
pub const MAKE_UP_BOTH: Word = Word::new("补签到、补签退", "Make up arrival and departure");
pub const MAKE_UP_IN: Word = Word::new("补签到", "Make up the arrival");
pub const MAKE_UP_OUT: Word = Word::new("补签退", "Make up the departure");
pub const RETRACT: Word = Word::new("撤回事件", "Take back the event");

// Why not.
pub const REASON_MISSING: Word = Word::new("请写明理由", "write the reason");
pub const APPROVAL_MISSING: Word = Word::new("请写明批准人", "write who approved it");
pub const NO_SUCH_ENTRY: Word = Word::new(
    "考核记录里没有这一条，可能已经更正；请回到窗口或人员的页面重新选择",
    "there is no such entry, it may have been put right: go back to the window's or person's page and choose again",
);
pub const DECIDED_ALREADY: Word = Word::new("这件申诉已经裁决", "the appeal is decided already");
pub const REMEDY_MISSING: Word = Word::new(
    "申诉成立须选择怎样更正；数据可能已有变化，请刷新后再选",
    "an upheld appeal needs the choice of how it is put right; things may have changed, load the page again",
);
pub const ENTRY_STAYS: Word =
    Word::new("这样更正之后该记录仍在，请另选", "the entry would stay there: choose another way");

/// Where an appeal stands.
pub fn state(state: AppealState) -> Word {
    match state {
        AppealState::Undecided => Word::new("待裁决", "undecided"),
        AppealState::Mending => Word::new("数据更正中", "data being mended"),
        AppealState::Mended => Word::new("数据已更正，待结论", "data mended, to be concluded"),
        AppealState::Upheld => Word::new("成立", "upheld"),
        AppealState::Dismissed => Word::new("维持", "dismissed"),
    }
}

/// What was decided.
pub fn outcome(outcome: AppealOutcome) -> Word {
    super::deeds::appeal_outcome(outcome)
}

/// Why an appeal comes too late, in both languages.
pub fn too_late(month: Month, time: &AppealTime) -> String {
    let AppealTime { from, until, is_from_close } = time;
    let (zh, en) = if *is_from_close {
        ("关账（未单独公示）", "closed without a public notice")
    } else {
        ("公示", "put up for objections")
    };
    format!(
        "{month} 于 {from} {zh}，申诉截止 {until}，已经过期 / {month} was {en} on {from}; one could appeal until {until}"
    )
}

/// That there is an appeal already, in both languages.
pub fn appealed_already(id: &str) -> String {
    format!("这条记录已有申诉 {id} / there is an appeal against this entry already: {id}")
}

/// That a text is too long, in both languages.
pub fn too_long(characters: usize) -> String {
    format!("最多 {characters} 个字 / at most {characters} characters")
}

/// That a remedy would lower a total, in both languages.
pub fn would_lower(
    context: &Context<'_>,
    (month, whose, before, after): &(Month, ActionSubject, Points, Points),
) -> String {
    let id = whose.id(context.registry());
    format!(
        "这样更正会使 {id} {month} 的得分由 {before} 降为 {after}；申诉不得使得分变低，请另选 / this would lower the total of {id} in \
         {month} from {before} to {after}; an appeal must not make it worse: choose another way"
    )
}

/// A rank and of how many it is.
pub fn rank(lang: Lang, rank: Option<(u32, usize)>) -> String {
    rank.map_or_else(|| lang.say(UNRANKED).to_owned(), |(rank, of)| super::rank_of(lang, rank, of))
}
