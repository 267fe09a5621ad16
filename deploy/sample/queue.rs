//! Tickets: taken, called, called again, served, or given up.

use super::cases::Visit;
use super::wire::{HOUR, Id, MINUTE, SECOND};
use super::world::World;

/// The ticket of somebody who is called at a time and served; answers how long the service takes.
pub fn served(world: &mut World<'_>, visit: &Visit, called: i64) -> i64 {
    let length = world.dice.mostly_low(3 * MINUTE, 22 * MINUTE);
    let ticket = taken(world, visit.site, visit.item, called);
    call(world, visit, &ticket, called);
    let begun = if world.dice.chance(0.04) {
        let again = called + world.dice.between(25 * SECOND, 80 * SECOND);
        call(world, visit, &ticket, again);
        again
    } else {
        called
    };
    world.event(visit.site, "queue.served", begun + length).id("ticket", &ticket).end();
    begun - called + length
}

/// The ticket of somebody who goes away, before the call or after it.
pub fn abandoned(world: &mut World<'_>, window: usize, item: usize) {
    let site = world.county.windows[window].site;
    let Some(staff) = world.anybody(window) else { return };
    let at = world.moment(site, world.today);
    let ticket = taken(world, site, item, at);
    if world.dice.chance(0.6) {
        call(world, &Visit { site, window, staff, item }, &ticket, at);
    }
    let gone = at + world.dice.between(MINUTE, 10 * MINUTE);
    world.event(site, "queue.abandoned", gone).id("ticket", &ticket).end();
}

/// Takes a ticket some minutes before it is called; people with an appointment wait less.
fn taken(world: &mut World<'_>, site: usize, item: usize, called: i64) -> Id {
    let ticket = world.id("Q-");
    let appointment = world.dice.chance(0.08);
    let longest = if appointment { 8 * MINUTE } else { HOUR };
    let wait = world.dice.mostly_low(10 * SECOND, longest);
    let county = world.county;
    world
        .event(site, "queue.taken", called - wait)
        .id("ticket", &ticket)
        .text("item", &county.items[item].code)
        .true_if(appointment, "appointment")
        .end();
    ticket
}

fn call(world: &mut World<'_>, visit: &Visit, ticket: &Id, at: i64) {
    let county = world.county;
    world
        .event(visit.site, "queue.called", at)
        .id("ticket", ticket)
        .text("window", &county.windows[visit.window].id)
        .text("staff", &county.staff[visit.staff].id)
        .end();
}
