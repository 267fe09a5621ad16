//! The contract kit: what a vendor of a hall's system needs in order to send events, all of it made from the contract's own
//! table (`ingest/src/contract.rs`).
//!
//! | module | what it is |
//! | --- | --- |
//! | [`schema`] | JSON Schema of each event type |
//! | [`samples`] | an event of each type that passes |
//! | [`codes`] | the codes of rejection, what they mean and how to mend them |
//! | [`guide`] | how to send, in Chinese and English; the tables of fields |
//! | [`pack`] | all of it as the files of one ZIP |
//! | [`file_check`] | a file held against the contract, nothing kept |
//! | [`feed_check`] | what a source sent in the last hours held against what is expected |

pub mod codes;
pub mod feed_check;
pub mod file_check;
pub mod guide;
pub mod pack;
pub mod samples;
pub mod schema;
