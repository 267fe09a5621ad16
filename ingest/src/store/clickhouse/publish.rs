//! Publishes the results of open months: the first time as a whole, then what differs from what is there.
//!
//! A line of a ledger is known by its book, its subject and its place among that subject's lines, so that one finding more
//! rewrites one window's lines and nothing else. Whatever may have gone wrong, the next time is a first time again: lines of
//! an earlier generation count no more, whoever wrote them.

use super::ClickHouse;
use super::lane::Lane;
use crate::store::{Frozen, StoreError};
use clickhouse::Row;
use scoring::time::{Instant, Month};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;

type LineDigest = [u8; 16];

/// What is there of a month, as far as this owner of the lane has written it.
#[derive(Clone, Debug, Default)]
pub(super) struct Published {
    generation: u64,
    /// Of the result and the notices.
    result: LineDigest,
    /// The digests of each subject's lines, in order.
    lines: BTreeMap<(String, String), Vec<LineDigest>>,
}

#[derive(Row, Serialize)]
struct ResultRow<'f> {
    region: &'f str,
    month: &'f str,
    version: u64,
    generation: u64,
    as_of: i64,
    result: &'f str,
    notices: &'f str,
}

#[derive(Row, Serialize)]
struct LedgerRow<'f> {
    region: &'f str,
    month: &'f str,
    book: &'f str,
    subject: &'f str,
    place: u32,
    version: u64,
    generation: u64,
    is_deleted: u8,
    line: &'f str,
}

/// Whose line it is.
#[derive(Deserialize)]
struct Subject<'f> {
    #[serde(borrow)]
    book: Cow<'f, str>,
    #[serde(borrow)]
    subject: Cow<'f, str>,
}

/// A line that is to be written, or removed.
struct Change<'f> {
    of: (String, String),
    place: u32,
    line: Option<&'f str>,
}

/// A month as it was last published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastPublished {
    /// The month.
    pub month: Month,
    /// The instant of its results.
    pub as_of: Instant,
    /// `result.json`
    pub result: String,
    /// `ledger.ndjson`
    pub ledger: String,
    /// `notices.ndjson`
    pub notices: String,
}

#[derive(Row, Deserialize)]
struct KeptResult {
    month: String,
    as_of: i64,
    result: String,
    notices: String,
    ledger: Vec<String>,
}

impl Lane {
    /// Publishes a month's results and ledger as they are now; writes what differs from what is there. Answers how many
    /// rows were written. (Notices are kept one by one: [`super::RegionKept::keep_notices`].)
    ///
    /// # Errors
    ///
    /// [`StoreError::InUse`] where another has the lane; others, after which it can be tried again.
    pub fn publish(
        &mut self,
        region: &str,
        month: Month,
        as_of: Instant,
        frozen: &Frozen,
    ) -> Result<usize, StoreError> {
        let of = (region.to_owned(), month);
        let before = self.published.get(&of);
        let lines = lines(&frozen.ledger, region)?;
        let version = self.owned.next_version();
        let after = Published {
            generation: before.map_or(version, |before| before.generation),
            result: digest(&format!("{}{}", frozen.result, frozen.notices)),
            lines: lines.iter().map(|(of, lines)| (of.clone(), digests(lines))).collect(),
        };
        let empty = BTreeMap::new();
        let changes = changes(before.map_or(&empty, |before| &before.lines), &after.lines, &lines);
        if changes.is_empty() && before.is_some_and(|before| before.result == after.result) {
            return Ok(0);
        }
        // Until it is known to be there nothing is known to be there.
        self.published.remove(&of);
        let month = month.to_string();
        let row = |change: &Change<'_>| -> (u8, u32) { (u8::from(change.line.is_none()), change.place) };
        let store = &self.owned.store;
        store.wait(async {
            self.owned.refuse_displaced().await?;
            let token = format!("{}/{version}", self.owned.name);
            if !changes.is_empty() {
                store
                    .insert::<LedgerRow<'_>>("ledger", &token, async |insert| {
                        for change in &changes {
                            let (is_deleted, place) = row(change);
                            let (book, subject) = &change.of;
                            let line = change.line.unwrap_or_default();
                            let generation = after.generation;
                            let of_line = LedgerRow {
                                region,
                                month: &month,
                                book,
                                subject,
                                place,
                                version,
                                generation,
                                is_deleted,
                                line,
                            };
                            insert.write(&of_line).await?;
                        }
                        Ok(())
                    })
                    .await?;
            }
            let result = ResultRow {
                region,
                month: &month,
                version,
                generation: after.generation,
                as_of: as_of.0,
                result: &frozen.result,
                notices: &frozen.notices,
            };
            store.insert::<ResultRow<'_>>("results", &token, async |insert| insert.write(&result).await).await
        })?;
        self.published.insert(of, after);
        Ok(changes.len() + 1)
    }
}

