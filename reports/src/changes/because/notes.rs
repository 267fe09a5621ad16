//! Why actions, notices, anomalies, rates and missed targets changed.

use super::{Because, event_name};
use crate::changes::late::{Late, Topic};
use crate::changes::published::{
    Action, Anomaly, Book, Entry, Level, Notice, RateOf, Standing, TargetMissed,
};
use crate::changes::{Area, Change, Reason, Turn};
use scoring::notices::NoticeKind;
use std::collections::BTreeSet;

impl Because<'_> {
    /// Gives each turned thing the reasons that a function finds for it.
    pub fn each<T>(&self, turns: Vec<Turn<T>>, reasons: impl Fn(&T) -> Vec<Reason>) -> Vec<Change<T>> {
        let change = |turn: Turn<T>| Change { because: self.or_otherwise(reasons(turn.latest())), turn };
        turns.into_iter().map(change).collect()
    }

    /// Why an action is proposed or not: the lines that it rests on, the standing that it follows, or an earlier month.
    pub fn action(
        &self,
        action: &Action,
        entries: &[Change<Entry>],
        windows: &[Change<Standing>],
        staff: &[Change<Standing>],
    ) -> Vec<Reason> {
        let (own, sees_the_year) = match NoticeKind::of_word(&action.kind) {
            Some(NoticeKind::DismissalRecommended) => {
                let on_the_day = |entry: &Entry| entry.date == action.date;
                (of_staff_lines(&action.subject, entries, on_the_day), false)
            }
            Some(NoticeKind::NotifyDepartment | NoticeKind::TransferRecommended) => {
                (of_staff_lines(&action.subject, entries, |entry| entry.complaint.is_some()), true)
            }
            Some(NoticeKind::YellowFlagWarning) => (
                of_standing(&action.subject, windows, |standing| standing.flag.map(|flag| flag.word())),
                true,
            ),
            Some(NoticeKind::DissatisfiedWindow) => {
                (of_standing(&action.subject, windows, |standing| Some(standing.dissatisfied)), false)
            }
            Some(NoticeKind::ReturnToUnit) => {
                (of_standing(&action.subject, staff, |standing| standing.evaluation.clone()), true)
            }
            // All others are notices alone.
            Some(
                NoticeKind::CaseDue
                | NoticeKind::CaseOverdue
                | NoticeKind::ComplaintDue
                | NoticeKind::ComplaintOverdue
                | NoticeKind::JointDue
                | NoticeKind::JointOverdue
                | NoticeKind::RatingUnrectified
                | NoticeKind::RatingUnreplied
                | NoticeKind::RatingUnverified
                | NoticeKind::RepeatReturn
                | NoticeKind::TargetMissed
                | NoticeKind::YellowFlag,
            )
            | None => (Vec::new(), false),
        };
        match own.is_empty() && sees_the_year && self.same_rulebook {
            true => vec![Reason::EarlierMonths],
            false => own,
        }
    }

    /// Why a notice goes out or not.
    pub fn notice(&self, notice: &Notice) -> Vec<Reason> {
        let id = notice.subject.clone();
        match NoticeKind::of_word(&notice.kind) {
            Some(NoticeKind::CaseDue | NoticeKind::CaseOverdue) => self.late_about(&Topic::Case(id)),
            Some(NoticeKind::JointDue | NoticeKind::JointOverdue) => {
                self.late_about(&Topic::Case(case_of_share(&id).to_owned()))
            }
            // The other case of the same applicant is not named.
            Some(NoticeKind::RepeatReturn) => match self.late_about(&Topic::Case(id)) {
                own if own.is_empty() => self.late_in(Area::Cases).into_iter().collect(),
                own => own,
            },
            Some(NoticeKind::ComplaintDue | NoticeKind::ComplaintOverdue) => {
                self.late_about(&Topic::Complaint(id))
            }
            Some(
                NoticeKind::RatingUnverified | NoticeKind::RatingUnrectified | NoticeKind::RatingUnreplied,
            ) => self.late_about(&Topic::Rating(id)),
            // They tell what the month before came to.
            Some(
                NoticeKind::DismissalRecommended
                | NoticeKind::DissatisfiedWindow
                | NoticeKind::NotifyDepartment
                | NoticeKind::ReturnToUnit
                | NoticeKind::TargetMissed
                | NoticeKind::TransferRecommended
                | NoticeKind::YellowFlag
                | NoticeKind::YellowFlagWarning,
            ) => vec![Reason::EarlierMonths],
            None => Vec::new(),
        }
    }

    /// Why odd input is listed or not. Here a late event counts though it has no effect: that is what is listed.
    pub fn anomaly(&self, anomaly: &Anomaly, entries: &[Change<Entry>]) -> Vec<Reason> {
        let named: Vec<Reason> = (0..self.late.len())
            .filter(|&place| names_event(anomaly, &self.late[place]))
            .map(Reason::Late)
            .collect();
        if !named.is_empty() {
            return named;
        }
        let id = &anomaly.subject;
        match anomaly.kind.as_str() {
            "missed_swipe" => self.late_where(|late| speaks_of_day(late, Some(id), anomaly)),
            "attendance_silent" => self.late_where(|late| speaks_of_day(late, None, anomaly)),
            "evaluation_missing" => {
                let book = if anomaly.detail == "window" { Book::Window } else { Book::Staff };
                let month = anomaly.date.month();
                self.late_about(&Topic::Evaluation { book, subject: id.clone(), month })
            }
            // What counts in no book of a person still counts in the window's.
            "not_assigned" => of_staff_lines(id, entries, |entry| {
                entry.kind == anomaly.detail && entry.date == anomaly.date
            }),
            "suspension_overrun" | "no_lead" => self.late_about(&Topic::Case(id.clone())),
            _ => match subject_of_event(anomaly) {
                Some(topic) => self.late_about(&topic),
                None => Vec::new(),
            },
        }
    }

    /// How many late events speak of what a rate counts.
    pub fn rate(&self, rate: &RateOf) -> Vec<Reason> {
        areas(&rate.rate).iter().flat_map(|&area| self.late_in(area)).collect()
    }

    fn late_in(&self, area: Area) -> Option<Reason> {
        let count = self.late_where(|late| late.topic.area() == Some(area)).len();
        (count > 0).then_some(Reason::LateIn(area, count))
    }

    /// Why a target is missed or not: its rate, or else the target itself.
    pub fn target(&self, missed: &TargetMissed, rates: &[Change<RateOf>]) -> Vec<Reason> {
        let rate = if missed.target == "reduction" { "promised_reduction" } else { &missed.target };
        let its_own = |of: &RateOf| match (&missed.department, of.level) {
            (None, Level::Region) => of.rate == rate,
            (Some(id), Level::Department) => of.rate == rate && of.id == *id,
            (None | Some(_), Level::Region | Level::Department | Level::Site | Level::Window) => false,
        };
        let own = rates.iter().find(|change| its_own(change.turn.latest()));
        own.map_or(Vec::new(), |change| change.because.clone())
    }
}

