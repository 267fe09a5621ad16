//! The kinds of signals and their families.

/// The kinds of signals, in the order in which they are listed: one for each row of `signals.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SignalKind {
    /// A supplement was asked for on the due date itself, which stops the clock and starts it anew.
    SupplementOnDueDate,
    /// A suspension was never resumed, and the case is not overdue for this reason alone.
    SuspensionNeverResumed,
    /// One case was extended again and again.
    ExtensionsInARow,
    /// A case was completed before it was accepted.
    CompletedBeforeAccepted,
    /// A window completed many cases within minutes on the day on which they were due.
    CompletionsInABurst,
    /// A device sent many ratings within seconds.
    RatingsInABurst,
    /// A window's ratings belong to no case, where its neighbours' do.
    RatingsWithoutCase,
    /// A window's share of five stars jumped, and the other windows' did not.
    FiveStarsJump,
    /// Two people swiped one right after the other on one device, day after day.
    SwipedTogether,
    /// A source's events came long after their time, when their month was over.
    BackDated,
}

/// What signals of related kinds have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Stopping or stretching a case's clock.
    ClockGaming,
    /// Ratings that no applicant gave.
    Brushing,
    /// Swiping for somebody else.
    Swipes,
    /// Events told long after they are said to have happened.
    BackDating,
}

impl Family {
    /// All of them, in the order of listing.
    pub const ALL: [Family; 4] = [Family::ClockGaming, Family::Brushing, Family::Swipes, Family::BackDating];
}

impl SignalKind {
    /// All of them, in the order of listing.
    pub const ALL: [SignalKind; 10] = [
        SignalKind::SupplementOnDueDate,
        SignalKind::SuspensionNeverResumed,
        SignalKind::ExtensionsInARow,
        SignalKind::CompletedBeforeAccepted,
        SignalKind::CompletionsInABurst,
        SignalKind::RatingsInABurst,
        SignalKind::RatingsWithoutCase,
        SignalKind::FiveStarsJump,
        SignalKind::SwipedTogether,
        SignalKind::BackDated,
    ];

    /// The word of `signals.md`.
    pub fn word(self) -> &'static str {
        match self {
            SignalKind::SupplementOnDueDate => "supplement_on_due_date",
            SignalKind::SuspensionNeverResumed => "suspension_never_resumed",
            SignalKind::ExtensionsInARow => "extensions_in_a_row",
            SignalKind::CompletedBeforeAccepted => "completed_before_accepted",
            SignalKind::CompletionsInABurst => "completions_in_a_burst",
            SignalKind::RatingsInABurst => "ratings_in_a_burst",
            SignalKind::RatingsWithoutCase => "ratings_without_case",
            SignalKind::FiveStarsJump => "five_stars_jump",
            SignalKind::SwipedTogether => "swiped_together",
            SignalKind::BackDated => "back_dated",
        }
    }

    /// The family that it belongs to.
    pub fn family(self) -> Family {
        match self {
            SignalKind::SupplementOnDueDate
            | SignalKind::SuspensionNeverResumed
            | SignalKind::ExtensionsInARow
            | SignalKind::CompletedBeforeAccepted
            | SignalKind::CompletionsInABurst => Family::ClockGaming,
            SignalKind::RatingsInABurst | SignalKind::RatingsWithoutCase | SignalKind::FiveStarsJump => {
                Family::Brushing
            }
            SignalKind::SwipedTogether => Family::Swipes,
            SignalKind::BackDated => Family::BackDating,
        }
    }
}
