//! The pages against what they show: links that lead somewhere, both languages whole, totals beside their lines, names that
//! cannot break out, nothing inline.
//!
//! With `FLAGPOST_PAGES=DIR` the pages that only a service has are written to that folder, to be looked at.

use crate::county::{Hall, between, case, cases};
use dashboards::folder::{self, Month};
use dashboards::links::{Links, Place};
use dashboards::pages::audit::{Audit, AuditRow};
use dashboards::pages::feeds::{Feed, FeedState, Feeds, Source};
use dashboards::pages::filter::{Choice, Filter};
use dashboards::pages::login::{Login, LoginFailure};
use dashboards::pages::message::{self, Missing, Reason};
use dashboards::pages::notices::{NoticeRow, Notices};
use dashboards::pages::paging::{PageAsked, Paging};
use dashboards::pages::ranking::{self, Movement, PreviousRanks};
use dashboards::pages::rejected::{Narrowed, RejectedList, RejectedRow};
use dashboards::pages::signals::{Kind, SignalRow, Signals};
use dashboards::pages::{
    Named, audit, case as case_page, due, event, feeds, login, notices, rejected, signals, staff, window,
};
use dashboards::rights::Scope;
use dashboards::ui::Ui;
use ingest::replay::Replayed;
use ingest::store::sqlite::Role;
use reports::words::Lang;
use scoring::notices::NoticeKind;
use scoring::points::Points;
use scoring::time::Instant;
use std::collections::BTreeMap;

const BOTH: [Lang; 2] = [Lang::Zh, Lang::En];

/// Every file of the folder of a case's last month.
fn folder_of(hall: &Hall) -> BTreeMap<String, String> {
    let results = hall.results();
    let (result, before) = results.split_last().unwrap();
    let previous = before.last().map(PreviousRanks::of);
    let context = hall.context();
    let month = Month { context: &context, earlier: &[], result, previous: previous.as_ref() };
    let mut files = BTreeMap::new();
    let count = folder::write::<askama::Error>(month, |path, text| {
        assert!(files.insert(path.to_owned(), text.to_owned()).is_none(), "{path} twice");
        Ok(())
    });
    assert_eq!(count.unwrap(), files.len());
    files
}

fn ui(lang: Lang, here: Place) -> Ui<'static> {
    Ui {
        lang,
        county: "镇赉县",
        links: Links::Served(""),
        here,
        query: "",
        month: scoring::time::Month::parse("2026-09"),
        months: &[],
        as_of: "2026-10-01",
        user: Some("王芳"),
        csrf: "token",
        role: Some(Role::Analyst),
        version: None,
    }
}

