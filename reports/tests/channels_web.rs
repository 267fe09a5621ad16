//! Robots and gateways, on real receivers: what they are sent to the byte, how it is signed, what each answer comes to.

#![allow(clippy::unwrap_used)]

#[path = "../../tests/servers/mod.rs"]
mod servers;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reports::delivery::channels::{Attempt, Gateway, Robot, Secret, Settings, Web, send};
use reports::delivery::{Address, Channel, Message, Outcome};
use ring::hmac;
use scoring::time::Instant;
use serde_json::{Value, json};
use servers::receiver::{Receiver, Reply, Request};
use std::net::TcpListener;
use std::time::Duration;

const KEY: &str = "0123456789abcdef0123456789abcdef";
/// 2026-09-01T08:30:00.250+08:00
const NOW: Instant = Instant(1_788_222_600_250_000_000);
const SECRET: &str = "SEC密钥+/=";
const ROBOTS: [Channel; 3] = [Channel::Wecom, Channel::Dingtalk, Channel::Feishu];

fn message() -> Message {
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

fn digest(entries: usize) -> Message {
    let list: Vec<String> =
        (1..=entries).map(|n| format!("- 办件 \"C-{n:04}\" 已超期，请尽快办结")).collect();
    Message { markdown: list.join("\n"), ..message() }
}

fn settings(receiver: &Receiver, kind: Channel) -> Settings {
    let robot = Robot { url: receiver.url("/"), kind, secret: Some(Secret::Text(SECRET.to_owned())) };
    let http = Gateway { url: receiver.url("/sms"), secret: Secret::Text(SECRET.to_owned()) };
    Settings { http: Some(http), robots: vec![robot], ..Settings::default() }
}

fn tried(settings: &Settings, channel: Channel, to: &str, message: &Message, number: u32) -> Outcome {
    let address = Address { channel, to: to.to_owned() };
    send(settings, &address, message, Attempt { number, now: NOW })
}

/// What a robot answers to everything, and what it is sent.
fn robot(channel: Channel, reply: Reply, message: &Message, number: u32) -> (Outcome, Request) {
    let receiver = Receiver::start(reply);
    let url = receiver.url("/send?key=s3cret");
    let outcome = tried(&settings(&receiver, channel), channel, &url, message, number);
    (outcome, receiver.last())
}

fn taken(channel: Channel) -> Reply {
    let body = if channel == Channel::Feishu {
        json!({"code": 0, "msg": "success"})
    } else {
        json!({"errcode": 0, "errmsg": "ok"})
    };
    Reply::of(200, body.to_string())
}

fn coded(channel: Channel, code: i64) -> Reply {
    let body = if channel == Channel::Feishu {
        json!({"code": code, "msg": "no"})
    } else {
        json!({"errcode": code, "errmsg": "no"})
    };
    Reply::of(200, body.to_string())
}

fn is_delivered(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Delivered(_))
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

/// The signature of another implementation.
fn signature(key: &str, text: &str) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes()), text.as_bytes()).as_ref().to_vec()
}

#[test]
fn wecom_gets_markdown() {
    let (outcome, request) = robot(Channel::Wecom, taken(Channel::Wecom), &message(), 1);
    assert!(is_delivered(&outcome), "{outcome:?}");
    assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/send?key=s3cret"));
    assert_eq!(request.header("content-type"), "application/json; charset=utf-8");
    let content = "**催办警告**\n> 办件 C-1 已超期\n[查看](https://hall.example/to/x)\n编号 No. 01234567";
    assert_eq!(request.json(), json!({"msgtype": "markdown", "markdown": {"content": content}}));
}

