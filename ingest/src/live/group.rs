//! Takes in a group of deliveries: checked, made durable together, applied, answered.

use super::arrivals::{Arrivals, Became};
use super::check::{Checked, Checker};
use super::desk::Desk;
use super::{Answer, Delivery, Outcome, Refused};
use crate::batch::Counts;
use crate::store::{
    Batch, FilePosition, NewAcknowledgement, NewDelivery, NewEvent, NewRejection, Road, Store, StoreError,
};
use crate::wire::Room;
use bumpalo::Bump;
use scoring::event::Fact;
use scoring::log::{Appended, Keyed};
use scoring::time::Instant;
use serde::Deserialize;
use std::sync::Arc;
use std::time::Instant as Stopwatch;

/// What a rejected event says about itself, as far as it can be read.
#[derive(Deserialize, Default)]
struct Claims {
    source: Option<String>,
    #[serde(rename = "type")]
    event_type: Option<String>,
}

/// What of an acknowledgement is kept beside the event.
#[derive(Deserialize)]
struct Acknowledgement {
    data: AcknowledgementData,
}

#[derive(Deserialize)]
struct AcknowledgementData {
    notice: String,
    by: String,
    reason: Option<String>,
}

impl Desk<'_> {
    /// Takes in what is delivered from within an act, before anything else is: a person's step that belongs to what the
    /// act does. What became of its items, in their order.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: nothing of it is there.
    pub fn deliver(&mut self, delivery: Delivery) -> Result<Vec<Outcome>, StoreError> {
        let now = self.now();
        let outcomes = self.take_in_all(&[delivery], now, &Bump::new(), &mut Room::default())?;
        Ok(outcomes.into_iter().flatten().collect())
    }

    /// Takes in deliveries and answers each.
    pub(super) fn take_in(&mut self, group: Vec<(Delivery, Answer)>, arena: &Bump, room: &mut Room) {
        let now = self.now();
        let (deliveries, answers): (Vec<Delivery>, Vec<Answer>) = group.into_iter().unzip();
        match self.take_in_all(&deliveries, now, arena, room) {
            Ok(outcomes) => {
                self.failed = None;
                for (answer, outcomes) in answers.into_iter().zip(outcomes) {
                    // Who asked may have gone; what was taken in stays.
                    let _ = answer.send(Ok(outcomes));
                }
            }
            Err(error) => {
                tracing::error!(%error, deliveries = deliveries.len(), "events could not be made durable; nothing of them was taken in");
                self.metrics.store_failures.inc();
                let error = Arc::new(error);
                self.failed = Some((Stopwatch::now(), error.clone()));
                for answer in answers {
                    let _ = answer.send(Err(Refused::Store(error.clone())));
                }
            }
        }
    }

    fn take_in_all(
        &mut self,
        deliveries: &[Delivery],
        now: Instant,
        arena: &Bump,
        room: &mut Room,
    ) -> Result<Vec<Vec<Outcome>>, StoreError> {
        let registry = self.county.registry;
        let mut checker = Checker {
            wire: self.wire,
            registry,
            log: self.standing.log(),
            dormant: &self.dormant,
            new: Default::default(),
        };
        let mut batch = Batch::default();
        let mut accepted: Vec<Keyed<'_>> = Vec::new();
        let mut outcomes: Vec<Vec<Outcome>> = Vec::with_capacity(deliveries.len());
        let mut claims: Vec<(&Delivery, Claims)> = Vec::new();
        let (mut of_feeds, mut of_people) = (Arrivals::default(), Arrivals::default());
        for delivery in deliveries {
            let place = batch.deliveries.len();
            let events_before = batch.events.len();
            let is_replay = delivery.road == Road::Replay;
            let mut of_delivery = Vec::with_capacity(delivery.items.len());
            let mut counts = Counts { read: delivery.items.len() as u64, ..Counts::default() };
            let arrivals = if delivery.road.is_feed() { &mut of_feeds } else { &mut of_people };
            for item in &delivery.items {
                let raw = &delivery.bytes[item.bytes.clone()];
                of_delivery.push(match checker.check(delivery, item, arena, room) {
                    Checked::New(keyed) => {
                        let raw = std::str::from_utf8(raw).unwrap_or_default();
                        let source = &registry.sites[usize::from(keyed.event.source)].id;
                        let became = Became::Accepted { time: keyed.event.time };
                        arrivals.count(source, keyed.event.fact.type_word(), became, now);
                        if keyed.event.fact == Fact::Step
                            && let Some(said) = acknowledgement(raw, batch.events.len())
                        {
                            batch.acknowledgements.push(said);
                        }
                        let content = keyed.event.content;
                        batch.events.push(NewEvent { delivery: place, item: item.number, content, raw });
                        accepted.push(keyed);
                        counts.accepted += 1;
                        Outcome::Accepted
                    }
                    Checked::Duplicate(site, event_type) => {
                        let source = &registry.sites[usize::from(site)].id;
                        arrivals.count(source, event_type, Became::Duplicate, now);
                        counts.duplicates += 1;
                        Outcome::Duplicate
                    }
                    // What is tried again is kept among the rejected events already.
                    Checked::Faulty(fault) if is_replay => Outcome::Rejected(fault),
                    Checked::Faulty(fault) => {
                        let claimed: Claims = serde_json::from_slice(raw).unwrap_or_default();
                        batch.rejections.push(NewRejection {
                            delivery: place,
                            item: item.number,
                            code: fault.code.word(),
                            message: fault.message.clone(),
                            source: claimed.source.clone(),
                            event_type: claimed.event_type.clone(),
                            raw,
                        });
                        claims.push((delivery, claimed));
                        counts.rejected += 1;
                        Outcome::Rejected(fault)
                    }
                });
            }
            outcomes.push(of_delivery);
            if is_replay && batch.events.len() == events_before {
                continue;
            }
            batch.deliveries.push(NewDelivery {
                road: delivery.road,
                place: &delivery.place,
                site: delivery.site.as_deref(),
                received: now,
            });
            batch.files.extend(delivery.file.iter().map(|file| FilePosition {
                delivery: place,
                name: &delivery.place,
                digest: file.digest,
                lines: file.lines,
                counts,
                done: file.is_done.then_some(now),
            }));
        }
        for (delivery, claimed) in &claims {
            let arrivals = if delivery.road.is_feed() { &mut of_feeds } else { &mut of_people };
            // Rubbish is its sender's: the token's site, whatever the event claims. Only what the registry and the contract
            // know may name a feed: others could name any number of them.
            let sender = delivery.site.as_deref().or(claimed.source.as_deref());
            let known = sender.and_then(|sender| registry.index.sites.get(sender));
            let source = known.map_or("-", |&site| registry.sites[usize::from(site)].id.as_str());
            let event_type =
                claimed.event_type.as_deref().and_then(crate::contract::known_word).unwrap_or("-");
            arrivals.count(source, event_type, Became::Rejected, now);
        }
        batch.feeds = of_feeds.feed_hours(now);
        let watch = Stopwatch::now();
        let first = self.store.append(&batch)?;
        self.metrics.commit_seconds.observe(watch.elapsed().as_secs_f64());
        of_feeds.publish(self.metrics);
        of_people.publish(self.metrics);
        let watch = Stopwatch::now();
        let (numbers, arrived) = (&mut self.numbers, super::start::seconds(now));
        let arrivals = &mut self.arrivals;
        let mut number = first as u32;
        self.standing.apply_all(&accepted, |appended| {
            debug_assert!(matches!(appended, Appended::New(..)), "looked for before it was made durable");
            numbers.push(number);
            arrivals.push(arrived);
            number += 1;
        });
        for keyed in &accepted {
            self.earliest =
                Some(self.earliest.map_or(keyed.event.time, |earliest| earliest.min(keyed.event.time)));
        }
        self.metrics.apply_seconds.observe(watch.elapsed().as_secs_f64());
        if !accepted.is_empty() {
            self.note_change();
        }
        Ok(outcomes)
    }
}

fn acknowledgement(raw: &str, event: usize) -> Option<NewAcknowledgement> {
    if !raw.contains("notice.acknowledged") {
        return None;
    }
    let Acknowledgement { data } = serde_json::from_str(raw).ok()?;
    Some(NewAcknowledgement { event, notice: data.notice, by: data.by, reason: data.reason })
}
