//! The whole list of changes as text for a terminal: what moved, then every line with its reasons.

use super::published::{Action, Anomaly, Book, Entry, Notice, Standing, TargetMissed};
use super::tell::{Teller, only_pushed};
use super::{Change, Changes, Names, Turn};
use crate::render::columns::{Align, Columns};
use crate::words::{Lang, Movement, Word, labels};

/// So many of those that others pushed stand on a line.
const PUSHED_TO_A_LINE: usize = 5;

/// Everything that changed. `ruled` draws a hairline beneath the heads, for a terminal.
pub fn text(changes: &Changes, names: &Names<'_>, lang: Lang, ruled: bool) -> String {
    let told = Telling { teller: Teller::new(changes, names, lang), ruled };
    let sections = [
        told.head(),
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
    let sections: Vec<String> = sections.into_iter().filter(|section| !section.is_empty()).collect();
    sections.join("\n")
}

struct Telling<'a> {
    teller: Teller<'a>,
    ruled: bool,
}

impl Telling<'_> {
    fn say(&self, word: Word) -> String {
        self.teller.lang.say(word).to_owned()
    }

    /// `2026年9月  第 1 版 → 第 2 版  变化 9 处`, and what it was scored by.
    fn head(&self) -> String {
        let (changes, lang) = (self.teller.changes, self.teller.lang);
        let (before, after) = (&changes.before, &changes.after);
        let mut text = format!(
            "{}  {} → {}  {}\n",
            lang.month(changes.month),
            lang.title(&before.name),
            lang.title(&after.name),
            lang.changes(changes.count())
        );
        if changes.givens.is_empty() {
            let rulebook = lang.rulebook_version(&after.rulebook, &after.rulebook_version);
            text.push_str(&format!("{rulebook}  {}\n", lang.as_of(&lang.written_moment(&after.as_of))));
        } else {
            text.push_str(&format!("{}\n", self.say(labels::SCORED_OTHERWISE)));
            for given in &changes.givens {
                text.push_str(&format!("  {}\n", lang.title(given)));
            }
        }
        text
    }

    /// The late events that reasons name, by number.
    fn late(&self) -> String {
        let (changes, lang) = (self.teller.changes, self.teller.lang);
        if changes.late.is_empty() {
            return String::new();
        }
        let mut columns = Columns::new(&[Align::Right, Align::Left, Align::Left, Align::Left, Align::Left]);
        for (number, &place) in self.teller.numbered.iter().enumerate() {
            let late = &changes.late[place];
            columns.row([
                format!("[{}]", number + 1),
                format!("{} {}/{}", late.event_type, late.event.source, late.event.id),
                self.teller.topic(&late.topic),
                late.reason.clone().unwrap_or_default(),
                late.received.as_ref().map_or(String::new(), |when| lang.received(when)),
            ]);
        }
        let mut text = format!("{}\n{}", self.say(labels::LATE_EVENTS), columns.text());
        let others = changes.late.len() - self.teller.numbered.len();
        if others > 0 {
            text.push_str(&format!("  {}\n", lang.late_without_trace(others)));
        }
        text
    }

    fn standings(&self, book: Book, title: Word, standings: &[Change<Standing>]) -> String {
        if standings.is_empty() {
            return String::new();
        }
        let teller = &self.teller;
        let lang = teller.lang;
        let (own, pushed): (Vec<_>, Vec<_>) = standings.iter().partition(|change| !only_pushed(change));
        let mut text = format!("{}\n", self.say(title));
        if !own.is_empty() {
            let mut columns = Columns::new(&[
                Align::Left,
                Align::Right,
                Align::Right,
                Align::Left,
                Align::Left,
                Align::Left,
            ]);
            let (whom, mark) = match book {
                Book::Window => (labels::WINDOW, labels::FLAG),
                Book::Staff => (labels::STAFF_MEMBER, labels::GRADE),
            };
            let heads = [whom, labels::TOTAL, labels::RANK, mark, labels::CATEGORIES, labels::BECAUSE];
            self.head_of(&mut columns, &heads);
            for change in own {
                let turn = &change.turn;
                let mark = match book {
                    Book::Window => teller.turned(turn, |standing| teller.marks(standing)),
                    Book::Staff => teller.turned(turn, |standing| teller.grade(standing)),
                };
                columns.row([
                    teller.names.subject(book, &turn.latest().id),
                    teller.turned(turn, |standing| standing.total.to_string()),
                    teller.turned(turn, |standing| teller.rank(standing)),
                    mark,
                    self.list_or_categories(turn),
                    teller.because(&change.because),
                ]);
            }
            text.push_str(&columns.text());
        }
        if !pushed.is_empty() {
            text.push_str(&format!("  {}\n", lang.ranks_moved(pushed.len())));
            let moved = |change: &&Change<Standing>| {
                let rank = |side: Option<&Standing>| side.map_or(String::new(), |side| teller.rank(side));
                lang.moved(&Movement {
                    what: change.turn.latest().id.clone(),
                    from: rank(change.turn.before()),
                    to: rank(change.turn.after()),
                })
            };
            let moved: Vec<String> = pushed.iter().map(moved).collect();
            for line in moved.chunks(PUSHED_TO_A_LINE) {
                text.push_str(&format!("    {}\n", lang.list(line)));
            }
        }
        text
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

    fn entries(&self) -> String {
        let teller = &self.teller;
        let entries = &teller.changes.entries;
        if entries.is_empty() {
            return String::new();
        }
        let mut columns =
            Columns::new(&[Align::Left, Align::Left, Align::Left, Align::Left, Align::Right, Align::Left]);
        let heads =
            [labels::DATE, labels::WHOSE, labels::WHAT, labels::BY_RULE, labels::POINTS, labels::BECAUSE];
        self.head_of(&mut columns, &heads);
        for Change { turn, because } in entries {
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
            columns.row([
                side(turn, |entry| teller.date(entry.date)),
                teller.names.subject(entry.book, &entry.subject),
                what,
                side(turn, |entry| entry.rule.clone()),
                points,
                teller.because(because),
            ]);
        }
        format!("{}\n{}", self.say(labels::ENTRIES_CHANGED), columns.text())
    }

    fn targets(&self) -> String {
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

    fn actions(&self) -> String {
        let teller = &self.teller;
        let row = |change: &Change<Action>| {
            let action = change.turn.latest();
            format!("{} · {}", teller.notice(&action.kind, 2), teller.names.anybody(&action.subject))
        };
        let date = |change: &Change<Action>| teller.date(change.turn.latest().date);
        self.listed(labels::ACTIONS_CHANGED, &teller.changes.actions, date, row)
    }

    fn notices(&self) -> String {
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

    fn anomalies(&self) -> String {
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

    fn rates(&self) -> String {
        let (teller, lang) = (&self.teller, self.teller.lang);
        if teller.changes.rates.is_empty() {
            return String::new();
        }
        let mut columns = Columns::new(&[Align::Left, Align::Left, Align::Right, Align::Left]);
        self.head_of(&mut columns, &[labels::OF, labels::RATE, labels::VALUE, labels::BECAUSE]);
        for Change { turn, because } in &teller.changes.rates {
            let rate = turn.latest();
            columns.row([
                teller.names.level(rate.level, &rate.id, lang),
                lang.rate(&rate.rate).to_owned(),
                teller.turned(turn, |of| lang.rate_figure(&of.rate, of.figure.as_deref())),
                teller.because(because),
            ]);
        }
        format!("{}\n{}", self.say(labels::RATES), columns.text())
    }

    /// Things that came and went, one a line.
    fn listed<T>(
        &self,
        title: Word,
        changes: &[Change<T>],
        date: impl Fn(&Change<T>) -> String,
        what: impl Fn(&Change<T>) -> String,
    ) -> String {
        if changes.is_empty() {
            return String::new();
        }
        let mut columns = Columns::new(&[Align::Left, Align::Left, Align::Left, Align::Left]);
        for change in changes {
            let turned = match &change.turn {
                Turn::Appeared(_) => labels::APPEARED,
                Turn::Went(_) => labels::WENT,
                Turn::Changed(..) => labels::CHANGE,
            };
            columns.row([self.say(turned), date(change), what(change), self.teller.because(&change.because)]);
        }
        format!("{}\n{}", self.say(title), columns.text())
    }

    fn head_of(&self, columns: &mut Columns, heads: &[Word]) {
        if self.ruled {
            columns.rule();
        }
        columns.head(heads.iter().map(|&head| self.teller.lang.say(head)));
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
