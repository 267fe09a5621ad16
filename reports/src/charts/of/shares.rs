//! Shares of departments, sites or windows beside the target of the rulebook.

use super::Ground;
use crate::changes::published::Level;
use crate::charts::{Chart, Picture, Share};
use scoring::rates::Rate;
use scoring::rulebook::Targets;

/// The rates that a rulebook may set a target for, by their words in the contract.
pub const TARGETED: [&str; 6] = [
    "on_time_rate",
    "satisfaction_rate",
    "early_rate",
    "on_site_rate",
    "instant_share",
    "promised_reduction",
];

/// A rate of all departments, sites or windows beside its target, as the results list them; `own` is drawn out. `None` where the
/// rulebook sets no target for it.
pub fn against_target(ground: &Ground<'_>, rate: &str, level: Level, own: Option<&str>) -> Option<Picture> {
    let target = target(&ground.rulebook().targets, rate)?;
    let of_level = ground.published().rates.iter().filter(|known| known.level == level && known.rate == rate);
    let mut own_place = None;
    let mut rows = Vec::new();
    for (place, known) in of_level.enumerate() {
        if own == Some(known.id.as_str()) {
            own_place = Some(place);
        }
        let share = known.figure.as_deref().and_then(Rate::parse).map(Share);
        rows.push((ground.level_name(level, &known.id), share));
    }
    let what = ground.lang.rate(rate).to_owned();
    let caption = ground.lang.shares_caption(&ground.month_name(), level, &what);
    let chart = Chart::AgainstTarget { what, target, is_floor: true, rows, own: own_place };
    Some(Picture::of(caption, chart, ground.lang))
}

fn target(targets: &Targets, rate: &str) -> Option<Rate> {
    let target = match rate {
        "on_time_rate" => targets.on_time_rate,
        "satisfaction_rate" => targets.satisfaction_rate,
        "early_rate" => targets.early_rate,
        "on_site_rate" => targets.on_site_rate,
        "instant_share" => targets.instant_share,
        "promised_reduction" => targets.reduction,
        _ => None,
    };
    target.map(|target| Rate(i64::from(target)))
}

#[cfg(test)]
mod tests {
    use super::{TARGETED, target};
    use scoring::rulebook::Targets;

    #[test]
    fn every_rate_that_has_a_target_finds_its_own() {
        let targets = Targets {
            reduction: Some(1),
            on_site_rate: Some(2),
            on_time_rate: Some(3),
            satisfaction_rate: Some(4),
            early_rate: Some(5),
            instant_share: Some(6),
        };
        let found = TARGETED.map(|rate| target(&targets, rate).map(|rate| rate.0));
        assert_eq!(found, [Some(3), Some(4), Some(5), Some(2), Some(6), Some(1)]);
        assert_eq!(target(&targets, "complaint_rate"), None);
    }
}
