//! An example of what each letter has to say, for previews and for checking a text before it is kept.

use super::catalogue::Letter;
use super::facts::{Facts, Said};

/// Every name with an example.
const EXAMPLES: [(&str, &str, &str); 38] = [
    ("county", "镇赉县", "Zhenlai"),
    ("title", "", ""),
    ("subject", "C-1001 不动产转移登记", "C-1001 不动产转移登记"),
    ("number", "C-1001", "C-1001"),
    ("item", "不动产转移登记", "不动产转移登记"),
    ("item_code", "I-014", "I-014"),
    ("window", "W-09 不动产二窗", "W-09 不动产二窗"),
    ("site", "县政务服务中心", "县政务服务中心"),
    ("department", "自然资源局", "自然资源局"),
    ("lead_department", "住房和城乡建设局", "住房和城乡建设局"),
    ("staff", "S-021 李强", "S-021 李强"),
    ("since", "2026年9月1日（周二）", "Tue 1 Sep 2026"),
    ("limit", "5 个工作日", "5 working days"),
    ("due", "2026年9月8日（周二）", "Tue 8 Sep 2026"),
    ("countdown", "已逾期 1 个工作日", "1 working day overdue"),
    ("state", "等待补正材料（9月9日起）", "awaiting a supplement (since 9 Sep)"),
    ("done_by", "2026年9月14日（周一）", "Mon 14 Sep 2026"),
    ("next_date", "2026年9月15日（周二）", "Tue 15 Sep 2026"),
    ("month", "2026年9月", "September 2026"),
    ("total", "63.0 分", "63.0 points"),
    ("rank", "第 38 名（共 41 个窗口）", "38 of 41 windows"),
    ("target", "按时办结率", "On-time rate"),
    ("required", "98.00%", "98.00%"),
    ("actual", "95.31%", "95.31%"),
    ("scope", "自然资源局", "自然资源局"),
    (
        "consequence",
        "警告，限期整改，建议调换人员",
        "warning, rectification by a date, change of staff suggested",
    ),
    ("rating_level", "不满意", "dissatisfied"),
    (
        "story",
        "县医保分中心（sub）自 9月8日 14:05 起没有数据，已中断 130 个办公分钟（限 120 分钟）。",
        "nothing has arrived from 县医保分中心 (sub) since 8 Sep 14:05: 130 office minutes of silence, the limit is 120.",
    ),
    ("reason", "材料齐全，当日已办结，系统延迟上传", "complete, decided on the day, sent late by the system"),
    ("about", "9月8日未在承诺时限内办结，扣 5 分（W-D1）", "not completed in time on 8 Sep, 5 points (W-D1)"),
    ("outcome", "申诉成立", "upheld"),
    ("by", "自然资源局（张志远）", "自然资源局 (张志远)"),
    ("original", "催办警告 · C-1001 不动产转移登记", "Overdue: warning · C-1001 不动产转移登记"),
    ("original_to", "自然资源局（张志远）", "自然资源局 (张志远)"),
    ("original_date", "2026年9月15日（周二）", "Tue 15 Sep 2026"),
    ("evidence", "整改报告、现场照片", "a report, photographs"),
    ("year", "2027", "2027"),
    ("counted", "12", "12"),
];

const CASE: &[&str] = &[
    "number",
    "item",
    "item_code",
    "window",
    "site",
    "department",
    "since",
    "limit",
    "due",
    "countdown",
    "state",
];
const STEP: &[&str] = &["done_by", "next_date"];
const JOINT: &[&str] = &["lead_department"];
const FEEDBACK: &[&str] = &["number", "window", "site", "department", "since", "due", "countdown", "state"];
const WINDOW_MONTH: &[&str] = &["window", "site", "department", "month", "total", "rank", "consequence"];
const STAFF_MONTH: &[&str] = &["staff", "window", "site", "department", "month", "total", "consequence"];
const WRITTEN: &[&str] = &[
    "window",
    "site",
    "department",
    "staff",
    "due",
    "countdown",
    "since",
    "month",
    "reason",
    "about",
    "by",
    "evidence",
    "story",
    "counted",
    "year",
];

