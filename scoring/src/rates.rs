//! The indicators of a month, exact and rounded half up (`rulebook.md`, Rates).

use crate::registry::{DepartmentIdx, Item, Registry};
use crate::rulebook::Targets;
use crate::tallies::{Cell, Issued};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{FromPrimitive, ToPrimitive, Zero};
use std::fmt;

/// A share in ten-thousandths, rounded half up; reductions can be negative.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Rate(pub i64);

impl Rate {
    /// Everything.
    pub const ONE: Rate = Rate(10_000);

    /// A part of a whole; `None` where the whole is nothing.
    pub fn of(part: i64, whole: i64) -> Option<Rate> {
        // ⌊x·10⁴ + ½⌋ = ⌊(2·10⁴·part + whole) / (2·whole)⌋
        (whole > 0).then(|| {
            let numerator = i128::from(part) * 20_000 + i128::from(whole);
            Rate(numerator.div_euclid(2 * i128::from(whole)) as i64)
        })
    }

    /// Reads what [`Rate`] displays: a decimal with one to four places.
    pub fn parse(text: &str) -> Option<Rate> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
        let (whole, places) = digits.split_once('.')?;
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(whole) || !is_number(places) || places.len() > 4 {
            return None;
        }
        let whole: i64 = whole.parse().ok()?;
        let places: i64 = format!("{places:0<4}").parse().ok()?;
        Some(Rate(sign * whole.checked_mul(Rate::ONE.0)?.checked_add(places)?))
    }

    fn of_rational(value: &BigRational) -> Rate {
        let scaled =
            value * BigRational::from_integer(BigInt::from(10_000)) + BigRational::new(1.into(), 2.into());
        Rate(scaled.floor().to_integer().to_i64().unwrap_or(i64::MIN))
    }
}

/// The shortest decimal with at least one place: `0.5897`, `1.0`.
impl fmt::Display for Rate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.abs() / 10_000, self.0.abs() % 10_000);
        let places = format!("{rest:04}");
        let places = places.trim_end_matches('0');
        write!(out, "{sign}{whole}.{}", if places.is_empty() { "0" } else { places })
    }
}

/// The rates of a window, site, department or region.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // Each is a row of the table of rates in `rulebook.md`.
pub struct Rates {
    pub accepted: i64,
    pub completed: i64,
    pub on_site_rate: Option<Rate>,
    pub on_time_rate: Option<Rate>,
    pub early_rate: Option<Rate>,
    pub instant_share: Option<Rate>,
    pub satisfaction_rate: Option<Rate>,
    pub dissatisfaction_rate: Option<Rate>,
    pub ratings: i64,
    pub complaints: i64,
    pub complaints_upheld: i64,
    pub complaint_rate: Option<Rate>,
    pub tickets: i64,
    pub abandonment_rate: Option<Rate>,
    pub wait_mean_s: Option<i64>,
    pub wait_p90_s: Option<i64>,
    pub service_mean_s: Option<i64>,
    pub actual_reduction: Option<Rate>,
    /// For departments and the region.
    pub items: Option<ItemRates>,
    /// What the shares are made of.
    pub parts: Parts,
}

/// What the shares are made of, as a part and its whole, or as how many a mean is taken over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)] // Each is named like its rate.
pub struct Parts {
    pub on_site: (i64, i64),
    pub on_time: (i64, i64),
    pub early: (i64, i64),
    pub instant: (i64, i64),
    pub satisfied: (i64, i64),
    pub abandoned: (i64, i64),
    pub served: i64,
    pub reduced: i64,
}

/// Rates over items rather than cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // Each is a row of the table of rates in `rulebook.md`.
pub struct ItemRates {
    pub items: i64,
    pub entry_rate: Option<Rate>,
    pub authorisation_rate: Option<Rate>,
    pub promised_reduction: Option<Rate>,
    pub reduction_met: Option<Rate>,
}

