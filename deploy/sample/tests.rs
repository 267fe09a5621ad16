//! What the sample promises: the same bytes, every type, every code, and about as many lines as asked for.

use super::faults::Fault;
use super::*;
use scoring::registry::SourceFile;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

fn plan(seed: u64, months: &[&str]) -> Plan {
    let months = months.iter().map(|month| Month::parse(month).expect("month")).collect();
    Plan {
        code: "220821".to_owned(),
        name: "镇赉县".to_owned(),
        seed,
        stream: 0,
        size: Size { windows: 40, staff: 90, months },
        events: None,
        bad_permille: 2,
        until: None,
    }
}

/// The registry and all events of a plan.
fn run(plan: &Plan) -> (String, Vec<u8>) {
    let calendar = Calendar::new(&[]);
    let mut dice = Dice::new(plan.seed, 2 * plan.stream);
    let county = County::new(plan.code.clone(), plan.name.clone(), &plan.size, &mut dice);
    let bytes = Sink::default();
    let mut open = |_month: Month| Ok(Box::new(bytes.clone()) as Box<dyn Write>);
    let written = live(&county, plan, &calendar, dice, &mut open).expect("memory");
    let bytes = bytes.0.lock().expect("one thread").clone();
    assert_eq!(written.1, bytes.len() as u64);
    (county.toml(), bytes)
}

#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("one thread").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = String> {
    bytes.split(|&byte| byte == b'\n').map(|line| String::from_utf8_lossy(line).into_owned())
}

fn types(bytes: &[u8]) -> BTreeMap<String, usize> {
    let mut types = BTreeMap::new();
    for line in lines(bytes) {
        if let Some((_, rest)) = line.split_once("\"type\":\"") {
            let kind = rest.split('"').next().unwrap_or_default().to_owned();
            *types.entry(kind).or_default() += 1;
        }
    }
    types
}

const TYPES: [&str; 43] = [
    "case.accepted",
    "case.supplement_requested",
    "case.supplement_received",
    "case.suspended",
    "case.resumed",
    "case.extended",
    "case.completed",
    "case.withdrawn",
    "case.joint_assigned",
    "case.joint_completed",
    "attendance.swipe",
    "attendance.leave",
    "attendance.makeup",
    "attendance.cover",
    "queue.taken",
    "queue.called",
    "queue.served",
    "queue.abandoned",
    "rating.submitted",
    "rating.verified",
    "rating.rectified",
    "rating.replied",
    "rating.appealed",
    "complaint.received",
    "complaint.accepted",
    "complaint.rejected",
    "complaint.extended",
    "complaint.resolved",
    "finding.recorded",
    "finding.voided",
    "merit.recorded",
    "merit.voided",
    "evaluation.recorded",
    "fee.charged",
    "event.retracted",
    "notice.acknowledged",
    "appeal.filed",
    "appeal.decided",
    "order.issued",
    "order.completed",
    "order.checked",
    "proposal.decided",
    "month.closed",
];

#[test]
fn the_same_plan_gives_the_same_bytes() {
    let (registry, events) = run(&plan(1, &["2026-08", "2026-09"]));
    assert_eq!((registry.clone(), events.clone()), run(&plan(1, &["2026-08", "2026-09"])));
    assert_ne!(events, run(&plan(2, &["2026-08", "2026-09"])).1);
    // FNV-1a: whoever changes what a seed gives does so knowingly.
    let hash = |bytes: &[u8]| {
        bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    };
    assert_eq!((hash(registry.as_bytes()), hash(&events)), PINNED);
}

const PINNED: (u64, u64) = (4315252355094881252, 12089228699213342896);

#[test]
fn the_registry_is_without_mistakes() {
    for (windows, staff) in [(1, 1), (6, 6), (10, 22), (40, 90), (400, 900)] {
        let mut sized = plan(windows as u64, &["2026-09"]);
        sized.size = Size { windows, staff, months: sized.size.months };
        let county = County::new(sized.code, sized.name, &sized.size, &mut Dice::new(sized.seed, 0));
        let file = SourceFile { name: "county.toml".to_owned(), text: county.toml() };
        let registry = scoring::registry::read(&[file]).expect("no mistakes");
        assert_eq!((registry.windows.len(), registry.staff.len()), (windows, staff));
        assert!(windows < 40 || registry.items.len() >= 60);
    }
}

#[test]
fn every_type_occurs_and_no_other() {
    let found = types(&run(&plan(1, &["2026-08", "2026-09"])).1);
    for kind in TYPES {
        assert!(found.contains_key(kind), "{kind} does not occur");
    }
    let others: Vec<&String> = found.keys().filter(|kind| !TYPES.contains(&kind.as_str())).collect();
    // The unknown type, and types written with an escape.
    assert!(others.iter().all(|kind| *kind == "window.opened" || kind.starts_with("\\u")), "{others:?}");
}

#[test]
fn every_fault_occurs_even_in_a_small_county() {
    let mut small = plan(3, &["2026-09"]);
    small.size = Size { windows: 10, staff: 22, months: small.size.months };
    let (_, bytes) = run(&small);
    let text: Vec<String> = lines(&bytes).collect();
    let any = |what: &str| text.iter().any(|line| line.contains(what));
    for sign in [
        "\u{fffd}",
        "\u{feff}",
        "NaN",
        "\\ud83d",
        "[[[[",
        "\"0.3\"",
        "\"id\":\"\"",
        "\"payload\"",
        "220821,",
        "window.opened",
        ":60+08:00",
        "null",
        "\"level\":\"5\"",
        "\"level\":6",
        "\"overdue\",\"window\"",
        "3.0",
        "town-99",
        "110101",
        "W-9999",
        "S-99999",
        "X\"}}",
        "D-99",
        "C-LOST",
        "none-",
        "}}{",
        "\r",
    ] {
        assert!(any(sign), "no line with {sign}");
    }
    assert!(text.iter().any(|line| line == "[]"));
    assert!(text.iter().any(|line| !line.is_empty() && line.trim().is_empty()));
    assert!(text.iter().any(|line| line.len() > 65_536));
    let every: std::collections::HashSet<String> =
        Fault::ALL.iter().map(|fault| format!("{fault:?}")).collect();
    assert_eq!(every.len(), Fault::ALL.len());
}

#[test]
fn faults_stay_away_when_asked() {
    let mut clean = plan(1, &["2026-09"]);
    clean.bad_permille = 0;
    let (_, bytes) = run(&clean);
    assert!(std::str::from_utf8(&bytes).is_ok());
    assert!(!types(&bytes).contains_key("window.opened"));
}

#[test]
fn an_earlier_end_gives_a_prefix() {
    let whole = plan(1, &["2026-08", "2026-09"]);
    let mut cut = whole.clone();
    cut.until = Instant::parse("2026-09-17T11:30:00+08:00");
    let (all, some) = (run(&whole).1, run(&cut).1);
    assert!(some.len() < all.len() && !some.is_empty());
    assert!(all.starts_with(&some));
}

#[test]
fn there_are_about_as_many_lines_as_asked_for() {
    for asked in [60_000, 300_000] {
        let mut busy = plan(1, &["2026-09"]);
        busy.events = Some(asked);
        let found: usize = types(&run(&busy).1).values().sum();
        let off = (found as f64 / asked as f64 - 1.0).abs();
        assert!(off < 0.05, "{found} lines for {asked}");
    }
}

#[test]
fn regions_of_one_seed_differ() {
    let mut other = plan(1, &["2026-09"]);
    other.stream = 1;
    assert_ne!(run(&plan(1, &["2026-09"])).0, run(&other).0);
}
