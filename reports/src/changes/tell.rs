//! What every telling of changes writes in the same way: names, points, reasons, dates.

use super::late::Topic;
use super::published::{Book, Entry, Standing};
use super::{Changes, Names, Reason, Turn};
use crate::words::{Lang, Word, labels, signed};
use scoring::notices::NoticeKind;
use scoring::points::Points;
use scoring::time::Date;
use std::collections::BTreeSet;

/// Tells the changes of one month in one language.
pub(super) struct Teller<'a> {
    pub changes: &'a Changes,
    pub names: &'a Names<'a>,
    pub lang: Lang,
    /// The late events that a reason names, in their order; they are told by their number here, from 1.
    pub numbered: Vec<usize>,
}

impl<'a> Teller<'a> {
    pub fn new(changes: &'a Changes, names: &'a Names<'a>, lang: Lang) -> Teller<'a> {
        let numbered: BTreeSet<usize> = all_reasons(changes)
            .filter_map(|reason| match reason {
                Reason::Late(place) => Some(place),
                Reason::LateIn(..)
                | Reason::SameCategory
                | Reason::FlagOfWindow
                | Reason::OwnRates
                | Reason::OthersMoved
                | Reason::EarlierMonths
                | Reason::Givens
                | Reason::Unnamed => None,
            })
            .collect();
        Teller { changes, names, lang, numbered: numbered.into_iter().collect() }
    }

    /// `9月8日`; with the year where it is not the month's.
    pub fn date(&self, date: Date) -> String {
        self.lang.date(date, self.changes.month.year())
    }

    /// A part that may be another one: `98.0`, `98.0 → 100.0`, `— → 100.0`.
    pub fn turned<T>(&self, turn: &Turn<T>, part: impl Fn(&T) -> String) -> String {
        let told = |side: Option<&T>| side.map_or("—".to_owned(), &part);
        let (before, after) = (told(turn.before()), told(turn.after()));
        if before == after { after } else { format!("{before} → {after}") }
    }

    /// `[1] 申诉成立` or another reason, several in a row.
    pub fn because(&self, reasons: &[Reason]) -> String {
        let told: Vec<String> = reasons.iter().map(|&reason| self.reason(reason)).collect();
        self.lang.list(&told)
    }

    fn reason(&self, reason: Reason) -> String {
        if let Reason::Late(place) = reason
            && let (Some(late), Ok(number)) =
                (self.changes.late.get(place), self.numbered.binary_search(&place))
        {
            return format!("[{}] {}", number + 1, late.reason.as_ref().unwrap_or(&late.event_type));
        }
        self.lang.reason(reason)
    }

    /// What a line of the ledger is for: `态度生硬 · 检查记录 F-3 · S-007 张伟`.
    pub fn what(&self, entry: &Entry) -> String {
        let lang = self.lang;
        let mut parts = vec![self.names.kind(&entry.kind, lang).to_owned()];
        parts.extend(entry.session.as_deref().map(|session| lang.session_word(session).to_owned()));
        let about = [
            (labels::CASE, &entry.case),
            (labels::RATING, &entry.rating),
            (labels::COMPLAINT, &entry.complaint),
            (labels::FINDING, &entry.finding),
            (labels::MERIT, &entry.merit),
        ];
        for (label, id) in about {
            parts.extend(id.as_ref().map(|id| format!("{} {id}", lang.say(label))));
        }
        if let (Book::Window, Some(staff)) = (entry.book, &entry.staff) {
            parts.push(self.names.subject(Book::Staff, staff));
        }
        parts.join(" · ")
    }

    /// What a late event speaks of: `检查记录 F-3`, `S-007 张伟 9月8日`.
    pub fn topic(&self, topic: &Topic) -> String {
        let labelled = |label: Word, id: &str| format!("{} {id}", self.lang.say(label));
        match topic {
            Topic::Case(id) => labelled(labels::CASE, id),
            Topic::Rating(id) => labelled(labels::RATING, id),
            Topic::Complaint(id) => labelled(labels::COMPLAINT, id),
            Topic::Finding(id) => labelled(labels::FINDING, id),
            Topic::Merit(id) => labelled(labels::MERIT, id),
            Topic::Ticket(id) => labelled(labels::TICKET, id),
            Topic::StaffDay { staff, date } => {
                format!("{} {}", self.names.subject(Book::Staff, staff), self.date(*date))
            }
            Topic::Leave { staff, first, last } => {
                let staff = self.names.subject(Book::Staff, staff);
                format!("{staff} {} – {}", self.date(*first), self.date(*last))
            }
            Topic::Evaluation { book, subject, month } => {
                format!("{} {}", self.names.subject(*book, subject), self.lang.month(*month))
            }
            Topic::Charge | Topic::Nothing => String::new(),
        }
    }

    /// What counted of a line: `−3.0`, `−3.0 (asked −5.0)`.
    pub fn counted(&self, entry: &Entry) -> String {
        self.lang.counted_of(&signed(entry.applied), &signed(entry.requested))
    }

    /// What each category lost or gained, the bonus too: `B +2.0、加分 −1.0`.
    pub fn categories(&self, turn: &Turn<Standing>) -> String {
        let (Some(before), Some(after)) = (turn.before(), turn.after()) else { return String::new() };
        let letters: BTreeSet<&String> = before.categories.keys().chain(after.categories.keys()).collect();
        let left = |standing: &Standing, letter: &String| {
            standing.categories.get(letter).copied().unwrap_or_default()
        };
        let mut moved: Vec<(&str, Points)> = letters
            .into_iter()
            .map(|letter| (letter.as_str(), left(after, letter) - left(before, letter)))
            .collect();
        moved.push((self.lang.say(labels::BONUS), after.bonus - before.bonus));
        let told = moved.into_iter().filter(|&(_, by)| by != Points::ZERO);
        self.lang.list(&told.map(|(letter, by)| format!("{letter} {}", signed(by))).collect::<Vec<_>>())
    }

    /// What a notice or an action is called; the contract's word where it is not known.
    pub fn notice<'k>(&self, kind: &'k str, level: u8) -> &'k str {
        NoticeKind::of_word(kind).map_or(kind, |known| self.lang.notice(known, level))
    }

    /// Who gets a notice, from the contract's `department_head:D-05`.
    pub fn recipient(&self, to: &str) -> String {
        match to.split_once(':') {
            Some(("window", id)) => self.names.subject(Book::Window, id),
            Some(("department_head", id)) => {
                self.lang.head_of(&self.names.department(id), self.lang.say(labels::HEAD))
            }
            Some(_) => to.to_owned(),
            None if to == "county_leader" => self.lang.say(labels::LEADER).to_owned(),
            None if to == "supervision" => self.lang.say(labels::SUPERVISION).to_owned(),
            None => to.to_owned(),
        }
    }

    /// A window's flag, and whether it is dissatisfied; a dash where neither.
    pub fn marks(&self, standing: &Standing) -> String {
        let mut marks: Vec<&str> = standing.flag.map(|flag| self.lang.flag(flag)).into_iter().collect();
        if standing.dissatisfied {
            marks.push(self.lang.say(labels::DISSATISFIED_SHORT));
        }
        if marks.is_empty() { "—".to_owned() } else { marks.join(" ") }
    }

    /// A rank; a dash where not ranked.
    pub fn rank(&self, standing: &Standing) -> String {
        standing.rank.map_or("—".to_owned(), |rank| rank.to_string())
    }

    /// A grade; a dash where there is none.
    pub fn grade(&self, standing: &Standing) -> String {
        standing
            .evaluation
            .as_ref()
            .map_or("—".to_owned(), |grade| self.names.grade(grade, self.lang).to_owned())
    }
}

fn all_reasons(changes: &Changes) -> impl Iterator<Item = Reason> {
    let standings = changes.windows.iter().chain(&changes.staff).flat_map(|change| &change.because);
    standings
        .chain(changes.entries.iter().flat_map(|change| &change.because))
        .chain(changes.targets.iter().flat_map(|change| &change.because))
        .chain(changes.actions.iter().flat_map(|change| &change.because))
        .chain(changes.notices.iter().flat_map(|change| &change.because))
        .chain(changes.anomalies.iter().flat_map(|change| &change.because))
        .chain(changes.rates.iter().flat_map(|change| &change.because))
        .copied()
}

/// Whether a standing's rank alone changed, because others moved.
pub(super) fn only_pushed(change: &super::Change<Standing>) -> bool {
    let Turn::Changed(before, after) = &change.turn else { return false };
    change.because == [Reason::OthersMoved] && Standing { rank: after.rank, ..before.clone() } == *after
}
