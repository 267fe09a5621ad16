//! A file of events held against the contract: by the same `Wire` that takes events in, with a county's registry. Nothing of it
//! is kept.
//!
//! A file is an event a line, one JSON array, or one event.

use super::codes;
use bumpalo::Bump;
use ingest::rejections::{CODES, Code, Fault};
use ingest::sources::http::{Shape, events};
use ingest::wire::{Room, Wire};
use reports::words::{Lang, Word};
use scoring::log::{Appended, Keyed, Log};
use scoring::registry::Registry;
use scoring::rulebook::Rulebooks;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use utoipa::ToSchema;

/// So many lines that failed are listed; the counts have all of them.
pub const LISTED_MAX: usize = 200;

/// What a file came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct FileReport {
    /// The file's name.
    pub name: String,
    /// How many events it has.
    pub read: u64,
    /// Those that would be taken.
    pub accepted: u64,
    /// Those that are in the file before, with the same content.
    pub duplicates: u64,
    /// Those that would be rejected.
    pub rejected: u64,
    /// The codes that occur, in the order of precedence.
    pub codes: Vec<CodeCount>,
    /// The event types of what would be taken.
    pub types: Vec<TypeCount>,
    /// The first lines that would be rejected.
    pub lines: Vec<FaultyLine>,
}

/// How often a code occurs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CodeCount {
    /// The code.
    pub code: &'static str,
    /// How often.
    pub count: u64,
    /// The line where it is first.
    pub first_line: u64,
}

/// How often an event type occurs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TypeCount {
    /// The type.
    pub event_type: String,
    /// How often.
    pub count: u64,
}

/// A line that would be rejected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FaultyLine {
    /// The line of the file, from 1; of an array, the line where the event begins.
    pub line: u64,
    /// The code.
    pub code: &'static str,
    /// What is wrong and how to mend it: Chinese, ` / `, English.
    pub message: String,
    /// The beginning of the event.
    pub raw: String,
}

/// So many characters of an event are shown.
const RAW_CHARACTERS_MAX: usize = 160;

impl FileReport {
    /// Whether everything would be taken, and there is something.
    pub fn is_clean(&self) -> bool {
        self.read > 0 && self.rejected == 0
    }
}

/// Checks a file. `site`: the site whose token will send it, so that it may not speak for another.
pub fn check(
    name: &str,
    bytes: &[u8],
    registry: &Registry,
    rulebooks: &Rulebooks,
    site: Option<&str>,
) -> FileReport {
    let mut report = FileReport { name: name.to_owned(), ..FileReport::default() };
    // Of each code how many there are, and where the first is.
    let mut codes: BTreeMap<Code, (u64, u64)> = BTreeMap::new();
    let mut types: BTreeMap<&str, u64> = BTreeMap::new();
    let wire = Wire::new(registry, rulebooks);
    let (mut log, mut room) = (Log::new(), Room::default());
    let mut note = |report: &mut FileReport, line: u64, fault: Fault, raw: &[u8]| {
        report.rejected += 1;
        codes.entry(fault.code).or_insert((0, line)).0 += 1;
        if report.lines.len() < LISTED_MAX {
            let raw = String::from_utf8_lossy(raw).chars().take(RAW_CHARACTERS_MAX).collect();
            report.lines.push(FaultyLine { line, code: fault.code.word(), message: fault.message, raw });
        }
    };
    let cut = events(shape_of(bytes), bytes).unwrap_or_else(|no_array| {
        let fault = Fault::new(
            Code::MalformedJson,
            format_args!("文件以 [ 开头，但不是完整的 JSON 数组，第 {} 个字节处有误", no_array.at + 1),
            format_args!(
                "the file begins with [ but is no whole JSON array; it stops being one at byte {}",
                no_array.at + 1
            ),
        );
        report.read += 1;
        let line = line_of(bytes, no_array.at.min(bytes.len()), (0, 1)).1;
        note(&mut report, line, fault, bytes);
        Vec::new()
    });
    let mut at = (0, 1);
    for range in cut {
        at = line_of(bytes, range.start, at);
        let (raw, line) = (&bytes[range], at.1);
        let arena = Bump::new();
        report.read += 1;
        let event = match wire.read(raw, &arena, &mut room) {
            Ok(event) => event,
            Err(fault) => {
                note(&mut report, line, fault, raw);
                continue;
            }
        };
        let source = registry.sites[usize::from(event.source)].id.as_str();
        if let Some(site) = site.filter(|site| *site != source) {
            let fault = Fault::new(
                Code::NotAllowed,
                format_args!("`{site}` 的令牌不能以 `{source}` 的名义上报"),
                format_args!("the token of `{site}` may not speak for `{source}`"),
            );
            note(&mut report, line, fault, raw);
            continue;
        }
        match log.append(&Keyed::from(event)) {
            Appended::New(..) => {
                report.accepted += 1;
                *types.entry(event.fact.type_word()).or_default() += 1;
            }
            Appended::Duplicate => report.duplicates += 1,
            Appended::Conflict => note(&mut report, line, Fault::conflict(source, event.id), raw),
        }
    }
    report.codes = codes
        .into_iter()
        .map(|(code, (count, first_line))| CodeCount { code: code.word(), count, first_line })
        .collect();
    report.types = types
        .into_iter()
        .map(|(event_type, count)| TypeCount { event_type: event_type.to_owned(), count })
        .collect();
    report
}

