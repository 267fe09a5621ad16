//! `flagpost delivery`: what goes out to whom, what became of it, and where people are reached.

use super::{Failure, Outcome};
use crate::config::DeliveryConfig;
use crate::county;
use crate::delivery::mailroom::Mailroom;
use crate::language::LangArg;
use crate::service::which::WhichService;
use crate::service::{desk, machine_time};
use anyhow::{Context as _, anyhow};
use clap::{Args, Subcommand, ValueEnum};
use ingest::store::outbox::{KeptMessage, MessageFilter, MessageState};
use ingest::store::sqlite::KeptAddressee;
use reports::delivery::addressee::{self, Addressee, Away, Contact, Instead, Reach};
use reports::delivery::channels::{self, Attempt};
use reports::delivery::{Address, Message, Outcome as Sent};
use reports::render::columns::{Align, Columns};
use reports::words::{Lang, Word};
use scoring::registry::Registry;
use scoring::time::{Instant, Zone};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is told to who asked.
type Told = Result<String, Failure>;

const AUDIT: &str = "cannot write the audit log";

/// So many messages are listed.
const LISTED_MAX: usize = 200;

/// See what was sent to whom and why something was not, try again, say where people are reached (消息的发送)
#[derive(Args, Debug)]
pub struct DeliveryArgs {
    #[command(flatten)]
    service: WhichService,
    /// The language: zh (简体中文) or en (English)
    #[arg(long, value_enum, default_value_t)]
    lang: LangArg,
    #[command(subcommand)]
    what: What,
}

/// What is asked.
#[derive(Subcommand, Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// List messages, the newest first
    List {
        /// Those in one state alone
        #[arg(long, value_enum)]
        state: Option<StateArg>,
        /// Those of one recipient alone, for example department_head:D-05
        #[arg(long)]
        recipient: Option<String>,
    },
    /// Show a message with its attempts
    Show {
        /// Its key, or the beginning of it
        key: String,
    },
    /// Try messages again that were given up
    Retry {
        /// The key of one, or the beginning of it
        #[arg(required_unless_present = "all")]
        key: Option<String>,
        /// All that were given up
        #[arg(long, conflicts_with = "key")]
        all: bool,
    },
    /// List every recipient with who reads and where
    Recipients,
    /// Say where a recipient is reached, who stands in, what is not wanted
    Set(Box<SetArgs>),
    /// Send a test message to a recipient at once, and tell what the other side said
    Test {
        /// For example department_head:D-05, administrator
        recipient: String,
    },
    /// Make every personal link that was ever sent invalid; the next messages bear new ones
    RotateLinks,
}

/// What is set; what is not named stays as it is. An empty text takes the registry's again.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct SetArgs {
    /// For example window:W-09, department_head:D-05, county_leader, supervision, operator:tax, administrator
    recipient: String,
    /// The name that letters begin with
    #[arg(long)]
    name: Option<String>,
    /// An e-mail address
    #[arg(long)]
    email: Option<String>,
    /// A webhook robot's URL
    #[arg(long)]
    webhook: Option<String>,
    /// A telephone number for the HTTP gateway
    #[arg(long)]
    phone: Option<String>,
    /// The language of letters
    #[arg(long, value_enum)]
    letters: Option<LangArg>,
    /// Whether level 1 is not wanted; levels 2 to 4 always come
    #[arg(long)]
    mute_level_1: Option<bool>,
    /// The deputy's e-mail address
    #[arg(long)]
    deputy_email: Option<String>,
    /// The deputy's webhook
    #[arg(long)]
    deputy_webhook: Option<String>,
    /// The deputy's telephone number
    #[arg(long)]
    deputy_phone: Option<String>,
    /// The deputy's name
    #[arg(long)]
    deputy_name: Option<String>,
    /// The days on which the deputy reads, both included: 2026-10-09..2026-10-16; empty: none
    #[arg(long, value_name = "FROM..TO")]
    away: Option<String>,
}

/// What has become of a message.
#[derive(Clone, Copy, Debug, ValueEnum, Serialize, Deserialize)]
#[allow(missing_docs)] // As in `MessageState`.
pub enum StateArg {
    Waiting,
    Sending,
    Sent,
    Dead,
    Withdrawn,
}

