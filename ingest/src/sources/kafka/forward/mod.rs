//! Forwards what comes over HTTP or stands in files into the topics.
//!
//! Events are not judged here: workers do that, who have the registries. What is answered as accepted is acknowledged by
//! every replica that must have it; whether it counts is told where a worker has judged it.

mod files;
mod folder;
mod http;
mod metrics;

pub use files::{FileCause, FileFailure, send_file};
pub use folder::{DropFolder, watch};
pub use http::{Gate, Token, router};
pub use metrics::ForwardMetrics;
