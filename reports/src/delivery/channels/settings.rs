//! How messages leave the house: the mail server, the gateway, the folder, the robots.

use super::secret::Secret;
use crate::delivery::{Address, Channel};
use std::path::PathBuf;
use std::time::Duration;
use ureq::http::Uri;

/// Everything that sending needs to know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The mail server.
    pub mail: Option<Mail>,
    /// Where messages to telephone numbers are posted.
    pub http: Option<Gateway>,
    /// The folder in which messages are put as files.
    pub files: Option<PathBuf>,
    /// Robots that sign, or that live at an address of their own.
    pub robots: Vec<Robot>,
    /// How requests to robots and gateway are made.
    pub web: Web,
}

/// A mail server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Its name, which its certificate must bear.
    pub server: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept secret.
    pub tls: MailTls,
    /// Whose account sends; none where the server takes mail from anybody in its network.
    pub login: Option<Login>,
    /// Who writes: `name <address>`, or the address alone.
    pub from: String,
    /// Certificates of an authority of one's own, as PEM; trusted beside those of the machine.
    pub ca_file: Option<PathBuf>,
    /// How long each answer may take, and four times as long the one to the mail itself; a minute at most.
    pub timeout: Duration,
}

/// How a connection to a mail server is kept secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailTls {
    /// TLS from the first byte, usually port 465.
    FromStart,
    /// STARTTLS before anything else is said, usually port 587; a server that does not offer it gets nothing.
    StartTls,
    /// Not at all.
    None,
}

impl MailTls {
    /// The word in the configuration.
    pub fn of_word(word: &str) -> Option<MailTls> {
        match word {
            "tls" => Some(MailTls::FromStart),
            "starttls" => Some(MailTls::StartTls),
            "none" => Some(MailTls::None),
            _ => None,
        }
    }

    /// The port that is usual.
    pub fn usual_port(self) -> u16 {
        match self {
            MailTls::FromStart => 465,
            MailTls::StartTls => 587,
            MailTls::None => 25,
        }
    }
}

/// An account of the mail server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// Its name.
    pub user: String,
    /// Its password.
    pub password: Secret,
}

/// An HTTP gateway, for example to text messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gateway {
    /// Where requests are posted.
    pub url: String,
    /// With what they are signed.
    pub secret: Secret,
}

/// What is known of the robots, or receivers, whose URL begins like this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Robot {
    /// The beginning of the URL: scheme and host wholly, then as much of the path and query as one likes.
    pub url: String,
    /// How they want to be spoken to: a robot's way, or [`Channel::Http`].
    pub kind: Channel,
    /// With what messages to them are signed.
    pub secret: Option<Secret>,
}

/// How requests are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Web {
    /// How long a request may take, from the first byte to the last; five minutes at most.
    pub timeout: Duration,
    /// Certificates of an authority of one's own, as PEM; trusted beside those of the machine.
    pub ca_file: Option<PathBuf>,
    /// `http://host:port` of a proxy; without it none is used, whatever the environment says.
    pub proxy: Option<String>,
}

impl Default for Web {
    fn default() -> Web {
        Web { timeout: Duration::from_secs(20), ca_file: None, proxy: None }
    }
}

/// Hosts of robots that are known to everybody.
const HOSTS: [(&str, Channel); 4] = [
    ("qyapi.weixin.qq.com", Channel::Wecom),
    ("oapi.dingtalk.com", Channel::Dingtalk),
    ("open.feishu.cn", Channel::Feishu),
    ("open.larksuite.com", Channel::Feishu),
];

impl Settings {
    /// The channel of a webhook's URL: what `[[delivery.robot]]` says of it, a robot by its host, otherwise plain HTTP.
    /// Nothing where it is no URL.
    pub fn channel_of_url(&self, url: &str) -> Option<Channel> {
        let parsed = web_url(url)?;
        if let Some(robot) = self.robot(url) {
            return Some(robot.kind);
        }
        let host = parsed.host()?.to_ascii_lowercase();
        let known = HOSTS.iter().find(|(name, _)| *name == host);
        Some(known.map_or(Channel::Http, |(_, channel)| *channel))
    }

