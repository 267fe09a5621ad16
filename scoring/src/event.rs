//! What was seen: the event types, their identity and their order (`events.md`).
//!
//! [`Event`] is an event as the wire gives it: checked, its registry ids resolved, its other ids borrowed. The
//! [`crate::log::Log`] keeps it as a [`crate::log::Record`], whose texts are places in an arena; `T` stands for either.
//! Devices are few and named over and over, so the log keeps each name once; `D` stands for a device in either form.

use crate::points::Points;
use crate::registry::{DepartmentIdx, ItemIdx, SiteIdx, StaffIdx, WindowIdx};
use crate::rulebook::KindIdx;
use crate::time::{Date, Instant, Month, Session};

/// An accepted event, before the log has it.
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    /// When it happened.
    pub time: Instant,
    /// The site that sent it.
    pub source: SiteIdx,
    /// Its id, unique for the source.
    pub id: &'a str,
    /// Digest of the whole content: equal JSON values have equal digests.
    pub content: u64,
    /// What it belongs to.
    pub subject: Subject<&'a str>,
    /// What happened.
    pub fact: Fact<&'a str>,
}

/// What an event belongs to: events of one subject are judged together and by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject<T> {
    /// A case with its joint shares.
    Case(T),
    /// A queue ticket.
    Ticket(T),
    /// A rating.
    Rating(T),
    /// A complaint.
    Complaint(T),
    /// A recorded finding.
    Finding(T),
    /// A recorded merit.
    Merit(T),
    /// One day of a staff member: swipes and make-ups.
    StaffDay(StaffIdx, Date),
    /// The leaves of a staff member.
    StaffLeaves(StaffIdx),
    /// The month's evaluation of a window.
    WindowEvaluation(WindowIdx, Month),
    /// The month's evaluation of a staff member.
    StaffEvaluation(StaffIdx, Month),
    /// An appeal against an entry of the ledger.
    Appeal(T),
    /// A rectification order.
    Order(T),
    /// What the bureau decided about a month's flags and consequences.
    Proposals(Month),
    /// A charge, which stands for itself.
    Charge,
    /// A retraction.
    Retraction,
    /// A step of people or a record that changes no result.
    Step,
}

impl<T> Subject<T> {
    /// The same subject with its text replaced.
    pub fn map<U>(self, text: impl FnOnce(T) -> U) -> Subject<U> {
        match self {
            Subject::Case(id) => Subject::Case(text(id)),
            Subject::Ticket(id) => Subject::Ticket(text(id)),
            Subject::Rating(id) => Subject::Rating(text(id)),
            Subject::Complaint(id) => Subject::Complaint(text(id)),
            Subject::Finding(id) => Subject::Finding(text(id)),
            Subject::Merit(id) => Subject::Merit(text(id)),
            Subject::StaffDay(staff, date) => Subject::StaffDay(staff, date),
            Subject::StaffLeaves(staff) => Subject::StaffLeaves(staff),
            Subject::WindowEvaluation(window, month) => Subject::WindowEvaluation(window, month),
            Subject::StaffEvaluation(staff, month) => Subject::StaffEvaluation(staff, month),
            Subject::Appeal(id) => Subject::Appeal(text(id)),
            Subject::Order(id) => Subject::Order(text(id)),
            Subject::Proposals(month) => Subject::Proposals(month),
            Subject::Charge => Subject::Charge,
            Subject::Retraction => Subject::Retraction,
            Subject::Step => Subject::Step,
        }
    }
}

impl<T: Copy> Subject<T> {
    /// Its text, if it has one.
    pub fn text(&self) -> Option<T> {
        match *self {
            Subject::Case(id)
            | Subject::Ticket(id)
            | Subject::Rating(id)
            | Subject::Complaint(id)
            | Subject::Finding(id)
            | Subject::Merit(id)
            | Subject::Appeal(id)
            | Subject::Order(id) => Some(id),
            Subject::StaffDay(..)
            | Subject::StaffLeaves(_)
            | Subject::WindowEvaluation(..)
            | Subject::StaffEvaluation(..)
            | Subject::Proposals(_)
            | Subject::Charge
            | Subject::Retraction
            | Subject::Step => None,
        }
    }
}

