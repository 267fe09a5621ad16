//! Every letter: for which notices it is, what they are called, and the built-in text.

use super::facts::Said;
use crate::words::{Lang, Word};

/// A letter: the text that tells notices of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Its name, in the store and on the command line.
    pub name: &'static str,
    /// The kind of its notices; empty for the general one.
    pub kind: &'static str,
    /// The level of its notices; all, where none is named.
    pub level: Option<u8>,
    /// What its notices are called.
    pub title: Word,
    built_in: Word,
}

macro_rules! letter {
    ($name:literal, $kind:literal, $level:expr, $zh:literal, $en:literal) => {
        Letter {
            name: $name,
            kind: $kind,
            level: $level,
            title: Word::new($zh, $en),
            built_in: Word::new(
                include_str!(concat!("../../../templates/letters/zh/", $name, ".txt")),
                include_str!(concat!("../../../templates/letters/en/", $name, ".txt")),
            ),
        }
    };
}

/// All of them; the last is for what has none of its own.
pub const LETTERS: [Letter; 39] = [
    letter!("case_due", "case_due", None, "催办预告", "Due soon"),
    letter!("case_overdue_2", "case_overdue", Some(2), "催办通知", "Overdue: notice"),
    letter!("case_overdue_3", "case_overdue", Some(3), "催办警告", "Overdue: warning"),
    letter!("case_overdue_4", "case_overdue", Some(4), "移交", "Handed to supervision"),
    letter!("joint_due", "joint_due", None, "联办催办预告", "Joint share due soon"),
    letter!("joint_overdue_2", "joint_overdue", Some(2), "联办催办通知", "Joint share overdue: notice"),
    letter!("joint_overdue_3", "joint_overdue", Some(3), "联办催办警告", "Joint share overdue: warning"),
    letter!("joint_overdue_4", "joint_overdue", Some(4), "联办移交", "Joint share handed to supervision"),
    letter!("complaint_due", "complaint_due", None, "投诉待办", "Complaint to answer"),
    letter!("complaint_overdue", "complaint_overdue", None, "投诉超期未办", "Complaint not answered in time"),
    letter!("rating_unverified", "rating_unverified", None, "差评未核实", "Bad rating not verified"),
    letter!("rating_unrectified", "rating_unrectified", None, "差评未整改", "Bad rating not rectified"),
    letter!(
        "rating_unreplied",
        "rating_unreplied",
        None,
        "实名差评未回复",
        "Bad rating by name not answered"
    ),
    letter!("repeat_return", "repeat_return", None, "重复退件", "Returned again"),
    letter!("target_missed", "target_missed", None, "指标未达标", "Target missed"),
    letter!("yellow_flag", "yellow_flag", None, "黄旗窗口", "Yellow flag"),
    letter!(
        "yellow_flag_warning",
        "yellow_flag_warning",
        None,
        "再次黄旗警告",
        "Warning for a further yellow flag"
    ),
    letter!("dissatisfied_window", "dissatisfied_window", None, "群众不满意窗口", "Dissatisfied window"),
    letter!("dismissal_recommended", "dismissal_recommended", None, "建议辞退", "Dismissal recommended"),
    letter!("notify_department", "notify_department", None, "通报派出部门", "Department notified"),
    letter!("transfer_recommended", "transfer_recommended", None, "建议调离", "Transfer recommended"),
    letter!("return_to_unit", "return_to_unit", None, "退回原单位", "Return to unit"),
    letter!("feed_silent", "feed_silent", None, "数据中断", "Feed silent"),
    letter!("feed_rubbish", "feed_rubbish", None, "数据大量被拒收", "Feed rejected"),
    letter!("order_issued", "order_issued", None, "限期整改通知", "Rectification order"),
    letter!("order_due", "order_due", None, "整改即将到期", "Order due soon"),
    letter!("order_overdue", "order_overdue", None, "整改逾期", "Order overdue"),
    letter!("order_failed", "order_failed", None, "整改检查未通过", "Order not passed"),
    letter!("appeal_filed", "appeal_filed", None, "收到申诉", "Appeal filed"),
    letter!("appeal_decided", "appeal_decided", None, "申诉决定", "Appeal decided"),
    letter!("appeal_undecided", "appeal_undecided", None, "申诉逾期未决定", "Appeal not decided"),
    letter!("unanswered", "unanswered", None, "提醒无人确认", "Not acknowledged"),
    letter!("help_asked", "help_asked", None, "请求协助", "Help asked for"),
    letter!("nothing_sent", "nothing_sent", None, "提醒未能发出", "Nothing was sent"),
    letter!("undeliverable", "undeliverable", None, "消息未能送达", "Message given up"),
    letter!("draft_ready", "draft_ready", None, "定期文件", "Scheduled document"),
    letter!("draft_failed", "draft_failed", None, "定期文件未能制作", "Document not made"),
    letter!("calendar_missing", "calendar_missing", None, "缺少放假安排", "Calendar missing"),
    letter!("general", "", None, "提醒", "Notice"),
];

impl Letter {
    /// The letter of a notice.
    pub fn of(kind: &str, level: u8) -> &'static Letter {
        let is_meant = |letter: &&Letter| letter.kind == kind && letter.level.is_none_or(|of| of == level);
        LETTERS.iter().find(is_meant).unwrap_or(&LETTERS[LETTERS.len() - 1])
    }

    /// The letter of a name.
    pub fn named(name: &str) -> Option<&'static Letter> {
        LETTERS.iter().find(|letter| letter.name == name)
    }

    /// The text that it has until the bureau changes it.
    pub fn built_in(&self, lang: Lang) -> &'static str {
        lang.say(self.built_in)
    }
}

/// What a notice is called.
pub fn title(kind: &str, level: u8) -> Said {
    Said::by(|lang| lang.say(Letter::of(kind, level).title).to_owned())
}
