//! An example of what each letter has to say, for previews and for checking a text before it is kept.

use super::catalogue::Letter;
use super::facts::{Facts, Said};

/// Every name with an example.
const EXAMPLES: [Example; 39] = [
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
    // What is overdue runs on whatever happens, so nothing is to be said of how it stands.
    ("state", "", ""),
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
    ("reason", "经核查，当日已办结，系统上传延迟", "it was decided on the day and sent late by the system"),
    ("about", "9月8日未在承诺时限内办结，扣 5 分（W-D1）", "not completed in time on 8 Sep, 5 points (W-D1)"),
    ("outcome", "申诉成立", "upheld"),
    ("by", "自然资源局（张志远）", "自然资源局 (张志远)"),
    ("original", "催办警告 · C-1001 不动产转移登记", "Overdue: warning · C-1001 不动产转移登记"),
    ("original_to", "自然资源局（张志远）", "自然资源局 (张志远)"),
    ("original_date", "2026年9月15日（周二）", "Tue 15 Sep 2026"),
    ("year", "2027", "2027"),
    ("counted", "12", "12"),
    ("code", "TB/2026-09/D/7K2QX-M4T8V", "TB/2026-09/D/7K2QX-M4T8V"),
    ("files", "2026-09-通报.pdf、2026-09-通报.xlsx", "2026-09-通报.pdf, 2026-09-通报.xlsx"),
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
    "story",
    "counted",
    "year",
];

/// The names under which a letter may have something to say.
pub fn names_of(letter: &Letter) -> Vec<&'static str> {
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
        "draft_ready" => &[WRITTEN, &["state", "code", "files"]],
        "nothing_sent" | "undeliverable" | "draft_failed" | "calendar_missing" => &[WRITTEN],
        _ => &[WRITTEN, &["state"]],
    };
    let mut names = vec!["county", "title", "subject"];
    names.extend(own.concat());
    names
}

/// An example of a notice that a letter tells.
pub fn sample(letter: &Letter) -> Facts {
    let level = letter.level.unwrap_or(match letter.kind {
        "case_due" | "joint_due" | "complaint_due" | "order_due" | "draft_ready" => 1,
        _ => 2,
    });
    let own = names_of(letter);
    let mut facts = Facts {
        identity: format!("{}/C-1001/{level}/2026-09-08", letter.kind),
        kind: letter.kind.to_owned(),
        level,
        path: if letter.kind == "draft_ready" { "/months/2026-09/reports" } else { "/cases/C-1001" }
            .to_owned(),
        due: own.contains(&"due").then(|| "2026-09-08".to_owned()),
        ..Facts::default()
    };
    let is_ahead = (level == 1 && letter.kind != "draft_ready")
        || matches!(letter.kind, "order_issued" | "order_failed" | "appeal_filed");
    let ahead = if is_ahead { AHEAD } else { &[] };
    for &(name, zh, en) in EXAMPLES.iter().chain(ahead).chain(of_kind(letter.kind)) {
        if own.contains(&name) {
            facts.say(name, Said { zh: zh.to_owned(), en: en.to_owned() });
        }
    }
    facts.say("title", super::catalogue::title(letter.kind, level));
    for &(name, zh, en) in SHORT.iter().chain(if is_ahead { SHORT_AHEAD } else { &[] }) {
        if own.contains(&name) {
            facts.short.insert(name.to_owned(), Said { zh: zh.to_owned(), en: en.to_owned() });
        }
    }
    facts
}

