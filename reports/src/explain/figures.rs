//! The figures of an explanation: what the total is made of, and the rates with their parts.

use super::scribe::Scribe;
use super::{Body, Figures, Section};
use crate::words::{Lang, Word, labels, signed};
use scoring::points::Points;
use scoring::rates::{Rate, Rates};
use scoring::rulebook::Book;

/// What is left of each category in the book's order, and the bonus.
#[derive(Clone, Copy)]
pub(super) struct Marks<'m> {
    pub categories: &'m [Points],
    pub bonus: Points,
}

/// Full marks, points taken and points left, with the total beneath.
pub(super) fn makeup(book: &Book, marks: Marks<'_>, lang: Lang) -> Section {
    let say = |word: Word| lang.say(word).to_owned();
    let row = |name: String, full: String, taken: Points, left: Points| {
        vec![name, full, signed(taken), left.to_string()]
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (category, &left) in book.categories.iter().zip(marks.categories) {
        let name = format!("{} {}", category.id, lang.title(&category.title));
        rows.push(row(name, category.full.to_string(), left - category.full, left));
    }
    let bonus = format!("{} {}", book.bonus.id, lang.title(&book.bonus.title));
    let most = format!("{} {}", say(labels::BONUS_MOST), book.bonus.full);
    rows.push(vec![bonus, most, signed(marks.bonus), marks.bonus.to_string()]);
    let full: Points = book.categories.iter().map(|category| category.full).sum();
    let total = marks.categories.iter().copied().sum::<Points>() + marks.bonus;
    rows.push(row(say(labels::SUM), full.to_string(), total - full, total));
    let columns = [labels::CATEGORY, labels::FULL, labels::TAKEN, labels::LEFT];
    Section {
        title: say(labels::MAKEUP),
        aside: String::new(),
        body: Body::Figures(Figures { columns: columns.map(say).to_vec(), rows, remarks: false }),
    }
}

/// A window's rates, each with the part and whole that it is made of and the target, where departments have one; nothing
/// counted is told with its reason.
pub(super) fn rates(scribe: &Scribe<'_>, rates: &Rates) -> Section {
    let lang = scribe.lang;
    let parts = &rates.parts;
    let targets = &scribe.rulebook.targets;
    let row = |name: Word, value: String, target: Option<u32>, made_of: String| {
        let target = target.map(|target| format!("≥ {}", lang.percent(Rate(i64::from(target)))));
        vec![lang.say(name).to_owned(), value, target.unwrap_or_default(), made_of]
    };
    let counted = |name: Word, count: i64| row(name, count.to_string(), None, String::new());
    let share = |name: Word,
                 rate: Option<Rate>,
                 target: Option<u32>,
                 (part, whole): (i64, i64),
                 why: Word| match rate {
        Some(rate) => row(name, lang.percent(rate), target, format!("{part}/{whole}")),
        None => row(name, "—".to_owned(), target, lang.say(why).to_owned()),
    };
    let time = |name: Word, seconds: Option<i64>, of: i64, why: Word| match seconds {
        Some(seconds) => row(name, lang.duration(seconds), None, lang.count(of, labels::TICKETS_UNIT)),
        None => row(name, "—".to_owned(), None, lang.say(why).to_owned()),
    };
    let dissatisfied = (parts.satisfied.1 - parts.satisfied.0, parts.satisfied.1);
    let reduction = match rates.actual_reduction {
        Some(rate) => {
            let made_of = lang.count(parts.reduced, labels::CASES_UNIT);
            row(labels::ACTUAL_REDUCTION, lang.percent(rate), None, made_of)
        }
        None => {
            row(labels::ACTUAL_REDUCTION, "—".to_owned(), None, lang.say(labels::NO_STATUTORY).to_owned())
        }
    };
    let complaints = (rates.complaints, rates.completed);
    let rows = vec![
        counted(labels::ACCEPTED, rates.accepted),
        counted(labels::COMPLETED, rates.completed),
        share(
            labels::ON_TIME_RATE,
            rates.on_time_rate,
            targets.on_time_rate,
            parts.on_time,
            labels::NO_COUNTED,
        ),
        share(labels::EARLY_RATE, rates.early_rate, targets.early_rate, parts.early, labels::NO_LIMITED),
        share(
            labels::ON_SITE_RATE,
            rates.on_site_rate,
            targets.on_site_rate,
            parts.on_site,
            labels::NO_COMPLETED,
        ),
        share(
            labels::INSTANT_SHARE,
            rates.instant_share,
            targets.instant_share,
            parts.instant,
            labels::NO_ACCEPTED,
        ),
        reduction,
        share(
            labels::SATISFACTION_RATE,
            rates.satisfaction_rate,
            targets.satisfaction_rate,
            parts.satisfied,
            labels::NO_RATINGS,
        ),
        share(
            labels::DISSATISFACTION_RATE,
            rates.dissatisfaction_rate,
            None,
            dissatisfied,
            labels::NO_RATINGS,
        ),
        counted(labels::COMPLAINTS, rates.complaints),
        counted(labels::COMPLAINTS_UPHELD, rates.complaints_upheld),
        share(labels::COMPLAINT_RATE, rates.complaint_rate, None, complaints, labels::NO_COMPLETED),
        counted(labels::TICKETS, rates.tickets),
        time(labels::WAIT_MEAN, rates.wait_mean_s, rates.tickets, labels::NO_CALLED),
        time(labels::WAIT_P90, rates.wait_p90_s, rates.tickets, labels::NO_CALLED),
        time(labels::SERVICE_MEAN, rates.service_mean_s, parts.served, labels::NO_SERVED),
    ];
    let columns = [labels::RATE, labels::VALUE, labels::TARGET, labels::MADE_OF];
    Section {
        title: lang.say(labels::RATES).to_owned(),
        aside: String::new(),
        body: Body::Figures(Figures {
            columns: columns.map(|column| lang.say(column).to_owned()).to_vec(),
            rows,
            remarks: true,
        }),
    }
}
