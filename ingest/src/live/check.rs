//! From a delivery's raw items to what becomes of them, before anything is durable.

use super::{Delivery, Item};
use crate::rejections::{Code, Fault};
use crate::wire::{Room, Wire};
use bumpalo::Bump;
use scoring::log::{Appended, Keyed, Log};
use scoring::registry::{Registry, SiteIdx};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// What is to become of an item.
pub enum Checked<'c> {
    /// It is new.
    New(Keyed<'c>),
    /// It is there already, or twice in the group.
    Duplicate(SiteIdx, &'static str),
    /// It fails validation.
    Faulty(Fault),
}

/// What checking looks at.
pub struct Checker<'c, 'l> {
    pub wire: &'c Wire<'c>,
    pub registry: &'c Registry,
    pub log: &'l Log,
    /// Events that are kept but no longer taken, by identity.
    pub dormant: &'l HashMap<(String, String), u64>,
    /// The identities of the group that are new, with the digest of their content.
    pub new: HashMap<(SiteIdx, &'c str), u64, foldhash::fast::FixedState>,
}

impl<'c> Checker<'c, '_> {
    /// Checks an item.
    pub fn check(
        &mut self,
        delivery: &'c Delivery,
        item: &'c Item,
        arena: &'c Bump,
        room: &mut Room,
    ) -> Checked<'c> {
        if let Some(fault) = &item.fault {
            return Checked::Faulty(fault.clone());
        }
        let raw = &delivery.bytes[item.bytes.clone()];
        let event = match self.wire.read(raw, arena, room) {
            Ok(event) => event,
            Err(fault) => return Checked::Faulty(fault),
        };
        let source = self.registry.sites[usize::from(event.source)].id.as_str();
        if let Some(site) = delivery.site.as_deref().filter(|site| *site != source) {
            return Checked::Faulty(foreign_token(site, source));
        }
        let keyed = Keyed::from(event);
        let known = self.log.known(&keyed).or_else(|| self.known_dormant(source, &keyed));
        let known = known.or_else(|| match self.new.entry((event.source, event.id)) {
            Entry::Vacant(free) => {
                free.insert(event.content);
                None
            }
            Entry::Occupied(other) if *other.get() == event.content => Some(Appended::Duplicate),
            Entry::Occupied(_) => Some(Appended::Conflict),
        });
        match known {
            None | Some(Appended::New(..)) => Checked::New(keyed),
            Some(Appended::Duplicate) => Checked::Duplicate(event.source, event.fact.type_word()),
            Some(Appended::Conflict) => Checked::Faulty(Fault::conflict(source, event.id)),
        }
    }

    fn known_dormant(&self, source: &str, keyed: &Keyed<'_>) -> Option<Appended> {
        if self.dormant.is_empty() {
            return None;
        }
        let content = self.dormant.get(&(source.to_owned(), keyed.event.id.to_owned()))?;
        Some(if *content == keyed.event.content { Appended::Duplicate } else { Appended::Conflict })
    }
}

fn foreign_token(site: &str, source: &str) -> Fault {
    Fault::new(
        Code::NotAllowed,
        format_args!("所用令牌属于 `{site}`，不能以 `{source}` 的名义上报；请改用 `{source}` 的令牌"),
        format_args!(
            "the token belongs to `{site}` and may not speak for `{source}`: use a token of `{source}`"
        ),
    )
}
