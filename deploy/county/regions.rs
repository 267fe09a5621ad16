//! A folder of regions: a folder for each, with the files of its registry. Folders have free names, codes count.
//!
//! ```text
//! counties/                      counties/
//!   zhenlai/county.toml            region-0001/registry/county.toml
//!   zhenlai/staff.toml             region-0001/events/2026-09.ndjson
//!   taonan/county.toml             region-0002/…
//! ```
//!
//! A region's files stand in its folder or in `registry` within it. A folder with TOML files of its own is one region, as it
//! always was. Hidden folders are nobody's.

use super::{CountyArgs, folder, has_toml, named, note, rulebook_files, sources};
use crate::commands::Failure;
use anyhow::Context as _;
use ingest::store::GivenFiles;
use scoring::document::Mistake;
use scoring::registry::{self, Registry};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder within a region's folder that may hold the registry.
const REGISTRY: &str = "registry";

/// What `--registry` names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One region: the folder of its TOML files.
    One(PathBuf),
    /// Several, by the names of their folders.
    Several(Vec<RegionFolder>),
}

/// The folder of one of several regions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionFolder {
    /// The folder's name, which is free.
    pub name: String,
    /// The folder.
    pub path: PathBuf,
    /// Where the TOML files are; where there are none, the folder itself.
    pub registry: PathBuf,
}

/// One region with its files.
#[derive(Clone, Debug)]
pub struct RegionFiles {
    /// The GB/T 2260 code.
    pub code: String,
    /// The region's name.
    pub name: String,
    /// The folder of the registry's TOML files.
    pub registry: PathBuf,
    /// Everything it is scored with.
    pub files: GivenFiles,
}

/// Looks what a folder is.
///
/// # Errors
///
/// It cannot be listed.
pub fn layout(dir: &Path) -> Result<Layout, Failure> {
    if let Some(registry) = registry_in(dir)? {
        return Ok(Layout::One(registry));
    }
    let mut folders = Vec::new();
    let entries = fs::read_dir(dir).with_context(|| format!("cannot read the folder {}", dir.display()))?;
    for entry in entries {
        let path = entry.with_context(|| format!("cannot read the folder {}", dir.display()))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && !name.starts_with('.') {
            let registry = registry_in(&path)?;
            folders.push((RegionFolder { name, registry: path.clone(), path }, registry));
        }
    }
    if folders.iter().all(|(_, registry)| registry.is_none()) {
        return Ok(Layout::One(dir.to_owned()));
    }
    folders.sort_by(|(one, _), (other, _)| one.name.cmp(&other.name));
    let with_registry = |(folder, registry): (RegionFolder, Option<PathBuf>)| RegionFolder {
        registry: registry.unwrap_or(folder.registry),
        ..folder
    };
    Ok(Layout::Several(folders.into_iter().map(with_registry).collect()))
}

/// Where the TOML files of one region are, if there are any.
fn registry_in(dir: &Path) -> Result<Option<PathBuf>, Failure> {
    if has_toml(dir)? {
        return Ok(Some(dir.to_owned()));
    }
    let below = dir.join(REGISTRY);
    Ok(if below.is_dir() && has_toml(&below)? { Some(below) } else { None })
}

/// The folder of the one region that `--registry` names.
///
/// # Errors
///
/// It has several.
pub fn only_one(dir: &Path) -> Result<PathBuf, Failure> {
    match layout(dir)? {
        Layout::One(registry) => Ok(registry),
        Layout::Several(folders) => {
            let one = folders.first().map(|folder| folder.path.display().to_string()).unwrap_or_default();
            Err(Failure::Arguments(format!(
                "{0} 中有 {1} 个县区，请指定其中一个，例如 --registry {one} / {0} has {1} regions: name one of them, for example \
                 --registry {one}",
                dir.display(),
                folders.len()
            )))
        }
    }
}

