//! What inspectors see: findings and merits, their voiding, appeals, orders to rectify, and records taken back.

use super::cases::retract;
use super::county::Grade;
use super::wire::{DAY, HOUR, Id, MINUTE};
use super::world::World;
use scoring::time::Date;

/// A kind of finding as inspectors record it.
struct Seen {
    kind: &'static str,
    /// How often, against the others.
    weight: u32,
    /// Whether it names somebody: always, never, or as it happens.
    names: Names,
    /// Points that the rule lets the inspector choose from.
    points: Option<(i64, i64)>,
}

enum Names {
    Always,
    Never,
    Sometimes,
}

const fn seen(kind: &'static str, weight: u32, names: Names) -> Seen {
    Seen { kind, weight, names, points: None }
}

const fn graded(kind: &'static str, weight: u32, names: Names, low: i64, high: i64) -> Seen {
    Seen { kind, weight, names, points: Some((low, high)) }
}

/// What happens in every window now and then.
const COMMON: [Seen; 33] = [
    seen("no_badge_or_dress", 140, Names::Always),
    seen("untidy", 80, Names::Never),
    graded("archive_fault", 70, Names::Sometimes, 1, 5),
    seen("ate_snacks", 60, Names::Always),
    seen("cleaning_missed", 60, Names::Never),
    seen("missed_activity", 50, Names::Always),
    seen("idled", 50, Names::Always),
    seen("no_one_time_notice", 50, Names::Always),
    graded("misoperation", 50, Names::Always, 1, 5),
    seen("task_undone", 40, Names::Sometimes),
    seen("poor_answer", 40, Names::Always),
    seen("supplement_unexplained", 40, Names::Always),
    seen("return_unexplained", 30, Names::Always),
    seen("uncivil_other", 30, Names::Always),
    seen("unskilled", 30, Names::Always),
    seen("handling_other", 30, Names::Never),
    seen("power_left_on", 30, Names::Sometimes),
    seen("joint_unexplained", 20, Names::Always),
    seen("wrongly_not_accepted", 20, Names::Sometimes),
    seen("slept", 20, Names::Always),
    seen("rude", 20, Names::Always),
    seen("refused_enquiry", 20, Names::Never),
    seen("brought_outsider", 20, Names::Always),
    seen("shirked", 20, Names::Always),
    seen("poor_coordination", 20, Names::Always),
    seen("repeat_trip", 10, Names::Always),
    seen("fee_other", 10, Names::Never),
    seen("fee_waived", 10, Names::Never),
    seen("fee_outside", 5, Names::Never),
    seen("fee_above_standard", 5, Names::Never),
    seen("fee_unauthorised", 5, Names::Never),
    graded("result_error", 20, Names::Always, 5, 10),
    seen("mistreated_applicant", 5, Names::Always),
];

/// What happens in troubled windows alone; the five bans are among it.
const GRAVE: [Seen; 8] = [
    seen("left_post", 30, Names::Always),
    seen("played_or_chatted", 30, Names::Always),
    seen("smoked", 20, Names::Sometimes),
    seen("quarrelled", 12, Names::Always),
    seen("drank_at_noon", 8, Names::Always),
    graded("media_criticism", 6, Names::Sometimes, 5, 10),
    seen("vandalised", 6, Names::Always),
    seen("solicited", 3, Names::Always),
];

/// What an inspector writes down by hand where there is no attendance device.
const BY_HAND: [Seen; 3] =
    [seen("late", 5, Names::Always), seen("early_leave", 3, Names::Always), seen("absent", 1, Names::Always)];

const MERITS: [(&str, u32); 10] = [
    ("cleaned_elsewhere", 30),
    ("served_off_hours", 40),
    ("brief_adopted", 30),
    ("suggestion_adopted", 12),
    ("commended", 12),
    ("leader_on_site", 6),
    ("media_county", 6),
    ("media_city", 3),
    ("media_provincial", 1),
    ("media_national", 1),
];

/// A round through all windows.
pub fn day(world: &mut World<'_>) {
    for window in 0..world.county.windows.len() {
        let habits = world.habits(window);
        if world.today_by_chance(habits.findings) {
            finding(world, window);
        }
        if world.today_by_chance(habits.merits) {
            let kind = *world.dice.weighted(&MERITS);
            merit(world, window, kind);
        }
        if world.today_by_chance(0.04) {
            merit(world, window, "grievance_award");
        }
        let ordered = match world.grades[window] {
            Grade::Troubled | Grade::Failing => 1.0,
            Grade::Weak => 0.15,
            Grade::Fair | Grade::Good | Grade::Model => 0.0,
        };
        if world.today_by_chance(ordered) {
            order(world, window);
        }
    }
}

fn choose<'s>(world: &mut World<'_>, list: &'s [Seen]) -> &'s Seen {
    let total: u32 = list.iter().map(|seen| seen.weight).sum();
    let mut left = world.dice.below(total as usize) as u32;
    for seen in list {
        if left < seen.weight {
            return seen;
        }
        left -= seen.weight;
    }
    &list[0]
}

