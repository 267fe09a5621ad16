//! Another rulebook tried at a page (规则试算): the numbers of the one in force, changed in a form, and what they would make of some
//! months. It runs on a thread of its own beside the desk, one at a time for each account, and the last one of an account is
//! kept in memory until the next.

use crate::app::App;
use crate::simulate::{Asked, Failed, compared, score_store};
use ingest::store::GivenFiles;
use reports::changes::Changes;
use scoring::calendar::Calendar;
use scoring::context::Givens;
use scoring::registry::{Registry, SourceFile};
use scoring::rulebook::{self, BUILTIN, Rulebooks, adjust};
use scoring::time::{Instant, Month};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

/// So many months at once.
pub const MONTHS_MAX: usize = 12;

/// What an account asked.
#[derive(Clone)]
pub struct Trial {
    /// The months.
    pub months: Vec<Month>,
    /// The changed numbers, by path.
    pub changes: BTreeMap<String, String>,
    /// The changed rulebook.
    pub text: String,
    /// When it was asked.
    pub asked: Instant,
    /// What came of it.
    pub state: TrialState,
}

/// What came of a trial.
#[derive(Clone)]
pub enum TrialState {
    /// It runs.
    Running,
    /// It is done: what would change, and how many events the one and the other rulebook alone would not take.
    Done(Arc<Vec<Changes>>, (usize, usize)),
    /// The changed rulebook has mistakes, or something broke.
    Failed(Vec<String>),
}

/// The rulebook that a month is scored by, as its file says it.
#[derive(Clone, Debug)]
pub struct InForce {
    /// All files of the rulebook.
    pub files: Vec<SourceFile>,
    /// Which of them is in force.
    pub place: usize,
}

impl InForce {
    /// The text of the file in force.
    pub fn text(&self) -> &str {
        self.files.get(self.place).map_or("", |file| file.text.as_str())
    }
}

/// Finds the file that a month is scored by. Where no files are given, it is the built-in rulebook of that id.
pub fn in_force(files: &GivenFiles, rulebooks: &Rulebooks, month: Month) -> InForce {
    let wanted = rulebooks.of_month(month);
    let mut sources: Vec<SourceFile> = files
        .rulebooks
        .iter()
        .map(|(name, text)| SourceFile { name: name.clone(), text: text.clone() })
        .collect();
    if sources.is_empty() {
        let known = BUILTIN.into_iter().find(|(id, _)| *id == wanted.id);
        sources
            .extend(known.map(|(id, text)| SourceFile { name: format!("{id}.toml"), text: text.to_owned() }));
    }
    let is_wanted = |file: &SourceFile| {
        let read = rulebook::read(std::slice::from_ref(file));
        read.is_ok_and(|read| read.versions.iter().any(|version| version.version == wanted.version))
    };
    let place = sources.iter().position(is_wanted).unwrap_or(0);
    InForce { files: sources, place }
}

/// What a trial needs of the county, taken at the desk.
pub struct County {
    /// The registry.
    pub registry: Registry,
    /// The calendar.
    pub calendar: Calendar,
    /// The rulebook in force.
    pub in_force: InForce,
    /// Which events.
    pub asked: Asked,
}

/// Begins a trial; it goes on after the answer. Answers whether it began: it does not while one of the account runs.
pub fn begin(app: &Arc<App>, account: &str, trial: Trial, county: County) -> bool {
    {
        let mut trials = app.trials.lock().unwrap_or_else(PoisonError::into_inner);
        if trials.get(account).is_some_and(|trial| matches!(trial.state, TrialState::Running)) {
            return false;
        }
        trials.insert(account.to_owned(), Trial { state: TrialState::Running, ..trial.clone() });
    }
    let (app, account) = (app.clone(), account.to_owned());
    tokio::task::spawn_blocking(move || {
        let work = std::panic::AssertUnwindSafe(|| run(&app, &trial.text, county));
        let state = match std::panic::catch_unwind(work) {
            Ok(Ok(state)) => state,
            Ok(Err(error)) => {
                tracing::error!(%error, account, "a trial of another rulebook broke");
                TrialState::Failed(vec![error.to_string()])
            }
            Err(_) => TrialState::Failed(vec!["试算中断 / the trial broke off".to_owned()]),
        };
        let mut trials = app.trials.lock().unwrap_or_else(PoisonError::into_inner);
        trials.insert(account, Trial { state, ..trial });
    });
    true
}

fn run(app: &App, text: &str, county: County) -> Result<TrialState, Failed> {
    let County { registry, calendar, in_force: InForce { mut files, place }, asked } = county;
    let Ok(now) = rulebook::read(&files) else {
        return Err("the rulebook in force cannot be read".into());
    };
    if let Some(file) = files.get_mut(place) {
        text.clone_into(&mut file.text);
    }
    let other = match rulebook::read(&files) {
        Ok(other) => other,
        Err(mistakes) => {
            return Ok(TrialState::Failed(mistakes.iter().map(ToString::to_string).collect()));
        }
    };
    let now = Givens { registry: registry.clone(), calendar: calendar.clone(), rulebooks: now };
    let other = Givens { registry, calendar, rulebooks: other };
    let before = score_store(app.own_records()?, &now, &asked)?;
    let after = score_store(app.own_records()?, &other, &asked)?;
    let alone = |one: &crate::simulate::Side, other: &crate::simulate::Side| {
        one.rejected.difference(&other.rejected).count()
    };
    let rejected = (alone(&before, &after), alone(&after, &before));
    Ok(TrialState::Done(Arc::new(compared(&before, &after)), rejected))
}

/// The numbers that differ from the text in force.
pub fn changed(text: &str, given: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let settings = adjust::settings(text);
    let is_other = |(path, value): &(&String, &String)| {
        settings.iter().any(|setting| setting.path == **path && setting.value != **value)
    };
    given.iter().filter(is_other).map(|(path, value)| (path.clone(), value.clone())).collect()
}
