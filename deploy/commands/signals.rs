//! `flagpost signals`: what looks like gaming, for the bureau to look into.

use super::Outcome;
use super::score::{self, MonthArgs};
use crate::county::{self, CountyArgs};
use crate::inputs::InputArgs;
use crate::language::LangArg;
use clap::Args;
use ingest::rejections::Rejection;
use reports::explain::text;
use reports::signals;
use scoring::context::Context;
use scoring::signals::{Thresholds, find};

/// List what looks like gaming: clocks, ratings, swipes; costs no points and proves nothing (疑点线索)
///
/// What a month is compared with is in its events: give those of the month before too.
#[derive(Args, Debug)]
pub struct SignalsArgs {
    #[command(flatten)]
    county: CountyArgs,
    #[command(flatten)]
    months: MonthArgs,
    #[command(flatten)]
    inputs: InputArgs,
    /// The language: zh (简体中文) or en (English)
    #[arg(long, value_enum, default_value_t)]
    lang: LangArg,
}

/// Runs the command.
pub fn run(args: &SignalsArgs) -> Outcome {
    let givens = county::read(&args.county)?;
    let as_of = args.months.as_of(&givens);
    // What was rejected is told by `flagpost score`; here it is enough that it is missing.
    let mut ignore = |_: Rejection| Ok(());
    let (log, counts) = score::load(&givens, &args.inputs, as_of, score::all_threads(), &mut ignore)?;
    let context = Context { county: givens.county(), log: &log, as_of };
    let lang = args.lang.into();
    let documents = args.months.months().into_iter().map(|month| {
        // Files do not say when an event arrived.
        let found = find(&context, month, &Thresholds::default(), &|_| None);
        text::text(&signals::document(&context, month, &found, false, lang), lang)
    });
    crate::stdout::write(&documents.collect::<Vec<_>>().join("\n"))?;
    if counts.rejected > 0 {
        eprintln!("{}", reports::summary::rejected_note(counts.rejected, lang));
    }
    Ok(())
}
