//! Why lines of the ledger changed.

use super::{Because, is_or_retracts};
use crate::changes::late::{Late, Topic};
use crate::changes::published::{Book, Entry};
use crate::changes::{Change, Reason, Turn};
use scoring::points::Points;
use scoring::ranking::Flag;
use scoring::time::Date;
use std::collections::BTreeSet;

/// Charges are named by their own events; the case that one names does not bring it about.
const CHARGES: [&str; 3] = ["fee_outside", "fee_above_standard", "fee_unauthorised"];

/// The category of a subject's book.
type Shelf<'e> = (Book, &'e str, &'e str);

fn shelf(entry: &Entry) -> Shelf<'_> {
    (entry.book, &entry.subject, &entry.category)
}

impl Because<'_> {
    /// Gives each turned line its reasons.
    pub fn entries(&self, turns: Vec<Turn<Entry>>) -> Vec<Change<Entry>> {
        // Where a line changed by itself, others of its category can have more or less room.
        let by_themselves = turns.iter().filter(|turn| moves_room(turn) && !only_applied(turn));
        let stirred: BTreeSet<Shelf<'_>> =
            by_themselves.flat_map(|turn| turn.before().into_iter().chain(turn.after())).map(shelf).collect();
        let because: Vec<Vec<Reason>> = turns.iter().map(|turn| self.entry(turn, &stirred)).collect();
        turns.into_iter().zip(because).map(|(turn, because)| Change { turn, because }).collect()
    }

    fn entry(&self, turn: &Turn<Entry>, stirred: &BTreeSet<Shelf<'_>>) -> Vec<Reason> {
        let entry = turn.latest();
        if only_applied(turn) && stirred.contains(&shelf(entry)) && self.same_rulebook {
            return vec![Reason::SameCategory];
        }
        let late = self.late_where(|late| self.speaks_of(late, turn));
        if late.is_empty() && entry.kind == "model_window" && self.red_flag_turned(&entry.subject) {
            return vec![Reason::FlagOfWindow];
        }
        self.or_otherwise(late)
    }

    /// Whether the window of a staff member won or lost the red flag.
    fn red_flag_turned(&self, staff: &str) -> bool {
        let is_red = |published: &crate::changes::Published| {
            let window = published.standing(Book::Staff, staff)?.home.first()?;
            Some(published.standing(Book::Window, window)?.flag == Some(Flag::Red))
        };
        is_red(self.before) != is_red(self.after)
    }

    fn speaks_of(&self, late: &Late, turn: &Turn<Entry>) -> bool {
        let sides = turn.before().into_iter().chain(turn.after());
        let mut events = sides.flat_map(|entry| &entry.evidence);
        events.any(|event| is_or_retracts(late, event)) || self.topic_meets(&late.topic, turn)
    }

    fn topic_meets(&self, topic: &Topic, turn: &Turn<Entry>) -> bool {
        let entry = turn.latest();
        let is = |part: &Option<String>, id: &str| part.as_deref() == Some(id);
        match topic {
            Topic::Case(id) => {
                is(&entry.case, id) && entry.rating.is_none() && !CHARGES.contains(&entry.kind.as_str())
            }
            Topic::Rating(id) => is(&entry.rating, id),
            Topic::Complaint(id) => is(&entry.complaint, id),
            Topic::Finding(id) => is(&entry.finding, id),
            Topic::Merit(id) => is(&entry.merit, id),
            Topic::StaffDay { staff, date } => {
                let of_month = is_full_attendance(entry) && date.month() == entry.date.month();
                let of_day = entry.session.is_some() && *date == entry.date;
                is(&entry.staff, staff) && (of_day || of_month) || self.lost_device(entry, *date, *date)
            }
            Topic::Leave { staff, first, last } => {
                let of_day = entry.session.is_some() && (*first..=*last).contains(&entry.date);
                let month = entry.date.month();
                let in_month = first.month() <= month && month <= last.month();
                // The first half days of a month may cost nothing; one more or less moves the later ones.
                let moves_later = entry.kind == "leave_taken" && !matches!(turn, Turn::Changed(..));
                let of_month = in_month && (is_full_attendance(entry) || moves_later);
                is(&entry.staff, staff) && (of_day || of_month) || self.lost_device(entry, *first, *last)
            }
            Topic::Evaluation { book, subject, month } => {
                let own = entry.kind == "evaluation" && *book == entry.book && *subject == entry.subject;
                // Everybody's peer marks decide who is among the highest.
                let peers = entry.kind == "peer_top5" && *book == Book::Staff;
                (own || peers) && *month == entry.date.month()
            }
            Topic::Ticket(_) | Topic::Charge | Topic::Nothing => false,
        }
    }

    /// Whether an entry of attendance rests on one of these days, and that day was taken for a lost device in one version
    /// alone: then anybody's swipe counts.
    fn lost_device(&self, entry: &Entry, first: Date, last: Date) -> bool {
        let rests_on = |site: &str, day: Date| match is_full_attendance(entry) {
            true => day.month() == entry.date.month(),
            false => {
                // Where a person stood on a day is not in the files; a window stands where it stands.
                let is_here = entry.book == Book::Staff || self.site(&entry.subject) == Some(site);
                entry.session.is_some() && day == entry.date && is_here
            }
        };
        let mut days = self.silent_days.iter();
        days.any(|&(site, day)| (first..=last).contains(&day) && rests_on(site, day))
    }
}

fn is_full_attendance(entry: &Entry) -> bool {
    entry.kind == "full_attendance"
}

/// What counted of a line on each side; nothing where it is not there.
pub(super) fn applied(turn: &Turn<Entry>) -> [Points; 2] {
    [turn.before(), turn.after()].map(|side| side.map_or(Points::ZERO, |entry| entry.applied))
}

/// Whether a line takes more or less of its category than before, or takes it earlier or later.
fn moves_room(turn: &Turn<Entry>) -> bool {
    let [before, after] = applied(turn);
    let place =
        |entry: &Entry| (entry.category.clone(), entry.date, entry.rule.clone(), entry.session.clone());
    before != after || matches!(turn, Turn::Changed(..)) && turn.differs(place)
}

/// Whether all is as it was but how much of it still counted.
fn only_applied(turn: &Turn<Entry>) -> bool {
    match turn {
        Turn::Changed(before, after) => Entry { applied: after.applied, ..before.clone() } == *after,
        Turn::Appeared(_) | Turn::Went(_) => false,
    }
}
