//! What documents, charts and messages promise: one program for all of these tests, since linking takes longer than running.
#![allow(clippy::unwrap_used)]

// What the tests make documents of, and the servers that they send to.
mod months;
mod pictures;
mod posted;
mod scored;
#[path = "../../tests/servers/mod.rs"]
mod servers;
mod small;

// What is promised, a subject a file.
mod bulletin;
mod bulletin_pdf;
mod changes;
mod changes_told;
mod channels_files;
mod channels_http;
mod channels_mail;
mod channels_robots;
mod charts;
mod charts_of;
mod formats;
mod issued;
mod sheets;
mod summaries;
mod typeset;
