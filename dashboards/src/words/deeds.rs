//! What each kind of event does, in a sentence.

use reports::words::{Lang, Word};
use scoring::context::Context;
use scoring::event::{AppealOutcome, Fact, HalfDay};
use scoring::log::{Device, Text};
use scoring::registry::{StaffIdx, WindowIdx};

/// What an event did, if it counts.
pub fn deed(context: &Context<'_>, fact: &Fact<Text, Device>, lang: Lang) -> String {
    let registry = context.registry();
    let zh = lang == Lang::Zh;
    let say = |zh: &'static str, en: &'static str| lang.say(Word::new(zh, en)).to_owned();
    let text = |text: &Text| context.log.text(*text).to_owned();
    let window = |window: WindowIdx| {
        let window = &registry.windows[usize::from(window)];
        format!("{} {}", window.id, window.name)
    };
    let staff = |staff: StaffIdx| {
        let staff = &registry.staff[usize::from(staff)];
        format!("{} {}", staff.id, staff.name)
    };
    let department = |department: u16| registry.departments[usize::from(department)].name.clone();
    let kind = |kind: u16| lang.title(&context.county.rulebooks.kinds()[usize::from(kind)].title).to_owned();
    let joined = |parts: Vec<String>| parts.join(" · ");
    match *fact {
        Fact::CaseAccepted { item, window: at, staff: by, green_channel, .. } => {
            let item = &registry.items[usize::from(item)];
            let limit = match item.promised_workdays {
                0 => say("承诺当日办结", "promised for the same day"),
                days if zh => format!("承诺 {}", lang.workdays(days)),
                days => format!("promised in {}", lang.workdays(days)),
            };
            let green = green_channel.then(|| say("绿色通道减半", "halved on the green channel"));
            let begins = say("次日起计时", "the clock runs from the next day");
            let mut parts = vec![item.name.clone(), limit];
            parts.extend(green);
            parts.extend([begins, window(at), staff(by)]);
            joined(parts)
        }
        Fact::SupplementRequested => {
            say("停止计时，等待补正", "the clock stands until the supplement is there")
        }
        Fact::SupplementReceived => say("次日起重新计时", "the limit begins anew the next day"),
        Fact::CaseSuspended { reason, days } => {
            let what = lang.procedure(reason);
            match (days, zh) {
                (Some(days), true) => {
                    format!("特别程序（{what}，批准 {}），次日起不计", lang.workdays(u32::from(days)))
                }
                (None, true) => format!("特别程序（{what}），次日起不计"),
                (Some(days), false) => format!(
                    "special procedure ({what}, {} approved): not counted from the next day",
                    lang.workdays(u32::from(days))
                ),
                (None, false) => format!("special procedure ({what}): not counted from the next day"),
            }
        }
        Fact::CaseResumed => {
            say("特别程序结束，次日起计时", "the special procedure ended; the clock runs from the next day")
        }
        Fact::CaseExtended { days } if zh => format!("延期 {}", lang.workdays(u32::from(days))),
        Fact::CaseExtended { days } => format!("extended by {}", lang.workdays(u32::from(days))),
        Fact::CaseCompleted { returned: true } => say("办结（退件）", "completed as returned"),
        Fact::CaseCompleted { returned: false } => say("办结", "completed"),
        Fact::CaseWithdrawn => say("申请人撤回", "withdrawn by the applicant"),
        Fact::JointAssigned { department: of, days } => {
            let (of, days) = (department(of), lang.workdays(u32::from(days)));
            if zh { format!("交{of}办理，限 {days}") } else { format!("share of {of}, {days}") }
        }
        Fact::JointCompleted { department: of } => {
            let of = department(of);
            if zh { format!("{of}完成其份额") } else { format!("{of} completed its share") }
        }
        Fact::Swipe { direction, .. } => lang.direction(direction).to_owned(),
        Fact::Leave { kind, from, to } => {
            let half = |at: HalfDay| format!("{} {}", lang.date(at.date, 0), lang.session(at.session));
            let (kind, from, to) = (lang.leave(kind), half(from), half(to));
            if zh { format!("{kind}，{from} 至 {to}") } else { format!("{kind}, {from} to {to}") }
        }
        Fact::Makeup { session, direction } => {
            let (session, direction) = (lang.session(session), lang.direction(direction));
            if zh {
                format!("补签{session}{direction}")
            } else {
                format!("make-up for the {session} {direction}")
            }
        }
        Fact::TicketTaken => say("取号", "ticket taken"),
        Fact::TicketCalled { window: at } => joined(vec![say("叫号", "called"), window(at)]),
        Fact::TicketServed => say("办理完毕", "served"),
        Fact::TicketAbandoned => say("弃号", "abandoned"),
        Fact::RatingSubmitted { window: at, staff: of, level, auto, .. } => {
            let mut parts = vec![lang.rating_level(level).to_owned(), window(at)];
            parts.extend(of.map(staff));
            parts.extend(auto.then(|| say("系统默认，不计", "by default, not counted")));
            joined(parts)
        }
        Fact::RatingVerified { valid: true, responsible, points } => {
            let mut parts = vec![say("核实有效", "found valid"), responsible_told(lang, responsible)];
            parts.extend(points.map(|points| lang.points(points)));
            joined(parts)
        }
        Fact::RatingVerified { valid: false, .. } => say("核实无效，不计", "found invalid, not counted"),
        Fact::RatingRectified => say("已整改", "rectified"),
        Fact::RatingReplied => say("已回复", "answered"),
        Fact::RatingAppealed => say("窗口申诉", "the window appeals"),
        Fact::ComplaintReceived { window: at, staff: of } => {
            let mut parts = vec![say("收到投诉", "complaint received"), window(at)];
            parts.extend(of.map(staff));
            joined(parts)
        }
        Fact::ComplaintAccepted => say("受理投诉", "complaint accepted"),
        Fact::ComplaintRejected => say("不予受理", "complaint not taken up"),
        Fact::ComplaintExtended => say("延长办理期限", "time extended"),
        Fact::ComplaintResolved { substantiated: true, points } => {
            let mut parts = vec![say("查实", "upheld")];
            parts.extend(points.map(|points| lang.points(points)));
            joined(parts)
        }
        Fact::ComplaintResolved { substantiated: false, .. } => say("查无实据", "not upheld"),
        Fact::FindingRecorded { kind: of, window: at, staff: by, count, .. } => {
            joined(recorded(kind(of), window(at), by.map(staff), count))
        }
        Fact::FindingVoided => say("作废检查记录", "the finding is void"),
        Fact::MeritRecorded { kind: of, window: at, staff: by, count } => {
            joined(recorded(kind(of), window(at), by.map(staff), count))
        }
        Fact::MeritVoided => say("作废加分记录", "the merit is void"),
        Fact::EvaluationRecorded { center, peers } if zh => format!("中心评分 {center}，互评 {peers}"),
        Fact::EvaluationRecorded { center, peers } => format!("center {center}, peers {peers}"),
        Fact::FeeCharged { item, window: at, amount_cents, elsewhere, .. } => {
            let item = &registry.items[usize::from(item)];
            let mut parts = vec![item.name.clone(), lang.yuan(amount_cents.get()), window(at)];
            parts.extend(elsewhere.then(|| say("在大厅以外收取", "taken outside the hall")));
            joined(parts)
        }
        Fact::EventRetracted { source, ref id } => {
            let source = source.map_or("?", |source| registry.sites[usize::from(source)].id.as_str());
            let id = text(id);
            if zh { format!("撤回事件 {source}/{id}") } else { format!("takes back event {source}/{id}") }
        }
        Fact::AppealFiled { window: at, staff: of, .. } => {
            let mut parts = vec![say("提出申诉", "appeals"), window(at)];
            parts.extend(of.map(staff));
            joined(parts)
        }
        Fact::AppealDecided { outcome } => lang.say(appeal_outcome(outcome)).to_owned(),
        Fact::OrderIssued { window: at, due } => {
            let due = lang.date(due, 0);
            let told = if zh {
                format!("限期整改，{due}前完成")
            } else {
                format!("to be rectified by {due}")
            };
            joined(vec![told, window(at)])
        }
        Fact::OrderCompleted => say("报告整改完成", "reported as done"),
        Fact::OrderChecked { passed: true } => say("复查通过", "checked: passed"),
        Fact::OrderChecked { passed: false } => say("复查未通过", "checked: failed"),
        Fact::ProposalDecided { confirmed: true, .. } => say("确认这一项处理建议", "confirmed a proposal"),
        Fact::ProposalDecided { confirmed: false, .. } => say("撤下这一项处理建议", "dropped a proposal"),
        Fact::Step => say("工作记录，不影响计分", "a step of work, which changes no score"),
    }
}

/// What the bureau decided about an appeal.
pub fn appeal_outcome(outcome: AppealOutcome) -> Word {
    match outcome {
        AppealOutcome::Upheld => Word::new("申诉成立", "appeal upheld"),
        AppealOutcome::Dismissed => Word::new("维持原决定", "appeal dismissed"),
        AppealOutcome::DataWrong => Word::new("数据有误，转数据更正", "data wrong, to be mended"),
    }
}

fn recorded(kind: String, window: String, staff: Option<String>, count: u8) -> Vec<String> {
    let times = (count > 1).then(|| format!("× {count}"));
    [Some(kind), times, Some(window), staff].into_iter().flatten().collect()
}

fn responsible_told(lang: Lang, responsible: scoring::event::Responsible) -> String {
    let who = lang.responsible(responsible);
    if responsible == scoring::event::Responsible::Nobody {
        return lang
            .say(Word::new("原因在流程或无人有责，不扣分", "a process or nobody answers for it: no points"))
            .to_owned();
    }
    match lang {
        Lang::Zh => format!("责任在{who}"),
        Lang::En => format!("{who} responsible"),
    }
}
