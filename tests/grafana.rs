//! What dashboards ask is what a real ClickHouse with our tables and views answers.

#![allow(clippy::unwrap_used)]

mod deployed;
mod program;
mod servers;

use deployed::questions;
use ingest::store::clickhouse::{ClickHouse, Settings};

#[test]
fn every_question_of_a_dashboard_is_answered_by_clickhouse() {
    let Some(server) = servers::clickhouse::ClickHouse::start() else { return };
    let settings = Settings { url: server.url.clone(), ..Settings::default() };
    let store = ClickHouse::create_schema(&settings).unwrap();
    let questions = questions::all();
    assert!(questions.len() > 15, "{}", questions.len());
    for (place, sql) in questions {
        let answered = store.execute_sql(&format!("{sql} FORMAT Null"));
        assert!(answered.is_ok(), "{place}: {sql}: {answered:?}");
    }
    let unknown = store.execute_sql("SELECT nothing_of_this_name FROM v_ledger FORMAT Null");
    assert!(unknown.is_err(), "a column that is not there goes unnoticed");
}
