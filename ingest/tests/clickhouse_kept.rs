//! What is published, closed and told in a cluster: results and ledgers as differences, versions of months that are never
//! replaced, notices that are kept once. The embedded store is asked the same of notices in `kept_notices.rs`.
#![allow(clippy::unwrap_used)]

mod lanes;
#[path = "../../tests/servers/mod.rs"]
mod servers;

use ingest::store::clickhouse::{LastPublished, RegionKept};
use ingest::store::{
    Archive as _, ClosedMonth, Delivered, Frozen, GivenFiles, KeptNotice, NoticeState, Sheet, StoreError,
};
use lanes::{OTHER, REGION, Tables, batch};
use scoring::time::{Instant, Month};

fn month() -> Month {
    Month::parse("2026-09").unwrap()
}

fn line(book: &str, subject: &str, applied: &str) -> String {
    format!(
        "{{\"book\":\"{book}\",\"subject\":\"{subject}\",\"rule\":\"W-D1\",\"category\":\"D\",\"kind\":\"overdue\",\"date\":\"2026-09-08\",\"requested\":{applied},\"applied\":{applied},\"evidence\":[{{\"source\":\"hall\",\"id\":\"7f1c\"}}]}}\n"
    )
}

fn frozen(windows: &str, lines: &[String]) -> Frozen {
    Frozen {
        result: format!("{{\"region\":\"{REGION}\",\"windows\":[{windows}]}}\n"),
        ledger: lines.concat(),
        notices: "{\"kind\":\"case_due\"}\n".to_owned(),
        changes: None,
    }
}

fn last(frozen: &Frozen, as_of: i64) -> Vec<LastPublished> {
    let Frozen { result, ledger, notices, changes: _ } = frozen.clone();
    vec![LastPublished { month: month(), as_of: Instant(as_of), result, ledger, notices }]
}

#[test]
fn what_was_published_comes_back_in_its_order_and_only_differences_are_written() {
    let Some(tables) = Tables::new() else { return };
    let mut lane = tables.open("worker");
    let store = tables.connect();
    let lines: Vec<String> = [("window", "W-1"), ("window", "W-10"), ("window", "W-2"), ("staff", "S-1")]
        .iter()
        .flat_map(|(book, subject)| [line(book, subject, "-5.0"), line(book, subject, "-0.5")])
        .collect();
    let first = frozen("", &lines);
    assert_eq!(lane.publish(REGION, month(), Instant(1), &first).unwrap(), 9);
    assert_eq!(store.published(REGION).unwrap(), last(&first, 1));
    assert_eq!(lane.publish(REGION, month(), Instant(2), &first).unwrap(), 0, "nothing is new");
    let mut fewer = lines.clone();
    fewer.remove(2);
    let second = frozen("1", &fewer);
    assert_eq!(
        lane.publish(REGION, month(), Instant(3), &second).unwrap(),
        3,
        "two lines of W-10, the result"
    );
    assert_eq!(store.published(REGION).unwrap(), last(&second, 3));
    let none = frozen("2", &[]);
    lane.publish(REGION, month(), Instant(4), &none).unwrap();
    assert_eq!(store.published(REGION).unwrap(), last(&none, 4));
    let begun = lane.beginnings().unwrap();
    assert_eq!((begun.shown_until(REGION), begun.shown_until(OTHER)), (Some(Instant(4)), None));
    assert!(!begun.has_closed(REGION));
    lane.publish(REGION, month(), Instant(5), &first).unwrap();
    assert_eq!(store.published(REGION).unwrap(), last(&first, 5), "what was removed can come again");
    tables.run("OPTIMIZE TABLE ledger FINAL");
    assert_eq!(store.published(REGION).unwrap(), last(&first, 5));
}

#[test]
fn lines_that_a_displaced_owner_or_a_failed_write_left_do_not_count() {
    let Some(tables) = Tables::new() else { return };
    let (mut first, store) = (tables.open("first"), tables.connect());
    let long = frozen("1", &[line("window", "W-1", "-1.0"), line("window", "W-1", "-2.0")]);
    first.publish(REGION, month(), Instant(1), &long).unwrap();
    let mut second = tables.open("second");
    assert_eq!(store.published(REGION).unwrap(), last(&long, 1), "as long as nothing else is published");
    let refused = first.publish(REGION, month(), Instant(9), &frozen("late", &[])).unwrap_err();
    assert!(matches!(refused, StoreError::InUse { .. }), "{refused}");
    let short = frozen("2", &[line("window", "W-1", "-1.0")]);
    second.publish(REGION, month(), Instant(2), &short).unwrap();
    assert_eq!(store.published(REGION).unwrap(), last(&short, 2));
    let applied: Vec<String> = tables.ask("SELECT toString(applied) FROM v_ledger");
    assert_eq!(applied, ["-1"]);
    // The lines of this one are written, its result is not.
    tables.run("ALTER TABLE results ADD CONSTRAINT fail CHECK 0");
    second.publish(REGION, month(), Instant(3), &long).unwrap_err();
    tables.run("ALTER TABLE results DROP CONSTRAINT fail");
    second.publish(REGION, month(), Instant(4), &short).unwrap();
    assert_eq!(store.published(REGION).unwrap(), last(&short, 4));
}

