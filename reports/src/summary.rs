//! What a run of `flagpost score` came to, in a short table: the best windows, the yellow flags and dissatisfied ones,
//! how many were ranked, what became of the lines, and where the files are.

use crate::render::columns::{Align, Columns};
use crate::render::contract::LineCounts;
use crate::words::{Lang, labels};
use scoring::context::Context;
use scoring::month::{MonthResult, WindowStanding};
use scoring::ranking::Flag;
use std::cmp::Reverse;

/// So many of the best windows are shown.
const BEST_SHOWN: usize = 10;
/// So many of the yellow and dissatisfied windows are shown.
const WORST_SHOWN: usize = 10;
/// So many codes of rejection to a line.
const CODES_TO_A_LINE: usize = 6;

/// A run, as it is told at its end.
#[derive(Debug)]
pub struct Summary<'a> {
    /// The months in order; the last in full.
    pub results: &'a [MonthResult],
    /// What became of the lines.
    pub counts: LineCounts,
    /// How many lines were rejected, by code.
    pub rejected: &'a [(&'static str, u64)],
    /// Where the files are.
    pub out: &'a str,
}

/// The summary as text. `ruled` draws a hairline beneath the heads, for a terminal.
pub fn text(context: &Context<'_>, summary: &Summary<'_>, lang: Lang, ruled: bool) -> String {
    let Some((last, before)) = summary.results.split_last() else { return String::new() };
    let mut text = String::new();
    for result in before {
        text.push_str(&format!("{}\n", month_line(result, lang)));
    }
    text.push_str(&format!("{}\n", month_line(last, lang)));
    text.push_str(&table(context, last, lang, ruled));
    text.push_str(&format!("\n{}\n", lines(summary, lang)));
    text.push_str(&format!("{}\n", lang.files(summary.out)));
    text
}

/// One line for those who do not see the rejections: that some lines do not count.
pub fn rejected_note(rejected: u64, lang: Lang) -> String {
    lang.rejected_note(rejected)
}

/// `2026年9月  窗口 38 个参加排名…`: a month in one line.
fn month_line(result: &MonthResult, lang: Lang) -> String {
    let flag = |flag: Flag| result.windows.iter().filter(|standing| standing.flag == Some(flag)).count();
    lang.month_summary(&crate::words::MonthTold {
        month: lang.month(result.month),
        windows: result.windows.iter().filter(|standing| standing.rank.is_some()).count(),
        staff: result.staff.iter().filter(|standing| standing.rank.is_some()).count(),
        red: flag(Flag::Red),
        yellow: flag(Flag::Yellow),
        dissatisfied: result.windows.iter().filter(|standing| standing.dissatisfied).count(),
        notices: result.notices.len(),
        anomalies: result.anomalies.len(),
    })
}

/// The best ranked windows, then the yellow flags and dissatisfied windows that are not among them.
fn table(context: &Context<'_>, result: &MonthResult, lang: Lang, ruled: bool) -> String {
    let mut columns = Columns::new(&[Align::Right, Align::Left, Align::Left, Align::Left, Align::Right]);
    if ruled {
        columns.rule();
    }
    let heads = [labels::RANK, labels::FLAG, labels::WINDOW, labels::DEPARTMENT, labels::TOTAL];
    columns.head(heads.map(|label| lang.say(label)));
    let ranked = result.windows.iter().filter(|standing| standing.rank.is_some()).count();
    let (shown, rest) = result.windows.split_at(ranked.min(BEST_SHOWN));
    for standing in shown {
        columns.row(row(context, standing, lang));
    }
    let worst: Vec<&WindowStanding> =
        rest.iter().filter(|standing| standing.flag == Some(Flag::Yellow) || standing.dissatisfied).collect();
    let between = rest.len() - worst.len();
    if between > 0 {
        columns.row([
            "…".to_owned(),
            String::new(),
            lang.windows_between(between),
            String::new(),
            String::new(),
        ]);
    }
    for standing in worst.iter().take(WORST_SHOWN) {
        columns.row(row(context, standing, lang));
    }
    if worst.len() > WORST_SHOWN {
        let more = lang.and_more(worst.len() - WORST_SHOWN);
        columns.row(["…".to_owned(), String::new(), more, String::new(), String::new()]);
    }
    columns.text()
}

fn row(context: &Context<'_>, standing: &WindowStanding, lang: Lang) -> [String; 5] {
    let registry = context.registry();
    let window = &registry.windows[usize::from(standing.window)];
    let mut flag: Vec<&str> = standing.flag.map(|flag| lang.flag(flag)).into_iter().collect();
    if standing.dissatisfied {
        flag.push(lang.say(labels::DISSATISFIED_SHORT));
    }
    [
        standing.rank.map_or("—".to_owned(), |rank| rank.to_string()),
        flag.join(" "),
        format!("{} {}", window.id, window.name),
        registry.departments[usize::from(window.department)].name.clone(),
        standing.total().to_string(),
    ]
}

/// What became of the lines, the rejected ones by code, the most frequent first.
fn lines(summary: &Summary<'_>, lang: Lang) -> String {
    let LineCounts { read, accepted, duplicates, rejected } = summary.counts;
    let counted = lang.line_counts(read, accepted, duplicates, rejected);
    if summary.rejected.is_empty() {
        return counted;
    }
    let mut by_count = summary.rejected.to_vec();
    by_count.sort_by_key(|&(_, count)| Reverse(count));
    let codes: Vec<String> = by_count.iter().map(|(code, count)| format!("{code} {count}")).collect();
    let mut lines = vec![counted, lang.say(labels::REJECTED_CODES).to_owned()];
    lines.extend(codes.chunks(CODES_TO_A_LINE).map(|chunk| format!("  {}", lang.list(chunk))));
    lines.join("\n")
}
