//! What pages look like as far as a program can tell: a county without data says so where full marks would mislead, and no
//! page's style reaches another page.

use crate::bureau::{ANALYST, NOW, PASSWORD, REGISTRY, september};
use crate::desk::{Hall, instant};
use crate::reader::Reader;
use dashboards::assets::STYLE;
use ingest::store::sqlite::{Account, Role};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const SAID: &str = "还没有收到任何数据";

fn empty(name: &str) -> Hall {
    let hall = Hall::new(name, NOW, REGISTRY);
    let password = dashboards::password::hash(PASSWORD).unwrap();
    hall.records().put_account(&Account::new(ANALYST, Role::Analyst, password, instant(NOW))).unwrap();
    hall
}

#[test]
fn a_county_without_data_says_so_where_full_marks_would_mislead() {
    let hall = empty("looks-empty");
    let mut reader = Reader::logged_in(&hall, ANALYST, PASSWORD);
    for page in ["/today", "/windows", "/staff", "/feeds"] {
        let text = reader.get(page).body;
        assert!(text.contains(SAID), "{page} says that nothing came");
    }
    let ranking = reader.get("/windows").body;
    assert!(ranking.contains("href=\"/feeds") && ranking.contains("href=\"/contract"), "and where to go");
    assert_eq!(reader.json("/api/v1/windows")["is_without_data"], true);
    let english = reader.get("/windows?lang=en").body;
    assert!(english.contains("No data has come yet"));
}

#[test]
fn with_the_first_event_nothing_is_said_of_missing_data() {
    let hall = empty("looks-first");
    hall.send(&september()[..1]);
    let mut reader = Reader::logged_in(&hall, ANALYST, PASSWORD);
    for page in ["/today", "/windows", "/staff", "/feeds"] {
        let answer = reader.get(page);
        assert_eq!(answer.status, 200);
        assert!(!answer.body.contains(SAID), "{page} shows what came");
    }
    assert_eq!(reader.json("/api/v1/windows")["is_without_data"], false);
}

/// The style files of the pages, but print and the wall, which are meant to change what others say.
fn style_files() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let styles = files.filter(|path| path.extension().is_some_and(|extension| extension == "css"));
    let named = styles.map(|path| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, fs::read_to_string(path).unwrap())
    });
    named
        .filter(|(name, _)| !["print.css", "wall.css", "ranking_page.css"].contains(&name.as_str()))
        .collect()
}

/// The classes that a file styles wherever they stand, outside of its media queries.
fn lone_classes(style: &str) -> Vec<&str> {
    let mut classes = Vec::new();
    let mut depth = 0;
    for piece in style.split_inclusive(['{', '}']) {
        if piece.ends_with('}') {
            depth -= 1;
            continue;
        }
        if depth == 0 {
            let selectors = piece.rsplit("*/").next().unwrap_or(piece).trim_end_matches('{');
            let is_name =
                |name: &str| name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-');
            classes.extend(
                selectors
                    .split(',')
                    .filter_map(|one| one.trim().strip_prefix('.').filter(|name| is_name(name))),
            );
        }
        depth += i32::from(piece.ends_with('{'));
    }
    classes
}

#[test]
fn no_two_files_of_style_claim_the_same_class() {
    let files = style_files();
    let mut claimed: BTreeMap<&str, &str> = BTreeMap::new();
    for (file, style) in &files {
        for class in lone_classes(style) {
            let first = claimed.entry(class).or_insert(file);
            assert_eq!(first, file, "both style .{class}: name it after its page, `.page .{class}`");
        }
    }
    assert!(claimed.contains_key("filter"), "the files were read");
}

#[test]
fn the_sheet_of_all_pages_holds_every_file_once() {
    for (file, style) in style_files() {
        assert_eq!(STYLE.matches(style.as_str()).count(), 1, "{file} is in the sheet once");
    }
}
