//! Rejected events that a person mends: the text is corrected, checked on the spot, and entered. The original is kept.
//!
//! What a mended event may not change is whose it is. Where the sender's token or a registered `source` says which site
//! spoke, it stays; where the `id` could be read, it stays too, since the sender may send the same event again, mended, and must
//! meet a duplicate and not a second event. Of a `conflict` the id is taken, so that another one is needed.

use crate::live::{Delivery, Item, Live, Outcome, Refused};
use crate::rejections::{Code, Fault};
use crate::replay::Replayed;
use crate::store::sqlite::{AuditEntry, KeptRejection, Records, RejectionFilter, RejectionState};
use crate::store::{Road, StoreError};
use crate::wire::json::{self, Members};
use crate::wire::{Room, Wire};
use bumpalo::Bump;
use scoring::context::County;
use scoring::log::{Appended, Keyed, Log};
use scoring::registry::Registry;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// So many open ones of a code are mended at once.
pub const MANY_MAX: u64 = 5_000;

/// So many are looked at in one go at the desk, so that nobody waits long.
const TOGETHER: usize = 200;

/// So many examples are shown of a replacement.
const EXAMPLES_MAX: usize = 3;

/// What would become of a mended event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Would {
    /// It would be new.
    Accept,
    /// It is there already, with the same content.
    Duplicate,
    /// It would be rejected.
    Reject(Fault),
}

/// What a text says of its own identity, as far as it can be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// `source`
    pub source: Option<String>,
    /// `id`
    pub id: Option<String>,
}

impl Claim {
    /// Reads a text; where it is no JSON, what stands after the first `"source":` and `"id":`.
    pub fn of(raw: &[u8]) -> Claim {
        let Ok(Value::Object(event)) = serde_json::from_slice::<Value>(raw) else {
            let text = String::from_utf8_lossy(raw);
            return Claim { source: after(&text, "\"source\""), id: after(&text, "\"id\"") };
        };
        let member = |name: &str| event.get(name).and_then(Value::as_str).map(str::to_owned);
        Claim { source: member("source"), id: member("id") }
    }
}

fn after(text: &str, name: &str) -> Option<String> {
    let (_, rest) = text.split_once(name)?;
    let rest = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    rest.split_once('"').map(|(value, _)| value.to_owned()).filter(|value| !value.is_empty())
}

/// Whose a rejected event is, if anything says so: its token's site, or a source that the registry has.
pub fn owner(kept: &KeptRejection, registry: &Registry) -> Option<String> {
    let known = |source: &String| registry.index.sites.contains_key(source.as_str());
    kept.token_site.clone().or_else(|| Claim::of(&kept.raw).source.filter(known))
}

/// The id that a mended event has to keep, if there is one.
pub fn kept_id(kept: &KeptRejection) -> Option<String> {
    let is_taken = kept.code == Code::Conflict.word();
    Claim::of(&kept.raw).id.filter(|id| !is_taken && id.chars().count() <= 128)
}

/// What would become of a rejected event with this text. Nothing is entered.
pub fn would(county: County<'_>, log: &Log, kept: &KeptRejection, text: &str) -> Would {
    let wire = Wire::new(county.registry, county.rulebooks);
    would_by(&wire, county.registry, log, kept, text)
}

fn would_by(wire: &Wire<'_>, registry: &Registry, log: &Log, kept: &KeptRejection, text: &str) -> Would {
    let (arena, mut room) = (Bump::new(), Room::default());
    let event = match wire.read(text.as_bytes(), &arena, &mut room) {
        Ok(event) => event,
        Err(fault) => return Would::Reject(fault),
    };
    let source = registry.sites[usize::from(event.source)].id.as_str();
    if let Some(owner) = owner(kept, registry).filter(|owner| owner != source) {
        return Would::Reject(Fault::new(
            Code::NotAllowed,
            format_args!("这个事件属于 `{owner}`，更正时不能改成 `{source}` 的；请保留 source"),
            format_args!(
                "the event is of `{owner}`; mending must not make it one of `{source}`: keep its source"
            ),
        ));
    }
    if let Some(id) = kept_id(kept).filter(|id| id != event.id) {
        return Would::Reject(Fault::new(
            Code::NotAllowed,
            format_args!("更正时不能更换 id（原为 `{id}`）：发送方可能以同一 id 重发，换了就会重复计入"),
            format_args!(
                "mending must not give it another id than `{id}`: the sender may send it again, and it would count twice"
            ),
        ));
    }
    match log.known(&Keyed::from(event)) {
        None | Some(Appended::New(..)) => Would::Accept,
        Some(Appended::Duplicate) => Would::Duplicate,
        Some(Appended::Conflict) => Would::Reject(Fault::conflict(source, event.id)),
    }
}

