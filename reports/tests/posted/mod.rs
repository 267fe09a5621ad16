//! What tests of robots and gateways post, and how they read what it came to.

use reports::delivery::channels::{Attempt, Gateway, Robot, Secret, Settings, send};
use reports::delivery::{Address, Channel, Message, Outcome};
use ring::hmac;
use scoring::time::Instant;
use serde_json::json;

use crate::servers::receiver::{Receiver, Reply};

/// The key of the message.
pub const KEY: &str = "0123456789abcdef0123456789abcdef";

/// 2026-09-01T08:30:00.250+08:00
pub const NOW: Instant = Instant(1_788_222_600_250_000_000);

/// What signs: with all that URLs must escape.
pub const SECRET: &str = "SEC密钥+/=";

/// A message with everything.
pub fn message() -> Message {
    Message {
        key: KEY.to_owned(),
        subject: "催办警告".to_owned(),
        text: "办件 C-1 已超期\n请在 3 个工作日内办结".to_owned(),
        markdown: "**催办警告**\n> 办件 C-1 已超期\n[查看](https://hall.example/to/x)".to_owned(),
        brief: "催办警告：办件 C-1 已超期".to_owned(),
        link: Some("https://hall.example/to/x".to_owned()),
        ..Message::default()
    }
}

/// A gateway and a robot of a kind at the receiver, both with the secret.
pub fn settings(receiver: &Receiver, kind: Channel) -> Settings {
    let robot = Robot { url: receiver.url("/"), kind, secret: Some(Secret::Text(SECRET.to_owned())) };
    let http = Gateway { url: receiver.url("/sms"), secret: Secret::Text(SECRET.to_owned()) };
    Settings { http: Some(http), robots: vec![robot], ..Settings::default() }
}

/// What an attempt comes to.
pub fn tried(settings: &Settings, channel: Channel, to: &str, message: &Message, number: u32) -> Outcome {
    let address = Address { channel, to: to.to_owned() };
    send(settings, &address, message, Attempt { number, now: NOW })
}

/// What a robot answers that took it.
pub fn taken(channel: Channel) -> Reply {
    let body = if channel == Channel::Feishu {
        json!({"code": 0, "msg": "success"})
    } else {
        json!({"errcode": 0, "errmsg": "ok"})
    };
    Reply::of(200, body.to_string())
}

/// Whether the other side has it.
pub fn is_delivered(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Delivered(_))
}

/// Why it is for later.
pub fn later(outcome: Outcome) -> String {
    match outcome {
        Outcome::Later(why) => why,
        Outcome::Delivered(_) | Outcome::Never(_) => panic!("{outcome:?}"),
    }
}

/// Why it is useless.
pub fn never(outcome: Outcome) -> String {
    match outcome {
        Outcome::Never(why) => why,
        Outcome::Delivered(_) | Outcome::Later(_) => panic!("{outcome:?}"),
    }
}

/// The signature of another implementation.
pub fn signature(key: &str, text: &str) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes()), text.as_bytes()).as_ref().to_vec()
}
