//! Which documents there are of a month, and what a printed document's code says.

use super::document_rows::{self, Group};
use super::drafts::DraftShown;
use super::published::Version;
use super::week::Week;
use crate::answer::Problem;
use crate::links::{Place, segment};
use crate::pages::message::Missing;
use crate::papers::may_have;
use crate::session::Visitor;
use crate::ui::Ui;
use crate::words::entering::week_name;
use crate::words::{self, documents as said};
use askama::Template;
use ingest::live::Moment;
use reports::changes::Published;
use reports::changes::published::Standing;
use reports::document::{Block, Document};
use reports::papers::Kind;
use reports::render::file::Format;
use reports::words::{Lang, Word};
use scoring::ranking::Flag;
use scoring::time::{Date, Month};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The documents of a month.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Reports {
    /// The month.
    pub month: String,
    /// The month as it is spoken of.
    pub name: String,
    /// The version that documents are made of; none while the month is open, when they are drafts.
    pub version: Option<u32>,
    /// The documents, by kind.
    pub kinds: Vec<KindShown>,
    /// Those that the schedule made and keeps.
    pub drafts: Vec<DraftShown>,
}

/// The documents of a kind.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ReportKind)]
pub struct KindShown {
    /// The word of addresses: `bulletin`.
    pub kind: String,
    /// What it is called.
    pub name: String,
    /// Whose there are; one without a subject is the region's.
    pub documents: Vec<Offered>,
}

/// A document that can be made.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ReportOffered)]
pub struct Offered {
    /// Whose, by id.
    pub subject: Option<String>,
    /// The same with the name.
    pub name: String,
    /// Where it is, below where the service is; `format` and `lang` may follow.
    pub address: String,
}

/// Which documents of a month somebody may have.
///
/// # Errors
///
/// The month is not known.
pub fn view(
    moment: &Moment<'_>,
    month: Month,
    version: Option<&Version>,
    visitor: &Visitor,
) -> Result<Reports, Problem> {
    let (context, lang, scope) = (&moment.context, visitor.reader.lang, visitor.scope());
    let registry = context.registry();
    let live;
    let published = match (version, moment.result(month)) {
        (Some(version), _) => version.published.as_ref(),
        (None, Some(result)) => {
            live = Published::of(context, result).map_err(|error| Problem::Broken(error.to_string()))?;
            &live
        }
        (None, None) => return Err(Problem::Missing(Missing::Month, month.to_string())),
    };
    let windows: Vec<&Standing> =
        published.windows.iter().filter(|of| scope.has_window_id(registry, &of.id)).collect();
    let is_own = |of: &&Standing| of.home.first().is_some_and(|home| scope.has_window_id(registry, home));
    let named = |id: &str, name: Option<&str>| (id.to_owned(), format!("{id} {}", name.unwrap_or_default()));
    let window = |of: &&Standing| {
        let place = registry.index.windows.get(of.id.as_str());
        named(&of.id, place.map(|&place| registry.windows[usize::from(place)].name.as_str()))
    };
    let flagged = |flag: Flag| -> Vec<(String, String)> {
        windows.iter().filter(|of| of.flag == Some(flag)).map(window).collect()
    };
    let sites = || -> Vec<(String, String)> {
        let own = registry.sites.iter().filter(|site| scope.has_site_id(&site.id));
        own.map(|site| named(&site.id, Some(&site.name))).collect()
    };
    let may = |kind| may_have(visitor.role, kind, version.is_none());
    let kinds = Kind::ALL.into_iter().map(|kind| {
        let subjects: Vec<(String, String)> = match kind {
            Kind::Bulletin | Kind::Quarter | Kind::Year => {
                let documents = may(kind).then(|| offered(month, kind, None, kind.name(lang)));
                return shown(kind, lang, documents.into_iter().collect());
            }
            Kind::WeeklyBrief => {
                let weeks = if may(kind) { weeks(month, context.today()) } else { Vec::new() };
                let named = |week: Week| {
                    let (year, number) = week.number();
                    let name = format!("{} · {}", kind.name(lang), week_name(lang, year, number));
                    offered(month, kind, Some(&week.to_string()), &name)
                };
                return shown(kind, lang, weeks.into_iter().map(named).collect());
            }
            Kind::Window => windows.iter().map(window).collect(),
            Kind::YellowFlagNotice | Kind::YellowFlagSign => flagged(Flag::Yellow),
            Kind::ModelWindow => flagged(Flag::Red),
            Kind::RectificationSign => windows.iter().filter(|of| of.dissatisfied).map(window).collect(),
            Kind::Staff => {
                let own = published.staff.iter().filter(is_own);
                let name = |of: &Standing| {
                    let place = registry.index.staff.get(of.id.as_str());
                    named(&of.id, place.map(|&place| registry.staff[usize::from(place)].name.as_str()))
                };
                own.map(name).collect()
            }
            Kind::Department => {
                let own =
                    (0..).zip(&registry.departments).filter(|(at, _)| scope.has_department(registry, *at));
                own.map(|(_, of)| named(&of.id, Some(&of.name))).collect()
            }
            Kind::Site => sites(),
            Kind::FeedQuality if may(kind) => sites(),
            // Orders and cases are taken from their own pages.
            Kind::FeedQuality | Kind::Order | Kind::HandOver => Vec::new(),
        };
        let documents = subjects.iter().map(|(id, name)| offered(month, kind, Some(id), name)).collect();
        shown(kind, lang, documents)
    });
    Ok(Reports {
        month: month.to_string(),
        name: lang.month(month),
        version: version.map(|version| version.closed.version),
        kinds: kinds.filter(|kind| !kind.documents.is_empty()).collect(),
        drafts: Vec::new(),
    })
}

