//! Several files: what is told of each, and versions that come together.

use super::{SMALL, check, told};
use crate::document::folder::SourceFile;
use crate::rulebook::{Book, read};
use crate::time::Month;

#[test]
fn what_is_not_toml_is_told_for_that_alone() {
    check(
        "full = 95",
        "full = ",
        "32: string values must be quoted, expected literal string; mend the TOML syntax here",
    );
}

#[test]
fn versions_agree_on_what_they_are() {
    let second = |piece: &str, other: &str| {
        let later = SMALL.replace("version = \"1\"", "version = \"2\"").replace("2026-01-01", "2026-07-01");
        assert_eq!(later.matches(piece).count(), 1, "{piece} is not there once");
        told(&[SMALL.to_owned(), later.replace(piece, other)])
    };
    assert_eq!(second("2026-07-01", "2026-07-02"), [""; 0]);
    assert_eq!(
        second("id = \"small\"", "id = \"large\""),
        [
            "2.toml:1: this rulebook is `large`, another file's is `small`; give versions of one rulebook only, all with the same id"
        ]
    );
    assert_eq!(
        second("version = \"2\"", "version = \"1\""),
        ["2.toml:2: version `1` is there twice; give the later one a version of its own"]
    );
    assert_eq!(
        second("2026-07-01", "2026-01-01"),
        ["2.toml:3: versions `1` and `2` both take effect on 2026-01-01; give each a day of its own"]
    );
    assert_eq!(
        second("origin = \"merit\"", "origin = \"merit\", needs_staff = true"),
        ["2.toml:24: kind `commended` differs from version `1` in its origin or `needs_staff`; \
          give it the same in every version, or another name"]
    );
    assert_eq!(told(&[]), ["rulebook: there is no rulebook file; give at least one"]);
}

#[test]
fn every_file_is_told_of() {
    let first = SMALL.replace("full = 95", "full = ");
    let second = SMALL.replace("points = 2\n", "points = 0\n");
    let files: Vec<String> = told(&[first, second]).iter().map(|mistake| mistake[..6].to_owned()).collect();
    assert_eq!(files, ["1.toml", "2.toml"]);
}

#[test]
fn versions_share_their_kinds_and_take_over_from_a_full_month() {
    // The later version drops a kind, adds one in its place, and orders the rest anew.
    let mut lines: Vec<&str> = SMALL.lines().collect();
    lines.swap(8, 22);
    let later = (lines.join("\n") + "\n")
        .replace("version = \"1\"", "version = \"2\"")
        .replace("2026-01-01", "2026-07-02")
        .replace("{ name = \"smoked\"", "{ name = \"slept\"")
        .replace("[\"smoked\"]", "[\"slept\"]");
    let files = [("later", later), ("sooner", SMALL.to_owned())];
    let rulebooks = read(&files.map(|(name, text)| SourceFile { name: name.to_owned(), text })).unwrap();

    let names: Vec<&str> = rulebooks.kinds().iter().map(|kind| kind.name.as_str()).collect();
    assert_eq!((names[0], names[14], names[15], names[16]), ("late", "smoked", "commended", "slept"));
    let [sooner, later] = &rulebooks.versions[..] else { panic!("two versions") };
    assert_eq!(sooner.kinds.len(), later.kinds.len());
    assert_eq!((sooner.bans.as_slice(), later.bans.as_slice()), (&[14][..], &[16][..]));
    let rule = |book: &Book, kind: u16| book.rule(kind).map(|(rule, _)| rule.id.clone());
    assert_eq!(rule(&sooner.window_book, 14).as_deref(), Some("W-A2"));
    assert_eq!(rule(&later.window_book, 14), None);
    assert_eq!(rule(&later.window_book, 16).as_deref(), Some("W-A2"));
    assert_eq!(rule(&later.window_book, rulebooks.derived.late).as_deref(), Some("W-A1"));

    let version_of = |month: &str| rulebooks.of_month(Month::parse(month).unwrap()).version.as_str();
    assert_eq!((version_of("2025-12"), version_of("2026-07"), version_of("2026-08")), ("1", "1", "2"));
}

#[test]
fn reasons_to_turn_complaints_away_are_read_with_their_clauses() {
    let reason = "\n[[complaint_rejection]]\nid = \"not_party\"\ntitle = { zh = \"无关\", en = \"No party\" }\n\
                  clause = { zh = \"第三条\", en = \"article 3\" }\n";
    let file = |text: String| [SourceFile { name: "small.toml".to_owned(), text }];
    let rulebooks = read(&file(format!("{SMALL}{reason}"))).unwrap();
    let read_back = &rulebooks.of_month(Month::parse("2026-01").unwrap()).complaint_rejections;
    assert_eq!(
        (read_back.len(), read_back[0].id.as_str(), read_back[0].clause.zh.as_str()),
        (1, "not_party", "第三条")
    );
    assert!(
        read(&file(SMALL.to_owned()))
            .unwrap()
            .of_month(Month::parse("2026-01").unwrap())
            .complaint_rejections
            .is_empty()
    );
    let twice = read(&file(format!("{SMALL}{reason}{reason}"))).unwrap_err();
    assert_eq!(twice.len(), 1);
    assert!(twice[0].what.contains("`not_party` is there twice"), "{twice:?}");
    let bare = read(&file(format!("{SMALL}\n[[complaint_rejection]]\nid = \"x\"\n"))).unwrap_err();
    assert_eq!(bare.len(), 2, "title and clause are missing: {bare:?}");
}
