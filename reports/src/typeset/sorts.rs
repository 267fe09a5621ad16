//! A text as pieces of type in their order: how wide each is, what stands before it, and where a line may begin.
//!
//! | rule | from |
//! | --- | --- |
//! | no line begins with closing punctuation or ends with opening | UAX 14, with Chinese quotation marks taken for brackets |
//! | a quarter of the type size between Han and Latin or figures | custom; a typed blank there counts as that |
//! | two marks of punctuation that meet share their blank halves | CLREQ 3.1.6.1 |
//! | a figure stays with its unit, 第 with its figure | custom of official documents |

use crate::fonts::{Face, Glyph};
use unicode_linebreak::{BreakOpportunity, linebreaks};

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Style {
    /// The face.
    pub face: Face,
    /// The size of type.
    pub size: f32,
    /// How wide a full-width character is: the size, or a little less to have 28 on a line.
    pub pitch: f32,
}

impl Style {
    /// Full-width characters side by side.
    pub fn new(face: Face, size: f32) -> Style {
        Style { face, size, pitch: size }
    }
}

/// What a character is to lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Chinese.
    Han,
    /// As wide as Chinese, and neither it nor punctuation.
    Wide,
    /// Opening punctuation, its left half blank.
    Opening,
    /// Closing brackets and quotation marks, their right half blank.
    Closing,
    /// Stops: as closing, and may hang out of the line's end.
    Stop,
    /// Letters, figures and all that is as narrow.
    Latin,
    /// A blank.
    Blank,
}

/// A piece of type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sort {
    /// The character.
    pub character: char,
    /// Its glyph, or the mark for what is missing.
    pub glyph: Glyph,
    /// How wide it is.
    pub advance: f32,
    /// What it is.
    pub class: Class,
    /// What stands between it and the one before, where both are on one line; negative where they share blanks.
    pub before: f32,
    /// Whether a line may begin with it.
    pub may_begin: bool,
    /// Whether a line must begin with it.
    pub must_begin: bool,
    /// Whether a line that is too short is widened before it.
    pub stretches: bool,
}

/// Between Han and Latin, in parts of the size.
const QUARTER: f32 = 0.25;

/// What stands after a figure and is not parted from it.
const UNITS: &str =
    "年月日号时点分秒个件人次天元万亿倍名项家条级位周岁届期页款组户台辆份张面例宗起笔批类种季米小工";
const ENGLISH_UNITS: [&str; 14] = [
    "%",
    "points",
    "point",
    "working day",
    "workday",
    "day",
    "minute",
    "min",
    "hour",
    "case",
    "window",
    "yuan",
    "time",
    "month",
];

/// The pieces of type of a text.
pub(super) fn sorts(text: &str, style: &Style) -> Vec<Sort> {
    let shown: Vec<char> = text.chars().filter(|&character| is_shown(character)).collect();
    let begins = begins(&shown);
    let mut sorts: Vec<Sort> = Vec::with_capacity(shown.len());
    let mut must_begin = false;
    for (place, (&character, begin)) in shown.iter().zip(begins).enumerate() {
        if character == '\n' {
            must_begin = true;
            continue;
        }
        let Some(glyph) = style.face.glyph_or_mark(character) else { continue };
        let is_full = glyph.advance > 0.9;
        let class = class_of(character, is_full);
        let last = sorts.last();
        let mut sort = Sort {
            character: told(character, style.face),
            glyph,
            advance: if is_full { glyph.advance * style.pitch } else { glyph.advance * style.size },
            class,
            before: last.map_or(0.0, |last| between(last, character, class, is_full, style)),
            may_begin: begin.is_some() || must_begin,
            must_begin,
            stretches: last.is_some_and(|last| stretches(last.class, class)),
        };
        if class == Class::Blank && is_between_scripts(&shown, place) {
            sort.advance = QUARTER * style.size;
        }
        must_begin = false;
        sorts.push(sort);
    }
    sorts
}

/// How wide a text is on one line.
pub(super) fn width(text: &str, style: &Style) -> f32 {
    sorts(text, style).iter().map(|sort| sort.before + sort.advance).sum()
}

/// Selectors of variants and marks of no width are not set; controls stand for a blank or nothing.
fn is_shown(character: char) -> bool {
    !matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
        && (!character.is_control() || character == '\n')
}

/// What a reader of the file is told that the glyph is. Characters of private use mean nothing outside, so their mark is told.
fn told(character: char, face: Face) -> char {
    let is_private = matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}');
    if is_private && face.glyph(character).is_none() { '〓' } else { character }
}

