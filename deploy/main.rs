//! The `flagpost` program: an enum of commands and one match.

mod calendar;
mod cluster;
mod commands;
mod config;
mod county;
mod delivery;
mod demo;
mod history;
mod inputs;
mod language;
mod late;
mod manifest;
mod notices;
mod regions;
mod sample;
mod service;
mod stdout;
mod stored;
mod verify;
mod worker;

use clap::{Parser, Subcommand};
use commands::Outcome;
use std::process::ExitCode;

/// Electronic supervision and performance scoring of county government-service halls (政务服务电子监察与绩效考核).
#[derive(Parser)]
#[command(name = "flagpost", version)]
struct Flagpost {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Score(commands::score::ScoreArgs),
    Explain(commands::explain::ExplainArgs),
    Report(commands::report::ReportArgs),
    Compare(commands::compare::CompareArgs),
    Simulate(commands::simulate::SimulateArgs),
    Check(commands::check::CheckArgs),
    Contract(commands::contract::ContractArgs),
    Sample(commands::sample::SampleArgs),
    Bench(commands::bench::BenchArgs),
    BenchLive(commands::bench_live::BenchLiveArgs),
    BenchCluster(commands::bench_cluster::BenchClusterArgs),
    Handover(commands::handover::HandoverArgs),
    Letters(commands::letters::LettersArgs),
    BenchNotices(commands::bench_notices::BenchNoticesArgs),
    BenchPages(commands::bench_pages::BenchPagesArgs),
    BenchReports(commands::bench_reports::BenchReportsArgs),
    Page(commands::page::PageArgs),
    Signals(commands::signals::SignalsArgs),
    Up(commands::up::UpArgs),
    Worker(commands::worker::WorkerArgs),
    Ingest(commands::ingest::IngestArgs),
    #[command(subcommand)]
    Cluster(commands::cluster::ClusterCommand),
    #[command(subcommand)]
    Calendar(commands::calendar::CalendarCommand),
    Months(commands::months::MonthsArgs),
    Close(commands::close::CloseArgs),
    Diff(commands::diff::DiffArgs),
    Reissue(commands::reissue::ReissueArgs),
    Verify(commands::verify::VerifyArgs),
    Export(commands::export::ExportArgs),
    Backup(commands::backup::BackupArgs),
    Restore(commands::restore::RestoreArgs),
    Delivery(commands::delivery::DeliveryArgs),
    Demo(commands::demo::DemoArgs),
    Rejected(commands::rejected::RejectedArgs),
    Feeds(commands::feeds::FeedsArgs),
    Privacy(commands::privacy::PrivacyArgs),
    Reload(commands::reload::ReloadArgs),
    Token(commands::token::TokenArgs),
    User(commands::user::UserArgs),
    Audit(commands::audit::AuditArgs),
}

impl Command {
    fn run(&self) -> Outcome {
        match self {
            Command::Score(args) => commands::score::run(args),
            Command::Explain(args) => commands::explain::run(args),
            Command::Report(args) => commands::report::run(args),
            Command::Compare(args) => commands::compare::run(args),
            Command::Simulate(args) => commands::simulate::run(args),
            Command::Check(args) => commands::check::run(args),
            Command::Contract(args) => commands::contract::run(args),
            Command::Sample(args) => commands::sample::run(args),
            Command::Bench(args) => commands::bench::run(args),
            Command::BenchLive(args) => commands::bench_live::run(args),
            Command::BenchCluster(args) => commands::bench_cluster::run(args),
            Command::Handover(args) => commands::handover::run(args),
            Command::Letters(args) => commands::letters::run(args),
            Command::BenchNotices(args) => commands::bench_notices::run(args),
            Command::BenchPages(args) => commands::bench_pages::run(args),
            Command::BenchReports(args) => commands::bench_reports::run(args),
            Command::Page(args) => commands::page::run(args),
            Command::Delivery(args) => commands::delivery::run(args),
            Command::Demo(args) => commands::demo::run(args),
            Command::Signals(args) => commands::signals::run(args),
            Command::Up(args) => commands::up::run(args),
            Command::Worker(args) => commands::worker::run(args),
            Command::Ingest(args) => commands::ingest::run(args),
            Command::Cluster(command) => commands::cluster::run(command),
            Command::Rejected(args) => commands::rejected::run(args),
            Command::Feeds(args) => commands::feeds::run(args),
            Command::Calendar(command) => commands::calendar::run(command),
            Command::Months(args) => commands::months::run(args),
            Command::Close(args) => commands::close::run(args),
            Command::Diff(args) => commands::diff::run(args),
            Command::Reissue(args) => commands::reissue::run(args),
            Command::Verify(args) => commands::verify::run(args),
            Command::Export(args) => commands::export::run(args),
            Command::Backup(args) => commands::backup::run(args),
            Command::Restore(args) => commands::restore::run(args),
            Command::Privacy(args) => commands::privacy::run(args),
            Command::Reload(args) => commands::reload::run(args),
            Command::Token(args) => commands::token::run(args),
            Command::User(args) => commands::user::run(args),
            Command::Audit(args) => commands::audit::run(args),
        }
    }
}

fn main() -> ExitCode {
    match Flagpost::parse().command.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => error.report(),
    }
}
