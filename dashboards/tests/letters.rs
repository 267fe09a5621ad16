//! Letters changed at their page, and hand-over files, as an analyst and a viewer meet them.

use crate::county;
use crate::desk::{Hall, instant};
use crate::reader::Reader;
use dashboards::{handover, letters};
use ingest::store::sqlite::{Account, Role};
use ingest::store::{KeptNotice, NoticeState};
use reports::delivery::letters::Letters;
use reports::delivery::letters::catalogue::Letter;
use reports::handover::File;
use reports::words::Lang;
use serde_json::Value;
use std::fs;

const PASSWORD: &str = "正确的密码一二三四五 1";
/// The case of level 4: overdue since 17 September, handed over on 9 October.
const CASE: &str = "C-1";

fn hall(name: &str) -> Hall {
    let case = county::case("04-overdue-ladder");
    let registry = fs::read_to_string(case.join("registry/county.toml")).unwrap();
    let hall = Hall::new(name, "2026-10-13T10:00:00+08:00", &registry);
    let events = fs::read(case.join("events.ndjson")).unwrap();
    hall.deliver(events.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()));
    let records = hall.records();
    for (name, role) in [("王监察", Role::Analyst), ("viewer", Role::Auditor)] {
        let password = dashboards::password::hash(PASSWORD).unwrap();
        let created = instant("2026-10-13T09:00:00+08:00");
        records.put_account(&Account::new(name, role, password, created)).unwrap();
    }
    hall
}

fn audit(hall: &Hall) -> Vec<String> {
    let entries = hall.records().audit(100).unwrap();
    let told = entries
        .into_iter()
        .map(|entry| format!("{} {} {} {}", entry.who, entry.what, entry.subject, entry.detail));
    told.filter(|told| !told.contains("login")).collect()
}

#[test]
fn a_letter_is_tried_out_kept_and_reset() {
    let hall = hall("letters-kept");
    let mut analyst = Reader::logged_in(&hall, "王监察", PASSWORD);
    let csrf = analyst.form_secret();
    let letter = Letter::named("case_overdue_3").unwrap();
    let page = analyst.get("/letters/case_overdue_3?of=zh").body;
    assert!(
        page.contains("限{{ done_by }}前办结") && page.contains("限9月14日前办结"),
        "text and example: {page}"
    );
    let mut send = |act: &str, text: &str| {
        let fields = [("csrf", csrf.as_str()), ("of", "zh"), ("text", text), ("act", act)];
        analyst.post("/letters/case_overdue_3", &fields)
    };
    let own = "请抓紧：{{ subject }}\r\n事项：{{ item }}\r\n请于**{{ done_by }}**前办结。";

    let tried = send("preview", own);
    assert_eq!(tried.status, 200);
    assert!(tried.body.contains("请抓紧：C-1001 不动产转移登记"), "{}", tried.body);
    let in_force = || letters::text(&hall.records(), letter, Lang::Zh).unwrap().0;
    assert_eq!(in_force(), letter.built_in(Lang::Zh), "a preview keeps nothing");

    let refused = send("keep", "请抓紧：{{ subject }}\n事项：{{ itme }}");
    assert!(refused.body.contains("行 2") && refused.body.contains("itme"), "{}", refused.body);
    assert!(refused.body.contains("事项：{{ itme }}"), "what was written is not lost");
    assert_eq!(in_force(), letter.built_in(Lang::Zh));

    assert_eq!(send("keep", own).header("location"), "/letters/case_overdue_3?of=zh&done=kept");
    assert_eq!(in_force(), own.replace("\r\n", "\n"));
    assert_eq!(send("reset", own).status, 303);
    assert_eq!(in_force(), letter.built_in(Lang::Zh));
    let noted = ["王监察 letter.reset case_overdue_3 zh", "王监察 letter.changed case_overdue_3 zh"];
    assert_eq!(audit(&hall), noted);
}

#[test]
fn a_viewer_reads_letters_and_changes_none() {
    let hall = hall("letters-viewer");
    let mut viewer = Reader::logged_in(&hall, "viewer", PASSWORD);
    let csrf = viewer.form_secret();
    assert!(viewer.get("/letters").body.contains("case_overdue_3"));
    let page = viewer.get("/letters/case_due").body;
    assert!(!page.contains("textarea") && page.contains("催办预告"), "{page}");
    let fields = [("csrf", csrf.as_str()), ("of", "zh"), ("text", "a\nb"), ("act", "keep")];
    assert_eq!(viewer.post("/letters/case_due", &fields).status, 403);
    assert_eq!(viewer.get(&format!("/cases/{CASE}/handover")).status, 403);
    assert!(!viewer.get(&format!("/cases/{CASE}")).body.contains("/handover"));
    assert_eq!(viewer.get("/letters/nothing").status, 404);
    assert!(audit(&hall).is_empty());
}

