//! A county of the contract cases, or one written by a test, with its months as files have them.

use reports::changes::{MonthFiles, Published};
use reports::document::{Block, Document};
use reports::papers::texts::Texts;
use reports::papers::{Decision, Edition, Kind, NotMade, Source, Told, Wanted, make};
use reports::words::Lang;
use scoring::calendar::{self, Calendar};
use scoring::context::Givens;
use scoring::registry::{self, SourceFile};
use scoring::rulebook;
use scoring::time::{Date, Month};
use std::fs;
use std::path::{Path, PathBuf};

/// A county with its months.
pub struct County {
    pub givens: Givens,
    pub months: Vec<Published>,
    pub decisions: Vec<Decision>,
    pub texts: Texts,
    /// The version of every month; none: all are open.
    pub version: Option<u32>,
}

/// A contract case with what it expects.
pub fn case(name: &str) -> County {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases").join(name);
    from(&folder.join("registry/county.toml"), &folder.join("expected"))
}

/// A registry with a folder of results.
pub fn from(registry: &Path, results: &Path) -> County {
    let mut folders: Vec<PathBuf> =
        fs::read_dir(results).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    let month = |folder: &PathBuf| {
        let file = |name: &str| fs::read(folder.join(name)).unwrap();
        let (result, ledger, notices) = (file("result.json"), file("ledger.ndjson"), file("notices.ndjson"));
        Published::read(&MonthFiles { result: &result, ledger: &ledger, notices: &notices }).unwrap()
    };
    of(&fs::read_to_string(registry).unwrap(), folders.iter().map(month).collect())
}

/// A registry with months.
pub fn of(registry: &str, months: Vec<Published>) -> County {
    let file = SourceFile { name: "county.toml".to_owned(), text: registry.to_owned() };
    let givens = Givens {
        registry: registry::read(&[file]).unwrap(),
        calendar: Calendar::new(&calendar::builtin()),
        rulebooks: rulebook::builtin("zhenlai").unwrap(),
    };
    County { givens, months, decisions: Vec::new(), texts: Texts::built_in(), version: None }
}

impl County {
    /// The document of a kind for the last month.
    pub fn make(&self, kind: Kind, lang: Lang) -> Document {
        self.try_make(kind, lang, self.months.last().unwrap().month).unwrap()
    }

    /// The same of a month, where it can be made.
    pub fn try_make(&self, kind: Kind, lang: Lang, month: Month) -> Result<Document, NotMade> {
        let edition = |published| Edition {
            published,
            version: self.version,
            events: None,
            digest: None,
            decisions: &self.decisions,
        };
        let others: Vec<Edition<'_>> =
            self.months.iter().filter(|of| of.month != month).map(edition).collect();
        let source = Source {
            county: self.givens.county(),
            month: edition(self.months.iter().find(|of| of.month == month).unwrap()),
            others: &others,
            observed: None,
            texts: &self.texts,
            told: Told::Nothing,
            today: Date::parse("2026-10-09").unwrap(),
            appeal_until: None,
        };
        make(&Wanted { kind, month, subject: None, lang }, &source)
    }
}

/// Everything that a document says in sentences, block by block.
pub fn sentences(document: &Document) -> Vec<String> {
    let annexed = document.annexes.iter().flat_map(|annex| &annex.blocks);
    let told = document.blocks.iter().chain(annexed).filter_map(|block| match block {
        Block::Paragraph { text } | Block::Note { text } | Block::Heading { text, .. } => Some(text.clone()),
        Block::Facts { .. } | Block::Table { .. } | Block::Figure { .. } | Block::Banner { .. } => None,
    });
    told.collect()
}

/// The numbers in a text, in order: `12`, `88.43`, `0.5`.
pub fn numbers(text: &str) -> Vec<String> {
    let parts = text.split(|letter: char| !letter.is_ascii_digit() && letter != '.');
    let numbers = parts.map(|part| part.trim_matches('.')).filter(|part| !part.is_empty());
    numbers.map(str::to_owned).collect()
}
