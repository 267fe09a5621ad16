//! What a source sent in the last hours, held against what is expected of it: types, lag, duplicates, rejections, clock, order.
//!
//! Everything comes from what the store counted and the log kept; nothing is asked of the source.

use crate::words;
use ingest::live::Moment;
use ingest::store::FeedHour;
use reports::words::{Lang, Word};
use scoring::log::EventIdx;
use scoring::registry::SiteIdx;
use scoring::time::Instant;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use utoipa::ToSchema;

/// The most hours that are looked at: a month.
pub const HOURS_MAX: u32 = 31 * 24;
/// The hours that are looked at where nobody says how many.
pub const HOURS_USUAL: u32 = 24;

/// A median lag of more than this is to be looked at.
const LAG_SECONDS_MAX: i64 = 600;
/// A larger share of duplicates, in percent, is to be looked at.
const DUPLICATES_PERCENT_MAX: u64 = 5;
/// A larger share of rejected events, in percent, is to be looked at.
const REJECTED_PERCENT_MAX: u64 = 1;
/// An event that bears a time so far after its arrival comes from a clock that is ahead. Arrivals are kept to the second.
const AHEAD_SECONDS_MIN: i64 = 60;
/// An event so much older than one that came before it is out of order.
const BEHIND_SECONDS_MIN: i64 = 300;
/// A larger share of those, in percent, is to be looked at.
const BEHIND_PERCENT_MAX: u64 = 10;

const SECOND: i64 = 1_000_000_000;

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// As expected.
    Ok,
    /// To be looked at.
    Look,
    /// Not there.
    Missing,
}

/// What a source sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FeedReport {
    /// The site's id.
    pub source: String,
    /// The site's name.
    pub name: String,
    /// How many hours were looked at.
    pub hours: u32,
    /// From when on, written.
    pub since: String,
    /// New events.
    pub accepted: u64,
    /// Each point that was looked at.
    pub points: Vec<PointLooked>,
    /// The types that came, and those that are expected and did not.
    pub types: Vec<TypeSeen>,
    /// Codes of what was rejected.
    pub codes: Vec<(String, u64)>,
}

/// One point: what, how it stands, in figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PointLooked {
    /// Its word: `arrival`, `types`, `rejected`, `duplicates`, `lag`, `clock`, `order`.
    pub point: String,
    /// How it stands.
    pub verdict: Verdict,
    /// The figure, written.
    pub figure: String,
    /// What to do about it; empty where it is as expected.
    pub mend: String,
}

/// An event type of the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TypeSeen {
    /// The type.
    pub event_type: String,
    /// How many new ones came.
    pub count: u64,
    /// The latest time that one bears, written.
    pub last: Option<String>,
    /// Whether it is expected of this source.
    pub is_expected: bool,
}

impl FeedReport {
    /// How many points are not as expected.
    pub fn troubles(&self) -> usize {
        self.points.iter().filter(|point| point.verdict != Verdict::Ok).count()
    }
}

/// What a point is called.
pub fn title(point: &str) -> Word {
    match point {
        "arrival" => Word::new("收到数据", "Arrival"),
        "types" => Word::new("事件类型", "Event types"),
        "rejected" => Word::new("拒收比例", "Rejected share"),
        "duplicates" => Word::new("重复比例", "Duplicates"),
        "lag" => Word::new("上报时延", "Lag"),
        "clock" => Word::new("时钟偏差", "Clock"),
        _ => Word::new("先后次序", "Order"),
    }
}

/// What a verdict is called.
pub fn verdict_word(verdict: Verdict) -> Word {
    match verdict {
        Verdict::Ok => Word::new("正常", "as expected"),
        Verdict::Look => Word::new("需查看", "look at it"),
        Verdict::Missing => Word::new("缺少", "missing"),
    }
}

/// The first hour of the last so many.
pub fn first_hour(now: Instant, hours: u32) -> i64 {
    (now.0 - i64::from(hours) * 3600 * SECOND).div_euclid(3600 * SECOND)
}

/// What beside the log is known of a source: its hours, and the codes of what was rejected since.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// The hours of all sources.
    pub hours: Vec<FeedHour>,
    /// Codes with how often, of this source.
    pub codes: Vec<(String, u64)>,
}

