//! What the wire contract asks of each event type: its fields, what they hold, and which must be there (`events.md`).
//!
//! One table for every road: the wire checks events by it, and a mapping of a county's exports is checked by it before
//! the first row is read.

/// What a field of `data` holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// Any text; one that must be there is not empty.
    Text,
    /// An id of 1 to 64 characters.
    Id,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A whole number, written without fraction or exponent.
    Integer,
    /// A number with at most two decimal places.
    Decimal,
    /// `true` or `false`.
    Flag,
    /// A list of texts.
    Texts,
    /// `YYYY-MM-DD`.
    Date,
    /// `YYYY-MM`.
    Month,
    /// `{"date","session"}`, the first or last half day of a leave.
    HalfDay,
}

/// One field of `data`.
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether every event of the type has it.
    pub required: bool,
    /// The least number, of decimals in hundredths.
    pub min: i64,
    /// The greatest number, of decimals in hundredths.
    pub max: i64,
}

impl Field {
    const fn within(self, min: i64, max: i64) -> Field {
        Field { min, max, ..self }
    }
}

/// The greatest whole number that every JSON parser keeps exactly.
const INTEGER_MAX: i64 = (1 << 53) - 1;

/// The event types of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventType {
    /// `case.accepted`
    CaseAccepted,
    /// `case.supplement_requested`
    CaseSupplementRequested,
    /// `case.supplement_received`
    CaseSupplementReceived,
    /// `case.suspended`
    CaseSuspended,
    /// `case.resumed`
    CaseResumed,
    /// `case.extended`
    CaseExtended,
    /// `case.completed`
    CaseCompleted,
    /// `case.withdrawn`
    CaseWithdrawn,
    /// `case.joint_assigned`
    CaseJointAssigned,
    /// `case.joint_completed`
    CaseJointCompleted,
    /// `attendance.swipe`
    AttendanceSwipe,
    /// `attendance.leave`
    AttendanceLeave,
    /// `attendance.makeup`
    AttendanceMakeup,
    /// `attendance.cover`
    AttendanceCover,
    /// `queue.taken`
    QueueTaken,
    /// `queue.called`
    QueueCalled,
    /// `queue.served`
    QueueServed,
    /// `queue.abandoned`
    QueueAbandoned,
    /// `rating.submitted`
    RatingSubmitted,
    /// `rating.verified`
    RatingVerified,
    /// `rating.rectified`
    RatingRectified,
    /// `rating.replied`
    RatingReplied,
    /// `rating.appealed`
    RatingAppealed,
    /// `complaint.received`
    ComplaintReceived,
    /// `complaint.accepted`
    ComplaintAccepted,
    /// `complaint.rejected`
    ComplaintRejected,
    /// `complaint.extended`
    ComplaintExtended,
    /// `complaint.resolved`
    ComplaintResolved,
    /// `finding.recorded`
    FindingRecorded,
    /// `finding.voided`
    FindingVoided,
    /// `merit.recorded`
    MeritRecorded,
    /// `merit.voided`
    MeritVoided,
    /// `evaluation.recorded`
    EvaluationRecorded,
    /// `fee.charged`
    FeeCharged,
    /// `event.retracted`
    EventRetracted,
    /// `notice.acknowledged`
    NoticeAcknowledged,
    /// `appeal.filed`
    AppealFiled,
    /// `appeal.decided`
    AppealDecided,
    /// `order.issued`
    OrderIssued,
    /// `order.completed`
    OrderCompleted,
    /// `order.checked`
    OrderChecked,
    /// `proposal.decided`
    ProposalDecided,
    /// `month.closed`
    MonthClosed,
}

/// The fields of an event type, if there is such a type.
pub fn fields(event_type: &str) -> Option<&'static [Field]> {
    TYPES.iter().find(|(_, name, _)| *name == event_type).map(|(_, _, fields)| *fields)
}

/// The names of all event types.
pub fn type_names() -> Vec<&'static str> {
    TYPES.iter().map(|(_, name, _)| *name).collect()
}

/// Every type with its name and fields.
pub fn types() -> impl Iterator<Item = (EventType, &'static str, &'static [Field])> {
    TYPES.iter().copied()
}

/// The contract's own word for a type, if it has it.
pub fn known_word(event_type: &str) -> Option<&'static str> {
    TYPES.iter().map(|(_, word, _)| *word).find(|word| *word == event_type)
}

/// The halves of a [`Kind::HalfDay`].
pub const HALF_DAY: &[Field] = &[must("date", Date), must("session", SESSION)];