fn version(number: u32) -> ClosedMonth {
    ClosedMonth {
        month: month(),
        version: number,
        closed: Instant(7),
        closed_by: "wang".to_owned(),
        reason: (number > 1).then(|| "申诉成立".to_owned()),
        as_of: Instant(6),
        events: 2,
        digest: "d".to_owned(),
        givens: GivenFiles::default().digest(),
    }
}

#[test]
fn a_version_of_a_month_is_kept_for_ever_and_never_replaced() {
    let Some(tables) = Tables::new() else { return };
    let lane = tables.open("worker");
    let kept = lane.region(REGION);
    assert_eq!(kept.frozen(month(), 1).unwrap(), None);
    let (first, mut second) = (frozen("1", &[line("window", "W-1", "-1.0")]), frozen("2", &[]));
    second.changes = Some("[\"变化\"]".to_owned());
    kept.keep_version(&version(1), &first, &Sheet::default()).unwrap();
    kept.keep_version(&version(2), &second, &Sheet::default()).unwrap();
    kept.keep_version(&version(1), &second, &Sheet::default()).unwrap_err();
    let next = tables.open("next");
    let refused = kept.keep_version(&version(3), &first, &Sheet::default()).unwrap_err();
    assert!(matches!(refused, StoreError::InUse { .. }), "{refused}");
    let kept = next.region(REGION);
    kept.keep_version(&version(2), &first, &Sheet::default()).unwrap_err();
    assert_eq!(kept.closed_months().unwrap(), [version(1), version(2)]);
    assert_eq!(kept.frozen(month(), 1).unwrap(), Some(first));
    assert_eq!(kept.frozen(month(), 2).unwrap(), Some(second));
    assert_eq!(next.region(OTHER).closed_months().unwrap(), []);
    let shown: Vec<(u32, String)> = tables.ask("SELECT closed_version, result FROM v_months");
    assert_eq!(shown, [(2, frozen("2", &[]).result)]);
}

#[test]
fn of_two_owners_who_keep_the_same_version_at_once_one_is_told_that_it_is_there() {
    let Some(tables) = Tables::new() else { return };
    let lane = tables.open("worker");
    let kept = [lane.region(REGION), lane.region(REGION)];
    let done: Vec<_> = std::thread::scope(|scope| {
        let keep = |(place, kept): (usize, &RegionKept)| {
            let (kept, frozen) = (kept.clone(), frozen(&place.to_string(), &[]));
            scope.spawn(move || kept.keep_version(&version(1), &frozen, &Sheet::default()).is_ok())
        };
        let keeping: Vec<_> = kept.iter().enumerate().map(keep).collect();
        keeping.into_iter().map(|done| done.join().unwrap()).collect()
    });
    assert_eq!(done.iter().filter(|is_kept| **is_kept).count(), 1, "{done:?}");
    let winner = done.iter().position(|is_kept| *is_kept).unwrap();
    assert_eq!(kept[0].frozen(month(), 1).unwrap(), Some(frozen(&winner.to_string(), &[])));
    assert!(tables.open("another").beginnings().unwrap().has_closed(REGION));
}

#[test]
fn the_files_a_region_was_scored_with_are_kept_once_by_digest() {
    let Some(tables) = Tables::new() else { return };
    let lane = tables.open("worker");
    let kept = lane.region(REGION);
    let files = GivenFiles {
        registry: vec![("county.toml".to_owned(), "name = \"镇赉县\"".to_owned())],
        ..GivenFiles::default()
    };
    for (files, at) in [(&files, 1), (&files, 2), (&GivenFiles::default(), 3)] {
        lane.keep_givens(&lane.beginnings().unwrap(), [(REGION, files)], Instant(at)).unwrap();
    }
    assert_eq!(kept.givens(&files.digest()).unwrap(), Some(files.clone()));
    assert_eq!(kept.givens(&[0; 32]).unwrap(), None);
    assert_eq!(lane.region(OTHER).givens(&files.digest()).unwrap(), None);
    let first_used: Vec<i64> = tables.ask("SELECT first_used FROM givens ORDER BY first_used");
    assert_eq!(first_used, [1, 3]);
}

