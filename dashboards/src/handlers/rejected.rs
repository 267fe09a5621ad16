//! Rejected events by source and code; tried again, put aside.

use super::answered;
use super::login::is_own_form;
use crate::answer::{Frame, Problem, listed};
use crate::app::App;
use crate::checks::happened;
use crate::links::Place;
use crate::pages::filter::Choice;
use crate::pages::paging::PageAsked;
use crate::pages::rejected::{self, Narrowed, RejectedList, RejectedRow};
use crate::session::Visitor;
use crate::taken::{fits, rows_read};
use crate::words;
use axum::Json;
use axum::extract::{Form, Query, State};
use axum::response::{IntoResponse, Response};
use ingest::replay::{self, Replayed, Which};
use ingest::store::StoreError;
use ingest::store::sqlite::{KeptRejection, Records, RejectionFilter, RejectionState};
use reports::words::{Lang, Word};
use scoring::time::{Month, Zone};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::ToSchema;

/// Rows of a page.
const ROWS_OF_A_PAGE: usize = 100;

/// The longest reason, in characters.
const REASON_CHARACTERS_MAX: usize = 300;

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = RejectedAsked)]
#[serde(default)]
pub struct Asked {
    #[serde(flatten)]
    narrowed: Narrowed,
    /// What a replay came to that led here: tried, accepted, there already, still rejected.
    done: Option<String>,
}

impl Asked {
    fn filter(&self) -> RejectionFilter {
        RejectionFilter {
            state: state(&self.narrowed),
            source: chosen(&self.narrowed.source),
            code: chosen(&self.narrowed.code),
            ..RejectionFilter::default()
        }
    }

    fn replayed(&self) -> Option<Replayed> {
        let numbers = self.done.as_deref()?.split('-').map(|number| number.parse().ok());
        let numbers: Vec<u64> = numbers.collect::<Option<_>>()?;
        let [tried, accepted, duplicates, rejected] = numbers[..] else { return None };
        Some(Replayed { tried, accepted, duplicates, rejected })
    }
}

fn chosen(value: &Option<String>) -> Option<String> {
    value.clone().filter(|value| !value.is_empty())
}

fn state(narrowed: &Narrowed) -> Option<RejectionState> {
    match narrowed.state.as_deref() {
        // What waits to be mended is what people come for.
        None => Some(RejectionState::Open),
        Some(word) => RejectionState::of_word(word),
    }
}

/// What the forms of the list bring.
#[derive(Deserialize, ToSchema)]
#[schema(as = RejectedAct)]
pub struct Act {
    csrf: String,
    /// The rejection's number; all that the list is narrowed to, where there is none.
    key: Option<String>,
    /// Why it is put aside.
    reason: Option<String>,
    source: Option<String>,
    code: Option<String>,
    month: Option<String>,
    state: Option<String>,
}

impl Act {
    fn number(&self) -> Result<Option<u64>, Problem> {
        let key = self.key.as_deref();
        key.map(|key| key.parse().map_err(|_| Problem::NoPage)).transpose()
    }

    fn narrowed(&self) -> Narrowed {
        Narrowed {
            source: self.source.clone(),
            code: self.code.clone(),
            month: self.month.clone(),
            state: self.state.clone(),
        }
    }
}

/// Tries again one rejected event, or all open ones that the list is narrowed to.
pub async fn replay(visitor: Visitor, State(app): State<Arc<App>>, Form(act): Form<Act>) -> Response {
    answered(&visitor, try_again(&visitor, &app, act).await)
}

async fn try_again(visitor: &Visitor, app: &Arc<App>, act: Act) -> Result<Response, Problem> {
    is_own_form(visitor, &act.csrf)?;
    let narrowed = act.narrowed();
    let which = match act.number()? {
        Some(number) => Which { number: Some(number), ..Which::default() },
        None => Which { source: chosen(&narrowed.source), code: chosen(&narrowed.code), number: None },
    };
    let (live, by) = (app.live.clone(), visitor.name.clone());
    let tried = app.records(move |records| Ok(replay::replay(&live, records, &which, &by)));
    let replayed = tried.await?.map_err(|refused| Problem::Refused(refused.to_string()))?;
    if visitor.reader.is_api() {
        return Ok(Json(replayed).into_response());
    }
    let Replayed { tried, accepted, duplicates, rejected } = replayed;
    let done = format!("done={tried}-{accepted}-{duplicates}-{rejected}");
    Ok(visitor.reader.to(&format!("/rejected?{done}{}", narrowed.query())).into_response())
}

