//! Rejected events from the command line: listed, let in once the registry is mended, put aside.
#![allow(clippy::unwrap_used)]

mod program;

use ingest::store::sqlite::{Account, Records, Role, Session};
use program::service::{Service, drop_file, result_of, with_drop_folder};
use program::{arg, at_root, folder};
use scoring::time::{Instant, Zone};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

fn now() -> Instant {
    Instant(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as i64)
}

/// A finding about somebody, of a second ago.
fn finding(id: &str, staff: &str) -> String {
    let time = Zone::named("Asia/Shanghai").unwrap().format(Instant(now().0 - 1_000_000_000));
    let event = json!({
        "specversion": "1.0", "id": id, "source": "hall", "type": "finding.recorded", "time": time,
        "data": {"finding": format!("F-{id}"), "kind": "untidy", "window": "W-1", "staff": staff, "inspector": "B"},
    });
    event.to_string()
}

/// A county whose registry can be mended, with two findings about a newcomer whom it does not know.
struct County {
    place: PathBuf,
    config: PathBuf,
}

impl County {
    fn new(name: &str) -> County {
        let place = folder(name);
        let registry = place.join("registry");
        fs::create_dir_all(&registry).unwrap();
        fs::copy(at_root("tests/county/registry.toml"), registry.join("registry.toml")).unwrap();
        let config = with_drop_folder(&place, &registry, "");
        County { place, config }
    }

    fn employ(&self, staff: &str) {
        let text = format!(
            "[[staff]]\nid = \"{staff}\"\nname = \"新\"\n[[assignment]]\nstaff = \"{staff}\"\nwindow = \"W-1\"\nfrom = 2026-01-05\n"
        );
        fs::write(self.place.join("registry/newcomer.toml"), text).unwrap();
    }

    /// Runs `flagpost rejected` with these arguments; what it printed.
    fn rejected(&self, args: &[&str]) -> String {
        self.run(&[&["rejected", "--config", arg(&self.config)], args].concat())
    }

    fn run(&self, args: &[&str]) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_flagpost")).args(args).output().unwrap();
        let told =
            format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{told}");
        told
    }

    fn records(&self) -> Records {
        Records::open(&self.place.join("data")).unwrap()
    }
}

/// Lets somebody be logged in whose cookie is `flagpost=secret`.
fn log_in(data: &Path) {
    let (name, password) = ("reader".to_owned(), "none".to_owned());
    let records = Records::open(data).unwrap();
    let account = Account::new(&name, Role::Auditor, password, now());
    records.put_account(&account).unwrap();
    let expires = Instant(now().0 + 3_600_000_000_000);
    let session = Session {
        account: name,
        form_secret: String::new(),
        place: String::new(),
        is_signed_on: false,
        expires,
    };
    records.begin_session(&Sha256::digest("secret").into(), &session, now()).unwrap();
}

/// The window's total as its page has it.
fn total(service: &Service) -> String {
    let month = Zone::named("Asia/Shanghai").unwrap().date(now()).month();
    let address = format!("http://{}/api/v1/months/{month}/windows/W-1", service.address);
    let mut response = ureq::get(address).header("cookie", "flagpost=secret").call().unwrap();
    let page: Value = response.body_mut().read_json().unwrap();
    page["explanation"]["head"][0]["lines"][0].as_str().unwrap().to_owned()
}

#[test]
fn a_mended_registry_lets_a_rejected_event_into_the_standing() {
    let county = County::new("rejected-mended");
    let data = county.place.join("data");
    let service = Service::start(&county.config);
    let lines = format!("{}\n{}\nrubbish\n", finding("e1", "S-new"), finding("e2", "S-1"));
    drop_file(&county.place, "a.ndjson", lines.as_bytes());
    assert_eq!(result_of(&county.place, "a.ndjson")["rejected"], 2);
    log_in(&data);
    assert!(total(&service).contains("98.0 分"), "one finding counts");

    let list = county.rejected(&[]);
    for expected in [
        "open: 2",
        "hall             unknown_staff",
        "-                malformed_json",
        "#1  ",
        "folder a.ndjson:1",
    ] {
        assert!(list.contains(expected), "{expected}: {list}");
    }
    assert!(county.rejected(&["show", "1"]).contains("\"staff\":\"S-new\""));
    assert!(county.rejected(&["replay", "--source", "hall"]).contains("1 rejected again"));

    county.employ("S-new");
    county.run(&["reload", "--data", arg(&data)]);
    assert!(county.rejected(&["replay", "--code", "unknown_staff"]).contains("1 accepted"));
    assert!(county.rejected(&["list", "--state", "accepted"]).contains("#1  "));
    assert!(total(&service).contains("96.0 分"), "both findings count");

    assert!(county.rejected(&["dismiss", "2", "--reason", "测试数据"]).contains("#2"));
    assert!(county.rejected(&["show", "2"]).contains("测试数据"));
    assert!(county.rejected(&["replay"]).contains("nothing open"));
    service.stop();
    let audit = county.records().audit(10).unwrap();
    let noted: Vec<&str> = audit.iter().rev().map(|entry| entry.what.as_str()).collect();
    // The service began without an account, and made the link by which the first is made.
    let replays = ["rejection.replayed", "rejection.replayed", "rejection.dismissed"];
    assert_eq!((noted[0], &noted[1..]), ("account.invited", &replays[..]));
}

#[test]
fn a_replay_opens_the_store_itself_where_no_service_runs() {
    let county = County::new("rejected-alone");
    let service = Service::start(&county.config);
    drop_file(&county.place, "a.ndjson", finding("e1", "S-new").as_bytes());
    result_of(&county.place, "a.ndjson");
    // Killed, so that the file by which commands find it is still there.
    service.kill();
    county.employ("S-new");
    // By its data folder alone it is opened with the registry that it last had.
    let data = county.place.join("data");
    assert!(county.run(&["rejected", "--data", arg(&data), "replay"]).contains("1 rejected again"));
    assert!(county.rejected(&["replay"]).contains("1 accepted"));
    assert_eq!(county.records().event_count().unwrap(), 1);
}