impl StateArg {
    fn state(self) -> MessageState {
        match self {
            StateArg::Waiting => MessageState::Waiting,
            StateArg::Sending => MessageState::Sending,
            StateArg::Sent => MessageState::Sent,
            StateArg::Dead => MessageState::Dead,
            StateArg::Withdrawn => MessageState::Withdrawn,
        }
    }
}

/// Runs the command.
pub fn run(args: &DeliveryArgs) -> Outcome {
    let records = args.service.records()?;
    let lang: Lang = args.lang.into();
    let registry = county::parse(&desk::last_givens(&records)?).map_err(Failure::Mistakes)?.registry;
    let config = match &args.what {
        What::Recipients | What::Test { .. } => args.service.delivery()?,
        What::List { .. } | What::Show { .. } | What::Retry { .. } | What::Set(_) | What::RotateLinks => None,
    };
    if let What::Test { recipient } = &args.what {
        let known = records.known().context("cannot read what recipients have set")?;
        return test(&known, &registry, set_up(config.as_ref())?, recipient);
    }
    crate::stdout::write(&answer(&records, &registry, config.as_ref(), &args.what, lang)?)
}

/// Does what is asked, save sending a test message, and answers what is told.
pub fn answer(
    records: &impl Mailroom,
    registry: &Registry,
    config: Option<&DeliveryConfig>,
    what: &What,
    lang: Lang,
) -> Told {
    match what {
        What::List { state, recipient } => {
            let filter = MessageFilter {
                state: state.map(StateArg::state),
                recipient: recipient.clone(),
                before: None,
            };
            list(records, &filter, &registry.zone, lang)
        }
        What::Show { key } => show(records, key, &registry.zone, lang),
        What::Retry { key, all: _ } => retry(records, key.as_deref()),
        What::Recipients => recipients(records, registry, set_up(config)?, lang),
        What::Set(set) => change(records, registry, set),
        What::Test { .. } => Err(Failure::Arguments(
            "试发在发出命令的机器上进行 / a test message is sent from the machine that asks for it"
                .to_owned(),
        )),
        What::RotateLinks => {
            records.rotate_links().context("cannot keep the secret")?;
            records.note("links.rotated", "", "").context(AUDIT)?;
            Ok("以前发出的个人链接全部失效 / every personal link that was sent is invalid from now on\n"
                .to_owned())
        }
    }
}

/// The table, which must be there.
pub fn set_up(config: Option<&DeliveryConfig>) -> Result<&DeliveryConfig, Failure> {
    config.ok_or_else(|| {
        Failure::Arguments(
            "配置文件中没有 [delivery]，请用 --config 指定含有该表的配置文件 / the configuration has no table [delivery]: name one that \
             has with --config"
                .to_owned(),
        )
    })
}

fn list(records: &impl Mailroom, filter: &MessageFilter, zone: &Zone, lang: Lang) -> Told {
    let messages = records.messages(filter, LISTED_MAX).context("cannot list the messages")?;
    let head = |zh, en| lang.say(Word::new(zh, en)).to_owned();
    let mut columns = Columns::new(&[
        Align::Left,
        Align::Left,
        Align::Left,
        Align::Left,
        Align::Left,
        Align::Right,
        Align::Left,
    ]);
    columns.head(
        [
            head("编号", "key"),
            head("时间", "made"),
            head("收件人", "recipient"),
            head("渠道", "channel"),
            head("状态", "state"),
            head("尝试", "attempts"),
            head("内容", "about"),
        ]
        .iter()
        .map(String::as_str),
    );
    for message in &messages {
        columns.row([
            message.key.get(..8).unwrap_or(&message.key).to_owned(),
            zone.format(message.made).get(..19).unwrap_or_default().replace('T', " "),
            message.recipient.clone(),
            message.channel.clone(),
            message.state.word().to_owned(),
            message.attempts.to_string(),
            letter(message).subject,
        ]);
    }
    Ok(columns.text())
}

fn letter(message: &KeptMessage) -> Message {
    serde_json::from_str(&message.letter).unwrap_or_default()
}

