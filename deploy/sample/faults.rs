//! Lines that sites should not send, and do: rejected ones of every code, duplicates, and events without effect.
//!
//! Each day goes on in one list of faults, so that even a small sample has all of them after a few days.

use super::wire::{HOUR, Id, MINUTE, SECOND};
use super::world::{Done, World};

/// One way of going wrong. The first word of a comment is the rejection code, where there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// `malformed_json`: a line that was cut off.
    CutOff,
    /// `malformed_json`: text in GB 18030.
    NotUtf8,
    /// `malformed_json`: a byte order mark.
    ByteOrderMark,
    /// `malformed_json`: two objects in one line.
    TwoInOne,
    /// `malformed_json`: NaN.
    NotANumber,
    /// `malformed_json`: half of a surrogate pair.
    HalfSurrogate,
    /// `malformed_json`: one member twice.
    MemberTwice,
    /// `malformed_json`: too many brackets.
    TooDeep,
    /// `not_cloudevent`: an array.
    Array,
    /// `not_cloudevent`: an older version.
    OldVersion,
    /// `not_cloudevent`: an empty id.
    EmptyId,
    /// `not_cloudevent`: no data.
    NoData,
    /// `not_cloudevent`: the region as a number.
    RegionNumber,
    /// `unknown_type`.
    UnknownType,
    /// `bad_time`: local time without an offset.
    NoOffset,
    /// `bad_time`: none at first; sent again, mended, under the same id.
    NoTime,
    /// `bad_time`: a leap second.
    LeapSecond,
    /// `missing_field`.
    MissingField,
    /// `missing_field`: null.
    NullField,
    /// `bad_field`: a text for a number.
    WrongType,
    /// `bad_field`: level 6.
    OutOfRange,
    /// `bad_field`: a derived kind.
    DerivedKind,
    /// `bad_field`: both window and staff.
    BothSubjects,
    /// `bad_field`: a leave that ends before it begins.
    LeaveBackwards,
    /// `bad_field`: days as 3.0.
    FractionDays,
    /// `unknown_site`.
    UnknownSite,
    /// `unknown_site`: another region's event.
    OtherRegion,
    /// `unknown_window`.
    UnknownWindow,
    /// `unknown_staff`.
    UnknownStaff,
    /// `unknown_item`.
    UnknownItem,
    /// `unknown_department`.
    UnknownDepartment,
    /// `not_allowed`: one site for another site's window.
    NotAllowed,
    /// `conflict`: the same id with another time.
    Conflict,
    /// `too_large`.
    TooLarge,
    /// Nothing but white space.
    Blank,
    /// A duplicate, byte for byte.
    Duplicate,
    /// A duplicate with members in another order, spaces and a CR.
    DuplicateReordered,
    /// A duplicate with escapes.
    DuplicateEscaped,
    /// `unmatched`: the completion of a case that nobody accepted.
    Unmatched,
    /// `unmatched`: a retraction of nothing.
    RetractsNothing,
    /// `after_end`: a case withdrawn after its completion.
    AfterEnd,
    /// `repeated`: a case accepted again.
    Repeated,
    /// `foreign_source`: another site completes a case.
    ForeignSource,
    /// `out_of_sequence`: a resume of a case that was not suspended.
    OutOfSequence,
}

impl Fault {
    /// All of them, in the order of turns.
    pub const ALL: [Fault; 44] = [
        Fault::UnknownItem,
        Fault::CutOff,
        Fault::Duplicate,
        Fault::MissingField,
        Fault::Unmatched,
        Fault::UnknownWindow,
        Fault::Conflict,
        Fault::NoOffset,
        Fault::DuplicateReordered,
        Fault::AfterEnd,
        Fault::UnknownStaff,
        Fault::NotUtf8,
        Fault::WrongType,
        Fault::Repeated,
        Fault::UnknownType,
        Fault::NotAllowed,
        Fault::DuplicateEscaped,
        Fault::Array,
        Fault::UnknownSite,
        Fault::OutOfRange,
        Fault::ForeignSource,
        Fault::UnknownDepartment,
        Fault::NoTime,
        Fault::ByteOrderMark,
        Fault::Blank,
        Fault::DerivedKind,
        Fault::OldVersion,
        Fault::RetractsNothing,
        Fault::TwoInOne,
        Fault::TooLarge,
        Fault::NullField,
        Fault::MemberTwice,
        Fault::BothSubjects,
        Fault::EmptyId,
        Fault::NotANumber,
        Fault::OtherRegion,
        Fault::OutOfSequence,
        Fault::LeapSecond,
        Fault::HalfSurrogate,
        Fault::LeaveBackwards,
        Fault::NoData,
        Fault::FractionDays,
        Fault::RegionNumber,
        Fault::TooDeep,
    ];
}