/// The weeks that end in a month as far as they have come, so that each is told of one month.
fn weeks(month: Month, today: Date) -> Vec<Week> {
    let last = month.last_day().min(today);
    let mut weeks: Vec<Week> = (month.first_day().0..=last.0).map(|day| Week::of(Date(day))).collect();
    weeks.dedup();
    weeks.retain(|week| {
        let [.., sunday] = week.days();
        sunday.min(today).month() == month
    });
    weeks
}

fn shown(kind: Kind, lang: Lang, documents: Vec<Offered>) -> KindShown {
    KindShown { kind: kind.word().to_owned(), name: kind.name(lang).to_owned(), documents }
}

fn offered(month: Month, kind: Kind, subject: Option<&str>, name: &str) -> Offered {
    let query = subject.map_or(String::new(), |subject| format!("&subject={}", segment(subject)));
    Offered {
        subject: subject.map(str::to_owned),
        name: name.to_owned(),
        address: format!("/months/{month}/reports/{}?format=pdf{query}", kind.word()),
    }
}

/// The code that is asked about.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct CodeAsked {
    /// The code as it is printed: `TB/2026-09/V1/9Q4K5-NMB3G`.
    pub code: String,
}

/// A code, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The kind.
    pub kind: Kind,
    /// The language.
    pub lang: Lang,
    /// The period.
    pub period: String,
    /// The version; none of a draft.
    pub version: Option<u32>,
    /// Whose.
    pub subject: Option<String>,
}

/// Reads a code; none where it is no document's.
pub fn read_code(code: &str) -> Option<Code> {
    let mut parts = code.split('/');
    let (letters, period, version) = (parts.next()?, parts.next()?, parts.next()?);
    let mut rest: Vec<&str> = parts.collect();
    rest.pop().filter(|letters| letters.len() == 11)?;
    let of = |letters: &str| Kind::ALL.into_iter().find(|kind| kind.letters() == letters);
    let (kind, lang) = match (of(letters), letters.strip_suffix('E')) {
        (Some(kind), _) => (kind, Lang::Zh),
        (None, Some(letters)) => (of(letters)?, Lang::En),
        (None, None) => return None,
    };
    let version = match version {
        "D" => None,
        version => Some(version.strip_prefix('V')?.parse().ok()?),
    };
    let subject = (!rest.is_empty()).then(|| rest.join("/"));
    Some(Code { kind, lang, period: period.to_owned(), version, subject })
}

/// What a code's check came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CodeVerdict)]
pub enum Verdict {
    /// Nothing was asked.
    #[default]
    Nothing,
    /// The service makes the same document.
    Matches,
    /// The document of this period, subject and version has another code.
    Differs,
    /// It is what the schedule made by itself and keeps.
    Scheduled,
    /// The service made it as a draft, or of what has gone on since.
    Issued,
    /// There is no such document.
    Unknown,
    /// It is no code.
    Unreadable,
}

