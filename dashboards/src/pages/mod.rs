//! The pages. Each is a module with a plain view, which is also the JSON of the API, a function that makes it from the core,
//! and a template that shows it within one layout.
//!
//! Views hold no addresses: a template asks the [`Ui`](crate::ui::Ui) where a page is. Views are made in one language.

pub mod accounts;
pub mod appeal;
pub mod appeals;
pub mod audit;
pub mod case;
pub mod case_told;
pub mod changes;
pub mod chart;
pub mod charts;
pub mod checklist;
pub mod closing;
pub mod complaint;
pub mod complaints;
pub mod contract;
pub mod course;
pub mod decided;
pub mod displays;
pub mod document;
mod document_links;
mod document_rows;
pub mod documents;
pub mod drafts;
pub mod due;
pub mod effect;
pub mod evaluations;
pub mod event;
pub mod feeds;
pub mod filter;
pub mod finding;
pub mod findings;
pub mod givens;
pub mod interface;
pub mod ledger;
pub mod letters;
mod listed;
pub mod login;
pub mod mending;
pub mod message;
pub mod messages;
pub mod month;
pub mod months;
pub mod notices;
pub mod orders;
pub mod paging;
pub mod peers;
pub mod place;
pub mod place_facts;
pub mod places;
mod pretty;
pub mod preview;
pub mod privacy;
pub mod proposals;
pub mod public;
pub mod published;
pub mod ranking;
pub mod ranking_table;
pub mod rates;
pub mod rating;
pub mod ratings;
pub mod recipients;
pub mod recorded;
pub mod recording;
pub mod regions;
pub mod rejected;
pub mod signals;
pub mod sorting;
pub mod sources;
pub mod staff;
pub mod stakes;
pub mod steps;
pub mod strip;
pub mod texts;
pub mod today;
pub mod week;
pub mod what_if;
pub mod window;
pub mod year;

use scoring::context::Context;
use scoring::registry::{DepartmentIdx, Registry, SiteIdx, StaffIdx, WindowIdx};
use serde::Serialize;
use utoipa::ToSchema;

/// Something with an id and a name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Named)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
}

impl Named {
    pub(crate) fn window(registry: &Registry, window: WindowIdx) -> Named {
        let of = &registry.windows[usize::from(window)];
        Named { id: of.id.clone(), name: of.name.clone() }
    }

    pub(crate) fn staff(registry: &Registry, staff: StaffIdx) -> Named {
        let of = &registry.staff[usize::from(staff)];
        Named { id: of.id.clone(), name: of.name.clone() }
    }

    pub(crate) fn department(registry: &Registry, department: DepartmentIdx) -> Named {
        let of = &registry.departments[usize::from(department)];
        Named { id: of.id.clone(), name: of.name.clone() }
    }

    pub(crate) fn site(registry: &Registry, site: SiteIdx) -> Named {
        let of = &registry.sites[usize::from(site)];
        Named { id: of.id.clone(), name: of.name.clone() }
    }
}

/// The time of the data as every page writes it: with the year, since a printed page is read years later.
pub fn as_of(context: &Context<'_>, lang: reports::words::Lang) -> String {
    lang.moment(&context.registry().zone, context.as_of, 0)
}