/// Looks at one site.
pub fn look(moment: &Moment<'_>, site: SiteIdx, hours: u32, counted: &Counted, lang: Lang) -> FeedReport {
    let (context, registry) = (&moment.context, moment.context.registry());
    let place = &registry.sites[usize::from(site)];
    let since = Instant(first_hour(context.as_of, hours) * 3600 * SECOND);
    let seen = Seen::of(moment, site, since);
    let written = |at| lang.moment(&registry.zone, at, context.today().year());
    let first = since.0.div_euclid(3600 * SECOND);
    let own = counted.hours.iter().filter(|hour| hour.site == place.id && hour.hour >= first);
    let (duplicates, rejected) = own.fold((0, 0), |(duplicates, rejected), hour| {
        (duplicates + hour.duplicates, rejected + hour.rejected)
    });
    let expected = expected(moment, site);
    let mut types: Vec<TypeSeen> = seen
        .types
        .iter()
        .map(|(event_type, (count, last))| TypeSeen {
            event_type: (*event_type).to_owned(),
            count: *count,
            last: Some(written(*last)),
            is_expected: expected.contains(event_type),
        })
        .collect();
    let missing: Vec<&str> =
        expected.iter().copied().filter(|event_type| !seen.types.contains_key(event_type)).collect();
    types.extend(missing.iter().map(|event_type| TypeSeen {
        event_type: (*event_type).to_owned(),
        count: 0,
        last: None,
        is_expected: true,
    }));
    let points = points(&seen, &missing, (duplicates, rejected), lang);
    FeedReport {
        source: place.id.clone(),
        name: place.name.clone(),
        hours,
        since: written(since),
        accepted: seen.accepted,
        points,
        types,
        codes: counted.codes.clone(),
    }
}

/// What the log says of a source's last hours.
#[derive(Default)]
struct Seen {
    accepted: u64,
    types: BTreeMap<&'static str, (u64, Instant)>,
    /// Seconds from event to arrival, in order of size.
    lags: Vec<i64>,
    ahead: u64,
    behind: u64,
}

impl Seen {
    fn of(moment: &Moment<'_>, site: SiteIdx, since: Instant) -> Seen {
        let log = moment.context.log;
        let count = log.len() as EventIdx;
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = low + (high - low) / 2;
            if moment.arrived(middle) < since { low = middle + 1 } else { high = middle }
        }
        let mut seen = Seen::default();
        let mut latest: Option<Instant> = None;
        for event in low..count {
            let record = log.record(event);
            if record.source != site {
                continue;
            }
            let lag = (moment.arrived(event).0 - record.time.0).div_euclid(SECOND);
            let of_type = seen.types.entry(record.fact.type_word()).or_insert((0, record.time));
            *of_type = (of_type.0 + 1, of_type.1.max(record.time));
            seen.accepted += 1;
            seen.lags.push(lag);
            seen.ahead += u64::from(lag <= -AHEAD_SECONDS_MIN);
            let is_behind =
                latest.is_some_and(|latest| latest.0 - record.time.0 >= BEHIND_SECONDS_MIN * SECOND);
            seen.behind += u64::from(is_behind);
            latest = latest.max(Some(record.time));
        }
        seen.lags.sort_unstable();
        seen
    }
}

