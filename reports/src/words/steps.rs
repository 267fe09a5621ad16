//! What is said of appeals and rectification orders when somebody is told of them.

use super::Lang;

/// An appeal, as it is told.
pub struct AppealTold {
    /// Its id.
    pub id: String,
    /// The window, by id and name.
    pub window: String,
    /// What it is about, in this language.
    pub about: String,
}

/// A rectification order, as it is told.
pub struct OrderTold {
    /// Its id.
    pub id: String,
    /// The window, by id and name.
    pub window: String,
    /// What is to be rectified.
    pub reason: String,
    /// By when, in this language.
    pub due: String,
}

impl Lang {
    /// An appeal waits for a decision until a day.
    pub fn appeal_filed(self, told: &AppealTold, decide_by: &str) -> String {
        let AppealTold { id, window, about } = told;
        match self {
            Lang::Zh => {
                format!("{window} 提出申诉 {id}：{about}。请在 {decide_by}前裁决；申诉期间原决定照常执行。")
            }
            Lang::En => format!(
                "{window} appeals ({id}) against {about}. To be decided by {decide_by}; the decision stands meanwhile."
            ),
        }
    }

    /// An appeal was not decided in time.
    pub fn appeal_undecided(self, told: &AppealTold, decide_by: &str) -> String {
        let AppealTold { id, window, about } = told;
        match self {
            Lang::Zh => format!("{window} 的申诉 {id}（{about}）应在 {decide_by}前裁决，至今未裁决。"),
            Lang::En => {
                format!(
                    "the appeal {id} of {window} against {about} was to be decided by {decide_by} and was not."
                )
            }
        }
    }

    /// An appeal was decided. `outcome` is what was decided, in this language.
    pub fn appeal_decided(self, told: &AppealTold, outcome: &str, reason: &str) -> String {
        let AppealTold { id, window, about } = told;
        match self {
            Lang::Zh => format!("{window} 的申诉 {id}（{about}）：{outcome}。理由：{reason}"),
            Lang::En => format!("the appeal {id} of {window} against {about}: {outcome}. Reason: {reason}"),
        }
    }

    /// A window is to rectify something by a day.
    pub fn order_issued(self, told: &OrderTold) -> String {
        let OrderTold { id, window, reason, due } = told;
        match self {
            Lang::Zh => format!("{window} 须在 {due}前完成整改 {id}：{reason}。完成后请报告并附证明。"),
            Lang::En => format!(
                "{window} is to rectify by {due} ({id}): {reason}. Report it as done, with what shows it."
            ),
        }
    }

    /// An order falls due on the next working day.
    pub fn order_due(self, told: &OrderTold) -> String {
        let OrderTold { id, window, reason, due } = told;
        match self {
            Lang::Zh => format!("{window} 的整改 {id} 将在 {due}到期，尚未报告完成：{reason}"),
            Lang::En => {
                format!("the order {id} of {window} falls due on {due} and is not reported as done: {reason}")
            }
        }
    }

    /// An order is overdue.
    pub fn order_overdue(self, told: &OrderTold) -> String {
        let OrderTold { id, window, reason, due } = told;
        match self {
            Lang::Zh => format!("{window} 的整改 {id} 已于 {due}到期，未报告完成：{reason}"),
            Lang::En => {
                format!("the order {id} of {window} fell due on {due} and was not reported as done: {reason}")
            }
        }
    }

    /// An order was checked and failed. `remark` is what was seen.
    pub fn order_failed(self, told: &OrderTold, remark: &str) -> String {
        let OrderTold { id, window, due, .. } = told;
        match self {
            Lang::Zh => format!("{window} 的整改 {id} 复查未通过：{remark}。请在 {due}前重新完成。"),
            Lang::En => {
                format!(
                    "the order {id} of {window} was checked and failed: {remark}. To be done again by {due}."
                )
            }
        }
    }
}
