//! The list of changes as JSON, for the API and for keeping it beside the version that it made.
//!
//! A part that changed is `{"before":…,"after":…}`; null stands for the side where it was not there. Reasons are told in both
//! languages, and those of late events name the event by its place in `late`.

use super::late::Late;
use super::published::{Book, Entry, Level, Standing};
use super::{Area, Change, Changes, Edition, Reason, Turn};
use crate::render::json::Json;
use crate::words::in_both;
use scoring::rulebook::Bilingual;
use std::collections::BTreeSet;

/// The changes of a month as one line of JSON.
pub fn line(changes: &Changes) -> String {
    let mut out = Json::default();
    out.object(|out| {
        out.text("month", changes.month);
        out.edition("before", &changes.before);
        out.edition("after", &changes.after);
        out.number("count", changes.count());
        out.list("givens", &changes.givens, Json::bilingual);
        out.list("late", &changes.late, |out, late| {
            out.text("type", &late.event_type);
            out.text("source", &late.event.source);
            out.text("id", &late.event.id);
            out.text_if_any("subject", late.topic.subject());
            out.text_if_any("reason", late.reason.as_deref());
            out.text_if_any("received", late.received.as_deref());
        });
        let late = &changes.late;
        out.list("windows", &changes.windows, |out, change| out.standing(change, late));
        out.list("staff", &changes.staff, |out, change| out.standing(change, late));
        out.list("entries", &changes.entries, |out, change| {
            out.turn(&change.turn);
            out.side("before", change.turn.before(), Json::entry);
            out.side("after", change.turn.after(), Json::entry);
            out.because(&change.because, late);
        });
        out.list("targets", &changes.targets, |out, change| {
            out.turn(&change.turn);
            out.text_or_null("department", change.turn.latest().department.as_deref());
            out.text("target", &change.turn.latest().target);
            out.because(&change.because, late);
        });
        out.list("actions", &changes.actions, |out, change| {
            let action = change.turn.latest();
            out.turn(&change.turn);
            out.text("kind", &action.kind);
            out.text("subject", &action.subject);
            out.text("date", action.date);
            out.because(&change.because, late);
        });
        out.list("notices", &changes.notices, |out, change| {
            let notice = change.turn.latest();
            out.turn(&change.turn);
            out.text("kind", &notice.kind);
            out.number("level", notice.level);
            out.text("subject", &notice.subject);
            out.text("date", notice.date);
            out.text_if_any("due", notice.due.map(|due| due.to_string()).as_deref());
            out.text_if_any("window", notice.window.as_deref());
            out.text_if_any("department", notice.department.as_deref());
            out.member("to", |out| out.array(&notice.to, |out, whom| out.string(whom)));
            out.because(&change.because, late);
        });
        out.list("anomalies", &changes.anomalies, |out, change| {
            let anomaly = change.turn.latest();
            out.turn(&change.turn);
            out.text("kind", &anomaly.kind);
            out.text("subject", &anomaly.subject);
            out.text("date", anomaly.date);
            out.text("detail", &anomaly.detail);
            out.because(&change.because, late);
        });
        out.list("rates", &changes.rates, |out, change| {
            let rate = change.turn.latest();
            out.text("level", level(rate.level));
            out.text("id", &rate.id);
            out.text("rate", &rate.rate);
            out.optional("before", change.turn.before().and_then(|rate| rate.figure.as_ref()));
            out.optional("after", change.turn.after().and_then(|rate| rate.figure.as_ref()));
            out.because(&change.because, late);
        });
    });
    out.line()
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Region => "region",
        Level::Department => "department",
        Level::Site => "site",
        Level::Window => "window",
    }
}

/// What lists of changes share beyond plain JSON.
impl Json {
    fn bilingual(&mut self, text: &Bilingual) {
        self.text("zh", &text.zh);
        self.text("en", &text.en);
    }

    fn edition(&mut self, name: &str, edition: &Edition) {
        self.member(name, |out| {
            out.object(|out| {
                out.member("name", |out| out.object(|out| out.bilingual(&edition.name)));
                out.member("rulebook", |out| {
                    out.object(|out| {
                        out.text("id", &edition.rulebook);
                        out.text("version", &edition.rulebook_version);
                    });
                });
                out.text("as_of", &edition.as_of);
            });
        });
    }

    fn text_if_any(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }

    fn text_or_null(&mut self, name: &str, text: Option<&str>) {
        match text {
            Some(text) => self.text(name, text),
            None => self.null(name),
        }
    }

    fn turn<T>(&mut self, turn: &Turn<T>) {
        let word = match turn {
            Turn::Appeared(_) => "appeared",
            Turn::Went(_) => "went",
            Turn::Changed(..) => "changed",
        };
        self.text("change", word);
    }

    fn side<T>(&mut self, name: &str, side: Option<&T>, members: impl FnOnce(&mut Json, &T)) {
        match side {
            Some(side) => self.member(name, |out| out.object(|out| members(out, side))),
            None => self.null(name),
        }
    }

