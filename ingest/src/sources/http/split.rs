//! Cuts a request's body into its events without reading them: each is checked by itself, so that a bad one costs itself
//! alone.

use std::ops::Range;

/// The content types of CloudEvents over HTTP, and lines as files have them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// `application/cloudevents+json` or `application/json`: one event.
    One,
    /// `application/cloudevents-batch+json`: an array of events.
    Array,
    /// `application/x-ndjson`: an event a line.
    Lines,
}

impl Shape {
    /// The shape of a content type, parameters aside.
    pub fn of(content_type: &str) -> Option<Shape> {
        let plain = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match plain.as_str() {
            "application/cloudevents+json" | "application/json" => Some(Shape::One),
            "application/cloudevents-batch+json" => Some(Shape::Array),
            "application/x-ndjson" | "application/ndjson" => Some(Shape::Lines),
            _ => None,
        }
    }
}

/// Why a body has no elements.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoArray {
    /// The byte, from 0, at which it stops being an array.
    pub at: usize,
}

/// The places of the events in a body.
///
/// # Errors
///
/// The body is no array although it should be one.
pub fn events(shape: Shape, body: &[u8]) -> Result<Vec<Range<usize>>, NoArray> {
    match shape {
        Shape::One => Ok(vec![trimmed(body, 0..body.len())]),
        Shape::Lines => Ok(lines(body)),
        Shape::Array => elements(body),
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

fn trimmed(body: &[u8], mut range: Range<usize>) -> Range<usize> {
    while range.start < range.end && is_space(body[range.start]) {
        range.start += 1;
    }
    while range.start < range.end && is_space(body[range.end - 1]) {
        range.end -= 1;
    }
    range
}

fn lines(body: &[u8]) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', body).chain(Some(body.len())) {
        let line = trimmed(body, start..end);
        if !line.is_empty() {
            lines.push(line);
        }
        start = end + 1;
    }
    lines
}

/// Follows brackets and strings only; whether an element is proper JSON is looked at when it is read.
fn elements(body: &[u8]) -> Result<Vec<Range<usize>>, NoArray> {
    let whole = trimmed(body, 0..body.len());
    if body.get(whole.start) != Some(&b'[') {
        return Err(NoArray { at: whole.start });
    }
    let mut elements = Vec::new();
    let (mut depth, mut start, mut at) = (0_usize, whole.start + 1, whole.start + 1);
    while at < whole.end {
        // Everything else is passed over at the speed of memory; an event's strings hardly ever hold these.
        match body[at] {
            b'"' => at = string_end(body, at, whole.end)?,
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth > 0 => depth -= 1,
            b',' if depth == 0 => {
                elements.push(trimmed(body, start..at));
                start = at + 1;
            }
            b']' => {
                if at + 1 != whole.end {
                    return Err(NoArray { at: at + 1 });
                }
                let last = trimmed(body, start..at);
                if !last.is_empty() || !elements.is_empty() {
                    elements.push(last);
                }
                return Ok(elements);
            }
            _ => {}
        }
        at += 1;
    }
    Err(NoArray { at: whole.end })
}

/// The place of the quote that ends the string beginning at a quote.
fn string_end(body: &[u8], start: usize, end: usize) -> Result<usize, NoArray> {
    let mut at = start + 1;
    while let Some(found) = memchr::memchr2(b'"', b'\\', &body[at..end]) {
        at += found;
        if body[at] == b'"' {
            return Ok(at);
        }
        at += 2;
        if at > end {
            break;
        }
    }
    Err(NoArray { at: end })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::{option, prelude::any};

    fn texts(shape: Shape, body: &str) -> Option<Vec<&str>> {
        let found = events(shape, body.as_bytes()).ok()?;
        Some(found.into_iter().map(|range| &body[range]).collect())
    }

    #[test]
    fn an_array_is_cut_at_its_own_commas() {
        assert_eq!(texts(Shape::Array, " [ ] "), Some(vec![]));
        assert_eq!(texts(Shape::Array, "[{\"a\":[1,2]}, 3 ]"), Some(vec!["{\"a\":[1,2]}", "3"]));
        assert_eq!(texts(Shape::Array, r#"["],\"[",{"b":"}"}]"#), Some(vec![r#""],\"[""#, r#"{"b":"}"}"#]));
    }

    #[test]
    fn a_hole_in_an_array_is_an_element_that_is_no_event() {
        assert_eq!(texts(Shape::Array, "[1,,2]"), Some(vec!["1", "", "2"]));
        assert_eq!(texts(Shape::Array, "[1,]"), Some(vec!["1", ""]));
    }

    #[test]
    fn what_is_no_array_says_where() {
        let at = |body: &str| events(Shape::Array, body.as_bytes()).err().map(|none| none.at);
        assert_eq!(at("{}"), Some(0));
        assert_eq!(at("[1] x"), Some(3));
        assert_eq!(at("[1"), Some(2));
        assert_eq!(at("[\"a"), Some(3));
        assert_eq!(at("[\"a\\"), Some(4));
        assert_eq!(at(""), Some(0));
    }

    #[test]
    fn lines_are_cut_and_blank_ones_left_out() {
        assert_eq!(texts(Shape::Lines, "{}\r\n\n  \n[]"), Some(vec!["{}", "[]"]));
        assert_eq!(texts(Shape::One, " {} \n"), Some(vec!["{}"]));
    }

    proptest::proptest! {
        #[test]
        fn the_elements_of_any_json_array_are_found(list in vec((any::<String>(), option::of(vec(any::<String>(), 0..3))), 0..6)) {
            let body = serde_json::to_string_pretty(&list).unwrap_or_default();
            let found = texts(Shape::Array, &body).unwrap_or_default();
            let read: Vec<(String, Option<Vec<String>>)> =
                found.iter().filter_map(|text| serde_json::from_str(text).ok()).collect();
            proptest::prop_assert_eq!(read, list);
        }

        #[test]
        fn any_bytes_are_cut_without_a_crash(bytes in vec(any::<u8>(), 0..200)) {
            for shape in [Shape::One, Shape::Array, Shape::Lines] {
                let _ = events(shape, &bytes);
            }
        }
    }
}
