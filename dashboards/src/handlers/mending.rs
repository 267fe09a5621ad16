//! A rejected event looked at and mended; many of one kind mended at once by a replacement.

use super::answered;
use super::login::is_own_form;
use super::upload::refused;
use crate::answer::{Frame, Problem, shown};
use crate::app::App;
use crate::links::Place;
use crate::pages::filter::Choice;
use crate::pages::mending::{self as page, RejectedView, ReplaceView};
use crate::session::Visitor;
use crate::words;
use axum::Json;
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Response};
use ingest::live::Refused;
use ingest::mend::{self, Entered, Replacement};
use ingest::replay::Replayed;
use ingest::store::sqlite::RejectionState;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::ToSchema;

/// A rejected event.
pub async fn one(visitor: Visitor, State(app): State<Arc<App>>, Path(number): Path<u64>) -> Response {
    let made = load(&visitor, &app, number, None).await;
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, Place::Rejected, &view, page::html)))
}

async fn load(
    visitor: &Visitor,
    app: &Arc<App>,
    number: u64,
    text: Option<String>,
) -> Result<(Frame, RejectedView), Problem> {
    let sites = visitor.scope().sites();
    let kept = app.records(move |records| records.rejection_within(number, sites));
    let kept = kept.await?.ok_or(Problem::NoPage)?;
    let (reader, reads_text) = (visitor.reader.clone(), visitor.reads_rejected_texts());
    let made = app.live.ask(move |moment| {
        let mut view = page::view(moment, &kept, text, reader.lang);
        if !reads_text {
            view.hide_text();
        }
        (Frame::of(moment, None, &reader), view)
    });
    let made = made.await?;
    if reads_text {
        crate::seen::note(app, visitor, "rejection.seen", &number.to_string());
    }
    Ok(made)
}

/// What the form of one brings.
#[derive(Deserialize, ToSchema)]
pub struct Mended {
    csrf: String,
    text: String,
    /// `check` or `enter`.
    act: String,
}

/// Checks a mended text, or enters it.
pub async fn act(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(number): Path<u64>,
    Form(mended): Form<Mended>,
) -> Response {
    answered(&visitor, do_act(&visitor, &app, number, mended).await)
}

async fn do_act(visitor: &Visitor, app: &Arc<App>, number: u64, mended: Mended) -> Result<Response, Problem> {
    is_own_form(visitor, &mended.csrf)?;
    // Browsers send line ends as CR LF.
    let text = mended.text.replace("\r\n", "\n").trim().to_owned();
    let (frame, view) = load(visitor, app, number, Some(text.clone())).await?;
    let passes = view.checked.as_ref().is_some_and(|checked| checked.passes);
    if mended.act != "enter" || !passes {
        return Ok(shown(visitor, &frame, Place::Rejected, &view, page::html));
    }
    let (live, by) = (app.live.clone(), visitor.name.clone());
    let entered = app.records(move |records| Ok(mend::enter(&live, records, number, &text, &by)));
    let (accepted, duplicates) = match entered.await?.map_err(not_taken)? {
        Entered::Accepted => (1, 0),
        Entered::Duplicate => (0, 1),
        Entered::Rejected(fault) => return Err(Problem::Refused(fault.message)),
        Entered::NotOpen => return Err(refused(words::SETTLED_ALREADY)),
    };
    Ok(done(visitor, &Replayed { tried: 1, accepted, duplicates, rejected: 0 }))
}

fn not_taken(refused: Refused) -> Problem {
    Problem::Refused(refused.to_string())
}

fn done(visitor: &Visitor, replayed: &Replayed) -> Response {
    if visitor.reader.is_api() {
        return Json(replayed).into_response();
    }
    let Replayed { tried, accepted, duplicates, rejected } = replayed;
    visitor.reader.to(&format!("/rejected?done={tried}-{accepted}-{duplicates}-{rejected}")).into_response()
}

/// What the address of a replacement asks for.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = MendingAsked)]
#[serde(default)]
pub struct Asked {
    source: String,
    code: String,
    find: String,
    with: String,
}

impl Asked {
    fn replacement(self) -> Replacement {
        let Asked { source, code, find, with } = self;
        let source = Some(source).filter(|source| !source.is_empty());
        Replacement { source, code, find: find.trim().to_owned(), with: with.trim().to_owned() }
    }
}

/// What a replacement would come to.
pub async fn ask_many(visitor: Visitor, State(app): State<Arc<App>>, Query(asked): Query<Asked>) -> Response {
    let made = load_many(&visitor, &app, asked.replacement()).await;
    answered(
        &visitor,
        made.map(|(frame, view)| shown(&visitor, &frame, Place::Rejected, &view, page::many_html)),
    )
}

async fn load_many(
    visitor: &Visitor,
    app: &Arc<App>,
    replacement: Replacement,
) -> Result<(Frame, ReplaceView), Problem> {
    let (reader, code) = (visitor.reader.clone(), replacement.code.clone());
    let (frame, known) = app
        .live
        .ask(move |moment| {
            let known = page::known_ids(moment.context.registry(), &code);
            (Frame::of(moment, None, &reader), known.into_iter().map(str::to_owned).collect())
        })
        .await?;
    let (live, asked) = (app.live.clone(), replacement.clone());
    let is_whole = !asked.code.is_empty() && !asked.find.is_empty() && !asked.with.is_empty();
    let found = app.records(move |records| {
        let preview = is_whole.then(|| mend::preview(&live, records, &asked)).transpose();
        Ok((records.rejection_counts(Some(RejectionState::Open))?, preview))
    });
    let (counts, preview) = found.await?;
    let mut codes: BTreeMap<String, u64> = BTreeMap::new();
    for (_, code, count) in counts {
        *codes.entry(code).or_default() += count;
    }
    let codes = codes.into_iter().map(|(code, count)| Choice {
        title: format!("{code} ({count})"),
        is_chosen: code == replacement.code,
        value: code,
    });
    let view = ReplaceView {
        as_of: frame.as_of.clone(),
        codes: codes.collect(),
        known,
        preview: preview.map_err(not_taken)?,
        replacement,
    };
    Ok((frame, view))
}

/// What the form of a replacement brings.
#[derive(Deserialize, ToSchema)]
pub struct ReplaceForm {
    csrf: String,
    #[serde(flatten)]
    asked: Asked,
}

/// Makes a replacement and enters what passes.
pub async fn replace(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Form(form): Form<ReplaceForm>,
) -> Response {
    answered(&visitor, do_replace(&visitor, &app, form).await)
}

async fn do_replace(visitor: &Visitor, app: &Arc<App>, form: ReplaceForm) -> Result<Response, Problem> {
    is_own_form(visitor, &form.csrf)?;
    let replacement = form.asked.replacement();
    if replacement.code.is_empty() || replacement.find.is_empty() || replacement.with.is_empty() {
        return Err(refused(words::data::REPLACEMENT_WANTED));
    }
    let (live, by) = (app.live.clone(), visitor.name.clone());
    let replaced = app.records(move |records| Ok(mend::replace(&live, records, &replacement, &by)));
    Ok(done(visitor, &replaced.await?.map_err(not_taken)?))
}
