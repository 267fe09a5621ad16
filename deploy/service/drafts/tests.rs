//! Documents by themselves over the autumn holidays of 2026: made once, kept, and mailed once to a real mail server, through restarts
//! and refusals.
//!
//! A case is accepted on Thursday 24 September, another on Monday the 28th. 25 to 27 September and 1 to 7 October are off.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::config::Retries;
use crate::delivery::round::Telling;
use crate::service::delivery::Courier;
use crate::service::servers;
use crate::service::test_county::{TestCounty, at, event};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ingest::store::outbox::MessageFilter;
use ingest::store::sqlite::{FILE_NAME, KeptAddressee};
use reports::delivery::addressee::{Addressee, Contact};
use reports::delivery::channels::{Mail, MailTls, Settings};
use serde_json::{Value, json};
use servers::smtp::{Behaviour, Smtp};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

const BULLETIN: &str = "bulletin/2026-09";
const BRIEF: &str = "weekly-brief/2026-W40";

fn county(name: &str) -> TestCounty {
    let county = TestCounty::new(name, "2026-09-24 10:00:00");
    for (number, day) in [(1, "2026-09-24 10:00:00"), (2, "2026-09-28 10:00:00")] {
        let data = json!({"case": format!("C-{number}"), "item": "I-3", "window": "W-1", "staff": "S-1"});
        county.set(day);
        county.send("hall", event(&format!("e{number}"), "hall", "case.accepted", day, data));
    }
    let contact = Contact { email: Some("bureau@county.example".to_owned()), ..Contact::default() };
    let set = Addressee { contact, ..Addressee::default() };
    let kept = KeptAddressee {
        recipient: "supervision".to_owned(),
        settings: serde_json::to_string(&set).unwrap(),
        changed: at("2026-09-24 08:00:00"),
        changed_by: "test".to_owned(),
    };
    county.records().put_addressee(&kept).unwrap();
    county
}

fn drafter(county: &TestCounty) -> Drafter {
    Drafter::new(county.live(), county.records(), Limits::default(), ReportsConfig::default())
}

/// Lets it be a time, and makes what is due then.
fn made(county: &TestCounty, now: &str) -> Vec<String> {
    county.set(now);
    let looked = drafter(county).look().unwrap();
    assert_eq!(looked.failed, []);
    looked.made
}

fn mail(smtp: &Smtp) -> Settings {
    let mail = Mail {
        server: "localhost".to_owned(),
        port: smtp.port(),
        tls: MailTls::None,
        login: None,
        from: "监察 <flagpost@county.example>".to_owned(),
        ca_file: None,
        timeout: std::time::Duration::from_secs(5),
    };
    Settings { mail: Some(mail), ..Settings::default() }
}

/// Sends what waits: how many were sent, and how many wait still.
fn sent(county: &TestCounty, settings: &Settings) -> (usize, usize) {
    let telling = Telling {
        settings: settings.clone(),
        administrator: Vec::new(),
        public_url: "https://flagpost.county.example".to_owned(),
    };
    let retries = Retries { attempts_max: 96, pause_seconds_first: 60, pause_seconds_longest: 3600 };
    let (live, clock) = (county.live(), county.clock());
    let metrics = county.metrics.clone();
    let sent =
        Courier::new(live, county.records(), Arc::new(telling), retries, clock, metrics).look().unwrap();
    (sent.sent, sent.later)
}

const READER: &str = r#"
import sys, json, base64, email
from email import policy
mail = email.message_from_bytes(sys.stdin.buffer.read(), policy=policy.default)
files = [[p.get_filename(), p.get_content_type(), base64.b64encode(p.get_content()).decode()] for p in mail.iter_attachments()]
text = mail.get_body(("plain",)).get_content()
print(json.dumps({"subject": mail["subject"], "type": mail.get_content_type(), "text": text, "files": files}))
"#;

