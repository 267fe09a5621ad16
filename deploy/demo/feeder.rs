//! Feeds a county's lines to the service over HTTP, each site with its own token, as the demo's clock passes them.

use super::DemoClock;
use anyhow::{Context as _, anyhow};
use ingest::store::sqlite::Records;
use scoring::time::Instant;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// Lines that happen within so much time go together while the past is fed.
const STRETCH_NANOS: i64 = 30 * 60 * 1_000_000_000;
/// How often the feeder looks at the clock afterwards.
const LOOK: Duration = Duration::from_millis(200);

/// A line of the sample with its site and its time; a spoilt line has those of its neighbours.
pub struct Line {
    text: Vec<u8>,
    site: String,
    time: Instant,
}

impl Line {
    /// When it arrives.
    pub fn time(&self) -> Instant {
        self.time
    }
}

#[derive(Deserialize)]
struct Envelope {
    source: Option<String>,
    time: Option<String>,
}

/// The lines of the sample's files in the order in which they arrive. `sites` are those of the registry.
pub fn lines(files: &[PathBuf], sites: &[String]) -> anyhow::Result<Vec<Line>> {
    let mut lines: Vec<Line> = Vec::new();
    let (mut site, mut time) = (sites.first().cloned().unwrap_or_default(), Instant(i64::MIN));
    for file in files {
        let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        for text in bytes.split(|&byte| byte == b'\n').filter(|line| !line.trim_ascii().is_empty()) {
            let read: Option<Envelope> = serde_json::from_slice(text).ok();
            if let Some(Envelope { source, time: when }) = read {
                site = source.filter(|source| sites.contains(source)).unwrap_or(site);
                time = when.as_deref().and_then(Instant::parse).map_or(time, |when| when.max(time));
            }
            lines.push(Line { text: text.to_owned(), site: site.clone(), time });
        }
    }
    Ok(lines)
}

/// Sends lines.
pub struct Feeder {
    agent: ureq::Agent,
    url: String,
    tokens: HashMap<String, String>,
}

impl Feeder {
    /// A feeder with a token for each site.
    pub fn new(address: SocketAddr, data: &Path, sites: &[String], now: Instant) -> anyhow::Result<Feeder> {
        let records = Records::open(data).context("cannot open the store")?;
        let mut tokens = HashMap::new();
        for site in sites {
            let mut chance = [0; 40];
            getrandom::fill(&mut chance).map_err(|error| anyhow!("the system gives no chance: {error}"))?;
            let issued = records.issue_token(site, "demo", &chance, now).context("cannot make a token")?;
            tokens.insert(site.clone(), issued.text);
        }
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        Ok(Feeder { agent, url: format!("http://{address}/v1/events"), tokens })
    }

    /// Feeds everything before an instant, the clock going along.
    pub fn feed_past(&self, lines: &[Line], clock: &DemoClock) -> anyhow::Result<()> {
        let mut rest = lines;
        while let Some(first) = rest.first() {
            let end = rest.partition_point(|line| line.time.0 < first.time.0.saturating_add(STRETCH_NANOS));
            let (stretch, after) = rest.split_at(end);
            if let Some(last) = stretch.last() {
                clock.set(last.time);
            }
            self.send(stretch)?;
            rest = after;
        }
        Ok(())
    }

    /// Feeds what the clock passes, until all is fed or nobody takes it any more.
    pub fn feed_on(&self, lines: &[Line], clock: &DemoClock) {
        let mut rest = lines;
        while !rest.is_empty() {
            let now = clock.now();
            let (passed, after) = rest.split_at(rest.partition_point(|line| line.time <= now));
            if let Err(error) = self.send(passed) {
                tracing::info!(%error, "the demo's feed has ended");
                return;
            }
            rest = after;
            thread::sleep(LOOK);
        }
    }

    fn send(&self, lines: &[Line]) -> anyhow::Result<()> {
        let mut by_site: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
        for line in lines {
            let body = by_site.entry(&line.site).or_default();
            body.extend_from_slice(&line.text);
            body.push(b'\n');
        }
        for (site, body) in by_site {
            let token = self.tokens.get(site).with_context(|| format!("no token for {site}"))?;
            loop {
                let answer = self
                    .agent
                    .post(&self.url)
                    .header("authorization", format!("Bearer {token}"))
                    .header("content-type", "application/x-ndjson")
                    .send(&body[..])?;
                match answer.status().as_u16() {
                    200 => break,
                    429 | 503 => thread::sleep(LOOK),
                    status => return Err(anyhow!("the service answered {status}")),
                }
            }
        }
        Ok(())
    }
}
