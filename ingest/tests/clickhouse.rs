//! What a lane in ClickHouse promises beside the contract: who was displaced changes nothing, whatever was half written does
//! not count, a server that went away comes back with everything, and what went wrong is told.
#![allow(clippy::unwrap_used)]

mod lanes;
#[path = "../../tests/servers/mod.rs"]
mod servers;

use ingest::store::clickhouse::{ClickHouse, Lane, LaneBatch, Settings, append};
use ingest::store::{ServerTrouble, StoreError};
use lanes::{LANE, OTHER, REGION, Tables, batch, texts};
use std::thread;
use std::time::Duration;

#[test]
fn a_displaced_owners_late_writes_are_seen_by_nobody() {
    let Some(tables) = Tables::new() else { return };
    let mut first = tables.open("first");
    first.append(Some(3), &[(REGION, &batch(&["a", "b"], &[])), (OTHER, &batch(&["x"], &[]))]).unwrap();
    let mut second = tables.open("second");
    let refused = first.append(Some(9), &[(REGION, &batch(&["late"], &["late"]))]).unwrap_err();
    assert!(matches!(refused, StoreError::InUse { .. }), "{refused}");
    assert!(refused.to_string().contains("second"), "{refused}");
    // It may have looked just before it was displaced: then it writes heads as well, also of a region that is new.
    let late: u64 = (1 << 32) + 7;
    for (region, events) in [("", 0), (REGION, 3), ("220899", 1)] {
        tables.run(&format!(
            "INSERT INTO heads (lane, region, version, position, events, rejections, arrivals, files)
             VALUES ('{LANE}', '{region}', {late}, 9, {events}, 1, 1, 0)"
        ));
    }
    tables.run(&format!(
        "INSERT INTO events (region, number, version, raw) VALUES ('220899', 1, {late}, 'late'), ('{REGION}', 3, {late}, 'late')"
    ));
    assert_eq!(second.position(), Some(3));
    second.append(Some(4), &[(REGION, &batch(&["c"], &[]))]).unwrap();
    let third = tables.open("third");
    assert_eq!(third.position(), Some(4));
    assert_eq!(texts(&third, REGION), ["a", "b", "c"]);
    assert_eq!(texts(&third, OTHER), ["x"]);
    assert_eq!(texts(&third, "220899"), [""; 0]);
    let seen: Vec<(String, String)> =
        tables.ask("SELECT toString(region), raw FROM v_events ORDER BY region, number");
    let seen: Vec<&str> = seen.iter().map(|(_, raw)| raw.as_str()).collect();
    assert_eq!(seen, ["a", "b", "c", "x"]);
}

#[test]
fn of_many_who_open_a_lane_at_once_one_owns_it() {
    let Some(tables) = Tables::new() else { return };
    let opened: Vec<_> = thread::scope(|scope| {
        let open = |number: usize| {
            let tables = &tables;
            scope.spawn(move || tables.connect().open_lane(LANE, &format!("worker {number}")))
        };
        let opening: Vec<_> = (0..6).map(open).collect();
        opening.into_iter().map(|lane| lane.join().unwrap()).collect()
    });
    let append = |opened: Result<Lane, StoreError>| opened?.append(Some(1), &[(REGION, &batch(&["a"], &[]))]);
    let appended: Vec<_> = opened.into_iter().map(append).collect();
    assert_eq!(appended.iter().filter(|appended| appended.is_ok()).count(), 1);
    let are_told = |refused: &StoreError| matches!(refused, StoreError::InUse { .. });
    assert!(appended.iter().filter_map(|appended| appended.as_ref().err()).all(are_told));
    let epochs: Vec<u64> = tables.ask("SELECT epoch FROM claims ORDER BY epoch");
    assert_eq!(epochs, [1, 2, 3, 4, 5, 6], "no two have the same");
    assert_eq!(texts(&tables.open("last"), REGION), ["a"]);
}

