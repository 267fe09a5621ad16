//! Where a field's value comes from in a row, and how its text becomes JSON.

use super::clock::Clock;
use crate::contract::Kind;
use scoring::time::Date;
use serde_json::{Number, Value as Json};
use std::collections::BTreeMap;

/// A field of `data` and where it comes from.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub name: String,
    pub required: bool,
    pub value: Value,
}

/// Where a value comes from.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// The cells of these columns, joined by a space.
    Cells { columns: Vec<usize>, words: Option<Words>, form: Form },
    /// A text with cells in it.
    Text { template: Template, form: Form },
    /// An object of its own, such as the first half day of a leave.
    Nested(Vec<Field>),
}

/// What the cells' words mean.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    pub meanings: BTreeMap<String, Json>,
    /// Where the translations stand in the mapping, for messages.
    pub place: String,
}

/// How a text becomes JSON.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub kind: Kind,
    /// What a number is multiplied with, for example 100 from yuan to cents.
    pub times: i64,
    /// What stands between the elements of a list; `None`: the usual marks.
    pub separator: Option<String>,
}

impl Form {
    pub fn of(kind: Kind) -> Form {
        Form { kind, times: 1, separator: None }
    }

    /// The JSON of a text that is not empty; otherwise what it should have been.
    pub fn json(&self, text: &str, clock: &Clock) -> Result<Json, String> {
        match self.kind {
            Kind::Text | Kind::Id => Ok(Json::from(text)),
            Kind::Word(words) if words.contains(&text) => Ok(Json::from(text)),
            Kind::Word(words) => Err(format!("is none of {}", words.join(", "))),
            Kind::Integer => match decimal(text, self.times) {
                Some((number, 0)) => Ok(Json::from(number)),
                Some(_) | None => Err("is no whole number".to_owned()),
            },
            Kind::Decimal => match decimal(text, self.times) {
                Some((number, 0)) => Ok(Json::from(number)),
                Some((number, places)) => {
                    let number = format!("{number}e-{places}").parse().ok().and_then(Number::from_f64);
                    number.map(Json::Number).ok_or_else(|| "is no number".to_owned())
                }
                None => Err("is no number".to_owned()),
            },
            Kind::Flag => {
                flag(text).map(Json::from).ok_or_else(|| "is neither yes (是) nor no (否)".to_owned())
            }
            Kind::Texts => Ok(Json::from(self.elements(text))),
            Kind::Date => {
                let date = clock.date(text).as_ref().map(Date::to_string);
                date.map(Json::from).ok_or_else(|| "is no date such as 2026-09-01".to_owned())
            }
            Kind::Month => {
                let month = clock.month(text).map(|month| Json::from(month.to_string()));
                month.ok_or_else(|| "is no month such as 2026-09".to_owned())
            }
            Kind::HalfDay => Err("is no date with a session".to_owned()),
        }
    }

    fn elements(&self, text: &str) -> Vec<String> {
        let parts: Vec<&str> = match &self.separator {
            Some(separator) => text.split(separator.as_str()).collect(),
            None => text.split(['、', '；', ';', '\n']).collect(),
        };
        parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }
}

/// A number times a factor, exactly: whole digits and how many of them stand behind the point.
fn decimal(text: &str, times: i64) -> Option<(i64, usize)> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !are_digits(whole) || !are_digits(fraction) {
        return None;
    }
    let mut number = format!("{whole}{fraction}").parse::<i64>().ok()?.checked_mul(times)?;
    let mut places = fraction.len();
    while places > 0 && number % 10 == 0 {
        number /= 10;
        places -= 1;
    }
    Some((if text.starts_with('-') { -number } else { number }, places))
}

fn flag(text: &str) -> Option<bool> {
    const YES: &[&str] = &["是", "有", "√", "true", "yes", "y", "1"];
    const NO: &[&str] = &["否", "无", "×", "false", "no", "n", "0"];
    let text = text.to_lowercase();
    if YES.contains(&text.as_str()) { Some(true) } else { NO.contains(&text.as_str()).then_some(false) }
}

