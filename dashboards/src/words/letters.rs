//! Words of letters and of hand-over files: the page where letters are changed, what became of notices and messages.
#![allow(missing_docs)] // Each word is its own explanation.

use reports::words::{Lang, Word};

pub const NAV_LETTERS: Word = Word::new("通知模板", "Letters");
pub const LETTERS_TITLE: Word = Word::new("通知模板", "Letters");
pub const LETTERS_FOOT: Word = Word::new(
    "每种提醒、每种语言一份文本；邮件、群机器人和短信都由它生成。没有修改的使用内置文本。",
    "One text for each notice and language; mail, webhook robots and text messages are made from it. What was not changed is \
     the built-in text.",
);
pub const LETTER: Word = Word::new("模板", "Letter");
pub const LETTER_NAME: Word = Word::new("名称", "Name");
pub const CHANGED: Word = Word::new("修改", "Changed");
pub const BUILT_IN: Word = Word::new("内置", "built in");
pub const CHINESE_TEXT: Word = Word::new("中文文本", "Chinese text");
pub const ENGLISH_TEXT: Word = Word::new("英文文本", "English text");
pub const LETTER_TEXT: Word = Word::new("文本（第一行是主题）", "Text (the first line is the subject)");
pub const PREVIEW: Word = Word::new("预览（示例）", "Preview (an example)");
pub const PREVIEW_BUTTON: Word = Word::new("预览，不保存", "Preview without keeping");
pub const KEEP_BUTTON: Word = Word::new("保存并启用", "Keep and use");
pub const RESET_BUTTON: Word = Word::new("恢复内置文本", "Use the built-in text again");
pub const LETTER_KEPT: Word =
    Word::new("已保存，下一条消息起使用。", "Kept; it is used from the next message on.");
pub const LETTER_RESET: Word = Word::new("已恢复内置文本。", "The built-in text is in force again.");
pub const LETTER_FAULTS: Word = Word::new("没有保存，请更正：", "Not kept; please mend:");
pub const LINE: Word = Word::new("行", "line");
pub const BRIEF: Word = Word::new("短信", "Text message");
pub const NAMES_TITLE: Word = Word::new("可用的名称", "Names that may be used");
pub const NAMES_FOOT: Word = Word::new(
    "写作 {{ 名称 }}。一行中的名称都没有内容时，整行不出现；**…** 加粗；{% if 名称 %}…{% endif %} 表示有内容时才写。",
    "Write {{ name }}. A line whose names all have nothing to say is left out; **…** is bold; {% if name %}…{% endif %} says \
     something only where there is something to say.",
);
pub const EXAMPLE: Word = Word::new("示例", "Example");
pub const MEANING: Word = Word::new("含义", "Meaning");

pub const HANDOVER_BUTTON: Word = Word::new("下载移交卷（ZIP）", "Download the hand-over file (ZIP)");
pub const ASKED_FOR_HELP: Word = Word::new("请求协助", "asks for help");
pub const SENT_AGAIN: Word = Word::new("（再次提醒）", "(repeat)");

/// By whom and when a letter was changed: `9月8日 09:12 · 王芳`.
pub fn changed_by(lang: Lang, when: &str, by: &str) -> String {
    let by = match by {
        "operator" => lang.say(super::BY_OPERATOR),
        account => account,
    };
    format!("{when} · {by}")
}

/// A channel by its word.
pub fn channel_of(word: &str) -> Word {
    match word {
        "mail" => Word::new("电子邮件", "e-mail"),
        "wecom" => Word::new("企业微信", "WeCom"),
        "dingtalk" => Word::new("钉钉", "DingTalk"),
        "feishu" => Word::new("飞书", "Feishu"),
        "http" => Word::new("网关", "gateway"),
        "file" => Word::new("文件", "file"),
        _ => Word::new("其他渠道", "another channel"),
    }
}

/// What became of a message, by its word.
pub fn state_of_message(word: &str) -> Word {
    match word {
        "waiting" => Word::new("待发", "waiting"),
        "sending" => Word::new("正在发送", "being sent"),
        "sent" => Word::new("已送达", "delivered"),
        "dead" => Word::new("未能送达", "given up"),
        "withdrawn" => Word::new("已撤销", "withdrawn"),
        _ => Word::new("不明", "unknown"),
    }
}

/// What became of a notice, by its word.
pub fn state_of_notice(word: &str) -> Word {
    match word {
        "pending" => super::NOTICE_PENDING,
        "sent" => super::NOTICE_SENT,
        "failed" => super::NOTICE_FAILED,
        "withdrawn" => super::NOTICE_WITHDRAWN,
        "expected" => Word::new("没有发送记录", "no record of sending"),
        _ => Word::new("不明", "unknown"),
    }
}
