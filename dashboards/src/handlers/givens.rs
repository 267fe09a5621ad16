//! Registry, rulebook and calendar as people read them.

use super::answered;
use crate::answer::{Frame, Problem, shown};
use crate::app::App;
use crate::givens::files::own_name;
use crate::givens::{self, Kind, days, registry as listed, rules};
use crate::links::Place;
use crate::pages::givens::{
    self as page, About, CalendarView, CategoryView, ChangeRow, DayView, ForceRow, MonthView, RegistryView,
    RulebookView,
};
use crate::rights::Right;
use crate::session::Visitor;
use crate::words::data as said;
use axum::extract::{Query, State};
use axum::response::Response;
use ingest::store::GivenFiles;
use reports::words::{Lang, Word, labels};
use scoring::calendar::{Calendar, DayKind};
use scoring::registry::{Person, Registry};
use scoring::rulebook::{Book, Rulebook};
use scoring::time::{Date, Month, Zone};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// So many changes are listed.
const CHANGES_MAX: u64 = 50;
/// So many states are told apart in words: each is read again for that.
const STATES_MAX: usize = 12;
/// What the addresses ask for.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = GivensAsked)]
#[serde(default)]
pub struct Asked {
    part: Option<String>,
    version: Option<String>,
    year: Option<i32>,
    pub(super) file: Option<String>,
}

/// What every page of a kind has.
async fn about(app: &Arc<App>, kind: Kind, zone: &Zone, lang: Lang) -> Result<About, Problem> {
    let files = app.live.act(|desk| desk.given_files().clone()).await?;
    let (changes, states) = app
        .records(move |records| {
            Ok((records.given_changes(kind.word(), CHANGES_MAX)?, records.givens_in_force()?))
        })
        .await?;
    let written = |at| lang.moment(zone, at, 0);
    let changes = changes.into_iter().map(|change| ChangeRow {
        at: written(change.at),
        by: change.by,
        name: change.name,
        reason: change.reason,
    });
    let changes = changes.collect();
    // Only the states in which this kind is another than before.
    let mut distinct: Vec<_> = Vec::new();
    for (at, files) in states {
        let is_same = |(_, last): &(_, GivenFiles)| kind.of(last) == kind.of(&files);
        if !distinct.last().is_some_and(is_same) {
            distinct.push((at, files));
        }
    }
    let recent = distinct.split_off(distinct.len().saturating_sub(STATES_MAX));
    let told = tokio::task::spawn_blocking(move || {
        let read: Vec<_> = recent.iter().map(|(at, files)| (*at, givens::parse(files).ok())).collect();
        let mut rows = Vec::new();
        for (place, (at, now)) in read.iter().enumerate() {
            let before = place.checked_sub(1).and_then(|place| read[place].1.as_ref());
            let changes = match (before, now) {
                (Some(before), Some(now)) => givens::changes(kind, before, now, lang),
                (_, _) => Vec::new(),
            };
            rows.push((*at, changes));
        }
        rows
    });
    let told = told.await.map_err(|error| Problem::Broken(error.to_string()))?;
    let in_force =
        told.into_iter().rev().map(|(at, changes)| ForceRow { since: written(at), changes }).collect();
    let files = kind.of(&files).iter().map(|(name, _)| own_name(name).to_owned()).collect();
    Ok(About { kind, files, changes, in_force })
}

async fn zone_of(app: &Arc<App>) -> Result<Zone, Problem> {
    Ok(app.live.act(|desk| desk.county().registry.zone.clone()).await?)
}

/// The registry.
pub async fn registry(visitor: Visitor, State(app): State<Arc<App>>, Query(asked): Query<Asked>) -> Response {
    let made = load_registry(&visitor, &app, asked).await;
    answered(
        &visitor,
        made.map(|(frame, view)| shown(&visitor, &frame, Place::Registry, &view, page::registry_html)),
    )
}

