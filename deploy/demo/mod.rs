//! A sample county that lives: its past is fed through the real road in, then a "today" goes on in accelerated time.

mod clock;
mod feeder;

pub use clock::DemoClock;
pub use feeder::{Feeder, Line, lines};
