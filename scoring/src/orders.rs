//! Rectification orders (限期整改): issued with a date, reported as done, checked by the bureau.
//!
//! | from | to | when |
//! | --- | --- | --- |
//! | nothing | open | `order.issued` |
//! | open | done | `order.completed` |
//! | open, done | passed | `order.checked` that passed |
//! | open, done | open | `order.checked` that failed |
//!
//! A failed check gives so many working days anew as the rulebook gives an order (`order_workdays`), where the order's own date
//! is not later. Checks count as decisions on appeals do. None of it has any effect on scores.

// The log hands each subject the events of its own types; naming the others in every match would say nothing. A new type
// is pointed out by the compiler where types are named: `event.rs`, `gather.rs` and the wire.
#![allow(clippy::wildcard_enum_match_arm)]

use crate::appeals::may_decide;
use crate::context::Context;
use crate::effects::Effects;
use crate::event::{Fact, Subject};
use crate::log::{EventIdx, SubjectIdx, Text};
use crate::registry::WindowIdx;
use crate::subject::{Judged, Role, Standing};
use crate::time::Date;

/// A rectification order as its events tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Its id.
    pub id: Text,
    /// The event that issued it.
    pub issued: EventIdx,
    /// The window that is to rectify.
    pub window: WindowIdx,
    /// By when, as things stand.
    pub due: Date,
    /// What was reported and checked, in order.
    pub steps: Vec<OrderStep>,
    /// Where it stands.
    pub state: OrderState,
}

/// A step of an order after it was issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderStep {
    /// The event.
    pub event: EventIdx,
    /// What happened.
    pub kind: StepKind,
}

/// What can happen to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// Reported as done.
    Completed,
    /// Checked, and passed.
    Passed,
    /// Checked, and failed; it is open again until a day.
    Failed(Date),
}

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OrderState {
    /// The window has to act.
    Open,
    /// It is reported as done and waits for the bureau's check.
    Done,
    /// It was checked and passed.
    Passed,
}

impl OrderState {
    /// The word in views and queries.
    pub fn word(self) -> &'static str {
        match self {
            OrderState::Open => "open",
            OrderState::Done => "done",
            OrderState::Passed => "passed",
        }
    }
}

impl Order {
    /// The day on which it was issued.
    pub fn issued_on(&self, context: &Context<'_>) -> Date {
        context.date(self.issued)
    }

    /// By when it was to be done when it was issued.
    pub fn due_at_first(&self, context: &Context<'_>) -> Date {
        match context.log.record(self.issued).fact {
            Fact::OrderIssued { due, .. } => due,
            _ => self.due,
        }
    }

    /// Whether it is open though its last day is over.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.state == OrderState::Open && self.due < today
    }

    /// How often it was checked and failed.
    pub fn failures(&self) -> usize {
        self.steps.iter().filter(|step| matches!(step.kind, StepKind::Failed(_))).count()
    }

    /// The last report that it is done, where nothing was checked since.
    pub fn completion(&self) -> Option<EventIdx> {
        let last = self.steps.last().filter(|_| self.state == OrderState::Done)?;
        Some(last.event)
    }
}

/// The last day that an order of a day has, where it names none.
pub fn usual_due(context: &Context<'_>, issued: Date) -> Date {
    context.calendar().plus(issued, context.county.rulebooks.on(issued).deadlines.order_workdays)
}

/// All orders, in the order in which they were issued.
pub fn list(context: &Context<'_>) -> Vec<Order> {
    let subjects = context.log.appeals_and_orders().iter();
    let mut found: Vec<Order> = subjects.filter_map(|&subject| read(context, subject)).collect();
    found.sort_by(|a, b| context.log.order(a.issued, b.issued));
    found
}

/// An order by its id.
pub fn find(context: &Context<'_>, id: &str) -> Option<Order> {
    read(context, context.log.find_subject(&Subject::Order(id))?)
}

/// Reads an order's events in order; what does not count is left out. `None` where it was never issued.
fn read(context: &Context<'_>, subject: SubjectIdx) -> Option<Order> {
    let Subject::Order(id) = context.log.subject_texts(subject) else { return None };
    let (mut events, mut scratch) = (Vec::new(), Effects::new(context.today()));
    context.log.events_of(subject, context.as_of, &mut events);
    let mut judged = Judged::new(context, context.log.text(id));
    let mut order: Option<Order> = None;
    for event in events {
        let record = context.log.record(event);
        let role =
            if matches!(record.fact, Fact::OrderIssued { .. }) { Role::Opening } else { Role::FollowUp };
        if judged.admit(event, role, &mut scratch) == Standing::Odd {
            continue;
        }
        if let Fact::OrderIssued { window, due } = record.fact {
            order =
                Some(Order { id, issued: event, window, due, steps: Vec::new(), state: OrderState::Open });
        }
        let Some(order) = order.as_mut() else { continue };
        match record.fact {
            Fact::OrderCompleted => order.step(event, StepKind::Completed),
            Fact::OrderChecked { passed: true } if may_decide(context, record.source) => {
                judged.end();
                order.step(event, StepKind::Passed);
            }
            Fact::OrderChecked { passed: false } if may_decide(context, record.source) => {
                let again = usual_due(context, context.date(event)).max(order.due);
                order.step(event, StepKind::Failed(again));
            }
            _ => {}
        }
    }
    order
}

impl Order {
    fn step(&mut self, event: EventIdx, kind: StepKind) {
        self.state = match kind {
            StepKind::Completed => OrderState::Done,
            StepKind::Passed => OrderState::Passed,
            StepKind::Failed(again) => {
                self.due = again;
                OrderState::Open
            }
        };
        self.steps.push(OrderStep { event, kind });
    }
}