#[test]
fn heads_that_were_written_though_the_append_seemed_to_fail_do_not_count_once_the_next_succeeds() {
    let Some(tables) = Tables::new() else { return };
    let mut lane = tables.open("worker");
    lane.append(Some(2), &[(REGION, &batch(&["a"], &[])), (OTHER, &batch(&["x"], &[]))]).unwrap();
    tables.run("ALTER TABLE heads ADD CONSTRAINT fail CHECK 0");
    let failed = lane.append(Some(4), &[(REGION, &batch(&["b"], &[])), (OTHER, &batch(&["y"], &[]))]);
    assert!(matches!(failed, Err(StoreError::Failed { .. })), "{failed:?}");
    assert_eq!((texts(&lane, REGION), lane.position()), (vec!["a".to_owned()], Some(2)));
    tables.run("ALTER TABLE heads DROP CONSTRAINT fail");
    // The answer was lost on its way, not the heads.
    for (region, events) in [("", 0), (REGION, 2), (OTHER, 2)] {
        tables.run(&format!(
            "INSERT INTO heads (lane, region, version, position, events, rejections, arrivals, files)
             VALUES ('{LANE}', '{region}', {}, 4, {events}, 0, {events}, 0)",
            (1_u64 << 32) + 2
        ));
    }
    // Whoever took over now would find all of it, and the position behind it. The owner offers less at once.
    lane.append(Some(3), &[(REGION, &batch(&["b"], &[]))]).unwrap();
    let next = tables.open("next");
    assert_eq!(next.position(), Some(3));
    assert_eq!(texts(&next, REGION), ["a", "b"]);
    assert_eq!(texts(&next, OTHER), ["x"]);
    let arrivals: Vec<(String, u64)> =
        tables.ask("SELECT toString(region), arrivals FROM v_heads ORDER BY region");
    assert_eq!(arrivals, [(REGION.to_owned(), 2), (OTHER.to_owned(), 1)]);
}

#[test]
fn an_owner_that_does_not_know_what_became_of_its_append_replaces_nothing_of_whoever_took_over() {
    let Some(tables) = Tables::new() else { return };
    let mut first = tables.open("first");
    first.append(Some(1), &[(REGION, &batch(&["a"], &[]))]).unwrap();
    tables.run("ALTER TABLE heads ADD CONSTRAINT fail CHECK 0");
    first.append(Some(2), &[(REGION, &batch(&["b"], &[]))]).unwrap_err();
    tables.run("ALTER TABLE heads DROP CONSTRAINT fail");
    // The heads arrive late; the next owner finds them and counts what they say.
    for (region, events) in [("", 0), (REGION, 2)] {
        tables.run(&format!(
            "INSERT INTO heads (lane, region, version, position, events, rejections, arrivals, files)
             VALUES ('{LANE}', '{region}', {}, 2, {events}, 0, {events}, 0)",
            (1_u64 << 32) + 2
        ));
    }
    let second = tables.open("second");
    assert_eq!((texts(&second, REGION).len(), second.position()), (2, Some(2)));
    // The first believes that 2 is free, and has something else for it.
    let refused = first.append(Some(2), &[(REGION, &batch(&["something else"], &[]))]).unwrap_err();
    assert!(matches!(refused, StoreError::InUse { .. }), "{refused}");
    let written: Vec<String> = tables.ask("SELECT raw FROM events ORDER BY number, version");
    assert_eq!(written, ["a", "b"], "not even beside what counts: a merge would keep the higher version");
    assert_eq!(texts(&second, REGION), ["a", "b"]);
}

#[test]
fn several_lanes_are_appended_to_at_once_and_a_lost_one_does_not_hold_back_the_others() {
    let Some(tables) = Tables::new() else { return };
    let store = tables.connect();
    let (mut kept, mut lost) =
        (store.open_lane("t/0", "worker").unwrap(), store.open_lane("t/1", "worker").unwrap());
    let mut other = store.open_lane("t/1", "other").unwrap();
    let (of_kept, of_lost) = (batch(&["a"], &["bad"]), batch(&["x"], &[]));
    let told = append(vec![
        LaneBatch { lane: &mut kept, position: Some(7), parts: vec![(REGION, &of_kept)] },
        LaneBatch { lane: &mut lost, position: Some(8), parts: vec![(OTHER, &of_lost)] },
    ])
    .unwrap();
    assert_eq!(told[0].as_ref().unwrap(), &[1]);
    assert!(matches!(told[1], Err(StoreError::InUse { .. })));
    assert_eq!(other.append(Some(8), &[(OTHER, &batch(&["y"], &[]))]).unwrap(), [1]);
    assert_eq!(texts(&store.open_lane("t/0", "next").unwrap(), REGION), ["a"]);
    assert_eq!(texts(&store.open_lane("t/1", "next").unwrap(), OTHER), ["y"]);
}

#[test]
fn a_region_of_another_lane_is_refused_before_its_numbers_begin_again() {
    let Some(tables) = Tables::new() else { return };
    tables.open("worker").append(Some(1), &[(REGION, &batch(&["a"], &[]))]).unwrap();
    let mut elsewhere = tables.connect().open_lane("flagpost.events.22/0", "worker").unwrap();
    let refused = elsewhere.append(Some(1), &[(REGION, &batch(&["b"], &[]))]).unwrap_err();
    assert!(refused.to_string().contains(LANE), "{refused}");
    assert_eq!(texts(&tables.open("next"), REGION), ["a"]);
}

