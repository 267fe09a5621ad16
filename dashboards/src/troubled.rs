//! The feeds in trouble, as Today and the wall display count them. A feed is silent for minutes before it is in trouble, so
//! they are looked for a few times a minute and not at each view.

use crate::answer::Problem;
use crate::app::App;
use crate::pages::feeds;
use crate::rights::Scope;
use reports::words::Lang;
use scoring::time::Instant;
use std::sync::{Arc, Mutex, PoisonError};

/// So long what was found is told again, in nanoseconds: a quarter of a minute.
const KEPT_NANOS: i64 = 15 * 1_000_000_000;

/// The names of the feeds in trouble as they were found last, and when.
#[derive(Debug, Default)]
pub struct Troubled(Mutex<Option<(Instant, Arc<[String]>)>>);

impl Troubled {
    fn known(&self, now: Instant) -> Option<Arc<[String]>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, names) = known.as_ref()?;
        (0..KEPT_NANOS).contains(&(now.0 - at.0)).then(|| names.clone())
    }
}

/// The names of the county's feeds that are in trouble.
///
/// # Errors
///
/// The store cannot be read.
pub async fn names(app: &Arc<App>) -> Result<Arc<[String]>, Problem> {
    let now = (app.clock)();
    if let Some(names) = app.troubled.known(now) {
        return Ok(names);
    }
    let (live, limits) = (app.live.clone(), app.limits.clone());
    let found = app.records(move |records| {
        // A source is named alike in both languages.
        let view = live.look_at_feeds(records, &limits, |now| feeds::view(now, &Scope::All, Lang::Zh))?;
        let troubled = view.sources.into_iter().filter(|source| source.state.is_trouble());
        Ok(troubled.map(|source| source.name.unwrap_or(source.id)).collect::<Arc<[String]>>())
    });
    let names = found.await?;
    *app.troubled.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, names.clone()));
    Ok(names)
}
