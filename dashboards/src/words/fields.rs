//! What event types and their fields are called. A test holds the table against the wire contract.

use reports::words::{Lang, Word};

/// The fields of the envelope that people read, in their order.
pub const ENVELOPE: [&str; 6] = ["specversion", "id", "source", "type", "time", "subject"];

/// What an event type is called; an unknown one by its own word.
pub fn event_type(lang: Lang, name: &str) -> &'static str {
    TYPES.iter().find(|(of, _)| *of == name).map_or("", |(_, word)| lang.say(*word))
}

/// What a stream is called: the events whose types begin with it; an unknown one by its own word.
pub fn stream(lang: Lang, name: &str) -> &str {
    STREAMS.iter().find(|(of, _)| *of == name).map_or(name, |(_, word)| lang.say(*word))
}

/// What a field is called.
pub fn field(name: &str) -> Option<Word> {
    FIELDS.iter().find(|(of, _)| *of == name).map(|(_, word)| *word)
}

const STREAMS: &[(&str, Word)] = &[
    ("-", Word::new("无法识别", "cannot be read")),
    ("appeal", Word::new("申诉", "appeals")),
    ("attendance", Word::new("考勤", "attendance")),
    ("case", Word::new("办件", "cases")),
    ("complaint", Word::new("投诉", "complaints")),
    ("evaluation", Word::new("考评", "evaluations")),
    ("event", Word::new("撤回", "retractions")),
    ("fee", Word::new("收费", "fees")),
    ("finding", Word::new("检查记录", "findings")),
    ("merit", Word::new("加分", "merits")),
    ("month", Word::new("月度关账", "months")),
    ("notice", Word::new("催办确认", "notices")),
    ("order", Word::new("整改", "orders")),
    ("proposal", Word::new("处理建议", "proposals")),
    ("queue", Word::new("排队", "queue")),
    ("rating", Word::new("评价", "ratings")),
    ("step", Word::new("工作记录", "steps")),
];

const TYPES: &[(&str, Word)] = &[
    ("case.accepted", Word::new("受理", "case accepted")),
    ("case.supplement_requested", Word::new("要求补正", "supplement requested")),
    ("case.supplement_received", Word::new("收到补正", "supplement received")),
    ("case.suspended", Word::new("特别程序开始", "special procedure began")),
    ("case.resumed", Word::new("特别程序结束", "special procedure ended")),
    ("case.extended", Word::new("延期", "case extended")),
    ("case.completed", Word::new("办结", "case completed")),
    ("case.withdrawn", Word::new("撤回申请", "case withdrawn")),
    ("case.joint_assigned", Word::new("联办交办", "joint share assigned")),
    ("case.joint_completed", Word::new("联办完成", "joint share completed")),
    ("attendance.swipe", Word::new("打卡", "swipe")),
    ("attendance.leave", Word::new("请假", "leave")),
    ("attendance.makeup", Word::new("补签", "make-up of a swipe")),
    ("attendance.cover", Word::new("顶岗", "cover")),
    ("queue.taken", Word::new("取号", "ticket taken")),
    ("queue.called", Word::new("叫号", "ticket called")),
    ("queue.served", Word::new("办理完毕", "ticket served")),
    ("queue.abandoned", Word::new("弃号", "ticket abandoned")),
    ("rating.submitted", Word::new("提交评价", "rating submitted")),
    ("rating.verified", Word::new("核实评价", "rating verified")),
    ("rating.rectified", Word::new("差评整改", "rating rectified")),
    ("rating.replied", Word::new("回复评价", "rating answered")),
    ("rating.appealed", Word::new("评价申诉", "rating appealed")),
    ("complaint.received", Word::new("收到投诉", "complaint received")),
    ("complaint.accepted", Word::new("受理投诉", "complaint accepted")),
    ("complaint.rejected", Word::new("不予受理投诉", "complaint not taken up")),
    ("complaint.extended", Word::new("投诉延期", "complaint extended")),
    ("complaint.resolved", Word::new("投诉办结", "complaint resolved")),
    ("finding.recorded", Word::new("检查记录", "finding recorded")),
    ("finding.voided", Word::new("作废检查记录", "finding voided")),
    ("merit.recorded", Word::new("加分记录", "merit recorded")),
    ("merit.voided", Word::new("作废加分记录", "merit voided")),
    ("evaluation.recorded", Word::new("月度考评", "evaluation recorded")),
    ("fee.charged", Word::new("收费", "fee charged")),
    ("event.retracted", Word::new("撤回事件", "event retracted")),
    ("notice.acknowledged", Word::new("确认催办", "notice acknowledged")),
    ("appeal.filed", Word::new("提出申诉", "appeal filed")),
    ("appeal.decided", Word::new("申诉决定", "appeal decided")),
    ("order.issued", Word::new("下达整改", "rectification ordered")),
    ("order.completed", Word::new("完成整改", "rectification completed")),
    ("order.checked", Word::new("复核整改", "rectification checked")),
    ("proposal.decided", Word::new("处理建议的决定", "proposal decided")),
    ("month.closed", Word::new("月度关账", "month closed")),
    ("step", Word::new("工作记录", "step of work")),
];

