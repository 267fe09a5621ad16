//! The drop folder as the configuration has it, with its mappings read and checked.

use crate::config::FolderConfig;
use ingest::mapping;
use ingest::sources::folder::{FolderMapping, Setup};
use scoring::document::Mistake;
use std::fs;
use std::time::Duration;

/// Reads the mappings; all mistakes of all of them at once.
pub fn read(config: &FolderConfig) -> Result<Setup, Vec<Mistake>> {
    let (mut mappings, mut mistakes) = (Vec::new(), Vec::new());
    for configured in &config.mappings {
        let path = configured.mapping.display().to_string();
        let read = fs::read_to_string(&configured.mapping).map_err(|error| {
            let what = format!("cannot be read: {error}");
            let mend = "name the mapping's file as `with` of [[folder.mapping]]".to_owned();
            vec![Mistake { file: path.clone(), line: 0, what, mend }]
        });
        match read.and_then(|text| mapping::read(&path, &text)) {
            Ok(mapping) => {
                let name = configured.mapping.file_name().unwrap_or_default().to_string_lossy();
                mappings.push(FolderMapping::new(&configured.files, &name, mapping));
            }
            Err(found) => mistakes.extend(found),
        }
    }
    let settle = Duration::from_secs(u64::from(config.settle_seconds));
    if mistakes.is_empty() {
        Ok(Setup { path: config.path.clone(), settle, mappings })
    } else {
        Err(mistakes)
    }
}
