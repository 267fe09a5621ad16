//! A rectification order as its document tells it, gathered from its events.

use crate::pages::appeal::data_in;
use ingest::live::Moment;
use ingest::store::StoreError;
use reports::papers::order::{OrderTold, Step, StepTold};
use scoring::context::Context;
use scoring::log::EventIdx;
use scoring::orders::{self, Order, OrderStep, StepKind};
use scoring::time::Month;
use serde_json::Value;

/// An order by its id; `None` where none of the id was issued.
///
/// # Errors
///
/// The store cannot be read.
pub fn told(moment: &Moment<'_>, id: &str) -> Result<Option<OrderTold>, StoreError> {
    let context = &moment.context;
    let Some(order) = orders::find(context, id) else { return Ok(None) };
    let issued = data(moment, order.issued)?;
    let step = |step: &OrderStep| told_step(moment, step);
    Ok(Some(OrderTold {
        id: id.to_owned(),
        window: context.registry().windows[usize::from(order.window)].id.clone(),
        reason: issued["reason"].as_str().unwrap_or_default().to_owned(),
        issued: order.issued_on(context),
        due_at_first: order.due_at_first(context),
        due: order.due,
        steps: order.steps.iter().map(step).collect::<Result<_, _>>()?,
    }))
}

/// The month whose results an order follows from: the last one that was over on the day on which it was issued.
pub fn month(context: &Context<'_>, order: &Order) -> Month {
    order.issued_on(context).month().previous()
}

fn told_step(moment: &Moment<'_>, step: &OrderStep) -> Result<StepTold, StoreError> {
    let data = data(moment, step.event)?;
    let lines = data["evidence"].as_array().into_iter().flatten().chain(data.get("remark"));
    Ok(StepTold {
        date: moment.context.date(step.event),
        step: match step.kind {
            StepKind::Completed => Step::Reported,
            StepKind::Passed => Step::Passed,
            StepKind::Failed(again) => Step::Failed(again),
        },
        lines: lines.filter_map(|line| line.as_str().map(str::to_owned)).collect(),
    })
}

fn data(moment: &Moment<'_>, event: EventIdx) -> Result<Value, StoreError> {
    let kept = moment.records.event(moment.number(event))?;
    Ok(kept.map(|kept| data_in(&kept.raw)).unwrap_or_default())
}
