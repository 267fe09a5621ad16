//! A county with its events for the tests of pages: a contract case, read and scored.

use ingest::wire::{Room, Wire};
use scoring::calendar::{self, Calendar};
use scoring::context::{Context, County};
use scoring::log::{Keyed, Log};
use scoring::month::MonthResult;
use scoring::registry::{self, Registry, SourceFile};
use scoring::rulebook::{self, Rulebooks};
use scoring::score::score_months;
use scoring::time::{Instant, Month};
use std::fs;
use std::path::{Path, PathBuf};

/// A county's givens and log as of an instant.
pub struct Hall {
    pub registry: Registry,
    pub calendar: Calendar,
    pub rulebooks: Rulebooks,
    pub log: Log,
    pub months: Vec<Month>,
    pub as_of: Instant,
    /// The lines of the case, for pages that show an event as it came.
    pub lines: Vec<String>,
}

impl Hall {
    /// Reads a case after changing its texts, as of an instant or the case's own.
    pub fn read(case: &Path, as_of: Option<Instant>, change: impl Fn(String) -> String) -> Hall {
        let read = |path: PathBuf| change(fs::read_to_string(path).unwrap());
        let text = read(case.join("registry/county.toml"));
        let registry = registry::read(&[SourceFile { name: "county.toml".to_owned(), text }]).unwrap();
        let rulebooks = rulebook::builtin("zhenlai").unwrap();
        let args: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(case.join("args.json")).unwrap()).unwrap();
        let months: Vec<Month> = args["months"]
            .as_array()
            .unwrap()
            .iter()
            .map(|month| Month::parse(month.as_str().unwrap()).unwrap())
            .collect();
        let own = args["as_of"].as_str().and_then(Instant::parse);
        let after = registry.zone.midnight(months.last().unwrap().next().first_day());
        let as_of = as_of.or(own).unwrap_or(after);
        let events = String::from_utf8_lossy(&fs::read(case.join("events.ndjson")).unwrap()).into_owned();
        let lines: Vec<String> = change(events).lines().map(str::to_owned).collect();
        let mut log = Log::new();
        let (arena, mut room) = (bumpalo::Bump::new(), Room::default());
        let wire = Wire::new(&registry, &rulebooks);
        for line in &lines {
            if let Ok(event) = wire.read(line.as_bytes(), &arena, &mut room) {
                log.append(&Keyed::from(event));
            }
        }
        log.settle_all(as_of);
        let calendar = Calendar::new(&calendar::builtin());
        Hall { registry, calendar, rulebooks, log, months, as_of, lines }
    }

    /// A contract case as it is.
    pub fn of_case(name: &str) -> Hall {
        Hall::read(&case(name), None, |text| text)
    }

    pub fn context(&self) -> Context<'_> {
        let county =
            County { registry: &self.registry, calendar: &self.calendar, rulebooks: &self.rulebooks };
        Context { county, log: &self.log, as_of: self.as_of }
    }

    pub fn results(&self) -> Vec<MonthResult> {
        score_months(&self.context(), &self.months, &[])
    }
}

/// A contract case's folder.
pub fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases").join(name)
}

/// All contract cases.
pub fn cases() -> impl Iterator<Item = PathBuf> {
    let folders = fs::read_dir(case("")).unwrap().map(|case| case.unwrap().path());
    folders.filter(|case| case.join("args.json").exists())
}

/// What stands between two texts, each time they occur.
pub fn between<'p>(page: &'p str, start: &'p str, end: &'p str) -> impl Iterator<Item = &'p str> {
    page.split(start).skip(1).filter_map(move |rest| rest.split(end).next())
}
