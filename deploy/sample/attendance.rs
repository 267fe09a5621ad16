//! A day's swipes, leaves, make-ups and covers.

use super::wire::{HOUR, MINUTE, SECOND};
use super::world::{Leave, World};
use scoring::time::{Date, Session};

/// Everybody comes and goes.
pub fn day(world: &mut World<'_>) {
    let county = world.county;
    for window in 0..county.windows.len() {
        let site = county.windows[window].site;
        for staff in world.duty[window].clone() {
            let absent = on_leave(world, site, window, staff);
            if county.sites[site].attendance && world.lost_device != Some((site, world.today)) {
                sessions(world, site, window, staff, absent);
            }
            if absent == [true, true] {
                world.present[window].retain(|&there| there != staff);
            }
        }
        // Always where nobody is left, and mostly where somebody is away.
        let missing = world.present[window].len() < world.duty[window].len();
        if missing && (world.present[window].is_empty() || world.dice.chance(0.6)) {
            cover(world, site, window);
        }
    }
}

/// Which sessions of today somebody is on leave for; a new leave may begin.
fn on_leave(world: &mut World<'_>, site: usize, window: usize, staff: usize) -> [bool; 2] {
    let today = world.today;
    let running = world.leaves[staff].is_some_and(|leave| leave.to.0 >= today);
    if !running && world.today_by_chance(world.habits(window).leave) {
        take_leave(world, site, staff);
    }
    let leave = world.leaves[staff];
    Session::BOTH.map(|session| {
        leave.is_some_and(|leave| leave.from <= (today, session) && (today, session) <= leave.to)
    })
}

/// Somebody takes leave: the sick from today on, the others from the next working day.
fn take_leave(world: &mut World<'_>, site: usize, staff: usize) {
    let kinds = [
        ("sick", 40),
        ("personal", 45),
        ("official", 60),
        ("annual", 30),
        ("nursing", 4),
        ("bereavement", 3),
        ("marriage", 2),
        ("home", 2),
        ("maternity", 1),
    ];
    let kind = *world.dice.weighted(&kinds);
    let first = if kind == "sick" { world.today } else { world.calendar.next(world.today) };
    let days = match kind {
        "sick" | "personal" | "official" => [1, 1, 1, 1, 2][world.dice.below(5)],
        "annual" => world.dice.between(1, 5),
        "bereavement" => 3,
        "marriage" | "home" => 10,
        "maternity" => 98,
        _nursing => 1,
    };
    let last = world.calendar.plus(first, days as u32 - 1);
    let (from, to) = match world.dice.below(if days == 1 { 4 } else { 1 }) {
        1 => (Session::Am, Session::Am),
        2 => (Session::Pm, Session::Pm),
        _whole_days => (Session::Am, Session::Pm),
    };
    let leave = Leave { from: (first, from), to: (last, to) };
    let at = match kind {
        "sick" => world.today_at(7 * HOUR) + world.dice.between(0, 80 * MINUTE),
        _planned => world.moment(site, world.today),
    };
    write_leave(world, site, staff, kind, leave, at);
    world.leaves[staff] = Some(leave);
    // Entered as the wrong kind at first: the last one by order counts.
    if kind == "personal" && world.dice.chance(0.08) {
        let later = at + world.dice.between(HOUR, 3 * HOUR);
        write_leave(world, site, staff, "official", leave, later);
    }
}

fn write_leave(world: &mut World<'_>, site: usize, staff: usize, kind: &str, leave: Leave, at: i64) {
    let end = |(date, session): (Date, Session)| {
        format!("{{\"date\":\"{date}\",\"session\":\"{}\"}}", session.word())
    };
    let approver = *world.dice.pick(&world.bureau);
    let staff = &world.county.staff[staff].id;
    world
        .event(site, "attendance.leave", at)
        .text("staff", staff)
        .text("kind", kind)
        .json("from", format_args!("{}", end(leave.from)))
        .json("to", format_args!("{}", end(leave.to)))
        .text("approved_by", approver)
        .end();
}

/// The swipes of somebody who is not on leave.
fn sessions(world: &mut World<'_>, site: usize, window: usize, staff: usize, absent: [bool; 2]) {
    let hours = world.county.sites[site].hours();
    let habits = world.habits(window);
    for (place, session) in Session::BOTH.into_iter().enumerate() {
        if absent[place] || world.today_by_chance(habits.absent / 2.0) {
            continue;
        }
        let (start, end) = (world.today_at(hours[place].0), world.today_at(hours[place].1));
        let arrival = if world.today_by_chance(habits.late / 2.0) {
            start + world.dice.mostly_low(SECOND, 40 * MINUTE)
        } else {
            start - world.dice.mostly_low(SECOND, 28 * MINUTE)
        };
        let departure = if world.today_by_chance(habits.early / 2.0) {
            end - world.dice.mostly_low(SECOND, 50 * MINUTE)
        } else {
            end + world.dice.mostly_low(SECOND, 22 * MINUTE)
        };
        swipe_or_forget(world, site, staff, session, "in", arrival, habits.forgot / 4.0);
        swipe_or_forget(world, site, staff, session, "out", departure, habits.forgot / 4.0);
        // Out for an errand and back: neither the first arrival nor the last departure.
        if world.dice.chance(0.01) {
            let out = arrival.max(start) + 50 * MINUTE + world.dice.between(0, 30 * MINUTE);
            swipe(world, site, staff, "out", out);
            let back = out + world.dice.between(5 * MINUTE, 20 * MINUTE);
            swipe(world, site, staff, "in", back);
        }
    }
}

fn swipe_or_forget(
    world: &mut World<'_>,
    site: usize,
    staff: usize,
    session: Session,
    direction: &str,
    at: i64,
    forgot: f64,
) {
    if !world.today_by_chance(forgot) {
        return swipe(world, site, staff, direction, at);
    }
    if world.dice.chance(0.55) {
        let entered = at + world.dice.between(HOUR, 5 * HOUR);
        let today = world.today;
        let supervisor = *world.dice.pick(&world.bureau);
        let staff = &world.county.staff[staff].id;
        world
            .event(site, "attendance.makeup", entered)
            .text("staff", staff)
            .date("date", today)
            .text("session", session.word())
            .text("direction", direction)
            .text("approved_by", supervisor)
            .end();
    }
}

fn swipe(world: &mut World<'_>, site: usize, staff: usize, direction: &str, at: i64) {
    let device = *world.dice.pick(&["K1", "K2"]);
    let staff = &world.county.staff[staff].id;
    world
        .event(site, "attendance.swipe", at)
        .text("staff", staff)
        .text("direction", direction)
        .text("device", device)
        .end();
}

/// Somebody of the same site stands in at a window where somebody is away.
fn cover(world: &mut World<'_>, site: usize, window: usize) {
    let county = world.county;
    let others: Vec<usize> = (0..county.windows.len())
        .filter(|&other| other != window && county.windows[other].site == site)
        .flat_map(|other| world.present[other].iter().copied())
        .collect();
    if others.is_empty() {
        return;
    }
    let staff = *world.dice.pick(&others);
    world.present[window].push(staff);
    let today = world.today;
    for session in Session::BOTH {
        let at = world.today_at(8 * HOUR) + world.dice.between(0, 25 * MINUTE);
        world
            .event(site, "attendance.cover", at)
            .text("window", &county.windows[window].id)
            .text("staff", &county.staff[staff].id)
            .date("date", today)
            .text("session", session.word())
            .end();
    }
}