async fn load_registry(
    visitor: &Visitor,
    app: &Arc<App>,
    asked: Asked,
) -> Result<(Frame, RegistryView), Problem> {
    let reader = visitor.reader.clone();
    let lang = reader.lang;
    let about = about(app, Kind::Registry, &zone_of(app).await?, lang).await?;
    // How people are reached is for those who write to them, and those who keep the registry.
    let with_contacts = visitor.may(Right::Configure) || visitor.may(Right::Correspondence);
    let asked = app.live.ask(move |moment| {
        let registry = moment.context.registry();
        let part = asked.part.filter(|part| PARTS.iter().any(|(word, _)| word == part));
        let part = part.unwrap_or_else(|| "windows".to_owned());
        let parts = PARTS.iter().map(|(word, title)| {
            (
                (*word).to_owned(),
                lang.say(*title).to_owned(),
                rows(registry, word, with_contacts, lang).1.len(),
            )
        });
        let (heads, rows) = rows(registry, &part, with_contacts, lang);
        let frame = Frame::of(moment, None, &reader);
        let heads = heads.into_iter().map(|head| lang.say(head).to_owned()).collect();
        (RegistryView { as_of: frame.as_of.clone(), about, parts: parts.collect(), part, heads, rows }, frame)
    });
    let (view, frame) = asked.await?;
    Ok((frame, view))
}

const PARTS: [(&str, Word); 5] = [
    ("windows", Word::new("窗口", "Windows")),
    ("staff", Word::new("人员", "Staff")),
    ("items", Word::new("事项", "Items")),
    ("departments", Word::new("部门", "Departments")),
    ("sites", Word::new("大厅和分中心", "Halls and sub-centers")),
];

const ID: Word = Word::new("编号", "Id");
const NAME: Word = Word::new("名称", "Name");
const POSTS: Word = Word::new("岗位和起止", "Posts in time");

fn contact(person: &Option<Person>, with_contacts: bool) -> String {
    let Some(Person { name, email, webhook }) = person else { return String::new() };
    let reached = [email, webhook].into_iter().flatten().filter(|_| with_contacts).map(String::as_str);
    std::iter::once(name.as_str()).chain(reached).collect::<Vec<_>>().join(" · ")
}

fn rows(registry: &Registry, part: &str, with_contacts: bool, lang: Lang) -> (Vec<Word>, Vec<Vec<String>>) {
    let department = |place: u16| registry.departments[usize::from(place)].name.clone();
    let site = |place: u16| registry.sites[usize::from(place)].name.clone();
    let list = |posts: Vec<String>| posts.join(lang.say(Word::new("；", "; ")));
    match part {
        "staff" => {
            let row = |person: &scoring::registry::Staff| {
                let posts =
                    person.assignments.iter().map(|held| listed::post(registry, held, lang)).collect();
                vec![person.id.clone(), person.name.clone(), list(posts)]
            };
            (vec![ID, NAME, POSTS], registry.staff.iter().map(row).collect())
        }
        "items" => {
            let heads = vec![
                ID,
                NAME,
                labels::DEPARTMENT,
                Word::new("办件类型", "Kind"),
                Word::new("法定时限", "Statutory limit"),
                Word::new("承诺时限", "Promised limit"),
                Word::new("收费", "Fee"),
            ];
            let row = |item: &scoring::registry::Item| {
                vec![
                    item.code.clone(),
                    item.name.clone(),
                    department(item.department),
                    lang.say(listed::item_kind(item.kind)).to_owned(),
                    lang.workdays(item.statutory_workdays),
                    lang.workdays(item.promised_workdays),
                    item.fee_cents.map_or(String::new(), |cents| lang.yuan(cents)),
                ]
            };
            (heads, registry.items.iter().map(row).collect())
        }
        "departments" => {
            let row = |of: &scoring::registry::Department| {
                vec![of.id.clone(), of.name.clone(), contact(&of.head, with_contacts)]
            };
            (vec![ID, NAME, Word::new("负责人", "Head")], registry.departments.iter().map(row).collect())
        }
        "sites" => {
            let heads = vec![
                ID,
                NAME,
                Word::new("类别", "Kind"),
                Word::new("作息", "Schedule"),
                Word::new("考勤设备", "Attendance device"),
                Word::new("监察机构", "Runs supervision"),
            ];
            let row = |of: &scoring::registry::Site| {
                vec![
                    of.id.clone(),
                    of.name.clone(),
                    lang.site_kind(of.kind).to_owned(),
                    registry.schedules[of.schedule].id.clone(),
                    listed::yes(of.attendance, lang).to_owned(),
                    listed::yes(of.supervision, lang).to_owned(),
                ]
            };
            (heads, registry.sites.iter().map(row).collect())
        }
        _ => {
            let heads = vec![
                ID,
                NAME,
                Word::new("大厅", "Site"),
                labels::DEPARTMENT,
                Word::new("人员和起止", "Staff in time"),
            ];
            let row = |of: &scoring::registry::Window| {
                let who = of.assignments.iter().map(|held| {
                    let name = &registry.staff[usize::from(held.staff)].name;
                    let post = listed::post(registry, held, lang);
                    format!("{name} {}", post.split_once(' ').map_or("", |(_, rest)| rest))
                });
                vec![
                    of.id.clone(),
                    of.name.clone(),
                    site(of.site),
                    department(of.department),
                    list(who.collect()),
                ]
            };
            (heads, registry.windows.iter().map(row).collect())
        }
    }
}

