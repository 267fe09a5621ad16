//! What else of a recipient's windows is on the desk: rectification orders to be done, deductions that can still be appealed
//! against, appeals and what became of them.

use super::evidence;
use super::scope::Scope;
use crate::answer::Problem;
use crate::appeals::Scope as Windows;
use crate::months::appeal_time;
use crate::pages::appeals::{self, AppealRow};
use crate::pages::ledger::{self, LedgerLine};
use crate::pages::orders::{self, OrderRow};
use crate::pages::published::{self, Version};
use ingest::live::Moment;
use reports::words::Lang;
use scoring::context::Context;
use scoring::entry_name::EntryName;
use scoring::orders::OrderState;
use scoring::points::Points;
use std::collections::BTreeSet;

/// So many deductions are offered for an appeal at most, the latest.
const DEDUCTIONS_MAX: usize = 40;

/// So many appeals are shown at most, the newest.
const APPEALS_MAX: usize = 20;

/// What is a recipient's own, besides notices, ratings and complaints.
#[derive(Debug, Default)]
pub struct Own {
    /// Orders that have not passed.
    pub orders: Vec<OrderToDo>,
    /// Deductions that can be appealed against.
    pub deductions: Vec<Deduction>,
    /// Appeals, the newest first, each with the photos of what it is about while it is open.
    pub appeals: Vec<(AppealRow, Vec<String>)>,
}

/// An order that has not passed.
#[derive(Debug)]
pub struct OrderToDo {
    /// The order.
    pub row: OrderRow,
    /// The nonce of the form that reports it as done, where it can be.
    pub nonce: Option<String>,
    /// The digests of the photos of its reports and checks.
    pub photos: Vec<String>,
}

/// A deduction that can be appealed against.
#[derive(Debug)]
pub struct Deduction {
    /// The line of the ledger.
    pub line: LedgerLine,
    /// The nonce of its form.
    pub nonce: String,
    /// The digests of the photos that are evidence of it.
    pub photos: Vec<String>,
}

impl Scope {
    /// The windows of the desk, as appeals and orders want them.
    pub fn windows(self, context: &Context<'_>) -> Windows {
        let registry = context.registry();
        let own = (0..).zip(&registry.windows).filter(|(window, _)| self.has(registry, *window));
        Windows::Windows(own.map(|(_, window)| window.id.clone()).collect())
    }
}

/// What is a recipient's own. `closed` are the closed months, each in its newest version.
///
/// # Errors
///
/// The store cannot be read.
pub fn own(
    moment: &Moment<'_>,
    scope: Scope,
    closed: &[Version],
    nonce: &mut impl FnMut() -> String,
    lang: Lang,
) -> Result<Own, Problem> {
    let context = &moment.context;
    if scope == Scope::Notices {
        return Ok(Own::default());
    }
    let has = |window| scope.has(context.registry(), window);
    let mut found = Own::default();
    for order in scoring::orders::list(context) {
        if has(order.window) && order.state != OrderState::Passed {
            let form = (order.state == OrderState::Open).then(&mut *nonce);
            found.orders.push(OrderToDo {
                row: orders::row(moment, &order, lang)?,
                nonce: form,
                photos: evidence::photos_of_order(moment, &order)?,
            });
        }
    }
    let all = scoring::appeals::list(context);
    let appealed: BTreeSet<&str> = all.iter().map(|appeal| context.log.text(appeal.about)).collect();
    let is_own = |line: &LedgerLine| {
        let entry = EntryName::parse(&line.name);
        let window = entry.and_then(|entry| entry.window(context));
        line.applied.0 < Points::ZERO && window.is_some_and(has) && !appealed.contains(line.name.as_str())
    };
    let mut lines = Vec::new();
    for result in moment.results {
        if result.month <= context.today().month() && may_appeal(moment, result.month)? {
            lines.extend(ledger::lines(context, result, |_, _| true, lang).into_iter().filter(is_own));
        }
    }
    for version in closed {
        if may_appeal(moment, version.closed.month)? {
            let told = published::lines(context, &version.published, |_| true, lang);
            lines.extend(told.into_iter().filter(is_own));
        }
    }
    lines.sort_by(|a, b| (&b.date, &a.name).cmp(&(&a.date, &b.name)));
    for line in lines.into_iter().take(DEDUCTIONS_MAX) {
        let photos = evidence::photos(moment, scope, &line.events)?;
        found.deductions.push(Deduction { line, nonce: nonce(), photos });
    }
    for appeal in all.iter().rev().filter(|appeal| has(appeal.window)).take(APPEALS_MAX) {
        let about = appeal.entry(context).map(|entry| entry.evidence).unwrap_or_default();
        let events: Vec<String> = about.iter().map(|(source, id)| format!("{source}/{id}")).collect();
        let photos = evidence::photos(moment, scope, &events)?;
        found.appeals.push((appeals::row(moment, appeal, lang)?, photos));
    }
    Ok(found)
}

/// Whether there is time yet for an appeal against an entry of a month.
pub(super) fn may_appeal(moment: &Moment<'_>, month: scoring::time::Month) -> Result<bool, Problem> {
    let time = appeal_time(moment, month)?;
    Ok(time.is_none_or(|time| time.until >= moment.context.today()))
}
