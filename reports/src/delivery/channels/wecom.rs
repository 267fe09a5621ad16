//! WeCom (企业微信): Markdown of at most 4,096 bytes; the key in the URL is all its security.

use super::fit::{bytes, fitted};
use super::robot::{Maker, judge};
use super::settings::Web;
use super::{Attempt, web};
use crate::delivery::{Message, Outcome};
use crate::words::Word;
use serde_json::{Value, json};

const MARKDOWN_BYTES_MAX: usize = 4096;

const MAKER: Maker = Maker {
    name: Word::new("企业微信", "WeCom"),
    code: &["errcode"],
    words: &["errmsg"],
    // -1 busy, 45009 more than 20 a minute, 45033 too many at once.
    busy: &[-1, 45009, 45033],
    refused: &[
        (
            93000,
            Word::new(
                "webhook 地址无效，请从群里重新复制",
                "the webhook is invalid, copy it again from the group",
            ),
        ),
        (
            93004,
            Word::new(
                "机器人已被停用，请在群里启用",
                "the robot was switched off, switch it on in the group",
            ),
        ),
        (
            93008,
            Word::new("机器人已不在群里，请重新添加", "the robot is no longer in the group, add it again"),
        ),
        (40058, Word::new("内容不合格式，请检查模板", "the text is malformed, look at its template")),
        (45002, Word::new("内容过长，请缩短模板", "the text is too long, shorten its template")),
    ],
};

/// Sends one message to a group.
pub fn send(web: &Web, url: &str, message: &Message, attempt: Attempt) -> Outcome {
    match web::post(web, url, &[], body(message, attempt).to_string()) {
        Ok(answer) => judge(&MAKER, &answer),
        Err(outcome) => outcome,
    }
}

fn body(message: &Message, attempt: Attempt) -> Value {
    let content = fitted(message, attempt, Some(&message.subject), MARKDOWN_BYTES_MAX, bytes);
    json!({ "msgtype": "markdown", "markdown": { "content": content } })
}
