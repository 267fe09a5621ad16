//! Mail, sent to a real server: over STARTTLS, TLS and plainly, read again by another program, refused in every way.

use crate::servers;
use crate::servers::smtp::{Behaviour, PASSWORD, SERVER, Smtp, USER};
use reports::delivery::channels::{Attempt, Login, Mail, MailTls, Secret, Settings, send};
use reports::delivery::{Address, Channel, Message, Outcome};
use scoring::time::Instant;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::time::Duration;

const KEY: &str = "0123456789abcdef0123456789abcdef";

fn message() -> Message {
    Message {
        key: KEY.to_owned(),
        subject: "【叙永县政务服务中心】催办警告：3 件办件已超期，请在 3 个工作日内办结".to_owned(),
        text: "办件 C-1 自 2026-08-28 起超期。\n.\n.. 行首的点\n".to_owned(),
        html: "<p>办件 <b>C-1</b> 自 2026-08-28 起超期。</p>".to_owned(),
        ..Message::default()
    }
}

fn plain(smtp: &Smtp) -> Mail {
    Mail {
        server: SERVER.to_owned(),
        port: smtp.port(),
        tls: MailTls::None,
        login: None,
        from: "叙永县政务服务中心 <hall@county.example>".to_owned(),
        ca_file: None,
        timeout: Duration::from_secs(20),
    }
}

fn secured(smtp: &Smtp, tls: MailTls) -> Mail {
    let port = if tls == MailTls::StartTls { smtp.starttls_port() } else { smtp.tls_port() };
    let login = Login { user: USER.to_owned(), password: Secret::Text(PASSWORD.to_owned()) };
    Mail { port, tls, login: Some(login), ca_file: Some(smtp.ca_file()), ..plain(smtp) }
}

fn sent_to(mail: Mail, to: &str, message: &Message) -> Outcome {
    let settings = Settings { mail: Some(mail), ..Settings::default() };
    let address = Address { channel: Channel::Mail, to: to.to_owned() };
    let now = Instant::parse("2026-09-01T08:30:00+08:00").unwrap();
    send(&settings, &address, message, Attempt { number: 1, now })
}

fn sent(mail: Mail) -> Outcome {
    sent_to(mail, "张芳 <w09@county.example>", &message())
}

fn later(outcome: Outcome) -> String {
    match outcome {
        Outcome::Later(why) => why,
        Outcome::Delivered(_) | Outcome::Never(_) => panic!("{outcome:?}"),
    }
}

fn never(outcome: Outcome) -> String {
    match outcome {
        Outcome::Never(why) => why,
        Outcome::Delivered(_) | Outcome::Later(_) => panic!("{outcome:?}"),
    }
}

#[test]
fn mail_goes_over_starttls_tls_and_plainly() {
    let Some(smtp) = Smtp::start(Behaviour::Accept) else { return };
    for mail in [secured(&smtp, MailTls::StartTls), secured(&smtp, MailTls::FromStart), plain(&smtp)] {
        let outcome = sent(mail);
        assert!(matches!(&outcome, Outcome::Delivered(said) if said.contains("queued as")), "{outcome:?}");
    }
    let received = smtp.received();
    let how: Vec<_> = received.iter().map(|mail| (mail.encrypted, mail.login.as_deref())).collect();
    assert_eq!(how, [(true, Some(USER)), (true, Some(USER)), (false, None)]);
    for mail in received {
        assert_eq!(mail.from, "hall@county.example");
        assert_eq!(mail.to, ["w09@county.example"]);
        assert_eq!(mail.hello, "county.example");
        assert_eq!(mail.key(), KEY);
        assert_eq!(mail.header("Message-ID"), format!("<{KEY}@county.example>"));
        assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
    }
}

/// Python's own mail parser, which knows nothing of how it was written.
const READER: &str = r#"
import email, email.policy, json, sys
mail = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
print(json.dumps({
    "subject": mail["subject"], "from": mail["from"].addresses[0].display_name, "to": mail["to"].addresses[0].display_name,
    "date": mail["date"].datetime.isoformat(), "type": mail.get_content_type(),
    "parts": [[part.get_content_type(), part.get_content_charset(), part.get_content()] for part in mail.iter_parts()],
}))
"#;

