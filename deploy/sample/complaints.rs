//! Complaints: received, accepted, rejected, extended, resolved; some upheld, some overdue.

use super::wire::{DAY, HOUR, MINUTE};
use super::world::World;

const TOPICS: [(&str, u32); 6] =
    [("attitude", 40), ("overdue", 20), ("wrongly_denied", 12), ("fee", 8), ("integrity", 3), ("other", 17)];

/// The complaints of a day.
pub fn day(world: &mut World<'_>) {
    for window in 0..world.county.windows.len() {
        let upheld = world.habits(window).upheld;
        if world.today_by_chance(upheld) {
            complaint(world, window, true);
        }
        // Unfounded ones follow the number of people who come, slowly.
        let unfounded = 0.12 + (world.cases_in_month(window) / 4000.0).min(2.0);
        if world.today_by_chance(unfounded) {
            complaint(world, window, false);
        }
    }
}

fn complaint(world: &mut World<'_>, window: usize, upheld: bool) {
    let county = world.county;
    let site = county.windows[window].site;
    let id = world.id("T-");
    let received = world.moment(0, world.today);
    let topic = *world.dice.weighted(&TOPICS);
    let staff = world.anybody(window).filter(|_| world.dice.chance(0.75));
    let line = world
        .event(0, "complaint.received", received)
        .id("complaint", &id)
        .text("window", &county.windows[window].id);
    let line = match staff {
        Some(staff) => line.text("staff", &county.staff[staff].id),
        None => line,
    };
    line.text("topic", topic).end();
    let accepted = received + world.dice.between(20 * MINUTE, 6 * HOUR);
    world.event(0, "complaint.accepted", accepted).id("complaint", &id).end();
    if !upheld && world.dice.chance(0.3) {
        let rejected = world.moment_after(0, world.calendar.plus(world.today, 1), accepted);
        world
            .event(0, "complaint.rejected", rejected)
            .id("complaint", &id)
            .text("reason", "反映事项不属于本中心受理范围")
            .end();
        return;
    }
    let extended = world.dice.chance(0.2);
    if extended {
        let on = world.calendar.plus(world.today, 2);
        let at = world.moment_after(0, on, accepted);
        let approver = *world.dice.pick(&world.bureau);
        world
            .event(0, "complaint.extended", at)
            .id("complaint", &id)
            .text("reason", "需调阅监控并走访当事人")
            .text("approved_by", approver)
            .end();
    }
    let days = match (extended, world.dice.below(100)) {
        (_, 0..5) => 19,
        (true, _) => world.dice.between(4, 14),
        (false, 5..12) => 5,
        (false, _) => world.dice.mostly_low(1, 3),
    };
    let on = world.calendar.plus(world.today, days as u32);
    let resolved = world.moment_after(site, on, accepted);
    let points = if upheld && world.dice.chance(0.35) { world.dice.between(5, 10) } else { 0 };
    resolve(world, &id, resolved, upheld, points);
    // Looked into once more: the last resolution counts.
    if upheld && world.dice.chance(0.08) {
        resolve(world, &id, resolved + 2 * DAY, false, 0);
    }
}

fn resolve(world: &mut World<'_>, id: &super::wire::Id, at: i64, substantiated: bool, points: i64) {
    let line =
        world.event(0, "complaint.resolved", at).id("complaint", id).flag("substantiated", substantiated);
    if points > 0 {
        line.number("points", points).end()
    } else {
        line.end()
    };
}
