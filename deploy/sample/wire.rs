//! Writing events as JSON lines fast, in the order of their arrival.
//!
//! Lines are written straight into the buffer of the day on which they arrive, and a day is sorted and written out when
//! it is over. Thus memory holds one day and what is already known of later ones, never the whole run.
//! Texts given to a [`Line`] need no escaping: all come from this generator's own tables.

use super::dice::Dice;
use scoring::time::{Date, Month};
use std::io::{self, Write};

/// Nanoseconds; all times of the generator are local ones since 1970-01-01T00:00:00 in the county.
pub const SECOND: i64 = 1_000_000_000;
/// A minute in nanoseconds.
pub const MINUTE: i64 = 60 * SECOND;
/// An hour in nanoseconds.
pub const HOUR: i64 = 60 * MINUTE;
/// A day in nanoseconds.
pub const DAY: i64 = 24 * HOUR;
/// How far the county's clock is ahead of UTC.
pub const OFFSET: i64 = 8 * HOUR;

/// How a site's systems write their times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Local time with six digits of the second.
    Micros,
    /// Local time with three digits of the second.
    Millis,
    /// Local time in whole seconds.
    Seconds,
    /// UTC with three digits and `Z`.
    Utc,
}

/// A short identifier without an allocation of its own.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Id {
    bytes: [u8; 30],
    length: u8,
}

impl Id {
    /// Joins a prefix, a date as YYMMDD and a serial number: `C-260901-00042`.
    pub fn new(prefix: &str, date: Date, serial: u32) -> Id {
        let mut id = Id { bytes: [0; 30], length: 0 };
        id.push(prefix.as_bytes());
        let (month, day) = (date.month(), date.day_of_month());
        let stamp = (month.year() as u32 % 100 * 100 + month.number()) * 100 + day;
        id.push_digits(stamp, 6);
        id.push(b"-");
        id.push_digits(serial, 5);
        id
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }

    fn push(&mut self, bytes: &[u8]) {
        let from = usize::from(self.length);
        self.bytes[from..from + bytes.len()].copy_from_slice(bytes);
        self.length += bytes.len() as u8;
    }

    fn push_digits(&mut self, number: u32, least: usize) {
        let mut digits = [b'0'; 10];
        let mut rest = number;
        let mut place = digits.len();
        while rest > 0 || digits.len() - place < least {
            place -= 1;
            digits[place] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        self.push(&digits[place..]);
    }
}

/// Where a line lies in its day's buffer.
#[derive(Clone, Copy)]
struct Entry {
    arrival: i64,
    start: usize,
    end: usize,
}

/// The lines that arrive on one day.
#[derive(Default)]
struct Day {
    bytes: Vec<u8>,
    entries: Vec<Entry>,
}

/// A date as text, kept while events of one day are written.
struct DateText {
    date: Date,
    text: [u8; 10],
}

impl DateText {
    fn of(&mut self, date: Date) -> &[u8; 10] {
        if self.date != date {
            self.date = date;
            self.text.copy_from_slice(date.to_string().as_bytes());
        }
        &self.text
    }
}

/// All lines that have not been written out yet.
pub struct Log {
    first: Date,
    /// One for each day up to the last, and one more for what arrives after that and is thrown away.
    days: Vec<Day>,
    today: Date,
    /// What arrives then or later does not exist yet; the last day is thrown whole and cut here.
    end: i64,
    serial: u32,
    delays: Dice,
    local: DateText,
    utc: DateText,
    spare: Day,
}

impl Log {
    /// A log for arrivals from the first day up to the instant `end`, which is a local one.
    pub fn new(first: Date, end: i64, delays: Dice) -> Log {
        let days = (end - 1).div_euclid(DAY) - i64::from(first.0) + 1;
        Log {
            first,
            days: (0..=days).map(|_| Day::default()).collect(),
            today: first,
            end,
            serial: 0,
            delays,
            local: DateText { date: Date(-1), text: [0; 10] },
            utc: DateText { date: Date(-1), text: [0; 10] },
            spare: Day::default(),
        }
    }

    /// Begins a day; event ids bear its date.
    pub fn begin(&mut self, today: Date) {
        self.today = today;
        self.serial = 0;
        let scratch = self.days.len() - 1;
        self.days[scratch].bytes.clear();
        self.days[scratch].entries.clear();
        let place = (today.0 - self.first.0) as usize;
        let spare = std::mem::take(&mut self.spare);
        if place < scratch && self.days[place].bytes.capacity() < spare.bytes.capacity() {
            let early = std::mem::replace(&mut self.days[place], spare);
            self.days[place].bytes.extend_from_slice(&early.bytes);
            self.days[place].entries.extend_from_slice(&early.entries);
        }
    }

