//! A bad rating as those who work on it see it: its steps with their deadlines, what it waits for, what may be done now.

use super::{Rating, RatingStep, WORST_SATISFIED_LEVEL, read};
use crate::context::Context;
use crate::effects::Effects;
use crate::event::{Fact, Responsible, Subject};
use crate::log::{EventIdx, SubjectIdx, Text};
use crate::points::Points;
use crate::registry::{StaffIdx, WindowIdx};
use crate::time::Date;

/// A rating as somebody asks about it.
#[derive(Clone, Debug)]
pub struct Look {
    /// Its id.
    pub id: Text,
    /// The submission that counts.
    pub submitted: EventIdx,
    /// The window that was rated.
    pub window: WindowIdx,
    /// The staff member that it names.
    pub staff: Option<StaffIdx>,
    /// 1 very dissatisfied to 5 very satisfied.
    pub level: u8,
    /// Whether it was given under a real name, so that it wants a reply.
    pub real_name: bool,
    /// The case that it names.
    pub case: Option<Text>,
    /// Where it stands.
    pub state: RatingState,
    /// The verifications in order; the last one counts.
    pub verifications: Vec<EventIdx>,
    /// What the window says against it, in order.
    pub appeals: Vec<EventIdx>,
    /// The first rectification.
    pub rectified: Option<EventIdx>,
    /// The first reply.
    pub replied: Option<EventIdx>,
    /// What it waits for, each with its deadline.
    pub waits_for: Vec<(RatingStep, Date)>,
}

/// Where a rating stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RatingState {
    /// Nobody has to do anything: it is good, or set by a system.
    Idle,
    /// Somebody has to do something.
    Open,
    /// It was found valid, was rectified and, where it wants one, has its reply.
    Done,
    /// It was found not valid.
    Invalid,
}

/// One step of a bad rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepLook {
    /// Which.
    pub step: RatingStep,
    /// By when; none while it is not known (rectified and replied are counted from the verification).
    pub due: Option<Date>,
    /// The event that did it: of several verifications the last, else the first.
    pub done: Option<EventIdx>,
    /// Whether it was done after its deadline, or is not done and the deadline is over.
    pub is_late: bool,
}

/// How far the valid bad ratings are rectified and replied to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bad ratings found valid.
    pub valid: u64,
    /// Of these, the rectified ones.
    pub rectified: u64,
    /// Of the valid ones, those under a real name.
    pub real_name: u64,
    /// Of these, those with a reply.
    pub replied: u64,
}

impl Progress {
    /// Counts a rating.
    pub fn count(&mut self, context: &Context<'_>, look: &Look) {
        if look.verified(context).is_none_or(|verified| !verified.is_valid) {
            return;
        }
        self.valid += 1;
        self.rectified += u64::from(look.rectified.is_some());
        self.real_name += u64::from(look.real_name);
        self.replied += u64::from(look.real_name && look.replied.is_some());
    }
}

/// What the verification that counts says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The event.
    pub event: EventIdx,
    /// Whether the rating is valid.
    pub is_valid: bool,
    /// Who answers for it.
    pub responsible: Responsible,
    /// The points that it names.
    pub points: Option<Points>,
}

impl Look {
    /// The verification that counts.
    pub fn verified(&self, context: &Context<'_>) -> Option<Verified> {
        let event = *self.verifications.last()?;
        match context.log.record(event).fact {
            Fact::RatingVerified { valid, responsible, points } => {
                Some(Verified { event, is_valid: valid, responsible, points })
            }
            _ => None,
        }
    }

