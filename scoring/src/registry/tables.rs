//! What one table of a registry says for itself: its keys, their types and ranges, and what they say to each other.

use super::read::{AssignmentDraft, ItemDraft, Region, SiteDraft, WindowDraft};
use super::{Department, Item, ItemKind, Person, Schedule, Site, SiteKind, Staff, Window};
use crate::document::folder::Spot;
use crate::document::{At, Document, Reader};
use crate::time::{Date, TimeOfDay, Zone};

const SITE_KINDS: [(&str, SiteKind); 4] = [
    ("hall", SiteKind::Hall),
    ("sub_center", SiteKind::SubCenter),
    ("township", SiteKind::Township),
    ("village", SiteKind::Village),
];

const ITEM_KINDS: [(&str, ItemKind); 4] = [
    ("instant", ItemKind::Instant),
    ("promised", ItemKind::Promised),
    ("joint", ItemKind::Joint),
    ("reported", ItemKind::Reported),
];

/// No limit is longer than all days of the contract's years, 2000 to 2099.
const WORKDAYS_MAX: i64 = 36_525;

pub(super) fn region(table: &mut Reader<'_, '_>, document: &mut Document<'_>) -> Region {
    Region {
        code: text(table, document, "code"),
        name: name(table, document),
        zone: zone(table, document),
        leader: person(table, document, "leader"),
        supervision: person(table, document, "supervision"),
    }
}

fn zone(table: &mut Reader<'_, '_>, document: &mut Document<'_>) -> Option<Zone> {
    let named = table.required_text(document, "timezone")?;
    let zone = Zone::named(named.value);
    if zone.is_none() {
        let what = format!("there is no time zone `{}`", named.value);
        document.mistake(named.place, what, "write an IANA name such as \"Asia/Shanghai\"");
    }
    zone
}

fn person(table: &mut Reader<'_, '_>, document: &mut Document<'_>, key: &'static str) -> Option<Person> {
    let mut table = table.table(document, key)?;
    let person = Person {
        name: name(&mut table, document),
        email: optional_text(&mut table, document, "email").map(|email| email.value.to_owned()),
        webhook: optional_text(&mut table, document, "webhook").map(|webhook| webhook.value.to_owned()),
    };
    table.finish(document);
    Some(person)
}

pub(super) fn schedule(table: &mut Reader<'_, '_>, document: &mut Document<'_>, id: &str) -> Schedule {
    let am = session(table, document, "am");
    let pm = session(table, document, "pm");
    if let (Some(am), Some(pm)) = (&am, &pm)
        && am.value.1 > pm.value.0
    {
        let mend = "let `end` of `am` be at or before `start` of `pm`";
        document.mistake(pm.place.clone(), "`pm` of [[schedule]] starts before `am` ends", mend);
    }
    let hours = |session: Option<At<(TimeOfDay, TimeOfDay)>>| match session {
        Some(session) => session.value,
        None => (TimeOfDay(0), TimeOfDay(0)),
    };
    Schedule { id: id.to_owned(), am: hours(am), pm: hours(pm) }
}

/// Start and end of one session of a schedule.
fn session(
    table: &mut Reader<'_, '_>,
    document: &mut Document<'_>,
    key: &'static str,
) -> Option<At<(TimeOfDay, TimeOfDay)>> {
    if table.value(key).is_none() {
        table.missing(document, key, &format!("add {key} = {{ start = \"HH:MM:SS\", end = \"HH:MM:SS\" }}"));
    }
    let mut table = table.table(document, key)?;
    let start = time(&mut table, document, "start");
    let end = time(&mut table, document, "end");
    let place = table.place.clone();
    table.finish(document);
    let (start, end) = (start?, end?);
    if start >= end {
        let what = format!("`start` of `{key}` is not before its `end`");
        document.mistake(place, what, "let `start` be the earlier time of the two");
        return None;
    }
    Some(At { value: (start, end), place })
}

fn time(table: &mut Reader<'_, '_>, document: &mut Document<'_>, key: &'static str) -> Option<TimeOfDay> {
    let written = table.required_text(document, key)?;
    let time = TimeOfDay::parse(written.value);
    if time.is_none() {
        let what = format!("`{key}` is \"{}\", which is no time of day", written.value);
        document.mistake(written.place, what, "write HH:MM:SS from \"00:00:00\" to \"23:59:59\"");
    }
    time
}

pub(super) fn site<'t>(table: &mut Reader<'t, '_>, document: &mut Document<'_>, id: &str) -> SiteDraft<'t> {
    let site = Site {
        id: id.to_owned(),
        name: name(table, document),
        kind: choice(table, document, "kind", SITE_KINDS).unwrap_or(SiteKind::Hall),
        schedule: 0,
        attendance: flag(table, document, "attendance", true),
        supervision: flag(table, document, "supervision", false),
    };
    let schedule = optional_text(table, document, "schedule");
    SiteDraft { site, schedule }
}

pub(super) fn department(table: &mut Reader<'_, '_>, document: &mut Document<'_>, id: &str) -> Department {
    let name = name(table, document);
    Department { id: id.to_owned(), name, head: person(table, document, "head") }
}

pub(super) fn window<'t>(
    table: &mut Reader<'t, '_>,
    document: &mut Document<'_>,
    id: &str,
) -> WindowDraft<'t> {
    let name = name(table, document);
    let window = Window { id: id.to_owned(), name, site: 0, department: 0, assignments: Vec::new() };
    let site = table.required_text(document, "site");
    let department = table.required_text(document, "department");
    WindowDraft { window, site, department }
}

