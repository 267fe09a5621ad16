//! Readiness: it follows what the desk and the store last answered, and how long they have owed an answer.

use super::*;
use crate::service::test_county::TestCounty;
use axum::body::to_bytes;
use scoring::time::Instant;
use serde_json::{Value, json};
use std::sync::mpsc;
use std::thread;

/// The status and body of `/readyz`.
fn asked(health: &Arc<Health>) -> (StatusCode, Value) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        let response = ready(State(Arc::new(vec![health.clone()]))).await;
        let status = response.status();
        let body = to_bytes(response.into_body(), 1 << 20).await.expect("a body");
        (status, serde_json::from_slice(&body).expect("JSON"))
    })
}

fn fine() -> Result<(), String> {
    Ok(())
}

#[test]
fn the_service_is_ready_once_both_parts_have_answered() {
    let county = TestCounty::new("health-ready", "2026-09-08 09:00:00");
    let health = Arc::new(Health::new(None, county.live(), county.metrics.clone()));
    let (status, body) = asked(&health);
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(body["problems"][0]["en"], "the desk is starting");
    health.beat();
    let mut pulse = Pulse::new(county.records(), Limits::default(), Arc::new(|| Instant(7)));
    health.store.ask(|| pulse.beat());
    assert_eq!(asked(&health), (StatusCode::OK, json!({"ready": true, "problems": []})));
    let text = county.metrics.text();
    assert!(text.contains("flagpost_ready{part=\"desk\"} 1\nflagpost_ready{part=\"intake\"} 1\n"), "{text}");
    let listening = county.records().listening().expect("a store").expect("a pulse");
    assert_eq!((listening.since, listening.until), (Instant(7), Instant(7)));
}

#[test]
fn a_failure_is_told_in_both_languages_until_it_is_over() {
    let county = TestCounty::new("health-failed", "2026-09-08 09:00:00");
    let health = Arc::new(Health::new(None, county.live(), county.metrics.clone()));
    health.beat();
    health.store.ask(|| Err::<(), _>(StoreError::Full(county.folder().to_owned())));
    let (status, body) = asked(&health);
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(body["problems"][0]["part"], "store");
    let told = |language: &str| body["problems"][0][language].as_str().unwrap_or_default().to_owned();
    assert!(told("zh").starts_with("数据库写入失败：磁盘已满"), "{body}");
    assert!(told("en").starts_with("the store failed: "), "{body}");
    assert!(county.metrics.text().contains("flagpost_ready{part=\"store\"} 0\n"));
    health.store.ask(fine);
    assert_eq!(asked(&health).0, StatusCode::OK);
}

#[test]
fn a_part_that_owes_an_answer_for_two_seconds_is_not_ready() {
    let county = TestCounty::new("health-silent", "2026-09-08 09:00:00");
    let health = Arc::new(Health::new(None, county.live(), county.metrics.clone()));
    health.store.ask(fine);
    health.beat();
    let (release, released) = mpsc::channel::<()>();
    // The desk is busy with something that does not end.
    let (begin, begun) = mpsc::channel::<()>();
    let busy = thread::spawn({
        let live = county.live();
        move || live.act_and_wait(move |_| begin.send(()).is_ok() && released.recv().is_ok())
    });
    begun.recv().expect("the desk has begun");
    let heart = thread::spawn({
        let health = health.clone();
        move || health.beat()
    });
    thread::sleep(Duration::from_millis(500));
    assert_eq!(asked(&health).0, StatusCode::OK, "half a second is no silence");
    thread::sleep(ANSWER_TIME_MAX);
    let (status, body) = asked(&health);
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    let told = body["problems"][0]["en"].as_str().unwrap_or_default();
    assert!(told.starts_with("the desk has not answered for "), "{told}");
    release.send(()).expect("the desk waits for it");
    busy.join().expect("no panic").expect("an open desk");
    heart.join().expect("no panic");
    assert_eq!(asked(&health).0, StatusCode::OK);
}
