//! A month as a folder of pages that link to each other: to be kept, printed, or put on a disk for a place without network.
//!
//! It has the rankings, every window and staff member, what is open, and each case and event that any of these leads to, in
//! both languages. The pages are those of the service; what only a service can do is left out.

use crate::assets;
use crate::links::{Links, Place, file};
use crate::pages::filter::Filter;
use crate::pages::message::{self, Missing, Reason};
use crate::pages::ranking::{self, PreviousRanks};
use crate::pages::{as_of, case, due, event, staff, window};
use crate::rights::Scope;
use crate::ui::Ui;
use reports::words::Lang;
use scoring::context::Context;
use scoring::due::{Open, open};
use scoring::event::Subject;
use scoring::log::EventIdx;
use scoring::month::{MonthResult, PastMonth};
use std::collections::BTreeSet;

/// Leads from the folder to the ranking, for those who open the folder's first file.
const INDEX: &str = "<!doctype html>\n<html lang=\"zh-CN\"><meta charset=\"utf-8\">\
<meta http-equiv=\"refresh\" content=\"0; url=zh/index.html\"><title>Flagpost</title>\n\
<p><a href=\"zh/index.html\">中文</a> · <a href=\"en/index.html\" lang=\"en\">English</a>\n</html>\n";

/// What a folder is made from.
#[derive(Clone, Copy)]
pub struct Month<'a> {
    /// The county as of the instant of the result.
    pub context: &'a Context<'a>,
    /// What is known of the months before.
    pub earlier: &'a [PastMonth],
    /// The month that is shown.
    pub result: &'a MonthResult,
    /// The ranks of the month before, where they are known.
    pub previous: Option<&'a PreviousRanks>,
}

/// Hands over every file of the folder: its path below the folder, with `/` between its parts, and its text. Tells how many
/// files there were.
///
/// # Errors
///
/// What `put` says, and what the template engine says; nothing of the data can make the latter fail.
pub fn write<E: From<askama::Error>>(
    month: Month<'_>,
    mut put: impl FnMut(&str, &str) -> Result<(), E>,
) -> Result<usize, E> {
    put("index.html", INDEX)?;
    put("assets/page.css", assets::STYLE)?;
    put("assets/page.js", assets::SCRIPT)?;
    put("assets/flag.svg", assets::ICON)?;
    let open = open(month.context);
    let reached = Reached::from(month, &open);
    let mut files = 4;
    for lang in [Lang::Zh, Lang::En] {
        files += pages(month, &open, &reached, lang, &mut put)?;
    }
    Ok(files)
}

/// Writes the pages of one language.
fn pages<E: From<askama::Error>>(
    month: Month<'_>,
    open: &[Open],
    reached: &Reached,
    lang: Lang,
    put: &mut impl FnMut(&str, &str) -> Result<(), E>,
) -> Result<usize, E> {
    let Month { context, earlier, result, previous } = month;
    let registry = context.registry();
    let (months, as_of) = ([result.month], as_of(context, lang));
    let frame = |here: Place| Ui {
        lang,
        county: &registry.name,
        links: Links::Folder,
        here,
        query: "",
        month: Some(result.month),
        months: &months,
        as_of: &as_of,
        user: None,
        csrf: "",
        role: None,
        version: None,
    };
    let mut files = 0;
    let mut page = |here: Place, make: &dyn Fn(&Ui<'_>) -> Result<String, askama::Error>| -> Result<(), E> {
        let path = file(&here, lang);
        files += 1;
        put(&path, &make(&frame(here))?)
    };
    let everything = Filter::default();
    page(Place::Windows, &|ui| {
        ranking::html(ui, &ranking::windows(context, result, previous, &Scope::All, &everything, lang))
    })?;
    page(Place::Staff, &|ui| {
        ranking::html(ui, &ranking::staff(context, result, previous, &Scope::All, &everything, lang))
    })?;
    page(Place::Due, &|ui| due::html(ui, &due::whole(context, open, lang)))?;
    for (place, of) in registry.windows.iter().enumerate() {
        page(Place::Window(of.id.clone()), &|ui| {
            window::html(
                ui,
                &window::view(context, earlier, result, previous, place as u16, &Scope::All, lang),
            )
        })?;
    }
    for (place, of) in registry.staff.iter().enumerate() {
        page(Place::StaffMember(of.id.clone()), &|ui| {
            staff::html(ui, &staff::view(context, result, previous, place as u16, &Scope::All, lang))
        })?;
    }
    let results = std::slice::from_ref(result);
    for id in &reached.cases {
        page(Place::Case(id.clone()), &|ui| match case::view(context, results, id, lang) {
            Some(view) => case::html(ui, &view),
            None => message::html(ui, &message::view(&Reason::NoSuch(Missing::Case, id), lang)),
        })?;
    }
    for &of in &reached.events {
        let record = context.log.record(of);
        let (source, id) =
            (&registry.sites[usize::from(record.source)].id, context.log.text(record.id).to_owned());
        page(Place::Event(source.clone(), id.clone()), &|ui| match event::view(
            context,
            results,
            (source, &id),
            None,
            lang,
        ) {
            Some(view) => event::html(ui, &view),
            None => message::html(ui, &message::view(&Reason::NoSuch(Missing::Event, &id), lang)),
        })?;
    }
    Ok(files)
}

/// Every case and event that a page of the folder leads to.
#[derive(Default)]
struct Reached {
    cases: BTreeSet<String>,
    events: BTreeSet<EventIdx>,
}

impl Reached {
    fn from(month: Month<'_>, open: &[Open]) -> Reached {
        let log = month.context.log;
        let mut reached = Reached::default();
        for open in open {
            reached.event(month.context, open.opening);
        }
        for (_, entry) in month.result.ledger() {
            if let Some(case) = entry.about.case() {
                reached.case(month.context, log.text(case));
            }
            for event in entry.evidence.events() {
                reached.event(month.context, event);
            }
        }
        reached
    }

    fn case(&mut self, context: &Context<'_>, id: &str) {
        if !self.cases.insert(id.to_owned()) {
            return;
        }
        let Some(place) = context.log.find_subject(&Subject::Case(id)) else { return };
        for event in context.log.events_ever_of(place, context.as_of) {
            self.event(context, event);
        }
    }

    /// An event, those of the same subject, and those that take it back.
    fn event(&mut self, context: &Context<'_>, event: EventIdx) {
        let log = context.log;
        let mut waiting = vec![event];
        while let Some(event) = waiting.pop() {
            if !self.events.insert(event) {
                continue;
            }
            waiting.extend(log.retractors_of(event));
            let Some(place) = log.subject_of(event) else { continue };
            if let Subject::Case(id) = log.subject(place) {
                self.case(context, id);
            } else {
                waiting.extend(log.events_ever_of(place, context.as_of));
            }
        }
    }
}
