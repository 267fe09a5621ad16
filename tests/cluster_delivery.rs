//! The cluster tells people once: workers that die in the middle of sending, and that wake after they lost their lanes.
//!
//! What must hold at every receiver: no attempt of a message comes twice. A message comes a second time only as its next
//! attempt, with the same key.
#![allow(clippy::unwrap_used)]

mod clustered;
mod program;
mod servers;

use clustered::Cluster;
use program::service::Service;
use program::{arg, folder};
use servers::receiver::{Receiver, Reply, Request};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Who is told of each notice; the notice of one recipient more makes no message more.
const RECIPIENTS: [&str; 3] = ["administrator", "county_leader", "supervision"];

/// As many as [`Cluster::start`] makes.
const LANES: usize = 4;

/// A cluster whose recipients are all reached at one receiver.
fn cluster(place: &Path, regions: u32, receiver: &Receiver) -> Option<Cluster> {
    let cluster = Cluster::start(place, regions, 300 * regions)?;
    fs::write(place.join("secret"), "of the receiver\n").unwrap();
    let mut config = fs::read_to_string(cluster.config()).unwrap();
    config += &format!(
        "[delivery]\npublic_url = \"https://hall.example/{{region}}\"\n[delivery.web]\ntimeout_seconds = 120\n\
         [[delivery.robot]]\nurl = \"{}\"\nkind = \"http\"\nsecret_file = \"secret\"\n\
         [delivery.administrator]\nwebhook = \"{}\"\n[delivery.retries]\npause_seconds_first = 3\npause_seconds_longest = 3\n",
        receiver.url("/"),
        receiver.url("/administrator")
    );
    fs::write(cluster.config(), config).unwrap();
    for region in cluster.regions() {
        for recipient in ["county_leader", "supervision"] {
            let settings =
                format!("{{\"contact\":{{\"webhook\":\"{}\"}}}}", receiver.url(&format!("/{recipient}")));
            cluster.ask(&format!(
                "INSERT INTO addressees (region, recipient, version, settings) VALUES ('{}', '{recipient}', 1, '{settings}')",
                region.code
            ));
        }
    }
    Some(cluster)
}

/// Keeps a notice for each region that is due since yesterday. The service derives none of its kind, and takes none back.
fn notices(cluster: &Cluster, name: &str, recipients: &[&str]) {
    let recipients: Vec<String> = recipients.iter().map(|recipient| format!("'{recipient}'")).collect();
    let recipients = recipients.join(", ");
    let body = r#"{"kind":"trial","level":3,"text":{"zh":"试","en":"trial"}}"#;
    for region in cluster.regions() {
        cluster.ask(&format!(
            "INSERT INTO notices (region, identity, version, kind, level, subject, date, recipients, body, derived, state)
             SELECT '{}', 'trial/{name}', 1, 'trial', 3, '{name}', toString(toDate(now('Asia/Shanghai')) - 1), [{recipients}],
                    '{body}', 1, 'pending'",
            region.code
        ));
    }
}

/// How many messages that tell of a trial are in a state.
fn messages(cluster: &Cluster, state: &str) -> usize {
    let sql = format!(
        "SELECT count() FROM messages FINAL WHERE state = '{state}' AND arrayExists(told -> startsWith(told, 'trial/'), notices)"
    );
    cluster.ask(&sql)[0].parse().unwrap()
}

fn wait_until_messages(cluster: &Cluster, state: &str, count: usize) {
    servers::wait_until(&format!("{count} messages {state}"), || messages(cluster, state) == count);
}

/// Who has each lane and has opened it.
fn holders(cluster: &Cluster) -> Vec<String> {
    cluster.ask(
        "SELECT claimed.holder FROM (
             SELECT lane, max(claims.epoch) AS epoch, argMax(holder, claims.epoch) AS holder FROM claims GROUP BY lane
         ) AS claimed
         INNER JOIN (SELECT lane, bitShiftRight(version, 32) AS epoch FROM heads FINAL WHERE region = '') AS opened
             ON opened.lane = claimed.lane AND opened.epoch = claimed.epoch",
    )
}

fn wait_until_all_lanes_are_of(cluster: &Cluster, worker: &str) {
    servers::wait_until(&format!("{worker} has all lanes"), || holders(cluster) == [worker; LANES]);
}

