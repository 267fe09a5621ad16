//! One rejected event: its text with the place of the fault, a form that mends it; and many of one kind mended at once.

use crate::figures::grouped;
use crate::links::segment;
use crate::rights::Right;
use crate::ui::Ui;
use crate::words::{self, data as said};
use askama::Template;
use ingest::live::Moment;
use ingest::mend::{self, Preview, Replacement, Would};
use ingest::rejections::Code;
use ingest::store::sqlite::{KeptRejection, RejectionState};
use reports::words::Lang;
use scoring::document::closest;
use scoring::registry::Registry;
use serde::Serialize;
use utoipa::ToSchema;

/// So many ids that are like an unknown one are offered.
const LIKE_MAX: usize = 5;

/// One rejected event.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RejectedView {
    /// The time of the data.
    pub as_of: String,
    /// Its number.
    pub number: u64,
    /// The site that it says it is from; empty where it could not be read.
    pub source: String,
    /// The code.
    pub code: String,
    /// What is wrong and how to mend it: Chinese, ` / `, English.
    pub message: String,
    /// Where it came from.
    pub place: String,
    /// When it came first, and last.
    pub first: String,
    /// When it came last.
    pub last: String,
    /// How often.
    pub times: u64,
    /// What has become of it.
    pub state: String,
    /// The same as it is spoken of.
    pub state_name: String,
    /// Whether it may still be mended.
    pub is_open: bool,
    /// The text before the fault, the faulty part, the text after it; the first has all where the place cannot be told. None
    /// for whom it is not to read.
    pub marked: Option<(String, String, String)>,
    /// The text that was entered in its place.
    pub mended: Option<String>,
    /// The text in the form.
    pub text: String,
    /// What the text in the form comes to; none where nobody asked.
    pub checked: Option<Checked>,
    /// Ids of the registry that are like the one that it does not have.
    pub like: Vec<String>,
    /// Whose it stays, and under which id.
    pub stays: (Option<String>, Option<String>),
}

/// What a mended text would come to.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MendingChecked)]
pub struct Checked {
    /// Whether it would be taken.
    pub passes: bool,
    /// In words: Chinese, ` / `, English.
    pub message: String,
}

impl RejectedView {
    /// Takes out what was sent, for who may know that something was rejected and why, and no more.
    pub fn hide_text(&mut self) {
        (self.marked, self.mended) = (None, None);
        self.text.clear();
    }
}

/// What becomes of a text, in words.
pub fn checked(would: &Would) -> Checked {
    let both = |word: reports::words::Word| format!("{} / {}", word.zh, word.en);
    match would {
        Would::Accept => Checked { passes: true, message: both(said::WOULD_PASS) },
        Would::Duplicate => Checked { passes: true, message: both(said::WOULD_BE_DUPLICATE) },
        Would::Reject(fault) => {
            Checked { passes: false, message: format!("{}：{}", fault.code, fault.message) }
        }
    }
}

/// A rejected event as of now; `text` is what stands in the form, where somebody changed it.
pub fn view(moment: &Moment<'_>, kept: &KeptRejection, text: Option<String>, lang: Lang) -> RejectedView {
    let (context, registry) = (&moment.context, moment.context.registry());
    let written = |at| lang.moment(&registry.zone, at, 0);
    let raw = &kept.raw;
    let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let marked = match mend::spot(raw, &kept.code, &kept.message) {
        Some(range) => (lossy(&raw[..range.start]), lossy(&raw[range.clone()]), lossy(&raw[range.end..])),
        None => (lossy(raw), String::new(), String::new()),
    };
    let checked = text.as_deref().map(|text| checked(&mend::would(context.county, context.log, kept, text)));
    RejectedView {
        as_of: super::as_of(context, lang),
        number: kept.number,
        source: kept.source.clone().unwrap_or_default(),
        code: kept.code.clone(),
        message: kept.message.clone(),
        place: format!("{} {} · {}", kept.road, kept.place, kept.item),
        first: written(kept.received),
        last: written(kept.last_received),
        times: kept.times,
        state: kept.state.word().to_owned(),
        state_name: lang.say(words::rejection_state(kept.state)).to_owned(),
        is_open: kept.state == RejectionState::Open,
        marked: Some(marked),
        mended: kept.mended.clone(),
        checked,
        text: text.unwrap_or_else(|| lossy(raw)),
        like: like(registry, &kept.code, &kept.message),
        stays: (mend::owner(kept, registry), mend::kept_id(kept)),
    }
}

