//! Every accepted event, once: identities, subjects, and what was taken back.
//!
//! The log is ground state. It is append-only; an event's place never changes. Events of one subject form a chain from
//! the newest arrival to the oldest, so that appending costs the same however long the month is.
//!
//! Invariant: nothing here knows the rulebook or the calendar; the log says what was seen, not what it means.

// The log hands each subject the events of its own types; naming the others in every match would say nothing. A new type
// is pointed out by the compiler where types are named: `event.rs`, `gather.rs` and the wire.
#![allow(clippy::wildcard_enum_match_arm)]

mod devices;
mod places;
mod texts;

pub use devices::Device;
pub use texts::Text;

use crate::event::{Event, Fact, Subject};
use crate::registry::SiteIdx;
use crate::time::Instant;
use devices::Devices;
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use places::Places;
use prefetch_index::prefetch_index;
use std::cmp::Ordering;
use std::hash::BuildHasher;
use std::ops::Range;
use texts::Texts;

/// The place of an event in the log.
pub type EventIdx = u32;
/// The place of a subject in the log.
pub type SubjectIdx = u32;

/// How many events are approached at once: enough for their look-ups not to wait for each other, few enough for what was
/// fetched still to be near when it is needed.
pub const APPROACHED_MAX: usize = 64;

/// How many subjects' events are gone near to at once.
const BLOCK_SUBJECTS: SubjectIdx = 64;

/// Marks the end of a chain; the other bits are the subject that the chain belongs to.
const END: u32 = 1 << 31;
/// The end of the chain of an event without subject.
const NO_SUBJECT: u32 = u32::MAX;

/// An event as it is kept.
#[derive(Clone, Copy, Debug)]
pub struct Record {
    /// When it happened.
    pub time: Instant,
    /// The event's id.
    pub id: Text,
    /// What happened.
    pub fact: Fact<Text, Device>,
    content: u64,
    previous: EventIdx,
    /// The site that sent it.
    pub source: SiteIdx,
    retracted: bool,
    /// Held back until its time has come.
    hidden: bool,
}

// Millions are kept: a field that makes a record longer slows every run and shrinks what a machine can hold.
const _: () = assert!(size_of::<Record>() <= 48);

#[derive(Clone, Copy, Debug)]
struct SubjectEntry {
    subject: Subject<Text>,
    /// The newest event, whose chain leads to the others.
    newest: EventIdx,
}

/// What became of an event that was offered to the log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Appended {
    /// It is new; its place, and the subject it belongs to if it has one.
    New(EventIdx, Option<SubjectIdx>),
    /// The same event with the same content is there already.
    Duplicate,
    /// The same identity is there with other content.
    Conflict,
}

/// All accepted events of a region, whose ids take 4 GiB at most. A copy is for asking what if: what is put into it is
/// nowhere else.
#[derive(Clone, Default, Debug)]
pub struct Log {
    texts: Texts,
    devices: Devices,
    records: Vec<Record>,
    identities: Places,
    subjects: Vec<SubjectEntry>,
    subject_places: Places,
    /// Few among millions, and listed often.
    appeals_and_orders: Vec<SubjectIdx>,
    retractions: Vec<EventIdx>,
    /// Retractions by the identity that they name.
    retractors: HashMap<(SiteIdx, Box<str>), Vec<EventIdx>, FixedState>,
}

/// An empty table that a log finds things by. Room for millions takes a while to make; two threads can make a table each.
#[derive(Debug)]
pub struct Table(Places);

impl Table {
    /// For the identities of so many events.
    pub fn of_identities(events: usize) -> Table {
        Table(Places::with_capacity(events))
    }

    /// For the subjects that so many events mostly have.
    pub fn of_subjects(events: usize) -> Table {
        Table(Places::with_capacity(events / 2))
    }
}

fn identity_hash(source: SiteIdx, id: &str) -> u64 {
    FixedState::with_seed(u64::from(source)).hash_one(id.as_bytes())
}

