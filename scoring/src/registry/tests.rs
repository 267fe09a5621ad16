//! What a good registry becomes.

mod mistakes;

use super::{ItemKind, Registry, SiteKind, SourceFile, read};
use crate::time::{Date, Session, TimeOfDay};

const GOOD: &str = include_str!("testdata/good.toml");

fn files(files: &[(&str, &str)]) -> Vec<SourceFile> {
    let file = |&(name, text): &(&str, &str)| SourceFile { name: name.to_owned(), text: text.to_owned() };
    files.iter().map(file).collect()
}

fn good(text: &str) -> Registry {
    read(&files(&[("good.toml", text)])).expect("a registry without mistakes")
}

fn check_files(given: &[(&str, &str)], expect: &[&str]) {
    let mistakes = read(&files(given)).err().unwrap_or_default();
    let mistakes: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    assert_eq!(mistakes, expect);
}

fn date(text: &str) -> Date {
    Date::parse(text).expect("a date")
}

fn time(text: &str) -> TimeOfDay {
    TimeOfDay::parse(text).expect("a time of day")
}

#[test]
fn a_good_registry_is_read_in_full() {
    let registry = good(GOOD);
    assert_eq!((registry.code.as_str(), registry.name.as_str()), ("220821", "镇赉县"));
    assert_eq!(registry.zone.name(), "Asia/Shanghai");
    let leader = registry.leader.as_ref().expect("a leader");
    assert_eq!(leader.email.as_deref(), Some("leader@example.invalid"));
    assert_eq!(leader.webhook.as_deref(), Some("https://example.invalid/leader"));
    let supervision = registry.supervision.as_ref().expect("a bureau");
    assert_eq!((supervision.name.as_str(), &supervision.email), ("监督科", &None));

    let (tax, hall) = (&registry.sites[1], &registry.sites[0]);
    assert_eq!((hall.id.as_str(), tax.id.as_str()), ("hall", "tax"));
    assert_eq!((hall.kind, tax.kind), (SiteKind::Hall, SiteKind::SubCenter));
    assert_eq!((hall.attendance, tax.attendance), (true, false));
    assert_eq!((hall.supervision, tax.supervision), (true, false));
    assert_eq!(registry.schedules[hall.schedule], *registry.standard_schedule());
    let early = &registry.schedules[tax.schedule];
    assert_eq!((early.id.as_str(), early.hours(Session::Pm).0), ("early", time("12:00:00")));
    assert_eq!(registry.standard_schedule().am, (time("08:30:00"), time("11:30:00")));

    let heads: Vec<_> = registry.departments.iter().map(|one| one.head.is_some()).collect();
    assert_eq!(heads, [true, false]);
    assert_eq!((registry.windows[0].site, registry.windows[0].department), (0, 0));
    assert_eq!((registry.windows[1].site, registry.windows[1].department), (1, 1));

    let [first, second] = registry.items.as_slice() else { panic!("two items") };
    assert_eq!((first.code.as_str(), first.kind, first.department), ("I-001", ItemKind::Promised, 0));
    assert_eq!((first.statutory_workdays, first.promised_workdays), (20, 20));
    assert_eq!((first.entered, first.authorised, first.fee_cents), (true, true, None));
    assert_eq!((second.kind, second.promised_workdays), (ItemKind::Instant, 0));
    assert_eq!((second.entered, second.authorised, second.fee_cents), (false, false, Some(1000)));
}

#[test]
fn assignments_are_found_by_staff_and_by_window() {
    let registry = good(GOOD);
    let (first, second) = (registry.index.staff["S-001"], registry.index.staff["S-002"]);
    let window = registry.index.windows["W-01"];
    let held: Vec<_> =
        registry.staff[0].assignments.iter().map(|one| (one.window, one.from, one.to)).collect();
    let expect = [(0, date("2026-01-05"), date("2026-06-30")), (1, date("2026-07-01"), Date::MAX)];
    assert_eq!(held, expect);
    assert_eq!(registry.staff[0].sites, [0, 1]);
    assert_eq!(registry.staff[1].sites, [0]);
    let held: Vec<_> = registry.windows[0].assignments.iter().map(|one| one.staff).collect();
    assert_eq!(held, [first, second]);
    // The last day is included, and the next day is another's.
    assert_eq!(registry.lead(window, date("2026-06-30")), Some(first));
    assert_eq!(registry.lead(window, date("2026-07-01")), Some(second));
    assert_eq!(registry.lead(window, date("2026-01-04")), None);
    assert_eq!(registry.assignment(first, date("2026-07-01")).map(|one| one.window), Some(1));
}

#[test]
fn lists_and_index_are_in_the_order_of_ids_bytewise() {
    let more = "[[staff]]\nid = \"S-1\"\nname = \"a\"\n[[staff]]\nid = \"s-0\"\nname = \"b\"\n[[staff]]\nid = \"甲\"\nname = \"c\"\n[[staff]]\nid = \"S-10\"\nname = \"d\"\n";
    let registry = read(&files(&[("more.toml", more), ("good.toml", GOOD)])).expect("a registry");
    let ids: Vec<&str> = registry.staff.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["S-001", "S-002", "S-1", "S-10", "s-0", "甲"]);
    for (place, id) in ids.iter().enumerate() {
        assert_eq!(registry.index.staff.get(id), Some(&(place as u16)));
    }
    let index = &registry.index;
    assert_eq!((index.sites["hall"], index.sites["tax"]), (0, 1));
    assert_eq!((index.departments["D-02"], index.windows["W-02"], index.items["I-002"]), (1, 1, 1));
    assert_eq!(index.sites.get("hal"), None);
}

#[test]
fn the_registries_of_the_contract_cases_are_read() {
    for (text, windows, staff, items) in [
        (include_str!("testdata/01-lateness.toml"), 3, 5, 4),
        (include_str!("testdata/05-joint-shares.toml"), 5, 6, 4),
        (include_str!("testdata/14-suspension-caps-and-foreign-sources.toml"), 3, 3, 4),
    ] {
        let registry = good(text);
        let counts = (registry.windows.len(), registry.staff.len(), registry.items.len());
        assert_eq!(counts, (windows, staff, items));
        assert!(registry.leader.is_none());
    }
}

#[test]
fn a_byte_order_mark_and_carriage_returns_do_no_harm() {
    let text = format!("\u{feff}{}", GOOD.replace('\n', "\r\n"));
    assert_eq!(good(&text).windows.len(), 2);
    let text = text.replace("kind = \"sub_center\"", "kind = \"sub\"");
    let expect = "good.toml:21: `kind` is \"sub\"; write one of hall, sub_center, township, village";
    check_files(&[("good.toml", &text)], &[expect]);
}
