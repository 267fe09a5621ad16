//! Bodies of the API: a JSON object becomes the form that the page would have sent.
//!
//! | in the request | in the form |
//! | --- | --- |
//! | `"name": "text"`, a number, true or false | the field with that text |
//! | `"name": ["a", "b"]` | the field several times |
//! | `"name": null` | no such field |
//! | the header `X-Csrf` | the field `csrf`, where the body has none; of a form with files too |
//! | no `nonce` | a fresh one: such a request is not sent twice without doing twice |

use crate::app::App;
use crate::limits::{is_upload, media_type};
use crate::links::segment;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use futures_util::StreamExt;
use futures_util::stream;
use serde_json::Value;
use std::sync::Arc;

/// The header that brings the session's form secret.
pub const CSRF_HEADER: &str = "x-csrf";

const FORM: &str = "application/x-www-form-urlencoded";

/// A request whose body was JSON; no page of another site can send one.
#[derive(Clone, Copy, Debug)]
pub struct WasJson;

/// Why a body cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The status of the answer.
    pub status: StatusCode,
    /// What is wrong with it, in English as its sender wrote it; empty where the status says all.
    pub what: String,
}

impl Unread {
    fn bad(what: impl Into<String>) -> Unread {
        Unread { status: StatusCode::BAD_REQUEST, what: what.into() }
    }
}

/// The request as a page's form would have sent it.
///
/// # Errors
///
/// The body is too long, breaks off, or is no JSON object of plain values.
pub async fn as_form(app: &Arc<App>, request: Request, bytes_max: usize) -> Result<Request, Unread> {
    let (mut parts, body) = request.into_parts();
    let csrf = csrf(&parts.headers);
    if is_upload(&parts.headers) {
        let body = match (csrf, boundary(&parts.headers)) {
            (Some(csrf), Some(boundary)) => {
                parts.headers.remove(header::CONTENT_LENGTH);
                with_part(&boundary, &csrf, body)
            }
            (Some(_) | None, _) => body,
        };
        return Ok(Request::from_parts(parts, body));
    }
    let media_type = media_type(&parts.headers);
    let too_long = |_| Unread { status: StatusCode::PAYLOAD_TOO_LARGE, what: String::new() };
    let bytes = to_bytes(body, bytes_max).await.map_err(too_long)?;
    let mut form = match media_type.as_str() {
        "application/json" => {
            parts.extensions.insert(WasJson);
            fields(&bytes)?
        }
        FORM => String::from_utf8(bytes.to_vec()).map_err(|_| Unread::bad("the form is not UTF-8"))?,
        "" if bytes.is_empty() => String::new(),
        _ => {
            let what = format!("send {FORM}, application/json or multipart/form-data");
            return Err(Unread { status: StatusCode::UNSUPPORTED_MEDIA_TYPE, what });
        }
    };
    if let Some(csrf) = csrf.filter(|_| !has_field(&form, "csrf")) {
        add(&mut form, "csrf", &csrf);
    }
    if !has_field(&form, "nonce") {
        let nonce = app.nonce().map_err(|error| {
            tracing::error!(%error, "the system gives no chance");
            Unread { status: StatusCode::INTERNAL_SERVER_ERROR, what: String::new() }
        })?;
        add(&mut form, "nonce", &nonce);
    }
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(FORM));
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(form.len()));
    Ok(Request::from_parts(parts, Body::from(form)))
}

fn csrf(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CSRF_HEADER)?.to_str().ok()?;
    // A secret is figures and letters; anything else could end its part of a form.
    value.bytes().all(|byte| byte.is_ascii_alphanumeric()).then(|| value.to_owned())
}

/// What parts the fields of a form with files.
fn boundary(headers: &HeaderMap) -> Option<String> {
    let whole = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let parameter = |part: &str| {
        let (name, value) = part.trim().split_once('=')?;
        name.eq_ignore_ascii_case("boundary").then(|| value.trim_matches('"').to_owned())
    };
    whole.split(';').find_map(parameter)
}

/// The same form with one more field, before all others.
fn with_part(boundary: &str, csrf: &str, body: Body) -> Body {
    let part = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n");
    let first = stream::once(async move { Ok::<_, axum::Error>(Bytes::from(part)) });
    Body::from_stream(first.chain(body.into_data_stream()))
}

/// The fields of a JSON object as a form.
fn fields(bytes: &[u8]) -> Result<String, Unread> {
    let value: Value = serde_json::from_slice(bytes)
        .map_err(|error| Unread::bad(format!("the body is no JSON: {error}")))?;
    let Value::Object(members) = value else { return Err(Unread::bad("the body is no JSON object")) };
    let mut form = String::new();
    for (name, value) in &members {
        let values = match value {
            Value::Array(values) => values.as_slice(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
                std::slice::from_ref(value)
            }
        };
        for value in values {
            match value {
                Value::Null => {}
                Value::Bool(is) => add(&mut form, name, if *is { "true" } else { "false" }),
                Value::Number(number) => add(&mut form, name, &number.to_string()),
                Value::String(text) => add(&mut form, name, text),
                Value::Array(_) | Value::Object(_) => {
                    return Err(Unread::bad(format!("`{name}` is neither a plain value nor a list of such")));
                }
            }
        }
    }
    Ok(form)
}

fn add(form: &mut String, name: &str, value: &str) {
    if !form.is_empty() {
        form.push('&');
    }
    form.push_str(&format!("{}={}", segment(name), segment(value)));
}

fn has_field(form: &str, name: &str) -> bool {
    form.split('&').any(|pair| pair.split('=').next() == Some(name))
}

#[cfg(test)]
mod tests {
    use super::{boundary, fields, has_field};
    use axum::http::{HeaderMap, HeaderValue, header};

    #[test]
    fn a_json_object_becomes_the_fields_of_a_form() {
        let form = fields(br#"{"window":"W-1","points":5,"passed":true,"tags":["a b",2],"due":null}"#);
        assert_eq!(form.as_deref(), Ok("passed=true&points=5&tags=a%20b&tags=2&window=W-1"));
        assert_eq!(fields(b"{}").as_deref(), Ok(""));
    }

    #[test]
    fn what_is_no_object_of_plain_values_is_told() {
        for (body, said) in [
            (&b"[1]"[..], "no JSON object"),
            (b"{", "no JSON"),
            (br#"{"a":{"b":1}}"#, "`a` is neither"),
            (br#"{"a":[[1]]}"#, "`a` is neither"),
        ] {
            let unread = fields(body).expect_err("refused");
            assert!(unread.what.contains(said), "{}", unread.what);
        }
    }

    #[test]
    fn a_field_is_looked_for_by_its_whole_name() {
        assert!(has_field("a=1&csrf=2", "csrf"));
        assert!(!has_field("xcsrf=1&a=csrf", "csrf"));
    }

    #[test]
    fn the_boundary_of_a_form_is_read_with_and_without_quotes() {
        for written in
            ["multipart/form-data; boundary=abc", "multipart/form-data; charset=x; Boundary=\"abc\""]
        {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(written));
            assert_eq!(boundary(&headers).as_deref(), Some("abc"));
        }
    }
}
