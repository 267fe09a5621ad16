//! Roads into Flagpost: the wire format, file sources, mappings of exports, rejections.
pub mod batch;
pub mod contract;
pub mod mapping;
pub mod rejections;
pub mod sources;
pub mod wire;
