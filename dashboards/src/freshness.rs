//! What a browser has is not sent again: an answer carries a tag of its bytes, and whoever shows the tag hears that nothing changed.
//!
//! | answer to GET | `Cache-Control` | `ETag` |
//! | --- | --- | --- |
//! | page, JSON, CSV, chart | `private, no-cache`: kept, and asked about each time | of its bytes; weak once it is packed |
//! | sets a cookie, or says `no-store` by itself | `no-store` | none |
//! | asset by its address with the hash of its bytes | `public, immutable` for a year | the hash |
//! | anything else: streams, downloads, errors | as its handler says | none |

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use ingest::store::digest::hex;
use sha2::{Digest, Sha256};

/// What is made in memory as a whole and may be tagged: its media types.
pub(crate) const TAGGED: [&str; 5] =
    ["text/html", "application/json", "text/csv", "image/svg+xml", "image/png"];

/// So much of a tag tells bytes apart, in bytes of the digest.
const TAG_BYTES: usize = 16;

/// The tag of some bytes, without its quotes.
pub fn tag(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes)[..TAG_BYTES])
}

/// Tags answers, and answers 304 where the tag is known.
pub async fn tagged(request: Request, next: Next) -> Response {
    let is_get = request.method() == Method::GET;
    let known = known(request.headers());
    let response = next.run(request).await;
    if is_get && may_be_tagged(&response) {
        return with_tag(response, &known).await;
    }
    response
}

/// Says of a tagged answer that was packed afterwards that other bytes may bear the same tag.
pub async fn weakened(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let is_packed = headers.contains_key(header::CONTENT_ENCODING);
    let strong = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok());
    let strong = strong.filter(|tag| is_packed && tag.starts_with('"')).map(|tag| format!("W/{tag}"));
    if let Some(weak) = strong.and_then(|tag| HeaderValue::from_str(&tag).ok()) {
        headers.insert(header::ETAG, weak);
    }
    response
}

/// The tags that the reader has, as `If-None-Match` names them.
fn known(headers: &HeaderMap) -> Vec<String> {
    let values = headers.get_all(header::IF_NONE_MATCH).into_iter().filter_map(|value| value.to_str().ok());
    let one = |tag: &str| tag.trim().trim_start_matches("W/").trim_matches('"').to_owned();
    values.flat_map(|value| value.split(',')).map(one).filter(|tag| !tag.is_empty()).collect()
}

fn may_be_tagged(response: &Response) -> bool {
    let headers = response.headers();
    let text =
        |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
    let media_type = text(header::CONTENT_TYPE).split(';').next().unwrap_or_default().trim();
    response.status() == StatusCode::OK
        && TAGGED.contains(&media_type)
        && !headers.contains_key(header::ETAG)
        && !text(header::CACHE_CONTROL).contains("no-store")
}

async fn with_tag(response: Response, known: &[String]) -> Response {
    let (mut parts, body) = response.into_parts();
    if parts.headers.contains_key(header::SET_COOKIE) {
        // Whoever keeps it would keep the cookie.
        parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        return Response::from_parts(parts, body);
    }
    let bytes: Bytes = match to_bytes(body, usize::MAX).await {
        Ok(bytes) => bytes,
        Err(error) => {
            tracing::error!(%error, "an answer broke off while it was made");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let tag = tag(&bytes);
    if let Ok(quoted) = HeaderValue::from_str(&format!("\"{tag}\"")) {
        parts.headers.insert(header::ETAG, quoted);
    }
    let otherwise = HeaderValue::from_static("private, no-cache");
    parts.headers.entry(header::CACHE_CONTROL).or_insert(otherwise);
    if known.iter().any(|known| *known == tag || known == "*") {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_TYPE);
        parts.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(bytes))
}