#[test]
fn dingtalk_gets_markdown_and_a_signature_in_the_query() {
    let (outcome, request) = robot(Channel::Dingtalk, taken(Channel::Dingtalk), &message(), 1);
    assert!(is_delivered(&outcome), "{outcome:?}");
    let text = "**催办警告**  \n> 办件 C-1 已超期  \n[查看](https://hall.example/to/x)  \n编号 No. 01234567";
    assert_eq!(
        request.json(),
        json!({"msgtype": "markdown", "markdown": {"title": "催办警告", "text": text}})
    );
    let (rest, sign) = request.path.split_once("&sign=").unwrap();
    assert_eq!(rest, "/send?key=s3cret&timestamp=1788222600250");
    assert!(!sign.contains(['+', '/', '=']), "{sign}");
    let sign = sign.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=");
    assert_eq!(STANDARD.decode(sign).unwrap(), signature(SECRET, &format!("1788222600250\n{SECRET}")));
}

#[test]
fn feishu_gets_a_card_and_a_signature_in_the_body() {
    let (outcome, request) = robot(Channel::Feishu, taken(Channel::Feishu), &message(), 1);
    assert!(is_delivered(&outcome), "{outcome:?}");
    assert_eq!(request.path, "/send?key=s3cret");
    let mut body = request.json();
    let sign = STANDARD.decode(body["sign"].take().as_str().unwrap()).unwrap();
    assert_eq!(sign, signature(&format!("1788222600\n{SECRET}"), ""));
    let content = "**催办警告**\n办件 C-1 已超期\n[查看](https://hall.example/to/x)\n编号 No. 01234567";
    let card = json!({
        "config": {"wide_screen_mode": true},
        "header": {"title": {"tag": "plain_text", "content": "催办警告"}, "template": "orange"},
        "elements": [{"tag": "markdown", "content": content}],
    });
    let whole = json!({"timestamp": "1788222600", "sign": null, "msg_type": "interactive", "card": card});
    assert_eq!(body, whole);
}

#[test]
fn robots_without_a_secret_are_not_signed_to() {
    for channel in [Channel::Dingtalk, Channel::Feishu] {
        let receiver = Receiver::start(taken(channel));
        let outcome = tried(&Settings::default(), channel, &receiver.url("/send"), &message(), 1);
        assert!(is_delivered(&outcome), "{outcome:?}");
        assert_eq!(receiver.last().path, "/send");
        assert_eq!(receiver.last().json()["sign"], Value::Null);
    }
}

#[test]
fn a_robot_that_answers_200_with_a_code_has_not_delivered() {
    for (channel, codes) in ROBOTS.into_iter().zip([
        [-1, 45009, 45033, 77777].as_slice(),
        &[-1, 130_101, 410_100, 77777],
        &[9499, 11232, 2200, 77777],
    ]) {
        for &code in codes {
            let why = later(robot(channel, coded(channel, code), &message(), 1).0);
            assert!(why.contains(&code.to_string()), "{why}");
        }
    }
    for (channel, codes) in ROBOTS.into_iter().zip([
        [93000, 93004, 40058].as_slice(),
        &[310_000, 300_001, 400_101, 400_102, 460_101],
        &[19001, 19021, 19022, 19024],
    ]) {
        for &code in codes {
            let why = never(robot(channel, coded(channel, code), &message(), 1).0);
            assert!(why.contains(&code.to_string()), "{why}");
        }
    }
}

#[test]
fn an_answer_without_a_robots_code_is_no_delivery() {
    for channel in ROBOTS {
        for body in ["", "ok", "<html>登录</html>", "{}", "[]", "{\"errcode\":\"0\",\"code\":\"0\"}"] {
            later(robot(channel, Reply::of(200, body), &message(), 1).0);
        }
        later(robot(channel, Reply::of(503, "busy"), &message(), 1).0);
        later(robot(channel, Reply::of(429, ""), &message(), 1).0);
        never(robot(channel, Reply::of(404, "not found"), &message(), 1).0);
        // A code says more than the status around it.
        let Reply::Answer { body, .. } = coded(channel, ROBOT_BUSY[channel as usize - 1]) else { panic!() };
        later(robot(channel, Reply::of(400, body), &message(), 1).0);
    }
    // Feishu's older robots answer by another name.
    let old = Reply::of(200, json!({"StatusCode": 0, "StatusMessage": "success"}).to_string());
    assert!(is_delivered(&robot(Channel::Feishu, old, &message(), 1).0));
}

