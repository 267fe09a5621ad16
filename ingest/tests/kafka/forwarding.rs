//! What is forwarded into topics: requests and files.

use crate::cluster::{Cluster, Worker, check_texts, numbered};
use ingest::sources::http::{self, Limits, Patience};
use ingest::sources::kafka::forward::{self, ForwardMetrics, Gate, Token, send_file};
use ingest::sources::kafka::produce::Producer;
use ingest::sources::kafka::settings::Settings;
use serde_json::Value;
use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;
use tokio::sync::oneshot;

/// A forwarder that is served until it is dropped.
struct Served {
    address: SocketAddr,
    token: String,
    gate: Arc<Gate>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Served {
    fn new(producer: Producer, region: &str) -> Served {
        let (stop, stopped) = oneshot::channel::<()>();
        let (ready, address) = mpsc::channel();
        let (text, token) = Token::make(region, "hall", &[7; 32]);
        let gate = Arc::new(Gate::new());
        gate.set(None);
        let metrics = ForwardMetrics::new().unwrap();
        let router =
            forward::router(Arc::new(producer), gate.clone(), vec![token], Limits::default(), &metrics);
        let serve = async move {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            ready.send(listener.local_addr().unwrap()).unwrap();
            let stop = async {
                let _ = stopped.await;
            };
            http::serve(listener, http::Door::Plain, router, Patience::default(), stop).await;
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let thread = Some(thread::spawn(move || runtime.block_on(serve)));
        Served { address: address.recv().unwrap(), token: text, gate, stop: Some(stop), thread }
    }

    /// Posts events: the status, whether it says when to come again, and the answer.
    fn post(&self, token: &str, content_type: &str, body: &str) -> (u16, bool, Value) {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let request = agent.post(format!("http://{}/v1/events", self.address));
        let request =
            request.header("authorization", format!("Bearer {token}")).header("content-type", content_type);
        let mut response = request.send(body).unwrap();
        let is_passing = response.headers().contains_key("retry-after");
        (response.status().as_u16(), is_passing, response.body_mut().read_json().unwrap())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

const BATCH: &str = "application/cloudevents-batch+json";
const LINES: &str = "application/x-ndjson";

pub fn requests_are_answered_once_kafka_has_their_events(cluster: &mut Cluster) {
    let settings = cluster.with_topic(3);
    let region = cluster.region("220882");
    let served = Served::new(cluster.producer(3), &region);
    let (status, _, answer) = served.post(&served.token, BATCH, r#"[{"id":"a"}, 7, {"id":"b","x":"]"}]"#);
    assert_eq!((status, &answer["accepted"], &answer["rejected"]), (202, &3.into(), &0.into()));
    let result =
        |place: usize| (answer["results"][place]["id"].clone(), answer["results"][place]["status"].clone());
    assert_eq!(result(0), ("a".into(), "accepted".into()));
    assert_eq!(result(1), (Value::Null, "accepted".into()));
    // Judged by nobody but the worker, save that it is too long; of it too something is kept.
    let long = format!("{{\"id\":\"c\",\"x\":\"{}\"}}", "y".repeat(70_000));
    let (status, _, answer) = served.post(&served.token, LINES, &format!("{long}\n\nnonsense\n"));
    assert_eq!((status, &answer["results"][0]["code"]), (202, &"too_large".into()));
    assert_eq!(answer["results"][1]["status"], "accepted");

    let mut worker = Worker::new(&settings);
    worker.turn_until("all came", |worker| worker.texts().len() == 5);
    let expected = ["{\"id\":\"a\"}", "7", "{\"id\":\"b\",\"x\":\"]\"}", &long, "nonsense"];
    check_texts(&worker, &expected.map(str::to_owned));
    for taken in &worker.taken {
        for message in &taken.messages {
            assert_eq!(taken.key(message), Some(region.as_bytes()));
            assert_eq!(taken.site(message), Some(&b"hall"[..]));
        }
    }
}

pub fn what_cannot_be_taken_is_refused_as_the_embedded_service_refuses_it(cluster: &mut Cluster) {
    let settings = cluster.with_topic(1);
    let served = Served::new(cluster.producer(1), &cluster.region("1"));
    let refused = |token: &str, content_type: &str, body: &str, status: u16| {
        let (found, is_passing, answer) = served.post(token, content_type, body);
        let told = answer["error"].as_str().unwrap().to_owned();
        assert_eq!(found, status, "{told}");
        assert_eq!(is_passing, status == 503);
        told
    };
    assert!(refused("fk_other", BATCH, "[]", 401).contains("flagpost ingest token"));
    refused(&served.token, "text/plain", "{}", 415);
    assert!(refused(&served.token, BATCH, "[1] x", 400).contains("byte 4"));
    served.gate.set(Some("主题不存在 / no topics".to_owned()));
    assert_eq!(refused(&served.token, BATCH, "[{}]", 503), "主题不存在 / no topics");
    served.gate.set(None);
    assert_eq!(served.post(&served.token, BATCH, "[]").0, 200);
    assert_eq!(served.post(&served.token, BATCH, "[{}]").0, 202);
    let mut worker = Worker::new(&settings);
    worker.turn_until("one came", |worker| !worker.texts().is_empty());
    check_texts(&worker, &["{}".to_owned()]);
}

#[test]
fn senders_are_told_to_come_again_while_no_broker_is_there() {
    let cluster = Cluster::mock();
    let settings = Settings { delivery: Duration::from_millis(500), ..cluster.with_topic(1) };
    let topics = ingest::sources::kafka::lanes::Topics::new([("all", 1)]);
    let served = Served::new(Producer::new(&settings, topics).unwrap(), &cluster.region("1"));
    cluster.take_away();
    let (status, is_passing, answer) = served.post(&served.token, BATCH, "[{}]");
    assert_eq!((status, is_passing), (503, true), "{answer}");
    cluster.bring_back();
    crate::servers::wait_until("it goes again", || served.post(&served.token, BATCH, "[{}]").0 == 202);
}

pub fn files_are_sent_line_by_line(cluster: &mut Cluster) {
    let settings = cluster.with_topic(2);
    let region = cluster.region("220882");
    let producer = cluster.producer(2);
    let folder =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("forwarding-{region}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let lines = numbered(0..12_000);
    let text = lines.join("\r\n");
    fs::write(folder.join("a.ndjson"), format!("\n{text}")).unwrap();
    fs::write(folder.join("b.ndjson.zst"), zstd::encode_all(text.as_bytes(), 1).unwrap()).unwrap();
    let mut heard = Vec::new();
    let mut send = |name: &str| {
        send_file(&producer, &region, Some("hall"), &folder.join(name), |sent| {
            heard.push(sent);
            true
        })
        .unwrap()
    };
    assert_eq!((send("a.ndjson"), send("b.ndjson.zst")), (12_000, 12_000));
    assert!(heard.len() > 2 && heard.ends_with(&[12_000]), "{heard:?}");
    let missing = send_file(&producer, &region, None, &folder.join("c.ndjson"), |_| true).unwrap_err();
    assert!(missing.to_string().contains("cannot open"), "{missing}");

    let mut worker = Worker::new(&settings);
    worker.turn_until("all came", |worker| worker.texts().len() >= 24_000);
    check_texts(&worker, &[&lines[..], &lines[..]].concat());
    fs::remove_dir_all(&folder).unwrap();
}
