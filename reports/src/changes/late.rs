//! Events that arrived after a month was published: what each speaks of, so that changes can be held against them.

use super::Area;
use super::published::{Book, EventId};
use scoring::time::{Date, Instant, Month, Zone};
use serde::Deserialize;
use serde_json::{Map, Value};

/// So many retractions of retractions are followed.
const RETRACTIONS_FOLLOWED_MAX: usize = 16;

/// An accepted event that arrived after the earlier version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Late {
    /// The event's identity.
    pub event: EventId,
    /// Its type.
    pub event_type: String,
    /// What it speaks of; of a retraction what the event speaks of that was taken back.
    pub topic: Topic,
    /// The event that it takes back; where that is a retraction too, then what that one took back, and so on.
    pub retracts: Vec<EventId>,
    /// The reason that it gives itself.
    pub reason: Option<String>,
    /// When it arrived, as people should read it; `None` where nobody noted it.
    pub received: Option<String>,
}

/// What an event speaks of, as far as results can depend on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Topic {
    /// A case or its shares.
    Case(String),
    /// A rating.
    Rating(String),
    /// A complaint.
    Complaint(String),
    /// A recorded finding.
    Finding(String),
    /// A recorded merit.
    Merit(String),
    /// A queue ticket.
    Ticket(String),
    /// A swipe or make-up.
    StaffDay {
        /// Whose.
        staff: String,
        /// The local day.
        date: Date,
    },
    /// A leave.
    Leave {
        /// Whose.
        staff: String,
        /// Its first day.
        first: Date,
        /// Its last day.
        last: Date,
    },
    /// The evaluation of a window or staff member.
    Evaluation {
        /// Which book it counts in.
        book: Book,
        /// The window or staff member.
        subject: String,
        /// The month.
        month: Month,
    },
    /// A charge, which has no id but the event's own.
    Charge,
    /// Nothing that results depend on, or nothing that is known.
    Nothing,
}

#[derive(Deserialize)]
struct Envelope {
    id: String,
    source: String,
    #[serde(rename = "type")]
    event_type: String,
    time: String,
    data: Map<String, Value>,
}

impl Late {
    /// Reads an accepted event, one CloudEvents object. `taken_back` finds the text of an earlier event, so that a
    /// retraction speaks of what the event spoke of that it takes back. `None` where the text is no event.
    pub fn read(
        text: &str,
        received: Option<String>,
        zone: &Zone,
        taken_back: impl Fn(&EventId) -> Option<String>,
    ) -> Option<Late> {
        let envelope: Envelope = serde_json::from_str(text).ok()?;
        let mut retracts: Vec<EventId> = Vec::new();
        let mut last = None;
        while let Some(named) = retracted(last.as_ref().unwrap_or(&envelope)) {
            if retracts.len() == RETRACTIONS_FOLLOWED_MAX {
                break;
            }
            last = taken_back(&named).and_then(|text| serde_json::from_str(&text).ok());
            retracts.push(named);
            if last.is_none() {
                break;
            }
        }
        let topic = match (&last, retracts.is_empty()) {
            (Some(last), _) => topic(last, zone),
            (None, true) => topic(&envelope, zone),
            (None, false) => Topic::Nothing,
        };
        let reason = member(&envelope.data, "reason").map(str::to_owned);
        let event = EventId { source: envelope.source, id: envelope.id };
        Some(Late { event, event_type: envelope.event_type, topic, retracts, reason, received })
    }
}

/// The event that an event takes back, where it is a retraction.
pub fn retracted_by(text: &str) -> Option<EventId> {
    retracted(&serde_json::from_str(text).ok()?)
}

fn retracted(envelope: &Envelope) -> Option<EventId> {
    if envelope.event_type != "event.retracted" {
        return None;
    }
    let of = |name: &str| member(&envelope.data, name).map(str::to_owned);
    Some(EventId { source: of("source")?, id: of("id")? })
}

fn member<'d>(data: &'d Map<String, Value>, name: &str) -> Option<&'d str> {
    data.get(name)?.as_str()
}

fn topic(envelope: &Envelope, zone: &Zone) -> Topic {
    topic_if_any(envelope, zone).unwrap_or(Topic::Nothing)
}

fn topic_if_any(envelope: &Envelope, zone: &Zone) -> Option<Topic> {
    let data = &envelope.data;
    let of = |name: &str| member(data, name).map(str::to_owned);
    let area = envelope.event_type.split_once('.').map_or("", |(area, _)| area);
    Some(match (area, envelope.event_type.as_str()) {
        ("case", _) => Topic::Case(of("case")?),
        ("rating", _) => Topic::Rating(of("rating")?),
        ("complaint", _) => Topic::Complaint(of("complaint")?),
        ("finding", _) => Topic::Finding(of("finding")?),
        ("merit", _) => Topic::Merit(of("merit")?),
        ("queue", _) => Topic::Ticket(of("ticket")?),
        ("fee", _) => Topic::Charge,
        (_, "attendance.swipe") => {
            Topic::StaffDay { staff: of("staff")?, date: zone.date(Instant::parse(&envelope.time)?) }
        }
        (_, "attendance.makeup") => {
            Topic::StaffDay { staff: of("staff")?, date: Date::parse(member(data, "date")?)? }
        }
        (_, "attendance.leave") => {
            let day = |end: &str| Date::parse(data.get(end)?.get("date")?.as_str()?);
            Topic::Leave { staff: of("staff")?, first: day("from")?, last: day("to")? }
        }
        (_, "evaluation.recorded") => {
            let month = Month::parse(member(data, "month")?)?;
            let (book, subject) = match of("window") {
                Some(window) => (Book::Window, window),
                None => (Book::Staff, of("staff")?),
            };
            Topic::Evaluation { book, subject, month }
        }
        _ => return None,
    })
}

impl Topic {
    /// The id of what it speaks of: of attendance the staff member's.
    pub fn subject(&self) -> Option<&str> {
        match self {
            Topic::Case(id)
            | Topic::Rating(id)
            | Topic::Complaint(id)
            | Topic::Finding(id)
            | Topic::Merit(id)
            | Topic::Ticket(id)
            | Topic::StaffDay { staff: id, .. }
            | Topic::Leave { staff: id, .. }
            | Topic::Evaluation { subject: id, .. } => Some(id),
            Topic::Charge | Topic::Nothing => None,
        }
    }

    /// The area that it is counted in by rates.
    pub fn area(&self) -> Option<Area> {
        match self {
            Topic::Case(_) => Some(Area::Cases),
            Topic::Rating(_) => Some(Area::Ratings),
            Topic::Complaint(_) => Some(Area::Complaints),
            Topic::Ticket(_) => Some(Area::Tickets),
            Topic::Finding(_)
            | Topic::Merit(_)
            | Topic::StaffDay { .. }
            | Topic::Leave { .. }
            | Topic::Evaluation { .. }
            | Topic::Charge
            | Topic::Nothing => None,
        }
    }
}