/// The pages that only a service has, with something of everything in them.
fn served(lang: Lang, name: &str) -> Vec<(&'static str, String)> {
    let named = || Named { id: "W-01".to_owned(), name: name.to_owned() };
    let feed = |stream: Option<&str>, last: Option<&str>| Feed {
        stream: stream.map(str::to_owned),
        last_arrival: last.map(str::to_owned),
        last_event: last.map(str::to_owned),
        today: 1_204,
        usual: last.map(|_| 1_310),
        lag_seconds: last.map(|_| 42),
        rejected: 6,
        arrived: 1_210,
    };
    let source = |state, last: Option<&str>| Source {
        id: "hall".to_owned(),
        name: Some(name.to_owned()),
        state,
        silent_minutes_max: 60,
        all: feed(None, last),
        streams: vec![feed(Some("case"), last), feed(Some("queue"), None)],
    };
    let shown = Feeds {
        is_without_data: false,
        as_of: "2026-09-17 11:30".to_owned(),
        only_trouble: false,
        certificate: None,
        plain_applicants: Vec::new(),
        troubled: 3,
        paging: Paging { page: 1, per_page: 100, pages: 1, total: 4 },
        sources: vec![
            source(FeedState::Silent { since: "14:05".to_owned(), office_minutes: 70 }, Some("14:05")),
            source(FeedState::Rubbish, Some("11:29")),
            source(FeedState::Never { is_missed: true }, None),
            source(FeedState::Ok, Some("11:29")),
        ],
    };
    let row = |settled: Option<&str>| RejectedRow {
        key: name.to_owned(),
        source: "hall".to_owned(),
        code: "unknown_window".to_owned(),
        message: "登记册里没有窗口 W-99：请补上 / no window W-99 in the registry: add it".to_owned(),
        raw: settled.is_none().then(|| format!("{{\"id\":\"{name}\"}}")),
        place: "events.ndjson:17".to_owned(),
        first: "9-16 09:00".to_owned(),
        last: "9-17 10:12".to_owned(),
        times: 3,
        state: if settled.is_some() { "dismissed" } else { "open" }.to_owned(),
        state_name: "x".to_owned(),
        settled: settled.map(str::to_owned),
        reason: settled.map(|_| name.to_owned()),
    };
    let all = Choice {
        value: String::new(),
        title: lang.say(dashboards::words::ALL_SOURCES).to_owned(),
        is_chosen: true,
    };
    let list = RejectedList {
        as_of: "2026-09-17 11:30".to_owned(),
        total: 1_198,
        open: 12,
        sources: vec![all],
        codes: Vec::new(),
        states: Vec::new(),
        narrowed: Narrowed { source: Some(name.to_owned()), ..Narrowed::default() },
        replayed: Some(Replayed { tried: 3, accepted: 2, duplicates: 1, rejected: 0 }),
        rows: vec![row(None), row(Some("9-17 11:00"))],
        paging: Paging { page: 2, per_page: 100, pages: 12, total: 1_198 },
    };
    let signal = SignalRow {
        date: "2026-09-16".to_owned(),
        day: "9-16".to_owned(),
        told: name.to_owned(),
        window: Some(named()),
        staff: vec![named()],
        events: vec![("hall".to_owned(), name.to_owned())],
        more: 3,
    };
    let kind = Kind {
        kind: "back_dated".to_owned(),
        title: "x".to_owned(),
        why: name.to_owned(),
        or_else: name.to_owned(),
        count: 1,
        rows: vec![signal],
    };
    let signals_shown = Signals { as_of: "2026-09-17".to_owned(), kinds: vec![kind], ..Signals::default() };
    let failed = Login {
        name: name.to_owned(),
        then: "/due".to_owned(),
        failure: Some(LoginFailure::Wrong),
        ..Login::default()
    };
    let mut pages = vec![
        ("feeds", feeds::html(&ui(lang, Place::Feeds), &shown).unwrap()),
        ("feeds-none", feeds::html(&ui(lang, Place::Feeds), &Feeds::default()).unwrap()),
        ("rejected", rejected::html(&ui(lang, Place::Rejected), &list).unwrap()),
        ("rejected-none", rejected::html(&ui(lang, Place::Rejected), &RejectedList::default()).unwrap()),
        ("signals", signals::html(&ui(lang, Place::Signals), &signals_shown).unwrap()),
        ("signals-none", signals::html(&ui(lang, Place::Signals), &Signals::default()).unwrap()),
        ("notices", notices::html(&ui(lang, Place::Notices), &kept(lang, name)).unwrap()),
        ("notices-none", notices::html(&ui(lang, Place::Notices), &Notices::default()).unwrap()),
        ("audit", audit::html(&ui(lang, Place::Audit), &noted(name)).unwrap()),
        ("audit-none", audit::html(&ui(lang, Place::Audit), &Audit::default()).unwrap()),
        ("login", login::html(&Ui { user: None, ..ui(lang, Place::Login) }, &failed).unwrap()),
    ];
    for (file, reason) in [
        ("no-page", Reason::NoPage),
        ("no-such", Reason::NoSuch(Missing::Case, name)),
        ("forbidden", Reason::Forbidden),
        ("broken", Reason::Broken("7F3A")),
        ("loading", Reason::Loading(1_204_000)),
        ("no-data", Reason::NoData),
        ("empty-month", Reason::EmptyMonth("2026-10", Some("2026-09"))),
    ] {
        let message = message::view(&reason, lang);
        pages.push((file, message::html(&ui(lang, Place::Nowhere), &message).unwrap()));
    }
    pages
}

fn kept(lang: Lang, name: &str) -> Notices {
    let row = NoticeRow {
        identity: name.to_owned(),
        date: "2026-09-16".to_owned(),
        day: "9-16".to_owned(),
        kind: "case_due".to_owned(),
        level: 1,
        title: lang.notice(NoticeKind::CaseDue, 1).to_owned(),
        subject: name.to_owned(),
        about: Some(name.to_owned()),
        case: Some(name.to_owned()),
        window: Some(Named { id: "W-01".to_owned(), name: name.to_owned() }),
        due: Some("9-18".to_owned()),
        to: vec![name.to_owned()],
        recipients: vec![name.to_owned()],
        nonce: None,
        speakers: Vec::new(),
        messages: vec![("k".to_owned(), name.to_owned())],
        state: "pending".to_owned(),
        state_name: lang.say(dashboards::words::NOTICE_PENDING).to_owned(),
        sent: None,
        answers: vec![name.to_owned()],
    };
    Notices {
        rows: vec![row],
        paging: Paging { page: 1, per_page: 1, pages: 2, total: 2 },
        ..Notices::default()
    }
}

