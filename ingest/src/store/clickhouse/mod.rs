//! The store of a cluster: ClickHouse, shared by the workers, each of which appends to its own lanes.
//!
//! ```text
//! let clickhouse = ClickHouse::connect(&settings)?;          // once; clones share it
//! let mut lane = clickhouse.open_lane("flagpost.events.all/3", "worker-1")?;   // takes it over from whoever had it
//! let region = Region::restore(&lane.region("220821"), …)?;  // reads its events
//! lane.append(Some(next_offset), &[("220821", &batch)])?;    // all of it, with the position, or nothing
//! ```
//!
//! A **lane** is a topic and partition of Kafka; whoever the consumer group assigns it to opens it here. Opening takes it
//! over: from then on nothing that an earlier owner still writes counts, and its next append tells it so
//! ([`StoreError::InUse`](super::StoreError::InUse)).
//!
//! | what | where |
//! | --- | --- |
//! | how a batch is whole, and what counts | `deploy/clickhouse/ground.sql`, [`append`](append()) |
//! | how a lane changes hands | `lane.rs` |
//! | why a row that counts is never replaced | `fence.rs` |
//! | how a displaced owner is kept from sending | `messages.rs`, [`Outbox::begin_attempt`](super::outbox::Outbox) in `outbox.rs` |
//! | how results are published as differences | `publish.rs` |
//!
//! The face is synchronous, for plain threads: none of it may be called from within an async task.

mod answers;
mod append;
mod beginnings;
mod client;
mod correspondence;
mod fence;
mod inserts;
mod lane;
mod messages;
mod months;
mod notices;
mod outbox;
mod publish;
mod read;
mod rejections;
mod rows;
mod schema;
mod settle;
mod topics;
mod trouble;

pub use append::{LaneBatch, append};
pub use beginnings::Beginnings;
pub use client::{ClickHouse, Settings};
pub use lane::{Head, Lane};
pub use publish::LastPublished;
pub use read::RegionKept;
pub use rejections::RejectedEvent;