/// What entering a mended event came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entered {
    /// It is there.
    Accepted,
    /// It was there already.
    Duplicate,
    /// It was not entered.
    Rejected(Fault),
    /// There is no such rejection, or it is settled.
    NotOpen,
}

/// Enters a mended event in place of an open rejection, and notes who did so. Blocks.
///
/// # Errors
///
/// [`Refused`]: nothing was entered.
pub fn enter(live: &Live, records: &Records, number: u64, text: &str, by: &str) -> Result<Entered, Refused> {
    let kept = records.rejection(number).map_err(store)?;
    let Some(kept) = kept.filter(|kept| kept.state == RejectionState::Open) else {
        return Ok(Entered::NotOpen);
    };
    let mended = vec![(kept, text.to_owned())];
    let (mended, verdicts) = judged(live, mended)?;
    if let Some(Would::Reject(fault)) = verdicts.into_iter().next() {
        return Ok(Entered::Rejected(fault));
    }
    note(live, records, by, &number.to_string(), &identity(text))?;
    let outcomes = hand_in(live, records, &mended, by)?;
    Ok(match outcomes.into_iter().next() {
        Some(Outcome::Accepted) => Entered::Accepted,
        Some(Outcome::Duplicate) => Entered::Duplicate,
        Some(Outcome::Rejected(fault)) => Entered::Rejected(fault),
        None => Entered::NotOpen,
    })
}

fn store(error: StoreError) -> Refused {
    Refused::Store(Arc::new(error))
}

fn identity(text: &str) -> String {
    let Claim { source, id } = Claim::of(text.as_bytes());
    format!("{}/{}", source.as_deref().unwrap_or("-"), id.as_deref().unwrap_or("-"))
}

type Mended = (KeptRejection, String);

/// What would become of each, looked at where the log is.
fn judged(live: &Live, mended: Vec<Mended>) -> Result<(Vec<Mended>, Vec<Would>), Refused> {
    live.act_and_wait(move |desk| {
        let context = desk.context();
        let wire = Wire::new(context.registry(), context.county.rulebooks);
        let verdict = |(kept, text): &Mended| would_by(&wire, context.registry(), context.log, kept, text);
        let verdicts = mended.iter().map(verdict).collect();
        (mended, verdicts)
    })
    .map_err(|_| Refused::Stopping)
}

fn note(live: &Live, records: &Records, by: &str, subject: &str, detail: &str) -> Result<(), Refused> {
    let at = live.act_and_wait(|desk| desk.now()).map_err(|_| Refused::Stopping)?;
    // Before anything is done, so that a run that was killed has left its trace.
    let entry = AuditEntry {
        at,
        who: by.to_owned(),
        what: "rejection.mended".to_owned(),
        subject: subject.to_owned(),
        detail: detail.to_owned(),
    };
    records.note(&entry).map_err(store)
}

fn hand_in(live: &Live, records: &Records, mended: &[Mended], by: &str) -> Result<Vec<Outcome>, Refused> {
    let delivery = |(kept, text): &Mended| Delivery {
        road: Road::Replay,
        // Which rejection it was, and who mended it: the event's page says so for ever.
        place: format!("{} · {by}", kept.number),
        site: kept.token_site.clone(),
        bytes: text.clone().into_bytes(),
        items: vec![Item { bytes: 0..text.len(), number: 1, fault: None }],
        file: None,
    };
    let outcomes = live.deliver_all_and_wait(mended.iter().map(delivery).collect())?;
    let outcomes: Vec<Outcome> = outcomes.into_iter().flatten().collect();
    let at = live.act_and_wait(|desk| desk.now()).map_err(|_| Refused::Stopping)?;
    let settle_all = || {
        for ((kept, text), outcome) in mended.iter().zip(&outcomes) {
            let state = match outcome {
                Outcome::Accepted => RejectionState::Accepted,
                Outcome::Duplicate => RejectionState::Duplicate,
                // It stays open, as it was sent.
                Outcome::Rejected(_) => continue,
            };
            records.rejection_was_mended(kept.number, text)?;
            records.settle_rejection(kept.number, state, by, None, at)?;
        }
        Ok(())
    };
    records.at_once(settle_all).map_err(store)?;
    Ok(outcomes)
}

