//! The program sends: `flagpost up` with a mail server that wants STARTTLS and a login, and the commands that look after it.
#![allow(clippy::unwrap_used)]

mod program;
mod servers;

use program::service::{Service, drop_file, result_of, wait_for, with_drop_folder};
use program::{arg, flagpost_in, folder};
use scoring::time::{Instant, Zone};
use servers::smtp::{Behaviour, PASSWORD, Smtp, USER};
use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// What a command says; it must succeed.
fn said(place: &Path, args: &[&str]) -> String {
    let ran = flagpost_in(place, args);
    assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8_lossy(&ran.stdout).into_owned()
}

/// An instant so many days ago, as an event bears it.
fn days_ago(days: u32) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let then = (now - u64::from(days) * 24 * 3600) * 1_000_000_000;
    Zone::named("Asia/Shanghai").unwrap().format(Instant(i64::try_from(then).unwrap()))
}

fn accepted(case: &str, time: &str) -> String {
    format!(
        r#"{{"specversion":"1.0","id":"{case}","source":"hall","type":"case.accepted","time":"{time}","data":{{"case":"{case}","item":"I-3","window":"W-1","staff":"S-1"}}}}"#
    )
}

#[test]
fn an_overdue_case_reaches_window_head_leader_and_bureau_by_mail() {
    let Some(smtp) = Smtp::start(Behaviour::Accept) else { return };
    let place = folder("delivery-by-mail");
    fs::create_dir_all(place.join("registry")).unwrap();
    fs::copy("tests/county/registry.toml", place.join("registry/county.toml")).unwrap();
    fs::write(place.join("password"), PASSWORD).unwrap();
    let more = format!(
        "[delivery]\npublic_url = \"https://hall.county.example/\"\n\
         [delivery.mail]\nserver = \"localhost\"\nport = {}\ntls = \"starttls\"\nuser = {USER:?}\npassword_file = \"password\"\n\
         from = \"电子监察 <hall@county.example>\"\nca_file = {:?}\n\
         [delivery.administrator]\nemail = \"admin@county.example\"\n",
        smtp.starttls_port(),
        arg(&smtp.ca_file()),
    );
    let config = with_drop_folder(&place, &place.join("registry"), &more);
    let service = Service::start(&config);
    let delivery = |args: &[&str]| {
        let first = ["delivery", "--config", "flagpost.toml", "--lang", "en"];
        said(&place, &first.iter().chain(args).copied().collect::<Vec<_>>())
    };
    let people = ["window:W-1 w1", "department_head:D-1 head", "county_leader leader", "supervision bureau"];
    for person in people {
        let (recipient, mailbox) = person.split_once(' ').unwrap();
        delivery(&["set", recipient, "--email", &format!("{mailbox}@county.example")]);
    }
    drop_file(&place, "events.ndjson", format!("{}\n", accepted("C-1", &days_ago(60))).as_bytes());
    assert_eq!(result_of(&place, "events.ndjson")["accepted"], 1);

    let to = |wanted: &str| {
        let found = || smtp.received().into_iter().find(|mail| mail.to == [wanted]);
        wait_for(wanted, found)
    };
    for mailbox in ["w1", "head", "leader", "bureau"] {
        let mail = to(&format!("{mailbox}@county.example"));
        assert!(mail.encrypted && mail.login.as_deref() == Some(USER), "{mail:?}");
        assert!(mail.header("Message-ID").contains(&mail.key()), "{mail:?}");
    }

    let listed = wait_for("all to be noted", || {
        let listed = delivery(&["list"]);
        let sent = listed.lines().filter(|line| line.contains(" sent ")).count();
        (sent >= 4 && !listed.contains("sending")).then_some(listed)
    });
    let of_bureau = listed.lines().find(|line| line.contains("supervision")).unwrap();
    let key = of_bureau.split_whitespace().next().unwrap();
    let shown = delivery(&["show", key]);
    assert!(shown.contains("case_overdue/C-1/4/") && shown.contains("delivered"), "{shown}");
    assert!(delivery(&["list", "--state", "dead"]).lines().count() <= 1);
    assert!(delivery(&["recipients"]).contains("w1@county.example"));
    assert!(delivery(&["test", "administrator"]).contains("delivered"));
    assert_eq!(to("admin@county.example").to.len(), 1);

    // Killed and started again, it sends none of them once more.
    let before = smtp.received().len();
    service.kill();
    let service = Service::start(&config);
    drop_file(&place, "more.ndjson", format!("{}\n", accepted("C-2", &days_ago(60))).as_bytes());
    assert_eq!(result_of(&place, "more.ndjson")["accepted"], 1);
    wait_for("the second case's notices to be kept", || {
        let text = ureq::get(format!("http://{}/metrics", service.address)).call().ok()?;
        let text = text.into_body().read_to_string().unwrap();
        let pending = text.lines().find(|line| line.starts_with("flagpost_notices{state=\"pending\"}"))?;
        (!pending.ends_with(" 0")).then_some(())
    });
    let keys: Vec<String> = smtp.received().iter().map(servers::smtp::Mail::key).collect();
    assert_eq!(keys.len(), before, "one message an hour to each recipient: {keys:?}");
    service.stop();
}