#[test]
fn another_program_reads_subject_names_and_both_texts() {
    let Some(smtp) = Smtp::start(Behaviour::Accept) else { return };
    sent(secured(&smtp, MailTls::StartTls));
    let mail = smtp.received().pop().unwrap();
    assert!(mail.text.is_ascii() && mail.text.lines().all(|line| line.len() < 998), "{}", mail.text);
    let file = std::env::temp_dir().join(format!("flagpost-mail-{}.eml", std::process::id()));
    std::fs::write(&file, &mail.text).unwrap();
    let input = std::fs::File::open(&file).unwrap();
    let read = smtp.python().args(["-c", READER]).stdin(input).output().unwrap();
    std::fs::remove_file(file).unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    let read: serde_json::Value = serde_json::from_slice(&read.stdout).unwrap();
    let message = message();
    assert_eq!(read["subject"], message.subject);
    assert_eq!(read["from"], "叙永县政务服务中心");
    assert_eq!(read["to"], "张芳");
    assert_eq!(read["date"], "2026-09-01T00:30:00+00:00");
    assert_eq!(read["type"], "multipart/alternative");
    let text = |content: &str| content.trim_end().replace("\r\n", "\n");
    for (part, (kind, content)) in
        [("text/plain", &message.text), ("text/html", &message.html)].iter().enumerate()
    {
        assert_eq!(read["parts"][part][0], *kind);
        assert_eq!(read["parts"][part][1], "utf-8");
        assert_eq!(text(read["parts"][part][2].as_str().unwrap()), text(content));
    }
}

#[test]
fn refusals_for_now_are_tried_again_and_those_for_good_are_not() {
    let Some(smtp) = Smtp::start(Behaviour::RefuseRecipient(450)) else { return };
    assert!(later(sent(plain(&smtp))).contains("450 mailbox refused"));
    smtp.tell(Behaviour::RefuseRecipient(550));
    let why = never(sent(plain(&smtp)));
    assert!(why.contains("550 mailbox refused") && why.contains("请核对地址"), "{why}");
    smtp.tell(Behaviour::RefuseRecipient(552));
    assert!(later(sent(plain(&smtp))).contains("邮箱已满"));
    smtp.tell(Behaviour::RefuseContent(452));
    assert!(later(sent(plain(&smtp))).contains("452 content refused"));
    smtp.tell(Behaviour::RefuseContent(554));
    assert!(never(sent(plain(&smtp))).contains("554 content refused"));
    // The sender is the same for all messages, and the administrator's to mend.
    smtp.tell(Behaviour::RefuseSender(553));
    assert!(later(sent(plain(&smtp))).contains("`from`"));
    assert!(smtp.received().is_empty());
}

#[test]
fn one_recipient_who_is_refused_does_not_touch_the_next() {
    let Some(smtp) = Smtp::start(Behaviour::RefuseRecipients(vec!["gone@county.example".to_owned()], 550))
    else {
        return;
    };
    never(sent_to(plain(&smtp), "gone@county.example", &message()));
    assert!(matches!(sent(plain(&smtp)), Outcome::Delivered(_)));
}

#[test]
fn a_line_that_goes_dead_may_have_delivered_and_the_key_stays() {
    let Some(smtp) = Smtp::start(Behaviour::DropAfterData) else { return };
    let why = later(sent(plain(&smtp)));
    assert!(why.contains("可能已送达"), "{why}");
    smtp.tell(Behaviour::DropUnkept);
    assert!(later(sent(plain(&smtp))).contains("可能已送达"));
    smtp.tell(Behaviour::DropBeforeData);
    later(sent(plain(&smtp)));
    smtp.tell(Behaviour::Accept);
    assert!(matches!(sent(plain(&smtp)), Outcome::Delivered(_)));
    let keys: Vec<String> = smtp.received().iter().map(servers::smtp::Mail::key).collect();
    assert_eq!(keys, [KEY, KEY]);
}

#[test]
fn a_server_that_never_answers_costs_the_timeout_alone() {
    let Some(smtp) = Smtp::start(Behaviour::Hang) else { return };
    let why = later(sent(Mail { timeout: Duration::from_secs(1), ..plain(&smtp) }));
    assert!(why.contains("可能已送达"), "{why}");
}

