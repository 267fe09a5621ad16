//! `flagpost explain`: why a window or staff member has this score, line by line.

use super::score::{self, RunArgs};
use super::{Failure, Outcome};
use crate::county;
use crate::language::LangArg;
use clap::Args;
use ingest::rejections::Rejection;
use reports::explain::{self, text};
use scoring::context::Context;
use scoring::context::Givens;
use scoring::document::closest;
use scoring::registry::{StaffIdx, WindowIdx};

/// Explain a score: every point with its rule, clause and events; of several months the last (解释得分)
#[derive(Args, Debug)]
pub struct ExplainArgs {
    /// A window to explain, for example W-09
    #[arg(long, value_name = "ID", required_unless_present = "staff")]
    window: Option<String>,
    /// A staff member to explain, for example S-021
    #[arg(long, value_name = "ID")]
    staff: Option<String>,
    /// The language: zh (简体中文) or en (English)
    #[arg(long, value_enum, default_value_t)]
    lang: LangArg,
    #[command(flatten)]
    run: RunArgs,
}

/// Runs the command.
pub fn run(args: &ExplainArgs) -> Outcome {
    let givens = county::read(&args.run.county)?;
    let window = args.window.as_deref().map(|id| find_window(&givens, id)).transpose()?;
    let staff = args.staff.as_deref().map(|id| find_staff(&givens, id)).transpose()?;
    let history = args.run.read_history(&givens)?;
    // What was rejected is told by `flagpost score`; here it is enough that it is missing.
    let mut ignore = |_: Rejection| Ok(());
    let scored = score::score(&givens, &args.run, &history, score::all_threads(), &mut ignore)?;
    let Some((result, earlier)) = scored.last(&givens, &history) else { return Ok(()) };
    let context = Context { county: givens.county(), log: &scored.log, as_of: scored.as_of };
    let lang = args.lang.into();
    let window = window.map(|window| explain::window(&context, &earlier, result, window, lang));
    let staff = staff.map(|staff| explain::staff_member(&context, result, staff, lang));
    let texts: Vec<String> =
        window.iter().chain(&staff).map(|explanation| text::text(explanation, lang)).collect();
    crate::stdout::write(&texts.join("\n\n"))?;
    if scored.counts.rejected > 0 {
        eprintln!("{}", reports::summary::rejected_note(scored.counts.rejected, lang));
    }
    Ok(())
}

fn find_window(givens: &Givens, id: &str) -> Result<WindowIdx, Failure> {
    let registry = &givens.registry;
    let known: Vec<&str> = registry.windows.iter().map(|window| window.id.as_str()).collect();
    registry.index.windows.get(id).copied().ok_or_else(|| unknown("window", "窗口", id, &known))
}

fn find_staff(givens: &Givens, id: &str) -> Result<StaffIdx, Failure> {
    let registry = &givens.registry;
    let known: Vec<&str> = registry.staff.iter().map(|staff| staff.id.as_str()).collect();
    registry.index.staff.get(id).copied().ok_or_else(|| unknown("staff member", "工作人员", id, &known))
}

/// The registry has no such id; one near it may have been meant.
fn unknown(en: &str, zh: &str, id: &str, known: &[&str]) -> Failure {
    let mend = match closest(id, known) {
        Some(near) => format!("did you mean `{near}`? / 是不是 `{near}`?"),
        None => {
            let first = known.iter().take(5).copied().collect::<Vec<_>>().join(", ");
            format!(
                "the registry has {} such ids: {first}… / 登记册里有 {} 个: {first}…",
                known.len(),
                known.len()
            )
        }
    };
    Failure::Arguments(format!("no {en} `{id}` in the registry / 登记册里没有{zh} `{id}`: {mend}"))
}
