//! Notices: the ladder from 催办预告 to 移交 and the other warnings (`clock.md`, Notices).
//!
//! A notice's identity is its kind, subject, level and due date, so that it is sent once however often it is derived.

use crate::log::{Log, Text};
use crate::month::notice_subject;
use crate::registry::{DepartmentIdx, Registry, StaffIdx, WindowIdx};
use crate::time::Date;
use std::fmt::Write as _;

/// A warning to somebody, dated a working day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it warns of.
    pub kind: NoticeKind,
    /// How far up the ladder, 1 to 4.
    pub level: u8,
    /// What it is about.
    pub subject: NoticeSubject,
    /// The working day on which it is sent.
    pub date: Date,
    /// The deadline behind it.
    pub due: Option<Date>,
    /// The window concerned.
    pub window: Option<WindowIdx>,
    /// The department concerned; none: the region.
    pub department: Option<DepartmentIdx>,
}

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoticeSubject {
    /// A case, complaint or rating.
    Text(Text),
    /// A joint share: case and department.
    Share(Text, DepartmentIdx),
    /// A window.
    Window(WindowIdx),
    /// A staff member.
    Staff(StaffIdx),
    /// A missed target of a department; none: of the region.
    Target(Option<DepartmentIdx>, &'static str),
}

/// The kinds of notices, in the order of their words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeKind {
    /// 催办预告.
    CaseDue,
    /// 催办通知, 催办警告, 移交.
    CaseOverdue,
    /// A complaint waits for an answer.
    ComplaintDue,
    /// A complaint was not answered in time.
    ComplaintOverdue,
    /// Staff broke a ban.
    DismissalRecommended,
    /// 群众不满意窗口.
    DissatisfiedWindow,
    /// The same for a joint share as `CaseDue`.
    JointDue,
    /// The same for a joint share as `CaseOverdue`.
    JointOverdue,
    /// A complaint against staff was upheld for the first time this year.
    NotifyDepartment,
    /// A bad rating that was rectified too late or not at all.
    RatingUnrectified,
    /// A bad rating under a real name without a reply.
    RatingUnreplied,
    /// A bad rating that nobody verified.
    RatingUnverified,
    /// The same applicant and item were returned again.
    RepeatReturn,
    /// Two failed evaluations running.
    ReturnToUnit,
    /// A target was missed.
    TargetMissed,
    /// A complaint against staff was upheld again this year.
    TransferRecommended,
    /// The yellow flag.
    YellowFlag,
    /// A further yellow flag this year.
    YellowFlagWarning,
}

/// Who gets a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// The window's people.
    Window(WindowIdx),
    /// The head of a department.
    DepartmentHead(DepartmentIdx),
    /// The county leader.
    CountyLeader,
    /// The supervision bureau.
    Supervision,
}

impl NoticeKind {
    /// Every kind, in the order of their words.
    pub const ALL: [NoticeKind; 18] = [
        NoticeKind::CaseDue,
        NoticeKind::CaseOverdue,
        NoticeKind::ComplaintDue,
        NoticeKind::ComplaintOverdue,
        NoticeKind::DismissalRecommended,
        NoticeKind::DissatisfiedWindow,
        NoticeKind::JointDue,
        NoticeKind::JointOverdue,
        NoticeKind::NotifyDepartment,
        NoticeKind::RatingUnrectified,
        NoticeKind::RatingUnreplied,
        NoticeKind::RatingUnverified,
        NoticeKind::RepeatReturn,
        NoticeKind::ReturnToUnit,
        NoticeKind::TargetMissed,
        NoticeKind::TransferRecommended,
        NoticeKind::YellowFlag,
        NoticeKind::YellowFlagWarning,
    ];

