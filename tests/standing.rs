//! The incremental form equals the batch at every moment: any order of arrival, retractions, the clock moving on.
#![allow(clippy::unwrap_used)]

use ingest::wire::{Room, Wire};
use reports::render::contract::{self, LineCounts};
use scoring::calendar::{self, Calendar};
use scoring::context::{Context, County};
use scoring::log::{Keyed, Log};
use scoring::registry::{self, SourceFile};
use scoring::rulebook;
use scoring::score::score_months;
use scoring::standing::Standing;
use scoring::time::{Instant, Month};
use std::fs;
use std::path::Path;

/// Everything that a run writes for its months.
fn written(context: &Context<'_>, results: &[scoring::month::MonthResult]) -> String {
    let mut text = String::new();
    for result in results {
        text += &contract::result(context, result, LineCounts::default());
        text += &contract::ledger(context, result);
        text += &contract::notices(context, &result.notices);
    }
    text
}

fn shuffled<T>(mut list: Vec<T>, mut seed: u64) -> Vec<T> {
    for place in (1..list.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        list.swap(place, (seed >> 33) as usize % (place + 1));
    }
    list
}

/// Feeds the lines in a shuffled order and compares with the batch at many moments and instants on the way.
fn check(dir: &Path, months: &[Month], lines: &[Vec<u8>], instants: &[Instant], seed: u64) {
    let files: Vec<SourceFile> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| SourceFile { name: path.display().to_string(), text: fs::read_to_string(path).unwrap() })
        .collect();
    let registry = registry::read(&files).unwrap();
    let calendar = Calendar::new(&calendar::builtin());
    let rulebooks = rulebook::builtin("zhenlai").unwrap();
    let county = County { registry: &registry, calendar: &calendar, rulebooks: &rulebooks };
    let wire = Wire::new(&registry, &rulebooks);
    let arena = bumpalo::Bump::new();
    let mut room = Room::default();
    let events: Vec<Keyed<'_>> =
        lines.iter().filter_map(|line| wire.read(line, &arena, &mut room).ok()).map(Keyed::from).collect();
    let events = shuffled(events, seed);
    let mut standing = Standing::new(county, months, instants[0], 0);
    let step = events.len().div_ceil(instants.len() * 3).max(1);
    let mut batch = Log::new();
    let mut instants = instants.iter().copied().cycle();
    let mut as_of = instants.next().unwrap();
    let mut together: Vec<Keyed<'_>> = Vec::new();
    for (place, event) in events.iter().enumerate() {
        // Half of the runs hand events over one by one, the others together.
        if seed.is_multiple_of(2) {
            standing.apply(event);
        } else {
            together.push(*event);
        }
        batch.append(event);
        if place % step != 0 && place + 1 != events.len() {
            continue;
        }
        standing.apply_all(&std::mem::take(&mut together), |_| {});
        // A third of the runs begin anew from the log, as a service does when it starts.
        if seed.is_multiple_of(3) {
            standing = Standing::of_log(county, months, as_of, standing.into_log());
        }
        let results = standing.results(&[]);
        let live = written(&standing.context(), &results);
        batch.settle_all(as_of);
        let context = Context { county, log: &batch, as_of };
        let whole = written(&context, &score_months(&context, months, &[]));
        if live != whole {
            let first = live.lines().zip(whole.lines()).find(|(a, b)| a != b);
            panic!("{} seed {seed}: after event {place} as of {as_of:?}\n{first:#?}", dir.display());
        }
        let next = instants.next().unwrap();
        if next > as_of {
            as_of = next;
            standing.advance(as_of);
        }
    }
}

#[test]
fn incremental_equals_batch_on_the_contract_cases() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut seen = 0;
    for case in fs::read_dir(cases).unwrap() {
        let dir = case.unwrap().path();
        let Ok(args) = fs::read_to_string(dir.join("args.json")) else { continue };
        seen += 1;
        let args: serde_json::Value = serde_json::from_str(&args).unwrap();
        let months: Vec<Month> = args["months"]
            .as_array()
            .unwrap()
            .iter()
            .map(|month| Month::parse(month.as_str().unwrap()).unwrap())
            .collect();
        let lines: Vec<Vec<u8>> = fs::read(dir.join("events.ndjson"))
            .unwrap()
            .split(|&byte| byte == b'\n')
            .map(<[u8]>::to_vec)
            .collect();
        // From before the month through its days, some at midnight and some within a day, to after its end.
        let start = months[0].first_day().0;
        let instants: Vec<Instant> = (-3..75_i64)
            .step_by(3)
            .map(|day| (i64::from(start) + day) * 86_400 - 8 * 3600 + if day % 2 == 0 { 0 } else { 37_000 })
            .map(|seconds| Instant(seconds * 1_000_000_000))
            .collect();
        for seed in 0..6 {
            check(&dir.join("registry"), &months, &lines, &instants, seed);
        }
    }
    assert!(seen >= 14, "only {seen} cases were found");
}
