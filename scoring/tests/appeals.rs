//! Appeals as their events tell them: who may decide, what ends one, when the data behind one are mended; and that none of it
//! changes a result.

#![allow(clippy::unwrap_used)]

mod county;

use county::{Hall, S1, Seen, date, month};
use scoring::appeals::{self, AppealState};
use scoring::entry_name::EntryName;
use scoring::event::{AppealOutcome, Direction, Fact, Subject};
use scoring::log::Log;
use scoring::score;
use scoring::time::{Instant, Session};

/// A second site, which runs no supervision.
const SUB: &str = "\n[[site]]\nid = \"sub\"\nname = \"分中心\"\nkind = \"sub_center\"\nsupervision = false\n";
const HALL: u16 = 0;
const SUB_CENTER: u16 = 1;

const ABOUT: &str = "2026-09/window/W-1/W-B3/2026-09-08/-/S-1/hall/e1";

fn rude(hall: &Hall) -> Seen {
    let kind = hall.kind("rude");
    let fact = Fact::FindingRecorded { kind, window: 0, staff: Some(S1), count: 1, points: None };
    ("2026-09-08T10:00:00+08:00", Subject::Finding("F-1"), fact)
}

fn filed(time: &'static str, about: &'static str) -> Seen {
    (time, Subject::Appeal("A-1"), Fact::AppealFiled { window: 0, staff: Some(S1), about })
}

fn decided(time: &'static str, outcome: AppealOutcome) -> Seen {
    (time, Subject::Appeal("A-1"), Fact::AppealDecided { outcome })
}

const FILED: &str = "2026-10-12T09:00:00+08:00";
const NOW: &str = "2026-10-31T00:00:00+08:00";

/// A log of events each from a source, with ids `e1`, `e2` and so on.
fn log_of(hall: &Hall, events: &[(u16, Seen)], as_of: &str) -> Log {
    let named: Vec<_> = events
        .iter()
        .zip(1..)
        .map(|(&(source, seen), number)| (format!("e{number}"), source, seen))
        .collect();
    hall.log(&named, Instant::parse(as_of).unwrap())
}

fn state(events: &[(u16, Seen)]) -> Option<AppealState> {
    let hall = Hall::with(SUB);
    let log = log_of(&hall, events, NOW);
    let context = hall.context(&log, Instant::parse(NOW).unwrap());
    appeals::find(&context, "A-1").map(|appeal| appeal.state(&context))
}

#[test]
fn an_appeal_waits_until_the_bureau_has_decided() {
    let hall = Hall::with(SUB);
    let (finding, filed) = ((HALL, rude(&hall)), (HALL, filed(FILED, ABOUT)));
    let then = |outcome| (HALL, decided("2026-10-13T09:00:00+08:00", outcome));
    assert_eq!(state(&[finding, filed]), Some(AppealState::Undecided));
    assert_eq!(state(&[finding, filed, then(AppealOutcome::Upheld)]), Some(AppealState::Upheld));
    assert_eq!(state(&[finding, filed, then(AppealOutcome::Dismissed)]), Some(AppealState::Dismissed));
    assert_eq!(state(&[finding, filed, then(AppealOutcome::DataWrong)]), Some(AppealState::Mending));
    assert_eq!(state(&[finding, then(AppealOutcome::Upheld)]), None, "never filed");
}

#[test]
fn the_first_decision_that_ends_an_appeal_stands() {
    let hall = Hall::with(SUB);
    let first = [
        (HALL, rude(&hall)),
        (HALL, filed(FILED, ABOUT)),
        (HALL, decided("2026-10-13T09:00:00+08:00", AppealOutcome::Upheld)),
    ];
    let later = (HALL, decided("2026-10-14T09:00:00+08:00", AppealOutcome::Dismissed));
    assert_eq!(state(&[first[0], first[1], first[2], later]), Some(AppealState::Upheld));
    let taken_back = Fact::EventRetracted { source: Some(HALL), id: "e3" };
    let retraction = (HALL, ("2026-10-15T09:00:00+08:00", Subject::Retraction, taken_back));
    assert_eq!(
        state(&[first[0], first[1], first[2], later, retraction]),
        Some(AppealState::Dismissed),
        "the first one was taken back"
    );
}

#[test]
fn only_who_supervises_decides() {
    let hall = Hall::with(SUB);
    let by_itself = (SUB_CENTER, decided("2026-10-13T09:00:00+08:00", AppealOutcome::Upheld));
    let filed = (SUB_CENTER, filed(FILED, ABOUT));
    assert_eq!(state(&[(HALL, rude(&hall)), filed, by_itself]), Some(AppealState::Undecided));
}

#[test]
fn an_appeal_that_was_taken_back_has_never_been() {
    let hall = Hall::with(SUB);
    let taken_back = Fact::EventRetracted { source: Some(HALL), id: "e2" };
    let retraction = (HALL, ("2026-10-15T09:00:00+08:00", Subject::Retraction, taken_back));
    assert_eq!(state(&[(HALL, rude(&hall)), (HALL, filed(FILED, ABOUT)), retraction]), None);
}

#[test]
fn wrong_data_are_mended_once_what_the_entry_rests_on_holds_no_more() {
    let hall = Hall::with(SUB);
    let waiting = [
        (HALL, rude(&hall)),
        (HALL, filed(FILED, ABOUT)),
        (HALL, decided("2026-10-13T09:00:00+08:00", AppealOutcome::DataWrong)),
    ];
    let taken_back = Fact::EventRetracted { source: Some(HALL), id: "e1" };
    for mend in [(Subject::Finding("F-1"), Fact::FindingVoided), (Subject::Retraction, taken_back)] {
        let mend = (HALL, ("2026-10-14T09:00:00+08:00", mend.0, mend.1));
        assert_eq!(state(&[waiting[0], waiting[1], waiting[2], mend]), Some(AppealState::Mended));
    }
    let other = (HALL, ("2026-10-14T09:00:00+08:00", Subject::Finding("F-2"), Fact::FindingVoided));
    assert_eq!(state(&[waiting[0], waiting[1], waiting[2], other]), Some(AppealState::Mending));
}

