//! The whole list of changes as a document: what moved, then every line with its reasons. [`super::text`] sets it for a
//! terminal, pages show it as tables.

use super::published::{Action, Anomaly, Book, Entry, Notice, Standing, TargetMissed};
use super::tell::{Teller, only_pushed};
use super::{Change, Changes, Names, Turn};
use crate::render::columns::Align;
use crate::words::{Lang, Movement, Word, labels};
use serde::Serialize;

/// The changes of a month, told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Document {
    /// The month.
    pub month: String,
    /// What the earlier version is called.
    pub before: String,
    /// What the later version is called.
    pub after: String,
    /// How many changes there are, told.
    pub count: String,
    /// The rulebook and the instant of the later version; nothing where those are different, see `givens`.
    pub scored: Option<String>,
    /// What else than events is different.
    pub givens: Vec<String>,
    /// What changed, part by part; parts without a change are left out.
    pub parts: Vec<Part>,
}

/// Changes of one sort.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// What they are changes of.
    pub title: String,
    /// On which side of its column a text stands.
    pub aligns: Vec<Align>,
    /// The columns' heads; none where they need none.
    pub heads: Vec<String>,
    /// The rows, each as long as `aligns`.
    pub rows: Vec<Vec<String>>,
    /// What is to be said of others that have no row.
    pub others: Option<Others>,
}

/// Those that have no row of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Others {
    /// How many they are and why they have none.
    pub told: String,
    /// Who they are, in short.
    pub list: Vec<String>,
}

/// Everything that changed.
pub fn document(changes: &Changes, names: &Names<'_>, lang: Lang) -> Document {
    let told = Telling { teller: Teller::new(changes, names, lang) };
    let parts = [
        told.late(),
        told.standings(Book::Window, labels::WINDOWS_CHANGED, &changes.windows),
        told.standings(Book::Staff, labels::STAFF_CHANGED, &changes.staff),
        told.entries(),
        told.targets(),
        told.actions(),
        told.notices(),
        told.anomalies(),
        told.rates(),
    ];
    let after = &changes.after;
    let scored = changes.givens.is_empty().then(|| {
        let rulebook = lang.rulebook_version(&after.rulebook, &after.rulebook_version);
        format!("{rulebook}  {}", lang.as_of(&lang.written_moment(&after.as_of)))
    });
    Document {
        month: lang.month(changes.month),
        before: lang.title(&changes.before.name).to_owned(),
        after: lang.title(&after.name).to_owned(),
        count: lang.changes(changes.count()),
        scored,
        givens: changes.givens.iter().map(|given| lang.title(given).to_owned()).collect(),
        parts: parts.into_iter().flatten().collect(),
    }
}

struct Telling<'a> {
    teller: Teller<'a>,
}