#[test]
fn a_wrong_login_is_for_later_and_says_whose_it_is_to_mend() {
    let Some(smtp) = Smtp::start(Behaviour::Accept) else { return };
    for tls in [MailTls::StartTls, MailTls::FromStart] {
        let login = Login { user: USER.to_owned(), password: Secret::Text("wrong".to_owned()) };
        let why = later(sent(Mail { login: Some(login), ..secured(&smtp, tls) }));
        assert!(why.contains("535") && why.contains("[delivery.mail]") && !why.contains("wrong"), "{why}");
        let why = later(sent(Mail { login: None, ..secured(&smtp, tls) }));
        assert!(why.contains("530"), "{why}");
    }
    let missing = Login { user: USER.to_owned(), password: Secret::File("/nowhere/password".into()) };
    let why = later(sent(Mail { login: Some(missing), ..secured(&smtp, MailTls::StartTls) }));
    assert!(why.contains("/nowhere/password"), "{why}");
    assert!(smtp.received().is_empty());
}

#[test]
fn a_password_that_was_mended_counts_at_the_next_attempt() {
    let Some(smtp) = Smtp::start(Behaviour::Accept) else { return };
    let file = std::env::temp_dir().join(format!("flagpost-password-{}", std::process::id()));
    std::fs::write(&file, "wrong\n").unwrap();
    let login = Login { user: USER.to_owned(), password: Secret::File(file.clone()) };
    let mail = Mail { login: Some(login), ..secured(&smtp, MailTls::StartTls) };
    later(sent(mail.clone()));
    std::fs::write(&file, format!("{PASSWORD}\n")).unwrap();
    assert!(matches!(sent(mail), Outcome::Delivered(_)));
    std::fs::remove_file(file).unwrap();
}

#[test]
fn a_server_without_starttls_gets_nothing() {
    let Some(smtp) = Smtp::start(Behaviour::Accept) else { return };
    let why = later(sent(Mail { port: smtp.port(), ..secured(&smtp, MailTls::StartTls) }));
    assert!(why.contains("不提供 STARTTLS"), "{why}");
    assert!(smtp.received().is_empty());
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_not_trusted() {
    let Some(smtp) = Smtp::start(Behaviour::Accept) else { return };
    for tls in [MailTls::StartTls, MailTls::FromStart] {
        let why = later(sent(Mail { ca_file: None, ..secured(&smtp, tls) }));
        assert!(why.contains("ca_file"), "{why}");
        // The address is the server's own, but its certificate bears another name.
        let why = later(sent(Mail { server: "127.0.0.1".to_owned(), ..secured(&smtp, tls) }));
        assert!(why.contains("ca_file"), "{why}");
    }
    assert!(smtp.received().is_empty());
}

#[test]
fn a_server_that_is_not_there_is_tried_again_later() {
    let Some(mut smtp) = Smtp::start(Behaviour::Accept) else { return };
    smtp.kill();
    let why = later(sent(plain(&smtp)));
    assert!(why.contains("连不上") && why.contains(&smtp.port().to_string()), "{why}");
    smtp.resume();
    assert!(matches!(sent(plain(&smtp)), Outcome::Delivered(_)));
}

/// A server that says these lines one after the other, each after one of ours; then it reads to the end.
fn scripted(lines: &'static [&'static str]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        for line in lines {
            (&stream).write_all(format!("{line}\r\n").as_bytes()).unwrap();
            reader.read_line(&mut String::new()).unwrap();
        }
        let _ = reader.read_to_end(&mut Vec::new());
    });
    port
}

#[test]
fn an_answer_to_another_command_is_no_delivery() {
    for script in [
        ["220 x", "250 x", "250 MAIL", "250 RCPT", "250 DATA?"].as_slice(),
        &["220 x", "250 x", "250 MAIL", "250 RCPT", "354 DATA", "354 still?"],
    ] {
        let mail = Mail {
            server: "127.0.0.1".to_owned(),
            port: scripted(script),
            tls: MailTls::None,
            login: None,
            from: "hall@county.example".to_owned(),
            ca_file: None,
            timeout: Duration::from_secs(1),
        };
        let why = later(sent(mail));
        assert!(why.contains("对不上"), "{why}");
    }
}

#[test]
fn what_is_no_address_is_never_tried() {
    let Some(smtp) = Smtp::start(Behaviour::Accept) else { return };
    for wrong in ["", "w09", "w09@county.example\r\nRCPT TO:<all@county.example>"] {
        assert!(never(sent_to(plain(&smtp), wrong, &message())).contains("不是邮件地址"));
    }
    // aiosmtpd does not take addresses beyond ASCII unless it is told to.
    never(sent_to(plain(&smtp), "张芳@county.example", &message()));
}
