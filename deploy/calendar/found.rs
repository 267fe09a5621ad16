//! What a document names of a year, with the mistakes in it; and the arrangement that it comes to.

use super::names::HOLIDAYS;
use scoring::calendar::YearArrangement;
use scoring::document::Mistake;
use scoring::rulebook::Bilingual;
use scoring::time::Date;
use std::collections::BTreeMap;

/// Where something stands in a document, for those who look it up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The line from 1; 0 where it is not known.
    pub line: usize,
    /// Its words.
    pub quote: String,
}

/// Days off from one date to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The first.
    pub from: Date,
    /// The last.
    pub to: Date,
    /// What they are called.
    pub name: Option<Bilingual>,
}

/// What a document names.
#[derive(Debug)]
pub struct Found {
    file: String,
    off: Vec<(Run, Place)>,
    worked: Vec<(Date, Place)>,
    /// The notice that it comes from, where it says so.
    pub source: Option<String>,
    remarks: Vec<String>,
    mistakes: Vec<Mistake>,
    /// Whether it is another document than was asked for, of which the rest need not be told.
    is_another: bool,
}

/// A year's arrangement as a document gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The year that was asked for.
    pub year: YearArrangement,
    /// The days of the year before that belong to it: a New Year that begins in December. Often none.
    pub before: YearArrangement,
    /// The notice that it comes from, where the document says so.
    pub source: Option<String>,
    /// What has dates and was left out, with where it stands.
    pub remarks: Vec<String>,
}

impl Found {
    /// Nothing yet.
    pub fn new(file: &str) -> Found {
        Found {
            file: file.to_owned(),
            off: Vec::new(),
            worked: Vec::new(),
            source: None,
            remarks: Vec::new(),
            mistakes: Vec::new(),
            is_another: false,
        }
    }

    /// Notes days off.
    pub fn off(&mut self, run: Run, place: &Place) {
        self.off.push((run, place.clone()));
    }

    /// Notes a day that is worked.
    pub fn worked(&mut self, date: Date, place: &Place) {
        self.worked.push((date, place.clone()));
    }

    /// Notes what has dates and was left out.
    pub fn remark(&mut self, place: &Place) {
        let line = if place.line == 0 { String::new() } else { format!(":{}", place.line) };
        self.remarks.push(format!("{}{line}: {}", self.file, short(&place.quote)));
    }

    /// Notes a mistake with its place, in both languages; and how to mend it.
    pub fn mistake(&mut self, place: &Place, zh: &str, en: &str, mend: &str) {
        let quote =
            if place.quote.is_empty() { String::new() } else { format!("“{}”：", short(&place.quote)) };
        self.mistakes.push(Mistake {
            file: self.file.clone(),
            line: place.line,
            what: format!("{quote}{zh} / {en}"),
            mend: mend.to_owned(),
        });
    }

    /// Notes that this is another document than was asked for: nothing else about it is told.
    pub fn another(&mut self, place: &Place, zh: &str, en: &str, mend: &str) {
        self.mistakes.clear();
        self.mistake(place, zh, en, mend);
        self.is_another = true;
    }

    /// The arrangement of a year, or everything that is wrong with it.
    pub fn arrange(mut self, year: i32) -> Result<Imported, Vec<Mistake>> {
        if self.is_another {
            return Err(self.mistakes);
        }
        self.check_holidays(year);
        let days = self.days(year);
        if !self.mistakes.is_empty() {
            self.mistakes.sort_by_key(|mistake| mistake.line);
            return Err(self.mistakes);
        }
        let arrangement = |year: i32| {
            let of_year = |is_off: bool| {
                let days = days.iter().filter(|(date, off)| date.year() == year && **off == is_off);
                days.map(|(date, _)| *date).collect()
            };
            YearArrangement {
                year,
                holidays: of_year(true),
                workdays: of_year(false),
                names: self.names(year),
                source: None,
            }
        };
        let (of_year, before) = (arrangement(year), arrangement(year - 1));
        Ok(Imported { year: of_year, before, source: self.source, remarks: self.remarks })
    }

