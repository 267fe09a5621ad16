//! The cluster gives what the batch gives: the same events through Kafka, two workers and ClickHouse, one worker killed in
//! the middle, through the embedded service, and through `flagpost score` come to the same bytes, region by region.
#![allow(clippy::unwrap_used)]

mod clustered;
mod program;
mod servers;

use clustered::Cluster;
use program::folder;

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
    cluster.check_against_batch(&place);
    second.stop();
}
