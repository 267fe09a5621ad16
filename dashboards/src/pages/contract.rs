//! The contract kit as pages: how to send, the types, the codes, the report of a file and of a feed.

use super::filter::Choice;
use crate::figures::grouped;
use crate::kit::feed_check::{self, FeedReport, PointLooked, Verdict};
use crate::kit::file_check::{FaultyLine, FileReport, LISTED_MAX, code_of};
use crate::kit::samples::Sample;
use crate::kit::{codes, guide, schema};
use crate::links::segment;
use crate::ui::Ui;
use crate::words::{self, data as said};
use askama::Template;
use ingest::contract;
use ingest::rejections::CODES;
use reports::words::Lang;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// The kit's first page.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Kit {
    /// The time of the data.
    pub as_of: String,
    /// The event types.
    pub types: Vec<TypeRow>,
    /// The codes of rejection.
    pub codes: Vec<CodeRow>,
    /// What a schema cannot see.
    pub unseen: Vec<String>,
    /// The sites that may send.
    pub sites: Vec<Choice>,
    /// The sites whose feeds the reader may look at.
    pub feeds: Vec<Choice>,
    /// A command that sends one event.
    pub curl: String,
}

/// An event type.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TypeRow {
    /// Its word.
    pub event_type: String,
    /// What it is called.
    pub title: String,
    /// Its fields, those that must be there with `*`.
    pub fields: String,
}

/// A code of rejection.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CodeRow {
    /// The code.
    pub code: String,
    /// What it means.
    pub meaning: String,
    /// How to mend it.
    pub mend: String,
}

/// The kit, for a reader who may look at some feeds.
pub fn kit(as_of: String, base: &str, sites: Vec<Choice>, feeds: Vec<Choice>, lang: Lang) -> Kit {
    let star = |required: bool| if required { "*" } else { "" };
    let types = contract::types().map(|(_, name, fields)| TypeRow {
        event_type: name.to_owned(),
        title: words::event_type(lang, name).to_owned(),
        fields: fields
            .iter()
            .map(|field| format!("{}{}", field.name, star(field.required)))
            .collect::<Vec<_>>()
            .join(" "),
    });
    let codes = CODES.map(|code| CodeRow {
        code: code.word().to_owned(),
        meaning: lang.say(codes::meaning(code)).to_owned(),
        mend: lang.say(codes::mend(code)).to_owned(),
    });
    Kit {
        as_of,
        types: types.collect(),
        codes: codes.into(),
        unseen: schema::UNSEEN.map(|unseen| lang.say(unseen).to_owned()).into(),
        sites,
        feeds,
        curl: format!(
            "curl -sS https://FLAGPOST{base}/v1/events \\\n  -H \"Authorization: Bearer $TOKEN\" \\\n  -H \"Content-Type: \
             application/cloudevents+json\" \\\n  --data-binary @samples/case.accepted.json"
        ),
    }
}

/// One event type with its fields, schema and sample.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TypeView {
    /// Its word.
    pub event_type: String,
    /// What it is called.
    pub title: String,
    /// Its fields.
    pub fields: Vec<FieldRow>,
    /// Its schema.
    pub schema: Value,
    /// A sample that passes; none where the registry has nobody for it.
    pub sample: Option<Value>,
}

/// A field of an event type.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FieldRow {
    /// Its name.
    pub name: String,
    /// Whether it must be there.
    pub required: bool,
    /// What it is called.
    pub title: String,
    /// What it may hold.
    pub values: String,
}

/// An event type; `None` where the contract has none of that word.
pub fn of_type(event_type: &str, schema: Value, samples: &[Sample], lang: Lang) -> Option<TypeView> {
    let fields = contract::fields(event_type)?;
    let row = |field: &contract::Field| FieldRow {
        name: field.name.to_owned(),
        required: field.required,
        title: guide::called(field, lang).to_owned(),
        values: guide::values(field, lang).replace('`', ""),
    };
    Some(TypeView {
        event_type: event_type.to_owned(),
        title: words::event_type(lang, event_type).to_owned(),
        fields: fields.iter().map(row).collect(),
        schema,
        sample: samples
            .iter()
            .find(|sample| sample.event_type == event_type)
            .map(|sample| sample.event.clone()),
    })
}

