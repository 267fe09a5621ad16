//! Registry, rulebook and calendar changed by a checked upload.

use super::answered;
use super::givens::Asked;
use super::upload::{Upload, refused};
use crate::answer::{Frame, Problem, shown};
use crate::app::App;
use crate::givens::Kind;
use crate::givens::change::{self, Checked, Proposed};
use crate::givens::effect::{Standings, standings};
use crate::givens::files::{NOT_SERVED, own_name};
use crate::links::Place;
use crate::pages::givens::{self as page, EditView};
use crate::session::Visitor;
use crate::words::data as said;
use axum::extract::{Multipart, Query, State};
use axum::response::{IntoResponse, Response};
use ingest::store::GivenFiles;
use reports::words::{Lang, Word};
use std::sync::Arc;

/// The longest reason, in characters.
const REASON_CHARACTERS_MAX: usize = 300;

/// The form that changes a file.
async fn edit(visitor: Visitor, app: Arc<App>, kind: Kind, asked: Asked) -> Response {
    answered(&visitor, load_edit(&visitor, &app, kind, asked.file).await)
}

async fn load_edit(
    visitor: &Visitor,
    app: &Arc<App>,
    kind: Kind,
    file: Option<String>,
) -> Result<Response, Problem> {
    let files = app.live.act(|desk| desk.given_files().clone()).await?;
    let of_kind = kind.of(&files);
    let found = match &file {
        Some(name) => of_kind.iter().find(|(path, _)| own_name(path) == name),
        None => of_kind.first(),
    };
    let name = found.map_or(String::new(), |(path, _)| own_name(path).to_owned());
    let proposed = Proposed {
        name,
        text: found.map_or(String::new(), |(_, text)| text.clone()),
        base: change::base(&files),
    };
    show_edit(visitor, app, kind, &files, proposed, None).await
}

async fn show_edit(
    visitor: &Visitor,
    app: &Arc<App>,
    kind: Kind,
    files: &GivenFiles,
    proposed: Proposed,
    checked: Option<Checked>,
) -> Result<Response, Problem> {
    let reader = visitor.reader.clone();
    let frame = app.live.ask(move |moment| Frame::of(moment, None, &reader)).await?;
    let places = app.places.get();
    let obstacle = places.map_or(Some(NOT_SERVED), |places| places.obstacle(kind));
    let view = EditView {
        kind,
        as_of: frame.as_of.clone(),
        files: kind.of(files).iter().map(|(name, _)| own_name(name).to_owned()).collect(),
        may_add: obstacle.is_none() && places.is_some_and(|places| places.folder(kind).is_some()),
        obstacle: obstacle.map(|word| visitor.reader.lang.say(word).to_owned()),
        name: proposed.name,
        text: proposed.text,
        // A stale form goes on from what is in force now.
        base: change::base(files),
        checked,
    };
    let here = match kind {
        Kind::Registry => Place::Registry,
        Kind::Rulebook => Place::Rulebook,
        Kind::Calendar => Place::Calendar,
    };
    Ok(shown(visitor, &frame, here, &view, page::edit_html))
}

/// What a form proposes, with where its file is.
async fn proposed(
    visitor: &Visitor,
    app: &Arc<App>,
    kind: Kind,
    upload: &Upload,
) -> Result<(GivenFiles, String, Proposed, Standings), Problem> {
    upload.is_own(visitor)?;
    let (files, standings) = app
        .live
        .act(|desk| {
            let files = desk.given_files().clone();
            (files, standings(&desk.moment()))
        })
        .await?;
    let text = match &upload.file {
        Some((_, bytes)) => String::from_utf8(bytes.clone()).map_err(|_| refused(NOT_TEXT))?,
        None => upload.field("text").to_owned(),
    };
    let text = text.replace("\r\n", "\n");
    let (name, base) = (upload.field("name").trim().to_owned(), upload.field("base").to_owned());
    let places = app.places.get().ok_or_else(|| refused(NOT_SERVED))?;
    if let Some(obstacle) = places.obstacle(kind) {
        return Err(refused(obstacle));
    }
    let path = places.path(kind, &name, kind.of(&files)).ok_or_else(|| refused(NO_SUCH_FILE))?;
    Ok((files, path.display().to_string(), Proposed { name, text, base }, standings))
}

pub(super) const NOT_TEXT: Word = Word::new(
    "文件不是 UTF-8 文本；请另存为 UTF-8 后上传",
    "the file is no UTF-8 text: save it as UTF-8 and upload it again",
);
const NO_SUCH_FILE: Word = Word::new(
    "没有这个文件，也不能以此名新建；文件名用字母、数字，以 .toml 结尾",
    "there is no such file, and none can be made of that name: use letters and digits, ending in .toml",
);

