//! What a worker of the cluster holds: the lanes that it owns, each with the live standings of its regions.
//!
//! ```text
//! Kafka ──Taken──> [ sort by region ─> check ─> append to ClickHouse ─> apply ] ──> positions to commit, what was rejected
//! ```
//!
//! It is the desk of many regions: the same check, the same order, the same rule that nothing is applied before it is
//! durable. It does not poll by itself; whoever runs it hands in what Kafka gave and tells it which lanes come and go.
//!
//! Reading order: `givens` (the regions), `lane` (a lane's regions), `sort` (messages to deliveries), `take_in`, `holder`
//! (closing months).

mod givens;
mod holder;
mod lane;
mod metrics;
mod sort;
mod take_in;

pub use givens::{Known, RegionGivens, Rules};
pub use holder::Held;
pub use lane::OpenLane;
pub use metrics::WorkerMetrics;
pub use take_in::{NotTakenIn, take_in};
