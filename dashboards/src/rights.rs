//! Who may see and do what: a table of role and right, and what of it is a role's own.
//!
//! Every route names its right (`router.rs`); the guard there asks this table, and a handler asks the visitor's [`Scope`] for what
//! it shows. Nothing else decides.

use crate::appeals;
use ingest::store::sqlite::Role;
use scoring::registry::{DepartmentIdx, Registry, SiteIdx, WindowIdx};
use serde::Serialize;

/// What a route is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// One's own account: password, sessions. Everybody's.
    OwnAccount,
    /// Today, rankings, the months of windows, staff, departments and sites.
    Standings,
    /// Cases, what is due, notices, appeals, orders, findings and what else is worked on.
    Work,
    /// What people said, in the rooms of those who work on it: ratings with comments, complaints with statements, photos.
    Voices,
    /// Events as they were sent.
    Events,
    /// Months and what became of them.
    Months,
    /// Rulebook, calendar, registry.
    Rules,
    /// Feeds and rejected events.
    Feeds,
    /// Signals of integrity.
    Signals,
    /// Messages, recipients, letters.
    Correspondence,
    /// Sources and their tokens, to see.
    Sources,
    /// Accounts, to see.
    People,
    /// Who did what.
    Audit,
    /// Answers for one's own: acknowledges, rectifies, replies, appeals, reports an order done.
    Answer,
    /// Records what is found on a round: findings, merits, photos.
    Inspect,
    /// Judges: verifies, decides, issues orders, evaluates, confirms flags.
    Judge,
    /// Mends data: replays and dismisses rejected events.
    Mend,
    /// Closes, publishes and reissues months.
    Close,
    /// Changes letters, recipients and what is sent.
    Correspond,
    /// Changes registry, rulebook and calendar.
    Configure,
    /// Gives and takes tokens of sources.
    Admit,
    /// Makes and shuts accounts.
    Appoint,
    /// Exports and erases personal data, and sets how long it is kept.
    Erase,
}

impl Right {
    /// All of them.
    pub const ALL: [Right; 23] = [
        Right::OwnAccount,
        Right::Standings,
        Right::Work,
        Right::Voices,
        Right::Events,
        Right::Months,
        Right::Rules,
        Right::Feeds,
        Right::Signals,
        Right::Correspondence,
        Right::Sources,
        Right::People,
        Right::Audit,
        Right::Answer,
        Right::Inspect,
        Right::Judge,
        Right::Mend,
        Right::Close,
        Right::Correspond,
        Right::Configure,
        Right::Admit,
        Right::Appoint,
        Right::Erase,
    ];
}

/// How far a right goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// Not at all.
    None,
    /// What the account answers for.
    Own,
    /// The whole county.
    All,
}

/// How far a role's right goes.
pub fn reach(role: Role, right: Right) -> Reach {
    use Right::*;
    let (all, own): (&[Right], &[Right]) = match role {
        Role::Administrator => (
            &[
                Standings,
                Work,
                Months,
                Rules,
                Feeds,
                Correspondence,
                Sources,
                People,
                Audit,
                Mend,
                Correspond,
                Configure,
                Admit,
                Appoint,
                Erase,
            ],
            &[],
        ),
        Role::Analyst => (
            &[
                Standings,
                Work,
                Voices,
                Events,
                Months,
                Rules,
                Feeds,
                Signals,
                Correspondence,
                Sources,
                Audit,
                Answer,
                Inspect,
                Judge,
                Mend,
                Close,
                Correspond,
            ],
            &[],
        ),
        Role::Inspector => (&[Standings, Work, Months, Rules, Inspect], &[]),
        Role::CountyLeader => (&[Standings, Work, Months, Rules, Feeds, Signals], &[]),
        Role::DepartmentHead | Role::WindowLead => (&[Months, Rules], &[Standings, Work, Voices, Answer]),
        Role::Operator => (&[Rules], &[Feeds, Sources]),
        Role::Auditor => (
            &[
                Standings,
                Work,
                Voices,
                Events,
                Months,
                Rules,
                Feeds,
                Signals,
                Correspondence,
                Sources,
                People,
                Audit,
            ],
            &[],
        ),
    };
    if right == OwnAccount || all.contains(&right) {
        Reach::All
    } else if own.contains(&right) {
        Reach::Own
    } else {
        Reach::None
    }
}

/// What one may see of the county: all, or what one answers for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The whole county.
    All,
    /// Only this.
    Of(Vec<Holding>),
}

