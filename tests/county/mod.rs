//! Small random counties: one registry, and sequences of events over few ids, few people and two months, so that events
//! meet, repeat and contradict each other as often as they can.
#![allow(dead_code)] // Each test file uses its part.

use bumpalo::Bump;
use ingest::wire::{Room, Wire};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use reports::render::contract::{self, LineCounts};
use scoring::calendar::{self, Calendar};
use scoring::context::{Context, County};
use scoring::log::{Appended, Keyed, Log};
use scoring::month::{MonthResult, PastMonth};
use scoring::registry::{self, Registry, SourceFile};
use scoring::rulebook::{self, Rulebooks};
use scoring::score;
use scoring::time::{Date, Instant, Month};
use serde_json::{Value, json};
use std::sync::LazyLock;

/// The county's givens, and the road in.
pub struct Givens {
    pub registry: Registry,
    pub calendar: Calendar,
    pub rulebooks: Rulebooks,
}

pub static GIVENS: LazyLock<Givens> = LazyLock::new(|| Givens {
    registry: registry::read(&[SourceFile {
        name: "county.toml".to_owned(),
        text: include_str!("registry.toml").to_owned(),
    }])
    .unwrap(),
    calendar: Calendar::new(&calendar::builtin()),
    rulebooks: rulebook::builtin("zhenlai").unwrap(),
});

impl Givens {
    pub fn county(&self) -> County<'_> {
        County { registry: &self.registry, calendar: &self.calendar, rulebooks: &self.rulebooks }
    }
}

/// The months that events fall in.
pub fn months() -> Vec<Month> {
    ["2026-08", "2026-09", "2026-10"].map(|month| Month::parse(month).unwrap()).to_vec()
}

/// An instant after all events.
pub fn after_all() -> Instant {
    Instant::parse("2026-11-01T00:00:00+08:00").unwrap()
}

/// One generated event.
#[derive(Clone, Debug)]
pub struct Seen {
    pub id: String,
    pub source: &'static str,
    pub event_type: &'static str,
    pub time: String,
    pub data: Value,
}

impl Seen {
    pub fn line(&self) -> String {
        let Seen { id, source, event_type, time, data } = self;
        json!({"specversion": "1.0", "id": id, "source": source, "type": event_type, "time": time, "data": data}).to_string()
    }

    pub fn instant(&self) -> Instant {
        Instant::parse(&self.time).unwrap()
    }

    pub fn is_retraction(&self) -> bool {
        self.event_type == "event.retracted"
    }

    /// The retraction of this event by the supervision.
    pub fn retracted(&self, id: &str, time: &str) -> Seen {
        Seen {
            id: id.to_owned(),
            source: "hall",
            event_type: "event.retracted",
            time: time.to_owned(),
            data: json!({"source": self.source, "id": self.id, "reason": "r", "approved_by": "B"}),
        }
    }
}

/// A log of these events, settled as of an instant; every event must be accepted.
pub fn log_of<'s>(events: impl IntoIterator<Item = &'s Seen>, as_of: Instant) -> Log {
    let wire = Wire::new(&GIVENS.registry, &GIVENS.rulebooks);
    let (mut log, mut room) = (Log::new(), Room::default());
    for event in events {
        let (line, arena) = (event.line(), Bump::new());
        let read = wire.read(line.as_bytes(), &arena, &mut room);
        let read = read.unwrap_or_else(|fault| panic!("{line}: {}", fault.message));
        assert_ne!(log.append(&Keyed::from(read)), Appended::Conflict, "{line}");
    }
    log.settle_all(as_of);
    log
}

/// What the program would write for one month.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    pub result: String,
    pub ledger: String,
    pub notices: String,
}

/// Scores months of a log and gives results and files.
pub fn score_log(
    log: &Log,
    months: &[Month],
    as_of: Instant,
    history: &[PastMonth],
) -> Vec<(MonthResult, Written)> {
    let context = Context { county: GIVENS.county(), log, as_of };
    let results = score::score_months(&context, months, history);
    results.into_iter().map(|result| written(&context, result)).collect()
}

