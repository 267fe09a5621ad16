//! A month as it would be published now, and a preview kept to compare with later.

use super::answered;
use super::appeals::led;
use super::closing::month_of;
use super::login::{Confirmed, may_act};
use crate::answer::{Frame, Problem, shown};
use crate::app::App;
use crate::links::Place;
use crate::months::{self, MonthError, counts_of};
use crate::pages::filter::Filter;
use crate::pages::message::Missing;
use crate::pages::preview::{self, Preview, Proposed};
use crate::pages::ranking::PreviousRanks;
use crate::pages::{decided, proposals, ranking};
use crate::rights::Scope;
use crate::session::{Reader, Visitor};
use crate::words::monthly as said;
use axum::extract::{Form, Path, State};
use axum::response::Response;
use ingest::live::{Holder as _, Moment};
use ingest::store::sqlite::KeptPreview;
use reports::changes::{Between, Names, Published, compare, document};
use reports::words::in_both;
use scoring::month::MonthResult;
use scoring::time::Month;
use std::sync::Arc;

/// The preview.
pub async fn show(visitor: Visitor, State(app): State<Arc<App>>, Path(month): Path<String>) -> Response {
    let made = load(&visitor, &app, &month).await;
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, Place::Month, &view, preview::html)))
}

async fn load(visitor: &Visitor, app: &Arc<App>, month: &str) -> Result<(Frame, Preview), Problem> {
    let (month, reader) = (month_of(month)?, visitor.reader.clone());
    let made = app.live.ask(move |moment| {
        let result = open(moment, month)?;
        let view = view(moment, result, &reader)?;
        Ok((Frame::of(moment, Some(month), &reader), view))
    });
    made.await?
}

fn open<'m>(moment: &Moment<'m>, month: Month) -> Result<&'m MonthResult, Problem> {
    moment.result(month).ok_or_else(|| Problem::Missing(Missing::Month, month.to_string()))
}

fn view(moment: &Moment<'_>, result: &MonthResult, reader: &Reader) -> Result<Preview, Problem> {
    let (context, lang, month) = (&moment.context, reader.lang, result.month);
    let zone = &context.registry().zone;
    let previous = moment.result(month.previous()).map(PreviousRanks::of);
    let kept = moment.records.preview(month)?;
    let mut changes = None;
    if let Some(kept) = &kept {
        let name = |at| in_both(|lang| lang.moment(zone, at, month.year()));
        let between = Between { names: [name(kept.at), name(context.as_of)], ..Between::default() };
        let before = months::read_files(&kept.frozen)?;
        let after = Published::of(context, result).map_err(MonthError::from)?;
        changes = Some(compare(&before, &after, between));
    }
    let names = Names::new(Some(context.registry()), vec![context.county.rulebooks]);
    let marks = decided::marks(moment, None, month, lang)?;
    let proposed = marks.into_iter().map(|mark| Proposed { title: proposals::title(&mark.kind, lang), mark });
    Ok(Preview {
        month: month.to_string(),
        name: lang.month(month),
        as_of: crate::pages::as_of(context, lang),
        ranking: ranking::windows(context, result, previous.as_ref(), &Scope::All, &Filter::default(), lang),
        proposals: proposed.collect(),
        kept: kept.map(|kept| said::done_by(lang, &kept.previewed_by, &lang.moment(zone, kept.at, 0))),
        is_same: changes.as_ref().is_some_and(|changes| changes.is_empty()),
        changes: changes.map(|changes| document(&changes, &names, lang)),
    })
}

/// Keeps the month as it is now, to be compared with later.
pub async fn keep(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(month): Path<String>,
    Form(given): Form<Confirmed>,
) -> Response {
    answered(&visitor, do_keep(&visitor, &app, &month, &given).await)
}

async fn do_keep(
    visitor: &Visitor,
    app: &Arc<App>,
    month: &str,
    given: &Confirmed,
) -> Result<Response, Problem> {
    may_act(visitor, given.csrf())?;
    let (month, by) = (month_of(month)?, visitor.name.clone());
    let kept = app.live.act(move |desk| {
        let kept = {
            let moment = desk.moment();
            let result = open(&moment, month)?;
            let frozen = months::files(&moment.context, result, counts_of(moment.context.log));
            KeptPreview { at: moment.context.as_of, previewed_by: by, frozen }
        };
        Ok::<_, Problem>(desk.archive().keep_preview(month, &kept)?)
    });
    kept.await??;
    Ok(led(
        visitor,
        &format!("/months/{month}/preview"),
        crate::api::replies::MonthReply { month: month.to_string() },
    ))
}
