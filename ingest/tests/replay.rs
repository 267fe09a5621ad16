//! Rejected events, tried again and put aside: nothing is lost, nothing counts twice, all is noted.
#![allow(clippy::unwrap_used)]

mod county;
mod desk;

use desk::{NOW, TestDesk, folder, givens, swipe};
use ingest::live::Outcome;
use ingest::replay::{Replayed, Which, dismiss, replay};
use ingest::store::GivenFiles;
use ingest::store::Road;
use ingest::store::sqlite::{KeptRejection, RejectionFilter, RejectionState};
use scoring::registry::{self, SourceFile};

/// Writes a newcomer into the registry, as an administrator does before a reload.
fn employ(desk: &TestDesk, staff: &str) {
    let text = county::REGISTRY.to_owned()
        + &format!(
            "[[staff]]\nid = \"{staff}\"\nname = \"丁\"\n[[assignment]]\nstaff = \"{staff}\"\nwindow = \"W-sub\"\nfrom = 2026-01-05\n"
        );
    let registry = registry::read(&[SourceFile { name: "county.toml".to_owned(), text }]).unwrap();
    desk.live()
        .act_and_wait(move |desk| desk.reload(givens(registry), GivenFiles::default()))
        .unwrap()
        .unwrap();
    desk.live().act_and_wait(|_| ()).unwrap();
}

fn kept(desk: &TestDesk) -> Vec<KeptRejection> {
    desk.records().rejections(&RejectionFilter::default(), 10_000).unwrap()
}

fn states(desk: &TestDesk) -> Vec<RejectionState> {
    kept(desk).iter().map(|kept| kept.state).collect()
}

fn replay_all(desk: &TestDesk) -> [u64; 4] {
    replay_some(desk, &Which::default())
}

fn replay_some(desk: &TestDesk, which: &Which) -> [u64; 4] {
    let Replayed { tried, accepted, duplicates, rejected } =
        replay(&desk.live(), &desk.records(), which, "tester").unwrap();
    [tried, accepted, duplicates, rejected]
}

fn swipes_judged(desk: &TestDesk) -> usize {
    desk.live().act_and_wait(|desk| desk.moment().context.log.len()).unwrap()
}

#[test]
fn a_mended_registry_lets_a_rejected_event_in() {
    let desk = TestDesk::open(&folder("replay-mended"));
    desk.deliver(Road::Http, "1-1", Some("hall"), &[swipe("e1", "S-new"), swipe("e2", "S-hall")]);
    assert_eq!(replay_all(&desk), [1, 0, 0, 1], "nothing is mended yet");
    employ(&desk, "S-new");
    assert_eq!((desk.events(), swipes_judged(&desk)), (1, 1));
    assert_eq!(replay_all(&desk), [1, 1, 0, 0]);
    assert_eq!((desk.events(), swipes_judged(&desk)), (2, 2), "durable, and in the standing");
    let kept = kept(&desk);
    assert_eq!((kept.len(), kept[0].state, kept[0].times), (1, RejectionState::Accepted, 1));
    assert_eq!(replay_all(&desk), [0; 4], "what is settled is not tried again");
    let event = desk.records().event(2).unwrap().unwrap();
    assert_eq!((event.road.as_str(), event.place.as_str()), ("replay", "1"));
    let audit = desk.records().audit(10).unwrap();
    let noted: Vec<_> =
        audit.iter().map(|entry| (entry.who.as_str(), entry.what.as_str(), entry.subject.as_str())).collect();
    assert_eq!(noted, [("tester", "rejection.replayed", "all"); 2]);
}

#[test]
fn a_replay_that_was_killed_before_it_settled_finds_its_event_there() {
    let desk = TestDesk::open(&folder("replay-killed"));
    let event = swipe("e1", "S-new");
    desk.deliver(Road::Http, "1-1", Some("hall"), std::slice::from_ref(&event));
    employ(&desk, "S-new");
    // As far as a killed replay came.
    assert_eq!(desk.deliver(Road::Replay, "1", Some("hall"), &[event]), [Outcome::Accepted]);
    assert_eq!(states(&desk), [RejectionState::Open]);
    assert_eq!(replay_all(&desk), [1, 0, 1, 0]);
    assert_eq!((states(&desk), desk.events()), (vec![RejectionState::Duplicate], 1));
}

#[test]
fn what_is_rejected_again_is_no_second_rejection_and_says_nothing_of_its_feed() {
    let desk = TestDesk::open(&folder("replay-again"));
    // First unknown, then known and elsewhere: another code.
    let event = swipe("e1", "S-new")
        .replace("attendance.swipe", "case.accepted")
        .replace("\"direction\":\"in\"", "\"case\":\"C-1\",\"item\":\"I-1\",\"window\":\"W-sub\"")
        .replace("\"hall\"", "\"town\"");
    desk.deliver(Road::Http, "1-1", Some("town"), &[event]);
    let feeds = desk.records().feed_hours(0).unwrap();
    assert_eq!((kept(&desk)[0].code.as_str(), feeds.len()), ("unknown_staff", 1));
    employ(&desk, "S-new");
    assert_eq!(replay_all(&desk), [1, 0, 0, 1]);
    let kept = kept(&desk);
    assert_eq!((kept.len(), kept[0].code.as_str(), kept[0].times), (1, "not_allowed", 1));
    assert!(kept[0].message.contains(" / "));
    assert_eq!((kept[0].state, desk.records().feed_hours(0).unwrap()), (RejectionState::Open, feeds));
}

