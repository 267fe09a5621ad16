//! Which files hold the events of which region.
//!
//! | arguments | where a region's events are |
//! | --- | --- |
//! | none | `REGISTRY/NAME/events/`, as `flagpost sample` writes them |
//! | folders | in each `FOLDER/NAME/` or `FOLDER/CODE/`, or in `events` within it |
//!
//! Nothing is passed over in silence: a file that is no event file fails its region, and what lies in a folder of events but
//! belongs to no region is told.

use crate::commands::Failure;
use crate::county::RegionFolder;
use anyhow::{Context as _, anyhow};
use std::fs;
use std::path::{Path, PathBuf};

/// The folder within a region's folder that may hold its events.
const EVENTS: &str = "events";

/// What event files end in.
const ENDINGS: [&str; 3] = [".ndjson", ".ndjson.gz", ".ndjson.zst"];

/// The folders that were named as arguments.
pub struct Folders {
    roots: Vec<PathBuf>,
}

impl Folders {
    /// Takes the arguments of a run over several regions.
    pub fn new(arguments: &[PathBuf]) -> Result<Folders, Failure> {
        match arguments.iter().find(|path| !path.is_dir()) {
            None => Ok(Folders { roots: arguments.to_vec() }),
            Some(path) => Err(Failure::Arguments(format!(
                "{0} 不是文件夹；有多个县区时，事件按县区放在文件夹中 / {0} is no folder: with several regions events are in folders, \
                 FOLDER/NAME/*.ndjson with the names of the regions' folders",
                path.display()
            ))),
        }
    }

    /// The event files of a region, folder by folder, by name.
    pub fn of_region(&self, region: &RegionFolder, code: &str) -> Result<Vec<PathBuf>, Failure> {
        let mut folders = Vec::new();
        if self.roots.is_empty() {
            folders.push(region.path.join(EVENTS));
        }
        for root in &self.roots {
            folders.push(root.join(&region.name));
            if code != region.name {
                folders.push(root.join(code));
            }
        }
        folders.retain(|folder| folder.is_dir());
        if folders.is_empty() {
            return Err(anyhow!(
                "没有该县区的事件文件夹 / there is no folder of its events: expected {}",
                match self.roots.first() {
                    None => region.path.join(EVENTS).display().to_string(),
                    Some(root) => format!("{} or {code} in {}", region.name, root.display()),
                }
            )
            .into());
        }
        let mut files = Vec::new();
        for folder in &folders {
            let below = folder.join(EVENTS);
            files.extend(event_files(if below.is_dir() { &below } else { folder })?);
        }
        if files.is_empty() {
            let folders: Vec<String> = folders.iter().map(|folder| folder.display().to_string()).collect();
            return Err(
                anyhow!("文件夹中没有事件文件 / there are no event files in {}", folders.join(", ")).into()
            );
        }
        Ok(files)
    }

    /// What lies in the folders and belongs to none of these names and codes.
    pub fn unclaimed(&self, claimed: &[String]) -> Result<Vec<PathBuf>, Failure> {
        let mut unclaimed = Vec::new();
        for root in &self.roots {
            unclaimed.extend(entries(root)?.into_iter().filter(|path| {
                !path.is_dir() || !claimed.iter().any(|name| path.file_name() == Some(name.as_ref()))
            }));
        }
        Ok(unclaimed)
    }
}

fn event_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let files = entries(folder)?;
    let is_other = |path: &&PathBuf| {
        let name = path.to_string_lossy();
        path.is_dir() || !ENDINGS.iter().any(|ending| name.ends_with(ending))
    };
    match files.iter().find(is_other) {
        None => Ok(files),
        Some(other) => Err(anyhow!(
            "{0} 不是事件文件 / {0} is no event file ({1}): take it away or give it its name",
            other.display(),
            ENDINGS.join(", ")
        )
        .into()),
    }
}

/// What is in a folder, by name, without what is hidden.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let cannot = || format!("cannot read the folder {}", folder.display());
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .with_context(cannot)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .with_context(cannot)?;
    paths.retain(|path| path.file_name().is_some_and(|name| !name.to_string_lossy().starts_with('.')));
    paths.sort();
    Ok(paths)
}