    /// The kind of a word.
    pub fn of_word(word: &str) -> Option<NoticeKind> {
        NoticeKind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Whether it follows from a whole month's results, and so is dated in the month after.
    pub fn is_of_month_end(self) -> bool {
        match self {
            NoticeKind::DismissalRecommended
            | NoticeKind::DissatisfiedWindow
            | NoticeKind::NotifyDepartment
            | NoticeKind::ReturnToUnit
            | NoticeKind::TargetMissed
            | NoticeKind::TransferRecommended
            | NoticeKind::YellowFlag
            | NoticeKind::YellowFlagWarning => true,
            NoticeKind::CaseDue
            | NoticeKind::CaseOverdue
            | NoticeKind::ComplaintDue
            | NoticeKind::ComplaintOverdue
            | NoticeKind::JointDue
            | NoticeKind::JointOverdue
            | NoticeKind::RatingUnrectified
            | NoticeKind::RatingUnreplied
            | NoticeKind::RatingUnverified
            | NoticeKind::RepeatReturn => false,
        }
    }

    /// The contract's word.
    pub fn word(self) -> &'static str {
        match self {
            NoticeKind::CaseDue => "case_due",
            NoticeKind::CaseOverdue => "case_overdue",
            NoticeKind::ComplaintDue => "complaint_due",
            NoticeKind::ComplaintOverdue => "complaint_overdue",
            NoticeKind::DismissalRecommended => "dismissal_recommended",
            NoticeKind::DissatisfiedWindow => "dissatisfied_window",
            NoticeKind::JointDue => "joint_due",
            NoticeKind::JointOverdue => "joint_overdue",
            NoticeKind::NotifyDepartment => "notify_department",
            NoticeKind::RatingUnrectified => "rating_unrectified",
            NoticeKind::RatingUnreplied => "rating_unreplied",
            NoticeKind::RatingUnverified => "rating_unverified",
            NoticeKind::RepeatReturn => "repeat_return",
            NoticeKind::ReturnToUnit => "return_to_unit",
            NoticeKind::TargetMissed => "target_missed",
            NoticeKind::TransferRecommended => "transfer_recommended",
            NoticeKind::YellowFlag => "yellow_flag",
            NoticeKind::YellowFlagWarning => "yellow_flag_warning",
        }
    }
}

impl Notice {
    /// What makes it the same notice however often it is derived: kind, subject, level, and the due date, or for notices of
    /// a month's end that month. A repeated return has neither; its case is completed once.
    ///
    /// It is what `notice.acknowledged` names, for example `case_overdue/C-1001/2/2026-09-08`.
    pub fn identity(&self, log: &Log, registry: &Registry) -> String {
        let subject = notice_subject(log, registry, &self.subject);
        let kind = self.kind.word();
        let mut identity = String::with_capacity(kind.len() + subject.len() + "//1/2026-09-08".len());
        let _ = write!(identity, "{kind}/{subject}/{}", self.level);
        let _ = match self.due {
            Some(due) => write!(identity, "/{due}"),
            None if self.kind.is_of_month_end() => write!(identity, "/{}", self.date.month().previous()),
            None => Ok(()),
        };
        identity
    }

    /// Whether two notices have the same identity; of one log.
    pub(crate) fn is_same(&self, other: &Notice) -> bool {
        (self.kind, self.level, &self.subject, self.due)
            == (other.kind, other.level, &other.subject, other.due)
    }

    /// Who gets it, by the table of `clock.md`.
    pub fn recipients(&self) -> Vec<Recipient> {
        let head = self.department.map_or(Recipient::CountyLeader, Recipient::DepartmentHead);
        match (self.kind, self.level) {
            (NoticeKind::CaseDue | NoticeKind::JointDue | NoticeKind::ComplaintDue, _) => {
                vec![self.window.map_or(head, Recipient::Window)]
            }
            (NoticeKind::CaseOverdue | NoticeKind::JointOverdue, 3) => vec![head, Recipient::CountyLeader],
            (NoticeKind::CaseOverdue | NoticeKind::JointOverdue, 4) => vec![Recipient::Supervision],
            (NoticeKind::CaseOverdue | NoticeKind::JointOverdue, _) => vec![head],
            (NoticeKind::ComplaintOverdue | NoticeKind::RatingUnrectified, _) => {
                vec![head, Recipient::Supervision]
            }
            (NoticeKind::RepeatReturn, _) => vec![Recipient::Supervision],
            (
                NoticeKind::RatingUnverified
                | NoticeKind::RatingUnreplied
                | NoticeKind::TargetMissed
                | NoticeKind::YellowFlag
                | NoticeKind::YellowFlagWarning
                | NoticeKind::DissatisfiedWindow
                | NoticeKind::DismissalRecommended
                | NoticeKind::NotifyDepartment
                | NoticeKind::TransferRecommended
                | NoticeKind::ReturnToUnit,
                _,
            ) => vec![head],
        }
    }
}
