//! Titles in the middle, broken where the sense allows, in lines of like length (GB/T 9704-2012, 7.3.1).

use super::sorts::{Style, width};

/// Breaking after these costs nothing: what follows begins a word.
const SENSE: &str = "的和与及》”）、，：月年";
/// What is rather broken before than within.
const BEFORE: [&str; 8] = ["关于", "情况", "通报", "政务", "窗口", "20", "《", "工作"];
/// What breaking elsewhere in Chinese costs, in parts of the room.
const WITHIN_WORDS: f32 = 0.35;

/// A title in as few lines as it takes, each no wider than the room; where the title itself has line ends, there.
pub(super) fn balanced(title: &str, style: &Style, room: f32) -> Vec<String> {
    title.lines().flat_map(|part| broken(part, style, room)).collect()
}

fn broken(title: &str, style: &Style, room: f32) -> Vec<String> {
    let whole = width(title, style);
    if whole <= room {
        return vec![title.to_owned()];
    }
    let fewest = (whole / room).ceil() as usize;
    let cut = (fewest..fewest + 3).find_map(|count| cut(title, style, room, count));
    match cut {
        Some((head, tail)) => {
            let mut lines = vec![head];
            lines.extend(broken(&tail, style, room));
            lines
        }
        None => vec![title.to_owned()],
    }
}

/// The first of so many lines, and the rest.
fn cut(title: &str, style: &Style, room: f32, count: usize) -> Option<(String, String)> {
    let ideal = width(title, style) / count as f32;
    let mut best: Option<(f32, &str, &str)> = None;
    for (place, cost) in places(title) {
        let (head, tail) = title.split_at(place);
        let (head, tail) = (head.trim_end(), tail.trim_start());
        let (first, rest) = (width(head, style), width(tail, style));
        if first > room || rest > room * (count - 1).max(1) as f32 {
            continue;
        }
        let cost = cost + (first - ideal).abs() / room;
        if best.is_none_or(|(least, ..)| cost < least) {
            best = Some((cost, head, tail));
        }
    }
    best.map(|(_, head, tail)| (head.to_owned(), tail.to_owned()))
}

/// Where a title may be broken, and what that costs.
fn places(title: &str) -> Vec<(usize, f32)> {
    let mut places = Vec::new();
    for (place, opportunity) in unicode_linebreak::linebreaks(title) {
        if opportunity == unicode_linebreak::BreakOpportunity::Mandatory {
            continue;
        }
        let (head, tail) = title.split_at(place);
        let last = head.chars().last().unwrap_or(' ');
        let next = tail.chars().next().unwrap_or(' ');
        if last.is_ascii_digit()
            || "的和与及年月日".contains(next)
            || next.is_ascii_digit() && "第年月".contains(last)
        {
            continue;
        }
        let is_sense =
            last == ' ' || SENSE.contains(last) || BEFORE.iter().any(|word| tail.starts_with(word));
        places.push((place, if is_sense { 0.0 } else { WITHIN_WORDS }));
    }
    places
}

#[cfg(test)]
mod tests {
    use super::balanced;
    use crate::fonts::Face;
    use crate::typeset::sorts::Style;

    #[test]
    fn a_long_title_is_broken_at_its_sense() {
        let style = Style::new(Face::Title, 22.0);
        let title = "关于2026年9月全县政务服务窗口电子监察和绩效考核情况的通报";
        let lines = balanced(title, &style, 22.0 * 20.0);
        assert_eq!(lines, ["关于2026年9月全县政务服务", "窗口电子监察和绩效考核情况的通报"]);
        assert_eq!(lines.concat(), title);
    }

    #[test]
    fn no_line_of_a_title_is_wider_than_its_room() {
        let style = Style::new(Face::Title, 18.0);
        let title =
            "Bulletin on the electronic supervision of the service windows of the county in September 2026";
        for room in 200..600 {
            let room = room as f32;
            for line in balanced(title, &style, room) {
                assert!(crate::typeset::sorts::width(&line, &style) <= room, "{line} in {room}");
                assert_ne!(line, "2026", "the year is not alone");
            }
        }
    }

    #[test]
    fn a_short_title_stays_whole() {
        let style = Style::new(Face::Title, 22.0);
        assert_eq!(balanced("月度通报", &style, 440.0), ["月度通报"]);
    }
}
