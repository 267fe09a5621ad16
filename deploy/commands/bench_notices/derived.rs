//! What the core takes: a morning's notices, and one case whose due date moves.

use super::open_cases::{Case, OpenCases, morning, move_of, retraction_of};
use super::{Failure, Stopwatch, spread};
use crate::notices::{all_to_keep, changed};
use ingest::wire::{Room, Wire};
use scoring::context::Givens;
use scoring::log::{Appended, Keyed};
use scoring::standing::Standing;
use scoring::time::Month;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// So many notices are taken over at a time, as the service does.
const PART: usize = 2000;
/// So many cases are moved, and as many taken back.
const MOVED: usize = 5000;
const FOLLOWER: u64 = 0;

/// Derives the morning and moves cases, and tells how long it took.
pub fn measure(givens: &Givens, open: &OpenCases<'_>) -> Result<(), Failure> {
    let (months, log) = (months(), open.log()?);
    let watch = Stopwatch::start();
    let mut standing = Standing::of_log(givens.county(), &months, open.eve(), log);
    let begun = watch.stop();
    standing.follow_notices(FOLLOWER);
    let before = take(&mut standing);
    let (watch, judging) = (Stopwatch::start(), Stopwatch::start());
    standing.advance(givens.registry.zone.midnight(morning()));
    let judged = judging.stop();
    let telling = Stopwatch::start();
    let taken = take(&mut standing);
    println!(
        "derive         {}: {judged} judging what the day brings, {} telling {taken} notices for the store",
        watch.stop(),
        telling.stop()
    );
    assert_eq!(taken as u64, open.due(), "each notice due is derived, and no other");
    let (watch, scoring) = (Stopwatch::start(), Stopwatch::start());
    let results = standing.results(&[]);
    let scored = scoring.stop();
    let notices: Vec<_> = results.into_iter().flat_map(|result| result.notices).collect();
    black_box(all_to_keep(&standing.context(), &notices));
    println!(
        "all anew       {} for the {} notices of the open months, {scored} of it their results; {begun} to judge every case",
        watch.stop(),
        notices.len(),
    );
    debug_assert!(before + taken <= notices.len());
    let moves = timed(givens, &mut standing, open.some(MOVED), move_of)?;
    spread("one case moved", &moves);
    // Others than those moved.
    let others = open.cases.iter().skip(1).step_by((open.cases.len() / MOVED).max(1)).take(MOVED);
    let gone = timed(givens, &mut standing, others, |case, _| retraction_of(case))?;
    spread("one taken back", &gone);
    Ok(())
}

/// The months that are open with such cases.
fn months() -> Vec<Month> {
    let this = morning().month();
    vec![this.previous(), this, this.next()]
}

/// Takes over everything that changed, with the strings that the store wants.
fn take(standing: &mut Standing<'_>) -> usize {
    let mut taken = 0;
    while let Some(changes) = standing.take_notice_changes(FOLLOWER, PART) {
        let told = changed(&standing.context(), &changes);
        taken += told.keep.len();
        black_box(told);
        if !changes.has_more {
            break;
        }
    }
    taken
}

/// How long each event takes from its arrival at the standing until what it changes is known.
fn timed<'c>(
    givens: &Givens,
    standing: &mut Standing<'_>,
    cases: impl Iterator<Item = &'c Case>,
    event: impl Fn(&Case, usize) -> String,
) -> Result<Vec<Duration>, Failure> {
    let wire = Wire::new(&givens.registry, &givens.rulebooks);
    let (mut arena, mut room) = (bumpalo::Bump::new(), Room::default());
    let mut took = Vec::new();
    for (place, case) in cases.enumerate() {
        arena.reset();
        let line = event(case, place);
        let read = wire.read_text(&line, &arena, &mut room);
        let keyed = Keyed::from(read.map_err(|fault| anyhow::anyhow!("{line}: {}", fault.message))?);
        let watch = Instant::now();
        let appended = standing.apply(&keyed);
        take(standing);
        took.push(watch.elapsed());
        assert!(matches!(appended, Appended::New(..)), "{line}");
    }
    Ok(took)
}
