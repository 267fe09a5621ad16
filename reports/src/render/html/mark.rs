//! Texts as markup and style sheets want them.

/// A text as XML wants it; characters that XML forbids are left out.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => out.push(other),
        }
    }
    out
}

/// A text as a string of a style sheet within a page: nothing in it ends the string or the element.
pub(super) fn in_css(text: &str) -> String {
    let mut out = "\"".to_owned();
    for letter in text.chars() {
        match letter {
            '"' | '\\' | '<' | '>' | '&' | '\u{0}'..='\u{1f}' => {
                out.push_str(&format!("\\{:x} ", u32::from(letter)));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::{escaped, in_css};

    #[test]
    fn no_text_is_markup_or_style() {
        assert_eq!(escaped("<b>&\"\u{1}"), "&lt;b&gt;&amp;&quot;");
        assert_eq!(in_css("a\"</style>\\\n"), "\"a\\22 \\3c /style\\3e \\5c \\a \"");
    }
}
