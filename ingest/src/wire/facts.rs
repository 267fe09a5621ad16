//! From checked fields to a fact of the core: the checks that one field alone cannot tell, the registry, who may speak.

// Which types need a look beyond their fields is said where they are checked; the facts name every type.
#![allow(clippy::wildcard_enum_match_arm)]

use super::json::{self, Token};
use super::{Draft, bad, missing, unknown};
use crate::contract::EventType;
use crate::rejections::{Code, Fault};
use scoring::event::{
    AppealOutcome, Cents, Direction, Fact, HalfDay, LeaveKind, Procedure, Responsible, Subject,
};
use scoring::points::Points;
use scoring::registry::{DepartmentIdx, ItemIdx, Registry, SiteIdx, StaffIdx, WindowIdx};
use scoring::rulebook::{Amount, KindIdx, Origin, Rulebooks};
use scoring::time::{Date, Instant, Session};

/// A fact with its subject, as the wire gives them.
type Told<'l> = (Subject<&'l str>, Fact<&'l str>);

/// An event whose fields are each as they should be.
pub(super) struct Given<'d, 'l> {
    pub registry: &'d Registry,
    pub rulebooks: &'d Rulebooks,
    pub draft: &'d Draft<'d, 'l>,
    pub time: Instant,
}

impl<'l> Given<'_, 'l> {
    /// Checks that a field is there which only another field's value requires. What is missing comes before what is bad.
    pub fn check_presence(&self, event_type: EventType) -> Result<(), Fault> {
        match event_type {
            EventType::EvaluationRecorded if self.values(1).is_none() && self.values(2).is_none() => {
                Err(missing("window"))
            }
            EventType::MeritRecorded if self.merit_kind().is_some_and(|kind| kind.needs_staff) => {
                self.values(3).map(|_| ()).ok_or_else(|| missing("staff"))
            }
            _ => Ok(()),
        }
    }

    /// Checks what one field alone cannot tell. These faults come before those of the registry.
    pub fn check(&self, event_type: EventType) -> Result<(), Fault> {
        match event_type {
            EventType::FindingRecorded => self.check_finding(),
            EventType::MeritRecorded => self.check_merit(),
            EventType::EvaluationRecorded if self.values(1).is_some() && self.values(2).is_some() => {
                Err(bad("staff", "absent where `window` is there: an evaluation is of one of them"))
            }
            EventType::AttendanceLeave => {
                let ends = (self.half_day(2), self.half_day(3));
                if ends.0 > ends.1 { Err(bad("to", "no earlier than `from`")) } else { Ok(()) }
            }
            _ => Ok(()),
        }
    }

    /// Resolves the registry's ids, checks who may speak, and says what happened.
    #[inline(always)]
    pub fn fact(&self, event_type: EventType, source: SiteIdx) -> Result<Told<'l>, Fault> {
        let first = self.text(0);
        Ok(match event_type {
            EventType::CaseAccepted => {
                let (window, staff) = (self.window(2)?, self.staff(3)?);
                let item = self.item(1)?;
                self.may_speak(source, Some(window), Some(staff))?;
                let (applicant, green_channel) = (self.optional_text(4), self.flag(5));
                (Subject::Case(first), Fact::CaseAccepted { item, window, staff, applicant, green_channel })
            }
            EventType::CaseSupplementRequested => (Subject::Case(first), Fact::SupplementRequested),
            EventType::CaseSupplementReceived => (Subject::Case(first), Fact::SupplementReceived),
            EventType::CaseSuspended => {
                let reason = match self.text(1) {
                    "hearing" => Procedure::Hearing,
                    "bidding" => Procedure::Bidding,
                    "auction" => Procedure::Auction,
                    "inspection" => Procedure::Inspection,
                    "testing" => Procedure::Testing,
                    "quarantine" => Procedure::Quarantine,
                    "appraisal" => Procedure::Appraisal,
                    _ => Procedure::ExpertReview,
                };
                let days = self.values(2).map(|_| self.integer(2) as u16);
                (Subject::Case(first), Fact::CaseSuspended { reason, days })
            }
            EventType::CaseResumed => (Subject::Case(first), Fact::CaseResumed),
            EventType::CaseExtended => {
                (Subject::Case(first), Fact::CaseExtended { days: self.integer(1) as u16 })
            }
            EventType::CaseCompleted => {
                (Subject::Case(first), Fact::CaseCompleted { returned: self.text(1) == "returned" })
            }
            EventType::CaseWithdrawn => (Subject::Case(first), Fact::CaseWithdrawn),
            EventType::CaseJointAssigned => {
                let (department, days) = (self.department(1)?, self.integer(2) as u16);
                (Subject::Case(first), Fact::JointAssigned { department, days })
            }
            EventType::CaseJointCompleted => {
                (Subject::Case(first), Fact::JointCompleted { department: self.department(1)? })
            }
            EventType::AttendanceSwipe => {
                // A device may record anybody of the region.
                let (staff, direction, device) = (self.staff(0)?, self.direction(1), self.device(2));
                let day = Subject::StaffDay(staff, self.registry.zone.date(self.time));
                (day, Fact::Swipe { direction, device })
            }
            EventType::AttendanceLeave => {
                let staff = self.staff(0)?;
                self.may_speak(source, None, Some(staff))?;
                let kind = match self.text(1) {
                    "sick" => LeaveKind::Sick,
                    "personal" => LeaveKind::Personal,
                    "official" => LeaveKind::Official,
                    _ => LeaveKind::Entitled,
                };
                let (from, to) = (self.half_day(2), self.half_day(3));
                (Subject::StaffLeaves(staff), Fact::Leave { kind, from, to })
            }
            EventType::AttendanceMakeup => {
                let staff = self.staff(0)?;
                self.may_speak(source, None, Some(staff))?;
                let (session, direction) = (self.session(2), self.direction(3));
                (Subject::StaffDay(staff, self.date(1)), Fact::Makeup { session, direction })
            }
            EventType::AttendanceCover => {
                let (window, staff) = (self.window(0)?, self.staff(1)?);
                self.may_speak(source, Some(window), Some(staff))?;
                (Subject::Step, Fact::Step)
            }
            EventType::QueueTaken => {
                if self.values(1).is_some() {
                    self.item(1)?;
                }
                (Subject::Ticket(first), Fact::TicketTaken)
            }
            EventType::QueueCalled => {
                let (window, staff) = (self.window(1)?, self.optional_staff(2)?);
                self.may_speak(source, Some(window), staff)?;
                (Subject::Ticket(first), Fact::TicketCalled { window })
            }
            EventType::QueueServed => (Subject::Ticket(first), Fact::TicketServed),
            EventType::QueueAbandoned => (Subject::Ticket(first), Fact::TicketAbandoned),
            EventType::RatingSubmitted => {
                let (window, staff) = (self.window(1)?, self.optional_staff(5)?);
                self.may_speak(source, Some(window), staff)?;
                let (level, case) = (self.integer(2) as u8, self.optional_text(4));
                let (device, real_name, auto) = (self.device(6), self.flag(7), self.flag(8));
                (
                    Subject::Rating(first),
                    Fact::RatingSubmitted { window, staff, level, real_name, auto, case, device },
                )
            }
            EventType::RatingVerified => {
                let responsible = match self.optional_text(2) {
                    Some("staff") => Responsible::Staff,
                    Some("window") => Responsible::Window,
                    _ => Responsible::Nobody,
                };
                let (valid, points) = (self.flag(1), self.points(3));
                (Subject::Rating(first), Fact::RatingVerified { valid, responsible, points })
            }
            EventType::RatingRectified => (Subject::Rating(first), Fact::RatingRectified),
            EventType::RatingReplied => (Subject::Rating(first), Fact::RatingReplied),
            EventType::RatingAppealed => (Subject::Rating(first), Fact::RatingAppealed),
            EventType::ComplaintReceived => {
                let (window, staff) = (self.window(1)?, self.optional_staff(2)?);
                self.may_speak(source, Some(window), staff)?;
                (Subject::Complaint(first), Fact::ComplaintReceived { window, staff })
            }
            EventType::ComplaintAccepted => (Subject::Complaint(first), Fact::ComplaintAccepted),
            EventType::ComplaintRejected => (Subject::Complaint(first), Fact::ComplaintRejected),
            EventType::ComplaintExtended => (Subject::Complaint(first), Fact::ComplaintExtended),
            EventType::ComplaintResolved => {
                let (substantiated, points) = (self.flag(1), self.points(2));
                (Subject::Complaint(first), Fact::ComplaintResolved { substantiated, points })
            }
            EventType::FindingRecorded => {
                let (window, staff) = (self.window(2)?, self.optional_staff(3)?);
                self.may_speak(source, Some(window), staff)?;
                let (kind, count, points) = (self.kind(), self.count(4), self.points(5));
                (Subject::Finding(first), Fact::FindingRecorded { kind, window, staff, count, points })
            }
            EventType::FindingVoided => (Subject::Finding(first), Fact::FindingVoided),
            EventType::MeritRecorded => {
                let (window, staff) = (self.window(2)?, self.optional_staff(3)?);
                self.may_speak(source, Some(window), staff)?;
                let (kind, count) = (self.kind(), self.count(4));
                (Subject::Merit(first), Fact::MeritRecorded { kind, window, staff, count })
            }
            EventType::MeritVoided => (Subject::Merit(first), Fact::MeritVoided),
            EventType::EvaluationRecorded => {
                let month = self.values(0).and_then(|token| self.draft.month(token)).unwrap_or_default();
                let (center, peers) =
                    (self.points(3).unwrap_or_default(), self.points(4).unwrap_or_default());
                let subject = if self.values(1).is_some() {
                    let window = self.window(1)?;
                    self.may_speak(source, Some(window), None)?;
                    Subject::WindowEvaluation(window, month)
                } else {
                    let staff = self.staff(2)?;
                    self.may_speak(source, None, Some(staff))?;
                    Subject::StaffEvaluation(staff, month)
                };
                (subject, Fact::EvaluationRecorded { center, peers })
            }
            EventType::FeeCharged => {
                let window = self.window(1)?;
                let item = self.item(0)?;
                self.may_speak(source, Some(window), None)?;
                let (amount_cents, elsewhere) =
                    (Cents::new(self.integer(2) as u64), self.text(3) == "elsewhere");
                let case = self.optional_text(4);
                (Subject::Charge, Fact::FeeCharged { item, window, amount_cents, elsewhere, case })
            }
            EventType::EventRetracted => {
                let (of, id) = (self.text(0), self.text(1));
                let site = &self.registry.sites[usize::from(source)];
                if of != site.id && !site.supervision {
                    return Err(Fault::new(
                        Code::NotAllowed,
                        format_args!(
                            "单位 `{}` 只能撤回自己发送的事件，不能撤回 `{of}` 的；请由原单位或监察机构撤回",
                            site.id
                        ),
                        format_args!(
                            "site `{}` may take back its own events only, not one of `{of}`: let that site or the \
                             supervision bureau do it",
                            site.id
                        ),
                    ));
                }
                let of = self.registry.index.sites.get(of).copied();
                (Subject::Retraction, Fact::EventRetracted { source: of, id })
            }
            EventType::AppealFiled => {
                let (window, staff) = (self.window(1)?, self.optional_staff(2)?);
                self.may_speak(source, Some(window), staff)?;
                (Subject::Appeal(first), Fact::AppealFiled { window, staff, about: self.text(3) })
            }
            EventType::OrderIssued => {
                let window = self.window(1)?;
                self.may_speak(source, Some(window), None)?;
                (Subject::Order(first), Fact::OrderIssued { window, due: self.date(3) })
            }
            EventType::AppealDecided => {
                let outcome = AppealOutcome::of_word(self.text(1)).unwrap_or(AppealOutcome::Dismissed);
                (Subject::Appeal(first), Fact::AppealDecided { outcome })
            }
            EventType::OrderCompleted => (Subject::Order(first), Fact::OrderCompleted),
            EventType::OrderChecked => (Subject::Order(first), Fact::OrderChecked { passed: self.flag(1) }),
            EventType::ProposalDecided => {
                let (kind, subject, confirmed) = (self.text(1), self.text(2), self.flag(3));
                let month = self.values(0).and_then(|token| self.draft.month(token)).unwrap_or_default();
                (Subject::Proposals(month), Fact::ProposalDecided { kind, subject, confirmed })
            }
            EventType::NoticeAcknowledged | EventType::MonthClosed => (Subject::Step, Fact::Step),
        })
    }

    /// A finding's kind must be one that may be recorded, and its points must fit a range of its rules.
    fn check_finding(&self) -> Result<(), Fault> {
        let rulebook = self.rulebooks.on(self.registry.zone.date(self.time));
        let name = self.text(1);
        let kind = self.rulebooks.kind(name);
        let Some(kind) = kind.filter(|&kind| self.may_be_recorded(kind)) else {
            return Err(bad(
                "kind",
                format_args!("a finding kind that may be recorded here, which `{name}` is not"),
            ));
        };
        let Some(points) = self.points(5) else { return Ok(()) };
        let holds = |amount: Amount| matches!(amount, Amount::Range { min, max, .. } if (min..=max).contains(&points));
        let books = [&rulebook.window_book, &rulebook.staff_book];
        if books.iter().any(|book| book.rule(kind).is_some_and(|(_, amount)| holds(amount))) {
            return Ok(());
        }
        Err(bad(
            "points",
            format_args!("within the range of a rule for `{name}`, or absent where no rule has a range"),
        ))
    }

    fn may_be_recorded(&self, kind: KindIdx) -> bool {
        match self.rulebooks.kinds()[usize::from(kind)].origin {
            Origin::Finding | Origin::DerivedToo => true,
            Origin::Merit | Origin::Derived => false,
            Origin::Attendance => {
                let window = self.registry.index.windows.get(self.text(2)).copied();
                // An unknown window is a fault of its own, told later.
                window.is_none_or(|window| {
                    let site = self.registry.windows[usize::from(window)].site;
                    !self.registry.sites[usize::from(site)].attendance
                })
            }
        }
    }

    fn check_merit(&self) -> Result<(), Fault> {
        match self.merit_kind() {
            Some(_) => Ok(()),
            None => {
                let name = self.text(1);
                Err(bad("kind", format_args!("a merit kind of the rulebook, which `{name}` is not")))
            }
        }
    }

    fn merit_kind(&self) -> Option<&scoring::rulebook::Kind> {
        let kind = &self.rulebooks.kinds()[usize::from(self.rulebooks.kind(self.text(1))?)];
        (kind.origin == Origin::Merit).then_some(kind)
    }

    /// A source speaks for its own site's windows and for staff assigned, at any time, to one of them.
    fn may_speak(
        &self,
        source: SiteIdx,
        window: Option<WindowIdx>,
        staff: Option<StaffIdx>,
    ) -> Result<(), Fault> {
        let site = &self.registry.sites[usize::from(source)];
        if site.supervision {
            return Ok(());
        }
        let own_window =
            window.is_none_or(|window| self.registry.windows[usize::from(window)].site == source);
        let own_staff =
            staff.is_none_or(|staff| self.registry.staff[usize::from(staff)].sites.contains(&source));
        if own_window && own_staff {
            return Ok(());
        }
        let (zh, en) = if own_window { ("人员", "staff member") } else { ("窗口", "window") };
        Err(Fault::new(
            Code::NotAllowed,
            format_args!("单位 `{}` 不能替其他单位的{zh}上报；请由所属单位或监察机构上报", site.id),
            format_args!(
                "site `{}` may not speak for another site's {en}: let that site or the supervision bureau send it",
                site.id
            ),
        ))
    }

    fn values(&self, place: usize) -> Option<&Token> {
        self.draft.values[place]
    }

    fn optional_text(&self, place: usize) -> Option<&'l str> {
        self.draft.text(self.values(place)?)
    }

    /// A text that the table requires.
    fn text(&self, place: usize) -> &'l str {
        self.optional_text(place).unwrap_or_default()
    }

    /// A device's name; an empty one names nothing.
    fn device(&self, place: usize) -> Option<&'l str> {
        self.optional_text(place).filter(|name| !name.is_empty())
    }

    fn flag(&self, place: usize) -> bool {
        self.values(place).is_some_and(|token| self.draft.plain(token) == "true")
    }

    fn integer(&self, place: usize) -> i64 {
        self.values(place).and_then(|token| self.draft.integer(token)).unwrap_or_default()
    }

    /// How often; once where it is not said.
    fn count(&self, place: usize) -> u8 {
        self.values(place).map_or(1, |_| self.integer(place) as u8)
    }

    fn points(&self, place: usize) -> Option<Points> {
        self.draft.decimal(self.values(place)?)
    }

    fn kind(&self) -> KindIdx {
        self.rulebooks.kind(self.text(1)).unwrap_or_default()
    }

    fn direction(&self, place: usize) -> Direction {
        if self.text(place) == "in" { Direction::In } else { Direction::Out }
    }

    fn session(&self, place: usize) -> Session {
        session_of(self.text(place))
    }

    fn date(&self, place: usize) -> Date {
        self.values(place).and_then(|token| self.draft.date(token)).unwrap_or(Date::MIN)
    }

    fn half_day(&self, place: usize) -> HalfDay {
        let nothing = HalfDay { date: Date::MIN, session: Session::Am };
        self.values(place).and_then(|token| half_day(self.draft, token)).unwrap_or(nothing)
    }

    fn window(&self, place: usize) -> Result<WindowIdx, Fault> {
        let id = self.text(place);
        let found = self.registry.index.windows.get(id).copied();
        found.ok_or_else(|| unknown(Code::UnknownWindow, "窗口", "window", id))
    }

    fn staff(&self, place: usize) -> Result<StaffIdx, Fault> {
        let id = self.text(place);
        let found = self.registry.index.staff.get(id).copied();
        found.ok_or_else(|| unknown(Code::UnknownStaff, "人员", "staff member", id))
    }

    fn optional_staff(&self, place: usize) -> Result<Option<StaffIdx>, Fault> {
        self.values(place).map(|_| self.staff(place)).transpose()
    }

    fn item(&self, place: usize) -> Result<ItemIdx, Fault> {
        let id = self.text(place);
        let found = self.registry.index.items.get(id).copied();
        found.ok_or_else(|| unknown(Code::UnknownItem, "事项", "item", id))
    }

    fn department(&self, place: usize) -> Result<DepartmentIdx, Fault> {
        let id = self.text(place);
        let found = self.registry.index.departments.get(id).copied();
        found.ok_or_else(|| unknown(Code::UnknownDepartment, "部门", "department", id))
    }
}

fn session_of(word: &str) -> Session {
    if word == "am" { Session::Am } else { Session::Pm }
}

/// `{"date","session"}`; `None` where it is anything else.
pub(super) fn half_day(draft: &Draft<'_, '_>, value: &Token) -> Option<HalfDay> {
    if value.kind != json::Kind::Object {
        return None;
    }
    let (mut date, mut session) = (None, None);
    json::members_of(draft.line.as_bytes(), value, |name, value| {
        let text = (value.kind == json::Kind::String).then(|| draft.text(&value)).flatten();
        match name {
            b"date" => date = text.and_then(Date::parse),
            b"session" => session = text.filter(|word| matches!(*word, "am" | "pm")).map(session_of),
            _ => {}
        }
    });
    Some(HalfDay { date: date?, session: session? })
}
