//! What documents are made of beside months, gathered where the log and the store are at hand.

pub mod drafts;
pub mod feed;
mod gather;
pub mod making;
pub mod order;
pub mod source;
pub mod week;
mod whose;

pub use gather::{Asked, NotGathered, Versions, gather, month_of_order};
pub use source::{Gathered, Held};
pub use whose::may_have;
