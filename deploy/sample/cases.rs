//! Cases: each one's whole life is thrown when it is accepted, and its later events wait in the log for their days.

use super::county::Item;
use super::services::Kind;
use super::wire::{DAY, HOUR, Id, MINUTE, SECOND};
use super::world::{Done, World};
use super::{queue, ratings};
use scoring::time::Date;

/// A case that is being thrown.
#[derive(Clone, Copy)]
pub struct Case {
    /// Its identifier.
    pub id: Id,
    /// Who asked for it, a pseudonym.
    pub applicant: u32,
    /// The accepting site.
    pub site: usize,
    /// The accepting window.
    pub window: usize,
    /// Who took it.
    pub staff: usize,
    /// What it is about.
    pub item: usize,
    /// When it was accepted.
    pub accepted: i64,
}

/// The ways a promised case can go, with their weights.
const PATHS: [(Path, u32); 10] = [
    (Path::Straight, 800),
    (Path::Supplement, 85),
    (Path::Unanswered, 4),
    (Path::Suspended, 30),
    (Path::SuspendedTwice, 6),
    (Path::SuspendedOpen, 8),
    (Path::Overrun, 3),
    (Path::Extended, 30),
    (Path::Withdrawn, 20),
    (Path::Unasked, 1),
];

#[derive(Clone, Copy)]
enum Path {
    /// Nothing happens in between.
    Straight,
    /// Something was missing; it came, and the limit began anew.
    Supplement,
    /// Something was missing and never came.
    Unanswered,
    /// Suspended for a number of days, and resumed in time.
    Suspended,
    /// Suspended again while suspended.
    SuspendedTwice,
    /// Suspended without a number of days.
    SuspendedOpen,
    /// Suspended for longer than was approved.
    Overrun,
    /// Given more days.
    Extended,
    /// Taken back by the applicant.
    Withdrawn,
    /// Papers came that nobody had asked for.
    Unasked,
}

const REASONS: [&str; 8] =
    ["hearing", "bidding", "auction", "inspection", "testing", "quarantine", "appraisal", "expert_review"];
const MISSING: [&str; 8] = [
    "身份证复印件",
    "营业执照副本",
    "房屋权属证明",
    "法定代表人授权委托书",
    "近三个月社保缴费凭证",
    "场所平面布局图",
    "健康证明",
    "婚姻状况声明",
];

/// Everybody who comes on a working day.
pub fn day(world: &mut World<'_>) {
    // Mondays and the days after holidays are busy; nothing else about the calendar matters to the public.
    let rush = if world.calendar.is_working(Date(world.today.0 - 1)) { 0.97 } else { 1.18 };
    for window in 0..world.county.windows.len() {
        let Some(_) = world.anybody(window) else { continue };
        let count = world.dice.about(world.cases_a_day * world.county.windows[window].weight * rush);
        for _ in 0..count {
            visit(world, window);
        }
        let gone = world.dice.about(count as f64 * 0.025);
        for _ in 0..gone {
            let item = choose_item(world, window);
            queue::abandoned(world, window, item);
        }
    }
}

/// A few cases come in over the net while everything is closed.
pub fn day_off(world: &mut World<'_>) {
    for window in 0..world.county.windows.len() {
        let site = world.county.windows[window].site;
        let count = world.dice.about(world.cases_a_day * world.county.windows[window].weight * 0.015);
        for _ in 0..count {
            let Some(staff) = world.anybody(window) else { break };
            let department = world.county.windows[window].department;
            if world.menu[department].1.is_empty() {
                break;
            }
            let item = menu_item(world, department, false);
            let accepted = world.today_at(9 * HOUR) + world.dice.between(0, 12 * HOUR);
            let case = open(world, Visit { site, window, staff, item }, accepted, "online");
            promised(world, &case);
        }
    }
}

/// Who comes to whom for what.
#[derive(Clone, Copy)]
pub struct Visit {
    /// The site.
    pub site: usize,
    /// The window.
    pub window: usize,
    /// Who is behind it.
    pub staff: usize,
    /// What for.
    pub item: usize,
}

