//! The analysts' views give the right numbers on a county small enough to count by hand, and count nothing that does not
//! count.
#![allow(clippy::unwrap_used)]

mod lanes;
#[path = "../../tests/servers/mod.rs"]
mod servers;

use ingest::store::clickhouse::Lane;
use ingest::store::{Archive as _, ClosedMonth, Frozen, GivenFiles, KeptNotice, NoticeState, Sheet};
use lanes::{LANE, OTHER, REGION, Tables, batch};
use scoring::time::{Instant, Month};

/// An event of the hall in September 2026, by day and time.
fn event(id: &str, kind: &str, time: &str, data: &str) -> String {
    let (day, time) = time.split_once(' ').unwrap();
    format!(
        r#"{{"specversion":"1.0","id":"{id}","source":"hall","type":"{kind}","time":"2026-09-{day}T{time}+08:00","data":{{{data}}}}}"#
    )
}

fn retraction(id: &str, time: &str, target: &str) -> String {
    let data = format!(r#""source":"hall","id":"{target}","reason":"录入有误","approved_by":"B-1""#);
    event(id, "event.retracted", time, &data)
}

fn accepted(id: &str, time: &str, case: &str) -> String {
    let data = format!(r#""case":"{case}","item":"I-1","window":"W-1","staff":"S-1","green_channel":true"#);
    event(id, "case.accepted", time, &data)
}

fn events() -> Vec<String> {
    let step = |id: &str, kind: &str, time: &str, case: &str, more: &str| {
        event(id, kind, time, &format!(r#""case":"{case}"{more}"#))
    };
    let rating = |id: &str, kind: &str, time: &str, more: &str| {
        event(id, kind, time, &format!(r#""rating":"R-1"{more}"#))
    };
    let ticket = |id: &str, kind: &str, time: &str, ticket: &str, more: &str| {
        event(id, kind, time, &format!(r#""ticket":"{ticket}"{more}"#))
    };
    vec![
        // Two hours suspended of a day; what comes after the end does not count, nor the order of arrival.
        step("c5", "case.completed", "02 09:00:00", "C-1", r#","outcome":"approved""#),
        accepted("c1", "01 09:00:00", "C-1"),
        step("c2", "case.suspended", "01 10:00:00", "C-1", r#","reason":"hearing""#),
        step("c3", "case.resumed", "01 12:00:00", "C-1", ""),
        step("c4", "case.extended", "01 13:00:00", "C-1", r#","days":2,"approved_by":"B-1""#),
        step("c6", "case.completed", "03 09:00:00", "C-1", r#","outcome":"denied""#),
        // Taken back.
        accepted("d1", "01 09:00:00", "C-2"),
        retraction("r1", "01 11:00:00", "d1"),
        // Taken back by mistake, and that was taken back; still suspended.
        accepted("e1", "01 09:00:00", "C-3"),
        step("e2", "case.suspended", "01 10:00:00", "C-3", r#","reason":"hearing""#),
        retraction("r2", "01 11:00:00", "e1"),
        retraction("r3", "01 12:00:00", "r2"),
        // Never accepted.
        step("f1", "case.completed", "01 09:00:00", "C-4", r#","outcome":"approved""#),
        // Withdrawn while suspended.
        accepted("g1", "01 09:00:00", "C-5"),
        step("g2", "case.suspended", "01 09:30:00", "C-5", r#","reason":"hearing""#),
        step("g3", "case.withdrawn", "01 10:00:00", "C-5", ""),
        rating("h1", "rating.submitted", "01 15:00:00", r#","window":"W-1","level":2,"channel":"device""#),
        rating("h3", "rating.verified", "04 09:00:00", r#","valid":false,"responsible":"none""#),
        rating("h2", "rating.verified", "03 09:00:00", r#","valid":true,"responsible":"staff","points":2"#),
        ticket("q1", "queue.taken", "01 09:00:00", "T-1", r#","item":"I-1""#),
        ticket("q2", "queue.called", "01 09:05:00", "T-1", r#","window":"W-1","staff":"S-1""#),
        ticket("q3", "queue.served", "01 09:15:30", "T-1", ""),
        ticket("q4", "queue.taken", "01 09:00:00", "T-2", ""),
        ticket("q5", "queue.abandoned", "01 09:30:00", "T-2", ""),
    ]
}

/// A lane with the events, and what must not be seen: rows beyond the head, rows that were replaced, a lane of nobody.
fn filled(tables: &Tables) -> Lane {
    let mut lane = tables.open("worker");
    let events = events();
    let texts: Vec<&str> = events.iter().map(String::as_str).collect();
    lane.append(Some(24), &[(REGION, &batch(&texts, &["bad", "bad", "worse"])), (OTHER, &batch(&[], &[]))])
        .unwrap();
    let unseen = |number: u64, version: u64, id: &str| {
        let raw = accepted(id, "01 08:00:00", id).replace('\'', "");
        tables.run(&format!(
            "INSERT INTO events (region, number, version, source, id, type, raw)
             VALUES ('{REGION}', {number}, {version}, 'hall', '{id}', 'case.accepted', '{raw}')"
        ));
    };
    unseen(texts.len() as u64 + 1, 9 << 32, "beyond");
    unseen(1, 0, "replaced");
    let took_back = retraction("beyond-2", "01 08:00:00", "c1");
    tables.run(&format!(
        "INSERT INTO events (region, number, version, source, id, type, raw)
         VALUES ('{REGION}', {}, 1, 'hall', 'beyond-2', 'event.retracted', '{took_back}')",
        texts.len() + 2
    ));
    lane
}

#[test]
fn events_are_shown_once_with_what_was_taken_back_marked() {
    let Some(tables) = Tables::new() else { return };
    let _lane = filled(&tables);
    let shown: Vec<(u64, String, String)> = tables.ask(
        "SELECT number, id, formatDateTime(time, '%F %T') FROM v_events WHERE region = '220821' ORDER BY number",
    );
    assert_eq!(shown.len(), events().len());
    assert_eq!(shown[0], (1, "c5".to_owned(), "2026-09-02 09:00:00".to_owned()));
    let retracted: Vec<String> = tables.ask("SELECT id FROM v_events WHERE is_retracted ORDER BY id");
    assert_eq!(retracted, ["d1", "r2"]);
    let data: Vec<String> = tables.ask("SELECT data FROM v_events WHERE id = 'g3'");
    assert_eq!(data, [r#"{"case":"C-5"}"#]);
    let place: Vec<(String, u64)> = tables.ask("SELECT toString(place), item FROM v_events WHERE id = 'c1'");
    assert_eq!(place, [(LANE.to_owned(), 2)]);
}

#[test]
fn cases_ratings_and_tickets_are_measured() {
    let Some(tables) = Tables::new() else { return };
    let _lane = filled(&tables);
    type Case = (String, Option<i64>, i64, bool, String, Option<String>, i64, bool);
    let cases: Vec<Case> = tables.ask(
        "SELECT case, elapsed_seconds, suspended_seconds, is_suspended, outcome,
                formatDateTime(withdrawn, '%F %T'), extended_days, is_green_channel
         FROM v_case_times ORDER BY case",
    );
    let case =
        |case: &str, elapsed, suspended, is_suspended, outcome: &str, withdrawn: Option<&str>, days| {
            let withdrawn = withdrawn.map(str::to_owned);
            (case.to_owned(), elapsed, suspended, is_suspended, outcome.to_owned(), withdrawn, days, true)
        };
    let expected = [
        case("C-1", Some(86_400), 7200, false, "approved", None, 2),
        case("C-3", None, 0, true, "", None, 0),
        case("C-5", Some(3600), 1800, false, "", Some("2026-09-01 10:00:00"), 0),
    ];
    assert_eq!(cases, expected);
    let ratings: Vec<(String, u8, Option<bool>, String, bool)> =
        tables.ask("SELECT rating, level, is_valid, responsible, is_automatic FROM v_ratings");
    assert_eq!(
        ratings,
        [("R-1".to_owned(), 2, Some(false), "none".to_owned(), false)],
        "the last verification counts"
    );
    type Wait = (String, String, Option<i64>, Option<i64>, Option<String>);
    let waits: Vec<Wait> = tables.ask(
        "SELECT ticket, window, waiting_seconds, service_seconds, formatDateTime(abandoned, '%T') FROM v_waits ORDER BY ticket",
    );
    let abandoned = Some("09:30:00".to_owned());
    let expected = [
        ("T-1".to_owned(), "W-1".to_owned(), Some(300), Some(630), None),
        ("T-2".to_owned(), String::new(), None, None, abandoned),
    ];
    assert_eq!(waits, expected);
    let rejections: Vec<(u64, u64, String)> =
        tables.ask("SELECT number, times, raw FROM v_rejections ORDER BY number");
    assert_eq!(rejections, [(1, 2, "bad".to_owned()), (3, 1, "worse".to_owned())]);
}

fn frozen(total: &str) -> Frozen {
    let result = format!(
        r#"{{"region":"220821","month":"2026-09","rulebook":{{"id":"zhenlai","version":"1"}},"windows":[{{"window":"W-03","site":"hall","department":"D-02","ranked":true,"rank":1,"total":{total},"categories":{{"A":10.0}},"bonus":6.0,"flag":"red","dissatisfied":false,"rates":{{"accepted":41,"completed":39,"on_site_rate":0.5897,"on_time_rate":null}}}},{{"window":"W-04","site":"hall","department":"D-02","ranked":false,"rank":null,"total":0.29,"categories":{{}},"bonus":0.0,"flag":null,"dissatisfied":true,"rates":{{"accepted":0,"completed":0,"on_site_rate":null}}}}],"staff":[]}}"#
    );
    let line = |book: &str, subject: &str, applied: &str| {
        format!(
            r#"{{"book":"{book}","subject":"{subject}","rule":"W-D1","category":"D","kind":"overdue","date":"2026-09-08","requested":-5.0,"applied":{applied},"staff":"S-021","case":"C-1","evidence":[{{"source":"hall","id":"c1"}}]}}"#
        ) + "\n"
    };
    let ledger =
        [line("window", "W-03", "-5.0"), line("window", "W-03", "-0.29"), line("staff", "S-021", total)];
    Frozen { result: result + "\n", ledger: ledger.concat(), ..Frozen::default() }
}

#[test]
fn months_show_what_was_published_and_once_closed_the_newest_version() {
    let Some(tables) = Tables::new() else { return };
    let mut lane = tables.open("worker");
    let month = Month::parse("2026-09").unwrap();
    lane.publish(REGION, month, Instant(1_790_784_000_000_000_000), &frozen("106.0")).unwrap();
    lane.publish(OTHER, month, Instant(1_790_784_000_000_000_000), &frozen("80.0")).unwrap();
    type Window = (String, u32, Option<u32>, String, Option<String>, Option<f64>);
    let windows = || -> Vec<Window> {
        tables.ask(
            "SELECT window, closed_version, rank, toString(total), flag, on_site_rate FROM v_window_month
             WHERE region = '220821' AND month = '2026-09' ORDER BY window",
        )
    };
    let window = |window: &str, version, rank, total: &str, flag: Option<&str>, rate| {
        (window.to_owned(), version, rank, total.to_owned(), flag.map(str::to_owned), rate)
    };
    let second = |version| window("W-04", version, None, "0.29", None, None);
    assert_eq!(windows(), [window("W-03", 0, Some(1), "106", Some("red"), Some(0.5897)), second(0)]);
    type Entry = (u32, String, String, u64, String, String);
    let ledger = || -> Vec<Entry> {
        tables.ask(
            "SELECT closed_version, book, subject, toUInt64(place), toString(applied), toString(evidence)
             FROM v_ledger
             WHERE region = '220821' ORDER BY book DESC, subject, place",
        )
    };
    let entry = |version, book: &str, subject: &str, place, applied: &str| {
        let evidence = "[('hall','c1')]".to_owned();
        (version, book.to_owned(), subject.to_owned(), place, applied.to_owned(), evidence)
    };
    let entries = |version, last: &str| {
        [
            entry(version, "window", "W-03", 1, "-5"),
            entry(version, "window", "W-03", 2, "-0.29"),
            entry(version, "staff", "S-021", 1, last),
        ]
    };
    assert_eq!(ledger(), entries(0, "106"));
    for (version, total) in [(1, "100.0"), (2, "90.0")] {
        let closed = ClosedMonth {
            month,
            version,
            closed: Instant(1),
            closed_by: "wang".to_owned(),
            reason: None,
            as_of: Instant(1),
            events: 0,
            digest: String::new(),
            givens: GivenFiles::default().digest(),
        };
        lane.region(REGION).keep_version(&closed, &frozen(total), &Sheet::default()).unwrap();
    }
    assert_eq!(windows(), [window("W-03", 2, Some(1), "90", Some("red"), Some(0.5897)), second(2)]);
    assert_eq!(ledger(), entries(2, "90"));
    let of_other: Vec<(u32, String)> = tables.ask(
        "SELECT closed_version, toString(sum(applied)) FROM v_ledger WHERE region = '220822' GROUP BY 1",
    );
    assert_eq!(of_other, [(0, "74.71".to_owned())]);
}

#[test]
fn notices_are_shown_with_what_became_of_them() {
    let Some(tables) = Tables::new() else { return };
    let lane = tables.open("worker");
    let notice = KeptNotice {
        identity: "case_due/C-1/1/2026-09-30".to_owned(),
        kind: "case_due".to_owned(),
        level: 1,
        subject: "C-1".to_owned(),
        date: "2026-09-28".to_owned(),
        recipients: vec!["window:W-1".to_owned()],
        body: "{}".to_owned(),
        derived: Instant(0),
        state: NoticeState::Pending,
        sent: None,
    };
    lane.region(REGION).keep_notices(&[notice]).unwrap();
    let shown: Vec<(String, String, bool)> =
        tables.ask("SELECT toString(date), toString(state), sent IS NULL FROM v_notices");
    assert_eq!(shown, [("2026-09-28".to_owned(), "pending".to_owned(), true)]);
}

/// The page about the views.
fn page() -> String {
    let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/operations/clickhouse.md");
    std::fs::read_to_string(page).unwrap()
}

#[test]
fn every_question_of_the_page_about_the_views_is_answered() {
    let Some(tables) = Tables::new() else { return };
    let mut lane = filled(&tables);
    let month = Month::parse("2026-09").unwrap();
    lane.publish(REGION, month, Instant(1_790_784_000_000_000_000), &frozen("106.0")).unwrap();
    let page = page();
    let questions: Vec<&str> =
        page.split("```sql\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(questions.len() >= 8, "{}", questions.len());
    for question in &questions {
        tables.run(&format!("{question} FORMAT Null"));
    }
    let proofs: Vec<(String, String)> = tables.ask(&format!(
        "SELECT subject, toString(type) FROM ({})",
        questions.iter().find(|sql| sql.contains("proof")).unwrap()
    ));
    let of_case = ("W-03".to_owned(), "case.accepted".to_owned());
    assert_eq!(proofs, [of_case.clone(), of_case]);
}

#[test]
fn the_page_tells_every_column_of_the_views_that_people_ask() {
    let Some(tables) = Tables::new() else { return };
    let page = page();
    let columns: Vec<(String, String)> = tables.ask(
        "SELECT table, name FROM system.columns WHERE database = currentDatabase() AND table LIKE 'v\\_%'
           AND table NOT IN ('v_counted', 'v_standing', 'v_retractions')",
    );
    assert!(columns.len() > 80, "{}", columns.len());
    for (view, column) in columns {
        let of_view = page.lines().skip_while(|line| !(line.starts_with("### ") && line.contains(&view)));
        let mut section =
            of_view.enumerate().take_while(|(place, line)| *place == 0 || !line.starts_with('#'));
        let is_told = section.any(|(_, line)| line.contains(&format!("`{column}`")));
        assert!(is_told, "docs/operations/clickhouse.md says nothing of `{column}` of {view}");
    }
}
