//! The feeds: for each source and stream what came last, how much, how late, and whether it is silent or sends rubbish.

use crate::figures::grouped;
use crate::ui::Ui;
use crate::words;
use askama::Template;
use reports::words::{Lang, Word};
use serde::Serialize;

/// All feeds as of a moment.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Feeds {
    /// The time of the data, written for people ([`reports::words::Lang::moment`]).
    pub as_of: String,
    /// The feeds, those in trouble first, then by source and stream.
    pub feeds: Vec<Feed>,
}

/// One stream of one source.
#[derive(Clone, Debug, Serialize)]
pub struct Feed {
    /// The site's id.
    pub source: String,
    /// The site's name.
    pub source_name: String,
    /// The stream: the part of the event type before the dot (`case`, `queue`), or a road's own name.
    pub stream: String,
    /// When the last event arrived, written; none: never.
    pub last_arrival: Option<String>,
    /// When the last event happened, written.
    pub last_event: Option<String>,
    /// Events accepted today.
    pub today: u64,
    /// How many are usual by this time of a working day; none where too little is known.
    pub usual: Option<u64>,
    /// Between an event and its arrival, lately (median of the hour), in seconds.
    pub lag_seconds: Option<i64>,
    /// Rejected today.
    pub rejected: u64,
    /// Whether it is well, and since when not.
    pub state: FeedState,
}

/// How a feed is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "state", content = "since")]
pub enum FeedState {
    /// As usual.
    Ok,
    /// Nothing comes, since a moment, written. The numbers that it feeds are incomplete from then on.
    Silent(String),
    /// Too much of what comes is rejected, since a moment, written.
    Rubbish(String),
    /// Nothing has ever come.
    Never,
}

impl Feed {
    fn is_well(&self) -> bool {
        self.state == FeedState::Ok
    }

    fn usual_told(&self) -> String {
        self.usual.as_ref().map_or("—".to_owned(), grouped)
    }

    /// Rejected of all that came today, as `0.5%`; none where nothing came.
    fn rejected_share(&self, lang: &Lang) -> Option<String> {
        let all = (self.today + self.rejected) as i64;
        scoring::rates::Rate::of(self.rejected as i64, all).map(|rate| lang.percent(rate))
    }
}

#[derive(Template)]
#[template(path = "feeds.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Feeds,
    troubled: usize,
}

impl Page<'_> {
    fn trouble(&self) -> String {
        words::feeds_troubled(self.ui.lang, self.troubled)
    }

    fn since(&self, state: Word, moment: &str) -> String {
        words::since_moment(self.ui.lang, state, moment)
    }

    fn lag(&self, feed: &Feed) -> String {
        feed.lag_seconds.map_or("—".to_owned(), |seconds| self.ui.lang.duration(seconds))
    }

    fn all(&self, feed: &Feed) -> String {
        grouped(&(feed.today + feed.rejected))
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Feeds) -> Result<String, askama::Error> {
    let troubled = view.feeds.iter().filter(|feed| !feed.is_well()).count();
    Page { ui, view, troubled }.render()
}
