//! The letters: listed, and one of them looked at, tried out, changed.

use super::answered;
use super::login::is_own_form;
use crate::answer::{Frame, Problem, shown};
use crate::app::App;
use crate::letters;
use crate::links::{Place, segment};
use crate::pages::letters::{self as page, Example, LetterList, LetterRow, LetterView, NameRow};
use crate::session::Visitor;
use crate::words;
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Response};
use ingest::store::sqlite::KeptLetter;
use reports::delivery::letters::catalogue::{LETTERS, Letter};
use reports::delivery::letters::names::NAMES;
use reports::delivery::letters::template::{Fault, Template};
use reports::delivery::letters::{self as written, Letters, Reader, compose, names_of, sample};
use reports::words::{Lang, labels};
use scoring::time::{Date, Zone};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = LettersAsked)]
#[serde(default)]
pub struct Asked {
    /// The language of the text; the reader's, where none is named.
    of: Option<String>,
    /// What was done that led here.
    done: Option<String>,
}

/// What the form brings.
#[derive(Deserialize, ToSchema)]
#[schema(as = LettersAct)]
pub struct Act {
    csrf: String,
    of: String,
    text: String,
    act: String,
}

/// All letters.
pub async fn list(visitor: Visitor, State(app): State<Arc<App>>) -> Response {
    let made = load_list(&visitor, &app).await;
    answered(
        &visitor,
        made.map(|(frame, view)| shown(&visitor, &frame, Place::Letters, &view, page::list_html)),
    )
}

async fn load_list(visitor: &Visitor, app: &Arc<App>) -> Result<(Frame, LetterList), Problem> {
    let (frame, zone, _) = framed(visitor, app).await?;
    let kept = app.records(|records| records.letters()).await?;
    let lang = visitor.reader.lang;
    let changed = |letter: &Letter, of: &str| {
        let own = kept.iter().find(|kept| kept.letter == letter.name && kept.lang == of);
        own.map(|kept| changed(lang, &zone, kept))
    };
    let rows = LETTERS.iter().map(|letter| LetterRow {
        name: letter.name.to_owned(),
        title: lang.say(letter.title).to_owned(),
        zh: changed(letter, "zh"),
        en: changed(letter, "en"),
    });
    Ok((frame, LetterList { rows: rows.collect() }))
}

fn changed(lang: Lang, zone: &Zone, kept: &KeptLetter) -> String {
    words::changed_by(lang, &lang.moment(zone, kept.changed, 0), &kept.changed_by)
}

async fn framed(visitor: &Visitor, app: &Arc<App>) -> Result<(Frame, Zone, Date), Problem> {
    let reader = visitor.reader.clone();
    let asked = app.live.ask(move |moment| {
        let zone = moment.context.registry().zone.clone();
        (Frame::of(moment, None, &reader), zone, moment.context.today())
    });
    Ok(asked.await?)
}

/// One letter.
pub async fn one(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let of = asked.of.as_deref().and_then(Lang::of_code).unwrap_or(visitor.reader.lang);
    let made = load(&visitor, &app, &name, of, None).await;
    let made = made.map(|(frame, view)| (frame, LetterView { done: asked.done, ..view }));
    show(&visitor, name, made)
}

fn show(visitor: &Visitor, name: String, made: Result<(Frame, LetterView), Problem>) -> Response {
    let here = Place::Letter(name);
    answered(visitor, made.map(|(frame, view)| shown(visitor, &frame, here, &view, page::html)))
}

/// Tries out, keeps or resets a letter's text.
pub async fn act(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    Form(act): Form<Act>,
) -> Response {
    match done(&visitor, &app, &name, &act).await {
        Ok(Some(response)) => response,
        Ok(None) => {
            let of = Lang::of_code(&act.of).unwrap_or_default();
            let made = load(&visitor, &app, &name, of, Some(act.text.replace("\r\n", "\n"))).await;
            show(&visitor, name, made)
        }
        Err(problem) => answered(&visitor, Err(problem)),
    }
}

/// Does what the form asks; `None` where the text is to be shown again, with what is wrong or as an example.
async fn done(visitor: &Visitor, app: &Arc<App>, name: &str, act: &Act) -> Result<Option<Response>, Problem> {
    is_own_form(visitor, &act.csrf)?;
    let letter = Letter::named(name).ok_or(Problem::NoPage)?;
    let of = Lang::of_code(&act.of).ok_or(Problem::NoPage)?;
    let (by, now, text) = (visitor.name.clone(), (app.clock)(), act.text.clone());
    let what = match act.act.as_str() {
        "keep" => {
            let keep = move |records: &_| letters::keep(records, letter.name, of, &text, &by, now);
            if app.records(keep).await?.is_err() {
                return Ok(None);
            }
            "kept"
        }
        "reset" => {
            app.records(move |records| letters::reset(records, letter.name, of, &by, now)).await?;
            "reset"
        }
        _ => return Ok(None),
    };
    let there = format!("/letters/{}?of={}&done={what}", segment(letter.name), of.code());
    Ok(Some(visitor.reader.to(&there).into_response()))
}

async fn load(
    visitor: &Visitor,
    app: &Arc<App>,
    name: &str,
    of: Lang,
    sent: Option<String>,
) -> Result<(Frame, LetterView), Problem> {
    let letter = Letter::named(name).ok_or(Problem::NoPage)?;
    let (frame, zone, today) = framed(visitor, app).await?;
    let (in_force, kept) = app.records(move |records| letters::text(records, letter, of)).await?;
    let lang = visitor.reader.lang;
    let text = sent.unwrap_or(in_force);
    let read = written::check(letter.name, &text);
    let fault = |fault: &Fault| (fault.line, lang.title(&fault.what).to_owned());
    let example = sample(letter);
    let own = names_of(letter);
    let names = NAMES.iter().filter(|known| own.contains(&known.name));
    let view = LetterView {
        name: letter.name.to_owned(),
        title: lang.say(letter.title).to_owned(),
        of: of.code().to_owned(),
        changed: kept.map(|kept| changed(lang, &zone, &kept)),
        faults: read.as_ref().err().into_iter().flatten().map(fault).collect(),
        done: None,
        example: read.ok().map(|template| sent_as(letter, of, template, today)),
        names: names
            .map(|known| NameRow {
                name: known.name.to_owned(),
                what: lang.say(known.what).to_owned(),
                example: example.said(known.name, of).to_owned(),
            })
            .collect(),
        text,
    };
    Ok((frame, view))
}

/// An example of the letter as it is sent.
fn sent_as(letter: &'static Letter, of: Lang, template: Template, today: Date) -> Example {
    let mut letters = Letters::default();
    letters.put(letter, of, template);
    let reader = Reader { name: of.say(labels::RECIPIENT).to_owned(), lang: of, ..Reader::default() };
    let message = compose(&letters, &reader, &[sample(letter)], 1, "", today);
    Example { subject: message.subject, text: message.text, brief: message.brief }
}
