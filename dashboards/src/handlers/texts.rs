//! The bureau's own words in documents: looked at, tried out on a document, kept, taken back; part by part or as a file.

use super::answered;
use super::login::is_own_form;
use super::reports::make_saying;
use super::upload::Upload;
use crate::answer::{Frame, Problem, shown};
use crate::app::App;
use crate::decide::refused;
use crate::links::Place;
use crate::pages::texts::{self as page, TextsFile, TextsView, Tried, VersionRow};
use crate::papers;
use crate::session::Visitor;
use crate::texts::form::{Said, Section, Written};
use crate::texts::{self, FILE_BYTES_MAX, InForce, NotKept};
use crate::words::changed_by;
use crate::words::texts as said;
use axum::extract::{Form, Multipart, Query, State};
use axum::response::{IntoResponse, Response};
use ingest::store::sqlite::KeptTexts;
use reports::papers::Kind;
use reports::papers::texts::fields::Paper;
use reports::papers::texts::{Texts, otherwise};
use reports::render::html;
use reports::words::Lang;
use scoring::time::{Month, Zone};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// So many versions are listed.
const VERSIONS_MAX: u64 = 50;

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = TextsAsked)]
#[serde(default)]
pub struct Asked {
    /// Which part: `bulletin`, `quarter`, `year`, `week`, `general`, `basis`, `file`; the bulletin, where none is named.
    of: Option<String>,
    /// What was done that led here.
    done: Option<String>,
}

/// What is shown beside the words in force.
#[derive(Default)]
struct Beside {
    said: Option<Said>,
    written: Option<Written>,
    /// Whether a document is to be made with what was written.
    is_tried: bool,
    meanwhile: Option<KeptTexts>,
    file: Option<TextsFile>,
    done: Option<String>,
}

/// The words of a part.
pub async fn show(visitor: Visitor, State(app): State<Arc<App>>, Query(asked): Query<Asked>) -> Response {
    let section = asked.of.as_deref().map_or(Some(Section::Paper(Paper::Bulletin)), Section::of_word);
    let beside = Beside { done: asked.done, ..Beside::default() };
    let made = match section {
        Some(section) => load(&visitor, &app, section, beside).await,
        None => Err(refused(said::NO_SUCH_PART)),
    };
    answered(&visitor, made)
}

async fn load(
    visitor: &Visitor,
    app: &Arc<App>,
    section: Section,
    beside: Beside,
) -> Result<Response, Problem> {
    let (reader, lang) = (visitor.reader.clone(), visitor.reader.lang);
    let asked = app
        .live
        .ask(move |moment| (Frame::of(moment, None, &reader), moment.context.registry().zone.clone()));
    let (frame, zone) = asked.await?;
    let (in_force, versions) =
        app.records(|records| Ok((texts::looked_at(records)?, records.report_texts(VERSIONS_MAX)?))).await?;
    let Beside { said, written, is_tried, meanwhile, file, done } = beside;
    let said = said.unwrap_or_else(|| Said::in_force(&in_force.texts, section));
    let written = written.unwrap_or_else(|| Written { texts: in_force.texts.clone(), faults: Vec::new() });
    let mut view = TextsView::of(lang, section, &in_force, &said, &written);
    view.changed = in_force.kept.as_ref().map(|kept| told(lang, &zone, kept));
    view.left_out = left_out(lang, &in_force);
    view.meanwhile = meanwhile.map(|kept| said::meanwhile(lang, &told(lang, &zone, &kept)));
    view.done = done;
    let row = |kept: &KeptTexts| VersionRow {
        number: kept.number,
        changed: told(lang, &zone, kept),
        is_reset: kept.text.trim().is_empty(),
    };
    view.versions = versions.iter().map(row).collect();
    if let Some(file) = file {
        view.faults = file.faults.len();
        view.file = Some(file);
    }
    if is_tried && view.faults > 0 {
        view.not_tried = Some(lang.say(said::NOT_TRIED_FAULTS).to_owned());
    } else if is_tried {
        match tried(visitor, app, section, &frame, written.texts).await {
            Ok(tried) => view.tried = Some(tried),
            Err(Problem::Refused(why)) => {
                view.not_tried = Some(crate::pages::rejected::message_in(&why, lang).to_owned());
            }
            Err(problem) => return Err(problem),
        }
    }
    Ok(shown(visitor, &frame, Place::ReportTexts, &view, page::html))
}

fn told(lang: Lang, zone: &Zone, kept: &KeptTexts) -> String {
    changed_by(lang, &lang.moment(zone, kept.changed, 0), &kept.changed_by)
}

fn left_out(lang: Lang, in_force: &InForce) -> Vec<String> {
    let line = lang.say(crate::words::LINE);
    in_force.left_out.iter().map(|of| format!("{line} {}: {}", of.line, lang.title(&of.what))).collect()
}

/// A document of the newest month that the visitor may have one of, in words that are not kept. It bears no code, since no other was
/// ever made so.
async fn tried(
    visitor: &Visitor,
    app: &Arc<App>,
    section: Section,
    frame: &Frame,
    texts: Texts,
) -> Result<Tried, Problem> {
    let kind = match section {
        Section::Paper(Paper::Quarter) => Kind::Quarter,
        Section::Paper(Paper::Year) => Kind::Year,
        Section::Paper(Paper::Week) => Kind::WeeklyBrief,
        Section::Paper(Paper::Bulletin) | Section::General | Section::Basis | Section::File => Kind::Bulletin,
    };
    let lang = visitor.reader.lang;
    let mut why = refused(said::NO_MONTH_TO_TRY);
    for month in &frame.months {
        let order = papers::Asked { kind, month: *month, subject: None, version: None, lang };
        match make_saying(visitor, app, order, Some(texts.clone())).await {
            Ok(made) => {
                let mut document = made.document;
                document.trace.code = None;
                let html = tokio::task::spawn_blocking(move || html::body(&document)).await;
                let html = html.map_err(|error| Problem::Broken(error.to_string()))?;
                return Ok(Tried { name: name_of(lang, kind, *month), html });
            }
            Err(Problem::Forbidden) => why = refused(said::NOTHING_TO_TRY),
            Err(Problem::Missing(..) | Problem::Refused(_)) => {}
            Err(problem @ (Problem::NoPage | Problem::Broken(_))) => return Err(problem),
        }
    }
    Err(why)
}

