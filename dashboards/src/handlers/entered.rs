//! What every page with forms of events does: nonces for them, and the answer to one that was sent.

use crate::answer::Problem;
use crate::app::App;
use crate::enter::Entered;
use crate::session::Reader;
use axum::Json;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// What a form came to that led to a page.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = EnteredDone)]
#[serde(default)]
pub struct Done {
    done: Option<String>,
}

impl Done {
    /// `new` or `before`.
    pub fn done(&self) -> Option<&str> {
        self.done.as_deref()
    }
}

/// So many nonces, a form each.
///
/// # Errors
///
/// The system gives no chance.
pub fn nonces(app: &Arc<App>, count: usize) -> Result<Vec<String>, Problem> {
    let made = (0..count).map(|_| app.nonce()).collect::<Result<_, _>>();
    made.map_err(|error| Problem::Broken(error.to_string()))
}

/// Answers a form that was sent: what was entered as JSON, or the way back to the page, which says so.
pub fn sent(reader: &Reader, entered: &Entered, path: &str) -> Response {
    if reader.is_api() {
        let Entered { source, ids, is_new } = entered.clone();
        return Json(crate::api::replies::EnteredReply { source, ids, is_new }).into_response();
    }
    let done = if entered.is_new { "new" } else { "before" };
    let mark = if path.contains('?') { '&' } else { '?' };
    reader.to(&format!("{path}{mark}done={done}")).into_response()
}
