//! Rejected events of a region, each once with how often it was sent.

use super::RegionKept;
use crate::store::StoreError;
use clickhouse::Row;
use scoring::time::Instant;
use serde::{Deserialize, Deserializer};
use std::fmt;

/// A rejected event as the cluster keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedEvent {
    /// The number of its first sending in the region.
    pub number: u64,
    /// How it first came: the word of [`crate::store::Road`].
    pub road: String,
    /// Where it first came from: the lane, the request.
    pub place: String,
    /// The site whose token brought it.
    pub token_site: Option<String>,
    /// Its first place there: the offset in the lane.
    pub item: u64,
    /// The contract's code, when it was sent last.
    pub code: String,
    /// What is wrong and how to mend it, Chinese and English, when it was sent last.
    pub message: String,
    /// The site that it says it is from.
    pub source: Option<String>,
    /// The type that it says it has.
    pub event_type: Option<String>,
    /// The bytes as they were sent.
    pub raw: Vec<u8>,
    /// How often it was sent.
    pub times: u64,
    /// When it first came.
    pub received: Instant,
    /// When it came last.
    pub last_received: Instant,
}

#[derive(Row, Deserialize)]
struct Kept {
    first: u64,
    road: String,
    place: String,
    site: String,
    item: u64,
    code: String,
    message: String,
    source: String,
    r#type: String,
    raw: Bytes,
    times: u64,
    first_received: i64,
    last_received: i64,
}

/// Bytes that need not be text.
struct Bytes(Vec<u8>);

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Bytes, D::Error> {
        struct Taken;
        impl serde::de::Visitor<'_> for Taken {
            type Value = Bytes;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("bytes")
            }
            fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<Bytes, E> {
                Ok(Bytes(bytes))
            }
        }
        deserializer.deserialize_byte_buf(Taken)
    }
}

impl RegionKept {
    /// Rejected events whose first sending has a number after one, in
    /// order, at most so many.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn rejections(&self, after: u64, most: u64) -> Result<Vec<RejectedEvent>, StoreError> {
        let until = self.head().rejections;
        let kept: Vec<Kept> = self.owned.store.wait(self.owned.store.rows(
            &format!("list the rejected events of region {}", self.code),
            "SELECT min(number) AS first, argMin(road, number) AS road, argMin(place, number) AS place,
                    argMin(site, number) AS site, argMin(item, number) AS item, argMax(code, number) AS code,
                    argMax(message, number) AS message, argMin(source, number) AS source,
                    argMin(type, number) AS type, argMin(raw, number) AS raw, count() AS times,
                    min(received) AS first_received, max(received) AS last_received
             FROM (SELECT * FROM rejections FINAL WHERE region = {region:String} AND number <= {until:UInt64})
             GROUP BY identity HAVING first > {after:UInt64} ORDER BY first LIMIT {most:UInt64}",
            |query| {
                let query = query.param("region", &self.code).param("until", until);
                query.param("after", after).param("most", most)
            },
        ))?;
        let some = |text: String| (!text.is_empty()).then_some(text);
        let event = |kept: Kept| RejectedEvent {
            number: kept.first,
            road: kept.road,
            place: kept.place,
            token_site: some(kept.site),
            item: kept.item,
            code: kept.code,
            message: kept.message,
            source: some(kept.source),
            event_type: some(kept.r#type),
            raw: kept.raw.0,
            times: kept.times,
            received: Instant(kept.first_received),
            last_received: Instant(kept.last_received),
        };
        Ok(kept.into_iter().map(event).collect())
    }
}