/// Into or out of the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Arriving.
    In,
    /// Leaving.
    Out,
}

impl Direction {
    /// The word of the contract: `in` or `out`.
    pub fn word(self) -> &'static str {
        match self {
            Direction::In => "in",
            Direction::Out => "out",
        }
    }
}

/// A special procedure (特别程序) whose days do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Procedure {
    /// A hearing.
    Hearing,
    /// A call for bids.
    Bidding,
    /// An auction.
    Auction,
    /// An inspection.
    Inspection,
    /// A test.
    Testing,
    /// A quarantine.
    Quarantine,
    /// An appraisal.
    Appraisal,
    /// A review by experts.
    ExpertReview,
}

/// A kind of leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LeaveKind {
    /// Sick leave; costs points.
    Sick,
    /// Personal leave; costs points.
    Personal,
    /// On official business; counts as attendance.
    Official,
    /// Annual, marriage, maternity, nursing, bereavement or home leave.
    Entitled,
}

/// A session of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HalfDay {
    /// The date.
    pub date: Date,
    /// Morning or afternoon.
    pub session: Session,
}

/// Who answers for a bad rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Responsible {
    /// The staff member that the rating names.
    Staff,
    /// The window.
    Window,
    /// A process or nobody, or not said: no finding.
    Nobody,
}

/// An amount of money in cents. It lies at any multiple of four bytes, which keeps the facts short.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(Rust, packed(4))]
pub struct Cents(u64);

impl Cents {
    /// So many cents.
    pub fn new(cents: u64) -> Cents {
        Cents(cents)
    }

    /// How many.
    pub fn get(self) -> u64 {
        self.0
    }
}

/// What the bureau decided about an appeal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AppealOutcome {
    /// The appellant is right (成立).
    Upheld,
    /// The entry stands (维持).
    Dismissed,
    /// The data behind the entry are wrong and are to be mended first (数据有误).
    DataWrong,
}

impl AppealOutcome {
    /// All of them.
    pub const ALL: [AppealOutcome; 3] =
        [AppealOutcome::Upheld, AppealOutcome::Dismissed, AppealOutcome::DataWrong];

    /// The word of the contract.
    pub fn word(self) -> &'static str {
        match self {
            AppealOutcome::Upheld => "upheld",
            AppealOutcome::Dismissed => "dismissed",
            AppealOutcome::DataWrong => "data_wrong",
        }
    }

    /// The outcome of a word.
    pub fn of_word(word: &str) -> Option<AppealOutcome> {
        AppealOutcome::ALL.into_iter().find(|outcome| outcome.word() == word)
    }
}