fn found(records: &impl Mailroom, key: &str) -> Result<KeptMessage, Failure> {
    let found = records.message(key).context("cannot look for the message")?;
    found.ok_or_else(|| {
        Failure::Arguments(format!(
            "没有编号以 {key} 开头的唯一消息；“flagpost delivery list” 列出全部 / no one message has a key that begins with {key}: \
             `flagpost delivery list` shows them"
        ))
    })
}

fn show(records: &impl Mailroom, key: &str, zone: &Zone, lang: Lang) -> Told {
    let message = found(records, key)?;
    let text = letter(&message);
    let mut out = format!(
        "{}\n{} → {} · {} · {} · {}\n\n{}\n\n{}\n",
        message.key,
        message.recipient,
        message.reader,
        message.channel,
        message.address,
        message.state.word(),
        text.subject,
        text.text
    );
    for notice in records.notices_of_message(&message.key).context("cannot list its notices")? {
        out += &format!("  · {notice}\n");
    }
    for attempt in records.attempts(&message.key).context("cannot list its attempts")? {
        let outcome = attempt
            .outcome
            .unwrap_or_else(|| lang.say(Word::new("结果不明", "nobody knows how it ended")).to_owned());
        let begun = zone.format(attempt.begun);
        out += &format!("  {}  {begun}  {outcome}  {}\n", attempt.number, attempt.detail);
    }
    Ok(out)
}

fn retry(records: &impl Mailroom, key: Option<&str>) -> Told {
    let now = machine_time();
    let dead = match key {
        Some(key) => vec![found(records, key)?],
        None => {
            let filter = MessageFilter { state: Some(MessageState::Dead), ..MessageFilter::default() };
            records.messages(&filter, usize::MAX >> 1).context("cannot list the messages")?
        }
    };
    let mut again = 0;
    for message in &dead {
        if records.try_again(&message.key, now).context("cannot let the message be tried again")? {
            records.note("message.retried", &message.key, &message.recipient).context(AUDIT)?;
            again += 1;
        }
    }
    Ok(format!("将重新发送 {again} 条 / {again} will be tried again\n"))
}

fn recipients(records: &impl Mailroom, registry: &Registry, config: &DeliveryConfig, lang: Lang) -> Told {
    let known = records.known().context("cannot read what recipients have set")?;
    let head = |zh, en| lang.say(Word::new(zh, en)).to_owned();
    let mut columns = Columns::new(&[Align::Left, Align::Left, Align::Left, Align::Left]);
    columns.head(
        [
            head("收件人", "recipient"),
            head("阅读者", "reader"),
            head("地址", "addresses"),
            head("说明", "remarks"),
        ]
        .iter()
        .map(String::as_str),
    );
    let today = registry.zone.date(machine_time());
    with_reach(registry, &known, config, |reach| {
        for recipient in addressee::recipients(registry) {
            let reached = reach.of(&recipient, today);
            let addresses: Vec<String> = reached
                .addresses
                .iter()
                .map(|address| format!("{} {}", address.channel.word(), address.to))
                .collect();
            let muted = known.get(&recipient).is_some_and(|set| set.mutes_level_1);
            let remark = match reached.instead {
                _ if addresses.is_empty() => {
                    Word::new("没有地址，无人能收到", "no address, nobody is reached")
                }
                Some(Instead::Deputy) => Word::new("代理", "the deputy"),
                Some(Instead::NoAddress) => {
                    Word::new("本人没有地址，由其代收", "stands in, the recipient has no address")
                }
                None if muted => Word::new("不接收一级提醒", "no level 1"),
                None => Word::new("", ""),
            };
            let reader = format!("{} {}", reached.recipient, reached.name);
            columns.row([recipient, reader, addresses.join(", "), lang.say(remark).to_owned()]);
        }
    });
    Ok(columns.text())
}