#[derive(Template)]
#[template(path = "contract.html")]
struct KitPage<'a> {
    ui: &'a Ui<'a>,
    view: &'a Kit,
}

impl KitPage<'_> {
    fn type_path(&self, name: &str) -> String {
        self.ui.at(&format!("/contract/types/{}", segment(name)))
    }

    fn feed_path(&self, site: &str) -> String {
        self.ui.at(&format!("/contract/feeds/{}", segment(site)))
    }
}

/// The kit's page. Its form posts to `/contract/check`.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn kit_html(ui: &Ui<'_>, view: &Kit) -> Result<String, askama::Error> {
    KitPage { ui, view }.render()
}

#[derive(Template)]
#[template(path = "contract_type.html")]
struct TypePage<'a> {
    ui: &'a Ui<'a>,
    view: &'a TypeView,
}

impl TypePage<'_> {
    fn pretty(&self, value: &Value) -> String {
        serde_json::to_string_pretty(value).unwrap_or_default()
    }

    fn schema_path(&self) -> String {
        self.ui.at(&format!("/contract/schemas/{}", segment(&self.view.event_type)))
    }
}

/// The page of a type.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn type_html(ui: &Ui<'_>, view: &TypeView) -> Result<String, askama::Error> {
    TypePage { ui, view }.render()
}

#[derive(Template)]
#[template(path = "contract_file.html")]
struct FilePage<'a> {
    ui: &'a Ui<'a>,
    view: &'a FileReport,
}

impl FilePage<'_> {
    fn counts(&self) -> String {
        let FileReport { read, accepted, duplicates, rejected, .. } = self.view;
        words::data::file_counts(
            self.ui.lang,
            &grouped(read),
            &grouped(accepted),
            &grouped(duplicates),
            &grouped(rejected),
        )
    }

    fn meaning(&self, word: &str) -> &'static str {
        code_of(word).map_or("", |code| self.ui.say(codes::meaning(code)))
    }

    fn mend(&self, word: &str) -> &'static str {
        code_of(word).map_or("", |code| self.ui.say(codes::mend(code)))
    }

    fn message<'r>(&self, line: &'r FaultyLine) -> &'r str {
        super::rejected::message_in(&line.message, self.ui.lang)
    }

    fn more(&self) -> Option<String> {
        let more = self.view.rejected.saturating_sub(LISTED_MAX as u64);
        (more > 0).then(|| said::more_lines(self.ui.lang, more))
    }
}

/// The report of a checked file.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn file_html(ui: &Ui<'_>, view: &FileReport) -> Result<String, askama::Error> {
    FilePage { ui, view }.render()
}

#[derive(Template)]
#[template(path = "contract_feed.html")]
struct FeedPage<'a> {
    ui: &'a Ui<'a>,
    view: &'a FeedReport,
}

impl FeedPage<'_> {
    fn since(&self) -> String {
        said::last_hours(self.ui.lang, self.view.hours, &self.view.since)
    }

    fn title(&self, point: &PointLooked) -> &'static str {
        self.ui.say(feed_check::title(&point.point))
    }

    fn verdict(&self, point: &PointLooked) -> &'static str {
        self.ui.say(feed_check::verdict_word(point.verdict))
    }

    fn is_well(&self, point: &PointLooked) -> bool {
        point.verdict == Verdict::Ok
    }

    fn type_title(&self, event_type: &str) -> &'static str {
        words::event_type(self.ui.lang, event_type)
    }

    fn mend(&self, word: &str) -> &'static str {
        code_of(word).map_or("", |code| self.ui.say(codes::mend(code)))
    }

    fn rejected_path(&self, code: &str) -> String {
        self.ui.at(&format!("/rejected?source={}&code={}", segment(&self.view.source), segment(code)))
    }
}

/// The report of a live feed.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn feed_html(ui: &Ui<'_>, view: &FeedReport) -> Result<String, askama::Error> {
    FeedPage { ui, view }.render()
}
