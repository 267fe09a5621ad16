//! A folder of calendar files: which years it has, and what an import changes in it.

use super::Imported;
use super::write::{file_name, text};
use crate::commands::Failure;
use crate::county;
use anyhow::Context as _;
use scoring::calendar::{self, YearArrangement};
use scoring::document::folder::SourceFile;
use std::fs;
use std::path::{Path, PathBuf};

/// A county's own calendar files beside the built-in years.
pub struct Folder {
    dir: PathBuf,
    own: Vec<(PathBuf, YearArrangement)>,
}

/// A file to be written.
#[derive(Debug, PartialEq, Eq)]
pub struct Write {
    /// Where.
    pub path: PathBuf,
    /// What is in it.
    pub text: String,
    /// The arrangement in it.
    pub arrangement: YearArrangement,
    /// What holds for the year now, where that is something else.
    pub instead_of: Option<YearArrangement>,
}

impl Folder {
    /// Reads the folder; one that is not there has no files.
    pub fn read(dir: &Path) -> Result<Folder, Failure> {
        let files = if dir.exists() { county::read_files(dir)? } else { Vec::new() };
        let sources: Vec<SourceFile> =
            files.into_iter().map(|(name, text)| SourceFile { name, text }).collect();
        // All together first: a year may be there once.
        calendar::read(&sources).map_err(Failure::Mistakes)?;
        let mut own = Vec::new();
        for source in &sources {
            let read = calendar::read(std::slice::from_ref(source)).map_err(Failure::Mistakes)?;
            own.extend(read.into_iter().map(|one| (PathBuf::from(&source.name), one)));
        }
        Ok(Folder { dir: dir.to_owned(), own })
    }

    /// All years, by year: its own and the built-in ones.
    pub fn years(&self) -> Vec<YearArrangement> {
        calendar::with_builtin(self.own.iter().map(|(_, one)| one.clone()).collect())
    }

    /// The file of a year, where the folder has one.
    pub fn file_of(&self, year: i32) -> Option<&Path> {
        self.own.iter().find(|(_, one)| one.year == year).map(|(path, _)| path.as_path())
    }

    /// What an import writes: the year, and the year before where the notice gives days to it. Nothing where all is there.
    pub fn changes(
        &self,
        imported: &Imported,
        source: &str,
        may_replace: bool,
    ) -> Result<Vec<Write>, Failure> {
        let mut writes = Vec::new();
        let known = self.years().into_iter().find(|known| known.year == imported.year.year);
        let is_same = known.as_ref().is_some_and(|known| is_same(known, &imported.year));
        if !is_same && known.is_some() && !may_replace {
            return Err(self.refused(imported.year.year));
        }
        if !is_same || self.file_of(imported.year.year).is_none() {
            writes.push(self.write(imported.year.clone(), source, known.filter(|_| !is_same)));
        }
        writes.extend(self.year_before(imported, source, may_replace)?);
        Ok(writes)
    }

    fn year_before(
        &self,
        Imported { before, .. }: &Imported,
        source: &str,
        may_replace: bool,
    ) -> Result<Option<Write>, Failure> {
        if before.holidays.is_empty() && before.workdays.is_empty() {
            return Ok(None);
        }
        let year = before.year;
        let Some(known) = self.years().into_iter().find(|known| known.year == year) else {
            return Err(Failure::Arguments(format!(
                "通知中有 {year} 年的日期，但没有 {year} 年的日历，请先导入 {year} 年 / the notice gives days to {year}, of which there \
                 is no calendar: import {year} first"
            )));
        };
        let conflicts = before.holidays.iter().any(|date| known.workdays.contains(date))
            || before.workdays.iter().any(|date| known.holidays.contains(date));
        if conflicts && !may_replace {
            return Err(self.refused(year));
        }
        let merged = merged(&known, before);
        if is_same(&merged, &known) {
            return Ok(None);
        }
        let source = format!("{}年，其中 12 月的日期据{source}", year);
        Ok(Some(self.write(merged, &source, Some(known))))
    }

    fn write(
        &self,
        arrangement: YearArrangement,
        source: &str,
        instead_of: Option<YearArrangement>,
    ) -> Write {
        let year = arrangement.year;
        let path = self.file_of(year).map_or_else(|| self.dir.join(file_name(year)), Path::to_owned);
        Write { path, text: text(&arrangement, source), arrangement, instead_of }
    }

    fn refused(&self, year: i32) -> Failure {
        let (zh, en) = match self.file_of(year) {
            Some(path) => (path.display().to_string(), path.display().to_string()),
            None => ("程序自带的日历".to_owned(), "the built-in calendar".to_owned()),
        };
        Failure::Arguments(format!(
            "{zh} 中的 {year} 年与此不同；用 --dry-run 查看差别，确认后用 --replace 替换 / {en} has another {year}: look at the \
             difference with --dry-run, then replace it with --replace"
        ))
    }
}

/// Whether two arrangements say the same of every day, however they order and name it.
fn is_same(one: &YearArrangement, other: &YearArrangement) -> bool {
    let days = |arrangement: &YearArrangement| {
        let sorted = |dates: &[_]| {
            let mut dates = dates.to_vec();
            dates.sort_unstable();
            dates
        };
        (sorted(&arrangement.holidays), sorted(&arrangement.workdays))
    };
    days(one) == days(other)
}