    /// A part of a standing, before and after, where it is different.
    fn part<T, P: PartialEq>(
        &mut self,
        name: &str,
        turn: &Turn<T>,
        part: impl Fn(&T) -> P,
        write: impl Fn(&mut Json, &str, &P),
    ) {
        if !turn.differs(&part) {
            return;
        }
        self.member(name, |out| {
            out.object(|out| {
                for (name, side) in [("before", turn.before()), ("after", turn.after())] {
                    match side {
                        Some(side) => write(out, name, &part(side)),
                        None => out.null(name),
                    }
                }
            });
        });
    }

    fn standing(&mut self, change: &Change<Standing>, late: &[Late]) {
        let turn = &change.turn;
        let latest = turn.latest();
        self.turn(turn);
        let home: &[&str] = match latest.book {
            Book::Window => &["site", "department"],
            Book::Staff => &["window"],
        };
        self.text(book(latest.book), &latest.id);
        self.part("total", turn, |standing| standing.total, |out, name, total| out.number(name, total));
        self.part("rank", turn, |standing| standing.rank, |out, name, rank| out.optional(name, *rank));
        self.moved_categories(turn);
        self.part("bonus", turn, |standing| standing.bonus, |out, name, bonus| out.number(name, bonus));
        let flag = |standing: &Standing| standing.flag.map(|flag| flag.word());
        self.part("flag", turn, flag, |out, name, flag| out.text_or_null(name, *flag));
        let write = |out: &mut Json, name: &str, dissatisfied: &bool| out.number(name, dissatisfied);
        if latest.book == Book::Window {
            self.part("dissatisfied", turn, |standing| standing.dissatisfied, write);
        }
        let evaluation = |standing: &Standing| standing.evaluation.clone();
        self.part("evaluation", turn, evaluation, |out, name, grade| {
            out.text_or_null(name, grade.as_deref());
        });
        for (place, name) in home.iter().enumerate() {
            let part = |standing: &Standing| standing.home.get(place).cloned();
            self.part(name, turn, part, |out, name, id| out.text_or_null(name, id.as_deref()));
        }
        self.because(&change.because, late);
    }

    fn moved_categories(&mut self, turn: &Turn<Standing>) {
        if !turn.differs(|standing| &standing.categories) {
            return;
        }
        let sides = turn.before().into_iter().chain(turn.after());
        let letters: BTreeSet<&String> = sides.flat_map(|standing| standing.categories.keys()).collect();
        self.member("categories", |out| {
            out.object(|out| {
                for letter in letters {
                    let left = |standing: &Standing| standing.categories.get(letter).copied();
                    out.part(letter, turn, left, |out, name, left| out.optional(name, *left));
                }
            });
        });
    }

    /// A line of the ledger, in the contract's order.
    fn entry(&mut self, entry: &Entry) {
        self.text("book", book(entry.book));
        self.text("subject", &entry.subject);
        self.text("rule", &entry.rule);
        self.text("category", &entry.category);
        self.text("kind", &entry.kind);
        self.text("date", entry.date);
        self.number("requested", entry.requested);
        self.number("applied", entry.applied);
        let parts = [
            ("session", &entry.session),
            ("staff", &entry.staff),
            ("case", &entry.case),
            ("rating", &entry.rating),
            ("complaint", &entry.complaint),
            ("finding", &entry.finding),
            ("merit", &entry.merit),
        ];
        for (name, part) in parts {
            self.text_if_any(name, part.as_deref());
        }
        self.list("evidence", &entry.evidence, |out, event| {
            out.text("source", &event.source);
            out.text("id", &event.id);
        });
    }

    fn because(&mut self, reasons: &[Reason], late: &[Late]) {
        self.list("because", reasons, |out, &reason| {
            out.text("kind", reason_word(reason));
            if let Reason::Late(place) = reason {
                out.number("late", place);
            }
            if let Reason::LateIn(area, count) = reason {
                out.text("area", area_word(area));
                out.number("count", count);
            }
            out.bilingual(&sentence(reason, late));
        });
    }
}

fn book(book: Book) -> &'static str {
    match book {
        Book::Window => "window",
        Book::Staff => "staff",
    }
}

fn sentence(reason: Reason, late: &[Late]) -> Bilingual {
    in_both(|lang| match reason {
        Reason::Late(place) if place < late.len() => {
            let Late { event, event_type, reason, .. } = &late[place];
            lang.late_event(event_type, &event.source, &event.id, reason.as_deref())
        }
        Reason::Late(_)
        | Reason::LateIn(..)
        | Reason::SameCategory
        | Reason::FlagOfWindow
        | Reason::OwnRates
        | Reason::OthersMoved
        | Reason::EarlierMonths
        | Reason::Givens
        | Reason::Unnamed => lang.reason(reason),
    })
}

fn reason_word(reason: Reason) -> &'static str {
    match reason {
        Reason::Late(_) => "late",
        Reason::LateIn(..) => "late_in",
        Reason::SameCategory => "same_category",
        Reason::FlagOfWindow => "flag_of_window",
        Reason::OwnRates => "own_rates",
        Reason::OthersMoved => "others_moved",
        Reason::EarlierMonths => "earlier_months",
        Reason::Givens => "givens",
        Reason::Unnamed => "unnamed",
    }
}

fn area_word(area: Area) -> &'static str {
    match area {
        Area::Cases => "cases",
        Area::Ratings => "ratings",
        Area::Complaints => "complaints",
        Area::Tickets => "tickets",
    }
}