/// A mail as another program reads it.
fn read(smtp: &Smtp, mail: &servers::smtp::Mail) -> Value {
    let mut reader = smtp.python();
    reader.args(["-c", READER]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut reader = reader.spawn().unwrap();
    std::io::Write::write_all(&mut reader.stdin.take().unwrap(), mail.text.as_bytes()).unwrap();
    serde_json::from_slice(&reader.wait_with_output().unwrap().stdout).unwrap()
}

fn kept(county: &TestCounty, draft: &str, format: &str) -> DraftFile {
    county.records().file_of_draft(draft, format).unwrap().unwrap()
}

/// The text of a PDF, where there is a program that reads it.
fn text_of(pdf: &[u8], beside: &Path) -> Option<String> {
    let path = beside.join("draft-to-read.pdf");
    fs::write(&path, pdf).unwrap();
    let read = Command::new("pdftotext").arg(&path).arg("-").output();
    fs::remove_file(path).unwrap();
    read.ok().map(|read| String::from_utf8(read.stdout).unwrap())
}

#[test]
fn over_the_holidays_both_documents_are_mailed_once_with_the_very_files_that_are_kept() {
    let Some(smtp) = Smtp::start(Behaviour::Accept) else { return };
    let mut county = county("drafts-holidays");
    let settings = mail(&smtp);
    // Of August nothing is known; the brief is that of the week of 24 September.
    assert_eq!(made(&county, "2026-09-28 10:00:00"), ["weekly-brief/2026-W39"]);
    assert_eq!(sent(&county, &settings), (1, 0));
    for now in ["2026-10-01 09:00:00", "2026-10-07 12:00:00", "2026-10-08 08:29:59"] {
        assert_eq!(made(&county, now), [""; 0], "{now}");
        assert_eq!(sent(&county, &settings), (0, 0), "{now}");
    }
    assert_eq!(made(&county, "2026-10-08 08:30:00"), [BULLETIN, BRIEF]);
    // Whoever is killed between making and sending, and between attempts, sends it all the same.
    county = county.restarted("2026-10-08 08:31:00");
    assert_eq!(made(&county, "2026-10-08 08:31:00"), [""; 0]);
    smtp.tell(Behaviour::RefuseRecipient(450));
    assert_eq!(sent(&county, &settings), (0, 1));
    county = county.restarted("2026-10-08 08:32:00");
    smtp.tell(Behaviour::Accept);
    assert_eq!(sent(&county, &settings), (1, 0));
    let arrived = smtp.received();
    assert_eq!(arrived.len(), 2);
    let read = read(&smtp, &arrived[1]);
    assert_eq!(
        (&read["type"], &arrived[1].to),
        (&json!("multipart/mixed"), &vec!["bureau@county.example".to_owned()])
    );
    assert_eq!(read["subject"], "镇赉县政务服务监督：2 条提醒（均为定期文件）");
    let files: Vec<[String; 3]> = serde_json::from_value(read["files"].clone()).unwrap();
    let expected = [(BULLETIN, "pdf"), (BULLETIN, "xlsx"), (BRIEF, "pdf"), (BRIEF, "xlsx")];
    assert_eq!(files.len(), expected.len());
    for ([name, media_type, bytes], (draft, format)) in files.iter().zip(expected) {
        let kept = kept(&county, draft, format);
        assert_eq!((name, media_type), (&kept.name, &kept.media_type));
        assert!(name.ends_with(format) && !name.is_ascii(), "{name}");
        assert_eq!(BASE64.decode(bytes).unwrap(), kept.bytes, "{name}");
    }
    let draft = county.records().draft(BULLETIN).unwrap().unwrap();
    let text = read["text"].as_str().unwrap();
    for said in [
        "2026年9月月度通报（草稿）",
        "待确认",
        draft.draft.code.as_str(),
        "https://flagpost.county.example/months/2026-09/reports",
        "2026年第40周（9月28日至10月4日）值班督查周报（草稿）",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains("/to/"), "a document wants no answer: {text}");
    let pdf = kept(&county, BULLETIN, "pdf").bytes;
    assert!(pdf.starts_with(b"%PDF"));
    if let Some(text) = text_of(&pdf, county.folder()) {
        assert!(text.contains(&draft.draft.code), "{}: {text}", draft.draft.code);
    }
    // Nobody answers, and nothing is made, told again or told above.
    for now in ["2026-10-09 09:00:00", "2026-10-10 09:00:00", "2026-10-11 12:00:00"] {
        assert_eq!(made(&county, now), [""; 0], "{now}");
        assert_eq!(sent(&county, &settings), (0, 0), "{now}");
    }
    assert_eq!(made(&county, "2026-10-12 08:30:00"), [""; 0], "of the week of the holidays nothing is known");
}

#[test]
fn documents_go_along_with_what_else_is_to_be_told_at_that_hour() {
    let Some(smtp) = Smtp::start(Behaviour::Accept) else { return };
    let county = county("drafts-digest");
    made(&county, "2026-10-08 08:30:00");
    let mut other = county.kept(BULLETIN).remove(0);
    other.identity = "feed_silent/sub/2026-10-08".to_owned();
    (other.kind, other.level, other.subject) = ("feed_silent".to_owned(), 2, "sub".to_owned());
    other.body = json!({"subject": "sub", "text": {"zh": "数据中断", "en": "silent"}}).to_string();
    county.records().keep_once(&[other]).unwrap();
    assert_eq!(sent(&county, &mail(&smtp)), (1, 0));
    let read = read(&smtp, &smtp.received()[0]);
    let text = read["text"].as_str().unwrap();
    let place = |said: &str| text.find(said).unwrap_or_else(|| panic!("{said}: {text}"));
    assert!(place("通知（1 条）") < place("文件（2 份）"));
    assert_eq!(read["files"].as_array().unwrap().len(), 4);
}

#[test]
fn in_a_folder_the_files_lie_beside_the_letter() {
    let county = county("drafts-folder");
    let folder = county.folder().join("letters");
    fs::create_dir(&folder).unwrap();
    made(&county, "2026-10-08 08:30:00");
    let settings = Settings { files: Some(folder.clone()), ..Settings::default() };
    assert_eq!(sent(&county, &settings), (1, 0));
    let own = folder.join("supervision");
    let key = &county.records().messages(&MessageFilter::default(), 9).unwrap()[0].key;
    for (draft, format) in [(BULLETIN, "pdf"), (BRIEF, "xlsx")] {
        let kept = kept(&county, draft, format);
        assert_eq!(fs::read(own.join(format!("{key}-{}", kept.name))).unwrap(), kept.bytes);
    }
    assert_eq!(fs::read_dir(own).unwrap().count(), 6, "four files, the letter as text and as JSON");
}

#[test]
fn what_is_erased_stays_made_and_a_letter_that_waited_goes_without_it() {
    let Some(smtp) = Smtp::start(Behaviour::RefuseRecipient(450)) else { return };
    let county = county("drafts-erased");
    assert_eq!(made(&county, "2026-10-08 08:30:00"), [BULLETIN, BRIEF]);
    assert_eq!(sent(&county, &mail(&smtp)), (0, 1));
    let day = 86_400_000_000_000;
    let made_at = at("2026-10-08 08:30:00");
    assert_eq!(county.records().erase_overdue(Instant(made_at.0 + 1826 * day), "test").unwrap(), []);
    let later = Instant(made_at.0 + 1826 * day + 1);
    let erased = county.records().erase_overdue(later, "test").unwrap();
    assert_eq!(
        erased.iter().map(|erased| (erased.kind.word(), erased.count)).collect::<Vec<_>>(),
        [("drafts", 2)]
    );
    let draft = county.records().draft(BULLETIN).unwrap().unwrap();
    assert_eq!((draft.formats.len(), draft.erased), (0, Some(later)));
    assert_eq!(county.records().file_of_draft(BULLETIN, "pdf").unwrap(), None);
    assert_eq!(county.records().draft_of_code(&draft.draft.code).unwrap(), Some(draft));
    assert_eq!(made(&county, "2026-10-08 09:30:00"), [""; 0]);
    smtp.tell(Behaviour::Accept);
    assert_eq!(sent(&county, &mail(&smtp)), (1, 0));
    let read = read(&smtp, &smtp.received()[0]);
    assert_eq!(
        (read["type"].as_str(), read["files"].as_array().unwrap().len()),
        (Some("multipart/alternative"), 0)
    );
    assert!(read["text"].as_str().unwrap().contains("已过保存期限"), "{read}");
}

#[test]
fn what_cannot_be_kept_leaves_nothing_is_told_once_a_day_and_made_later() {
    let county = county("drafts-failed");
    let store = rusqlite::Connection::open(county.folder().join(FILE_NAME)).unwrap();
    let fail = "CREATE TRIGGER full BEFORE INSERT ON draft_files WHEN NEW.format = 'xlsx' BEGIN SELECT raise(ABORT, 'full'); END";
    store.execute_batch(fail).unwrap();
    county.set("2026-10-08 08:30:00");
    assert!(drafter(&county).look().is_err());
    assert_eq!(county.records().draft(BULLETIN).unwrap(), None);
    assert_eq!(county.records().file_of_draft(BULLETIN, "pdf").unwrap(), None);
    assert_eq!(county.kept_states(BULLETIN), [""; 0]);
    let due = Due::Bulletin(scoring::time::Month::parse("2026-09").unwrap());
    let failed = || drafter(&county).tell_of(&[(due, NotDrafted::Failed("no room".to_owned()))]).unwrap();
    for now in ["2026-10-08 08:31:00", "2026-10-08 08:32:00", "2026-10-09 08:30:00"] {
        county.set(now);
        failed();
    }
    let told = [format!("{BULLETIN}/2026-10-08"), format!("{BULLETIN}/2026-10-09")].map(|subject| {
        let kept = county.kept(&subject);
        assert_eq!(kept.len(), 1, "{subject}");
        assert_eq!(kept[0].recipients, ["administrator"]);
        assert!(kept[0].body.contains("系统未能按时制作2026年9月月度通报"), "{}", kept[0].body);
        subject
    });
    store.execute_batch("DROP TRIGGER full").unwrap();
    assert_eq!(made(&county, "2026-10-09 08:31:00"), [BULLETIN, BRIEF]);
    assert_eq!(county.kept_states(&told[1]), [format!("draft_failed/{} withdrawn", told[1])]);
    assert_eq!(county.kept_states(BULLETIN), [format!("draft_ready/{BULLETIN} pending")]);
}

/// A look during which the program ends: what was begun is never noted as ended.
fn end_while_making(county: &TestCounty, now: &str) {
    county.set(now);
    let store = rusqlite::Connection::open(county.folder().join(FILE_NAME)).unwrap();
    let cut = "CREATE TRIGGER cut BEFORE DELETE ON draft_attempts BEGIN SELECT raise(ABORT, 'cut'); END";
    store.execute_batch(cut).unwrap();
    assert!(drafter(county).look().is_err());
    store.execute_batch("DROP TRIGGER cut").unwrap();
}

#[test]
fn what_ends_the_program_twice_is_left_until_the_next_day() {
    let mut county = county("drafts-ending");
    end_while_making(&county, "2026-10-08 08:30:00");
    end_while_making(&county, "2026-10-08 08:31:00");
    county = county.restarted("2026-10-08 08:32:00");
    for now in ["2026-10-08 08:32:00", "2026-10-08 17:00:00"] {
        county.set(now);
        let looked = drafter(&county).look().unwrap();
        assert_eq!(looked.failed, [(BULLETIN.to_owned(), NotDrafted::EndsTheProgram(2))], "{now}");
        let others = if now.ends_with("08:32:00") { vec![BRIEF] } else { Vec::new() };
        assert_eq!(looked.made, others, "{now}: what else is due is made");
    }
    let told = county.kept(&format!("{BULLETIN}/2026-10-08"));
    assert_eq!(told.len(), 1);
    assert!(
        told[0].body.contains("今天 2 次制作2026年9月月度通报（草稿）时程序都中断了"),
        "{}",
        told[0].body
    );
    assert_eq!(made(&county, "2026-10-09 00:01:00"), [BULLETIN]);
    assert_eq!(county.kept_states(BULLETIN), [format!("draft_ready/{BULLETIN} pending")]);
}

#[test]
fn what_was_cut_short_once_is_made_again_at_once() {
    let mut county = county("drafts-cut-short");
    end_while_making(&county, "2026-10-08 08:30:00");
    county = county.restarted("2026-10-08 08:31:00");
    assert_eq!(made(&county, "2026-10-08 08:31:00"), [BULLETIN, BRIEF]);
    let day = county.live().act_and_wait(|desk| desk.context().today()).unwrap();
    assert_eq!(county.records().unended_drafts(BULLETIN, day).unwrap(), 0);
}

#[test]
fn a_month_that_is_closed_by_then_gets_the_bulletin_of_its_version() {
    let county = county("drafts-closed");
    county.set("2026-10-08 08:00:00");
    let closed = county.live().act_and_wait(|desk| {
        let month = scoring::time::Month::parse("2026-09").unwrap();
        dashboards::months::close(desk, month, "王监察").map(drop).map_err(|error| error.to_string())
    });
    closed.unwrap().unwrap();
    assert_eq!(made(&county, "2026-10-08 08:30:00"), [BULLETIN, BRIEF]);
    let draft = county.records().draft(BULLETIN).unwrap().unwrap().draft;
    assert_eq!(draft.version, Some(1));
    assert!(draft.code.starts_with("TB/2026-09/V1/"), "{}", draft.code);
    assert!(county.kept(BULLETIN)[0].body.contains("（第 1 版）"));
}

#[test]
fn what_nobody_is_to_be_told_of_is_kept_all_the_same() {
    let county = county("drafts-untold");
    county.set("2026-10-20 12:00:00");
    let wanted = ReportsConfig { to: Vec::new(), weekly_brief: false, ..ReportsConfig::default() };
    let looked = Drafter::new(county.live(), county.records(), Limits::default(), wanted).look().unwrap();
    assert_eq!(looked.made, [BULLETIN], "the service was down on the day");
    assert_eq!(county.kept_states(BULLETIN), [""; 0]);
    assert_eq!(made(&county, "2026-11-01 12:00:00"), [""; 0]);
}
