//! DingTalk (钉钉): Markdown with a title; signed in the query, where the robot has a secret.

use super::fit::{bytes_in_json, fitted};
use super::robot::{Maker, judge};
use super::settings::Web;
use super::{Attempt, sign, web};
use crate::delivery::{Message, Outcome};
use crate::words::Word;
use serde_json::{Value, json};

/// A request may have 20,000 bytes; what stands around the text has its share.
const TEXT_BYTES_MAX: usize = 18_000;
/// What the list of chats shows.
const TITLE_CHARACTERS_MAX: usize = 60;

const MAKER: Maker = Maker {
    name: Word::new("钉钉", "DingTalk"),
    code: &["errcode"],
    words: &["errmsg"],
    // -1 busy, 130101 and 410100 more than 20 a minute.
    busy: &[-1, 130_101, 410_100],
    refused: &[
        (
            310_000,
            Word::new(
                "安全设置不符，请核对加签密钥、关键词、IP 白名单，以及本机时间",
                "its security settings do not fit, check secret, keywords, allowed addresses, and this machine's clock",
            ),
        ),
        (
            300_001,
            Word::new(
                "token 不存在，请从群里重新复制 webhook",
                "no such token, copy the webhook again from the group",
            ),
        ),
        (
            400_101,
            Word::new(
                "token 不存在，请从群里重新复制 webhook",
                "no such token, copy the webhook again from the group",
            ),
        ),
        (400_013, Word::new("群已解散，请换一个群", "the group is gone, use another")),
        (
            400_102,
            Word::new("机器人已停用，请在群里启用", "the robot was switched off, switch it on in the group"),
        ),
        (400_105, Word::new("不支持此消息类型", "it does not take Markdown")),
        (400_106, Word::new("机器人不存在，请重新添加", "there is no such robot, add it again")),
        (460_101, Word::new("内容过长，请缩短模板", "the text is too long, shorten its template")),
    ],
};

/// Sends one message to a group.
pub fn send(web: &Web, url: &str, secret: Option<&str>, message: &Message, attempt: Attempt) -> Outcome {
    let signed = secret.map_or_else(|| url.to_owned(), |secret| signed(url, secret, attempt));
    match web::post(web, &signed, &[], body(message, attempt).to_string()) {
        Ok(answer) => judge(&MAKER, &answer),
        Err(outcome) => outcome,
    }
}

/// The URL with the time in milliseconds and its signature, whose key is the secret.
fn signed(url: &str, secret: &str, attempt: Attempt) -> String {
    let timestamp = attempt.now.0 / 1_000_000;
    let sign =
        sign::base64(&sign::hmac_sha256(secret.as_bytes(), format!("{timestamp}\n{secret}").as_bytes()));
    let sign = sign.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    let joint = if url.contains('?') { '&' } else { '?' };
    format!("{url}{joint}timestamp={timestamp}&sign={sign}")
}

fn body(message: &Message, attempt: Attempt) -> Value {
    let title: String = message.subject.chars().take(TITLE_CHARACTERS_MAX).collect();
    let weigh = |text: &str| bytes_in_json(&lines(text));
    let text = lines(&fitted(message, attempt, Some(&message.subject), TEXT_BYTES_MAX, weigh));
    json!({ "msgtype": "markdown", "markdown": { "title": title, "text": text } })
}

/// A line ends with two spaces here, or it runs into the next; a quotation ends with an empty line, or the next runs into it.
fn lines(text: &str) -> String {
    let mut told = String::new();
    let mut is_quoted = false;
    for line in text.lines() {
        let ends_quotation = is_quoted && !line.is_empty() && !line.starts_with('>');
        is_quoted = line.starts_with('>');
        told += if told.is_empty() {
            ""
        } else if ends_quotation {
            "\n\n"
        } else {
            "  \n"
        };
        told += line;
    }
    told
}