const ROBOT_BUSY: [i64; 3] = [45009, 130_101, 11232];

#[test]
fn a_repeated_attempt_says_that_it_is_one() {
    for channel in ROBOTS {
        assert!(!robot(channel, taken(channel), &message(), 1).1.body.contains("可能已收到过"));
        let (_, request) = robot(channel, taken(channel), &message(), 3);
        assert!(request.body.contains("第 3 次发送，可能已收到过"), "{}", request.body);
    }
}

#[test]
fn a_digest_is_cut_to_what_a_robot_takes() {
    for channel in ROBOTS {
        let (_, request) = robot(channel, taken(channel), &digest(2000), 2);
        assert!(request.body.len() < 20_000, "{channel:?}: {}", request.body.len());
        let body = request.json();
        let text = [
            &body["markdown"]["content"],
            &body["markdown"]["text"],
            &body["card"]["elements"][0]["content"],
        ];
        let text = text.into_iter().find_map(Value::as_str).unwrap();
        assert!(channel != Channel::Wecom || (4000..=4096).contains(&text.len()), "{}", text.len());
        let kept = text.lines().filter(|line| line.starts_with("- 办件")).count();
        assert!(kept > 50, "{channel:?}: {kept}");
        assert!(text.contains(&format!("…还有 {} 条", 2000 - kept)), "{text}");
        assert!(
            text.contains("](https://hall.example/to/x)") && text.contains("编号 No. 01234567"),
            "{text}"
        );
    }
}

#[test]
fn the_keys_of_robots_stay_out_of_what_is_told() {
    let refused = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let settings =
        Settings { web: Web { timeout: Duration::from_secs(1), ..Web::default() }, ..Settings::default() };
    for channel in ROBOTS {
        let why =
            later(tried(&settings, channel, &format!("http://{refused}/send?key=s3cret"), &message(), 1));
        assert!(why.contains(&refused.to_string()) && !why.contains("s3cret"), "{why}");
        let receiver = Receiver::start(Reply::of(404, "no"));
        let why = never(tried(&settings, channel, &receiver.url("/send?key=s3cret"), &message(), 1));
        assert!(!why.contains("s3cret"), "{why}");
        let why = never(tried(&settings, channel, "no url, s3cret", &message(), 1));
        assert!(!why.contains("s3cret"), "{why}");
    }
}

#[test]
fn a_gateway_gets_signed_json_with_the_key() {
    let receiver = Receiver::start(Reply::of(202, "queued"));
    let outcome = tried(&settings(&receiver, Channel::Wecom), Channel::Http, "13800000000", &message(), 2);
    assert!(is_delivered(&outcome), "{outcome:?}");
    let request = receiver.last();
    assert_eq!(request.path, "/sms");
    assert_eq!(request.header("idempotency-key"), KEY);
    assert_eq!(request.header("flagpost-timestamp"), "1788222600");
    let signed = signature(SECRET, &format!("1788222600.{}", request.body));
    let signed: String = signed.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(request.header("flagpost-signature"), format!("v1={signed}"));
    let message = message();
    let whole = json!({
        "key": KEY, "attempt": 2, "to": "13800000000", "subject": message.subject, "text": message.text,
        "brief": message.brief, "link": message.link, "sent_at": "2026-09-01T00:30:00.25+00:00",
    });
    assert_eq!(request.json(), whole);
}

#[test]
fn a_webhook_of_ones_own_is_signed_where_its_secret_is_known() {
    let receiver = Receiver::start(Reply::of(200, ""));
    let url = receiver.url("/hook");
    assert!(is_delivered(&tried(&settings(&receiver, Channel::Http), Channel::Http, &url, &message(), 1)));
    let request = receiver.last();
    assert_eq!((request.path.as_str(), &request.json()["to"]), ("/hook", &Value::Null));
    assert!(request.header("flagpost-signature").starts_with("v1="));
    assert!(is_delivered(&tried(&Settings::default(), Channel::Http, &url, &message(), 1)));
    assert_eq!(receiver.last().header("flagpost-signature"), "");
}

