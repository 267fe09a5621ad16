//! The months that an output folder of `flagpost score` has, as documents are made of them.

use crate::commands::score::{self, MonthArgs};
use crate::commands::{Failure, compare};
use crate::county::{self, CountyArgs};
use crate::inputs::InputArgs;
use anyhow::anyhow;
use reports::changes::Published;
use reports::papers::texts::Texts;
use reports::papers::{Decision, Edition, Source, Told};
use scoring::context::{Context, Givens};
use scoring::observed::Observed;
use scoring::time::{Instant, Month};
use std::path::Path;

/// Months with their givens.
pub struct Known {
    /// Registry, rulebook, calendar.
    pub givens: Givens,
    /// The month.
    pub month: KnownMonth,
    /// The others, in order.
    pub others: Vec<KnownMonth>,
    /// What was counted from the events of the month.
    pub observed: Option<Observed>,
}

/// A month.
pub struct KnownMonth {
    /// Its results.
    pub published: Published,
    /// The version of a closed one.
    pub version: Option<u32>,
    /// How many events it is of.
    pub events: Option<u64>,
    /// Their digest.
    pub digest: Option<String>,
    /// What was decided about its flags and consequences.
    pub decisions: Vec<Decision>,
}

impl KnownMonth {
    /// A month of which its files are all that is known.
    pub fn of_files(published: Published) -> KnownMonth {
        KnownMonth { published, version: None, events: None, digest: None, decisions: Vec::new() }
    }

    fn edition(&self) -> Edition<'_> {
        Edition {
            published: &self.published,
            version: self.version,
            events: self.events,
            digest: self.digest.as_deref(),
            decisions: &self.decisions,
        }
    }
}

impl Known {
    /// Does something with what documents are made of. Their day is that of the results, so that the same results give the same
    /// document whenever it is made.
    pub fn with_source<T>(&self, texts: &Texts, act: impl FnOnce(&Source<'_>) -> T) -> T {
        let others: Vec<Edition<'_>> = self.others.iter().map(KnownMonth::edition).collect();
        let zone = &self.givens.registry.zone;
        let as_of = Instant::parse(&self.month.published.as_of).map(|as_of| zone.date(as_of));
        act(&Source {
            county: self.givens.county(),
            month: self.month.edition(),
            others: &others,
            observed: self.observed.as_ref(),
            texts,
            told: Told::Nothing,
            today: as_of.unwrap_or_else(|| self.month.published.month.last_day()),
            appeal_until: None,
        })
    }
}

/// Reads an output folder; with events, what is seen in them beside the results is counted too.
pub fn read(dir: &Path, county: &CountyArgs, month: Month, inputs: &InputArgs) -> Result<Known, Failure> {
    let givens = county::read(county)?;
    let months = compare::months(dir)?;
    if !months.contains(&month) {
        return Err(anyhow!(
            "{} 里没有 {month}；先用 flagpost score 计算该月 / {} does not have {month}; score that month first",
            dir.display(),
            dir.display()
        )
        .into());
    }
    let mut others = Vec::new();
    for &other in months.iter().filter(|&&other| other < month) {
        others.push(KnownMonth::of_files(compare::read(dir, other)?));
    }
    let published = compare::read(dir, month)?;
    let observed = if inputs.events.is_empty() && inputs.export.is_empty() {
        None
    } else {
        let as_of = Instant::parse(&published.as_of).unwrap_or(MonthArgs::new(&[month], None).as_of(&givens));
        // What is rejected is told by `flagpost score`.
        let (log, _) = score::load(&givens, inputs, as_of, score::all_threads(), &mut |_| Ok(()))?;
        Some(Observed::of(&Context { county: givens.county(), log: &log, as_of }, month))
    };
    Ok(Known { givens, month: KnownMonth::of_files(published), others, observed })
}
