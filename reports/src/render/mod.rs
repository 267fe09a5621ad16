//! Results to bytes.
pub mod columns;
pub mod contract;
pub(crate) mod json;
pub mod table;
