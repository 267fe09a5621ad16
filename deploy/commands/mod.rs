//! One file a command: its arguments, whose comments are its help, and one function.

pub mod audit;
pub mod backup;
pub mod bench;
pub mod bench_cluster;
pub mod bench_live;
pub mod bench_notices;
pub mod bench_pages;
mod bench_process;
mod bench_regions;
pub mod bench_reports;
pub mod calendar;
pub mod check;
pub mod close;
pub mod cluster;
pub mod compare;
pub mod contract;
pub mod delivery;
pub mod demo;
pub mod diff;
pub mod explain;
pub mod export;
pub mod feeds;
pub mod handover;
pub mod ingest;
pub mod letters;
pub mod months;
pub mod page;
pub mod privacy;
pub mod reissue;
pub mod rejected;
pub mod reload;
pub mod report;
pub mod restore;
pub mod sample;
pub mod score;
pub mod set_up;
pub mod signals;
pub mod simulate;
pub mod token;
pub mod up;
pub mod user;
pub mod verify;
pub mod worker;

use scoring::document::Mistake;
use std::process::ExitCode;

/// How a command can fail, by exit status.
#[derive(Debug)]
pub enum Failure {
    /// 1: a fault of the run.
    Run(anyhow::Error),
    /// 2: wrong arguments.
    Arguments(String),
    /// 3: mistakes in registry, rulebook, calendar or mapping, each listed.
    Mistakes(Vec<Mistake>),
}

/// What a command comes to.
pub type Outcome = Result<(), Failure>;

impl Failure {
    /// The failure in words.
    pub fn text(&self) -> String {
        match self {
            Failure::Run(error) => format!("{error:#}"),
            Failure::Arguments(what) => what.clone(),
            Failure::Mistakes(mistakes) => {
                let lines: Vec<String> = mistakes.iter().map(Mistake::to_string).collect();
                lines.join("\n")
            }
        }
    }

    /// Tells the failure on standard error and gives its exit status.
    pub fn report(self) -> ExitCode {
        match self {
            Failure::Run(error) => {
                eprintln!("flagpost: {error:#}");
                ExitCode::from(1)
            }
            Failure::Arguments(what) => {
                eprintln!("flagpost: {what}");
                ExitCode::from(2)
            }
            Failure::Mistakes(mistakes) => {
                for mistake in &mistakes {
                    eprintln!("{mistake}");
                }
                eprintln!("flagpost: {} to mend / 有 {} 处需要更正", count(mistakes.len()), mistakes.len());
                ExitCode::from(3)
            }
        }
    }
}

fn count(mistakes: usize) -> String {
    if mistakes == 1 { "1 mistake".to_owned() } else { format!("{mistakes} mistakes") }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Failure {
        Failure::Run(error)
    }
}