/// One case, with its ticket, its rating and its fee.
fn visit(world: &mut World<'_>, window: usize) {
    let Some(staff) = world.anybody(window) else { return };
    let site = world.county.windows[window].site;
    let item = choose_item(world, window);
    let visit = Visit { site, window, staff, item };
    let at = world.moment(site, world.today);
    let (case, leaves) = if world.dice.chance(0.75) {
        let served = queue::served(world, &visit, at);
        (open(world, visit, at + served.min(2 * MINUTE) / 2, "window"), at + served)
    } else {
        let channel = *world.dice.weighted(&[("online", 70), ("agent", 15), ("phone", 8), ("window", 7)]);
        (open(world, visit, at, channel), at + world.dice.between(3 * MINUTE, 12 * MINUTE))
    };
    let offer = &world.county.items[item];
    match offer.kind {
        Kind::Instant => instant(world, &case, leaves),
        Kind::Promised | Kind::Joint | Kind::Reported => promised(world, &case),
    }
    let paid = leaves - world.dice.between(5 * SECOND, MINUTE);
    fee(world, &case, paid);
    if world.dice.chance(0.86) {
        ratings::submitted(world, &case, leaves);
    }
}

/// What somebody comes for: mostly what is done at once.
fn choose_item(world: &mut World<'_>, window: usize) -> usize {
    let department = world.county.windows[window].department;
    let instant = world.dice.chance(0.85);
    menu_item(world, department, instant)
}

fn menu_item(world: &mut World<'_>, department: usize, instant: bool) -> usize {
    let (at_once, later) = &world.menu[department];
    let list = if later.is_empty() || instant && !at_once.is_empty() { at_once } else { later };
    // The first items of a department are the common ones.
    list[world.dice.below(list.len()).min(world.dice.below(list.len()))]
}

/// Accepts a case.
fn open(world: &mut World<'_>, visit: Visit, accepted: i64, channel: &str) -> Case {
    let applicant = world.dice.word() as u32;
    open_for(world, visit, accepted, channel, applicant)
}

fn open_for(world: &mut World<'_>, visit: Visit, accepted: i64, channel: &str, applicant: u32) -> Case {
    let Visit { site, window, staff, item } = visit;
    let id = world.id("C-");
    let case = Case { id, applicant, site, window, staff, item, accepted };
    let county = world.county;
    world
        .event(site, "case.accepted", accepted)
        .id("case", &id)
        .text("item", &county.items[item].code)
        .text("window", &county.windows[window].id)
        .text("staff", &county.staff[staff].id)
        .json("applicant", format_args!("\"{applicant:08x}\""))
        .true_if(is_green(&case), "green_channel")
        .text_if(channel != "window", "channel", channel)
        .end();
    case
}

/// One case in forty goes on the green channel.
fn is_green(case: &Case) -> bool {
    case.applicant.is_multiple_of(40)
}

fn limit(case: &Case, item: &Item) -> u32 {
    if is_green(case) { item.promised.div_ceil(2) } else { item.promised }
}

/// The part of a window's cases that shall show a fault that happens so often in a month.
fn part(world: &World<'_>, window: usize, in_month: f64, eligible: f64) -> f64 {
    (in_month / (world.cases_in_month(window) * eligible)).min(0.5)
}

/// A case that is done while the applicant waits, or in rare cases not.
fn instant(world: &mut World<'_>, case: &Case, leaves: i64) {
    let overdue = part(world, case.window, world.habits(case.window).overdue, 1.0);
    if world.dice.chance(overdue) {
        return late(world, case, world.today);
    }
    let done = leaves - world.dice.between(SECOND, MINUTE).min((leaves - case.accepted) / 2);
    let outcome = outcome(world);
    complete(world, case, done, outcome);
    if outcome == "returned" && comes_back(world, case.window) {
        again(world, case);
    }
    let Case { id, item, window, staff, .. } = *case;
    world.remember(Done { case: id, item, window, staff, at: done });
}

