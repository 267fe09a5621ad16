//! Links from pages to documents: only to such as the reader may have, so that none of them ends in a refusal.

use crate::links::segment;
use crate::papers::may_have;
use crate::ui::Ui;
use reports::papers::Kind;
use scoring::time::Month;

/// A document that a page leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentLink {
    /// What it is.
    pub name: &'static str,
    /// Where it is on the screen.
    pub view: String,
    /// Where it is to be taken.
    pub pdf: String,
}

impl Ui<'_> {
    /// The link to a document of a month, of the version that is shown; `subject` is whom the page is about, which the reader so may
    /// see. None where the role may not have it, or nothing serves it.
    pub fn document(&self, month: &str, kind: Kind, subject: Option<&str>) -> Option<DocumentLink> {
        self.document_of(month, kind, subject, false)
    }

    /// The region's document of a month that is closed or not: what is not closed is a draft, which fewer may have.
    pub fn document_of_region(&self, month: &str, kind: Kind, is_closed: bool) -> Option<DocumentLink> {
        self.document_of(month, kind, None, !is_closed)
    }

    fn document_of(
        &self,
        month: &str,
        kind: Kind,
        subject: Option<&str>,
        is_draft: bool,
    ) -> Option<DocumentLink> {
        let is_known = Month::parse(month).is_some_and(|month| self.months.contains(&month));
        let may = self.role.is_some_and(|role| may_have(role, kind, is_draft));
        if !self.links.is_served() || !is_known || !may {
            return None;
        }
        let subject = subject.map(|subject| format!("subject={}", segment(subject)));
        let version = self.version.map(|version| format!("version={version}"));
        let query: Vec<String> = [subject, version].into_iter().flatten().collect();
        let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
        let address = self.at(&format!("/months/{month}/reports/{}", kind.word()));
        Some(DocumentLink {
            name: kind.name(self.lang),
            view: format!("{address}/view{query}"),
            pdf: format!("{address}{query}"),
        })
    }
}