fn union<'c>(reasons: impl Iterator<Item = &'c Vec<Reason>>) -> Vec<Reason> {
    reasons.flatten().copied().collect::<BTreeSet<Reason>>().into_iter().collect()
}

fn of_staff_lines(staff: &str, entries: &[Change<Entry>], rests_on: impl Fn(&Entry) -> bool) -> Vec<Reason> {
    let own = entries.iter().filter(|change| {
        let entry = change.turn.latest();
        entry.staff.as_deref() == Some(staff) && rests_on(entry)
    });
    union(own.map(|change| &change.because))
}

fn of_standing<P: PartialEq>(
    id: &str,
    standings: &[Change<Standing>],
    part: impl Fn(&Standing) -> Option<P>,
) -> Vec<Reason> {
    let own = standings.iter().filter(|change| change.turn.latest().id == id && change.turn.differs(&part));
    union(own.map(|change| &change.because))
}

/// A share is named CASE/DEPARTMENT; ids of cases may hold a slash themselves.
fn case_of_share(id: &str) -> &str {
    id.rsplit_once('/').map_or(id, |(case, _)| case)
}

/// Whether an anomaly names a late event, or one that the late event takes back.
fn names_event(anomaly: &Anomaly, late: &Late) -> bool {
    let Some((_, name)) = anomaly.detail.split_once(' ') else { return false };
    // A retraction without target is listed under the id that it names.
    let is_target = anomaly.detail.starts_with("event.retracted ") && anomaly.subject == late.event.id;
    anomaly.detail == event_name(late)
        || is_target
        || late.retracts.iter().any(|event| name == format!("{}/{}", event.source, event.id))
}

/// Whether a late event speaks of an anomaly's day, and of this person if one is named.
fn speaks_of_day(late: &Late, whom: Option<&str>, anomaly: &Anomaly) -> bool {
    let is = |staff: &str| whom.is_none_or(|whom| whom == staff);
    match &late.topic {
        Topic::StaffDay { staff, date } => is(staff) && *date == anomaly.date,
        Topic::Leave { staff, first, last } => is(staff) && (*first..=*last).contains(&anomaly.date),
        Topic::Case(_)
        | Topic::Rating(_)
        | Topic::Complaint(_)
        | Topic::Finding(_)
        | Topic::Merit(_)
        | Topic::Ticket(_)
        | Topic::Evaluation { .. }
        | Topic::Charge
        | Topic::Nothing => false,
    }
}

/// What an anomaly is about whose detail names an event, `TYPE SOURCE/ID`.
fn subject_of_event(anomaly: &Anomaly) -> Option<Topic> {
    let (area, rest) = anomaly.detail.split_once('.')?;
    let id = anomaly.subject.clone();
    Some(match area {
        "case" if rest.starts_with("joint_") => Topic::Case(case_of_share(&id).to_owned()),
        "case" => Topic::Case(id),
        "queue" => Topic::Ticket(id),
        "rating" => Topic::Rating(id),
        "complaint" => Topic::Complaint(id),
        "finding" => Topic::Finding(id),
        "merit" => Topic::Merit(id),
        _ => return None,
    })
}

/// What a rate counts; rates of items count the registry.
fn areas(rate: &str) -> &'static [Area] {
    match rate {
        "accepted" | "completed" | "on_site_rate" | "on_time_rate" | "early_rate" | "instant_share"
        | "actual_reduction" => &[Area::Cases],
        "satisfaction_rate" | "dissatisfaction_rate" | "ratings" => &[Area::Ratings],
        "complaints" | "complaints_upheld" => &[Area::Complaints],
        "complaint_rate" => &[Area::Cases, Area::Complaints],
        "tickets" | "abandonment_rate" | "wait_mean_s" | "wait_p90_s" | "service_mean_s" => &[Area::Tickets],
        _ => &[],
    }
}
