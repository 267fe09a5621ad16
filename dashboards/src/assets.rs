//! Style and script of the pages, as they are in the program: nothing is fetched and nothing is built.

/// The style sheet of all pages.
pub const STYLE: &str = concat!(
    include_str!("../assets/base.css"),
    include_str!("../assets/page.css"),
    include_str!("../assets/tables.css"),
    include_str!("../assets/case.css"),
    include_str!("../assets/steps.css"),
    include_str!("../assets/letters.css"),
    include_str!("../assets/monthly.css"),
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
