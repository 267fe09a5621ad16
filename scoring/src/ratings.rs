//! Ratings: the satisfaction rates, `dissatisfied` findings, and the notices about bad ratings.

// The log hands each subject the events of its own types; naming the others in every match would say nothing. A new type
// is pointed out by the compiler where types are named: `event.rs`, `gather.rs` and the wire.
#![allow(clippy::wildcard_enum_match_arm)]

mod look;

pub use look::{Look, Progress, RatingState, StepLook, Verified, bad_ones, look};

use crate::context::Context;
use crate::effects::{Effects, Tally};
use crate::event::{Fact, Responsible};
use crate::finding::{About, Evidence, Finding};
use crate::log::{EventIdx, Text};
use crate::notices::{Notice, NoticeKind, NoticeSubject};
use crate::registry::WindowIdx;
use crate::subject::{Judged, Role, Standing};
use crate::time::Date;

/// Levels 1 and 2 are dissatisfied.
const WORST_SATISFIED_LEVEL: u8 = 3;

/// A rating as its events tell it.
pub(crate) struct Rating {
    /// The event that opened it.
    pub submitted: EventIdx,
    verifications: Vec<EventIdx>,
    /// The first rectification.
    rectified: Option<EventIdx>,
    /// The first reply.
    replied: Option<EventIdx>,
    /// What the window says against it.
    appeals: Vec<EventIdx>,
}

/// What a bad rating still waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RatingStep {
    /// To be verified.
    Verify,
    /// To be rectified.
    Rectify,
    /// To be answered, since the name was given.
    Reply,
}

impl Rating {
    /// The window that was rated.
    pub fn window(&self, context: &Context<'_>) -> Option<WindowIdx> {
        match context.log.record(self.submitted).fact {
            Fact::RatingSubmitted { window, .. } => Some(window),
            _ => None,
        }
    }

    /// Whether a person was dissatisfied; one that a system set is not.
    pub fn is_bad(&self, context: &Context<'_>) -> bool {
        match context.log.record(self.submitted).fact {
            Fact::RatingSubmitted { level, auto, .. } => !auto && level < WORST_SATISFIED_LEVEL,
            _ => false,
        }
    }

    /// What it waits for, each with its deadline. Nothing where it is good, automatic, or was found invalid.
    pub fn waits_for(&self, context: &Context<'_>) -> Vec<(RatingStep, Date)> {
        let Fact::RatingSubmitted { real_name, .. } = context.log.record(self.submitted).fact else {
            return Vec::new();
        };
        if !self.is_bad(context) {
            return Vec::new();
        }
        let calendar = context.calendar();
        let deadlines = |date: Date| context.county.rulebooks.on(date).deadlines;
        let Some(&verification) = self.verifications.last() else {
            let date = context.date(self.submitted);
            return vec![(RatingStep::Verify, calendar.plus(date, deadlines(date).rating_verify_workdays))];
        };
        let Fact::RatingVerified { valid: true, .. } = context.log.record(verification).fact else {
            return Vec::new();
        };
        let verified = context.date(verification);
        let due = calendar.plus(verified, deadlines(verified).rating_rectify_workdays);
        let rectify = self.rectified.is_none().then_some((RatingStep::Rectify, due));
        let reply = (real_name && self.replied.is_none()).then_some((RatingStep::Reply, due));
        rectify.into_iter().chain(reply).collect()
    }
}

/// Reads a rating's events in order; what is odd is noted and left out. `None` where it was never submitted. It has no end.
pub(crate) fn read(
    context: &Context<'_>,
    subject: Text,
    events: &[EventIdx],
    effects: &mut Effects,
) -> Option<Rating> {
    let mut judged = Judged::new(context, context.log.text(subject));
    let mut rating: Option<Rating> = None;
    for &event in events {
        let fact = context.log.record(event).fact;
        let role = match fact {
            Fact::RatingSubmitted { .. } => Role::Opening,
            _ => Role::FollowUp,
        };
        if judged.admit(event, role, effects) == Standing::Odd {
            continue;
        }
        if let Fact::RatingSubmitted { .. } = fact {
            rating = Some(Rating {
                submitted: event,
                verifications: Vec::new(),
                rectified: None,
                replied: None,
                appeals: Vec::new(),
            });
        }
        let Some(rating) = rating.as_mut() else { continue };
        match fact {
            Fact::RatingVerified { .. } => rating.verifications.push(event),
            Fact::RatingRectified => rating.rectified = rating.rectified.or(Some(event)),
            Fact::RatingReplied => rating.replied = rating.replied.or(Some(event)),
            Fact::RatingAppealed => rating.appeals.push(event),
            _ => {}
        }
    }
    rating
}

