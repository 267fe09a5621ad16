//! One good event of every type of the contract.

use super::{accepted, event};
use serde_json::{Value, json};

/// One good event of every type of the contract, with its required fields first.
pub fn every_type() -> Vec<(Value, &'static [&'static str])> {
    let half_day = |session: &str| json!({"date": "2026-09-01", "session": session});
    vec![
        (accepted(), &["case", "item", "window", "staff"]),
        (event("case.supplement_requested", json!({"case": "C-1", "missing": ["身份证"]})), &["case"]),
        (event("case.supplement_received", json!({"case": "C-1"})), &["case"]),
        (
            event("case.suspended", json!({"case": "C-1", "reason": "hearing", "days": 5})),
            &["case", "reason"],
        ),
        (event("case.resumed", json!({"case": "C-1"})), &["case"]),
        (
            event("case.extended", json!({"case": "C-1", "days": 3, "approved_by": "B"})),
            &["case", "days", "approved_by"],
        ),
        (event("case.completed", json!({"case": "C-1", "outcome": "approved"})), &["case", "outcome"]),
        (event("case.withdrawn", json!({"case": "C-1"})), &["case"]),
        (
            event("case.joint_assigned", json!({"case": "C-1", "department": "D-1", "days": 3})),
            &["case", "department", "days"],
        ),
        (event("case.joint_completed", json!({"case": "C-1", "department": "D-1"})), &["case", "department"]),
        (
            event("attendance.swipe", json!({"staff": "S-hall", "direction": "in", "device": "1"})),
            &["staff", "direction"],
        ),
        (
            event(
                "attendance.leave",
                json!({"staff": "S-hall", "kind": "sick", "from": half_day("am"), "to": half_day("pm"), "approved_by": "B"}),
            ),
            &["staff", "kind", "from", "to", "approved_by"],
        ),
        (
            event(
                "attendance.makeup",
                json!({"staff": "S-hall", "date": "2026-09-01", "session": "am", "direction": "in", "approved_by": "B"}),
            ),
            &["staff", "date", "session", "direction", "approved_by"],
        ),
        (
            event(
                "attendance.cover",
                json!({"window": "W-hall", "staff": "S-hall", "date": "2026-09-01", "session": "am"}),
            ),
            &["window", "staff", "date", "session"],
        ),
        (event("queue.taken", json!({"ticket": "T-1", "item": "I-1", "appointment": true})), &["ticket"]),
        (
            event("queue.called", json!({"ticket": "T-1", "window": "W-hall", "staff": "S-hall"})),
            &["ticket", "window"],
        ),
        (event("queue.served", json!({"ticket": "T-1"})), &["ticket"]),
        (event("queue.abandoned", json!({"ticket": "T-1"})), &["ticket"]),
        (
            event(
                "rating.submitted",
                json!({"rating": "R-1", "window": "W-hall", "level": 2, "channel": "qr", "case": "C-1", "staff": "S-hall",
                       "device": "1", "real_name": true, "auto": false, "tags": [], "comment": ""}),
            ),
            &["rating", "window", "level", "channel"],
        ),
        (
            event(
                "rating.verified",
                json!({"rating": "R-1", "valid": true, "responsible": "staff", "points": 2}),
            ),
            &["rating", "valid"],
        ),
        (event("rating.rectified", json!({"rating": "R-1", "measure": "m"})), &["rating", "measure"]),
        (event("rating.replied", json!({"rating": "R-1"})), &["rating"]),
        (event("rating.appealed", json!({"rating": "R-1", "reason": "r"})), &["rating", "reason"]),
        (
            event(
                "complaint.received",
                json!({"complaint": "P-1", "window": "W-hall", "staff": "S-hall", "topic": "fee"}),
            ),
            &["complaint", "window", "topic"],
        ),
        (event("complaint.accepted", json!({"complaint": "P-1"})), &["complaint"]),
        (event("complaint.rejected", json!({"complaint": "P-1", "reason": "r"})), &["complaint", "reason"]),
        (
            event("complaint.extended", json!({"complaint": "P-1", "reason": "r", "approved_by": "B"})),
            &["complaint", "reason", "approved_by"],
        ),
        (
            event("complaint.resolved", json!({"complaint": "P-1", "substantiated": true, "points": 5})),
            &["complaint", "substantiated"],
        ),
        (
            event(
                "finding.recorded",
                json!({"finding": "F-1", "kind": "misoperation", "window": "W-hall", "staff": "S-hall", "count": 2,
                       "points": 2.25, "inspector": "B", "evidence": ["p.jpg"]}),
            ),
            &["finding", "kind", "window", "inspector"],
        ),
        (
            event("finding.voided", json!({"finding": "F-1", "reason": "r", "approved_by": "B"})),
            &["finding", "reason", "approved_by"],
        ),
        (
            event(
                "merit.recorded",
                json!({"merit": "M-1", "kind": "grievance_award", "window": "W-hall", "staff": "S-hall", "count": 1,
                       "recorded_by": "B"}),
            ),
            &["merit", "kind", "window", "staff", "recorded_by"],
        ),
        (
            event("merit.voided", json!({"merit": "M-1", "reason": "r", "approved_by": "B"})),
            &["merit", "reason", "approved_by"],
        ),
        (
            event(
                "evaluation.recorded",
                json!({"month": "2026-09", "window": "W-hall", "center": 90, "peers": 80.25}),
            ),
            &["month", "window", "center", "peers"],
        ),
        (
            event(
                "fee.charged",
                json!({"item": "I-1", "window": "W-hall", "amount_cents": 100, "place": "hall", "case": "C-1"}),
            ),
            &["item", "window", "amount_cents", "place"],
        ),
        (
            event("event.retracted", json!({"source": "town", "id": "x", "reason": "r", "approved_by": "B"})),
            &["source", "id", "reason", "approved_by"],
        ),
        (event("notice.acknowledged", json!({"notice": "n", "by": "B", "reason": "r"})), &["notice", "by"]),
        (
            event(
                "appeal.filed",
                json!({"appeal": "A-1", "window": "W-hall", "staff": "S-hall", "about": "a", "reason": "r"}),
            ),
            &["appeal", "window", "about", "reason"],
        ),
        (
            event(
                "appeal.decided",
                json!({"appeal": "A-1", "outcome": "upheld", "reason": "r", "approved_by": "B"}),
            ),
            &["appeal", "outcome", "reason", "approved_by"],
        ),
        (
            event(
                "order.issued",
                json!({"order": "O-1", "window": "W-hall", "reason": "r", "due": "2026-09-30"}),
            ),
            &["order", "window", "reason", "due"],
        ),
        (event("order.completed", json!({"order": "O-1", "evidence": []})), &["order"]),
        (
            event("order.checked", json!({"order": "O-1", "passed": false, "by": "B"})),
            &["order", "passed", "by"],
        ),
        (
            event(
                "proposal.decided",
                json!({"month": "2026-09", "kind": "red", "subject": "W-hall", "confirmed": true, "reason": "r", "by": "B"}),
            ),
            &["month", "kind", "subject", "confirmed", "by"],
        ),
        (
            event("month.closed", json!({"month": "2026-09", "version": 1, "digest": "d", "by": "B"})),
            &["month", "version", "digest", "by"],
        ),
    ]
}
