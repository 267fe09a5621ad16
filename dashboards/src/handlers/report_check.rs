//! Whether a printed document is one that the service makes: its code made again, in the words of today or of before; else looked for among
//! what the schedule made and what people took.

use super::reports::{Made, make_saying};
use super::{answered, drafts};
use crate::answer::{Frame, Problem, shown};
use crate::app::App;
use crate::links::Place;
use crate::pages::documents::{self, Code, CodeAsked, CodeCheck, Verdict};
use crate::papers;
use crate::session::Visitor;
use crate::texts;
use crate::words::{changed_by, documents as said};
use axum::extract::{Query, State};
use axum::response::Response;
use ingest::store::sqlite::{AuditFilter, KeptTexts};
use reports::document::Document;
use reports::papers::Span;
use reports::words::Lang;
use scoring::time::{Month, Zone};
use std::sync::Arc;

/// So many entries of the audit log are looked at for a code: the newest that name it.
const TAKEN_MAX: u64 = 50;

/// Checks the code of a printed document.
pub async fn check(
    visitor: Visitor,
    State(app): State<Arc<App>>,
    Query(asked): Query<CodeAsked>,
) -> Response {
    let made = checked(&visitor, &app, asked.code.trim()).await;
    let here = Place::ReportCheck;
    answered(&visitor, made.map(|(frame, view)| shown(&visitor, &frame, here, &view, documents::check_html)))
}

async fn checked(visitor: &Visitor, app: &Arc<App>, code: &str) -> Result<(Frame, CodeCheck), Problem> {
    let reader = visitor.reader.clone();
    let (frame, zone) = app
        .live
        .ask(move |moment| (Frame::of(moment, None, &reader), moment.context.registry().zone.clone()))
        .await?;
    let mut view = CodeCheck { code: code.to_owned(), ..CodeCheck::default() };
    if code.is_empty() {
        return Ok((frame, view));
    }
    let Some(read) = documents::read_code(code) else {
        view.verdict = Verdict::Unreadable;
        return Ok((frame, view));
    };
    view.verdict = Verdict::Unknown;
    make_again(visitor, app, &zone, &read, &mut view).await?;
    if view.verdict != Verdict::Matches {
        drafts::check(visitor, app, &zone, &mut view).await?;
    }
    // Drafts, and what follows events that go on, are told apart by the log of who took what.
    if !matches!(view.verdict, Verdict::Matches | Verdict::Scheduled) && visitor.scope().is_all() {
        look_who_took_it(visitor, app, &zone, &mut view).await?;
    }
    Ok((frame, view))
}

/// Makes the document of a closed month again, and says whether it bears the code.
async fn make_again(
    visitor: &Visitor,
    app: &Arc<App>,
    zone: &Zone,
    read: &Code,
    view: &mut CodeCheck,
) -> Result<(), Problem> {
    if read.version.is_none() {
        return Ok(());
    }
    for month in months_of(read) {
        let order = papers::Asked {
            kind: read.kind,
            month,
            subject: read.subject.clone(),
            version: read.version,
            lang: read.lang,
        };
        match make_saying(visitor, app, order, None).await {
            Ok(made) if made.document.trace.code.as_ref() == Some(&view.code) => {
                view.of(Verdict::Matches, &made.document);
                return Ok(());
            }
            Ok(made) if made.document.trace.period == read.period => {
                if let Some((kept, document)) = in_earlier_words(app, &made, &view.code).await? {
                    view.of(Verdict::Matches, &document);
                    view.words = Some(words_of(visitor.reader.lang, zone, kept.as_ref()));
                    return Ok(());
                }
                view.of(Verdict::Differs, &made.document);
            }
            Ok(_) | Err(Problem::Missing(..) | Problem::NoPage | Problem::Refused(_)) => {}
            Err(other @ (Problem::Forbidden | Problem::Broken(_))) => return Err(other),
        }
    }
    Ok(())
}

async fn look_who_took_it(
    visitor: &Visitor,
    app: &Arc<App>,
    zone: &Zone,
    view: &mut CodeCheck,
) -> Result<(), Problem> {
    let filter = AuditFilter {
        what: Some("report.taken".to_owned()),
        holds: Some(view.code.clone()),
        ..AuditFilter::default()
    };
    let taken = app.records(move |records| records.audit_of(&filter, TAKEN_MAX)).await?;
    if let Some(kept) = taken.into_iter().rev().find(|kept| kept.entry.subject == view.code) {
        view.verdict = Verdict::Issued;
        let at = visitor.reader.lang.moment(zone, kept.entry.at, 0);
        view.issued = Some(format!("{} · {} · {}", at, kept.entry.who, kept.entry.detail));
    }
    Ok(())
}

/// The document that bears a code with words of the bureau that were in force before, with the version that said them; none where no
/// earlier words make it. The desk is asked word by word: other questions come in between.
async fn in_earlier_words(
    app: &Arc<App>,
    made: &Made,
    code: &str,
) -> Result<Option<(Option<KeptTexts>, Document)>, Problem> {
    for (kept, texts) in app.records(texts::earlier).await? {
        let (gathered, order) = (made.gathered.clone().saying(texts), made.order.clone());
        let again = app.live.ask(move |moment| gathered.make(moment.context.county, &order.wanted()));
        match again.await? {
            Ok(document) if document.trace.code.as_deref() == Some(code) => {
                return Ok(Some((kept, document)));
            }
            Ok(_) | Err(_) => {}
        }
    }
    Ok(None)
}

/// Whose words of which day a document was made with, which are in force no more.
fn words_of(lang: Lang, zone: &Zone, kept: Option<&KeptTexts>) -> String {
    let since = kept.map(|kept| changed_by(lang, &lang.moment(zone, kept.changed, 0), &kept.changed_by));
    said::in_earlier_words(lang, since.as_deref())
}

/// The months that a document of a period may have been made of, the likeliest first.
fn months_of(code: &Code) -> Vec<Month> {
    let Some(year) = code.period.get(..4).and_then(|year| year.parse::<i32>().ok()) else {
        return Vec::new();
    };
    match code.kind.span() {
        Span::Month => Month::parse(&code.period).into_iter().collect(),
        Span::Quarter => {
            let quarter = code.period.get(6..).and_then(|text| text.parse::<i32>().ok());
            let quarter = quarter.filter(|quarter| (1..=4).contains(quarter));
            quarter
                .into_iter()
                .flat_map(|of| (0..3).rev().map(move |at| Month(year * 12 + 3 * (of - 1) + at)))
                .collect()
        }
        Span::Year => (0..12).rev().map(|at| Month(year * 12 + at)).collect(),
        Span::Week => Vec::new(),
    }
}
