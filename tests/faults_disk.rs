//! A disk that is full or cannot be written costs nothing that was acknowledged: events are told to wait, the service lives
//! on and goes on by itself; who cannot even begin is told why.
//!
//! Asked with a real small disk. `ready.rs` asks something similar with a limit on the size of files, which needs no mount.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

mod own_disk;
mod program;

use ingest::store::sqlite::FILE_NAME;
use own_disk::OwnDisk;
use program::service::{Service, wait_for};
use program::{arg, at_root, folder};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A data folder on a disk of its own.
struct OnDisk {
    disk: OwnDisk,
    /// As the service sees it.
    data: PathBuf,
    token: String,
}

impl OnDisk {
    fn new(name: &str, kibibytes: u32) -> Option<OnDisk> {
        let at = folder(name).join("disk");
        let disk = OwnDisk::new(&at, kibibytes)?;
        let mut on = OnDisk { disk, data: at.join("data"), token: String::new() };
        on.token = on.run(&["token", "--data", arg(&on.data), "new", "--site", "hall"]).trim().to_owned();
        Some(on)
    }

    fn flagpost(&self, args: &[&str]) -> Command {
        let mut command = self.disk.command(Path::new(env!("CARGO_BIN_EXE_flagpost")));
        command.args(args);
        command
    }

    fn up(&self) -> Command {
        let registry = at_root("tests/county");
        self.flagpost(&[
            "up",
            "--listen",
            "127.0.0.1:0",
            "--data",
            arg(&self.data),
            "--registry",
            arg(&registry),
        ])
    }

    /// Refused with status 1 and one line that says these.
    fn check_refused(&self, says: &[&str]) {
        let Err((status, said)) = Service::try_of(&mut self.up()) else { panic!("it is not refused") };
        assert_eq!(status, Some(1), "{said}");
        assert!(says.iter().all(|part| said.contains(part)), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }

    /// What a command printed.
    fn run(&self, args: &[&str]) -> String {
        let ran = self.flagpost(args).output().unwrap();
        assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).unwrap()
    }

    /// The batch finds what is shown.
    fn verify(&self) {
        self.run(&["verify", "--data", arg(&self.data)]);
    }

