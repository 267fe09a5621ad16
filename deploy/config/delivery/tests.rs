//! The example names every option; every mistake is told at once, and no secret.

use super::*;
use crate::config::parse;
use scoring::document::Mistake;
use std::fs;

/// A folder with the files that the example names, which goes with its test.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Folder {
        let folder = std::env::temp_dir().join(format!("flagpost-config-{}-{test}", std::process::id()));
        fs::create_dir_all(folder.join("secrets")).expect("a folder");
        // Any certificate will do: this one is of nobody.
        let pem = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
        let secrets =
            [("smtp", "口令\n"), ("sms", "key\nmore"), ("robot", "SEC1"), ("empty", "\n"), ("ca.pem", pem)];
        for (file, text) in secrets {
            fs::write(folder.join("secrets").join(file), text).expect("a secret");
        }
        Folder(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn read(text: &str, beside: &Path) -> Result<Option<DeliveryConfig>, Vec<String>> {
    let told = |mistakes: Vec<Mistake>| mistakes.iter().map(Mistake::to_string).collect();
    parse("flagpost.toml", text, beside).map(|config| config.delivery).map_err(told)
}

/// The example with its tables of delivery taken out of their comments.
fn example() -> String {
    let text = include_str!("../../flagpost.example.toml");
    let (_, ours) = text.split_once("\n# [delivery]\n").expect("a table of delivery");
    let lines: Vec<&str> = ours.lines().map(|line| line.strip_prefix("# ").unwrap_or(line)).collect();
    format!("[delivery]\n{}\n", lines.join("\n"))
}

#[test]
fn without_the_table_nothing_is_sent() {
    assert_eq!(read("", Path::new("/etc/flagpost")), Ok(None));
}

#[test]
fn the_example_is_read_as_it_is_explained() {
    let folder = Folder::new("example");
    let beside = &folder.0;
    let config = read(&example(), beside).expect("no mistakes").expect("a table");
    assert_eq!(config.public_url, "https://hall.example.gov.cn");
    let secret = |name: &str| Secret::File(beside.join("secrets").join(name));
    let login = Login { user: "hall@example.gov.cn".to_owned(), password: secret("smtp") };
    let mail = Mail {
        server: "smtp.example.gov.cn".to_owned(),
        port: 587,
        tls: MailTls::StartTls,
        login: Some(login),
        from: "政务服务中心 <hall@example.gov.cn>".to_owned(),
        ca_file: Some(beside.join("secrets/ca.pem")),
        timeout: Duration::from_secs(30),
    };
    assert_eq!(config.channels.mail, Some(mail));
    let gateway = Gateway { url: "https://sms.example.gov.cn/send".to_owned(), secret: secret("sms") };
    assert_eq!(config.channels.http, Some(gateway));
    assert_eq!(config.channels.files, Some(beside.join("letters")));
    let robot = Robot {
        url: "https://oapi.dingtalk.com/robot/send?access_token=0123".to_owned(),
        kind: Channel::Dingtalk,
        secret: Some(secret("robot")),
    };
    assert_eq!(config.channels.robots, [robot]);
    assert_eq!(config.channels.web.timeout, Web::default().timeout);
    let channels: Vec<Channel> = config.administrator.iter().map(|address| address.channel).collect();
    assert_eq!(channels, [Channel::Mail, Channel::Wecom]);
    assert_eq!(config.retries, Retries::default());
}

#[test]
fn what_is_left_out_is_as_the_example_says() {
    let text = "[delivery]\npublic_url = \"https://hall.example/\"\n[delivery.mail]\nserver = \"mail\"\nfrom = \"a@b.cn\"\n";
    let config = read(text, Path::new("/etc/flagpost")).expect("no mistakes").expect("a table");
    assert_eq!(config.public_url, "https://hall.example");
    let mail = config.channels.mail.expect("a server");
    assert_eq!((mail.tls, mail.port, mail.timeout), (MailTls::StartTls, 587, Duration::from_secs(30)));
    assert_eq!((mail.login, mail.ca_file), (None, None));
    assert_eq!((config.channels.web, config.retries), (Web::default(), Retries::default()));
    for (tls, port) in [("tls", 465), ("none", 25)] {
        let config = read(&format!("{text}tls = \"{tls}\"\n"), Path::new("/etc/flagpost"));
        assert_eq!(
            config.ok().flatten().and_then(|config| config.channels.mail).map(|mail| mail.port),
            Some(port)
        );
    }
}

#[test]
fn every_mistake_of_delivery_is_told_at_once_with_its_line() {
    let text = r#"[delivery]
public_url = "hall.example"
[delivery.mail]
server = "mail"
tls = "ssl"
port = 0
from = "hall"
user = "hall"
[delivery.http]
url = "https://sms.example/?key=s3cret"
[[delivery.robot]]
url = "im.example/?key=s3cret"
kind = "mail"
[delivery.administrator]
email = "a@b.cn, c@d.cn"
webhook = "s3cret"
[delivery.retries]
attempts = 3
"#;
    let mistakes = read(text, Path::new("/etc/flagpost")).expect_err("mistakes");
    assert_eq!(
        mistakes,
        [
            "flagpost.toml:2: this is no URL; write it as https://host/path",
            "flagpost.toml:5: `tls` is none of starttls, tls and none; write tls = \"starttls\", \"tls\" (from the first byte), or \"none\"",
            "flagpost.toml:6: `port` is 0; write a number from 1 to 65535",
            "flagpost.toml:7: `hall` is no mail address; write name@example.org, or 名称 <name@example.org>",
            "flagpost.toml:8: `user` has no password; add password_file = \"…\" or password_env = \"…\"",
            "flagpost.toml:9: `http` of `delivery` of the file has no `secret_file`; add secret_file = \"…\", a file with the key with which requests are signed",
            "flagpost.toml:12: this is no URL; write it as https://host/path",
            "flagpost.toml:13: `kind` is `mail`; write \"wecom\", \"dingtalk\", \"feishu\" or \"http\"",
            "flagpost.toml:15: `a@b.cn, c@d.cn` is no mail address; write name@example.org, or 名称 <name@example.org>",
            "flagpost.toml:16: this is no URL; write it as https://host/path",
            "flagpost.toml:18: unknown key `attempts` in `retries` of `delivery` of the file; take it out",
        ]
    );
}

#[test]
fn a_password_does_not_travel_for_all_to_read() {
    let folder = Folder::new("plain");
    let beside = &folder.0;
    let text = "[delivery]\npublic_url = \"https://hall.example\"\n[delivery.mail]\nserver = \"mail\"\nfrom = \"a@b.cn\"\n\
                tls = \"none\"\nuser = \"hall\"\npassword_file = \"secrets/smtp\"\n";
    let mistakes = read(text, beside).expect_err("a mistake");
    assert_eq!(mistakes.len(), 1, "{mistakes:?}");
    assert!(
        mistakes[0].starts_with("flagpost.toml:7: the password would travel for all to read"),
        "{mistakes:?}"
    );
}

#[test]
fn an_administrator_is_not_reached_by_mail_without_a_server() {
    let text =
        "[delivery]\npublic_url = \"https://hall.example\"\n[delivery.administrator]\nemail = \"a@b.cn\"\n";
    let mistakes = read(text, Path::new("/etc/flagpost")).expect_err("a mistake");
    let mend = "add [delivery.mail], or reach the administrator by `webhook`";
    assert_eq!(mistakes, [format!("flagpost.toml:4: the administrator's mail has no server; {mend}")]);
}

#[test]
fn no_attempt_may_take_longer_than_who_sends_waits_for_it() {
    let text = "[delivery]\npublic_url = \"https://hall.example\"\n[delivery.mail]\nserver = \"mail\"\nfrom = \"a@b.cn\"\n\
                timeout_seconds = 61\n[delivery.web]\ntimeout_seconds = 301\n";
    let mistakes = read(text, Path::new("/etc/flagpost")).expect_err("mistakes");
    let expected = [
        "flagpost.toml:6: `timeout_seconds` is 61; write a number from 1 to 60",
        "flagpost.toml:8: `timeout_seconds` is 301; write a number from 1 to 300",
    ];
    assert_eq!(mistakes, expected);
}

#[test]
fn secrets_and_certificates_that_cannot_be_read_are_mistakes() {
    let folder = Folder::new("unread");
    let beside = &folder.0;
    let text = "[delivery]\npublic_url = \"https://hall.example\"\n[delivery.mail]\nserver = \"mail\"\nfrom = \"a@b.cn\"\n\
                user = \"hall\"\npassword_file = \"secrets/none\"\nca_file = \"secrets/smtp\"\n[delivery.http]\n\
                url = \"https://sms.example\"\nsecret_file = \"secrets/empty\"\n";
    let mistakes = read(text, beside).expect_err("mistakes");
    for (line, file) in [(7, "secrets/none"), (8, "secrets/smtp"), (11, "secrets/empty")] {
        let begins = format!("flagpost.toml:{line}: ");
        let found = mistakes.iter().find(|mistake| mistake.starts_with(&begins));
        assert!(found.is_some_and(|mistake| mistake.contains(file)), "{line}: {mistakes:?}");
    }
}

#[test]
fn no_secret_shows_in_debug_output() {
    let folder = Folder::new("debug");
    let beside = &folder.0;
    let config = read(&example(), beside).expect("no mistakes");
    let told = format!("{config:?}");
    assert!(told.contains("secrets/smtp") && !told.contains("口令") && !told.contains("SEC1"), "{told}");
}

#[test]
fn pauses_double_up_to_the_longest_and_end_with_the_last_attempt() {
    let retries = Retries { attempts_max: 6, pause_seconds_first: 60, pause_seconds_longest: 300 };
    let pauses: Vec<Option<u32>> = (1..=7).map(|attempt| retries.pause_seconds(attempt)).collect();
    assert_eq!(pauses, [Some(60), Some(120), Some(240), Some(300), Some(300), None, None]);
    let many = Retries { attempts_max: 1000, ..Retries::default() };
    assert_eq!(many.pause_seconds(999), Some(3600));
}
