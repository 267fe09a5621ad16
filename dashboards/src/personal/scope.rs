//! Whose things a recipient may see and do: a window its own, a department head those of the department's windows. The others
//! get notices; what they work on beyond those has pages with a login.

use scoring::registry::{DepartmentIdx, Person, Registry, WindowIdx};

/// Whose desk it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// A window.
    Window(WindowIdx),
    /// A department, by its head.
    Department(DepartmentIdx),
    /// Nothing but the notices.
    Notices,
}

impl Scope {
    /// Whose desk a recipient's is; `None` where the registry has no such window, department or site any more.
    pub fn of(registry: &Registry, recipient: &str) -> Option<Scope> {
        let index = &registry.index;
        match recipient.split_once(':') {
            Some(("window", id)) => index.windows.get(id).map(|&window| Scope::Window(window)),
            Some(("department_head", id)) => {
                index.departments.get(id).map(|&department| Scope::Department(department))
            }
            Some(("operator", id)) => index.sites.get(id).map(|_| Scope::Notices),
            None if matches!(recipient, "county_leader" | "supervision" | "administrator") => {
                Some(Scope::Notices)
            }
            Some(_) | None => None,
        }
    }

    /// Whether something of a window is this desk's.
    pub fn has(self, registry: &Registry, window: WindowIdx) -> bool {
        match self {
            Scope::Window(own) => own == window,
            Scope::Department(own) => registry.windows[usize::from(window)].department == own,
            Scope::Notices => false,
        }
    }
}

/// Whether who acknowledged a notice spoke for one of its recipients: as that recipient, or, from another system, by the
/// person's name; where the notice has no other recipient, whoever it was.
pub fn speaks_for(registry: &Registry, by: &str, recipients: &[String], recipient: &str) -> bool {
    let named = |person: Option<&Person>| person.is_some_and(|person| person.name == by);
    let is_person = match recipient.split_once(':') {
        Some(("department_head", id)) => {
            let department = registry.index.departments.get(id);
            let department = department.map(|&department| &registry.departments[usize::from(department)]);
            named(department.and_then(|department| department.head.as_ref()))
        }
        None if recipient == "county_leader" => named(registry.leader.as_ref()),
        None if recipient == "supervision" => named(registry.supervision.as_ref()),
        Some(_) | None => false,
    };
    by == recipient || is_person || (recipients.len() == 1 && recipients[0] == recipient)
}
