//! A notice's text made plain: without blanks and line breaks, punctuation and digits in one width, sentence by sentence.

use crate::calendar::found::Place;

/// A sentence with where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Without blanks, its punctuation in one width, without its full stop.
    pub text: String,
    /// As it is written, without blanks, and the line on which it begins.
    pub place: Place,
}

/// A sign in the one width that is read further on; nothing for a blank.
pub fn plain(sign: char) -> Option<char> {
    match sign {
        '\u{feff}' | '\u{200b}'..='\u{200d}' | '\u{2060}' => None,
        blank if blank.is_whitespace() => None,
        // The full-width forms of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(sign) - 0xfee0),
        '–' | '—' | '―' | '─' | '−' | '‐' => Some('-'),
        '〜' | '∼' => Some('~'),
        other => Some(other),
    }
}

/// The sentences of a text. Lines that were broken within one are joined; `is_head` says which line begins anew.
pub fn sentences(text: &str, is_head: impl Fn(&str) -> bool) -> Vec<Sentence> {
    let mut done = Vec::new();
    let mut current = Sentence::default();
    let mut end = |current: &mut Sentence| {
        let ended = std::mem::take(current);
        if !ended.text.is_empty() {
            done.push(ended);
        }
    };
    for (line, number) in text.lines().zip(1..) {
        let signs: Vec<(char, char)> = line.chars().filter_map(|sign| Some((sign, plain(sign)?))).collect();
        let whole: String = signs.iter().map(|(_, plain)| plain).collect();
        if whole.is_empty() || is_head(&whole) {
            end(&mut current);
        }
        for (written, plain) in signs {
            if current.text.is_empty() {
                current.place.line = number;
            }
            current.place.quote.push(written);
            match plain {
                '。' | ';' => end(&mut current),
                other => current.text.push(other),
            }
        }
    }
    end(&mut current);
    done
}

/// The clauses of a sentence: between commas that stand in no brackets.
pub fn clauses(text: &str) -> Vec<&str> {
    let mut depth = 0_u32;
    let is_comma = move |sign: char| {
        match sign {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        sign == ',' && depth == 0
    };
    text.split(is_comma).collect()
}

#[cfg(test)]
mod tests {
    use super::{clauses, sentences};

    #[test]
    fn a_line_broken_within_a_sentence_is_joined_and_widths_are_one() {
        let found =
            sentences("一、元旦：１月 1\n日放假，共1天。1月4日\n（周日）上班。\n\n国务院\n", |_| false);
        let texts: Vec<(&str, usize)> = found.iter().map(|one| (one.text.as_str(), one.place.line)).collect();
        assert_eq!(texts, [("一、元旦:1月1日放假,共1天", 1), ("1月4日(周日)上班", 2), ("国务院", 5)]);
        assert_eq!(found[0].place.quote, "一、元旦：１月1日放假，共1天。");
    }

    #[test]
    fn a_comma_in_brackets_parts_nothing() {
        assert_eq!(clauses("1月1日(除夕,周四)放假,共1天"), ["1月1日(除夕,周四)放假", "共1天"]);
    }
}
