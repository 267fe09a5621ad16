//! An event of each type that passes the contract, made of a county's own ids.

use ingest::contract::{self, Field, Kind};
use scoring::registry::{self, Registry, SourceFile, Staff, Window};
use scoring::rulebook::{self, Origin, Rulebooks};
use scoring::time::{Instant, Session, Zone};
use serde_json::{Map, Value, json};

/// The registry of the examples, for those who have no county's.
pub const EXAMPLE_REGISTRY: &str = include_str!("example.toml");

/// When the examples happen: a Tuesday morning.
const EXAMPLE_TIME: &str = "2026-09-08T09:12:03+08:00";

/// The registry and rulebook of the examples.
///
/// # Panics
///
/// Never: a test reads them.
pub fn example() -> (Registry, Rulebooks) {
    let file = SourceFile { name: "example.toml".to_owned(), text: EXAMPLE_REGISTRY.to_owned() };
    match (registry::read(&[file]), rulebook::builtin("zhenlai")) {
        (Ok(registry), Some(rulebooks)) => (registry, rulebooks),
        (read, _) => unreachable!("the examples are read in a test: {read:?}"),
    }
}

/// When the examples happen.
pub fn example_time() -> Instant {
    Instant::parse(EXAMPLE_TIME).unwrap_or(Instant(0))
}

/// A sample of one type.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The event type.
    pub event_type: &'static str,
    /// The event.
    pub event: Value,
}

impl Sample {
    /// The event as it is printed for people.
    pub fn pretty(&self) -> String {
        serde_json::to_string_pretty(&self.event).unwrap_or_default() + "\n"
    }

    /// The event as one line.
    pub fn line(&self) -> String {
        self.event.to_string()
    }
}

/// An event of each type, in the contract's order, at an instant. Empty where the county has no staffed window or no item.
pub fn samples(registry: &Registry, rulebooks: &Rulebooks, at: Instant) -> Vec<Sample> {
    let Some(cast) = Cast::of(registry, rulebooks, at) else { return Vec::new() };
    let sample = |(place, (_, event_type, fields)): (usize, (_, &'static str, &[Field]))| Sample {
        event_type,
        event: json!({
            "specversion": "1.0",
            "id": format!("{}-{:04}", cast.source, place + 1),
            "source": cast.source,
            "type": event_type,
            "time": registry.zone.format(at),
            "data": cast.data(event_type, fields),
        }),
    };
    contract::types().enumerate().map(sample).collect()
}

/// Who and what the samples are about.
struct Cast<'r> {
    source: &'r str,
    window: &'r Window,
    staff: &'r Staff,
    department: &'r str,
    item: &'r str,
    finding: &'r str,
    merit: &'r str,
    zone: &'r Zone,
    at: Instant,
}

impl<'r> Cast<'r> {
    fn of(registry: &'r Registry, rulebooks: &'r Rulebooks, at: Instant) -> Option<Cast<'r>> {
        let today = registry.zone.date(at);
        let staffed = |window: &&Window| !window.assignments.is_empty();
        let held = |window: &&Window| window.assignments.iter().any(|held| held.holds(today));
        let mut windows = registry.windows.iter();
        let window = windows.clone().find(held).or_else(|| windows.find(staffed))?;
        let assignment =
            window.assignments.iter().find(|held| held.holds(today)).or(window.assignments.first())?;
        let item = registry.items.iter().find(|item| item.department == window.department);
        let kind = |is_meant: &dyn Fn(&rulebook::Kind) -> bool| {
            rulebooks.kinds().iter().find(|kind| is_meant(kind)).map(|kind| kind.name.as_str())
        };
        Some(Cast {
            source: &registry.sites[usize::from(window.site)].id,
            window,
            staff: &registry.staff[usize::from(assignment.staff)],
            department: &registry.departments[usize::from(window.department)].id,
            item: &item.or(registry.items.first())?.code,
            finding: kind(&|kind| kind.origin == Origin::Finding)?,
            merit: kind(&|kind| kind.origin == Origin::Merit && !kind.needs_staff)?,
            zone: &registry.zone,
            at,
        })
    }

    fn data(&self, event_type: &str, fields: &[Field]) -> Value {
        let wanted = |field: &&Field| match (event_type, field.name) {
            // An evaluation is of a window or of a person; points stand only where a rule has a range.
            ("evaluation.recorded", "staff") | ("finding.recorded", "points") => false,
            _ => true,
        };
        let data: Map<String, Value> = fields
            .iter()
            .filter(wanted)
            .map(|field| (field.name.to_owned(), self.value(event_type, field)))
            .collect();
        Value::Object(data)
    }

    fn value(&self, event_type: &str, field: &Field) -> Value {
        let date = self.zone.date(self.at);
        let known = match (event_type, field.name) {
            ("event.retracted", "source") => Some(self.source.to_owned()),
            ("event.retracted", "id") => Some(format!("{}-0001", self.source)),
            ("merit.recorded", "kind") => Some(self.merit.to_owned()),
            ("proposal.decided", "kind") => Some("yellow_flag_warning".to_owned()),
            ("proposal.decided", "subject") | (_, "window") => Some(self.window.id.clone()),
            ("finding.recorded", "kind") => Some(self.finding.to_owned()),
            (_, "staff") => Some(self.staff.id.clone()),
            (_, "item") => Some(self.item.to_owned()),
            (_, "department") => Some(self.department.to_owned()),
            (_, "notice") => Some("case_due/C-20260908-001/1/2026-09-15".to_owned()),
            (_, "about") => Some(format!("finding:F-{date}")),
            (_, "digest") => Some("0".repeat(64)),
            _ => None,
        };
        if let Some(known) = known {
            return json!(known);
        }
        match field.kind {
            Kind::Text => json!(text(field.name)),
            Kind::Id => json!(id(field.name)),
            Kind::Word(words) => json!(words[0]),
            Kind::Integer => json!(field.min.clamp(1, field.max).max(if field.name == "days" {
                3.min(field.max)
            } else {
                1
            })),
            Kind::Decimal => json!((field.max / 100).min(90).max(field.min / 100)),
            Kind::Flag => json!(field.required),
            Kind::Texts => json!([text(field.name)]),
            Kind::Date => json!(date.to_string()),
            Kind::Month => json!(date.month().to_string()),
            Kind::HalfDay => {
                let session = if field.name == "from" { Session::Am } else { Session::Pm };
                json!({ "date": date.to_string(), "session": session.word() })
            }
        }
    }
}

fn text(name: &str) -> &'static str {
    match name {
        "approved_by" | "by" | "recorded_by" => "值班负责人",
        "inspector" => "巡查员",
        "device" => "DEV-01",
        "missing" => "身份证复印件",
        "measure" => "已电话致歉并当场补办",
        "evidence" => "现场照片 1 张",
        "tags" => "态度",
        "comment" => "办得很快",
        "reason" => "材料需专家评审",
        _ => "示例",
    }
}

fn id(name: &str) -> &'static str {
    match name {
        "case" => "C-20260908-001",
        "ticket" => "A017-20260908",
        "rating" => "R-20260908-001",
        "complaint" => "P-20260908-001",
        "finding" => "F-20260908-001",
        "merit" => "M-20260908-001",
        "appeal" => "SS-2026-001",
        "order" => "ZG-2026-001",
        "applicant" => "a81f30c2",
        _ => "示例-001",
    }
}
