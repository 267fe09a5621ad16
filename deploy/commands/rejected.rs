//! `flagpost rejected`: the rejected events; looked at, tried again, put aside.

use super::{Failure, Outcome};
use crate::service::machine_time;
use crate::service::operator::OPERATOR;
use crate::service::which::WhichService;
use anyhow::{Context as _, anyhow};
use clap::{Args, Subcommand, ValueEnum};
use dashboards::words;
use ingest::replay::{self, Replayed, Which};
use ingest::store::sqlite::{KeptRejection, Records, RejectionFilter, RejectionState};
use reports::words::Lang;
use scoring::time::{Instant, Zone};
use std::fmt::Write as _;

/// Look at rejected events, try them again, put them aside (查看、重试或搁置被拒收的事件)
///
/// None is ever removed. Mend the registry, let the service read it with `flagpost reload`, then `replay`. Where no service
/// runs, `replay` opens the store itself; name the mended registry then, with --config or --registry.
#[derive(Args, Debug)]
pub struct RejectedArgs {
    #[command(flatten)]
    service: WhichService,
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Subcommand, Debug)]
enum What {
    /// List them by source and code, then each with its place and what is wrong (列出)
    List(ListArgs),
    /// Show one with its raw text (查看一条)
    Show {
        /// Its number, as `list` and the results of files show it
        number: u64,
    },
    /// Try all open ones again, or those chosen; what is accepted counts at once (重试)
    Replay {
        /// Only those of this source; `-` where it cannot be read
        #[arg(long, value_name = "SITE")]
        source: Option<String>,
        /// Only those with this code
        #[arg(long)]
        code: Option<String>,
        /// Only this one
        #[arg(long)]
        number: Option<u64>,
    },
    /// Put an open one aside, with a reason (搁置)
    Dismiss {
        /// Its number
        number: u64,
        /// Why; it is kept with the rejection and in the audit log
        #[arg(long)]
        reason: String,
    },
}

#[derive(Args, Debug, Default)]
struct ListArgs {
    /// Only those of this source; `-` where it cannot be read
    #[arg(long, value_name = "SITE")]
    source: Option<String>,
    /// Only those with this code
    #[arg(long)]
    code: Option<String>,
    /// What has become of them
    #[arg(long, value_enum, default_value = "open")]
    state: StateArg,
    /// Only those after this number
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    after: u64,
    /// At most so many
    #[arg(long, value_name = "COUNT", default_value_t = LISTED_MOST)]
    most: u64,
}

const LISTED_MOST: u64 = 50;

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum StateArg {
    /// Waiting to be mended
    #[default]
    Open,
    /// Accepted by a replay
    Accepted,
    /// A replay found the event there already
    Duplicate,
    /// Put aside by a person
    Dismissed,
    /// All of them
    All,
}

impl StateArg {
    fn state(self) -> Option<RejectionState> {
        match self {
            StateArg::Open => Some(RejectionState::Open),
            StateArg::Accepted => Some(RejectionState::Accepted),
            StateArg::Duplicate => Some(RejectionState::Duplicate),
            StateArg::Dismissed => Some(RejectionState::Dismissed),
            StateArg::All => None,
        }
    }
}

/// Runs the command.
pub fn run(args: &RejectedArgs) -> Outcome {
    let records = || args.service.records();
    let zone = Zone::named("Asia/Shanghai").context("no time zone")?;
    match &args.what {
        None => {
            let all = ListArgs { most: LISTED_MOST, ..ListArgs::default() };
            crate::stdout::write(&list(&records()?, &all, &zone)?)
        }
        Some(What::List(args)) => crate::stdout::write(&list(&records()?, args, &zone)?),
        Some(What::Show { number }) => {
            let kept = records()?.rejection(*number).context("cannot read the rejected events")?;
            crate::stdout::write(&show(&kept.ok_or_else(|| no_such(*number))?, &zone))
        }
        Some(What::Replay { source, code, number }) => {
            let which = Which { source: source.clone(), code: code.clone(), number: *number };
            let replayed = args.service.ask_or_open("replay", which, |live, records, which| {
                Ok(replay::replay(live, records, &which, OPERATOR)
                    .map_err(|refused| anyhow!("{refused}"))
                    .context("cannot try all of them again")?)
            })?;
            crate::stdout::write(&told(replayed))
        }
        Some(What::Dismiss { number, reason }) => dismiss(&records()?, *number, reason),
    }
}

