//! Personal data at the desk, for commands; and the loop that erases what is past its period once a day.

use super::operator::OPERATOR;
use anyhow::Context as _;
use dashboards::privacy::{self, AtDesk, Plan};
use ingest::live::{Clock, Desk};
use ingest::store::StoreError;
use ingest::store::sqlite::{Overdue, Records};
use scoring::time::Instant;
use serde::{Deserialize, Serialize};

/// How often what is past its period is erased, in nanoseconds.
const DAY: i64 = 86_400 * 1_000_000_000;

/// Whose data is to be erased, and why.
#[derive(Serialize, Deserialize)]
pub struct Erase {
    /// The id.
    pub staff: String,
    /// Why.
    pub reason: String,
}

/// What the desk knows of a person.
pub fn person(desk: &mut Desk<'_>, staff: String) -> anyhow::Result<AtDesk> {
    let known = privacy::at_desk(&desk.moment(), &staff);
    known.with_context(|| format!("登记册中没有 {staff} / the registry has no member of staff `{staff}`"))
}

/// What an erasure would take out.
pub fn plan(desk: &mut Desk<'_>, staff: String) -> anyhow::Result<Plan> {
    privacy::plan(desk, &staff).map_err(|refusal| anyhow::anyhow!("{}", refusal.said()))
}

/// Erases a person's data.
pub fn erase(desk: &mut Desk<'_>, asked: Erase) -> anyhow::Result<Plan> {
    let Erase { staff, reason } = asked;
    privacy::erase(desk, &staff, &reason, OPERATOR).map_err(|refusal| anyhow::anyhow!("{}", refusal.said()))
}

/// Erases what is past its period, once a day by the service's clock.
pub struct Retainer {
    records: Records,
    clock: Clock,
    last: Option<Instant>,
}

impl Retainer {
    /// One that has erased nothing yet.
    pub fn new(records: Records, clock: Clock) -> Retainer {
        Retainer { records, clock, last: None }
    }

    /// Erases what is past its period, unless it was done within a day.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; it is tried again at the next look.
    pub fn look(&mut self) -> Result<Vec<Overdue>, StoreError> {
        let now = (self.clock)();
        if self.last.is_some_and(|last| now.0 - last.0 < DAY) {
            return Ok(Vec::new());
        }
        let erased = self.records.erase_overdue(now, "service")?;
        self.last = Some(now);
        Ok(erased)
    }
}
