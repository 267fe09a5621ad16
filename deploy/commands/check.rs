//! `flagpost check`: are registry, rulebook and calendar right?

use super::Outcome;
use crate::county::{self, CountyArgs};
use clap::Args;

/// Check registry, rulebook and calendar, and list every mistake with file, line and mend (核对登记册、考核办法和日历)
#[derive(Args, Debug)]
pub struct CheckArgs {
    #[command(flatten)]
    county: CountyArgs,
}

/// Runs the command.
pub fn run(args: &CheckArgs) -> Outcome {
    let givens = county::read(&args.county)?;
    let registry = &givens.registry;
    println!("{} {}", registry.code, registry.name);
    println!(
        "registry: {} sites, {} departments, {} windows, {} staff, {} items",
        registry.sites.len(),
        registry.departments.len(),
        registry.windows.len(),
        registry.staff.len(),
        registry.items.len()
    );
    for version in &givens.rulebooks.versions {
        println!(
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
    println!("calendar: {}", years.join(", "));
    println!("no mistakes / 没有错误");
    Ok(())
}
