//! Ratings: the satisfaction rates, `dissatisfied` findings, and the notices about bad ratings.

// The log hands each subject the events of its own types; naming the others in every match would say nothing. A new type
// is pointed out by the compiler where types are named: `event.rs`, `gather.rs` and the wire.
#![allow(clippy::wildcard_enum_match_arm)]

use crate::context::Context;
use crate::effects::{Effects, Tally};
use crate::event::{Fact, Responsible};
use crate::finding::{About, Evidence, Finding};
use crate::log::{EventIdx, Text};
use crate::notices::{Notice, NoticeKind, NoticeSubject};
use crate::subject::{Judged, Role, Standing};
use crate::time::Date;

/// Levels 1 and 2 are dissatisfied.
const WORST_SATISFIED_LEVEL: u8 = 3;

/// Judges one rating. A rating has no end.
pub fn judge(context: &Context<'_>, subject: Text, events: &[EventIdx], effects: &mut Effects) {
    let mut judged = Judged::new(context, context.log.text(subject));
    let mut submitted = None;
    let mut verifications: Vec<EventIdx> = Vec::new();
    let (mut rectified, mut replied) = (None, None);
    for &event in events {
        let role = match context.log.record(event).fact {
            Fact::RatingSubmitted { .. } => Role::Opening,
            _ => Role::FollowUp,
        };
        if judged.admit(event, role, effects) == Standing::Odd {
            continue;
        }
        match context.log.record(event).fact {
            Fact::RatingSubmitted { .. } => submitted = Some(event),
            Fact::RatingVerified { .. } => verifications.push(event),
            Fact::RatingRectified => rectified = rectified.or(Some(context.date(event))),
            Fact::RatingReplied => replied = replied.or(Some(context.date(event))),
            _ => {}
        }
    }
    let Some(submitted) = submitted else { return };
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
