//! Personal data: periods set and carried out, one person's data exported and erased. An administrator's.

use super::answered;
use crate::answer::{Frame, Problem, shown};
use crate::app::App;
use crate::appeals::refused as refused_in_both;
use crate::links::{Place, segment};
use crate::pages::audit::cut_told;
use crate::pages::message::Missing;
use crate::pages::privacy::{self, AuditOld, Person, Privacy};
use crate::privacy as data;
use crate::privacy::Refusal;
use crate::session::Visitor;
use crate::words::privacy as said;
use axum::Json;
use axum::extract::{Form, Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use ingest::store::sqlite::{AuditEntry, CutRefusal, Kind, Period, Retention};
use reports::handover::pack;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::ToSchema;

/// What the page is asked for with.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = PrivacyAsked)]
#[serde(default)]
pub struct Asked {
    /// The id of somebody whose data is to be shown.
    staff: Option<String>,
    /// What was just done: `set`, `carried-out`.
    done: Option<String>,
}

/// The periods, what is past them, and who was erased.
pub async fn overview(visitor: Visitor, State(app): State<Arc<App>>, Query(asked): Query<Asked>) -> Response {
    if let Some(staff) = asked.staff.as_deref().map(str::trim).filter(|staff| !staff.is_empty()) {
        return visitor.reader.to(&person_path(staff)).into_response();
    }
    let made = load(&visitor, &app, asked.done.as_deref()).await;
    answered(
        &visitor,
        made.map(|(frame, view)| shown(&visitor, &frame, Place::Privacy, &view, privacy::html)),
    )
}

async fn load(visitor: &Visitor, app: &Arc<App>, done: Option<&str>) -> Result<(Frame, Privacy), Problem> {
    let reader = visitor.reader.clone();
    let lang = reader.lang;
    let framed = app
        .live
        .ask(move |moment| (Frame::of(moment, None, &reader), moment.context.registry().zone.clone()));
    let (frame, zone) = framed.await?;
    let now = (app.clock)();
    let read = app.records(move |records| {
        let audit = (records.audit_due(now)?, records.audit_cuts()?);
        Ok((records.overdue(now)?, records.erasures()?, audit))
    });
    let (overdue, erasures, (due, cuts)) = read.await?;
    let mut view = privacy::view(&overdue, &erasures, &frame.as_of, &zone, lang);
    view.audit = due.map(|due| AuditOld::of(&due, &zone, lang));
    view.cuts = cuts.iter().map(|cut| cut_told(cut, &zone, lang)).collect();
    view.done = match done {
        Some("set") => Some(lang.say(said::PERIODS_SET).to_owned()),
        Some("cut") => Some(lang.say(said::AUDIT_WAS_CUT).to_owned()),
        Some("carried-out") => Some(lang.say(said::CARRIED_OUT).to_owned()),
        Some(_) | None => None,
    };
    Ok((frame, view))
}

fn person_path(staff: &str) -> String {
    format!("/privacy/staff/{}", segment(staff))
}

/// The session's own form, or nothing is done.
fn own_form(visitor: &Visitor, csrf: &str) -> Result<(), Problem> {
    if csrf == visitor.form_secret { Ok(()) } else { Err(Problem::Forbidden) }
}

/// Where a form leads, or what the API answers.
fn led(visitor: &Visitor, path: &str) -> Response {
    if visitor.reader.is_api() {
        return Json(crate::api::replies::DoneReply { done: true }).into_response();
    }
    visitor.reader.to(path).into_response()
}

/// Sets the periods: a field for each kind, empty for without end.
pub async fn set(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Form(given): Form<BTreeMap<String, String>>,
) -> Response {
    answered(&visitor, do_set(&visitor, &app, given).await)
}

async fn do_set(
    visitor: &Visitor,
    app: &Arc<App>,
    given: BTreeMap<String, String>,
) -> Result<Response, Problem> {
    own_form(visitor, given.get("csrf").map_or("", String::as_str))?;
    let wrong = || Problem::Refused(format!("{} / {}", said::BAD_DAYS.zh, said::BAD_DAYS.en));
    let mut set = Vec::new();
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Sessions) {
        let Some(text) = given.get(kind.word()).map(|text| text.trim()) else { continue };
        let days = match text {
            "" => None,
            text => Some(text.parse().map_err(|_| wrong())?),
        };
        let period = Period { days };
        if !Retention::may_be(kind, period) {
            return Err(wrong());
        }
        set.push((kind, period));
    }
    let (now, by) = ((app.clock)(), visitor.name.clone());
    app.records(move |records| {
        let mut retention = records.retention()?;
        set.into_iter().for_each(|(kind, period)| retention.set(kind, period));
        records.set_retention(&retention, now, &by)
    })
    .await?;
    Ok(led(visitor, "/privacy?done=set"))
}

