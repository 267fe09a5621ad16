//! Who reads what, in a small county: deputies, those who stand in, who is one up.

#![allow(clippy::unwrap_used)]

use super::*;
use scoring::registry::{self, SourceFile};

const COUNTY: &str = r#"
[region]
code = "220821"
name = "镇赉县"
timezone = "Asia/Shanghai"
leader = { name = "李县长", email = "li@county.example" }
supervision = { name = "监察科", email = "bureau@county.example" }
[[schedule]]
id = "standard"
am = { start = "08:30:00", end = "11:30:00" }
pm = { start = "13:00:00", end = "17:00:00" }
[[site]]
id = "hall"
name = "大厅"
kind = "hall"
[[department]]
id = "D-1"
name = "一局"
head = { name = "张局长", email = "zhang@county.example", webhook = "https://robot.example/1" }
[[department]]
id = "D-2"
name = "二局"
[[window]]
id = "W-1"
name = "一号"
site = "hall"
department = "D-1"
[[window]]
id = "W-2"
name = "二号"
site = "hall"
department = "D-2"
"#;

fn reached(known: &[(&str, Addressee)], recipient: &str, day: &str) -> Reached {
    let files = [SourceFile { name: "county.toml".to_owned(), text: COUNTY.to_owned() }];
    let registry = registry::read(&files).unwrap();
    let known = known.iter().map(|(recipient, set)| ((*recipient).to_owned(), set.clone())).collect();
    let administrator = [Address { channel: Channel::Mail, to: "admin@county.example".to_owned() }];
    let reach = Reach {
        registry: &registry,
        known: &known,
        administrator: &administrator,
        has: &|address| address.channel != Channel::File,
        webhook: &|url| Some(Address { channel: Channel::Wecom, to: url.to_owned() }),
    };
    reach.of(recipient, Date::parse(day).unwrap())
}

fn told(reached: &Reached) -> Vec<&str> {
    reached.addresses.iter().map(|address| address.to.as_str()).collect()
}

#[test]
fn the_registrys_contacts_are_used_and_what_is_set_goes_before_them() {
    let head = reached(&[], "department_head:D-1", "2026-09-08");
    assert_eq!((head.name.as_str(), head.instead), ("张局长", None));
    assert_eq!(told(&head), ["zhang@county.example", "https://robot.example/1"]);
    let set = Addressee {
        contact: Contact { email: Some("new@county.example".to_owned()), ..Contact::default() },
        ..Addressee::default()
    };
    let head = reached(&[("department_head:D-1", set)], "department_head:D-1", "2026-09-08");
    assert_eq!(told(&head), ["new@county.example", "https://robot.example/1"]);
}

#[test]
fn a_deputy_reads_from_the_first_day_to_the_last_and_nobody_else() {
    let set = Addressee {
        deputy: Some(Contact { email: Some("deputy@county.example".to_owned()), ..Contact::default() }),
        away: Some(Away { from: "2026-09-08".to_owned(), to: "2026-09-10".to_owned() }),
        ..Addressee::default()
    };
    let on = |day: &str| reached(&[("department_head:D-1", set.clone())], "department_head:D-1", day);
    for day in ["2026-09-08", "2026-09-10"] {
        assert_eq!((told(&on(day)), on(day).instead), (vec!["deputy@county.example"], Some(Instead::Deputy)));
    }
    for day in ["2026-09-07", "2026-09-11"] {
        assert_eq!((told(&on(day)).len(), on(day).instead), (2, None));
    }
}

#[test]
fn where_somebody_has_no_address_the_next_one_who_has_stands_in() {
    let window = reached(&[], "window:W-1", "2026-09-08");
    assert_eq!(
        (window.recipient.as_str(), window.instead),
        ("department_head:D-1", Some(Instead::NoAddress))
    );
    // The second department has no head, so the bureau is told.
    let window = reached(&[], "window:W-2", "2026-09-08");
    assert_eq!(told(&window), ["bureau@county.example"]);
    let operator = reached(&[], "operator:hall", "2026-09-08");
    assert_eq!(told(&operator), ["admin@county.example"]);
}

#[test]
fn nobody_is_above_the_county_leader() {
    let files = [SourceFile { name: "county.toml".to_owned(), text: COUNTY.to_owned() }];
    let registry = registry::read(&files).unwrap();
    let up = |recipient| one_up(recipient, &registry);
    assert_eq!(up("window:W-1").as_deref(), Some("department_head:D-1"));
    assert_eq!(up("department_head:D-1").as_deref(), Some("county_leader"));
    assert_eq!(up("operator:hall").as_deref(), Some("supervision"));
    assert_eq!(up("supervision").as_deref(), Some("county_leader"));
    assert_eq!((up("county_leader"), up("administrator")), (None, None));
}
