//! `flagpost cluster`: prepares the cluster, gives orders to whoever owns a region, writes what was published.

use super::score::{parse_month, write_month};
use super::{Failure, Outcome, delivery};
use crate::cluster::config::Config;
use crate::cluster::regions;
use crate::language::LangArg;
use crate::service::delivery::read_known;
use crate::service::operator::OPERATOR;
use crate::stdout;
use crate::worker::orders::Order;
use anyhow::Context as _;
use clap::{Args, Subcommand};
use ingest::sources::kafka::lanes::Lane;
use ingest::sources::kafka::produce::Producer;
use ingest::sources::kafka::topics;
use ingest::store::Frozen;
use ingest::store::clickhouse::ClickHouse;
use ingest::store::digest::hex;
use scoring::time::Month;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

/// How long an answer is waited for: a close of a large month takes some seconds, a takeover before it some more.
const ANSWER_WAIT: Duration = Duration::from_secs(180);
/// How often it is looked whether there is one.
const ANSWER_EVERY: Duration = Duration::from_millis(200);

/// Prepare the cluster's Kafka and ClickHouse; close, reissue and compare months of its regions (集群管理)
#[derive(Subcommand, Debug)]
pub enum ClusterCommand {
    /// Make the topics and tables that are missing; tell what differs from how it should be (创建主题与数据表)
    Init(ClusterArgs),
    /// Write what the cluster last published of a region's month: result.json, ledger.ndjson, notices.ndjson (导出结果)
    Results(ResultsArgs),
    /// List a region's months: open, over, closed with their versions (列出月份)
    Months(MonthsArgs),
    /// Close a month of a region: freeze its results as version 1 (关账)
    Close(CloseArgs),
    /// Publish a closed month anew, with the list of what changed and why (重新发布)
    Reissue(ReissueArgs),
    /// Tell what is different in a closed month, and why (查看差异)
    Diff(DiffArgs),
    /// See what was sent to whom of a region and why something was not, try again, say where people are reached (消息的发送)
    Delivery(DeliveryArgs),
    /// Let a lane go on at another offset, where Kafka no longer has the one that is next (跳过已丢失的消息)
    GoOn(GoOnArgs),
}

/// Which cluster.
#[derive(Args, Debug)]
pub struct ClusterArgs {
    /// The configuration of the cluster
    #[arg(long, value_name = "FILE", default_value = "flagpost.cluster.toml")]
    config: PathBuf,
}

/// Which region.
#[derive(Args, Debug)]
pub struct RegionArgs {
    #[command(flatten)]
    cluster: ClusterArgs,
    /// The code of the region
    #[arg(long, value_name = "CODE")]
    region: String,
}