fn class_of(character: char, is_full: bool) -> Class {
    match character {
        '（' | '《' | '〈' | '「' | '『' | '【' | '〔' | '［' | '｛' => Class::Opening,
        '“' | '‘' if is_full => Class::Opening,
        '）' | '》' | '〉' | '」' | '』' | '】' | '〕' | '］' | '｝' => Class::Closing,
        '”' | '’' if is_full => Class::Closing,
        '，' | '。' | '、' | '；' | '：' | '！' | '？' => Class::Stop,
        ' ' | '\u{a0}' => Class::Blank,
        _ if is_han(character) => Class::Han,
        _ if is_full => Class::Wide,
        _ => Class::Latin,
    }
}

fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3fffd}' | '〇' | '々')
}

fn is_letter_or_figure(character: char) -> bool {
    (character.is_alphanumeric() && !is_han(character)) || matches!(character, '%' | '+' | '−')
}

fn between(last: &Sort, character: char, class: Class, is_full: bool, style: &Style) -> f32 {
    let meets = |han: Class, other: char| han == Class::Han && is_letter_or_figure(other);
    let is_new_script = (meets(last.class, character) && class == Class::Latin)
        || (meets(class, last.character) && last.class == Class::Latin);
    if is_new_script {
        return QUARTER * style.size;
    }
    let shares = matches!(last.class, Class::Closing | Class::Stop)
        && matches!(class, Class::Opening | Class::Closing | Class::Stop)
        || last.class == Class::Opening && class == Class::Opening;
    if shares && is_full && last.glyph.advance > 0.9 { -style.pitch / 2.0 } else { 0.0 }
}

fn stretches(last: Class, class: Class) -> bool {
    let is_held = matches!(class, Class::Closing | Class::Stop) || last == Class::Opening;
    let is_word = matches!(last, Class::Latin) && matches!(class, Class::Latin | Class::Blank);
    !is_held && !is_word && class != Class::Blank
}

fn is_between_scripts(shown: &[char], place: usize) -> bool {
    let beside = |place: Option<usize>| place.and_then(|place| shown.get(place)).copied();
    match (beside(place.checked_sub(1)), beside(place.checked_add(1))) {
        (Some(before), Some(after)) => is_han(before) != is_han(after),
        (_, _) => false,
    }
}

/// For each character whether a line may begin with it.
fn begins(shown: &[char]) -> Vec<Option<BreakOpportunity>> {
    let bracketed: Vec<char> = (0..shown.len()).map(|place| bracket(shown, place)).collect();
    let mut places = vec![None; shown.len()];
    let mut characters = bracketed.iter().scan(0, |start, character| {
        let at = *start;
        *start += character.len_utf8();
        Some(at)
    });
    let mut place = 0;
    let mut next = characters.next();
    let text: String = bracketed.iter().collect();
    for (offset, opportunity) in linebreaks(&text) {
        while next.is_some_and(|at| at < offset) {
            next = characters.next();
            place += 1;
        }
        if let Some(begin) = places.get_mut(place)
            && !is_held(shown, place)
        {
            *begin = Some(opportunity);
        }
    }
    places
}

/// The character, or the bracket that a Chinese quotation mark is like: UAX 14 takes these marks for Western ones.
fn bracket(shown: &[char], place: usize) -> char {
    let beside =
        |place: Option<usize>| place.and_then(|place| shown.get(place)).copied().is_some_and(is_wide);
    let Some(&character) = shown.get(place) else { return ' ' };
    let is_chinese = beside(place.checked_sub(1)) || beside(place.checked_add(1));
    match character {
        '“' | '‘' if is_chinese => '「',
        '”' | '’' if is_chinese => '」',
        _ => character,
    }
}

fn is_wide(character: char) -> bool {
    is_han(character) || matches!(character, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff60}')
}

/// Whether a character stays with what is before it: a unit with its figure, a figure with 第.
fn is_held(shown: &[char], place: usize) -> bool {
    let at = |back: usize| place.checked_sub(back).and_then(|place| shown.get(place)).copied();
    let (Some(last), Some(&character)) = (at(1), shown.get(place)) else { return false };
    let is_figure = |character: char| character.is_ascii_digit();
    // Numbers of windows, rules and orders: `W-D3`, `ZG-2026-001`.
    let is_code = |character: char| character.is_ascii_digit() || character.is_ascii_uppercase();
    if last == '-' && is_code(character) && at(2).is_some_and(is_code) {
        return true;
    }
    if last == '第' && is_figure(character) || is_figure(last) && UNITS.contains(character) {
        return true;
    }
    if !(matches!(last, ' ' | '\u{a0}') && at(2).is_some_and(|figure| is_figure(figure) || figure == '第')) {
        return false;
    }
    let rest: String = shown.iter().skip(place).take(12).collect();
    UNITS.contains(character)
        || ENGLISH_UNITS.iter().any(|unit| rest.starts_with(unit))
        || at(2) == Some('第') && is_figure(character)
}
