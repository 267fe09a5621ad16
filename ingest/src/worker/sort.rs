//! Sorts a lane's messages by region, in their order. What belongs to no region of the lane is told apart: it is kept as
//! rejected under the lane's name and stops nothing.

use super::Known;
use crate::live::{Delivery, Item};
use crate::rejections::{Code, Fault};
use crate::sources::kafka::consume::{Message, Taken};
use crate::sources::kafka::lanes::Lane;
use crate::store::Road;
use std::collections::BTreeMap;

/// Messages of a lane, sorted.
pub struct Sorted<'g> {
    /// The deliveries of each region: one a site that spoke, its messages in the lane's order.
    pub of_regions: BTreeMap<&'g str, Vec<Delivery>>,
    /// What belongs to no region of the lane, and why.
    pub strays: Vec<Stray>,
}

/// A message that belongs to no region of its lane.
pub struct Stray {
    /// Its offset.
    pub offset: u64,
    /// The event as it was sent.
    pub raw: Vec<u8>,
    /// Why it is refused.
    pub fault: Fault,
}

/// Sorts the messages of one lane.
pub fn sort<'g>(taken: &Taken, known: &BTreeMap<&'g str, Known<'g>>) -> Sorted<'g> {
    let mut sorted = Sorted { of_regions: BTreeMap::new(), strays: Vec::new() };
    for message in &taken.messages {
        let payload = taken.payload(message).unwrap_or_default();
        match region_of(taken, message, known) {
            Ok(code) => {
                let site = taken.site(message).map(String::from_utf8_lossy);
                let deliveries = sorted.of_regions.entry(code).or_default();
                let is_its = |delivery: &&mut Delivery| delivery.site.as_deref() == site.as_deref();
                let delivery = match deliveries.iter_mut().rev().find(is_its) {
                    Some(delivery) => delivery,
                    None => {
                        deliveries.push(new_delivery(&taken.lane, site.map(|site| site.into_owned())));
                        let last = deliveries.len() - 1;
                        &mut deliveries[last]
                    }
                };
                let start = delivery.bytes.len();
                delivery.bytes.extend_from_slice(payload);
                let bytes = start..delivery.bytes.len();
                delivery.items.push(Item { bytes, number: message.offset, fault: None });
            }
            Err(fault) => {
                sorted.strays.push(Stray { offset: message.offset, raw: payload.to_vec(), fault });
            }
        }
    }
    sorted
}

fn new_delivery(lane: &Lane, site: Option<String>) -> Delivery {
    Delivery {
        road: Road::Kafka,
        place: lane.to_string(),
        site,
        bytes: Vec::new(),
        items: Vec::new(),
        file: None,
    }
}

fn region_of<'g>(
    taken: &Taken,
    message: &Message,
    known: &BTreeMap<&'g str, Known<'g>>,
) -> Result<&'g str, Fault> {
    let Some(key) = taken.key(message) else {
        return Err(Fault::new(
            Code::UnknownSite,
            "消息没有键；请以县区的行政区划代码作为消息的键",
            "the message has no key: send the code of its region as the key",
        ));
    };
    let key = String::from_utf8_lossy(key);
    let Some((&code, region)) = known.get_key_value(key.as_ref()) else {
        return Err(Fault::new(
            Code::UnknownSite,
            format_args!("没有代码为 `{key}` 的县区；请更正消息的键，或先登记该县区"),
            format_args!("there is no region `{key}`: mend the message's key, or register the region first"),
        ));
    };
    if region.home.as_ref() == Some(&taken.lane) {
        return Ok(code);
    }
    let (lane, home) = (&taken.lane, region.home.as_ref().map_or_else(|| "-".to_owned(), Lane::to_string));
    Err(Fault::new(
        Code::NotAllowed,
        format_args!(
            "`{code}` 的消息应在 {home}，却发到了 {lane}；请将上报程序的分区算法设为 murmur2(Java 客户端的默认值)，再重新发送"
        ),
        format_args!(
            "messages of `{code}` belong in {home}, this one lies in {lane}: set the sender's partitioner to murmur2 (the Java \
             client's default, murmur2_random of librdkafka) and send it again"
        ),
    ))
}
