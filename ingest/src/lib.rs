//! Roads in.
pub mod mapping;
