//! A message as a robot can take it: who tells it, what it says as far as there is room, and how to know it again.
//!
//! Robots know no keys, so a message that is tried again may come twice. Its number stands at its foot, and a repeated
//! attempt says that it is one.

use super::Attempt;
use crate::delivery::Message;

/// So many figures of the key stand at the foot.
const NUMBER_FIGURES: usize = 8;

/// The Markdown of a message, cut at a line where it weighs more than there is room for. A heading goes before it, unless
/// it begins with one.
pub fn fitted(
    message: &Message,
    attempt: Attempt,
    heading: Option<&str>,
    room: usize,
    weigh: fn(&str) -> usize,
) -> String {
    let number: String = message.key.chars().take(NUMBER_FIGURES).collect();
    let mut foot = format!("编号 No. {number}");
    if attempt.number > 1 {
        foot.push_str(&format!(
            "\n第 {} 次发送，可能已收到过 / sent again, you may have it already",
            attempt.number
        ));
    }
    let heading = heading.filter(|_| !begins_with_heading(&message.markdown));
    let head = heading.map(|heading| format!("**{heading}**\n")).unwrap_or_default();
    let whole = format!("{head}{}\n{foot}", message.markdown.trim_end());
    if weigh(&whole) <= room {
        return whole;
    }
    let lines: Vec<&str> = message.markdown.trim_end().lines().collect();
    let cut = |kept: usize| {
        let rest = rest(&lines[kept..], message.link.as_deref());
        let kept = lines[..kept].join("\n");
        format!("{head}{}\n{rest}\n{foot}", kept.trim_end())
    };
    // More lines weigh more: an entry is heavier than a figure of the count of those left out.
    let counts: Vec<usize> = (0..lines.len()).collect();
    let fitting = counts.partition_point(|&kept| weigh(&cut(kept)) <= room);
    fitting.checked_sub(1).map_or_else(|| shortest(message, &foot, room, weigh), cut)
}

/// Whether the first line is a heading: all of it bold.
pub fn begins_with_heading(markdown: &str) -> bool {
    let first = markdown.lines().next().unwrap_or_default();
    first.len() > 4 && first.starts_with("**") && first.ends_with("**")
}

/// How much was left out, and where it is.
fn rest(lines: &[&str], link: Option<&str>) -> String {
    let entries = lines.iter().filter(|line| is_entry(line)).count();
    let mut told = match entries {
        0 => {
            let lines = lines.iter().filter(|line| !line.is_empty()).count();
            format!("…还有 {lines} 行 / {lines} more lines")
        }
        _ => format!("…还有 {entries} 条 / {entries} more"),
    };
    if let Some(link) = link {
        told.push_str(&format!("：[查看全部 / see all]({link})"));
    }
    told
}

/// An entry of a list has its mark before it.
fn is_entry(line: &str) -> bool {
    let number = line.split_once(['.', '、']).map(|(number, _)| number);
    let is_numbered =
        number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()));
    is_numbered || line.starts_with("- ") || line.starts_with("• ")
}

/// There is no room for a line: the subject, as far as it goes, is better than nothing.
fn shortest(message: &Message, foot: &str, room: usize, weigh: fn(&str) -> usize) -> String {
    let subject: Vec<char> = message.subject.chars().collect();
    let cut = |length: usize| format!("{}…\n{foot}", subject[..length].iter().collect::<String>());
    (0..=subject.len()).rev().map(cut).find(|text| weigh(text) <= room).unwrap_or_else(|| foot.to_owned())
}

/// A text's length in bytes.
pub fn bytes(text: &str) -> usize {
    text.len()
}

/// A text's length in bytes where it stands in JSON.
pub fn bytes_in_json(text: &str) -> usize {
    let more = |byte: u8| match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' | 8 | 12 => 1,
        0..=31 => 5,
        _ => 0,
    };
    text.len() + text.bytes().map(more).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use scoring::time::Instant;

    fn digest(entries: usize) -> Message {
        let list: Vec<String> = (1..=entries).map(|n| format!("- 办件 C-{n:03} 已超期")).collect();
        Message {
            key: "0123456789abcdef0123456789abcdef".to_owned(),
            subject: "催办通知".to_owned(),
            markdown: format!("**催办通知**\n{}\n", list.join("\n")),
            link: Some("https://hall.example/to/x".to_owned()),
            ..Message::default()
        }
    }

    fn attempt(number: u32) -> Attempt {
        Attempt { number, now: Instant(0) }
    }

    #[test]
    fn what_fits_is_whole_with_its_number_at_the_foot() {
        let text = fitted(&digest(2), attempt(1), Some("催办通知"), 4096, bytes);
        assert_eq!(text, "**催办通知**\n- 办件 C-001 已超期\n- 办件 C-002 已超期\n编号 No. 01234567");
    }

    #[test]
    fn a_message_without_its_heading_gets_it() {
        let message = Message { markdown: "正文".to_owned(), ..digest(0) };
        let text = fitted(&message, attempt(1), Some("催办通知"), 4096, bytes);
        assert_eq!(text, "**催办通知**\n正文\n编号 No. 01234567");
    }

    #[test]
    fn lines_of_no_list_are_counted_as_lines() {
        let message = Message {
            markdown: ["**一**", "", "办件 C-1 已超期", "> 窗口"].repeat(50).join("\n"),
            ..digest(0)
        };
        let text = fitted(&message, attempt(1), None, 400, bytes);
        let kept =
            text.lines().take_while(|line| !line.starts_with('…')).filter(|line| !line.is_empty()).count();
        assert!(text.contains(&format!("…还有 {} 行 / {} more lines", 150 - kept, 150 - kept)), "{text}");
    }

    #[test]
    fn a_repeated_attempt_says_so() {
        let text = fitted(&digest(1), attempt(2), None, 4096, bytes);
        assert!(
            text.ends_with(
                "编号 No. 01234567\n第 2 次发送，可能已收到过 / sent again, you may have it already"
            ),
            "{text}"
        );
    }

    #[test]
    fn what_does_not_fit_is_cut_at_a_line_and_the_rest_counted() {
        let text = fitted(&digest(100), attempt(1), None, 400, bytes);
        assert!(text.len() <= 400, "{}", text.len());
        let kept = text.lines().filter(|line| line.starts_with("- 办件 C-")).count();
        assert!(
            kept > 0 && text.contains(&format!("- 办件 C-{kept:03} 已超期\n…还有 {} 条", 100 - kept)),
            "{text}"
        );
        assert!(text.contains("](https://hall.example/to/x)\n编号 No. 01234567"), "{text}");
    }

    #[test]
    fn the_last_byte_that_fits_is_used() {
        let message = digest(20);
        let whole = fitted(&message, attempt(1), None, 100_000, bytes);
        assert_eq!(fitted(&message, attempt(1), None, whole.len(), bytes), whole);
        assert_ne!(fitted(&message, attempt(1), None, whole.len() - 1, bytes), whole);
    }

    #[test]
    fn one_line_that_is_too_long_leaves_the_subject() {
        let message = Message { markdown: "长".repeat(2000), ..digest(0) };
        let text = fitted(&message, attempt(1), None, 120, bytes);
        assert!(text.len() <= 120 && text.contains("编号 No. 01234567"), "{text}");
    }

    #[test]
    fn the_weight_in_json_is_the_real_one() {
        for text in ["a\"b\\c\nd\u{1}", "催办\t\r", "plain"] {
            assert_eq!(
                bytes_in_json(text) + 2,
                serde_json::to_string(text).expect("a text").len(),
                "{text:?}"
            );
        }
    }
}
