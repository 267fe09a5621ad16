//! Reading TOML documents that people write: every mistake at once, each with file, line and mend.
//!
//! Registry, rulebook and calendar are user interfaces. A [`Reader`] walks one parsed table, notes what is missing,
//! of another type or unknown, and goes on, so that one run shows everything there is to mend.

pub mod folder;

use crate::time::Date;
use std::fmt;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A mistake in a document: where it is, what is wrong and how to mend it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Mistake {
    /// The file's name as it was given.
    pub file: String,
    /// The line, from 1; 0 where the whole file or folder is meant.
    pub line: usize,
    /// What is wrong, lower case, without a full stop.
    pub what: String,
    /// How to mend it; may be empty where `what` says it all.
    pub mend: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(out, "{}: {}", self.file, self.what)?,
            line => write!(out, "{}:{line}: {}", self.file, self.what)?,
        }
        if !self.mend.is_empty() {
            write!(out, "; {}", self.mend)?;
        }
        Ok(())
    }
}

/// One file's text with its name, and the mistakes found in it so far.
pub struct Document<'i> {
    file: &'i str,
    text: &'i str,
    /// What was found wrong, in the order of finding.
    pub mistakes: Vec<Mistake>,
}

/// A place in a document: a byte range, turned into a line when a mistake is reported.
pub type Place = Range<usize>;

impl<'i> Document<'i> {
    /// Parses a file; what is not TOML is noted as mistakes, and what could be read of it is returned.
    pub fn parse(file: &'i str, text: &'i str) -> (Document<'i>, Spanned<DeTable<'i>>) {
        let mut document = Document { file, text, mistakes: Vec::new() };
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let what = error.message().lines().next().unwrap_or("not TOML").to_owned();
            document.mistake(error.span().unwrap_or(0..0), what, "mend the TOML syntax here");
        }
        (document, table)
    }

    /// Notes a mistake at a place.
    pub fn mistake(&mut self, place: Place, what: impl Into<String>, mend: impl Into<String>) {
        let mistake = Mistake {
            file: self.file.to_owned(),
            line: self.line(&place),
            what: what.into(),
            mend: mend.into(),
        };
        self.mistakes.push(mistake);
    }

    /// The line of a place, from 1.
    pub fn line(&self, place: &Place) -> usize {
        let end = place.start.min(self.text.len());
        1 + self.text.as_bytes()[..end].iter().filter(|&&byte| byte == b'\n').count()
    }
}

/// A value with the place it stands at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

/// Reads one table key by key. [`Reader::finish`] reports keys that nobody asked for.
pub struct Reader<'t, 'i> {
    table: &'t DeTable<'i>,
    /// The table's own place.
    pub place: Place,
    /// What the table is, for messages: `[[window]]`, `head`.
    name: String,
    asked: Vec<&'static str>,
}

impl<'t, 'i> Reader<'t, 'i> {
    /// Begins to read a table.
    pub fn new(table: &'t DeTable<'i>, place: Place, name: impl Into<String>) -> Reader<'t, 'i> {
        Reader { table, place, name: name.into(), asked: Vec::new() }
    }

    /// The raw value of a key, if it is there.
    pub fn value(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'i>>> {
        self.asked.push(key);
        self.table.get(key)
    }

    /// Notes that a required key is missing.
    pub fn missing(&self, document: &mut Document<'_>, key: &str, mend: &str) {
        document.mistake(self.place.clone(), format!("{} has no `{key}`", self.name), mend);
    }

    fn typed<T>(
        &mut self,
        document: &mut Document<'_>,
        key: &'static str,
        expected: &str,
        read: impl Fn(&'t DeValue<'i>) -> Option<T>,
    ) -> Option<At<T>> {
        let found = self.value(key)?;
        let value = read(found.get_ref());
        if value.is_none() {
            let name = &self.name;
            document.mistake(
                found.span(),
                format!("`{key}` of {name} is not {expected}"),
                format!("write {expected}"),
            );
        }
        value.map(|value| At { value, place: found.span() })
    }