/// A case with a limit.
fn promised(world: &mut World<'_>, case: &Case) {
    let item = &world.county.items[case.item];
    let limit = limit(case, item);
    let today = world.today;
    let overdue = part(world, case.window, world.habits(case.window).overdue, 1.0);
    if world.dice.chance(overdue) {
        let due = world.calendar.plus(today, limit);
        return late(world, case, due);
    }
    if item.kind == Kind::Joint {
        return joint(world, case, limit);
    }
    let path = if limit >= 3 { *world.dice.weighted(&PATHS) } else { Path::Straight };
    match path {
        Path::Straight => finish(world, case, today, case.accepted, limit),
        Path::Supplement => {
            let (asked_on, asked) = ask(world, case);
            let wait = world.dice.mostly_low(1, 6) as u32;
            let answered_on = world.calendar.plus(asked_on, wait);
            let answered = world.moment_after(case.site, answered_on, asked);
            follow(world, case, "case.supplement_received", answered);
            finish(world, case, answered_on, answered, limit);
        }
        Path::Unanswered => {
            ask(world, case);
        }
        Path::Suspended | Path::SuspendedTwice | Path::SuspendedOpen | Path::Overrun => {
            suspended(world, case, path, limit);
        }
        Path::Extended => {
            let on = world.calendar.plus(today, world.dice.between(0, i64::from(limit) - 1) as u32);
            let at = world.moment_after(case.site, on, case.accepted);
            let days = world.dice.between(2, 10);
            let approver = *world.dice.pick(&world.bureau);
            world
                .event(case.site, "case.extended", at)
                .id("case", &case.id)
                .number("days", days)
                .text("approved_by", approver)
                .end();
            let used = world.calendar.working_days(today, on);
            finish(world, case, on, at, limit + days as u32 - used);
        }
        Path::Withdrawn => {
            let on = world.calendar.plus(today, world.dice.between(0, i64::from(limit)) as u32);
            let at = world.moment_after(case.site, on, case.accepted);
            follow(world, case, "case.withdrawn", at);
        }
        Path::Unasked => {
            let on = world.calendar.plus(today, 1);
            let at = world.moment(case.site, on);
            follow(world, case, "case.supplement_received", at);
            finish(world, case, on, at, limit);
        }
    }
}

/// Asks for what is missing, once or twice; answers the date and the instant of the first request.
fn ask(world: &mut World<'_>, case: &Case) -> (Date, i64) {
    let on = world.calendar.plus(world.today, world.dice.between(0, 1) as u32);
    let at = world.moment_after(case.site, on, case.accepted);
    let missing = [*world.dice.pick(&MISSING), *world.dice.pick(&MISSING)];
    let count = world.dice.between(1, 2) as usize;
    world
        .event(case.site, "case.supplement_requested", at)
        .id("case", &case.id)
        .list("missing", &missing[..count])
        .end();
    (on, at)
}

/// A case that waits for a hearing, a test or an appraisal.
fn suspended(world: &mut World<'_>, case: &Case, path: Path, limit: u32) {
    let from = world.calendar.plus(world.today, world.dice.between(0, 1) as u32);
    let at = world.moment_after(case.site, from, case.accepted);
    let days = world.dice.between(3, 15) as u32;
    let with_days = !matches!(path, Path::SuspendedOpen);
    suspend(world, case, at, with_days.then_some(days));
    let left = limit - world.calendar.working_days(world.today, from);
    let (used, over) = match path {
        Path::SuspendedTwice => {
            let again_on = world.calendar.plus(from, 1);
            let again = world.moment(case.site, again_on);
            suspend(world, case, again, Some(days + 2));
            (days, 0)
        }
        // One day more than was approved counts as case time, and shows up as an anomaly.
        Path::Overrun => (days + 1, 1),
        Path::Suspended
        | Path::SuspendedOpen
        | Path::Straight
        | Path::Supplement
        | Path::Unanswered
        | Path::Extended
        | Path::Withdrawn
        | Path::Unasked => (world.dice.between(1, i64::from(days)) as u32, 0),
    };
    let back_on = world.calendar.plus(from, used.max(1));
    let back = world.moment_after(case.site, back_on, at + 2 * DAY);
    let back_on = Date(back.div_euclid(DAY) as i32).max(back_on);
    follow(world, case, "case.resumed", back);
    finish(world, case, back_on, back, left.saturating_sub(over + 1));
}

