//! A month on its way from open to published: its steps, its check list, its preview, its publishing.

use super::answered;
use super::appeals::led;
use super::closing::month_of;
use super::login::{Confirmed, may_act};
use super::signals::{Arrivals, FirstArrival, first_arrivals};
use super::versions::closed;
use crate::answer::{Frame, Problem, begun, shown};
use crate::app::App;
use crate::checks::{self, Item, Line, Look};
use crate::decide::proposals::standing;
use crate::decide::{refused, wanted};
use crate::links::Place;
use crate::months::proposals::{ProposalState, undecided};
use crate::months::{self, State, closes_from};
use crate::pages::checklist::{self, CheckList};
use crate::pages::month::{self, MonthView, StepKind, StepState};
use crate::pages::published::Version;
use crate::rights::{Right, Scope};
use crate::session::{Reader, Visitor};
use crate::words::{self, monthly as said};
use axum::extract::{Form, Path, Query, State as Of};
use axum::response::Response;
use ingest::feeds::Limits;
use ingest::live::{Desk, Moment};
use ingest::store::sqlite::{AuditEntry, CheckMark};
use reports::words::Lang;
use scoring::signals::{Thresholds, find};
use scoring::time::{Instant, Month};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// The month of an address; where none is named, the first that is over and open, or the newest.
///
/// # Errors
///
/// It is no month, or there is none.
pub(super) async fn month_to_close(app: &Arc<App>, asked: Option<String>) -> Result<Month, Problem> {
    if let Some(text) = asked {
        return month_of(&text);
    }
    let found = app.live.ask(|moment| {
        let begun = begun(moment);
        let over = begun.iter().rev().find(|month| month.last_day() < moment.context.today()).copied();
        over.or(begun.first().copied())
    });
    found.await?.ok_or(Problem::NoPage)
}

/// The lines of the check list of an open month.
pub(super) fn lines(
    moment: &Moment<'_>,
    month: Month,
    scope: &Scope,
    limits: &Limits,
    first_arrivals: &[FirstArrival],
    lang: Lang,
) -> Result<Vec<Line>, Problem> {
    let result = moment.result(month);
    let result = result.ok_or_else(|| MonthMissing(month).problem())?;
    let arrivals = Arrivals::new(moment, first_arrivals);
    let arrived = |event| arrivals.of(moment, event);
    let signals = find(&moment.context, month, &Thresholds::default(), &arrived);
    checks::lines(moment, &Look { month, result, scope, limits, signals: &signals, lang })
}

struct MonthMissing(Month);

impl MonthMissing {
    fn problem(self) -> Problem {
        Problem::Missing(crate::pages::message::Missing::Month, self.0.to_string())
    }
}

/// A month's steps.
pub async fn steps(visitor: Visitor, Of(app): Of<Arc<App>>, Path(month): Path<String>) -> Response {
    let made = load_steps(&visitor, &app, &month).await;
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, Place::Month, &view, month::html)))
}

async fn load_steps(visitor: &Visitor, app: &Arc<App>, month: &str) -> Result<(Frame, MonthView), Problem> {
    let month = month_of(month)?;
    let published = closed(app, Some(&month.to_string()), None).await?.shown;
    let first_arrivals = app.records(first_arrivals).await?;
    let (visitor, limits) = (visitor.clone(), app.limits.clone());
    let made = app.live.act(move |desk| {
        let listed = months::list(desk)?;
        let listed = listed.into_iter().find(|listed| listed.month == month);
        let listed = listed.ok_or_else(|| MonthMissing(month).problem())?;
        let is_decided_otherwise = match listed.state {
            State::Closed => decided_otherwise(desk, published.as_ref(), month)?,
            State::Open | State::Over => false,
        };
        let moment = desk.moment();
        let lines = match listed.state {
            State::Open | State::Over => {
                let lang = visitor.reader.lang;
                Some(lines(&moment, month, &visitor.scope(), &limits, &first_arrivals, lang)?)
            }
            State::Closed => None,
        };
        let known = Known { published: published.as_ref(), lines, is_decided_otherwise };
        let view = view(&moment, &listed, &known, &visitor)?;
        Ok((Frame::of(&moment, Some(month), &visitor.reader), view))
    });
    made.await?
}