/// Stops or continues a process, as a machine that hangs does.
fn signal(name: &str, worker: &Service) {
    let sent = Command::new("kill").args([name, &worker.process().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// The attempts of each message that arrived, in their order. None came twice.
fn arrived(received: &[Request]) -> BTreeMap<String, Vec<u64>> {
    let mut arrived: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for request in received {
        let body = request.json();
        assert_eq!(request.header("idempotency-key"), body["key"]);
        arrived
            .entry(body["key"].as_str().unwrap().to_owned())
            .or_default()
            .push(body["attempt"].as_u64().unwrap());
    }
    for (key, attempts) in &mut arrived {
        let once: BTreeSet<&u64> = attempts.iter().collect();
        assert_eq!(once.len(), attempts.len(), "an attempt of {key} came twice: {attempts:?}");
        attempts.sort_unstable();
    }
    arrived
}

#[test]
fn a_worker_killed_in_the_middle_of_sending_costs_no_message_and_doubles_none_but_the_doubtful() {
    let place = folder("cluster_delivery_killed");
    let receiver = Receiver::start(Reply::Hang);
    let Some(cluster) = cluster(&place, 3, &receiver) else { return };
    notices(&cluster, "first", &RECIPIENTS);
    let first = cluster.worker("first");
    wait_until_messages(&cluster, "sending", 9);
    servers::wait_until("every message is on its way", || receiver.received().len() == 9);
    first.kill();
    let doubtful = arrived(&receiver.received());
    assert_eq!(doubtful.len(), 9, "a message for each recipient of each region");
    // Whoever takes over tells what is new, and leaves alone what may have arrived. Whom nobody reaches, the administrator is
    // told instead.
    receiver.tell(Reply::of(200, "ok"));
    notices(&cluster, "second", &["department_head:none"]);
    let second = cluster.worker("second");
    wait_until_messages(&cluster, "sent", 3);
    wait_until_all_lanes_are_of(&cluster, "second");
    assert_eq!(messages(&cluster, "sending"), 9);
    assert_eq!(receiver.received().len(), 12);
    // The time of the attempts is up, of which nobody knows how they ended.
    cluster.ask(
        "INSERT INTO messages SELECT * REPLACE(version + 1 AS version, 0 AS next) FROM messages FINAL WHERE state = 'sending'",
    );
    wait_until_messages(&cluster, "sent", 12);
    let arrived = arrived(&receiver.received());
    assert_eq!(arrived.len(), 12, "each with the key that it had");
    for (key, attempts) in &arrived {
        let wanted: &[u64] = if doubtful.contains_key(key) { &[1, 2] } else { &[1] };
        assert_eq!(attempts, wanted);
    }
    let told =
        cluster.ask("SELECT state, count() FROM notices FINAL WHERE identity = 'trial/first' GROUP BY state");
    assert_eq!(told, ["sent\t3"]);
    check_what_an_operator_is_told(&cluster, &receiver);
    second.stop();
}

/// Asked through the worker that has the region.
fn check_what_an_operator_is_told(cluster: &Cluster, receiver: &Receiver) {
    let region = &cluster.regions()[0].code;
    let ask = |what: &[&str]| {
        let mut asked = Command::new(env!("CARGO_BIN_EXE_flagpost"));
        asked.args([
            "cluster",
            "delivery",
            "--config",
            arg(cluster.config()),
            "--region",
            region,
            "--lang",
            "en",
        ]);
        let told = asked.args(what).output().unwrap();
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
        String::from_utf8(told.stdout).unwrap()
    };
    let listed = ask(&["list", "--recipient", "supervision"]);
    assert_eq!(listed.lines().filter(|line| line.contains(" sent ")).count(), 1, "{listed}");
    let key = cluster.ask(&format!(
        "SELECT message FROM messages FINAL WHERE region = '{region}' AND recipient = 'supervision'"
    ));
    let shown = ask(&["show", &key[0][..8]]);
    assert!(shown.contains("trial/first") && shown.contains("nobody knows how it ended"), "{shown}");
    assert!(ask(&["retry", "--all"]).contains("0 will be tried again"));
    ask(&["set", "department_head:D-01", "--webhook", &receiver.url("/head")]);
    let recipients = ask(&["recipients"]);
    assert!(recipients.contains(&receiver.url("/head")), "{recipients}");
    let before = receiver.received().len();
    assert!(ask(&["test", "department_head:D-01"]).contains("delivered"));
    assert_eq!((receiver.received().len(), receiver.last().path.as_str()), (before + 1, "/head"));
}

#[test]
fn a_worker_that_slept_through_the_loss_of_its_lanes_sends_no_message_of_them() {
    let place = folder("cluster_delivery_sleeper");
    let receiver = Receiver::start(Reply::of(503, "not now"));
    let Some(cluster) = cluster(&place, 3, &receiver) else { return };
    notices(&cluster, "first", &RECIPIENTS);
    let sleeper = cluster.worker("sleeper");
    servers::wait_until("each was tried twice", || {
        arrived(&receiver.received()).values().filter(|attempts| attempts.len() >= 2).count() == 9
    });
    // Between two attempts, so that all of them are known to have ended.
    wait_until_messages(&cluster, "waiting", 9);
    signal("-STOP", &sleeper);
    let other = cluster.worker("other");
    wait_until_all_lanes_are_of(&cluster, "other");
    let before = receiver.received().len();
    servers::wait_until("the other tries them", || receiver.received().len() >= before + 9);
    signal("-CONT", &sleeper);
    // It finds out, joins again and gets some of the lanes back, while the messages are still to be sent.
    servers::wait_until("the sleeper has lanes again", || {
        holders(&cluster).iter().any(|holder| holder == "sleeper")
    });
    receiver.tell(Reply::of(200, "ok"));
    wait_until_messages(&cluster, "sent", 9);
    let arrived = arrived(&receiver.received());
    assert_eq!(arrived.len(), 9, "never under another key");
    let kept = cluster.ask("SELECT message, count() FROM attempts FINAL GROUP BY message ORDER BY message");
    let told: Vec<String> =
        arrived.iter().map(|(key, attempts)| format!("{key}\t{}", attempts.len())).collect();
    assert_eq!(told, kept, "each attempt that arrived is one that its owner was allowed");
    let of_notices =
        cluster.ask("SELECT state, count() FROM notices FINAL WHERE identity = 'trial/first' GROUP BY state");
    assert_eq!(of_notices, ["sent\t3"]);
    sleeper.stop();
    other.stop();
}
