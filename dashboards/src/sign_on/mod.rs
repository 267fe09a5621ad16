//! Signing on by OpenID Connect: people log in where the county's other systems know them already.
//!
//! | step | where |
//! | --- | --- |
//! | the browser is led to the issuer with state, nonce and a PKCE challenge | [`SignOn::begin`] |
//! | what belongs to that attempt waits here, found by a cookie of the browser that began it, once, ten minutes | [`SignOn::taken`] |
//! | the issuer's answer becomes a person who was proved by a signed token | [`issuer::proved`] |
//! | the account is found by issuer and subject, or bound to them if the configuration says so; none is ever made | [`account`] |
//!
//! Passwords go on beside it unless the configuration switches them off. What goes wrong is told to people without details, with
//! a name under which the log has them.

pub mod account;
pub mod issuer;

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use reports::delivery::channels::Web;
use scoring::time::Instant;
use std::collections::HashMap;
use std::fmt;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// How long an attempt waits for the issuer's answer, in nanoseconds: ten minutes.
const ATTEMPT_NANOSECONDS: i64 = 600 * 1_000_000_000;

/// So many attempts wait at once; beyond that the oldest goes.
const ATTEMPTS_MAX: usize = 2_000;

/// So many attempts begin a minute; a county's whole staff logs in at the same hour.
const ATTEMPTS_PER_MINUTE: NonZeroU32 = NonZeroU32::new(600).expect("not zero");

/// How an account that knows no sign-on yet is found at the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    /// Not at all: an administrator binds accounts.
    Never,
    /// By its name, which is the issuer's `preferred_username`. Only where people cannot choose that themselves.
    Username,
    /// By its name, which is an e-mail address that the issuer has verified.
    Email,
}

/// How people sign on from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignOnSettings {
    /// The issuer's address, as its tokens name it.
    pub issuer: String,
    /// What the issuer calls this service.
    pub client_id: String,
    /// Where this service's secret is, the first line of a file; none where the issuer wants none.
    pub client_secret_file: Option<PathBuf>,
    /// What the button names: `统一身份认证`.
    pub name: String,
    /// Where people reach the service, without a slash at the end: the issuer sends them back there.
    pub public_url: String,
    /// How accounts are found at the first sign-on.
    pub binding: Binding,
    /// Whether people may log in with passwords too.
    pub has_passwords: bool,
    /// How the issuer is reached.
    pub web: Web,
}

/// An attempt that waits for the issuer's answer.
#[derive(Debug)]
pub struct Attempt {
    /// What the answer must bring.
    pub state: String,
    /// What the token must bear.
    pub nonce: String,
    /// What the issuer was given the digest of.
    pub verifier: String,
    /// Where to go afterwards.
    pub then: String,
    began: Instant,
}

/// The sign-on of a service that runs.
pub struct SignOn {
    /// How it is set up.
    pub settings: SignOnSettings,
    /// Below which path this region's pages are.
    base: String,
    attempts: Mutex<HashMap<[u8; 32], Attempt>>,
    begins: DefaultDirectRateLimiter,
}

impl fmt::Debug for SignOn {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("SignOn").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// Why nobody was let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The issuer cannot be reached, or is none; what happened.
    Unreachable(String),
    /// Too many began at once.
    TooMany,
    /// The attempt is not known, is over, or is another browser's.
    Lost,
    /// The issuer let the person not in; its word for it.
    Declined(String),
    /// The token proves nothing; why.
    Unproved(String),
    /// No account belongs to the person: the subject.
    Unknown(String),
    /// The account is shut: its name.
    Shut(String),
    /// Something broke here.
    Broken(String),
}

impl SignOn {
    /// The sign-on of a region below a path.
    pub fn new(settings: SignOnSettings, base: &str) -> SignOn {
        SignOn {
            settings,
            base: base.to_owned(),
            attempts: Mutex::default(),
            begins: RateLimiter::direct(Quota::per_minute(ATTEMPTS_PER_MINUTE)),
        }
    }

    /// Where the issuer sends people back to.
    pub fn back(&self) -> String {
        format!("{}{}/sign-on/done", self.settings.public_url, self.base)
    }

    /// Keeps an attempt that begins now, under the digest of the browser's cookie.
    pub fn begin(&self, key: [u8; 32], begun: &issuer::Begun, then: String, now: Instant) {
        let issuer::Begun { state, nonce, verifier, .. } = begun.clone();
        let mut attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        attempts.retain(|_, attempt| now.0 - attempt.began.0 < ATTEMPT_NANOSECONDS);
        if attempts.len() >= ATTEMPTS_MAX
            && let Some(oldest) =
                attempts.iter().min_by_key(|(_, attempt)| attempt.began).map(|(key, _)| *key)
        {
            attempts.remove(&oldest);
        }
        attempts.insert(key, Attempt { state, nonce, verifier, then, began: now });
    }

    /// Whether one more may begin.
    pub fn may_begin(&self) -> bool {
        self.begins.check().is_ok()
    }

    /// The attempt of a browser whose answer brings this state. It is gone then, whatever comes of it.
    pub fn taken(&self, key: &[u8; 32], state: &str, now: Instant) -> Result<Attempt, Failure> {
        let attempt = self.attempts.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
        let attempt = attempt.filter(|attempt| now.0 - attempt.began.0 < ATTEMPT_NANOSECONDS);
        // Compared as digests, so that the time it takes tells nothing.
        let is_same =
            |attempt: &Attempt| crate::session::key_of(&attempt.state) == crate::session::key_of(state);
        attempt.filter(is_same).ok_or(Failure::Lost)
    }
}