impl Verdict {
    fn word(self) -> Option<Word> {
        match self {
            Verdict::Nothing => None,
            Verdict::Matches => Some(said::MATCHES),
            Verdict::Differs => Some(said::DIFFERS),
            Verdict::Scheduled => Some(said::SCHEDULED),
            Verdict::Issued => Some(said::ISSUED),
            Verdict::Unknown => Some(said::UNKNOWN),
            Verdict::Unreadable => Some(said::UNREADABLE),
        }
    }
}

/// What a code's check says.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct CodeCheck {
    /// The code that was asked about.
    pub code: String,
    /// What it came to.
    pub verdict: Verdict,
    /// The title of the document that the service makes.
    pub title: Option<String>,
    /// The code of that document.
    pub own_code: Option<String>,
    /// Its first paragraphs, with the main figures, to compare.
    pub figures: Vec<String>,
    /// Which of the bureau's words it was made with, where they are in force no more.
    pub words: Option<String>,
    /// When it was first taken, by whom, and of what it was made; of what the schedule made, when.
    pub issued: Option<String>,
}

/// So many paragraphs or facts are shown to compare.
const COMPARED_MOST: usize = 8;

impl CodeCheck {
    /// Says what the service makes.
    pub fn of(&mut self, verdict: Verdict, document: &Document) {
        self.verdict = verdict;
        self.title = Some(document.title.clone());
        self.own_code = document.trace.code.clone();
        let mut figures = Vec::new();
        for block in &document.blocks {
            if let Block::Paragraph { text } = block {
                figures.push(text.clone());
            } else if let Block::Facts { facts } = block {
                figures.extend(facts.iter().map(|fact| format!("{} {}", fact.label, fact.text)));
            }
        }
        figures.truncate(COMPARED_MOST);
        self.figures = figures;
    }
}

#[derive(Template)]
#[template(path = "reports.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Reports,
}

#[derive(Template)]
#[template(path = "report_check.html")]
struct CheckPage<'a> {
    ui: &'a Ui<'a>,
    view: &'a CodeCheck,
}

impl Offered {
    /// Where it is in each format, with the format's name.
    fn formats(&self) -> [(String, String); 5] {
        Format::ALL.map(|format| {
            let address = self.address.replacen("format=pdf", &format!("format={}", format.word()), 1);
            (address, format.word().to_uppercase())
        })
    }

    /// Where it is on the screen.
    fn on_screen(&self) -> String {
        let address = self.address.replacen("?format=pdf", "/view?", 1);
        address.replacen("?&", "?", 1).trim_end_matches('?').to_owned()
    }
}

impl Page<'_> {
    fn groups(&self) -> Vec<Group<'_>> {
        document_rows::groups(self.view, self.ui.lang)
    }

    fn version_told(&self, version: &u32) -> String {
        words::version(self.ui.lang, *version)
    }

    fn check_address(&self, draft: &DraftShown) -> String {
        format!("/reports/check?code={}", segment(&draft.code))
    }
}

impl CheckPage<'_> {
    fn verdict(&self) -> Option<&'static str> {
        self.view.verdict.word().map(|word| self.ui.say(word))
    }
}

/// The page of documents.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Reports) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}

/// The page of the code's check.
///
/// # Errors
///
/// As [`html`].
pub fn check_html(ui: &Ui<'_>, view: &CodeCheck) -> Result<String, askama::Error> {
    CheckPage { ui, view }.render()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::read_code;
    use reports::papers::Kind;
    use reports::words::Lang;

    #[test]
    fn a_code_says_which_document_it_is_of() {
        let code = read_code("CKE/2026-09/V2/W-1/01234-56789").unwrap();
        assert_eq!((code.kind, code.lang, code.version), (Kind::Window, Lang::En, Some(2)));
        assert_eq!((code.period.as_str(), code.subject.as_deref()), ("2026-09", Some("W-1")));
        assert_eq!(read_code("TB/2026-09/D/01234-56789").unwrap().version, None);
        assert_eq!(read_code("XX/2026-09/V1/01234-56789"), None);
        assert_eq!(read_code("TB/2026-09"), None);
    }
}