/// What happened. Each variant is one type of the contract; types that change no result are [`Fact::Step`], except
/// appeals, orders and decisions on proposals, which change none either but have a state of their own.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)] // The fields are the contract's own, named and explained there.
pub enum Fact<T, D = T> {
    CaseAccepted {
        item: ItemIdx,
        window: WindowIdx,
        staff: StaffIdx,
        applicant: Option<T>,
        green_channel: bool,
    },
    SupplementRequested,
    SupplementReceived,
    CaseSuspended {
        reason: Procedure,
        days: Option<u16>,
    },
    CaseResumed,
    CaseExtended {
        days: u16,
    },
    CaseCompleted {
        returned: bool,
    },
    CaseWithdrawn,
    JointAssigned {
        department: DepartmentIdx,
        days: u16,
    },
    JointCompleted {
        department: DepartmentIdx,
    },
    Swipe {
        direction: Direction,
        device: Option<D>,
    },
    Leave {
        kind: LeaveKind,
        from: HalfDay,
        to: HalfDay,
    },
    Makeup {
        session: Session,
        direction: Direction,
    },
    TicketTaken,
    TicketCalled {
        window: WindowIdx,
    },
    TicketServed,
    TicketAbandoned,
    RatingSubmitted {
        window: WindowIdx,
        staff: Option<StaffIdx>,
        level: u8,
        real_name: bool,
        auto: bool,
        case: Option<T>,
        device: Option<D>,
    },
    RatingVerified {
        valid: bool,
        responsible: Responsible,
        points: Option<Points>,
    },
    RatingRectified,
    RatingReplied,
    RatingAppealed,
    ComplaintReceived {
        window: WindowIdx,
        staff: Option<StaffIdx>,
    },
    ComplaintAccepted,
    ComplaintRejected,
    ComplaintExtended,
    ComplaintResolved {
        substantiated: bool,
        points: Option<Points>,
    },
    FindingRecorded {
        kind: KindIdx,
        window: WindowIdx,
        staff: Option<StaffIdx>,
        count: u8,
        points: Option<Points>,
    },
    FindingVoided,
    MeritRecorded {
        kind: KindIdx,
        window: WindowIdx,
        staff: Option<StaffIdx>,
        count: u8,
    },
    MeritVoided,
    EvaluationRecorded {
        center: Points,
        peers: Points,
    },
    FeeCharged {
        item: ItemIdx,
        window: WindowIdx,
        amount_cents: Cents,
        elsewhere: bool,
        case: Option<T>,
    },
    EventRetracted {
        source: Option<SiteIdx>,
        id: T,
    },
    AppealFiled {
        window: WindowIdx,
        staff: Option<StaffIdx>,
        about: T,
    },
    AppealDecided {
        outcome: AppealOutcome,
    },
    OrderIssued {
        window: WindowIdx,
        due: Date,
    },
    OrderCompleted,
    OrderChecked {
        passed: bool,
    },
    ProposalDecided {
        kind: T,
        subject: T,
        confirmed: bool,
    },
    Step,
}

