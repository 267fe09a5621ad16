//! The topics that the store's lanes come from, with their numbers of partitions: another number would move regions.

use super::ClickHouse;
use crate::sources::kafka::lanes::Topics;
use crate::store::StoreError;
use clickhouse::Row;
use serde::{Deserialize, Serialize};

#[derive(Row, Serialize, Deserialize)]
struct TopicRow {
    topic: String,
    partitions: u32,
}

impl ClickHouse {
    /// The topics as they were when lanes were laid.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn topics(&self) -> Result<Topics, StoreError> {
        let sql = "SELECT topic, argMin(partitions, at) AS partitions FROM topics GROUP BY topic";
        let known: Vec<TopicRow> =
            self.wait(self.rows("read the topics that are known", sql, |query| query))?;
        Ok(Topics::new(known.iter().map(|row| (row.topic.as_str(), row.partitions))))
    }

    /// Keeps topics that are not known yet. Those that are known stay as they are.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn keep_topics(&self, topics: &Topics) -> Result<(), StoreError> {
        let known = self.topics()?;
        let new = topics.each().filter(|(topic, _)| known.partitions(topic).is_none());
        for (topic, partitions) in new {
            let row = TopicRow { topic: topic.to_string(), partitions };
            let write = async |insert: &mut clickhouse::insert::Insert<TopicRow>| insert.write(&row).await;
            self.wait(self.insert::<TopicRow>("topics", topic, write))?;
        }
        Ok(())
    }
}
