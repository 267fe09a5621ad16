//! Rectification orders (限期整改): issued, reported as done, checked, as events of the contract and nothing else.

use crate::answer::Problem;
use crate::app::App;
use crate::appeals::{NAME_CHARACTERS_MAX, REASON_CHARACTERS_MAX, Scope, free_id, refused, subject_id, text};
use crate::enter::enter_decided;
use crate::pages::message::Missing;
use crate::words::orders as said;
use scoring::context::Context;
use scoring::event::Subject;
use scoring::orders::{self, Order, OrderState, usual_due};
use scoring::time::Date;
use serde_json::json;
use std::sync::Arc;

/// So many lines of evidence at most.
const EVIDENCE_LINES_MAX: usize = 50;

/// What is issued.
#[derive(Clone, Debug)]
pub struct Issue {
    /// The window, by id.
    pub window: String,
    /// What is to be rectified, and why.
    pub reason: String,
    /// By when, `YYYY-MM-DD`; the rulebook's working days from today, where nothing is said.
    pub due: String,
}

/// What a check found.
#[derive(Clone, Debug)]
pub struct Check {
    /// The order's id.
    pub order: String,
    /// Whether it passed; else the order is open again.
    pub passed: bool,
    /// What was seen.
    pub remark: String,
    /// Who checked.
    pub by: String,
    /// The digests of photos of it.
    pub photos: Vec<String>,
}

/// What is reported as done.
#[derive(Clone, Debug)]
pub struct Report {
    /// What shows it, a line each.
    pub evidence: String,
    /// The digests of photos of it.
    pub photos: Vec<String>,
}

/// Issues an order and answers its id.
///
/// # Errors
///
/// [`Problem::Refused`] with the reason: no reason, a date that is none or is over; [`Problem::Missing`]: no such window;
/// [`Problem::Broken`].
pub async fn issue_order(app: &Arc<App>, by: &str, nonce: &str, issue: Issue) -> Result<String, Problem> {
    let reason = text(&issue.reason, REASON_CHARACTERS_MAX, said::REASON_MISSING)?;
    let issued_by = by.to_owned();
    let entered = enter_decided(app, by, nonce, move |moment| {
        let context = &moment.context;
        if !context.registry().index.windows.contains_key(&issue.window) {
            return Err(Problem::Missing(Missing::Window, issue.window));
        }
        let due = match issue.due.trim() {
            "" => usual_due(context, context.today()),
            given => Date::parse(given).ok_or_else(|| refused(said::DUE_UNREADABLE))?,
        };
        if due < context.today() {
            return Err(refused(said::DUE_OVER));
        }
        let id = free_id(context, "ZG", |id| Subject::Order(id));
        let data = json!({
            "order": id, "window": issue.window, "reason": reason, "due": due.to_string(), "issued_by": issued_by,
        });
        Ok(vec![("order.issued", data)])
    });
    let entered = entered.await?;
    subject_id(app, &entered).await
}

/// Reports an order as done, with what shows it, a line each.
///
/// # Errors
///
/// [`Problem::Refused`] with the reason: no evidence, it is reported or passed already; [`Problem::Missing`]: there is no
/// such order of a window of `scope`; [`Problem::Broken`].
pub async fn report_order_done(
    app: &Arc<App>,
    by: &str,
    nonce: &str,
    order: &str,
    evidence: &str,
    scope: Scope,
) -> Result<(), Problem> {
    let report = Report { evidence: evidence.to_owned(), photos: Vec::new() };
    report_order(app, by, nonce, order, report, scope).await
}

/// As [`report_order_done`], with photos.
///
/// # Errors
///
/// As [`report_order_done`].
pub async fn report_order(
    app: &Arc<App>,
    by: &str,
    nonce: &str,
    order: &str,
    Report { evidence, photos }: Report,
    scope: Scope,
) -> Result<(), Problem> {
    let evidence = text(&evidence, REASON_CHARACTERS_MAX, said::EVIDENCE_MISSING)?;
    let lines: Vec<String> = evidence
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .take(EVIDENCE_LINES_MAX)
        .map(str::to_owned)
        .collect();
    let (order, reported_by) = (order.to_owned(), by.to_owned());
    let entered = enter_decided(app, by, nonce, move |moment| {
        let context = &moment.context;
        let found = known(context, &order)?;
        if !scope.has(&context.registry().windows[usize::from(found.window)].id) {
            return Err(Problem::Missing(Missing::Order, order));
        }
        match found.state {
            OrderState::Open => {}
            OrderState::Done => return Err(refused(said::REPORTED_ALREADY)),
            OrderState::Passed => return Err(refused(said::PASSED_ALREADY)),
        }
        let mut data = json!({ "order": order, "evidence": lines, "reported_by": reported_by });
        if !photos.is_empty() {
            data["photos"] = json!(photos);
        }
        Ok(vec![("order.completed", data)])
    });
    entered.await.map(|_| ())
}

/// Notes what the bureau's check found.
///
/// # Errors
///
/// [`Problem::Refused`] with the reason: nobody is named, a failed check says nothing, it passed already;
/// [`Problem::Missing`]; [`Problem::Broken`].
pub async fn check_order(app: &Arc<App>, by: &str, nonce: &str, check: Check) -> Result<(), Problem> {
    let checked_by = text(&check.by, NAME_CHARACTERS_MAX, said::CHECKER_MISSING)?;
    let remark = check.remark.trim().to_owned();
    if !check.passed || !remark.is_empty() {
        text(&remark, REASON_CHARACTERS_MAX, said::REMARK_MISSING)?;
    }
    let entered = enter_decided(app, by, nonce, move |moment| {
        if known(&moment.context, &check.order)?.state == OrderState::Passed {
            return Err(refused(said::PASSED_ALREADY));
        }
        let mut data = json!({ "order": check.order, "passed": check.passed, "by": checked_by });
        if !remark.is_empty() {
            data["remark"] = json!(remark);
        }
        if !check.photos.is_empty() {
            data["photos"] = json!(check.photos);
        }
        Ok(vec![("order.checked", data)])
    });
    entered.await.map(|_| ())
}

fn known(context: &Context<'_>, id: &str) -> Result<Order, Problem> {
    orders::find(context, id).ok_or_else(|| Problem::Missing(Missing::Order, id.to_owned()))
}