impl Rates {
    /// The rates of a cell. `issued` is there for sites and the region.
    pub fn of(cell: &Cell, issued: Option<Issued>, items: Option<ItemRates>) -> Rates {
        let mean = |nanos: i128, count: i64| (count > 0).then(|| mean_seconds(nanos, count));
        let parts = Parts::of(cell, issued);
        let rate = |(part, whole): (i64, i64)| Rate::of(part, whole);
        Rates {
            accepted: cell.accepted,
            completed: cell.completed,
            on_site_rate: rate(parts.on_site),
            on_time_rate: rate(parts.on_time),
            early_rate: rate(parts.early),
            instant_share: rate(parts.instant),
            satisfaction_rate: rate(parts.satisfied),
            dissatisfaction_rate: Rate::of(cell.ratings - cell.ratings_satisfied, cell.ratings),
            ratings: cell.ratings,
            complaints: cell.complaints,
            complaints_upheld: cell.complaints_upheld,
            complaint_rate: Rate::of(cell.complaints, cell.completed),
            tickets: cell.tickets_called,
            abandonment_rate: rate(parts.abandoned),
            wait_mean_s: mean(cell.wait_nanos, cell.tickets_called),
            wait_p90_s: match cell.tickets_called {
                0 => None,
                called => cell.waits.nth_smallest((9 * called + 9) / 10),
            },
            service_mean_s: mean(cell.service_nanos, parts.served),
            actual_reduction: actual_reduction(cell, parts.reduced),
            items,
            parts,
        }
    }

    /// The rates of the region: its tickets are those taken in the month.
    pub fn of_region(cell: &Cell, issued: Issued, items: ItemRates) -> Rates {
        Rates { tickets: issued.taken, ..Rates::of(cell, Some(issued), Some(items)) }
    }

    /// The names of the targets that are missed; where nothing could be counted, nothing is.
    pub fn missed(&self, targets: &Targets) -> Vec<&'static str> {
        let reduction = self.items.and_then(|items| items.promised_reduction);
        let rows = [
            ("early_rate", self.early_rate, targets.early_rate),
            ("instant_share", self.instant_share, targets.instant_share),
            ("on_site_rate", self.on_site_rate, targets.on_site_rate),
            ("on_time_rate", self.on_time_rate, targets.on_time_rate),
            ("reduction", reduction, targets.reduction),
            ("satisfaction_rate", self.satisfaction_rate, targets.satisfaction_rate),
        ];
        let missed = |rate: Option<Rate>, target: Option<u32>| matches!((rate, target), (Some(rate), Some(target)) if rate < Rate(i64::from(target)));
        rows.into_iter().filter(|&(_, rate, target)| missed(rate, target)).map(|(name, _, _)| name).collect()
    }
}

impl Parts {
    fn of(cell: &Cell, issued: Option<Issued>) -> Parts {
        Parts {
            on_site: (cell.completed_on_site, cell.completed),
            on_time: (cell.completed_on_time, cell.completed + cell.fell_overdue),
            early: (cell.completed_early, cell.completed_with_limit),
            instant: (cell.accepted_instant, cell.accepted),
            satisfied: (cell.ratings_satisfied, cell.ratings),
            abandoned: issued.map_or((0, 0), |issued| (issued.abandoned, issued.taken)),
            served: cell.tickets_served,
            reduced: cell.reductions.values().map(|&(cases, _)| cases).sum(),
        }
    }
}

impl ItemRates {
    /// The item rates of a department, or of the region where none is named.
    pub fn of(
        registry: &Registry,
        department: Option<DepartmentIdx>,
        reduction_target: Option<u32>,
    ) -> ItemRates {
        let own = |item: &&Item| department.is_none_or(|department| item.department == department);
        let items: Vec<&Item> = registry.items.iter().filter(own).collect();
        let count = |test: fn(&Item) -> bool| items.iter().filter(|item| test(item)).count() as i64;
        let total = items.len() as i64;
        let limited: Vec<&Item> = items.iter().copied().filter(|item| item.statutory_workdays > 0).collect();
        let target = i64::from(reduction_target.unwrap_or_default());
        // 1 − promised / statutory ≥ target, without dividing.
        let met = |item: &&&Item| {
            let (promised, statutory) =
                (i64::from(item.promised_workdays), i64::from(item.statutory_workdays));
            (statutory - promised) * Rate::ONE.0 >= target * statutory
        };
        let sum: BigRational = limited
            .iter()
            .map(|item| ratio(i64::from(item.promised_workdays), i64::from(item.statutory_workdays)))
            .fold(BigRational::zero(), |sum, part| sum + part);
        ItemRates {
            items: total,
            entry_rate: Rate::of(count(|item| item.entered), total),
            authorisation_rate: Rate::of(count(|item| item.authorised), total),
            promised_reduction: one_minus_mean(sum, limited.len() as i64),
            reduction_met: reduction_target
                .and_then(|_| Rate::of(limited.iter().filter(met).count() as i64, limited.len() as i64)),
        }
    }
}

fn actual_reduction(cell: &Cell, cases: i64) -> Option<Rate> {
    let used = cell.reductions.iter().map(|(&statutory, &(_, used))| ratio(used, i64::from(statutory)));
    one_minus_mean(used.fold(BigRational::zero(), |sum, part| sum + part), cases)
}

