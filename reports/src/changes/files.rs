//! Reads the files of a month that was published (`outputs.md`).

use super::fields::{Decimal, flag, month};
use super::published::{Action, Anomaly, Book, Level, Published, RateOf, Standing};
use scoring::points::Points;
use scoring::ranking::Flag;
use scoring::time::Month;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;

/// A month's files.
#[derive(Clone, Copy, Debug)]
pub struct MonthFiles<'a> {
    /// `result.json`
    pub result: &'a [u8],
    /// `ledger.ndjson`
    pub ledger: &'a [u8],
    /// `notices.ndjson`
    pub notices: &'a [u8],
}

/// A file that is not what `flagpost score` writes.
#[derive(Debug)]
pub struct Unreadable {
    /// Which of the three.
    pub file: &'static str,
    /// Where in it, from 1.
    pub line: usize,
    /// What is wrong there.
    pub cause: serde_json::Error,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{} is not as flagpost score writes it, line {}; score the month again to have it anew",
            self.file, self.line
        )
    }
}

impl std::error::Error for Unreadable {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.cause)
    }
}

impl Published {
    /// Reads a month's files.
    ///
    /// # Errors
    ///
    /// The first line that is not what `flagpost score` writes.
    pub fn read(files: &MonthFiles<'_>) -> Result<Published, Unreadable> {
        let result: ResultFile = serde_json::from_slice(files.result).map_err(|cause| Unreadable {
            file: "result.json",
            line: cause.line().max(1),
            cause,
        })?;
        let mut published = result.published();
        published.entries = lines("ledger.ndjson", files.ledger)?;
        published.notices = lines("notices.ndjson", files.notices)?;
        Ok(published)
    }
}

/// Reads a file of one object a line.
fn lines<T: DeserializeOwned>(file: &'static str, bytes: &[u8]) -> Result<Vec<T>, Unreadable> {
    let whole = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    if whole.is_empty() {
        return Ok(Vec::new());
    }
    let read = |(place, line): (usize, &[u8])| {
        serde_json::from_slice(line).map_err(|cause| Unreadable { file, line: place + 1, cause })
    };
    whole.split(|&byte| byte == b'\n').enumerate().map(read).collect()
}

#[derive(Deserialize)]
struct ResultFile {
    region: String,
    #[serde(deserialize_with = "month")]
    month: Month,
    as_of: String,
    rulebook: RulebookFile,
    windows: Vec<WindowFile>,
    staff: Vec<StaffFile>,
    departments: Vec<DepartmentFile>,
    sites: Vec<SiteFile>,
    rates: RatesFile,
    actions: Vec<Action>,
    anomalies: Vec<Anomaly>,
}

#[derive(Deserialize)]
struct RulebookFile {
    id: String,
    version: String,
}

/// Rates by name; a figure keeps its text, so that none of its places is lost.
type RatesFile = BTreeMap<String, Option<Box<RawValue>>>;

#[derive(Deserialize)]
struct WindowFile {
    window: String,
    site: String,
    department: String,
    rank: Option<u32>,
    total: Decimal,
    categories: BTreeMap<String, Decimal>,
    bonus: Decimal,
    #[serde(deserialize_with = "flag")]
    flag: Option<Flag>,
    dissatisfied: bool,
    rates: RatesFile,
}

#[derive(Deserialize)]
struct StaffFile {
    staff: String,
    window: String,
    rank: Option<u32>,
    total: Decimal,
    categories: BTreeMap<String, Decimal>,
    bonus: Decimal,
    evaluation: Option<String>,
}

#[derive(Deserialize)]
struct DepartmentFile {
    department: String,
    rates: RatesFile,
}

#[derive(Deserialize)]
struct SiteFile {
    site: String,
    rates: RatesFile,
}

impl ResultFile {
    /// Without ledger and notices, which have files of their own.
    fn published(self) -> Published {
        let mut rates = of_level(Level::Region, self.region, self.rates);
        for file in self.departments {
            rates.extend(of_level(Level::Department, file.department, file.rates));
        }
        for file in self.sites {
            rates.extend(of_level(Level::Site, file.site, file.rates));
        }
        let mut windows = Vec::with_capacity(self.windows.len());
        for mut file in self.windows {
            rates.extend(of_level(Level::Window, file.window.clone(), std::mem::take(&mut file.rates)));
            windows.push(file.standing());
        }
        Published {
            month: self.month,
            as_of: self.as_of,
            rulebook: self.rulebook.id,
            rulebook_version: self.rulebook.version,
            windows,
            staff: self.staff.into_iter().map(StaffFile::standing).collect(),
            rates,
            actions: self.actions,
            anomalies: self.anomalies,
            entries: Vec::new(),
            notices: Vec::new(),
            targets_missed: None,
        }
    }
}

fn of_level(level: Level, id: String, rates: RatesFile) -> Vec<RateOf> {
    let of = |(rate, figure): (String, Option<Box<RawValue>>)| RateOf {
        level,
        id: id.clone(),
        rate,
        figure: figure.map(|figure| figure.get().to_owned()),
    };
    rates.into_iter().map(of).collect()
}

fn by_letter(categories: BTreeMap<String, Decimal>) -> BTreeMap<String, Points> {
    categories.into_iter().map(|(letter, left)| (letter, left.0)).collect()
}

impl WindowFile {
    fn standing(self) -> Standing {
        Standing {
            book: Book::Window,
            id: self.window,
            home: vec![self.site, self.department],
            rank: self.rank,
            total: self.total.0,
            categories: by_letter(self.categories),
            bonus: self.bonus.0,
            flag: self.flag,
            dissatisfied: self.dissatisfied,
            evaluation: None,
        }
    }
}

impl StaffFile {
    fn standing(self) -> Standing {
        Standing {
            book: Book::Staff,
            id: self.staff,
            home: vec![self.window],
            rank: self.rank,
            total: self.total.0,
            categories: by_letter(self.categories),
            bonus: self.bonus.0,
            flag: None,
            dissatisfied: false,
            evaluation: self.evaluation,
        }
    }
}
