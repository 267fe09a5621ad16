//! How handlers answer: a view as a page in its frame, or the same view as JSON; and what went wrong as a page or as JSON.

use crate::links::{Links, Place, code};
use crate::pages::message::{self, Missing, Reason};
use crate::pages::paging::Paging;
use crate::session::{LANGUAGE_COOKIE, Reader, Visitor};
use crate::taken::{Tabled, taken};
use crate::ui::Ui;
use crate::words::subjects;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use ingest::live::{Moment, Stopped};
use ingest::store::StoreError;
use scoring::time::Month;
use serde::Serialize;

/// What stands around every page of the service.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// The county's name.
    pub county: String,
    /// The months that can be shown, newest first.
    pub months: Vec<Month>,
    /// The month that is shown, or that links of pages without a month lead to.
    pub month: Option<Month>,
    /// The time of the data, written.
    pub as_of: String,
    /// The version of a closed month that is shown, where it is not the newest.
    pub version: Option<u32>,
}

impl Frame {
    /// The frame as of a moment. Without a month asked for, it is the newest that has begun.
    pub fn of(moment: &Moment<'_>, month: Option<Month>, reader: &Reader) -> Frame {
        let closed = moment.records.closed_months().unwrap_or_else(|error| {
            tracing::error!(%error, "the closed months could not be listed");
            Vec::new()
        });
        let mut months = begun(moment);
        months.extend(closed.iter().map(|closed| closed.month));
        months.sort_unstable_by(|a, b| b.cmp(a));
        months.dedup();
        Frame {
            county: moment.context.registry().name.clone(),
            month: month.or_else(|| months.first().copied()),
            months,
            as_of: crate::pages::as_of(&moment.context, reader.lang),
            version: None,
        }
    }
}

/// The open months that have begun, newest first.
pub fn begun(moment: &Moment<'_>) -> Vec<Month> {
    let now = moment.context.today().month();
    let mut months: Vec<Month> =
        moment.results.iter().map(|result| result.month).filter(|month| *month <= now).collect();
    months.reverse();
    months
}

/// Why a request has no answer of its own.
#[derive(Debug)]
pub enum Problem {
    /// There is no such thing.
    Missing(Missing, String),
    /// There is no such page.
    NoPage,
    /// The user may not.
    Forbidden,
    /// Something broke; it is logged.
    Broken(String),
    /// The request cannot be done, for this reason.
    Refused(String),
}

