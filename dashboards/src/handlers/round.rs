//! A round through the hall with a phone: its form, and what it sends, at once or later.

use super::answered;
use super::appeals::nonce_of;
use super::entered::sent;
use super::findings::{enter_recording, read_recording};
use crate::answer::{Frame, Problem, shown};
use crate::app::App;
use crate::links::{Place, segment};
use crate::pages::recording::{self, Offered, RecordingForm};
use crate::session::Visitor;
use axum::extract::{Query, Request, State};
use axum::response::Response;
use std::sync::Arc;

/// The form of a round.
pub async fn form(visitor: Visitor, State(app): State<Arc<App>>, Query(offered): Query<Offered>) -> Response {
    let made = load(&visitor, &app, offered).await;
    answered(
        &visitor,
        made.map(|(frame, view)| shown(&visitor, &frame, Place::Round, &view, recording::round_html)),
    )
}

async fn load(
    visitor: &Visitor,
    app: &Arc<App>,
    offered: Offered,
) -> Result<(Frame, RecordingForm), Problem> {
    let (reader, by, nonce) = (visitor.reader.clone(), visitor.name.clone(), nonce_of(app)?);
    let made = app.live.ask(move |moment| {
        let view = recording::on_round(moment, &offered, &by, nonce, reader.lang)?;
        Ok((Frame::of(moment, None, &reader), view))
    });
    made.await?
}

/// Records what was seen on a round. A form that the phone has kept and sends again enters once.
pub async fn save(visitor: Visitor, State(app): State<Arc<App>>, request: Request) -> Response {
    answered(&visitor, do_save(&visitor, &app, request).await)
}

async fn do_save(visitor: &Visitor, app: &Arc<App>, request: Request) -> Result<Response, Problem> {
    let (upload, recording) = read_recording(visitor, app, request).await?;
    let nonce = upload.one("nonce").to_owned();
    let path = format!("/round?site={}", segment(upload.one("site")));
    match enter_recording(visitor, app, &recording, &nonce, String::new()).await? {
        Some(entered) => Ok(sent(&visitor.reader, &entered, &path)),
        None => Err(Problem::Broken("a round was shown no effect".to_owned())),
    }
}
