//! What the sheets of windows, staff, departments and sites have in common: a month as one of them reads it, and its parts.
//!
//! | part | see |
//! | --- | --- |
//! | where somebody stands, what the total is made of, the year so far | [`standing`] |
//! | lines of the ledger, deductions by rule | [`lines`] |
//! | rates with their parts and targets | [`rates`] |
//! | a department or site told from its windows | [`place`] |
//! | notices, consequences | [`happened`] |

pub mod happened;
pub mod lines;
pub mod place;
pub mod place_tables;
pub mod rates;
pub mod standing;
pub mod year;

use super::{Edition, NotMade, Source, Wanted};
use crate::changes::published::{Book, Standing};
use crate::changes::{Names, Published};
use crate::document::{Block, Document, Foot, Head, Layout, Sheet, Signed, Total, Trace};
use crate::render::table::{Cell, Column, Table};
use crate::words::{Lang, Word, sheets as said};
use scoring::proposals::flag_word;
use scoring::ranking::Flag;
use scoring::rulebook::Rulebook;
use scoring::time::Date;

/// A month as the sheet of one subject reads it: in one language, with names and the rulebook that it was scored by.
pub struct SheetReading<'a> {
    pub wanted: &'a Wanted,
    pub source: &'a Source<'a>,
    pub lang: Lang,
    pub published: &'a Published,
    pub rulebook: &'a Rulebook,
    pub names: Names<'a>,
}

impl<'a> SheetReading<'a> {
    pub fn of(wanted: &'a Wanted, source: &'a Source<'a>) -> SheetReading<'a> {
        let county = source.county;
        let published = source.month.published;
        let versions = county.rulebooks.versions.iter();
        let by_name =
            |of: &&Rulebook| of.id == published.rulebook && of.version == published.rulebook_version;
        let rulebook = versions.clone().find(by_name);
        SheetReading {
            wanted,
            source,
            lang: wanted.lang,
            published,
            rulebook: rulebook.unwrap_or_else(|| county.rulebooks.of_month(published.month)),
            names: Names::new(Some(county.registry), vec![county.rulebooks]),
        }
    }

    /// Whose sheet it is.
    ///
    /// # Errors
    ///
    /// [`NotMade::NoSubject`]
    pub fn subject(&self) -> Result<&'a str, NotMade> {
        self.wanted.subject.as_deref().ok_or(NotMade::NoSubject)
    }

    /// Where a window or staff member stands in the month.
    ///
    /// # Errors
    ///
    /// [`NotMade::Unknown`]
    pub fn standing(&self, book: Book, id: &str) -> Result<&'a Standing, NotMade> {
        self.published.standing(book, id).ok_or_else(|| NotMade::Unknown(id.to_owned()))
    }

    pub fn say(&self, word: Word) -> String {
        self.lang.say(word).to_owned()
    }

    /// The month as it is spoken of.
    pub fn month(&self) -> String {
        self.lang.month(self.published.month)
    }

    /// A date with its year.
    pub fn date(&self, date: Date) -> String {
        self.lang.date(date, 0)
    }

    /// A window's name; its id where it has none.
    pub fn window_name(&self, id: &str) -> String {
        let registry = self.source.county.registry;
        let known = registry.index.windows.get(id).and_then(|&of| registry.windows.get(usize::from(of)));
        known.map_or(id, |window| &window.name).to_owned()
    }

    /// A department's name; its id where it has none.
    pub fn department_name(&self, id: &str) -> String {
        let registry = self.source.county.registry;
        let known =
            registry.index.departments.get(id).and_then(|&of| registry.departments.get(usize::from(of)));
        known.map_or(id, |department| &department.name).to_owned()
    }

    /// Who issues documents.
    pub fn issuer(&self) -> String {
        self.source.issuer(self.lang)
    }

    /// The day of the results, or the first working day after it: documents of one version bear the same date whenever they are made.
    pub fn dated(&self) -> Date {
        let written = self.published.as_of.get(..10).and_then(Date::parse);
        let of_results = written.unwrap_or(self.source.today);
        let calendar = self.source.county.calendar;
        if calendar.is_working(of_results) { of_results } else { calendar.next(of_results) }
    }

    pub fn is_draft(&self) -> bool {
        self.source.month.version.is_none()
    }

    /// An empty document of the kind that is wanted, with its name and trace.
    pub fn document(&self, layout: Layout, subject: &str) -> Document {
        let (wanted, published, edition) = (self.wanted, self.published, &self.source.month);
        let kind = match self.lang {
            Lang::Zh => wanted.kind.name(self.lang),
            Lang::En => wanted.kind.word(),
        };
        Document {
            kind: wanted.kind,
            lang: self.lang,
            layout,
            name: format!("{}-{kind}-{}", published.month, plain(subject)),
            head: None,
            title: wanted.kind.name(self.lang).to_owned(),
            subtitle: None,
            addressees: None,
            blocks: Vec::new(),
            signed: None,
            annexes: Vec::new(),
            copies: None,
            trace: Trace {
                region: self.source.county.registry.code.clone(),
                period: published.month.to_string(),
                subject: Some(subject.to_owned()),
                version: edition.version,
                as_of: published.as_of.clone(),
                events: edition.events,
                digest: edition.digest.map(str::to_owned),
                rulebook: published.rulebook.clone(),
                rulebook_version: published.rulebook_version.clone(),
                code: None,
            },
        }
    }

    /// The same as a sheet: whose it is below the title, lines to sign by hand at the end.
    pub fn sheet(&self, whose: &str, id: &str, by_hand: &[Word]) -> Document {
        let mut document = self.document(Layout::Sheet, id);
        let edition = said::edition(self.lang, self.source.month.version);
        document.subtitle = Some(format!("{whose} · {} · {edition}", self.month()));
        document.signed = Some(Signed {
            body: self.issuer(),
            date: self.say(said::DATE_BY_HAND),
            by_hand: by_hand.iter().map(|&line| self.say(line)).collect(),
        });
        document
    }

    /// The same as an official document that the bureau issues.
    pub fn official(&self, id: &str, number: Option<String>, date: Date) -> Document {
        let mut document = self.document(Layout::Official, id);
        let is_printed = self.source.texts.is_head_printed;
        document.head = Some(Head { issuer: self.issuer(), is_printed, number });
        document.signed = Some(Signed { body: self.issuer(), date: self.date(date), by_hand: Vec::new() });
        document
    }
}

