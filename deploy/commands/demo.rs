//! `flagpost demo`: a whole county to look at, alive.

use super::up::log_to_standard_error;
use super::{Failure, Outcome, user};
use crate::config::{Config, DeliveryConfig, LISTEN, LogFormat, Retries};
use crate::county::CountyArgs;
use crate::demo::{DemoClock, Feeder, Line, lines};
use crate::sample::{self, Plan, Size};
use crate::service::{self, Service};
use anyhow::{Context as _, Error, anyhow};
use clap::Args;
use dashboards::accounts::Wanted;
use ingest::store::sqlite::{Records, Role};
use reports::delivery::addressee::ADMINISTRATOR;
use reports::delivery::channels::Settings;
use reports::delivery::{Address, Channel};
use scoring::calendar::{self, Calendar};
use scoring::registry::Registry;
use scoring::time::{Instant, Month};
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::thread;

/// Run a sample county live: its past is fed through the real road in, then a day goes on in accelerated time (演示)
///
/// Everything is made anew in the folder each time. The address and two logins are printed.
#[derive(Args, Debug)]
pub struct DemoArgs {
    /// The folder for the county and its data; what an earlier demo left there is cleared
    #[arg(long, value_name = "DIR", default_value = "out/demo")]
    dir: PathBuf,
    /// Where to listen
    #[arg(long, value_name = "ADDRESS", default_value_t = LISTEN)]
    listen: SocketAddr,
    /// When "today" begins
    #[arg(long, value_name = "INSTANT", default_value = "2026-09-17T08:20:00+08:00", value_parser = instant)]
    from: Instant,
    /// How many seconds of the county go by in one
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    speed: u32,
}

fn instant(text: &str) -> Result<Instant, String> {
    Instant::parse(text).ok_or_else(|| "write it as 2026-09-17T08:20:00+08:00".to_owned())
}

/// Marks a folder that a demo may clear.
const MARK: &str = "flagpost-demo";

/// Runs the command.
pub fn run(args: &DemoArgs) -> Outcome {
    log_to_standard_error(LogFormat::Text);
    clear(args)?;
    let zone = scoring::time::Zone::named("Asia/Shanghai").context("no time zone")?;
    let this_month = zone.date(args.from).month();
    let months: Vec<Month> = vec![this_month.previous(), this_month];
    let plan = Plan {
        code: "220821".to_owned(),
        name: "镇赉县（演示数据）".to_owned(),
        seed: 1,
        stream: 0,
        size: Size { windows: 40, staff: 90, months },
        events: None,
        bad_permille: 2,
        until: None,
    };
    let county = args.dir.join("county");
    let written = sample::write(&county, &plan, &Calendar::new(&calendar::builtin())).map_err(Error::from)?;
    let data = args.dir.join("data");
    let messages = args.dir.join("messages");
    fs::create_dir_all(&messages).with_context(|| format!("cannot make {}", messages.display()))?;
    let config = Config {
        delivery: Some(into_files(args.listen, &messages)),
        ..Config::of(data.clone(), CountyArgs::of_registry(county.join("registry")), args.listen)
    };
    let givens = crate::county::read(&config.county)?;
    let sites: Vec<String> = givens.registry.sites.iter().map(|site| site.id.clone()).collect();
    let lines = lines(&written.files, &sites)?;
    let first = lines.first().map_or(args.from, Line::time);
    let clock = DemoClock::standing(first);
    let service = Service::open(config, clock.clock())?;
    let logins = logins(&data, &givens.registry)?;
    let (from, speed) = (args.from, args.speed);
    service.serve(service::asked_to_stop, move |address| {
        let feeder = Feeder::new(address, &data, &sites, first)?;
        thread::spawn(move || {
            let (past, today) = lines.split_at(lines.partition_point(|line| line.time() < from));
            eprintln!("正在导入演示数据 / feeding {} events of the past …", past.len());
            if let Err(error) = feeder.feed_past(past, &clock) {
                tracing::error!(%error, "the demo's past could not be fed");
                return;
            }
            clock.run(from, speed);
            let told = format!(
                "\n演示已就绪 / the demo is ready: http://{address}/\n{logins}\n\
                 发出的消息在 / messages that went out are in {}\n\
                 县里的时间每秒走 {speed} 秒 / {speed} seconds of the county go by in one; Ctrl-C 停止 / stops it\n",
                messages.display()
            );
            let _ = crate::stdout::write(&told);
            feeder.feed_on(today, &clock);
        });
        Ok(())
    })
}

