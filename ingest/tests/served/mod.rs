//! The road in over HTTP, served from a desk on a port of its own.
#![allow(dead_code)] // Each test file uses its part.

use ingest::live::Live;
use ingest::metrics::Metrics;
use ingest::sources::http::{self, Limits, Patience};
use ingest::store::sqlite::Records;
use scoring::time::Instant;
use serde_json::Value;
use std::net::SocketAddr;
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// How events are sent over HTTP.
pub const BATCH: &str = "application/cloudevents-batch+json";
pub const LINES: &str = "application/x-ndjson";
pub const ONE: &str = "application/cloudevents+json";

/// A served desk; it is served no more when this is dropped.
pub struct Served {
    pub address: SocketAddr,
    agent: ureq::Agent,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What a request was answered with.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: ureq::http::HeaderMap,
    pub body: Value,
}

impl Answer {
    /// A count of the answer: `accepted`, `duplicates`, `rejected`.
    pub fn count(&self, name: &str) -> u64 {
        self.body[name].as_u64().unwrap()
    }

    /// What became of each event: `accepted`, `duplicate`, or the code of what is wrong.
    pub fn outcomes(&self) -> Vec<&str> {
        let results = self.body["results"].as_array().unwrap();
        let outcome = |entry: &Value| match entry["code"].is_null() {
            true => "status",
            false => "code",
        };
        results.iter().map(|entry| entry[outcome(entry)].as_str().unwrap()).collect()
    }
}

impl Served {
    /// Serves.
    pub fn new(live: Live, records: Records, limits: Limits, patience: Patience) -> Served {
        let (stop, stopped) = oneshot::channel();
        let (ready, address) = mpsc::channel();
        let router = http::router(live, records, Metrics::new().unwrap(), limits, 7);
        let serve = async move {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            ready.send(listener.local_addr().unwrap()).unwrap();
            let stop = async {
                let _ = stopped.await;
            };
            http::serve(listener, http::Door::Plain, router, patience, stop).await;
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let thread = thread::spawn(move || runtime.block_on(serve));
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        Served { address: address.recv().unwrap(), agent, stop: Some(stop), thread: Some(thread) }
    }

    /// Asks it to stop and waits until it has.
    pub fn stop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }

    /// Sends a request with a token.
    pub fn send(&self, token: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut request = self.agent.post(format!("http://{}/v1/events", self.address));
        request = request.header("authorization", format!("Bearer {token}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = request.send(body).unwrap();
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.body_mut().read_json().unwrap(),
        }
    }

    /// Sends events of a content type.
    pub fn events(&self, token: &str, content_type: &str, body: &str) -> Answer {
        self.send(token, &[("content-type", content_type)], body.as_bytes())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Makes a token of a site; `number` tells tokens apart.
pub fn token(records: &Records, site: &str, number: u8) -> String {
    records.issue_token(site, "", &[number; 40], Instant(0)).unwrap().text
}

/// The headers and the body of an event in binary mode, its values percent-encoded where they are not plain.
pub fn binary(event: &str) -> (Vec<(String, String)>, Vec<u8>) {
    let event: serde_json::Map<String, Value> = serde_json::from_str(event).unwrap();
    let mut headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    for (name, value) in event.iter().filter(|(name, _)| *name != "data") {
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._:+".contains(byte);
        let encode = |byte: u8| match plain(&byte) {
            true => char::from(byte).to_string(),
            false => format!("%{byte:02X}"),
        };
        headers.push((format!("ce-{name}"), value.as_str().unwrap().bytes().map(encode).collect()));
    }
    (headers, event["data"].to_string().into_bytes())
}
