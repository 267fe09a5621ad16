//! The regions that the cluster knows, each with its registry; rulebook and calendar are the same for all.

use crate::sources::kafka::lanes::{Lane, Topics};
use crate::store::GivenFiles;
use crate::wire::Wire;
use scoring::calendar::Calendar;
use scoring::context::County;
use scoring::registry::Registry;
use scoring::rulebook::Rulebooks;
use std::collections::BTreeMap;

/// What all regions are scored by.
pub struct Rules {
    /// The rulebook in all its versions.
    pub rulebooks: Rulebooks,
    /// Working days.
    pub calendar: Calendar,
}

/// A region's own.
pub struct RegionGivens {
    /// The files that it and the rules were read from.
    pub files: GivenFiles,
    /// Who and what is supervised.
    pub registry: Registry,
}

/// A region that is known, ready to read its events.
pub struct Known<'g> {
    /// Its givens.
    pub county: County<'g>,
    /// The files that they were read from.
    pub files: &'g GivenFiles,
    /// What reads its events.
    pub wire: Wire<'g>,
    /// The lane in which its events lie; `None` where no topic takes it.
    pub home: Option<Lane>,
}

impl<'g> Known<'g> {
    /// Every region by its code.
    pub fn all(
        givens: &'g [RegionGivens],
        rules: &'g Rules,
        topics: &Topics,
    ) -> BTreeMap<&'g str, Known<'g>> {
        let Rules { rulebooks, calendar } = rules;
        let known = givens.iter().map(|RegionGivens { files, registry }| {
            let (code, wire) = (registry.code.as_str(), Wire::new(registry, rulebooks));
            let county = County { registry, calendar, rulebooks };
            (code, Known { county, files, wire, home: topics.home(code) })
        });
        known.collect()
    }
}
