//! What a cluster shows against what the batch and the embedded service make of the same lines.

use super::{Cluster, MONTH, Region, embedded};
use crate::program::{arg, flagpost};
use std::fs;
use std::path::{Path, PathBuf};

impl Cluster {
    /// Every region's month has the bytes that the batch and the embedded service come to, and its events are there once.
    pub fn check_against_batch(&self, place: &Path) {
        for region in self.regions() {
            let shown = self.results(region, &place.join("shown").join(&region.code));
            let scored = batch(region, &shown.as_of, &place.join("scored").join(&region.code));
            for file in ["ledger.ndjson", "notices.ndjson"] {
                let (of_cluster, of_batch) =
                    (shown.file(file), fs::read_to_string(scored.join(file)).unwrap());
                assert!(of_cluster == of_batch, "{file} of {} differs", region.code);
                assert!(!of_batch.is_empty());
            }
            let of_batch = fs::read_to_string(scored.join("result.json")).unwrap();
            assert_eq!(
                without_counts(&shown.file("result.json")),
                without_counts(&of_batch),
                "{}",
                region.code
            );
            self.check_kept(region, accepted(&of_batch));
            let embedded = embedded::shown(region, &shown.as_of, &place.join("embedded"));
            assert!(embedded.result == shown.file("result.json"), "{}", region.code);
            assert!(embedded.ledger == shown.file("ledger.ndjson"), "{}", region.code);
            assert!(embedded.notices == shown.file("notices.ndjson"), "{}", region.code);
        }
    }
}

/// Scores a region's file by itself as of an instant; the folder with the results.
fn batch(region: &Region, as_of: &str, out: &Path) -> PathBuf {
    let ran = flagpost(&[
        "score",
        "--registry",
        arg(&region.registry),
        "--month",
        MONTH,
        "--as-of",
        as_of,
        "--out",
        arg(out),
        arg(&region.events),
    ]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    out.join(MONTH)
}

/// `result.json` without the counts of lines, which depend on duplicates and bad lines (`outputs.md`).
fn without_counts(text: &str) -> serde_json::Value {
    let mut result: serde_json::Value = serde_json::from_str(text).unwrap();
    result.as_object_mut().unwrap().remove("events");
    result
}

/// How many events the batch accepted.
fn accepted(result: &str) -> u64 {
    let result: serde_json::Value = serde_json::from_str(result).unwrap();
    result["events"]["accepted"].as_u64().unwrap()
}