/// A year with further days; a later notice goes before an earlier one.
fn merged(known: &YearArrangement, more: &YearArrangement) -> YearArrangement {
    let joined = |known: &[_], more: &[_], taken: &[_]| {
        let mut dates: Vec<_> = known.iter().chain(more).copied().collect();
        dates.retain(|date| !taken.contains(date));
        dates.sort_unstable();
        dates.dedup();
        dates
    };
    let mut names = known.names.clone();
    names.extend(more.names.iter().filter(|name| !known.names.contains(name)).cloned());
    names.sort_by_key(|(from, ..)| *from);
    YearArrangement {
        year: known.year,
        holidays: joined(&known.holidays, &more.holidays, &more.workdays),
        workdays: joined(&known.workdays, &more.workdays, &more.holidays),
        names,
        source: more.source.clone().or_else(|| known.source.clone()),
    }
}

impl Write {
    /// Writes the file, whole or not at all.
    pub fn do_it(&self) -> Result<(), Failure> {
        let partial = self.path.with_extension("toml.partial");
        let dir = self.path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(dir)
            .and_then(|()| fs::write(&partial, &self.text))
            .and_then(|()| fs::rename(&partial, &self.path))
            .with_context(|| format!("无法写入 {0} / cannot write {0}", self.path.display()))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Folder, Imported, file_name, is_same};
    use scoring::calendar::{YearArrangement, builtin};
    use scoring::time::Date;
    use std::path::PathBuf;

    fn date(text: &str) -> Date {
        Date::parse(text).expect("a date")
    }

    fn empty(year: i32) -> YearArrangement {
        YearArrangement { year, holidays: vec![], workdays: vec![], names: vec![], source: None }
    }

    fn imported(year: i32, off: &[&str], before: &[&str]) -> Imported {
        let days = |days: &[&str]| days.iter().map(|day| date(day)).collect();
        Imported {
            year: YearArrangement { holidays: days(off), ..empty(year) },
            before: YearArrangement { holidays: days(before), ..empty(year - 1) },
            source: None,
            remarks: Vec::new(),
        }
    }

    /// A folder of the test's own that is not there yet; gone with the test.
    struct Place(PathBuf);

    impl Place {
        fn new(name: &str) -> Place {
            let dir = std::env::temp_dir().join(format!("flagpost-calendar-{name}-{}", std::process::id()));
            let _ = std::fs::remove_dir_all(&dir);
            Place(dir)
        }

        fn folder(&self) -> Folder {
            Folder::read(&self.0).expect("no mistakes")
        }

        /// Imports, and answers which files were written.
        fn import(&self, imported: &Imported, may_replace: bool) -> Result<Vec<String>, String> {
            let writes = self.folder().changes(imported, "a notice", may_replace).map_err(|no| no.text())?;
            let mut names = Vec::new();
            for write in writes {
                write.do_it().map_err(|no| no.text())?;
                names.push(write.path.file_name().expect("a name").to_string_lossy().into_owned());
            }
            Ok(names)
        }
    }

    impl Drop for Place {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn what_is_written_is_read_as_it_was() {
        let place = Place::new("written");
        for year in builtin() {
            let imported = Imported { year, ..imported(2020, &[], &[]) };
            assert_eq!(place.import(&imported, false), Ok(vec![file_name(imported.year.year)]));
        }
        let noted = |year| YearArrangement { source: Some("a notice".to_owned()), ..year };
        let known: Vec<YearArrangement> = builtin().into_iter().map(noted).collect();
        assert_eq!(place.folder().years(), known);
    }

    #[test]
    fn the_same_again_writes_nothing_and_another_needs_to_be_asked_for() {
        let place = Place::new("again");
        let first = imported(2027, &["2027-01-01"], &[]);
        assert_eq!(place.import(&first, false), Ok(vec!["cn-2027.toml".to_owned()]));
        assert_eq!(place.import(&first, false), Ok(Vec::new()));
        let other = imported(2027, &["2027-01-01", "2027-01-04"], &[]);
        let refused = place.import(&other, false).expect_err("refused");
        assert!(refused.contains("cn-2027.toml") && refused.contains("--replace"), "{refused}");
        assert_eq!(place.import(&other, true), Ok(vec!["cn-2027.toml".to_owned()]));
        let built_in = place.import(&imported(2026, &["2026-01-01"], &[]), false).expect_err("refused");
        assert!(built_in.contains("程序自带的日历"), "{built_in}");
    }

    #[test]
    fn days_of_the_december_before_go_into_their_own_year() {
        let place = Place::new("before");
        let written = place.import(&imported(2027, &["2027-01-01"], &["2026-12-31"]), false);
        assert_eq!(written, Ok(vec!["cn-2027.toml".to_owned(), "cn-2026.toml".to_owned()]));
        let years = place.folder().years();
        let (known, now) = (&builtin()[6], &years[6]);
        assert_eq!(now.holidays[..33], known.holidays[..]);
        assert_eq!(now.holidays[33..], [date("2026-12-31")]);
        assert_eq!(now.workdays, known.workdays);
        let missing = place.import(&imported(2029, &["2029-01-01"], &["2028-12-31"]), false);
        assert!(missing.expect_err("refused").contains("import 2028 first"));
    }

    #[test]
    fn the_order_of_days_makes_no_difference() {
        let [one, other] = [["2027-01-01", "2027-01-02"], ["2027-01-02", "2027-01-01"]];
        assert!(is_same(&imported(2027, &one, &[]).year, &imported(2027, &other, &[]).year));
    }
}
