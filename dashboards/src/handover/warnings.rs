//! The notices of a case for its hand-over: kept ones with their messages and answers, and those that the store has no
//! record of.

use super::history::Both;
use super::{look, paired, written};
use crate::pages::case::Rung;
use crate::words;
use ingest::live::Moment;
use ingest::store::outbox::KeptMessage;
use ingest::store::sqlite::Acknowledgement;
use ingest::store::{KeptNotice, StoreError};
use reports::delivery::letters::{Said, catalogue, recipient_said};
use reports::handover::{Answer, Notified, Told, WarningShown};
use scoring::time::Zone;

/// A notice with what the cover says of it.
pub(super) struct Row {
    pub notice: Notified,
    title: Said,
    to: Vec<Said>,
    messages: Vec<Said>,
}

/// The notices of the case by date: those kept, with their messages and answers, and those to come.
pub(super) fn notified(moment: &Moment<'_>, id: &str, both: &Both<'_>) -> Result<Vec<Row>, StoreError> {
    let (context, records) = (&moment.context, moment.records);
    let registry = context.registry();
    let mut kept = records.notices_about(&["case_due", "case_overdue", "repeat_return"], id)?;
    for share in look(context, id).into_iter().flat_map(|look| look.shares) {
        let department = &registry.departments[usize::from(share.department)].id;
        kept.extend(records.notices_about(&["joint_due", "joint_overdue"], &format!("{id}/{department}"))?);
    }
    let mut rows = Vec::with_capacity(kept.len());
    for notice in kept {
        let answers = records.acknowledgements_of([notice.identity.as_str()])?;
        let messages = records.messages_of(&notice.identity)?;
        let told: Vec<Told> = messages.into_iter().map(|message| told(message, &registry.zone)).collect();
        rows.push(Row {
            title: title(&notice),
            to: notice
                .recipients
                .iter()
                .map(|to| Said::by(|lang| recipient_said(registry, to, lang)))
                .collect(),
            messages: told.iter().map(|told| message_said(moment, told)).collect(),
            notice: notified_of(notice, told, &answers, &registry.zone),
        });
    }
    // What is still to come, and what would be kept had the service run then.
    let known: Vec<(String, u8)> =
        rows.iter().map(|row| (row.notice.date.clone(), row.notice.level)).collect();
    let is_new = |rung: &Rung| !known.contains(&(rung.date.clone(), rung.level));
    let ladder = both.zh.ladder.iter().zip(&both.en.ladder).filter(|(zh, _)| is_new(zh));
    rows.extend(ladder.map(|(zh, en)| to_come(zh, en)));
    rows.sort_by(|a, b| {
        (&a.notice.date, a.notice.level, &a.notice.identity).cmp(&(
            &b.notice.date,
            b.notice.level,
            &b.notice.identity,
        ))
    });
    Ok(rows)
}

fn told(message: KeptMessage, zone: &Zone) -> Told {
    Told {
        recipient: message.recipient,
        reader: message.reader,
        channel: message.channel,
        round: u32::from(message.round),
        state: message.state.word().to_owned(),
        settled: message.settled.map(|at| zone.format(at)),
    }
}

fn notified_of(
    notice: KeptNotice,
    messages: Vec<Told>,
    answers: &[Acknowledgement],
    zone: &Zone,
) -> Notified {
    let answers = answers.iter().map(|answer| Answer {
        by: answer.by.clone(),
        reason: answer.reason.clone(),
        asks_help: answer.asks_help,
        at: zone.format(answer.at),
    });
    Notified {
        identity: notice.identity,
        kind: notice.kind,
        level: notice.level,
        date: notice.date,
        to: notice.recipients,
        state: notice.state.word().to_owned(),
        sent: notice.sent.map(|at| zone.format(at)),
        messages,
        answers: answers.collect(),
    }
}

/// A notice that is not kept: its day has not come, or the service did not run then.
fn to_come(zh: &Rung, en: &Rung) -> Row {
    let notice = Notified {
        identity: String::new(),
        kind: String::new(),
        level: zh.level,
        date: zh.date.clone(),
        to: zh.to.clone(),
        state: "expected".to_owned(),
        sent: None,
        messages: Vec::new(),
        answers: Vec::new(),
    };
    let title = |rung: &Rung| match &rung.share {
        Some(share) => format!("{} · {share}", rung.title),
        None => rung.title.to_owned(),
    };
    Row {
        notice,
        title: Said { zh: title(zh), en: title(en) },
        to: paired(&zh.to, &en.to, |zh, en| Said { zh: zh.clone(), en: en.clone() }),
        messages: Vec::new(),
    }
}

fn title(notice: &KeptNotice) -> Said {
    let share = notice.subject.rsplit_once('/').map(|(_, department)| department);
    let share = share.filter(|_| notice.kind.starts_with("joint_"));
    let title = catalogue::title(&notice.kind, notice.level);
    match share {
        Some(share) => {
            Said { zh: format!("{} · {share}", title.zh), en: format!("{} · {share}", title.en) }
        }
        None => title,
    }
}

/// `电子邮件 2026-09-09 08:30 → 自然资源局（张志远）`.
fn message_said(moment: &Moment<'_>, told: &Told) -> Said {
    let registry = moment.context.registry();
    let when = told.settled.as_deref().map(written).unwrap_or_default();
    Said::by(|lang| {
        let channel = lang.say(words::channel_of(&told.channel));
        let state = lang.say(words::state_of_message(&told.state));
        let reader = recipient_said(registry, &told.reader, lang);
        let again = if told.round > 1 { lang.say(words::SENT_AGAIN) } else { "" };
        format!("{channel} {state} {when} → {reader} {again}").trim_end().to_owned()
    })
}

/// A notice as the cover shows it.
pub(super) fn warning(row: &Row, moment: &Moment<'_>) -> WarningShown {
    let registry = moment.context.registry();
    let answer = |answer: &Answer| {
        Said::by(|lang| {
            let by = recipient_said(registry, &answer.by, lang);
            let help = if answer.asks_help { lang.say(words::ASKED_FOR_HELP) } else { "" };
            let reason = answer.reason.as_deref().unwrap_or_default();
            format!("{} {by} {help} {reason}", written(&answer.at)).trim_end().to_owned()
        })
    };
    WarningShown {
        day: row.notice.date.clone(),
        title: row.title.clone(),
        to: row.to.clone(),
        state: Said::by(|lang| {
            let sent = row.notice.sent.as_deref().map(written).unwrap_or_default();
            format!("{} {sent}", lang.say(words::state_of_notice(&row.notice.state))).trim_end().to_owned()
        }),
        messages: row.messages.clone(),
        answers: row.notice.answers.iter().map(answer).collect(),
    }
}
