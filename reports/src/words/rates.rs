//! What the contract's rates are called, in the order of its table, and how their figures are read out.

use super::{Lang, Word, labels};
use scoring::rates::Rate;

/// What a rate's figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// So many.
    Count,
    /// A share, told in per cent.
    Share,
    /// Seconds.
    Seconds,
}

/// Every rate, in the order of the contract.
const RATES: [(&str, Word, Unit); 23] = [
    ("accepted", labels::ACCEPTED, Unit::Count),
    ("completed", labels::COMPLETED, Unit::Count),
    ("on_site_rate", labels::ON_SITE_RATE, Unit::Share),
    ("on_time_rate", labels::ON_TIME_RATE, Unit::Share),
    ("early_rate", labels::EARLY_RATE, Unit::Share),
    ("instant_share", labels::INSTANT_SHARE, Unit::Share),
    ("satisfaction_rate", labels::SATISFACTION_RATE, Unit::Share),
    ("dissatisfaction_rate", labels::DISSATISFACTION_RATE, Unit::Share),
    ("ratings", labels::RATINGS, Unit::Count),
    ("complaints", labels::COMPLAINTS, Unit::Count),
    ("complaints_upheld", labels::COMPLAINTS_UPHELD, Unit::Count),
    ("complaint_rate", labels::COMPLAINT_RATE, Unit::Share),
    ("tickets", labels::TICKETS, Unit::Count),
    ("abandonment_rate", labels::ABANDONMENT_RATE, Unit::Share),
    ("wait_mean_s", labels::WAIT_MEAN, Unit::Seconds),
    ("wait_p90_s", labels::WAIT_P90, Unit::Seconds),
    ("service_mean_s", labels::SERVICE_MEAN, Unit::Seconds),
    ("actual_reduction", labels::ACTUAL_REDUCTION, Unit::Share),
    ("items", labels::ITEMS, Unit::Count),
    ("entry_rate", labels::ENTRY_RATE, Unit::Share),
    ("authorisation_rate", labels::AUTHORISATION_RATE, Unit::Share),
    ("promised_reduction", labels::PROMISED_REDUCTION, Unit::Share),
    ("reduction_met", labels::REDUCTION_MET, Unit::Share),
];

/// The place of a rate in the contract's table; after all others where it is not known.
pub fn place(name: &str) -> usize {
    RATES.iter().position(|(rate, _, _)| *rate == name).unwrap_or(RATES.len())
}

/// What a rate's figure is; none where the rate is not known.
pub fn unit(name: &str) -> Option<Unit> {
    RATES.iter().find(|(rate, _, _)| *rate == name).map(|(_, _, unit)| *unit)
}

impl Lang {
    /// What a rate, or the target of its name, is called; the contract's word where it is not known.
    pub fn rate(self, name: &str) -> &str {
        let name = if name == "reduction" { "promised_reduction" } else { name };
        RATES.iter().find(|(rate, _, _)| *rate == name).map_or(name, |(_, label, _)| self.say(*label))
    }

    /// A rate's figure as the contract writes it, read out: `95.31%`, `17 min 12 s`; nothing counted is a dash.
    pub fn rate_figure(self, name: &str, figure: Option<&str>) -> String {
        let Some(figure) = figure else { return "—".to_owned() };
        let told = match unit(name) {
            Some(Unit::Share) => Rate::parse(figure).map(|rate| self.percent(rate)),
            Some(Unit::Seconds) => figure.parse().ok().map(|seconds| self.duration(seconds)),
            Some(Unit::Count) | None => None,
        };
        told.unwrap_or_else(|| figure.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn figures_are_read_out_in_their_unit() {
        assert_eq!(Lang::Zh.rate_figure("on_time_rate", Some("0.9531")), "95.31%");
        assert_eq!(Lang::En.rate_figure("wait_mean_s", Some("1032")), "17 min 12 s");
        assert_eq!(Lang::En.rate_figure("accepted", Some("41")), "41");
        assert_eq!(Lang::Zh.rate_figure("on_time_rate", None), "—");
        assert_eq!(Lang::Zh.rate_figure("of_a_later_program", Some("0.5")), "0.5");
    }
}
