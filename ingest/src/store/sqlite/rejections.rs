//! Rejected events: listed, tried again, dismissed with a reason; never removed.

use super::Records;
use crate::store::StoreError;
use rusqlite::{Row, params};
use scoring::time::Instant;

/// What has become of a rejected event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RejectionState {
    /// It waits to be mended.
    Open,
    /// A replay was accepted.
    Accepted,
    /// A replay found its event there already.
    Duplicate,
    /// A person put it aside, with a reason.
    Dismissed,
}

impl RejectionState {
    /// The word in the store and in addresses.
    pub fn word(self) -> &'static str {
        match self {
            RejectionState::Open => "open",
            RejectionState::Accepted => "accepted",
            RejectionState::Duplicate => "duplicate",
            RejectionState::Dismissed => "dismissed",
        }
    }

    /// The state of a word.
    pub fn of_word(word: &str) -> Option<RejectionState> {
        [RejectionState::Open, RejectionState::Accepted, RejectionState::Duplicate, RejectionState::Dismissed]
            .into_iter()
            .find(|state| state.word() == word)
    }
}

/// A rejected event as it is kept.
#[derive(Clone, Debug)]
pub struct KeptRejection {
    /// Its number.
    pub number: u64,
    /// How it came: the word of [`crate::store::Road`].
    pub road: String,
    /// The request's id, the file's name.
    pub place: String,
    /// Its place there, from 1.
    pub item: u64,
    /// The contract's code.
    pub code: String,
    /// What is wrong and how to mend it, Chinese and English.
    pub message: String,
    /// The site that it says it is from.
    pub source: Option<String>,
    /// The type that it says it has.
    pub event_type: Option<String>,
    /// The bytes as they were sent.
    pub raw: Vec<u8>,
    /// How often it was sent.
    pub times: u64,
    /// When it first came.
    pub received: Instant,
    /// When it came last.
    pub last_received: Instant,
    /// What has become of it.
    pub state: RejectionState,
    /// When it left the state open.
    pub settled: Option<Instant>,
    /// Why it was dismissed.
    pub reason: Option<String>,
    /// The site whose token brought it.
    pub token_site: Option<String>,
    /// The text that a person entered in its place.
    pub mended: Option<String>,
}

/// Which rejected events are asked for; what is absent does not matter.
#[derive(Clone, Debug, Default)]
pub struct RejectionFilter {
    /// What has become of them.
    pub state: Option<RejectionState>,
    /// The site that they say they are from; `-` where it cannot be read.
    pub source: Option<String>,
    /// The contract's code.
    pub code: Option<String>,
    /// Only what these sites sent: by the token that brought it, else as it says itself.
    pub within: Option<Vec<String>>,
    /// Only those after this number.
    pub after: u64,
    /// Only those before this number.
    pub before: Option<u64>,
}

/// Sites as SQLite looks into them.
fn within(sites: Option<&[String]>) -> Option<String> {
    sites.map(|sites| serde_json::json!(sites).to_string())
}

const COLUMNS: &str = "rejection, road, place, item, code, message, source, type, raw, times, received, \
                       last_received, state, reason, site, settled, mended";
const WHERE: &str = "(?1 IS NULL OR state = ?1) AND (?2 IS NULL OR coalesce(source, '-') = ?2) \
                     AND (?3 IS NULL OR code = ?3) AND rejection > ?4 \
                     AND (?5 IS NULL OR rejection < ?5) \
                     AND (?7 IS NULL OR coalesce(site, source, '-') IN (SELECT value FROM json_each(?7)))";

