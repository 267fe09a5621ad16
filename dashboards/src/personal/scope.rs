//! Whose things a recipient may see and do: a window its own, a department head those of the department's windows. The others
//! get notices; what they work on beyond those has pages with a login.

use scoring::registry::{DepartmentIdx, Registry, WindowIdx};

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