#[test]
fn each_status_of_a_gateway_means_what_it_says() {
    let receiver = Receiver::start(Reply::of(200, ""));
    let settings = settings(&receiver, Channel::Wecom);
    let answered = |reply| {
        receiver.tell(reply);
        tried(&settings, Channel::Http, "13800000000", &message(), 1)
    };
    for status in [200, 201, 202, 204, 409] {
        assert!(is_delivered(&answered(Reply::of(status, ""))), "{status}");
    }
    for status in [408, 425, 429, 500, 502, 503, 504] {
        assert!(later(answered(Reply::of(status, "try again"))).contains(&status.to_string()));
    }
    for status in [400, 401, 403, 404, 410, 413, 422] {
        assert!(never(answered(Reply::of(status, "no"))).contains(&status.to_string()));
    }
    let why = later(answered(Reply::of(429, "").with("retry-after", "120")));
    assert!(why.contains("Retry-After: 120"), "{why}");
}

#[test]
fn a_redirect_is_not_followed() {
    let elsewhere = Receiver::start(Reply::of(200, ""));
    for status in [301, 302, 303, 307, 308] {
        let receiver = Receiver::start(Reply::of(status, "").with("location", &elsewhere.url("/")));
        never(tried(&settings(&receiver, Channel::Wecom), Channel::Http, "13800000000", &message(), 1));
    }
    assert!(elsewhere.received().is_empty());
}

#[test]
fn a_receiver_that_hangs_or_drops_the_line_may_have_it() {
    let receiver = Receiver::start(Reply::Hang);
    let web = Web { timeout: Duration::from_secs(1), ..Web::default() };
    let settings = Settings { web, ..settings(&receiver, Channel::Wecom) };
    for reply in [Reply::Hang, Reply::Drop] {
        receiver.tell(reply);
        let why = later(tried(&settings, Channel::Http, "13800000000", &message(), 1));
        assert!(why.contains("可能已送达"), "{why}");
        let why = later(tried(&settings, Channel::Wecom, &receiver.url("/send"), &message(), 1));
        assert!(why.contains("可能已送达"), "{why}");
    }
    assert_eq!(receiver.received().len(), 4);
}

#[test]
fn an_endless_answer_is_read_to_its_bound() {
    let receiver = Receiver::start(Reply::of(200, "长".repeat(1_000_000)));
    let outcome = tried(&settings(&receiver, Channel::Wecom), Channel::Http, "13800000000", &message(), 1);
    assert!(matches!(&outcome, Outcome::Delivered(said) if said.len() < 2000), "{outcome:?}");
}

#[test]
fn a_proxy_is_used_where_it_is_configured() {
    let proxy = Receiver::start(taken(Channel::Wecom));
    let web = Web { proxy: Some(proxy.url("")), timeout: Duration::from_secs(5), ..Web::default() };
    let settings = Settings { web, ..Settings::default() };
    tried(&settings, Channel::Wecom, "http://robot.invalid/send?key=1", &message(), 1);
    // ureq opens a tunnel; this receiver only shows that it was asked.
    let request = proxy.last();
    assert!(
        request.path.starts_with("robot.invalid") || request.path.starts_with("http://robot.invalid"),
        "{request:?}"
    );
}

#[test]
fn a_road_that_is_not_configured_says_which_table_is_missing() {
    for (channel, table) in [
        (Channel::Mail, "[delivery.mail]"),
        (Channel::File, "[delivery.files]"),
        (Channel::Http, "[delivery.http]"),
    ] {
        let why = never(tried(&Settings::default(), channel, "13800000000", &message(), 1));
        assert!(why.contains(table), "{why}");
    }
}
