//! `flagpost backup`: a copy of the store and of the county's files, made while the service runs.

use super::{Failure, Outcome};
use crate::manifest::Manifest;
use crate::service::machine_time;
use crate::service::which::WhichService;
use anyhow::{Context as _, anyhow};
use clap::Args;
use ingest::store::GivenFiles;
use ingest::store::sqlite::{FILE_NAME, Records};
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Copy the store as it is at one moment, with registry, rulebook and calendar beside it (备份)
///
/// May run while the service takes in events: what was answered before the copy began is in it.
#[derive(Args, Debug)]
pub struct BackupArgs {
    #[command(flatten)]
    service: WhichService,
    /// The folder to write to: a new one or an empty one
    #[arg(long, value_name = "FOLDER")]
    to: PathBuf,
}

/// Runs the command.
pub fn run(args: &BackupArgs) -> Outcome {
    let (records, to) = (args.service.records()?, &args.to);
    make_empty_folder(to)?;
    records.back_up(&to.join(FILE_NAME)).context("cannot copy the store")?;
    let copy = Records::open_copy(&to.join(FILE_NAME)).context("cannot read the copy")?;
    let givens = copy.last_givens().context("cannot read the kept registry")?.unwrap_or_default();
    let files = write_givens(&givens, to)?;
    let manifest = Manifest::of(&copy, files, machine_time())?;
    manifest.write(to)?;
    crate::stdout::write(&format!(
        "已备份到 / backed up to {}\n事件 / events {} · 摘要 / digest {}\n",
        to.display(),
        manifest.events,
        manifest.digest
    ))
}

/// Nothing that is there already may be mixed up with the copy.
fn make_empty_folder(to: &Path) -> Result<(), Failure> {
    fs::create_dir_all(to).with_context(|| format!("cannot make the folder {}", to.display()))?;
    let mut entries = fs::read_dir(to).with_context(|| format!("cannot read {}", to.display()))?;
    if entries.next().is_none() {
        return Ok(());
    }
    Err(anyhow!("{0} 不是空文件夹，请换一个 / {0} is not empty: name a new folder", to.display()).into())
}

/// Writes the county's files below the folder and tells their names there.
fn write_givens(givens: &GivenFiles, to: &Path) -> Result<Vec<String>, Failure> {
    let parts =
        [("registry", &givens.registry), ("rulebook", &givens.rulebooks), ("calendar", &givens.calendar)];
    let mut written = Vec::new();
    for (part, files) in parts {
        if files.is_empty() {
            continue;
        }
        let dir = to.join(part);
        fs::create_dir_all(&dir).with_context(|| format!("cannot make the folder {}", dir.display()))?;
        let mut taken = HashSet::new();
        for (place, (path, text)) in files.iter().enumerate() {
            let mut name = file_name(path);
            // Files of two folders may bear one name.
            if !taken.insert(name.clone()) {
                name = format!("{place}-{name}");
            }
            let path = dir.join(&name);
            fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
            written.push(format!("{part}/{name}"));
        }
    }
    Ok(written)
}

/// The last part of a file's path; a built-in rulebook has a name alone.
fn file_name(path: &str) -> String {
    let last = Path::new(path).file_name().map_or(path.into(), |name| name.to_string_lossy());
    if last.ends_with(".toml") { last.into_owned() } else { format!("{last}.toml") }
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_built_in_rulebook_becomes_a_file() {
        assert_eq!(file_name("zhenlai"), "zhenlai.toml");
        assert_eq!(file_name("/etc/flagpost/registry/county.toml"), "county.toml");
    }
}