/// The registry's ids of the kind that a code is about.
pub fn known_ids<'r>(registry: &'r Registry, code: &str) -> Vec<&'r str> {
    match Code::of_word(code) {
        Some(Code::UnknownSite) => registry.sites.iter().map(|site| site.id.as_str()).collect(),
        Some(Code::UnknownWindow) => registry.windows.iter().map(|window| window.id.as_str()).collect(),
        Some(Code::UnknownStaff) => registry.staff.iter().map(|staff| staff.id.as_str()).collect(),
        Some(Code::UnknownItem) => registry.items.iter().map(|item| item.code.as_str()).collect(),
        Some(Code::UnknownDepartment) => registry.departments.iter().map(|of| of.id.as_str()).collect(),
        Some(
            Code::TooLarge
            | Code::MalformedJson
            | Code::NotCloudevent
            | Code::UnknownType
            | Code::BadTime
            | Code::MissingField
            | Code::BadField
            | Code::NotAllowed
            | Code::Conflict,
        )
        | None => Vec::new(),
    }
}

fn like(registry: &Registry, code: &str, message: &str) -> Vec<String> {
    let Some(unknown) = message.split('`').nth(1) else { return Vec::new() };
    let mut known = known_ids(registry, code);
    let mut like = Vec::new();
    while like.len() < LIKE_MAX
        && let Some(near) = closest(unknown, &known)
    {
        like.push(near.to_owned());
        known.retain(|other| *other != near);
    }
    like
}

#[derive(Template)]
#[template(path = "mend.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a RejectedView,
}

impl Page<'_> {
    fn told<'r>(&self, message: &'r str) -> &'r str {
        super::rejected::message_in(message, self.ui.lang)
    }

    fn action(&self) -> String {
        self.ui.at(&format!("/rejected/{}/mend", self.view.number))
    }

    fn many(&self) -> String {
        let find = self.view.message.split('`').nth(1).unwrap_or_default();
        self.ui.at(&format!(
            "/rejected/replace?code={}&source={}&find={}",
            segment(&self.view.code),
            segment(&self.view.source),
            segment(find)
        ))
    }

    fn stays(&self) -> String {
        let (source, id) = &self.view.stays;
        said::stays(self.ui.lang, source.as_deref(), id.as_deref())
    }
}

/// The page. Its form posts to `/rejected/NUMBER/mend`.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &RejectedView) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}

/// Many mended at once: what is asked, and what it would come to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReplaceView {
    /// The time of the data.
    pub as_of: String,
    /// What is to be replaced.
    #[schema(value_type = crate::api::borrowed::ReplacementShape)]
    pub replacement: Replacement,
    /// Codes that are open, to choose from, with how many.
    pub codes: Vec<super::filter::Choice>,
    /// Ids of the registry to choose from.
    pub known: Vec<String>,
    /// What it would come to; none before both texts are named.
    #[schema(value_type = Option<crate::api::borrowed::PreviewShape>)]
    pub preview: Option<Preview>,
}

#[derive(Template)]
#[template(path = "mend_many.html")]
struct ManyPage<'a> {
    ui: &'a Ui<'a>,
    view: &'a ReplaceView,
}

impl ManyPage<'_> {
    fn source(&self) -> &str {
        self.view.replacement.source.as_deref().unwrap_or_default()
    }

    fn counts(&self, preview: &Preview) -> String {
        let passing = preview.would_pass + preview.duplicates;
        let lang = self.ui.lang;
        said::replacement_counts(
            lang,
            &grouped(&preview.open),
            &grouped(&preview.matching),
            &grouped(&passing),
        )
    }

    fn button(&self, preview: &Preview) -> String {
        said::replace_and_enter(self.ui.lang, &grouped(&(preview.would_pass + preview.duplicates)))
    }

    fn passes(&self, preview: &Preview) -> bool {
        preview.would_pass + preview.duplicates > 0
    }

    fn told<'r>(&self, message: &'r str) -> &'r str {
        super::rejected::message_in(message, self.ui.lang)
    }

    fn one(&self, number: &u64) -> String {
        self.ui.at(&format!("/rejected/{number}"))
    }
}

/// The page. Its forms ask `/rejected/replace` and post to it.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn many_html(ui: &Ui<'_>, view: &ReplaceView) -> Result<String, askama::Error> {
    ManyPage { ui, view }.render()
}
