//! Robots, on real receivers: what they are sent to the byte, how it is signed, what each answer comes to.

use crate::posted::{SECRET, is_delivered, later, message, never, settings, signature, taken, tried};
use crate::servers::receiver::{Receiver, Reply, Request};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reports::delivery::channels::{Settings, Web};
use reports::delivery::{Channel, Message, Outcome};
use serde_json::{Value, json};
use std::net::TcpListener;
use std::time::Duration;

const ROBOTS: [Channel; 3] = [Channel::Wecom, Channel::Dingtalk, Channel::Feishu];

/// What they answer when they are sent to too often.
const TOO_OFTEN: [i64; 3] = [45009, 130_101, 11232];

fn digest(entries: usize) -> Message {
    let list: Vec<String> =
        (1..=entries).map(|n| format!("- 办件 \"C-{n:04}\" 已超期，请尽快办结")).collect();
    Message { markdown: list.join("\n"), ..message() }
}

/// What a robot answers to everything, and what it is sent.
fn robot(channel: Channel, reply: Reply, message: &Message, number: u32) -> (Outcome, Request) {
    let receiver = Receiver::start(reply);
    let url = receiver.url("/send?key=s3cret");
    let outcome = tried(&settings(&receiver, channel), channel, &url, message, number);
    (outcome, receiver.last())
}

fn coded(channel: Channel, code: i64) -> Reply {
    let body = if channel == Channel::Feishu {
        json!({"code": code, "msg": "no"})
    } else {
        json!({"errcode": code, "errmsg": "no"})
    };
    Reply::of(200, body.to_string())
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
    let text = "**催办警告**  \n> 办件 C-1 已超期\n\n[查看](https://hall.example/to/x)  \n编号 No. 01234567";
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
    let content = "办件 C-1 已超期\n[查看](https://hall.example/to/x)\n编号 No. 01234567";
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
    for (channel, too_often) in ROBOTS.into_iter().zip(TOO_OFTEN) {
        for body in ["", "ok", "<html>登录</html>", "{}", "[]", "{\"errcode\":\"0\",\"code\":\"0\"}"] {
            later(robot(channel, Reply::of(200, body), &message(), 1).0);
        }
        later(robot(channel, Reply::of(503, "busy"), &message(), 1).0);
        later(robot(channel, Reply::of(429, ""), &message(), 1).0);
        never(robot(channel, Reply::of(404, "not found"), &message(), 1).0);
        // A code says more than the status around it.
        let Reply::Answer { body, .. } = coded(channel, too_often) else { panic!() };
        later(robot(channel, Reply::of(400, body), &message(), 1).0);
    }
    // Feishu's older robots answer by another name.
    let old = Reply::of(200, json!({"StatusCode": 0, "StatusMessage": "success"}).to_string());
    assert!(is_delivered(&robot(Channel::Feishu, old, &message(), 1).0));
}

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