/// Messages of the demo are files: nobody outside is to hear of a county that does not exist.
fn into_files(listen: SocketAddr, folder: &Path) -> DeliveryConfig {
    DeliveryConfig {
        public_url: format!("http://{listen}"),
        channels: Settings { files: Some(folder.to_owned()), ..Settings::default() },
        administrator: vec![Address { channel: Channel::File, to: ADMINISTRATOR.to_owned() }],
        retries: Retries::default(),
    }
}

/// Clears what an earlier demo left, and nothing else.
fn clear(args: &DemoArgs) -> Outcome {
    let mark = args.dir.join(MARK);
    if args.dir.exists() && fs::read_dir(&args.dir).is_ok_and(|mut entries| entries.next().is_some()) {
        if !mark.exists() {
            return Err(Failure::Arguments(format!(
                "{} holds something that no demo made; name another folder with --dir",
                args.dir.display()
            )));
        }
        if service::running::find(&args.dir.join("data")).is_some_and(|running| running.answers()) {
            return Err(Failure::Arguments(format!("a demo runs in {} already", args.dir.display())));
        }
        fs::remove_dir_all(&args.dir).with_context(|| format!("cannot clear {}", args.dir.display()))?;
    }
    fs::create_dir_all(&args.dir).with_context(|| format!("cannot make {}", args.dir.display()))?;
    fs::write(&mark, "").with_context(|| format!("cannot write {}", mark.display()))?;
    Ok(())
}

/// Makes one account of each role, with passwords by chance; heads, leads and operators answer for the first of theirs.
fn logins(data: &Path, registry: &Registry) -> Result<String, Failure> {
    let records = Records::open(data).context("cannot open the store")?;
    let department = registry.windows.first().map(|of| &registry.departments[usize::from(of.department)]);
    let scope = |kind: &str, id: Option<&String>| id.map(|id| format!("{kind}:{id}")).into_iter().collect();
    let accounts: [(&str, Role, &str, Vec<String>); 8] = [
        ("admin", Role::Administrator, "系统管理员", Vec::new()),
        ("analyst", Role::Analyst, "监察员", Vec::new()),
        ("inspector", Role::Inspector, "巡查员", Vec::new()),
        ("leader", Role::CountyLeader, "县领导", Vec::new()),
        ("head", Role::DepartmentHead, "部门负责人", scope("department", department.map(|of| &of.id))),
        ("lead", Role::WindowLead, "窗口负责人", scope("window", registry.windows.first().map(|of| &of.id))),
        ("vendor", Role::Operator, "接入单位", scope("site", registry.sites.first().map(|of| &of.id))),
        ("auditor", Role::Auditor, "审计员", Vec::new()),
    ];
    let mut told = Vec::new();
    for (name, role, what, scope) in accounts {
        let mut chance = [0; 8];
        getrandom::fill(&mut chance).map_err(|error| anyhow!("the system gives no chance: {error}"))?;
        let password = ingest::store::digest::hex(&chance);
        let of = scope.join(" ");
        user::set(&records, name, &Wanted { person: what.to_owned(), role, scope }, &password)?;
        told.push(format!("  {what} {name}: {name} / {password} {of}").trim_end().to_owned());
    }
    Ok(told.join("\n"))
}