/// A replacement in many: of a text in quotes by another, wherever it stands in the open rejections of a code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replacement {
    /// Only those that say they are from this site; `-` where it cannot be read.
    pub source: Option<String>,
    /// The code.
    pub code: String,
    /// The text between quotes, for example `W-1`.
    pub find: String,
    /// What stands there instead.
    pub with: String,
}

impl Replacement {
    /// A text with the replacement made; `None` where there is nothing to replace.
    pub fn made(&self, raw: &[u8]) -> Option<String> {
        let text = std::str::from_utf8(raw).ok()?;
        let quoted = |text: &str| Value::from(text).to_string();
        let (find, with) = (quoted(&self.find), quoted(&self.with));
        text.contains(&find).then(|| text.replace(&find, &with))
    }
}

/// What a replacement would come to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Preview {
    /// Open ones of the code that were looked at.
    pub open: u64,
    /// Whether there are more than are mended at once.
    pub is_more: bool,
    /// Those in which the text stands.
    pub matching: u64,
    /// Those that would be new events.
    pub would_pass: u64,
    /// Those that are there already.
    pub duplicates: u64,
    /// Codes of those that would still be rejected.
    pub still: Vec<(String, u64)>,
    /// A few of them.
    pub examples: Vec<Example>,
}

/// One of those that a replacement changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Example {
    /// Its number.
    pub number: u64,
    /// The text as it would be.
    pub text: String,
    /// Why it would still be rejected: Chinese, ` / `, English.
    pub fault: Option<String>,
}

/// What a replacement would come to. Nothing is entered. Blocks.
///
/// # Errors
///
/// [`Refused`]
pub fn preview(live: &Live, records: &Records, replacement: &Replacement) -> Result<Preview, Refused> {
    let (mut preview, mut still) = (Preview::default(), BTreeMap::<String, u64>::new());
    each_mended(live, records, replacement, &mut preview, |preview, mended, verdicts| {
        for ((kept, text), verdict) in mended.iter().zip(&verdicts) {
            let fault = match verdict {
                Would::Accept => {
                    preview.would_pass += 1;
                    None
                }
                Would::Duplicate => {
                    preview.duplicates += 1;
                    None
                }
                Would::Reject(fault) => {
                    *still.entry(fault.code.word().to_owned()).or_default() += 1;
                    Some(fault.message.clone())
                }
            };
            if preview.examples.len() < EXAMPLES_MAX {
                preview.examples.push(Example { number: kept.number, text: text.clone(), fault });
            }
        }
        Ok(())
    })?;
    preview.still = still.into_iter().collect();
    Ok(preview)
}

/// Makes a replacement and enters what would pass; the others stay open as they were sent. Blocks.
///
/// # Errors
///
/// [`Refused`]: what was entered until then stays so, the others are open as before.
pub fn replace(
    live: &Live,
    records: &Records,
    replacement: &Replacement,
    by: &str,
) -> Result<Replayed, Refused> {
    let Replacement { source, code, find, with } = replacement;
    let source = source.as_deref().map_or(String::new(), |source| format!(", source {source}"));
    note(live, records, by, &format!("code {code}{source}"), &format!("\"{find}\" -> \"{with}\""))?;
    let mut replayed = Replayed::default();
    each_mended(live, records, replacement, &mut Preview::default(), |_, mended, verdicts| {
        replayed.tried += mended.len() as u64;
        let passing: Vec<Mended> = mended
            .into_iter()
            .zip(verdicts)
            .filter(|(_, verdict)| !matches!(verdict, Would::Reject(_)))
            .map(|(mended, _)| mended)
            .collect();
        for outcome in hand_in(live, records, &passing, by)? {
            match outcome {
                Outcome::Accepted => replayed.accepted += 1,
                Outcome::Duplicate => replayed.duplicates += 1,
                Outcome::Rejected(_) => {}
            }
        }
        Ok(())
    })?;
    replayed.rejected = replayed.tried - replayed.accepted - replayed.duplicates;
    Ok(replayed)
}