    /// Begins an event that happens at a local time; it arrives a moment later, seldom much later.
    pub fn event(&mut self, source: &str, clock: Clock, kind: &str, at: i64) -> Line<'_> {
        let id = self.next_id();
        let arrival = at + self.delay();
        self.event_with(source, clock, kind, at, arrival, id)
    }

    /// Begins an event with an arrival and an id of the caller's.
    pub fn event_with(
        &mut self,
        source: &str,
        clock: Clock,
        kind: &str,
        at: i64,
        arrival: i64,
        id: Id,
    ) -> Line<'_> {
        let place = self.place(arrival);
        let out = &mut self.days[place].bytes;
        let start = out.len();
        out.extend_from_slice(b"{\"specversion\":\"1.0\",\"id\":\"");
        out.extend_from_slice(id.as_bytes());
        out.extend_from_slice(b"\",\"source\":\"");
        out.extend_from_slice(source.as_bytes());
        out.extend_from_slice(b"\",\"type\":\"");
        out.extend_from_slice(kind.as_bytes());
        out.extend_from_slice(b"\",\"time\":\"");
        let (texts, shift) = match clock {
            Clock::Utc => (&mut self.utc, OFFSET),
            Clock::Micros | Clock::Millis | Clock::Seconds => (&mut self.local, 0),
        };
        push_time(out, texts, at - shift, clock);
        out.extend_from_slice(b"\",\"data\":{");
        Line { log: self, place, start, arrival, id }
    }

    /// Puts a line in as it is, whatever it holds.
    pub fn raw(&mut self, arrival: i64, line: &[u8]) {
        let place = self.place(arrival);
        let day = &mut self.days[place];
        let start = day.bytes.len();
        day.bytes.extend_from_slice(line);
        day.bytes.push(b'\n');
        day.entries.push(Entry { arrival, start, end: day.bytes.len() });
    }

    /// The next event id of the day.
    pub fn next_id(&mut self) -> Id {
        self.serial += 1;
        Id::new("", self.today, self.serial)
    }

    /// How many lines arrive today.
    pub fn lines_today(&self) -> usize {
        self.days[self.place(i64::from(self.today.0) * DAY)].entries.len()
    }

    /// One of today's lines without its line end, and when it arrives.
    pub fn line_today(&self, number: usize) -> (i64, &[u8]) {
        let day = &self.days[self.place(i64::from(self.today.0) * DAY)];
        let entry = day.entries[number];
        (entry.arrival, &day.bytes[entry.start..entry.end - 1])
    }

    /// Writes today's lines in the order of arrival and forgets them. Answers how many lines and bytes there were.
    pub fn flush(&mut self, out: &mut impl Write) -> io::Result<(u64, u64)> {
        let place = self.place(i64::from(self.today.0) * DAY);
        let mut day = std::mem::take(&mut self.days[place]);
        day.entries.retain(|entry| entry.arrival < self.end);
        day.entries.sort_unstable_by_key(|entry| (entry.arrival, entry.start));
        let mut written = (0, 0);
        for entry in &day.entries {
            let line = &day.bytes[entry.start..entry.end];
            out.write_all(line)?;
            written = (written.0 + 1, written.1 + line.len() as u64);
        }
        day.bytes.clear();
        day.entries.clear();
        self.spare = day;
        Ok(written)
    }

    /// The place of the day in which a line arrives; none arrives in the past.
    fn place(&self, arrival: i64) -> usize {
        let day = arrival.div_euclid(DAY).max(i64::from(self.today.0)) - i64::from(self.first.0);
        (day as usize).min(self.days.len() - 1)
    }

    /// From an event to its arrival: within seconds, one in a thousand minutes to days.
    fn delay(&mut self) -> i64 {
        let word = self.delays.word();
        let rest = (word >> 20) as i64;
        match word & 0x3ff {
            0 => match word >> 10 & 0xf {
                0..=9 => MINUTE + rest % (45 * MINUTE),
                10..=13 => HOUR + rest % (6 * HOUR),
                _days => 16 * HOUR + rest % (2 * DAY),
            },
            _at_once => SECOND / 20 + rest % (2 * SECOND),
        }
    }
}

/// An event being written.
#[must_use]
pub struct Line<'l> {
    log: &'l mut Log,
    place: usize,
    start: usize,
    arrival: i64,
    id: Id,
}

