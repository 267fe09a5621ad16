//! The days of a case as a calendar: weeks from Monday, each day with one mark and what happened on it.
//!
//! What a day counted for comes from the core ([`scoring::case_clock::days`]); here it is only given its mark.

use crate::words::{self, subjects};
use reports::words::{Lang, Word};
use scoring::calendar::DayKind;
use scoring::case_clock::{DayOfCase, DayState};
use scoring::context::Context;
use scoring::event::Fact;
use scoring::log::EventIdx;
use scoring::time::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// A week of a case.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Week {
    /// Monday to Sunday; none before the acceptance and after the last day.
    pub days: Vec<Option<Day>>,
}

/// A day of a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct Day {
    /// `2026-09-08`.
    pub date: String,
    /// The day of the month; with the month on its first day and on the first of the strip.
    pub label: String,
    /// The mark: a number for a counted day, a letter otherwise.
    pub mark: String,
    /// What the mark means, and what the calendar calls the day.
    pub meaning: String,
    /// How it is shown: `start`, `counted`, `off`, `holiday`, `suspended`, `awaiting`, `late`.
    pub class: &'static str,
    /// What is to be seen at once: due, ended, worked instead, the holiday's name.
    pub note: Option<String>,
    /// Whether the due date is this day.
    pub is_due: bool,
    /// Whether it is today.
    pub is_today: bool,
    /// Whether it has not begun.
    pub is_ahead: bool,
}

/// A mark with its meaning.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Explained {
    /// The mark.
    pub mark: String,
    /// What it means.
    pub meaning: String,
    /// Whether it is about days past the due date.
    pub is_late: bool,
}

/// The weeks of a case, and the marks that they use with their meaning.
pub(super) fn weeks(
    context: &Context<'_>,
    days: &[DayOfCase],
    end: Option<EventIdx>,
    extensions: &[(Date, u32)],
    lang: Lang,
) -> (Vec<Week>, Vec<Explained>) {
    let mut weeks: Vec<Week> = Vec::new();
    let mut legend: Vec<Explained> = Vec::new();
    for (place, day) in days.iter().enumerate() {
        // 1970-01-01, day 0, was a Thursday.
        let weekday = (day.date.0 + 3).rem_euclid(7) as usize;
        if place == 0 || weekday == 0 {
            weeks.push(Week { days: (0..7).map(|_| None).collect() });
        }
        let mut shown = shown(context, place, day, end, lang);
        let extended: u32 = extensions.iter().filter(|(on, _)| *on == day.date).map(|(_, days)| days).sum();
        if extended > 0 {
            let note = subjects::extended_on(lang, extended);
            shown.note = Some(shown.note.map_or(note.clone(), |other| format!("{other} · {note}")));
        }
        let explained = explained(context, day, &shown, lang);
        if !legend.contains(&explained) {
            legend.push(explained);
        }
        if let Some(week) = weeks.last_mut() {
            week.days[weekday] = Some(shown);
        }
    }
    (weeks, legend)
}

fn explained(context: &Context<'_>, day: &DayOfCase, shown: &Day, lang: Lang) -> Explained {
    let is_late = shown.class == "late";
    let mark = match day.state {
        DayState::Counted(_) if is_late => words::MARK_LATE,
        DayState::Counted(_) => words::MARK_COUNTED,
        DayState::Start | DayState::DayOff | DayState::Suspended(_) | DayState::Awaiting => Word::new("", ""),
    };
    let meaning = lang.say(match (day.state, shown.class) {
        (DayState::Start, _) => words::DAY_START,
        (DayState::Counted(_), "late") => words::DAY_LATE,
        (DayState::Counted(_), _) => words::DAY_COUNTED,
        (DayState::Suspended(_), _) => words::DAY_SUSPENDED,
        (DayState::Awaiting, _) => words::DAY_AWAITING,
        (DayState::DayOff, "holiday") => words::DAY_HOLIDAY,
        (DayState::DayOff, _) => words::DAY_WEEKEND,
    });
    let reason = match day.state {
        DayState::Suspended(event) => reason(context, event, lang).to_owned(),
        DayState::DayOff => holiday_told(context, day, lang),
        DayState::Start | DayState::Counted(_) | DayState::Awaiting => String::new(),
    };
    let mark = lang.say(mark);
    Explained {
        mark: if mark.is_empty() { shown.mark.clone() } else { mark.to_owned() },
        meaning: words::with_remark(lang, meaning, &reason),
        is_late,
    }
}

