//! `flagpost bench-cluster`: how much a worker takes from Kafka into ClickHouse, beside the bare consuming and inserting of
//! the same messages.

use super::bench_process::Process;
use super::sample::{self, SampleArgs};
use super::{Failure, Outcome};
use crate::cluster::config::Config;
use crate::cluster::regions;
use anyhow::{Context as _, anyhow};
use clap::Args;
use clickhouse::{Client, Compression, Row};
use ingest::sources::kafka::produce::{Outgoing, Producer};
use ingest::sources::kafka::topics;
use ingest::store::clickhouse::ClickHouse;
use rdkafka::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer as _};
use rdkafka::message::Message as _;
use rdkafka::{Offset, TopicPartitionList};
use scoring::time::Month;
use serde::{Deserialize, Serialize};
use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// Measure the cluster: events a second from Kafka into ClickHouse through a worker (测量集群)
///
/// Needs a Kafka without Flagpost's topics and a ClickHouse of its own: it makes the topic flagpost.events.all and the database
/// flagpost_bench. `.ci/with-servers` starts both. Servers, worker and client share the machine.
#[derive(Args, Debug)]
pub struct BenchClusterArgs {
    /// About how many events, in one month of all counties
    #[arg(long, default_value_t = 2_000_000)]
    events: u64,
    /// How many counties
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(2..=9_999))]
    regions: u32,
    /// How many partitions
    #[arg(long, default_value_t = 8)]
    partitions: u32,
    /// The broker's address
    #[arg(long, value_name = "HOST:PORT")]
    brokers: String,
    /// ClickHouse's HTTP interface
    #[arg(long, value_name = "URL")]
    clickhouse: String,
    /// A folder for the sample; the sample is kept and used again
    #[arg(long, value_name = "DIR", default_value = "out/bench")]
    dir: PathBuf,
}

const DATABASE: &str = "flagpost_bench";
/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(600);
/// Rows of an insert of the bare loop: as many as a worker makes durable together.
const INSERT_ROWS: usize = 100_000;
/// The month of the sample.
const MONTH: &str = "2026-09";

/// Runs the command.
pub fn run(args: &BenchClusterArgs) -> Outcome {
    let place = sample_of(args)?;
    let config = config(args, &place)?;
    let file = place.join("cluster.toml");
    ask(args, &format!("DROP DATABASE IF EXISTS {DATABASE} SYNC"))?;
    let made = topics::init(&config.kafka, &config.topics).map_err(anyhow::Error::new)?;
    if !made.iter().any(|topic| topic == "flagpost.events.all") {
        return Err(Failure::Arguments(
            "topic flagpost.events.all 已存在，请换一个没有 Flagpost 主题的 Kafka / the topic flagpost.events.all exists: name a Kafka without \
             Flagpost's topics"
                .to_owned(),
        ));
    }
    let store = ClickHouse::create_schema(&config.clickhouse).context("cannot make the tables")?;
    store.keep_topics(&regions::topics(&config)?).context("cannot keep the topics")?;
    let Sent { messages, bytes, took: sent, events } = send(&config, args.partitions)?;
    println!(
        "{messages} events of {} counties, {:.1} MB, in {} partitions; sent with acks=all at {:.0} a second",
        args.regions,
        bytes as f64 / 1e6,
        args.partitions,
        messages as f64 / sent.as_secs_f64()
    );
    let bare = bare(args, messages, &events)?;
    println!("bare           {:>9.0} events/s  {:.2} s", rate(messages, bare), bare.as_secs_f64());
    let worked = work(&file, messages)?;
    println!(
        "worker         {:>9.0} events/s  {:.0} % of the bare loop; {:.1} µs of processor time an event, {:.0} MB at its largest",
        worked.rate,
        100.0 * worked.rate / rate(messages, bare),
        worked.cpu_seconds * 1e6 / messages as f64,
        worked.memory_megabytes
    );
    let share = |seconds: f64| seconds * 1e6 / messages as f64;
    println!(
        "of it          {:.1} µs an event until ClickHouse has it, {:.1} µs to apply it",
        share(worked.append_seconds),
        share(worked.apply_seconds)
    );
    let taken_over = work(&file, 0)?;
    println!(
        "taking over    {:.2} s to open all lanes with all their events, one after the other",
        taken_over.open_seconds
    );
    let (read, dead) = one_dies(args, &file)?;
    println!(
        "a dead worker  {dead:.1} s until another has its lanes open, {read:.2} s of it to read their events"
    );
    let kept = ask(
        args,
        &format!(
            "SELECT sum(data_compressed_bytes) / {messages}, sum(data_uncompressed_bytes) / {messages}
             FROM system.parts WHERE database = '{DATABASE}' AND table = 'events' AND active"
        ),
    )?;
    let (packed, plain) = kept.trim().split_once('\t').unwrap_or_default();
    println!("in ClickHouse  {packed} bytes an event packed, {plain} unpacked");
    Ok(())
}

