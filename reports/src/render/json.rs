//! JSON written by hand, so that its bytes are known: compact, members in the order of writing, non-ASCII as it is.

use std::fmt::{self, Display, Write};

/// JSON as it is written, member by member.
#[derive(Default)]
pub(crate) struct Json {
    text: String,
}

impl Json {
    /// Nothing yet, with room for so many bytes.
    pub fn with_room(bytes: usize) -> Json {
        Json { text: String::with_capacity(bytes) }
    }

    /// The text.
    pub fn into_text(self) -> String {
        self.text
    }

    /// The text with its line end.
    pub fn line(mut self) -> String {
        self.end_line();
        self.text
    }

    /// Ends a line; the next value stands on one of its own.
    pub fn end_line(&mut self) {
        self.text.push('\n');
    }

    /// A comma, unless this is the first of its object, list or line.
    fn separate(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(['{', '[', ':', '\n']) {
            self.text.push(',');
        }
    }

    /// An object, as the next value.
    pub fn object(&mut self, members: impl FnOnce(&mut Json)) {
        self.separate();
        self.text.push('{');
        members(self);
        self.text.push('}');
    }

    /// A list of values.
    pub fn array<T>(&mut self, elements: impl IntoIterator<Item = T>, mut each: impl FnMut(&mut Json, T)) {
        self.text.push('[');
        for element in elements {
            each(self, element);
        }
        self.text.push(']');
    }

    /// A member of any value.
    pub fn member(&mut self, name: &str, value: impl FnOnce(&mut Json)) {
        self.separate();
        self.quote(name);
        self.text.push(':');
        value(self);
    }

    /// A list of objects.
    pub fn list<'t, T: 't>(
        &mut self,
        name: &str,
        elements: impl IntoIterator<Item = &'t T>,
        mut each: impl FnMut(&mut Json, &'t T),
    ) {
        self.member(name, |out| out.array(elements, |out, element| out.object(|out| each(out, element))));
    }

    /// A text, as the next value.
    pub fn string(&mut self, text: impl Display) {
        self.separate();
        self.quote(text);
    }

    /// A member that is a text.
    pub fn text(&mut self, name: &str, text: impl Display) {
        self.member(name, |out| out.quote(text));
    }

    /// A member that is a number, or a word without quotes.
    pub fn number(&mut self, name: &str, number: impl Display) {
        self.member(name, |out| {
            let _ = write!(out.text, "{number}");
        });
    }

    /// A member without value.
    pub fn null(&mut self, name: &str) {
        self.number(name, "null");
    }

    /// A member that is a number, or null.
    pub fn optional(&mut self, name: &str, number: Option<impl Display>) {
        match number {
            Some(number) => self.number(name, number),
            None => self.null(name),
        }
    }

    fn quote(&mut self, text: impl Display) {
        self.text.push('"');
        let _ = write!(Escaped(&mut self.text), "{text}");
        self.text.push('"');
    }
}

/// Takes a text as it stands between the quotes of JSON.
struct Escaped<'t>(&'t mut String);

impl Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let is_plain = |byte: u8| byte >= 0x20 && byte != b'"' && byte != b'\\';
        if text.bytes().all(is_plain) {
            self.0.push_str(text);
            return Ok(());
        }
        for character in text.chars() {
            match character {
                '"' => self.0.push_str("\\\""),
                '\\' => self.0.push_str("\\\\"),
                '\n' => self.0.push_str("\\n"),
                '\r' => self.0.push_str("\\r"),
                '\t' => self.0.push_str("\\t"),
                '\u{8}' => self.0.push_str("\\b"),
                '\u{c}' => self.0.push_str("\\f"),
                control if (control as u32) < 0x20 => write!(self.0, "\\u{:04x}", control as u32)?,
                other => self.0.push(other),
            }
        }
        Ok(())
    }
}