impl Telling<'_> {
    fn say(&self, word: Word) -> String {
        self.teller.lang.say(word).to_owned()
    }

    fn part(&self, title: Word, aligns: &[Align], heads: &[Word], rows: Vec<Vec<String>>) -> Part {
        Part {
            title: self.say(title),
            aligns: aligns.to_vec(),
            heads: heads.iter().map(|&head| self.say(head)).collect(),
            rows,
            others: None,
        }
    }

    /// The late events that reasons name, by number.
    fn late(&self) -> Option<Part> {
        let (changes, lang) = (self.teller.changes, self.teller.lang);
        if changes.late.is_empty() {
            return None;
        }
        let rows = self.teller.numbered.iter().enumerate().map(|(number, &place)| {
            let late = &changes.late[place];
            vec![
                format!("[{}]", number + 1),
                format!("{} {}/{}", late.event_type, late.event.source, late.event.id),
                self.teller.topic(&late.topic),
                late.reason.clone().unwrap_or_default(),
                late.received.as_ref().map_or(String::new(), |when| lang.received(when)),
            ]
        });
        let aligns = [Align::Right, Align::Left, Align::Left, Align::Left, Align::Left];
        let others = changes.late.len() - self.teller.numbered.len();
        Some(Part {
            others: (others > 0).then(|| Others { told: lang.late_without_trace(others), list: Vec::new() }),
            ..self.part(labels::LATE_EVENTS, &aligns, &[], rows.collect())
        })
    }

    fn standings(&self, book: Book, title: Word, standings: &[Change<Standing>]) -> Option<Part> {
        if standings.is_empty() {
            return None;
        }
        let teller = &self.teller;
        let lang = teller.lang;
        let (own, pushed): (Vec<_>, Vec<_>) = standings.iter().partition(|change| !only_pushed(change));
        let aligns = [Align::Left, Align::Right, Align::Right, Align::Left, Align::Left, Align::Left];
        let (whom, mark) = match book {
            Book::Window => (labels::WINDOW, labels::FLAG),
            Book::Staff => (labels::STAFF_MEMBER, labels::GRADE),
        };
        let heads = [whom, labels::TOTAL, labels::RANK, mark, labels::CATEGORIES, labels::BECAUSE];
        let rows = own.into_iter().map(|change| {
            let turn = &change.turn;
            let mark = match book {
                Book::Window => teller.turned(turn, |standing| teller.marks(standing)),
                Book::Staff => teller.turned(turn, |standing| teller.grade(standing)),
            };
            vec![
                teller.names.subject(book, &turn.latest().id),
                teller.turned(turn, |standing| standing.total.to_string()),
                teller.turned(turn, |standing| teller.rank(standing)),
                mark,
                self.list_or_categories(turn),
                teller.because(&change.because),
            ]
        });
        let moved = |change: &&Change<Standing>| {
            let rank = |side: Option<&Standing>| side.map_or(String::new(), |side| teller.rank(side));
            lang.moved(&Movement {
                what: change.turn.latest().id.clone(),
                from: rank(change.turn.before()),
                to: rank(change.turn.after()),
            })
        };
        let others = (!pushed.is_empty()).then(|| Others {
            told: lang.ranks_moved(pushed.len()),
            list: pushed.iter().map(moved).collect(),
        });
        Some(Part { others, ..self.part(title, &aligns, &heads, rows.collect()) })
    }

    /// What moved by category, whether it entered or left the list, and where it belongs now.
    fn list_or_categories(&self, turn: &Turn<Standing>) -> String {
        let teller = &self.teller;
        match turn {
            Turn::Appeared(_) => self.say(labels::ENTERED_LIST),
            Turn::Went(_) => self.say(labels::LEFT_LIST),
            Turn::Changed(before, after) if before.home != after.home => {
                let home = format!("{} → {}", before.home.join(" "), after.home.join(" "));
                let parts = [teller.categories(turn), home];
                let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                teller.lang.list(&parts)
            }
            Turn::Changed(..) => teller.categories(turn),
        }
    }

    fn entries(&self) -> Option<Part> {
        let teller = &self.teller;
        let entries = &teller.changes.entries;
        if entries.is_empty() {
            return None;
        }
        let aligns = [Align::Left, Align::Left, Align::Left, Align::Left, Align::Right, Align::Left];
        let heads =
            [labels::DATE, labels::WHOSE, labels::WHAT, labels::BY_RULE, labels::POINTS, labels::BECAUSE];
        let rows = entries.iter().map(|Change { turn, because }| {
            let entry = turn.latest();
            let points = match turn {
                Turn::Appeared(after) => format!("— → {}", teller.counted(after)),
                Turn::Went(before) => format!("{} → —", teller.counted(before)),
                Turn::Changed(..) => teller.turned(turn, |entry| teller.counted(entry)),
            };
            let mut what = side(turn, |entry| teller.what(entry));
            if only_evidence(turn) {
                what = format!("{what} · {}", self.say(labels::OTHER_EVIDENCE));
            }
            vec![
                side(turn, |entry| teller.date(entry.date)),
                teller.names.subject(entry.book, &entry.subject),
                what,
                side(turn, |entry| entry.rule.clone()),
                points,
                teller.because(because),
            ]
        });
        Some(self.part(labels::ENTRIES_CHANGED, &aligns, &heads, rows.collect()))
    }

    fn targets(&self) -> Option<Part> {
        let (teller, lang) = (&self.teller, self.teller.lang);
        let row = |change: &Change<TargetMissed>| {
            let missed = change.turn.latest();
            let whose = match &missed.department {
                None => self.say(labels::REGION),
                Some(department) => teller.names.department(department),
            };
            format!("{whose} · {}", lang.rate(&missed.target))
        };
        self.listed(labels::TARGETS_CHANGED, &teller.changes.targets, |_| String::new(), row)
    }

    fn actions(&self) -> Option<Part> {
        let teller = &self.teller;
        let row = |change: &Change<Action>| {
            let action = change.turn.latest();
            format!("{} · {}", teller.notice(&action.kind, 2), teller.names.anybody(&action.subject))
        };
        let date = |change: &Change<Action>| teller.date(change.turn.latest().date);
        self.listed(labels::ACTIONS_CHANGED, &teller.changes.actions, date, row)
    }

    fn notices(&self) -> Option<Part> {
        let (teller, lang) = (&self.teller, self.teller.lang);
        let row = |change: &Change<Notice>| {
            let notice = change.turn.latest();
            let due = notice.due.map_or(String::new(), |due| lang.due_in_brackets(&teller.date(due)));
            let whom = teller.names.anybody(&notice.subject);
            let to: Vec<String> = notice.to.iter().map(|to| teller.recipient(to)).collect();
            format!("{} · {whom}{due} · {}", teller.notice(&notice.kind, notice.level), lang.list(&to))
        };
        let date = |change: &Change<Notice>| teller.date(change.turn.latest().date);
        self.listed(labels::NOTICES_CHANGED, &teller.changes.notices, date, row)
    }

    fn anomalies(&self) -> Option<Part> {
        let teller = &self.teller;
        let row = |change: &Change<Anomaly>| {
            let anomaly = change.turn.latest();
            let detail = match anomaly.kind.as_str() {
                "missed_swipe" => teller.lang.missed_swipe(&anomaly.detail),
                _ => anomaly.detail.clone(),
            };
            let parts = [anomaly.subject.as_str(), &detail, teller.lang.anomaly(&anomaly.kind)];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
        };
        let date = |change: &Change<Anomaly>| teller.date(change.turn.latest().date);
        self.listed(labels::ANOMALIES_CHANGED, &teller.changes.anomalies, date, row)
    }

    fn rates(&self) -> Option<Part> {
        let (teller, lang) = (&self.teller, self.teller.lang);
        if teller.changes.rates.is_empty() {
            return None;
        }
        let aligns = [Align::Left, Align::Left, Align::Right, Align::Left];
        let heads = [labels::OF, labels::RATE, labels::VALUE, labels::BECAUSE];
        let rows = teller.changes.rates.iter().map(|Change { turn, because }| {
            let rate = turn.latest();
            vec![
                teller.names.level(rate.level, &rate.id, lang),
                lang.rate(&rate.rate).to_owned(),
                teller.turned(turn, |of| lang.rate_figure(&of.rate, of.figure.as_deref())),
                teller.because(because),
            ]
        });
        Some(self.part(labels::RATES, &aligns, &heads, rows.collect()))
    }

    /// Things that came and went, one a line.
    fn listed<T>(
        &self,
        title: Word,
        changes: &[Change<T>],
        date: impl Fn(&Change<T>) -> String,
        what: impl Fn(&Change<T>) -> String,
    ) -> Option<Part> {
        if changes.is_empty() {
            return None;
        }
        let rows = changes.iter().map(|change| {
            let turned = match &change.turn {
                Turn::Appeared(_) => labels::APPEARED,
                Turn::Went(_) => labels::WENT,
                Turn::Changed(..) => labels::CHANGE,
            };
            vec![self.say(turned), date(change), what(change), self.teller.because(&change.because)]
        });
        Some(self.part(title, &[Align::Left; 4], &[], rows.collect()))
    }
}

/// A part of a line as it is; as it was and as it is where it changed.
fn side(turn: &Turn<Entry>, part: impl Fn(&Entry) -> String) -> String {
    match turn {
        Turn::Appeared(entry) | Turn::Went(entry) => part(entry),
        Turn::Changed(before, after) => {
            let (before, after) = (part(before), part(after));
            if before == after { after } else { format!("{before} → {after}") }
        }
    }
}

/// Whether nothing of a line that is told changed, only the events behind it.
fn only_evidence(turn: &Turn<Entry>) -> bool {
    match turn {
        Turn::Changed(before, after) => {
            Entry { evidence: after.evidence.clone(), ..before.clone() } == *after
        }
        Turn::Appeared(_) | Turn::Went(_) => false,
    }
}