/// Spoils the day by so many lines in a thousand, and by four at least.
pub fn day(world: &mut World<'_>, permille: u32) {
    let lines = world.log.lines_today();
    if lines == 0 {
        return;
    }
    let count = (lines * permille as usize / 1000).max(4);
    let mut large = false;
    for _ in 0..count {
        let mut fault = Fault::ALL[world.next_fault % Fault::ALL.len()];
        world.next_fault += 1;
        // One of these weighs as much as four hundred others; one a day will do.
        if fault == Fault::TooLarge && std::mem::replace(&mut large, true) {
            fault = Fault::Duplicate;
        }
        let at = world.today_at(9 * HOUR) + world.dice.between(0, 8 * HOUR);
        commit(world, fault, at, lines);
    }
}

fn commit(world: &mut World<'_>, fault: Fault, at: i64, lines: usize) {
    match fault {
        Fault::Blank => world.log.raw(at, b"  \t"),
        Fault::Array => world.log.raw(at, b"[]"),
        Fault::Duplicate => copy(world, lines, |parts| parts.with(parts.kind, parts.time)),
        Fault::DuplicateReordered => copy(world, lines, |parts| parts.reordered()),
        Fault::DuplicateEscaped => copy(world, lines, |parts| parts.with(&parts.kind_escaped(), parts.time)),
        Fault::Conflict => copy(world, lines, |parts| parts.with(parts.kind, &parts.time_after())),
        Fault::AfterEnd => after_end(world),
        Fault::Repeated => repeated(world),
        Fault::ForeignSource => foreign_source(world),
        Fault::OutOfSequence => out_of_sequence(world),
        Fault::Unmatched => {
            let case = world.id("C-LOST-");
            world.event(0, "case.completed", at).id("case", &case).text("outcome", "approved").end();
        }
        Fault::RetractsNothing => {
            let target = world.id("none-");
            super::cases::retract(world, 0, &target, at, "重复上传");
        }
        Fault::NotUtf8 => {
            let mut line = text(world, Fault::NotUtf8, at).into_bytes();
            // 很好 in GB 18030, as an old device sends it.
            line.extend_from_slice(b"\xba\xdc\xba\xc3\"}}");
            world.log.raw(at, &line);
        }
        Fault::NoTime => {
            let line = text(world, fault, at);
            world.log.raw(at, line.as_bytes());
            let mended = line.replacen("\"data\"", &format!("\"time\":\"{}\",\"data\"", stamp(at)), 1);
            world.log.raw(at + 20 * MINUTE, mended.as_bytes());
        }
        Fault::CutOff
        | Fault::ByteOrderMark
        | Fault::TwoInOne
        | Fault::NotANumber
        | Fault::HalfSurrogate
        | Fault::MemberTwice
        | Fault::TooDeep
        | Fault::OldVersion
        | Fault::EmptyId
        | Fault::NoData
        | Fault::RegionNumber
        | Fault::UnknownType
        | Fault::NoOffset
        | Fault::LeapSecond
        | Fault::MissingField
        | Fault::NullField
        | Fault::WrongType
        | Fault::OutOfRange
        | Fault::DerivedKind
        | Fault::BothSubjects
        | Fault::LeaveBackwards
        | Fault::FractionDays
        | Fault::UnknownSite
        | Fault::OtherRegion
        | Fault::UnknownWindow
        | Fault::UnknownStaff
        | Fault::UnknownItem
        | Fault::UnknownDepartment
        | Fault::NotAllowed
        | Fault::TooLarge => {
            let line = text(world, fault, at);
            world.log.raw(at, line.as_bytes());
        }
    }
}

