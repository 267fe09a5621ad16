//! What letters say of dates, deadlines and how things stand.

use super::{Lang, Word};
use crate::delivery::addressee::Instead;
use scoring::document::closest;
use scoring::time::{Date, Month};

impl Lang {
    /// `2026年9月8日（周二）`, `Tue 8 Sep 2026`: a date as letters write it, always with its year.
    pub fn full_day(self, date: Date) -> String {
        let day = self.day(date, 0);
        match (self, day.split_once(' ')) {
            (Lang::Zh, Some((date, weekday))) => format!("{date}（{weekday}）"),
            (Lang::Zh | Lang::En, _) => day,
        }
    }

    /// How far it is to a due date: working days left (the due date counted), or past it.
    pub fn to_due(self, is_over: bool, is_today: bool, workdays: u32) -> String {
        let days = self.workdays(workdays);
        match (self, is_over, is_today, workdays) {
            (Lang::Zh, false, true, _) => "今日到期".to_owned(),
            (Lang::En, false, true, _) => "due today".to_owned(),
            (Lang::Zh, false, false, 0) => "下一工作日前到期".to_owned(),
            (Lang::En, false, false, 0) => "due before the next working day".to_owned(),
            (Lang::Zh, false, false, _) => format!("还有 {days}"),
            (Lang::En, false, false, _) => format!("{days} left"),
            (Lang::Zh, true, _, 0) => "逾期不足 1 个工作日".to_owned(),
            (Lang::En, true, _, 0) => "less than 1 working day overdue".to_owned(),
            (Lang::Zh, true, ..) => format!("已逾期 {days}"),
            (Lang::En, true, ..) => format!("{days} overdue"),
        }
    }

    /// Something that lasts since a date: `等待补正（9月3日起）`.
    pub fn lasting(self, what: Word, since: Date, year_understood: i32) -> String {
        let date = self.date(since, year_understood);
        match self {
            Lang::Zh => format!("{}（{date}起）", what.zh),
            Lang::En => format!("{} (since {date})", what.en),
        }
    }

    /// Something that was done on a date: `9月11日办结`.
    pub fn done_on(self, what: Word, date: Date, year_understood: i32) -> String {
        let date = self.date(date, year_understood);
        match self {
            Lang::Zh => format!("已于{date}{}", what.zh),
            Lang::En => format!("{} on {date}", what.en),
        }
    }

    /// The due date is another one by now.
    pub fn due_moved(self, due: Option<Date>) -> String {
        match (self, due) {
            (Lang::Zh, Some(due)) => format!("到期日期现为{}", self.full_day(due)),
            (Lang::En, Some(due)) => format!("the due date is now {}", self.full_day(due)),
            (Lang::Zh, None) => "目前没有到期日期".to_owned(),
            (Lang::En, None) => "there is no due date at present".to_owned(),
        }
    }

    /// A rank among so many: `第 38 名，共 41 个`.
    pub fn rank_of(self, rank: u32, ranked: usize) -> String {
        match self {
            Lang::Zh => format!("第 {rank} 名（共 {ranked} 个窗口）"),
            Lang::En => format!("{rank} of {ranked} windows"),
        }
    }

    /// A window, person or target of a month: `W-09 不动产二窗（2026年9月）`.
    pub fn of_month(self, what: &str, month: Month) -> String {
        let month = self.month(month);
        match self {
            Lang::Zh => format!("{what}（{month}）"),
            Lang::En => format!("{what} ({month})"),
        }
    }

    /// The operator of a site's system.
    pub fn operator_of(self, site: &str) -> String {
        match self {
            Lang::Zh => format!("{site}系统管理员"),
            Lang::En => format!("system operator of {site}"),
        }
    }
}

/// What is wrong with a letter's text.
impl Lang {
    /// It is too long.
    pub fn letter_too_long(self, lines: usize, bytes: usize) -> String {
        match self {
            Lang::Zh => format!("文本过长；请控制在 {lines} 行、{bytes} 字节以内"),
            Lang::En => format!("the text is too long: keep it to {lines} lines and {bytes} bytes"),
        }
    }