/// What a name of a file may hold: letters, figures, `-`, `_` and `.`.
fn plain(id: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.');
    id.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).collect()
}

/// The flag that a window flies, the bureau having had its say.
pub fn flag_of(edition: &Edition<'_>, standing: &Standing) -> Option<Flag> {
    standing.flag.filter(|flag| !edition.is_dropped(flag_word(*flag), &standing.id))
}

/// The action by which a window is a dissatisfied one.
const DISSATISFIED_WINDOW: &str = "dissatisfied_window";

/// Whether a window is a dissatisfied one, the bureau having had its say.
pub fn is_dissatisfied(edition: &Edition<'_>, standing: &Standing) -> bool {
    standing.dissatisfied && !edition.is_dropped(DISSATISFIED_WINDOW, &standing.id)
}

/// The blocks of a document under headings that are numbered one after the other.
pub struct Body {
    lang: Lang,
    headings: usize,
    pub blocks: Vec<Block>,
}

impl Body {
    pub fn new(lang: Lang) -> Body {
        Body { lang, headings: 0, blocks: Vec::new() }
    }

    pub fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }

    pub fn heading(&mut self, text: &str) {
        self.headings += 1;
        self.blocks.push(Block::heading(1, said::numbered(self.lang, self.headings, text)));
    }

    /// A heading with its table, or with a sentence where there is nothing to list.
    pub fn section(&mut self, heading: Word, sheet: Option<Sheet>, nothing: Word) {
        self.heading(self.lang.say(heading));
        self.blocks.push(match sheet {
            Some(sheet) => Block::table(sheet),
            None => Block::paragraph(self.lang.say(nothing)),
        });
    }
}

/// An empty table with these columns, each with about how many letters it is wide.
pub fn table(lang: Lang, title: Word, columns: &[(Word, u16)]) -> Table {
    let column = |&(title, width): &(Word, u16)| Column { title: lang.say(title).to_owned(), width };
    Table {
        title: lang.say(title).to_owned(),
        about: Vec::new(),
        columns: columns.iter().map(column).collect(),
        rows: Vec::new(),
    }
}

/// The line below with a sum in each of these columns.
pub fn sums(lang: Lang, columns: usize, summed: &[usize]) -> Foot {
    foot(lang, said::SUM, columns, summed, Total::Sum)
}

/// The line below with a mean in each of these columns.
pub fn means(lang: Lang, columns: usize, of: &[usize]) -> Foot {
    foot(lang, said::MEAN, columns, of, Total::Mean)
}

fn foot(lang: Lang, label: Word, columns: usize, of: &[usize], total: Total) -> Foot {
    let below = |column| if of.contains(&column) { total } else { Total::Nothing };
    Foot { label: lang.say(label).to_owned(), totals: (0..columns).map(below).collect() }
}

/// A text, or nothing where there is none.
pub fn words(text: impl Into<String>) -> Cell {
    let text = text.into();
    if text.is_empty() { Cell::Nothing } else { Cell::Text(text) }
}

/// A count of things in memory.
pub fn counted(count: usize) -> Cell {
    Cell::Count(i64::try_from(count).unwrap_or(i64::MAX))
}