/// What a source is expected to send: by whether windows are staffed there today, and whether it has an attendance device.
fn expected(moment: &Moment<'_>, site: SiteIdx) -> Vec<&'static str> {
    let (registry, today) = (moment.context.registry(), moment.context.today());
    let is_staffed = registry
        .windows
        .iter()
        .filter(|window| window.site == site)
        .any(|window| window.assignments.iter().any(|held| held.holds(today)));
    let mut expected = Vec::new();
    if is_staffed {
        expected.extend(["case.accepted", "case.completed", "rating.submitted"]);
        if registry.sites[usize::from(site)].attendance {
            expected.push("attendance.swipe");
        }
    }
    expected
}

fn points(seen: &Seen, missing: &[&str], (duplicates, rejected): (u64, u64), lang: Lang) -> Vec<PointLooked> {
    let say = |zh: &'static str, en: &'static str| lang.say(Word::new(zh, en));
    let arrived = seen.accepted + duplicates + rejected;
    let share = |part: u64, whole: u64| {
        if whole == 0 {
            return "—".to_owned();
        }
        format!("{}.{} % · {part}/{whole}", part * 100 / whole, part * 1000 / whole % 10)
    };
    let exceeds = |part: u64, whole: u64, percent: u64| part * 100 > whole * percent;
    let of = |point: &str, verdict: Verdict, figure: String, mend: &str| PointLooked {
        point: point.to_owned(),
        verdict,
        figure,
        mend: if verdict == Verdict::Ok { String::new() } else { mend.to_owned() },
    };
    let look = |is_trouble: bool| if is_trouble { Verdict::Look } else { Verdict::Ok };
    let median = seen.lags.get(seen.lags.len() / 2).copied();
    let lag = match (median, seen.lags.last()) {
        (Some(median), Some(most)) => {
            let (median, most) = (lang.duration(median.max(0)), lang.duration((*most).max(0)));
            match lang {
                Lang::Zh => format!("中位 {median}，最长 {most}"),
                Lang::En => format!("median {median}, longest {most}"),
            }
        }
        (_, _) => "—".to_owned(),
    };
    let names: Vec<String> =
        missing.iter().map(|name| format!("{} {name}", words::event_type(lang, name))).collect();
    let types = if missing.is_empty() {
        format!("{}", seen.types.len())
    } else {
        format!("{} {}", say("未见", "none of"), lang.list(&names))
    };
    vec![
        of(
            "arrival",
            if arrived == 0 { Verdict::Missing } else { Verdict::Ok },
            match lang {
                Lang::Zh => format!("新事件 {}，共到达 {arrived}", seen.accepted),
                Lang::En => format!("{} new of {arrived} that arrived", seen.accepted),
            },
            say(
                "检查网络、地址和令牌；先用 curl 发一个样例",
                "check network, address and token; send one sample with curl first",
            ),
        ),
        of(
            "types",
            if missing.is_empty() { Verdict::Ok } else { Verdict::Missing },
            types,
            say(
                "窗口有人在岗却未见这些事件：请供应商接上",
                "windows are staffed and none of these came: let the vendor connect them",
            ),
        ),
        of(
            "rejected",
            look(exceeds(rejected, arrived, REJECTED_PERCENT_MAX)),
            share(rejected, arrived),
            say("按代码更正，见下表", "mend them by code, see below"),
        ),
        of(
            "duplicates",
            look(exceeds(duplicates, arrived, DUPLICATES_PERCENT_MAX)),
            share(duplicates, arrived),
            say(
                "不影响成绩；多为未看回执就重发，或每次发送全量",
                "no effect on scores; mostly sent again without reading the answer, or in full each time",
            ),
        ),
        of(
            "lag",
            look(median.is_some_and(|median| median > LAG_SECONDS_MAX)),
            lag,
            say(
                "催办预告会晚到：改为发生即报，或缩短批量间隔",
                "warnings come late: send as it happens, or in shorter batches",
            ),
        ),
        of(
            "clock",
            look(seen.ahead > 0),
            match lang {
                Lang::Zh => format!("时间晚于到达一分钟以上：{}", seen.ahead),
                Lang::En => format!("{} bear a time over a minute after their arrival", seen.ahead),
            },
            say(
                "发送系统的时钟偏快或时区写错：请校时",
                "the sender's clock is ahead or its offset is wrong: set it right",
            ),
        ),
        of(
            "order",
            look(exceeds(seen.behind, seen.accepted, BEHIND_PERCENT_MAX)),
            share(seen.behind, seen.accepted),
            say(
                "成绩不受次序影响；但常见于积压补发，请查发送队列",
                "scores do not depend on order; it mostly means a backlog: look at the sender's queue",
            ),
        ),
    ]
}

/// The report as text, for the command line.
pub fn text(report: &FeedReport, lang: Lang) -> String {
    let mut text = format!(
        "{} {} · {} {}\n",
        report.source,
        report.name,
        lang.say(Word::new("自", "since")),
        report.since
    );
    for point in &report.points {
        let (name, verdict) = (lang.say(title(&point.point)), lang.say(verdict_word(point.verdict)));
        let mark = if point.verdict == Verdict::Ok { " " } else { "!" };
        // Writing to memory does not fail.
        let _ = write!(text, "{mark} {name}: {verdict} · {}", point.figure);
        let _ = if point.mend.is_empty() { writeln!(text) } else { writeln!(text, " → {}", point.mend) };
    }
    for seen in &report.types {
        let last = seen.last.as_deref().unwrap_or("—");
        let _ = writeln!(text, "    {:<28} {:>7}  {last}", seen.event_type, seen.count);
    }
    for (code, count) in &report.codes {
        let _ = writeln!(text, "    {code:<28} {count:>7}");
    }
    text
}
