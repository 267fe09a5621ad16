//! Roads into Flagpost: the wire format, file sources, mappings of exports, rejections.
pub mod batch;
pub mod contract;
pub mod feeds;
pub mod live;
pub mod mapping;
pub mod mend;
pub mod metrics;
pub mod plain_identity;
pub mod published;
pub mod rejections;
pub mod replay;
pub mod sources;
pub mod store;
pub mod wire;
pub mod worker;
