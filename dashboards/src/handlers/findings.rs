//! Findings and merits: listed, shown, recorded at a desk with the effect before saving, voided.

use super::answered;
use super::appeals::nonce_of;
use super::entered::{Done, sent};
use super::months::month_asked;
use super::versions::closed;
use crate::answer::{Frame, Problem, listed, shown};
use crate::app::App;
use crate::enter::{Entered, enter_dated};
use crate::entering::effect::effect;
use crate::entering::photos;
use crate::entering::record::{self, Decided, Recording};
use crate::entering::upload::{self, Upload};
use crate::links::{Place, segment};
use crate::pages::effect::{self as effect_page, EffectView};
use crate::pages::finding::{self, FindingView, Looking};
use crate::pages::findings::{self, Findings, FindingsFilter};
use crate::pages::paging::PageAsked;
use crate::pages::rating::done_text;
use crate::pages::recording::{self, Offered, RecordingForm};
use crate::pages::sorting::SortAsked;
use crate::rights::Right;
use crate::session::Visitor;
use crate::words::entering as said;
use axum::extract::{Path, Query, Request, State};
use axum::response::Response;
use ingest::live::Moment;
use reports::words::Lang;
use scoring::time::Month;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The findings and merits of a month.
pub async fn list(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    month: Option<Path<String>>,
    Query(filter): Query<FindingsFilter>,
    Query(wanted): Query<SortAsked>,
    Query(done): Query<Done>,
) -> Response {
    let month = month.map(|Path(month)| month);
    let made = load_list(&visitor, &app, month, (filter, wanted), done).await;
    answered(
        &visitor,
        made.map(|(frame, view)| listed(&visitor, &frame, Place::Findings, &view, findings::html)),
    )
}

async fn load_list(
    visitor: &Visitor,
    app: &Arc<App>,
    month: Option<String>,
    (filter, wanted): (FindingsFilter, SortAsked),
    done: Done,
) -> Result<(Frame, Findings), Problem> {
    let page = PageAsked::of(&visitor.reader, findings::ROWS_OF_A_PAGE);
    let (reader, scope) = (visitor.reader.clone(), visitor.scope());
    let closed = closed(app, month.as_deref(), None).await?.shown;
    let made = app.live.ask(move |moment| {
        let month = month_asked(moment, month.as_deref())?;
        let (within, asked) = ((&scope, &filter), (page, wanted.sort.as_deref()));
        let mut view = findings::view(moment, closed.as_ref(), month, within, asked, reader.lang)?;
        view.done = done_text(done.done(), reader.lang);
        Ok((Frame::of(moment, Some(month), &reader), view))
    });
    made.await?
}

/// A finding.
pub async fn finding(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Response {
    one(visitor, app, (id, false), done).await
}

/// A merit.
pub async fn merit(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Response {
    one(visitor, app, (id, true), done).await
}

async fn one(visitor: Visitor, app: Arc<App>, (id, is_merit): (String, bool), done: Done) -> Response {
    let here = if is_merit { Place::Merit(id.clone()) } else { Place::Finding(id.clone()) };
    let made = load_one(&visitor, &app, (id, is_merit), done).await;
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, here, &view, finding::html)))
}

async fn load_one(
    visitor: &Visitor,
    app: &Arc<App>,
    (id, is_merit): (String, bool),
    done: Done,
) -> Result<(Frame, FindingView), Problem> {
    let reader = visitor.reader.clone();
    let looking = Looking {
        name: visitor.name.clone(),
        scope: visitor.scope(),
        has_voices: visitor.may(Right::Voices),
        done: done.done().map(str::to_owned),
        nonce: visitor.may_act().then(|| nonce_of(app)).transpose()?,
    };
    let of = id.clone();
    let month = app.live.ask(move |moment| {
        scoring::finding::look(&moment.context, &of, is_merit).map(|look| look.date.month())
    });
    let month = month.await?.map(|month| month.to_string());
    let closed = match &month {
        Some(month) => closed(app, Some(month), None).await?.shown,
        None => None,
    };
    let made = app.live.ask(move |moment| {
        let view = finding::view(moment, closed.as_ref(), (&id, is_merit), looking, reader.lang)?;
        let month = Month::parse(&view.month);
        Ok((Frame::of(moment, month, &reader), view))
    });
    made.await?
}

/// The form at a desk.
pub async fn form(visitor: Visitor, State(app): State<Arc<App>>, Query(offered): Query<Offered>) -> Response {
    let made = load_form(&visitor, &app, offered).await;
    answered(
        &visitor,
        made.map(|(frame, view)| shown(&visitor, &frame, Place::Findings, &view, recording::desk_html)),
    )
}