/// What somebody may do with a thing that people work on, and of whose windows.
#[derive(Clone, Debug)]
pub struct Hands {
    /// Whose things.
    pub scope: Scope,
    /// Whether the person judges.
    pub judges: bool,
    /// Whether the person answers for the window.
    pub answers: bool,
    /// Whether the person reads what a citizen wrote.
    pub reads_words: bool,
}

/// What an account answers for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holding {
    /// A department with its windows, by id.
    Department(String),
    /// A window, by id.
    Window(String),
    /// A site, by id.
    Site(String),
}

impl Holding {
    /// What `department:D-05`, `window:W-09` or `site:hall` names.
    pub fn parse(text: &str) -> Option<Holding> {
        let (kind, id) = text.split_once(':').filter(|(_, id)| !id.is_empty())?;
        match kind {
            "department" => Some(Holding::Department(id.to_owned())),
            "window" => Some(Holding::Window(id.to_owned())),
            "site" => Some(Holding::Site(id.to_owned())),
            _ => None,
        }
    }
}

impl Scope {
    /// What an account answers for; words that name nothing give nothing.
    pub fn of(words: &[String]) -> Scope {
        Scope::Of(words.iter().filter_map(|word| Holding::parse(word)).collect())
    }

    /// Whether it is the whole county.
    pub fn is_all(&self) -> bool {
        *self == Scope::All
    }

    /// Whether a window is in it: itself, its department's or its site's.
    pub fn has_window(&self, registry: &Registry, window: WindowIdx) -> bool {
        let window = &registry.windows[usize::from(window)];
        self.any(|holding| match holding {
            Holding::Window(id) => *id == window.id,
            Holding::Department(id) => *id == registry.departments[usize::from(window.department)].id,
            Holding::Site(id) => *id == registry.sites[usize::from(window.site)].id,
        })
    }

    /// As [`Scope::has_window`], by id; one that the registry does not have is nobody's but of those who see all.
    pub fn has_window_id(&self, registry: &Registry, window: &str) -> bool {
        self.is_all()
            || registry.index.windows.get(window).is_some_and(|&window| self.has_window(registry, window))
    }

    /// Whether something is in it that is a window's, or without a window its department's.
    pub fn has(&self, registry: &Registry, window: Option<WindowIdx>, department: DepartmentIdx) -> bool {
        match window {
            Some(window) => self.has_window(registry, window),
            None => self.has_department(registry, department),
        }
    }

    /// Whether notices to a recipient (`window:W-09`, `department_head:D-05`, `operator:hall`) are to somebody in it.
    pub fn has_recipient(&self, registry: &Registry, recipient: &str) -> bool {
        match recipient.split_once(':') {
            Some(("window", id)) => self.has_window_id(registry, id),
            Some(("department_head", id)) => {
                let department = registry.index.departments.get(id);
                self.is_all()
                    || department.is_some_and(|&department| self.has_department(registry, department))
            }
            Some(("operator", id)) => self.has_site_id(id),
            Some(_) | None => self.is_all(),
        }
    }

    /// The windows in it, as appeals and orders want them.
    pub fn windows(&self, registry: &Registry) -> appeals::Scope {
        if self.is_all() {
            return appeals::Scope::All;
        }
        let own = (0..).zip(&registry.windows).filter(|(window, _)| self.has_window(registry, *window));
        appeals::Scope::Windows(own.map(|(_, window)| window.id.clone()).collect())
    }

    /// The sites in it, by id; none: the whole county's.
    pub fn sites(&self) -> Option<Vec<String>> {
        let Scope::Of(holdings) = self else { return None };
        let sites = holdings.iter().filter_map(|holding| match holding {
            Holding::Site(id) => Some(id.clone()),
            Holding::Department(_) | Holding::Window(_) => None,
        });
        Some(sites.collect())
    }

    /// Whether a whole department is in it.
    pub fn has_department(&self, registry: &Registry, department: DepartmentIdx) -> bool {
        let department = &registry.departments[usize::from(department)].id;
        self.any(|holding| matches!(holding, Holding::Department(id) if id == department))
    }

    /// Whether a whole site is in it.
    pub fn has_site(&self, registry: &Registry, site: SiteIdx) -> bool {
        let site = &registry.sites[usize::from(site)].id;
        self.any(|holding| matches!(holding, Holding::Site(id) if id == site))
    }

    /// As [`Scope::has_site`], by id.
    pub fn has_site_id(&self, site: &str) -> bool {
        self.any(|holding| matches!(holding, Holding::Site(id) if id == site))
    }

    fn any(&self, has: impl Fn(&Holding) -> bool) -> bool {
        match self {
            Scope::All => true,
            Scope::Of(holdings) => holdings.iter().any(has),
        }
    }
}