/// Puts one rejected event aside.
pub async fn dismiss(visitor: Visitor, State(app): State<Arc<App>>, Form(act): Form<Act>) -> Response {
    answered(&visitor, put_aside(&visitor, &app, act).await)
}

async fn put_aside(visitor: &Visitor, app: &Arc<App>, act: Act) -> Result<Response, Problem> {
    is_own_form(visitor, &act.csrf)?;
    let number = act.number()?.ok_or(Problem::NoPage)?;
    let reason = act.reason.as_deref().unwrap_or_default().trim().to_owned();
    if reason.is_empty() || reason.chars().count() > REASON_CHARACTERS_MAX {
        return Err(Problem::Refused(visitor.reader.lang.say(words::REASON_WANTED).to_owned()));
    }
    let (by, now) = (visitor.name.clone(), (app.clock)());
    let before = app.records(move |records| replay::dismiss(records, number, &reason, &by, now)).await?;
    match before {
        None => return Err(Problem::NoPage),
        Some(RejectionState::Open) => {}
        Some(RejectionState::Accepted | RejectionState::Duplicate | RejectionState::Dismissed) => {
            return Err(Problem::Refused(visitor.reader.lang.say(words::SETTLED_ALREADY).to_owned()));
        }
    }
    if visitor.reader.is_api() {
        return Ok(Json(crate::api::replies::DismissedReply { dismissed: number }).into_response());
    }
    Ok(visitor.reader.to(&format!("/rejected?{}", narrowed_query(&act))).into_response())
}

fn narrowed_query(act: &Act) -> String {
    act.narrowed().query().trim_start_matches('&').to_owned()
}

/// The list.
pub async fn list(visitor: Visitor, State(app): State<Arc<App>>, Query(asked): Query<Asked>) -> Response {
    let made = load(&visitor, &app, asked).await;
    answered(
        &visitor,
        made.map(|(frame, view)| listed(&visitor, &frame, Place::Rejected, &view, rejected::html)),
    )
}

async fn load(visitor: &Visitor, app: &Arc<App>, asked: Asked) -> Result<(Frame, RejectedList), Problem> {
    let reader = visitor.reader.clone();
    let (lang, page) = (reader.lang, PageAsked::of(&reader, ROWS_OF_A_PAGE));
    let (frame, zone) = app
        .live
        .ask(move |moment| (Frame::of(moment, None, &reader), moment.context.registry().zone.clone()))
        .await?;
    let sites = visitor.scope().sites();
    let filter = RejectionFilter { within: sites.clone(), ..asked.filter() };
    let replayed = asked.replayed();
    let Asked { narrowed, .. } = asked;
    let state = state(&narrowed);
    let (of, of_month, of_zone) =
        (narrowed.clone(), narrowed.month.as_deref().and_then(Month::parse), zone.clone());
    let read = app.records(move |records| {
        if let Some(month) = of_month {
            let (rows, all, open) = in_month(records, &filter, (month, &of_zone))?;
            let (rows, paging) = page.cut(rows);
            return Ok((rows, paging, all, open));
        }
        let all = records.rejection_counts_within(state, sites.as_deref())?;
        let open = records.rejection_counts_within(Some(RejectionState::Open), sites.as_deref())?;
        let paging = page.paging(sum(&all, &of) as usize);
        let most = rows_read(paging) as u64;
        Ok((records.rejections_page(&filter, paging.skipped() as u64, most)?, paging, all, open))
    });
    let (rows, paging, all, open) = read.await?;
    fits(paging, lang)?;
    let reads_text = visitor.reads_rejected_texts();
    if reads_text && !rows.is_empty() {
        let of = narrowed.source.clone().filter(|source| !source.is_empty());
        crate::seen::note(app, visitor, "rejection.seen", of.as_deref().unwrap_or("*"));
    }
    let view = RejectedList {
        as_of: frame.as_of.clone(),
        total: paging.total as u64,
        open: sum(&open, &narrowed),
        sources: choices(
            words::ALL_SOURCES,
            all.iter().map(|(source, _, count)| (source, *count)),
            narrowed.source.as_deref(),
            lang,
        ),
        codes: choices(
            words::ALL_CODES,
            all.iter().map(|(_, code, count)| (code, *count)),
            narrowed.code.as_deref(),
            lang,
        ),
        states: states(state, lang),
        replayed,
        paging,
        rows: rows.iter().map(|kept| row(kept, reads_text, &zone, lang)).collect(),
        narrowed,
    };
    Ok((frame, view))
}

