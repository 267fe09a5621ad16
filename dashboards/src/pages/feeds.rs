//! The feeds: for each source and stream what came last, how much, how late, and whether it is silent or sends rubbish.

use super::document_links::DocumentLink;
use super::paging::{PageAsked, Paging};
use crate::figures::grouped;
use crate::rights::Scope;
use crate::taken::{self, Tabled};
use crate::ui::Ui;
use crate::words;
use askama::Template;
use ingest::feeds::{self, Counts, FeedHealth, UNKNOWN_SOURCE};
use ingest::live::FeedsNow;
use ingest::sources::http::CERTIFICATE_TOLD_DAYS;
use ingest::store::sqlite::PlainApplicants;
use reports::papers::Kind;
use reports::render::table::{Cell, Table};
use reports::words::{Lang, Word};
use scoring::rates::Rate;
use scoring::time::{Instant, Zone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// So many sources make a page of the list.
pub const ROWS_OF_A_PAGE: usize = 100;

/// All feeds as of a moment.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Feeds {
    /// The time of the data, written for people ([`reports::words::Lang::moment`]).
    pub as_of: String,
    /// The sources, those in trouble first, then by id.
    pub sources: Vec<Source>,
    /// Sources that sent an identity or telephone number as an applicant of late.
    pub plain_applicants: Vec<Plain>,
    /// The service's own certificate, where it ends soon or has ended.
    pub certificate: Option<CertificateShown>,
    /// Whether only those in trouble are listed.
    pub only_trouble: bool,
    /// How many are in trouble.
    pub troubled: usize,
    /// Whether nothing ever came from any of them.
    pub is_without_data: bool,
    /// Which page this is.
    pub paging: Paging,
}

/// A certificate that ends soon or has ended.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CertificateShown {
    /// When it ends, written.
    pub ends: String,
    /// How many whole days are left; negative once it has ended.
    pub days: i64,
}

/// The certificate that ends at an instant, where that is soon.
pub fn certificate(ends: Instant, now: Instant, zone: &Zone, lang: Lang) -> Option<CertificateShown> {
    let days = (ends.0 - now.0).div_euclid(86_400 * 1_000_000_000);
    (days < CERTIFICATE_TOLD_DAYS).then(|| CertificateShown { ends: lang.moment(zone, ends, 0), days })
}

/// A source that sent numbers where pseudonyms belong.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Plain {
    /// The site's id.
    pub source: String,
    /// In how many events.
    pub events: u64,
    /// When last, written.
    pub last: String,
}

/// So long after the last one it is still told, in nanoseconds.
const TOLD_FOR: i64 = 30 * 86_400 * 1_000_000_000;

/// Those of the sources in scope that sent such numbers of late.
pub fn plain(found: &[PlainApplicants], now: &FeedsNow<'_>, scope: &Scope, lang: Lang) -> Vec<Plain> {
    let told = found.iter().filter(|of| scope.has_site_id(&of.site) && now.now.0 - of.last.0 < TOLD_FOR);
    told.map(|of| Plain {
        source: of.site.clone(),
        events: of.events,
        last: lang.moment(&now.county.registry.zone, of.last, now.today().year()),
    })
    .collect()
}

/// What the list is narrowed to; absent and empty mean all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(default)]
pub struct FeedsFilter {
    /// `trouble`: those in trouble.
    pub state: Option<String>,
}

impl Feeds {
    /// Leaves what the filter asks for.
    pub fn narrow(&mut self, filter: &FeedsFilter) {
        self.only_trouble = filter.state.as_deref() == Some("trouble");
        if self.only_trouble {
            self.sources.retain(|source| source.state.is_trouble());
        }
    }

    /// Leaves the page that is asked for.
    pub fn cut(&mut self, page: PageAsked) {
        (self.sources, self.paging) = page.cut(std::mem::take(&mut self.sources));
    }
}

