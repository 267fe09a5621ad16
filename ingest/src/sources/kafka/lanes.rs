//! Where a region's events lie: its topic and, in it, its partition. Both together are a lane.
//!
//! | what | rule |
//! | --- | --- |
//! | topic | `flagpost.events.SUFFIX` with the longest SUFFIX that the region's code begins with; `all` takes the rest |
//! | partition | `murmur2(code) & 0x7fffffff % partitions`: the Java client's default for keys, librdkafka's `murmur2_random` |

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// How the names of topics with events begin.
pub const EVENTS_PREFIX: &str = "flagpost.events.";

/// The suffix of the topic that takes regions for which there is no topic of their own.
pub const ALL: &str = "all";

/// The topic of what was rejected.
pub const REJECTED: &str = "flagpost.rejected";

/// A topic with a partition: whoever holds it owns every region in it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Lane {
    /// The topic's full name.
    pub topic: Arc<str>,
    /// The partition, from 0.
    pub partition: u32,
}

impl Lane {
    /// The lane of a topic's full name and a partition.
    pub fn new(topic: &str, partition: u32) -> Lane {
        Lane { topic: topic.into(), partition }
    }
}

impl fmt::Display for Lane {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.topic, self.partition)
    }
}

/// A text is no lane.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoLane(String);

impl fmt::Display for NoLane {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = &self.0;
        write!(
            out,
            "“{text}”不是主题/分区；请写成 {EVENTS_PREFIX}{ALL}/3 / `{text}` is no lane: write it as {EVENTS_PREFIX}{ALL}/3"
        )
    }
}

impl std::error::Error for NoLane {}

impl FromStr for Lane {
    type Err = NoLane;

    fn from_str(text: &str) -> Result<Lane, NoLane> {
        let no_lane = || NoLane(text.to_owned());
        let (topic, partition) = text.rsplit_once('/').ok_or_else(no_lane)?;
        let is_plain = !partition.is_empty() && partition.bytes().all(|byte| byte.is_ascii_digit());
        let partition = partition.parse::<u32>().ok().filter(|_| is_plain && !topic.is_empty());
        Ok(Lane::new(topic, partition.ok_or_else(no_lane)?))
    }
}

/// A topic's full name: of a suffix, or as it is where it is one already.
pub fn topic_name(suffix_or_name: &str) -> String {
    if suffix_or_name.starts_with(EVENTS_PREFIX) {
        return suffix_or_name.to_owned();
    }
    format!("{EVENTS_PREFIX}{suffix_or_name}")
}

/// The topics with events and how many partitions each has: what decides where a region lies.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Topics {
    partitions: BTreeMap<Arc<str>, u32>,
}

impl Topics {
    /// Topics, by suffix or full name, with their numbers of partitions (1 or more).
    pub fn new<'t>(topics: impl IntoIterator<Item = (&'t str, u32)>) -> Topics {
        let partitions = topics.into_iter().map(|(topic, partitions)| (topic_name(topic).into(), partitions));
        Topics { partitions: partitions.collect() }
    }

    /// Each topic's full name and number of partitions, by name.
    pub fn each(&self) -> impl Iterator<Item = (&Arc<str>, u32)> {
        self.partitions.iter().map(|(topic, partitions)| (topic, *partitions))
    }

    /// How many partitions a topic has, by its full name.
    pub fn partitions(&self, topic: &str) -> Option<u32> {
        self.partitions.get(topic).copied()
    }

    /// Every lane there is, by topic and partition.
    pub fn lanes(&self) -> impl Iterator<Item = Lane> {
        self.each().flat_map(|(topic, partitions)| {
            (0..partitions).map(|partition| Lane { topic: topic.clone(), partition })
        })
    }

    /// The topic of a region; `None` where none fits and there is no `flagpost.events.all`.
    pub fn topic_of(&self, region: &str) -> Option<&Arc<str>> {
        let suffix = |topic: &Arc<str>| topic.strip_prefix(EVENTS_PREFIX).map(str::len).unwrap_or_default();
        let fits = |topic: &&Arc<str>| {
            topic
                .strip_prefix(EVENTS_PREFIX)
                .is_some_and(|suffix| !suffix.is_empty() && region.starts_with(suffix))
        };
        let longest = self.partitions.keys().filter(fits).max_by_key(|topic| suffix(topic));
        longest.or_else(|| self.partitions.get_key_value(topic_name(ALL).as_str()).map(|(topic, _)| topic))
    }

    /// The lane in which a region's events lie; `None` where no topic takes the region.
    pub fn home(&self, region: &str) -> Option<Lane> {
        let topic = self.topic_of(region)?;
        let partition = partition_of(region.as_bytes(), *self.partitions.get(topic)?);
        Some(Lane { topic: topic.clone(), partition })
    }
}

