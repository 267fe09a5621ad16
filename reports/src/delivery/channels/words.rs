//! What is said of attempts: in Chinese, with English beside it, since an administrator reads it in either language.

use std::fmt::Display;

/// So many characters of what the other side said are kept.
const SAID_CHARACTERS_MAX: usize = 300;

/// One text of both languages.
pub fn both(zh: impl Display, en: impl Display) -> String {
    format!("{zh} / {en}")
}

/// What the other side said, in one line and not too long.
pub fn said(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SAID_CHARACTERS_MAX {
        return line;
    }
    line.chars().take(SAID_CHARACTERS_MAX).chain(['…']).collect()
}
