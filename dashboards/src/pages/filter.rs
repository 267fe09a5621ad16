//! What a list is narrowed to: a site, a department, a window. It comes from the query of the address.

use super::Named;
use crate::rights::Scope;
use reports::words::Lang;
use scoring::registry::{DepartmentIdx, Registry, Window, WindowIdx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a list is narrowed to, by ids; absent and empty mean all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Filter {
    /// The site's id.
    pub site: Option<String>,
    /// The department's id.
    pub department: Option<String>,
    /// The window's id.
    pub window: Option<String>,
}

/// One choice of a filter, in the order of ids.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Choice {
    /// What the query says: the id, or nothing for all.
    pub value: String,
    /// What people read.
    pub title: String,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

impl Filter {
    /// Whether something of this window, or of this department without a window, is wanted.
    pub fn wants(&self, registry: &Registry, window: Option<WindowIdx>, department: DepartmentIdx) -> bool {
        let of_window = window.map(|window| &registry.windows[usize::from(window)]);
        let site = of_window.map(|window| registry.sites[usize::from(window.site)].id.as_str());
        is_wanted(&self.window, of_window.map(|window| window.id.as_str()))
            && is_wanted(&self.department, Some(&registry.departments[usize::from(department)].id))
            && is_wanted(&self.site, site)
    }

    /// Whether something of this site and department, by their ids, is wanted.
    pub fn wants_places(&self, site: &str, department: &str) -> bool {
        is_wanted(&self.site, Some(site)) && is_wanted(&self.department, Some(department))
    }

    /// The sites to choose from: those with a window in scope.
    pub fn sites(&self, registry: &Registry, scope: &Scope, lang: Lang) -> Vec<Choice> {
        let own = own_windows(registry, scope);
        let sites = (0..).zip(&registry.sites);
        let sites = sites.filter(|(site, _)| scope.is_all() || own.iter().any(|of| of.site == *site));
        let all = sites.map(|(_, site)| Named { id: site.id.clone(), name: site.name.clone() });
        choices(&self.site, lang.say(crate::words::ALL_SITES), all, false)
    }

    /// The departments to choose from: those with a window in scope.
    pub fn departments(&self, registry: &Registry, scope: &Scope, lang: Lang) -> Vec<Choice> {
        let own = own_windows(registry, scope);
        let departments = (0..).zip(&registry.departments);
        let departments =
            departments.filter(|(of, _)| scope.is_all() || own.iter().any(|window| window.department == *of));
        let all = departments.map(|(_, of)| Named { id: of.id.clone(), name: of.name.clone() });
        choices(&self.department, lang.say(crate::words::ALL_DEPARTMENTS), all, false)
    }

    /// The windows to choose from: those in scope.
    pub fn windows(&self, registry: &Registry, scope: &Scope, lang: Lang) -> Vec<Choice> {
        let own = own_windows(registry, scope).into_iter();
        let all = own.map(|of| Named { id: of.id.clone(), name: of.name.clone() });
        choices(&self.window, lang.say(crate::words::ALL_WINDOWS), all, true)
    }
}

fn own_windows<'r>(registry: &'r Registry, scope: &Scope) -> Vec<&'r Window> {
    let all = (0..).zip(&registry.windows);
    all.filter(|(window, _)| scope.has_window(registry, *window)).map(|(_, of)| of).collect()
}

fn chosen(value: &Option<String>) -> Option<&str> {
    value.as_deref().filter(|value| !value.is_empty())
}

fn is_wanted(wanted: &Option<String>, id: Option<&str>) -> bool {
    chosen(wanted).is_none_or(|wanted| Some(wanted) == id)
}

fn choices(
    value: &Option<String>,
    all: &str,
    each: impl Iterator<Item = Named>,
    with_id: bool,
) -> Vec<Choice> {
    let chosen = chosen(value);
    let everything = Choice { value: String::new(), title: all.to_owned(), is_chosen: chosen.is_none() };
    let others = each.map(|named| Choice {
        is_chosen: chosen == Some(named.id.as_str()),
        title: if with_id { format!("{} {}", named.id, named.name) } else { named.name },
        value: named.id,
    });
    std::iter::once(everything).chain(others).collect()
}
