//! Results to bytes.
pub mod contract;