impl Tabled for Feeds {
    /// Each source with all that it sends, and below it each of its streams.
    fn table(&self, lang: Lang) -> Table {
        let say = |word: Word| lang.say(word);
        let rows: Vec<(&Source, &Feed)> = self
            .sources
            .iter()
            .flat_map(|source| {
                std::iter::once(&source.all).chain(&source.streams).map(move |feed| (source, feed))
            })
            .collect();
        let state = |source: &Source, feed: &Feed| match feed.stream {
            Some(_) => Cell::Nothing,
            None => Cell::text(source.state_told(lang)),
        };
        taken::table(
            (say(words::FEEDS_TITLE), lang),
            &[],
            &rows,
            &[
                (say(words::SOURCE), 24, &|(source, _): &(&Source, &Feed)| Cell::text(source.title(lang))),
                (say(words::STREAM), 14, &|(_, feed)| {
                    Cell::text_if_any(feed.stream.as_deref().map(|stream| words::stream(lang, stream)))
                }),
                (say(words::STATE), 24, &|(source, feed)| state(source, feed)),
                (say(words::LAST_ARRIVAL), 18, &|(_, feed)| Cell::text_if_any(feed.last_arrival.as_deref())),
                (say(words::LAST_EVENT), 18, &|(_, feed)| Cell::text_if_any(feed.last_event.as_deref())),
                (say(words::TODAY), 8, &|(_, feed)| Cell::Count(feed.today as i64)),
                (say(words::USUAL), 8, &|(_, feed)| Cell::count(feed.usual.map(|usual| usual as i64))),
                (say(words::LAG), 12, &|(_, feed)| Cell::text_if_any(feed.lag_told(lang))),
                (say(words::REJECTED_SHARE), 10, &|(_, feed)| {
                    Cell::share(Rate::of(feed.rejected as i64, feed.arrived as i64))
                }),
                (say(words::REJECTED_TODAY), 8, &|(_, feed)| Cell::Count(feed.rejected as i64)),
                (say(words::ARRIVED_TODAY), 8, &|(_, feed)| Cell::Count(feed.arrived as i64)),
            ],
        )
    }

    fn paging(&self) -> Option<Paging> {
        Some(self.paging)
    }
}

impl Source {
    /// What it is called, with its id.
    pub fn title(&self, lang: Lang) -> String {
        match &self.name {
            Some(name) => format!("{} {name}", self.id),
            None if self.id == UNKNOWN_SOURCE => lang.say(words::UNKNOWN_SOURCE).to_owned(),
            None => self.id.clone(),
        }
    }

    /// How it is, in words.
    pub fn state_told(&self, lang: Lang) -> String {
        let say = |word: Word| lang.say(word).to_owned();
        match &self.state {
            FeedState::Ok => say(words::FEED_OK),
            FeedState::Silent { since, .. } => words::since_moment(lang, words::FEED_SILENT, since),
            FeedState::Rubbish => say(words::FEED_RUBBISH),
            FeedState::Never { is_missed: true } => say(words::FEED_MISSED),
            FeedState::Never { is_missed: false } => say(words::FEED_NEVER),
        }
    }
}

/// One source.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Source {
    /// The site's id; `-` for what cannot be told.
    pub id: String,
    /// The site's name; none where the registry has no such site.
    pub name: Option<String>,
    /// Whether it is well, and since when not.
    pub state: FeedState,
    /// How many office minutes it may be silent.
    pub silent_minutes_max: u32,
    /// All its streams together.
    pub all: Feed,
    /// Each stream, by name.
    pub streams: Vec<Feed>,
}

/// One stream of a source, or all of them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Feed {
    /// The stream: the part of the event type before the dot (`case`, `queue`); nothing for all together.
    pub stream: Option<String>,
    /// When the last event arrived, written; none: never.
    pub last_arrival: Option<String>,
    /// When the last event happened, written.
    pub last_event: Option<String>,
    /// New events today.
    pub today: u64,
    /// How many are usual by this time of a working day; none where too little is known.
    pub usual: Option<u64>,
    /// Between an event and its arrival, the mean of today's, in seconds.
    pub lag_seconds: Option<i64>,
    /// Rejected today.
    pub rejected: u64,
    /// Everything that arrived today: new, there already, rejected.
    pub arrived: u64,
}

/// How a source is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum FeedState {
    /// As usual.
    Ok,
    /// Nothing comes. The numbers that it feeds are incomplete from then on.
    Silent {
        /// Since when, written.
        since: String,
        /// How many office minutes of silence there were since.
        office_minutes: u32,
    },
    /// Too much of what comes is rejected.
    Rubbish,
    /// Nothing has ever come.
    Never {
        /// Whether windows are staffed there, so that their work goes unseen.
        is_missed: bool,
    },
}

impl FeedState {
    /// Whether somebody should do something.
    pub fn is_trouble(&self) -> bool {
        match self {
            FeedState::Ok | FeedState::Never { is_missed: false } => false,
            FeedState::Silent { .. } | FeedState::Rubbish | FeedState::Never { is_missed: true } => true,
        }
    }
}

/// The feeds as the desk sees them, those of the sites in scope.
pub fn view(now: &FeedsNow<'_>, scope: &Scope, lang: Lang) -> Feeds {
    let own = now.feeds.iter().filter(|feed| scope.has_site_id(&feed.source));
    let mut sources: Vec<Source> = own.map(|feed| source(now, feed, lang)).collect();
    // What was never heard and is not missed comes last.
    sources
        .sort_by_key(|source| (!source.state.is_trouble(), matches!(source.state, FeedState::Never { .. })));
    Feeds {
        as_of: lang.moment(&now.county.registry.zone, now.now, 0),
        troubled: sources.iter().filter(|source| source.state.is_trouble()).count(),
        is_without_data: sources.iter().all(|source| source.all.last_arrival.is_none()),
        paging: PageAsked::ALL.paging(sources.len()),
        sources,
        plain_applicants: Vec::new(),
        certificate: None,
        only_trouble: false,
    }
}

