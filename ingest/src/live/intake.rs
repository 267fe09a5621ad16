//! From deliveries to what is to become durable: each event checked against the contract and against what is known.

use super::arrivals::{Arrivals, Became};
use super::check::{Checked, Checker};
use super::region::Region;
use super::{Delivery, Outcome};
use crate::batch::Counts;
use crate::metrics::Metrics;
use crate::plain_identity::is_plain;
use crate::store::{
    Attributes, Batch, FilePosition, NewAcknowledgement, NewDelivery, NewEvent, NewRejection, Road,
};
use crate::wire::Room;
use bumpalo::Bump;
use scoring::event::Fact;
use scoring::log::Keyed;
use scoring::time::Instant;
use serde::Deserialize;

/// Deliveries that were checked. Nothing of them is known before the batch is durable and the region has applied it.
pub struct Intake<'b> {
    /// What is to become durable.
    pub batch: Batch<'b>,
    /// The batch's events as the log takes them, in their order.
    pub accepted: Vec<Keyed<'b>>,
    /// What becomes of each item of each delivery.
    pub outcomes: Vec<Vec<Outcome>>,
    /// When they were taken in.
    pub received: Instant,
    of_feeds: Arrivals<'b>,
    of_people: Arrivals<'b>,
}

impl Intake<'_> {
    /// Adds what arrived to the metrics, once it is durable.
    pub fn publish(&self, metrics: &Metrics) {
        self.of_feeds.publish(metrics);
        self.of_people.publish(metrics);
    }
}

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
    /// A field beyond the contract's, which pages write; of another type it says nothing.
    #[serde(default)]
    asks_help: serde_json::Value,
}

impl<'g> Region<'g> {
    /// Checks deliveries, in order; what is new in one is known to the next.
    pub fn check<'b>(
        &self,
        deliveries: &'b [Delivery],
        now: Instant,
        arena: &'b Bump,
        room: &mut Room,
    ) -> Intake<'b>
    where
        'g: 'b,
    {
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
                        if let Fact::CaseAccepted { applicant: Some(applicant), .. } = keyed.event.fact
                            && is_plain(applicant)
                        {
                            batch.plain_applicants.push(source);
                        }
                        let content = keyed.event.content;
                        let event = &keyed.event;
                        let attributes = Attributes {
                            source,
                            id: event.id,
                            event_type: event.fact.type_word(),
                            time: event.time,
                        };
                        batch.events.push(NewEvent {
                            delivery: place,
                            item: item.number,
                            content,
                            // People's steps have several types and one fact.
                            attributes: (event.fact != Fact::Step).then_some(attributes),
                            raw,
                        });
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
        Intake { batch, accepted, outcomes, received: now, of_feeds, of_people }
    }
}

fn acknowledgement(raw: &str, event: usize) -> Option<NewAcknowledgement> {
    if !raw.contains("notice.acknowledged") {
        return None;
    }
    let Acknowledgement { data } = serde_json::from_str(raw).ok()?;
    let AcknowledgementData { notice, by, reason, asks_help } = data;
    Some(NewAcknowledgement { event, notice, by, reason, asks_help: asks_help == true })
}
