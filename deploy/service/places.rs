//! What a service is to serve: one region, or each of a folder's, with its own data folder and its own addresses.
//!
//! | `registry` is | data | addresses | drop folder |
//! | --- | --- | --- | --- |
//! | one region's folder | `DATA/` | `/…` | `DROP/` |
//! | a folder of regions, be it of one | `DATA/CODE/` | `/CODE/…` | `DROP/CODE/` |

use super::folder;
use crate::commands::Failure;
use crate::config::Config;
use crate::county::{self, CountyArgs, Layout, RegionFiles};
use ingest::sources::folder::Setup as DropFolder;
use ingest::store::GivenFiles;
use ingest::store::sqlite::FILE_NAME;
use std::fs;
use std::path::{Path, PathBuf};
use tracing::Span;

/// One region of a service that is not open yet.
#[derive(Clone, Debug)]
pub struct Place {
    /// The region's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whether it is one of several.
    pub is_of_several: bool,
    /// The data folder.
    pub data: PathBuf,
    /// Where its files are, for reading them anew.
    pub county: CountyArgs,
    /// Its files.
    pub files: GivenFiles,
    /// The drop folder, if there is one.
    pub drop_folder: Option<DropFolder>,
}

impl Place {
    /// Below which path its pages and its API are.
    pub fn base(&self) -> String {
        if self.is_of_several { format!("/{}", self.code) } else { String::new() }
    }

    /// What names the region in the log, where there are several.
    pub fn span(&self) -> Span {
        let code = &self.code;
        if self.is_of_several { tracing::info_span!("region", code) } else { Span::none() }
    }
}

/// The regions that a configuration names, by code; the mistakes of all of them are told at once.
pub fn places(config: &Config) -> Result<Vec<Place>, Failure> {
    let is_of_several = matches!(county::layout(&config.county.registry)?, Layout::Several(_));
    let regions = county::regions(&config.county)?;
    check_data(&config.data, is_of_several, &regions)?;
    let drop_folder = config.folder.as_ref().map(folder::read).transpose().map_err(Failure::Mistakes)?;
    let below = |folder: &Path, code: &str| {
        if is_of_several { folder.join(code) } else { folder.to_owned() }
    };
    let place = |region: RegionFiles| Place {
        data: below(&config.data, &region.code),
        county: CountyArgs { registry: region.registry, ..config.county.clone() },
        files: region.files,
        drop_folder: drop_folder
            .clone()
            .map(|setup| DropFolder { path: below(&setup.path, &region.code), ..setup }),
        code: region.code,
        name: region.name,
        is_of_several,
    };
    Ok(regions.into_iter().map(place).collect())
}

/// A data folder holds one region's store or several regions' folders. Where the registry has changed from one to the other,
/// the service would begin anew beside what is there: that is for people to decide.
fn check_data(data: &Path, is_of_several: bool, regions: &[RegionFiles]) -> Result<(), Failure> {
    let codes = stores_below(data);
    if is_of_several {
        if data.join(FILE_NAME).exists() {
            return Err(Failure::Arguments(format!(
                "{0} 是一个县区的数据文件夹，而登记册有多个县区；请把其中的文件移到 {0}/<县区代码> / {0} is the data folder of one \
                 region, but the registry has several: move what is in it to {0}/CODE",
                data.display()
            )));
        }
        for code in codes.iter().filter(|code| !regions.iter().any(|region| region.code == **code)) {
            tracing::warn!(
                code,
                "the data folder has a region that the registry has no more; its events stay and are not served"
            );
        }
        return Ok(());
    }
    match codes.first() {
        Some(code) if !data.join(FILE_NAME).exists() => Err(Failure::Arguments(format!(
            "{0} 中有多个县区的数据，而登记册只有一个县区；请用 --data {0}/{code} 指定 / {0} has the data of several regions, but the \
             registry has one: name its own, --data {0}/{code}",
            data.display()
        ))),
        Some(_) | None => Ok(()),
    }
}

/// The names of the folders that have a store, below a data folder.
pub fn stores_below(data: &Path) -> Vec<String> {
    let entries = fs::read_dir(data).into_iter().flatten().flatten();
    let with_store = entries.filter(|entry| entry.path().join(FILE_NAME).exists());
    let mut names: Vec<String> =
        with_store.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
