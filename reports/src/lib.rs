//! Results as documents: values of the core become bytes that people and programs read.
pub mod changes;
pub mod delivery;
pub mod explain;
pub mod handover;
pub mod regions;
pub mod render;
pub mod signals;
pub mod summary;
pub mod words;
