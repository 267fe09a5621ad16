//! The road over Kafka: which topic and partition a region lies in, how events get there, how workers take them out.
//!
//! Reading order: `lanes` (where a region's events lie), `settings` (how Kafka is reached), `trouble` (what can go wrong),
//! `topics` (made and checked), `produce` (events on their way in), `forward` (HTTP and
//! files into topics), `consume` (the worker's side).

pub mod consume;
pub mod forward;
mod header;
pub mod lanes;
pub mod produce;
pub mod settings;
pub mod topics;
pub mod trouble;
