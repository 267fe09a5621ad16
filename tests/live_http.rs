//! Live equals batch, over HTTP: the same events in any order, split over requests of any shape, doubled, give the same bytes
//! as one run over files.
#![allow(clippy::unwrap_used)]

mod county;
mod program;
#[path = "../ingest/tests/served/mod.rs"]
mod served;

use county::{GIVENS, Seen, Written, after_all, events, log_of, score_log};
use ingest::live::{self, Live, Setup};
use ingest::metrics::Metrics;
use ingest::sources::http::{Limits, Patience};
use ingest::store::GivenFiles;
use ingest::store::sqlite::{Records, Sqlite};
use program::{folder, gzip};
use proptest::prelude::*;
use reports::render::contract;
use scoring::calendar::{self, Calendar};
use scoring::context::Givens;
use scoring::time::Month;
use served::{BATCH, LINES, ONE, Served, binary, token};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::JoinHandle;

fn open(data: &Path) -> (Live, JoinHandle<()>) {
    let givens = Givens {
        registry: GIVENS.registry.clone(),
        calendar: Calendar::new(&calendar::builtin()),
        rulebooks: GIVENS.rulebooks.clone(),
    };
    let store = Sqlite::open(data, "test").unwrap();
    let metrics = Metrics::new().unwrap();
    let setup =
        Setup { store, givens, given_files: GivenFiles::default(), clock: Arc::new(after_all), metrics };
    let (live, _, thread) = live::open(setup).unwrap();
    (live, thread)
}

/// The open months and their files.
fn shown(live: &Live) -> (Vec<Month>, Vec<Written>) {
    let written = live.act_and_wait(|desk| {
        let moment = desk.moment();
        let counts = contract::LineCounts::default();
        let files = |result| Written {
            result: contract::result(&moment.context, result, counts),
            ledger: contract::ledger(&moment.context, result),
            notices: contract::notices(&moment.context, &result.notices),
        };
        moment.results.iter().map(|result| (result.month, files(result))).unzip()
    });
    written.unwrap()
}

/// How events go together in a request.
#[derive(Clone, Copy, Debug)]
struct Cut {
    events: usize,
    shape: u8,
    is_packed: bool,
}

fn cut() -> impl Strategy<Value = Cut> {
    (1..9_usize, 0..4_u8, any::<bool>()).prop_map(|(events, shape, is_packed)| Cut {
        events,
        shape,
        is_packed,
    })
}

/// Sends events of one site; how many were accepted and how many were there already.
fn send(served: &Served, token: &str, lines: &[String], cut: Cut) -> (u64, u64) {
    let answers: Vec<served::Answer> = match cut.shape {
        0 => vec![packed(served, token, BATCH, &format!("[{}]", lines.join(",")), cut.is_packed)],
        1 => vec![packed(served, token, LINES, &lines.join("\n"), cut.is_packed)],
        2 => lines.iter().map(|line| packed(served, token, ONE, line, cut.is_packed)).collect(),
        _ => lines.iter().map(|line| in_binary(served, token, line)).collect(),
    };
    assert!(
        answers.iter().all(|answer| answer.status == 200 && answer.count("rejected") == 0),
        "{answers:?}"
    );
    let sum = |name| answers.iter().map(|answer| answer.count(name)).sum();
    (sum("accepted"), sum("duplicates"))
}

fn packed(served: &Served, token: &str, content_type: &str, body: &str, is_packed: bool) -> served::Answer {
    if !is_packed {
        return served.events(token, content_type, body);
    }
    let headers = [("content-type", content_type), ("content-encoding", "gzip")];
    served.send(token, &headers, &gzip(body.as_bytes()))
}

fn in_binary(served: &Served, token: &str, line: &str) -> served::Answer {
    let (headers, data) = binary(line);
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (&**name, &**value)).collect();
    served.send(token, &headers, &data)
}

fn twice_shuffled(events: Vec<Seen>) -> impl Strategy<Value = (Vec<Seen>, Vec<Seen>)> {
    let twice = [events.clone(), events.clone()].concat();
    (Just(events), Just(twice).prop_shuffle())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn events_split_doubled_and_shuffled_over_http_give_what_the_batch_gives(
        (events, sent) in events().prop_flat_map(twice_shuffled),
        cuts in proptest::collection::vec(cut(), 1..20),
        looks: bool,
    ) {
        static RUN: AtomicU32 = AtomicU32::new(0);
        let data = folder(&format!("live-http-{}", RUN.fetch_add(1, Ordering::Relaxed) % 4)).join("data");
        let (live, desk) = open(&data);
        let records = || Records::open(&data).unwrap();
        let tokens: BTreeMap<&str, String> =
            ["hall", "sub", "town"].into_iter().zip(1..).map(|(site, number)| (site, token(&records(), site, number))).collect();
        let served = Served::new(live.clone(), records(), Limits::default(), Patience::default());
        let (mut rest, mut cuts, mut counts) = (&sent[..], cuts.iter().cycle(), (0, 0));
        while let (Some(first), Some(cut)) = (rest.first(), cuts.next()) {
            let of_site = rest.iter().take(cut.events).take_while(|event| event.source == first.source);
            let lines: Vec<String> = of_site.map(Seen::line).collect();
            rest = &rest[lines.len()..];
            let (accepted, duplicates) = send(&served, &tokens[first.source], &lines, *cut);
            counts = (counts.0 + accepted, counts.1 + duplicates);
            if looks {
                // Results that are made on the way change nothing later.
                shown(&live);
            }
        }
        let each = events.len() as u64;
        prop_assert_eq!(counts, (each, each));
        let (months, files) = shown(&live);
        let batch = score_log(&log_of(&events, after_all()), &months, after_all(), &[]);
        let batch: Vec<Written> = batch.into_iter().map(|(_, written)| written).collect();
        prop_assert_eq!(&files, &batch);
        drop(served);
        drop(live);
        desk.join().unwrap();
        // What a start makes of the store is the same again.
        let (live, desk) = open(&data);
        prop_assert_eq!(shown(&live), (months, batch));
        drop(live);
        desk.join().unwrap();
    }
}
