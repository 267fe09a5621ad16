//! The names of devices, each kept once: a hall has few, and every swipe and rating names one.

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use std::hash::BuildHasher;
use std::num::NonZeroU32;

/// A device's name in the log. The same name at two sites or windows is one name, not one device.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Device(NonZeroU32);

/// All names, by the order in which they were first heard.
#[derive(Clone, Default, Debug)]
pub(super) struct Devices {
    names: Vec<Box<str>>,
    places: HashTable<Device>,
}

impl Devices {
    /// The place of a name, made where it is new.
    pub fn place(&mut self, name: &str) -> Device {
        let hash = hash_of(name);
        if let Some(&known) = self.places.find(hash, |&place| self.name(place) == name) {
            return known;
        }
        self.names.push(name.into());
        // A log has fewer events than a `u32` counts, so there are no more names than that.
        let place = Device(NonZeroU32::new(self.names.len() as u32).unwrap_or(NonZeroU32::MAX));
        let names = &self.names;
        self.places.insert_unique(hash, place, |&other| hash_of(&names[index(other)]));
        place
    }

    /// The name of a place.
    pub fn name(&self, device: Device) -> &str {
        &self.names[index(device)]
    }
}

fn hash_of(name: &str) -> u64 {
    FixedState::with_seed(0).hash_one(name.as_bytes())
}

fn index(device: Device) -> usize {
    device.0.get() as usize - 1
}