use Kind::{Date, Decimal, Flag, HalfDay, Id, Integer, Month, Text, Texts, Word};

const DIRECTION: Kind = Word(&["in", "out"]);
const SESSION: Kind = Word(&["am", "pm"]);

const fn must(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: true, min: i64::MIN, max: i64::MAX }
}

const fn may(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: false, min: i64::MIN, max: i64::MAX }
}

const TYPES: &[(EventType, &str, &[Field])] = &[
    (
        EventType::CaseAccepted,
        "case.accepted",
        &[
            must("case", Id),
            must("item", Id),
            must("window", Id),
            must("staff", Id),
            may("applicant", Id),
            may("green_channel", Flag),
            may("channel", Word(&["window", "online", "phone", "agent"])),
        ],
    ),
    (
        EventType::CaseSupplementRequested,
        "case.supplement_requested",
        &[must("case", Id), may("missing", Texts)],
    ),
    (EventType::CaseSupplementReceived, "case.supplement_received", &[must("case", Id)]),
    (
        EventType::CaseSuspended,
        "case.suspended",
        &[must("case", Id), must("reason", SUSPENSION), may("days", Integer).within(1, 250)],
    ),
    (EventType::CaseResumed, "case.resumed", &[must("case", Id)]),
    (
        EventType::CaseExtended,
        "case.extended",
        &[must("case", Id), must("days", Integer).within(1, 30), must("approved_by", Text)],
    ),
    (
        EventType::CaseCompleted,
        "case.completed",
        &[must("case", Id), must("outcome", Word(&["approved", "denied", "returned"]))],
    ),
    (EventType::CaseWithdrawn, "case.withdrawn", &[must("case", Id)]),
    (
        EventType::CaseJointAssigned,
        "case.joint_assigned",
        &[must("case", Id), must("department", Id), must("days", Integer).within(0, 60)],
    ),
    (EventType::CaseJointCompleted, "case.joint_completed", &[must("case", Id), must("department", Id)]),
    (
        EventType::AttendanceSwipe,
        "attendance.swipe",
        &[must("staff", Id), must("direction", DIRECTION), may("device", Text)],
    ),
    (
        EventType::AttendanceLeave,
        "attendance.leave",
        &[
            must("staff", Id),
            must("kind", LEAVE),
            must("from", HalfDay),
            must("to", HalfDay),
            must("approved_by", Text),
        ],
    ),
    (
        EventType::AttendanceMakeup,
        "attendance.makeup",
        &[
            must("staff", Id),
            must("date", Date),
            must("session", SESSION),
            must("direction", DIRECTION),
            must("approved_by", Text),
        ],
    ),
    (
        EventType::AttendanceCover,
        "attendance.cover",
        &[must("window", Id), must("staff", Id), must("date", Date), must("session", SESSION)],
    ),
    (EventType::QueueTaken, "queue.taken", &[must("ticket", Id), may("item", Id), may("appointment", Flag)]),
    (EventType::QueueCalled, "queue.called", &[must("ticket", Id), must("window", Id), may("staff", Id)]),
    (EventType::QueueServed, "queue.served", &[must("ticket", Id)]),
    (EventType::QueueAbandoned, "queue.abandoned", &[must("ticket", Id)]),
    (
        EventType::RatingSubmitted,
        "rating.submitted",
        &[
            must("rating", Id),
            must("window", Id),
            must("level", Integer).within(1, 5),
            must("channel", Word(&["device", "qr", "web", "app", "sms", "hotline", "paper"])),
            may("case", Id),
            may("staff", Id),
            may("device", Text),
            may("real_name", Flag),
            may("auto", Flag),
            may("tags", Texts),
            may("comment", Text),
        ],
    ),
    (
        EventType::RatingVerified,
        "rating.verified",
        &[
            must("rating", Id),
            must("valid", Flag),
            may("responsible", Word(&["staff", "window", "process", "none"])),
            may("points", Decimal).within(200, 500),
        ],
    ),
    (EventType::RatingRectified, "rating.rectified", &[must("rating", Id), must("measure", Text)]),
    (EventType::RatingReplied, "rating.replied", &[must("rating", Id)]),
    (EventType::RatingAppealed, "rating.appealed", &[must("rating", Id), must("reason", Text)]),
    (
        EventType::ComplaintReceived,
        "complaint.received",
        &[
            must("complaint", Id),
            must("window", Id),
            may("staff", Id),
            must("topic", Word(&["wrongly_denied", "overdue", "fee", "attitude", "integrity", "other"])),
        ],
    ),
    (EventType::ComplaintAccepted, "complaint.accepted", &[must("complaint", Id)]),
    (EventType::ComplaintRejected, "complaint.rejected", &[must("complaint", Id), must("reason", Text)]),
    (
        EventType::ComplaintExtended,
        "complaint.extended",
        &[must("complaint", Id), must("reason", Text), must("approved_by", Text)],
    ),
    (
        EventType::ComplaintResolved,
        "complaint.resolved",
        &[must("complaint", Id), must("substantiated", Flag), may("points", Decimal).within(500, 1_000)],
    ),
    (
        EventType::FindingRecorded,
        "finding.recorded",
        &[
            must("finding", Id),
            must("kind", Text),
            must("window", Id),
            may("staff", Id),
            may("count", Integer).within(1, 100),
            may("points", Decimal).within(1, i32::MAX as i64),
            must("inspector", Text),
            may("evidence", Texts),
        ],
    ),
    (
        EventType::FindingVoided,
        "finding.voided",
        &[must("finding", Id), must("reason", Text), must("approved_by", Text)],
    ),
    (
        EventType::MeritRecorded,
        "merit.recorded",
        &[
            must("merit", Id),
            must("kind", Text),
            must("window", Id),
            may("staff", Id),
            may("count", Integer).within(1, 100),
            must("recorded_by", Text),
        ],
    ),
    (
        EventType::MeritVoided,
        "merit.voided",
        &[must("merit", Id), must("reason", Text), must("approved_by", Text)],
    ),
    (
        EventType::EvaluationRecorded,
        "evaluation.recorded",
        &[
            must("month", Month),
            may("window", Id),
            may("staff", Id),
            must("center", Decimal).within(0, 10_000),
            must("peers", Decimal).within(0, 10_000),
        ],
    ),
    (
        EventType::FeeCharged,
        "fee.charged",
        &[
            must("item", Id),
            must("window", Id),
            must("amount_cents", Integer).within(0, INTEGER_MAX),
            must("place", Word(&["hall", "elsewhere"])),
            may("case", Id),
        ],
    ),
    (
        EventType::EventRetracted,
        "event.retracted",
        &[must("source", Text), must("id", Text), must("reason", Text), must("approved_by", Text)],
    ),
    (
        EventType::NoticeAcknowledged,
        "notice.acknowledged",
        &[must("notice", Text), must("by", Text), may("reason", Text)],
    ),
    (
        EventType::AppealFiled,
        "appeal.filed",
        &[
            must("appeal", Id),
            must("window", Id),
            may("staff", Id),
            must("about", Text),
            must("reason", Text),
        ],
    ),
    (
        EventType::AppealDecided,
        "appeal.decided",
        &[
            must("appeal", Id),
            must("outcome", Word(&["upheld", "dismissed", "data_wrong"])),
            must("reason", Text),
            must("approved_by", Text),
        ],
    ),
    (
        EventType::OrderIssued,
        "order.issued",
        &[must("order", Id), must("window", Id), must("reason", Text), must("due", Date)],
    ),
    (EventType::OrderCompleted, "order.completed", &[must("order", Id), may("evidence", Texts)]),
    (EventType::OrderChecked, "order.checked", &[must("order", Id), must("passed", Flag), must("by", Text)]),
    (
        EventType::ProposalDecided,
        "proposal.decided",
        &[
            must("month", Month),
            must("kind", Text),
            must("subject", Text),
            must("confirmed", Flag),
            may("reason", Text),
            must("by", Text),
        ],
    ),
    (
        EventType::MonthClosed,
        "month.closed",
        &[
            must("month", Month),
            must("version", Integer).within(1, INTEGER_MAX),
            must("digest", Text),
            must("by", Text),
        ],
    ),
];

const SUSPENSION: Kind = Word(&[
    "hearing",
    "bidding",
    "auction",
    "inspection",
    "testing",
    "quarantine",
    "appraisal",
    "expert_review",
]);

const LEAVE: Kind = Word(&[
    "sick",
    "personal",
    "official",
    "annual",
    "marriage",
    "maternity",
    "nursing",
    "bereavement",
    "home",
]);

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_there_once_and_names_each_field_once() {
        let names = type_names();
        for (place, (_, name, fields)) in TYPES.iter().enumerate() {
            assert!(!names[..place].contains(name), "{name} twice");
            for (place, field) in fields.iter().enumerate() {
                assert!(
                    fields[..place].iter().all(|other| other.name != field.name),
                    "{name} {}",
                    field.name
                );
            }
        }
    }
}