fn source(now: &FeedsNow<'_>, feed: &FeedHealth, lang: Lang) -> Source {
    let registry = now.county.registry;
    let state = match feed.state {
        feeds::FeedState::Ok => FeedState::Ok,
        feeds::FeedState::Silent { since, office_minutes, .. } => FeedState::Silent {
            since: lang.moment(&registry.zone, since, now.today().year()),
            office_minutes,
        },
        feeds::FeedState::Rubbish { .. } => FeedState::Rubbish,
        feeds::FeedState::NeverHeard { is_missed } => FeedState::Never { is_missed },
    };
    Source {
        id: feed.source.clone(),
        name: feed.site.map(|site| registry.sites[usize::from(site)].name.clone()),
        state,
        silent_minutes_max: feed.silent_minutes_max,
        all: counted(now, None, &feed.all, lang),
        streams: feed
            .streams
            .iter()
            .map(|(stream, counts)| counted(now, Some(stream.clone()), counts, lang))
            .collect(),
    }
}

fn counted(now: &FeedsNow<'_>, stream: Option<String>, counts: &Counts, lang: Lang) -> Feed {
    let written = |at| lang.moment(&now.county.registry.zone, at, now.today().year());
    Feed {
        stream,
        last_arrival: counts.last_received.map(written),
        last_event: counts.last_time.map(written),
        today: counts.accepted,
        usual: counts.usual,
        lag_seconds: counts.lag_seconds_mean,
        rejected: counts.rejected,
        arrived: counts.arrived(),
    }
}

impl Feed {
    /// The lag in words; a clock that is ahead is not told as if time ran backwards.
    pub fn lag_told(&self, lang: Lang) -> Option<String> {
        self.lag_seconds.map(|seconds| lang.duration(seconds.max(0)))
    }

    fn usual_told(&self) -> String {
        self.usual.as_ref().map_or("—".to_owned(), grouped)
    }

    /// Rejected of all that came today, as `0.5%`; none where nothing came.
    fn rejected_share(&self, lang: &Lang) -> Option<String> {
        Rate::of(self.rejected as i64, self.arrived as i64).map(|rate| lang.percent(rate))
    }
}

#[derive(Template)]
#[template(path = "feeds.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Feeds,
}

impl Page<'_> {
    fn certificate(&self, certificate: &CertificateShown) -> String {
        words::data::certificate_ends(self.ui.lang, &certificate.ends, certificate.days)
    }

    fn trouble(&self) -> String {
        words::feeds_troubled(self.ui.lang, self.view.troubled)
    }

    fn state(&self, source: &Source) -> String {
        source.state_told(self.ui.lang)
    }

    /// What else is to say of the state: how long, against which limit.
    fn remark(&self, source: &Source) -> Option<String> {
        match source.state {
            FeedState::Silent { office_minutes, .. } => {
                Some(words::office_minutes(self.ui.lang, office_minutes, source.silent_minutes_max))
            }
            FeedState::Ok | FeedState::Rubbish | FeedState::Never { .. } => None,
        }
    }

    /// What a source sent in the newest month, for its vendor.
    fn quality(&self, source: &Source) -> Option<DocumentLink> {
        self.ui.document(&self.ui.month?.to_string(), Kind::FeedQuality, Some(&source.id))
    }

    fn name(&self, source: &Source) -> String {
        source.title(self.ui.lang)
    }

    fn stream<'f>(&self, feed: &'f Feed) -> &'f str {
        feed.stream.as_deref().map_or("", |stream| words::stream(self.ui.lang, stream))
    }

    fn lag(&self, feed: &Feed) -> String {
        feed.lag_told(self.ui.lang).unwrap_or("—".to_owned())
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Feeds) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}

#[cfg(test)]
mod tests {
    use super::certificate;
    use reports::words::Lang;
    use scoring::time::{Instant, Zone};

    #[test]
    fn a_certificate_is_told_of_from_thirty_days_before_its_end() {
        let (Some(now), Some(zone)) =
            (Instant::parse("2026-10-09T10:00:00+08:00"), Zone::named("Asia/Shanghai"))
        else {
            panic!("time and zone are written right")
        };
        let days_before = |seconds: i64| {
            let ends = Instant(now.0 + seconds * 1_000_000_000);
            certificate(ends, now, &zone, Lang::Zh).map(|told| told.days)
        };
        assert_eq!(days_before(30 * 86_400), None);
        assert_eq!(days_before(30 * 86_400 - 1), Some(29));
        assert_eq!(days_before(0), Some(0));
        assert_eq!(days_before(-1), Some(-1));
    }
}
