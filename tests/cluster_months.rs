//! Months of the cluster are closed, compared and reissued by whoever owns their region, whatever becomes of it in between.
#![allow(clippy::unwrap_used)]

mod clustered;
mod program;
mod servers;

use clustered::Cluster;
use program::{arg, flagpost_in, folder};

/// What `flagpost cluster` says, and whether it did what it was asked.
fn ask(cluster: &Cluster, command: &str, more: &[&str]) -> (bool, String) {
    let region = &cluster.regions()[0].code;
    let mut args = vec!["cluster", command, "--config", arg(cluster.config()), "--region", region];
    args.extend(more);
    let output = flagpost_in(std::path::Path::new("."), &args);
    let told = [output.stdout, output.stderr].map(|said| String::from_utf8(said).unwrap()).concat();
    (output.status.success(), told)
}

#[test]
fn a_closed_month_stays_as_it_was_published_whoever_owns_the_region() {
    let place = folder("cluster_months");
    let Some(mut cluster) = Cluster::start(&place, 2, 4000) else { return };
    let first = cluster.worker("first");
    cluster.send_doubled(0.9);
    cluster.wait_until_all_is_taken_in();
    let (is_done, told) = ask(&cluster, "close", &["--month", clustered::MONTH, "--by", "王主任"]);
    assert!(is_done && told.contains("第 1 版"), "{told}");
    first.kill();
    let second = cluster.worker("second");
    // Whoever has the region now knows of it, and does not close it twice.
    let (is_done, told) = ask(&cluster, "close", &["--month", clustered::MONTH]);
    assert!(!is_done && told.contains(clustered::MONTH), "{told}");
    cluster.send_doubled(1.0);
    cluster.wait_until_all_is_taken_in();
    let (is_done, told) = ask(&cluster, "diff", &["--month", clustered::MONTH, "--lang", "en"]);
    assert!(is_done, "{told}");
    let (is_done, told) =
        ask(&cluster, "reissue", &["--month", clustered::MONTH, "--reason", "迟到的数据", "--by", "王主任"]);
    assert!(is_done && told.contains("第 2 版"), "{told}");
    let (is_done, told) = ask(&cluster, "months", &["--lang", "en"]);
    assert!(is_done && told.contains("王主任") && told.contains("迟到的数据"), "{told}");
    let region = &cluster.regions()[0].code;
    let versions = cluster.ask(&format!(
        "SELECT version, closed_by, reason FROM closed_months WHERE region = '{region}' ORDER BY version"
    ));
    assert_eq!(versions, ["1\t王主任\t\\N", "2\t王主任\t迟到的数据"]);
    let announced = cluster.ask(&format!(
        "SELECT count() FROM events FINAL WHERE region = '{region}' AND type = 'month.closed'"
    ));
    assert_eq!(announced, ["2"]);
    second.stop();
}