fn list(records: &Records, args: &ListArgs, zone: &Zone) -> Result<String, Failure> {
    let state = args.state.state();
    let counts = records.rejection_counts(state).context("cannot count the rejected events")?;
    let wanted = |wish: &Option<String>, value: &str| wish.as_deref().is_none_or(|wish| wish == value);
    let counts: Vec<_> = counts
        .iter()
        .filter(|(source, code, _)| wanted(&args.source, source) && wanted(&args.code, code))
        .collect();
    let total: u64 = counts.iter().map(|(_, _, count)| count).sum();
    let mut text = format!("{}: {total}\n", state.map_or("全部 all".to_owned(), state_text));
    for (source, code, count) in counts {
        let _ = writeln!(text, "  {source:<16} {code:<20} {count:>8}");
    }
    let filter = RejectionFilter {
        state,
        source: args.source.clone(),
        code: args.code.clone(),
        after: args.after,
        ..RejectionFilter::default()
    };
    let kept = records.rejections(&filter, args.most).context("cannot list the rejected events")?;
    for rejection in &kept {
        let _ = write!(text, "\n{}", entry(rejection, zone));
    }
    if let Some(last) = kept.last().filter(|_| kept.len() as u64 == args.most) {
        let _ = writeln!(text, "\n更多 / more: --after {}", last.number);
    }
    Ok(text)
}

/// A rejection in two lines: which and where from, then what is wrong.
fn entry(kept: &KeptRejection, zone: &Zone) -> String {
    let KeptRejection { number, code, road, place, item, times, message, .. } = kept;
    let source = kept.source.as_deref().unwrap_or("-");
    let event_type = kept.event_type.as_deref().unwrap_or("-");
    let received = to_the_second(zone, kept.last_received);
    let state = match kept.state {
        RejectionState::Open => String::new(),
        state @ (RejectionState::Accepted | RejectionState::Duplicate | RejectionState::Dismissed) => {
            format!("  [{}]", state_text(state))
        }
    };
    format!(
        "#{number}  {code}  {source}  {event_type}  {road} {place}:{item}  ×{times}  {received}{state}\n    {message}\n"
    )
}

fn to_the_second(zone: &Zone, Instant(nanos): Instant) -> String {
    zone.format(Instant(nanos - nanos.rem_euclid(1_000_000_000)))
}

fn show(kept: &KeptRejection, zone: &Zone) -> String {
    let mut text = entry(kept, zone);
    let _ = writeln!(text, "    首次收到 first received: {}", to_the_second(zone, kept.received));
    if let Some(site) = &kept.token_site {
        let _ = writeln!(text, "    令牌所属 token of: {site}");
    }
    let settled = kept.settled.map(|at| format!(" {}", to_the_second(zone, at))).unwrap_or_default();
    let reason = kept.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
    let _ = writeln!(text, "    {}{settled}{reason}", state_text(kept.state));
    let _ = writeln!(text, "{}", String::from_utf8_lossy(&kept.raw));
    text
}

fn told(replayed: Replayed) -> String {
    let Replayed { tried, accepted, duplicates, rejected } = replayed;
    if tried == 0 {
        return "没有符合条件的待处理事件 / there is nothing open to try again\n".to_owned();
    }
    let mut text = format!(
        "重试 {tried}：接收 {accepted}，重复 {duplicates}，仍被拒收 {rejected} / tried {tried}: {accepted} accepted, {duplicates} \
         duplicates, {rejected} rejected again\n"
    );
    if rejected > 0 {
        text += "原因见 / the reasons: flagpost rejected list\n";
    }
    text
}

fn dismiss(records: &Records, number: u64, reason: &str) -> Outcome {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Failure::Arguments("请写明理由 / say why with --reason".to_owned()));
    }
    let before = replay::dismiss(records, number, reason, OPERATOR, machine_time());
    match before.context("cannot put the rejection aside")? {
        Some(RejectionState::Open) => crate::stdout::write(&format!("已搁置 / dismissed: #{number}\n")),
        Some(state @ (RejectionState::Accepted | RejectionState::Duplicate | RejectionState::Dismissed)) => {
            Err(Failure::Arguments(format!("#{number}: {}", state_text(state))))
        }
        None => Err(no_such(number)),
    }
}

fn no_such(number: u64) -> Failure {
    Failure::Arguments(format!(
        "没有编号为 {number} 的拒收事件 / there is no rejected event {number}; `flagpost rejected list --state all` shows them"
    ))
}

fn state_text(state: RejectionState) -> String {
    let word = match state {
        RejectionState::Open => words::REJECTED_OPEN,
        RejectionState::Accepted => words::REJECTED_ACCEPTED,
        RejectionState::Duplicate => words::REJECTED_DUPLICATE,
        RejectionState::Dismissed => words::REJECTED_DISMISSED,
    };
    format!("{} {}", Lang::Zh.say(word), Lang::En.say(word))
}