    /// A webhook's URL as an address.
    pub fn webhook(&self, url: &str) -> Option<Address> {
        Some(Address { channel: self.channel_of_url(url)?, to: url.to_owned() })
    }

    /// Whether messages can be sent by this road.
    pub fn has(&self, address: &Address) -> bool {
        match address.channel {
            Channel::Mail => self.mail.is_some(),
            Channel::File => self.files.is_some(),
            Channel::Http => self.http.is_some() || web_url(&address.to).is_some(),
            Channel::Wecom | Channel::Dingtalk | Channel::Feishu => web_url(&address.to).is_some(),
        }
    }

    /// What is known of a URL; of several the longest beginning.
    pub(super) fn robot(&self, url: &str) -> Option<&Robot> {
        let fitting = self.robots.iter().filter(|robot| begins(url, &robot.url));
        fitting.max_by_key(|robot| robot.url.len())
    }
}

/// Whether a URL begins with another: the same scheme, host and port, and the path and query begin alike.
fn begins(url: &str, beginning: &str) -> bool {
    let (Some(url), Some(beginning)) = (web_url(url), web_url(beginning)) else { return false };
    let path = |uri: &Uri| uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let place =
        |uri: &Uri| (uri.scheme_str().map(str::to_owned), uri.host().map(str::to_ascii_lowercase), port(uri));
    place(&url) == place(&beginning) && path(&url).starts_with(&path(&beginning))
}

fn port(uri: &Uri) -> u16 {
    uri.port_u16().unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 })
}

/// An absolute URL of the web.
pub fn web_url(url: &str) -> Option<Uri> {
    let parsed: Uri = url.parse().ok()?;
    let is_web = matches!(parsed.scheme_str(), Some("http" | "https"));
    (is_web && parsed.host().is_some_and(|host| !host.is_empty())).then_some(parsed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(url: &str) -> Option<Channel> {
        let robot = |url: &str, kind| Robot { url: url.to_owned(), kind, secret: None };
        let robots = vec![
            robot("https://im.county.gov.cn/cgi-bin/", Channel::Wecom),
            robot("https://im.county.gov.cn/cgi-bin/plain", Channel::Http),
        ];
        Settings { robots, ..Settings::default() }.channel_of_url(url)
    }

    #[test]
    fn robots_are_known_by_their_host() {
        assert_eq!(kind("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1"), Some(Channel::Wecom));
        assert_eq!(kind("https://oapi.dingtalk.com/robot/send?access_token=1"), Some(Channel::Dingtalk));
        assert_eq!(kind("https://open.feishu.cn/open-apis/bot/v2/hook/1"), Some(Channel::Feishu));
        assert_eq!(kind("https://open.larksuite.com/open-apis/bot/v2/hook/1"), Some(Channel::Feishu));
        assert_eq!(kind("https://sms.county.gov.cn/send"), Some(Channel::Http));
    }

    #[test]
    fn a_host_that_only_looks_like_a_robots_is_none() {
        assert_eq!(kind("https://oapi.dingtalk.com.example.org/robot/send"), Some(Channel::Http));
        assert_eq!(kind("https://oapi.dingtalk.com@example.org/robot/send"), Some(Channel::Http));
        assert_eq!(kind("https://im.county.gov.cn.example.org/cgi-bin/"), Some(Channel::Http));
    }

    #[test]
    fn the_longest_beginning_of_a_robot_counts() {
        assert_eq!(kind("https://im.county.gov.cn/cgi-bin/send"), Some(Channel::Wecom));
        assert_eq!(kind("https://IM.county.gov.cn:443/cgi-bin/plain/1"), Some(Channel::Http));
        assert_eq!(kind("http://im.county.gov.cn/cgi-bin/send"), Some(Channel::Http));
    }

    #[test]
    fn what_is_no_url_has_no_channel() {
        assert_eq!(kind("oapi.dingtalk.com"), None);
        assert_eq!(kind("ftp://oapi.dingtalk.com/"), None);
        assert_eq!(kind(""), None);
    }
}