fn rate(events: u64, took: Duration) -> f64 {
    events as f64 / took.as_secs_f64()
}

/// The sample's folder, made where it is not there yet.
fn sample_of(args: &BenchClusterArgs) -> Result<PathBuf, Failure> {
    let place = args.dir.join(format!("{}-events-{}-counties", args.events, args.regions));
    let done = place.join("complete");
    if !done.exists() {
        let month = Month::parse(MONTH).unwrap_or_default();
        let sample = SampleArgs::of_month(place.join("regions"), month, args.events);
        sample::write(&SampleArgs { regions: args.regions, bad_permille: 0, ..sample })?;
        fs::write(&done, "").with_context(|| format!("cannot write {}", done.display()))?;
    }
    Ok(place)
}

fn config(args: &BenchClusterArgs, place: &Path) -> Result<Config, Failure> {
    let listen = free_port()?;
    let text = format!(
        "listen = \"{listen}\"\n[regions]\nregistry = \"regions\"\n[kafka]\nbrokers = [{:?}]\npartitions = {}\nreplication = 1\n\
         in_step_min = 1\ngroup = \"flagpost-bench\"\n[clickhouse]\nurl = {:?}\ndatabase = \"{DATABASE}\"\n",
        args.brokers, args.partitions, args.clickhouse
    );
    let file = place.join("cluster.toml");
    fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    Config::read(&file)
}

fn ask(args: &BenchClusterArgs, sql: &str) -> Result<String, Failure> {
    let answer = ureq::post(&args.clickhouse).send(sql).context("ClickHouse does not answer")?;
    Ok(answer.into_body().read_to_string().context("ClickHouse does not answer")?)
}

/// What was sent.
struct Sent {
    messages: u64,
    bytes: u64,
    took: Duration,
    /// The attributes of each partition's events, by offset: the bare loop writes the same rows without reading events.
    events: Vec<Vec<Attributes>>,
}

/// An event's attributes, as the worker keeps them in columns.
#[derive(Deserialize)]
struct Attributes {
    source: Box<str>,
    id: Box<str>,
    r#type: Box<str>,
    time: Box<str>,
    #[serde(skip)]
    at: i64,
}

/// Sends every county's events.
fn send(config: &Config, partitions: u32) -> Result<Sent, Failure> {
    let producer = Producer::new(&config.kafka, regions::topics(config)?).map_err(anyhow::Error::new)?;
    let (mut messages, mut bytes, mut took) = (0, 0, Duration::ZERO);
    let mut events: Vec<Vec<Attributes>> = (0..partitions).map(|_| Vec::new()).collect();
    for region in crate::county::regions(&config.regions)? {
        let folder = region.registry.with_file_name("events");
        let text = fs::read(folder.join(format!("{MONTH}.ndjson"))).context("cannot read the sample")?;
        let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).collect();
        let watch = Instant::now();
        let outgoing = lines.iter().map(|raw| Outgoing { region: &region.code, site: None, raw });
        producer.deliver_and_wait(outgoing).map_err(anyhow::Error::new)?;
        took += watch.elapsed();
        messages += lines.len() as u64;
        bytes += text.len() as u64;
        let lane = producer.topics().home(&region.code).context("no topic takes the county")?;
        for line in lines {
            let mut read: Attributes = serde_json::from_slice(line).context("cannot read the sample")?;
            read.at = scoring::time::Instant::parse(&read.time).map_or(0, |at| at.0);
            events[lane.partition as usize].push(read);
        }
    }
    Ok(Sent { messages, bytes, took, events })
}