/// Judges one rating.
pub fn judge(context: &Context<'_>, subject: Text, events: &[EventIdx], effects: &mut Effects) {
    let Some(rating) = read(context, subject, events, effects) else { return };
    let Rating { submitted, verifications, rectified, replied, appeals: _ } = rating;
    let [rectified, replied] = [rectified, replied].map(|event| event.map(|event| context.date(event)));
    let Fact::RatingSubmitted { window, staff, level, real_name, auto, case, .. } =
        context.log.record(submitted).fact
    else {
        return;
    };
    if auto {
        return;
    }
    let date = context.date(submitted);
    let last = verifications.last().map(|&event| (event, context.log.record(event).fact));
    let invalid = matches!(last, Some((_, Fact::RatingVerified { valid: false, .. })));
    if !invalid {
        let satisfied = level >= WORST_SATISFIED_LEVEL;
        effects.tally(date, Tally::Rating { date, window, satisfied });
    }
    if level >= WORST_SATISFIED_LEVEL {
        return;
    }
    if let Some((verification, Fact::RatingVerified { valid: true, responsible, points })) = last
        && responsible != Responsible::Nobody
    {
        let verified = context.date(verification);
        let defaults = context.county.rulebooks.on(verified).dissatisfied_rating_points;
        let default = if level == 1 { defaults.level_1 } else { defaults.level_2 };
        effects.finding(verified, || Finding {
            kind: context.county.rulebooks.derived.dissatisfied,
            date: verified,
            session: None,
            window: Some(window),
            staff: staff.filter(|_| responsible == Responsible::Staff),
            count: 1,
            points: Some(points.unwrap_or(default)),
            about: About::Rating(subject, case),
            evidence: Evidence::Two(submitted, verification),
        });
    }
    let warnings = Warnings { context, subject, window: Some(window), date, real_name, rectified, replied };
    warnings.foresee(&verifications, effects);
}

/// The notices about a bad rating.
struct Warnings<'c> {
    context: &'c Context<'c>,
    subject: Text,
    window: Option<u16>,
    date: Date,
    real_name: bool,
    rectified: Option<Date>,
    replied: Option<Date>,
}

impl Warnings<'_> {
    fn foresee(&self, verifications: &[EventIdx], effects: &mut Effects) {
        let calendar = self.context.calendar();
        let deadlines = self.context.county.rulebooks.on(self.date).deadlines;
        let due = calendar.plus(self.date, deadlines.rating_verify_workdays);
        let sent = calendar.next(due);
        let verified_before = |date: Date| verifications.iter().any(|&event| self.context.date(event) < date);
        if !verified_before(sent) {
            effects.notice(self.notice(NoticeKind::RatingUnverified, due, sent));
        }
        for (place, &verification) in verifications.iter().enumerate() {
            let verified = self.context.date(verification);
            let deadlines = self.context.county.rulebooks.on(verified).deadlines;
            let due = calendar.plus(verified, deadlines.rating_rectify_workdays);
            let sent = calendar.next(due);
            let superseded = verifications[place + 1..].iter().any(|&later| self.context.date(later) < sent);
            let valid = matches!(
                self.context.log.record(verification).fact,
                Fact::RatingVerified { valid: true, .. }
            );
            if superseded || !valid {
                continue;
            }
            if self.rectified.is_none_or(|date| date >= sent) {
                effects.notice(self.notice(NoticeKind::RatingUnrectified, due, sent));
            }
            if self.real_name && self.replied.is_none_or(|date| date >= sent) {
                effects.notice(self.notice(NoticeKind::RatingUnreplied, due, sent));
            }
        }
    }

    fn notice(&self, kind: NoticeKind, due: Date, date: Date) -> Notice {
        Notice {
            kind,
            level: 2,
            subject: NoticeSubject::Text(self.subject),
            date,
            due: Some(due),
            window: self.window,
            department: self
                .window
                .map(|window| self.context.registry().windows[usize::from(window)].department),
        }
    }
}