#[test]
fn an_event_and_the_digest_of_all_are_found_as_they_were_appended() {
    let Some(tables) = Tables::new() else { return };
    let mut lane = tables.open("worker");
    let event = |id: &str| {
        format!(r#"{{"id":"{id}","source":"hall","time":"2026-09-01T08:00:00+08:00","data":{{}}}}"#)
    };
    let (a, b) = (event("a"), event("b"));
    lane.append(Some(2), &[(REGION, &batch(&[&a, &b], &[]))]).unwrap();
    let kept = lane.region(REGION);
    let found = kept.event(2).unwrap().unwrap();
    assert_eq!((found.raw, found.item, found.road.as_str()), (b.clone(), 2, "kafka"));
    assert_eq!(kept.event(3).unwrap(), None);
    let mut set = ingest::store::digest::EventSet::default();
    set.add("hall", "a", &a);
    assert_eq!(kept.digest_of_events(1, Instant(i64::MAX)).unwrap(), set.finish());
}

fn notice(identity: &str) -> KeptNotice {
    KeptNotice {
        identity: identity.to_owned(),
        kind: "case_overdue".to_owned(),
        level: 2,
        subject: "C-1".to_owned(),
        date: "2026-09-09".to_owned(),
        recipients: vec!["department_head:D-1".to_owned(), "supervision".to_owned()],
        body: "{}".to_owned(),
        derived: Instant(1),
        state: NoticeState::Pending,
        sent: None,
    }
}

fn state(kept: &RegionKept, identity: &str) -> NoticeState {
    kept.notice(identity).unwrap().unwrap().state
}

#[test]
fn notices_go_through_the_same_states_as_in_the_embedded_store() {
    let Some(tables) = Tables::new() else { return };
    let lane = tables.open("worker");
    let kept = lane.region(REGION);
    assert_eq!(kept.keep_notices(&[notice("a"), notice("a"), notice("b")]).unwrap(), 2);
    assert_eq!(kept.keep_notices(&[notice("a")]).unwrap(), 0, "kept once");
    let later = KeptNotice { date: "2026-09-10".to_owned(), derived: Instant(2), ..notice("a") };
    assert_eq!(kept.keep_notices(std::slice::from_ref(&later)).unwrap(), 0);
    let shown = kept.notices("2026-09-10", "2026-09-30").unwrap();
    assert_eq!(shown, [KeptNotice { derived: Instant(1), ..later }], "when it was first known stays");
    let withdraw = ["a".to_owned(), "none".to_owned()];
    assert_eq!(kept.withdraw_notices(&withdraw).unwrap(), 1);
    assert_eq!(kept.withdraw_notices(&withdraw).unwrap(), 0);
    assert!(!kept.settle_notice("a", Delivered::Sent, Instant(8)).unwrap(), "it was withdrawn");
    assert_eq!(kept.keep_notices(&[notice("a")]).unwrap(), 1, "pending again");
    assert!(kept.settle_notice("a", Delivered::Failed, Instant(5)).unwrap());
    assert_eq!(kept.keep_notices(&[notice("a")]).unwrap(), 0, "what failed stays so until it is tried again");
    assert_eq!(state(&kept, "a"), NoticeState::Failed);
    assert!(kept.settle_notice("a", Delivered::Sent, Instant(6)).unwrap());
    assert!(!kept.settle_notice("a", Delivered::Sent, Instant(7)).unwrap());
    assert_eq!(kept.keep_notices(&[notice("a")]).unwrap(), 0);
    assert_eq!(kept.withdraw_notices(&["a".to_owned()]).unwrap(), 0);
    // The next owner finds them so.
    let next = tables.open("next");
    let sent = next.region(REGION).notice("a").unwrap().unwrap();
    assert_eq!((sent.state, sent.sent), (NoticeState::Sent, Some(Instant(6))));
    let counts = [("pending".to_owned(), 1), ("sent".to_owned(), 1)];
    assert_eq!(next.region(REGION).notice_counts().unwrap(), counts);
    let refused = kept.keep_notices(&[notice("late")]).unwrap_err();
    assert!(matches!(refused, StoreError::InUse { .. }), "{refused}");
}
