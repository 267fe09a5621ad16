//! What is done with a request wherever its events go: who sends, the body within bounds, cut into events, not too fast.

use super::Limits;
use super::answer::{Problem, answer};
use super::binary;
use super::body::{Held, Room};
use super::split::{self, NoArray, Shape};
use crate::rejections::{Code, Fault};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use axum::routing::post;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use prometheus::IntCounterVec;
use std::num::NonZeroU32;
use std::ops::Range;
use std::sync::Arc;

/// The bytes of a request, and where its events stand in them; or why they do not.
pub struct Cut {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The events, in order; of a batch that is no array, the fault.
    pub events: Result<Vec<Range<usize>>, Fault>,
}

/// Where requests' events go.
pub trait Destination: Send + Sync + 'static {
    /// Who may send.
    type Sender: Send + Sync;

    /// The command that makes tokens.
    const TOKEN_COMMAND: &'static str;

    /// Whom a token's text belongs to, if it holds.
    fn sender(&self, token: &str) -> Result<Option<Self::Sender>, Problem>;

    /// What tells senders apart: each has a rate of its own.
    fn name(sender: &Self::Sender) -> &str;

    /// Takes a request's events, answered once they are durable. Of what is no array it may keep the bytes; it is answered
    /// as bad either way.
    fn take(&self, sender: Self::Sender, cut: Cut) -> impl Future<Output = Result<Response, Problem>> + Send;
}

struct Intake<D> {
    destination: D,
    room: Room,
    limits: Limits,
    rates: DefaultKeyedRateLimiter<String>,
    /// Requests, by status.
    requests: IntCounterVec,
}

/// The road in over HTTP to a destination.
pub fn router_to<D: Destination>(destination: D, limits: Limits, requests: IntCounterVec) -> Router {
    let per_second = NonZeroU32::new(limits.token_events_per_second).unwrap_or(NonZeroU32::MIN);
    let burst = NonZeroU32::new(limits.request_events_max as u32).unwrap_or(NonZeroU32::MIN).max(per_second);
    let intake = Intake {
        destination,
        room: Room::new(limits.body_bytes_max),
        limits,
        rates: RateLimiter::keyed(Quota::per_second(per_second).allow_burst(burst)),
        requests,
    };
    Router::new().route("/v1/events", post(take_events::<D>)).with_state(Arc::new(intake))
}

async fn take_events<D: Destination>(State(intake): State<Arc<Intake<D>>>, request: Request) -> Response {
    let response = match take(&intake, request).await {
        Ok(response) => response,
        Err(problem) => problem.response(),
    };
    intake.requests.with_label_values(&[response.status().as_str()]).inc();
    response
}

async fn take<D: Destination>(intake: &Intake<D>, request: Request) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let sender = sender(&intake.destination, &parts.headers)?;
    let Held { bytes, room: _room } = intake.room.read(&parts.headers, body).await?;
    let cut = cut(&parts.headers, bytes)?;
    let events = match &cut.events {
        Ok(events) => events.len(),
        Err(fault) => {
            let bad = Problem::new(StatusCode::BAD_REQUEST, fault.message.clone());
            intake.destination.take(sender, cut).await?;
            return Err(bad);
        }
    };
    if events > intake.limits.request_events_max {
        return Err(too_many(events, intake.limits.request_events_max));
    }
    let Some(count) = NonZeroU32::new(events as u32) else {
        return Ok(answer(&[], &[]));
    };
    if !matches!(intake.rates.check_key_n(&D::name(&sender).to_owned(), count), Ok(Ok(()))) {
        return Err(Problem::later(
            StatusCode::TOO_MANY_REQUESTS,
            "上报过快，请稍后重发 / too many events a second for this token: send them again later",
        ));
    }
    intake.destination.take(sender, cut).await
}

/// Whom the token of the request belongs to, if it holds.
fn sender<D: Destination>(destination: &D, headers: &HeaderMap) -> Result<D::Sender, Problem> {
    let unauthorized = || {
        let command = D::TOKEN_COMMAND;
        Problem::new(
            StatusCode::UNAUTHORIZED,
            format!(
                "缺少有效的令牌；请在 Authorization: Bearer 中填写 `{command}` 签发的令牌 / no token that holds: send one made with \
                 `{command}` as Authorization: Bearer"
            ),
        )
    };
    let header = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let text = header.and_then(|value| value.strip_prefix("Bearer ")).ok_or_else(unauthorized)?;
    destination.sender(text.trim())?.ok_or_else(unauthorized)
}

/// The bytes that hold the events, and where each stands.
fn cut(headers: &HeaderMap, bytes: Vec<u8>) -> Result<Cut, Problem> {
    if binary::is_binary(headers) {
        let bytes = binary::structured(headers, &bytes);
        let whole = 0..bytes.len();
        return Ok(Cut { bytes, events: Ok(vec![whole]) });
    }
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let shape = content_type.and_then(Shape::of).ok_or_else(|| {
        Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Content-Type 应为 application/cloudevents+json、application/cloudevents-batch+json 或 application/x-ndjson / the \
             Content-Type must be one of these",
        )
    })?;
    let events = split::events(shape, &bytes).map_err(|NoArray { at }| no_array(at));
    Ok(Cut { bytes, events })
}

fn no_array(at: usize) -> Fault {
    let at = at + 1;
    Fault::new(
        Code::MalformedJson,
        format_args!("批量请求应是一个 JSON 数组，第 {at} 个字节处有误"),
        format_args!("a batch must be one JSON array; it stops being one at byte {at}"),
    )
}

fn too_many(found: usize, most: usize) -> Problem {
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        format!(
            "请求含 {found} 个事件，最多 {most} 个，请分批发送 / the request has {found} events, at most {most} are taken: send it in parts"
        ),
    )
}
