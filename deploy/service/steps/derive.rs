//! Which notices follow from the appeals and orders of a log, as of an instant.

use dashboards::pages::appeal::data_in;
use dashboards::pages::appeals::entry_told;
use dashboards::words::appeals::outcome as outcome_word;
use ingest::live::Moment;
use ingest::store::{KeptNotice, NoticeState, StoreError};
use reports::words::{AppealTold, Lang, OrderTold};
use scoring::appeals::{self, Appeal};
use scoring::context::Context;
use scoring::log::EventIdx;
use scoring::orders::{self, Order, StepKind};
use scoring::registry::WindowIdx;
use scoring::time::Date;
use serde::Serialize;
use serde_json::Value;

/// The kinds of these notices.
pub const KINDS: [&str; 7] = [
    "appeal_decided",
    "appeal_filed",
    "appeal_undecided",
    "order_due",
    "order_failed",
    "order_issued",
    "order_overdue",
];

/// A notice's body: what the contract's notices have, the facts, and a text in both languages.
#[derive(Default, Serialize)]
struct Body {
    kind: &'static str,
    level: u8,
    subject: String,
    date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    window: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    staff: Option<String>,
    department: String,
    to: Vec<String>,
    /// When it was filed or issued.
    since: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counted: Option<String>,
    text: Text,
}

#[derive(Default, Serialize)]
struct Text {
    zh: String,
    en: String,
}

fn in_both(tell: impl Fn(Lang) -> String) -> Text {
    Text { zh: tell(Lang::Zh), en: tell(Lang::En) }
}

/// What a derivation adds to.
struct Found<'m> {
    moment: &'m Moment<'m>,
    from: Date,
    today: Date,
    notices: Vec<KeptNotice>,
}

/// The notices dated from a day on up to today.
pub fn derive(moment: &Moment<'_>, from: Date) -> Result<Vec<KeptNotice>, StoreError> {
    let mut found = Found { moment, from, today: moment.context.today(), notices: Vec::new() };
    for appeal in appeals::list(&moment.context) {
        found.appeal(&appeal)?;
    }
    for order in orders::list(&moment.context) {
        found.order(&order)?;
    }
    Ok(found.notices)
}

/// What of an event's data is told: a text of it.
fn text_of(data: &Value, name: &str) -> Option<String> {
    data[name].as_str().map(str::to_owned)
}