#[test]
fn a_server_that_is_killed_between_appends_loses_nothing_and_a_lane_goes_on_with_it() {
    let Some(mut tables) = Tables::new() else { return };
    tables.settings.patience = Duration::from_secs(5);
    let mut lane = tables.open("worker");
    for round in 0..3 {
        let text = format!("event {round}");
        lane.append(Some(round + 1), &[(REGION, &batch(&[&text], &[&text]))]).unwrap();
        tables.server.kill();
        let refused = lane.append(Some(9), &[(REGION, &batch(&["while it was away"], &[]))]).unwrap_err();
        assert!(refused.may_pass(), "{refused}");
        assert!(refused.to_string().contains(&tables.settings.url), "{refused}");
        tables.server.resume();
    }
    assert_eq!(texts(&lane, REGION), ["event 0", "event 1", "event 2"]);
    let next = tables.open("next");
    assert_eq!((texts(&next, REGION).len(), next.position()), (3, Some(3)));
    assert_eq!(next.region(REGION).rejections(0, 10).unwrap().len(), 3);
}

#[test]
fn what_keeps_a_worker_from_its_store_is_told_apart() {
    let Some(tables) = Tables::new() else { return };
    let trouble = |settings: &Settings| match ClickHouse::connect(settings) {
        Err(StoreError::Server { trouble, .. }) => trouble,
        other => panic!("{other:?}"),
    };
    let with = |change: &dyn Fn(&mut Settings)| {
        let mut settings = tables.settings.clone();
        change(&mut settings);
        settings
    };
    assert_eq!(trouble(&with(&|settings| settings.database = "nowhere".to_owned())), ServerTrouble::NoSchema);
    assert_eq!(trouble(&with(&|settings| settings.user = "nobody".to_owned())), ServerTrouble::Refused);
    let nobody_listens = with(&|settings| settings.url = "http://127.0.0.1:9".to_owned());
    assert_eq!(trouble(&nobody_listens), ServerTrouble::Unreachable);
    tables.run("CREATE DATABASE empty");
    let empty = with(&|settings| settings.database = "empty".to_owned());
    assert_eq!(trouble(&empty), ServerTrouble::NoSchema);
    tables.run("INSERT INTO format_versions (version) VALUES (900)");
    let refused = ClickHouse::connect(&tables.settings).unwrap_err();
    assert!(matches!(refused, StoreError::TooNew { found: 900, .. }), "{refused}");
    let refused = ClickHouse::create_schema(&tables.settings).unwrap_err();
    assert!(matches!(refused, StoreError::TooNew { found: 900, .. }), "{refused}");
}

#[test]
fn tables_are_made_once_and_made_again_change_nothing() {
    let Some(tables) = Tables::new() else { return };
    tables.open("worker").append(Some(1), &[(REGION, &batch(&["a"], &[]))]).unwrap();
    ClickHouse::create_schema(&tables.settings).unwrap();
    assert_eq!(texts(&tables.open("worker"), REGION), ["a"]);
    let versions: Vec<u32> = tables.ask("SELECT version FROM format_versions");
    assert_eq!(versions, [2]);
    let without: Vec<(String, String)> = tables.ask(
        "SELECT table, name FROM system.columns
         WHERE database = 'flagpost' AND comment = '' AND table NOT LIKE 'v\\_%'",
    );
    assert_eq!(without, [], "every column says what it is");
}

#[test]
fn events_that_are_missing_are_told_and_not_passed_over() {
    let Some(tables) = Tables::new() else { return };
    let mut lane = tables.open("worker");
    lane.append(Some(3), &[(REGION, &batch(&["a", "b", "c"], &[]))]).unwrap();
    tables.run("ALTER TABLE events DELETE WHERE number = 2 SETTINGS mutations_sync = 1");
    let read = |after| {
        use ingest::store::ReadEvents as _;
        lane.region(REGION).each_event(after, &mut |_| std::ops::ControlFlow::Continue(()))
    };
    assert!(read(0).unwrap_err().to_string().contains("event 2 is missing"));
    read(2).unwrap();
    tables.run("ALTER TABLE events DELETE WHERE number = 3 SETTINGS mutations_sync = 1");
    assert!(read(2).unwrap_err().to_string().contains("event 3 is missing"));
}