/// The rejected lines.
fn text(world: &mut World<'_>, fault: Fault, at: i64) -> String {
    let county = world.county;
    let id = world.log.next_id();
    let rating = world.id("R-");
    let window = &county.windows[0].id;
    let staff = &county.staff[0].id;
    let item = &county.items[0].code;
    let time = stamp(at);
    let (rating, id) = (rating.as_str(), id.as_str());
    let rated = format!("\"rating\":\"{rating}\",\"window\":\"{window}\",\"level\":5,\"channel\":\"qr\"");
    let case = format!("\"case\":\"C-{id}\"");
    let line = |kind: &str, data: &str| {
        format!(
            "{{\"specversion\":\"1.0\",\"id\":\"{id}\",\"source\":\"hall\",\"type\":\"{kind}\",\
             \"time\":\"{time}\",\"data\":{{{data}}}}}"
        )
    };
    let good = line("rating.submitted", &rated);
    match fault {
        Fault::CutOff => good[..good.len() * 2 / 3].to_owned(),
        Fault::NotUtf8 => {
            let cut = line("rating.submitted", &format!("{rated},\"comment\":\""));
            cut[..cut.len() - 2].to_owned()
        }
        Fault::ByteOrderMark => format!("\u{feff}{good}"),
        Fault::TwoInOne => format!("{good}{good}"),
        Fault::NotANumber => line("rating.submitted", &rated.replace(":5", ":NaN")),
        Fault::HalfSurrogate => line("rating.submitted", &format!("{rated},\"comment\":\"很好\\ud83d\"")),
        Fault::MemberTwice => line("rating.submitted", &format!("{rated},\"level\":1")),
        Fault::TooDeep => {
            let (open, close) = ("[".repeat(130), "]".repeat(130));
            line("rating.submitted", &format!("{rated},\"extra\":{open}{close}"))
        }
        Fault::OldVersion => good.replacen("\"1.0\"", "\"0.3\"", 1),
        Fault::EmptyId => good.replacen(id, "", 1),
        Fault::NoData => good.replacen("\"data\":", "\"payload\":", 1),
        Fault::RegionNumber => good.replacen("\"source\"", "\"region\":220821,\"source\"", 1),
        Fault::UnknownType => line("window.opened", &format!("\"window\":\"{window}\"")),
        Fault::NoOffset => good.replacen("+08:00", "", 1),
        Fault::NoTime => good.replacen(&format!("\"time\":\"{time}\","), "", 1),
        Fault::LeapSecond => good.replacen(&time, &format!("{}:60+08:00", &time[..16]), 1),
        Fault::MissingField => line("case.completed", &case),
        Fault::NullField => line("case.completed", &format!("{case},\"outcome\":null")),
        Fault::WrongType => line("rating.submitted", &rated.replace(":5", ":\"5\"")),
        Fault::OutOfRange => line("rating.submitted", &rated.replace(":5", ":6")),
        Fault::DerivedKind => {
            let data = format!("\"finding\":\"F-{id}\",\"kind\":\"overdue\",\"window\":\"{window}\"");
            line("finding.recorded", &format!("{data},\"inspector\":\"B-03\""))
        }
        Fault::BothSubjects => {
            let data = format!("\"month\":\"{}\",\"window\":\"{window}\",\"staff\":\"{staff}\"", world.month);
            line("evaluation.recorded", &format!("{data},\"center\":90,\"peers\":90"))
        }
        Fault::LeaveBackwards => {
            let day = format!("{{\"date\":\"{}\",\"session\":", world.today);
            let data = format!(
                "\"staff\":\"{staff}\",\"kind\":\"annual\",\"from\":{day}\"pm\"}},\"to\":{day}\"am\"}}"
            );
            line("attendance.leave", &format!("{data},\"approved_by\":\"B-01\""))
        }
        Fault::FractionDays => {
            line("case.extended", &format!("{case},\"days\":3.0,\"approved_by\":\"B-01\""))
        }
        Fault::UnknownSite => good.replacen("\"hall\"", "\"town-99\"", 1),
        Fault::OtherRegion => good.replacen("\"source\"", "\"region\":\"110101\",\"source\"", 1),
        Fault::UnknownWindow => line("rating.submitted", &rated.replace(&**window, "W-9999")),
        Fault::UnknownStaff => line("attendance.swipe", "\"staff\":\"S-99999\",\"direction\":\"in\""),
        Fault::UnknownItem => {
            let ticket = format!("\"ticket\":\"Q-{id}\",\"item\":\"{item}X\"");
            line("queue.taken", &ticket)
        }
        Fault::UnknownDepartment => {
            line("case.joint_assigned", &format!("{case},\"department\":\"D-99\",\"days\":3"))
        }
        Fault::NotAllowed => {
            let other = county.sites.len() - 1;
            good.replacen("\"hall\"", &format!("\"{}\"", county.sites[other].id), 1)
        }
        Fault::TooLarge => {
            line("rating.submitted", &format!("{rated},\"comment\":\"{}\"", "长".repeat(22_000)))
        }
        Fault::Blank
        | Fault::Array
        | Fault::Duplicate
        | Fault::DuplicateReordered
        | Fault::DuplicateEscaped
        | Fault::Conflict
        | Fault::Unmatched
        | Fault::RetractsNothing
        | Fault::AfterEnd
        | Fault::Repeated
        | Fault::ForeignSource
        | Fault::OutOfSequence => good,
    }
}

