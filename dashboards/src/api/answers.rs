//! Answers of the API: what was done and where to see it instead of a redirect; and for pages and API alike, what a request was
//! refused for before a handler saw it, in words.

use super::BELOW;
use super::bodies::Unread;
use crate::answer::told_so;
use crate::pages::message::Message;
use crate::session::Reader;
use crate::words::doors;
use axum::Json;
use axum::body::to_bytes;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// So much of a plain refusal is read.
const REFUSAL_BYTES_MAX: usize = 16 << 10;

/// What became of a POST whose handler names nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Done {
    /// Always true; what failed has another status.
    pub done: bool,
    /// Where the API shows what came of it.
    pub see: String,
    /// Where the page is that shows it.
    pub page: String,
}

/// An answer as its reader speaks.
pub async fn spoken(reader: &Reader, response: Response, is_read: bool, bytes_max: usize) -> Response {
    let status = response.status();
    if reader.is_api() && status.is_redirection() {
        return led(reader, response, is_read);
    }
    if is_plain_refusal(&response) {
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, REFUSAL_BYTES_MAX).await.unwrap_or_default();
        let what = String::from_utf8_lossy(&bytes).into_owned();
        let mut answer = refused(reader, Unread { status, what }, bytes_max);
        // When it may be asked again.
        if let Some(later) = parts.headers.get(header::RETRY_AFTER) {
            answer.headers_mut().insert(header::RETRY_AFTER, later.clone());
        }
        return answer;
    }
    response
}

/// A refusal in words.
pub fn refused(reader: &Reader, why: Unread, bytes_max: usize) -> Response {
    told_so(reader, None, &message(reader, why, bytes_max))
}

fn message(reader: &Reader, why: Unread, bytes_max: usize) -> Message {
    let Unread { status, what } = why;
    let lang = reader.lang;
    let [title, told, mend] = match status {
        StatusCode::PAYLOAD_TOO_LARGE => doors::too_long(lang, bytes_max),
        StatusCode::METHOD_NOT_ALLOWED => doors::method_not_allowed(lang),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => doors::media_type(lang),
        StatusCode::REQUEST_TIMEOUT => doors::too_slow(lang),
        StatusCode::SERVICE_UNAVAILABLE => doors::unavailable(lang),
        _ => doors::unreadable(lang),
    };
    let what = if what.is_empty() { told } else { format!("{told} ({what})") };
    Message { status: status.as_u16(), title, what, mend }
}

/// Whether a request was refused by what reads requests, which says so in plain English or not at all.
fn is_plain_refusal(response: &Response) -> bool {
    let status = response.status();
    let media_type = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_plain = media_type.is_none_or(|media_type| media_type.starts_with("text/plain"));
    let is_ours = matches!(
        status,
        StatusCode::BAD_REQUEST
            | StatusCode::METHOD_NOT_ALLOWED
            | StatusCode::REQUEST_TIMEOUT
            | StatusCode::PAYLOAD_TOO_LARGE
            | StatusCode::UNSUPPORTED_MEDIA_TYPE
            | StatusCode::UNPROCESSABLE_ENTITY
            | StatusCode::SERVICE_UNAVAILABLE
    );
    is_ours && is_plain
}

/// A redirect told in JSON; one that was read for leads on within the API.
fn led(reader: &Reader, response: Response, is_read: bool) -> Response {
    let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    let Some(location) = location.map(str::to_owned) else { return response };
    let path = location.strip_prefix(&*reader.base).unwrap_or(&location);
    let is_of_api = path.strip_prefix(BELOW).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let below = if is_of_api { path.to_owned() } else { format!("{BELOW}{path}") };
    let see = format!("{}{below}", reader.base);
    let (mut parts, body) = response.into_parts();
    if is_read {
        if let Ok(value) = HeaderValue::from_str(&see) {
            parts.headers.insert(header::LOCATION, value);
        }
        return Response::from_parts(parts, body);
    }
    let page = if is_of_api { path.strip_prefix(BELOW).unwrap_or_default() } else { path };
    let mut answer = Json(Done { done: true, see, page: format!("{}{page}", reader.base) }).into_response();
    for cookie in parts.headers.get_all(header::SET_COOKIE) {
        answer.headers_mut().append(header::SET_COOKIE, cookie.clone());
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::led;
    use crate::session::Reader;
    use axum::body::to_bytes;
    use axum::http::header;
    use axum::response::{IntoResponse, Redirect, Response};
    use reports::words::Lang;

    fn reader() -> Reader {
        Reader {
            lang: Lang::Zh,
            has_chosen_lang: false,
            base: "/220821".into(),
            path: "/api/v1/months".to_owned(),
            query: String::new(),
        }
    }

    async fn text(response: Response) -> String {
        let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    #[tokio::test]
    async fn where_a_form_leads_is_told_as_the_address_of_the_api_and_of_the_page() {
        let answer = led(&reader(), Redirect::to("/220821/months?done=new").into_response(), false);
        assert_eq!(
            text(answer).await,
            r#"{"done":true,"see":"/220821/api/v1/months?done=new","page":"/220821/months?done=new"}"#
        );
    }

    #[test]
    fn what_is_read_leads_on_within_the_api_once() {
        for to in ["/220821/months/2026-09/windows", "/220821/api/v1/months/2026-09/windows"] {
            let answer = led(&reader(), Redirect::to(to).into_response(), true);
            assert!(answer.status().is_redirection());
            assert_eq!(answer.headers()[header::LOCATION], "/220821/api/v1/months/2026-09/windows");
        }
    }
}
