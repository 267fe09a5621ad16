//! The rows of the tables of `ground.sql`, and of what is written with them, borrowed from the batch that they are written from.

use super::lane::Head;
use crate::store::{
    Attributes, FeedHour, FilePosition, NewAcknowledgement, NewDelivery, NewEvent, NewRejection,
};
use clickhouse::Row;
use scoring::time::Instant;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// A row of `events`.
#[derive(Row, Serialize)]
pub(super) struct EventRow<'b> {
    region: &'b str,
    number: u64,
    version: u64,
    content: u64,
    received: i64,
    road: &'b str,
    place: &'b str,
    site: &'b str,
    item: u64,
    source: &'b str,
    id: &'b str,
    r#type: &'b str,
    time: i64,
    raw: &'b str,
}

/// What of an event is in columns of its own, for people who ask with SQL; empty where the text is no event.
#[derive(Deserialize, Default)]
pub(super) struct Envelope<'b> {
    #[serde(borrow)]
    source: Cow<'b, str>,
    #[serde(borrow)]
    id: Cow<'b, str>,
    #[serde(borrow)]
    r#type: Cow<'b, str>,
    #[serde(borrow)]
    time: Cow<'b, str>,
}

/// What of an event is in columns of its own.
#[derive(Clone, Copy)]
pub(super) struct Columns<'b> {
    source: &'b str,
    id: &'b str,
    r#type: &'b str,
    time: Instant,
}

impl<'b> From<Attributes<'b>> for Columns<'b> {
    fn from(Attributes { source, id, event_type, time }: Attributes<'b>) -> Columns<'b> {
        Columns { source, id, r#type: event_type, time }
    }
}

impl Envelope<'_> {
    /// Reads an event's text, where nobody has.
    pub(super) fn read(raw: &str) -> Envelope<'_> {
        serde_json::from_str(raw).unwrap_or_default()
    }

    pub(super) fn columns(&self) -> Columns<'_> {
        let time = Instant::parse(&self.time).unwrap_or(Instant(0));
        Columns { source: &self.source, id: &self.id, r#type: &self.r#type, time }
    }
}

impl<'b> EventRow<'b> {
    pub(super) fn of(
        region: &'b str,
        number: u64,
        version: u64,
        delivery: &'b NewDelivery<'_>,
        event: &NewEvent<'b>,
        columns: Columns<'b>,
    ) -> EventRow<'b> {
        EventRow {
            region,
            number,
            version,
            content: event.content,
            received: delivery.received.0,
            road: delivery.road.word(),
            place: delivery.place,
            site: delivery.site.unwrap_or_default(),
            item: event.item,
            source: columns.source,
            id: columns.id,
            r#type: columns.r#type,
            time: columns.time.0,
            raw: event.raw,
        }
    }
}

/// A row of `rejections`.
#[derive(Row, Serialize)]
pub(super) struct RejectionRow<'b> {
    region: &'b str,
    number: u64,
    version: u64,
    identity: [u8; 16],
    received: i64,
    road: &'b str,
    place: &'b str,
    site: &'b str,
    item: u64,
    code: &'b str,
    message: &'b str,
    source: &'b str,
    r#type: &'b str,
    raw: Bytes<'b>,
}

impl<'b> RejectionRow<'b> {
    pub(super) fn of(
        region: &'b str,
        number: u64,
        version: u64,
        delivery: &'b NewDelivery<'_>,
        rejection: &'b NewRejection<'_>,
    ) -> RejectionRow<'b> {
        RejectionRow {
            region,
            number,
            version,
            identity: rejection_identity(delivery, rejection.raw),
            received: delivery.received.0,
            road: delivery.road.word(),
            place: delivery.place,
            site: delivery.site.unwrap_or_default(),
            item: rejection.item,
            code: rejection.code,
            message: &rejection.message,
            source: rejection.source.as_deref().unwrap_or_default(),
            r#type: rejection.event_type.as_deref().unwrap_or_default(),
            raw: Bytes(rejection.raw),
        }
    }
}

