//! What official documents share: head and number, title, addressees, signature, and what they are of.

use super::reading::Reading;
use super::texts::{Said, Wording};
use super::{Source, Wanted};
use crate::document::{Block, Document, Head, Layout, Signed, Trace};
use crate::render::table::Column;
use crate::words::{Lang, Word};

/// What is particular to one official document.
pub(super) struct Frame<'f> {
    /// The words of its kind.
    pub wording: &'f Wording,
    /// The period as the trace has it: `2026-09`, `2026-Q3`.
    pub period: String,
    /// The period as people write it.
    pub written: String,
    /// Its year.
    pub year: i32,
    /// Its number in the year.
    pub number: i64,
    /// What the file is called after the period.
    pub called: Word,
    /// Whether what it tells is not closed.
    pub is_draft: bool,
}

impl Frame<'_> {
    /// What every text of the document may name.
    pub fn said(&self, source: &Source<'_>, reading: &Reading<'_>) -> Said {
        let lang = reading.lang;
        let mut said = Said::default();
        said.text("region", &source.county.registry.name);
        said.text("issuer", source.issuer(lang));
        said.text("rulebook", lang.title(&reading.rulebook.title));
        said.text("period", &self.written);
        said.text("year", self.year.to_string());
        said.text("date", lang.date(source.today, 0));
        said.text("as_of", lang.written_moment(&reading.published().as_of));
        said
    }

    /// The document without its blocks and annexes: these begin with the opening.
    pub fn document(
        &self,
        wanted: &Wanted,
        source: &Source<'_>,
        reading: &Reading<'_>,
        said: &Said,
    ) -> Document {
        let lang = wanted.lang;
        let texts = source.texts;
        let issuer = source.issuer(lang);
        let mut numbered = said.clone();
        numbered.text("prefix", said.write(lang.title(&self.wording.prefix)));
        numbered.count("number", self.number);
        let number = numbered.write(lang.title(&texts.number));
        let title = said.write(lang.title(&self.wording.title));
        let some = |text: String| (!text.is_empty()).then_some(text);
        let edition = &reading.edition;
        let mut name = format!("{}-{}", self.period, lang.say(self.called));
        if self.is_draft {
            name.push_str(lang.say(Word::new("-草稿", "-draft")));
        }
        let mut blocks = Vec::new();
        if self.is_draft {
            blocks.push(Block::note(lang.draft_note(&lang.written_moment(&reading.published().as_of))));
        } else if let Some(version) = edition.version.filter(|&version| version > 1) {
            blocks.push(Block::note(lang.reissued_note(version)));
        }
        blocks.push(Block::paragraph(said.write(lang.title(&self.wording.opening))));
        Document {
            kind: wanted.kind,
            lang,
            layout: Layout::Official,
            name,
            head: Some(Head {
                issuer: lang.red_head(&issuer),
                is_printed: texts.is_head_printed,
                number: some(number),
            }),
            title: if self.is_draft { lang.draft_title(&title) } else { title },
            subtitle: None,
            addressees: some(said.write(lang.title(&texts.addressees))),
            blocks,
            signed: Some(Signed { body: issuer, date: lang.date(source.today, 0), by_hand: Vec::new() }),
            annexes: Vec::new(),
            copies: some(said.write(lang.title(&texts.copies))),
            trace: Trace {
                region: source.county.registry.code.clone(),
                period: self.period.clone(),
                subject: None,
                version: edition.version.filter(|_| !self.is_draft),
                as_of: reading.published().as_of.clone(),
                events: edition.events,
                digest: edition.digest.filter(|_| !self.is_draft).map(str::to_owned),
                rulebook: reading.published().rulebook.clone(),
                rulebook_version: reading.published().rulebook_version.clone(),
                code: None,
            },
        }
    }

    /// The last paragraph, where there is one.
    pub fn closing(&self, said: &Said, lang: Lang) -> Option<Block> {
        let closing = said.write(lang.title(&self.wording.closing));
        (!closing.is_empty()).then(|| Block::paragraph(closing))
    }

    /// What is required, each with its number; what to say where nothing is.
    pub fn requirements(&self, said: &Said, lang: Lang) -> Vec<Block> {
        let required = self.wording.requirements(said, lang);
        if required.is_empty() {
            return vec![Block::paragraph(lang.nothing_required())];
        }
        let numbered = required.iter().zip(1..);
        numbered.map(|(text, number)| Block::paragraph(lang.section_heading(number, text))).collect()
    }
}

/// A column of a table: its title and about how many letters it is wide.
pub(super) fn column(title: impl Into<String>, width: u16) -> Column {
    Column { title: title.into(), width }
}