/// The same arguments for one of several regions, by its code.
///
/// # Errors
///
/// No region has the code.
pub fn one_of(args: &CountyArgs, code: &str) -> Result<CountyArgs, Failure> {
    let folders = match layout(&args.registry)? {
        Layout::One(registry) => {
            vec![RegionFolder { name: String::new(), path: registry.clone(), registry }]
        }
        Layout::Several(folders) => folders,
    };
    for folder in folders {
        // Mistakes of another region are no matter of this one.
        let read = registry_of(&folder, &named(super::folder(&folder.registry)?), true);
        if read.is_ok_and(|registry| registry.code == code) {
            return Ok(CountyArgs { registry: folder.registry, ..args.clone() });
        }
    }
    Err(Failure::Arguments(format!(
        "{0} 中没有代码为 {code} 的县区 / no region in {0} has the code {code}; `flagpost check --registry {0}` lists them",
        args.registry.display()
    )))
}

/// All regions that `--registry` names, by code; of several each with the same rulebook and calendar.
///
/// # Errors
///
/// [`Failure::Mistakes`]: those of all regions at once.
pub fn regions(args: &CountyArgs) -> Result<Vec<RegionFiles>, Failure> {
    let (folders, are_several) = match layout(&args.registry)? {
        Layout::One(registry) => {
            let name = String::new();
            (vec![RegionFolder { name, path: registry.clone(), registry }], false)
        }
        Layout::Several(folders) => (folders, true),
    };
    let mut mistakes = Vec::new();
    let rulebooks = rulebook_files(&args.rulebook)?;
    let calendar = args.calendar.as_deref().map(folder).transpose()?.map(named).unwrap_or_default();
    let mut codes = Codes::default();
    let mut regions = Vec::new();
    for folder in folders {
        let files = named(super::folder(&folder.registry)?);
        let read = registry_of(&folder, &files, are_several);
        let Some(registry) = note(read, &mut mistakes) else { continue };
        note(codes.take(&registry.code, &folder), &mut mistakes);
        regions.push(RegionFiles {
            code: registry.code,
            name: registry.name,
            registry: folder.registry,
            files: GivenFiles { registry: files, rulebooks: rulebooks.clone(), calendar: calendar.clone() },
        });
    }
    note(scoring::rulebook::read(&sources(&rulebooks)), &mut mistakes);
    note(scoring::calendar::read(&sources(&calendar)), &mut mistakes);
    if !mistakes.is_empty() {
        return Err(Failure::Mistakes(mistakes));
    }
    regions.sort_by(|one, other| one.code.cmp(&other.code));
    Ok(regions)
}

/// What the files of a region's registry say; of several, mistakes that belong to no file name the folder.
///
/// # Errors
///
/// All mistakes; of several also a code that could not be a folder's name and part of an address.
pub fn registry_of(
    folder: &RegionFolder,
    files: &[(String, String)],
    is_of_several: bool,
) -> Result<Registry, Vec<Mistake>> {
    let of_the_whole = |what: String, mend: &str| Mistake {
        file: folder.registry.display().to_string(),
        line: 0,
        what,
        mend: mend.to_owned(),
    };
    if !is_of_several {
        return registry::read(&sources(files));
    }
    if files.is_empty() {
        return Err(vec![of_the_whole(
            "the region's folder has no TOML files".to_owned(),
            "put its registry there, or take the folder away",
        )]);
    }
    let registry = registry::read(&sources(files)).map_err(|mistakes| {
        let with_folder = |mistake: Mistake| match mistake.file == REGISTRY {
            true => of_the_whole(mistake.what, &mistake.mend),
            false => mistake,
        };
        mistakes.into_iter().map(with_folder).collect::<Vec<_>>()
    })?;
    let is_plain = registry.code.len() >= 2 && registry.code.bytes().all(|byte| byte.is_ascii_digit());
    if !is_plain {
        return Err(vec![of_the_whole(
            format!("the code of [region] is `{}`", registry.code),
            "among several regions it names folders and addresses: write the six figures of GB/T 2260",
        )]);
    }
    Ok(registry)
}