/// The partition of a key among so many (1 or more).
pub fn partition_of(key: &[u8], partitions: u32) -> u32 {
    (murmur2(key) & 0x7fff_ffff) % partitions.max(1)
}

/// MurmurHash2 with Kafka's seed, as every Java client computes it.
fn murmur2(key: &[u8]) -> u32 {
    const SEED: u32 = 0x9747_b28c;
    const MULTIPLIER: u32 = 0x5bd1_e995;
    let mut hash = SEED ^ key.len() as u32;
    let mut words = key.chunks_exact(4);
    for word in &mut words {
        let word = word.iter().rev().fold(0, |word, byte| word << 8 | u32::from(*byte));
        let word = word.wrapping_mul(MULTIPLIER);
        let word = (word ^ word >> 24).wrapping_mul(MULTIPLIER);
        hash = hash.wrapping_mul(MULTIPLIER) ^ word;
    }
    let rest = words.remainder();
    if !rest.is_empty() {
        let rest = rest.iter().rev().fold(0, |word, byte| word << 8 | u32::from(*byte));
        hash = (hash ^ rest).wrapping_mul(MULTIPLIER);
    }
    hash = (hash ^ hash >> 13).wrapping_mul(MULTIPLIER);
    hash ^ hash >> 15
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors of Apache Kafka's own `UtilsTest.testMurmur2`.
    #[test]
    fn the_hash_is_that_of_the_java_client() {
        let vectors: [(&str, i32); 7] = [
            ("21", -973932308),
            ("foobar", -790332482),
            ("a-little-bit-long-string", -985981536),
            ("a-little-bit-longer-string", -1486304829),
            ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971),
            ("abc", 479470107),
            ("", 275646681),
        ];
        for (key, hash) in vectors {
            assert_eq!(murmur2(key.as_bytes()) as i32, hash, "{key}");
        }
    }

    #[test]
    fn a_region_goes_to_the_topic_with_the_longest_prefix_of_its_code() {
        let topics = Topics::new([("all", 64), ("22", 16), ("flagpost.events.2208", 4)]);
        let topic = |region| topics.topic_of(region).map(|topic| topic.to_string());
        assert_eq!(topic("220882").as_deref(), Some("flagpost.events.2208"));
        assert_eq!(topic("220122").as_deref(), Some("flagpost.events.22"));
        assert_eq!(topic("510502").as_deref(), Some("flagpost.events.all"));
        assert_eq!(Topics::new([("22", 16)]).topic_of("510502"), None);
    }

    #[test]
    fn every_region_has_one_home_among_the_lanes() {
        let topics = Topics::new([("all", 5), ("22", 3)]);
        let lanes: Vec<Lane> = topics.lanes().collect();
        assert_eq!(lanes.len(), 8);
        for code in 100_000..100_200 {
            let home = topics.home(&code.to_string());
            assert!(home.is_some_and(|home| lanes.contains(&home)));
        }
    }

    #[test]
    fn a_lane_is_read_as_it_is_written() {
        let lane = Lane::new("flagpost.events.all", 3);
        assert_eq!(lane.to_string(), "flagpost.events.all/3");
        assert_eq!(lane.to_string().parse(), Ok(lane));
        for text in ["", "flagpost.events.all", "/3", "a/", "a/-1", "a/+1", "a/x"] {
            assert!(text.parse::<Lane>().is_err(), "{text}");
        }
    }
}