/// A text in which `{column}` stands for a cell and `{time}` for the event's time.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Template(pub Vec<Part>);

/// A part of a [`Template`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Part {
    Plain(String),
    Cell(usize),
    Time,
}

impl Template {
    /// Reads a template, turning headers into columns; `None` where a brace has no partner.
    pub fn read(text: &str, mut column: impl FnMut(&str) -> usize) -> Option<Template> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((plain, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}')?;
            if plain.contains('}') || name.trim().is_empty() || name.contains('{') {
                return None;
            }
            if !plain.is_empty() {
                parts.push(Part::Plain(plain.to_owned()));
            }
            parts.push(if name.trim() == "time" { Part::Time } else { Part::Cell(column(name.trim())) });
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Plain(rest.to_owned()));
        }
        (!rest.contains('}')).then_some(Template(parts))
    }

    /// The text, where it stands for no cell.
    pub fn fixed(&self) -> Option<&str> {
        match self.0.as_slice() {
            [] => Some(""),
            [Part::Plain(text)] => Some(text),
            [Part::Cell(_) | Part::Time] | [_, _, ..] => None,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn json(form: &Form, text: &str) -> String {
        let offset = chrono::FixedOffset::east_opt(8 * 3600).unwrap();
        let clock = Clock { offset, formats: Clock::usual_formats() };
        form.json(text, &clock).map_or_else(|what| what, |json| json.to_string())
    }

    #[test]
    fn texts_become_what_the_contract_asks_for() {
        for (kind, text, expected) in [
            (Kind::Text, "10023", "\"10023\""),
            (Kind::Integer, "10", "10"),
            (Kind::Integer, "10.0", "10"),
            (Kind::Integer, "10.5", "is no whole number"),
            (Kind::Integer, "10天", "is no whole number"),
            (Kind::Integer, "1e3", "is no whole number"),
            (Kind::Decimal, "95.50", "95.5"),
            (Kind::Decimal, "-0.25", "-0.25"),
            (Kind::Decimal, "95", "95"),
            (Kind::Decimal, "NaN", "is no number"),
            (Kind::Flag, "是", "true"),
            (Kind::Flag, "FALSE", "false"),
            (Kind::Flag, "也许", "is neither yes (是) nor no (否)"),
            (Kind::Texts, "身份证复印件、 申请表；", "[\"身份证复印件\",\"申请表\"]"),
            (Kind::Date, "2026/9/1", "\"2026-09-01\""),
            (Kind::Month, "2026年9月", "\"2026-09\""),
            (Kind::Word(&["in", "out"]), "in", "\"in\""),
            (Kind::Word(&["in", "out"]), "进", "is none of in, out"),
        ] {
            assert_eq!(json(&Form::of(kind), text), expected, "{kind:?} {text}");
        }
    }

    #[test]
    fn numbers_are_multiplied_exactly() {
        let cents = Form { times: 100, ..Form::of(Kind::Integer) };
        assert_eq!(json(&cents, "19.99"), "1999");
        assert_eq!(json(&cents, "0.29"), "29");
        assert_eq!(json(&cents, "0.295"), "is no whole number");
        assert_eq!(json(&cents, "99999999999999999999"), "is no whole number");
    }

    #[test]
    fn lists_are_split_where_the_mapping_says() {
        let by_bar = Form { separator: Some("|".to_owned()), ..Form::of(Kind::Texts) };
        assert_eq!(json(&by_bar, "a、b| c"), "[\"a、b\",\"c\"]");
    }

    #[test]
    fn templates_are_texts_with_cells_in_them() {
        let read = |text| Template::read(text, str::len);
        let parts = vec![Part::Plain("swipe-".into()), Part::Cell(6), Part::Plain("-".into()), Part::Time];
        assert_eq!(read("swipe-{卡号}-{time}"), Some(Template(parts)));
        assert_eq!(read("hall").unwrap().fixed(), Some("hall"));
        assert_eq!(read("{卡号}").unwrap().fixed(), None);
        for bad in ["{卡号", "卡号}", "{}", "{a{b}}", "a}b{c}"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
