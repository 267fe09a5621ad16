//! `[delivery]`: how warnings reach people. Without it nothing is sent.
//!
//! Passwords and signing keys stand in files of their own, or in the environment; here are the names alone.

use super::bounded;
use reports::delivery::channels::{
    Gateway, Login, Mail, MailTls, Robot, Secret, Settings, Web, mailbox, web_url,
};
use reports::delivery::{Address, Channel};
use scoring::document::{At, Document, Reader};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What stands for a region's code in `public_url` of a cluster.
pub const REGION: &str = "{region}";

/// How warnings reach people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryConfig {
    /// Where people reach the pages, without a slash at the end: what links in messages begin with.
    pub public_url: String,
    /// The roads out.
    pub channels: Settings,
    /// How the administrator is reached when nothing else is.
    pub administrator: Vec<Address>,
    /// How often, and after which pauses, a message is tried.
    pub retries: Retries,
}

/// How often, and after which pauses, a message is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retries {
    /// After so many attempts it is given up, and the administrator told.
    pub attempts_max: u32,
    /// The pause after the first attempt, in seconds; each further one is twice as long.
    pub pause_seconds_first: u32,
    /// No pause is longer, in seconds.
    pub pause_seconds_longest: u32,
}

impl Default for Retries {
    fn default() -> Retries {
        Retries { attempts_max: 96, pause_seconds_first: 60, pause_seconds_longest: 3600 }
    }
}

impl Retries {
    /// The pause after an attempt, from 1, in seconds; none after the last.
    pub fn pause_seconds(&self, attempt: u32) -> Option<u32> {
        if attempt >= self.attempts_max {
            return None;
        }
        let doubled = 1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX);
        Some(self.pause_seconds_first.saturating_mul(doubled).min(self.pause_seconds_longest))
    }
}

/// Reads the table, if it is there.
pub fn read_delivery(
    file: &mut Reader<'_, '_>,
    document: &mut Document<'_>,
    beside: &Path,
) -> Option<DeliveryConfig> {
    let mut table = file.table(document, "delivery")?;
    let public_url = table.required_text(document, "public_url");
    // In a cluster each region may have pages of its own.
    let public_url = public_url.and_then(|found| {
        let of_a_region = found.value.replace(REGION, "0");
        read_url(document, &At { value: of_a_region.as_str(), place: found.place.clone() })?;
        Some(found.value.to_owned())
    });
    let channels = Settings {
        mail: read_mail(&mut table, document, beside),
        http: read_gateway(&mut table, document, beside),
        files: read_files(&mut table, document, beside),
        robots: read_robots(&mut table, document, beside),
        web: read_web(&mut table, document, beside),
    };
    let has_mail = table.value("mail").is_some();
    let administrator = read_administrator(&mut table, document, &channels, has_mail);
    let retries = read_retries(&mut table, document);
    table.finish(document);
    let public_url = public_url?.trim_end_matches('/').to_owned();
    Some(DeliveryConfig { public_url, channels, administrator, retries })
}

fn read_mail(table: &mut Reader<'_, '_>, document: &mut Document<'_>, beside: &Path) -> Option<Mail> {
    let mut table = table.table(document, "mail")?;
    let server = table.required_text(document, "server").map(|found| found.value.to_owned());
    let tls = read_tls(&mut table, document);
    let port = bounded(&mut table, document, "port", 1, 65_535, i64::from(tls.usual_port())) as u16;
    let from = table.required_text(document, "from").and_then(|found| read_mailbox(document, &found));
    let user = table.text(document, "user");
    let password = read_secret(&mut table, document, beside, "password_file", Some("password_env"));
    let ca_file = read_ca_file(&mut table, document, beside);
    let timeout = read_timeout(&mut table, document, 60, 30);
    let login = match (user, password) {
        (Some(user), Some(_)) if tls == MailTls::None => {
            let mend = "write tls = \"starttls\" or \"tls\", or take `user` and the password out";
            document.mistake(user.place, "the password would travel for all to read", mend);
            None
        }
        (Some(user), Some(password)) => Some(Login { user: user.value.to_owned(), password }),
        (Some(user), None) => {
            let mend = "add password_file = \"…\" or password_env = \"…\"";
            document.mistake(user.place, "`user` has no password", mend);
            None
        }
        (None, Some(_)) => {
            table.missing(document, "user", "add user = \"…\", whose password it is");
            None
        }
        (None, None) => None,
    };
    table.finish(document);
    Some(Mail { server: server?, port, tls, login, from: from?, ca_file, timeout })
}