fn with_reach<T>(
    registry: &Registry,
    known: &BTreeMap<String, Addressee>,
    config: &DeliveryConfig,
    act: impl FnOnce(&Reach<'_>) -> T,
) -> T {
    let webhook = |url: &str| config.channels.webhook(url);
    let has = |address: &Address| config.channels.has(address);
    act(&Reach { registry, known, administrator: &config.administrator, has: &has, webhook: &webhook })
}

fn change(records: &impl Mailroom, registry: &Registry, args: &SetArgs) -> Told {
    let recipient = &args.recipient;
    if !addressee::recipients(registry).contains(recipient) {
        return Err(Failure::Arguments(format!(
            "没有收件人 {recipient}；“flagpost delivery recipients” 列出全部 / there is no recipient {recipient}: `flagpost delivery \
             recipients` lists them"
        )));
    }
    let mut set = records
        .known()
        .context("cannot read what recipients have set")?
        .remove(recipient)
        .unwrap_or_default();
    let text = |given: &Option<String>, into: &mut Option<String>| {
        if let Some(given) = given {
            *into = Some(given.trim().to_owned()).filter(|given| !given.is_empty());
        }
    };
    text(&args.name, &mut set.contact.name);
    text(&args.email, &mut set.contact.email);
    text(&args.webhook, &mut set.contact.webhook);
    text(&args.phone, &mut set.contact.phone);
    let mut deputy = set.deputy.clone().unwrap_or_default();
    text(&args.deputy_name, &mut deputy.name);
    text(&args.deputy_email, &mut deputy.email);
    text(&args.deputy_webhook, &mut deputy.webhook);
    text(&args.deputy_phone, &mut deputy.phone);
    set.deputy = Some(deputy).filter(|deputy| *deputy != Contact::default());
    if let Some(away) = &args.away {
        set.away = away.split_once("..").map(|(from, to)| Away { from: from.to_owned(), to: to.to_owned() });
        if set.away.is_none() && !away.trim().is_empty() {
            set.away = Some(Away { from: away.clone(), to: away.clone() });
        }
    }
    if let Some(letters) = args.letters {
        set.in_english = matches!(Lang::from(letters), Lang::En);
    }
    set.mutes_level_1 = args.mute_level_1.unwrap_or(set.mutes_level_1);
    if let Some(fault) = set.faults().first() {
        return Err(Failure::Arguments(fault.clone()));
    }
    let kept = KeptAddressee {
        recipient: recipient.clone(),
        settings: serde_json::to_string(&set).context("cannot write the settings")?,
        changed: machine_time(),
        changed_by: "operator".to_owned(),
    };
    records.put_addressee(&kept).context("cannot keep the settings")?;
    records.note("addressee.changed", recipient, &kept.settings).context(AUDIT)?;
    Ok(format!("{recipient}: {}\n", kept.settings))
}

/// Sends a test message at once, from this machine.
pub fn test(
    known: &BTreeMap<String, Addressee>,
    registry: &Registry,
    config: &DeliveryConfig,
    recipient: &str,
) -> Outcome {
    let now = machine_time();
    let reached = with_reach(registry, known, config, |reach| reach.of(recipient, registry.zone.date(now)));
    if reached.addresses.is_empty() {
        return Err(Failure::Arguments(format!(
            "{recipient} 没有任何地址 / nobody can be reached for {recipient}: set an address with `flagpost delivery set`"
        )));
    }
    let mut failed = 0;
    for address in &reached.addresses {
        let told = match channels::send(
            &config.channels,
            address,
            &trial(registry, now),
            Attempt { number: 1, now },
        ) {
            Sent::Delivered(said) => format!("已送达 / delivered  {said}"),
            Sent::Later(why) | Sent::Never(why) => {
                failed += 1;
                format!("失败 / failed  {why}")
            }
        };
        crate::stdout::write(&format!("{} {}  {told}\n", address.channel.word(), address.to))?;
    }
    if failed == 0 { Ok(()) } else { Err(anyhow!("{failed} 条未送达 / {failed} not delivered").into()) }
}

fn trial(registry: &Registry, now: Instant) -> Message {
    let text = format!(
        "这是 {} 电子监察系统的测试消息，无需处理。\nThis is a test message of the supervision of {}. Nothing is to be done.",
        registry.name, registry.name
    );
    let mut key = format!("{:032x}", now.0.unsigned_abs());
    key.truncate(32);
    Message {
        key,
        subject: "测试消息 / Test message".to_owned(),
        html: format!("<p>{}</p>", text.replace('\n', "<br>")),
        markdown: text.clone(),
        brief: "测试消息，无需处理 / test message".to_owned(),
        text,
        link: None,
        attached: Vec::new(),
    }
}
