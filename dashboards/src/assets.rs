//! Style and script of the pages, as they are in the program: nothing is fetched and nothing is built.

use crate::freshness::tag;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::HashMap;
use std::io::Write as _;
use std::sync::{LazyLock, Mutex, PoisonError};

/// The style sheet of all pages.
pub const STYLE: &str = concat!(
    include_str!("../assets/base.css"),
    include_str!("../assets/page.css"),
    include_str!("../assets/tables.css"),
    include_str!("../assets/case.css"),
    include_str!("../assets/steps.css"),
    include_str!("../assets/letters.css"),
    include_str!("../assets/papers.css"),
    include_str!("../assets/privacy.css"),
    include_str!("../assets/today.css"),
    include_str!("../assets/monthly.css"),
    include_str!("../assets/accounts.css"),
    include_str!("../assets/entering.css"),
    include_str!("../assets/subjects.css"),
    include_str!("../assets/charts.css"),
    include_str!("../assets/data.css"),
    include_str!("../assets/lists.css"),
    include_str!("../assets/interface.css"),
    include_str!("../assets/print.css"),
);

/// The style sheet of the ranking as one file.
pub const RANKING_PAGE_STYLE: &str =
    concat!(include_str!("../assets/base.css"), include_str!("../assets/ranking_page.css"));

/// How a document looks within a page.
pub const PAPER_STYLE: &str = reports::render::html::STYLE;

/// The script: keys for those who like them. Every page works without it.
pub const SCRIPT: &str = include_str!("../assets/page.js");

/// The script of the forms that record findings: lists that narrow while one types, points within the range of a kind.
pub const ENTERING_SCRIPT: &str = include_str!("../assets/entering.js");

/// The script of a round through the hall: what a bad network does not take is kept by the browser and sent later.
pub const ROUND_SCRIPT: &str = include_str!("../assets/round.js");

/// The picture beside a page's name: the flag.
pub const ICON: &str = include_str!("../assets/flag.svg");

/// The script that keeps a page up to date.
pub const LIVE: &str = include_str!("../assets/live.js");

/// What the wall display has besides the style of all pages.
pub const WALL_STYLE: &str = include_str!("../assets/wall.css");

/// The script that draws charts from their tables.
pub const CHARTS: &str = include_str!("../assets/charts.js");

/// Apache ECharts, which the script draws with.
pub const ECHARTS: &str = include_str!("../assets/vendor/echarts.common.min.js");

/// ECharts as it goes over the wire: compressed once.
pub static ECHARTS_GZIP: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut writer = GzEncoder::new(Vec::new(), Compression::best());
    // Writing into memory cannot fail; were it to, the script would be sent as it is.
    writer.write_all(ECHARTS.as_bytes()).and_then(|()| writer.finish()).unwrap_or_default()
});

/// An asset by its name, with its media type.
pub fn asset(name: &str) -> Option<(&'static str, &'static str)> {
    match name {
        "page.css" => Some(("text/css; charset=utf-8", STYLE)),
        "charts.js" => Some(("text/javascript; charset=utf-8", CHARTS)),
        "paper.css" => Some(("text/css; charset=utf-8", PAPER_STYLE)),
        "echarts.js" => Some(("text/javascript; charset=utf-8", ECHARTS)),
        "live.js" => Some(("text/javascript; charset=utf-8", LIVE)),
        "wall.css" => Some(("text/css; charset=utf-8", WALL_STYLE)),
        "page.js" => Some(("text/javascript; charset=utf-8", SCRIPT)),
        "entering.js" => Some(("text/javascript; charset=utf-8", ENTERING_SCRIPT)),
        "round.js" => Some(("text/javascript; charset=utf-8", ROUND_SCRIPT)),
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
