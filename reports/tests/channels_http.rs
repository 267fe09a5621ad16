//! Requests, on real receivers: signed, over TLS, by way of a proxy, and what each answer or silence comes to.

use crate::posted::{KEY, SECRET, is_delivered, later, message, never, settings, signature, taken, tried};
use crate::servers;
use crate::servers::receiver::{Receiver, Reply};
use reports::delivery::channels::{Settings, Web};
use reports::delivery::{Channel, Outcome};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

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
fn the_documented_check_takes_a_real_request_and_no_other() {
    let Some(home) = servers::smtp::certificates() else { return };
    let receiver = Receiver::start(Reply::of(200, ""));
    tried(&settings(&receiver, Channel::Wecom), Channel::Http, "13800000000", &message(), 1);
    let request = receiver.last();
    let documented = include_str!("../../docs/operations/channels.md");
    let (_, code) = documented.split_once("```python\n").unwrap();
    let (code, _) = code.split_once("```").unwrap();
    let asked = "import sys\nsecret, timestamp, signature, body = [text.encode() for text in sys.argv[1:5]]\n\
        print([is_genuine(secret, timestamp.decode(), signature.decode(), body, now) for now in (1788222700, 1788223000)],\
        is_genuine(secret, timestamp.decode(), signature.decode(), body + b' ', 1788222700),\
        is_genuine(b'another', timestamp.decode(), signature.decode(), body, 1788222700))";
    let (timestamp, signature) = (request.header("flagpost-timestamp"), request.header("flagpost-signature"));
    let said = Command::new(home.join("bin/python"))
        .args(["-c", &format!("{code}\n{asked}"), SECRET, timestamp, signature, &request.body])
        .output()
        .unwrap();
    let (told, trouble) = (String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
    assert_eq!(told.trim(), "[True, False] False False", "{trouble}");
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

/// A receiver behind TLS, with the certificate of `localhost`.
fn behind_tls(certificates: &Path) -> Receiver {
    let chain = CertificateDer::pem_file_iter(certificates.join("server.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_file(certificates.join("server.key")).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain.map(Result::unwrap).collect(), key)
        .unwrap();
    let config = Arc::new(config);
    Receiver::start_over(Reply::of(200, "ok"), move |stream| {
        let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
        Some(Box::new(StreamOwned::new(connection, stream)))
    })
}

#[test]
fn https_trusts_the_machine_and_ones_own_authority_alone() {
    let Some(certificates) = servers::smtp::certificates() else { return };
    let receiver = behind_tls(&certificates);
    let at = |host: &str| format!("https://{host}:{}/hook?key=s3cret", receiver.address().port());
    let with = |ca_file| Settings { web: Web { ca_file, ..Web::default() }, ..Settings::default() };
    let own = with(Some(certificates.join("ca.pem")));
    let outcome = tried(&own, Channel::Http, &at("localhost"), &message(), 1);
    assert!(is_delivered(&outcome), "{outcome:?}");
    assert_eq!(receiver.last().path, "/hook?key=s3cret");
    for (settings, host) in [(with(None), "localhost"), (own, "127.0.0.1")] {
        let why = later(tried(&settings, Channel::Http, &at(host), &message(), 1));
        assert!(why.contains("ca_file") && !why.contains("s3cret"), "{why}");
    }
    let missing = with(Some("/nowhere/ca.pem".into()));
    assert!(
        later(tried(&missing, Channel::Http, &at("localhost"), &message(), 1)).contains("/nowhere/ca.pem")
    );
    assert_eq!(receiver.received().len(), 1);
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

/// Asked again in a process of its own, whose environment names a proxy.
#[test]
fn a_proxy_of_the_environment_is_not_used() {
    const RECEIVER: &str = "FLAGPOST_TEST_RECEIVER";
    if let Ok(url) = std::env::var(RECEIVER) {
        assert!(is_delivered(&tried(&Settings::default(), Channel::Wecom, &url, &message(), 1)));
        return;
    }
    let (receiver, proxy) = (Receiver::start(taken(Channel::Wecom)), Receiver::start(Reply::Drop));
    let mut child = Command::new(std::env::current_exe().unwrap());
    child
        .args(["--exact", "channels_http::a_proxy_of_the_environment_is_not_used"])
        .env(RECEIVER, receiver.url("/send"));
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        child.env(name, proxy.url(""));
    }
    let child = child.env_remove("no_proxy").env_remove("NO_PROXY").output().unwrap();
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stdout));
    assert_eq!((receiver.received().len(), proxy.received().len()), (1, 0));
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
