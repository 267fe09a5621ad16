//! What ids are called, as far as somebody said so: published files hold ids alone.

use super::published::{Book, Level};
use crate::words::{Lang, labels};
use scoring::registry::Registry;
use scoring::rulebook::{Rulebook, Rulebooks};

/// Where names are looked up. What is not found there is told by its id.
#[derive(Clone, Debug, Default)]
pub struct Names<'a> {
    registry: Option<&'a Registry>,
    rulebooks: Vec<&'a Rulebooks>,
}

impl<'a> Names<'a> {
    /// Names of a registry and of rulebooks, the earlier ones first.
    pub fn new(registry: Option<&'a Registry>, rulebooks: Vec<&'a Rulebooks>) -> Names<'a> {
        Names { registry, rulebooks }
    }

    /// `W-09 不动产二窗`, `S-021 李强`.
    pub fn subject(&self, book: Book, id: &str) -> String {
        let name = self.registry.and_then(|registry| match book {
            Book::Window => registry
                .index
                .windows
                .get(id)
                .map(|&window| registry.windows[usize::from(window)].name.as_str()),
            Book::Staff => {
                registry.index.staff.get(id).map(|&staff| registry.staff[usize::from(staff)].name.as_str())
            }
        });
        with_name(id, name)
    }

    /// Whom an action or notice names: a window, a staff member, or something else by its id.
    pub fn anybody(&self, id: &str) -> String {
        let window = self.subject(Book::Window, id);
        if window == id { self.subject(Book::Staff, id) } else { window }
    }

    /// `全县`, `D-05 自然资源局`, `hall 县政务服务中心`, `W-09 不动产二窗`.
    pub fn level(&self, level: Level, id: &str, lang: Lang) -> String {
        match level {
            Level::Region => lang.say(labels::REGION).to_owned(),
            Level::Department => self.department(id),
            Level::Site => with_name(
                id,
                self.registry.and_then(|registry| {
                    registry.index.sites.get(id).map(|&site| registry.sites[usize::from(site)].name.as_str())
                }),
            ),
            Level::Window => self.subject(Book::Window, id),
        }
    }

    /// `D-05 自然资源局`.
    pub fn department(&self, id: &str) -> String {
        let name = self.registry.and_then(|registry| {
            let department = registry.index.departments.get(id)?;
            Some(registry.departments[usize::from(*department)].name.as_str())
        });
        with_name(id, name)
    }

    /// What a kind of finding is called.
    pub fn kind<'n>(&'n self, kind: &'n str, lang: Lang) -> &'n str {
        if kind == "evaluation" {
            return lang.say(labels::EVALUATION);
        }
        let titled = self.rulebooks().flat_map(|rulebook| &rulebook.kinds).find(|known| known.name == kind);
        titled.map_or(kind, |known| lang.title(&known.title))
    }

    /// What a grade of the evaluation is called.
    pub fn grade<'n>(&'n self, grade: &'n str, lang: Lang) -> &'n str {
        let mut grades = self.rulebooks().flat_map(|rulebook| &rulebook.evaluation.grades);
        grades.find(|known| known.id == grade).map_or(grade, |known| lang.title(&known.title))
    }

    fn rulebooks(&self) -> impl Iterator<Item = &Rulebook> {
        self.rulebooks.iter().flat_map(|rulebooks| &rulebooks.versions)
    }
}

fn with_name(id: &str, name: Option<&str>) -> String {
    match name {
        // A registry need not give anything a name of its own.
        Some(name) if name != id => format!("{id} {name}"),
        Some(_) | None => id.to_owned(),
    }
}