#[test]
fn an_absence_is_mended_by_a_make_up_though_no_event_is_behind_it() {
    let day = |staff| Subject::StaffDay(staff, date("2026-09-08"));
    let swipe = |direction| Fact::Swipe { direction, device: None };
    // The other one was there, so the device was not silent.
    let other = (HALL, ("2026-09-08T08:00:00+08:00", day(1), swipe(Direction::In)));
    let about = "2026-09/staff/S-1/S-C3/2026-09-08/am/S-1";
    let waiting = [
        other,
        (HALL, filed(FILED, about)),
        (HALL, decided("2026-10-13T09:00:00+08:00", AppealOutcome::DataWrong)),
    ];
    assert_eq!(state(&waiting), Some(AppealState::Mending));
    let makeup = |session, direction| {
        (HALL, ("2026-10-14T09:00:00+08:00", day(S1), Fact::Makeup { session, direction }))
    };
    let mended = [waiting[0], waiting[1], waiting[2], makeup(Session::Am, Direction::In)];
    assert_eq!(state(&mended), Some(AppealState::Mended));
    let other_session = [waiting[0], waiting[1], waiting[2], makeup(Session::Pm, Direction::In)];
    assert_eq!(state(&other_session), Some(AppealState::Mending));
}

#[test]
fn deadlines_are_working_days_and_their_last_day_is_in_time() {
    let hall = Hall::with(SUB);
    let log = log_of(&hall, &[(HALL, rude(&hall)), (HALL, filed("2026-09-30T23:59:59+08:00", ABOUT))], NOW);
    let context = hall.context(&log, Instant::parse(NOW).unwrap());
    let appeal = appeals::find(&context, "A-1").unwrap();
    // The holiday week lies between, and Saturday 10 October is worked.
    assert_eq!(appeal.decide_by(&context), date("2026-10-13"));
    assert!(appeal.is_overdue(&context));
    assert_eq!(appeals::last_day(&context, date("2026-09-30")), date("2026-10-13"));
    assert!(!appeal.is_late(&context, Some(date("2026-09-30"))), "the last day itself");
    assert!(appeal.is_late(&context, Some(date("2026-09-29"))));
    assert!(!appeal.is_late(&context, None), "no public notice yet");
    let on_the_day = hall.context(&log, Instant::parse("2026-10-13T23:59:59+08:00").unwrap());
    assert!(!appeal.is_overdue(&on_the_day));
}

#[test]
fn an_entry_is_found_again_by_its_name() {
    let hall = Hall::new();
    let (log, result) = hall.score(&[rude(&hall)], "2026-10-01T00:00:00+08:00");
    let context = hall.context(&log, Instant::parse("2026-10-01T00:00:00+08:00").unwrap());
    let mut found = 0;
    for (subject, entry) in result.ledger() {
        let name = EntryName::of(&context, month("2026-09"), subject, entry);
        let (whose, again) = name.find(&context, &result).unwrap();
        assert_eq!((whose, again.rule, again.date), (subject, entry.rule, entry.date));
        assert_eq!(EntryName::parse(&name.to_string()), Some(name.clone()));
        assert!(name.holds(&context), "{name}");
        found += 1;
    }
    assert!(found > 2, "absences and the finding: {found}");
    let named = EntryName::parse(ABOUT).unwrap();
    assert!(named.find(&context, &result).is_some());
}

#[test]
fn appeals_and_orders_change_no_result() {
    let hall = Hall::with(SUB);
    let results = |events: &[(u16, Seen)]| {
        let log = log_of(&hall, events, NOW);
        let context = hall.context(&log, Instant::parse(NOW).unwrap());
        // Counts, points, notices and anomalies; the events' places in the log are not results.
        let months = score::score_months(&context, &[month("2026-09"), month("2026-10")], &[]);
        let told = months.iter().map(|result| {
            let notices: Vec<String> =
                result.notices.iter().map(|notice| notice.identity(&log, &hall.registry)).collect();
            let totals: Vec<_> = result.windows.iter().map(|window| (window.rank, window.total())).collect();
            format!("{notices:?} {totals:?} {:?} {:?} {:?}", result.anomalies, result.actions, result.region)
        });
        told.collect::<Vec<String>>()
    };
    let finding = (HALL, rude(&hall));
    let order = |time, fact| (SUB_CENTER, (time, Subject::Order("O-1"), fact));
    let issued = Fact::OrderIssued { window: 0, due: date("2026-10-20") };
    let with_steps = [
        finding,
        (HALL, filed(FILED, ABOUT)),
        (SUB_CENTER, filed(FILED, ABOUT)),
        (SUB_CENTER, decided("2026-10-01T09:00:00+08:00", AppealOutcome::Upheld)),
        (HALL, decided("2026-10-13T09:00:00+08:00", AppealOutcome::Upheld)),
        (HALL, decided("2026-10-14T09:00:00+08:00", AppealOutcome::DataWrong)),
        order("2026-10-02T09:00:00+08:00", Fact::OrderCompleted),
        order("2026-10-12T09:00:00+08:00", issued),
        order("2026-10-13T09:00:00+08:00", issued),
        order("2026-10-14T09:00:00+08:00", Fact::OrderChecked { passed: true }),
    ];
    assert_eq!(results(&[finding]), results(&with_steps));
}