impl Line<'_> {
    fn key(&mut self, key: &str) -> &mut Vec<u8> {
        let out = &mut self.log.days[self.place].bytes;
        if out.last() != Some(&b'{') {
            out.push(b',');
        }
        out.push(b'"');
        out.extend_from_slice(key.as_bytes());
        out.extend_from_slice(b"\":");
        out
    }

    /// A member that is a text.
    pub fn text(mut self, key: &str, value: &str) -> Self {
        let out = self.key(key);
        out.push(b'"');
        out.extend_from_slice(value.as_bytes());
        out.push(b'"');
        self
    }

    /// A member that is an identifier of the generator's.
    pub fn id(mut self, key: &str, value: &Id) -> Self {
        let out = self.key(key);
        out.push(b'"');
        out.extend_from_slice(value.as_bytes());
        out.push(b'"');
        self
    }

    /// A member that is a list of texts.
    pub fn list(mut self, key: &str, values: &[&str]) -> Self {
        let out = self.key(key);
        out.push(b'[');
        for (place, value) in values.iter().enumerate() {
            if place > 0 {
                out.push(b',');
            }
            out.push(b'"');
            out.extend_from_slice(value.as_bytes());
            out.push(b'"');
        }
        out.push(b']');
        self
    }

    /// A member that is a whole number.
    pub fn number(self, key: &str, value: i64) -> Self {
        self.json(key, format_args!("{value}"))
    }

    /// A member that is a digit, 0 to 9.
    pub fn digit(mut self, key: &str, value: u8) -> Self {
        self.key(key).push(b'0' + value);
        self
    }

    /// A member that is a number with two decimal places, given in hundredths.
    pub fn hundredths(self, key: &str, value: i64) -> Self {
        match (value % 100, value % 10) {
            (0, _) => self.json(key, format_args!("{}", value / 100)),
            (_, 0) => self.json(key, format_args!("{}.{}", value / 100, value / 10 % 10)),
            (_, _) => self.json(key, format_args!("{}.{:02}", value / 100, value % 100)),
        }
    }

    /// A member that is true or false.
    pub fn flag(mut self, key: &str, value: bool) -> Self {
        self.key(key).extend_from_slice(if value { b"true" } else { b"false" });
        self
    }

    /// A member that is there only sometimes.
    pub fn text_if(self, there: bool, key: &str, value: &str) -> Self {
        if there { self.text(key, value) } else { self }
    }

    /// A true member, or none at all.
    pub fn true_if(self, there: bool, key: &str) -> Self {
        if there { self.flag(key, true) } else { self }
    }

    /// A member that is a date.
    pub fn date(self, key: &str, value: Date) -> Self {
        self.json(key, format_args!("\"{value}\""))
    }

    /// A member that is a month.
    pub fn month(self, key: &str, value: Month) -> Self {
        self.json(key, format_args!("\"{value}\""))
    }

    /// A member whose JSON is written out by the caller.
    pub fn json(mut self, key: &str, value: std::fmt::Arguments<'_>) -> Self {
        // Writing into memory cannot fail.
        let _ = self.key(key).write_fmt(value);
        self
    }

    /// Ends the event and answers its id.
    pub fn end(self) -> Id {
        let day = &mut self.log.days[self.place];
        day.bytes.extend_from_slice(b"}}\n");
        let entry = Entry { arrival: self.arrival, start: self.start, end: day.bytes.len() };
        day.entries.push(entry);
        self.id
    }
}

/// Writes RFC 3339; `at` is in the clock's own offset already.
fn push_time(out: &mut Vec<u8>, dates: &mut DateText, at: i64, clock: Clock) {
    let date = dates.of(Date(at.div_euclid(DAY) as i32));
    let within = at.rem_euclid(DAY);
    let seconds = (within / SECOND) as u32;
    let micros = (within % SECOND / 1000) as u32;
    let two = |number: u32| [b'0' + (number / 10) as u8, b'0' + (number % 10) as u8];
    let three = |number: u32| {
        [b'0' + (number / 100) as u8, b'0' + (number / 10 % 10) as u8, b'0' + (number % 10) as u8]
    };
    let mut text = *b"0000-00-00T00:00:00";
    text[..10].copy_from_slice(date);
    text[11..13].copy_from_slice(&two(seconds / 3600));
    text[14..16].copy_from_slice(&two(seconds / 60 % 60));
    text[17..19].copy_from_slice(&two(seconds % 60));
    out.extend_from_slice(&text);
    match clock {
        Clock::Micros => {
            out.push(b'.');
            out.extend_from_slice(&three(micros / 1000));
            out.extend_from_slice(&three(micros % 1000));
            out.extend_from_slice(b"+08:00");
        }
        Clock::Millis => {
            out.push(b'.');
            out.extend_from_slice(&three(micros / 1000));
            out.extend_from_slice(b"+08:00");
        }
        Clock::Seconds => out.extend_from_slice(b"+08:00"),
        Clock::Utc => {
            out.push(b'.');
            out.extend_from_slice(&three(micros / 1000));
            out.push(b'Z');
        }
    }
}