fn noted(name: &str) -> Audit {
    let row = AuditRow {
        number: 7,
        at: "9-16".to_owned(),
        who: name.to_owned(),
        what: "login".to_owned(),
        deed: name.to_owned(),
        subject: name.to_owned(),
        detail: name.to_owned(),
    };
    Audit { as_of: "9-17".to_owned(), broken: Some(7), rows: vec![row], ..Audit::default() }
}

fn is_chinese(letter: char) -> bool {
    matches!(letter, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

/// Where a link of a file leads, as the path of a file.
fn resolve(from: &str, href: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        match part {
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    // Marked bytes as a browser reads them.
    let mut bytes = Vec::new();
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        if let (b'%', [a, b, after @ ..]) = (first, tail) {
            let digits = [*a, *b];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
            rest = after;
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn every_link_of_a_folder_leads_to_one_of_its_files() {
    let mut links = 0;
    for case in cases() {
        let files = folder_of(&Hall::read(&case, None, |text| text));
        for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
            for attribute in ["href=\"", "src=\""] {
                for href in between(text, attribute, "\"").filter(|href| !href.starts_with('#')) {
                    let target = resolve(path, href);
                    assert!(files.contains_key(&target), "{}: {path} leads to {target}", case.display());
                    links += 1;
                }
            }
        }
    }
    assert!(links > 5_000, "{links}");
}

#[test]
fn ids_that_no_file_could_bear_still_have_their_pages() {
    let odd = |text: String| text.replace("\"case\":\"C-", "\"case\":\"../<b>号?#%41 C-");
    for name in ["03-case-clock", "04-overdue-ladder"] {
        let files = folder_of(&Hall::read(&case(name), None, odd));
        assert!(files.keys().any(|path| path.contains("cases/..~2f~3cb~3e号")));
        assert!(files.keys().all(|path| !path.contains("/../") && !path.contains('<')));
        let page = files.iter().find(|(path, _)| path.ends_with("due.html")).unwrap();
        for href in between(page.1, "href=\"", "\"").filter(|href| href.contains("cases/")) {
            assert!(files.contains_key(&resolve(page.0, href)), "{href}");
        }
    }
}

#[test]
fn the_english_pages_have_no_chinese_words_and_the_chinese_ones_have_theirs() {
    // Names are the county's; without Chinese ones every Chinese letter is the program's.
    let latin =
        |text: String| text.chars().map(|letter| if is_chinese(letter) { 'x' } else { letter }).collect();
    for case in cases() {
        for (path, text) in folder_of(&Hall::read(&case, None, latin)) {
            if path.starts_with("en/") {
                let text = text.replace("中文", "");
                let found: String = text.chars().filter(|letter| is_chinese(*letter)).collect();
                assert!(found.is_empty(), "{}: {path}: {found}", case.display());
            } else if path.starts_with("zh/") {
                assert!(
                    text.contains("lang=\"zh-CN\"") && text.chars().filter(|l| is_chinese(*l)).count() > 40
                );
            }
        }
    }
    for (name, text) in served(Lang::En, "x") {
        let text = text.replace("中文", "").replace("镇赉县", "").replace("王芳", "");
        let found: String = text.chars().filter(|letter| is_chinese(*letter)).collect();
        assert!(found.is_empty(), "{name}: {found}");
    }
}

#[test]
fn names_and_ids_cannot_break_out_and_nothing_is_inline() {
    const EVIL: &str = "</title><x onclick='y()'>&\\\"";
    let evil = |text: String| {
        text.replace("name = \"", &format!("name = \"{EVIL}"))
            .replace("\"id\":\"", &format!("\"id\":\"{EVIL}"))
    };
    let mut pages: Vec<(String, String)> = Vec::new();
    for name in ["01-lateness", "04-overdue-ladder", "05-joint-shares", "12-retraction-rejection"] {
        let hall = Hall::read(&case(name), None, evil);
        let html = folder_of(&hall)
            .into_iter()
            .filter(|(path, _)| path.starts_with("zh/") || path.starts_with("en/"));
        pages.extend(html);
    }
    for lang in BOTH {
        pages.extend(served(lang, EVIL).into_iter().map(|(name, text)| (name.to_owned(), text)));
    }
    assert!(pages.len() > 100);
    for (path, page) in &pages {
        assert!(!page.contains("<x") && !page.contains("onclick='"), "{path}: a name got through");
        assert_eq!(page.matches("</title>").count(), 1, "{path}");
        for inline in [" style=", "<style", "javascript:", "<script>"] {
            assert!(!page.contains(inline), "{path}: {inline}");
        }
        for foreign in ["http:", "https:", "url(", "@import"] {
            assert!(!page.contains(foreign), "{path}: {foreign}");
        }
    }
}

#[test]
fn a_total_stands_beside_the_lines_that_make_it() {
    let mut lines = 0;
    for case in cases() {
        let hall = Hall::read(&case, None, |text| text);
        let context = hall.context();
        for result in hall.results() {
            for lang in BOTH {
                for standing in &result.windows {
                    let view = window::view(&context, &[], &result, None, standing.window, &Scope::All, lang);
                    let row = view.row.as_ref().unwrap();
                    let full: Points = view.ranking.columns.iter().map(|column| column.full.0).sum();
                    let applied: Points = view.ledger.iter().map(|line| line.applied.0).sum();
                    assert_eq!(full + applied, row.total.0, "{} {}", case.display(), view.who.id);
                    let html = window::html(&ui(lang, Place::Window(view.who.id.clone())), &view).unwrap();
                    let shown = format!("<b>{}</b>", view.ranking.figures.plain(&row.total));
                    assert!(html.contains(&shown), "{}", view.who.id);
                    assert_eq!(html.matches("<tr class=\"entry\">").count(), view.ledger.len());
                    lines += view.ledger.len();
                }
                for standing in &result.staff {
                    let view = staff::view(&context, &result, None, standing.staff, &Scope::All, lang);
                    let full: Points = view.ranking.columns.iter().map(|column| column.full.0).sum();
                    let applied: Points = view.ledger.iter().map(|line| line.applied.0).sum();
                    assert_eq!(full + applied, view.row.as_ref().unwrap().total.0);
                }
            }
        }
    }
    assert!(lines > 200, "{lines}");
}

#[test]
fn every_number_has_a_door_with_its_own_address() {
    let hall = Hall::of_case("04-overdue-ladder");
    let (context, results) = (hall.context(), hall.results());
    let result = &results[0];
    let overdue = result.windows.iter().find(|standing| !standing.account.entries.is_empty()).unwrap();
    let view = window::view(&context, &[], result, None, overdue.window, &Scope::All, Lang::Zh);
    let html = window::html(&ui(Lang::Zh, Place::Window(view.who.id.clone())), &view).unwrap();
    let line = view.ledger.iter().find(|line| line.case.is_some()).unwrap();
    assert!(html.contains(&format!("href=\"/cases/{}\"", line.case.as_ref().unwrap())));
    assert!(html.contains(&format!("href=\"/events/{}\"", line.events[0])));
    let case = case_page::view(&context, &results, line.case.as_ref().unwrap(), Lang::Zh).unwrap();
    let html = case_page::html(&ui(Lang::Zh, Place::Case(case.id.clone())), &case).unwrap();
    assert!(case.ledger.contains(line), "the case tells the line that came of it");
    assert!(html.contains(&format!("href=\"/months/2026-09/windows/{}\"", view.who.id)));
    for event in &case.events {
        assert!(html.contains(&format!("href=\"/events/{}/{}\"", event.source, event.id)));
    }
    assert!(
        html.contains("href=\"/cases/") && html.contains("?lang=en\""),
        "the other language is one link away"
    );
    let ranked = ranking::windows(&context, result, None, &Scope::All, &Filter::default(), Lang::Zh);
    let html = ranking::html(&ui(Lang::Zh, Place::Windows), &ranked).unwrap();
    for row in &ranked.ranked {
        assert!(html.contains(&format!("href=\"/months/2026-09/windows/{}\"", row.id)));
    }
}

#[test]
fn who_is_not_ranked_is_told_why() {
    let mut reasons = Vec::new();
    for case in cases() {
        let hall = Hall::read(&case, None, |text| text);
        for result in hall.results() {
            let view =
                ranking::windows(&hall.context(), &result, None, &Scope::All, &Filter::default(), Lang::En);
            let html = ranking::html(&ui(Lang::En, Place::Windows), &view).unwrap();
            for group in &view.unranked {
                assert!(html.contains(&group.because), "{}", group.because);
                assert!(group.rows.iter().all(|row| row.rank.is_none() && row.behind_next.is_none()));
                reasons.push(group.because.clone());
            }
        }
    }
    assert!(reasons.iter().any(|reason| reason.contains("working days")), "{reasons:?}");
    assert!(reasons.iter().any(|reason| reason.contains("townships")), "{reasons:?}");
}

#[test]
fn what_could_not_be_counted_is_a_dash_with_its_reason() {
    let hall = Hall::of_case("01-lateness");
    let (context, results) = (hall.context(), hall.results());
    let of = results[0].windows[0].window;
    for (lang, reason) in [(Lang::Zh, "本月没有有效评价"), (Lang::En, "no rating that counts")] {
        let view = window::view(&context, &[], &results[0], None, of, &Scope::All, lang);
        let html = window::html(&ui(lang, Place::Window(view.who.id.clone())), &view).unwrap();
        let row = between(&html, "<tr>", "</tr>").find(|row| row.contains(reason)).unwrap();
        assert!(row.contains(">—</td>"), "{row}");
    }
    // A clock that stands has no due date, and says why.
    let as_of = Instant::parse("2026-09-24T12:00:00+08:00");
    let hall = Hall::read(&case("03-case-clock"), as_of, |text| text);
    let context = hall.context();
    let open = scoring::due::open(&context);
    let view = due::view(
        &context,
        &open,
        (&Scope::All, &due::DueFilter::default()),
        (PageAsked::ALL, None),
        Lang::Zh,
    );
    let standing = view.rows.iter().find(|row| row.due.is_none()).unwrap();
    assert!(standing.stands.as_ref().is_some_and(|why| why.contains("等待补正") || why.contains("特别程序")));
    let html = due::html(&ui(Lang::Zh, Place::Due), &view).unwrap();
    assert!(html.contains(standing.stands.as_ref().unwrap()));
}

#[test]
fn movement_is_told_against_the_month_before() {
    let hall = Hall::of_case("03-case-clock");
    let (context, results) = (hall.context(), hall.results());
    let [before, result] = &results[..] else { panic!("two months") };
    let known = PreviousRanks::of(before);
    let view = ranking::windows(&context, result, Some(&known), &Scope::All, &Filter::default(), Lang::Zh);
    assert!(view.ranked.iter().all(|row| row.movement != Movement::Unknown));
    let unknown = ranking::windows(&context, result, None, &Scope::All, &Filter::default(), Lang::Zh);
    assert!(unknown.ranked.iter().all(|row| row.movement == Movement::Unknown));
    let new = ranking::windows(
        &context,
        result,
        Some(&PreviousRanks::default()),
        &Scope::All,
        &Filter::default(),
        Lang::Zh,
    );
    assert!(new.ranked.iter().all(|row| row.movement == Movement::New));
    assert_eq!([Movement::Up(2).text(), Movement::Down(5).text()], ["▲2", "▼5"]);
}

#[test]
fn a_filter_narrows_the_rows_and_keeps_ranks_and_mentions() {
    let hall = Hall::of_case("08-ranking-ties");
    let (context, results) = (hall.context(), hall.results());
    let all = ranking::windows(&context, &results[0], None, &Scope::All, &Filter::default(), Lang::Zh);
    let department = all.ranked[1].department.id.clone();
    let filter =
        Filter { department: Some(department.clone()), site: Some(String::new()), ..Filter::default() };
    let some = ranking::windows(&context, &results[0], None, &Scope::All, &filter, Lang::Zh);
    let expect: Vec<_> = all.ranked.iter().filter(|row| row.department.id == department).collect();
    assert_eq!(some.ranked.len(), expect.len());
    assert!(some.ranked.iter().zip(expect).all(|(a, b)| (a.rank, a.behind_next) == (b.rank, b.behind_next)));
    assert_eq!((some.red.len(), some.ranked_count), (all.red.len(), all.ranked_count));
    let none = Filter { site: Some("nowhere".to_owned()), ..Filter::default() };
    let none = ranking::windows(&context, &results[0], None, &Scope::All, &none, Lang::Zh);
    let html = ranking::html(&ui(Lang::Zh, Place::Windows), &none).unwrap();
    assert!(html.contains("没有符合条件的记录"));
}

#[test]
fn the_days_of_a_case_are_the_clocks() {
    let hall = Hall::of_case("03-case-clock");
    let (context, results) = (hall.context(), hall.results());
    for subject in 0..hall.log.subject_count() as u32 {
        let scoring::event::Subject::Case(id) = hall.log.subject_texts(subject) else { continue };
        let days = scoring::case_clock::days(&context, id);
        let Some(view) = case_page::view(&context, &results, hall.log.text(id), Lang::Zh) else {
            assert!(days.is_empty());
            continue;
        };
        let shown: Vec<_> = view.weeks.iter().flat_map(|week| week.days.iter().flatten()).collect();
        assert_eq!(shown.len(), days.len());
        for (shown, day) in shown.iter().zip(&days) {
            assert_eq!(shown.date, day.date.to_string());
            if let scoring::case_clock::DayState::Counted(number) = day.state {
                assert_eq!(shown.mark, number.to_string());
            }
        }
        for due in shown.iter().filter(|day| day.is_due) {
            assert_eq!(view.due.as_ref(), Some(&due.date));
        }
    }
}

#[test]
fn an_event_is_shown_as_it_came_and_with_what_was_made_of_it() {
    let hall = Hall::of_case("12-retraction-rejection");
    let (context, results) = (hall.context(), hall.results());
    let (mut seen, mut retracted) = (0, 0);
    for line in &hall.lines {
        let Ok(sent) = serde_json::from_str::<serde_json::Value>(line) else { continue };
        let (Some(source), Some(id)) = (sent["source"].as_str(), sent["id"].as_str()) else { continue };
        let arrival = event::Arrival { raw: line, received: None, road: Some("events.ndjson:1") };
        let Some(view) = event::view(&context, &results, (source, id), Some(arrival), Lang::En) else {
            continue;
        };
        let html = event::html(&ui(Lang::En, Place::Event(source.to_owned(), id.to_owned())), &view).unwrap();
        assert!(html.contains("<pre>"), "{id}");
        for field in &view.fields {
            assert!(!field.title_zh.is_empty() && html.contains(field.title_zh), "{}", field.name);
        }
        if view.is_retracted {
            assert!(!view.retracted_by.is_empty() && html.contains("taken back"), "{id}");
            assert!(view.ledger.is_empty(), "{id} is taken back and still costs points");
            retracted += 1;
        }
        seen += 1;
    }
    assert!(seen > 10 && retracted > 0, "{seen} {retracted}");
    assert!(event::view(&context, &results, ("hall", "no such"), None, Lang::En).is_none());
}

#[test]
fn a_view_is_the_json_of_the_api() {
    let hall = Hall::of_case("04-overdue-ladder");
    let (context, results) = (hall.context(), hall.results());
    let ranked = ranking::windows(&context, &results[0], None, &Scope::All, &Filter::default(), Lang::Zh);
    let json = serde_json::to_value(&ranked).unwrap();
    assert_eq!(json["month"], "2026-09");
    assert!(json["ranked"][0]["total"].is_number() && json["ranked"][0]["rank"] == 1);
    let view = window::view(&context, &[], &results[0], None, 0, &Scope::All, Lang::Zh);
    assert!(serde_json::to_value(&view).unwrap()["ledger"].is_array());
    let open = scoring::due::open(&context);
    let list = serde_json::to_value(due::view(
        &context,
        &open,
        (&Scope::All, &due::DueFilter::default()),
        (PageAsked::ALL, None),
        Lang::Zh,
    ))
    .unwrap();
    assert_eq!(list["counts"]["open"], open.len());
}

#[test]
fn forms_carry_what_no_other_site_knows() {
    for lang in BOTH {
        for (name, page) in served(lang, "x") {
            for form in between(&page, "<form", "</form>").filter(|form| form.contains("method=\"post\"")) {
                assert!(form.contains("name=\"csrf\" value=\"token\""), "{name}: {form}");
            }
            if let Some(folder) = std::env::var_os("FLAGPOST_PAGES") {
                let folder = std::path::PathBuf::from(folder);
                std::fs::create_dir_all(&folder).unwrap();
                let file = format!("{name}.{}.html", dashboards::links::code(lang));
                std::fs::write(folder.join(file), page).unwrap();
            }
        }
    }
}
