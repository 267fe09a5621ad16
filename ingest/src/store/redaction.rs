//! Erases what people wrote from an event's text and leaves every other byte as it was sent.
//!
//! The contract gives these fields no meaning: no result reads them, so an event counts after it exactly as before. What digests
//! of months say of the event is kept beside it (`redactions` in the store's schema), since they speak of the text as it arrived.

use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// What stands in the place of a text that was erased.
pub const ERASED: &str = "[已删除 erased]";

/// What a citizen may write: the field with the types that carry it.
const WORDS: [(&str, &[&str]); 2] =
    [("rating.submitted", &["comment", "tags"]), ("complaint.received", &["statement"])];

#[derive(Deserialize)]
struct Sent<'r> {
    #[serde(rename = "type")]
    event_type: String,
    #[serde(borrow)]
    data: BTreeMap<String, &'r RawValue>,
}

/// An event's text without what a citizen wrote, and the fields that it was in; `None` where there is nothing of that kind, or
/// not any more.
pub fn without_words(raw: &str) -> Option<(String, Vec<&'static str>)> {
    if !WORDS.iter().any(|(event_type, _)| raw.contains(event_type)) {
        return None;
    }
    let Sent { event_type, data } = serde_json::from_str(raw).ok()?;
    let (_, fields) = WORDS.iter().find(|(of, _)| *of == event_type)?;
    let gone = format!("\"{ERASED}\"");
    let mut places = Vec::new();
    for &field in *fields {
        let Some(value) = data.get(field).map(|value| value.get()) else { continue };
        let instead = if value.starts_with('[') { "[]" } else { gone.as_str() };
        if value != instead && value != "null" {
            // The value is a part of the text, so its place there is known.
            let start = value.as_ptr() as usize - raw.as_ptr() as usize;
            places.push((start..start + value.len(), field, instead));
        }
    }
    if places.is_empty() {
        return None;
    }
    places.sort_unstable_by_key(|(range, ..)| range.start);
    let (mut text, mut end) = (String::with_capacity(raw.len()), 0);
    for (range, _, instead) in &places {
        text.push_str(&raw[end..range.start]);
        text.push_str(instead);
        end = range.end;
    }
    text.push_str(&raw[end..]);
    Some((text, places.into_iter().map(|(_, field, _)| field).collect()))
}

#[cfg(test)]
mod tests {
    use super::without_words;

    #[test]
    fn words_go_and_every_other_byte_stays() {
        let raw = "{ \"type\":\"rating.submitted\",\"data\":{\"tags\":[\"态度\"],\r\n\"rating\":\"R-1\", \"level\": 1,\"comment\":\"等了\\\"两小时\",\"x\":1.10}}";
        let (text, fields) = without_words(raw).expect("words");
        assert_eq!(
            text,
            "{ \"type\":\"rating.submitted\",\"data\":{\"tags\":[],\r\n\"rating\":\"R-1\", \"level\": 1,\"comment\":\"[已删除 erased]\",\"x\":1.10}}"
        );
        assert_eq!(fields, ["tags", "comment"]);
        assert_eq!(without_words(&text), None, "what is erased is erased once");
    }

    #[test]
    fn only_the_fields_of_citizens_go() {
        let complaint = r#"{"type":"complaint.received","data":{"complaint":"P-1","statement":"说我材料不全","comment":"x"}}"#;
        let (text, _) = without_words(complaint).expect("words");
        assert_eq!(
            text,
            r#"{"type":"complaint.received","data":{"complaint":"P-1","statement":"[已删除 erased]","comment":"x"}}"#
        );
        for other in [
            r#"{"type":"rating.verified","data":{"rating":"R-1","comment":"rating.submitted"}}"#,
            r#"{"type":"rating.submitted","data":{"rating":"R-1","comment":null}}"#,
            r#"{"type":"rating.submitted","data":{"rating":"R-1","tags":[]}}"#,
            "rating.submitted, and no JSON",
        ] {
            assert_eq!(without_words(other), None, "{other}");
        }
    }
}
