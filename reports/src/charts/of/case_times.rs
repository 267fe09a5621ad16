//! How long cases took, beside the statutory limit, the promised one and the target of the reduction.
//!
//! Limits differ from item to item, so the time is told in parts of the statutory limit. Where all cases have the same limits it is
//! told in working days.

use super::Ground;
use crate::charts::{Chart, Observed, Picture};
use crate::words::charts as words;
use scoring::observed::CaseTime;
use std::collections::BTreeSet;

/// Bins of so many per cent of the statutory limit, up to it.
const STEP: u64 = 10;
const STEPS: u64 = 10;

/// More bins are not told apart.
const BINS_MOST: u32 = 30;

/// How long the completed cases took; those whose item has no statutory limit are left out, and the caption says how many.
pub fn case_times(ground: &Ground<'_>, observed: &Observed) -> Picture {
    let limited: Vec<(&CaseTime, u64, u32)> = observed
        .cases
        .iter()
        .filter_map(|(time, count)| Some((time, *count, time.statutory_workdays?)))
        .collect();
    let limits: BTreeSet<(u32, u32)> =
        limited.iter().map(|(time, _, statutory)| (*statutory, time.promised_workdays)).collect();
    let target = ground.rulebook().targets.reduction;
    let chart = match limits.first() {
        Some(&(statutory, promised)) if limits.len() == 1 && statutory < BINS_MOST => {
            in_workdays(ground, &limited, (statutory, promised), target)
        }
        Some(_) | None => in_parts(ground, &limited, target),
    };
    let all: u64 = observed.cases.values().sum();
    let counted: u64 = limited.iter().map(|(_, count, _)| count).sum();
    let lang = ground.lang;
    let caption = lang.case_times_caption(&ground.month_name(), all - counted);
    Picture::of(caption, chart, lang)
}

fn in_parts(ground: &Ground<'_>, limited: &[(&CaseTime, u64, u32)], target: Option<u32>) -> Chart {
    let lang = ground.lang;
    let mut bins = vec![0; STEPS as usize + 1];
    let (mut promised, mut cases) = (0.0, 0);
    for (time, count, statutory) in limited {
        // Up to the bound is within: 10 of 20 days are in the bin that ends at 50.
        let hundredfold = u64::from(time.used_workdays) * 100;
        let bin = hundredfold.div_ceil(u64::from(*statutory) * STEP).clamp(1, STEPS + 1) - 1;
        if let Some(bin) = bins.get_mut(bin as usize) {
            *bin += count;
        }
        promised += f64::from(time.promised_workdays) / f64::from(*statutory) * *count as f64;
        cases += count;
    }
    let bound = |place: usize| ((place as u64 + 1).min(STEPS) * STEP) as f64;
    let bins = bins.into_iter().enumerate().map(|(place, count)| (bound(place), count)).collect();
    let mut limits = vec![(lang.say(words::STATUTORY).to_owned(), 100.0)];
    if let Some(target) = target {
        limits.push((lang.reduction_line(target), 100.0 - f64::from(target) / 100.0));
    }
    if cases > 0 {
        let mean = (promised / cases as f64 * 1000.0).round() / 10.0;
        limits.push((lang.say(words::PROMISED_MEAN).to_owned(), mean));
    }
    Chart::Distribution { unit: lang.say(words::OF_STATUTORY).to_owned(), bins, limits }
}

fn in_workdays(
    ground: &Ground<'_>,
    limited: &[(&CaseTime, u64, u32)],
    (statutory, promised): (u32, u32),
    target: Option<u32>,
) -> Chart {
    let lang = ground.lang;
    let up_to = |most: u32| limited.iter().filter(move |(time, ..)| time.used_workdays <= most);
    let within = |most: u32| up_to(most).map(|(_, count, _)| count).sum::<u64>();
    let mut bins: Vec<(f64, u64)> = Vec::new();
    for day in 1..=statutory {
        // What was done on the day of acceptance used none; it is in the first bin.
        let before = if day == 1 { 0 } else { within(day - 1) };
        bins.push((f64::from(day), within(day) - before));
    }
    let all: u64 = limited.iter().map(|(_, count, _)| count).sum();
    bins.push((f64::from(statutory), all - within(statutory)));
    let mut limits = vec![(lang.say(words::STATUTORY).to_owned(), f64::from(statutory))];
    if let Some(target) = target {
        limits
            .push((lang.reduction_line(target), f64::from(statutory) * (1.0 - f64::from(target) / 10_000.0)));
    }
    limits.push((lang.say(words::PROMISED).to_owned(), f64::from(promised)));
    Chart::Distribution { unit: lang.say(words::WORKDAYS).to_owned(), bins, limits }
}