async fn checked(
    app: &Arc<App>,
    kind: Kind,
    (files, path, proposed, standings): &(GivenFiles, String, Proposed, Standings),
    lang: Lang,
) -> Result<Checked, Problem> {
    let (files, path, proposed, standings) =
        (files.clone(), path.clone(), proposed.clone(), standings.clone());
    app.records(move |records| Ok(change::check(records, kind, &files, &path, &proposed, &standings, lang)))
        .await?
}

async fn check(visitor: Visitor, app: Arc<App>, kind: Kind, form: Multipart) -> Response {
    answered(&visitor, do_check(&visitor, &app, kind, form).await)
}

async fn do_check(
    visitor: &Visitor,
    app: &Arc<App>,
    kind: Kind,
    form: Multipart,
) -> Result<Response, Problem> {
    let upload = Upload::read(form).await?;
    let all = proposed(visitor, app, kind, &upload).await?;
    let checked = checked(app, kind, &all, visitor.reader.lang).await?;
    let (files, _, proposed, _) = all;
    show_edit(visitor, app, kind, &files, proposed, Some(checked)).await
}

async fn apply(visitor: Visitor, app: Arc<App>, kind: Kind, form: Multipart) -> Response {
    answered(&visitor, do_apply(&visitor, &app, kind, form).await)
}

async fn do_apply(
    visitor: &Visitor,
    app: &Arc<App>,
    kind: Kind,
    form: Multipart,
) -> Result<Response, Problem> {
    let upload = Upload::read(form).await?;
    let reason = upload.field("reason").trim().to_owned();
    if reason.is_empty() || reason.chars().count() > REASON_CHARACTERS_MAX {
        return Err(refused(said::REASON_NEEDED));
    }
    // Nobody else enters or changes anything before this is done.
    let _alone = app.entering.lock().await;
    let all = proposed(visitor, app, kind, &upload).await?;
    let checked = checked(app, kind, &all, visitor.reader.lang).await?;
    let (files, path, proposed, _) = all;
    if !checked.may_be_made() {
        return show_edit(visitor, app, kind, &files, proposed, Some(checked)).await;
    }
    let (of_app, by, at) = (app.clone(), visitor.name.clone(), (app.clock)());
    let made = app.records(move |records| {
        Ok(change::make(&of_app, records, kind, &files, &path, &proposed, &by, &reason, at))
    });
    let number = made.await??;
    if visitor.reader.is_api() {
        return Ok(axum::Json(crate::api::replies::ChangeReply { change: number }).into_response());
    }
    Ok(visitor.reader.to(&format!("/{}", kind.word())).into_response())
}

/// The form for the registry.
pub async fn edit_registry(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Query(asked): Query<Asked>,
) -> Response {
    edit(visitor, app, Kind::Registry, asked).await
}

/// The form for the rulebook.
pub async fn edit_rulebook(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Query(asked): Query<Asked>,
) -> Response {
    edit(visitor, app, Kind::Rulebook, asked).await
}

/// The form for the calendar.
pub async fn edit_calendar(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Query(asked): Query<Asked>,
) -> Response {
    edit(visitor, app, Kind::Calendar, asked).await
}

/// Looks at a changed file of the registry.
pub async fn check_registry(visitor: Visitor, State(app): State<Arc<App>>, form: Multipart) -> Response {
    check(visitor, app, Kind::Registry, form).await
}

/// Looks at a changed rulebook.
pub async fn check_rulebook(visitor: Visitor, State(app): State<Arc<App>>, form: Multipart) -> Response {
    check(visitor, app, Kind::Rulebook, form).await
}

/// Looks at a changed calendar.
pub async fn check_calendar(visitor: Visitor, State(app): State<Arc<App>>, form: Multipart) -> Response {
    check(visitor, app, Kind::Calendar, form).await
}

/// Makes a change of the registry.
pub async fn apply_registry(visitor: Visitor, State(app): State<Arc<App>>, form: Multipart) -> Response {
    apply(visitor, app, Kind::Registry, form).await
}

/// Makes a change of the rulebook.
pub async fn apply_rulebook(visitor: Visitor, State(app): State<Arc<App>>, form: Multipart) -> Response {
    apply(visitor, app, Kind::Rulebook, form).await
}

/// Makes a change of the calendar.
pub async fn apply_calendar(visitor: Visitor, State(app): State<Arc<App>>, form: Multipart) -> Response {
    apply(visitor, app, Kind::Calendar, form).await
}
