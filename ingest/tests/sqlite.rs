//! What the embedded store promises beside the contract: stores of earlier versions are kept whole, those of later versions
//! and files that are no store are refused and left as they are.
//!
//! `stores/version-1.db` was written by version 1 and is never written again once version 1 is released. Until then, when
//! `schema_1.sql` has changed, `FLAGPOST_BLESS=1 cargo test -p ingest --test sqlite` makes it anew.
#![allow(clippy::unwrap_used)]

mod county;
mod desk;

use desk::{NOW, TestDesk, folder, swipe};
use ingest::feeds::Limits;
use ingest::live::{Delivery, FileProgress, Item, Outcome};
use ingest::store::sqlite::{
    Account, AuditEntry, AuditFilter, AuditMark, CutRefusal, FILE_NAME, Invitation, Records, RejectionFilter,
    RejectionState, Role, SESSION_IDLE_NANOS, Session, Sqlite,
};
use ingest::store::{ClosedMonth, Frozen, GivenFiles, KeptNotice, NoticeState};
use ingest::store::{Road, StoreError};
use rusqlite::Connection;
use scoring::time::Month;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The store that version 1 wrote.
fn version_1() -> PathBuf {
    static FILE: LazyLock<PathBuf> = LazyLock::new(|| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stores/version-1.db");
        if std::env::var_os("FLAGPOST_BLESS").is_some() {
            bless(&file);
        }
        file
    });
    FILE.clone()
}

fn bless(file: &Path) {
    let desk = TestDesk::open(&folder("sqlite-bless"));
    fill(&desk);
    let _ = fs::remove_file(file);
    desk.records().back_up(file).unwrap();
    let connection = Connection::open(file).unwrap();
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(version, 1, "version 1 was released: its store stays as it is");
}

fn month() -> Month {
    Month::parse("2026-08").unwrap()
}

fn frozen() -> Frozen {
    let result = "{\"windows\":[],\"staff\":[],\"actions\":[]}\n".to_owned();
    Frozen { result, ledger: "l\n".to_owned(), notices: "n\n".to_owned(), changes: None }
}

fn acknowledged() -> String {
    r#"{"specversion":"1.0","id":"a1","source":"hall","type":"notice.acknowledged","time":"2026-09-01T09:00:00+08:00","data":{"notice":"case_due/C-1","by":"王芳","reason":"已知悉"}}"#.to_owned()
}

/// Something of everything that a store keeps.
fn fill(desk: &TestDesk) {
    let events = [swipe("e1", "S-hall"), swipe("e2", "S-sub"), acknowledged(), "no event".to_owned()];
    desk.deliver(Road::Http, "1-1", Some("hall"), &events);
    let line = swipe("e3", "S-hall");
    let items = vec![
        Item { bytes: 0..line.len(), number: 1, fault: None },
        Item { bytes: 0..1, number: 2, fault: None },
    ];
    let file = Some(FileProgress { digest: [3; 32], lines: 2, is_done: true });
    let (place, bytes) = ("a.ndjson".to_owned(), line.into_bytes());
    let of_file = Delivery { road: Road::Folder, place, site: None, bytes, items, file };
    desk.live().deliver_and_wait(of_file).unwrap();
    let records = desk.records();
    records.issue_token("hall", "办件系统", &[5; 40], NOW).unwrap();
    records.put_account(&account()).unwrap();
    let session = Session {
        account: "wang".to_owned(),
        form_secret: "f".to_owned(),
        expires: NOW,
        place: String::new(),
        is_signed_on: false,
    };
    records.begin_session(&[8; 32], &session, scoring::time::Instant(NOW.0 - 2)).unwrap();
    records.begin_listening(NOW, &Limits::default()).unwrap();
    records.keep_notices(&[notice()]).unwrap();
    records.close_month(&closed(), &frozen()).unwrap();
    records.note(&entry()).unwrap();
    records.settle_rejection(1, RejectionState::Dismissed, "wang", Some("测试数据"), NOW).unwrap();
}