fn suspend(world: &mut World<'_>, case: &Case, at: i64, days: Option<u32>) {
    let reason = *world.dice.pick(&REASONS);
    let line = world.event(case.site, "case.suspended", at).id("case", &case.id).text("reason", reason);
    match days {
        Some(days) => line.number("days", i64::from(days)).end(),
        None => line.end(),
    };
}

/// A case that other departments have shares of.
fn joint(world: &mut World<'_>, case: &Case, limit: u32) {
    let county = world.county;
    let own = county.windows[case.window].department;
    let others: Vec<usize> = (0..county.departments.len()).filter(|&other| other != own).collect();
    let mut last = case.accepted;
    let delay = part(world, case.window, world.habits(case.window).joint, 0.05);
    let delayed = world.dice.chance(delay);
    // Now and then it is the department without a window, for which no lead can answer.
    let without_window = delayed && world.dice.chance(0.15);
    let first = if without_window { others.len() - 1 } else { world.dice.below(others.len()) };
    for nth in 0..world.dice.between(1, 3).min(others.len() as i64) as usize {
        let department = others[(first + nth * 3) % others.len()];
        if nth > 0 && others.len() < 7 {
            break;
        }
        let id = &county.departments[department].id;
        let days = world.dice.between(0, i64::from(limit.min(4))) as u32;
        let assigned = case.accepted + world.dice.between(3 * MINUTE, 15 * MINUTE);
        world
            .event(case.site, "case.joint_assigned", assigned)
            .id("case", &case.id)
            .text("department", id)
            .number("days", i64::from(days))
            .end();
        let took = if delayed && nth == 0 { days + 1 } else { world.dice.between(0, i64::from(days)) as u32 };
        let on = world.calendar.plus(world.today, took);
        let at = world.moment_after(case.site, on, assigned);
        // The department itself reports it done, where it has a window, or else the accepting site.
        let reporter = match county.departments[department].sites.first() {
            Some(&site) if world.dice.chance(0.5) => site,
            _ => case.site,
        };
        world.event(reporter, "case.joint_completed", at).id("case", &case.id).text("department", id).end();
        last = last.max(at);
    }
    let on = Date(last.div_euclid(DAY) as i32);
    let left = limit.saturating_sub(world.calendar.working_days(world.today, on));
    finish(world, case, on, last, left);
}

/// Completes a case within so many working days, mostly well before.
fn finish(world: &mut World<'_>, case: &Case, from: Date, after: i64, days: u32) {
    let took = world.dice.mostly_low(0, i64::from(days)) as u32;
    let on = world.calendar.plus(from, took);
    let at = world.moment_after(case.site, on, after);
    let outcome = outcome(world);
    complete(world, case, at, outcome);
    if outcome == "returned" && on == world.today && comes_back(world, case.window) {
        again(world, case);
    }
}

/// Completes a case after its due date, or never; the department's head acknowledges the notices.
fn late(world: &mut World<'_>, case: &Case, due: Date) {
    let never = world.dice.chance(0.12);
    let over = if never { 40 } else { world.dice.mostly_low(1, 16) as u32 };
    let mut rung = world.calendar.next(due);
    for (level, days) in [(2, 3), (3, 5), (4, 0)] {
        if world.calendar.working_days(due, rung) >= over {
            break;
        }
        if world.dice.chance(0.7) {
            let at = world.moment(0, rung);
            let head = &world.county.departments[world.county.windows[case.window].department].head;
            world
                .event(case.site, "notice.acknowledged", at)
                .json("notice", format_args!("\"case_overdue/{}/{level}/{due}\"", case.id.as_str()))
                .text("by", head)
                .text("reason", "已督促窗口尽快办结")
                .end();
        }
        rung = world.calendar.next(world.calendar.plus(rung, days));
    }
    if !never {
        let on = world.calendar.plus(due, over);
        let at = world.moment_after(case.site, on, case.accepted);
        complete(world, case, at, "approved");
    }
}

