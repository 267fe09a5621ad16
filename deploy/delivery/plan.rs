//! Who is told what now: when the site opens, one message an hour to each recipient, nothing of level 1 to who mutes it.

use super::drafts::DRAFT_READY;
use super::trouble::DRAFT_FAILED;
use super::unanswered::still_stands;
use ingest::store::KeptNotice;
use ingest::store::outbox::Untold;
use reports::delivery::addressee::Addressee;
use scoring::context::Context;
use scoring::notices::NoticeKind;
use scoring::registry::Registry;
use scoring::time::{Date, Instant};
use std::collections::{BTreeMap, BTreeSet};

/// So long after one message to a recipient the next one is made at the earliest.
pub const DIGEST_SECONDS: i64 = 3600;

/// On the day on which sending is set up, what cannot be over is told if it is no older than so many working days.
const FRESH_WORKDAYS: u32 = 5;

const NANOS_PER_SECOND: i64 = 1_000_000_000;

/// What is to be put into the outbox.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// A message each: the recipient, and what it tells, the most severe first.
    pub tell: Vec<(String, Vec<KeptNotice>)>,
    /// Of what a recipient does not want to be told: identities.
    pub mute: Vec<(String, Vec<String>)>,
}

/// When notices of a date go out: the standard schedule's start of that day (`clock.md`, Notices).
pub fn opening(registry: &Registry, date: Date) -> Instant {
    let standard = registry.schedules.iter().find(|schedule| schedule.id == "standard");
    let start = standard.map_or(0, |schedule| schedule.am.0.0);
    Instant(registry.zone.midnight(date).0 + start)
}

/// Who is told what now. `last_made` says when the last message was made for a recipient.
pub fn plan(
    registry: &Registry,
    untold: Vec<Untold>,
    last_made: &BTreeMap<String, Instant>,
    known: &BTreeMap<String, Addressee>,
    now: Instant,
) -> Plan {
    let mut plan = Plan::default();
    let mut tell: BTreeMap<String, Vec<KeptNotice>> = BTreeMap::new();
    let mut mute: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut open: BTreeMap<String, bool> = BTreeMap::new();
    for Untold { notice, recipients } in untold {
        let has_begun = *open
            .entry(notice.date.clone())
            .or_insert_with(|| Date::parse(&notice.date).is_some_and(|date| opening(registry, date) <= now));
        if !has_begun {
            continue;
        }
        for recipient in recipients {
            let mutes = notice.level == 1 && known.get(&recipient).is_some_and(|set| set.mutes_level_1);
            if mutes {
                mute.entry(recipient).or_default().push(notice.identity.clone());
            } else {
                tell.entry(recipient).or_default().push(notice.clone());
            }
        }
    }
    plan.mute.extend(mute);
    let opening = opening(registry, registry.zone.date(now));
    plan.tell
        .extend(tell.into_iter().filter(|(recipient, _)| is_turn(last_made.get(recipient), opening, now)));
    for (_, notices) in &mut plan.tell {
        notices.sort_by(|a, b| (b.level, &a.date, &a.identity).cmp(&(a.level, &b.date, &b.identity)));
    }
    plan
}

/// What is not worth telling on the day on which sending is set up: it was due before that day, and its cause is over; or,
/// where a cause cannot be over, it was due more than [`FRESH_WORKDAYS`] ago. It is taken out, as what nobody is to be told.
pub fn take_past(context: &Context<'_>, untold: &mut Vec<Untold>) -> Vec<(String, Vec<String>)> {
    let today = context.today();
    let fresh_from = context.calendar().minus(today, FRESH_WORKDAYS);
    let is_past = |notice: &KeptNotice| {
        let date = Date::parse(&notice.date);
        date.is_some_and(|date| match NoticeKind::of_word(&notice.kind) {
            Some(kind) if kind.is_of_month_end() => date < fresh_from,
            Some(_) => date < today && !still_stands(context, notice),
            // Trouble with a feed or a document is told anew each day; what else the service tells of itself is withdrawn when it is over.
            None if notice.kind == DRAFT_READY => date < fresh_from,
            None => date < today && (notice.kind.starts_with("feed_") || notice.kind == DRAFT_FAILED),
        })
    };
    let mut past: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for Untold { notice, recipients } in untold.extract_if(.., |untold| is_past(&untold.notice)) {
        for recipient in recipients {
            past.entry(recipient).or_default().push(notice.identity.clone());
        }
    }
    past.into_iter().collect()
}

/// Whether a recipient may get another message: the last one was made an hour ago or earlier. One of the night does not hold up
/// what goes out when the site opens.
pub fn is_turn(last: Option<&Instant>, opening: Instant, now: Instant) -> bool {
    last.is_none_or(|&last| {
        now.0 - last.0 >= DIGEST_SECONDS * NANOS_PER_SECOND || (last < opening && opening <= now)
    })
}

/// The identities of notices, each once.
pub fn identities(notices: &[KeptNotice]) -> Vec<String> {
    let each: BTreeSet<&str> = notices.iter().map(|notice| notice.identity.as_str()).collect();
    each.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests;
