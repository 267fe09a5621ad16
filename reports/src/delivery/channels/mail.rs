//! What a mail consists of: plain text and HTML beside each other, files after them, names and subject in any script, a key that stays.

use super::Attempt;
use crate::delivery::{Enclosed, Message};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use std::time::{Duration, SystemTime};

/// `name@example.org`, or `名称 <name@example.org>`.
pub fn mailbox(text: &str) -> Option<Mailbox> {
    let text = text.trim();
    if text.contains(|sign: char| sign.is_control()) {
        return None;
    }
    let Some((name, address)) = text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) else {
        return Some(Mailbox::new(None, text.parse().ok()?));
    };
    let name = name.trim().trim_matches('"').trim();
    let name = (!name.is_empty()).then(|| name.to_owned());
    Some(Mailbox::new(name, address.trim().parse().ok()?))
}

/// The mail of a message. Each attempt gives the same mail but for its date.
///
/// # Errors
///
/// What keeps it from being a mail.
pub fn compose(
    from: &Mailbox,
    to: &Mailbox,
    (message, files): (&Message, &[Enclosed]),
    attempt: Attempt,
) -> Result<lettre::Message, String> {
    let since_1970 = Duration::from_nanos(attempt.now.0.unsigned_abs());
    let header = |name, value: &str| HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned());
    let mail = lettre::Message::builder()
        .from(from.clone())
        .to(to.clone())
        .subject(one_line(&message.subject))
        .date(SystemTime::UNIX_EPOCH + since_1970)
        .message_id(Some(format!("<{}@{}>", message.key, from.email.domain())))
        .raw_header(header("X-Flagpost-Key", &message.key))
        // Nobody's absence note shall answer it (RFC 3834).
        .raw_header(header("Auto-Submitted", "auto-generated"));
    let plain = || SinglePart::plain(message.text.clone());
    let both = || MultiPart::alternative_plain_html(message.text.clone(), message.html.clone());
    let mail = match (message.html.is_empty(), files) {
        (true, []) => mail.singlepart(plain()),
        (false, []) => mail.multipart(both()),
        (is_plain, files) => {
            let mixed = MultiPart::mixed();
            let mut whole = if is_plain { mixed.singlepart(plain()) } else { mixed.multipart(both()) };
            for file in files {
                whole = whole.singlepart(attachment(file)?);
            }
            mail.multipart(whole)
        }
    };
    mail.map_err(|error| error.to_string())
}

fn attachment(file: &Enclosed) -> Result<SinglePart, String> {
    let media_type = ContentType::parse(&file.media_type).map_err(|error| error.to_string())?;
    Ok(Attachment::new(one_line(&file.name)).body(file.bytes.clone(), media_type))
}

/// A header's text: what would begin another header is a space.
fn one_line(text: &str) -> String {
    text.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use scoring::time::Instant;

    fn composed(message: &Message) -> String {
        composed_with(message, &[])
    }

    fn composed_with(message: &Message, files: &[Enclosed]) -> String {
        let from = mailbox("叙永县政务服务中心 <hall@county.gov.cn>").unwrap();
        let to = mailbox("\"Wang, Fang\" <w09@county.gov.cn>").unwrap();
        let now = Instant::parse("2026-09-01T08:30:00+08:00").unwrap();
        let mail = compose(&from, &to, (message, files), Attempt { number: 1, now }).unwrap();
        String::from_utf8(mail.formatted()).unwrap()
    }

    #[test]
    fn addresses_may_have_names() {
        let named = mailbox("政务服务中心 <hall@county.gov.cn>").unwrap();
        assert_eq!(named.name.as_deref(), Some("政务服务中心"));
        assert_eq!(named.email.to_string(), "hall@county.gov.cn");
        assert_eq!(mailbox("hall@county.gov.cn").unwrap().name, None);
        assert_eq!(mailbox("<hall@county.gov.cn>").unwrap().name, None);
        for wrong in ["", "hall", "a <b>", "a@b@c", "a@b.cn\r\nBcc: c@d.cn", "a@b.cn, c@d.cn"] {
            assert_eq!(mailbox(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn what_would_begin_another_header_is_a_space() {
        let message =
            Message { subject: "催办\r\nBcc: all@county.gov.cn".to_owned(), ..Message::default() };
        let mail = composed(&message);
        assert!(!mail.contains("\r\nBcc:"), "{mail}");
    }

    #[test]
    fn a_mail_is_seven_bit_and_bears_key_and_date() {
        let message = Message {
            key: "0123456789abcdef0123456789abcdef".to_owned(),
            subject: "催办警告：3 件已超期".to_owned(),
            text: "办件 C-1".to_owned(),
            html: "<p>办件 C-1</p>".to_owned(),
            ..Message::default()
        };
        let mail = composed(&message);
        assert!(mail.is_ascii());
        for line in [
            "Message-ID: <0123456789abcdef0123456789abcdef@county.gov.cn>",
            "X-Flagpost-Key: 0123456789abcdef0123456789abcdef",
            "Auto-Submitted: auto-generated",
            "Date: Tue, 01 Sep 2026 00:30:00 +0000",
        ] {
            assert!(mail.contains(&format!("{line}\r\n")), "{line} in {mail}");
        }
        assert!(mail.contains("multipart/alternative"), "{mail}");
        assert!(!mail.contains("multipart/mixed"), "{mail}");
    }

    #[test]
    fn files_come_after_the_text_under_their_names_in_any_script() {
        let message =
            Message { text: "正文".to_owned(), html: "<p>正文</p>".to_owned(), ..Message::default() };
        let file = Enclosed {
            name: "2026-09-通报.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            bytes: vec![0, 255, 37],
        };
        let mail = composed_with(&message, std::slice::from_ref(&file));
        assert!(mail.is_ascii());
        let place = |text: &str| mail.find(text).unwrap_or_else(|| panic!("{text} in {mail}"));
        assert!(place("multipart/mixed") < place("multipart/alternative"));
        assert!(place("text/html") < place("Content-Type: application/pdf"));
        place("filename*0*=utf-8''2026-09-%E9%80%9A%E6%8A%A5.pdf");
        assert!(mail.contains("AP8l"), "{mail}");
        let wrong = Enclosed { media_type: "no type".to_owned(), ..file };
        assert!(attachment(&wrong).is_err());
    }
}
