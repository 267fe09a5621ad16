//! Documents and hand-over files for whoever asks at the command line: gathered at the desk as for the pages, set beside it.

use anyhow::{Context as _, anyhow, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use dashboards::observed::LastCounted;
use dashboards::pages::published::Version;
use dashboards::pages::week::Week;
use dashboards::papers::{Asked as Paper, NotGathered, Versions, gather, month_of_order};
use ingest::feeds::Limits;
use ingest::live::{Live, Moment};
use ingest::store::ClosedMonth;
use reports::document::Document;
use reports::handover;
use reports::papers::texts::Texts;
use reports::papers::{Kind, NotMade, Subject};
use reports::render::file::{File, Format, file};
use reports::words::Lang;
use scoring::document::closest;
use scoring::registry::Registry;
use scoring::time::Month;
use serde::{Deserialize, Serialize};

/// Which documents, and as what. Words are those of the command line.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Asked {
    /// The kinds.
    pub kinds: Vec<String>,
    /// The month; that of the week or the order, where none is named.
    pub month: Option<String>,
    /// Whose; all of the kind, where none is named.
    pub subject: Option<String>,
    /// The version of a closed month.
    pub version: Option<u32>,
    /// The languages.
    pub langs: Vec<String>,
    /// The formats.
    pub formats: Vec<String>,
    /// The bureau's words instead of those that the service has.
    pub texts: Option<String>,
}

/// A document as a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Written {
    /// The file's name.
    pub name: String,
    /// The document's code.
    pub code: Option<String>,
    /// What is in it, in base64.
    bytes: String,
}

impl Written {
    /// A document in a format.
    ///
    /// # Errors
    ///
    /// It cannot be written so.
    pub fn of(document: &Document, format: Format) -> anyhow::Result<Written> {
        let File { bytes, ending, .. } = file(document, format).with_context(|| document.name.clone())?;
        let name = format!("{}.{ending}", document.name);
        Ok(Written { name, code: document.trace.code.clone(), bytes: BASE64.encode(bytes) })
    }

    /// What is in it.
    ///
    /// # Errors
    ///
    /// The service answered something else.
    pub fn bytes(&self) -> anyhow::Result<Vec<u8>> {
        BASE64.decode(&self.bytes).context("the service's answer")
    }
}

/// The documents that are asked for, as files. The desk waits for none of them to be set.
pub fn written(live: &Live, limits: Limits, asked: &Asked) -> anyhow::Result<Vec<Written>> {
    let formats = asked.formats.iter().map(|word| Format::of_word(word).context("no such format"));
    let formats: Vec<Format> = formats.collect::<anyhow::Result<_>>()?;
    let with = asked.clone();
    let documents = live
        .act_and_wait(move |desk| made(&desk.moment(), &limits, &with))
        .context("cannot ask the desk")??;
    let each = documents.iter().flat_map(|document| formats.iter().map(move |format| (document, *format)));
    each.map(|(document, format)| Written::of(document, format)).collect()
}

/// The files of a case's hand-over.
pub fn handover(live: &Live, case: String) -> anyhow::Result<Vec<handover::File>> {
    let id = case.clone();
    let gathered = live.act_and_wait(move |desk| {
        let moment = desk.moment();
        let closed = dashboards::handover::closed(moment.records).context("cannot read the closed months")?;
        dashboards::handover::gathered(&moment, &closed, &id).context("cannot read the case")
    });
    let gathered = gathered.context("cannot ask the desk")??;
    let gathered = gathered.with_context(|| format!("没有办件 {case} / there is no case `{case}`"))?;
    gathered.files().map_err(|error| anyhow!("cannot write the cover: {error}"))
}

