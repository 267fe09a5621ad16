//! A form becomes findings or merits: one event for each window or staff member, all of them or none.

use super::kinds::{is_told_by_device, may_be_recorded, needs_staff, ranges};
use super::upload::Upload;
use crate::answer::Problem;
use crate::appeals::{NAME_CHARACTERS_MAX, refused};
use crate::decide::{TEXT_CHARACTERS_MAX, if_any};
use crate::enter::Dated;
use crate::pages::message::Missing;
use crate::words::{entering as said, refusals};
use ingest::live::Moment;
use reports::words::{Lang, Word};
use scoring::context::Context;
use scoring::event::Subject;
use scoring::finding::{Look, look, recorded};
use scoring::month::ActionSubject;
use scoring::points::Points;
use scoring::registry::{Registry, StaffIdx, WindowIdx};
use scoring::rulebook::{KindIdx, Origin};
use scoring::time::{Date, Instant, Month};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// So many windows and staff members at most are recorded with one form.
const TARGETS_MAX: usize = 60;
/// How often something may be counted at once: the contract's own bound.
const COUNT_MAX: u8 = 100;
/// What was seen on a day that is over, at an hour that nobody noted, is entered as seen at noon.
const NOON_SECONDS: i64 = 12 * 3600;
const NANOS: i64 = 1_000_000_000;

/// What is recorded.
#[derive(Clone, Debug, Default)]
pub struct Recording {
    /// The kind's word.
    pub kind: String,
    /// Windows, `W-1`, and people at windows, `W-1/S-1`.
    pub on: Vec<String>,
    /// The day, `2026-09-08`; empty: today.
    pub date: String,
    /// When it was seen, as RFC 3339, where somebody noted it.
    pub at: String,
    /// The points that are named; empty: none.
    pub points: String,
    /// How often; empty: once.
    pub count: String,
    /// What was seen, in words.
    pub note: String,
    /// Who saw it; empty: who enters it.
    pub inspector: String,
    /// The digests of its photos.
    pub photos: Vec<String>,
    /// Whether it is understood that the month is closed.
    pub accepts_closed: bool,
}

impl Recording {
    /// What a form says, with the photos that are kept of it.
    pub fn of(upload: &Upload, photos: Vec<String>) -> Recording {
        let one = |name: &str| upload.one(name).trim().to_owned();
        Recording {
            kind: one("kind"),
            on: upload.all("on").map(str::to_owned).collect(),
            date: one("date"),
            at: one("at"),
            points: one("points"),
            count: one("count"),
            note: one("note"),
            inspector: one("inspector"),
            photos,
            accepts_closed: upload.has("accepts_closed"),
        }
    }

    /// The fields of a form that says the same.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = vec![("kind", self.kind.clone())];
        fields.extend(self.on.iter().map(|on| ("on", on.clone())));
        let single = [
            ("date", &self.date),
            ("at", &self.at),
            ("points", &self.points),
            ("count", &self.count),
            ("note", &self.note),
            ("inspector", &self.inspector),
        ];
        fields.extend(
            single
                .into_iter()
                .filter(|(_, value)| !value.is_empty())
                .map(|(name, value)| (name, value.clone())),
        );
        fields.extend(self.photos.iter().map(|photo| ("kept_photo", photo.clone())));
        if self.accepts_closed {
            fields.push(("accepts_closed", "1".to_owned()));
        }
        fields
    }
}

/// Events to be entered, and what they are about.
#[derive(Clone, Debug)]
pub struct Decided {
    /// The events.
    pub events: Vec<Dated>,
    /// Windows and people whose totals they may change.
    pub whose: Vec<ActionSubject>,
    /// The month that they count in.
    pub month: Month,
    /// What was recorded already of the same kind about the same on the same day.
    pub similar: Vec<Look>,
}