pub(super) fn staff(table: &mut Reader<'_, '_>, document: &mut Document<'_>, id: &str) -> Staff {
    Staff { id: id.to_owned(), name: name(table, document), assignments: Vec::new(), sites: Vec::new() }
}

pub(super) fn assignment<'t>(
    table: &mut Reader<'t, '_>,
    document: &mut Document<'_>,
    spot: Spot,
) -> AssignmentDraft<'t> {
    AssignmentDraft {
        spot,
        staff: table.required_text(document, "staff"),
        window: table.required_text(document, "window"),
        days: days(table, document),
        lead: flag(table, document, "lead", false),
    }
}

/// The first and the last day of an assignment.
fn days(table: &mut Reader<'_, '_>, document: &mut Document<'_>) -> Option<(Date, Date)> {
    if table.value("from").is_none() {
        table.missing(document, "from", "add the first day, from = 2026-01-05");
    }
    let from = table.date(document, "from");
    if table.value("to").is_none() {
        return Some((from?.value, Date::MAX));
    }
    let to = table.date(document, "to");
    let (from, to) = (from?.value, to?);
    if to.value < from {
        let what = format!("`to` ({}) is before `from` ({from})", to.value);
        document.mistake(
            to.place,
            what,
            "mend one of the dates, or take out `to` where it holds until further notice",
        );
        return None;
    }
    Some((from, to.value))
}

pub(super) fn item<'t>(table: &mut Reader<'t, '_>, document: &mut Document<'_>, code: &str) -> ItemDraft<'t> {
    let name = name(table, document);
    let department = table.required_text(document, "department");
    let kind = choice(table, document, "kind", ITEM_KINDS);
    let statutory = workdays(table, document, "statutory_days");
    let promised = workdays(table, document, "promised_days");
    if let Some(promised) = &promised {
        let days = promised.value;
        if kind == Some(ItemKind::Instant) && days != 0 {
            let what = format!("an instant item has `promised_days` = {days}");
            document.mistake(promised.place.clone(), what, "write promised_days = 0, or another `kind`");
        } else if let Some(statutory) = &statutory
            && days > statutory.value
        {
            let what = format!("`promised_days` ({days}) exceeds `statutory_days` ({})", statutory.value);
            document.mistake(promised.place.clone(), what, "promise no more days than the law allows");
        }
    }
    let item = Item {
        code: code.to_owned(),
        name,
        department: 0,
        kind: kind.unwrap_or(ItemKind::Instant),
        statutory_workdays: statutory.map_or(0, |days| days.value),
        promised_workdays: promised.map_or(0, |days| days.value),
        entered: flag(table, document, "entered", true),
        authorised: flag(table, document, "authorised", true),
        fee_cents: fee(table, document),
    };
    ItemDraft { item, department }
}

/// A count of working days that must be there.
fn workdays(table: &mut Reader<'_, '_>, document: &mut Document<'_>, key: &'static str) -> Option<At<u32>> {
    if table.value(key).is_none() {
        table.missing(document, key, &format!("add {key} = and a count of working days"));
    }
    let written = table.integer(document, key)?;
    match u32::try_from(written.value) {
        Ok(value) if written.value <= WORKDAYS_MAX => Some(At { value, place: written.place }),
        Ok(_) | Err(_) => {
            let what = format!("`{key}` is {}", written.value);
            document.mistake(written.place, what, "write a count of working days from 0 to 36525");
            None
        }
    }
}

fn fee(table: &mut Reader<'_, '_>, document: &mut Document<'_>) -> Option<u64> {
    let written = table.integer(document, "fee_cents")?;
    let fee = u64::try_from(written.value).ok();
    if fee.is_none() {
        let what = format!("`fee_cents` is {}", written.value);
        document.mistake(
            written.place,
            what,
            "write an amount from 0, or take it out where no fee may be charged",
        );
    }
    fee
}

fn name(table: &mut Reader<'_, '_>, document: &mut Document<'_>) -> String {
    text(table, document, "name")
}

fn text(table: &mut Reader<'_, '_>, document: &mut Document<'_>, key: &'static str) -> String {
    table.required_text(document, key).map_or_else(String::new, |text| text.value.to_owned())
}

/// A text that may be absent, but not empty.
fn optional_text<'t>(
    table: &mut Reader<'t, '_>,
    document: &mut Document<'_>,
    key: &'static str,
) -> Option<At<&'t str>> {
    table.value(key).and_then(|_| table.required_text(document, key))
}

fn flag(table: &mut Reader<'_, '_>, document: &mut Document<'_>, key: &'static str, absent: bool) -> bool {
    table.flag(document, key).map_or(absent, |flag| flag.value)
}

/// One of a few words that must be there.
fn choice<T: Copy, const N: usize>(
    table: &mut Reader<'_, '_>,
    document: &mut Document<'_>,
    key: &'static str,
    words: [(&str, T); N],
) -> Option<T> {
    let written = table.required_text(document, key)?;
    let chosen = words.iter().find(|(word, _)| *word == written.value);
    if chosen.is_none() {
        let known = words.map(|(word, _)| word).join(", ");
        document.mistake(
            written.place,
            format!("`{key}` is \"{}\"", written.value),
            format!("write one of {known}"),
        );
    }
    chosen.map(|&(_, value)| value)
}