/// What a holiday is called, and by which notice it is off.
fn holiday_told(context: &Context<'_>, day: &DayOfCase, lang: Lang) -> String {
    let DayKind::Holiday(name) = context.calendar().kind(day.date) else { return String::new() };
    let notice = context.calendar().source(day.date.year()).map(|source| subjects::by_notice(lang, source));
    let name = name.map(|name| lang.title(name).to_owned());
    name.into_iter().chain(notice).collect::<Vec<_>>().join(lang.say(words::COMMA))
}

/// Why a special procedure runs.
fn reason(context: &Context<'_>, event: EventIdx, lang: Lang) -> &'static str {
    if let Fact::CaseSuspended { reason, .. } = context.log.record(event).fact {
        lang.procedure(reason)
    } else {
        ""
    }
}

fn shown(context: &Context<'_>, place: usize, day: &DayOfCase, end: Option<EventIdx>, lang: Lang) -> Day {
    let kind = context.calendar().kind(day.date);
    let (mark, class, meaning) = meaning(context, place, day, &kind, lang);
    let ended = end.filter(|&end| context.date(end) == day.date);
    let holiday = match kind {
        DayKind::Holiday(Some(name)) => Some(lang.title(name).to_owned()),
        DayKind::MakeUp => Some(lang.say(words::NOTE_MAKE_UP).to_owned()),
        DayKind::Holiday(None) | DayKind::Weekend | DayKind::Workday => None,
    };
    let word = |word: Word| lang.say(word).to_owned();
    let end_note = ended.map(|end| {
        let withdrawn = context.log.record(end).fact == Fact::CaseWithdrawn;
        word(if withdrawn { words::WITHDRAWN } else { words::COMPLETED })
    });
    let due_note = day.is_due.then(|| word(words::NOTE_DUE));
    let notes: Vec<String> = due_note.into_iter().chain(end_note).collect();
    let first_of_month = place == 0 || day.date.day_of_month() == 1;
    Day {
        date: day.date.to_string(),
        label: if first_of_month {
            lang.date(day.date, day.date.year())
        } else {
            day.date.day_of_month().to_string()
        },
        mark,
        meaning: format!("{} · {meaning}", lang.day(day.date, 0)),
        class: if day.late_workdays.is_some() && matches!(day.state, DayState::Counted(_)) {
            "late"
        } else {
            class
        },
        note: if notes.is_empty() { holiday } else { Some(notes.join(" · ")) },
        is_due: day.is_due,
        is_today: day.date == context.today(),
        is_ahead: day.is_ahead,
    }
}

fn meaning(
    context: &Context<'_>,
    place: usize,
    day: &DayOfCase,
    kind: &DayKind<'_>,
    lang: Lang,
) -> (String, &'static str, String) {
    let say = |word: Word| lang.say(word).to_owned();
    match day.state {
        DayState::Start if place == 0 => (say(words::MARK_ACCEPTED), "start", say(words::ACCEPTED)),
        DayState::Start => (say(words::MARK_RESTARTED), "start", say(words::RESTARTED)),
        DayState::Counted(number) => {
            let told = words::counted_day(lang, number);
            let told = match day.late_workdays {
                Some(late) => format!("{told} · {}", words::late(lang, late)),
                None => told,
            };
            (number.to_string(), "counted", told)
        }
        DayState::Awaiting => (say(words::MARK_AWAITING), "awaiting", say(words::AWAITING)),
        DayState::Suspended(event) => {
            let told = words::with_remark(lang, lang.say(words::IN_PROCEDURE), reason(context, event, lang));
            (say(words::MARK_SUSPENDED), "suspended", told)
        }
        DayState::DayOff => match kind {
            DayKind::Holiday(name) => {
                let name = name.map_or(lang.say(words::HOLIDAY), |name| lang.title(name));
                (say(words::MARK_HOLIDAY), "holiday", name.to_owned())
            }
            DayKind::Weekend | DayKind::Workday | DayKind::MakeUp => {
                (say(words::MARK_WEEKEND), "off", say(words::WEEKEND))
            }
        },
    }
}
