//! What if: the months as they would be with some more events, scored over a copy of the log.
//!
//! The events are put into the copy alone; nothing of it is kept, delivered or shown elsewhere. It is the batch's own scoring
//! over the same log, so what it says is what will stand if the events are entered and nothing else is.

use crate::answer::Problem;
use crate::enter::{Dated, ToEnter, id_of};
use crate::months::newest;
use bumpalo::Bump;
use ingest::batch;
use ingest::live::Moment;
use ingest::store::Archive as _;
use ingest::wire::{Room, Wire};
use scoring::context::Context;
use scoring::log::{Keyed, Log};
use scoring::month::{ActionSubject, MonthResult, PastMonth};
use scoring::points::Points;
use scoring::ranking::Flag;
use scoring::score;
use scoring::time::Month;
use serde_json::json;

/// Months as they are, to be compared with what they would be.
pub struct WhatIf<'m> {
    moment: &'m Moment<'m>,
    months: Vec<Month>,
    history: Vec<PastMonth>,
    scored: Vec<MonthResult>,
}

/// Months as they would be, with the log that says so.
pub struct Supposed {
    /// The log with the events.
    pub log: Log,
    /// The months, in order.
    pub results: Vec<MonthResult>,
}

/// Where a window or staff member stands in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stand {
    /// The total.
    pub total: Points,
    /// The rank, and of how many; none where it is not ranked.
    pub rank: Option<(u32, usize)>,
    /// A window's flag.
    pub flag: Option<Flag>,
    /// Whether it is a dissatisfied window.
    pub is_dissatisfied: bool,
}

/// Where somebody stands in the results of a month; none without an assignment in it.
pub fn stand(result: &MonthResult, whose: ActionSubject) -> Option<Stand> {
    match whose {
        ActionSubject::Window(window) => {
            let of = result.windows.iter().filter(|other| other.rank.is_some()).count();
            result.window(window).map(|standing| Stand {
                total: standing.total(),
                rank: standing.rank.map(|rank| (rank, of)),
                flag: standing.flag,
                is_dissatisfied: standing.dissatisfied,
            })
        }
        ActionSubject::Staff(staff) => {
            let of = result.staff.iter().filter(|other| other.rank.is_some()).count();
            result.staff_member(staff).map(|standing| Stand {
                total: standing.total(),
                rank: standing.rank.map(|rank| (rank, of)),
                flag: None,
                is_dissatisfied: false,
            })
        }
    }
}

impl<'m> WhatIf<'m> {
    /// The months from one on up to the present one, as they are: closed ones scored anew, with all that has arrived since.
    ///
    /// # Errors
    ///
    /// The store cannot be read.
    pub fn from(moment: &'m Moment<'m>, month: Month) -> Result<WhatIf<'m>, Problem> {
        let last = moment.context.today().month().max(month);
        let months: Vec<Month> = (month.0..=last.0).map(Month).collect();
        let history = match moment.result(month) {
            Some(_) => moment.past_of(month),
            None => {
                let versions = newest(&moment.records.closed_months()?);
                moment.records.before(month, &versions, moment.context.county)?
            }
        };
        let mut what_if = WhatIf { moment, months, history, scored: Vec::new() };
        what_if.scored = what_if.score(&moment.context);
        Ok(what_if)
    }

    fn score(&self, context: &Context<'_>) -> Vec<MonthResult> {
        let gathered = batch::judge(context, &self.months, batch::all_threads());
        score::results(context, &gathered, &self.history)
    }

    /// The months as they are.
    pub fn as_they_are(&self) -> &[MonthResult] {
        &self.scored
    }

    /// The months as they would be with some events, entered now in the name of the site that runs supervision.
    ///
    /// # Errors
    ///
    /// The contract does not allow an event, or no site runs supervision.
    pub fn with(&self, events: &[ToEnter]) -> Result<Supposed, Problem> {
        let at = self.moment.context.as_of;
        let now: Vec<Dated> = events.iter().map(|event| Dated { event: event.clone(), at }).collect();
        self.with_form(&now, "what-if")
    }

    /// As [`WhatIf::with`], with the times and the ids that the events of a form have once it is entered.
    ///
    /// # Errors
    ///
    /// As [`WhatIf::with`].
    pub fn with_form(&self, events: &[Dated], nonce: &str) -> Result<Supposed, Problem> {
        let context = &self.moment.context;
        let registry = context.registry();
        let site = registry.sites.iter().find(|site| site.supervision).ok_or_else(|| {
            let word = crate::words::NO_SUPERVISION;
            Problem::Refused(format!("{} / {}", word.zh, word.en))
        })?;
        let mut log = context.log.clone();
        let wire = Wire::new(registry, context.county.rulebooks);
        let (arena, mut room) = (Bump::new(), Room::default());
        for (Dated { event: (event_type, data), at }, place) in events.iter().zip(1..) {
            let event = json!({
                "specversion": "1.0", "id": id_of(nonce, place), "source": site.id, "type": event_type,
                "time": registry.zone.format(*at), "data": data,
            });
            let text = arena.alloc(event.to_string());
            let event = wire
                .read(text.as_bytes(), &arena, &mut room)
                .map_err(|fault| crate::refusal::of_form(&fault))?;
            log.append(&Keyed::from(event));
        }
        log.settle_all(context.as_of);
        let results = self.score(&Context { log: &log, ..*context });
        Ok(Supposed { log, results })
    }

    /// Whose total some events would lower, in which month, from what to what: of those asked for.
    pub fn lowered(
        &self,
        supposed: &Supposed,
        whose: &[ActionSubject],
    ) -> Vec<(Month, ActionSubject, Points, Points)> {
        let mut lowered = Vec::new();
        for (before, after) in self.scored.iter().zip(&supposed.results) {
            for &whose in whose {
                let (Some(was), Some(is)) = (stand(before, whose), stand(after, whose)) else { continue };
                if is.total < was.total {
                    lowered.push((before.month, whose, was.total, is.total));
                }
            }
        }
        lowered
    }
}
