//! Events entered at pages: all of a form or nothing, once however often it is sent, in the name of the site that supervises.

use crate::county;
use crate::desk::Hall;
use dashboards::answer::Problem;
use dashboards::app::{App, Settings};
use dashboards::enter::{enter, enter_decided};
use ingest::store::sqlite::{RejectionFilter, RejectionState};
use serde_json::{Value, json};
use std::fs;
use std::future::Future;
use std::sync::Arc;

const NOW: &str = "2026-10-13T10:00:00+08:00";

fn registry() -> String {
    fs::read_to_string(county::case("06-ratings-complaints").join("registry/county.toml")).unwrap()
}

fn app_of(hall: &Hall) -> Arc<App> {
    App::new(hall.live(), hall.clock(), Settings::of(&hall.folder))
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

fn complaint(id: &str) -> (&'static str, Value) {
    ("complaint.received", json!({ "complaint": id, "window": "W-01", "topic": "attitude" }))
}

#[test]
fn a_form_sent_twice_enters_once_and_says_so() {
    let hall = Hall::new("enter-twice", NOW, &registry());
    let app = app_of(&hall);
    let nonce = app.nonce().unwrap();
    let first = wait(enter(&app, "王监察", &nonce, vec![complaint("P-1"), complaint("P-2")])).unwrap();
    assert!(first.is_new && first.ids.len() == 2, "{first:?}");
    hall.set("2026-10-13T10:05:00+08:00");
    // Somebody went back and changed it: what was entered stands.
    let again = wait(enter(&app, "王监察", &nonce, vec![complaint("P-3")])).unwrap();
    assert!(!again.is_new && again.ids == first.ids, "{again:?}");
    let records = hall.records();
    assert_eq!(records.event_count().unwrap(), 2);
    let open = RejectionFilter { state: Some(RejectionState::Open), ..RejectionFilter::default() };
    assert!(records.rejections(&open, 9).unwrap().is_empty());
    let kept = records.event(1).unwrap().unwrap();
    assert_eq!((kept.road.as_str(), kept.place.as_str()), ("page", "王监察"));
    let noted: Vec<String> = records.audit(9).unwrap().into_iter().map(|entry| entry.what).collect();
    assert_eq!(noted, ["event.entered", "event.entered"]);
}

#[test]
fn what_the_contract_does_not_allow_is_told_and_nothing_of_the_form_is_there() {
    let hall = Hall::new("enter-refused", NOW, &registry());
    let app = app_of(&hall);
    let wrong = ("complaint.resolved", json!({ "complaint": "P-1", "substantiated": true, "points": 11 }));
    let refused = wait(enter(&app, "王监察", &app.nonce().unwrap(), vec![complaint("P-1"), wrong]));
    assert!(matches!(&refused, Err(Problem::Refused(why)) if why.contains("points")), "{refused:?}");
    assert_eq!(hall.records().event_count().unwrap(), 0);
    assert!(hall.records().rejections(&RejectionFilter::default(), 9).unwrap().is_empty());
    for nonce in ["", "1", "zz000000000000000000000000000000"] {
        let refused = wait(enter(&app, "王监察", nonce, vec![complaint("P-1")]));
        assert!(matches!(refused, Err(Problem::Refused(_))), "{nonce}");
    }
}

#[test]
fn without_a_site_that_supervises_it_is_said_what_is_missing() {
    let registry = registry().replace("supervision = true", "supervision = false");
    let hall = Hall::new("enter-unsupervised", NOW, &registry);
    let app = app_of(&hall);
    let refused = wait(enter(&app, "王监察", &app.nonce().unwrap(), vec![complaint("P-1")]));
    assert!(
        matches!(&refused, Err(Problem::Refused(why)) if why.contains("supervision = true")),
        "{refused:?}"
    );
}

#[test]
fn of_two_who_decide_at_once_the_second_sees_what_the_first_did() {
    let hall = Hall::new("enter-decided", NOW, &registry());
    let app = app_of(&hall);
    let only_once = |app: Arc<App>| async move {
        let nonce = app.nonce().unwrap();
        let decide = |moment: &ingest::live::Moment<'_>| match moment.context.log.len() {
            0 => Ok(vec![complaint("P-1")]),
            _ => Err(Problem::Refused("already".to_owned())),
        };
        enter_decided(&app, "王监察", &nonce, decide).await.is_ok()
    };
    let both = wait(async { tokio::join!(only_once(app.clone()), only_once(app.clone())) });
    assert!(both.0 != both.1, "{both:?}");
    assert_eq!(hall.records().event_count().unwrap(), 1);
}

#[test]
fn forms_of_one_instant_keep_their_order() {
    let hall = Hall::new("enter-order", NOW, &registry());
    let app = app_of(&hall);
    let nonces: Vec<String> = (0..50).map(|_| app.nonce().unwrap()).collect();
    assert!(nonces.is_sorted() && nonces.iter().all(|nonce| nonce.len() == 32), "{nonces:?}");
}
