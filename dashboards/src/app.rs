//! What every request acts on: the way to the desk, the records, the clock.

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use ingest::feeds::Limits;
use ingest::live::{Clock, Live};
use ingest::store::StoreError;
use ingest::store::sqlite::Records;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// So many failed logins of one name a minute; more wait.
const LOGINS_PER_MINUTE: NonZeroU32 = NonZeroU32::new(6).expect("not zero");

/// What every request acts on.
pub struct App {
    /// The way to the desk.
    pub live: Live,
    /// What time it is.
    pub clock: Clock,
    /// Whether cookies go over TLS alone: set where a proxy serves the pages with TLS.
    pub is_behind_tls: bool,
    /// When a feed is in trouble.
    pub limits: Limits,
    data: PathBuf,
    /// Connections that nobody uses now.
    idle: Mutex<Vec<Records>>,
    pub(crate) logins: DefaultKeyedRateLimiter<String>,
}

impl App {
    /// The pages of one data folder.
    pub fn new(live: Live, clock: Clock, data: PathBuf, limits: Limits, is_behind_tls: bool) -> Arc<App> {
        Arc::new(App {
            live,
            clock,
            is_behind_tls,
            limits,
            data,
            idle: Mutex::default(),
            logins: RateLimiter::keyed(Quota::per_minute(LOGINS_PER_MINUTE)),
        })
    }

    /// Does something with the records, on a thread that may wait.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub async fn records<T: Send + 'static>(
        self: &Arc<App>,
        act: impl FnOnce(&Records) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let app = self.clone();
        let work = tokio::task::spawn_blocking(move || {
            let taken = app.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let records = match taken {
                Some(records) => records,
                None => Records::open(&app.data)?,
            };
            let done = act(&records);
            app.idle.lock().unwrap_or_else(PoisonError::into_inner).push(records);
            done
        });
        work.await.unwrap_or_else(|error| {
            Err(StoreError::Failed { attempt: "read the records".to_owned(), cause: Box::new(error) })
        })
    }
}