/// What a worker came to.
struct Worked {
    rate: f64,
    open_seconds: f64,
    cpu_seconds: f64,
    append_seconds: f64,
    apply_seconds: f64,
    memory_megabytes: f64,
}

/// Runs a worker until it has taken in so many events, or, for none, until its lanes are open.
fn work(config: &Path, messages: u64) -> Result<Worked, Failure> {
    let listen = Config::read(config)?.listen;
    let mut process = Process::start(["worker", "--config", &config.display().to_string()])?;
    let begun = Instant::now();
    let partitions = Config::read(config)?.topics.partitions;
    let mut first: Option<(Instant, u64)> = None;
    let mut cpu_before = 0.0;
    loop {
        if process.has_ended() || begun.elapsed() > PATIENCE {
            return Err(anyhow!(
                "the worker ended or hangs: run flagpost worker --config {} to see why",
                config.display()
            )
            .into());
        }
        let Some(seen) = Seen::read(listen) else {
            thread::sleep(Duration::from_millis(5));
            continue;
        };
        let is_open = seen.open as u32 >= partitions;
        // From when on nothing but taking in is left to be done.
        if is_open && first.is_none() {
            first = Some((Instant::now(), seen.events));
            cpu_before = process.cpu_seconds();
        }
        if is_open && seen.events >= messages {
            let rate = first.map_or(f64::NAN, |(since, before)| rate(messages - before, since.elapsed()));
            return Ok(Worked {
                rate,
                open_seconds: seen.open_seconds,
                cpu_seconds: process.cpu_seconds() - cpu_before,
                append_seconds: seen.append_seconds,
                apply_seconds: seen.apply_seconds,
                memory_megabytes: process.peak_memory_megabytes(),
            });
        }
        thread::sleep(Duration::from_millis(2));
    }
}

/// Two workers share the lanes, one is killed: how long the other reads, and how long it is until it has all lanes open.
fn one_dies(args: &BenchClusterArgs, config: &Path) -> Result<(f64, f64), Failure> {
    let partitions = args.partitions as f64;
    let ports = [free_port()?, free_port()?];
    let start = |listen: SocketAddr| {
        let config = config.display().to_string();
        Process::start([
            "worker",
            "--config",
            &config,
            "--listen",
            &listen.to_string(),
            "--name",
            &listen.to_string(),
        ])
    };
    let [mut one, _other] = [start(ports[0])?, start(ports[1])?];
    let open = |listen: SocketAddr| Seen::read(listen).map_or(0.0, |seen| seen.open);
    wait(|| ports.iter().all(|port| open(*port) > 0.0) && ports.map(open).iter().sum::<f64>() >= partitions)?;
    let before = Seen::read(ports[1]).map_or(0.0, |seen| seen.open_seconds);
    one.kill();
    let killed = Instant::now();
    wait(|| open(ports[1]) >= partitions)?;
    let took = killed.elapsed().as_secs_f64();
    let after = Seen::read(ports[1]).map_or(0.0, |seen| seen.open_seconds);
    Ok((after - before, took))
}

fn free_port() -> Result<SocketAddr, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").context("cannot find a free port")?;
    Ok(listener.local_addr().context("cannot find a free port")?)
}

