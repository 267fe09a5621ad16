//! A ClickHouse of a test's own with Flagpost's tables, batches for it, and questions to it.
#![allow(dead_code)]

use super::servers;
use clickhouse::{Client, RowOwned, RowRead};
use ingest::store::clickhouse::{ClickHouse, Lane, Settings};
use ingest::store::{Batch, FeedHour, NewDelivery, NewEvent, NewRejection, ReadEvents as _, Road};
use scoring::time::Instant;
use std::ops::ControlFlow;
use std::time::Duration;

/// The lane of most tests.
pub const LANE: &str = "flagpost.events.all/0";
/// A region in it.
pub const REGION: &str = "220821";
/// Another one.
pub const OTHER: &str = "220822";

/// A server with tables.
pub struct Tables {
    pub server: servers::clickhouse::ClickHouse,
    pub settings: Settings,
}

impl Tables {
    /// Starts a server and makes the tables; `None` where there is none, which was said aloud.
    pub fn new() -> Option<Tables> {
        let server = servers::clickhouse::ClickHouse::start()?;
        let settings =
            Settings { url: server.url.clone(), patience: Duration::from_secs(20), ..Settings::default() };
        ClickHouse::create_schema(&settings).unwrap();
        Some(Tables { server, settings })
    }

    pub fn connect(&self) -> ClickHouse {
        ClickHouse::connect(&self.settings).unwrap()
    }

    /// The lane, taken over by a holder.
    pub fn open(&self, holder: &str) -> Lane {
        self.connect().open_lane(LANE, holder).unwrap()
    }

    /// Runs a statement.
    pub fn run(&self, sql: &str) {
        self.connect().execute_sql(sql).unwrap();
    }

    /// Asks a question.
    pub fn ask<R: RowOwned + RowRead>(&self, sql: &str) -> Vec<R> {
        let client = Client::default().with_url(&self.settings.url).with_database(&self.settings.database);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(client.query_raw(sql).fetch_all()).unwrap()
    }
}

/// A request with these events, one of each rejected, and their arrivals.
pub fn batch<'b>(events: &[&'b str], rejected: &[&'b str]) -> Batch<'b> {
    let event =
        |(raw, item): (&&'b str, u64)| NewEvent { delivery: 0, item, content: item, attributes: None, raw };
    let rejection = |raw: &&'b str| NewRejection {
        delivery: 0,
        item: 1,
        code: "malformed_json",
        message: "不是 JSON / no JSON".to_owned(),
        source: None,
        event_type: None,
        raw: raw.as_bytes(),
    };
    let arrivals = FeedHour {
        site: "hall".to_owned(),
        stream: "case".to_owned(),
        hour: 494_000,
        accepted: events.len() as u64,
        duplicates: 0,
        rejected: rejected.len() as u64,
        lag_seconds: 0,
        lag_seconds_max: 0,
        last_received: Instant(5),
        last_time: None,
    };
    Batch {
        deliveries: vec![NewDelivery { road: Road::Kafka, place: LANE, site: None, received: Instant(5) }],
        events: events.iter().zip(1..).map(event).collect(),
        rejections: rejected.iter().map(rejection).collect(),
        feeds: vec![arrivals],
        ..Batch::default()
    }
}

/// The texts of a region's events.
pub fn texts(lane: &Lane, region: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut each = |event: ingest::store::StoredEvent<'_>| {
        texts.push(event.raw.to_owned());
        ControlFlow::Continue(())
    };
    lane.region(region).each_event(0, &mut each).unwrap();
    texts
}