/// The rulebook.
pub async fn rulebook(visitor: Visitor, State(app): State<Arc<App>>, Query(asked): Query<Asked>) -> Response {
    let made = load_rulebook(&visitor, &app, asked).await;
    answered(
        &visitor,
        made.map(|(frame, view)| shown(&visitor, &frame, Place::Rulebook, &view, page::rulebook_html)),
    )
}

async fn load_rulebook(
    visitor: &Visitor,
    app: &Arc<App>,
    asked: Asked,
) -> Result<(Frame, RulebookView), Problem> {
    let reader = visitor.reader.clone();
    let lang = reader.lang;
    let about = about(app, Kind::Rulebook, &zone_of(app).await?, lang).await?;
    let asked = app.live.ask(move |moment| {
        let rulebooks = moment.context.county.rulebooks;
        let now = rulebooks.of_month(moment.context.today().month());
        let shown = match &asked.version {
            Some(name) => rulebooks.versions.iter().find(|of| of.version == *name).ok_or(Problem::NoPage)?,
            None => now,
        };
        let frame = Frame::of(moment, None, &reader);
        let versions = rulebooks
            .versions
            .iter()
            .map(|of| (of.version.clone(), of.effective.to_string(), of.version == now.version))
            .collect();
        let banned =
            shown.bans.iter().map(|kind| lang.title(&shown.kinds[usize::from(*kind)].title).to_owned());
        let settings = rules::settings(shown, lang).into_iter().map(|one| {
            let said = one.facts.into_iter().next().map_or(String::new(), |fact| fact.said);
            (one.name, said)
        });
        let view = RulebookView {
            as_of: frame.as_of.clone(),
            about,
            versions,
            version: shown.version.clone(),
            title: lang.title(&shown.title).to_owned(),
            categories: categories(shown, lang),
            settings: settings.collect(),
            bans: banned.collect(),
        };
        Ok((frame, view))
    });
    asked.await?
}

fn categories(of: &Rulebook, lang: Lang) -> Vec<CategoryView> {
    let books =
        [(Word::new("窗口", "Windows"), &of.window_book), (Word::new("人员", "Staff"), &of.staff_book)];
    let mut all = Vec::new();
    for (whose, book) in books {
        let Book { categories, bonus, rules: listed, rule_of_kind: _, evaluation_rule: _ } = book;
        let places = (0..categories.len()).map(Some).chain([None]);
        for place in places {
            let category = place.map_or(bonus, |place| &categories[place]);
            let own = listed.iter().filter(|rule| rule.category == place);
            let row = |rule: &scoring::rulebook::Rule| {
                let (title, clause) =
                    (lang.title(&rule.title).to_owned(), lang.title(&rule.clause).to_owned());
                (rule.id.clone(), title, rules::points(of, rule, lang), clause)
            };
            all.push(CategoryView {
                title: format!("{} · {} {}", lang.say(whose), category.id, lang.title(&category.title)),
                full: lang.points(category.full),
                rules: own.map(row).collect(),
            });
        }
    }
    all
}

/// The calendar.
pub async fn calendar(visitor: Visitor, State(app): State<Arc<App>>, Query(asked): Query<Asked>) -> Response {
    let made = load_calendar(&visitor, &app, asked).await;
    answered(
        &visitor,
        made.map(|(frame, view)| shown(&visitor, &frame, Place::Calendar, &view, page::calendar_html)),
    )
}

