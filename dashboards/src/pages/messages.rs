//! Messages to people: what was sent to whom over which channel, what became of it, each attempt.

use super::filter::Choice;
use super::paging::Paging;
use crate::taken::{self, Tabled};
use crate::ui::Ui;
use crate::words;
use crate::words::messages as said;
use askama::Template;
use ingest::store::outbox::{Attempt, KeptMessage, MessageState};
use reports::delivery::Message;
use reports::render::table::{Cell, Table};
use reports::words::{Lang, Word};
use scoring::time::Zone;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What a list of messages is narrowed to; absent and empty mean all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct MessagesAsked {
    /// The state's word.
    pub state: Option<String>,
    /// The recipient.
    pub recipient: Option<String>,
    /// Those made before this instant, in nanoseconds since 1970.
    pub before: Option<i64>,
}

/// Everybody whom a notice can be for, with their names, in the order of the registry.
pub type Names = [(String, String)];

/// The messages as people see them.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Messages {
    /// The time of the data.
    pub as_of: String,
    /// How many there are in each state, by what the state is called.
    pub counts: Vec<(String, u64)>,
    /// States to choose from.
    pub states: Vec<Choice>,
    /// Recipients to choose from.
    pub recipients: Vec<Choice>,
    /// The rows of this page, the newest first.
    pub rows: Vec<MessageRow>,
    /// Which page this is.
    pub paging: Paging,
}

/// One message in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MessageRow {
    /// Its key.
    pub key: String,
    /// When it was made, written.
    pub made: String,
    /// Whom it is for, `department_head:D-05`.
    pub recipient: String,
    /// The same by name.
    pub recipient_name: String,
    /// Who reads it, by name, where that is somebody else.
    pub reader: Option<String>,
    /// The channel, as it is called.
    pub channel: String,
    /// Where to.
    pub address: String,
    /// What it is about.
    pub subject: String,
    /// 1, or 2 for a repeat.
    pub round: u8,
    /// The state's word.
    pub state: String,
    /// What the state is called.
    pub state_name: String,
    /// How often it was tried.
    pub attempts: u32,
}

/// A message with all that is known of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MessageView {
    /// What a list shows of it.
    pub row: MessageRow,
    /// What it says; personal links are left out, since they are their reader's alone.
    pub text: String,
    /// The notices in it: identity and, where it is about a case, that.
    pub notices: Vec<String>,
    /// Its attempts, in order: number, when, how it ended, what the other side said.
    pub tries: Vec<(u32, String, String, String)>,
    /// Whether it can be tried again.
    pub is_dead: bool,
}

/// The list. `messages` are those of the page.
pub fn view(
    (messages, paging): (&[KeptMessage], Paging),
    counts: &BTreeMap<String, u64>,
    names: &Names,
    asked: &MessagesAsked,
    zone: &Zone,
    lang: Lang,
) -> Messages {
    let chosen = |value: &Option<String>| value.clone().filter(|value| !value.is_empty());
    let (state, recipient) = (chosen(&asked.state), chosen(&asked.recipient));
    let choice = |value: &str, title: String, is_chosen| Choice { value: value.to_owned(), title, is_chosen };
    let all_states = choice("", lang.say(said::ALL_STATES).to_owned(), state.is_none());
    let states = MessageState::ALL.map(|one| {
        choice(one.word(), lang.say(said::state(one)).to_owned(), state.as_deref() == Some(one.word()))
    });
    let all = choice("", lang.say(said::ALL_RECIPIENTS).to_owned(), recipient.is_none());
    let each = names.iter().map(|(one, name)| choice(one, name.clone(), recipient.as_deref() == Some(one)));
    Messages {
        as_of: String::new(),
        counts: MessageState::ALL
            .into_iter()
            .map(|one| (lang.say(said::state(one)).to_owned(), counts.get(one.word()).copied().unwrap_or(0)))
            .collect(),
        states: std::iter::once(all_states).chain(states).collect(),
        recipients: std::iter::once(all).chain(each).collect(),
        rows: messages.iter().map(|message| row(message, names, zone, lang)).collect(),
        paging,
    }
}

