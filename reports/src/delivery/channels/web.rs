//! One POST: its whole within a time, no redirect followed, no proxy but the configured one, an answer of bounded size.

use super::settings::{Web, web_url};
use super::words::{both, said};
use crate::delivery::Outcome;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use std::io::{ErrorKind, Read as _};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use ureq::http::header::RETRY_AFTER;
use ureq::http::{HeaderMap, Request, Response};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Body, Error, Proxy, Timeout};

/// So much of an answer is read, in bytes.
const ANSWER_BYTES_MAX: u64 = 65_536;

/// What a receiver answered.
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// How long it wants to be left alone, in its own words.
    pub retry_after: Option<String>,
    /// What it said.
    pub body: String,
}

/// Posts JSON, with further headers.
///
/// # Errors
///
/// Nobody answered; what became of the message is told.
pub fn post(web: &Web, url: &str, headers: &[(&str, &str)], json: String) -> Result<Answer, Outcome> {
    let place = place(url);
    let agent = agent(web, url).map_err(Outcome::Later)?;
    let mut request = Request::post(url).header("content-type", "application/json; charset=utf-8");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(json).map_err(|error| {
        Outcome::Never(both(
            format_args!("无法向 {place} 发送请求（{error}）：请检查地址"),
            format_args!("no request can be sent to {place} ({error}): check its address"),
        ))
    })?;
    match agent.run(request) {
        Ok(response) => Ok(read(response)),
        Err(error) => Err(Outcome::Later(unanswered(web, &place, &error))),
    }
}

/// A URL without what must not be seen: the keys of robots are in path and query.
pub fn place(url: &str) -> String {
    let Some(url) = web_url(url) else { return "?".to_owned() };
    let host = url.host().unwrap_or_default();
    url.port_u16().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// What makes requests as the settings say; it follows no redirect and takes a status that is no success as an answer.
///
/// # Errors
///
/// Proxy or authority cannot be used; in Chinese and English.
pub fn agent(web: &Web, url: &str) -> Result<Agent, String> {
    let proxy = match &web.proxy {
        None => None,
        Some(proxy) => Some(Proxy::new(proxy).map_err(|error| {
            both(
                format_args!("代理 {proxy} 无法使用（{error}）：请检查 [delivery.web]"),
                format_args!("the proxy {proxy} cannot be used ({error}): check [delivery.web]"),
            )
        })?),
    };
    let mut config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(proxy)
        .timeout_global(Some(web.timeout))
        .max_idle_connections(0)
        .user_agent("flagpost");
    if url.starts_with("https:") || web.proxy.as_ref().is_some_and(|proxy| proxy.starts_with("https:")) {
        let tls = TlsConfig::builder()
            .unversioned_rustls_crypto_provider(Arc::new(default_provider()))
            .root_certs(RootCerts::Specific(Arc::new(roots(web)?)))
            .build();
        config = config.tls_config(tls);
    }
    Ok(config.build().into())
}

/// Whom the machine trusts, and one's own authority.
fn roots(web: &Web) -> Result<Vec<Certificate<'static>>, String> {
    static MACHINE: OnceLock<Vec<CertificateDer<'static>>> = OnceLock::new();
    let machine = MACHINE.get_or_init(|| rustls_native_certs::load_native_certs().certs);
    let own = match &web.ca_file {
        Some(path) => authorities(path)?,
        None => Vec::new(),
    };
    Ok(machine.iter().chain(&own).map(|der| Certificate::from_der(der).to_owned()).collect())
}

/// The certificates of a PEM file.
///
/// # Errors
///
/// It cannot be read, or holds none; in Chinese and English.
pub fn authorities(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let name = path.display();
    let trouble = |why: &dyn std::fmt::Display| {
        both(
            format_args!("证书文件 {name} 无法使用（{why}）：请检查路径、权限和 PEM 格式"),
            format_args!(
                "the certificates in {name} cannot be used ({why}): check path, permissions and that it is PEM"
            ),
        )
    };
    let certificates = CertificateDer::pem_file_iter(path).map_err(|error| trouble(&error))?;
    let certificates: Vec<_> = certificates.collect::<Result<_, _>>().map_err(|error| trouble(&error))?;
    if certificates.is_empty() { Err(trouble(&"no certificate")) } else { Ok(certificates) }
}

fn read(response: Response<Body>) -> Answer {
    let (parts, body) = response.into_parts();
    let mut bytes = Vec::new();
    // Of an answer that breaks off, what came of it is told; its status has come whole.
    let _ = body.into_reader().take(ANSWER_BYTES_MAX).read_to_end(&mut bytes);
    Answer {
        status: parts.status.as_u16(),
        retry_after: retry_after(&parts.headers),
        body: String::from_utf8_lossy(&bytes).into_owned(),
    }
}

fn retry_after(headers: &HeaderMap) -> Option<String> {
    headers.get(RETRY_AFTER)?.to_str().ok().map(said)
}

/// No answer came; what that means, without the URL.
fn unanswered(web: &Web, place: &str, error: &Error) -> String {
    if is_unreached(error) {
        return unreached(place, error);
    }
    if is_distrusted(error) {
        return distrusted(place, error);
    }
    if matches!(error, Error::Timeout(_)) {
        let seconds = web.timeout.as_secs();
        return both(
            format_args!("{place} 在 {seconds} 秒内没有答复，消息可能已送达"),
            format_args!("{place} did not answer within {seconds} seconds, the message may have come"),
        );
    }
    both(
        format_args!("与 {place} 的连接中断（{error}），消息可能已送达"),
        format_args!("the connection to {place} broke off ({error}), the message may have come"),
    )
}

/// Nothing of the message can have come.
fn is_unreached(error: &Error) -> bool {
    const KINDS: [ErrorKind; 3] =
        [ErrorKind::ConnectionRefused, ErrorKind::HostUnreachable, ErrorKind::NetworkUnreachable];
    matches!(error, Error::Io(io) if KINDS.contains(&io.kind()))
        || matches!(
            error,
            Error::Timeout(Timeout::Resolve | Timeout::Connect)
                | Error::ConnectionFailed
                | Error::HostNotFound
        )
}

fn is_distrusted(error: &Error) -> bool {
    let is_in_handshake =
        matches!(error, Error::Io(io) if io.get_ref().is_some_and(|inner| inner.is::<rustls::Error>()));
    is_in_handshake || matches!(error, Error::Rustls(_) | Error::Tls(_))
}

fn unreached(place: &str, why: &Error) -> String {
    both(
        format_args!("连不上 {place}（{why}）：请检查网络、地址和代理设置"),
        format_args!("cannot reach {place} ({why}): check the network, the address and the proxy"),
    )
}

fn distrusted(place: &str, why: &Error) -> String {
    both(
        format_args!("无法与 {place} 建立加密连接（{why}）：请检查其证书和 [delivery.web] 的 ca_file"),
        format_args!(
            "no secret connection to {place} ({why}): check its certificate and ca_file in [delivery.web]"
        ),
    )
}