fn account() -> Account {
    let (name, password) = ("wang".to_owned(), "$argon2id$".to_owned());
    Account::new(&name, Role::Analyst, password, NOW)
}

fn notice() -> KeptNotice {
    KeptNotice {
        identity: "case_due/C-1".to_owned(),
        kind: "case_due".to_owned(),
        level: 1,
        subject: "C-1".to_owned(),
        date: "2026-09-01".to_owned(),
        recipients: vec!["window:W-hall".to_owned()],
        body: "{}".to_owned(),
        derived: NOW,
        state: NoticeState::Pending,
        sent: None,
    }
}

fn closed() -> ClosedMonth {
    ClosedMonth {
        month: month(),
        version: 1,
        closed: NOW,
        closed_by: "wang".to_owned(),
        reason: None,
        as_of: NOW,
        events: 4,
        digest: "d".to_owned(),
        givens: GivenFiles::default().digest(),
    }
}

fn entry() -> AuditEntry {
    AuditEntry {
        at: NOW,
        who: "wang".to_owned(),
        what: "rejection.dismissed".to_owned(),
        subject: "1".to_owned(),
        detail: "测试数据".to_owned(),
    }
}

/// Everything of it is there.
fn check(records: &Records) {
    let mut events = Vec::new();
    records
        .each_event(0, &mut |event| {
            events.push((event.number, event.received, event.raw.to_owned()));
            ControlFlow::Continue(())
        })
        .unwrap();
    let expected = [swipe("e1", "S-hall"), swipe("e2", "S-sub"), acknowledged(), swipe("e3", "S-hall")];
    let expected: Vec<_> = (1..).zip(expected).map(|(number, raw)| (number, NOW, raw)).collect();
    assert_eq!(events[..4], expected);
    let rejections = records.rejections(&RejectionFilter::default(), 10).unwrap();
    let rejections: Vec<_> =
        rejections.iter().map(|kept| (kept.raw.as_slice(), kept.times, kept.state)).collect();
    let expected: [(&[u8], _, _); 2] =
        [(b"no event", 1, RejectionState::Dismissed), (b"{", 1, RejectionState::Open)];
    assert_eq!(rejections, expected);
    let file = records.file_record("a.ndjson", &[3; 32]).unwrap().unwrap();
    assert_eq!((file.lines, file.counts.accepted, file.counts.rejected), (2, 1, 1));
    let token = format!("fp_{}_{}", "05".repeat(8), "05".repeat(32));
    assert_eq!(records.token_of(&token).unwrap().unwrap().label, "办件系统");
    let (session, of) = records.session(&[8; 32], scoring::time::Instant(NOW.0 - 1)).unwrap().unwrap();
    // Since version 3 it is known when a session began.
    let known = Account { last_login: of.last_login, ..account() };
    assert_eq!((session.form_secret.as_str(), of), ("f", known));
    assert_eq!(records.notices("2026-09-01", "2026-09-01").unwrap(), [notice()]);
    assert_eq!(records.closed_months().unwrap(), [closed()]);
    assert_eq!(records.frozen(month(), 1).unwrap(), Some(frozen()));
    assert!(records.audit(10).unwrap().contains(&entry()));
    assert_eq!(records.broken_audit_entry().unwrap(), None);
    assert_eq!(records.listening().unwrap().unwrap().since, NOW);
}

/// Accepted and rejected events of all hours.
fn arrivals(records: &Records) -> (u64, u64) {
    let hours = records.feed_hours(0).unwrap();
    hours.iter().fold((0, 0), |sum, hour| (sum.0 + hour.accepted, sum.1 + hour.rejected))
}

