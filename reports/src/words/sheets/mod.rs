//! Words of the sheets of windows, staff, departments and sites; of orders, notices, signs and certificates; of feed sheets.

mod feed;
mod issued;
mod labels;
mod sentences;

pub use feed::*;
pub use issued::*;
pub use labels::*;
pub use sentences::*;