/// What a form enters. `by` is the account.
///
/// # Errors
///
/// [`Problem::Refused`]: a kind that nobody may record, a day to come, points beyond the rule, nobody it is about, a closed month
/// that was not spoken of; each with how to mend it.
pub fn decide(moment: &Moment<'_>, recording: &Recording, by: &str) -> Result<Decided, Problem> {
    let context = &moment.context;
    let (date, at) = when(context, recording)?;
    let rulebook = context.county.rulebooks.on(date);
    let kind = context.county.rulebooks.kind(&recording.kind).ok_or_else(|| refused(said::KIND_MISSING))?;
    let of = &rulebook.kinds[usize::from(kind)];
    if !may_be_recorded(of.origin) {
        return Err(refused(said::KIND_DERIVED));
    }
    let targets = targets(context.registry(), &recording.on)?;
    let registry = context.registry();
    if let Some(&(window, _)) =
        targets.iter().find(|(window, _)| is_told_by_device(registry, of.origin, *window))
    {
        let window = &registry.windows[usize::from(window)];
        let site = &registry.sites[usize::from(window.site)].name;
        let title = [Lang::Zh, Lang::En].map(|lang| lang.title(&of.title));
        return Err(Problem::Refused(refusals::device_tells(title, &window.id, site)));
    }
    if needs_staff(rulebook, kind) && targets.iter().any(|(_, staff)| staff.is_none()) {
        return Err(refused(said::STAFF_WANTED));
    }
    check_month(moment, date.month(), recording.accepts_closed)?;
    let is_merit = of.origin == Origin::Merit;
    let count = count(&recording.count)?;
    let note =
        if_any(&recording.note).map_err(|_| Problem::Refused(said::note_too_long(TEXT_CHARACTERS_MAX)))?;
    let inspector = match recording.inspector.trim() {
        "" => by.to_owned(),
        name => text(name, NAME_CHARACTERS_MAX, said::INSPECTOR, said::INSPECTOR)?,
    };
    let ids = free_ids(context, is_merit, targets.len());
    let of_day = recorded(context, |of| of == date);
    let (mut events, mut whose, mut similar) = (Vec::new(), Vec::new(), Vec::new());
    for (&(window, staff), id) in targets.iter().zip(ids) {
        let mut data = json!({ "kind": of.name, "window": registry.windows[usize::from(window)].id });
        if let Some(staff) = staff {
            data["staff"] = json!(registry.staff[usize::from(staff)].id);
        }
        if count > 1 {
            data["count"] = json!(count);
        }
        if !recording.photos.is_empty() {
            data["photos"] = json!(recording.photos);
        }
        if is_merit {
            if !recording.points.is_empty() {
                return Err(refused(said::POINTS_FIXED));
            }
            data["merit"] = json!(id);
            data["recorded_by"] = json!(inspector);
            if let Some(note) = note {
                data["note"] = json!(note);
            }
            events.push(Dated { event: ("merit.recorded", data), at });
        } else {
            if let Some(points) = points(&recording.points, &ranges(rulebook, kind, staff.is_some()))? {
                data["points"] = points;
            }
            data["finding"] = json!(id);
            data["inspector"] = json!(inspector);
            if let Some(note) = note {
                data["evidence"] = json!([note]);
            }
            events.push(Dated { event: ("finding.recorded", data), at });
        }
        whose.push(ActionSubject::Window(window));
        whose.extend(staff.map(ActionSubject::Staff));
        let same =
            |look: &&Look| look.counts() && (look.kind, look.window, look.staff) == (kind, window, staff);
        similar.extend(of_day.iter().filter(same).copied());
    }
    whose.sort_unstable();
    whose.dedup();
    Ok(Decided { events, whose, month: date.month(), similar })
}

/// Voids a finding or merit.
///
/// # Errors
///
/// [`Problem::Missing`]: there is no such thing; [`Problem::Refused`]: it counts no more, no reason, nobody approved.
pub fn void(
    moment: &Moment<'_>,
    (id, is_merit): (&str, bool),
    reason: &str,
    approved_by: &str,
) -> Result<Decided, Problem> {
    let context = &moment.context;
    let found = look(context, id, is_merit);
    let found = found.ok_or_else(|| Problem::Missing(Missing::Finding, id.to_owned()))?;
    if !found.counts() {
        return Err(refused(said::COUNTS_NO_MORE));
    }
    let reason = text(reason, TEXT_CHARACTERS_MAX, said::REASON_MISSING, said::VOID_REASON)?;
    let approved_by = text(approved_by, NAME_CHARACTERS_MAX, said::APPROVAL_MISSING, said::APPROVED_BY)?;
    let mut data = json!({ "reason": reason, "approved_by": approved_by });
    let (name, event_type) = if is_merit { ("merit", "merit.voided") } else { ("finding", "finding.voided") };
    data[name] = json!(id);
    let mut whose = vec![ActionSubject::Window(found.window)];
    whose.extend(found.staff.map(ActionSubject::Staff));
    Ok(Decided {
        events: vec![Dated { event: (event_type, data), at: context.as_of }],
        whose,
        month: found.date.month(),
        similar: Vec::new(),
    })
}

/// A text as a person wrote it; `field` is what the form calls it.
fn text(given: &str, characters_max: usize, missing: Word, field: Word) -> Result<String, Problem> {
    if given.trim().chars().count() > characters_max {
        return Err(Problem::Refused(refusals::too_long(field, characters_max)));
    }
    crate::appeals::text(given, characters_max, missing)
}