fn wait(mut is_so: impl FnMut() -> bool) -> Result<(), Failure> {
    let begun = Instant::now();
    while !is_so() {
        if begun.elapsed() > PATIENCE {
            return Err(anyhow!("the workers hang").into());
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

/// What a worker's metrics say.
struct Seen {
    events: u64,
    open: f64,
    open_seconds: f64,
    append_seconds: f64,
    apply_seconds: f64,
}

impl Seen {
    fn read(listen: SocketAddr) -> Option<Seen> {
        let text =
            ureq::get(format!("http://{listen}/metrics")).call().ok()?.into_body().read_to_string().ok()?;
        let sum = |begin: &str| -> f64 {
            let of = text.lines().filter(|line| line.starts_with(begin));
            of.filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok()).sum()
        };
        Some(Seen {
            events: sum("flagpost_worker_events_total") as u64,
            open: sum("flagpost_worker_lanes{state=\"open\"}"),
            open_seconds: sum("flagpost_worker_open_seconds_sum"),
            append_seconds: sum("flagpost_worker_append_seconds_sum"),
            apply_seconds: sum("flagpost_worker_apply_seconds_sum"),
        })
    }
}

/// A row of the bare loop: the worker's.
#[derive(Row, Serialize)]
struct BareRow<'m> {
    region: &'m str,
    number: u64,
    version: u64,
    content: u64,
    received: i64,
    road: &'m str,
    place: &'m str,
    site: &'m str,
    item: u64,
    source: &'m str,
    id: &'m str,
    r#type: &'m str,
    time: i64,
    raw: &'m str,
}

/// Consumes everything and inserts the same rows into a table of the same kind, with nothing in between.
fn bare(args: &BenchClusterArgs, messages: u64, events: &[Vec<Attributes>]) -> Result<Duration, Failure> {
    ask(args, &format!("DROP TABLE IF EXISTS {DATABASE}.bare SYNC"))?;
    ask(args, &format!("CREATE TABLE {DATABASE}.bare AS {DATABASE}.events"))?;
    let consumer: BaseConsumer = ClientConfig::new()
        .set("bootstrap.servers", &args.brokers)
        .set("group.id", "flagpost-bench-bare")
        .set("enable.auto.commit", "false")
        .set("fetch.queue.backoff.ms", "10")
        .set("queued.max.messages.kbytes", "32768")
        .create()
        .context("cannot make a consumer")?;
    let mut lanes = TopicPartitionList::new();
    for partition in 0..args.partitions {
        lanes
            .add_partition_offset("flagpost.events.all", partition as i32, Offset::Beginning)
            .context("cannot make a consumer")?;
    }
    consumer.assign(&lanes).context("cannot assign the partitions")?;
    let client = Client::default()
        .with_url(&args.clickhouse)
        .with_database(DATABASE)
        .with_compression(Compression::Lz4);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .context("cannot start a thread")?;
    let mut taken = 0;
    let mut since = None;
    while taken < messages {
        let Some(first) = consumer.poll(Duration::from_secs(10)) else { continue };
        since.get_or_insert_with(Instant::now);
        let mut next = Some(first);
        let inserted: anyhow::Result<u64> = runtime.block_on(async {
            let mut insert = client.insert::<BareRow<'_>>("bare").await?;
            let mut rows = 0;
            while let Some(message) = next.take() {
                let message = message?;
                let text = |bytes: Option<&[u8]>| {
                    std::str::from_utf8(bytes.unwrap_or_default()).unwrap_or_default().to_owned()
                };
                let (region, raw) = (text(message.key()), text(message.payload()));
                let millis = message.timestamp().to_millis().unwrap_or_default();
                let Attributes { source, id, r#type, at, .. } =
                    &events[message.partition() as usize][message.offset() as usize];
                // Any digest will do; a real one packs as badly.
                let content = (message.offset() as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                let row = BareRow {
                    region: &region,
                    number: taken + rows,
                    version: 1,
                    content,
                    received: millis * 1_000_000,
                    road: "kafka",
                    place: message.topic(),
                    site: "",
                    item: message.offset() as u64,
                    source,
                    id,
                    r#type,
                    time: *at,
                    raw: &raw,
                };
                insert.write(&row).await?;
                rows += 1;
                if rows as usize >= INSERT_ROWS || taken + rows >= messages {
                    break;
                }
                next = consumer.poll(Duration::from_millis(100));
            }
            insert.end().await?;
            Ok(rows)
        });
        taken += inserted?;
    }
    Ok(since.map_or(Duration::ZERO, |since: Instant| since.elapsed()))
}