fn read_tls(table: &mut Reader<'_, '_>, document: &mut Document<'_>) -> MailTls {
    let Some(found) = table.text(document, "tls") else { return MailTls::StartTls };
    MailTls::of_word(found.value).unwrap_or_else(|| {
        let mend = "write tls = \"starttls\", \"tls\" (from the first byte), or \"none\"";
        document.mistake(found.place, "`tls` is none of starttls, tls and none", mend);
        MailTls::StartTls
    })
}

fn read_gateway(table: &mut Reader<'_, '_>, document: &mut Document<'_>, beside: &Path) -> Option<Gateway> {
    let mut table = table.table(document, "http")?;
    let url = table.required_text(document, "url").and_then(|found| read_url(document, &found));
    let secret = read_required_secret(&mut table, document, beside, "with which requests are signed");
    table.finish(document);
    Some(Gateway { url: url?, secret: secret? })
}

fn read_files(table: &mut Reader<'_, '_>, document: &mut Document<'_>, beside: &Path) -> Option<PathBuf> {
    let mut table = table.table(document, "files")?;
    let folder = table.required_text(document, "folder").map(|found| beside.join(found.value));
    table.finish(document);
    folder
}

fn read_robots(table: &mut Reader<'_, '_>, document: &mut Document<'_>, beside: &Path) -> Vec<Robot> {
    let mut robots = Vec::new();
    for mut table in table.tables(document, "robot") {
        let url = table.required_text(document, "url").and_then(|found| read_url(document, &found));
        let kind = table.required_text(document, "kind").and_then(|found| {
            let kind =
                Channel::of_word(found.value).filter(|kind| !matches!(kind, Channel::Mail | Channel::File));
            if kind.is_none() {
                let mend = "write \"wecom\", \"dingtalk\", \"feishu\" or \"http\"";
                document.mistake(found.place, format!("`kind` is `{}`", found.value), mend);
            }
            kind
        });
        let secret = match kind {
            Some(Channel::Http) => {
                read_required_secret(&mut table, document, beside, "with which requests are signed")
            }
            Some(_) | None => read_secret(&mut table, document, beside, "secret_file", None),
        };
        if kind == Some(Channel::Wecom) && secret.is_some() {
            let mend = "take `secret_file` out: its key is in the URL";
            document.mistake(table.place.clone(), "a robot of WeCom signs nothing", mend);
        }
        table.finish(document);
        if let (Some(url), Some(kind)) = (url, kind) {
            robots.push(Robot { url, kind, secret });
        }
    }
    robots
}

fn read_web(table: &mut Reader<'_, '_>, document: &mut Document<'_>, beside: &Path) -> Web {
    let Some(mut table) = table.table(document, "web") else { return Web::default() };
    let proxy = table.text(document, "proxy").and_then(|found| read_url(document, &found));
    let ca_file = read_ca_file(&mut table, document, beside);
    let timeout = read_timeout(&mut table, document, 300, 20);
    table.finish(document);
    Web { timeout, ca_file, proxy }
}

fn read_administrator(
    table: &mut Reader<'_, '_>,
    document: &mut Document<'_>,
    channels: &Settings,
    has_mail: bool,
) -> Vec<Address> {
    let Some(mut table) = table.table(document, "administrator") else { return Vec::new() };
    let mut addresses = Vec::new();
    if let Some(found) = table.text(document, "email") {
        if !has_mail {
            let mend = "add [delivery.mail], or reach the administrator by `webhook`";
            document.mistake(found.place.clone(), "the administrator's mail has no server", mend);
        }
        let to = read_mailbox(document, &found);
        addresses.extend(to.map(|to| Address { channel: Channel::Mail, to }));
    }
    if let Some(found) = table.text(document, "webhook") {
        let url = read_url(document, &found);
        addresses.extend(url.and_then(|url| channels.webhook(&url)));
    }
    table.finish(document);
    addresses
}

