//! Makes documents by themselves on the first working day of a month or week, keeps each once, and lets people be told.
//!
//! What is made is laid out beside the desk, then kept with its files and its notice at once: who is killed in between leaves nothing,
//! and the next round makes it. What cannot be made is tried again each round, and the administrator is told once a day.

#[cfg(test)]
mod tests;

use super::printing::told;
use crate::config::ReportsConfig;
use crate::delivery::drafts::{Due, due, ready};
use crate::delivery::trouble::{self, NotDrafted};
use anyhow::Context as _;
use dashboards::observed::LastCounted;
use dashboards::pages::published::Version;
use dashboards::papers::{Asked, NotGathered, Versions, gather};
use ingest::feeds::Limits;
use ingest::live::{Desk, Live};
use ingest::store::outbox::{DraftFile, Outbox as _};
use ingest::store::sqlite::{Draft, Records};
use ingest::store::{ClosedMonth, KeptNotice, StoreError};
use reports::delivery::Attached;
use reports::document::Document;
use reports::papers::NotMade;
use reports::render::file::{File, Format, file};
use reports::words::Lang;
use scoring::context::Context;
use scoring::log::EventIdx;
use scoring::time::{Date, Instant};
use std::collections::BTreeMap;

/// In which formats a document is kept and mailed.
const FORMATS: [Format; 2] = [Format::Pdf, Format::Xlsx];

/// How often on a day a document is begun that was never ended: a second time, since the first may have been a loss of power.
const UNENDED_MAX: u32 = 2;

/// What makes the documents of one region.
pub struct Drafter {
    live: Live,
    records: Records,
    limits: Limits,
    wanted: ReportsConfig,
    /// What is due and of which nothing was known, with the state of the desk that said so.
    unknown: BTreeMap<String, u64>,
}

/// What a look came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// What was made.
    pub made: Vec<String>,
    /// What could not be made, and why.
    pub failed: Vec<(String, NotDrafted)>,
}

/// A document that is made and not kept yet.
struct Made {
    draft: Draft,
    files: Vec<DraftFile>,
    notice: Option<KeptNotice>,
    /// What the administrator is told of it in vain, if it failed before.
    failure: String,
}

impl Drafter {
    /// One that has made nothing yet.
    pub fn new(live: Live, records: Records, limits: Limits, wanted: ReportsConfig) -> Drafter {
        Drafter { live, records, limits, wanted, unknown: BTreeMap::new() }
    }

    /// Makes and keeps what is due and not there.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the next look makes what this one could not.
    pub fn look(&mut self) -> Result<Looked, StoreError> {
        let wanted = self.wanted.clone();
        let (due, today, changes) = self.act(move |desk| {
            let context = desk.context();
            let due = due(context.registry(), context.calendar(), context.as_of, &wanted);
            (due, context.today(), desk.changes())
        })?;
        let (mut made, mut failed) = (Vec::new(), Vec::new());
        for one in due {
            let identity = one.identity();
            if self.unknown.get(&identity) == Some(&changes) || self.records.draft(&identity)?.is_some() {
                continue;
            }
            match self.attempt(one, today)? {
                Ok(Some(ready)) => made.push(ready),
                Ok(None) => drop(self.unknown.insert(identity, changes)),
                Err(why) => failed.push((one, why)),
            }
        }
        self.keep(&made)?;
        self.tell_of(&failed)?;
        Ok(Looked {
            made: made.into_iter().map(|made| made.draft.draft).collect(),
            failed: failed.into_iter().map(|(due, why)| (due.identity(), why)).collect(),
        })
    }

    /// All that a round made, so that it is told in one message.
    fn keep(&self, made: &[Made]) -> Result<(), StoreError> {
        if made.is_empty() {
            return Ok(());
        }
        self.records.at_once(|| {
            for Made { draft, files, notice, failure } in made {
                if self.records.keep_draft(draft, files)? {
                    self.records.keep_once(notice.as_slice())?;
                    self.records.withdraw_notices(std::slice::from_ref(failure))?;
                }
            }
            Ok(())
        })
    }

    fn tell_of(&self, failed: &[(Due, NotDrafted)]) -> Result<(), StoreError> {
        for (due, why) in failed {
            let (due, why) = (*due, why.clone());
            let notice = self.act(move |desk| trouble::not_drafted(&desk.context(), due, &why))?;
            self.records.keep_once(&[notice])?;
        }
        Ok(())
    }