const FIELDS: &[(&str, Word)] = &[
    ("specversion", Word::new("规范版本", "specification")),
    ("id", Word::new("编号", "id")),
    ("source", Word::new("来源", "source")),
    ("type", Word::new("类型", "type")),
    ("time", Word::new("发生时间", "time")),
    ("subject", Word::new("对象", "subject")),
    ("case", Word::new("办件编号", "case")),
    ("item", Word::new("事项", "item")),
    ("window", Word::new("窗口", "window")),
    ("staff", Word::new("工作人员", "staff member")),
    ("applicant", Word::new("申请人（代号）", "applicant (by token)")),
    ("green_channel", Word::new("绿色通道", "green channel")),
    ("channel", Word::new("渠道", "channel")),
    ("missing", Word::new("缺少的材料", "what is missing")),
    ("reason", Word::new("理由", "reason")),
    ("days", Word::new("工作日数", "working days")),
    ("approved_by", Word::new("批准人", "approved by")),
    ("outcome", Word::new("结果", "outcome")),
    ("department", Word::new("部门", "department")),
    ("direction", Word::new("进出", "direction")),
    ("device", Word::new("设备", "device")),
    ("kind", Word::new("种类", "kind")),
    ("from", Word::new("自", "from")),
    ("to", Word::new("至", "to")),
    ("date", Word::new("日期", "date")),
    ("session", Word::new("上午或下午", "session")),
    ("ticket", Word::new("排队号", "ticket")),
    ("appointment", Word::new("预约", "appointment")),
    ("rating", Word::new("评价编号", "rating")),
    ("level", Word::new("等级", "level")),
    ("real_name", Word::new("实名", "under a real name")),
    ("auto", Word::new("系统默认", "by default")),
    ("tags", Word::new("标签", "tags")),
    ("comment", Word::new("留言", "comment")),
    ("valid", Word::new("有效", "valid")),
    ("responsible", Word::new("责任方", "responsible")),
    ("points", Word::new("分值", "points")),
    ("measure", Word::new("整改措施", "measure")),
    ("complaint", Word::new("投诉编号", "complaint")),
    ("topic", Word::new("投诉类别", "topic")),
    ("substantiated", Word::new("属实", "substantiated")),
    ("finding", Word::new("检查记录编号", "finding")),
    ("count", Word::new("次数", "count")),
    ("inspector", Word::new("检查人", "inspector")),
    ("evidence", Word::new("凭据", "evidence")),
    ("merit", Word::new("加分记录编号", "merit")),
    ("recorded_by", Word::new("登记人", "recorded by")),
    ("month", Word::new("月份", "month")),
    ("center", Word::new("中心评分", "mark of the center")),
    ("peers", Word::new("互评", "mark of the peers")),
    ("amount_cents", Word::new("金额（分）", "amount in cents")),
    ("place", Word::new("收取地点", "place")),
    ("notice", Word::new("催办编号", "notice")),
    ("by", Word::new("经手人", "by")),
    ("appeal", Word::new("申诉编号", "appeal")),
    ("about", Word::new("申诉事项", "about")),
    ("order", Word::new("整改单编号", "order")),
    ("due", Word::new("期限", "due")),
    ("passed", Word::new("合格", "passed")),
    ("confirmed", Word::new("确认", "confirmed")),
    ("version", Word::new("版本", "version")),
    ("digest", Word::new("摘要", "digest")),
    // Beyond the contract, as pages write them: `scoring/contract/steps.md`.
    ("asks_help", Word::new("请求协助", "asks for help")),
    ("entered_by", Word::new("录入人", "entered by")),
    ("ground", Word::new("依据", "ground")),
    ("measures", Word::new("处理措施", "what was done about it")),
    ("note", Word::new("说明", "note")),
    ("reply", Word::new("答复内容", "reply")),
    ("statement", Word::new("投诉内容", "what is complained of")),
    ("told", Word::new("告知", "told")),
];

#[cfg(test)]
mod tests {
    use super::{event_type, field, stream};
    use ingest::contract;
    use reports::words::Lang;

    #[test]
    fn every_type_and_field_of_the_contract_has_a_name() {
        for (_, name, fields) in contract::types() {
            assert!(!event_type(Lang::Zh, name).is_empty(), "{name}");
            let first = name.split('.').next().unwrap_or_default();
            assert_ne!(stream(Lang::Zh, first), first);
            for of in fields {
                assert!(field(of.name).is_some(), "{name} {}", of.name);
            }
        }
    }
}