/// Whether a decision was made since the newest version that it does not have.
fn decided_otherwise(
    desk: &mut Desk<'_>,
    published: Option<&Version>,
    month: Month,
) -> Result<bool, Problem> {
    let Some(version) = published else { return Ok(false) };
    let moment = desk.moment();
    let now = standing(&moment, Some(version), month)?;
    let kept = moment.records.sheet(month, version.newest)?;
    let kept = kept.and_then(|kept| months::proposals::read(&kept.sheet.proposals));
    Ok(kept.is_some_and(|kept| kept != now))
}

/// What the page knows beside the list of months.
struct Known<'k> {
    published: Option<&'k Version>,
    lines: Option<Vec<Line>>,
    is_decided_otherwise: bool,
}

fn view(
    moment: &Moment<'_>,
    listed: &months::Listed,
    known: &Known<'_>,
    visitor: &Visitor,
) -> Result<MonthView, Problem> {
    let (context, lang, month) = (&moment.context, visitor.reader.lang, listed.month);
    let zone = &context.registry().zone;
    let written = |at: Instant| lang.moment(zone, at, 0);
    let is_closed = listed.state == State::Closed;
    let is_over = listed.state != State::Open;
    let from = closes_from(context, month);
    let step = |kind, is_done: bool, can: bool, told: Vec<String>| {
        let state = match (is_done, can) {
            (true, _) => StepState::Done,
            (false, true) => StepState::Next,
            (false, false) => StepState::Later,
        };
        (kind, state, told)
    };
    let mut found = vec![step(
        StepKind::Runs,
        is_over,
        true,
        vec![said::closable_from(lang, &lang.day(from, context.today().year()))],
    )];

    let checked = match &known.lines {
        Some(lines) => {
            let list = checklist::view(
                context.registry(),
                month,
                lines,
                "",
                |right: Right| visitor.may(right),
                lang,
            );
            let told = if list.blocking + list.warning == 0 {
                lang.say(said::ALL_SETTLED).to_owned()
            } else {
                said::lines_open(lang, list.blocking, list.warning)
            };
            step(StepKind::CheckList, list.blocking + list.warning == 0, is_over, vec![told])
        }
        None => step(StepKind::CheckList, true, true, Vec::new()),
    };
    found.push(checked);

    let preview = moment.records.preview(month)?;
    let told = match &preview {
        Some(kept) => said::done_by(lang, &kept.previewed_by, &written(kept.at)),
        None => lang.say(said::NO_PREVIEW).to_owned(),
    };
    // A preview helps; nobody must wait for one.
    let state = match (is_closed || preview.is_some(), is_over) {
        (true, _) => StepState::Done,
        (false, true) => StepState::Open,
        (false, false) => StepState::Later,
    };
    found.push((StepKind::Preview, state, vec![told]));

    let notice = moment.records.public_notice(month)?;
    let reissued = listed.versions.last().filter(|closed| closed.version > 1);
    let may_put_up = is_over
        && match &notice {
            Some(notice) => reissued.is_some_and(|closed| closed.closed > notice.published),
            None => true,
        };
    let told = match &notice {
        Some(notice) => {
            let day = |date| lang.date(date, month.year());
            let put_up = words::public_notice(lang, &day(zone.date(notice.published)), &day(notice.until));
            format!("{put_up} · {}", notice.published_by)
        }
        None => lang.say(said::NOT_PUT_UP).to_owned(),
    };
    found.push(step(StepKind::PublicNotice, notice.is_some() && !may_put_up, is_over, vec![told]));

    let scope = visitor.scope();
    let mut proposed = standing(moment, known.published, month)?;
    proposed.retain(|of| crate::pages::decided::is_in_scope(context, &scope, month, &of.kind, &of.subject));
    let count = |state: ProposalState| proposed.iter().filter(|of| of.state == state).count();
    let told = said::decided_count(
        lang,
        undecided(&proposed),
        count(ProposalState::Confirmed),
        count(ProposalState::Dropped),
    );
    let is_decided = is_over && undecided(&proposed) == 0;
    found.push(step(StepKind::Proposals, is_decided, is_over, vec![told]));

    let mut told = Vec::new();
    for version in listed.versions.iter().rev() {
        let by = said::done_by(lang, &version.closed_by, &written(version.closed));
        let reason = version.reason.as_deref().map_or(String::new(), |reason| format!(" · {reason}"));
        told.push(format!("{} · {by}{reason}", words::version(lang, version.version)));
    }
    if let Some(kept) = moment.records.sheet(month, 1)? {
        let open = checklist::at_close(&kept.sheet.open, lang);
        let open: Vec<String> = open.iter().map(|line| format!("{} {}", line.title, line.count)).collect();
        if !open.is_empty() {
            let reason = kept.sheet.reason.unwrap_or_default();
            let colon = lang.say(words::COLON);
            told.push(format!("{}{colon}{}", lang.say(said::OPEN_AT_CLOSE), lang.list(&open)));
            told.push(format!("{}{colon}{reason}", lang.say(said::CLOSED_ALL_THE_SAME)));
        }
    }
    if told.is_empty() {
        told.push(lang.say(said::NEVER_CLOSED).to_owned());
    }
    found.push(step(StepKind::Close, is_closed, is_over, told));

    let newest = listed.versions.last().map(|closed| closed.version);
    let sheet = match newest {
        Some(newest) => moment.records.sheet(month, newest)?,
        None => None,
    };
    let publication = sheet.and_then(|sheet| sheet.published);
    let told = match (&publication, newest) {
        (Some((at, by)), Some(newest)) => {
            format!("{} · {}", words::version(lang, newest), said::done_by(lang, by, &written(*at)))
        }
        (Some(_) | None, _) => lang.say(said::NOT_PUBLISHED).to_owned(),
    };
    found.push(step(StepKind::Publish, publication.is_some(), is_closed, vec![told]));

    let mut told = Vec::new();
    if listed.late > 0 {
        told.push(words::late_events(lang, listed.late));
    }
    if known.is_decided_otherwise {
        told.push(lang.say(said::DECIDED_OTHERWISE).to_owned());
    }
    let is_different = is_closed && !told.is_empty();
    if told.is_empty() && is_closed {
        told.push(lang.say(said::NO_DIFFERENCE).to_owned());
    }
    found.push(step(StepKind::Difference, is_closed && !is_different, is_different, told));

    Ok(MonthView {
        month: month.to_string(),
        name: lang.month(month),
        as_of: crate::pages::as_of(context, lang),
        steps: month::steps(found, lang),
        unpublished: newest.filter(|_| publication.is_none()),
        may_put_up,
        may_close: listed.state == State::Over,
        is_different,
    })
}