    /// Makes a document, unless that ended the program too often on this day.
    fn attempt(&self, due: Due, today: Date) -> Result<Result<Option<Made>, NotDrafted>, StoreError> {
        let identity = due.identity();
        let unended = self.records.unended_drafts(&identity, today)?;
        if unended >= UNENDED_MAX {
            return Ok(Err(NotDrafted::EndsTheProgram(unended)));
        }
        self.records.begin_draft(&identity, today)?;
        let made = self.make(due);
        self.records.end_draft(&identity)?;
        Ok(made.map_err(|error| NotDrafted::Failed(format!("{error:#}"))))
    }

    /// Makes a document with its files; none where nothing is known of its period.
    fn make(&self, due: Due) -> anyhow::Result<Option<Made>> {
        let asked = Asked {
            kind: due.kind(),
            month: due.month(),
            subject: due.week().map(|week| week.to_string()),
            version: None,
            lang: Lang::Zh,
        };
        let read = |closed: &ClosedMonth, newest| Version::of(&self.records, closed, newest);
        let versions = Versions::of(&self.records, (asked.month, None), &read).map_err(told)?;
        let limits = self.limits.clone();
        let gathered = self.act(move |desk| document(desk, due, &asked, &versions, &limits))??;
        let Some((document, made)) = gathered else { return Ok(None) };
        let files = FORMATS.iter().map(|format| written(&document, *format));
        let files: Vec<DraftFile> = files.collect::<anyhow::Result<_>>()?;
        let draft = Draft {
            draft: due.identity(),
            name: document.name.clone(),
            code: document.trace.code.clone().context("the document has no code")?,
            version: document.trace.version,
            made,
        };
        let attached: Vec<Attached> = files.iter().map(|file| attached(&draft, file)).collect();
        let (of, to) = (draft.clone(), self.wanted.to.clone());
        let (notice, failure) = self.act(move |desk| {
            let (context, today) = (desk.context(), desk.context().today());
            let notice = ready(due, &of, &attached, &to, context.registry());
            (notice, trouble::not_drafted_identity(due, today))
        })?;
        Ok(Some(Made { draft, files, notice, failure }))
    }

    fn act<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Desk<'_>) -> T + Send + 'static,
    ) -> Result<T, StoreError> {
        self.live.act_and_wait(act).map_err(|stopped| StoreError::Failed {
            attempt: "ask for what is drafted".to_owned(),
            cause: Box::new(stopped),
        })
    }
}

/// The document as of now, at the desk; none where nothing is known of its period.
fn document(
    desk: &mut Desk<'_>,
    due: Due,
    asked: &Asked,
    versions: &Versions,
    limits: &Limits,
) -> anyhow::Result<Option<(Document, Instant)>> {
    let is_closed = versions.shown.is_some() && due.week().is_none();
    if !is_closed && !has_events(&desk.context(), due) {
        return Ok(None);
    }
    let moment = desk.moment();
    let gathered = match gather(&moment, asked, versions, (&LastCounted::default(), limits)) {
        Ok(gathered) => gathered,
        // It is past the open months, or was closed at this moment and is there in the next round.
        Err(NotGathered::NoMonth(_)) => return Ok(None),
        Err(why) => return Err(told(why)),
    };
    let made = gathered.make(moment.context.county, &asked.wanted());
    let document = made.map_err(|why: NotMade| told(NotGathered::NotMade(why)))?;
    Ok(Some((document, moment.context.as_of)))
}

/// Whether anything happened in the period of a document.
fn has_events(context: &Context<'_>, due: Due) -> bool {
    let (zone, (first, last)) = (&context.registry().zone, due.days());
    let (from, to) = (zone.midnight(first), zone.midnight(last.next_day()));
    let log = context.log;
    (0..log.len() as EventIdx).any(|event| (from..to).contains(&log.record(event).time))
}

fn written(document: &Document, format: Format) -> anyhow::Result<DraftFile> {
    let File { bytes, ending, media_type } = file(document, format).with_context(|| document.name.clone())?;
    Ok(DraftFile {
        format: format.word().to_owned(),
        name: format!("{}.{ending}", document.name),
        media_type: media_type.to_owned(),
        bytes,
    })
}

fn attached(draft: &Draft, file: &DraftFile) -> Attached {
    Attached { draft: draft.draft.clone(), format: file.format.clone(), name: file.name.clone() }
}