async fn load_form(
    visitor: &Visitor,
    app: &Arc<App>,
    offered: Offered,
) -> Result<(Frame, RecordingForm), Problem> {
    let (reader, by, nonce) = (visitor.reader.clone(), visitor.name.clone(), nonce_of(app)?);
    let made = app.live.ask(move |moment| {
        let view = recording::at_desk(moment, &offered, &by, nonce, reader.lang)?;
        Ok((Frame::of(moment, None, &reader), view))
    });
    made.await?
}

/// Whether a form may be acted on: it is this session's own, and the account has the right.
///
/// # Errors
///
/// It may not.
pub(super) fn may_enter(visitor: &Visitor, right: Right, csrf: &str) -> Result<(), Problem> {
    if visitor.may(right) && csrf == visitor.form_secret { Ok(()) } else { Err(Problem::Forbidden) }
}

/// Reads the form of a recording; its pictures are kept.
///
/// # Errors
///
/// It is not this session's own, it cannot be read, or a picture of it may not be kept.
pub(super) async fn read_recording(
    visitor: &Visitor,
    app: &Arc<App>,
    request: Request,
) -> Result<(Upload, Recording), Problem> {
    let mut upload = upload::read(request).await?;
    may_enter(visitor, Right::Inspect, upload.one("csrf"))?;
    let mut digests: Vec<String> = upload.all("kept_photo").map(str::to_owned).collect();
    digests.extend(photos::keep(app, &visitor.name, std::mem::take(&mut upload.pictures)).await?);
    digests.dedup();
    digests.truncate(upload::PICTURES_MAX);
    let recording = Recording::of(&upload, digests);
    Ok((upload, recording))
}

/// Shows what a recording would change.
pub async fn preview(visitor: Visitor, State(app): State<Arc<App>>, request: Request) -> Response {
    let made = match read_recording(&visitor, &app, request).await {
        Ok((upload, recording)) => {
            show_effect(&visitor, &app, recording, upload.one("nonce").to_owned(), false).await
        }
        Err(problem) => Err(problem),
    };
    answered(&visitor, made)
}

async fn show_effect(
    visitor: &Visitor,
    app: &Arc<App>,
    recording: Recording,
    nonce: String,
    has_changed: bool,
) -> Result<Response, Problem> {
    let (reader, by) = (visitor.reader.clone(), visitor.name.clone());
    let made = app.live.ask(move |moment| {
        let decided = record::decide(moment, &recording, &by)?;
        let mut view = effect_view(moment, &decided, &nonce, reader.lang)?;
        let is_merit = decided.events.iter().any(|dated| dated.event.0 == "merit.recorded");
        view.button = said::save_records(reader.lang, decided.events.len(), is_merit);
        view.action = "/findings".to_owned();
        view.back = "/findings/new".to_owned();
        view.fields = recording.fields();
        view.photos = recording.photos.clone();
        view.has_changed = has_changed;
        Ok::<_, Problem>((Frame::of(moment, Some(decided.month), &reader), view))
    });
    let (frame, view) = made.await??;
    Ok(shown(visitor, &frame, Place::Findings, &view, effect_page::html))
}

/// What the page of an effect shows of events that are about to be entered.
///
/// # Errors
///
/// The contract does not allow one of them.
pub(super) fn effect_view(
    moment: &Moment<'_>,
    decided: &Decided,
    nonce: &str,
    lang: Lang,
) -> Result<EffectView, Problem> {
    let context = &moment.context;
    let found = effect(moment, &decided.events, nonce, (decided.month, &decided.whose), lang)?;
    Ok(EffectView {
        as_of: EffectView::as_of(context, lang),
        what: decided.events.iter().map(|dated| said::told(context, dated, lang)).collect(),
        effect: found,
        similar: decided.similar.iter().map(|look| context.log.text(look.id).to_owned()).collect(),
        photos: Vec::new(),
        has_changed: false,
        action: String::new(),
        back: String::new(),
        button: String::new(),
        fields: Vec::new(),
        nonce: nonce.to_owned(),
    })
}

