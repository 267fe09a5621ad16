//! `POST /v1/events`: CloudEvents over HTTP, answered event by event once they are durable.
//!
//! | request | answer |
//! | --- | --- |
//! | structured, batch, binary or lines; gzip or plain | 200 with an entry for each event: accepted, duplicate, rejected with code and mend |
//! | without a token that holds | 401 |
//! | of another content type | 415 |
//! | too long, packed or unpacked | 413 |
//! | a batch that is no JSON array | 400; the body is kept among the rejected events |
//! | whose next piece does not come for half a minute | 408 with `Retry-After` |
//! | more than the token's rate | 429 with `Retry-After` |
//! | while too much waits, or the disk is full | 503 with `Retry-After`; nothing of the request is there |
//!
//! What becomes of a request's events is its `Destination`'s matter: the desk of this process (`desk`), or topics of Kafka
//! ([`crate::sources::kafka::forward`]); all before that is in `intake`.

mod answer;
mod binary;
mod body;
mod certificate;
mod desk;
mod intake;
mod serve;
mod split;
pub mod tls;

pub(crate) use answer::{Problem, answer, id_of};
pub use desk::router;
pub(crate) use intake::{Cut, Destination, router_to};
pub use serve::{CERTIFICATE_TOLD_DAYS, Door, Patience, serve};
pub use split::{NoArray, Shape, events};

/// What a request may bring.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of a body, packed and unpacked.
    pub body_bytes_max: usize,
    /// Events of a request.
    pub request_events_max: usize,
    /// Events a second of one token, over time.
    pub token_events_per_second: u32,
}

impl Default for Limits {
    /// Far above what a county's systems send, far below what would hurt it.
    fn default() -> Limits {
        Limits { body_bytes_max: 16 << 20, request_events_max: 20_000, token_events_per_second: 200_000 }
    }
}
