//! Notices of a region, each once by its identity, with what has become of it: as in `sqlite/notices.rs`, by the same table
//! of what may follow what. Only the owner of the lane writes them, so what is read here does not change in between.

use super::RegionKept;
use super::messages::stretches;
use crate::store::{Delivered, KeptNotice, NoticeState, StoreError};
use clickhouse::Row;
use scoring::time::Instant;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Row, Serialize, Deserialize)]
pub(super) struct NoticeRow {
    region: String,
    identity: String,
    version: u64,
    kind: String,
    level: u8,
    subject: String,
    date: String,
    recipients: Vec<String>,
    body: String,
    derived: i64,
    state: String,
    sent: Option<i64>,
}

pub(super) const COLUMNS: &str =
    "region, identity, version, kind, level, subject, date, recipients, body, derived, state, sent";

impl RegionKept {
    /// Keeps notices that were derived: a new one is pending, a withdrawn one is pending again, a pending one is brought up
    /// to date. Answers how many are pending that were not. `state` and `sent` of what is handed in do not matter.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn keep_notices(&self, notices: &[KeptNotice]) -> Result<usize, StoreError> {
        let _one_at_a_time = self.owned.writing();
        let known = self.known(notices.iter().map(|notice| notice.identity.as_str()).collect())?;
        let (mut new, mut write) = (0, BTreeMap::new());
        for notice in notices {
            let Some(kept) = derived_again(known.get(notice.identity.as_str()), notice) else { continue };
            let was_pending =
                known.get(notice.identity.as_str()).is_some_and(|known| known.state == NoticeState::Pending);
            if write.insert(notice.identity.as_str(), kept).is_none() && !was_pending {
                new += 1;
            }
        }
        self.write(write.into_values().collect())?;
        Ok(new)
    }

    /// Withdraws the pending ones of these notices, whose cause is no more, and answers how many those were.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn withdraw_notices(&self, identities: &[String]) -> Result<usize, StoreError> {
        let _one_at_a_time = self.owned.writing();
        let known = self.known(identities.iter().map(String::as_str).collect())?;
        let pending = known.into_values().filter(|known| known.state == NoticeState::Pending);
        let withdrawn: Vec<KeptNotice> =
            pending.map(|known| KeptNotice { state: NoticeState::Withdrawn, ..known }).collect();
        let count = withdrawn.len();
        self.write(withdrawn)?;
        Ok(count)
    }

    /// Notes what a delivery came to; false where the notice was not to be sent, having been sent or withdrawn meanwhile.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn settle_notice(&self, identity: &str, outcome: Delivered, at: Instant) -> Result<bool, StoreError> {
        let _one_at_a_time = self.owned.writing();
        let Some(known) = self.known(vec![identity])?.remove(identity) else { return Ok(false) };
        let (state, sent) = match outcome {
            Delivered::Sent => (NoticeState::Sent, Some(at)),
            Delivered::Failed => (NoticeState::Failed, None),
        };
        match known.state {
            NoticeState::Pending | NoticeState::Failed => {
                self.write(vec![KeptNotice { state, sent, ..known }])?;
                Ok(true)
            }
            NoticeState::Sent | NoticeState::Withdrawn | NoticeState::Muted => Ok(false),
        }
    }

    /// A notice by its identity.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn notice(&self, identity: &str) -> Result<Option<KeptNotice>, StoreError> {
        Ok(self.known(vec![identity])?.remove(identity))
    }

    /// The notices whose date lies within two dates, both included, in the order of date, kind, subject, level.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn notices(&self, from: &str, to: &str) -> Result<Vec<KeptNotice>, StoreError> {
        let rows: Vec<NoticeRow> = self.owned.store.wait(self.owned.store.rows(
            &format!("list the notices of region {}", self.code),
            &format!(
                "SELECT {COLUMNS} FROM notices FINAL
                 WHERE region = {{region:String}} AND date BETWEEN {{from:String}} AND {{to:String}}
                 ORDER BY date, kind, subject, level"
            ),
            |query| query.param("region", &self.code).param("from", from).param("to", to),
        ))?;
        Ok(rows.into_iter().map(kept).collect())
    }

    /// How many notices there are in each state.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn notice_counts(&self) -> Result<Vec<(String, u64)>, StoreError> {
        self.owned.store.wait(self.owned.store.rows(
            &format!("count the notices of region {}", self.code),
            "SELECT state, count() FROM notices FINAL WHERE region = {region:String} GROUP BY state ORDER BY state",
            |query| query.param("region", &self.code),
        ))
    }

    pub(super) fn known(&self, identities: Vec<&str>) -> Result<BTreeMap<String, KeptNotice>, StoreError> {
        let mut known = BTreeMap::new();
        for some in stretches(&identities) {
            let rows: Vec<NoticeRow> = self.owned.store.wait(self.owned.store.rows(
                &format!("look for notices of region {}", self.code),
                &format!(
                    "SELECT {COLUMNS} FROM notices FINAL
                     WHERE region = {{region:String}} AND identity IN {{identities:Array(String)}}"
                ),
                |query| query.param("region", &self.code).param("identities", some),
            ))?;
            known.extend(rows.into_iter().map(|row| (row.identity.clone(), kept(row))));
        }
        Ok(known)
    }

    /// Writes notices. Whoever read before what they are holds [`super::lane::Owned::writing`].
    pub(super) fn write(&self, notices: Vec<KeptNotice>) -> Result<(), StoreError> {
        if notices.is_empty() {
            return Ok(());
        }
        let version = self.owned.next_version();
        let rows: Vec<NoticeRow> = notices.into_iter().map(|notice| self.row(notice, version)).collect();
        self.owned.store.wait(async {
            self.owned.refuse_displaced().await?;
            self.owned.insert_all("notices", version, &rows).await
        })
    }

    fn row(&self, notice: KeptNotice, version: u64) -> NoticeRow {
        NoticeRow {
            region: self.code.clone(),
            identity: notice.identity,
            version,
            kind: notice.kind,
            level: notice.level,
            subject: notice.subject,
            date: notice.date,
            recipients: notice.recipients,
            body: notice.body,
            derived: notice.derived.0,
            state: notice.state.word().to_owned(),
            sent: notice.sent.map(|Instant(sent)| sent),
        }
    }
}

/// A notice as it is to be kept when it is derived, again or for the first time; `None` where it stays as it is.
fn derived_again(known: Option<&KeptNotice>, derived: &KeptNotice) -> Option<KeptNotice> {
    let pending = KeptNotice { state: NoticeState::Pending, sent: None, ..derived.clone() };
    let Some(known) = known else { return Some(pending) };
    match known.state {
        // When it was first known stays.
        NoticeState::Withdrawn => Some(KeptNotice { derived: known.derived, ..pending }),
        NoticeState::Pending => {
            let renewed = KeptNotice { derived: known.derived, ..pending };
            (renewed != *known).then_some(renewed)
        }
        NoticeState::Sent | NoticeState::Failed | NoticeState::Muted => None,
    }
}

pub(super) fn kept(row: NoticeRow) -> KeptNotice {
    KeptNotice {
        identity: row.identity,
        kind: row.kind,
        level: row.level,
        subject: row.subject,
        date: row.date,
        recipients: row.recipients,
        body: row.body,
        derived: Instant(row.derived),
        state: NoticeState::ALL
            .into_iter()
            .find(|state| state.word() == row.state)
            .unwrap_or(NoticeState::Pending),
        sent: row.sent.map(Instant),
    }
}