impl Tabled for Messages {
    fn table(&self, lang: Lang) -> Table {
        let say = |word: Word| lang.say(word);
        taken::table(
            (say(said::TITLE), lang),
            &[&self.states, &self.recipients],
            &self.rows,
            &[
                (say(said::MADE), 18, &|row: &MessageRow| Cell::text(&row.made)),
                (say(said::RECIPIENT), 20, &|row| Cell::text(&row.recipient_name)),
                (say(said::READER), 20, &|row| Cell::text_if_any(row.reader.as_deref())),
                (say(said::CHANNEL), 12, &|row| Cell::text(&row.channel)),
                (say(said::ADDRESS), 24, &|row| Cell::text(&row.address)),
                (say(said::SUBJECT), 36, &|row| Cell::text(&row.subject)),
                (say(said::REPEAT), 6, &|row| Cell::text(if row.round > 1 { "✓" } else { "" })),
                (say(words::STATE), 10, &|row| Cell::text(&row.state_name)),
                (say(said::ATTEMPTS), 8, &|row| Cell::Count(i64::from(row.attempts))),
            ],
        )
    }

    fn paging(&self) -> Option<Paging> {
        Some(self.paging)
    }
}

/// One message.
pub fn one(
    message: &KeptMessage,
    notices: Vec<String>,
    attempts: &[Attempt],
    names: &Names,
    zone: &Zone,
    lang: Lang,
) -> MessageView {
    let ended = |attempt: &Attempt| {
        let word = match attempt.outcome.as_deref() {
            Some("delivered") => said::DELIVERED,
            Some("later") => said::LATER,
            Some(_) => said::NEVER,
            None => said::UNKNOWN_END,
        };
        lang.say(word).to_owned()
    };
    let tries = attempts.iter().map(|attempt| {
        let detail = super::rejected::message_in(&attempt.detail, lang).to_owned();
        (attempt.number, lang.moment(zone, attempt.begun, 0), ended(attempt), detail)
    });
    MessageView {
        row: row(message, names, zone, lang),
        text: without_personal_links(&letter(message).text),
        notices,
        tries: tries.collect(),
        is_dead: message.state == MessageState::Dead,
    }
}

fn row(message: &KeptMessage, names: &Names, zone: &Zone, lang: Lang) -> MessageRow {
    // One of the registry of then may be gone.
    let name = |recipient: &str| {
        let known = names.iter().find(|(one, _)| one == recipient);
        known.map_or_else(|| recipient.to_owned(), |(_, name)| name.clone())
    };
    MessageRow {
        key: message.key.clone(),
        made: lang.moment(zone, message.made, 0),
        recipient: message.recipient.clone(),
        recipient_name: name(&message.recipient),
        reader: (message.reader != message.recipient).then(|| name(&message.reader)),
        channel: lang.say(said::channel(&message.channel)).to_owned(),
        address: without_secret(&message.address),
        subject: letter(message).subject,
        round: message.round,
        state: message.state.word().to_owned(),
        state_name: lang.say(said::state(message.state)).to_owned(),
        attempts: message.attempts,
    }
}

fn letter(message: &KeptMessage) -> Message {
    serde_json::from_str(&message.letter).unwrap_or_default()
}

/// A robot's URL is its password: only where it leads is shown.
pub(super) fn without_secret(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    format!("{scheme}://{host}/…")
}

/// The text without what lets its reader answer in their own name.
fn without_personal_links(text: &str) -> String {
    let mut parts = text.split("/to/");
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|letter: char| letter.is_whitespace()).unwrap_or(part.len());
        shown.push_str("/to/…");
        shown.push_str(&part[end..]);
    }
    shown
}

#[derive(Template)]
#[template(path = "messages.html")]
struct ListPage<'a> {
    ui: &'a Ui<'a>,
    view: &'a Messages,
}

#[derive(Template)]
#[template(path = "message_sent.html")]
struct OnePage<'a> {
    ui: &'a Ui<'a>,
    view: &'a MessageView,
}

/// The list's page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Messages) -> Result<String, askama::Error> {
    ListPage { ui, view }.render()
}

/// A message's page. Its form posts to the page's own address.
///
/// # Errors
///
/// As [`html`].
pub fn one_html(ui: &Ui<'_>, view: &MessageView) -> Result<String, askama::Error> {
    OnePage { ui, view }.render()
}

#[cfg(test)]
mod tests {
    use super::{without_personal_links, without_secret};

    #[test]
    fn what_lets_others_act_is_not_shown() {
        assert_eq!(
            without_secret("https://oapi.dingtalk.com/robot/send?access_token=1"),
            "https://oapi.dingtalk.com/…"
        );
        assert_eq!(without_secret("https://user:word@im.county.example/x"), "https://im.county.example/…");
        assert_eq!(without_secret("zhang@county.example"), "zhang@county.example");
        let text = "确认：https://f.example/to/abc.def\n查看 https://f.example/notices";
        assert_eq!(
            without_personal_links(text),
            "确认：https://f.example/to/…\n查看 https://f.example/notices"
        );
    }
}
