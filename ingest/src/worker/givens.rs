//! The regions that the cluster knows, each with its registry, rulebook and calendar.

use crate::sources::kafka::lanes::{Lane, Topics};
use crate::store::GivenFiles;
use crate::wire::Wire;
use scoring::context::{County, Givens};
use std::collections::BTreeMap;

/// A region's givens.
pub struct RegionGivens {
    /// The files that they were read from.
    pub files: GivenFiles,
    /// What the files say.
    pub givens: Givens,
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
    pub fn all(givens: &'g [RegionGivens], topics: &Topics) -> BTreeMap<&'g str, Known<'g>> {
        let known = givens.iter().map(|RegionGivens { files, givens }| {
            let code = givens.registry.code.as_str();
            let wire = Wire::new(&givens.registry, &givens.rulebooks);
            (code, Known { county: givens.county(), files, wire, home: topics.home(code) })
        });
        known.collect()
    }
}
