//! `flagpost bench-pages`: how long people wait for pages, in a county of many windows with a year of months.

mod county;
mod first_load;
mod load;
pub mod told;

use super::bench::peak_memory_megabytes;
use super::bench_process::own_cpu_seconds;
use super::{Failure, Outcome};
use crate::config::Config;
use crate::county::CountyArgs;
use crate::service::Service;
use anyhow::{Context as _, anyhow};
use clap::Args;
use county::County;
use ingest::live::Clock;
use load::Load;
use scoring::time::Instant;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant as Stopwatch};

/// Measure pages: how long rankings, windows and others take while events stream in (测量页面速度)
///
/// Makes a county of many windows whose months are closed but the last, serves it over loopback as `flagpost up` does, and asks
/// for pages in the names of several roles. Requests begin by the clock and are measured from when they should have begun, so a
/// service that stalls cannot hide it. Client and service share the machine.
#[derive(Args, Debug)]
pub struct BenchPagesArgs {
    /// Windows in the county
    #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u32).range(10..=2_000))]
    windows: u32,
    /// Members of staff
    #[arg(long, default_value_t = 650, value_parser = clap::value_parser!(u32).range(10..=6_000))]
    staff: u32,
    /// Months up to and with September 2026; the last one is open
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(i32).range(1..=24))]
    months: i32,
    /// About how many events in all months together
    #[arg(long, default_value_t = 1_200_000, value_parser = clap::value_parser!(u64).range(1_000..=20_000_000))]
    events: u64,
    /// Requests a second
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=2_000))]
    rate: u32,
    /// For how many seconds
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=300))]
    seconds: u32,
    /// Events a second that stream in meanwhile
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(0..=200))]
    stream: u32,
    /// How many connections ask
    #[arg(long, default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=128))]
    connections: u16,
    /// A folder for the county and its store; both are kept and used again
    #[arg(long, value_name = "DIR", default_value = "out/bench")]
    dir: PathBuf,
}

/// Runs the command.
pub fn run(args: &BenchPagesArgs) -> Outcome {
    println!("{}", told::machine());
    let watch = Stopwatch::now();
    let county = County::make(args)?;
    println!(
        "county         {} windows, {} staff, {} months ({} closed), {} events; made in {:.1} s",
        args.windows,
        args.staff,
        args.months,
        args.months - 1,
        county.events,
        watch.elapsed().as_secs_f64()
    );
    let begun = Stopwatch::now();
    let until = county.until;
    let clock: Clock =
        Arc::new(move || Instant(until.0 + i64::try_from(begun.elapsed().as_nanos()).unwrap_or_default()));
    let config = Config::of(
        county.data.clone(),
        CountyArgs::of_registry(county.registry.clone()),
        SocketAddr::from(([127, 0, 0, 1], 0)),
    );
    let service = Service::open(config, clock)?;
    println!("start          {:.2} s", begun.elapsed().as_secs_f64());
    let (tell, told) = mpsc::channel();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    thread::scope(|scope| {
        let serving = scope.spawn(move || {
            let stop = || async move {
                let _ = stopped.await;
            };
            service.serve(stop, |address| Ok(tell.send(address).context("nobody waits for the service")?))
        });
        let measured = told
            .recv()
            .map_err(|_| Failure::from(anyhow!("the service did not start")))
            .and_then(|address| measure(args, &county, address));
        let _ = stop.send(());
        let served = serving.join().map_err(|_| anyhow!("the service broke off"))?;
        measured.and(served)
    })
}

fn measure(args: &BenchPagesArgs, county: &County, address: SocketAddr) -> Outcome {
    let load = Load::prepare(county, address)?;
    first_load::measure(&load)?;
    let before = (told::desk(address)?, own_cpu_seconds());
    let watch = Stopwatch::now();
    let answers =
        load.ask(args.rate, Duration::from_secs(args.seconds.into()), args.connections, args.stream)?;
    let took = watch.elapsed();
    let after = (told::desk(address)?, own_cpu_seconds());
    told::answers(&answers, args.rate, took);
    told::work(&before, &after, answers.len());
    println!("peak memory    {} (client and service)", peak_memory_megabytes());
    let failed = answers.iter().filter(|answer| answer.status != 200).count();
    if failed > 0 {
        return Err(anyhow!("{failed} requests were not answered with a page").into());
    }
    Ok(())
}
