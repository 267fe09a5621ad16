//! Fields of published files whose types are the core's own: points without a float between, dates, months, flags.

use scoring::points::Points;
use scoring::ranking::Flag;
use scoring::time::{Date, Month};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// Points as a value of a map.
#[derive(Clone, Copy)]
pub(super) struct Decimal(pub Points);

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Decimal, D::Error> {
        points(from).map(Decimal)
    }
}

/// Points by their decimal text.
pub(super) fn points<'de, D: Deserializer<'de>>(from: D) -> Result<Points, D::Error> {
    let raw = Box::<RawValue>::deserialize(from)?;
    let wrong = || Error::custom(format!("{} are no points with at most two places", raw.get()));
    Points::parse(raw.get()).ok_or_else(wrong)
}

/// `YYYY-MM-DD`.
pub(super) fn date<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    let text = String::deserialize(from)?;
    Date::parse(&text).ok_or_else(|| Error::custom(format!("`{text}` is no date such as 2026-09-08")))
}

/// `YYYY-MM-DD` where it is there.
pub(super) fn date_if_any<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    date(from).map(Some)
}

/// `YYYY-MM`.
pub(super) fn month<'de, D: Deserializer<'de>>(from: D) -> Result<Month, D::Error> {
    let text = String::deserialize(from)?;
    Month::parse(&text).ok_or_else(|| Error::custom(format!("`{text}` is no month such as 2026-09")))
}

/// `red`, `yellow` or null.
pub(super) fn flag<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Flag>, D::Error> {
    let Some(word) = Option::<String>::deserialize(from)? else { return Ok(None) };
    let unknown = || Error::custom(format!("`{word}` is no flag; flags are red and yellow"));
    Flag::of_word(&word).map(Some).ok_or_else(unknown)
}
