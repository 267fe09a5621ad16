//! Pages of a long list, the same on the page and in the API: `page` and `per_page` in the address, `Link` headers and counts in
//! the answer.
//!
//! A handler asks [`PageAsked::of`] the reader, the view cuts its rows by [`PageAsked::cut`] and tells the [`Paging`] by
//! [`Tabled::paging`](crate::taken::Tabled::paging), and its template calls `pages` of `paging.html`.

use crate::links::with_query;
use crate::session::Reader;
use crate::ui::Ui;
use serde::Serialize;
use utoipa::ToSchema;

/// So many rows are given at once at most.
pub const ROWS_MAX: usize = 500;

/// Which page of a list is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageAsked {
    page: usize,
    per_page: usize,
}

/// Which page of a list is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Paging {
    /// This page, from 1.
    pub page: usize,
    /// So many rows make a page.
    pub per_page: usize,
    /// How many pages there are, 1 or more.
    pub pages: usize,
    /// How many rows there are on all of them.
    pub total: usize,
}

impl PageAsked {
    /// All rows on one page.
    pub const ALL: PageAsked = PageAsked { page: 1, per_page: usize::MAX };

    /// What an address asks for: the first page of `rows_of_page` rows where it says nothing that can be read, and all rows
    /// of what is taken away as a file.
    pub fn of(reader: &Reader, rows_of_page: usize) -> PageAsked {
        if reader.file().is_some() {
            return PageAsked::ALL;
        }
        let number = |name: &str| {
            let mut pairs = reader.query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.find(|(found, _)| *found == name).and_then(|(_, value)| value.parse::<usize>().ok())
        };
        PageAsked {
            page: number("page").unwrap_or(1).max(1),
            per_page: number("per_page").unwrap_or(rows_of_page).clamp(1, ROWS_MAX),
        }
    }

    /// Which page there is of so many rows: the last, where there are not so many.
    pub fn paging(self, total: usize) -> Paging {
        let per_page = if self.per_page == usize::MAX { total.max(1) } else { self.per_page };
        let pages = total.div_ceil(per_page).max(1);
        Paging { page: self.page.min(pages), per_page, pages, total }
    }

    /// How many rows are shown at once at most; none where all are.
    pub fn rows_max(self) -> Option<usize> {
        (self.per_page < usize::MAX).then_some(self.per_page)
    }

    /// The page's rows of all.
    pub fn cut<T>(self, mut rows: Vec<T>) -> (Vec<T>, Paging) {
        let paging = self.paging(rows.len());
        let rest = rows.split_off(paging.skipped().min(rows.len()));
        (rest.into_iter().take(paging.per_page).collect(), paging)
    }
}

impl Paging {
    /// How many rows are on the pages before.
    pub fn skipped(&self) -> usize {
        (self.page - 1) * self.per_page
    }

    /// This page with its place among all: `第 2 页，共 5 页`.
    pub fn told(&self, ui: &Ui<'_>) -> String {
        crate::words::page_of(ui.lang, self.page, self.pages)
    }

    /// The address of another page, as a query; what the list is narrowed to stays.
    pub fn to(&self, ui: &Ui<'_>, page: &usize) -> String {
        query_of(ui.query, *page)
    }

    /// The page before, where there is one.
    pub fn before(&self) -> Option<usize> {
        (self.page > 1).then(|| self.page - 1)
    }

    /// The page after, where there is one.
    pub fn after(&self) -> Option<usize> {
        (self.page < self.pages).then(|| self.page + 1)
    }

    /// The `Link` header of the answer: the first, the last, and the pages beside this one.
    pub fn links(&self, reader: &Reader) -> String {
        let to = |page: usize, what: &str| {
            format!("<{}{}{}>; rel=\"{what}\"", reader.base, reader.path, query_of(&reader.query, page))
        };
        let mut links = vec![to(1, "first")];
        links.extend(self.before().map(|page| to(page, "prev")));
        links.extend(self.after().map(|page| to(page, "next")));
        links.push(to(self.pages, "last"));
        links.join(", ")
    }
}

/// The same query for another page.
fn query_of(query: &str, page: usize) -> String {
    with_query(&of_all_pages(query), "page", Some(&page.to_string()))
}

/// What a page's query says of the whole list, without the page and without what was just done.
pub fn of_all_pages(query: &str) -> String {
    let of_page = |pair: &&str| {
        let name = pair.split('=').next().unwrap_or_default();
        !pair.is_empty() && !["page", "done", "saved"].contains(&name)
    };
    query.split('&').filter(of_page).collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::{PageAsked, Paging, query_of};
    use crate::session::Reader;
    use reports::words::Lang;

    fn reader(query: &str) -> Reader {
        Reader {
            lang: Lang::Zh,
            has_chosen_lang: false,
            base: "/220821".into(),
            path: "/due".to_owned(),
            query: query.to_owned(),
        }
    }

    #[test]
    fn a_page_beyond_the_last_is_the_last() {
        let asked = PageAsked::of(&reader("page=9&per_page=10"), 100);
        let (rows, paging) = asked.cut((0..25).collect());
        assert_eq!(rows, [20, 21, 22, 23, 24]);
        assert_eq!(paging, Paging { page: 3, per_page: 10, pages: 3, total: 25 });
    }

    #[test]
    fn what_cannot_be_read_is_the_first_page_and_nobody_asks_for_too_much() {
        let paging = |query: &str| PageAsked::of(&reader(query), 100).paging(1000);
        assert_eq!(paging("page=x&per_page=-1"), Paging { page: 1, per_page: 100, pages: 10, total: 1000 });
        assert_eq!(paging("page=0&per_page=501").per_page, 500);
        assert_eq!(paging("per_page=0").per_page, 1);
        assert_eq!(PageAsked::of(&reader(""), 100).paging(0).pages, 1, "an empty list has a page too");
    }

    #[test]
    fn a_table_has_all_rows() {
        for format in ["csv", "xlsx"] {
            let asked = PageAsked::of(&reader(&format!("page=2&format={format}")), 10);
            assert_eq!(asked.cut((0..25).collect()).0.len(), 25, "{format}");
        }
    }

    #[test]
    fn links_keep_what_the_list_is_narrowed_to() {
        let reader = reader("site=hall&page=2&per_page=10");
        let links = PageAsked::of(&reader, 100).paging(25).links(&reader);
        let to = |page, what| format!("</220821/due?site=hall&per_page=10&page={page}>; rel=\"{what}\"");
        assert_eq!(links, [to(1, "first"), to(1, "prev"), to(3, "next"), to(3, "last")].join(", "));
        assert_eq!(query_of("", 2), "?page=2");
        assert_eq!(
            query_of("state=all&saved=W-1&done=new", 2),
            "?state=all&page=2",
            "what was done is told once"
        );
    }
}
