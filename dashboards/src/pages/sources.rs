//! The sources: each site with how its feed is, and the tokens that its systems send with.

use super::feeds::{Feed, FeedState, Feeds, Source};
use super::filter::Choice;
use crate::figures::grouped;
use crate::links::segment;
use crate::rights::{Right, Scope};
use crate::ui::Ui;
use crate::words::{self, data as said};
use askama::Template;
use ingest::store::sqlite::Token;
use reports::words::{Lang, Word};
use scoring::rates::Rate;
use scoring::time::Zone;
use serde::Serialize;

/// The sources that the reader may see.
#[derive(Clone, Debug, Serialize)]
pub struct Sources {
    /// The time of the data.
    pub as_of: String,
    /// How each is, those in trouble first.
    pub sources: Vec<Source>,
    /// The tokens, by site and time; those that hold before those that were revoked.
    pub tokens: Vec<TokenRow>,
    /// Sites to make a token for.
    pub sites: Vec<Choice>,
    /// A token that was just made: shown once, kept nowhere.
    pub made: Option<Made>,
}

/// A token as people see it.
#[derive(Clone, Debug, Serialize)]
pub struct TokenRow {
    /// Its public part.
    pub name: String,
    /// The site that it speaks for.
    pub site: String,
    /// What it is for.
    pub label: String,
    /// When it was made, written.
    pub made: String,
    /// When a request last came with it, to the hour; none: never, or not known.
    pub last_used: Option<String>,
    /// When it was revoked, written.
    pub revoked: Option<String>,
}

/// A token that was just made.
#[derive(Clone, Debug, Serialize)]
pub struct Made {
    /// The site.
    pub site: String,
    /// What the site's system sends.
    pub text: String,
}

/// The sources of a scope.
pub fn view(
    feeds: Feeds,
    tokens: Vec<Token>,
    scope: &Scope,
    zone: &Zone,
    sites: Vec<Choice>,
    lang: Lang,
) -> Sources {
    let written = |at| lang.moment(zone, at, 0);
    let mut tokens: Vec<Token> = tokens.into_iter().filter(|token| scope.has_site_id(&token.site)).collect();
    tokens.sort_by(|a, b| {
        (a.revoked.is_some(), &a.site, a.created).cmp(&(b.revoked.is_some(), &b.site, b.created))
    });
    let row = |token: Token| TokenRow {
        name: token.name,
        site: token.site,
        label: token.label,
        made: written(token.created),
        last_used: token.last_used.map(written),
        revoked: token.revoked.map(written),
    };
    Sources {
        as_of: feeds.as_of,
        sources: feeds.sources.into_iter().filter(|source| scope.has_site_id(&source.id)).collect(),
        tokens: tokens.into_iter().map(row).collect(),
        sites,
        made: None,
    }
}

#[derive(Template)]
#[template(path = "sources.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Sources,
}

impl Page<'_> {
    fn state(&self, source: &Source) -> String {
        let lang = self.ui.lang;
        let say = |word: Word| lang.say(word).to_owned();
        match &source.state {
            FeedState::Ok => say(words::FEED_OK),
            FeedState::Silent { since, .. } => words::since_moment(lang, words::FEED_SILENT, since),
            FeedState::Rubbish => say(words::FEED_RUBBISH),
            FeedState::Never { is_missed: true } => say(words::FEED_MISSED),
            FeedState::Never { is_missed: false } => say(words::FEED_NEVER),
        }
    }

    fn name(&self, source: &Source) -> String {
        source.name.as_ref().map_or_else(|| source.id.clone(), |name| format!("{} {name}", source.id))
    }

    fn lag(&self, feed: &Feed) -> String {
        feed.lag_seconds.map_or("—".to_owned(), |seconds| self.ui.lang.duration(seconds.max(0)))
    }

    fn rejected(&self, feed: &Feed) -> String {
        match Rate::of(feed.rejected as i64, feed.arrived as i64) {
            Some(rate) if feed.rejected > 0 => {
                format!(
                    "{} · {}/{}",
                    self.ui.lang.percent(rate),
                    grouped(&feed.rejected),
                    grouped(&feed.arrived)
                )
            }
            Some(_) => "0".to_owned(),
            None => "—".to_owned(),
        }
    }

    fn feed_path(&self, source: &Source) -> String {
        self.ui.at(&format!("/contract/feeds/{}", segment(&source.id)))
    }

    fn rejected_path(&self, source: &Source) -> String {
        self.ui.at(&format!("/rejected?source={}", segment(&source.id)))
    }

    fn tokens_of(&self, source: &Source) -> usize {
        self.view.tokens.iter().filter(|token| token.site == source.id && token.revoked.is_none()).count()
    }

    fn revoke_path(&self, token: &TokenRow) -> String {
        self.ui.at(&format!("/sources/tokens/{}/revoke", segment(&token.name)))
    }
}

/// The page. Its forms post to `/sources/tokens` and `/sources/tokens/NAME/revoke`.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Sources) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}