fn finding(world: &mut World<'_>, window: usize) {
    let county = world.county;
    let site = county.windows[window].site;
    let grave = match world.grades[window] {
        Grade::Troubled | Grade::Failing => 0.2,
        Grade::Weak => 0.004,
        Grade::Fair | Grade::Good | Grade::Model => 0.0,
    };
    let seen = if !county.sites[site].attendance && world.dice.chance(0.3) {
        choose(world, &BY_HAND)
    } else if world.dice.chance(grave) {
        choose(world, &GRAVE)
    } else {
        choose(world, &COMMON)
    };
    let named = match seen.names {
        Names::Always => true,
        Names::Never => false,
        Names::Sometimes => world.dice.chance(0.6),
    };
    let Some(staff) = world.anybody(window) else { return };
    let id = world.id("F-");
    let at = world.moment(site, world.today);
    let inspector = *world.dice.pick(&world.bureau);
    let count = if world.dice.chance(0.05) { 2 } else { 1 };
    let points =
        seen.points.filter(|_| world.dice.chance(0.5)).map(|(low, high)| world.dice.mostly_low(low, high));
    let photo = world.dice.below(90_000) + 10_000;
    let line = world
        .event(0, "finding.recorded", at)
        .id("finding", &id)
        .text("kind", seen.kind)
        .text("window", &county.windows[window].id);
    let line = if named { line.text("staff", &county.staff[staff].id) } else { line };
    let line = if count > 1 { line.number("count", count) } else { line };
    let line = match points {
        Some(points) => line.number("points", points),
        None => line,
    };
    let event = line
        .text("inspector", inspector)
        .json("evidence", format_args!("[\"IMG-{photo}.jpg\",\"巡查视频\"]"))
        .end();
    match world.dice.below(100) {
        0..10 => appeal(world, window, staff, &id, at),
        10..15 => taken_back(world, &event, at),
        _stands => {}
    }
}

/// The window appeals; where it is right, the finding is voided.
fn appeal(world: &mut World<'_>, window: usize, staff: usize, finding: &Id, at: i64) {
    let county = world.county;
    let appeal = world.id("A-");
    let filed = world.moment_after(0, world.calendar.plus(world.today, 1), at);
    world
        .event(county.windows[window].site, "appeal.filed", filed)
        .id("appeal", &appeal)
        .text("window", &county.windows[window].id)
        .text("staff", &county.staff[staff].id)
        .id("about", finding)
        .text("reason", "当时正在为群众代办业务，有监控为证")
        .end();
    let outcome = *world.dice.weighted(&[("upheld", 45), ("dismissed", 40), ("data_wrong", 15)]);
    let decided_on = world.calendar.plus(Date(filed.div_euclid(DAY) as i32), world.dice.between(1, 5) as u32);
    let decided = world.moment(0, decided_on);
    let approver = *world.dice.pick(&world.bureau);
    world
        .event(0, "appeal.decided", decided)
        .id("appeal", &appeal)
        .text("outcome", outcome)
        .text(
            "reason",
            if outcome == "dismissed" {
                "事实清楚，维持原处理"
            } else {
                "经调阅监控，申诉属实"
            },
        )
        .text("approved_by", approver)
        .end();
    if outcome != "dismissed" {
        world
            .event(0, "finding.voided", decided + MINUTE)
            .id("finding", finding)
            .text("reason", "申诉成立")
            .text("approved_by", approver)
            .end();
    }
}

/// A record entered by mistake is retracted; sometimes the retraction was the mistake.
fn taken_back(world: &mut World<'_>, event: &Id, at: i64) {
    let later = at + world.dice.between(HOUR, 3 * DAY);
    let retraction = retract(world, 0, event, later, "巡查记录录入有误");
    if world.dice.chance(0.3) {
        let again = later + world.dice.between(HOUR, DAY);
        retract(world, 0, &retraction, again, "原记录无误，恢复");
    }
}

fn merit(world: &mut World<'_>, window: usize, kind: &str) {
    let county = world.county;
    let Some(staff) = world.anybody(window) else { return };
    let id = world.id("M-");
    let at = world.moment(0, world.today);
    let recorder = *world.dice.pick(&world.bureau);
    let named = kind == "grievance_award" || world.dice.chance(0.7);
    let count =
        if matches!(kind, "served_off_hours" | "brief_adopted") { world.dice.mostly_low(1, 3) } else { 1 };
    let line = world
        .event(0, "merit.recorded", at)
        .id("merit", &id)
        .text("kind", kind)
        .text("window", &county.windows[window].id);
    let line = if named { line.text("staff", &county.staff[staff].id) } else { line };
    let line = if count > 1 { line.number("count", count) } else { line };
    line.text("recorded_by", recorder).end();
    if world.dice.chance(0.04) {
        let voided = world.moment(0, world.calendar.plus(world.today, 2));
        world
            .event(0, "merit.voided", voided)
            .id("merit", &id)
            .text("reason", "重复登记")
            .text("approved_by", recorder)
            .end();
    }
}

/// An order to rectify, what was done about it, and whether that was enough.
fn order(world: &mut World<'_>, window: usize) {
    let county = world.county;
    let site = county.windows[window].site;
    let id = world.id("O-");
    let at = world.moment(0, world.today);
    let due = world.calendar.plus(world.today, 10);
    world
        .event(0, "order.issued", at)
        .id("order", &id)
        .text("window", &county.windows[window].id)
        .text("reason", "群众反映集中，限期整改")
        .date("due", due)
        .end();
    let days = world.dice.between(3, 12) as u32;
    let completed = world.moment(site, world.calendar.plus(world.today, days));
    world
        .event(site, "order.completed", completed)
        .id("order", &id)
        .list("evidence", &["整改报告.pdf"])
        .end();
    let checked = world.moment(0, world.calendar.plus(world.today, days + 2));
    let passed = world.dice.chance(0.8);
    let inspector = *world.dice.pick(&world.bureau);
    world
        .event(0, "order.checked", checked)
        .id("order", &id)
        .flag("passed", passed)
        .text("by", inspector)
        .end();
}