async fn load_calendar(
    visitor: &Visitor,
    app: &Arc<App>,
    asked: Asked,
) -> Result<(Frame, CalendarView), Problem> {
    let reader = visitor.reader.clone();
    let lang = reader.lang;
    let about = about(app, Kind::Calendar, &zone_of(app).await?, lang).await?;
    let files = app.live.act(|desk| desk.given_files().clone()).await?;
    let asked = app.live.ask(move |moment| {
        let calendar = moment.context.calendar();
        let this = moment.context.today().year();
        let year = asked.year.filter(|year| (2000..=2099).contains(year)).unwrap_or(this);
        let mut years: Vec<i32> = calendar.years().iter().copied().chain([this, this + 1, year]).collect();
        years.sort_unstable();
        years.dedup();
        let frame = Frame::of(moment, None, &reader);
        let (first, last) = (Month(year * 12).first_day(), Month(year * 12 + 11).last_day());
        let view = CalendarView {
            as_of: frame.as_of.clone(),
            about,
            year,
            years,
            is_known: calendar.knows(year),
            source: source(&files, year, lang),
            months: (0..12).map(|month| month_of(calendar, Month(year * 12 + month), lang)).collect(),
            runs: runs(calendar, first, last, lang),
            workdays: calendar.working_days(Date(first.0 - 1), last),
        };
        (frame, view)
    });
    Ok(asked.await?)
}

/// Where a year's arrangement was published, as its file says.
fn source(files: &GivenFiles, year: i32, lang: Lang) -> String {
    let is_of = |text: &str| text.lines().any(|line| line.replace(' ', "") == format!("year={year}"));
    let Some((name, text)) = files.calendar.iter().find(|(_, text)| is_of(text)) else {
        return lang.say(said::BUILT_IN_YEAR).to_owned();
    };
    let said = text.lines().find_map(|line| line.trim().strip_prefix("source")?.trim().strip_prefix('='));
    let said = said.map(|said| said.trim().trim_matches('"').to_owned());
    said.unwrap_or_else(|| own_name(name).to_owned())
}

fn month_of(calendar: &Calendar, month: Month, lang: Lang) -> MonthView {
    let (first, last) = (month.first_day(), month.last_day());
    // 1970-01-01, day 0, was a Thursday; weeks begin on Monday.
    let blank = (first.0 + 3).rem_euclid(7);
    let mut places: Vec<Option<DayView>> = (0..blank).map(|_| None).collect();
    places.extend((first.0..=last.0).map(|day| Some(day_of(calendar, Date(day), lang))));
    while !places.len().is_multiple_of(7) {
        places.push(None);
    }
    MonthView {
        title: lang.month(month),
        weeks: places.chunks(7).map(<[_]>::to_vec).collect(),
        workdays: calendar.working_days(Date(first.0 - 1), last),
    }
}

fn day_of(calendar: &Calendar, date: Date, lang: Lang) -> DayView {
    let kind = calendar.kind(date);
    let named = match &kind {
        DayKind::Holiday(Some(name)) => format!(" · {}", lang.title(name)),
        DayKind::Holiday(None) | DayKind::Workday | DayKind::MakeUp | DayKind::Weekend => String::new(),
    };
    DayView {
        day: date.day_of_month(),
        kind: match kind {
            DayKind::Workday => "work",
            DayKind::Weekend => "weekend",
            DayKind::Holiday(_) => "off",
            DayKind::MakeUp => "makeup",
        },
        said: format!("{}{named}", lang.say(days::kind_word(&kind))),
    }
}

/// Days off and make-up days in runs of the same kind and name.
fn runs(calendar: &Calendar, first: Date, last: Date, lang: Lang) -> Vec<(String, String)> {
    let mut runs: Vec<(Date, Date, String)> = Vec::new();
    for date in (first.0..=last.0).map(Date) {
        let said = match calendar.kind(date) {
            DayKind::Workday | DayKind::Weekend => continue,
            DayKind::MakeUp | DayKind::Holiday(_) => day_of(calendar, date, lang).said,
        };
        match runs.last_mut() {
            Some((_, to, what)) if to.next_day() == date && *what == said => *to = date,
            _ => runs.push((date, date, said)),
        }
    }
    let year = first.year();
    let written = |(from, to, said): (Date, Date, String)| {
        let days = if from == to {
            lang.day(from, year)
        } else {
            format!("{} – {}", lang.day(from, year), lang.day(to, year))
        };
        (days, said)
    };
    runs.into_iter().map(written).collect()
}