/// An array begins with `[`. One event may stand on several lines; then the first line by itself is no JSON.
fn shape_of(bytes: &[u8]) -> Shape {
    let start = bytes.trim_ascii_start();
    if start.first() == Some(&b'[') {
        return Shape::Array;
    }
    let first = start.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let is_json = |bytes: &[u8]| serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok();
    if !is_json(first) && is_json(bytes) { Shape::One } else { Shape::Lines }
}

/// The line of a place, counted on from an earlier place.
fn line_of(bytes: &[u8], place: usize, (from, line): (usize, u64)) -> (usize, u64) {
    let breaks = bytes[from..place].iter().filter(|&&byte| byte == b'\n').count();
    (place, line + breaks as u64)
}

/// The code of a word that a report has.
pub fn code_of(word: &str) -> Option<Code> {
    CODES.into_iter().find(|code| code.word() == word)
}

/// The report as text, for the command line.
pub fn text(report: &FileReport, lang: Lang) -> String {
    let mut text = String::new();
    let say = |zh: String, en: String| match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    let FileReport { name, read, accepted, duplicates, rejected, .. } = report;
    // Writing to memory does not fail.
    let _ = writeln!(
        text,
        "{}",
        say(
            format!("{name}：{read} 个事件，可接收 {accepted}，重复 {duplicates}，将被拒收 {rejected}"),
            format!(
                "{name}: {read} events, {accepted} would be taken, {duplicates} duplicates, {rejected} would be rejected"
            ),
        )
    );
    for count in &report.codes {
        let code = code_of(count.code);
        let meaning = code.map_or("", |code| lang.say(codes::meaning(code)));
        let mend = code.map_or("", |code| lang.say(codes::mend(code)));
        let line = lang.say(Word::new("首见第", "first on line"));
        let _ = writeln!(
            text,
            "  {:<18} {:>6}  {line} {}  {meaning} → {mend}",
            count.code, count.count, count.first_line
        );
    }
    for line in &report.lines {
        let message = crate::pages::rejected::message_in(&line.message, lang);
        let _ = writeln!(text, "{name}:{}: {}: {message}", line.line, line.code);
    }
    let listed = report.lines.len() as u64;
    if listed < *rejected {
        let more = rejected - listed;
        let _ = writeln!(text, "{}", say(format!("…… 另有 {more} 处未列出"), format!("… and {more} more")));
    }
    if *read == 0 {
        let _ = writeln!(text, "{}", lang.say(Word::new("文件中没有事件", "there is no event in the file")));
    }
    text
}