type Example = (&'static str, &'static str, &'static str);

/// What is otherwise as long as there is time.
const AHEAD: &[Example] = &[
    ("countdown", "还有 3 个工作日", "3 working days left"),
    ("state", "等待补正材料（9月3日起）", "awaiting a supplement (since 3 Sep)"),
    ("done_by", "2026年9月8日（周二）", "Tue 8 Sep 2026"),
    ("next_date", "2026年9月9日（周三）", "Wed 9 Sep 2026"),
];

/// Dates as subjects have them.
const SHORT: &[Example] = &[
    ("since", "9月1日", "1 Sep"),
    ("due", "9月8日", "8 Sep"),
    ("done_by", "9月14日", "14 Sep"),
    ("next_date", "9月15日", "15 Sep"),
    ("original_date", "9月15日", "15 Sep"),
];
const SHORT_AHEAD: &[Example] = &[("done_by", "9月8日", "8 Sep"), ("next_date", "9月9日", "9 Sep")];

/// What is otherwise for letters that are not about a case.
fn of_kind(kind: &str) -> &'static [Example] {
    match kind {
        "complaint_due" | "complaint_overdue" => {
            &[("number", "P-33", "P-33"), ("subject", "P-33 · W-09 不动产二窗", "P-33 · W-09 不动产二窗")]
        }
        "rating_unverified" | "rating_unrectified" | "rating_unreplied" => {
            &[("number", "R-207", "R-207"), ("subject", "R-207 · W-09 不动产二窗", "R-207 · W-09 不动产二窗")]
        }
        "target_missed" => {
            &[("subject", "自然资源局按时办结率（2026年9月）", "On-time rate of 自然资源局 (September 2026)")]
        }
        "yellow_flag" | "yellow_flag_warning" | "dissatisfied_window" => {
            &[("subject", "W-09 不动产二窗（2026年9月）", "W-09 不动产二窗 (September 2026)")]
        }
        "dismissal_recommended" => &[STAFF, ("consequence", "违反工作禁令", "broke a ban")],
        "notify_department" | "transfer_recommended" => &[
            STAFF,
            ("consequence", "本年度被投诉查实", "a complaint against the person was upheld this year"),
        ],
        "return_to_unit" => {
            &[STAFF, ("consequence", "连续两个月考评不合格", "evaluation failed two months in a row")]
        }
        "feed_silent" | "feed_rubbish" => &[
            ("subject", "县医保分中心（sub）", "县医保分中心 (sub)"),
            ("since", "2026年9月8日（周二）", "Tue 8 Sep 2026"),
        ],
        "order_issued" | "order_due" | "order_overdue" | "order_failed" => &[
            ("number", "O-7", "O-7"),
            ("subject", "O-7 · W-09 不动产二窗", "O-7 · W-09 不动产二窗"),
            ("reason", "连续两个月黄旗，群众反映集中", "yellow flag two months running, many complaints"),
            ("about", "2026年9月考核结果", "results of September 2026"),
            (
                "story",
                "检查发现：叫号秩序没有改善。",
                "the check found: calling of numbers has not improved.",
            ),
            ("by", "王监察", "王监察"),
        ],
        "appeal_filed" | "appeal_undecided" | "appeal_decided" => {
            &[("number", "A-12", "A-12"), ("subject", "A-12 · W-09 不动产二窗", "A-12 · W-09 不动产二窗")]
        }
        "help_asked" => &[("reason", "外业测绘人手不足", "too few people for the survey")],
        "draft_ready" => &[
            ("subject", "2026年9月月度通报（草稿）", "Monthly bulletin, September 2026 (draft)"),
            (
                "state",
                "草稿，数据截至2026年10月8日 08:30；其中标“待确认”的红旗、黄旗和处理建议尚待确认，须以确认后的结果为准",
                "a draft, of data as of 8 Oct 2026 08:30; flags and consequences that it marks as awaiting confirmation are still to be confirmed",
            ),
        ],
        "draft_failed" => &[(
            "story",
            "系统未能按时制作2026年9月月度通报：数据库无法读取。",
            "The service could not make the monthly bulletin of September 2026 on time: the store cannot be read.",
        )],
        "nothing_sent" => &[(
            "story",
            "自 2026-09-08 08:30 起有应发送的提醒，但至今没有一条发出。",
            "Notices were due since 2026-09-08 08:30, and none has gone out.",
        )],
        "undeliverable" => &[(
            "story",
            "给 window:W-09 的消息经电子邮件尝试 8 次后放弃：邮箱不存在。",
            "A message for window:W-09 was given up after 8 attempts by e-mail: no such mailbox.",
        )],
        _ => &[],
    }
}

const STAFF: Example = ("subject", "S-021 李强（2026年9月）", "S-021 李强 (September 2026)");
