//! Another rulebook tried: the form, the trial, the changed file.

use super::answered;
use super::login::may_act;
use crate::answer::{Frame, Problem, shown};
use crate::app::App;
use crate::decide::refused;
use crate::links::Place;
use crate::pages::filter::Choice;
use crate::pages::what_if::{self, WhatIfView, groups, with_trial};
use crate::session::Visitor;
use crate::simulate::Asked;
use crate::trial::{self, County, MONTHS_MAX, Trial, TrialState, in_force};
use crate::words::{self, monthly as said};
use axum::Json;
use axum::extract::{Form, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use ingest::live::Desk;
use reports::changes::Names;
use scoring::rulebook::adjust;
use scoring::time::Month;
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

/// So many seconds later a page looks again whether a trial is done.
const SECONDS_TO_NEXT_LOOK: &str = "3";

fn last_trial(app: &App, account: &str) -> Option<Trial> {
    app.trials.lock().unwrap_or_else(PoisonError::into_inner).get(account).cloned()
}

/// The form with what the last trial came to.
pub async fn form(visitor: Visitor, State(app): State<Arc<App>>) -> Response {
    let made = load(&visitor, &app).await;
    let is_running = made.as_ref().is_ok_and(|(_, view)| view.is_running);
    let made = made.map(|(frame, view)| shown(&visitor, &frame, Place::WhatIf, &view, what_if::html));
    let mut response = answered(&visitor, made);
    if is_running {
        let headers = response.headers_mut();
        headers.insert(header::REFRESH, HeaderValue::from_static(SECONDS_TO_NEXT_LOOK));
    }
    response
}

async fn load(visitor: &Visitor, app: &Arc<App>) -> Result<(Frame, WhatIfView), Problem> {
    let (reader, trial) = (visitor.reader.clone(), last_trial(app, &visitor.name));
    let made = app.live.act(move |desk| {
        let lang = reader.lang;
        let (county, files) = (desk.county(), desk.given_files());
        let moment = desk.moment();
        let mut frame = Frame::of(&moment, None, &reader);
        let chosen = trial.as_ref().and_then(|trial| trial.months.first().copied());
        let month = chosen.or(frame.months.first().copied()).ok_or(Problem::NoPage)?;
        let text = in_force(files, county.rulebooks, month);
        let none = BTreeMap::new();
        let changes = trial.as_ref().map_or(&none, |trial| &trial.changes);
        let rulebook = county.rulebooks.of_month(month);
        let mut view = WhatIfView {
            as_of: frame.as_of.clone(),
            rulebook: lang.rulebook(lang.title(&rulebook.title), &rulebook.id, &rulebook.version),
            months: frame
                .months
                .iter()
                .map(|&other| Choice {
                    value: other.to_string(),
                    title: lang.month(other),
                    is_chosen: other == month,
                })
                .collect(),
            groups: groups(text.text(), county.rulebooks, month, changes, lang),
            changed: changes.len(),
            ..WhatIfView::default()
        };
        let names = Names::new(Some(county.registry), vec![county.rulebooks]);
        if let Some(trial) = &trial {
            with_trial(&mut view, trial, &names, lang);
        }
        frame.month = Some(month);
        Ok((frame, view))
    });
    made.await?
}

/// Begins a trial.
pub async fn begin(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Form(given): Form<BTreeMap<String, String>>,
) -> Response {
    answered(&visitor, do_begin(&visitor, &app, given).await)
}

async fn do_begin(
    visitor: &Visitor,
    app: &Arc<App>,
    mut given: BTreeMap<String, String>,
) -> Result<Response, Problem> {
    may_act(visitor, &given.remove("csrf").unwrap_or_default())?;
    let month = |text: Option<String>| text.as_deref().and_then(Month::parse);
    let from = month(given.remove("from")).ok_or_else(|| refused(words::FORM_EXPIRED))?;
    let to = month(given.remove("to")).unwrap_or(from);
    let months: Vec<Month> = std::iter::successors(Some(from), |month| Some(month.next()))
        .take_while(|month| *month <= to)
        .take(MONTHS_MAX + 1)
        .collect();
    if months.is_empty() || months.len() > MONTHS_MAX {
        return Err(refused(said::MONTHS_WRONG));
    }
    let given: BTreeMap<String, String> =
        given.into_iter().map(|(path, value)| (path, value.trim().to_owned())).collect();
    let asked = months.clone();
    let county = app.live.act(move |desk| county_of(desk, asked)).await??;
    let text = county.in_force.text().to_owned();
    let changes = trial::changed(&text, &given);
    if changes.is_empty() {
        return Err(refused(said::NOTHING_CHANGED));
    }
    let pairs: Vec<(&str, &str)> =
        changes.iter().map(|(path, value)| (path.as_str(), value.as_str())).collect();
    let text = adjust::adjusted(&text, &pairs).map_err(|path| Problem::Refused(said::no_number(&path)))?;
    let trial = Trial { months, changes, text, asked: (app.clock)(), state: TrialState::Running };
    if !trial::begin(app, &visitor.name, trial, county) {
        return Err(refused(said::TRIAL_RUNS_ALREADY));
    }
    if visitor.reader.is_api() {
        return Ok(Json(crate::api::replies::TrialReply { is_running: true }).into_response());
    }
    Ok(visitor.reader.to("/what-if").into_response())
}

/// What a trial needs of the county: only months that are shown are tried.
fn county_of(desk: &mut Desk<'_>, months: Vec<Month>) -> Result<County, Problem> {
    let (county, files) = (desk.county(), desk.given_files());
    let moment = desk.moment();
    let now = moment.context.as_of;
    let today = moment.context.today().month();
    let (Some(&first), Some(&last)) = (months.first(), months.last()) else {
        return Err(refused(said::MONTHS_WRONG));
    };
    if last > today {
        return Err(refused(said::MONTHS_WRONG));
    }
    let end = county.registry.zone.midnight(last.next().first_day());
    Ok(County {
        registry: county.registry.clone(),
        calendar: county.calendar.clone(),
        in_force: in_force(files, county.rulebooks, first),
        asked: Asked { months, until: moment.records.event_count()?, as_of: end.min(now) },
    })
}

/// The changed rulebook as a file, to be proposed.
pub async fn download(visitor: Visitor, State(app): State<Arc<App>>) -> Response {
    match last_trial(&app, &visitor.name) {
        Some(trial) => {
            let headers = [
                (header::CONTENT_TYPE, "application/toml; charset=utf-8"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"rulebook.toml\""),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (headers, trial.text).into_response()
        }
        None => answered(&visitor, Err(Problem::NoPage)),
    }
}