impl Found<'_> {
    fn context(&self) -> &Context<'_> {
        &self.moment.context
    }

    fn data(&self, event: EventIdx) -> Result<Value, StoreError> {
        let kept = self.moment.records.event(self.moment.number(event))?;
        Ok(kept.map(|kept| data_in(&kept.raw)).unwrap_or_default())
    }

    /// The working day on which something that happened on a day is told.
    fn told_on(&self, date: Date) -> Date {
        let calendar = self.context().calendar();
        if calendar.is_working(date) { date } else { calendar.next(date) }
    }

    /// Whether a notice of a date is to be derived now.
    fn is_wanted(&self, date: Date) -> bool {
        self.from <= date && date <= self.today
    }

    fn window(&self, window: WindowIdx) -> (String, String, String) {
        let registry = self.context().registry();
        let of = &registry.windows[usize::from(window)];
        let department = registry.departments[usize::from(of.department)].id.clone();
        (of.id.clone(), department, format!("{} {}", of.id, of.name))
    }

    fn keep(&mut self, identity: String, date: Date, body: Body) {
        // A failed check that leaves the due date as it was derives the same notice again.
        if self.notices.iter().any(|notice| notice.identity == identity) {
            return;
        }
        let date = date.to_string();
        let body = Body { date: date.clone(), ..body };
        self.notices.push(KeptNotice {
            identity,
            kind: body.kind.to_owned(),
            level: body.level,
            subject: body.subject.clone(),
            date,
            recipients: body.to.clone(),
            body: serde_json::to_string(&body).unwrap_or_default(),
            derived: self.context().as_of,
            state: NoticeState::Pending,
            sent: None,
        });
    }

    fn appeal(&mut self, appeal: &Appeal) -> Result<(), StoreError> {
        let context = self.moment.context;
        let id = context.log.text(appeal.id).to_owned();
        let (window, department, named) = self.window(appeal.window);
        let (filed, decide_by) = (appeal.filed_on(&context), appeal.decide_by(&context));
        let about = |lang: Lang| match appeal.entry(&context) {
            Some(entry) => entry_told(&context, &entry, lang),
            None => context.log.text(appeal.about).to_owned(),
        };
        let told = |lang: Lang| AppealTold { id: id.clone(), window: named.clone(), about: about(lang) };
        let year = self.today.year();
        let staff = appeal.staff.map(|staff| context.registry().staff[usize::from(staff)].id.clone());
        let body = |kind: &'static str, level: u8, to: Vec<String>| Body {
            kind,
            level,
            subject: id.clone(),
            window: window.clone(),
            staff: staff.clone(),
            department: department.clone(),
            to,
            since: filed.to_string(),
            about: Some(about(Lang::Zh)),
            ..Body::default()
        };
        let supervision = || "supervision".to_owned();
        if self.is_wanted(self.told_on(filed)) {
            let data = self.data(appeal.filed)?;
            let told = Body {
                due: Some(decide_by.to_string()),
                reason: text_of(&data, "reason"),
                by: text_of(&data, "filed_by"),
                text: in_both(|lang| lang.appeal_filed(&told(lang), &lang.day(decide_by, year))),
                ..body("appeal_filed", 2, vec![supervision()])
            };
            self.keep(format!("appeal_filed/{id}"), self.told_on(filed), told);
        }
        let overdue = context.calendar().next(decide_by);
        let first = appeal.decisions.first().map(|decision| context.date(decision.event));
        if self.is_wanted(overdue) && first.is_none_or(|first| first >= overdue) {
            let told = Body {
                due: Some(decide_by.to_string()),
                text: in_both(|lang| lang.appeal_undecided(&told(lang), &lang.day(decide_by, year))),
                ..body("appeal_undecided", 3, vec![supervision(), "county_leader".to_owned()])
            };
            self.keep(format!("appeal_undecided/{id}"), overdue, told);
        }
        for (decision, number) in appeal.decisions.iter().zip(1..) {
            let date = self.told_on(context.date(decision.event));
            if !self.is_wanted(date) {
                continue;
            }
            let data = self.data(decision.event)?;
            let reason = text_of(&data, "reason").unwrap_or_default();
            let to = vec![format!("window:{window}"), format!("department_head:{department}")];
            let told = Body {
                text: in_both(|lang| {
                    lang.appeal_decided(&told(lang), lang.say(outcome_word(decision.outcome)), &reason)
                }),
                outcome: Some(decision.outcome.word()),
                reason: Some(reason.clone()),
                by: text_of(&data, "approved_by"),
                ..body("appeal_decided", 2, to)
            };
            let more = if number == 1 { String::new() } else { format!("/{number}") };
            self.keep(format!("appeal_decided/{id}{more}"), date, told);
        }
        Ok(())
    }

    fn order(&mut self, order: &Order) -> Result<(), StoreError> {
        let context = self.moment.context;
        let id = context.log.text(order.id).to_owned();
        let (window, department, named) = self.window(order.window);
        let issued = order.issued_on(&context);
        let data = self.data(order.issued)?;
        let reason = text_of(&data, "reason").unwrap_or_default();
        let year = self.today.year();
        let told = |lang: Lang, due: Date| OrderTold {
            id: id.clone(),
            window: named.clone(),
            reason: reason.clone(),
            due: lang.day(due, year),
        };
        let to_window = vec![format!("window:{window}"), format!("department_head:{department}")];
        let body = |kind: &'static str, level: u8, due: Date, to: Vec<String>| Body {
            kind,
            level,
            subject: id.clone(),
            due: Some(due.to_string()),
            window: window.clone(),
            department: department.clone(),
            to,
            since: issued.to_string(),
            reason: Some(reason.clone()),
            ..Body::default()
        };
        let first_due = order.due_at_first(&context);
        if self.is_wanted(self.told_on(issued)) {
            let told = Body {
                by: text_of(&data, "issued_by"),
                text: in_both(|lang| lang.order_issued(&told(lang, first_due))),
                ..body("order_issued", 2, first_due, to_window.clone())
            };
            self.keep(format!("order_issued/{id}"), self.told_on(issued), told);
        }
        for Stretch { begun, due, ended } in stretches(&context, order) {
            let before = context.calendar().minus(due, 1);
            let is_open = |date: Date| ended.is_none_or(|ended| ended >= date);
            // Where it is issued that late, being issued has told it.
            if before > begun && self.is_wanted(before) && is_open(before) {
                let told = Body {
                    text: in_both(|lang| lang.order_due(&told(lang, due))),
                    ..body("order_due", 1, due, to_window.clone())
                };
                self.keep(format!("order_due/{id}/{due}"), before, told);
            }
            let after = context.calendar().next(due);
            if self.is_wanted(after) && is_open(after) {
                let to = vec![format!("department_head:{department}"), "supervision".to_owned()];
                let told = Body {
                    text: in_both(|lang| lang.order_overdue(&told(lang, due))),
                    ..body("order_overdue", 2, due, to)
                };
                self.keep(format!("order_overdue/{id}/{due}"), after, told);
            }
        }
        let mut failures = 0;
        for step in &order.steps {
            let StepKind::Failed(again) = step.kind else { continue };
            failures += 1;
            let date = self.told_on(context.date(step.event));
            if !self.is_wanted(date) {
                continue;
            }
            let data = self.data(step.event)?;
            let remark = text_of(&data, "remark").unwrap_or_else(|| "—".to_owned());
            let told = Body {
                by: text_of(&data, "by"),
                counted: Some(failures.to_string()),
                text: in_both(|lang| lang.order_failed(&told(lang, again), &remark)),
                ..body("order_failed", 2, again, to_window.clone())
            };
            self.keep(format!("order_failed/{id}/{failures}"), date, told);
        }
        Ok(())
    }
}

/// A time in which the window had to act.
struct Stretch {
    /// The day on which it was issued, or a check failed.
    begun: Date,
    /// By when.
    due: Date,
    /// When it was reported as done or checked; none while it goes on.
    ended: Option<Date>,
}

fn stretches(context: &Context<'_>, order: &Order) -> Vec<Stretch> {
    let due = order.due_at_first(context);
    let mut stretches = vec![Stretch { begun: order.issued_on(context), due, ended: None }];
    for step in &order.steps {
        let date = context.date(step.event);
        if let Some(running) = stretches.last_mut().filter(|stretch| stretch.ended.is_none()) {
            running.ended = Some(date);
        }
        if let StepKind::Failed(again) = step.kind {
            stretches.push(Stretch { begun: date, due: again, ended: None });
        }
    }
    stretches
}
