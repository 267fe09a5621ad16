//! What the program's own kinds are called: notices with their levels, anomalies, flags, sites, sessions, leaves, ratings.

use super::{Lang, Word};
use scoring::event::{Direction, LeaveKind, Procedure, Responsible};
use scoring::notices::NoticeKind;
use scoring::ranking::Flag;
use scoring::registry::SiteKind;
use scoring::time::Session;

impl Lang {
    /// What a notice, or the action of its kind, is called.
    pub fn notice(self, kind: NoticeKind, level: u8) -> &'static str {
        self.say(match (kind, level) {
            (NoticeKind::CaseDue, _) => Word::new("催办预告", "Due soon"),
            (NoticeKind::CaseOverdue, 4) => Word::new("移交监察", "Handed to supervision"),
            (NoticeKind::CaseOverdue, 3) => Word::new("催办警告", "Overdue: warning"),
            (NoticeKind::CaseOverdue, _) => Word::new("催办通知", "Overdue: notice"),
            (NoticeKind::JointDue, _) => Word::new("联办催办预告", "Joint share due soon"),
            (NoticeKind::JointOverdue, 4) => Word::new("联办移交监察", "Joint share handed to supervision"),
            (NoticeKind::JointOverdue, 3) => Word::new("联办催办警告", "Joint share overdue: warning"),
            (NoticeKind::JointOverdue, _) => Word::new("联办催办通知", "Joint share overdue: notice"),
            (NoticeKind::ComplaintDue, _) => Word::new("投诉待办", "Complaint to answer"),
            (NoticeKind::ComplaintOverdue, _) => Word::new("投诉超期未办", "Complaint not answered in time"),
            (NoticeKind::RatingUnverified, _) => Word::new("差评未核实", "Bad rating not verified"),
            (NoticeKind::RatingUnrectified, _) => Word::new("差评未整改", "Bad rating not rectified"),
            (NoticeKind::RatingUnreplied, _) => {
                Word::new("实名差评未回复", "Bad rating by name not answered")
            }
            (NoticeKind::RepeatReturn, _) => Word::new("重复退件", "Returned again"),
            (NoticeKind::TargetMissed, _) => Word::new("指标未达标", "Target missed"),
            (NoticeKind::YellowFlag, _) => Word::new("黄旗窗口", "Yellow flag"),
            (NoticeKind::YellowFlagWarning, _) => {
                Word::new("再次黄旗警告", "Warning for a further yellow flag")
            }
            (NoticeKind::DissatisfiedWindow, _) => Word::new("群众不满意窗口", "Dissatisfied window"),
            (NoticeKind::DismissalRecommended, _) => Word::new("建议辞退", "Dismissal recommended"),
            (NoticeKind::NotifyDepartment, _) => Word::new("通报派出部门", "Department notified"),
            (NoticeKind::TransferRecommended, _) => Word::new("建议调离", "Transfer recommended"),
            (NoticeKind::ReturnToUnit, _) => Word::new("退回原单位", "Return to unit"),
        })
    }

    /// What an action means and why the rules propose it; empty for what is a notice alone.
    pub fn consequence(self, kind: NoticeKind) -> &'static str {
        self.say(match kind {
            NoticeKind::DissatisfiedWindow => Word::new(
                "挂牌一周，限期整改，取消本年度评先资格",
                "a sign for a week, rectification, no award this year",
            ),
            NoticeKind::YellowFlagWarning => Word::new(
                "同年再次黄旗：警告，限期整改，建议调换人员",
                "a further yellow flag this year: warning, rectification by a date, change of staff suggested",
            ),
            NoticeKind::DismissalRecommended => Word::new("违反工作禁令", "broke a ban"),
            NoticeKind::NotifyDepartment => {
                Word::new("本年度首次被投诉查实", "first complaint upheld against the person this year")
            }
            NoticeKind::TransferRecommended => {
                Word::new("本年度再次被投诉查实", "a further complaint upheld against the person this year")
            }
            NoticeKind::ReturnToUnit => {
                Word::new("连续两个月考评不合格", "evaluation failed two months in a row")
            }
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
            | NoticeKind::YellowFlag => Word::new("", ""),
        })
    }

    /// What an anomaly is called, by the contract's word.
    pub fn anomaly(self, kind: &str) -> &str {
        let word = match kind {
            "after_end" => Word::new("结束之后的事件，不起作用", "event after the end, without effect"),
            "attendance_silent" => Word::new(
                "全场无打卡，疑为设备故障，当日不计迟到旷工",
                "nobody swiped, device lost? no lateness or absence that day",
            ),
            "calendar_missing" => Word::new(
                "缺少该年放假安排，按周末推算，结果暂定",
                "no calendar for the year: results are provisional",
            ),
            "evaluation_missing" => {
                Word::new("没有当月考评，按满分计", "no evaluation on record: full marks")
            }
            "foreign_source" => {
                Word::new("来源无权处理，不起作用", "from a source that may not speak for it, without effect")
            }
            "missed_swipe" => {
                Word::new("漏打卡，不扣分，不算满勤", "missed swipe: no points lost, no full attendance")
            }
            "no_lead" => Word::new(
                "联办超期，但该部门没有窗口负责人",
                "joint share overdue, but the department has no window lead",
            ),
            "not_assigned" => {
                Word::new("当月无派驻，不计入考核", "without an assignment in the month: counts in no book")
            }
            "out_of_sequence" => Word::new("次序不合的事件", "event out of sequence"),
            "repeated" => Word::new("重复的开始事件，不起作用", "a second opening, without effect"),
            "suspension_overrun" => Word::new(
                "特别程序超过批准天数，超出部分计时",
                "special procedure ran longer than approved: the days beyond count",
            ),
            "unmatched" => Word::new("找不到对应的开始事件", "no opening event for it"),
            unknown => return unknown,
        };
        self.say(word)
    }

    /// A flag with its glyph: never by colour alone.
    pub fn flag(self, flag: Flag) -> &'static str {
        self.say(match flag {
            Flag::Red => Word::new("⚑ 红旗", "⚑ red flag"),
            Flag::Yellow => Word::new("⚐ 黄旗", "⚐ yellow flag"),
        })
    }

    /// What a site is.
    pub fn site_kind(self, kind: SiteKind) -> &'static str {
        self.say(match kind {
            SiteKind::Hall => Word::new("政务大厅", "hall"),
            SiteKind::SubCenter => Word::new("分中心", "sub-center"),
            SiteKind::Township => Word::new("乡镇便民服务中心", "township center"),
            SiteKind::Village => Word::new("村级服务点", "village point"),
        })
    }

    /// Morning or afternoon.
    pub fn session(self, session: Session) -> &'static str {
        self.say(match session {
            Session::Am => Word::new("上午", "morning"),
            Session::Pm => Word::new("下午", "afternoon"),
        })
    }

    /// Morning or afternoon by the contract's word; the word itself where it is neither.
    pub fn session_word(self, word: &str) -> &str {
        let session = Session::BOTH.into_iter().find(|session| session.word() == word);
        session.map_or(word, |session| self.session(session))
    }

    /// Arriving or leaving.
    pub fn direction(self, direction: Direction) -> &'static str {
        self.say(match direction {
            Direction::In => Word::new("到岗", "arrival"),
            Direction::Out => Word::new("离岗", "departure"),
        })
    }

    /// A special procedure, whose days do not count.
    pub fn procedure(self, procedure: Procedure) -> &'static str {
        self.say(match procedure {
            Procedure::Hearing => Word::new("听证", "hearing"),
            Procedure::Bidding => Word::new("招标", "call for bids"),
            Procedure::Auction => Word::new("拍卖", "auction"),
            Procedure::Inspection => Word::new("检验", "inspection"),
            Procedure::Testing => Word::new("检测", "testing"),
            Procedure::Quarantine => Word::new("检疫", "quarantine"),
            Procedure::Appraisal => Word::new("鉴定", "appraisal"),
            Procedure::ExpertReview => Word::new("专家评审", "expert review"),
        })
    }

    /// A kind of leave.
    pub fn leave(self, kind: LeaveKind) -> &'static str {
        self.say(match kind {
            LeaveKind::Sick => Word::new("病假", "sick leave"),
            LeaveKind::Personal => Word::new("事假", "personal leave"),
            LeaveKind::Official => Word::new("公差", "official business"),
            LeaveKind::Entitled => Word::new("法定假", "entitled leave"),
        })
    }

    /// A rating's level.
    pub fn rating_level(self, level: u8) -> &'static str {
        self.say(match level {
            5 => Word::new("非常满意", "very satisfied"),
            4 => Word::new("满意", "satisfied"),
            3 => Word::new("基本满意", "basically satisfied"),
            2 => Word::new("不满意", "dissatisfied"),
            _ => Word::new("非常不满意", "very dissatisfied"),
        })
    }

    /// Who answers for a bad rating.
    pub fn responsible(self, responsible: Responsible) -> &'static str {
        self.say(match responsible {
            Responsible::Staff => Word::new("工作人员", "the staff member"),
            Responsible::Window => Word::new("窗口", "the window"),
            Responsible::Nobody => Word::new("无", "nobody"),
        })
    }
}
