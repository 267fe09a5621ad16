//! A county of several departments with cases, some of them overdue, whose September is over.

use super::bureau::{ANALYST, PASSWORD};
use super::county;
use super::desk::{Hall, instant};
use ingest::store::sqlite::{Account, Role};
use std::fs;

pub const NOW: &str = "2026-10-13T10:00:00+08:00";

/// The county with its events and an analyst.
pub fn hall(name: &str) -> Hall {
    let case = county::case("04-overdue-ladder");
    let registry = fs::read_to_string(case.join("registry/county.toml")).unwrap();
    let hall = Hall::new(name, NOW, &registry);
    let events = fs::read(case.join("events.ndjson")).unwrap();
    hall.deliver(events.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()));
    account(&hall, ANALYST, Role::Analyst, &[]);
    hall
}

/// Makes an account.
pub fn account(hall: &Hall, name: &str, role: Role, scope: &[&str]) {
    let password = dashboards::password::hash(PASSWORD).unwrap();
    let scope = scope.iter().map(|&word| word.to_owned()).collect();
    let account = Account { scope, ..Account::new(name, role, password, instant(NOW)) };
    hall.records().put_account(&account).unwrap();
}