    /// The first line is no subject.
    pub fn letter_wants_subject(self) -> &'static str {
        self.say(Word::new(
            "第一行是主题，不能为空，也不能用 ** 加粗",
            "the first line is the subject: write one, without **",
        ))
    }

    /// There is nothing but a subject.
    pub fn letter_wants_lines(self) -> &'static str {
        self.say(Word::new(
            "主题之后没有正文，请补写",
            "there is nothing after the subject: write the letter's lines",
        ))
    }

    /// A `**` has no other.
    pub fn letter_bold_is_open(self) -> &'static str {
        self.say(Word::new(
            "加粗的 ** 没有成对，请在同一行内补上",
            "a ** has no second one: close it on the same line",
        ))
    }

    /// A brace has no other.
    pub fn letter_brace_is_open(self, close: &str) -> String {
        match self {
            Lang::Zh => format!("缺少 {close}，请在同一行内补上"),
            Lang::En => format!("there is no {close}: close it on the same line"),
        }
    }

    /// Something else than a name stands between braces.
    pub fn letter_takes_names_alone(self, found: &str) -> String {
        match self {
            Lang::Zh => format!(
                "“{found}”不能使用；花括号内只能写 {{{{ 名称 }}}}，或在一行内写 {{% if 名称 %}}…{{% else %}}…{{% endif %}}"
            ),
            Lang::En => format!(
                "`{found}` cannot be used: write {{{{ name }}}}, or within one line {{% if name %}}…{{% else %}}…{{% endif %}}"
            ),
        }
    }

    /// What the engine says.
    pub fn letter_is_malformed(self, detail: &str) -> String {
        match self {
            Lang::Zh => format!("条件不完整，请检查 if、else、endif 是否配对（{detail}）"),
            Lang::En => format!(
                "a condition is not complete: look whether if, else and endif belong together ({detail})"
            ),
        }
    }

    /// No letter has this name.
    pub fn letter_name_is_unknown(self, name: &str, known: &[&str]) -> String {
        let near = closest(name, known);
        let known = known.join(", ");
        match (self, near) {
            (Lang::Zh, Some(near)) => format!("没有名称 {name}；是否应为 {near}？可用的名称：{known}"),
            (Lang::En, Some(near)) => {
                format!("there is no name `{name}`; is `{near}` meant? the names are {known}")
            }
            (Lang::Zh, None) => format!("没有名称 {name}；可用的名称：{known}"),
            (Lang::En, None) => format!("there is no name `{name}`; the names are {known}"),
        }
    }

    /// This letter never has anything to say under this name.
    pub fn letter_has_no(self, name: &str, has: &[&str]) -> String {
        let has = has.join(", ");
        match self {
            Lang::Zh => format!("这封信没有 {name} 可填；可用的名称：{has}"),
            Lang::En => format!("this letter has nothing to say under `{name}`; it has {has}"),
        }
    }
}

/// What stands around letters in a message.
impl Lang {
    /// `张局长：`.
    pub fn salutation(self, name: &str) -> String {
        match self {
            Lang::Zh => format!("{name}："),
            Lang::En => format!("To {name}:"),
        }
    }

    /// The subject of several notices, and of what of them is most severe: `镇赉县政务服务监督：3 条提醒（其中催办警告 1 条）`.
    pub fn several_notices(self, county: &str, count: usize, worst: &str, of_worst: usize) -> String {
        match (self, count == of_worst) {
            (Lang::Zh, false) => format!("{county}政务服务监督：{count} 条提醒（其中{worst} {of_worst} 条）"),
            (Lang::Zh, true) => format!("{county}政务服务监督：{count} 条提醒（均为{worst}）"),
            (Lang::En, false) => {
                format!("Government services, {county}: {count} notices, {of_worst} of them “{worst}”")
            }
            (Lang::En, true) => format!("Government services, {county}: {count} notices, all “{worst}”"),
        }
    }

    /// A subject that was told before.
    pub fn again(self, subject: &str) -> String {
        match self {
            Lang::Zh => format!("【再次提醒】{subject}"),
            Lang::En => format!("[Reminder] {subject}"),
        }
    }