impl ClickHouse {
    /// The months of a region as they were last published, in order.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn published(&self, region: &str) -> Result<Vec<LastPublished>, StoreError> {
        let attempt = format!("read what was published of region {region}");
        let kept: Vec<KeptResult> = self.wait(self.rows(
            &attempt,
            "SELECT month, any(as_of) AS as_of, any(result) AS result, any(notices) AS notices,
                    arrayMap(line -> line.4, arraySort(line -> (line.1 != 'window', line.2, line.3),
                        groupArrayIf((book, subject, place, line), ledger.generation = results.generation))) AS ledger
             FROM (SELECT * FROM results FINAL WHERE region = {region:String}) AS results
             LEFT JOIN (SELECT * FROM ledger FINAL WHERE region = {region:String}) AS ledger USING (region, month)
             GROUP BY month ORDER BY month",
            |query| query.param("region", region),
        ))?;
        let published = |kept: KeptResult| {
            let KeptResult { month, as_of, result, notices, ledger } = kept;
            Some(LastPublished {
                month: Month::parse(&month)?,
                as_of: Instant(as_of),
                result,
                ledger: ledger.concat(),
                notices,
            })
        };
        Ok(kept.into_iter().filter_map(published).collect())
    }
}

/// The lines of a ledger by book and subject, with their line ends.
fn lines<'f>(ledger: &'f str, region: &str) -> Result<BTreeMap<(String, String), Vec<&'f str>>, StoreError> {
    let mut lines: BTreeMap<(String, String), Vec<&str>> = BTreeMap::new();
    for line in ledger.split_inclusive('\n') {
        let Subject { book, subject } = serde_json::from_str(line).map_err(|cause| StoreError::Failed {
            attempt: format!("publish the ledger of region {region}"),
            cause: cause.into(),
        })?;
        lines.entry((book.into_owned(), subject.into_owned())).or_default().push(line);
    }
    Ok(lines)
}

/// What is to be written and removed to come from one to the other.
fn changes<'f>(
    before: &BTreeMap<(String, String), Vec<LineDigest>>,
    after: &BTreeMap<(String, String), Vec<LineDigest>>,
    lines: &BTreeMap<(String, String), Vec<&'f str>>,
) -> Vec<Change<'f>> {
    let mut changes = Vec::new();
    for (of, digests) in after {
        let known = before.get(of).map_or(&[][..], Vec::as_slice);
        for ((place, digest), line) in (0..).zip(digests).zip(&lines[of]) {
            if known.get(place) != Some(digest) {
                changes.push(Change { of: of.clone(), place: place as u32 + 1, line: Some(line) });
            }
        }
    }
    for (of, known) in before {
        let left = after.get(of).map_or(0, Vec::len);
        let gone = left..known.len();
        changes.extend(gone.map(|place| Change { of: of.clone(), place: place as u32 + 1, line: None }));
    }
    changes
}

fn digests(lines: &[&str]) -> Vec<LineDigest> {
    lines.iter().map(|line| digest(line)).collect()
}

fn digest(text: &str) -> LineDigest {
    let whole: [u8; 32] = Sha256::digest(text).into();
    std::array::from_fn(|place| whole[place])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_more_rewrites_its_subjects_later_lines_alone_and_what_is_gone_is_removed() {
        let line = |book: &str, subject: &str, what: &str| {
            format!("{{\"book\":\"{book}\",\"subject\":\"{subject}\",\"rule\":\"{what}\"}}\n")
        };
        let changed = |from: &[String], to: &[String]| -> Vec<(String, u32, bool)> {
            let (from, to) = (from.concat(), to.concat());
            let (from, to) = (lines(&from, "r").expect("lines"), lines(&to, "r").expect("lines"));
            let of = |lines: &BTreeMap<(String, String), Vec<&str>>| {
                lines.iter().map(|(of, lines)| (of.clone(), digests(lines))).collect()
            };
            let changes = changes(&of(&from), &of(&to), &to);
            changes.into_iter().map(|change| (change.of.1, change.place, change.line.is_some())).collect()
        };
        let (a, b, c) = (line("window", "W-1", "a"), line("window", "W-1", "b"), line("staff", "S-1", "c"));
        let of = |subject: &str, place, is_there| (subject.to_owned(), place, is_there);
        assert_eq!(changed(&[a.clone(), c.clone()], &[a.clone(), c.clone()]), []);
        let more = changed(&[a.clone(), c.clone()], &[b.clone(), a.clone(), c.clone()]);
        assert_eq!(more, [of("W-1", 1, true), of("W-1", 2, true)]);
        assert_eq!(
            changed(&[a.clone(), b, c.clone()], std::slice::from_ref(&c)),
            [of("W-1", 1, false), of("W-1", 2, false)]
        );
        assert_eq!(
            changed(&[], &[a.clone(), a]),
            [of("W-1", 1, true), of("W-1", 2, true)],
            "equal ones are two"
        );
    }
}
