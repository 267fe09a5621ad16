//! CloudEvents in binary mode: the attributes in `ce-…` headers, `data` as the body. Put together, it is an event like any
//! other.

use axum::http::HeaderMap;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// Whether a request is in binary mode.
pub fn is_binary(headers: &HeaderMap) -> bool {
    headers.contains_key("ce-specversion") || headers.contains_key("ce-id")
}

/// The event in structured mode. A body that is no JSON stays as it is, so that reading the event says so.
pub fn structured(headers: &HeaderMap, body: &[u8]) -> Vec<u8> {
    let mut event: Map<String, Value> = Map::new();
    for (name, value) in headers {
        let Some(attribute) = name.as_str().strip_prefix("ce-") else { continue };
        // Values are percent-encoded where they are not plain ASCII (CloudEvents HTTP binding, 3.1.3.2).
        event.insert(attribute.to_owned(), Value::String(decoded(value.as_bytes())));
    }
    let mut text = serde_json::to_string(&event).unwrap_or_default();
    let data = if body.is_empty() { b"null" } else { body };
    // Ends in `}`, before which `data` goes in.
    text.pop();
    if text.len() > 1 {
        text.push(',');
    }
    text.push_str("\"data\":");
    let mut bytes = text.into_bytes();
    let proper: Option<&RawValue> = serde_json::from_slice(data).ok();
    bytes.extend_from_slice(proper.map_or(data, |value| value.get().as_bytes()));
    bytes.push(b'}');
    bytes
}

fn decoded(value: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value;
    while let [first, after @ ..] = rest {
        let code = match (first, after) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        bytes.push(code.unwrap_or(*first));
        rest = &after[if code.is_some() { 2 } else { 0 }..];
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn event(headers: &[(&'static str, &'static str)], body: &str) -> String {
        let headers = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        String::from_utf8_lossy(&structured(&headers, body.as_bytes())).into_owned()
    }

    #[test]
    fn headers_become_attributes_and_the_body_data() {
        let headers = [
            ("ce-specversion", "1.0"),
            ("ce-id", "7%2Ff"),
            ("host", "x"),
            ("content-type", "application/json"),
        ];
        assert_eq!(
            event(&headers, " {\"case\": \"C-1\"} "),
            r#"{"id":"7/f","specversion":"1.0","data":{"case": "C-1"}}"#
        );
    }

    #[test]
    fn a_missing_or_broken_body_is_left_to_the_reader() {
        assert_eq!(event(&[("ce-id", "1")], ""), r#"{"id":"1","data":null}"#);
        assert_eq!(event(&[("ce-id", "50%")], "oops"), r#"{"id":"50%","data":oops}"#);
    }
}