fn subject_hash(subject: &Subject<&str>) -> u64 {
    let text = |domain: u64, id: &str| FixedState::with_seed(domain << 32).hash_one(id.as_bytes());
    let pair = |domain: u64, a: u16, b: i32| FixedState::with_seed(domain << 32).hash_one((a, b));
    match *subject {
        Subject::Case(id) => text(1, id),
        Subject::Ticket(id) => text(2, id),
        Subject::Rating(id) => text(3, id),
        Subject::Complaint(id) => text(4, id),
        Subject::Finding(id) => text(5, id),
        Subject::Merit(id) => text(6, id),
        Subject::StaffDay(staff, date) => pair(7, staff, date.0),
        Subject::StaffLeaves(staff) => pair(8, staff, 0),
        Subject::WindowEvaluation(window, month) => pair(9, window, month.0),
        Subject::StaffEvaluation(staff, month) => pair(10, staff, month.0),
        Subject::Appeal(id) => text(11, id),
        Subject::Order(id) => text(12, id),
        Subject::Proposals(month) => pair(13, 0, month.0),
        Subject::Charge | Subject::Retraction | Subject::Step => 0,
    }
}

/// An event with the hashes that the log finds it by, so that threads can make them beside each other.
#[derive(Clone, Copy, Debug)]
pub struct Keyed<'a> {
    /// The event.
    pub event: Event<'a>,
    identity_hash: u64,
    subject_hash: u64,
}

impl<'a> From<Event<'a>> for Keyed<'a> {
    #[inline]
    fn from(event: Event<'a>) -> Keyed<'a> {
        Keyed {
            event,
            identity_hash: identity_hash(event.source, event.id),
            subject_hash: subject_hash(&event.subject),
        }
    }
}

impl Log {
    /// An empty log.
    pub fn new() -> Log {
        Log::default()
    }

    /// An empty log with room for so many events, so that a large month need not move its tables while it loads.
    pub fn with_capacity(events: usize) -> Log {
        Log::with_tables(events, Table::of_identities(events), Table::of_subjects(events))
    }

    /// As [`Log::with_capacity`], of tables that were made for so many events.
    pub fn with_tables(events: usize, identities: Table, subjects: Table) -> Log {
        Log {
            texts: Texts::with_capacity(events * 24),
            records: Vec::with_capacity(events),
            identities: identities.0,
            subjects: Vec::with_capacity(events / 2),
            subject_places: subjects.0,
            ..Log::default()
        }
    }