impl From<Stopped> for Problem {
    fn from(stopped: Stopped) -> Problem {
        Problem::Broken(stopped.to_string())
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Problem {
        Problem::Broken(error.to_string())
    }
}

impl From<askama::Error> for Problem {
    fn from(error: askama::Error) -> Problem {
        Problem::Broken(error.to_string())
    }
}

/// A view as the reader wants it.
pub fn shown<V: Serialize>(
    visitor: &Visitor,
    frame: &Frame,
    here: Place,
    view: &V,
    html: fn(&Ui<'_>, &V) -> Result<String, askama::Error>,
) -> Response {
    if visitor.reader.is_api() {
        return Json(view).into_response();
    }
    let ui = Ui {
        lang: visitor.reader.lang,
        county: &frame.county,
        links: Links::Served(&visitor.reader.base),
        here,
        query: &visitor.reader.query,
        month: frame.month,
        months: &frame.months,
        as_of: &frame.as_of,
        user: Some(&visitor.name),
        csrf: &visitor.form_secret,
        role: Some(visitor.role),
        version: frame.version,
    };
    match html(&ui, view) {
        Ok(text) => page(&visitor.reader, StatusCode::OK, text),
        Err(error) => told(&visitor.reader, Some(visitor), &Problem::from(error)),
    }
}

/// A list as the reader wants it: as a page or JSON with its place among the pages of the list, or all of it as a file.
pub fn listed<V: Serialize + Tabled>(
    visitor: &Visitor,
    frame: &Frame,
    here: Place,
    view: &V,
    html: fn(&Ui<'_>, &V) -> Result<String, askama::Error>,
) -> Response {
    let (reader, paging) = (&visitor.reader, view.paging());
    let Some(file) = reader.file() else {
        return with_pages(shown(visitor, frame, here, view, html), reader, paging);
    };
    let mut table = view.table(reader.lang);
    let as_of = (reader.lang.say(subjects::AS_OF).to_owned(), frame.as_of.clone());
    if table.about.iter().all(|(label, _)| *label != as_of.0) {
        table.about.insert(0, as_of);
    }
    let of = view.period().map(str::to_owned).or_else(|| frame.month.map(|month| month.to_string()));
    let version = view.version().map(|version| format!("v{version}"));
    let parts: Vec<String> = [of, Some(table.title.clone()), version].into_iter().flatten().collect();
    let made = taken(file, &parts.join("-"), &table);
    made.unwrap_or_else(|problem| told(reader, Some(visitor), &problem))
}

/// The answer with its place among the pages of a list.
fn with_pages(mut response: Response, reader: &Reader, paging: Option<Paging>) -> Response {
    let Some(paging) = paging else { return response };
    let headers = response.headers_mut();
    headers.insert("x-total-count", HeaderValue::from(paging.total));
    if let Ok(links) = HeaderValue::from_str(&paging.links(reader)) {
        headers.insert(header::LINK, links);
    }
    response
}

/// A problem as the reader wants it.
pub fn told(reader: &Reader, visitor: Option<&Visitor>, problem: &Problem) -> Response {
    let refused;
    let message = match problem {
        Problem::Missing(missing, id) => message::view(&Reason::NoSuch(*missing, id), reader.lang),
        Problem::NoPage => message::view(&Reason::NoPage, reader.lang),
        Problem::Forbidden => message::view(&Reason::Forbidden, reader.lang),
        Problem::Broken(what) => {
            let name = crate::session::secret().unwrap_or_default().get(..8).unwrap_or("-").to_owned();
            tracing::error!(%what, name, path = reader.path, "a page could not be made");
            message::view(&Reason::Broken(&name), reader.lang)
        }
        Problem::Refused(what) => {
            refused = crate::pages::rejected::message_in(what, reader.lang).to_owned();
            let title = reader.lang.say(reports::words::Word::new("未能完成", "Not done")).to_owned();
            message::Message { status: 409, title, what: refused, mend: String::new() }
        }
    };
    told_so(reader, visitor, &message)
}

/// A message as the reader wants it.
pub fn told_so(reader: &Reader, visitor: Option<&Visitor>, message: &message::Message) -> Response {
    let status = StatusCode::from_u16(message.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if reader.is_api() {
        return never_kept((status, Json(message)).into_response());
    }
    let ui = Ui {
        lang: reader.lang,
        county: "",
        links: Links::Served(&reader.base),
        here: if visitor.is_some() { Place::Nowhere } else { Place::Login },
        query: &reader.query,
        month: None,
        months: &[],
        as_of: "",
        user: visitor.map(|visitor| visitor.name.as_str()),
        csrf: visitor.map_or("", |visitor| visitor.form_secret.as_str()),
        role: visitor.map(|visitor| visitor.role),
        version: None,
    };
    match message::html(&ui, message) {
        Ok(text) => never_kept(page(reader, status, text)),
        Err(_) => status.into_response(),
    }
}

/// What is the matter now is not the matter later.
fn never_kept(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A page; where the language was chosen with the request, it is remembered.
pub fn page(reader: &Reader, status: StatusCode, text: String) -> Response {
    let mut response = (status, Html(text)).into_response();
    if reader.has_chosen_lang {
        let cookie = crate::session::cookie(LANGUAGE_COOKIE, code(reader.lang).to_owned(), "", false);
        if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}