fn made(moment: &Moment<'_>, limits: &Limits, asked: &Asked) -> anyhow::Result<Vec<Document>> {
    let texts = asked.texts.as_deref().map(Texts::read).transpose();
    let texts = texts.map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(|of| format!("{}: {}", of.line, of.what.zh)).collect();
        anyhow!("{}", lines.join("\n"))
    })?;
    let counted = LastCounted::default();
    let mut documents = Vec::new();
    for word in &asked.kinds {
        let kind = Kind::of_word(word).with_context(|| format!("no such document: {word}"))?;
        let month = month_of(moment, kind, asked)?;
        let read = |closed: &ClosedMonth, newest| Version::of(moment.records, closed, newest);
        let versions = Versions::of(moment.records, (month, asked.version), &read).map_err(told)?;
        for (subject, is_named) in subjects(kind, asked, moment.context.registry())? {
            for lang in asked.langs.iter().filter_map(|code| Lang::of_code(code)) {
                let subject = subject.clone();
                let paper = Paper { kind, month, subject, version: asked.version, lang };
                let gathered = gather(moment, &paper, &versions, (&counted, limits)).map_err(told)?;
                let gathered = match &texts {
                    Some(texts) => gathered.saying(texts.clone()),
                    None => gathered,
                };
                match gathered.make(moment.context.county, &paper.wanted()) {
                    Ok(document) => documents.push(document),
                    // Of all windows those with a flag have a certificate or notice; the others simply have none.
                    Err(NotMade::NoCause | NotMade::Unknown(_)) if !is_named => {}
                    Err(why) => return Err(told(NotGathered::NotMade(why))),
                }
            }
        }
    }
    if documents.is_empty() {
        return Err(told(NotGathered::NotMade(NotMade::NoCause)));
    }
    Ok(documents)
}

/// The month that is named, or that of the week or order.
fn month_of(moment: &Moment<'_>, kind: Kind, asked: &Asked) -> anyhow::Result<Month> {
    let unknown = |id: &str| told(NotGathered::NotMade(NotMade::Unknown(id.to_owned())));
    match (kind, &asked.subject, &asked.month) {
        (Kind::Order, Some(id), _) => month_of_order(moment, id).ok_or_else(|| unknown(id)),
        (_, _, Some(month)) => Month::parse(month).with_context(|| format!("{month} is no month")),
        (Kind::WeeklyBrief, week, None) => {
            let week = week.as_deref().map_or(Some(Week::of(moment.context.today())), Week::parse);
            let week = week.ok_or_else(|| told(NotGathered::NoWeek))?;
            let [.., last] = week.days();
            Ok(last.min(moment.context.today()).month())
        }
        (_, _, None) => bail!("请用 --month 指定月份 / name the month with --month"),
    }
}

/// Those whom documents of a kind are asked for, and whether each was named.
pub fn subjects(
    kind: Kind,
    asked: &Asked,
    registry: &Registry,
) -> anyhow::Result<Vec<(Option<String>, bool)>> {
    let ids: Vec<&str> = match kind.subject() {
        Subject::Region => return Ok(vec![(asked.subject.clone(), true)]),
        Subject::Order | Subject::Case => match &asked.subject {
            Some(_) => return Ok(vec![(asked.subject.clone(), true)]),
            None => return Err(told(NotGathered::NotMade(NotMade::NoSubject))),
        },
        Subject::Window => registry.windows.iter().map(|window| window.id.as_str()).collect(),
        Subject::Staff => registry.staff.iter().map(|staff| staff.id.as_str()).collect(),
        Subject::Department => registry.departments.iter().map(|of| of.id.as_str()).collect(),
        Subject::Site => registry.sites.iter().map(|site| site.id.as_str()).collect(),
    };
    let is_of_several = asked.kinds.len() > 1;
    match &asked.subject {
        None => Ok(ids.into_iter().map(|id| (Some(id.to_owned()), false)).collect()),
        Some(id) if ids.contains(&id.as_str()) => Ok(vec![(Some(id.clone()), true)]),
        Some(_) if is_of_several => Ok(Vec::new()),
        Some(id) => {
            let near = closest(id, &ids)
                .map_or(String::new(), |near| format!("；是不是 `{near}`? / did you mean `{near}`?"));
            Err(anyhow!("{}{near}", both(&NotMade::Unknown(id.clone()))))
        }
    }
}

/// Why there is no document, in both languages.
pub fn told(why: NotGathered) -> anyhow::Error {
    match why {
        NotGathered::NoMonth(month) => anyhow!("没有 {month} 的结果 / nothing is known of {month}"),
        NotGathered::NoVersion(version) => anyhow!(
            "没有第 {version} 版；flagpost months 列出各版 / there is no version {version}; flagpost months lists them"
        ),
        NotGathered::NoWeek => {
            anyhow!("周应写作 2026-W38 / a week is written as 2026-W38")
        }
        NotGathered::NotMade(why) => anyhow!("{}", both(&why)),
        NotGathered::Store(error) => anyhow::Error::new(error).context("cannot read the store"),
    }
}

/// Why a document is not made, in both languages.
pub fn both(why: &NotMade) -> String {
    format!("{} / {}", Lang::Zh.not_made(why), Lang::En.not_made(why))
}
