//! A text of the bureau with names in it, checked when it is read and written with what the names say.

use super::names::{Part, names};
use crate::delivery::letters::template::{environment, names_of};
use crate::words::in_both;
use scoring::rulebook::Bilingual;
use std::collections::BTreeMap;

/// What a name says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// So many; 0 is nothing in a condition.
    Count(i64),
    /// A text; an empty one is nothing in a condition.
    Text(String),
}

/// What names say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    values: BTreeMap<&'static str, Value>,
}

impl Said {
    /// Says a text under a name.
    pub fn text(&mut self, name: &'static str, text: impl Into<String>) {
        self.values.insert(name, Value::Text(text.into()));
    }

    /// Says a figure under a name.
    pub fn count(&mut self, name: &'static str, count: i64) {
        self.values.insert(name, Value::Count(count));
    }

    /// What a name says.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    /// Whether a name has something to say.
    pub fn is_something(&self, name: &str) -> bool {
        match self.values.get(name) {
            Some(Value::Count(count)) => *count != 0,
            Some(Value::Text(text)) => !text.is_empty(),
            None => false,
        }
    }

    /// A text with names replaced. What was read without fault can be written; a name that nothing was said under is left empty.
    pub fn write(&self, text: &str) -> String {
        let mut values: BTreeMap<&str, minijinja::Value> =
            super::NAMES.iter().map(|known| (known.name, minijinja::Value::from(""))).collect();
        for (name, value) in &self.values {
            let value = match value {
                Value::Count(count) => minijinja::Value::from(*count),
                Value::Text(text) => minijinja::Value::from(text.as_str()),
            };
            values.insert(name, value);
        }
        let written = environment().render_str(text, minijinja::Value::from_pairs(values));
        written.unwrap_or_default().trim().to_owned()
    }
}

/// What is wrong with a text that stands in a part.
pub(super) fn fault(text: &str, part: Part) -> Option<Bilingual> {
    if let Err(what) = names_of(text, &names(part)) {
        return Some(what);
    }
    let error = environment().template_from_str(text).err()?;
    let detail = error.detail().unwrap_or_default().to_owned();
    Some(in_both(|lang| lang.letter_is_malformed(&detail)))
}
