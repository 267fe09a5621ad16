//! The cluster shape: Kafka carries the events of many regions, ClickHouse keeps them, workers share the regions.

pub mod config;
pub mod ingest;
pub mod regions;