    /// How many events are kept.
    fn events(&self) -> usize {
        let out = self.data.ancestors().nth(2).unwrap().join("export.ndjson");
        self.run(&["export", "--data", arg(&self.data), "--out", arg(&out)]);
        fs::read_to_string(out).unwrap().lines().count()
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().into()
}

struct Answer {
    status: u16,
    retry_after: bool,
    body: Value,
}

/// Sends ten bulky events, the first of them with this number.
fn send(service: &Service, token: &str, first: usize) -> Answer {
    let padding = "长".repeat(3_000);
    let event = |number: usize| {
        json!({
            "specversion": "1.0", "id": format!("e{number}"), "source": "hall", "type": "queue.taken",
            "time": "2026-09-08T09:00:00+08:00", "data": {"ticket": format!("T-{number}"), "note": padding},
        })
    };
    let batch: Vec<Value> = (first..first + 10).map(event).collect();
    let mut sent = agent()
        .post(format!("http://{}/v1/events", service.address))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/cloudevents-batch+json")
        .send(serde_json::to_string(&batch).unwrap())
        .unwrap();
    Answer {
        status: sent.status().as_u16(),
        retry_after: sent.headers().contains_key("retry-after"),
        body: sent.body_mut().read_json().unwrap(),
    }
}

/// Sends until the disk is full; how many events were taken.
fn send_until_full(service: &Service, token: &str, from: usize) -> usize {
    for first in (from..from + 10_000).step_by(10) {
        let answer = send(service, token, first);
        if answer.status == 200 {
            assert_eq!(answer.body["accepted"], 10, "{}", answer.body);
            continue;
        }
        let message = answer.body["error"].as_str().unwrap();
        assert_eq!(answer.status, 503, "{message}");
        assert!(
            answer.retry_after && message.contains("磁盘已满") && message.contains("disk is full"),
            "{message}"
        );
        return first;
    }
    panic!("the disk is never full");
}

#[test]
fn a_full_disk_lets_events_wait_and_the_service_goes_on_by_itself() {
    let Some(on) = OnDisk::new("disk-full", 12 << 10) else { return };
    let service = Service::of(&mut on.up());
    assert_eq!(send(&service, &on.token, 0).status, 200);
    let mut kept = 10;
    // Full of others' files, free again, full of our own.
    for is_ours in [false, true, false] {
        if !is_ours {
            on.disk.fill();
        }
        kept = send_until_full(&service, &on.token, kept);
        for _ in 0..3 {
            assert_eq!(send(&service, &on.token, kept).status, 503, "to be sent again, and again");
        }
        assert_eq!(on.events(), kept, "what was refused is not there");
        let alive = agent().get(format!("http://{}/healthz", service.address)).call().unwrap();
        assert_eq!(alive.status(), 200);
        let page = agent().get(format!("http://{}/login", service.address)).call().unwrap();
        assert_eq!(page.status(), 200, "pages are shown all the same");
        if is_ours {
            // Nobody frees what is ours; a larger disk is made instead.
            on.disk.grow(64 << 10);
        } else {
            on.disk.free();
        }
        let again =
            wait_for("room", || Some(send(&service, &on.token, kept)).filter(|again| again.status == 200));
        assert_eq!(again.body["accepted"], 10, "nothing of it was there: {}", again.body);
        kept += 10;
    }
    on.verify();
    assert_eq!(on.events(), kept);
    let log = service.stop();
    assert!(log.contains("could not be made durable"), "{log}");
    let service = Service::of(&mut on.up());
    assert_eq!(send(&service, &on.token, 0).body["duplicates"], 10);
    on.verify();
    service.stop();
}

#[test]
fn killed_while_the_disk_is_full_nothing_acknowledged_is_lost() {
    let Some(on) = OnDisk::new("disk-full-killed", 12 << 10) else { return };
    let service = Service::of(&mut on.up());
    let mut kept = 0;
    while kept < 200 {
        assert_eq!(send(&service, &on.token, kept).status, 200);
        kept += 10;
    }
    on.disk.fill();
    kept = send_until_full(&service, &on.token, kept);
    // What else is to be written fails as clearly, and does no harm either.
    for args in [
        &["reload", "--data", arg(&on.data)][..],
        &["token", "--data", arg(&on.data), "new", "--site", "sub"],
    ] {
        let refused = on.flagpost(args).output().unwrap();
        let said = String::from_utf8_lossy(&refused.stderr);
        assert_eq!(refused.status.code(), Some(1), "{args:?}: {said}");
        assert!(said.contains("the disk is full"), "{args:?}: {said}");
    }
    assert_eq!(send(&service, &on.token, kept).status, 503);
    service.kill();
    on.check_refused(&["磁盘已满", "the disk is full", "free some space"]);
    on.disk.free();
    let service = Service::of(&mut on.up());
    assert_eq!(on.events(), kept);
    on.verify();
    assert_eq!(send(&service, &on.token, kept).body["accepted"], 10);
    service.stop();
}

#[test]
fn the_first_start_on_a_full_disk_says_so_and_the_next_one_with_room_succeeds() {
    let Some(on) = OnDisk::new("disk-full-first", 4 << 10) else { return };
    fs::remove_dir_all(on.disk.outside().join("data")).unwrap();
    on.disk.fill();
    on.check_refused(&["the disk is full"]);
    on.disk.free();
    // Room for the beginning of a store and not for all of it.
    for kibibytes in (4..160).step_by(12) {
        on.disk.fill();
        on.disk.give_back(kibibytes << 10);
        match Service::try_of(&mut on.up()) {
            Ok(service) => drop(service),
            Err((status, said)) => {
                assert!(status == Some(1) && said.contains("the disk is full"), "{kibibytes} KiB: {said}");
            }
        }
        on.disk.free();
    }
    let service = Service::of(&mut on.up());
    service.stop();
    assert_eq!(on.events(), 0);
}

#[test]
fn a_folder_that_cannot_be_written_is_said_to_be_one() {
    let Some(on) = OnDisk::new("disk-read-only", 12 << 10) else { return };
    let service = Service::of(&mut on.up());
    assert_eq!(send(&service, &on.token, 0).status, 200);
    service.stop();
    let before = fs::read(on.disk.outside().join("data").join(FILE_NAME)).unwrap();
    on.disk.set_read_only(true);
    on.check_refused(&["无法写入", "cannot write", arg(&on.data), "how the disk is mounted"]);
    assert!(before == fs::read(on.disk.outside().join("data").join(FILE_NAME)).unwrap());
    on.disk.set_read_only(false);
    let service = Service::of(&mut on.up());
    assert_eq!(send(&service, &on.token, 0).body["duplicates"], 10);
    service.stop();
    // Nor can a folder be made there.
    fs::remove_dir_all(on.disk.outside().join("data")).unwrap();
    on.disk.set_read_only(true);
    on.check_refused(&["cannot write", arg(&on.data)]);
}
