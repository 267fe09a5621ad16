//! How notices become messages: who is told what when (`plan`), what follows where nobody answers (`unanswered`), what the
//! administrator is told (`trouble`), which documents are due by themselves (`drafts`), and the round that does all of it over an outbox (`round`, `send`).
//!
//! What is decided is decided by pure functions over plain values; only `round` and `send` touch a store or the network.

pub mod drafts;
pub mod mailroom;
pub mod plan;
pub mod round;
pub mod send;
pub mod trouble;
pub mod unanswered;