/// The check list.
pub async fn check_list(
    visitor: Visitor,
    Of(app): Of<Arc<App>>,
    month: Option<Path<String>>,
    Query(asked): Query<checklist::Asked>,
) -> Response {
    let made = load_check_list(&visitor, &app, month.map(|Path(month)| month), asked).await;
    answered(
        &visitor,
        made.map(|(frame, view)| shown(&visitor, &frame, Place::CheckList, &view, checklist::html)),
    )
}

async fn load_check_list(
    visitor: &Visitor,
    app: &Arc<App>,
    month: Option<String>,
    asked: checklist::Asked,
) -> Result<(Frame, CheckList), Problem> {
    let line = asked.line.as_deref().and_then(Item::of_word);
    let month = month_to_close(app, month).await?;
    let first_arrivals = app.records(first_arrivals).await?;
    let (visitor, limits) = (visitor.clone(), app.limits.clone());
    let made = app.live.ask(move |moment| {
        let Visitor { reader, .. } = &visitor;
        let frame = Frame::of(moment, Some(month), reader);
        if let Some(kept) = closed_sheet(moment, month)? {
            return Ok((frame, CheckList { ..ended(month, &kept, reader) }));
        }
        let lines = lines(moment, month, &visitor.scope(), &limits, &first_arrivals, reader.lang)?;
        let may = |right: Right| visitor.may(right);
        let view = checklist::view(moment.context.registry(), month, &lines, &frame.as_of, may, reader.lang);
        let view = match line {
            Some(line) => view.of_line(line),
            None => view.shortened(),
        };
        Ok((frame, view))
    });
    made.await?
}