/// What a form without fields of its own brings.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = PrivacyConfirmed)]
pub struct Confirmed {
    csrf: String,
}

/// Erases what is past its period.
pub async fn carry_out(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Form(given): Form<Confirmed>,
) -> Response {
    let carried = async {
        own_form(&visitor, &given.csrf)?;
        let (now, by) = ((app.clock)(), visitor.name.clone());
        app.records(move |records| records.erase_overdue(now, &by)).await?;
        Ok(led(&visitor, "/privacy?done=carried-out"))
    };
    answered(&visitor, carried.await)
}

/// Removes what of the audit log is past its period and was exported.
pub async fn cut_audit(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Form(given): Form<Confirmed>,
) -> Response {
    let cut = async {
        own_form(&visitor, &given.csrf)?;
        let (now, by) = ((app.clock)(), visitor.name.clone());
        let refused = match app.records(move |records| records.cut_audit(now, &by)).await? {
            Ok(_) => return Ok(led(&visitor, "/privacy?done=cut")),
            Err(refusal) => refusal,
        };
        Err(match refused {
            CutRefusal::NothingDue => refused_in_both(said::AUDIT_NOTHING_DUE),
            CutRefusal::NotExported => refused_in_both(said::AUDIT_NOT_EXPORTED),
            CutRefusal::Broken(entry) => Problem::Refused(said::audit_cut_broken(entry)),
        })
    };
    answered(&visitor, cut.await)
}

/// One person's data: what is kept, what would go.
pub async fn person(visitor: Visitor, State(app): State<Arc<App>>, Path(staff): Path<String>) -> Response {
    let made = load_person(&visitor, &app, staff).await;
    answered(
        &visitor,
        made.map(|(frame, view)| shown(&visitor, &frame, Place::Privacy, &view, privacy::person_html)),
    )
}

async fn load_person(visitor: &Visitor, app: &Arc<App>, staff: String) -> Result<(Frame, Person), Problem> {
    let reader = visitor.reader.clone();
    let made = app.live.act(move |desk| {
        let plan = data::plan(desk, &staff).map_err(|refusal| problem(refusal, staff))?;
        let frame = Frame::of(&desk.moment(), None, &reader);
        let as_of = frame.as_of.clone();
        Ok((frame, Person { as_of, plan }))
    });
    made.await?
}

fn problem(refusal: Refusal, staff: String) -> Problem {
    match refusal {
        Refusal::Unknown => Problem::Missing(Missing::Staff, staff),
        Refusal::StillWorks | Refusal::Reason => Problem::Refused(refusal.said()),
        Refusal::Store(error) => error.into(),
    }
}

/// One person's data as a ZIP; the audit log notes it.
pub async fn export(visitor: Visitor, State(app): State<Arc<App>>, Path(staff): Path<String>) -> Response {
    answered(&visitor, do_export(&visitor, &app, staff).await)
}

async fn do_export(visitor: &Visitor, app: &Arc<App>, staff: String) -> Result<Response, Problem> {
    let id = staff.clone();
    let asked = app.live.ask(move |moment| {
        data::at_desk(moment, &id).map(|known| (known, moment.context.registry().zone.clone()))
    });
    let (known, zone) = asked.await?.ok_or_else(|| Problem::Missing(Missing::Staff, staff.clone()))?;
    let name = data::file_name(&staff);
    let entry = AuditEntry {
        at: (app.clock)(),
        who: visitor.name.clone(),
        what: "privacy.exported".to_owned(),
        subject: staff,
        detail: name.clone(),
    };
    // Noted before it is handed out.
    let files = app.records(move |records| {
        let files = data::files(records, known, &zone)?;
        records.note(&entry)?;
        Ok(files)
    });
    let zip = pack(&files.await?).map_err(|error| Problem::Broken(error.to_string()))?;
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, zip).into_response())
}

/// What the form of an erasure brings.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Erased {
    csrf: String,
    reason: String,
}

/// Erases one person's data.
pub async fn erase(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(staff): Path<String>,
    Form(given): Form<Erased>,
) -> Response {
    answered(&visitor, do_erase(&visitor, &app, staff, given).await)
}

async fn do_erase(
    visitor: &Visitor,
    app: &Arc<App>,
    staff: String,
    given: Erased,
) -> Result<Response, Problem> {
    own_form(visitor, &given.csrf)?;
    let (by, path) = (visitor.name.clone(), person_path(&staff));
    let erased = app.live.act(move |desk| {
        data::erase(desk, &staff, &given.reason, &by).map(|_| ()).map_err(|refusal| problem(refusal, staff))
    });
    erased.await??;
    Ok(led(visitor, &path))
}
