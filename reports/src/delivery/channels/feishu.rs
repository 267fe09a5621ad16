//! Feishu (飞书): a card; signed in the body, where the robot has a secret.

use super::fit::{begins_with_heading, bytes_in_json, fitted};
use super::robot::{Maker, judge};
use super::settings::Web;
use super::{Attempt, sign, web};
use crate::delivery::{Message, Outcome};
use crate::words::Word;
use serde_json::{Value, json};

/// A request may have 20 KB; what stands around the text has its share.
const TEXT_BYTES_MAX: usize = 18_000;

const MAKER: Maker = Maker {
    name: Word::new("飞书", "Feishu"),
    code: &["code", "StatusCode"],
    words: &["msg", "StatusMessage"],
    // 9499 and 11232 too often, 2200 a fault of theirs.
    busy: &[9499, 11232, 11233, 11246, 11247, 2200],
    refused: &[
        (
            19001,
            Word::new(
                "webhook 地址无效，请从群里重新复制",
                "the webhook is invalid, copy it again from the group",
            ),
        ),
        (19002, Word::new("内容不合格式，请检查模板", "the text is malformed, look at its template")),
        (
            19021,
            Word::new(
                "签名不符，请核对密钥和本机时间",
                "the signature does not fit, check the secret and this machine's clock",
            ),
        ),
        (19022, Word::new("本机 IP 不在白名单内", "this machine's address is not allowed")),
        (19024, Word::new("内容不含机器人要求的关键词", "the text lacks the keyword that the robot wants")),
    ],
};

/// Sends one message to a group.
pub fn send(web: &Web, url: &str, secret: Option<&str>, message: &Message, attempt: Attempt) -> Outcome {
    match web::post(web, url, &[], body(secret, message, attempt).to_string()) {
        Ok(answer) => judge(&MAKER, &answer),
        Err(outcome) => outcome,
    }
}

fn body(secret: Option<&str>, message: &Message, attempt: Attempt) -> Value {
    // The card has its heading on top.
    let (_, below) = message
        .markdown
        .split_once('\n')
        .filter(|_| begins_with_heading(&message.markdown))
        .unwrap_or(("", &message.markdown));
    let message = Message { markdown: below.to_owned(), ..message.clone() };
    let text = unquoted(&fitted(&message, attempt, None, TEXT_BYTES_MAX, bytes_in_json));
    let mut body = json!({
        "msg_type": "interactive",
        "card": {
            "config": { "wide_screen_mode": true },
            "header": { "title": { "tag": "plain_text", "content": message.subject }, "template": "orange" },
            "elements": [{ "tag": "markdown", "content": text }],
        },
    });
    if let Some(secret) = secret {
        let timestamp = attempt.now.0 / 1_000_000_000;
        // The time in seconds and the secret are the key; what is signed is empty.
        let sign = sign::hmac_sha256(format!("{timestamp}\n{secret}").as_bytes(), b"");
        body["timestamp"] = json!(timestamp.to_string());
        body["sign"] = json!(sign::base64(&sign));
    }
    body
}

/// A card knows no quotations, and would show their mark.
fn unquoted(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(|line| line.strip_prefix("> ").unwrap_or(line)).collect();
    lines.join("\n")
}