/// What makes a rejected event the same one, sent again: road, sender and bytes, as in the embedded store.
fn rejection_identity(delivery: &NewDelivery<'_>, raw: &[u8]) -> [u8; 16] {
    let mut identity = Sha256::new();
    identity.update(delivery.road.word());
    identity.update([0]);
    // A request has an id of its own each time it is sent; its sender is the site.
    identity.update(delivery.site.unwrap_or(delivery.place));
    identity.update([0]);
    identity.update(raw);
    let whole: [u8; 32] = identity.finalize().into();
    std::array::from_fn(|place| whole[place])
}

/// A row of `arrivals`.
#[derive(Row, Serialize)]
pub(super) struct ArrivalRow<'b> {
    region: &'b str,
    number: u64,
    version: u64,
    site: &'b str,
    stream: &'b str,
    hour: i64,
    accepted: u64,
    duplicates: u64,
    rejected: u64,
    lag_seconds: i64,
    lag_seconds_max: i64,
    last_received: i64,
    last_time: Option<i64>,
}

impl<'b> ArrivalRow<'b> {
    pub(super) fn of(region: &'b str, number: u64, version: u64, hour: &'b FeedHour) -> ArrivalRow<'b> {
        ArrivalRow {
            region,
            number,
            version,
            site: &hour.site,
            stream: &hour.stream,
            hour: hour.hour,
            accepted: hour.accepted,
            duplicates: hour.duplicates,
            rejected: hour.rejected,
            lag_seconds: hour.lag_seconds,
            lag_seconds_max: hour.lag_seconds_max,
            last_received: hour.last_received.0,
            last_time: hour.last_time.map(|Instant(time)| time),
        }
    }
}

/// A row of `files`.
#[derive(Row, Serialize)]
pub(super) struct FileRow<'b> {
    region: &'b str,
    number: u64,
    version: u64,
    name: &'b str,
    digest: [u8; 32],
    lines: u64,
    accepted: u64,
    duplicates: u64,
    rejected: u64,
    done: Option<i64>,
}

impl<'b> FileRow<'b> {
    pub(super) fn of(region: &'b str, number: u64, version: u64, file: &FilePosition<'b>) -> FileRow<'b> {
        FileRow {
            region,
            number,
            version,
            name: file.name,
            digest: file.digest,
            lines: file.lines,
            accepted: file.counts.accepted,
            duplicates: file.counts.duplicates,
            rejected: file.counts.rejected,
            done: file.done.map(|Instant(done)| done),
        }
    }
}

/// A row of `acknowledgements`.
#[derive(Row, Serialize)]
pub(super) struct AcknowledgementRow<'b> {
    region: &'b str,
    notice: &'b str,
    event: u64,
    version: u64,
    acknowledged_by: &'b str,
    reason: Option<&'b str>,
    asks_help: u8,
}

impl<'b> AcknowledgementRow<'b> {
    pub(super) fn of(
        region: &'b str,
        event: u64,
        version: u64,
        said: &'b NewAcknowledgement,
    ) -> AcknowledgementRow<'b> {
        AcknowledgementRow {
            region,
            notice: &said.notice,
            event,
            version,
            acknowledged_by: &said.by,
            reason: said.reason.as_deref(),
            asks_help: said.asks_help.into(),
        }
    }
}

/// A row of `heads`.
#[derive(Row, Serialize)]
pub(super) struct HeadRow<'l> {
    lane: &'l str,
    region: &'l str,
    version: u64,
    position: Option<i64>,
    events: u64,
    rejections: u64,
    arrivals: u64,
    files: u64,
}

impl<'l> HeadRow<'l> {
    /// The row of the lane itself.
    pub(super) fn of_lane(lane: &'l str, version: u64, position: Option<i64>) -> HeadRow<'l> {
        HeadRow { position, ..HeadRow::of_region(lane, "", version, Head::default()) }
    }

    /// The row of one of its regions.
    pub(super) fn of_region(lane: &'l str, region: &'l str, version: u64, head: Head) -> HeadRow<'l> {
        let Head { events, rejections, arrivals, files } = head;
        HeadRow { lane, region, version, position: None, events, rejections, arrivals, files }
    }
}

/// Bytes as a `String` of ClickHouse, which need not be text.
pub(super) struct Bytes<'b>(pub(super) &'b [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}
