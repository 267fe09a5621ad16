//! The county rulebook as data: categories, rules with their points and clauses, targets and deadlines (`rulebook.md`).
//!
//! Nothing of a county is wired into the program. Points of rules are amounts without a sign: whether they are taken or
//! given is a matter of the category they stand in.

pub mod adjust;
mod books;
mod fields;
mod kinds;
mod read;
mod versions;

#[cfg(test)]
mod contract_tests;
#[cfg(test)]
mod reading_tests;

pub(crate) use fields::required_bilingual;
pub use read::{BUILTIN, builtin, read};

use crate::points::Points;
use crate::time::{Date, Month};

/// The place of a kind in [`Rulebook::kinds`]. Versions of one rulebook share their kinds.
pub type KindIdx = u16;

/// All versions of one rulebook, oldest first; a month is scored by the one in force on its first day.
#[derive(Clone, Debug)]
pub struct Rulebooks {
    /// Versions by the date they take effect; never empty.
    pub versions: Vec<Rulebook>,
    /// The kinds that scoring itself brings about.
    pub derived: DerivedKinds,
}

/// The kinds that scoring itself brings about, by their words; every rulebook has them all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DerivedKinds {
    /// Arrival after the session's start.
    pub late: KindIdx,
    /// Departure before the session's end.
    pub early_leave: KindIdx,
    /// Neither arrival nor departure in a session.
    pub absent: KindIdx,
    /// A session on sick or personal leave.
    pub leave_taken: KindIdx,
    /// A month without any of these.
    pub full_attendance: KindIdx,
    /// A case not ended by its due date.
    pub overdue: KindIdx,
    /// A joint share not done by its due date.
    pub joint_delay: KindIdx,
    /// A bad rating verified as valid.
    pub dissatisfied: KindIdx,
    /// A complaint resolved as substantiated.
    pub complaint_upheld: KindIdx,
    /// A fee taken outside the hall.
    pub fee_outside: KindIdx,
    /// A fee for an item that has no lawful one.
    pub fee_unauthorised: KindIdx,
    /// A fee above the lawful one.
    pub fee_above_standard: KindIdx,
    /// Peer marks among the highest.
    pub peer_top5: KindIdx,
    /// Staff of a window with the red flag.
    pub model_window: KindIdx,
}

impl Rulebooks {
    /// The version in force on a date; the first one before it took effect.
    pub fn on(&self, date: Date) -> &Rulebook {
        let later = self.versions.partition_point(|version| version.effective <= date);
        &self.versions[later.saturating_sub(1)]
    }

    /// The version that a month is scored by.
    pub fn of_month(&self, month: Month) -> &Rulebook {
        self.on(month.first_day())
    }

    /// The kinds, the same in every version.
    pub fn kinds(&self) -> &[Kind] {
        &self.versions[0].kinds
    }

    /// The kind of a name.
    pub fn kind(&self, name: &str) -> Option<KindIdx> {
        self.kinds().iter().position(|kind| kind.name == name).map(|place| place as KindIdx)
    }
}

/// A text in Simplified Chinese and English.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Bilingual {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// One version of a county's rulebook.
#[derive(Clone, Debug)]
pub struct Rulebook {
    /// The rulebook's id, for example `zhenlai`.
    pub id: String,
    /// The version.
    pub version: String,
    /// The first day on which it is in force.
    pub effective: Date,
    /// The title.
    pub title: Bilingual,
    /// Kinds of findings and merits, those of the other versions among them.
    pub kinds: Vec<Kind>,
    /// The book of the windows.
    pub window_book: Book,
    /// The book of the staff.
    pub staff_book: Book,
    /// The month's evaluation.
    pub evaluation: Evaluation,
    /// Who is ranked, and the flags.
    pub ranking: Ranking,
    /// What makes a dissatisfied window (群众不满意窗口).
    pub dissatisfied: Dissatisfied,
    /// Bans, by kind (五条禁令).
    pub bans: Vec<KindIdx>,
    /// How many of the highest peer marks earn `peer_top5`.
    pub peer_top_places: usize,
    /// Points of a dissatisfied rating whose verification names none, by level: very dissatisfied, dissatisfied.
    pub dissatisfied_rating_points: DissatisfiedRating,
    /// What departments and the region should reach.
    pub targets: Targets,
    /// Deadlines of the notices.
    pub deadlines: Deadlines,
    /// For which reasons a complaint need not be taken up; none: the regulations name none.
    pub complaint_rejections: Vec<RejectionReason>,
}

