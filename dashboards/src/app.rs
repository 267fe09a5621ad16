//! What every request acts on: the way to the desk, the records, the clock.

use crate::chain::Chain;
use crate::day::Day;
use crate::givens::files::Places;
use crate::limits::BodyLimits;
use crate::live::Pulse;
use crate::observed::LastCounted;
use crate::papers::making::Making;
use crate::sign_on::{SignOn, SignOnSettings};
use crate::throttle::Throttle;
use crate::trial::Trial;
use crate::troubled::Troubled;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use ingest::feeds::Limits;
use ingest::live::{Clock, Live};
use ingest::sources::http::tls::Tls;
use ingest::store::StoreError;
use ingest::store::sqlite::Records;
use reports::changes::Published;
use scoring::time::Month;
use std::collections::{HashMap, HashSet};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// So many requests of one personal link a minute; and so many of all those together that hold no more.
const LINK_REQUESTS_PER_MINUTE: NonZeroU32 = NonZeroU32::new(60).expect("not zero");

/// So many requests of one reader a minute for what everybody may see.
const PUBLIC_REQUESTS_PER_MINUTE: NonZeroU32 = NonZeroU32::new(600).expect("not zero");

/// So many versions of closed months are kept at hand: a year with a reissue each.
const PUBLISHED_MAX: usize = 24;

/// How the pages of one data folder are set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Below which path the pages are: nothing, or `/220821` where the service has several regions.
    pub base: String,
    /// The data folder.
    pub data: PathBuf,
    /// When a feed is in trouble.
    pub limits: Limits,
    /// Whether pages go over TLS, by this service or a proxy before it; cookies then go over TLS alone.
    pub is_behind_tls: bool,
    /// Where people reach the service, without a `/` at its end: `https://hall.example.gov.cn`.
    pub public_address: Option<String>,
    /// How much a request may bring.
    pub bodies: BodyLimits,
    /// What tells open pages that something has changed; who has a copy can end the streams.
    pub pulse: Pulse,
    /// How people sign on from outside; none: with passwords alone.
    pub sign_on: Option<SignOnSettings>,
    /// The certificate that pages are served with; none where the service speaks plainly.
    pub tls: Option<Arc<Tls>>,
}

impl Settings {
    /// A service alone in its place, with the defaults.
    pub fn of(data: impl Into<PathBuf>) -> Settings {
        Settings {
            base: String::new(),
            data: data.into(),
            limits: Limits::default(),
            is_behind_tls: false,
            public_address: None,
            bodies: BodyLimits::default(),
            pulse: Pulse::default(),
            sign_on: None,
            tls: None,
        }
    }
}

/// What every request acts on.
pub struct App {
    /// The way to the desk.
    pub live: Live,
    /// What time it is.
    pub clock: Clock,
    /// Whether cookies go over TLS alone.
    pub is_behind_tls: bool,
    /// Where people reach the service, without a `/` at its end.
    pub public_address: Option<String>,
    /// How much a request may bring.
    pub bodies: BodyLimits,
    /// How people sign on from outside.
    pub sign_on: Option<Arc<SignOn>>,
    /// The certificate that pages are served with.
    pub tls: Option<Arc<Tls>>,
    /// When a feed is in trouble.
    pub limits: Limits,
    /// Below which path the pages are: nothing, or `/220821` where the service has several regions.
    pub base: Arc<str>,
    /// The day that it is.
    pub day: Arc<Day>,
    /// What tells open pages that something has changed.
    pub pulse: Pulse,
    /// Where registry, rulebook and calendar are, for those who change them at a page; set once, before anybody asks.
    pub places: OnceLock<Places>,
    data: PathBuf,
    /// Connections that nobody uses now.
    idle: Mutex<Vec<Records>>,
    /// Versions of closed months as they were read back; they never change.
    published: Mutex<HashMap<(Month, u32), Arc<Published>>>,
    /// What was counted from the events for charts.
    pub(crate) counted: LastCounted,
    /// Who has documents made now.
    pub(crate) making: Making,
    pub(crate) logins: Throttle,
    /// What was seen by whom in the hour that goes on.
    pub(crate) seen: Mutex<(i64, HashSet<(String, String)>)>,
    /// By recipient; nobody's name is empty, so that those without one are counted together.
    pub(crate) link_requests: DefaultKeyedRateLimiter<String>,
    /// Held from the look at how things stand until what follows from it is entered.
    pub(crate) entering: tokio::sync::Mutex<()>,
    /// Held while the pictures of a form are decoded.
    pub(crate) decoding: tokio::sync::Mutex<()>,
    last_nonce: AtomicI64,
    /// What each account asked of another rulebook last.
    pub(crate) trials: Mutex<HashMap<String, Trial>>,
    /// How far the audit log was checked.
    pub(crate) chain: Chain,
    /// The feeds in trouble.
    pub(crate) troubled: Troubled,
    /// By address, for what everybody may see.
    pub(crate) public_requests: DefaultKeyedRateLimiter<String>,
}

