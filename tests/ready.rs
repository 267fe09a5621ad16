//! The program when its disk is full: it says that it is not ready and why, refuses events without losing any, and goes on
//! by itself once there is room.
//!
//! "Full" is made with a limit on the size of files, which holds for root as well and which no other process feels. Linux
//! alone: a test on another system has nothing to ask.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

mod program;

use program::service::Service;
use program::{arg, at_root, folder};
use serde_json::{Value, json};
use std::process::Command;
use std::time::{Duration, Instant};

/// In blocks of 512 bytes: 2 MiB, enough to begin with.
const FILE_BLOCKS_MAX: u32 = 4096;

/// Runs `flagpost up` with a limit on the size of its files.
fn up(data: &str, registry: &str) -> Service {
    // Without the signal, writing beyond the limit is an error like that of a full disk.
    let limited = format!("trap '' XFSZ; ulimit -S -f {FILE_BLOCKS_MAX}; exec \"$@\"");
    let mut sh = Command::new("sh");
    sh.args(["-c", &limited, "sh", env!("CARGO_BIN_EXE_flagpost"), "up", "--data", data]);
    sh.args(["--registry", registry, "--listen", "127.0.0.1:0"]);
    Service::of(&mut sh)
}

fn token(data: &str) -> String {
    let made = Command::new(env!("CARGO_BIN_EXE_flagpost"))
        .args(["token", "--data", data, "new", "--site", "hall"])
        .output()
        .unwrap();
    String::from_utf8(made.stdout).unwrap().trim().to_owned()
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().into()
}

impl Service {
    fn get(&self, path: &str) -> (u16, String) {
        let mut response = agent().get(format!("http://{}{path}", self.address)).call().unwrap();
        (response.status().as_u16(), response.body_mut().read_to_string().unwrap())
    }

    /// The status of a request with some bulky events.
    fn send(&self, token: &str, first: usize) -> u16 {
        let padding = "长".repeat(5_000);
        let event = |number: usize| {
            json!({
                "specversion": "1.0", "id": format!("e{number}"), "source": "hall", "type": "queue.taken",
                "time": "2026-09-08T09:00:00+08:00", "data": {"ticket": format!("T-{number}"), "padding": padding},
            })
        };
        let batch: Vec<Value> = (first..first + 10).map(event).collect();
        let sent = agent()
            .post(format!("http://{}/v1/events", self.address))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/cloudevents-batch+json")
            .send(serde_json::to_string(&batch).unwrap());
        sent.unwrap().status().as_u16()
    }

    /// Waits until `/readyz` answers with a status, and gives its body.
    fn wait_for(&self, status: u16) -> Value {
        let begun = Instant::now();
        loop {
            let (found, body) = self.get("/readyz");
            if found == status {
                return serde_json::from_str(&body).unwrap();
            }
            assert!(begun.elapsed() < Duration::from_secs(40), "/readyz stays at {found}: {body}");
            std::thread::sleep(Duration::from_millis(200));
        }
    }
}

#[test]
fn a_full_disk_makes_the_service_unready_until_there_is_room() {
    let data = folder("ready-data").join("data");
    let registry = at_root("tests/cases/04-overdue-ladder/registry");
    let service = up(arg(&data), arg(&registry));
    assert_eq!(service.get("/healthz").0, 200);
    assert_eq!(service.wait_for(200), json!({"ready": true, "problems": []}));
    let token = token(arg(&data));
    let sent = (0..).step_by(10).take(1000).map(|first| (first, service.send(&token, first)));
    let (full_at, _) = sent.into_iter().find(|&(_, status)| status != 200).unwrap();
    assert_eq!(
        service.send(&token, full_at),
        503,
        "what cannot be made durable is refused, to be sent again"
    );
    let body = service.wait_for(503);
    assert_eq!(body["ready"], false);
    assert_eq!(body["problems"][0]["part"], "intake", "{body}");
    assert!(body["problems"][0]["zh"].as_str().unwrap().starts_with("数据接收失败"), "{body}");
    assert_eq!(service.get("/healthz").0, 200, "the process is alive all the same");
    let (_, metrics) = service.get("/metrics");
    assert!(metrics.contains("flagpost_ready{part=\"intake\"} 0\n"), "{metrics}");
    assert!(metrics.contains("flagpost_ready{part=\"desk\"} 1\n"), "{metrics}");
    let room = ["--fsize=unlimited", "--pid", &service.process().to_string()].map(str::to_owned);
    match Command::new("prlimit").args(&room).status() {
        Ok(status) if status.success() => {}
        // Without the tool there is no way to make room; the rest has been seen.
        Ok(_) | Err(_) => return,
    }
    assert_eq!(service.send(&token, full_at), 200, "it goes on by itself");
    service.wait_for(200);
    let (_, metrics) = service.get("/metrics");
    let kept: usize = full_at + 10;
    let accepted =
        format!("flagpost_events_total{{result=\"accepted\",source=\"hall\",type=\"queue.taken\"}} {kept}\n");
    assert!(metrics.contains(&accepted), "every event once: {metrics}");
}
