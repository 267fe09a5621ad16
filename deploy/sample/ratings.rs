//! Ratings, and what follows a bad one: verification, rectification, reply, appeal.

use super::cases::Case;
use super::wire::{DAY, HOUR, Id, MINUTE, SECOND};
use super::world::World;
use scoring::time::Date;

const PRAISE: [&str; 14] = [
    "态度很好，办得很快！",
    "工作人员耐心解答，点赞👍",
    "一次就办好了，省心。",
    "老人来办事，帮忙填表，非常感谢",
    "比以前方便多了",
    "窗口同志业务熟练",
    "从取号到办结不到二十分钟",
    "材料不全也告诉得清清楚楚",
    "服务热情周到",
    "中午延时把我的事办完了，谢谢！",
    "镇里就能办，不用跑县城",
    "流程简单明了",
    "希望继续保持",
    "小姑娘特别有耐心，手把手教我用手机申报",
];
const LUKEWARM: [&str; 5] =
    ["还可以", "等的时间有点长", "叫号屏看不清", "停车位太少", "一般，希望网上也能办"];
const BLAME: [&str; 10] = [
    "排了一个半小时，窗口没人",
    "让我跑了三趟，每次说的材料都不一样",
    "态度生硬，问什么都说不知道",
    "打电话没人接",
    "说好五天，十天了还没结果",
    "工作人员一直看手机",
    "复印还要到外面去，不方便",
    "互相推，不知道该找谁",
    "系统老是坏，白跑一趟",
    "没有一次性告知，缺一样退一次",
];
const TAGS: [&str; 6] = ["等候时间", "服务态度", "业务水平", "办事环境", "一次告知", "网上办理"];

/// A rating of a visit that is over.
pub fn submitted(world: &mut World<'_>, case: &Case, left: i64) {
    let habits = world.habits(case.window);
    let level = if world.dice.chance(habits.bad_ratings) {
        1 + u8::from(world.dice.chance(0.65))
    } else {
        *world.dice.weighted(&[(5, 74), (4, 21), (3, 5)])
    };
    let auto = level == 5 && world.dice.chance(0.25);
    let channel = if auto { "device" } else { *world.dice.weighted(&CHANNELS) };
    let at = match channel {
        "device" => left + world.dice.between(SECOND, 90 * SECOND),
        "hotline" | "sms" | "paper" => left + world.dice.between(HOUR, 3 * HOUR),
        _by_phone => left + world.dice.between(MINUTE, 40 * MINUTE),
    };
    let real_name = matches!(channel, "app" | "hotline") && world.dice.chance(0.6);
    let comment = comment(world, level, auto);
    let tag = *world.dice.pick(&TAGS);
    let rating = world.id("R-");
    let county = world.county;
    let line = world
        .event(case.site, "rating.submitted", at)
        .id("rating", &rating)
        .text("window", &county.windows[case.window].id)
        .digit("level", level)
        .text("channel", channel)
        .id("case", &case.id)
        .text("staff", &county.staff[case.staff].id)
        .text_if(channel == "device", "device", "P1")
        .true_if(real_name, "real_name")
        .true_if(auto, "auto");
    let line = if comment.is_empty() { line } else { line.list("tags", &[tag]).text("comment", comment) };
    line.end();
    if level <= 2 {
        followed_up(world, case, &rating, at, real_name);
    }
}

const CHANNELS: [(&str, u32); 7] =
    [("device", 700), ("qr", 150), ("app", 60), ("web", 40), ("sms", 30), ("hotline", 12), ("paper", 8)];

fn comment(world: &mut World<'_>, level: u8, auto: bool) -> &'static str {
    let speaks = match level {
        1 | 2 => 0.6,
        3 => 0.2,
        _content => 0.05,
    };
    if auto || !world.dice.chance(speaks) {
        return "";
    }
    match level {
        1 | 2 => world.dice.pick::<&str>(&BLAME),
        3 => world.dice.pick::<&str>(&LUKEWARM),
        _content => world.dice.pick::<&str>(&PRAISE),
    }
}

/// Somebody of the hall rings the citizen up, and the department sets it right; mostly in time.
fn followed_up(world: &mut World<'_>, case: &Case, rating: &Id, at: i64, real_name: bool) {
    let habits = world.habits(case.window);
    // So many of the bad ratings count that the month's expected number is met.
    let bad = world.cases_in_month(case.window) * 0.86 * habits.bad_ratings;
    let counts = world.dice.chance((habits.dissatisfied / bad).min(0.75));
    let days = *world.dice.weighted(&[(1, 92), (2, 3), (4, 3), (0, 2)]);
    if days == 0 {
        return;
    }
    let rated_on = Date(at.div_euclid(DAY) as i32);
    let on = world.calendar.plus(rated_on, days);
    let verified = world.moment(0, on);
    let valid = counts || world.dice.chance(0.4);
    let responsible = match (counts, valid) {
        (true, _) => *world.dice.weighted(&[("staff", 70), ("window", 30)]),
        (false, true) => *world.dice.weighted(&[("process", 60), ("none", 40)]),
        (false, false) => "none",
    };
    let points = if counts && world.dice.chance(0.25) { world.dice.between(2, 5) } else { 0 };
    verify(world, rating, verified, valid, responsible, points);
    if world.dice.chance(0.1) {
        let appealed = verified + world.dice.between(HOUR, DAY);
        world
            .event(case.site, "rating.appealed", appealed)
            .id("rating", rating)
            .text("reason", "评价与当次业务无关")
            .end();
        if valid && world.dice.chance(0.2) {
            let again = world.moment(0, world.calendar.plus(on, 2));
            verify(world, rating, again, false, "none", 0);
        }
    }
    if valid && world.dice.chance(0.95) {
        let days = if world.dice.chance(0.96) { world.dice.mostly_low(1, 12) } else { 18 };
        let rectified = world.moment(case.site, world.calendar.plus(on, days as u32));
        let measures = ["当面道歉并重新办理", "组织业务培训", "增设导办人员", "约谈当事人", "优化叫号流程"];
        let measure = *world.dice.pick(&measures);
        world
            .event(case.site, "rating.rectified", rectified)
            .id("rating", rating)
            .text("measure", measure)
            .end();
        if real_name && world.dice.chance(0.93) {
            let replied = rectified + world.dice.between(10 * MINUTE, 6 * HOUR);
            world.event(case.site, "rating.replied", replied).id("rating", rating).end();
        }
    }
}

fn verify(world: &mut World<'_>, rating: &Id, at: i64, valid: bool, responsible: &str, points: i64) {
    let line = world
        .event(0, "rating.verified", at)
        .id("rating", rating)
        .flag("valid", valid)
        .text("responsible", responsible);
    if points > 0 {
        line.number("points", points).end()
    } else {
        line.end()
    };
}