/// A result with its files, the counts of lines aside.
pub fn written(context: &Context<'_>, result: MonthResult) -> (MonthResult, Written) {
    let files = Written {
        result: contract::result(context, &result, LineCounts::default()),
        ledger: contract::ledger(context, &result),
        notices: contract::notices(context, &result.notices),
    };
    (result, files)
}

/// The files of all months, as of an instant.
pub fn files<'s>(events: impl IntoIterator<Item = &'s Seen>, as_of: Instant) -> Vec<Written> {
    let log = log_of(events, as_of);
    score_log(&log, &months(), as_of, &[]).into_iter().map(|(_, written)| written).collect()
}

/// A time between 20 August and 20 October, mostly at an edge of something.
pub fn time() -> impl Strategy<Value = String> {
    (0..62_i32, clock()).prop_map(|(day, clock)| at(day, clock))
}

const CLOCKS: &[&str] = &[
    "00:00:00",
    "08:29:59.999999999",
    "08:30:00",
    "08:30:00.000000001",
    "09:15:00",
    "11:30:00",
    "12:59:59",
    "13:00:00",
    "16:59:59",
    "17:00:00",
    "23:59:59.999999999",
];

fn clock() -> impl Strategy<Value = &'static str> {
    select(CLOCKS)
}

fn day_of(day: i32) -> Date {
    Date(Date::parse("2026-08-20").unwrap().0 + day.clamp(0, 72))
}

fn at(day: i32, clock: &str) -> String {
    format!("{}T{clock}+08:00", day_of(day))
}