/// Which codes are taken, and by which folder.
#[derive(Default)]
pub struct Codes(BTreeMap<String, PathBuf>);

impl Codes {
    /// Takes a code for a folder.
    ///
    /// # Errors
    ///
    /// Another folder has it.
    pub fn take(&mut self, code: &str, folder: &RegionFolder) -> Result<(), Vec<Mistake>> {
        match self.0.get(code) {
            None => {
                self.0.insert(code.to_owned(), folder.path.clone());
                Ok(())
            }
            Some(other) => Err(vec![Mistake {
                file: folder.registry.display().to_string(),
                line: 0,
                what: format!("the region has the code {code}, and so has {}", other.display()),
                mend: "give each region its own code, or take one of the folders away".to_owned(),
            }]),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    struct Place(PathBuf);

    impl Place {
        fn new(name: &str) -> Place {
            let path = std::env::temp_dir().join(format!("flagpost-regions-{name}-{}", std::process::id()));
            let _ = fs::remove_dir_all(&path);
            fs::create_dir_all(&path).unwrap();
            Place(path)
        }

        fn county(&self, folder: &str, code: &str) -> &Place {
            let text = include_str!("../../tests/county/registry.toml").replacen("220821", code, 1);
            fs::create_dir_all(self.0.join(folder)).unwrap();
            fs::write(self.0.join(folder).join("county.toml"), text).unwrap();
            self
        }

        fn codes(&self) -> Vec<String> {
            let read = regions(&CountyArgs::of_registry(self.0.clone())).unwrap();
            read.into_iter().map(|region| region.code).collect()
        }

        /// The mistakes, with folders as they are below this one.
        fn mistakes(&self) -> Vec<String> {
            let told = match regions(&CountyArgs::of_registry(self.0.clone())) {
                Err(Failure::Mistakes(mistakes)) => mistakes,
                other => panic!("no mistakes but {other:?}"),
            };
            let below = format!("{}/", self.0.display());
            told.iter().map(|mistake| mistake.to_string().replace(&below, "")).collect()
        }
    }

    impl Drop for Place {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_folder_with_toml_files_is_one_region_whatever_else_is_there() {
        let place = Place::new("one");
        assert_eq!(place.county("", "220821").county("old", "220822").codes(), ["220821"]);
        assert_eq!(only_one(&place.0).unwrap(), place.0);
    }

    #[test]
    fn a_registry_may_stand_in_a_folder_of_its_own_beside_the_events() {
        let place = Place::new("beside");
        assert_eq!(place.county("registry", "220821").codes(), ["220821"]);
        assert_eq!(only_one(&place.0).unwrap(), place.0.join("registry"));
    }

    #[test]
    fn several_regions_come_by_code_whatever_their_folders_are_called() {
        let place = Place::new("several");
        place.county("taonan", "220881").county("zhenlai/registry", "220821").county(".git", "1");
        assert_eq!(place.codes(), ["220821", "220881"]);
        let asked = only_one(&place.0).unwrap_err().text();
        assert!(asked.contains("has 2 regions: name one of them"), "{asked}");
    }

    #[test]
    fn the_mistakes_of_all_regions_are_told_at_once_with_their_folders() {
        let place = Place::new("mistakes");
        place.county("a", "220821").county("b", "220821").county("c", "../etc");
        fs::create_dir_all(place.0.join("d")).unwrap();
        fs::create_dir_all(place.0.join("e")).unwrap();
        fs::write(place.0.join("e/county.toml"), "[region]\ncode = \"220822\"\n").unwrap();
        let told = place.mistakes();
        let expected = [
            "b: the region has the code 220821, and so has",
            "c: the code of [region] is `../etc`; among several",
            "d: the region's folder has no TOML files; put its registry there",
            "e/county.toml:1: [region] has no `name`",
        ];
        for expected in expected {
            assert!(told.iter().any(|told| told.starts_with(expected)), "{expected}: {told:?}");
        }
    }
}
