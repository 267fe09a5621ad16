//! What the pages say about messages and those who get them.

use ingest::store::outbox::MessageState;
use reports::words::Word;

pub const TITLE: Word = Word::new("消息发送", "Messages");
pub const ONE: Word = Word::new("消息", "Message");
pub const NONE: Word = Word::new("没有符合条件的消息", "no messages of this kind");
pub const FOOT: Word = Word::new(
    "每条催办和通知在网点开门时发出，同一收件人每小时至多一条，其余并入下一条。一个工作日内无人确认的，再次提醒并上报一级。",
    "Notices go out when the site opens, one message an hour to each recipient; what comes meanwhile waits for the next. What \
     nobody acknowledges within a working day is told once more and goes one level up.",
);
pub const MADE: Word = Word::new("时间", "Made");
pub const RECIPIENT: Word = Word::new("收件人", "Recipient");
pub const READER: Word = Word::new("实际阅读者", "Read by");
pub const CHANNEL: Word = Word::new("渠道", "Channel");
pub const ADDRESS: Word = Word::new("地址", "Address");
pub const SUBJECT: Word = Word::new("主题", "Subject");
pub const ATTEMPTS: Word = Word::new("尝试", "Attempts");
pub const ALL_RECIPIENTS: Word = Word::new("全部收件人", "all recipients");
pub const ALL_STATES: Word = Word::new("全部状态", "all states");
pub const TRY_AGAIN: Word = Word::new("重新发送", "Try again");
pub const UNKNOWN_END: Word = Word::new("结果不明", "nobody knows how it ended");
pub const DELIVERED: Word = Word::new("已送达", "delivered");
pub const LATER: Word = Word::new("稍后再试", "to be tried again");
pub const NEVER: Word = Word::new("无法送达", "cannot be delivered");
pub const NOTICES: Word = Word::new("包含的通知", "Notices in it");
pub const CONTENT: Word = Word::new("内容", "What it says");
pub const NOT_DEAD: Word =
    Word::new("这条消息不在“已放弃”状态，无需重发", "the message was not given up, so it is not tried again");
pub const REPEAT: Word = Word::new("再次提醒", "second time");

pub const RECIPIENTS: Word = Word::new("收件人", "Recipients");
pub const RECIPIENTS_FOOT: Word = Word::new(
    "此处填写的联系方式优先于登记册。没有任何联系方式的：窗口由部门负责人代收，部门负责人和县领导由监察部门代收，其他由系统管理员代收。\
     一级提醒可以静音，二至四级不能。",
    "What is entered here goes before the registry. Where somebody has no address at all, the department head reads for a \
     window, the bureau for heads and the county leader, the administrator for the others. Level 1 can be muted, levels 2 to 4 \
     cannot.",
);
pub const NAME: Word = Word::new("姓名", "Name");
pub const EMAIL: Word = Word::new("邮箱", "E-mail");
pub const WEBHOOK: Word = Word::new("机器人地址", "Robot's address");
pub const PHONE: Word = Word::new("手机号", "Telephone");
pub const DEPUTY: Word = Word::new("代理人", "Deputy");
pub const AWAY_FROM: Word = Word::new("外出自", "Away from");
pub const AWAY_TO: Word = Word::new("至", "to");
pub const MUTES: Word = Word::new("不接收一级提醒", "No level 1");
pub const IN_ENGLISH: Word = Word::new("用英文发送", "Letters in English");
pub const SET: Word = Word::new("设置…", "Set …");
pub const SAVE: Word = Word::new("保存收件设置", "Save the settings");
pub const SAVED: Word = Word::new("已保存", "saved");
pub const OF_REGISTRY: Word = Word::new("登记册", "registry");

/// What a state is called.
pub fn state(state: MessageState) -> Word {
    match state {
        MessageState::Waiting => Word::new("等待发送", "waiting"),
        MessageState::Sending => Word::new("正在发送", "being sent"),
        MessageState::Sent => Word::new("已送达", "sent"),
        MessageState::Dead => Word::new("已放弃", "given up"),
        MessageState::Withdrawn => Word::new("已撤回", "withdrawn"),
    }
}

/// What a channel is called.
pub fn channel(word: &str) -> Word {
    match word {
        "mail" => Word::new("邮件", "mail"),
        "wecom" => Word::new("企业微信", "WeCom"),
        "dingtalk" => Word::new("钉钉", "DingTalk"),
        "feishu" => Word::new("飞书", "Feishu"),
        "http" => Word::new("短信网关", "gateway"),
        "file" => Word::new("文件", "file"),
        _ => Word::new("其他", "other"),
    }
}
