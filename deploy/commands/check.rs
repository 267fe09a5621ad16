//! `flagpost check`: are registry, rulebook and calendar right?

use super::{Failure, Outcome};
use crate::county::{self, CountyArgs};
use clap::Args;
use scoring::context::Givens;
use std::fmt::Write as _;

/// Check registry, rulebook and calendar, and list every mistake with file, line and mend (核对登记册、考核办法和日历)
///
/// With a folder of regions, all of them are checked.
#[derive(Args, Debug)]
pub struct CheckArgs {
    #[command(flatten)]
    county: CountyArgs,
}

/// Runs the command.
pub fn run(args: &CheckArgs) -> Outcome {
    let regions = county::regions(&args.county)?;
    let mut text = String::new();
    let mut last = None;
    for region in &regions {
        let givens = county::parse(&region.files).map_err(Failure::Mistakes)?;
        tell_registry(&mut text, &givens);
        last = Some(givens);
    }
    if let Some(givens) = last {
        tell_rules(&mut text, &givens);
    }
    if regions.len() > 1 {
        let _ = writeln!(text, "{} regions / 共 {} 个县区", regions.len(), regions.len());
    }
    crate::stdout::write(&(text + "no mistakes / 没有错误\n"))
}

fn tell_registry(text: &mut String, givens: &Givens) {
    let registry = &givens.registry;
    // Writing to memory does not fail.
    let _ = writeln!(text, "{} {}", registry.code, registry.name);
    let _ = writeln!(
        text,
        "registry: {} sites, {} departments, {} windows, {} staff, {} items",
        registry.sites.len(),
        registry.departments.len(),
        registry.windows.len(),
        registry.staff.len(),
        registry.items.len()
    );
}

/// What all regions have in common.
fn tell_rules(text: &mut String, givens: &Givens) {
    for version in &givens.rulebooks.versions {
        let _ = writeln!(
            text,
            "rulebook: {} version {} from {} ({} / {}): {} window rules, {} staff rules",
            version.id,
            version.version,
            version.effective,
            version.title.zh,
            version.title.en,
            version.window_book.rules.len(),
            version.staff_book.rules.len()
        );
    }
    let years: Vec<String> = givens.calendar.years().iter().map(ToString::to_string).collect();
    let _ = writeln!(text, "calendar: {}", years.join(", "));
}