/// Which results, and where to.
#[derive(Args, Debug)]
pub struct ResultsArgs {
    #[command(flatten)]
    region: RegionArgs,
    /// The month
    #[arg(long, value_name = "MONTH", value_parser = parse_month)]
    month: Month,
    /// The folder to write to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Whose months, in which language.
#[derive(Args, Debug)]
pub struct MonthsArgs {
    #[command(flatten)]
    region: RegionArgs,
    /// The language: zh (简体中文) or en (English)
    #[arg(long, value_enum, default_value_t)]
    lang: LangArg,
}

/// Which month is closed, by whom.
#[derive(Args, Debug)]
pub struct CloseArgs {
    #[command(flatten)]
    region: RegionArgs,
    /// The month
    #[arg(long, value_name = "MONTH", value_parser = parse_month)]
    month: Month,
    /// Who closes it
    #[arg(long, value_name = "NAME", default_value = OPERATOR)]
    by: String,
}

/// Which month is reissued, why and by whom.
#[derive(Args, Debug)]
pub struct ReissueArgs {
    #[command(flatten)]
    close: CloseArgs,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

/// What is compared.
#[derive(Args, Debug)]
pub struct DiffArgs {
    #[command(flatten)]
    months: MonthsArgs,
    /// The month
    #[arg(long, value_name = "MONTH", value_parser = parse_month)]
    month: Month,
    /// The earlier version; by default the newest, or the one before the later one
    #[arg(long, value_name = "VERSION")]
    from: Option<u32>,
    /// The later version; otherwise the month as it is now
    #[arg(long, value_name = "VERSION")]
    to: Option<u32>,
}

/// What is asked about messages, of which region.
#[derive(Args, Debug)]
pub struct DeliveryArgs {
    #[command(flatten)]
    months: MonthsArgs,
    #[command(subcommand)]
    what: delivery::What,
}

/// Which lane goes on where.
#[derive(Args, Debug)]
pub struct GoOnArgs {
    #[command(flatten)]
    cluster: ClusterArgs,
    /// The lane, as flagpost.events.all/3
    #[arg(long, value_name = "LANE")]
    lane: Lane,
    /// The offset of the next message to take in
    #[arg(long, value_name = "OFFSET")]
    at: u64,
}

/// Runs the command.
pub fn run(command: &ClusterCommand) -> Outcome {
    match command {
        ClusterCommand::Init(args) => init(&args.read()?),
        ClusterCommand::Results(args) => results(args),
        ClusterCommand::Months(args) => args.region.order(&Order::Months { lang: args.lang }),
        ClusterCommand::Close(CloseArgs { region, month, by }) => {
            region.order(&Order::Close { month: month.to_string(), by: by.clone() })
        }
        ClusterCommand::Reissue(ReissueArgs { close: CloseArgs { region, month, by }, reason }) => {
            let (month, reason, by) = (month.to_string(), reason.clone(), by.clone());
            region.order(&Order::Reissue { month, reason, by })
        }
        ClusterCommand::Diff(DiffArgs { months: MonthsArgs { region, lang }, month, from, to }) => {
            region.order(&Order::Diff { month: month.to_string(), from: *from, to: *to, lang: *lang })
        }
        ClusterCommand::Delivery(args) => ask_about_messages(args),
        ClusterCommand::GoOn(args) => go_on(args),
    }
}

impl ClusterArgs {
    fn read(&self) -> Result<Config, Failure> {
        Config::read(&self.config)
    }
}

impl RegionArgs {
    fn unknown(&self, config: &Config) -> Failure {
        Failure::Arguments(format!(
            "没有代码为 {0} 的县区 / there is no region {0} in {1}",
            self.region,
            config.regions.registry.display()
        ))
    }