#[test]
fn a_kept_text_that_is_of_no_use_any_more_is_not_sent() {
    let hall = hall("letters-stale");
    let records = hall.records();
    let now = instant("2026-10-13T10:00:00+08:00");
    letters::keep(&records, "case_due", Lang::Zh, "主题\n{{ item }}", "王监察", now).unwrap().unwrap();
    let kept = ingest::store::sqlite::KeptLetter {
        letter: "case_due".to_owned(),
        lang: "en".to_owned(),
        text: "subject\n{{ a_name_of_yesterday }}".to_owned(),
        changed: now,
        changed_by: "王监察".to_owned(),
    };
    records.put_letter(&kept).unwrap();
    let told = [reports::delivery::letters::sample(Letter::named("case_due").unwrap())];
    let subject = |letters: &Letters, lang: Lang| {
        let reader = reports::delivery::letters::Reader { lang, ..Default::default() };
        let today = scoring::time::Date::parse("2026-10-13").unwrap();
        reports::delivery::letters::compose(letters, &reader, &told, 1, "k", today).subject
    };
    let in_force = letters::in_force(&records).unwrap();
    assert_eq!(subject(&in_force, Lang::Zh), "主题");
    assert_eq!(subject(&in_force, Lang::En), subject(&Letters::default(), Lang::En));
}

fn files(hall: &Hall) -> Vec<File> {
    hall.act(|desk| {
        let moment = desk.moment();
        let closed = handover::closed(moment.records).unwrap();
        handover::gathered(&moment, &closed, CASE).unwrap().unwrap().files().unwrap()
    })
}

fn text<'f>(files: &'f [File], name: &str) -> &'f str {
    std::str::from_utf8(&files.iter().find(|file| file.name == name).unwrap().bytes).unwrap()
}

#[test]
fn a_hand_over_has_the_whole_history_of_the_case() {
    let hall = hall("handover");
    let identity = "case_overdue/C-1/4/2026-09-17";
    let notice = KeptNotice {
        identity: identity.to_owned(),
        kind: "case_overdue".to_owned(),
        level: 4,
        subject: CASE.to_owned(),
        date: "2026-10-09".to_owned(),
        recipients: vec!["supervision".to_owned()],
        body: "{}".to_owned(),
        derived: instant("2026-10-09T00:00:00+08:00"),
        state: NoticeState::Pending,
        sent: None,
    };
    hall.records().keep_notices(&[notice]).unwrap();
    let said = serde_json::json!({
        "specversion": "1.0", "id": "ack", "source": "hall", "type": "notice.acknowledged",
        "time": "2026-10-12T09:00:00+08:00",
        "data": {"notice": identity, "by": "supervision", "reason": "<b>已受理</b>"},
    });
    hall.send(&[said]);

    let files = files(&hall);
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["cover.html", "cover.pdf", "events.ndjson", "notices.json", "manifest.json"]);
    let sent = fs::read_to_string(county::case("04-overdue-ladder").join("events.ndjson")).unwrap();
    for line in text(&files, "events.ndjson").lines() {
        let event: Value = serde_json::from_str(line).unwrap();
        let raw = event["raw"].as_str().unwrap();
        assert!(sent.lines().any(|line| line == raw), "byte for byte as it was sent: {raw}");
        assert!(event["received"].as_str().unwrap().starts_with("2026-10-13T10:00:00"));
    }
    let notices: Value = serde_json::from_str(text(&files, "notices.json")).unwrap();
    let last = notices.as_array().unwrap().last().unwrap();
    assert_eq!((&last["state"], &last["answers"][0]["reason"]), (&"pending".into(), &"<b>已受理</b>".into()));
    assert_eq!(notices.as_array().unwrap().len(), 4, "the whole ladder: {notices}");
    let manifest: Value = serde_json::from_str(text(&files, "manifest.json")).unwrap();
    assert_eq!((&manifest["case"], &manifest["month"]), (&CASE.into(), &"2026-09".into()));
    let cover = text(&files, "cover.html");
    for said in ["移交卷", "催办预告", "催办警告", "移交", "W-D1", "&lt;b&gt;已受理"] {
        assert!(cover.contains(said), "{said}: {cover}");
    }
    assert!(!cover.contains("<b>已受理"));
    let paper = files.iter().find(|file| file.name == "cover.pdf").unwrap();
    assert!(paper.bytes.starts_with(b"%PDF-"));
    assert_eq!(self::files(&hall), files, "the same moment gives the same files");
}

#[test]
fn an_analyst_downloads_a_hand_over_and_the_audit_log_says_so() {
    let hall = hall("handover-download");
    let mut analyst = Reader::logged_in(&hall, "王监察", PASSWORD);
    assert!(analyst.get(&format!("/cases/{CASE}")).body.contains("/cases/C-1/handover"));
    let answer = analyst.get(&format!("/cases/{CASE}/handover"));
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/zip"));
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"handover-C-1.zip\"");
    assert!(answer.body.starts_with("PK"));
    assert_eq!(audit(&hall), ["王监察 case.handed_over C-1 handover-C-1.zip"]);
    assert_eq!(analyst.get("/cases/nothing/handover").status, 404);
}