/// A reason for which the regulations let a complaint not be taken up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectionReason {
    /// Its word.
    pub id: String,
    /// What it is called.
    pub title: Bilingual,
    /// Where it is written: regulation and clause.
    pub clause: Bilingual,
}

/// Points of a valid bad rating whose verification names none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DissatisfiedRating {
    /// For level 1, very dissatisfied.
    pub level_1: Points,
    /// For level 2, dissatisfied.
    pub level_2: Points,
}

/// Who may bring a kind about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Recorded by a person (`finding.recorded`).
    Finding,
    /// Recorded by a person as a merit (`merit.recorded`).
    Merit,
    /// Derived from the streams alone.
    Derived,
    /// Derived, and may be recorded too.
    DerivedToo,
    /// Derived from swipes; may be recorded at a window of a site without an attendance device.
    Attendance,
}

/// A kind of finding or merit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The contract's word.
    pub name: String,
    /// What people call it.
    pub title: Bilingual,
    /// Who may bring it about.
    pub origin: Origin,
    /// Whether a merit of the kind must name staff.
    pub needs_staff: bool,
}

/// One book: the categories and rules for windows or for staff.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// Categories that points are taken from, by id, the evaluation's among them.
    pub categories: Vec<Category>,
    /// The category that bonuses are given in; `full` is the most they can make.
    pub bonus: Category,
    /// The rules, by rule id in the order of application.
    pub rules: Vec<Rule>,
    /// For each kind the place of the rule that turns it into points, if the book has one.
    pub rule_of_kind: Vec<Option<usize>>,
    /// The place of the evaluation's rule in [`Book::rules`].
    pub evaluation_rule: usize,
}

/// A category with its full marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Category {
    /// One letter.
    pub id: String,
    /// Full marks, or the most that bonuses can make.
    pub full: Points,
    /// What people call it.
    pub title: Bilingual,
}

/// A rule: what it costs or earns, and where that is written.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The id, for example `W-B2`.
    pub id: String,
    /// The letter and number of the id by which rules are ordered; no number is 0.
    pub order: (String, u32),
    /// The place of the category in [`Book::categories`]; `None` for a bonus.
    pub category: Option<usize>,
    /// Kinds with their amounts; none for the evaluation's rule, whose grade says how much.
    pub amounts: Vec<(KindIdx, Amount)>,
    /// What it is called.
    pub title: Bilingual,
    /// Where it is written: regulation and clause.
    pub clause: Bilingual,
}

/// What one finding of a kind is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// So many points each.
    Each(Points),
    /// What the finding says, within a range; else the default.
    Range {
        /// The least.
        min: Points,
        /// The most.
        max: Points,
        /// What counts where the finding names no points.
        default: Points,
    },
    /// So many points each, after the first `free` of the month, in order of date and session.
    EachAfter {
        /// How many of the month cost nothing.
        free: u32,
        /// Points of each further one.
        points: Points,
    },
    /// The category's full marks, once a finding.
    WholeCategory,
}

/// The month's evaluation: the mean of two marks makes a grade.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// Grades from the best to the worst; the last has no lower bound.
    pub grades: Vec<Grade>,
    /// The grade whose repetition in two months running means `return_to_unit`.
    pub failed: String,
}