/// Enters what was decided if its effect is still the one that was seen; answers none where it is another.
///
/// # Errors
///
/// As [`enter_dated`].
pub(super) async fn enter_seen(
    app: &Arc<App>,
    by: &str,
    nonce: &str,
    seen: String,
    decide: impl FnOnce(&Moment<'_>) -> Result<Decided, Problem> + Send + 'static,
) -> Result<Option<Entered>, Problem> {
    let has_changed = Arc::new(AtomicBool::new(false));
    let (told, of) = (has_changed.clone(), nonce.to_owned());
    let entered = enter_dated(app, by, nonce, move |moment| {
        let decided = decide(moment)?;
        // What nobody was shown is entered as it is: a round with a bad network.
        if !seen.is_empty() {
            let found = effect(moment, &decided.events, &of, (decided.month, &decided.whose), Lang::Zh)?;
            if found.seen != seen {
                told.store(true, Ordering::Relaxed);
                return Err(crate::appeals::refused(said::EFFECT_CHANGED));
            }
        }
        Ok(decided.events)
    });
    match entered.await {
        Ok(entered) => Ok(Some(entered)),
        Err(_) if has_changed.load(Ordering::Relaxed) => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// Records what was seen: exactly what the page of the effect showed, or shows it anew.
pub async fn save(visitor: Visitor, State(app): State<Arc<App>>, request: Request) -> Response {
    answered(&visitor, do_save(&visitor, &app, request).await)
}

async fn do_save(visitor: &Visitor, app: &Arc<App>, request: Request) -> Result<Response, Problem> {
    let (upload, recording) = read_recording(visitor, app, request).await?;
    let (nonce, seen) = (upload.one("nonce").to_owned(), upload.one("seen").to_owned());
    // Who has seen no effect is shown it first.
    if seen.is_empty() {
        return show_effect(visitor, app, recording, nonce, false).await;
    }
    match enter_recording(visitor, app, &recording, &nonce, seen).await? {
        Some(entered) => {
            let month = recording.date.get(..7).unwrap_or_default();
            let path =
                if month.is_empty() { "/findings".to_owned() } else { format!("/months/{month}/findings") };
            Ok(sent(&visitor.reader, &entered, &path))
        }
        None => show_effect(visitor, app, recording, nonce, true).await,
    }
}

/// Enters a recording with its photos.
///
/// # Errors
///
/// As [`enter_seen`], and a photo that is there no more.
pub(super) async fn enter_recording(
    visitor: &Visitor,
    app: &Arc<App>,
    recording: &Recording,
    nonce: &str,
    seen: String,
) -> Result<Option<Entered>, Problem> {
    photos::announce(app, nonce, &recording.photos, recording.on.len()).await?;
    let (by, of) = (visitor.name.clone(), recording.clone());
    let decide = move |moment: &Moment<'_>| record::decide(moment, &of, &by);
    let entered = enter_seen(app, &visitor.name, nonce, seen, decide).await?;
    if entered.is_some() && !recording.photos.is_empty() {
        photos::entered(app, &recording.photos).await?;
    }
    Ok(entered)
}

/// Voids a finding, once its effect was seen.
pub async fn void_finding(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    answered(&visitor, do_void(&visitor, &app, (id, false), request).await)
}

/// Voids a merit, once its effect was seen.
pub async fn void_merit(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    answered(&visitor, do_void(&visitor, &app, (id, true), request).await)
}

async fn do_void(
    visitor: &Visitor,
    app: &Arc<App>,
    (id, is_merit): (String, bool),
    request: Request,
) -> Result<Response, Problem> {
    let upload = upload::read(request).await?;
    may_enter(visitor, Right::Judge, upload.one("csrf"))?;
    let [nonce, seen, reason, approved_by] =
        ["nonce", "seen", "reason", "approved_by"].map(|name| upload.one(name).to_owned());
    let path = format!("/{}/{}", if is_merit { "merits" } else { "findings" }, segment(&id));
    let decide = {
        let (id, reason, approved_by) = (id.clone(), reason.clone(), approved_by.clone());
        move |moment: &Moment<'_>| record::void(moment, (&id, is_merit), &reason, &approved_by)
    };
    let has_changed = !seen.is_empty();
    if has_changed && let Some(entered) = enter_seen(app, &visitor.name, &nonce, seen, decide.clone()).await?
    {
        return Ok(sent(&visitor.reader, &entered, &path));
    }
    let reader = visitor.reader.clone();
    let made = app.live.ask(move |moment| {
        let decided = decide(moment)?;
        let mut view = effect_view(moment, &decided, &nonce, reader.lang)?;
        view.button = said::void_button(reader.lang, &id);
        view.action = format!("{path}/void");
        view.back = path;
        view.fields = vec![("reason", reason), ("approved_by", approved_by)];
        view.has_changed = has_changed;
        Ok::<_, Problem>((Frame::of(moment, Some(decided.month), &reader), view))
    });
    let (frame, view) = made.await??;
    Ok(shown(visitor, &frame, Place::Findings, &view, effect_page::html))
}