/// How many of those that are counted the list is narrowed to.
fn sum(counts: &[(String, String, u64)], narrowed: &Narrowed) -> u64 {
    let wanted = |wish: &Option<String>, value: &str| {
        wish.as_deref().is_none_or(|wish| wish.is_empty() || wish == value)
    };
    let of = |(source, code, _): &&(String, String, u64)| {
        wanted(&narrowed.source, source) && wanted(&narrowed.code, code)
    };
    counts.iter().filter(of).map(|(_, _, count)| count).sum()
}

/// How many there are by source and code.
type Counts = Vec<(String, String, u64)>;

/// The rejected events of a month with how many there are in the state asked for and open. When they happened their texts alone
/// say, so all are looked at.
fn in_month(
    records: &Records,
    filter: &RejectionFilter,
    (month, zone): (Month, &Zone),
) -> Result<(Vec<KeptRejection>, Counts, Counts), StoreError> {
    let every = RejectionFilter { within: filter.within.clone(), ..RejectionFilter::default() };
    let mut all = records.rejections_page(&every, 0, i64::MAX as u64)?;
    all.retain(|kept| zone.date(happened(kept)).month() == month);
    let source = |kept: &KeptRejection| kept.source.clone().unwrap_or_else(|| "-".to_owned());
    let counts = |wanted: &dyn Fn(&KeptRejection) -> bool| -> Counts {
        let mut sums: BTreeMap<(String, String), u64> = BTreeMap::new();
        for kept in all.iter().filter(|kept| wanted(kept)) {
            *sums.entry((source(kept), kept.code.clone())).or_default() += 1;
        }
        sums.into_iter().map(|((source, code), count)| (source, code, count)).collect()
    };
    let is_in_state = |kept: &KeptRejection| filter.state.is_none_or(|state| kept.state == state);
    let (asked, open) = (counts(&is_in_state), counts(&|kept| kept.state == RejectionState::Open));
    all.retain(|kept| {
        is_in_state(kept)
            && filter.source.as_ref().is_none_or(|wanted| *wanted == source(kept))
            && filter.code.as_ref().is_none_or(|wanted| *wanted == kept.code)
    });
    Ok((all, asked, open))
}

/// What occurs, with how often, to choose from.
fn choices<'c>(
    all: Word,
    counts: impl Iterator<Item = (&'c String, u64)>,
    chosen: Option<&str>,
    lang: Lang,
) -> Vec<Choice> {
    let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
    for (value, count) in counts {
        *sums.entry(value).or_default() += count;
    }
    let everything = Choice {
        value: String::new(),
        title: lang.say(all).to_owned(),
        is_chosen: chosen.is_none_or(str::is_empty),
    };
    let each = sums.into_iter().map(|(value, count)| Choice {
        value: value.to_owned(),
        title: format!("{value} ({count})"),
        is_chosen: chosen == Some(value),
    });
    std::iter::once(everything).chain(each).collect()
}

fn states(chosen: Option<RejectionState>, lang: Lang) -> Vec<Choice> {
    let named = [
        Some(RejectionState::Open),
        Some(RejectionState::Accepted),
        Some(RejectionState::Duplicate),
        Some(RejectionState::Dismissed),
        None,
    ];
    named
        .into_iter()
        .map(|state| Choice {
            value: state.map_or("all", RejectionState::word).to_owned(),
            title: lang.say(state.map_or(words::ALL_STATES, words::rejection_state)).to_owned(),
            is_chosen: state == chosen,
        })
        .collect()
}

fn row(kept: &KeptRejection, reads_text: bool, zone: &Zone, lang: Lang) -> RejectedRow {
    let written = |at| lang.moment(zone, at, 0);
    RejectedRow {
        key: kept.number.to_string(),
        source: kept.source.clone().unwrap_or_default(),
        code: kept.code.clone(),
        message: kept.message.clone(),
        raw: reads_text.then(|| String::from_utf8_lossy(&kept.raw).into_owned()),
        place: format!("{} {} · {}", kept.road, kept.place, kept.item),
        first: written(kept.received),
        last: written(kept.last_received),
        times: kept.times,
        state: kept.state.word().to_owned(),
        state_name: lang.say(words::rejection_state(kept.state)).to_owned(),
        settled: kept.settled.filter(|_| kept.state != RejectionState::Open).map(written),
        reason: kept.reason.clone(),
    }
}