/// 1 − sum / count.
fn one_minus_mean(sum: BigRational, count: i64) -> Option<Rate> {
    let mean = sum / BigRational::from_i64(count).filter(|count| !count.is_zero())?;
    Some(Rate::of_rational(&(BigRational::from_integer(1.into()) - mean)))
}

fn ratio(numerator: i64, denominator: i64) -> BigRational {
    BigRational::new(numerator.into(), denominator.into())
}

/// The mean in whole seconds, rounded half up.
fn mean_seconds(nanos: i128, count: i64) -> i64 {
    // ⌊n/(c·10⁹) + ½⌋, exactly.
    let unit = i128::from(count) * 1_000_000_000;
    (2 * nanos + unit).div_euclid(2 * unit) as i64
}

#[cfg(test)]
mod tests {
    use super::{Rate, mean_seconds, one_minus_mean, ratio};
    use num_rational::BigRational;
    use num_traits::Zero;

    fn check(part: i64, whole: i64, expect: Option<&str>) {
        assert_eq!(
            Rate::of(part, whole).map(|rate| rate.to_string()).as_deref(),
            expect,
            "{part} of {whole}"
        );
    }

    #[test]
    fn rates_are_rounded_half_up_to_four_places() {
        check(0, 0, None);
        check(0, 1, Some("0.0"));
        check(1, 1, Some("1.0"));
        check(1, 2, Some("0.5"));
        check(1, 3, Some("0.3333"));
        check(2, 3, Some("0.6667"));
        check(23, 39, Some("0.5897"));
        check(1, 20_000, Some("0.0001")); // just half
        check(9_999, 200_000_000, Some("0.0")); // just below
        check(3, 20_000, Some("0.0002"));
        check(19_999, 20_000, Some("1.0"));
        check(3, 2, Some("1.5")); // complaints over completed
        check(i64::MAX, i64::MAX, Some("1.0"));
    }

    #[test]
    fn a_rate_is_read_as_it_is_written() {
        for ten_thousandths in [0, 1, 10, 5_897, 9_999, 10_000, 15_000, -1, -3_333, -10_001] {
            let rate = Rate(ten_thousandths);
            assert_eq!(Rate::parse(&rate.to_string()), Some(rate), "{rate}");
        }
        for bad in ["", "1", ".5", "0.", "0.12345", "0.5x", "--0.5", "1e3", "99999999999999999.0"] {
            assert_eq!(Rate::parse(bad), None, "{bad}");
        }
    }

    /// 1 minus the mean of used over statutory days.
    fn check_reduction(used_of_statutory: &[(i64, i64)], expect: Option<&str>) {
        let sum = used_of_statutory
            .iter()
            .fold(BigRational::zero(), |sum, &(used, statutory)| sum + ratio(used, statutory));
        let rate = one_minus_mean(sum, used_of_statutory.len() as i64);
        assert_eq!(rate.map(|rate| rate.to_string()).as_deref(), expect, "{used_of_statutory:?}");
    }

    #[test]
    fn reductions_may_be_negative_and_are_rounded_half_up_too() {
        check_reduction(&[], None);
        check_reduction(&[(0, 10)], Some("1.0"));
        check_reduction(&[(3, 10), (1, 3)], Some("0.6833"));
        check_reduction(&[(10, 10)], Some("0.0"));
        check_reduction(&[(15, 10)], Some("-0.5"));
        check_reduction(&[(4, 3)], Some("-0.3333"));
        check_reduction(&[(5, 3)], Some("-0.6667"));
        // Half up is towards more, not away from nothing: -0.00005 is 0, -0.00015 is -0.0001.
        check_reduction(&[(20_001, 20_000)], Some("0.0"));
        check_reduction(&[(20_003, 20_000)], Some("-0.0001"));
        check_reduction(&[(20_004, 20_000)], Some("-0.0002"));
        check_reduction(&[(19_999, 20_000)], Some("0.0001"));
    }

    #[test]
    fn mean_seconds_are_rounded_half_up() {
        for (nanos, count, seconds) in [
            (0, 1, 0),
            (499_999_999, 1, 0),
            (500_000_000, 1, 1),
            (1_000_000_000, 2, 1),
            (999_999_999, 2, 0),
            (5_000_000_000, 2, 3),
        ] {
            assert_eq!(mean_seconds(nanos, count), seconds, "{nanos} over {count}");
        }
    }
}