fn read_retries(table: &mut Reader<'_, '_>, document: &mut Document<'_>) -> Retries {
    let otherwise = Retries::default();
    let Some(mut table) = table.table(document, "retries") else { return otherwise };
    let mut number = |key, least, most, otherwise: u32| {
        bounded(&mut table, document, key, least, most, i64::from(otherwise)) as u32
    };
    let retries = Retries {
        attempts_max: number("attempts_max", 1, 1000, otherwise.attempts_max),
        pause_seconds_first: number("pause_seconds_first", 1, 86_400, otherwise.pause_seconds_first),
        pause_seconds_longest: number("pause_seconds_longest", 1, 86_400, otherwise.pause_seconds_longest),
    };
    table.finish(document);
    retries
}

fn read_url(document: &mut Document<'_>, found: &At<&str>) -> Option<String> {
    if web_url(found.value).is_some() {
        return Some(found.value.to_owned());
    }
    // The URL of a robot holds its key, so it is not repeated.
    document.mistake(found.place.clone(), "this is no URL", "write it as https://host/path");
    None
}

fn read_mailbox(document: &mut Document<'_>, found: &At<&str>) -> Option<String> {
    if mailbox(found.value).is_some() {
        return Some(found.value.to_owned());
    }
    let what = format!("`{}` is no mail address", found.value);
    document.mistake(found.place.clone(), what, "write name@example.org, or 名称 <name@example.org>");
    None
}

fn read_ca_file(table: &mut Reader<'_, '_>, document: &mut Document<'_>, beside: &Path) -> Option<PathBuf> {
    let found = table.text(document, "ca_file")?;
    let path = beside.join(found.value);
    if let Err(trouble) = reports::delivery::channels::authorities(&path) {
        document.mistake(found.place, trouble, "name a PEM file of certificates that the service can read");
    }
    Some(path)
}

/// No longer than a minute for mail and five for requests: `deploy/delivery/send.rs` takes an attempt for lost after ten.
fn read_timeout(
    table: &mut Reader<'_, '_>,
    document: &mut Document<'_>,
    most: i64,
    otherwise: i64,
) -> Duration {
    let seconds = bounded(table, document, "timeout_seconds", 1, most, otherwise);
    Duration::from_secs(seconds.unsigned_abs())
}

fn read_required_secret(
    table: &mut Reader<'_, '_>,
    document: &mut Document<'_>,
    beside: &Path,
    what_for: &str,
) -> Option<Secret> {
    if table.value("secret_file").is_none() {
        table.missing(
            document,
            "secret_file",
            &format!("add secret_file = \"…\", a file with the key {what_for}"),
        );
        return None;
    }
    read_secret(table, document, beside, "secret_file", None)
}

/// A secret in a file or, where it may be there, in the environment; that it can be read is asked at once.
fn read_secret(
    table: &mut Reader<'_, '_>,
    document: &mut Document<'_>,
    beside: &Path,
    file: &'static str,
    environment: Option<&'static str>,
) -> Option<Secret> {
    let in_file = table.text(document, file);
    let in_environment = environment.and_then(|key| table.text(document, key));
    let (place, secret) = match (in_file, in_environment) {
        (Some(found), None) => (found.place, Secret::File(beside.join(found.value))),
        (None, Some(found)) => (found.place, Secret::Environment(found.value.to_owned())),
        (Some(found), Some(_)) => {
            document.mistake(found.place, "the password is in two places", "take one of them out");
            return None;
        }
        (None, None) => return None,
    };
    if let Err(trouble) = secret.read() {
        document.mistake(place, trouble, "put the secret there");
    }
    Some(secret)
}

#[cfg(test)]
mod tests;
