//! Who is there: the session of a request's cookie, its account, its language.

use crate::answer::told_so;
use crate::app::App;
use crate::pages::message::Message;
use crate::rights::{Hands, Reach, Right, Scope, reach};
use crate::taken::File;
use crate::words::doors;
use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::{Cookie, SameSite};
use ingest::store::digest::hex;
use ingest::store::sqlite::{Role, Session};
use reports::words::Lang;
use scoring::time::Instant;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// The cookie of the session.
pub const SESSION_COOKIE: &str = "flagpost";
/// The cookie of the login form, against forged logins.
pub const LOGIN_COOKIE: &str = "flagpost_login";
/// The cookie of the language.
pub const LANGUAGE_COOKIE: &str = "flagpost_lang";

/// How long a session holds, in hours: a working day with its overtime.
const SESSION_HOURS: i64 = 12;

/// Somebody who is logged in, at one page.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// The account's name.
    pub name: String,
    /// What the account is for.
    pub role: Role,
    /// How far the right of the route goes that was asked for.
    pub reach: Reach,
    /// What the account answers for, as the store has it.
    pub holdings: Vec<String>,
    /// Whether the password must be changed before anything else.
    pub must_change: bool,
    /// What forms must bring back.
    pub form_secret: String,
    /// The digest that names the session.
    pub key: [u8; 32],
    /// How the page was asked for.
    pub reader: Reader,
}

impl Visitor {
    /// Whether the account has a right, as far as it goes.
    pub fn may(&self, right: Right) -> bool {
        reach(self.role, right) != Reach::None
    }

    /// Whether the account judges.
    pub fn may_act(&self) -> bool {
        self.may(Right::Judge)
    }

    /// What the visitor may do with a rating.
    pub fn hands(&self) -> Hands {
        let (judges, answers) = (self.may(Right::Judge), self.may(Right::Answer));
        Hands { scope: self.scope(), judges, answers, reads_words: judges || answers }
    }

    /// Whether the text of rejected events is shown, which may hold personal data: to who mends them, and to who answers for the
    /// site that sent them.
    pub fn reads_rejected_texts(&self) -> bool {
        self.may(Right::Mend) || reach(self.role, Right::Feeds) == Reach::Own
    }

    /// Whether what citizens sent of themselves is shown: words, pseudonyms. To who works on it.
    pub fn reads_citizens(&self) -> bool {
        self.may(Right::Judge)
    }

    /// What may be shown and done here: the whole county, or what the account answers for.
    pub fn scope(&self) -> Scope {
        match self.reach {
            Reach::All => Scope::All,
            Reach::Own => Scope::of(&self.holdings),
            Reach::None => Scope::Of(Vec::new()),
        }
    }
}

/// How a page was asked for, whoever asks.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The language of the answer.
    pub lang: Lang,
    /// Whether the language was chosen with this request.
    pub has_chosen_lang: bool,
    /// Below which path the service's pages are: nothing, or `/220821` where it serves several regions.
    pub base: Arc<str>,
    /// The path of the address, below that.
    pub path: String,
    /// The query of the address, without its `lang`.
    pub query: String,
}

impl Reader {
    /// Whether the answer is JSON.
    pub fn is_api(&self) -> bool {
        self.path.starts_with("/api/")
    }

    /// The file that is asked for in place of a page.
    pub fn file(&self) -> Option<File> {
        File::asked(&self.query)
    }

    /// Leads to another path of the service.
    pub fn to(&self, path: &str) -> Redirect {
        Redirect::to(&format!("{}{path}", self.base))
    }

    /// How a page is asked for of a service below a path.
    pub async fn of<S: Send + Sync>(parts: &mut Parts, state: &S, base: &Arc<str>) -> Reader {
        // The address as it was asked for, not what is left of it within a nested router.
        let uri = match OriginalUri::from_request_parts(parts, state).await {
            Ok(OriginalUri(uri)) => uri,
            Err(never) => match never {},
        };
        let query = uri.query().unwrap_or_default();
        let chosen = query.split('&').find_map(|pair| lang_of(pair.strip_prefix("lang=")?));
        let kept = || cookie_value(&parts.headers, LANGUAGE_COOKIE).as_deref().and_then(lang_of);
        let rest: Vec<&str> =
            query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang=")).collect();
        Reader {
            lang: chosen.or_else(kept).unwrap_or_else(|| preferred(&parts.headers)),
            has_chosen_lang: chosen.is_some(),
            base: base.clone(),
            path: uri.path().strip_prefix(&**base).unwrap_or(uri.path()).to_owned(),
            query: rest.join("&"),
        }
    }
}