impl App {
    /// The pages of one data folder.
    pub fn new(live: Live, clock: Clock, settings: Settings) -> Arc<App> {
        let Settings { base, data, limits, is_behind_tls, public_address, bodies, pulse, sign_on, tls } =
            settings;
        let sign_on = sign_on.map(|settings| Arc::new(SignOn::new(settings, &base)));
        Arc::new(App {
            live,
            clock,
            is_behind_tls,
            public_address,
            bodies,
            sign_on,
            tls,
            limits,
            base: base.into(),
            day: Arc::default(),
            pulse,
            data,
            places: OnceLock::new(),
            idle: Mutex::default(),
            published: Mutex::default(),
            counted: LastCounted::default(),
            making: Making::default(),
            logins: Throttle::default(),
            seen: Mutex::default(),
            link_requests: RateLimiter::keyed(Quota::per_minute(LINK_REQUESTS_PER_MINUTE)),
            entering: tokio::sync::Mutex::default(),
            decoding: tokio::sync::Mutex::default(),
            last_nonce: AtomicI64::default(),
            trials: Mutex::default(),
            chain: Chain::default(),
            troubled: Troubled::default(),
            public_requests: RateLimiter::keyed(Quota::per_minute(PUBLIC_REQUESTS_PER_MINUTE)),
        })
    }

    /// A connection of its own to the records, for work that takes a while.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn own_records(&self) -> Result<Records, StoreError> {
        Records::open(&self.data)
    }

    /// What makes one form another than all others: 32 hexadecimal figures, a later one greater than those before it, so
    /// that events of one instant keep the order of their forms.
    ///
    /// # Errors
    ///
    /// The system gives no chance.
    pub fn nonce(&self) -> Result<String, getrandom::Error> {
        let now = (self.clock)().0;
        let later = |last: i64| Some(now.max(last.saturating_add(1)));
        let last = self.last_nonce.fetch_update(Ordering::Relaxed, Ordering::Relaxed, later);
        let last = last.unwrap_or_else(|last| last);
        let mut chance = [0; 8];
        getrandom::fill(&mut chance)?;
        Ok(format!("{:016x}{:016x}", now.max(last.saturating_add(1)), u64::from_be_bytes(chance)))
    }

    /// A version of a closed month, read by `read` unless it is at hand.
    ///
    /// # Errors
    ///
    /// What `read` says.
    pub fn published(
        &self,
        month: Month,
        version: u32,
        read: impl FnOnce() -> Result<Published, StoreError>,
    ) -> Result<Arc<Published>, StoreError> {
        let at_hand = || self.published.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(published) = at_hand().get(&(month, version)) {
            return Ok(published.clone());
        }
        let published = Arc::new(read()?);
        let mut at_hand = at_hand();
        if at_hand.len() >= PUBLISHED_MAX {
            at_hand.clear();
        }
        at_hand.insert((month, version), published.clone());
        Ok(published)
    }

    /// Does something with the records beside the answer, which does not wait for it; what goes wrong is logged.
    pub fn beside(self: &Arc<App>, act: impl FnOnce(&Records) -> Result<(), StoreError> + Send + 'static) {
        let app = self.clone();
        tokio::task::spawn_blocking(move || {
            if let Err(error) = app.with_records(act) {
                tracing::error!(%error, "something could not be noted beside an answer");
            }
        });
    }

    fn with_records<T>(&self, act: impl FnOnce(&Records) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let taken = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let records = match taken {
            Some(records) => records,
            None => Records::open(&self.data)?,
        };
        let done = act(&records);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(records);
        done
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
        let work = tokio::task::spawn_blocking(move || app.with_records(act));
        work.await.unwrap_or_else(|error| {
            Err(StoreError::Failed { attempt: "read the records".to_owned(), cause: Box::new(error) })
        })
    }
}
