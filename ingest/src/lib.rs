//! Roads in.
pub mod mapping;
pub mod sources;