impl<T, D> Fact<T, D> {
    /// The contract's word for the type; steps keep theirs in the raw event.
    pub fn type_word(&self) -> &'static str {
        match self {
            Fact::CaseAccepted { .. } => "case.accepted",
            Fact::SupplementRequested => "case.supplement_requested",
            Fact::SupplementReceived => "case.supplement_received",
            Fact::CaseSuspended { .. } => "case.suspended",
            Fact::CaseResumed => "case.resumed",
            Fact::CaseExtended { .. } => "case.extended",
            Fact::CaseCompleted { .. } => "case.completed",
            Fact::CaseWithdrawn => "case.withdrawn",
            Fact::JointAssigned { .. } => "case.joint_assigned",
            Fact::JointCompleted { .. } => "case.joint_completed",
            Fact::Swipe { .. } => "attendance.swipe",
            Fact::Leave { .. } => "attendance.leave",
            Fact::Makeup { .. } => "attendance.makeup",
            Fact::TicketTaken => "queue.taken",
            Fact::TicketCalled { .. } => "queue.called",
            Fact::TicketServed => "queue.served",
            Fact::TicketAbandoned => "queue.abandoned",
            Fact::RatingSubmitted { .. } => "rating.submitted",
            Fact::RatingVerified { .. } => "rating.verified",
            Fact::RatingRectified => "rating.rectified",
            Fact::RatingReplied => "rating.replied",
            Fact::RatingAppealed => "rating.appealed",
            Fact::ComplaintReceived { .. } => "complaint.received",
            Fact::ComplaintAccepted => "complaint.accepted",
            Fact::ComplaintRejected => "complaint.rejected",
            Fact::ComplaintExtended => "complaint.extended",
            Fact::ComplaintResolved { .. } => "complaint.resolved",
            Fact::FindingRecorded { .. } => "finding.recorded",
            Fact::FindingVoided => "finding.voided",
            Fact::MeritRecorded { .. } => "merit.recorded",
            Fact::MeritVoided => "merit.voided",
            Fact::EvaluationRecorded { .. } => "evaluation.recorded",
            Fact::FeeCharged { .. } => "fee.charged",
            Fact::EventRetracted { .. } => "event.retracted",
            Fact::AppealFiled { .. } => "appeal.filed",
            Fact::AppealDecided { .. } => "appeal.decided",
            Fact::OrderIssued { .. } => "order.issued",
            Fact::OrderCompleted => "order.completed",
            Fact::OrderChecked { .. } => "order.checked",
            Fact::ProposalDecided { .. } => "proposal.decided",
            Fact::Step => "step",
        }
    }

    /// The same fact with its texts and its device replaced.
    pub fn map<U, E>(self, mut text: impl FnMut(T) -> U, device_of: impl FnOnce(D) -> E) -> Fact<U, E> {
        match self {
            Fact::CaseAccepted { item, window, staff, applicant, green_channel } => {
                Fact::CaseAccepted { item, window, staff, applicant: applicant.map(text), green_channel }
            }
            Fact::SupplementRequested => Fact::SupplementRequested,
            Fact::SupplementReceived => Fact::SupplementReceived,
            Fact::CaseSuspended { reason, days } => Fact::CaseSuspended { reason, days },
            Fact::CaseResumed => Fact::CaseResumed,
            Fact::CaseExtended { days } => Fact::CaseExtended { days },
            Fact::CaseCompleted { returned } => Fact::CaseCompleted { returned },
            Fact::CaseWithdrawn => Fact::CaseWithdrawn,
            Fact::JointAssigned { department, days } => Fact::JointAssigned { department, days },
            Fact::JointCompleted { department } => Fact::JointCompleted { department },
            Fact::Swipe { direction, device } => Fact::Swipe { direction, device: device.map(device_of) },
            Fact::Leave { kind, from, to } => Fact::Leave { kind, from, to },
            Fact::Makeup { session, direction } => Fact::Makeup { session, direction },
            Fact::TicketTaken => Fact::TicketTaken,
            Fact::TicketCalled { window } => Fact::TicketCalled { window },
            Fact::TicketServed => Fact::TicketServed,
            Fact::TicketAbandoned => Fact::TicketAbandoned,
            Fact::RatingSubmitted { window, staff, level, real_name, auto, case, device } => {
                let (case, device) = (case.map(text), device.map(device_of));
                Fact::RatingSubmitted { window, staff, level, real_name, auto, case, device }
            }
            Fact::RatingVerified { valid, responsible, points } => {
                Fact::RatingVerified { valid, responsible, points }
            }
            Fact::RatingRectified => Fact::RatingRectified,
            Fact::RatingReplied => Fact::RatingReplied,
            Fact::RatingAppealed => Fact::RatingAppealed,
            Fact::ComplaintReceived { window, staff } => Fact::ComplaintReceived { window, staff },
            Fact::ComplaintAccepted => Fact::ComplaintAccepted,
            Fact::ComplaintRejected => Fact::ComplaintRejected,
            Fact::ComplaintExtended => Fact::ComplaintExtended,
            Fact::ComplaintResolved { substantiated, points } => {
                Fact::ComplaintResolved { substantiated, points }
            }
            Fact::FindingRecorded { kind, window, staff, count, points } => {
                Fact::FindingRecorded { kind, window, staff, count, points }
            }
            Fact::FindingVoided => Fact::FindingVoided,
            Fact::MeritRecorded { kind, window, staff, count } => {
                Fact::MeritRecorded { kind, window, staff, count }
            }
            Fact::MeritVoided => Fact::MeritVoided,
            Fact::EvaluationRecorded { center, peers } => Fact::EvaluationRecorded { center, peers },
            Fact::FeeCharged { item, window, amount_cents, elsewhere, case } => {
                Fact::FeeCharged { item, window, amount_cents, elsewhere, case: case.map(text) }
            }
            Fact::EventRetracted { source, id } => Fact::EventRetracted { source, id: text(id) },
            Fact::AppealFiled { window, staff, about } => {
                Fact::AppealFiled { window, staff, about: text(about) }
            }
            Fact::AppealDecided { outcome } => Fact::AppealDecided { outcome },
            Fact::OrderIssued { window, due } => Fact::OrderIssued { window, due },
            Fact::OrderCompleted => Fact::OrderCompleted,
            Fact::OrderChecked { passed } => Fact::OrderChecked { passed },
            Fact::ProposalDecided { kind, subject, confirmed } => {
                Fact::ProposalDecided { kind: text(kind), subject: text(subject), confirmed }
            }
            Fact::Step => Fact::Step,
        }
    }
}