    /// A string.
    pub fn text(&mut self, document: &mut Document<'_>, key: &'static str) -> Option<At<&'t str>> {
        self.typed(document, key, "a text in quotes", DeValue::as_str)
    }

    /// A string that must be there and not be empty.
    pub fn required_text(&mut self, document: &mut Document<'_>, key: &'static str) -> Option<At<&'t str>> {
        if !self.table.contains_key(key) {
            self.asked.push(key);
            self.missing(document, key, &format!("add {key} = \"…\""));
            return None;
        }
        let text = self.text(document, key)?;
        if text.value.is_empty() {
            document.mistake(
                text.place,
                format!("`{key}` of {} is empty", self.name),
                "write a text between the quotes",
            );
            return None;
        }
        Some(text)
    }

    /// `true` or `false`.
    pub fn flag(&mut self, document: &mut Document<'_>, key: &'static str) -> Option<At<bool>> {
        self.typed(document, key, "true or false", DeValue::as_bool)
    }

    /// A whole number.
    pub fn integer(&mut self, document: &mut Document<'_>, key: &'static str) -> Option<At<i64>> {
        self.typed(document, key, "a whole number", |value| {
            let number = value.as_integer()?;
            i64::from_str_radix(number.as_str(), number.radix()).ok()
        })
    }

    /// A number as it is written, whole or decimal.
    pub fn number(&mut self, document: &mut Document<'_>, key: &'static str) -> Option<At<&'t str>> {
        self.typed(document, key, "a number", number_text)
    }

    /// A date in the years 2000 to 2099, bare or in quotes.
    pub fn date(&mut self, document: &mut Document<'_>, key: &'static str) -> Option<At<Date>> {
        self.typed(document, key, "a date such as 2026-09-01 (years 2000 to 2099)", date_of)
    }

    /// A table.
    pub fn table(&mut self, document: &mut Document<'_>, key: &'static str) -> Option<Reader<'t, 'i>> {
        let found = self.typed(document, key, "a table", DeValue::as_table)?;
        Some(Reader::new(found.value, found.place, format!("`{key}` of {}", self.name)))
    }

    /// The elements of a list, none where the key is absent.
    pub fn list(&mut self, document: &mut Document<'_>, key: &'static str) -> Vec<&'t Spanned<DeValue<'i>>> {
        let found = self.typed(document, key, "a list", DeValue::as_array);
        found.map(|list| list.value.iter().collect()).unwrap_or_default()
    }

    /// The strings of a list.
    pub fn texts(&mut self, document: &mut Document<'_>, key: &'static str) -> Vec<At<&'t str>> {
        let mut texts = Vec::new();
        for element in self.list(document, key) {
            match element.get_ref().as_str() {
                Some(value) => texts.push(At { value, place: element.span() }),
                None => document.mistake(
                    element.span(),
                    format!("`{key}` holds something else than texts"),
                    "write texts in quotes",
                ),
            }
        }
        texts
    }

    /// The tables of a list of tables (`[[key]]`), none where the key is absent.
    pub fn tables(&mut self, document: &mut Document<'_>, key: &'static str) -> Vec<Reader<'t, 'i>> {
        let mut tables = Vec::new();
        for element in self.list(document, key) {
            match element.get_ref().as_table() {
                Some(table) => tables.push(Reader::new(table, element.span(), format!("[[{key}]]"))),
                None => document.mistake(
                    element.span(),
                    format!("`{key}` is no list of tables"),
                    format!("write [[{key}]]"),
                ),
            }
        }
        tables
    }

    /// Reports every key that was not asked for.
    pub fn finish(self, document: &mut Document<'_>) {
        for key in self.table.keys() {
            if !self.asked.contains(&key.get_ref().as_ref()) {
                let what = format!("unknown key `{}` in {}", key.get_ref(), self.name);
                let mend = match closest(key.get_ref(), &self.asked) {
                    Some(known) => format!("did you mean `{known}`? otherwise take it out"),
                    None => "take it out".to_owned(),
                };
                document.mistake(key.span(), what, mend);
            }
        }
    }
}

/// A number of a TOML value as it is written.
pub fn number_text<'t>(value: &'t DeValue<'_>) -> Option<&'t str> {
    match value {
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str()),
        DeValue::Float(number) => Some(number.as_str()),
        DeValue::Integer(_)
        | DeValue::String(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Array(_)
        | DeValue::Table(_) => None,
    }
}

/// A date of a TOML value, bare or in quotes.
pub fn date_of(value: &DeValue<'_>) -> Option<Date> {
    match value {
        DeValue::Datetime(when) if when.time.is_none() && when.offset.is_none() => {
            Date::parse(&when.to_string())
        }
        DeValue::String(text) => Date::parse(text),
        DeValue::Datetime(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Array(_)
        | DeValue::Table(_) => None,
    }
}

/// The known word that differs least from a mistyped one, where it is near enough to be meant.
pub fn closest<'w>(word: &str, known: &[&'w str]) -> Option<&'w str> {
    let distance = |other: &str| {
        let other: Vec<char> = other.chars().collect();
        let mut row: Vec<usize> = (0..=other.len()).collect();
        for (i, letter) in word.chars().enumerate() {
            let mut corner = row[0];
            row[0] = i + 1;
            for (j, &against) in other.iter().enumerate() {
                let replaced = corner + usize::from(letter != against);
                corner = row[j + 1];
                row[j + 1] = replaced.min(corner + 1).min(row[j] + 1);
            }
        }
        row[other.len()]
    };
    known
        .iter()
        .map(|other| (distance(other), *other))
        .filter(|&(steps, _)| steps <= 2)
        .min()
        .map(|(_, other)| other)
}
