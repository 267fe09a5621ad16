//! What lines promise: 28 on a line, no mark of punctuation at the wrong end, figures with their units.

use super::{Align, Line, Room, lines};
use crate::fonts::Face;
use crate::typeset::measure::{OFFICIAL_CHARACTERS, Paper, SIZE_3};
use crate::typeset::sorts::Style;

fn official() -> (Style, Room) {
    let width = Paper::official().room_width;
    let pitch = width / OFFICIAL_CHARACTERS;
    (Style { face: Face::Body, size: SIZE_3, pitch }, Room::new(width, Align::Full))
}

fn set(text: &str) -> Vec<Line> {
    let (style, room) = official();
    lines(text, &style, room)
}

fn texts(text: &str) -> Vec<String> {
    set(text).into_iter().map(|line| line.text).collect()
}

#[test]
fn a_line_has_28_characters() {
    assert_eq!(texts(&"政".repeat(57)), ["政".repeat(28), "政".repeat(28), "政".to_owned()]);
}

#[test]
fn a_stop_hangs_out_of_a_full_line() {
    let text = format!("{}，{}", "政".repeat(28), "务".repeat(3));
    let lines = set(&text);
    assert_eq!(lines[0].text, format!("{}，", "政".repeat(28)), "the comma does not begin the second line");
    let (_, room) = official();
    assert!(lines[0].placed[28].x >= room.width - 0.1, "and 28 stand in the room");
}

#[test]
fn no_line_begins_with_closing_or_ends_with_opening_punctuation() {
    for before in 20..34 {
        let text = format!("{}（“《政务》”），{}", "服".repeat(before), "务".repeat(40));
        for line in texts(&text) {
            assert!(!line.starts_with(['）', '》', '”', '，']), "{line}");
            assert!(!line.ends_with(['（', '《', '“']), "{line}");
        }
    }
}

#[test]
fn figures_words_and_units_are_not_parted() {
    for before in 20..30 {
        let text = format!(
            "{}2026年第12期，总分113.50分，按时办结率98.25%，超期3个，Flagpost扣分",
            "服".repeat(before)
        );
        let lines = texts(&text);
        let whole = ["2026年", "第12期", "113.50分", "98.25%", "3个", "Flagpost"];
        for piece in whole {
            assert!(lines.iter().any(|line| line.contains(piece)), "{piece} in {lines:?}");
        }
    }
}

#[test]
fn numbers_of_windows_and_orders_are_not_parted() {
    for before in 20..30 {
        let lines = texts(&format!("{}（规则W-D3，通知书ZG-2026-001）", "服".repeat(before)));
        for code in ["W-D3", "ZG-2026-001"] {
            assert!(lines.iter().any(|line| line.contains(code)), "{code} in {lines:?}");
        }
    }
}

#[test]
fn full_lines_end_at_the_margin() {
    let text = "2026年9月，全县40个窗口共受理办件12,345件，办结12,001件，按时办结率99.12%，群众满意率98.7%，"
        .repeat(3);
    let lines = set(&text);
    let (_, room) = official();
    for line in &lines[..lines.len() - 1] {
        assert!((line.width - room.width).abs() < 0.1, "{} in {}", line.width, line.text);
    }
}

#[test]
fn between_han_and_figures_is_a_quarter() {
    let (style, _) = official();
    let typed = super::line("共 12 件", &style);
    let plain = super::line("共12件", &style);
    assert!((typed.width - plain.width).abs() < 0.01, "a typed blank is no wider than what is set");
    assert_eq!(typed.text, "共 12 件", "and is told as typed");
}

#[test]
fn a_word_longer_than_the_line_is_cut() {
    let lines = texts(&"a".repeat(200));
    assert!(lines.len() > 1);
    assert_eq!(lines.concat(), "a".repeat(200));
}

#[test]
fn a_character_that_no_face_has_is_marked() {
    let line = super::line("甲\u{e123}乙", &official().0);
    assert_eq!(line.text, "甲〓乙", "a private character means nothing outside");
    assert_eq!(line.placed.len(), 3);
}

#[test]
fn a_new_line_in_the_text_is_one_on_the_page() {
    assert_eq!(texts("一\n二"), ["一", "二"]);
}