/// Sends one of today's lines again, as it was or changed.
fn copy(world: &mut World<'_>, lines: usize, change: impl Fn(&Parts<'_>) -> String) {
    let number = world.dice.below(lines);
    let (arrival, line) = world.log.line_today(number);
    let Some(parts) = std::str::from_utf8(line).ok().and_then(Parts::of) else {
        return;
    };
    let changed = change(&parts);
    let later = arrival + world.dice.mostly_low(2 * SECOND, 40 * MINUTE);
    world.log.raw(later, changed.as_bytes());
}

/// A line of this generator's taken apart.
struct Parts<'l> {
    id: &'l str,
    source: &'l str,
    kind: &'l str,
    time: &'l str,
    data: &'l str,
}

impl<'l> Parts<'l> {
    fn of(line: &'l str) -> Option<Parts<'l>> {
        let rest = line.strip_prefix("{\"specversion\":\"1.0\",\"id\":\"")?;
        let (id, rest) = rest.split_once("\",\"source\":\"")?;
        let (source, rest) = rest.split_once("\",\"type\":\"")?;
        let (kind, rest) = rest.split_once("\",\"time\":\"")?;
        let (time, rest) = rest.split_once("\",\"data\":")?;
        Some(Parts { id, source, kind, time, data: rest.strip_suffix('}')? })
    }

    fn with(&self, kind: &str, time: &str) -> String {
        format!(
            "{{\"specversion\":\"1.0\",\"id\":\"{}\",\"source\":\"{}\",\"type\":\"{kind}\",\"time\":\"{time}\",\"data\":{}}}",
            self.id, self.source, self.data
        )
    }

    /// The same content: members in another order, white space, and a CR at the end.
    fn reordered(&self) -> String {
        format!(
            "{{ \"data\": {}, \"time\": \"{}\",\t\"type\": \"{}\", \"source\": \"{}\", \"id\": \"{}\", \
             \"specversion\": \"1.0\" }}\r",
            self.data, self.time, self.kind, self.source, self.id
        )
    }

    /// The type with its first letter escaped.
    fn kind_escaped(&self) -> String {
        format!("\\u{:04x}{}", u32::from(self.kind.as_bytes()[0]), &self.kind[1..])
    }

    /// The time with another last digit of the seconds.
    fn time_after(&self) -> String {
        let digit = self.time.as_bytes()[18];
        let other = if digit == b'9' { '0' } else { char::from(digit + 1) };
        format!("{}{other}{}", &self.time[..18], &self.time[19..])
    }
}

/// A case that was done today, and a time after that.
fn done_today(world: &mut World<'_>) -> Option<(Done, i64)> {
    if world.done.is_empty() {
        return None;
    }
    let done = world.done[world.dice.below(world.done.len())];
    Some((done, done.at + world.dice.between(5 * MINUTE, HOUR)))
}

fn after_end(world: &mut World<'_>) {
    let Some((done, later)) = done_today(world) else { return };
    let site = world.county.windows[done.window].site;
    follow(world, site, "case.withdrawn", &done.case, later);
}

fn repeated(world: &mut World<'_>) {
    let Some((done, later)) = done_today(world) else { return };
    let county = world.county;
    let window = &county.windows[done.window];
    world
        .event(window.site, "case.accepted", later)
        .id("case", &done.case)
        .text("item", &county.items[done.item].code)
        .text("window", &window.id)
        .text("staff", &county.staff[done.staff].id)
        .end();
}

fn foreign_source(world: &mut World<'_>) {
    let Some((done, later)) = done_today(world) else { return };
    // The hall may speak for everybody; any other site than it and the case's own may not.
    let own = world.county.windows[done.window].site;
    if let Some(other) = (1..world.county.sites.len()).find(|&site| site != own) {
        follow(world, other, "case.withdrawn", &done.case, later);
    }
}

fn out_of_sequence(world: &mut World<'_>) {
    let Some((done, _)) = done_today(world) else { return };
    let site = world.county.windows[done.window].site;
    // Just before the end, so that it does not come after it.
    follow(world, site, "case.resumed", &done.case, done.at - SECOND / 1000);
}

fn follow(world: &mut World<'_>, site: usize, kind: &str, case: &Id, at: i64) {
    world.event(site, kind, at).id("case", case).end();
}

/// Local time in whole seconds as RFC 3339.
fn stamp(at: i64) -> String {
    let seconds = at.rem_euclid(super::DAY) / SECOND;
    let date = scoring::time::Date(at.div_euclid(super::DAY) as i32);
    format!("{date}T{:02}:{:02}:{:02}+08:00", seconds / 3600, seconds / 60 % 60, seconds % 60)
}
