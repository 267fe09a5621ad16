//! From which figure on something is a signal, in one place, so that a county can set it.

/// The thresholds of all rules. The defaults are chosen for few false alarms: an inspector who finds nothing three times
/// stops looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// Working days of a limit from which on work on the due date says something. A shorter limit ends the day after the
    /// case came in, when every window is still at it.
    pub limit_workdays_min: u32,
    /// Working days after which an open suspension without approved days ought to have been resumed: two months, longer
    /// than hearings, tests and appraisals take.
    pub unresumed_workdays_max: u32,
    /// Days of one case on which it was extended. The law on licences knows one extension; a second is a question.
    pub extension_days_min: u32,
    /// Seconds by which a completion must lie before its acceptance, so that two systems' clocks that differ are no signal.
    pub completed_before_seconds_min: i64,
    /// Completions on their due date, at one window, that make a burst.
    pub completion_burst_min: usize,
    /// Seconds within which they lie: too short to read so many files.
    pub completion_burst_seconds: i64,
    /// Ratings from one device that make a burst.
    pub rating_burst_min: usize,
    /// Seconds within which they lie: nobody serves so many people in that time.
    pub rating_burst_seconds: i64,
    /// Ratings of a window without a case from which on their share says something.
    pub caseless_ratings_min: u32,
    /// Their share of the window's ratings in per cent.
    pub caseless_percent_min: u32,
    /// How often as high that share is as that of the site's other windows; where a whole site names no cases, that is its
    /// system's doing.
    pub caseless_times_others_min: u32,
    /// Ratings that a window has in both months before their shares of five stars are compared.
    pub jump_ratings_min: u32,
    /// Percentage points by which the share of five stars rises, beyond what it does at all other windows.
    pub jump_percentage_points_min: u32,
    /// Seconds within which two people swipe on one device: hardly time for two people to step up to it.
    pub together_seconds_max: i64,
    /// Days of the month on which the same two do so. In a queue it happens to everybody once.
    pub together_days_min: u32,
    /// Hours between the time of an event and its arrival, so that a line that was down over a weekend is no signal.
    pub back_dated_hours_min: i64,
}

impl Default for Thresholds {
    fn default() -> Thresholds {
        Thresholds {
            limit_workdays_min: 3,
            unresumed_workdays_max: 40,
            extension_days_min: 2,
            completed_before_seconds_min: 300,
            completion_burst_min: 5,
            completion_burst_seconds: 600,
            rating_burst_min: 5,
            rating_burst_seconds: 30,
            caseless_ratings_min: 20,
            caseless_percent_min: 50,
            caseless_times_others_min: 2,
            jump_ratings_min: 50,
            jump_percentage_points_min: 20,
            together_seconds_max: 2,
            together_days_min: 5,
            back_dated_hours_min: 72,
        }
    }
}