/// Goes through the open ones of a code, in order, and hands on those that the replacement changes.
fn each_mended(
    live: &Live,
    records: &Records,
    replacement: &Replacement,
    preview: &mut Preview,
    mut each: impl FnMut(&mut Preview, Vec<Mended>, Vec<Would>) -> Result<(), Refused>,
) -> Result<(), Refused> {
    let mut after = 0;
    while preview.open < MANY_MAX {
        let filter = RejectionFilter {
            state: Some(RejectionState::Open),
            source: replacement.source.clone(),
            code: Some(replacement.code.clone()),
            after,
            ..RejectionFilter::default()
        };
        let kept = records.rejections(&filter, TOGETHER as u64).map_err(store)?;
        let Some(last) = kept.last() else { return Ok(()) };
        after = last.number;
        preview.open += kept.len() as u64;
        let made = |kept: KeptRejection| replacement.made(&kept.raw).map(|text| (kept, text));
        let mended: Vec<Mended> = kept.into_iter().filter_map(made).collect();
        preview.matching += mended.len() as u64;
        if !mended.is_empty() {
            let (mended, verdicts) = judged(live, mended)?;
            each(preview, mended, verdicts)?;
        }
    }
    preview.is_more = true;
    Ok(())
}

/// Where in a text the fault is, as far as its message tells: the byte that is no JSON, the field, the id that is not known.
pub fn spot(raw: &[u8], code: &str, message: &str) -> Option<Range<usize>> {
    if code == Code::MalformedJson.word() {
        let at = match std::str::from_utf8(raw) {
            Ok(_) => json::read(raw, &mut Members::default()).err()?.at,
            Err(error) => error.valid_up_to(),
        };
        return Some(at.min(raw.len().saturating_sub(1))..(at + 1).min(raw.len()));
    }
    let text = std::str::from_utf8(raw).ok()?;
    let named = message.split('`').nth(1)?;
    let member = named.strip_prefix("data.").unwrap_or(named);
    let quoted = Value::from(member).to_string();
    let start = text.find(&quoted)?;
    let end = start + quoted.len();
    let rest = &text[end..];
    let value = rest.trim_start().strip_prefix(':').map(str::trim_start);
    let Some(value) = value else { return Some(start..end) };
    Some(start..text.len() - value.len() + value_length(value))
}

/// How long a JSON value is that a text begins with, brackets and strings followed.
fn value_length(text: &str) -> usize {
    let (mut depth, mut is_text, mut is_escaped) = (0_usize, false, false);
    for (place, letter) in text.char_indices() {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' if is_text => is_escaped = true,
            '"' => is_text = !is_text,
            _ if is_text => {}
            '{' | '[' => depth += 1,
            '}' | ']' if depth > 0 => depth -= 1,
            ',' | '}' | ']' if depth == 0 => return place,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{Claim, Replacement, spot};

    fn marked(raw: &str, code: &str, message: &str) -> Option<String> {
        spot(raw.as_bytes(), code, message).map(|range| raw[range].to_owned())
    }

    #[test]
    fn the_place_of_a_fault_is_found_in_the_text() {
        let raw = r#"{"id":"e1","data":{"level":[6,"}"],"window":"W-9"}}"#;
        assert_eq!(marked(raw, "bad_field", "字段 `data.level` 的值").as_deref(), Some(r#""level":[6,"}"]"#));
        assert_eq!(marked(raw, "unknown_window", "没有窗口 `W-9`").as_deref(), Some("\"W-9\""));
        assert_eq!(marked(raw, "missing_field", "缺少 `data.staff`"), None, "it is not there");
        assert_eq!(marked("{\"id\":nope}", "malformed_json", "").as_deref(), Some("n"));
        assert_eq!(spot(br#"{"id":1,"id":2}"#, "malformed_json", ""), Some(9..10), "a name stands twice");
        assert_eq!(spot(b"", "malformed_json", ""), Some(0..0));
    }

    #[test]
    fn an_identity_is_read_even_where_the_text_is_no_json() {
        let claim = |source: Option<&str>, id: Option<&str>| Claim {
            source: source.map(str::to_owned),
            id: id.map(str::to_owned),
        };
        assert_eq!(Claim::of(br#"{"source":"hall","id":"e1"}"#), claim(Some("hall"), Some("e1")));
        assert_eq!(
            Claim::of(br#"{"source": "hall", "id" : "e1", "data": {,"#),
            claim(Some("hall"), Some("e1"))
        );
        assert_eq!(Claim::of(b"rubbish"), claim(None, None));
    }

    #[test]
    fn a_replacement_changes_whole_texts_alone() {
        let replacement =
            Replacement { find: "W-1".to_owned(), with: "W-01".to_owned(), ..Replacement::default() };
        assert_eq!(
            replacement.made(br#"{"window":"W-1","other":"W-10"}"#).as_deref(),
            Some(r#"{"window":"W-01","other":"W-10"}"#)
        );
        assert_eq!(replacement.made(br#"{"window":"W-10"}"#), None);
    }
}
