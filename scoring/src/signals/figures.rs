//! What was counted for a signal: whole numbers, dates, and shares that are not divided yet.

use super::SignalKind;
use crate::time::Date;

/// What was counted for a signal, by its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figures {
    /// Of [`SignalKind::SupplementOnDueDate`].
    SupplementOnDueDate {
        /// When the case was accepted.
        accepted: Date,
        /// The limit that would have ended that day, in working days.
        limit_workdays: u32,
    },
    /// Of [`SignalKind::SuspensionNeverResumed`].
    SuspensionNeverResumed {
        /// When the suspension began.
        suspended: Date,
        /// Working days from then until the completion, or until now.
        workdays: u32,
        /// The due date without the suspension, for a case that was completed after it.
        due_without: Option<Date>,
    },
    /// Of [`SignalKind::ExtensionsInARow`].
    ExtensionsInARow {
        /// How many.
        extensions: u32,
        /// The working days that they added together.
        workdays: u32,
    },
    /// Of [`SignalKind::CompletedBeforeAccepted`].
    CompletedBeforeAccepted {
        /// Whole seconds from the completion to the acceptance.
        seconds: i64,
    },
    /// Of [`SignalKind::CompletionsInABurst`].
    CompletionsInABurst {
        /// The completions of all bursts.
        cases: u32,
        /// How many bursts.
        bursts: u32,
        /// The completions of the largest burst, the earliest of equals.
        most: u32,
        /// Whole seconds that the largest burst took.
        seconds: i64,
    },
    /// Of [`SignalKind::RatingsInABurst`].
    RatingsInABurst {
        /// The ratings of all bursts.
        ratings: u32,
        /// Those of them with five stars.
        five_stars: u32,
        /// How many bursts.
        bursts: u32,
        /// The ratings of the largest burst, the earliest of equals.
        most: u32,
        /// Whole seconds that the largest burst took.
        seconds: i64,
    },
    /// Of [`SignalKind::RatingsWithoutCase`].
    RatingsWithoutCase {
        /// The window's ratings without a case, of its ratings.
        own: Share,
        /// The same of the site's other windows; of nothing where there are none.
        others: Share,
    },
    /// Of [`SignalKind::FiveStarsJump`].
    FiveStarsJump {
        /// Five stars of the window's ratings, in the month before.
        before: Share,
        /// The same in the month.
        now: Share,
        /// Five stars of all other windows' ratings, in the month before.
        others_before: Share,
        /// The same in the month.
        others_now: Share,
    },
    /// Of [`SignalKind::SwipedTogether`].
    SwipedTogether {
        /// Days on which it happened.
        days: u32,
        /// Days on which both swiped at all.
        days_both: u32,
        /// How often it happened.
        times: u32,
    },
    /// Of [`SignalKind::BackDated`].
    BackDated {
        /// How many events.
        events: u32,
        /// Whole seconds from the time of an event to its arrival, at most.
        seconds_most: i64,
    },
}

impl Figures {
    /// Whose figures they are.
    pub fn kind(&self) -> SignalKind {
        match self {
            Figures::SupplementOnDueDate { .. } => SignalKind::SupplementOnDueDate,
            Figures::SuspensionNeverResumed { .. } => SignalKind::SuspensionNeverResumed,
            Figures::ExtensionsInARow { .. } => SignalKind::ExtensionsInARow,
            Figures::CompletedBeforeAccepted { .. } => SignalKind::CompletedBeforeAccepted,
            Figures::CompletionsInABurst { .. } => SignalKind::CompletionsInABurst,
            Figures::RatingsInABurst { .. } => SignalKind::RatingsInABurst,
            Figures::RatingsWithoutCase { .. } => SignalKind::RatingsWithoutCase,
            Figures::FiveStarsJump { .. } => SignalKind::FiveStarsJump,
            Figures::SwipedTogether { .. } => SignalKind::SwipedTogether,
            Figures::BackDated { .. } => SignalKind::BackDated,
        }
    }
}

/// A part of a whole, not yet divided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// The part.
    pub part: u32,
    /// The whole.
    pub whole: u32,
}
