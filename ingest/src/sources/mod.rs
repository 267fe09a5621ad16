//! The roads in. Each ends at the desk ([`crate::live`]); Kafka will be one more file here.

pub mod files;
pub mod folder;
pub mod http;