    /// Whether a step's deadline is over.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.waits_for.iter().any(|(_, due)| *due < today)
    }

    /// The earliest of the deadlines that it waits for.
    pub fn due(&self) -> Option<Date> {
        self.waits_for.iter().map(|(_, due)| *due).min()
    }

    /// Whether a step may be done now. A verification may be done again, as after an appeal: the last one counts. What was
    /// rectified or replied to before the verification counts too.
    pub fn may(&self, step: RatingStep) -> bool {
        let concerns_anybody = match self.state {
            RatingState::Idle => false,
            RatingState::Open | RatingState::Done | RatingState::Invalid => true,
        };
        match step {
            RatingStep::Verify => concerns_anybody,
            RatingStep::Rectify => self.state == RatingState::Open && self.rectified.is_none(),
            RatingStep::Reply => self.state == RatingState::Open && self.real_name && self.replied.is_none(),
        }
    }

    /// Whether the window may say something against it: it is bad, and was not found invalid already.
    pub fn may_be_appealed(&self) -> bool {
        matches!(self.state, RatingState::Open | RatingState::Done)
    }

    /// Its steps in order: to verify, to rectify, and, under a real name, to reply. Of one that was found not valid the first
    /// alone; none where nobody has to do anything.
    pub fn steps(&self, context: &Context<'_>) -> Vec<StepLook> {
        let (calendar, today) = (context.calendar(), context.today());
        let deadlines = |date: Date| context.county.rulebooks.on(date).deadlines;
        let look = |step, due: Option<Date>, done: Option<EventIdx>, first: Option<EventIdx>| {
            // Not done, it is late once the deadline's day is over.
            let until = first.map_or(today, |event| context.date(event));
            StepLook { step, due, done, is_late: due.is_some_and(|due| due < until) }
        };
        let submitted = context.date(self.submitted);
        let verify_by = calendar.plus(submitted, deadlines(submitted).rating_verify_workdays);
        let verify = look(
            RatingStep::Verify,
            Some(verify_by),
            self.verifications.last().copied(),
            self.verifications.first().copied(),
        );
        let by = self.verifications.last().map(|&event| {
            let verified = context.date(event);
            calendar.plus(verified, deadlines(verified).rating_rectify_workdays)
        });
        let rectify = look(RatingStep::Rectify, by, self.rectified, self.rectified);
        let reply = look(RatingStep::Reply, by, self.replied, self.replied);
        match self.state {
            RatingState::Idle => Vec::new(),
            RatingState::Invalid => vec![verify],
            RatingState::Open | RatingState::Done if self.real_name => vec![verify, rectify, reply],
            RatingState::Open | RatingState::Done => vec![verify, rectify],
        }
    }
}

/// Looks at one rating; `None` where it was never submitted.
pub fn look(context: &Context<'_>, id: &str) -> Option<Look> {
    let place = context.log.find_subject(&Subject::Rating(id))?;
    look_at(context, place, &mut Vec::new(), &mut Effects::new(context.today()))
}

/// Every rating that somebody has or had to work on: bad, and given by a person. The one that waits longest for somebody
/// first, then those that wait for nobody, the newest of them first.
pub fn bad_ones(context: &Context<'_>) -> Vec<Look> {
    let (mut events, mut scratch) = (Vec::new(), Effects::new(context.today()));
    let mut found: Vec<Look> = (0..context.log.subject_count() as SubjectIdx)
        .filter_map(|place| look_at(context, place, &mut events, &mut scratch))
        .filter(|look| look.state != RatingState::Idle)
        .collect();
    found.sort_by_cached_key(|look| {
        let submitted = context.log.record(look.submitted).time;
        let id = context.log.text(look.id).to_owned();
        match look.due() {
            Some(due) => (false, i64::from(due.0), submitted.0, id),
            None => (true, 0, submitted.0.saturating_neg(), id),
        }
    });
    found
}

fn look_at(
    context: &Context<'_>,
    place: SubjectIdx,
    events: &mut Vec<EventIdx>,
    scratch: &mut Effects,
) -> Option<Look> {
    let Subject::Rating(id) = context.log.subject_texts(place) else { return None };
    scratch.clear();
    context.log.events_of(place, context.as_of, events);
    let rating = read(context, id, events, scratch)?;
    let Fact::RatingSubmitted { window, staff, level, real_name, auto, case, .. } =
        context.log.record(rating.submitted).fact
    else {
        return None;
    };
    let waits_for = rating.waits_for(context);
    let Rating { submitted, verifications, rectified, replied, appeals } = rating;
    let mut look = Look {
        id,
        submitted,
        window,
        staff,
        level,
        real_name,
        case,
        state: RatingState::Open,
        verifications,
        appeals,
        rectified,
        replied,
        waits_for,
    };
    look.state = match look.verified(context) {
        _ if auto || level >= WORST_SATISFIED_LEVEL => RatingState::Idle,
        Some(Verified { is_valid: false, .. }) => RatingState::Invalid,
        Some(_) if look.waits_for.is_empty() => RatingState::Done,
        Some(_) | None => RatingState::Open,
    };
    Some(look)
}