fn name_of(lang: Lang, kind: Kind, month: Month) -> String {
    format!("{} · {}", kind.name(lang), lang.month(month))
}

/// Tries out, keeps or takes back the texts of a part, or arranges its requirements.
pub async fn act(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    answered(&visitor, do_act(&visitor, &app, form).await)
}

async fn do_act(visitor: &Visitor, app: &Arc<App>, form: Vec<(String, String)>) -> Result<Response, Problem> {
    let one = |name: &str| form.iter().find(|(of, _)| of == name).map_or("", |(_, value)| value.as_str());
    is_own_form(visitor, one("csrf"))?;
    let section = Section::of_word(one("of")).filter(|section| *section != Section::File);
    let section = section.ok_or_else(|| refused(said::NO_SUCH_PART))?;
    let after = one("base").parse().unwrap_or_default();
    let act = one("act").to_owned();
    let mut said = Said::of(&form).ok_or_else(|| refused(said::LISTS_APART))?;
    let built_in = Texts::built_in();
    if act == "reset" {
        said = Said::in_force(&built_in, section);
    }
    if said.arrange(&act) {
        let beside = Beside { said: Some(said), ..Beside::default() };
        return load(visitor, app, section, beside).await;
    }
    let in_force = app.records(texts::looked_at).await?;
    let written = said.onto(&in_force.texts, section);
    let mut beside = Beside { is_tried: act == "try", ..Beside::default() };
    if matches!(act.as_str(), "keep" | "reset") && written.faults.is_empty() {
        let is_same = written.texts == in_force.texts && in_force.left_out.is_empty();
        let text = otherwise(&written.texts);
        let done = if act == "reset" { "reset" } else { "kept" };
        match keep(visitor, app, after, if is_same { None } else { Some(text) }).await? {
            Ok(is_new) => return Ok(led(visitor, section, if is_new { done } else { "unchanged" })),
            Err(NotKept::Changed(kept)) => beside.meanwhile = Some(kept),
            // What the fields say is written as a file that is read again; a fault of its own would be one of the program.
            Err(NotKept::Faulty(faults)) => {
                let told: Vec<String> = faults.into_iter().map(|fault| fault.what.en).collect();
                return Err(Problem::Broken(told.join("; ")));
            }
        }
    }
    (beside.said, beside.written) = (Some(said), Some(written));
    load(visitor, app, section, beside).await
}

/// Keeps a file, where it is another than the one in force; whether it is.
async fn keep(
    visitor: &Visitor,
    app: &Arc<App>,
    after: u64,
    text: Option<String>,
) -> Result<Result<bool, NotKept>, Problem> {
    let Some(text) = text else { return Ok(Ok(false)) };
    let (by, now) = (visitor.name.clone(), (app.clock)());
    let kept = app.records(move |records| texts::keep(records, &text, after, &by, now)).await?;
    Ok(kept.map(|number| number > after))
}

fn led(visitor: &Visitor, section: Section, done: &str) -> Response {
    visitor.reader.to(&format!("/reports/texts?of={}&done={done}", section.word())).into_response()
}

/// Tries out, keeps or takes back the whole file.
pub async fn file(visitor: Visitor, State(app): State<Arc<App>>, form: Multipart) -> Response {
    answered(&visitor, do_file(&visitor, &app, form).await)
}

async fn do_file(visitor: &Visitor, app: &Arc<App>, form: Multipart) -> Result<Response, Problem> {
    let upload = Upload::read(form).await?;
    upload.is_own(visitor)?;
    let text = match &upload.file {
        Some((_, bytes)) => {
            String::from_utf8(bytes.clone()).map_err(|_| refused(super::given_changes::NOT_TEXT))?
        }
        None => upload.field("text").to_owned(),
    };
    let (act, after) = (upload.field("act"), upload.field("base").parse().unwrap_or_default());
    let text = if act == "reset" { String::new() } else { text.replace("\r\n", "\n") };
    if text.len() > FILE_BYTES_MAX {
        return Err(refused(said::FILE_TOO_LONG));
    }
    let (texts, mut faults) = Texts::read_what_holds(&text);
    let mut beside = Beside { is_tried: act == "try", ..Beside::default() };
    if matches!(act, "keep" | "reset") && faults.is_empty() {
        let done = if act == "reset" { "reset" } else { "kept" };
        match keep(visitor, app, after, Some(text.clone())).await? {
            Ok(is_new) => return Ok(led(visitor, Section::File, if is_new { done } else { "unchanged" })),
            Err(NotKept::Changed(kept)) => beside.meanwhile = Some(kept),
            Err(NotKept::Faulty(found)) => faults = found,
        }
    }
    let lang = visitor.reader.lang;
    let built_in = reports::papers::texts::BUILT_IN.to_owned();
    let faults = faults.iter().map(|fault| (fault.line, lang.title(&fault.what).to_owned())).collect();
    beside.file = Some(TextsFile { text, faults, built_in });
    beside.written = Some(Written { texts, faults: Vec::new() });
    load(visitor, app, Section::File, beside).await
}
