//! What the wire contract asks of each event type, so that a mapping is checked before the first row is read
//! and need not say which fields are numbers.

/// What a field of `data` holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    /// Any text that is not empty.
    Text,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A whole number.
    Integer,
    /// A number that may have decimal places.
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
pub(crate) struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether every event of the type has it.
    pub required: bool,
}

/// The fields of an event type, if there is such a type.
pub(crate) fn fields(event_type: &str) -> Option<&'static [Field]> {
    TYPES.iter().find(|(name, _)| *name == event_type).map(|(_, fields)| *fields)
}

/// The names of all event types.
pub(crate) fn type_names() -> Vec<&'static str> {
    TYPES.iter().map(|(name, _)| *name).collect()
}

/// The halves of a [`Kind::HalfDay`].
pub(crate) const HALF_DAY: &[Field] = &[must("date", Date), must("session", SESSION)];

use Kind::{Date, Decimal, Flag, HalfDay, Integer, Month, Text, Texts, Word};

const DIRECTION: Kind = Word(&["in", "out"]);
const SESSION: Kind = Word(&["am", "pm"]);

const fn must(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: true }
}

const fn may(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: false }
}

const TYPES: &[(&str, &[Field])] = &[
    (
        "case.accepted",
        &[
            must("case", Text),
            must("item", Text),
            must("window", Text),
            must("staff", Text),
            may("applicant", Text),
            may("green_channel", Flag),
            may("channel", Word(&["window", "online", "phone", "agent"])),
        ],
    ),
    ("case.supplement_requested", &[must("case", Text), may("missing", Texts)]),
    ("case.supplement_received", &[must("case", Text)]),
    ("case.suspended", &[must("case", Text), must("reason", SUSPENSION), may("days", Integer)]),
    ("case.resumed", &[must("case", Text)]),
    ("case.extended", &[must("case", Text), must("days", Integer), must("approved_by", Text)]),
    ("case.completed", &[must("case", Text), must("outcome", Word(&["approved", "denied", "returned"]))]),
    ("case.withdrawn", &[must("case", Text)]),
    ("case.joint_assigned", &[must("case", Text), must("department", Text), must("days", Integer)]),
    ("case.joint_completed", &[must("case", Text), must("department", Text)]),
    ("attendance.swipe", &[must("staff", Text), must("direction", DIRECTION), may("device", Text)]),
    (
        "attendance.leave",
        &[
            must("staff", Text),
            must("kind", LEAVE),
            must("from", HalfDay),
            must("to", HalfDay),
            must("approved_by", Text),
        ],
    ),
    (
        "attendance.makeup",
        &[
            must("staff", Text),
            must("date", Date),
            must("session", SESSION),
            must("direction", DIRECTION),
            must("approved_by", Text),
        ],
    ),
    (
        "attendance.cover",
        &[must("window", Text), must("staff", Text), must("date", Date), must("session", SESSION)],
    ),
    ("queue.taken", &[must("ticket", Text), may("item", Text), may("appointment", Flag)]),
    ("queue.called", &[must("ticket", Text), must("window", Text), may("staff", Text)]),
    ("queue.served", &[must("ticket", Text)]),
    ("queue.abandoned", &[must("ticket", Text)]),
    (
        "rating.submitted",
        &[
            must("rating", Text),
            must("window", Text),
            must("level", Integer),
            must("channel", Word(&["device", "qr", "web", "app", "sms", "hotline", "paper"])),
            may("case", Text),
            may("staff", Text),
            may("device", Text),
            may("real_name", Flag),
            may("auto", Flag),
            may("tags", Texts),
            may("comment", Text),
        ],
    ),
    (
        "rating.verified",
        &[
            must("rating", Text),
            must("valid", Flag),
            may("responsible", Word(&["staff", "window", "process", "none"])),
            may("points", Decimal),
        ],
    ),
    ("rating.rectified", &[must("rating", Text), must("measure", Text)]),
    ("rating.replied", &[must("rating", Text)]),
    ("rating.appealed", &[must("rating", Text), must("reason", Text)]),
    (
        "complaint.received",
        &[
            must("complaint", Text),
            must("window", Text),
            may("staff", Text),
            must("topic", Word(&["wrongly_denied", "overdue", "fee", "attitude", "integrity", "other"])),
        ],
    ),
    ("complaint.accepted", &[must("complaint", Text)]),
    ("complaint.rejected", &[must("complaint", Text), must("reason", Text)]),
    ("complaint.extended", &[must("complaint", Text), must("reason", Text), must("approved_by", Text)]),
    ("complaint.resolved", &[must("complaint", Text), must("substantiated", Flag), may("points", Decimal)]),
    (
        "finding.recorded",
        &[
            must("finding", Text),
            must("kind", Text),
            must("window", Text),
            may("staff", Text),
            may("count", Integer),
            may("points", Decimal),
            must("inspector", Text),
            may("evidence", Texts),
        ],
    ),
    ("finding.voided", &[must("finding", Text), must("reason", Text), must("approved_by", Text)]),
    (
        "merit.recorded",
        &[
            must("merit", Text),
            must("kind", Text),
            must("window", Text),
            may("staff", Text),
            may("count", Integer),
            must("recorded_by", Text),
        ],
    ),
    ("merit.voided", &[must("merit", Text), must("reason", Text), must("approved_by", Text)]),
    (
        "evaluation.recorded",
        &[
            must("month", Month),
            may("window", Text),
            may("staff", Text),
            must("center", Decimal),
            must("peers", Decimal),
        ],
    ),
    (
        "fee.charged",
        &[
            must("item", Text),
            must("window", Text),
            must("amount_cents", Integer),
            must("place", Word(&["hall", "elsewhere"])),
            may("case", Text),
        ],
    ),
    (
        "event.retracted",
        &[must("source", Text), must("id", Text), must("reason", Text), must("approved_by", Text)],
    ),
    ("notice.acknowledged", &[must("notice", Text), must("by", Text), may("reason", Text)]),
    (
        "appeal.filed",
        &[
            must("appeal", Text),
            must("window", Text),
            may("staff", Text),
            must("about", Text),
            must("reason", Text),
        ],
    ),
    (
        "appeal.decided",
        &[
            must("appeal", Text),
            must("outcome", Word(&["upheld", "dismissed", "data_wrong"])),
            must("reason", Text),
            must("approved_by", Text),
        ],
    ),
    ("order.issued", &[must("order", Text), must("window", Text), must("reason", Text), must("due", Date)]),
    ("order.completed", &[must("order", Text), may("evidence", Texts)]),
    ("order.checked", &[must("order", Text), must("passed", Flag), must("by", Text)]),
    (
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
        "month.closed",
        &[must("month", Month), must("version", Integer), must("digest", Text), must("by", Text)],
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
        for (place, (name, fields)) in TYPES.iter().enumerate() {
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
