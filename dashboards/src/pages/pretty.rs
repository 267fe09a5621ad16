//! JSON set out in lines, its values and their order untouched: what a source sent is shown as it was sent.

/// Sets out JSON; what is none stays as it is.
pub(super) fn pretty(json: &str) -> String {
    if serde_json::from_str::<serde::de::IgnoredAny>(json).is_err() {
        return json.to_owned();
    }
    let mut text = String::with_capacity(json.len() * 2);
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    let mut letters = json.trim().chars().peekable();
    while let Some(letter) = letters.next() {
        if in_string {
            text.push(letter);
            (in_string, escaped) = (escaped || letter != '"', !escaped && letter == '\\');
            continue;
        }
        match letter {
            '"' => {
                in_string = true;
                text.push(letter);
            }
            '{' | '[' => {
                text.push(letter);
                while letters.peek().is_some_and(|next| next.is_ascii_whitespace()) {
                    letters.next();
                }
                if !matches!(letters.peek(), Some('}' | ']')) {
                    depth += 1;
                    line(&mut text, depth);
                }
            }
            '}' | ']' => {
                if !text.ends_with(['{', '[']) {
                    depth = depth.saturating_sub(1);
                    line(&mut text, depth);
                }
                text.push(letter);
            }
            ',' => {
                text.push(letter);
                line(&mut text, depth);
            }
            ':' => text.push_str(": "),
            letter if letter.is_ascii_whitespace() => {}
            letter => text.push(letter),
        }
    }
    text
}

fn line(text: &mut String, depth: usize) {
    text.push('\n');
    text.push_str(&"  ".repeat(depth));
}

#[cfg(test)]
mod tests {
    use super::pretty;

    #[test]
    fn values_and_their_order_stay_as_they_were_sent() {
        assert_eq!(
            pretty(r#"{"b":1.50, "a":[ ],"c":{"d":["x","y"]}}"#),
            "{\n  \"b\": 1.50,\n  \"a\": [],\n  \"c\": {\n    \"d\": [\n      \"x\",\n      \"y\"\n    ]\n  }\n}"
        );
        assert_eq!(pretty(r#"{"a":"x{,\"}:"}"#), "{\n  \"a\": \"x{,\\\"}:\"\n}");
        assert_eq!(pretty(r#"{"a":"\\"}"#), "{\n  \"a\": \"\\\\\"\n}");
        assert_eq!(pretty("no json: {"), "no json: {");
    }
}
