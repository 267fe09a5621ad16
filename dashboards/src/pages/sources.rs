//! The sources: each site with how its feed is, and the tokens that its systems send with.

use super::document_links::DocumentLink;
use super::feeds::{Feed, Feeds, Source};
use super::filter::Choice;
use super::paging::{PageAsked, Paging};
use crate::figures::grouped;
use crate::links::segment;
use crate::rights::{Right, Scope};
use crate::taken::{self, Tabled};
use crate::ui::Ui;
use crate::words::{self, data as said};
use askama::Template;
use ingest::store::sqlite::Token;
use reports::papers::Kind;
use reports::render::table::{Cell, Table};
use reports::words::{Lang, Word};
use scoring::rates::Rate;
use scoring::time::Zone;
use serde::Serialize;
use utoipa::ToSchema;

/// So many sources make a page of the list.
pub const ROWS_OF_A_PAGE: usize = 100;

/// The sources that the reader may see.
#[derive(Clone, Debug, Serialize, ToSchema)]
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
    /// Which page of the sources this is; all tokens are on each.
    pub paging: Paging,
}

/// A token as people see it.
#[derive(Clone, Debug, Serialize, ToSchema)]
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
#[derive(Clone, Debug, Serialize, ToSchema)]
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
    (sites, page): (Vec<Choice>, PageAsked),
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
    let own = feeds.sources.into_iter().filter(|source| scope.has_site_id(&source.id));
    let (sources, paging) = page.cut(own.collect());
    Sources {
        as_of: feeds.as_of,
        sources,
        tokens: tokens.into_iter().map(row).collect(),
        sites,
        made: None,
        paging,
    }
}

impl Sources {
    /// How many tokens hold for a source.
    fn tokens_of(&self, source: &Source) -> usize {
        self.tokens.iter().filter(|token| token.site == source.id && token.revoked.is_none()).count()
    }
}

impl Tabled for Sources {
    fn table(&self, lang: Lang) -> Table {
        let say = |word: Word| lang.say(word);
        taken::table(
            (say(words::NAV_SOURCES), lang),
            &[],
            &self.sources,
            &[
                (say(words::SOURCE), 24, &|source: &Source| Cell::text(source.title(lang))),
                (say(words::STATE), 24, &|source| Cell::text(source.state_told(lang))),
                (say(words::LAST_ARRIVAL), 18, &|source| {
                    Cell::text_if_any(source.all.last_arrival.as_deref())
                }),
                (say(words::LAST_EVENT), 18, &|source| Cell::text_if_any(source.all.last_event.as_deref())),
                (say(words::TODAY), 8, &|source| Cell::Count(source.all.today as i64)),
                (say(words::LAG), 12, &|source| Cell::text_if_any(source.all.lag_told(lang))),
                (say(words::REJECTED_TODAY), 8, &|source| Cell::Count(source.all.rejected as i64)),
                (say(words::ARRIVED_TODAY), 8, &|source| Cell::Count(source.all.arrived as i64)),
                (say(said::TOKENS), 6, &|source| Cell::Count(self.tokens_of(source) as i64)),
            ],
        )
    }

    fn paging(&self) -> Option<Paging> {
        Some(self.paging)
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
        source.state_told(self.ui.lang)
    }

    /// What a source sent in the newest month, for its vendor.
    fn quality(&self, source: &Source) -> Option<DocumentLink> {
        self.ui.document(&self.ui.month?.to_string(), Kind::FeedQuality, Some(&source.id))
    }

    fn name(&self, source: &Source) -> String {
        source.title(self.ui.lang)
    }

    fn lag(&self, feed: &Feed) -> String {
        feed.lag_told(self.ui.lang).unwrap_or("—".to_owned())
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
        self.view.tokens_of(source)
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
