//! The cluster gives what the batch gives: the same events through Kafka, two workers and ClickHouse, one worker killed in
//! the middle, through the embedded service, and through `flagpost score` come to the same bytes, region by region.
#![allow(clippy::unwrap_used)]

mod clustered;
mod program;
mod servers;

use clustered::{Cluster, Region};
use program::{arg, flagpost, folder};
use std::fs;
use std::path::{Path, PathBuf};

/// Scores a region's file by itself as of an instant; the folder with the results.
fn batch(region: &Region, as_of: &str, out: &Path) -> PathBuf {
    let ran = flagpost(&[
        "score",
        "--registry",
        arg(&region.registry),
        "--month",
        clustered::MONTH,
        "--as-of",
        as_of,
        "--out",
        arg(out),
        arg(&region.events),
    ]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    out.join(clustered::MONTH)
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

#[test]
fn two_workers_one_of_them_killed_come_to_what_the_batch_does() {
    let place = folder("cluster_equals_batch");
    let Some(mut cluster) = Cluster::start(&place, 5, 20_000) else { return };
    let first = cluster.worker("first");
    let second = cluster.worker("second");
    cluster.send_doubled(0.6);
    cluster.wait_until_events_reach(cluster.lines() as u64 / 4);
    first.kill();
    cluster.send_doubled(1.0);
    cluster.wait_until_all_is_taken_in();
    for region in cluster.regions() {
        let shown = cluster.results(region, &place.join("shown").join(&region.code));
        let scored = batch(region, &shown.as_of, &place.join("scored").join(&region.code));
        for file in ["ledger.ndjson", "notices.ndjson"] {
            let (of_cluster, of_batch) = (shown.file(file), fs::read_to_string(scored.join(file)).unwrap());
            assert!(of_cluster == of_batch, "{file} of {} differs", region.code);
            assert!(!of_batch.is_empty());
        }
        let of_batch = fs::read_to_string(scored.join("result.json")).unwrap();
        assert_eq!(without_counts(&shown.file("result.json")), without_counts(&of_batch), "{}", region.code);
        cluster.check_kept(region, accepted(&of_batch));
        let embedded = clustered::embedded::shown(region, &shown.as_of, &place.join("embedded"));
        assert!(embedded.result == shown.file("result.json"), "{}", region.code);
        assert!(embedded.ledger == shown.file("ledger.ndjson"), "{}", region.code);
        assert!(embedded.notices == shown.file("notices.ndjson"), "{}", region.code);
    }
    second.stop();
}
