//! A county that does not exist, and months of everything that could happen in it.
//!
//! Reading order: `dice` (chance that repeats), `wire` (lines, fast), `services`, `people` and `county` (the registry),
//! then what happens on a day: `attendance`, `cases` with `queue` and `ratings`, `complaints`, `inspection`, `bureau`;
//! last `faults`, which spoils a few lines so that rejections, duplicates and anomalies can be seen.
//!
//! The same options give the same bytes, for ever and on every machine. With an earlier `until` the files are a prefix
//! of what they are with a later one.

mod attendance;
mod bureau;
mod cases;
mod complaints;
mod county;
mod dice;
mod faults;
mod inspection;
mod people;
mod queue;
mod ratings;
mod services;
mod wire;
mod world;

pub use county::{County, Size};
pub use wire::{DAY, OFFSET};

use dice::Dice;
use scoring::calendar::Calendar;
use scoring::time::{Date, Instant, Month};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use world::World;

/// What to make up.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The GB/T 2260 code of the region.
    pub code: String,
    /// The region's name.
    pub name: String,
    /// Where chance begins.
    pub seed: u64,
    /// Which of several regions of one seed this is.
    pub stream: u64,
    /// Windows, staff and months.
    pub size: Size,
    /// About how many lines there are to be in all months together; `None`: as many as such a county has.
    pub events: Option<u64>,
    /// How many lines in a thousand are rejected, doubled or odd.
    pub bad_permille: u32,
    /// What arrives then or later does not exist yet; `None`: the end of the last month.
    pub until: Option<Instant>,
}

/// What was written.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The event files in order of time.
    pub files: Vec<PathBuf>,
    /// How many lines they hold.
    pub lines: u64,
    /// How many bytes they hold.
    pub bytes: u64,
}

/// Where the bytes of one month go.
pub type Open<'o> = dyn FnMut(Month) -> io::Result<Box<dyn Write>> + 'o;

/// Writes `registry/county.toml` and `events/YYYY-MM.ndjson` into a folder.
pub fn write(folder: &Path, plan: &Plan, calendar: &Calendar) -> io::Result<Written> {
    let (registry, events) = (folder.join("registry"), folder.join("events"));
    for made in [&registry, &events] {
        fs::create_dir_all(made).map_err(|error| explain("create the folder", made, error))?;
    }
    let mut dice = Dice::new(plan.seed, 2 * plan.stream);
    let county = County::new(plan.code.clone(), plan.name.clone(), &plan.size, &mut dice);
    let file = registry.join("county.toml");
    fs::write(&file, county.toml()).map_err(|error| explain("write the registry", &file, error))?;
    let mut files = Vec::new();
    let mut open = |month: Month| {
        let file = events.join(format!("{month}.ndjson"));
        let opened = File::create(&file).map_err(|error| explain("write the events", &file, error))?;
        files.push(file);
        Ok(Box::new(BufWriter::with_capacity(1 << 20, opened)) as Box<dyn Write>)
    };
    let (lines, bytes) = live(&county, plan, calendar, dice, &mut open)?;
    Ok(Written { files, lines, bytes })
}

/// Lets the county live through its months, a day at a time. Answers how many lines and bytes came of it.
pub fn live(
    county: &County,
    plan: &Plan,
    calendar: &Calendar,
    dice: Dice,
    open: &mut Open<'_>,
) -> io::Result<(u64, u64)> {
    let months = &plan.size.months;
    let first = months[0].first_day();
    let full = i64::from(months[months.len() - 1].last_day().0 + 1) * DAY;
    let end = plan.until.map_or(full, |until| (until.0 + OFFSET).min(full)).max(i64::from(first.0) * DAY + 1);
    let mut world = World::new(county, calendar, plan, dice, end);
    let (mut lines, mut bytes) = (0, 0);
    for &month in months {
        if i64::from(month.first_day().0) * DAY >= end {
            break;
        }
        let mut out = open(month)?;
        world.begin_month(month);
        let mut date = month.first_day();
        while date <= month.last_day() && i64::from(date.0) * DAY < end {
            day(&mut world, date, plan.bad_permille);
            let (more_lines, more_bytes) = world.log.flush(&mut out)?;
            lines += more_lines;
            bytes += more_bytes;
            date = date.next_day();
        }
        out.flush()?;
    }
    Ok((lines, bytes))
}

/// One day in the county.
fn day(world: &mut World<'_>, date: Date, bad_permille: u32) {
    world.begin_day(date);
    if world.calendar.is_working(date) {
        attendance::day(world);
        cases::day(world);
        complaints::day(world);
        inspection::day(world);
        bureau::day(world);
        if bad_permille > 0 {
            faults::day(world, bad_permille);
        }
    } else {
        cases::day_off(world);
    }
}

fn explain(what: &str, path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("cannot {what} {}: {error}", path.display()))
}

#[cfg(test)]
mod tests;