#[test]
fn a_token_binds_its_site_also_in_a_replay() {
    let desk = TestDesk::open(&folder("replay-token"));
    // The sub-center's token must not speak for the hall, however often it is tried.
    desk.deliver(Road::Http, "1-1", Some("sub"), &[swipe("e1", "S-hall")]);
    assert_eq!(kept(&desk)[0].code, "not_allowed");
    assert_eq!(replay_all(&desk), [1, 0, 0, 1]);
    assert_eq!(desk.events(), 0);
}

#[test]
fn the_row_of_an_export_keeps_what_its_mapping_said() {
    let desk = TestDesk::open(&folder("replay-row"));
    let fault = ingest::rejections::Fault::new(ingest::rejections::Code::BadTime, "时间", "the row's time");
    let bytes = b"10023,somewhen".to_vec();
    let items = vec![ingest::live::Item { bytes: 0..bytes.len(), number: 2, fault: Some(fault) }];
    let delivery = ingest::live::Delivery {
        road: Road::Folder,
        place: "a.csv".to_owned(),
        site: None,
        bytes,
        items,
        file: None,
    };
    desk.live().deliver_and_wait(delivery).unwrap();
    assert_eq!(replay_all(&desk), [1, 0, 0, 1]);
    assert_eq!(
        (kept(&desk)[0].code.as_str(), kept(&desk)[0].message.as_str()),
        ("bad_time", "时间 / the row's time")
    );
}

#[test]
fn only_what_was_asked_for_is_tried_in_the_order_of_arrival() {
    let desk = TestDesk::open(&folder("replay-some"));
    let town = swipe("t1", "S-new").replace("\"hall\"", "\"town\"");
    let other = swipe("e1", "S-new").replace("08:20", "08:21");
    desk.deliver(Road::Http, "1-1", None, &["rubbish".to_owned(), swipe("e1", "S-new"), other, town]);
    employ(&desk, "S-new");
    let which = |source: Option<&str>, code: Option<&str>, number| Which {
        source: source.map(str::to_owned),
        code: code.map(str::to_owned),
        number,
    };
    assert_eq!(replay_some(&desk, &which(Some("-"), None, None)), [1, 0, 0, 1]);
    assert_eq!(replay_some(&desk, &which(None, None, Some(4))), [1, 1, 0, 0]);
    assert_eq!(replay_some(&desk, &which(Some("hall"), Some("bad_time"), None)), [0; 4]);
    // Of two contents under one id the first to come stands, also now.
    assert_eq!(replay_some(&desk, &which(Some("hall"), Some("unknown_staff"), None)), [2, 1, 0, 1]);
    let kept = kept(&desk);
    assert_eq!((kept[1].state, kept[2].code.as_str()), (RejectionState::Accepted, "conflict"));
    assert_eq!(replay_some(&desk, &which(None, None, Some(99))), [0; 4]);
}

#[test]
fn thousands_are_tried_in_one_go() {
    let desk = TestDesk::open(&folder("replay-many"));
    let events: Vec<String> = (0..1000).map(|id| swipe(&format!("e{id}"), "S-new")).collect();
    desk.deliver(Road::Folder, "a.ndjson", None, &events);
    employ(&desk, "S-new");
    assert_eq!(replay_all(&desk), [1000, 1000, 0, 0]);
    assert_eq!(desk.events(), 1000);
    // In the order in which they came.
    assert!(desk.records().event(1000).unwrap().unwrap().raw.contains("\"e999\""));
}

#[test]
fn what_is_dismissed_stays_with_its_reason_and_is_not_tried() {
    let desk = TestDesk::open(&folder("replay-dismissed"));
    desk.deliver(Road::Http, "1-1", Some("hall"), &[swipe("e1", "S-new")]);
    let dismissed = |number| dismiss(&desk.records(), number, "a test", "tester", NOW).unwrap();
    assert_eq!(dismissed(2), None);
    assert_eq!(dismissed(1), Some(RejectionState::Open));
    assert_eq!(dismissed(1), Some(RejectionState::Dismissed), "once");
    let kept = &kept(&desk)[0];
    assert_eq!((kept.state, kept.reason.as_deref()), (RejectionState::Dismissed, Some("a test")));
    employ(&desk, "S-new");
    assert_eq!(replay_all(&desk), [0; 4]);
    let audit = desk.records().audit(10).unwrap();
    assert_eq!(audit.len(), 1);
    assert_eq!(
        (audit[0].what.as_str(), audit[0].subject.as_str(), audit[0].detail.as_str()),
        ("rejection.dismissed", "1", "a test")
    );
    assert_eq!(desk.records().broken_audit_entry().unwrap(), None);
}
