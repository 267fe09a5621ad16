//! What a request is answered with.

use crate::live::{Outcome, Refused};
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::{Deserialize, Serialize};

/// How long a sender is asked to wait, in seconds.
const RETRY_AFTER_SECONDS: &str = "1";

#[derive(Serialize)]
struct Answer<'a> {
    accepted: usize,
    duplicates: usize,
    rejected: usize,
    results: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
}

/// The id of an event, as far as it can be read.
pub fn id_of(raw: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Identified {
        id: String,
    }
    serde_json::from_slice::<Identified>(raw).ok().map(|event| event.id)
}

/// 200 with what became of each event, in the order of the request.
pub fn answer(ids: &[Option<String>], outcomes: &[Outcome]) -> Response {
    let count = |wanted: fn(&Outcome) -> bool| outcomes.iter().filter(|outcome| wanted(outcome)).count();
    let results = ids.iter().zip(outcomes).map(|(id, outcome)| {
        let (status, fault) = match outcome {
            Outcome::Accepted => ("accepted", None),
            Outcome::Duplicate => ("duplicate", None),
            Outcome::Rejected(fault) => ("rejected", Some(fault)),
        };
        Entry {
            id: id.as_deref(),
            status,
            code: fault.map(|fault| fault.code.word()),
            message: fault.map(|fault| fault.message.as_str()),
        }
    });
    let answer = Answer {
        accepted: count(|outcome| *outcome == Outcome::Accepted),
        duplicates: count(|outcome| *outcome == Outcome::Duplicate),
        rejected: count(|outcome| matches!(outcome, Outcome::Rejected(_))),
        results: results.collect(),
    };
    json(StatusCode::OK, serde_json::to_vec(&answer).unwrap_or_default())
}

/// Why a request was not taken at all.
pub struct Problem {
    status: StatusCode,
    what: String,
    is_passing: bool,
}

impl Problem {
    /// The sender must change something.
    pub fn new(status: StatusCode, what: impl Into<String>) -> Problem {
        Problem { status, what: what.into(), is_passing: false }
    }

    /// The sender need only wait.
    pub fn later(status: StatusCode, what: &str) -> Problem {
        Problem { status, what: what.to_owned(), is_passing: true }
    }

    /// As a response.
    pub fn response(self) -> Response {
        let body = serde_json::json!({ "error": self.what });
        let mut response = json(self.status, body.to_string().into_bytes());
        if self.is_passing {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER_SECONDS));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// The desk took nothing; the sender is to come again.
pub fn refused(refused: Refused) -> Problem {
    Problem::later(StatusCode::SERVICE_UNAVAILABLE, &refused.to_string())
}

fn json(status: StatusCode, body: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