/// Whether somebody who was sent away tries again and is sent away again; about seven do in a month.
fn comes_back(world: &mut World<'_>, window: usize) -> bool {
    let tries = part(world, window, 0.18, 0.02);
    world.dice.chance(tries)
}

/// The same applicant comes back for the same thing, and is sent away again.
fn again(world: &mut World<'_>, case: &Case) {
    let on = world.calendar.plus(world.today, world.dice.between(1, 3) as u32);
    let accepted = world.moment(case.site, on);
    let Case { site, window, staff, item, applicant, .. } = *case;
    let case = open_for(world, Visit { site, window, staff, item }, accepted, "window", applicant);
    let done = accepted + world.dice.between(4 * MINUTE, 15 * MINUTE);
    complete(world, &case, done, "returned");
}

fn outcome(world: &mut World<'_>) -> &'static str {
    match world.dice.below(1000) {
        0..965 => "approved",
        965..980 => "denied",
        _returned => "returned",
    }
}

fn complete(world: &mut World<'_>, case: &Case, at: i64, outcome: &str) {
    world.event(case.site, "case.completed", at).id("case", &case.id).text("outcome", outcome).end();
}

fn follow(world: &mut World<'_>, case: &Case, kind: &str, at: i64) {
    world.event(case.site, kind, at).id("case", &case.id).end();
}

/// The lawful fee, a wrong one, or a slip of the finger that is taken back.
fn fee(world: &mut World<'_>, case: &Case, at: i64) {
    let lawful = world.county.items[case.item].fee;
    let wrong = part(world, case.window, world.habits(case.window).fees, 1.0);
    if world.dice.chance(wrong) {
        let amount = match lawful {
            Some(fee) if world.dice.chance(0.7) => i64::from(fee) + world.dice.between(1, 50) * 100,
            Some(fee) => i64::from(fee.max(1000)),
            None => world.dice.between(10, 300) * 100,
        };
        let place = if world.dice.chance(0.35) { "elsewhere" } else { "hall" };
        charge(world, case, at, amount, place);
        return;
    }
    let Some(fee) = lawful.filter(|&fee| fee > 0) else { return };
    if world.dice.chance(0.001) {
        let slip = charge(world, case, at, i64::from(fee) * 10, "hall");
        let noticed = at + world.dice.between(5 * MINUTE, HOUR);
        retract(world, case.site, &slip, noticed, "金额录入错误");
        charge(world, case, noticed + MINUTE, i64::from(fee), "hall");
    } else if world.dice.chance(0.9) {
        charge(world, case, at, i64::from(fee), "hall");
    }
}

fn charge(world: &mut World<'_>, case: &Case, at: i64, cents: i64, place: &str) -> Id {
    let county = world.county;
    world
        .event(case.site, "fee.charged", at)
        .text("item", &county.items[case.item].code)
        .text("window", &county.windows[case.window].id)
        .number("amount_cents", cents)
        .text("place", place)
        .id("case", &case.id)
        .end()
}

/// Takes an event of the same site back; answers the retraction's id.
pub fn retract(world: &mut World<'_>, site: usize, target: &Id, at: i64, reason: &str) -> Id {
    let source = &world.county.sites[site].id;
    let approver = *world.dice.pick(&world.bureau);
    world
        .event(site, "event.retracted", at)
        .text("source", source)
        .id("id", target)
        .text("reason", reason)
        .text("approved_by", approver)
        .end()
}