    /// Sends an order to whoever owns the region and waits for the answer.
    fn order(&self, order: &Order) -> Outcome {
        let config = self.cluster.read()?;
        let store = ClickHouse::connect(&config.clickhouse).context("cannot use the store")?;
        let known = crate::county::regions(&config.regions)?;
        if !known.iter().any(|known| known.code == self.region) {
            return Err(self.unknown(&config));
        }
        let producer = Producer::new(&config.kafka, regions::topics(&config)?).map_err(anyhow::Error::new)?;
        let mut chance = [0; 16];
        getrandom::fill(&mut chance)
            .map_err(|error| anyhow::anyhow!("the system gives no chance: {error}"))?;
        let answer = hex(&chance);
        let value = serde_json::to_vec(order).context("cannot write the order")?;
        producer.order_and_wait(&self.region, &answer, &value).map_err(anyhow::Error::new)?;
        let given = Instant::now();
        while given.elapsed() < ANSWER_WAIT {
            match store.answer(&answer).context("cannot look for the answer")? {
                Some(Ok(told)) => return stdout::write(&told),
                Some(Err(told)) => return Err(Failure::Run(anyhow::anyhow!(told))),
                None => thread::sleep(ANSWER_EVERY),
            }
        }
        Err(Failure::Run(anyhow::anyhow!(
            "{0} 秒内没有工作节点答复；指令已排队，工作节点恢复后会执行，请稍后用 flagpost cluster months 查看 / no worker has answered within {0} \
             seconds; the order waits and is obeyed once a worker has its region: look with `flagpost cluster months` later",
            ANSWER_WAIT.as_secs()
        )))
    }
}

fn init(config: &Config) -> Outcome {
    let store = ClickHouse::create_schema(&config.clickhouse).context("cannot make the tables")?;
    let made = topics::init(&config.kafka, &config.topics).map_err(anyhow::Error::new)?;
    let found = topics::found(&config.kafka).map_err(anyhow::Error::new)?;
    let moved = topics::moved(&store.topics().context("cannot read the topics that are known")?, &found);
    let others = topics::check(&config.kafka, &config.topics).map_err(anyhow::Error::new)?;
    let mut text = String::new();
    for topic in &made {
        text += &format!("已创建主题 / made the topic {topic}\n");
    }
    for difference in moved.iter().chain(others.iter().filter(|other| !moved.contains(other))) {
        text += &format!("{difference}\n");
    }
    if !moved.is_empty() {
        stdout::write(&text)?;
        return Err(Failure::Run(anyhow::anyhow!(
            "主题分区数已与数据库记录不同，工作节点不会启动 / topics have other partitions than the store knows, so workers will not start"
        )));
    }
    store.keep_topics(&found).context("cannot keep the topics")?;
    text += &format!(
        "就绪：ClickHouse 数据库 {0}，主题 {1} 个，分区 {2} 个 / ready: the database {0}, {1} topics, {2} lanes\n下一步 / next: flagpost worker\n",
        config.clickhouse.database,
        found.each().count(),
        found.lanes().count()
    );
    stdout::write(&text)
}

fn results(args: &ResultsArgs) -> Outcome {
    let config = args.region.cluster.read()?;
    let store = ClickHouse::connect(&config.clickhouse).context("cannot use the store")?;
    let (region, month) = (&args.region.region, args.month);
    let published = store.published(region).context("cannot read the results")?;
    let Some(found) = published.into_iter().find(|found| found.month == month) else {
        return Err(Failure::Arguments(format!(
            "没有县区 {region} {month} 的结果 / there are no results of {month} of the region {region}"
        )));
    };
    let frozen = Frozen { result: found.result, ledger: found.ledger, notices: found.notices, changes: None };
    write_month(&args.out, month, &frozen)?;
    stdout::write(&format!("{}\n", args.out.join(month.to_string()).display()))
}

/// What is asked is answered by who owns the region; a test message is sent from here.
fn ask_about_messages(DeliveryArgs { months: MonthsArgs { region, lang }, what }: &DeliveryArgs) -> Outcome {
    let delivery::What::Test { recipient } = what else {
        return region.order(&Order::Delivery { what: what.clone(), lang: *lang });
    };
    let config = region.cluster.read()?;
    let (givens, _) = regions::read(&config.regions)?;
    let Some(found) = givens.iter().find(|givens| givens.registry.code == region.region) else {
        return Err(region.unknown(&config));
    };
    let store = ClickHouse::connect(&config.clickhouse).context("cannot use the store")?;
    let addressees = store.addressees(&region.region).context("cannot read what recipients have set")?;
    delivery::test(
        &read_known(addressees),
        &found.registry,
        delivery::set_up(config.delivery.as_ref())?,
        recipient,
    )
}

fn go_on(args: &GoOnArgs) -> Outcome {
    let config = args.cluster.read()?;
    let store = ClickHouse::connect(&config.clickhouse).context("cannot use the store")?;
    let found = regions::topics(&config)?;
    if !found.lanes().any(|lane| lane == args.lane) {
        return Err(Failure::Arguments(format!("没有分区 {0} / there is no lane {0}", args.lane)));
    }
    let before =
        store.move_lane(&args.lane.to_string(), args.at, OPERATOR).context("cannot move the lane")?;
    let before = before.map_or_else(|| "-".to_owned(), |before| before.to_string());
    stdout::write(&format!(
        "{0}：下一条由 {before} 改为 {1}；请重启工作节点，并让上报方补发缺失时段的事件 / {0} goes on at {1} instead of {before}: restart its worker, \
         and have the senders send the time that is missing again\n",
        args.lane, args.at
    ))
}