/// 32 bytes of chance as text.
///
/// # Errors
///
/// The system gives none.
pub fn secret() -> Result<String, getrandom::Error> {
    let mut chance = [0; 32];
    getrandom::fill(&mut chance)?;
    Ok(hex(&chance))
}

/// What is kept of a cookie's secret.
pub fn key_of(secret: &str) -> [u8; 32] {
    Sha256::digest(secret).into()
}

/// A session that begins now.
///
/// # Errors
///
/// The system gives no chance.
pub fn begin(account: &str, now: Instant) -> Result<Session, getrandom::Error> {
    let expires = Instant(now.0 + SESSION_HOURS * 3600 * 1_000_000_000);
    Ok(Session {
        account: account.to_owned(),
        form_secret: secret()?,
        expires,
        place: String::new(),
        is_signed_on: false,
    })
}

/// A cookie that scripts cannot read and other sites cannot send with a form; it is sent below `base` alone, so that two
/// regions of one service do not know each other's.
pub fn cookie(name: &'static str, value: String, base: &str, is_secure: bool) -> Cookie<'static> {
    let path = if base.is_empty() { "/".to_owned() } else { base.to_owned() };
    let cookie = Cookie::build((name, value)).path(path).http_only(true);
    cookie.same_site(SameSite::Lax).secure(is_secure).build()
}

/// The value of a request's cookie.
pub fn cookie_value(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    all.flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
}

impl FromRequestParts<Arc<App>> for Reader {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Reader, Self::Rejection> {
        Ok(Reader::of(parts, app, &app.base).await)
    }
}

fn lang_of(word: &str) -> Option<Lang> {
    match word {
        "zh" => Some(Lang::Zh),
        "en" => Some(Lang::En),
        _ => None,
    }
}

/// Chinese, unless the browser asks for English and not for Chinese.
fn preferred(headers: &HeaderMap) -> Lang {
    let wanted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if wanted.contains("en") && !wanted.contains("zh") { Lang::En } else { Lang::Zh }
}

impl FromRequestParts<Arc<App>> for Visitor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Visitor, Response> {
        // The guard has looked already.
        if let Some(visitor) = parts.extensions.get::<Visitor>() {
            return Ok(visitor.clone());
        }
        let reader = Reader::of(parts, app, &app.base).await;
        let outside = || {
            if reader.is_api() {
                let [title, what, mend] = doors::log_in_first(reader.lang);
                let status = StatusCode::UNAUTHORIZED.as_u16();
                return told_so(&reader, None, &Message { status, title, what, mend });
            }
            let then = if reader.query.is_empty() {
                reader.path.clone()
            } else {
                format!("{}?{}", reader.path, reader.query)
            };
            reader.to(&format!("/login?then={}", crate::links::segment(&then))).into_response()
        };
        let Some(secret) = cookie_value(&parts.headers, SESSION_COOKIE) else { return Err(outside()) };
        let (key, now) = (key_of(&secret), (app.clock)());
        let found = app.records(move |records| records.session(&key, now)).await;
        match found {
            Ok(Some((session, account))) => Ok(Visitor {
                name: account.name,
                role: account.role,
                reach: Reach::None,
                holdings: account.scope,
                // Who signed on from outside has used no password that somebody else could know.
                must_change: account.must_change && !session.is_signed_on,
                form_secret: session.form_secret,
                key,
                reader,
            }),
            Ok(None) => Err(outside()),
            Err(error) => {
                tracing::error!(%error, "a session could not be looked for");
                Err(StatusCode::SERVICE_UNAVAILABLE.into_response())
            }
        }
    }
}
