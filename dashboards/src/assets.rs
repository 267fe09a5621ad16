//! Style and script of the pages, as they are in the program: nothing is fetched and nothing is built.

use crate::freshness::tag;
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

/// The style sheet of all pages.
pub const STYLE: &str = concat!(
    include_str!("../assets/base.css"),
    include_str!("../assets/page.css"),
    include_str!("../assets/tables.css"),
    include_str!("../assets/case.css"),
    include_str!("../assets/steps.css"),
    include_str!("../assets/letters.css"),
    include_str!("../assets/print.css"),
);

/// The style sheet of the ranking as one file.
pub const RANKING_PAGE_STYLE: &str =
    concat!(include_str!("../assets/base.css"), include_str!("../assets/ranking_page.css"));

/// The script: keys for those who like them. Every page works without it.
pub const SCRIPT: &str = include_str!("../assets/page.js");

/// The picture beside a page's name: the flag.
pub const ICON: &str = include_str!("../assets/flag.svg");

/// An asset by its name, with its media type.
pub fn asset(name: &str) -> Option<(&'static str, &'static str)> {
    match name {
        "page.css" => Some(("text/css; charset=utf-8", STYLE)),
        "page.js" => Some(("text/javascript; charset=utf-8", SCRIPT)),
        "flag.svg" => Some(("image/svg+xml", ICON)),
        _ => None,
    }
}

/// What is in an asset's address so that other content has another address: the tag of its bytes. Empty where there is no such
/// asset.
pub fn version(name: &str) -> String {
    static VERSIONS: LazyLock<Mutex<HashMap<String, String>>> = LazyLock::new(Mutex::default);
    let mut versions = VERSIONS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(version) = versions.get(name) {
        return version.clone();
    }
    let Some((_, content)) = asset(name) else { return String::new() };
    let version = tag(content.as_ref());
    versions.insert(name.to_owned(), version.clone());
    version
}
