//! Who would move in the open months with other givens: every event read again by them, the batch's own scoring.

use crate::answer::Problem;
use bumpalo::Bump;
use ingest::batch;
use ingest::live::Moment;
use ingest::store::Archive as _;
use ingest::store::sqlite::Records;
use ingest::wire::{Room, Wire};
use scoring::context::{Context, Givens};
use scoring::log::{Keyed, Log};
use scoring::month::MonthResult;
use scoring::points::Points;
use scoring::ranking::Flag;
use scoring::registry::Registry;
use scoring::score;
use scoring::time::{Instant, Month};
use serde::Serialize;
use std::ops::ControlFlow;
use utoipa::ToSchema;

/// Where windows and staff stand in the open months, by id, so that another registry can be held against it.
#[derive(Clone, Debug, Default)]
pub struct Standings {
    as_of: Option<Instant>,
    months: Vec<(Month, Vec<Stood>)>,
    events: usize,
}

/// Where somebody stands.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stood {
    is_window: bool,
    id: String,
    name: String,
    total: Points,
    rank: Option<u32>,
    flag: Option<Flag>,
}

/// What would come of other givens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = GivensEffect)]
pub struct Effect {
    /// Who would move.
    pub moved: Vec<Moved>,
    /// Events that are taken now and would not be; what they say would count no more.
    pub lost: u64,
    /// Events that are not taken now and would be.
    pub won: u64,
}

/// Somebody who would move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = GivensMoved)]
pub struct Moved {
    /// The month.
    pub month: String,
    /// Whether it is a window; else a member of staff.
    pub is_window: bool,
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The total, before and after; none where it is not listed.
    pub total: (Option<String>, Option<String>),
    /// The rank, before and after.
    pub rank: (Option<u32>, Option<u32>),
    /// `red` or `yellow`, before and after.
    pub flag: (Option<&'static str>, Option<&'static str>),
}

/// The open months that have begun, as they stand now.
pub fn standings(moment: &Moment<'_>) -> Standings {
    let registry = moment.context.registry();
    let now = moment.context.today().month();
    let begun = moment.results.iter().filter(|result| result.month <= now);
    Standings {
        as_of: Some(moment.context.as_of),
        months: begun.map(|result| (result.month, stood(registry, result))).collect(),
        events: moment.context.log.len(),
    }
}

fn stood(registry: &Registry, result: &MonthResult) -> Vec<Stood> {
    let windows = result.windows.iter().map(|standing| {
        let window = &registry.windows[usize::from(standing.window)];
        Stood {
            is_window: true,
            id: window.id.clone(),
            name: window.name.clone(),
            total: standing.total(),
            rank: standing.rank,
            flag: standing.flag,
        }
    });
    let staff = result.staff.iter().map(|standing| {
        let person = &registry.staff[usize::from(standing.staff)];
        Stood {
            is_window: false,
            id: person.id.clone(),
            name: person.name.clone(),
            total: standing.total(),
            rank: standing.rank,
            flag: None,
        }
    });
    windows.chain(staff).collect()
}

/// What would come of other givens. Reads every event; blocks.
///
/// # Errors
///
/// The store cannot be read.
pub fn effect(records: &Records, standings: &Standings, givens: &Givens) -> Result<Effect, Problem> {
    let Some(as_of) = standings.as_of else { return Ok(Effect::default()) };
    let wire = Wire::new(&givens.registry, &givens.rulebooks);
    let (mut log, mut arena, mut room) = (Log::new(), Bump::new(), Room::default());
    records.each_event(0, &mut |stored| {
        arena.reset();
        if let Ok(event) = wire.read_text(stored.raw, &arena, &mut room) {
            log.append(&Keyed::from(event));
        }
        ControlFlow::Continue(())
    })?;
    log.settle_all(as_of);
    let (now, before) = (log.len(), standings.events);
    let context = Context { county: givens.county(), log: &log, as_of };
    let months: Vec<Month> = standings.months.iter().map(|(month, _)| *month).collect();
    let history = records.history(givens.county())?;
    let gathered = batch::judge(&context, &months, batch::all_threads());
    let results = score::results(&context, &gathered, &history.months);
    let mut moved = Vec::new();
    for ((month, earlier), result) in standings.months.iter().zip(&results) {
        let later = stood(&givens.registry, result);
        moved.extend(compared(*month, earlier, &later));
    }
    Ok(Effect { moved, lost: before.saturating_sub(now) as u64, won: now.saturating_sub(before) as u64 })
}

fn compared(month: Month, before: &[Stood], after: &[Stood]) -> Vec<Moved> {
    let same = |a: &Stood, b: &Stood| a.is_window == b.is_window && a.id == b.id;
    let gone = before.iter().filter(|one| !after.iter().any(|other| same(one, other)));
    let pairs = after.iter().map(|one| (before.iter().find(|other| same(one, other)), Some(one)));
    let pairs = pairs.chain(gone.map(|one| (Some(one), None)));
    let flag = |stood: Option<&Stood>| {
        stood.and_then(|stood| stood.flag).map(|flag| match flag {
            Flag::Red => "red",
            Flag::Yellow => "yellow",
        })
    };
    let moved = pairs.filter_map(|(was, is)| {
        let of = |stood: Option<&Stood>| stood.map(|stood| (stood.total, stood.rank, stood.flag));
        let named = is.or(was)?;
        (of(was) != of(is)).then(|| Moved {
            month: month.to_string(),
            is_window: named.is_window,
            id: named.id.clone(),
            name: named.name.clone(),
            total: (was.map(|stood| stood.total.to_string()), is.map(|stood| stood.total.to_string())),
            rank: (was.and_then(|stood| stood.rank), is.and_then(|stood| stood.rank)),
            flag: (flag(was), flag(is)),
        })
    });
    moved.collect()
}
