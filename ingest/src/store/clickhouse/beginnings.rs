//! What is known of regions before their events are read: asked once for all of them, since a worker that takes over many
//! small regions would otherwise ask for longer than it reads.

use super::Lane;
use crate::store::digest::hex;
use crate::store::{GivenFiles, StoreError};
use clickhouse::Row;
use scoring::time::Instant;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// What is known of all regions.
#[derive(Debug, Default)]
pub struct Beginnings {
    closed: HashSet<String>,
    shown_until: HashMap<String, Instant>,
    givens: HashSet<(String, String)>,
}

#[derive(Row, Deserialize)]
struct Begun {
    region: String,
    /// -1 where nothing was ever shown.
    shown_until: i64,
    is_closed: u8,
}

#[derive(Row, Deserialize)]
struct KeptGivens {
    region: String,
    digest: String,
}

#[derive(Row, Serialize)]
struct NewGivens<'f> {
    region: &'f str,
    digest: [u8; 32],
    first_used: i64,
    files: String,
}

impl Beginnings {
    /// Whether any month of a region was ever closed.
    pub fn has_closed(&self, region: &str) -> bool {
        self.closed.contains(region)
    }

    /// The latest instant of any results of a region: nobody was shown anything later.
    pub fn shown_until(&self, region: &str) -> Option<Instant> {
        self.shown_until.get(region).copied()
    }
}

impl Lane {
    /// Asks what is known of all regions.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn beginnings(&self) -> Result<Beginnings, StoreError> {
        let store = &self.owned.store;
        let attempt = "read what is known of the regions";
        let (begun, givens): (Vec<Begun>, Vec<KeptGivens>) = store.wait(async {
            let begun = store.rows(
                attempt,
                "SELECT region, max(shown) AS shown_until, max(closed) AS is_closed FROM (
                     SELECT region, as_of AS shown, toUInt8(0) AS closed FROM results FINAL
                     UNION ALL SELECT region, toInt64(-1), toUInt8(1) FROM closed_months
                 ) GROUP BY region",
                |query| query,
            );
            let givens = store.rows(
                attempt,
                "SELECT region, lower(hex(digest)) AS digest FROM givens GROUP BY region, digest",
                |query| query,
            );
            tokio::try_join!(begun, givens)
        })?;
        let mut all = Beginnings::default();
        for Begun { region, shown_until, is_closed } in begun {
            if shown_until >= 0 {
                all.shown_until.insert(region.clone(), Instant(shown_until));
            }
            if is_closed == 1 {
                all.closed.insert(region);
            }
        }
        all.givens = givens.into_iter().map(|KeptGivens { region, digest }| (region, digest)).collect();
        Ok(all)
    }

    /// Notes the files that regions are scored with from now on, and since when; those that are there already are left.
    ///
    /// # Errors
    ///
    /// [`StoreError::InUse`] where another has the lane; others, after which it can be tried again.
    pub fn keep_givens<'f>(
        &self,
        known: &Beginnings,
        files: impl IntoIterator<Item = (&'f str, &'f GivenFiles)>,
        at: Instant,
    ) -> Result<(), StoreError> {
        let new: Vec<NewGivens<'f>> = files
            .into_iter()
            .map(|(region, files)| (region, files.digest(), files))
            .filter(|(region, digest, _)| !known.givens.contains(&((*region).to_owned(), hex(digest))))
            .map(|(region, digest, files)| NewGivens {
                region,
                digest,
                first_used: at.0,
                files: files.json(),
            })
            .collect();
        if new.is_empty() {
            return Ok(());
        }
        let store = &self.owned.store;
        store.wait(async {
            self.owned.refuse_displaced().await?;
            let token = format!("{}/{}", self.owned.name, self.owned.next_version());
            store
                .insert::<NewGivens<'_>>("givens", &token, async |insert| {
                    for givens in &new {
                        insert.write(givens).await?;
                    }
                    Ok(())
                })
                .await
        })
    }
}