/// The day and the instant that it counts for.
fn when(context: &Context<'_>, recording: &Recording) -> Result<(Date, Instant), Problem> {
    let (today, zone) = (context.today(), &context.registry().zone);
    // A phone's clock may be ahead; nothing happens later than now.
    let seen = Instant::parse(&recording.at).map(|at| at.min(context.as_of));
    let date = match recording.date.as_str() {
        "" => seen.map_or(today, |at| zone.date(at)),
        given => Date::parse(given).ok_or_else(|| refused(said::DATE_UNREADABLE))?,
    };
    if date > today {
        return Err(refused(said::DATE_AHEAD));
    }
    let noon = Instant(zone.midnight(date).0 + NOON_SECONDS * NANOS);
    let usual = if date == today { context.as_of } else { noon };
    Ok((date, seen.filter(|&at| zone.date(at) == date).unwrap_or(usual)))
}

/// The version of a month that is closed.
///
/// # Errors
///
/// The store cannot be read.
pub fn closed_version(moment: &Moment<'_>, month: Month) -> Result<Option<u32>, Problem> {
    let closed = moment.records.closed_months()?;
    Ok(closed.iter().filter(|closed| closed.month == month).map(|closed| closed.version).max())
}

/// A closed month stays as it was published until it is reissued; who enters something in it is to know that.
pub(super) fn check_month(moment: &Moment<'_>, month: Month, accepts_closed: bool) -> Result<(), Problem> {
    match closed_version(moment, month)? {
        Some(version) if !accepts_closed => Err(Problem::Refused(said::month_closed(month, version))),
        Some(_) | None => Ok(()),
    }
}

/// Whom a form is about. A window whose people are named is not recorded by itself too: what a person did counts for the window.
fn targets(registry: &Registry, on: &[String]) -> Result<Vec<(WindowIdx, Option<StaffIdx>)>, Problem> {
    let mut found = Vec::new();
    for text in on {
        let target = target(registry, text).ok_or_else(|| Problem::Refused(said::no_such_target(text)))?;
        if !found.contains(&target) {
            found.push(target);
        }
    }
    let named: Vec<WindowIdx> =
        found.iter().filter(|(_, staff)| staff.is_some()).map(|&(window, _)| window).collect();
    found.retain(|(window, staff)| staff.is_some() || !named.contains(window));
    if found.is_empty() {
        return Err(refused(said::NOBODY_CHOSEN));
    }
    if found.len() > TARGETS_MAX {
        return Err(Problem::Refused(said::too_many_targets(TARGETS_MAX)));
    }
    Ok(found)
}

/// `W-1`, or `W-1/S-1`. Ids may hold a `/` themselves.
fn target(registry: &Registry, text: &str) -> Option<(WindowIdx, Option<StaffIdx>)> {
    let index = &registry.index;
    if let Some(&window) = index.windows.get(text) {
        return Some((window, None));
    }
    text.match_indices('/').find_map(|(place, _)| {
        let window = index.windows.get(&text[..place])?;
        Some((*window, Some(*index.staff.get(&text[place + 1..])?)))
    })
}

fn count(given: &str) -> Result<u8, Problem> {
    if given.is_empty() {
        return Ok(1);
    }
    let count = given.parse().ok().filter(|count| (1..=COUNT_MAX).contains(count));
    count.ok_or_else(|| refused(said::COUNT_WRONG))
}

fn points(given: &str, ranges: &[(Points, Points)]) -> Result<Option<Value>, Problem> {
    if given.is_empty() {
        return Ok(None);
    }
    if ranges.is_empty() {
        return Err(refused(said::POINTS_FIXED));
    }
    let within = |points: &Points| ranges.iter().any(|(least, most)| (least..=most).contains(&points));
    let points = Points::parse(given).filter(within).ok_or_else(|| {
        let told: Vec<String> = ranges.iter().map(|(least, most)| format!("{least}–{most}")).collect();
        Problem::Refused(said::points_outside(&told))
    })?;
    // Hundredths have a shortest decimal, and that is what is written.
    Ok(serde_json::Number::from_f64(f64::from(points.0) / 100.0).map(Value::Number))
}

/// Ids that nobody has: letters, the year, numbers that go on.
fn free_ids(context: &Context<'_>, is_merit: bool, count: usize) -> Vec<String> {
    let (letters, year) = (if is_merit { "JF" } else { "JC" }, context.today().year());
    let is_free = |id: &String| {
        let subject = if is_merit { Subject::Merit(id.as_str()) } else { Subject::Finding(id.as_str()) };
        context.log.find_subject(&subject).is_none()
    };
    (1..).map(|number: u32| format!("{letters}-{year}-{number:04}")).filter(is_free).take(count).collect()
}

/// How often each kind was recorded in a month.
pub fn times(context: &Context<'_>, month: Month) -> BTreeMap<KindIdx, u32> {
    let mut times = BTreeMap::new();
    for look in recorded(context, |date| date.month() == month) {
        *times.entry(look.kind).or_default() += 1;
    }
    times
}