    /// The first line of what is told again.
    pub fn told_again(self, count: usize) -> String {
        match (self, count) {
            (Lang::Zh, _) => format!("这是再次提醒：以下 {count} 条此前已经发出，至今无人确认。"),
            (Lang::En, 1) => {
                "This is a reminder: the notice below was sent before and nobody has acknowledged it."
                    .to_owned()
            }
            (Lang::En, _) => {
                format!(
                    "This is a reminder: the {count} notices below were sent before and nobody has acknowledged them."
                )
            }
        }
    }

    /// The first line of several.
    pub fn told_together(self, count: usize) -> String {
        match self {
            Lang::Zh => format!("现有以下 {count} 条提醒，请处理。"),
            Lang::En => format!("Please see to the {count} notices below."),
        }
    }

    /// Said to who reads in another's place.
    pub fn read_instead(self, name: &str, why: Instead) -> String {
        match (self, why) {
            (Lang::Zh, Instead::Deputy) => format!("{name} 外出，由您代为处理。"),
            (Lang::En, Instead::Deputy) => format!("You stand in for {name}, who is away."),
            (Lang::Zh, Instead::NoAddress) => {
                format!("本消息应发给 {name}；因未登记其联系方式，改发给您，请转告并补充登记。")
            }
            (Lang::En, Instead::NoAddress) => format!(
                "This is for {name}, whose address is not known. Please pass it on, and have the address entered."
            ),
        }
    }

    /// The heading of the notices of a level.
    pub fn level_heading(self, level: u8, count: usize) -> String {
        let what = self.say(match level {
            4 => Word::new("移交", "Handed over"),
            3 => Word::new("警告", "Warnings"),
            2 => Word::new("通知", "Notices"),
            _ => Word::new("预告", "Due soon"),
        });
        match self {
            Lang::Zh => format!("{what}（{count} 条）"),
            Lang::En => format!("{what} ({count})"),
        }
    }

    /// What is not told in full.
    pub fn more_notices(self, count: usize) -> String {
        match self {
            Lang::Zh => format!("另有 {count} 条未列出，请登录查看。"),
            Lang::En => format!("There are {count} more; please look at them on the pages."),
        }
    }

    /// What is over already.
    pub fn is_settled(self) -> &'static str {
        self.say(Word::new(
            "此事已有结果，本提醒仅供知悉。",
            "This is settled by now; the notice is for your information.",
        ))
    }

    /// What the personal link is for.
    pub fn answer_here(self) -> &'static str {
        self.say(Word::new("确认、说明情况或请求协助", "Acknowledge, state a reason or ask for help"))
    }

    /// Why the personal link must be kept.
    pub fn link_is_personal(self) -> &'static str {
        self.say(Word::new(
            "此链接供接收人本人使用，打开即可处理，请勿转发。一个工作日内无人确认的，将报上一级。",
            "The link is yours alone and needs no login; please do not pass it on. What nobody acknowledges within a working day \
             goes one level up.",
        ))
    }

    /// What a notice's page is called.
    pub fn see_page(self) -> &'static str {
        self.say(Word::new("查看详情（需登录）", "Details (login needed)"))
    }

    /// Who sends it and when.
    pub fn sent_by(self, county: &str, date: Date) -> String {
        let day = self.full_day(date);
        match self {
            Lang::Zh => format!("{county}政务服务电子监察 · {day} · 系统自动发送，请勿直接回复"),
            Lang::En => {
                format!(
                    "Electronic supervision of government services, {county} · {day} · sent automatically, please do not reply"
                )
            }
        }
    }
}

impl Lang {
    /// `zh` or `en`, as the store, addresses and arguments have it.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Zh => "zh",
            Lang::En => "en",
        }
    }

    /// The language of a code.
    pub fn of_code(code: &str) -> Option<Lang> {
        [Lang::Zh, Lang::En].into_iter().find(|lang| lang.code() == code)
    }

    /// There is no letter of a name.
    pub fn no_such_letter(self, name: &str, names: &[&str]) -> String {
        let names = names.join(", ");
        match self {
            Lang::Zh => format!("没有名为 {name} 的通知模板；现有：{names}"),
            Lang::En => format!("there is no letter `{name}`; there are {names}"),
        }
    }
}