/// What a letter may have to say beside county, title and subject.
fn names(letter: &Letter) -> Vec<&'static str> {
    let own: &[&[&str]] = match letter.kind {
        "case_due" => &[CASE, STEP],
        "case_overdue" if letter.level == Some(4) => &[CASE],
        "case_overdue" => &[CASE, STEP],
        "joint_overdue" if letter.level == Some(4) => &[CASE, JOINT],
        "joint_due" | "joint_overdue" => &[CASE, STEP, JOINT],
        "repeat_return" => {
            &[&["number", "item", "item_code", "window", "site", "department", "since", "state"]]
        }
        "complaint_due" => &[FEEDBACK, STEP],
        "complaint_overdue" => &[FEEDBACK],
        "rating_unverified" | "rating_unrectified" | "rating_unreplied" => &[FEEDBACK, &["rating_level"]],
        "target_missed" => &[&["scope", "department", "month", "target", "required", "actual"]],
        "yellow_flag" => &[&["window", "site", "department", "month", "total", "rank"]],
        "yellow_flag_warning" | "dissatisfied_window" => &[WINDOW_MONTH],
        "dismissal_recommended" | "notify_department" | "transfer_recommended" | "return_to_unit" => {
            &[STAFF_MONTH]
        }
        "feed_silent" | "feed_rubbish" => &[&["site", "since", "story"]],
        "order_issued" | "order_due" | "order_overdue" | "order_failed" => &[WRITTEN, STEP, &["number"]],
        "appeal_filed" | "appeal_undecided" | "appeal_decided" => {
            &[WRITTEN, &["number", "done_by", "outcome"]]
        }
        "unanswered" | "help_asked" => {
            &[WRITTEN, &["number", "item", "state", "original", "original_to", "original_date"]]
        }
        "nothing_sent" | "undeliverable" | "calendar_missing" => &[WRITTEN],
        _ => &[WRITTEN, &["state"]],
    };
    own.concat()
}

/// An example of a notice that a letter tells.
pub fn sample(letter: &Letter) -> Facts {
    let level = letter.level.unwrap_or(match letter.kind {
        "case_due" | "joint_due" | "complaint_due" | "order_due" => 1,
        _ => 2,
    });
    let own = names(letter);
    let mut facts = Facts {
        identity: format!("{}/C-1001/{level}/2026-09-08", letter.kind),
        kind: letter.kind.to_owned(),
        level,
        path: "/cases/C-1001".to_owned(),
        due: own.contains(&"due").then(|| "2026-09-08".to_owned()),
        ..Facts::default()
    };
    for (name, zh, en) in EXAMPLES {
        if matches!(name, "county" | "subject") || own.contains(&name) {
            facts.say(name, Said { zh: zh.to_owned(), en: en.to_owned() });
        }
    }
    facts.say("title", super::catalogue::title(letter.kind, level));
    let short = [
        ("since", "9月1日", "1 Sep"),
        ("due", "9月8日", "8 Sep"),
        ("done_by", "9月14日", "14 Sep"),
        ("next_date", "9月15日", "15 Sep"),
    ];
    for (name, zh, en) in short.into_iter().filter(|(name, ..)| own.contains(name)) {
        facts.short.insert(name.to_owned(), Said { zh: zh.to_owned(), en: en.to_owned() });
    }
    if level == 1 && own.contains(&"countdown") {
        facts.say(
            "countdown",
            Said { zh: "还有 3 个工作日".to_owned(), en: "3 working days left".to_owned() },
        );
        facts.say(
            "state",
            Said {
                zh: "等待补正材料（9月3日起）".to_owned(),
                en: "awaiting a supplement (since 3 Sep)".to_owned(),
            },
        );
        facts.say(
            "next_date",
            Said { zh: "2026年9月9日（周三）".to_owned(), en: "Wed 9 Sep 2026".to_owned() },
        );
        facts.say("done_by", facts.said.get("due").cloned().unwrap_or_default());
        let short = facts.short.get("due").cloned().unwrap_or_default();
        facts.short.insert("done_by".to_owned(), short);
    }
    if let Some((zh, en)) = subject(letter.kind) {
        facts.say("subject", Said { zh: zh.to_owned(), en: en.to_owned() });
    }
    if let (Some((_, number)), true) =
        (subject(letter.kind).and_then(|(_, en)| en.split_once(' ')), own.contains(&"number"))
    {
        facts.say("number", Said::alike(number.split(' ').next().unwrap_or(number)));
    }
    facts
}

/// What letters that are not about a case are about.
fn subject(kind: &str) -> Option<(&'static str, &'static str)> {
    match kind {
        "complaint_due" | "complaint_overdue" => Some(("投诉 P-33", "complaint P-33")),
        "rating_unverified" | "rating_unrectified" | "rating_unreplied" => {
            Some(("评价 R-207", "rating R-207"))
        }
        "target_missed" => {
            Some(("自然资源局按时办结率（2026年9月）", "On-time rate of 自然资源局 (September 2026)"))
        }
        "yellow_flag" | "yellow_flag_warning" | "dissatisfied_window" => {
            Some(("W-09 不动产二窗（2026年9月）", "W-09 不动产二窗 (September 2026)"))
        }
        "dismissal_recommended" | "notify_department" | "transfer_recommended" | "return_to_unit" => {
            Some(("S-021 李强（2026年9月）", "S-021 李强 (September 2026)"))
        }
        "feed_silent" | "feed_rubbish" => Some(("县医保分中心（sub）", "县医保分中心 (sub)")),
        "order_issued" | "order_due" | "order_overdue" | "order_failed" => {
            Some(("整改通知 O-7 · W-09 不动产二窗", "order O-7 · W-09 不动产二窗"))
        }
        "appeal_filed" | "appeal_undecided" | "appeal_decided" => {
            Some(("申诉 A-12 · W-09 不动产二窗", "appeal A-12 · W-09 不动产二窗"))
        }
        _ => None,
    }
}