/// The columns and indexes of a database.
fn shape(file: &Path) -> Vec<String> {
    let connection = Connection::open(file).unwrap();
    let mut select = connection
        .prepare(
            "SELECT tables.name || '.' || columns.name || ' ' || columns.type || ' ' || \"notnull\" || ' ' || pk
             FROM sqlite_schema AS tables, pragma_table_xinfo(tables.name) AS columns
             UNION ALL SELECT tbl_name || ' ' || name FROM sqlite_schema WHERE type = 'index' ORDER BY 1",
        )
        .unwrap();
    select.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// A data folder with a copy of a file in place of its store.
fn with_store(name: &str, file: &Path) -> PathBuf {
    let folder = folder(name);
    fs::create_dir(folder.join("data")).unwrap();
    fs::copy(file, folder.join("data").join(FILE_NAME)).unwrap();
    folder
}

#[test]
fn a_store_of_version_1_is_kept_whole_and_goes_on() {
    let folder = with_store("sqlite-version-1", &version_1());
    drop(Sqlite::open(&folder.join("data"), "test").unwrap());
    let fresh = TestDesk::open(&desk::folder("sqlite-fresh"));
    assert_eq!(
        shape(&folder.join("data").join(FILE_NAME)),
        shape(&fresh.folder.join("data").join(FILE_NAME)),
        "a store that was brought up to date is as a new one; as long as version 1 is not released, see the head of this file"
    );
    let desk = TestDesk::open(&folder);
    check(&desk.records());
    assert_eq!(arrivals(&desk.records()), (4, 2));
    let again = desk.deliver(Road::Http, "2-1", Some("hall"), &[swipe("e1", "S-hall"), swipe("e4", "S-sub")]);
    assert_eq!(again, [Outcome::Duplicate, Outcome::Accepted]);
    assert_eq!(desk.events(), 5);
    let open = desk.live().act_and_wait(|desk| {
        let moment = desk.moment();
        (moment.results.first().map(|result| result.month), moment.last_number())
    });
    assert_eq!(open.unwrap(), (Some(month().next()), 5), "the closed month is closed");
    drop(desk);
    check(&TestDesk::open(&folder).records());
}

/// Refused both by who appends and by who reads, and not a byte of it is touched.
fn check_refused(folder: &Path, says: &[&str], is_kind: fn(&StoreError) -> bool) {
    let data = folder.join("data");
    let before = fs::read(data.join(FILE_NAME)).unwrap();
    let refused =
        [Sqlite::open(&data, "test").map(|_| ()).unwrap_err(), Records::open(&data).map(|_| ()).unwrap_err()];
    for error in refused {
        assert!(is_kind(&error), "{error:?}");
        let text = error.to_string();
        assert!(says.iter().all(|part| text.contains(part)), "{text}");
    }
    assert!(before == fs::read(data.join(FILE_NAME)).unwrap());
}

fn is_no_store(error: &StoreError) -> bool {
    matches!(error, StoreError::NoStore(_))
}

#[test]
fn a_store_of_a_later_version_is_refused() {
    let folder = with_store("sqlite-later", &version_1());
    let connection = Connection::open(folder.join("data").join(FILE_NAME)).unwrap();
    connection.execute_batch("PRAGMA user_version = 900").unwrap();
    drop(connection);
    check_refused(
        &folder,
        &["900", "install a newer flagpost", "升级"],
        |error| matches!(error, StoreError::TooNew { found: 900, known } if *known < 900),
    );
}

#[test]
fn a_file_that_is_no_store_is_refused() {
    let place = folder("sqlite-no-store-files");
    let files: [(&str, Vec<u8>); 3] = [
        ("text", "not a database".repeat(100).into_bytes()),
        ("short", b"a note, and nothing else".to_vec()),
        ("cut", fs::read(version_1()).unwrap()[1..].to_vec()),
    ];
    for (name, bytes) in files {
        fs::write(place.join(name), bytes).unwrap();
        let folder = with_store(&format!("sqlite-no-store-{name}"), &place.join(name));
        check_refused(&folder, &[FILE_NAME, "no store of Flagpost", "不是 flagpost 的数据库"], is_no_store);
    }
}

#[test]
fn a_database_of_another_program_is_refused_and_left_as_it_is() {
    let place = folder("sqlite-foreign-files");
    for (name, sql) in [
        ("tables", "CREATE TABLE theirs (a)"),
        ("id", "PRAGMA application_id = 7"),
        ("version", "CREATE TABLE theirs (a); PRAGMA user_version = 1"),
        ("later", "CREATE TABLE theirs (a); PRAGMA user_version = 900"),
    ] {
        let file = place.join(name);
        Connection::open(&file).unwrap().execute_batch(sql).unwrap();
        let folder = with_store(&format!("sqlite-foreign-{name}"), &file);
        check_refused(&folder, &[FILE_NAME, "no store of Flagpost"], is_no_store);
    }
}

#[test]
fn a_store_whose_making_was_cut_short_is_made() {
    for (name, journal) in [("sqlite-cut-plain", "DELETE"), ("sqlite-cut-wal", "WAL")] {
        let folder = folder(name);
        fs::create_dir(folder.join("data")).unwrap();
        // As a kill before the first step leaves it: nothing, or the mark of the write-ahead log alone.
        let file = folder.join("data").join(FILE_NAME);
        let connection = Connection::open(&file).unwrap();
        connection.execute_batch(&format!("PRAGMA journal_mode = {journal}")).unwrap();
        drop(connection);
        fill(&TestDesk::open(&folder));
        check(&TestDesk::open(&folder).records());
    }
}

#[test]
fn records_are_read_and_written_beside_the_one_that_appends() {
    let desk = TestDesk::open(&folder("sqlite-beside"));
    fill(&desk);
    let (one, other) = (desk.records(), desk.records());
    let token = one.issue_token("sub", "", &[6; 40], NOW).unwrap();
    assert_eq!(other.token_of(&token.text).unwrap(), Some(token.token.clone()));
    assert!(other.revoke_token(&token.token.name, NOW).unwrap());
    assert_eq!(one.token_of(&token.text).unwrap(), None);
    desk.deliver(Road::Http, "1-2", Some("hall"), &[swipe("e9", "S-hall")]);
    assert_eq!(one.event_count().unwrap(), 5);
}

#[test]
fn a_session_ends_when_nobody_uses_it_and_holds_while_somebody_does() {
    let desk = TestDesk::open(&folder("sqlite-idle"));
    let records = desk.records();
    records.put_account(&account()).unwrap();
    let at = |nanos: i64| scoring::time::Instant(NOW.0 + nanos);
    let forever = at(10 * SESSION_IDLE_NANOS);
    let session = Session {
        account: "wang".to_owned(),
        form_secret: "f".to_owned(),
        expires: forever,
        place: "10.1.2.3".to_owned(),
        is_signed_on: false,
    };
    for key in [[1; 32], [2; 32]] {
        records.begin_session(&key, &session, NOW).unwrap();
    }
    let last = SESSION_IDLE_NANOS - 1;
    assert!(records.session(&[1; 32], at(last)).unwrap().is_some(), "the last moment");
    assert!(records.session(&[2; 32], at(SESSION_IDLE_NANOS)).unwrap().is_none());
    assert!(records.session(&[1; 32], at(2 * last)).unwrap().is_some(), "it was used meanwhile");
    let kept = records.sessions_of("wang", at(2 * last)).unwrap();
    assert_eq!(kept.iter().map(|kept| (kept.key, &*kept.place)).collect::<Vec<_>>(), [([1; 32], "10.1.2.3")]);
    assert_eq!(records.end_sessions_of("wang", Some(&[1; 32])).unwrap(), 1);
    assert_eq!(records.end_sessions_of("wang", None).unwrap(), 1);
}

#[test]
fn an_invitation_holds_once_for_its_time_and_until_there_is_a_newer_one() {
    let desk = TestDesk::open(&folder("sqlite-invited"));
    let records = desk.records();
    let at = |nanos: i64| scoring::time::Instant(NOW.0 + nanos);
    let invitation = |account: Option<&str>| Invitation {
        account: account.map(str::to_owned),
        made: NOW,
        made_by: "operator".to_owned(),
        expires: at(10),
    };
    records.invite(&[1; 32], &invitation(None)).unwrap();
    assert_eq!(records.invitation(&[1; 32], at(9)).unwrap(), Some(invitation(None)));
    assert_eq!(records.invitation(&[1; 32], at(10)).unwrap(), None, "its time is over");
    records.put_account(&account()).unwrap();
    assert_eq!(records.invitation(&[1; 32], at(1)).unwrap(), None, "there is an account now");
    records.invite(&[2; 32], &invitation(Some("wang"))).unwrap();
    records.invite(&[3; 32], &invitation(Some("wang"))).unwrap();
    assert_eq!(records.invitation(&[2; 32], at(1)).unwrap(), None, "a newer one was made");
    assert!(records.use_invitation(&[3; 32], at(1)).unwrap());
    assert!(!records.use_invitation(&[3; 32], at(1)).unwrap());
    assert_eq!(records.invitation(&[3; 32], at(1)).unwrap(), None);
}

#[test]
fn the_audit_log_is_found_by_who_what_and_when() {
    let desk = TestDesk::open(&folder("sqlite-audit"));
    let records = desk.records();
    for (nanos, who, what, subject) in
        [(0, "wang", "login", "wang"), (1, "service", "login.failed", "li"), (2, "li", "comment.seen", "R-1")]
    {
        let entry = AuditEntry {
            at: scoring::time::Instant(NOW.0 + nanos),
            who: who.to_owned(),
            what: what.to_owned(),
            subject: subject.to_owned(),
            detail: String::new(),
        };
        records.note(&entry).unwrap();
    }
    let found = |filter: AuditFilter| -> Vec<u64> {
        records.audit_of(&filter, 10).unwrap().iter().map(|kept| kept.number).collect()
    };
    let all = AuditFilter::default();
    assert_eq!(found(all.clone()), [3, 2, 1]);
    assert_eq!(found(AuditFilter { what: Some("login".to_owned()), ..all.clone() }), [2, 1]);
    assert_eq!(found(AuditFilter { what: Some("login.failed".to_owned()), ..all.clone() }), [2]);
    assert_eq!(found(AuditFilter { who: Some("li".to_owned()), ..all.clone() }), [3]);
    assert_eq!(found(AuditFilter { holds: Some("R-".to_owned()), ..all.clone() }), [3]);
    assert_eq!(found(AuditFilter { before: Some(3), ..all.clone() }), [2, 1]);
    let from = scoring::time::Instant(NOW.0 + 1);
    assert_eq!(found(AuditFilter { from: Some(from), ..all.clone() }), [3, 2]);
    assert_eq!(found(AuditFilter { until: Some(from), ..all.clone() }), [1]);
    let page = |skipped: u64| -> Vec<u64> {
        records.audit_page(&all, skipped, 2).unwrap().iter().map(|kept| kept.number).collect()
    };
    assert_eq!((page(0), page(2), page(4)), (vec![3, 2], vec![1], vec![]));
    let logins = AuditFilter { what: Some("login".to_owned()), ..all.clone() };
    assert_eq!([records.audit_count(&all).unwrap(), records.audit_count(&logins).unwrap()], [3, 2]);
    assert_eq!(records.audit_head().unwrap().map(|(number, chain)| (number, chain.len())), Some((3, 32)));
}

/// A log of entries a year apart, the newest of now.
fn yearly(records: &Records, years: i64) {
    const YEAR: i64 = 365 * 86_400 * 1_000_000_000;
    for back in (0..years).rev() {
        records
            .note(&AuditEntry {
                at: scoring::time::Instant(NOW.0 - back * YEAR),
                who: "wang".to_owned(),
                what: "login".to_owned(),
                subject: format!("{back} years ago"),
                detail: String::new(),
            })
            .unwrap();
    }
}

/// Exports the log up to a number, as far as the store is concerned.
fn export_until(records: &Records, last: u64) {
    let before = AuditFilter { before: Some(last + 1), ..AuditFilter::default() };
    let newest = records.audit_of(&before, 1).unwrap().remove(0);
    let until = AuditMark { entry: newest.number, chain: newest.chain };
    records.keep_audit_export(&until, NOW, "wang").unwrap();
}

#[test]
fn old_audit_entries_go_once_they_were_exported_and_the_chain_goes_on() {
    let desk = TestDesk::open(&folder("sqlite-audit-cut"));
    let records = desk.records();
    yearly(&records, 8);
    let due = records.audit_due(NOW).unwrap().unwrap();
    assert_eq!(
        (due.first, due.last.entry, due.count(), due.is_exported),
        (1, 2, 2, false),
        "five years are kept"
    );
    assert_eq!(records.cut_audit(NOW, "wang").unwrap(), Err(CutRefusal::NotExported));
    export_until(&records, 1);
    assert_eq!(records.cut_audit(NOW, "wang").unwrap(), Err(CutRefusal::NotExported), "one of the two");
    export_until(&records, 5);
    let cut = records.cut_audit(NOW, "wang").unwrap().unwrap();
    assert_eq!((cut.removed, cut.last.entry, cut.noted, cut.last.chain), (2, 2, 9, due.last.chain.clone()));
    assert_eq!(records.cut_audit(NOW, "wang").unwrap(), Err(CutRefusal::NothingDue));
    let kept = records.audit_of(&AuditFilter::default(), 99).unwrap();
    assert_eq!(kept.iter().map(|kept| kept.number).collect::<Vec<_>>(), [9, 8, 7, 6, 5, 4, 3]);
    assert_eq!((kept[0].entry.what.as_str(), kept[0].entry.subject.as_str()), ("audit.cut", "2"));
    assert_eq!(records.broken_audit_entry().unwrap(), None);
    records.note(&kept[0].entry).unwrap();
    assert_eq!(records.audit_head().unwrap().unwrap().0, 10, "numbers go on");
    assert_eq!(records.broken_audit_entry().unwrap(), None);
}

#[test]
fn a_cut_that_the_log_does_not_note_and_a_broken_chain_show() {
    let desk = TestDesk::open(&folder("sqlite-audit-cut-forged"));
    let records = desk.records();
    yearly(&records, 8);
    export_until(&records, 8);
    let other = Connection::open(desk.folder.join("data").join(FILE_NAME)).unwrap();
    other.execute("UPDATE audit SET who = 'li' WHERE entry = 2", []).unwrap();
    assert_eq!(records.cut_audit(NOW, "wang").unwrap(), Err(CutRefusal::Broken(2)), "evidence stays");
    other.execute("UPDATE audit SET who = 'wang' WHERE entry = 2", []).unwrap();
    // Somebody takes the first three away and says that it was a cut.
    other
        .execute(
            "INSERT INTO audit_cuts SELECT 3, chain, at, 3, 8, at, 'wang' FROM audit WHERE entry = 3",
            [],
        )
        .unwrap();
    other.execute("DELETE FROM audit WHERE entry <= 3", []).unwrap();
    assert_eq!(records.broken_audit_entry().unwrap(), Some(3));
}

#[test]
fn the_chain_is_checked_on_from_where_it_was() {
    let desk = TestDesk::open(&folder("sqlite-audit-walk"));
    let records = desk.records();
    yearly(&records, 8);
    let first = records.walk_audit(None, 3).unwrap();
    assert_eq!((first.until.as_ref().unwrap().entry, first.broken), (3, None));
    let rest = records.walk_audit(first.until.as_ref(), 99).unwrap();
    assert_eq!((rest.until.as_ref().unwrap().entry, rest.broken), (8, None));
    assert_eq!(records.walk_audit(rest.until.as_ref(), 99).unwrap(), rest, "nothing is new");
    let other = Connection::open(desk.folder.join("data").join(FILE_NAME)).unwrap();
    other.execute("UPDATE audit SET subject = 'x' WHERE entry = 7", []).unwrap();
    assert_eq!(records.walk_audit(first.until.as_ref(), 99).unwrap().broken, Some(7));
    other.execute("DELETE FROM audit WHERE entry = 8", []).unwrap();
    assert_eq!(
        records.walk_audit(rest.until.as_ref(), 99).unwrap().broken,
        Some(8),
        "what was checked is gone"
    );
}
