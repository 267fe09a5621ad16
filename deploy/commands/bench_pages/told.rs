//! What was measured, as tables.

use super::load::{Answer, Page, agent, fetch};
use crate::commands::Failure;
use std::collections::BTreeMap;
use std::fs;
use std::net::SocketAddr;
use std::time::Duration;

/// What a reader may wait at the 99th percentile.
const TARGET: Duration = Duration::from_millis(50);

/// The machine in a line.
pub fn machine() -> String {
    let read = |file: &str| fs::read_to_string(file).unwrap_or_default();
    let cpus = read("/proc/cpuinfo");
    let model =
        cpus.lines().find(|line| line.starts_with("model name")).and_then(|line| line.split(": ").nth(1));
    let memory = read("/proc/meminfo");
    let kilobytes =
        memory.lines().next().and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    let load = read("/proc/loadavg");
    format!(
        "machine        {} cores of {}, {:.0} GB, load {} before; {} build",
        std::thread::available_parallelism().map_or(1, usize::from),
        model.unwrap_or("an unknown kind"),
        kilobytes.unwrap_or(f64::NAN) / 1e6,
        load.split_whitespace().next().unwrap_or("unknown"),
        if cfg!(debug_assertions) { "debug" } else { "release" }
    )
}

/// What the desk has done so far: a sum of seconds and how often, by the metric's name.
pub type DeskWork = BTreeMap<&'static str, (f64, f64)>;

/// The metrics that are told, with what they are.
const DESK: [(&str, &str); 4] = [
    ("flagpost_question_seconds", "questions"),
    ("flagpost_scoring_seconds", "results made anew"),
    ("flagpost_commit_seconds", "commits"),
    ("flagpost_apply_seconds", "events applied"),
];

/// Reads what the desk has done so far.
pub fn desk(address: SocketAddr) -> Result<DeskWork, Failure> {
    let (_, text) = fetch(&agent(), address, "/metrics", "")?;
    let text = String::from_utf8_lossy(&text);
    let number = |name: String| {
        let line = text.lines().find_map(|line| line.strip_prefix(&name)?.trim().parse().ok());
        line.unwrap_or(0.0)
    };
    Ok(DESK
        .iter()
        .map(|(name, _)| (*name, (number(format!("{name}_sum")), number(format!("{name}_count")))))
        .collect())
}

/// Tells how the desk and the processors were used between two looks.
pub fn work(before: &(DeskWork, f64), after: &(DeskWork, f64), requests: usize) {
    for (name, what) in DESK {
        let of = |work: &DeskWork| work.get(name).copied().unwrap_or_default();
        let ((sum_before, count_before), (sum, count)) = (of(&before.0), of(&after.0));
        let (seconds, times) = (sum - sum_before, count - count_before);
        println!(
            "at the desk    {what:<18} {times:>7.0} times, {seconds:>7.2} s, {:>6.2} ms each",
            seconds * 1e3 / times.max(1.0)
        );
    }
    let cpu = after.1 - before.1;
    println!(
        "processors     {cpu:.1} s of client and service, {:.2} ms a request",
        cpu * 1e3 / requests.max(1) as f64
    );
}

/// Tells how long pages took.
pub fn answers(answers: &[Answer], rate: u32, took: Duration) {
    println!(
        "\n{} requests at {rate} a second wanted, {:.1} a second answered",
        answers.len(),
        answers.len() as f64 / took.as_secs_f64()
    );
    println!(
        "{:<20} {:>7} {:>9} {:>9} {:>9} {:>9} {:>8}",
        "page", "asked", "p50 ms", "p99 ms", "max ms", "kB mean", "failed"
    );
    let mut pages: BTreeMap<Page, Vec<Answer>> = BTreeMap::new();
    for answer in answers {
        pages.entry(answer.page).or_default().push(*answer);
    }
    for (page, answers) in pages {
        line(page.name(), answers);
    }
    let p99 = line("all", answers.to_vec());
    let verdict = if p99 <= TARGET { "is met" } else { "is missed" };
    println!("target         p99 of all under {} ms {verdict}\n", TARGET.as_millis());
}

/// A line of the table; its 99th percentile.
fn line(name: &str, mut answers: Vec<Answer>) -> Duration {
    answers.sort_unstable_by_key(|answer| answer.took);
    let at = |permille: usize| {
        answers
            .get(answers.len().saturating_sub(1) * permille / 1000)
            .map_or(Duration::ZERO, |answer| answer.took)
    };
    let milliseconds = |took: Duration| took.as_secs_f64() * 1e3;
    let bytes: usize = answers.iter().map(|answer| answer.bytes).sum();
    let failed = answers.iter().filter(|answer| answer.status != 200).count();
    println!(
        "{name:<20} {:>7} {:>9.1} {:>9.1} {:>9.1} {:>9.1} {failed:>8}",
        answers.len(),
        milliseconds(at(500)),
        milliseconds(at(990)),
        milliseconds(at(1000)),
        bytes as f64 / answers.len().max(1) as f64 / 1e3
    );
    at(990)
}
