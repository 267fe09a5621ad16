//! A month's attendance as a calendar: of a staff member, or of all who work at a window.

use super::{Ground, Whose};
use crate::changes::published::{Book, Entry};
use crate::charts::{CalendarDay, Chart, Mark, Observed, Picture};
use crate::words::charts as words;
use crate::words::signed;
use scoring::event::LeaveKind;
use scoring::points::Points;
use scoring::registry::{Registry, StaffIdx};
use scoring::time::{Date, Session};

/// The attendance of a staff member or of a window's staff. Deductions come from the ledger; leaves that cost nothing are known from
/// the events alone and so are missing where only files are known.
pub fn attendance(ground: &Ground<'_>, observed: Option<&Observed>, whose: Whose<'_>) -> Picture {
    let month = ground.published().month;
    let reader = Reader { ground, observed, whose, kinds: kinds(ground) };
    let days = (month.first_day().0..=month.last_day().0).map(|day| reader.day(Date(day))).collect();
    let lang = ground.lang;
    let legend = [
        (Mark::Well, words::ATTENDED),
        (Mark::Leave, words::ON_LEAVE),
        (Mark::Deducted, words::DEDUCTED),
        (Mark::Free, words::DAY_OFF),
        (Mark::ToCome, words::TO_COME),
    ];
    let legend = legend.map(|(mark, word)| (mark, lang.say(word).to_owned())).to_vec();
    let caption = lang.attendance_caption(&ground.month_name(), ground.named(whose).as_deref());
    let mut picture = Picture::of(caption, Chart::Calendar { days, legend }, lang);
    if observed.is_none() {
        picture.told.push_str(lang.say(words::LEAVES_UNKNOWN));
    }
    picture
}

/// The kinds of findings that attendance brings about, by name.
fn kinds<'a>(ground: &Ground<'a>) -> Vec<&'a str> {
    let rulebooks = ground.county.rulebooks;
    let derived = &rulebooks.derived;
    let kinds = [derived.late, derived.early_leave, derived.absent, derived.leave_taken];
    kinds
        .iter()
        .filter_map(|kind| rulebooks.kinds().get(usize::from(*kind)))
        .map(|kind| kind.name.as_str())
        .collect()
}

struct Reader<'a> {
    ground: &'a Ground<'a>,
    observed: Option<&'a Observed>,
    whose: Whose<'a>,
    kinds: Vec<&'a str>,
}

impl Reader<'_> {
    fn day(&self, date: Date) -> CalendarDay {
        let calendar = self.ground.county.calendar;
        // Days are over when the next has begun.
        let today = self.ground.published().as_of.get(..10).and_then(Date::parse).unwrap_or(Date::MAX);
        let registry = self.ground.county.registry;
        let staff: Vec<StaffIdx> = (0..registry.staff.len() as StaffIdx)
            .filter(|staff| self.is_meant(registry, *staff, date))
            .collect();
        let leaves = self.leaves(&staff, date);
        let entries: Vec<&Entry> = self.entries(date).collect();
        if !calendar.is_working(date) || staff.is_empty() && entries.is_empty() {
            return CalendarDay { date, mark: Mark::Free, told: String::new() };
        }
        let cost: Points = entries.iter().map(|entry| entry.applied).sum();
        let findings = entries.iter().map(|entry| self.told(entry));
        // A leave that costs points is in the ledger too.
        let told: Vec<String> = match entries.iter().any(|entry| entry.kind == self.leave_kind()) {
            true => findings.collect(),
            false => findings.chain(leaves.iter().cloned()).collect(),
        };
        let mut told = self.ground.lang.list(&told);
        let mark = if cost < Points::ZERO {
            told = format!("{told} {}", signed(cost));
            Mark::Deducted
        } else if !leaves.is_empty() {
            Mark::Leave
        } else if date >= today {
            Mark::ToCome
        } else {
            Mark::Well
        };
        CalendarDay { date, mark, told }
    }

    fn leave_kind(&self) -> &str {
        self.kinds.last().copied().unwrap_or_default()
    }

    fn is_meant(&self, registry: &Registry, staff: StaffIdx, date: Date) -> bool {
        let Some(assignment) = registry.assignment(staff, date) else { return false };
        match self.whose {
            Whose::Staff(id) => registry.staff.get(usize::from(staff)).is_some_and(|known| known.id == id),
            Whose::Window(id) => {
                registry.windows.get(usize::from(assignment.window)).is_some_and(|window| window.id == id)
            }
            Whose::Region | Whose::Department(_) | Whose::Site(_) => false,
        }
    }

    /// What attendance brought into the book on a date.
    fn entries(&self, date: Date) -> impl Iterator<Item = &Entry> {
        let (book, id) = match self.whose {
            Whose::Staff(id) => (Book::Staff, id),
            Whose::Window(id) => (Book::Window, id),
            Whose::Region | Whose::Department(_) | Whose::Site(_) => (Book::Window, ""),
        };
        let entries = self.ground.published().entries.iter();
        entries.filter(move |entry| {
            entry.book == book
                && entry.subject == id
                && entry.date == date
                && self.kinds.contains(&entry.kind.as_str())
        })
    }

    /// `上午迟到`; at a window with who it was.
    fn told(&self, entry: &Entry) -> String {
        let lang = self.ground.lang;
        let rulebooks = self.ground.county.rulebooks;
        let kind = rulebooks.kinds().iter().find(|kind| kind.name == entry.kind);
        let kind = kind.map_or(entry.kind.as_str(), |kind| lang.title(&kind.title));
        let session = entry.session.as_deref().map(|word| lang.session_word(word)).unwrap_or_default();
        let who = match (self.whose, entry.staff.as_deref()) {
            (Whose::Window(_), Some(staff)) => self.ground.name(Book::Staff, staff),
            (Whose::Window(_) | Whose::Staff(_), _)
            | (Whose::Region | Whose::Department(_) | Whose::Site(_), _) => String::new(),
        };
        lang.attended(&who, session, kind)
    }

    /// Leaves of those who are meant: the whole day, or the session.
    fn leaves(&self, staff: &[StaffIdx], date: Date) -> Vec<String> {
        let Some(observed) = self.observed else { return Vec::new() };
        let lang = self.ground.lang;
        let mut told = Vec::new();
        for staff in staff {
            let Some(leaves) = observed.leaves.get(&(*staff, date)) else { continue };
            let who = match (self.whose, self.ground.county.registry.staff.get(usize::from(*staff))) {
                (Whose::Window(_), Some(known)) => self.ground.name(Book::Staff, &known.id),
                (Whose::Window(_), None)
                | (Whose::Staff(_) | Whose::Region | Whose::Department(_) | Whose::Site(_), _) => {
                    String::new()
                }
            };
            let said = |session: &str, kind: LeaveKind| lang.attended(&who, session, lang.leave(kind));
            match leaves {
                [Some(morning), Some(afternoon)] if morning == afternoon => told.push(said("", *morning)),
                [morning, afternoon] => {
                    for (session, kind) in [(Session::Am, morning), (Session::Pm, afternoon)] {
                        told.extend(kind.map(|kind| said(lang.session(session), kind)));
                    }
                }
            }
        }
        told
    }
}