    /// Each date once: whether it is off, or else worked.
    fn days(&mut self, year: i32) -> BTreeMap<Date, bool> {
        let mut days: BTreeMap<Date, bool> = BTreeMap::new();
        let off = self.off.iter().flat_map(|(run, place)| {
            (run.from.0..=run.to.0).map(move |day| (Date(day), true, place.clone()))
        });
        let worked = self.worked.iter().map(|(date, place)| (*date, false, place.clone()));
        for (date, is_off, place) in off.chain(worked).collect::<Vec<_>>() {
            if !(year - 1..=year).contains(&date.year()) || (date.year() < year && date.month().number() < 12)
            {
                self.mistake(
                    &place,
                    &format!("{date} 不属于 {year} 年的安排"),
                    &format!("{date} is not of the arrangement of {year}"),
                    "the days of another year come with that year's own notice; take them out",
                );
            }
            if !is_off && !date.is_weekend() {
                self.mistake(
                    &place,
                    &format!("{date} 不是周末，本来就上班"),
                    &format!("{date} is no Saturday or Sunday: it is worked anyway"),
                    "compare it with the published notice; is the year right?",
                );
            }
            match days.insert(date, is_off) {
                Some(other) if other != is_off => self.mistake(
                    &place,
                    &format!("{date} 既放假又上班"),
                    &format!("{date} is both off and worked"),
                    "a day is either off or worked: compare it with the published notice",
                ),
                Some(_) => self.mistake(
                    &place,
                    &format!("{date} 写了两次"),
                    &format!("{date} is there twice"),
                    "take one of the two out",
                ),
                None => {}
            }
        }
        days
    }

    /// Each of the seven holidays must be there, those bound to a day with that day: else the document was cut off.
    fn check_holidays(&mut self, year: i32) {
        for holiday in HOLIDAYS {
            let named = |name: &Option<Bilingual>| name.as_ref().is_some_and(|name| holiday.is_in(name));
            let mut runs = self.off.iter().map(|(run, _)| run).filter(|run| named(&run.name)).peekable();
            if runs.peek().is_none() {
                self.mistake(
                    &Place::default(),
                    &format!("没有{}的放假日期", holiday.zh()),
                    &format!("no days off are found for {}", holiday.zh()),
                    "is the whole notice there? its parts begin as 「一、元旦：1月1日放假」",
                );
                continue;
            }
            let fixed = holiday.fixed.and_then(|(month, day)| Date::from_ymd(year, month, day));
            if let Some(fixed) = fixed
                && !runs.any(|run| run.from <= fixed && fixed <= run.to)
            {
                self.mistake(
                    &Place::default(),
                    &format!("{}的假期不含 {fixed}", holiday.zh()),
                    &format!("{} has not {fixed} among its days off", holiday.zh()),
                    "compare it with the published notice; is the year right?",
                );
            }
        }
    }

    /// What a year's days off are called, by date.
    fn names(&self, year: i32) -> Vec<(Date, Date, Bilingual)> {
        let first = Date::from_ymd(year, 1, 1).unwrap_or(Date::MIN);
        let last = Date::from_ymd(year, 12, 31).unwrap_or(Date::MAX);
        let named = self.off.iter().filter_map(|(run, _)| {
            let (from, to) = (run.from.max(first), run.to.min(last));
            Some((from, to, run.name.clone()?)).filter(|_| from <= to)
        });
        let mut names: Vec<(Date, Date, Bilingual)> = named.collect();
        names.sort_by_key(|(from, ..)| *from);
        names
    }
}

/// The beginning of a sentence, so long that one finds it.
fn short(quote: &str) -> String {
    const SIGNS_MAX: usize = 60;
    let mut signs = quote.chars();
    let start: String = signs.by_ref().take(SIGNS_MAX).collect();
    if signs.next().is_none() { start } else { format!("{start}…") }
}