    /// How many events there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Sends for where appending events will look for them, so that it is near when they are appended; waits for nothing.
    pub fn approach<'a>(&self, events: impl Iterator<Item = &'a Keyed<'a>>) {
        for keyed in events {
            self.identities.approach(keyed.identity_hash);
            self.subject_places.approach(keyed.subject_hash);
        }
    }

    /// Sends for what is found there: for at most [`APPROACHED_MAX`] events that were approached a while ago.
    pub fn approach_found<'a>(&self, events: impl Iterator<Item = &'a Keyed<'a>>) {
        let mut subjects = [SubjectIdx::MAX; APPROACHED_MAX];
        for (keyed, subject) in events.zip(&mut subjects) {
            *subject = self.subject_places.guess(keyed.subject_hash);
            prefetch_index(&self.subjects, *subject as usize);
        }
        let found = subjects.into_iter().filter_map(|subject| self.subjects.get(subject as usize));
        for text in found.filter_map(|entry| entry.subject.text()) {
            self.texts.approach(text);
        }
    }

    /// What appending an event would answer, if its identity is there already; `None` where it is new.
    pub fn known(&self, keyed: &Keyed<'_>) -> Option<Appended> {
        let event = &keyed.event;
        let found = self.identities.find(keyed.identity_hash, |place| {
            let record = self.record(place);
            record.source == event.source && self.text(record.id) == event.id
        });
        let same = |place: EventIdx| self.record(place).content == event.content;
        found.map(|place| if same(place) { Appended::Duplicate } else { Appended::Conflict })
    }

    /// Keeps an event, unless its identity is there already.
    pub fn append(&mut self, keyed: &Keyed<'_>) -> Appended {
        let event = &keyed.event;
        let place = self.records.len() as EventIdx;
        let (records, texts) = (&self.records, &self.texts);
        let known = self.identities.find_or_insert(keyed.identity_hash, place, |place| {
            let record = &records[place as usize];
            record.source == event.source && texts.get(record.id) == event.id
        });
        if let Some(known) = known {
            let is_same = self.records[known as usize].content == event.content;
            return if is_same { Appended::Duplicate } else { Appended::Conflict };
        }
        let id = self.texts.keep(event.id);
        let fact = event.fact.map(|text| self.texts.keep(text), |name| self.devices.place(name));
        let subject = self.subject_place(&event.subject, keyed.subject_hash);
        let previous = match subject {
            Some(subject) => std::mem::replace(&mut self.subjects[subject as usize].newest, place),
            None => NO_SUBJECT,
        };
        if let Fact::EventRetracted { source, id } = event.fact {
            self.retractions.push(place);
            if let Some(source) = source {
                self.retractors.entry((source, id.into())).or_default().push(place);
            }
        }
        self.records.push(Record {
            time: event.time,
            id,
            fact,
            content: event.content,
            previous,
            source: event.source,
            retracted: false,
            hidden: false,
        });
        Appended::New(place, subject)
    }

    /// The subject's place, made where it is new.
    fn subject_place(&mut self, subject: &Subject<&str>, hash: u64) -> Option<SubjectIdx> {
        match subject {
            Subject::Step | Subject::Retraction => return None,
            Subject::Charge => {
                let place = self.subjects.len() as SubjectIdx;
                self.subjects.push(SubjectEntry { subject: Subject::Charge, newest: END | place });
                return Some(place);
            }
            Subject::Case(_)
            | Subject::Ticket(_)
            | Subject::Rating(_)
            | Subject::Complaint(_)
            | Subject::Finding(_)
            | Subject::Merit(_)
            | Subject::StaffDay(..)
            | Subject::StaffLeaves(_)
            | Subject::WindowEvaluation(..)
            | Subject::StaffEvaluation(..)
            | Subject::Appeal(_)
            | Subject::Order(_)
            | Subject::Proposals(_) => {}
        }
        let place = self.subjects.len() as SubjectIdx;
        let (subjects, texts) = (&self.subjects, &self.texts);
        let known = self.subject_places.find_or_insert(hash, place, |other| {
            spelled(texts, subjects[other as usize].subject) == *subject
        });
        if known.is_some() {
            return known;
        }
        let subject = subject.map(|id| self.texts.keep(id));
        if matches!(subject, Subject::Appeal(_) | Subject::Order(_)) {
            self.appeals_and_orders.push(place);
        }
        self.subjects.push(SubjectEntry { subject, newest: END | place });
        Some(place)
    }

    /// An event.
    pub fn record(&self, event: EventIdx) -> &Record {
        &self.records[event as usize]
    }

    /// A kept text.
    pub fn text(&self, text: Text) -> &str {
        self.texts.get(text)
    }

    /// A device's name.
    pub fn device(&self, device: Device) -> &str {
        self.devices.name(device)
    }

    /// How many subjects there are.
    pub fn subject_count(&self) -> usize {
        self.subjects.len()
    }

    /// A subject by its place.
    pub fn subject(&self, subject: SubjectIdx) -> Subject<&str> {
        spelled(&self.texts, self.subjects[subject as usize].subject)
    }

    /// A subject by its place, its id as a kept text.
    pub fn subject_texts(&self, subject: SubjectIdx) -> Subject<Text> {
        self.subjects[subject as usize].subject
    }

    /// The subjects that are appeals and orders, in the order in which the first event of each arrived.
    pub fn appeals_and_orders(&self) -> &[SubjectIdx] {
        &self.appeals_and_orders
    }

    /// A subject by its name, if any event spoke of it.
    pub fn find_subject(&self, subject: &Subject<&str>) -> Option<SubjectIdx> {
        self.subject_places.find(subject_hash(subject), |place| self.subject(place) == *subject)
    }

    /// Some subjects, block by block; when a block is handed out the events of its subjects are near.
    pub fn blocks(&self, subjects: Range<SubjectIdx>) -> impl Iterator<Item = Range<SubjectIdx>> {
        subjects.clone().step_by(BLOCK_SUBJECTS as usize).map(move |start| {
            let block = start..subjects.end.min(start + BLOCK_SUBJECTS);
            let entries = &self.subjects[block.start as usize..block.end as usize];
            self.walk(entries.iter().map(|entry| entry.newest).collect());
            block
        })
    }

    /// Goes near the events of the subjects that at most [`APPROACHED_MAX`] new events belong to.
    pub fn approach_subjects_of(&self, events: &[Keyed<'_>]) {
        self.approach(events.iter());
        self.approach_found(events.iter());
        let place = |keyed: &Keyed<'_>| self.subject_places.find(keyed.subject_hash, |_| true);
        let newest = |place: SubjectIdx| self.subjects[place as usize].newest;
        self.walk(events.iter().filter_map(place).map(newest).collect());
    }

    /// Walks chains side by side: while one waits for memory the others go on.
    fn walk(&self, mut places: Vec<EventIdx>) {
        // A record may lie across two lines of memory; the next one begins on the second.
        let send_for = |place: EventIdx| {
            prefetch_index(&self.records, place as usize);
            prefetch_index(&self.records, place as usize + 1);
        };
        places.iter().for_each(|&place| send_for(place));
        while !places.is_empty() {
            places.retain_mut(|place| {
                let goes_on = *place & END == 0;
                if goes_on {
                    *place = self.record(*place).previous;
                    send_for(*place);
                }
                goes_on
            });
        }
    }

    /// Gathers the events of a subject that exist as of an instant and were not taken back, in order.
    pub fn events_of(&self, subject: SubjectIdx, as_of: Instant, into: &mut Vec<EventIdx>) {
        into.clear();
        let mut place = self.subjects[subject as usize].newest;
        while place & END == 0 {
            if self.exists(place, as_of) {
                into.push(place);
            }
            place = self.records[place as usize].previous;
        }
        // Arrivals are mostly in order, so the chain is mostly the order reversed.
        into.reverse();
        if !into.is_sorted_by(|&a, &b| self.order(a, b) == Ordering::Less) {
            into.sort_unstable_by(|&a, &b| self.order(a, b));
        }
    }

    /// Whether an event exists as of an instant: not later, not taken back, not held back.
    pub fn exists(&self, event: EventIdx, as_of: Instant) -> bool {
        let record = &self.records[event as usize];
        record.time <= as_of && !record.retracted && !record.hidden
    }

    /// All events of a subject that exist as of an instant, those taken back among them, in order.
    pub fn events_ever_of(&self, subject: SubjectIdx, as_of: Instant) -> Vec<EventIdx> {
        let mut events = Vec::new();
        let mut place = self.subjects[subject as usize].newest;
        while place & END == 0 {
            let record = &self.records[place as usize];
            if record.time <= as_of && !record.hidden {
                events.push(place);
            }
            place = record.previous;
        }
        events.sort_unstable_by(|&a, &b| self.order(a, b));
        events
    }

    /// The order of events wherever order matters: time, source, id.
    pub fn order(&self, a: EventIdx, b: EventIdx) -> Ordering {
        let (x, y) = (self.record(a), self.record(b));
        let first = (x.time, x.source).cmp(&(y.time, y.source));
        first.then_with(|| self.text(x.id).as_bytes().cmp(self.text(y.id).as_bytes()))
    }

    /// The event of an identity.
    pub fn find(&self, source: SiteIdx, id: &str) -> Option<EventIdx> {
        self.identities.find(identity_hash(source, id), |place| {
            let record = self.record(place);
            record.source == source && self.text(record.id) == id
        })
    }

    /// Holds an event back, or lets it be there.
    pub fn hide(&mut self, event: EventIdx, hidden: bool) {
        self.records[event as usize].hidden = hidden;
    }

    /// Whether an event is held back.
    pub fn is_hidden(&self, event: EventIdx) -> bool {
        self.record(event).hidden
    }

    /// The subject that an event belongs to, if it has one: what the end of its chain says.
    pub fn subject_of(&self, event: EventIdx) -> Option<SubjectIdx> {
        let mut place = event;
        while place & END == 0 {
            place = self.records[place as usize].previous;
        }
        (place != NO_SUBJECT).then_some(place & !END)
    }

    /// All retractions, in the order of arrival.
    pub fn retractions(&self) -> &[EventIdx] {
        &self.retractions
    }

    /// Whether the event was taken back, as far as [`Log::settle`] was told.
    pub fn is_retracted(&self, event: EventIdx) -> bool {
        self.record(event).retracted
    }

    /// Brings the marks of retraction up to date for an event and, where it is a retraction itself, for all that hang
    /// on it. Tells each event whose mark changed.
    pub fn settle(&mut self, event: EventIdx, as_of: Instant, changed: &mut Vec<EventIdx>) {
        let mut next = Some(event);
        while let Some(event) = next.take() {
            let retracted = self.retractors_of(event).iter().any(|&by| {
                let record = self.record(by);
                record.time <= as_of && !record.retracted && self.may_retract(by, event)
            });
            if retracted != self.record(event).retracted {
                self.records[event as usize].retracted = retracted;
                changed.push(event);
            }
            next = self.target(event).filter(|&target| self.may_retract(event, target));
        }
    }

    /// Brings all marks of retraction up to date as of an instant.
    pub fn settle_all(&mut self, as_of: Instant) {
        let mut changed = Vec::new();
        for place in 0..self.retractions.len() {
            self.settle(self.retractions[place], as_of, &mut changed);
        }
    }

    /// The retractions that name an event, whether they count or not.
    pub fn retractors_of(&self, event: EventIdx) -> &[EventIdx] {
        if self.retractors.is_empty() {
            return &[];
        }
        let record = self.record(event);
        let key = Named { source: record.source, id: self.text(record.id) };
        self.retractors.get(&key).map_or(&[], Vec::as_slice)
    }

    /// What a retraction names, if it is here.
    pub fn target(&self, retraction: EventIdx) -> Option<EventIdx> {
        match self.record(retraction).fact {
            Fact::EventRetracted { source: Some(source), id } => self.find(source, self.text(id)),
            _ => None,
        }
    }

    /// Whether a retraction can take an event back: not itself, and not a later retraction.
    pub fn may_retract(&self, retraction: EventIdx, target: EventIdx) -> bool {
        let is_retraction = matches!(self.record(target).fact, Fact::EventRetracted { .. });
        retraction != target && (!is_retraction || self.order(target, retraction) == Ordering::Less)
    }
}

/// A retraction's target, for looking up without a copy.
#[derive(Hash)]
struct Named<'a> {
    source: SiteIdx,
    id: &'a str,
}

impl hashbrown::Equivalent<(SiteIdx, Box<str>)> for Named<'_> {
    fn equivalent(&self, key: &(SiteIdx, Box<str>)) -> bool {
        self.source == key.0 && *self.id == *key.1
    }
}

fn spelled(texts: &Texts, subject: Subject<Text>) -> Subject<&str> {
    subject.map(|id| texts.get(id))
}