/// What was kept of the check list when a month was closed: nothing where it is open.
fn closed_sheet(moment: &Moment<'_>, month: Month) -> Result<Option<(String, Option<String>)>, Problem> {
    let is_closed = moment.records.closed_months()?.iter().any(|closed| closed.month == month);
    if !is_closed {
        return Ok(None);
    }
    let kept = moment.records.sheet(month, 1)?;
    Ok(Some(kept.map_or_else(Default::default, |kept| (kept.sheet.open, kept.sheet.reason))))
}

fn ended(month: Month, (open, reason): &(String, Option<String>), reader: &Reader) -> CheckList {
    CheckList {
        month: month.to_string(),
        name: reader.lang.month(month),
        is_closed: true,
        at_close: checklist::at_close(open, reader.lang),
        reason: reason.clone(),
        ..CheckList::default()
    }
}

/// What the form of a mark brings.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Marked {
    csrf: String,
    item: String,
    /// How many the person saw, so that what came meanwhile is not marked unseen.
    count: u64,
    remark: String,
}

/// Notes that somebody looked at a line.
pub async fn mark(
    visitor: Visitor,
    Of(app): Of<Arc<App>>,
    Path(month): Path<String>,
    Form(given): Form<Marked>,
) -> Response {
    answered(&visitor, do_mark(&visitor, &app, &month, given).await)
}

async fn do_mark(visitor: &Visitor, app: &Arc<App>, month: &str, given: Marked) -> Result<Response, Problem> {
    may_act(visitor, &given.csrf)?;
    let month = month_of(month)?;
    let item = Item::of_word(&given.item).filter(|item| !item.blocks() && given.count > 0);
    let item = item.ok_or_else(|| refused(said::NOTHING_TO_MARK))?;
    let remark = wanted(&given.remark)?.to_owned();
    let (at, by) = ((app.clock)(), visitor.name.clone());
    let is_open = app.live.ask(move |moment| moment.result(month).is_some()).await?;
    if !is_open {
        return Err(MonthMissing(month).problem());
    }
    let mark = CheckMark {
        month,
        item: item.word().to_owned(),
        count: given.count,
        remark: remark.clone(),
        at,
        checked_by: by.clone(),
    };
    let noted = app.records(move |records| {
        records.at_once(|| {
            records.keep_check_mark(&mark)?;
            records.note(&AuditEntry {
                at,
                who: by,
                what: "month.checked".to_owned(),
                subject: format!("{month} {}", mark.item),
                detail: format!("{} {remark}", mark.count),
            })
        })
    });
    noted.await?;
    Ok(led(
        visitor,
        &format!("/months/{month}/checklist#{}", item.word()),
        crate::api::replies::ItemReply { item: item.word().to_owned() },
    ))
}

/// Publishes the newest version of a closed month.
pub async fn publish(
    visitor: Visitor,
    Of(app): Of<Arc<App>>,
    Path(month): Path<String>,
    Form(given): Form<Confirmed>,
) -> Response {
    answered(&visitor, do_publish(&visitor, &app, &month, &given).await)
}

async fn do_publish(
    visitor: &Visitor,
    app: &Arc<App>,
    month: &str,
    given: &Confirmed,
) -> Result<Response, Problem> {
    may_act(visitor, given.csrf())?;
    let (month, by) = (month_of(month)?, visitor.name.clone());
    let made = app.live.act(move |desk| months::publish::publish(desk, month, &by)).await??;
    Ok(led(
        visitor,
        &format!("/months/{month}"),
        crate::api::replies::PublishedReply { version: made.version.to_string() },
    ))
}
