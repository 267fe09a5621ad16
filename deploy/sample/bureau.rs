//! The month's end: evaluations, proposals decided, the month closed.

use super::county::Grade;
use super::wire::{HOUR, MINUTE, SECOND};
use super::world::World;

/// What the bureau does besides inspecting.
pub fn day(world: &mut World<'_>) {
    if world.last_workday() {
        evaluations(world);
    }
    if world.nth_workday() == 4 && world.has_month_before() {
        close(world);
    }
}

/// Marks for every window and everybody.
fn evaluations(world: &mut World<'_>) {
    let county = world.county;
    for window in 0..county.windows.len() {
        evaluation(world, "window", &county.windows[window].id, window);
        for staff in world.duty[window].clone() {
            evaluation(world, "staff", &county.staff[staff].id, window);
        }
    }
}

fn evaluation(world: &mut World<'_>, subject: &str, id: &str, window: usize) {
    let usual = world.habits(window).marks * 100;
    let at = world.today_at(15 * HOUR) + world.dice.between(0, 2 * HOUR);
    let center = mark(world, usual);
    let peers = mark(world, usual);
    write_evaluation(world, subject, id, at, center, peers);
    // A slip of the pen: the last one counts.
    if world.dice.chance(0.02) {
        let mended = mark(world, usual);
        write_evaluation(world, subject, id, at + 5 * MINUTE, center, mended);
    }
}

/// Marks around the usual ones, in hundredths; half of them whole.
fn mark(world: &mut World<'_>, usual: i64) -> i64 {
    let mark = (usual + world.dice.between(-600, 500)).clamp(0, 10_000);
    if world.dice.chance(0.5) { mark / 100 * 100 } else { mark }
}

fn write_evaluation(world: &mut World<'_>, subject: &str, id: &str, at: i64, center: i64, peers: i64) {
    let month = world.month;
    world
        .event(0, "evaluation.recorded", at)
        .month("month", month)
        .text(subject, id)
        .hundredths("center", center)
        .hundredths("peers", peers)
        .end();
}

/// Last month's proposals are decided, and the month is closed.
fn close(world: &mut World<'_>) {
    let county = world.county;
    let month = world.month.previous();
    let mut at = world.today_at(10 * HOUR);
    for (place, window) in county.windows.iter().enumerate() {
        let kind = match world.grades[place] {
            Grade::Failing => "yellow_flag",
            Grade::Troubled => "dissatisfied_window",
            Grade::Model if county.sites[window.site].ranked => "red_flag",
            Grade::Model | Grade::Good | Grade::Fair | Grade::Weak => continue,
        };
        at += world.dice.between(30 * SECOND, 3 * MINUTE);
        let confirmed = world.dice.chance(0.9);
        world
            .event(0, "proposal.decided", at)
            .month("month", month)
            .text("kind", kind)
            .text("subject", &window.id)
            .flag("confirmed", confirmed)
            .text("reason", if confirmed { "情况属实" } else { "情节轻微，予以提醒" })
            .text("by", "B-01")
            .end();
    }
    let digest = [world.dice.word(), world.dice.word(), world.dice.word(), world.dice.word()];
    let [a, b, c, d] = digest;
    world
        .event(0, "month.closed", at + HOUR)
        .month("month", month)
        .number("version", 1)
        .json("digest", format_args!("\"sha256:{a:016x}{b:016x}{c:016x}{d:016x}\""))
        .text("by", "B-01")
        .end();
}