impl Records {
    /// Rejected events in the order of arrival, at most so many.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn rejections(&self, filter: &RejectionFilter, most: u64) -> Result<Vec<KeptRejection>, StoreError> {
        self.listed(filter, "ASC", (0, most))
    }

    /// As [`Records::rejections`], the newest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn rejections_newest_first(
        &self,
        filter: &RejectionFilter,
        most: u64,
    ) -> Result<Vec<KeptRejection>, StoreError> {
        self.listed(filter, "DESC", (0, most))
    }

    /// As [`Records::rejections_newest_first`], without the first so many.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn rejections_page(
        &self,
        filter: &RejectionFilter,
        skipped: u64,
        most: u64,
    ) -> Result<Vec<KeptRejection>, StoreError> {
        self.listed(filter, "DESC", (skipped, most))
    }

    fn listed(
        &self,
        filter: &RejectionFilter,
        direction: &str,
        (skipped, most): (u64, u64),
    ) -> Result<Vec<KeptRejection>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM rejections JOIN deliveries USING (delivery)
                 WHERE {WHERE} ORDER BY rejection {direction} LIMIT ?6 OFFSET ?8"
            ))?;
            let rows = select.query_map(
                params![
                    filter.state.map(RejectionState::word),
                    filter.source,
                    filter.code,
                    filter.after as i64,
                    filter.before.map(|before| before as i64),
                    most as i64,
                    within(filter.within.as_deref()),
                    skipped as i64
                ],
                kept,
            )?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("list rejected events"))
    }

    /// A rejected event by its number.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn rejection(&self, number: u64) -> Result<Option<KeptRejection>, StoreError> {
        self.rejection_within(number, None)
    }

    /// As [`Records::rejection`], if these sites sent it, as [`RejectionFilter::within`].
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn rejection_within(
        &self,
        number: u64,
        sites: Option<Vec<String>>,
    ) -> Result<Option<KeptRejection>, StoreError> {
        let Some(after) = number.checked_sub(1) else { return Ok(None) };
        let filter = RejectionFilter {
            after,
            before: number.checked_add(1),
            within: sites,
            ..RejectionFilter::default()
        };
        Ok(self.rejections(&filter, 1)?.into_iter().next())
    }

    /// How many rejected events there are by source (`-` where unreadable) and code, in that order.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn rejection_counts(
        &self,
        state: Option<RejectionState>,
    ) -> Result<Vec<(String, String, u64)>, StoreError> {
        self.rejection_counts_within(state, None)
    }

    /// As [`Records::rejection_counts`], of what these sites sent, as [`RejectionFilter::within`].
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn rejection_counts_within(
        &self,
        state: Option<RejectionState>,
        sites: Option<&[String]>,
    ) -> Result<Vec<(String, String, u64)>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(
                "SELECT coalesce(source, '-'), code, count(*) FROM rejections JOIN deliveries USING (delivery)
                 WHERE (?1 IS NULL OR state = ?1)
                   AND (?2 IS NULL OR coalesce(site, source, '-') IN (SELECT value FROM json_each(?2)))
                 GROUP BY 1, 2 ORDER BY 1, 2",
            )?;
            let rows = select.query_map(params![state.map(RejectionState::word), within(sites)], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("count rejected events"))
    }

    /// How many rejected events of a site were sent since an instant, by code: those that say they are from it, and those that
    /// its token brought.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn rejected_since(&self, site: &str, since: Instant) -> Result<Vec<(String, u64)>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(
                "SELECT code, count(*) FROM rejections JOIN deliveries USING (delivery)
                 WHERE last_received >= ?2 AND (source = ?1 OR site = ?1) GROUP BY code ORDER BY count(*) DESC, code",
            )?;
            let rows = select.query_map(params![site, since.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("count rejected events"))
    }

    /// How many rejected events of a site came first between two instants, by code, the most frequent first; each once, however
    /// often it was sent.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn rejected_between(
        &self,
        site: &str,
        from: Instant,
        until: Instant,
    ) -> Result<Vec<(String, u64)>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare_cached(
                "SELECT code, count(*) FROM rejections JOIN deliveries USING (delivery)
                 WHERE received >= ?2 AND received < ?3 AND (source = ?1 OR site = ?1)
                 GROUP BY code ORDER BY count(*) DESC, code",
            )?;
            let rows =
                select.query_map(params![site, from.0, until.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("count rejected events"))
    }

    /// Notes what has become of a rejected event.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn settle_rejection(
        &self,
        number: u64,
        state: RejectionState,
        by: &str,
        reason: Option<&str>,
        at: Instant,
    ) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "UPDATE rejections SET state = ?2, settled = ?3, settled_by = ?4, reason = ?5 WHERE rejection = ?1",
            )
            .and_then(|mut update| update.execute(params![number as i64, state.word(), at.0, by, reason]))
            .map(|_| ())
            .map_err(self.failed("settle a rejected event"))
    }

    /// Keeps the text that a person entered in place of a rejected event.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn rejection_was_mended(&self, number: u64, text: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("UPDATE rejections SET mended = ?2 WHERE rejection = ?1")
            .and_then(|mut update| update.execute(params![number as i64, text]))
            .map(|_| ())
            .map_err(self.failed("keep a mended event"))
    }

    /// Notes why a rejected event that was tried again is still rejected.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn rejected_again(&self, number: u64, code: &str, message: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("UPDATE rejections SET code = ?2, message = ?3 WHERE rejection = ?1")
            .and_then(|mut update| update.execute(params![number as i64, code, message]))
            .map(|_| ())
            .map_err(self.failed("note a rejected event's code"))
    }
}

fn kept(row: &Row<'_>) -> rusqlite::Result<KeptRejection> {
    let state: String = row.get(12)?;
    Ok(KeptRejection {
        number: row.get(0)?,
        road: row.get(1)?,
        place: row.get(2)?,
        item: row.get(3)?,
        code: row.get(4)?,
        message: row.get(5)?,
        source: row.get(6)?,
        event_type: row.get(7)?,
        raw: row.get(8)?,
        times: row.get(9)?,
        received: Instant(row.get(10)?),
        last_received: Instant(row.get(11)?),
        state: RejectionState::of_word(&state).unwrap_or(RejectionState::Open),
        reason: row.get(13)?,
        token_site: row.get(14)?,
        settled: row.get::<_, Option<i64>>(15)?.map(Instant),
        mended: row.get(16)?,
    })
}
