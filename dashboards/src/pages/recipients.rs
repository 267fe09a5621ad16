//! Who is told of what and where: the registry's contacts with what is set beside them, and the form that sets it.

use super::paging::{PageAsked, Paging};
use crate::taken::{self, Tabled};
use crate::ui::Ui;
use crate::words;
use crate::words::messages as said;
use askama::Template;
use ingest::store::sqlite::KeptAddressee;
use reports::delivery::addressee::{Addressee, Away, Contact, listed, recipients, title};
use reports::render::table::{Cell, Table};
use reports::words::{Lang, Word};
use scoring::registry::Registry;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Everybody whom a notice can be for.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Recipients {
    /// The time of the data.
    pub as_of: String,
    /// Who was just changed.
    pub saved: Option<String>,
    /// The rows.
    pub rows: Vec<RecipientRow>,
    /// Which page this is.
    pub paging: Paging,
}

/// One recipient.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RecipientRow {
    /// As notices name it.
    pub recipient: String,
    /// What it is called: the department, the window, the office.
    pub title: String,
    /// What the registry says.
    #[schema(value_type = crate::api::borrowed::ContactShape)]
    pub listed: Contact,
    /// What is set.
    #[schema(value_type = crate::api::borrowed::AddresseeShape)]
    pub set: Addressee,
    /// Who changed it last, where somebody did.
    pub changed_by: Option<String>,
}

/// What the form brings. Empty texts take the registry's.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Set {
    /// The session's form secret.
    pub csrf: String,
    name: String,
    email: String,
    webhook: String,
    phone: String,
    deputy_name: String,
    deputy_email: String,
    deputy_webhook: String,
    deputy_phone: String,
    away_from: String,
    away_to: String,
    mutes: Option<String>,
    in_english: Option<String>,
}

impl Set {
    /// As it is kept.
    pub fn addressee(&self) -> Addressee {
        let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let deputy = Contact {
            name: filled(&self.deputy_name),
            email: filled(&self.deputy_email),
            webhook: filled(&self.deputy_webhook),
            phone: filled(&self.deputy_phone),
        };
        let away = match (filled(&self.away_from), filled(&self.away_to)) {
            (None, None) => None,
            (from, to) => Some(Away { from: from.unwrap_or_default(), to: to.unwrap_or_default() }),
        };
        Addressee {
            contact: Contact {
                name: filled(&self.name),
                email: filled(&self.email),
                webhook: filled(&self.webhook),
                phone: filled(&self.phone),
            },
            in_english: self.in_english.is_some(),
            mutes_level_1: self.mutes.is_some(),
            deputy: Some(deputy).filter(|deputy| *deputy != Contact::default()),
            away,
        }
    }
}

/// The list.
pub fn view(
    registry: &Registry,
    kept: &[KeptAddressee],
    saved: Option<String>,
    page: PageAsked,
) -> Recipients {
    let kept: BTreeMap<&str, &KeptAddressee> =
        kept.iter().map(|kept| (kept.recipient.as_str(), kept)).collect();
    let row = |recipient: String| {
        let known = kept.get(recipient.as_str());
        RecipientRow {
            title: title(registry, &recipient),
            listed: listed(registry, &recipient),
            set: known.and_then(|kept| serde_json::from_str(&kept.settings).ok()).unwrap_or_default(),
            changed_by: known.map(|kept| kept.changed_by.clone()),
            recipient,
        }
    };
    let (shown, paging) = page.cut(recipients(registry));
    Recipients { as_of: String::new(), saved, rows: shown.into_iter().map(row).collect(), paging }
}

impl Tabled for Recipients {
    fn table(&self, lang: Lang) -> Table {
        let say = |word: Word| lang.say(word);
        let mark = |is: bool| Cell::text(if is { "✓" } else { "" });
        taken::table(
            (say(said::RECIPIENTS), lang),
            &[],
            &self.rows,
            &[
                (say(words::NUMBER), 24, &|row: &RecipientRow| Cell::text(&row.recipient)),
                (say(said::RECIPIENT), 24, &|row| Cell::text(&row.title)),
                (say(said::NAME), 12, &|row| Cell::text(row.name())),
                (say(said::ADDRESS), 40, &|row| Cell::text(row.addresses())),
                (say(said::MUTES), 10, &|row| mark(row.set.mutes_level_1)),
                (say(said::AWAY_FROM), 12, &|row| Cell::text(row.away().0)),
                (say(said::AWAY_TO), 12, &|row| Cell::text(row.away().1)),
                (say(said::DEPUTY), 12, &|row| Cell::text_if_any(row.deputy().name)),
            ],
        )
    }

    fn paging(&self) -> Option<Paging> {
        Some(self.paging)
    }
}

impl RecipientRow {
    /// Where people are reached, in a line: what is set, then what the registry has.
    fn addresses(&self) -> String {
        let Contact { email, webhook, phone, .. } = &self.set.contact;
        let each = [
            email.as_ref().or(self.listed.email.as_ref()),
            webhook.as_ref().or(self.listed.webhook.as_ref()),
            phone.as_ref(),
        ];
        let shown: Vec<String> =
            each.into_iter().flatten().map(|to| super::messages::without_secret(to)).collect();
        if shown.is_empty() { "—".to_owned() } else { shown.join(" · ") }
    }

    fn name(&self) -> &str {
        self.set.contact.name.as_deref().or(self.listed.name.as_deref()).unwrap_or_default()
    }

    fn deputy(&self) -> Contact {
        self.set.deputy.clone().unwrap_or_default()
    }

    fn away(&self) -> (&str, &str) {
        self.set.away.as_ref().map_or(("", ""), |away| (&away.from, &away.to))
    }
}

#[derive(Template)]
#[template(path = "recipients.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Recipients,
}

/// The page. Its forms post to `/recipients/RECIPIENT`.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Recipients) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}
