//! The roads out of the house: one file a channel, and one function for all.
//!
//! | file | to whom |
//! | --- | --- |
//! | `smtp`, `mail` | a mail server; what a mail consists of |
//! | `wecom`, `dingtalk`, `feishu` | group robots, which take Markdown and answer with a code of their own |
//! | `http` | any receiver of a signed request, for example an SMS gateway |
//! | `files` | a folder |
//! | `enclosed` | what goes along in mail and folders |
//!
//! A channel knows neither store nor clock: when it is, and the how-manieth attempt this is, come in. It waits for the
//! answer, so it is called on a thread that may wait.

mod dingtalk;
mod enclosed;
mod feishu;
mod files;
mod fit;
mod http;
mod mail;
mod robot;
mod secret;
mod settings;
mod sign;
mod smtp;
mod web;
mod wecom;
mod words;

pub use enclosed::without;
pub use mail::mailbox;
pub use secret::Secret;
pub use settings::{Gateway, Login, Mail, MailTls, Robot, Settings, Web, web_url};
pub use web::{agent, authorities};

use super::{Address, Channel, Enclosed, Message, Outcome};
use scoring::time::Instant;
use words::both;

/// Which attempt it is, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// From 1.
    pub number: u32,
    /// When it is made: it goes into dates and signatures.
    pub now: Instant,
}

/// Sends a message without files, and waits for the answer.
pub fn send(settings: &Settings, address: &Address, message: &Message, attempt: Attempt) -> Outcome {
    send_enclosing(settings, address, message, &[], attempt)
}

/// Sends a message with what goes along where the channel takes files, and waits for the answer.
pub fn send_enclosing(
    settings: &Settings,
    address: &Address,
    message: &Message,
    files: &[Enclosed],
    attempt: Attempt,
) -> Outcome {
    let (web, to) = (&settings.web, address.to.as_str());
    match address.channel {
        Channel::Mail => match &settings.mail {
            Some(mail) => smtp::send(mail, to, (message, files), attempt),
            None => unconfigured("[delivery.mail]"),
        },
        Channel::File => match &settings.files {
            Some(folder) => files::send(folder, to, (message, files), attempt),
            None => unconfigured("[delivery.files]"),
        },
        Channel::Http if web_url(to).is_none() => match &settings.http {
            Some(gateway) => with_secret(Some(&gateway.secret), |secret| {
                http::send(web, &gateway.url, secret, Some(to), message, attempt)
            }),
            None => unconfigured("[delivery.http]"),
        },
        Channel::Http | Channel::Wecom | Channel::Dingtalk | Channel::Feishu if web_url(to).is_none() => {
            Outcome::Never(both(
                "webhook 地址有误：请在登记册或收件设置中更正",
                "the webhook is no URL: mend it in the registry or the recipient's settings",
            ))
        }
        Channel::Http => robot(settings, to, |secret| http::send(web, to, secret, None, message, attempt)),
        Channel::Wecom => wecom::send(web, to, message, attempt),
        Channel::Dingtalk => robot(settings, to, |secret| dingtalk::send(web, to, secret, message, attempt)),
        Channel::Feishu => robot(settings, to, |secret| feishu::send(web, to, secret, message, attempt)),
    }
}

/// Sends with the secret that belongs to a URL, if it has one.
fn robot(settings: &Settings, url: &str, send: impl FnOnce(Option<&str>) -> Outcome) -> Outcome {
    with_secret(settings.robot(url).and_then(|robot| robot.secret.as_ref()), send)
}

fn with_secret(secret: Option<&Secret>, send: impl FnOnce(Option<&str>) -> Outcome) -> Outcome {
    match secret.map(Secret::read).transpose() {
        Ok(secret) => send(secret.as_deref()),
        Err(trouble) => Outcome::Later(trouble),
    }
}

fn unconfigured(table: &str) -> Outcome {
    Outcome::Never(both(
        format_args!("未配置 {table}：请在 flagpost.toml 中添加"),
        format_args!("there is no {table}: add it to flagpost.toml"),
    ))
}