/// An event without its id, or a retraction whose target is chosen later.
#[derive(Clone, Debug)]
enum Draft {
    Event { source: &'static str, event_type: &'static str, day: i32, clock: &'static str, data: Value },
    Retraction { target: Index, by_supervision: bool, day: i32, clock: &'static str },
}

/// Events of every type: stories that begin, go on and end, in any order, from any source, and some taken back.
pub fn events() -> impl Strategy<Value = Vec<Seen>> {
    let stories = proptest::collection::vec(story(), 1..14);
    let events = (stories, 0..1000_usize).prop_map(|(stories, shift)| with_ids(stories.concat(), shift));
    events.prop_filter("at least one event", |events| !events.is_empty())
}

fn with_ids(drafts: Vec<Draft>, shift: usize) -> Vec<Seen> {
    // Ids in an order of their own, so that ties in time are not settled by the order of arrival.
    let id = |place: usize| format!("e{}", (place * 389 + shift) % 1009);
    let source_of = |draft: &Draft| match draft {
        Draft::Event { source, .. } => source,
        Draft::Retraction { .. } => "hall",
    };
    let count = drafts.len();
    let seen = drafts.iter().enumerate().map(|(place, draft)| match draft {
        Draft::Event { source, event_type, day, clock, data } => {
            Seen { id: id(place), source, event_type, time: at(*day, clock), data: data.clone() }
        }
        Draft::Retraction { target, by_supervision, day, clock } => {
            // Sometimes of what never came.
            let target = target.index(count + 1);
            let of = drafts.get(target).map_or("sub", source_of);
            Seen {
                id: id(place),
                source: if *by_supervision || target == count { "hall" } else { of },
                event_type: "event.retracted",
                time: at(*day, clock),
                data: json!({"source": of, "id": id(target), "reason": "r", "approved_by": "B"}),
            }
        }
    });
    seen.map(|mut seen| {
        if seen.is_retraction() && seen.source != "hall" && seen.data["source"] != seen.source {
            seen.source = "hall";
        }
        seen
    })
    .collect()
}

type Story = BoxedStrategy<Vec<Draft>>;

/// Who speaks about which window and staff member.
fn place() -> impl Strategy<Value = (&'static str, &'static str, &'static str)> {
    select(vec![
        ("hall", "W-1", "S-1"),
        ("hall", "W-1", "S-3"),
        ("hall", "W-2", "S-2"),
        ("hall", "W-2", "S-6"),
        ("hall", "W-5", "S-7"),
        ("hall", "W-4", "S-7"),
        ("sub", "W-3", "S-4"),
        ("sub", "W-3", "S-3"),
        ("town", "W-4", "S-5"),
    ])
}

/// Mostly the source of the opening, at times another.
fn follower(opening: &'static str) -> impl Strategy<Value = &'static str> {
    prop_oneof![6 => Just(opening), 1 => Just("hall"), 1 => Just("sub"), 1 => Just("town")]
}

fn points(from: u32, to: u32) -> impl Strategy<Value = Value> {
    prop_oneof![Just(Value::Null), (from * 4..=to * 4).prop_map(|quarters| json!(f64::from(quarters) / 4.0))]
}

fn maybe(value: &'static str) -> impl Strategy<Value = Value> {
    prop_oneof![Just(Value::Null), Just(json!(value))]
}

/// An opening and what follows within some days of it.
fn followed(
    opening: impl Strategy<Value = (&'static str, &'static str, Value)> + 'static,
    steps: impl Fn(&'static str, Value) -> BoxedStrategy<(&'static str, Value)> + Clone + 'static,
) -> Story {
    (opening, 0..62_i32, clock())
        .prop_flat_map(move |((source, event_type, data), day, at)| {
            let step = (steps(source, data.clone()), follower(source), -1..9_i32, clock());
            let first = Draft::Event { source, event_type, day, clock: at, data };
            (proptest::collection::vec(step, 0..7), any::<bool>()).prop_map(move |(steps, opened)| {
                let mut drafts = if opened || steps.len() > 1 { vec![first.clone()] } else { Vec::new() };
                let mut day = day;
                for ((event_type, data), follower, later, clock) in steps {
                    day += later;
                    // Of a window only its own site or the supervision may speak.
                    let speaks = data.get("window").is_none() || follower == source;
                    let source = if speaks { follower } else { "hall" };
                    drafts.push(Draft::Event { source, event_type, day, clock, data });
                }
                drafts
            })
        })
        .boxed()
}

fn story() -> impl Strategy<Value = Vec<Draft>> {
    prop_oneof![
        5 => case(),
        2 => ticket(),
        3 => rating(),
        3 => complaint(),
        4 => finding(),
        2 => merit(),
        2 => evaluations(),
        2 => fees(),
        4 => attendance(),
        1 => steps(),
        1 => repeats(),
        2 => retractions(),
    ]
}

fn case() -> Story {
    let opening = (place(), 0..5_u8, select(vec!["I-0", "I-3", "I-3", "I-J"]), maybe("a1"), any::<bool>())
        .prop_map(|((source, window, staff), case, item, applicant, green)| {
            let data = json!({"case": format!("C-{case}"), "item": item, "window": window, "staff": staff,
                              "applicant": applicant, "green_channel": green});
            (source, "case.accepted", data)
        });
    followed(opening, |_, data| {
        let case = data["case"].clone();
        let department = select(vec!["D-1", "D-2", "D-3"]);
        (0..12_u8, 1..8_u8, any::<bool>(), department)
            .prop_map(move |(what, days, said, department)| match what {
                0 => ("case.supplement_requested", json!({"case": case})),
                1 | 2 => ("case.supplement_received", json!({"case": case})),
                3 if said => ("case.suspended", json!({"case": case, "reason": "hearing", "days": days})),
                3 => ("case.suspended", json!({"case": case, "reason": "testing"})),
                4 => ("case.resumed", json!({"case": case})),
                5 => ("case.extended", json!({"case": case, "days": days, "approved_by": "B"})),
                6 | 7 => {
                    ("case.joint_assigned", json!({"case": case, "department": department, "days": days - 1}))
                }
                8 => ("case.joint_completed", json!({"case": case, "department": department})),
                9 | 10 => {
                    let outcome = if said { "returned" } else { "approved" };
                    ("case.completed", json!({"case": case, "outcome": outcome}))
                }
                _ => ("case.withdrawn", json!({"case": case})),
            })
            .boxed()
    })
}

fn ticket() -> Story {
    let opening = (select(vec!["hall", "sub", "town"]), 0..4_u8)
        .prop_map(|(source, ticket)| (source, "queue.taken", json!({"ticket": format!("T-{ticket}")})));
    followed(opening, |source, data| {
        let ticket = data["ticket"].clone();
        let window = match source {
            "sub" => "W-3",
            "town" => "W-4",
            _ => "W-1",
        };
        (0..5_u8)
            .prop_map(move |what| match what {
                0 | 1 => ("queue.called", json!({"ticket": ticket, "window": window})),
                2 => ("queue.served", json!({"ticket": ticket})),
                _ => ("queue.abandoned", json!({"ticket": ticket})),
            })
            .boxed()
    })
}

fn rating() -> Story {
    let opening = (place(), 0..5_u8, 1..6_u8, any::<(bool, bool, bool)>(), maybe("C-1")).prop_map(
        |((source, window, staff), rating, level, (named, real_name, auto), case)| {
            let data = json!({"rating": format!("R-{rating}"), "window": window, "level": level, "channel": "qr",
                              "staff": if named { json!(staff) } else { Value::Null }, "real_name": real_name,
                              "auto": auto && real_name, "case": case});
            (source, "rating.submitted", data)
        },
    );
    followed(opening, |_, data| {
        let rating = data["rating"].clone();
        let responsible = select(vec!["staff", "window", "process", "none"]);
        (0..8_u8, responsible, points(2, 5))
            .prop_map(move |(what, responsible, points)| match what {
                0..=3 => {
                    let data = json!({"rating": rating, "valid": what > 0, "responsible": responsible, "points": points});
                    ("rating.verified", data)
                }
                4 | 5 => ("rating.rectified", json!({"rating": rating, "measure": "m"})),
                6 => ("rating.replied", json!({"rating": rating})),
                _ => ("rating.appealed", json!({"rating": rating, "reason": "r"})),
            })
            .boxed()
    })
}

fn complaint() -> Story {
    let opening =
        (place(), 0..5_u8, any::<bool>()).prop_map(|((source, window, staff), complaint, named)| {
            let data = json!({"complaint": format!("P-{complaint}"), "window": window, "topic": "attitude",
                          "staff": if named { json!(staff) } else { Value::Null }});
            (source, "complaint.received", data)
        });
    followed(opening, |_, data| {
        let complaint = data["complaint"].clone();
        (0..7_u8, points(5, 10))
            .prop_map(move |(what, points)| match what {
                0 => ("complaint.accepted", json!({"complaint": complaint})),
                1 => ("complaint.rejected", json!({"complaint": complaint, "reason": "r"})),
                2 => {
                    ("complaint.extended", json!({"complaint": complaint, "reason": "r", "approved_by": "B"}))
                }
                _ => {
                    let data = json!({"complaint": complaint, "substantiated": what > 3, "points": points});
                    ("complaint.resolved", data)
                }
            })
            .boxed()
    })
}

const KINDS: &[&str] = &[
    "rude",
    "slept",
    "smoked",
    "quarrelled",
    "drank_at_noon",
    "left_post",
    "played_or_chatted",
    "misoperation",
    "archive_fault",
    "result_error",
    "media_criticism",
    "solicited",
    "untidy",
    "task_undone",
    "fee_outside",
    "vandalised",
    "repeat_trip",
    "no_one_time_notice",
    "handling_other",
];

fn finding() -> Story {
    let opening = (place(), 0..12_u8, select(KINDS), any::<bool>(), prop_oneof![4 => 1..3_u8, 1 => 1..101_u8]).prop_map(
        |((source, window, staff), finding, kind, named, count)| {
            let data = json!({"finding": format!("F-{finding}"), "kind": kind, "window": window, "inspector": "B",
                              "count": count, "staff": if named { json!(staff) } else { Value::Null }});
            (source, "finding.recorded", data)
        },
    );
    followed(opening, |_, data| {
        let finding = data["finding"].clone();
        Just(("finding.voided", json!({"finding": finding, "reason": "r", "approved_by": "B"}))).boxed()
    })
}

fn merit() -> Story {
    let kinds = select(vec![
        "brief_adopted",
        "commended",
        "media_national",
        "media_county",
        "grievance_award",
        "leader_on_site",
    ]);
    let opening = (place(), 0..6_u8, kinds, any::<bool>(), 1..5_u8).prop_map(
        |((source, window, staff), merit, kind, named, count)| {
            let named = named || kind == "grievance_award";
            let data = json!({"merit": format!("M-{merit}"), "kind": kind, "window": window, "recorded_by": "B",
                              "count": count, "staff": if named { json!(staff) } else { Value::Null }});
            (source, "merit.recorded", data)
        },
    );
    followed(opening, |_, data| {
        let merit = data["merit"].clone();
        Just(("merit.voided", json!({"merit": merit, "reason": "r", "approved_by": "B"}))).boxed()
    })
}

fn evaluations() -> Story {
    let marks = || (0..=400_u32).prop_map(|quarters| json!(f64::from(quarters) / 4.0));
    let one = (
        place(),
        any::<bool>(),
        select(vec!["2026-08", "2026-09", "2026-10"]),
        marks(),
        marks(),
        0..62_i32,
        clock(),
    );
    let one = one.prop_map(|((source, window, staff), of_window, month, center, peers, day, clock)| {
        let (who, id) = if of_window { ("window", window) } else { ("staff", staff) };
        let data = json!({"month": month, who: id, "center": center, "peers": peers});
        Draft::Event { source, event_type: "evaluation.recorded", day, clock, data }
    });
    proptest::collection::vec(one, 1..5).boxed()
}

fn fees() -> Story {
    let one = (
        place(),
        select(vec!["I-0", "I-3", "I-J"]),
        0..3_u32,
        any::<bool>(),
        maybe("C-2"),
        0..62_i32,
        clock(),
    );
    one.prop_map(|((source, window, _), item, amount, elsewhere, case, day, clock)| {
        let place = if elsewhere { "elsewhere" } else { "hall" };
        let data = json!({"item": item, "window": window, "amount_cents": amount * 1000, "place": place, "case": case});
        vec![Draft::Event { source, event_type: "fee.charged", day, clock, data }]
    })
    .boxed()
}

fn attendance() -> Story {
    let people = || select(vec!["S-1", "S-2", "S-3", "S-4", "S-5", "S-6", "S-7"]);
    let swipes =
        (proptest::collection::vec(people(), 1..6), 0..62_i32, any::<[bool; 4]>(), clock(), 1..12_i32);
    let days = swipes.prop_map(|(people, first, there, odd, days)| {
        let mut drafts = Vec::new();
        for day in first..first + days {
            for (place, staff) in people.iter().enumerate() {
                let clocks = ["08:20:00", "11:30:00", "12:50:00", "17:05:00"];
                for (swipe, clock) in clocks.into_iter().enumerate() {
                    // One of them, on the first day, is missing or at an odd time.
                    let is_odd = day == first && place == 0 && swipe == usize::try_from(first % 4).unwrap();
                    if is_odd && !there[swipe] {
                        continue;
                    }
                    let clock = if is_odd { odd } else { clock };
                    let direction = if swipe % 2 == 0 { "in" } else { "out" };
                    let data = json!({"staff": staff, "direction": direction});
                    drafts.push(Draft::Event {
                        source: "sub",
                        event_type: "attendance.swipe",
                        day,
                        clock,
                        data,
                    });
                }
            }
        }
        drafts
    });
    let kinds = select(vec!["sick", "personal", "official", "annual"]);
    let leave = (people(), kinds, 0..62_i32, 0..4_i32, any::<(bool, bool)>(), clock());
    let leave = leave.prop_map(|(staff, kind, day, length, (from_pm, to_pm), clock)| {
        let half_day = |day: i32, pm: bool| json!({"date": day_of(day).to_string(), "session": if pm { "pm" } else { "am" }});
        let data = json!({"staff": staff, "kind": kind, "from": half_day(day, from_pm && (length > 0 || to_pm)),
                          "to": half_day(day + length, to_pm), "approved_by": "B"});
        vec![Draft::Event { source: "hall", event_type: "attendance.leave", day, clock, data }]
    });
    let makeup = (people(), any::<(bool, bool)>(), 0..62_i32, 0..3_i32, clock());
    let makeup = makeup.prop_map(|(staff, (pm, out), day, later, clock)| {
        let data = json!({"staff": staff, "date": day_of(day).to_string(), "session": if pm { "pm" } else { "am" },
                          "direction": if out { "out" } else { "in" }, "approved_by": "B"});
        vec![Draft::Event { source: "hall", event_type: "attendance.makeup", day: day + later, clock, data }]
    });
    prop_oneof![2 => days, 2 => leave, 1 => makeup].boxed()
}

/// The same applicant sent away again, or the same person complained of again with reason.
fn repeats() -> Story {
    let one = (5..9_u8, 0..62_i32, 0..9_i32, clock());
    let many = (proptest::collection::vec(one, 2..5), any::<bool>());
    many.prop_map(|(many, of_cases)| {
        let event =
            |event_type, day, clock, data| Draft::Event { source: "hall", event_type, day, clock, data };
        let pairs = many.into_iter().map(|(number, day, later, clock)| {
            if of_cases {
                let case = format!("C-{number}");
                let accepted =
                    json!({"case": case, "item": "I-3", "window": "W-1", "staff": "S-1", "applicant": "a1"});
                let completed = json!({"case": case, "outcome": "returned"});
                [("case.accepted", day, accepted), ("case.completed", day + later, completed)]
                    .map(|(event_type, day, data)| event(event_type, day, clock, data))
            } else {
                let complaint = format!("P-{number}");
                let received =
                    json!({"complaint": complaint, "window": "W-1", "staff": "S-1", "topic": "fee"});
                let resolved = json!({"complaint": complaint, "substantiated": true});
                [("complaint.received", day, received), ("complaint.resolved", day + later, resolved)]
                    .map(|(event_type, day, data)| event(event_type, day, clock, data))
            }
        });
        pairs.flatten().collect()
    })
    .boxed()
}

/// People's steps, which change nothing.
fn steps() -> Story {
    let all = vec![
        ("notice.acknowledged", json!({"notice": "n", "by": "B"})),
        ("appeal.filed", json!({"appeal": "A", "window": "W-1", "about": "x", "reason": "r"})),
        ("appeal.decided", json!({"appeal": "A", "outcome": "upheld", "reason": "r", "approved_by": "B"})),
        ("order.issued", json!({"order": "O", "window": "W-1", "reason": "r", "due": "2026-09-30"})),
        ("order.completed", json!({"order": "O"})),
        ("order.checked", json!({"order": "O", "passed": true, "by": "B"})),
        (
            "proposal.decided",
            json!({"month": "2026-09", "kind": "k", "subject": "W-1", "confirmed": true, "by": "B"}),
        ),
        ("month.closed", json!({"month": "2026-09", "version": 1, "digest": "d", "by": "B"})),
        ("attendance.cover", json!({"window": "W-1", "staff": "S-3", "date": "2026-09-01", "session": "am"})),
    ];
    (select(all), 0..62_i32, clock())
        .prop_map(|((event_type, data), day, clock)| {
            vec![Draft::Event { source: "hall", event_type, day, clock, data }]
        })
        .boxed()
}

fn retractions() -> Story {
    let one = (any::<Index>(), any::<bool>(), 0..62_i32, clock());
    let one = one.prop_map(|(target, by_supervision, day, clock)| Draft::Retraction {
        target,
        by_supervision,
        day,
        clock,
    });
    proptest::collection::vec(one, 1..4).boxed()
}
