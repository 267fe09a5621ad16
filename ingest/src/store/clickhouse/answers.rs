//! Answers to orders: kept by the owner of the lane, read by who gave the order.

use super::{ClickHouse, Lane};
use crate::store::StoreError;
use clickhouse::Row;
use serde::{Deserialize, Serialize};

#[derive(Row, Serialize)]
struct NewAnswer<'a> {
    answer: &'a str,
    region: &'a str,
    is_done: u8,
    told: &'a str,
}

#[derive(Row, Deserialize)]
struct KeptAnswer {
    is_done: u8,
    told: String,
}

impl Lane {
    /// Keeps what an order came to: done, or declined, in words.
    ///
    /// # Errors
    ///
    /// [`StoreError::InUse`] where another has the lane; others, after which it can be tried again.
    pub fn answer(
        &self,
        region: &str,
        answer: &str,
        told: &Result<String, String>,
    ) -> Result<(), StoreError> {
        let (is_done, told) = match told {
            Ok(told) => (1, told),
            Err(told) => (0, told),
        };
        let new = NewAnswer { answer, region, is_done, told };
        let store = &self.owned.store;
        store.wait(async {
            self.owned.refuse_displaced().await?;
            let token = format!("{answer}/{is_done}");
            store.insert::<NewAnswer<'_>>("answers", &token, async |insert| insert.write(&new).await).await
        })
    }
}

impl ClickHouse {
    /// What an order came to; `None` while nobody has obeyed it.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn answer(&self, answer: &str) -> Result<Option<Result<String, String>>, StoreError> {
        let found: Vec<KeptAnswer> = self.wait(self.rows(
            "look for the answer",
            "SELECT is_done, told FROM answers WHERE answer = {answer:String} ORDER BY is_done DESC LIMIT 1",
            |query| query.param("answer", answer),
        ))?;
        let told = |KeptAnswer { is_done, told }| if is_done == 1 { Ok(told) } else { Err(told) };
        Ok(found.into_iter().next().map(told))
    }

    /// Lets a lane go on at another offset, in the name of an operator: its owner is displaced and takes it up there.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn move_lane(&self, lane: &str, position: u64, by: &str) -> Result<Option<i64>, StoreError> {
        let mut lane = self.open_lane(lane, by)?;
        let before = lane.position();
        lane.append(Some(position as i64), &[])?;
        Ok(before)
    }
}
