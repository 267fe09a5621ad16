//! The day that it is, kept up to date beside the desk: each look reads only what is new since the one before.

use ingest::live::Moment;
use scoring::today::Today;
use std::sync::{Mutex, PoisonError};

/// The day as it was last looked at.
#[derive(Default)]
pub struct Day {
    /// Which reading of the givens it is of, and the day.
    followed: Mutex<(u64, Today)>,
}

impl Day {
    /// Looks at the day as of a moment. At the desk alone, so that nobody waits for another.
    pub fn look<T>(&self, moment: &Moment<'_>, look: impl FnOnce(&Today) -> T) -> T {
        let mut followed = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
        if followed.0 != moment.reading {
            *followed = (moment.reading, Today::default());
        }
        followed.1.follow(&moment.context);
        look(&followed.1)
    }
}
