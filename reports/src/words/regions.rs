//! Sentences of a run over many regions.

use super::Lang;

/// A run over many regions in figures.
pub struct RegionsTold {
    /// How many there are.
    pub regions: usize,
    /// How many have results.
    pub scored: usize,
    /// How long it took.
    pub seconds: f64,
}

impl Lang {
    /// A run over many regions in one line.
    pub fn regions_scored(self, told: &RegionsTold) -> String {
        let RegionsTold { regions, scored, seconds } = told;
        match self {
            Lang::Zh => format!("{regions} 个县区中 {scored} 个已计分，用时 {seconds:.1} 秒"),
            Lang::En => format!("{scored} of {regions} regions scored in {seconds:.1} s"),
        }
    }
}
