//! Talking with the issuer: discovery, the address that people are led to, the code that becomes a person. All of it waits for
//! the network; call it on a thread that may wait.

use super::{Failure, SignOn};
use axum::http::{Method, Request, Response};
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreJwsSigningAlgorithm, CoreProviderMetadata,
};
use openidconnect::{
    AccessTokenHash, AuthorizationCode, ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce,
    OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, TokenResponse,
};
use reports::delivery::channels::agent;
use std::error::Error;
use std::fs;

/// So much of an answer of the issuer is read.
const ANSWER_BYTES_MAX: u64 = 1 << 20;

/// An attempt that begins.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Where the browser is led.
    pub to: String,
    /// What the issuer sends back with it.
    pub state: String,
    /// What the token will bear.
    pub nonce: String,
    /// What proves that who ends it began it.
    pub verifier: String,
}

/// A person whom the issuer vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who vouches.
    pub issuer: String,
    /// What the issuer calls the person for ever.
    pub subject: String,
    /// What the person is called there at the login.
    pub username: Option<String>,
    /// The e-mail address, where the issuer has verified it.
    pub email: Option<String>,
}

/// The client of the issuer as it describes itself now: its keys change without notice. Its type says what is set, so that
/// it has no name that could be written down.
macro_rules! client {
    ($sign_on:expr) => {{
        let settings = &$sign_on.settings;
        let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(unreachable)?;
        let ask = |request: Request<Vec<u8>>| asked($sign_on, request);
        let described = CoreProviderMetadata::discover(&issuer, &ask).map_err(unreachable)?;
        let back = RedirectUrl::new($sign_on.back()).map_err(unreachable)?;
        CoreClient::from_provider_metadata(
            described,
            ClientId::new(settings.client_id.clone()),
            secret($sign_on)?,
        )
        .set_redirect_uri(back)
    }};
}
/// Begins: where the browser is led, and what has to come back.
///
/// # Errors
///
/// The issuer cannot be reached or is not what it says.
pub fn begun(sign_on: &SignOn) -> Result<Begun, Failure> {
    let client = client!(sign_on);
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let asked = client.authorize_url(
        CoreAuthenticationFlow::AuthorizationCode,
        CsrfToken::new_random,
        Nonce::new_random,
    );
    let scopes = ["profile", "email"].map(|scope| Scope::new(scope.to_owned()));
    let (to, state, nonce) = asked.add_scopes(scopes).set_pkce_challenge(challenge).url();
    Ok(Begun {
        to: to.to_string(),
        state: state.secret().clone(),
        nonce: nonce.secret().clone(),
        verifier: verifier.secret().clone(),
    })
}

/// Ends: the code becomes a token, the token is checked, and names a person.
///
/// # Errors
///
/// The issuer cannot be reached, takes the code for none of its own, or gives a token that does not hold.
pub fn proved(sign_on: &SignOn, code: String, nonce: &str, verifier: &str) -> Result<Person, Failure> {
    let client = client!(sign_on);
    let exchange = client.exchange_code(AuthorizationCode::new(code)).map_err(unreachable)?;
    let given = exchange
        .set_pkce_verifier(PkceCodeVerifier::new(verifier.to_owned()))
        .request(&|request: Request<Vec<u8>>| asked(sign_on, request))
        .map_err(|error| Failure::Unproved(told(&error)))?;
    let unproved = |why: &dyn Error| Failure::Unproved(told(why));
    let token =
        given.id_token().ok_or_else(|| Failure::Unproved("the issuer gave no ID token".to_owned()))?;
    let checker = client.id_token_verifier().set_allowed_algs([
        CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
        CoreJwsSigningAlgorithm::RsaSsaPssSha256,
        CoreJwsSigningAlgorithm::EcdsaP256Sha256,
        CoreJwsSigningAlgorithm::EcdsaP384Sha384,
        CoreJwsSigningAlgorithm::EdDsa,
    ]);
    let claims = token.claims(&checker, &Nonce::new(nonce.to_owned())).map_err(|error| unproved(&error))?;
    if let Some(expected) = claims.access_token_hash() {
        let algorithm = token.signing_alg().map_err(|error| unproved(&error))?;
        let key = token.signing_key(&checker).map_err(|error| unproved(&error))?;
        let found = AccessTokenHash::from_token(given.access_token(), algorithm, key);
        if found.map_err(|error| unproved(&error))? != *expected {
            return Err(Failure::Unproved("the access token is not the one that was signed for".to_owned()));
        }
    }
    let is_verified = claims.email_verified() == Some(true);
    Ok(Person {
        issuer: claims.issuer().as_str().to_owned(),
        subject: claims.subject().as_str().to_owned(),
        username: claims.preferred_username().map(|name| name.as_str().to_owned()),
        email: claims.email().filter(|_| is_verified).map(|email| email.as_str().to_owned()),
    })
}

fn secret(sign_on: &SignOn) -> Result<Option<ClientSecret>, Failure> {
    let Some(path) = &sign_on.settings.client_secret_file else { return Ok(None) };
    let text = fs::read_to_string(path)
        .map_err(|error| Failure::Broken(format!("cannot read {}: {error}", path.display())))?;
    Ok(text.lines().next().map(|line| ClientSecret::new(line.trim().to_owned())))
}

/// A request of the library, made by ours. Redirects are not followed: they could lead anywhere within the network.
fn asked(sign_on: &SignOn, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, Unasked> {
    let (parts, body) = request.into_parts();
    let url = parts.uri.to_string();
    let agent = agent(&sign_on.settings.web, &url).map_err(Unasked)?;
    let failed = |error: ureq::Error| Unasked(format!("{url}: {error}"));
    let mut answer = if parts.method == Method::POST {
        let request =
            parts.headers.iter().fold(agent.post(&url), |request, (name, value)| request.header(name, value));
        request.send(&body[..])
    } else {
        let request =
            parts.headers.iter().fold(agent.get(&url), |request, (name, value)| request.header(name, value));
        request.call()
    }
    .map_err(failed)?;
    let bytes = answer.body_mut().with_config().limit(ANSWER_BYTES_MAX).read_to_vec().map_err(failed)?;
    let mut made = Response::new(bytes);
    *made.status_mut() = answer.status();
    *made.headers_mut() = answer.headers().clone();
    Ok(made)
}

/// Why the issuer was not asked.
#[derive(Debug)]
struct Unasked(String);

impl std::fmt::Display for Unasked {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

impl Error for Unasked {}

fn unreachable(error: impl Error) -> Failure {
    Failure::Unreachable(told(&error))
}

/// An error with what led to it.
fn told(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}
