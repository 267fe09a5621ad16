//! `POST /v1/events`: CloudEvents over HTTP, answered event by event once they are durable.
//!
//! | request | answer |
//! | --- | --- |
//! | structured, batch, binary or lines; gzip or plain | 200 with an entry for each event: accepted, duplicate, rejected with code and mend |
//! | without a token that holds | 401 |
//! | of another content type | 415 |
//! | too long, packed or unpacked | 413 |
//! | a batch that is no JSON array | 400; the body is kept among the rejected events |
//! | whose next piece does not come for half a minute | 408 with `Retry-After` |
//! | more than the token's rate | 429 with `Retry-After` |
//! | while too much waits, or the disk is full | 503 with `Retry-After`; nothing of the request is there |

mod answer;
mod binary;
mod body;
mod serve;
mod split;

pub use serve::{Patience, serve};

use crate::live::{Delivery, Item, Live, Refused};
use crate::metrics::Metrics;
use crate::rejections::{Code, Fault};
use crate::store::Road;
use crate::store::sqlite::{Records, Token};
use answer::{Problem, answer};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use axum::routing::post;
use body::{Held, Room};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use split::{NoArray, Shape};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// What a request may bring.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of a body, packed and unpacked.
    pub body_bytes_max: usize,
    /// Events of a request.
    pub request_events_max: usize,
    /// Events a second of one token, over time.
    pub token_events_per_second: u32,
}

impl Default for Limits {
    /// Far above what a county's systems send, far below what would hurt it.
    fn default() -> Limits {
        Limits { body_bytes_max: 16 << 20, request_events_max: 20_000, token_events_per_second: 200_000 }
    }
}

/// What the handler needs.
struct Intake {
    room: Room,
    live: Live,
    records: Mutex<Records>,
    metrics: Metrics,
    limits: Limits,
    rates: DefaultKeyedRateLimiter<String>,
    /// Tells requests of one run of the service apart.
    next_request: AtomicU64,
    run: u64,
}

/// The road in over HTTP. `records` is for looking up tokens; `run` names this run of the service in requests' ids.
pub fn router(live: Live, records: Records, metrics: Metrics, limits: Limits, run: u64) -> Router {
    let per_second = NonZeroU32::new(limits.token_events_per_second).unwrap_or(NonZeroU32::MIN);
    let burst = NonZeroU32::new(limits.request_events_max as u32).unwrap_or(NonZeroU32::MIN).max(per_second);
    let intake = Intake {
        room: Room::new(limits.body_bytes_max),
        live,
        records: Mutex::new(records),
        metrics,
        limits,
        rates: RateLimiter::keyed(Quota::per_second(per_second).allow_burst(burst)),
        next_request: AtomicU64::new(1),
        run,
    };
    Router::new().route("/v1/events", post(take_events)).with_state(Arc::new(intake))
}

async fn take_events(State(intake): State<Arc<Intake>>, request: Request) -> Response {
    let response = match take(&intake, request).await {
        Ok(response) => response,
        Err(problem) => problem.response(),
    };
    intake.metrics.requests.with_label_values(&[response.status().as_str()]).inc();
    response
}

async fn take(intake: &Intake, request: Request) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let token = token(intake, &parts.headers)?;
    let Held { bytes, room: _room } = intake.room.read(&parts.headers, body).await?;
    let (bytes, events) = cut(&parts.headers, bytes)?;
    let number = intake.next_request.fetch_add(1, Ordering::Relaxed);
    let place = format!("{:x}-{number}", intake.run);
    let mut delivery =
        Delivery { road: Road::Http, place, site: Some(token.site), bytes, items: Vec::new(), file: None };
    let events = match events {
        Ok(events) => events,
        Err(NoArray { at }) => {
            let whole = 0..delivery.bytes.len();
            delivery.items.push(Item { bytes: whole, number: 1, fault: Some(no_array(at)) });
            intake.live.deliver(delivery).await.map_err(refused)?;
            return Err(Problem::new(StatusCode::BAD_REQUEST, no_array(at).message));
        }
    };
    if events.len() > intake.limits.request_events_max {
        return Err(too_many(events.len(), intake.limits.request_events_max));
    }
    let Some(count) = NonZeroU32::new(events.len() as u32) else {
        return Ok(answer(&[], &[]));
    };
    if !matches!(intake.rates.check_key_n(&token.name, count), Ok(Ok(()))) {
        return Err(Problem::later(
            StatusCode::TOO_MANY_REQUESTS,
            "上报过快，请稍后重发 / too many events a second for this token: send them again later",
        ));
    }
    let item = |(place, bytes)| Item { bytes, number: place as u64 + 1, fault: None };
    delivery.items = events.iter().cloned().enumerate().map(item).collect();
    // The ids in the answer are those of the request, so they are read before the bytes are handed over.
    let ids: Vec<Option<String>> =
        events.iter().map(|range| answer::id_of(&delivery.bytes[range.clone()])).collect();
    let outcomes = intake.live.deliver(delivery).await.map_err(refused)?;
    Ok(answer(&ids, &outcomes))
}

/// The token that the request bears, if it holds.
fn token(intake: &Intake, headers: &HeaderMap) -> Result<Token, Problem> {
    let unauthorized = || {
        Problem::new(
            StatusCode::UNAUTHORIZED,
            "缺少有效的令牌；请在 Authorization: Bearer 中填写 `flagpost token` 签发的令牌 / no token that holds: send one made \
             with `flagpost token` as Authorization: Bearer",
        )
    };
    let header = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let text = header.and_then(|value| value.strip_prefix("Bearer ")).ok_or_else(unauthorized)?;
    let records = intake.records.lock().unwrap_or_else(PoisonError::into_inner);
    let found = records
        .token_of(text.trim())
        .map_err(|error| Problem::later(StatusCode::SERVICE_UNAVAILABLE, &error.to_string()))?;
    found.ok_or_else(unauthorized)
}

type Cut = Result<Vec<std::ops::Range<usize>>, NoArray>;

/// The bytes that hold the events, and where each stands.
fn cut(headers: &HeaderMap, bytes: Vec<u8>) -> Result<(Vec<u8>, Cut), Problem> {
    if binary::is_binary(headers) {
        let event = binary::structured(headers, &bytes);
        let whole = 0..event.len();
        return Ok((event, Ok(vec![whole])));
    }
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let shape = content_type.and_then(Shape::of).ok_or_else(|| {
        Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Content-Type 应为 application/cloudevents+json、application/cloudevents-batch+json 或 application/x-ndjson / the \
             Content-Type must be one of these",
        )
    })?;
    let events = split::events(shape, &bytes);
    Ok((bytes, events))
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

fn refused(refused: Refused) -> Problem {
    Problem::later(StatusCode::SERVICE_UNAVAILABLE, &refused.to_string())
}