/// A grade of the evaluation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grade {
    /// The contract's word: `excellent`, `good`, `basic`, `failed`.
    pub id: String,
    /// What people call it.
    pub title: Bilingual,
    /// The least mean mark.
    pub mean_min: Points,
    /// Points that the category keeps.
    pub points: Points,
}

/// Who is ranked, and the flags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranking {
    /// On how many of the month's working days a window must have been staffed.
    pub staffed_workdays_min: u32,
    /// The lowest rank that still flies the red flag.
    pub red_rank_max: u32,
    /// The last rank to fly the yellow flag only if it is greater than this.
    pub yellow_rank_above: u32,
    /// From which yellow flag of a calendar year on there is a warning.
    pub yellow_flags_warned_from: u32,
}

/// What makes a dissatisfied window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dissatisfied {
    /// A total of this or less.
    pub total_max: Points,
    /// So many complaints upheld in the month.
    pub complaints_upheld_min: u32,
    /// A finding of one of these kinds.
    pub kinds: Vec<KindIdx>,
}

/// Targets as shares in ten-thousandths; `None` is off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Targets {
    /// The promised reduction of statutory limits.
    pub reduction: Option<u32>,
    /// Cases completed on the spot.
    pub on_site_rate: Option<u32>,
    /// Cases completed on time.
    pub on_time_rate: Option<u32>,
    /// Satisfied ratings.
    pub satisfaction_rate: Option<u32>,
    /// Cases completed before the due date.
    pub early_rate: Option<u32>,
    /// Accepted cases of instant items.
    pub instant_share: Option<u32>,
}

/// Deadlines in working days (`clock.md`, Notices).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deadlines {
    /// How long before the due date the first warning goes out.
    pub case_warning_workdays: u32,
    /// From level 2 to level 3.
    pub case_level_3_workdays: u32,
    /// From level 3 to level 4.
    pub case_level_4_workdays: u32,
    /// To answer a complaint.
    pub complaint_workdays: u32,
    /// To answer an extended complaint.
    pub complaint_extended_workdays: u32,
    /// To verify a bad rating.
    pub rating_verify_workdays: u32,
    /// To rectify and answer a bad rating.
    pub rating_rectify_workdays: u32,
    /// To appeal, from the month's public notice (公示) on; 5 where the rulebook says nothing.
    pub appeal_workdays: u32,
    /// To decide an appeal, from its filing on; 5 where the rulebook says nothing.
    pub appeal_decide_workdays: u32,
    /// To carry out a rectification order that names no date of its own; 10 where the rulebook says nothing.
    pub order_workdays: u32,
}

impl Rulebook {
    /// Whether a kind breaks a ban.
    pub fn is_ban(&self, kind: KindIdx) -> bool {
        self.bans.contains(&kind)
    }
}

impl Book {
    /// The rule for a kind with what one finding of it is worth.
    pub fn rule(&self, kind: KindIdx) -> Option<(&Rule, Amount)> {
        let rule = &self.rules[self.rule_of_kind[usize::from(kind)]?];
        rule.amounts.iter().find(|(of, _)| *of == kind).map(|&(_, amount)| (rule, amount))
    }

    /// The rule and category of the month's evaluation.
    pub fn evaluation(&self) -> (&Rule, &Category) {
        let rule = &self.rules[self.evaluation_rule];
        (rule, &self.categories[rule.category.unwrap_or_default()])
    }
}

/// Splits a rule id into the letter and number that it is ordered by: `W-B10` is (`B`, 10), `W-G` (`G`, 0).
pub fn rule_order(id: &str) -> Option<(String, u32)> {
    let tail = id.split_once('-').map_or(id, |(_, tail)| tail);
    let letters = tail.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = &tail[letters.len()..];
    if letters.is_empty() || !letters.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let number = if number.is_empty() { 0 } else { number.parse().ok()? };
    Some((letters.to_owned(), number))
}
