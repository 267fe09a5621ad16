//! What the administrator is told: nothing goes out though something was due, a message was given up, a document
//! of the schedule could not be made.

use super::drafts::Due;
use ingest::store::outbox::KeptMessage;
use ingest::store::{KeptNotice, NoticeState};
use reports::delivery::addressee::ADMINISTRATOR;
use reports::words::Lang;
use scoring::context::Context;
use scoring::time::{Date, Instant};
use serde::Serialize;
use std::fmt;

/// Nothing was sent for a working day though something was due.
pub const NOTHING_SENT: &str = "nothing_sent";
/// A document of the schedule could not be made.
pub const DRAFT_FAILED: &str = "draft_failed";
/// A message was given up.
pub const UNDELIVERABLE: &str = "undeliverable";

const LEVEL: u8 = 3;

#[derive(Serialize)]
struct Body<'b> {
    kind: &'b str,
    level: u8,
    subject: &'b str,
    date: &'b str,
    to: [&'b str; 1],
    text: Text,
}

#[derive(Serialize)]
struct Text {
    zh: String,
    en: String,
}

/// The alarm of this day, where something has been due for a working day and nothing was sent since. `oldest_due` is when the
/// oldest of what is due was to be sent, `last_sent` when anything last was.
pub fn nothing_sent(
    context: &Context<'_>,
    oldest_due: Option<Instant>,
    last_sent: Option<Instant>,
) -> Option<KeptNotice> {
    let oldest = oldest_due?;
    let (zone, calendar, today) = (&context.registry().zone, context.calendar(), context.today());
    let day = zone.date(oldest);
    let is_long = today > calendar.next(day)
        || (today == calendar.next(day) && has_passed(zone, context.as_of, oldest));
    if !calendar.is_working(today) || !is_long || last_sent.is_some_and(|sent| sent >= oldest) {
        return None;
    }
    let date = today.to_string();
    let text = Text {
        zh: format!(
            "自 {} 起有应发送的提醒，但至今没有一条发出。请检查 flagpost.toml 中 [delivery] 的设置、邮件服务器和网络；\
             “flagpost delivery list” 列出各条消息及其失败原因",
            zone.format(oldest)
        ),
        en: format!(
            "Notices were due since {}, and none has gone out. Look at [delivery] in flagpost.toml, at the mail server and the \
             network; `flagpost delivery list` shows each message with why it failed",
            zone.format(oldest)
        ),
    };
    Some(alarm(context, format!("{NOTHING_SENT}/{date}"), NOTHING_SENT, &date, text))
}

fn has_passed(zone: &scoring::time::Zone, now: Instant, oldest: Instant) -> bool {
    zone.local(now).1 >= zone.local(oldest).1
}

/// What the administrator is told of a message that was given up.
pub fn undeliverable(context: &Context<'_>, message: &KeptMessage, why: &str) -> KeptNotice {
    let date = context.today().to_string();
    let KeptMessage { key, recipient, channel, address, attempts, .. } = message;
    // Enough of it to name one message, and short enough to be typed.
    let short = key.get(..8).unwrap_or(key);
    let text = Text {
        zh: format!(
            "给 {recipient} 的消息 {short} 经 {channel} 发往 {address}，尝试 {attempts} 次后放弃：{why}。排除原因后运行 \
             “flagpost delivery retry {short}”",
        ),
        en: format!(
            "Message {short} for {recipient} over {channel} to {address} was given up after {attempts} attempts: {why}. Once that is \
             mended, run `flagpost delivery retry {short}`",
        ),
    };
    alarm(context, format!("{UNDELIVERABLE}/{key}/{attempts}"), UNDELIVERABLE, &date, text)
}

/// Why a document of the schedule is not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotDrafted {
    /// It could not be, for this reason.
    Failed(String),
    /// The program ended while it was made, so often on this day that it is left until the next.
    EndsTheProgram(u32),
}

impl fmt::Display for NotDrafted {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotDrafted::Failed(why) => to.write_str(why),
            NotDrafted::EndsTheProgram(times) => {
                write!(
                    to,
                    "begun {times} times today, it ended the program each time; it is left until tomorrow"
                )
            }
        }
    }
}

/// What the administrator is told of a document that is not made, once a day.
pub fn not_drafted(context: &Context<'_>, due: Due, why: &NotDrafted) -> KeptNotice {
    let date = context.today().to_string();
    let say = |lang: Lang| match why {
        NotDrafted::Failed(why) => lang.schedule_failed(&due.said(lang, None), why),
        NotDrafted::EndsTheProgram(times) => lang.schedule_left(&due.said(lang, None), *times),
    };
    let text = Text { zh: say(Lang::Zh), en: say(Lang::En) };
    alarm(context, not_drafted_identity(due, context.today()), DRAFT_FAILED, &date, text)
}

/// The identity of what the administrator is told on a day of a document that could not be made.
pub fn not_drafted_identity(due: Due, today: Date) -> String {
    format!("{DRAFT_FAILED}/{}/{today}", due.identity())
}

fn alarm(context: &Context<'_>, identity: String, kind: &str, date: &str, text: Text) -> KeptNotice {
    let subject = identity.split_once('/').map_or("", |(_, rest)| rest);
    let body = Body { kind, level: LEVEL, subject, date, to: [ADMINISTRATOR], text };
    KeptNotice {
        kind: kind.to_owned(),
        level: LEVEL,
        subject: subject.to_owned(),
        date: date.to_owned(),
        recipients: vec![ADMINISTRATOR.to_owned()],
        body: serde_json::to_string(&body).unwrap_or_default(),
        derived: context.as_of,
        state: NoticeState::Pending,
        sent: None,
        identity,
    }
}

#[cfg(test)]
mod tests;
