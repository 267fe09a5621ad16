//! The roads in. Files, the drop folder and HTTP end at the desk ([`crate::live`]), Kafka at a worker.

pub mod files;
pub mod folder;
pub mod http;
pub mod kafka;
