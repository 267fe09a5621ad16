//! Fees: charged elsewhere, above the standard or without authority (收费管理).

use crate::context::Context;
use crate::effects::Effects;
use crate::event::Fact;
use crate::finding::{About, Evidence, Finding};
use crate::log::EventIdx;

/// Judges one charge. It can be more than one finding; a charge of nothing is none.
pub fn judge(context: &Context<'_>, event: EventIdx, effects: &mut Effects) {
    let Fact::FeeCharged { item, window, amount_cents, elsewhere, case } = context.log.record(event).fact
    else {
        return;
    };
    if amount_cents.get() == 0 {
        return;
    }
    let date = context.date(event);
    let derived = &context.county.rulebooks.derived;
    let lawful_cents = context.registry().items[usize::from(item)].fee_cents;
    let kinds = [
        elsewhere.then_some(derived.fee_outside),
        lawful_cents.is_none().then_some(derived.fee_unauthorised),
        lawful_cents.is_some_and(|lawful| amount_cents.get() > lawful).then_some(derived.fee_above_standard),
    ];
    for kind in kinds.into_iter().flatten() {
        effects.finding(date, || Finding {
            kind,
            date,
            session: None,
            window: Some(window),
            staff: None,
            count: 1,
            points: None,
            about: case.map_or(About::Nothing, About::Case),
            evidence: Evidence::One(event),
        });
    }
}
