//! Results as documents: values of the core become bytes that people and programs read.
pub mod render;
