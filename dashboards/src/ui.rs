//! What every page has around it: county, month, language, user, and the links from where the reader is.

use crate::links::{self, Links, Place};
use crate::pages::paging::of_all_pages;
use crate::rights::{Reach, Right, reach};
use crate::words;
use ingest::store::sqlite::Role;
use reports::words::{Lang, Word};
use scoring::time::Month;
use std::borrow::Borrow;

/// The frame of one page for one reader.
#[derive(Clone, Debug)]
pub struct Ui<'a> {
    /// The language of the whole page.
    pub lang: Lang,
    /// The county's name.
    pub county: &'a str,
    /// How links are written.
    pub links: Links<'a>,
    /// Which page this is.
    pub here: Place,
    /// The query of the address, without its `lang`; it is kept when the language changes.
    pub query: &'a str,
    /// The month that is shown, or that links of pages without a month lead to.
    pub month: Option<Month>,
    /// The months that there are, newest first.
    pub months: &'a [Month],
    /// The time of the data, as [`Lang::moment`] writes it.
    pub as_of: &'a str,
    /// The user's name; none where nobody is logged in.
    pub user: Option<&'a str>,
    /// What forms must send back so that no other site can send them.
    pub csrf: &'a str,
    /// The user's role; none where nobody is logged in. Links and buttons that a role may not use are not shown to it.
    pub role: Option<Role>,
    /// The version of a closed month that is shown, where it is not the newest; links of the month keep to it.
    pub version: Option<u32>,
}

/// A page that the head leads to, or a menu of some.
pub struct Section {
    /// What the menu is called; none: one page alone.
    pub menu: Option<&'static str>,
    /// The pages.
    pub links: Vec<NavLink>,
}

/// A page that the head leads to.
pub struct NavLink {
    /// Its address.
    pub to: String,
    /// What it is called.
    pub name: &'static str,
    /// Whether it is the one shown or above it.
    pub is_here: bool,
}

impl Section {
    /// Whether the page that is shown is one of a menu's.
    pub fn is_here(&self) -> bool {
        self.links.iter().any(|link| link.is_here)
    }
}

impl Ui<'_> {
    /// Whether the user has a right, as far as it goes.
    pub fn may(&self, right: Right) -> bool {
        self.role.is_some_and(|role| reach(role, right) != Reach::None)
    }

    /// Whether the user judges.
    pub fn may_act(&self) -> bool {
        self.may(Right::Judge)
    }

    /// Whether the user answers for windows.
    pub fn may_answer(&self) -> bool {
        self.may(Right::Answer)
    }

    /// Whether the user may see events as they were sent; in a folder of pages everybody may.
    pub fn may_see_events(&self) -> bool {
        !self.links.is_served() || self.may(Right::Events)
    }

    /// A word in the page's language.
    pub fn say(&self, word: impl Borrow<Word>) -> &'static str {
        self.lang.say(*word.borrow())
    }

    /// `zh-CN` or `en`, for the document.
    pub fn html_lang(&self) -> &'static str {
        self.say(Word::new("zh-CN", "en"))
    }

    /// The other language.
    pub fn other_lang(&self) -> Lang {
        match self.lang {
            Lang::Zh => Lang::En,
            Lang::En => Lang::Zh,
        }
    }

    /// This page in the other language.
    pub fn to_other_lang(&self) -> String {
        let there = self.links.to(&self.here, &self.here, self.month_of(&self.here), self.other_lang());
        match self.links {
            Links::Folder => there,
            Links::Served(_) => {
                let kept = if self.query.is_empty() { String::new() } else { format!("{}&", self.query) };
                format!("{there}?{kept}lang={}", links::code(self.other_lang()))
            }
        }
    }

    /// This page, or the ranking where this page knows no months, in another month.
    pub fn to_month(&self, month: &Month) -> String {
        let has_others = self.month_of(&self.here).is_some() && self.here != Place::Changes;
        // Whether there is the same document of another month is seen in that month's list.
        let is_document = matches!(self.here, Place::Report(_));
        let there = match (is_document, has_others) {
            (true, _) => &Place::Reports,
            (false, true) => &self.here,
            (false, false) => &Place::Windows,
        };
        self.links.to(&self.here, there, Some(*month), self.lang)
    }

    /// The month's name.
    pub fn month_name(&self, month: &Month) -> String {
        self.lang.month(*month)
    }

    /// The month before and the month after the one shown, where there are such.
    pub fn neighbours(&self) -> (Option<Month>, Option<Month>) {
        let Some(month) = self.month else { return (None, None) };
        let earlier = self.months.iter().filter(|other| **other < month).max();
        let later = self.months.iter().filter(|other| **other > month).min();
        (earlier.copied(), later.copied())
    }

    /// Whether the reader is not inside yet.
    pub fn is_outside(&self) -> bool {
        matches!(self.here, Place::Login | Place::SetUp(_) | Place::Regions | Place::Personal(_))
    }

    /// Where a region's pages are, by its code.
    pub fn region(&self, code: &str) -> String {
        self.at(&format!("/{}/", links::segment(code)))
    }

    /// Where a page is.
    pub fn to(&self, there: &Place) -> String {
        let address = self.links.to(&self.here, there, self.month, self.lang);
        match self.version {
            Some(version) if there.is_in_versions() => format!("{address}?version={version}"),
            Some(_) | None => address,
        }
    }

    /// Where the first page is: today, or what the user may see; of a folder the ranking of windows.
    pub fn home(&self) -> String {
        if self.links.is_served() { self.at("/") } else { self.to(&Place::Windows) }
    }

    /// Where a window's page is.
    pub fn window(&self, id: &str) -> String {
        self.to(&Place::Window(id.to_owned()))
    }

    /// Where a staff member's page is.
    pub fn staff(&self, id: &str) -> String {
        self.to(&Place::StaffMember(id.to_owned()))
    }

    /// Where a department's page is.
    pub fn department(&self, id: &str) -> String {
        self.to(&Place::Department(id.to_owned()))
    }

    /// Where a site's page is.
    pub fn site(&self, id: &str) -> String {
        self.to(&Place::Site(id.to_owned()))
    }

    /// Where a case's page is.
    pub fn case(&self, id: &str) -> String {
        self.to(&Place::Case(id.to_owned()))
    }

    /// Where an appeal's page is.
    pub fn appeal(&self, id: &str) -> String {
        self.to(&Place::Appeal(id.to_owned()))
    }

    /// Where a rectification order's page is.
    pub fn order(&self, id: &str) -> String {
        self.to(&Place::Order(id.to_owned()))
    }

    /// Where a letter's page is.
    pub fn letter(&self, name: &str) -> String {
        self.to(&Place::Letter(name.to_owned()))
    }

    /// Where an event's page is.
    pub fn event(&self, source: &str, id: &str) -> String {
        self.to(&Place::Event(source.to_owned(), id.to_owned()))
    }

    /// Where something is that only the service has, by its path: what a form is sent to.
    pub fn at(&self, path: &str) -> String {
        self.links.at(path)
    }

    /// This list as a file, `csv` or `xlsx`: all its pages, narrowed and sorted as it is.
    pub fn as_file(&self, format: &str) -> String {
        links::with_query(&of_all_pages(self.query), "format", Some(format))
    }

    /// This list narrowed by another value, from its first page.
    pub fn narrowed(&self, name: &str, value: &str) -> String {
        links::with_query(&of_all_pages(self.query), name, Some(value).filter(|value| !value.is_empty()))
    }

    /// Where an asset is.
    pub fn asset(&self, name: &str) -> String {
        self.links.asset(&self.here, name)
    }

    /// Where the head leads to: pages, and menus of pages that belong together; nothing that the user may not see.
    pub fn navigation(&self) -> Vec<Section> {
        use Right::*;
        let pages = |pages: &[(Place, Word, Right)]| -> Vec<NavLink> {
            // A folder of pages has no users; who has it may read it.
            let may = |right: &Right| !self.links.is_served() || self.may(*right);
            let link = |(place, word, _): &(Place, Word, Right)| NavLink {
                to: self.to(place),
                name: self.say(word),
                is_here: self.is_below(place),
            };
            pages.iter().filter(|(_, _, right)| may(right)).map(link).collect()
        };
        let alone = |place, word, right| Section { menu: None, links: pages(&[(place, word, right)]) };
        let menu = |word: Word, of: &[(Place, Word, Right)]| Section {
            menu: Some(self.say(word)),
            links: pages(of),
        };
        if !self.links.is_served() {
            return vec![
                alone(Place::Windows, words::NAV_WINDOWS, Standings),
                alone(Place::Staff, words::NAV_STAFF, Standings),
                alone(Place::Due, words::NAV_DUE, Work),
            ];
        }
        let rankings = [
            (Place::Windows, words::NAV_WINDOWS, Standings),
            (Place::Staff, words::NAV_STAFF, Standings),
            (Place::Departments, words::NAV_DEPARTMENTS, Standings),
            (Place::Sites, words::NAV_SITES, Standings),
            (Place::Charts(String::new()), words::NAV_CHARTS, Standings),
        ];
        let work = [
            (Place::Ratings, words::NAV_RATINGS, Voices),
            (Place::Complaints, words::NAV_COMPLAINTS, Voices),
            (Place::Appeals, words::NAV_APPEALS, Work),
            (Place::Orders, words::NAV_ORDERS, Work),
            (Place::Findings, words::NAV_FINDINGS, Work),
            (Place::Round, words::NAV_ROUND, Inspect),
            (Place::WeekSheet, words::NAV_WEEK, Inspect),
        ];
        let months = [
            (Place::Months, words::NAV_MONTHS, Months),
            (Place::Reports, words::documents::TITLE, Standings),
            (Place::CheckList, words::NAV_CHECK_LIST, Judge),
            (Place::Evaluations, words::NAV_EVALUATIONS, Work),
            (Place::Proposals, words::NAV_PROPOSALS, Judge),
            (Place::WhatIf, words::NAV_WHAT_IF, Judge),
        ];
        let data = [
            (Place::Feeds, words::NAV_FEEDS, Feeds),
            (Place::Rejected, words::NAV_REJECTED, Feeds),
            (Place::Signals, words::NAV_SIGNALS, Signals),
            (Place::Sources, words::NAV_SOURCES, Sources),
            (Place::Contract, words::NAV_CONTRACT, Rules),
        ];
        let office = [
            (Place::Messages, words::messages::TITLE, Correspondence),
            (Place::Recipients, words::messages::RECIPIENTS, Correspond),
            (Place::Letters, words::NAV_LETTERS, Correspondence),
            (Place::ReportTexts, words::texts::TITLE, Correspondence),
            (Place::Registry, words::NAV_REGISTRY, Rules),
            (Place::Rulebook, words::NAV_RULEBOOK, Rules),
            (Place::Calendar, words::NAV_CALENDAR, Rules),
            (Place::Accounts, words::NAV_ACCOUNTS, People),
            (Place::Privacy, words::NAV_PRIVACY, Erase),
            (Place::PublicSetting, words::public::SETTING, Configure),
            (Place::Audit, words::NAV_AUDIT, Audit),
        ];
        let sections = vec![
            alone(Place::Today, words::NAV_TODAY, Standings),
            menu(words::NAV_RANKINGS, &rankings),
            alone(Place::Due, words::NAV_DUE, Work),
            alone(Place::Notices, words::NAV_NOTICES, Work),
            menu(words::NAV_WORK, &work),
            menu(words::NAV_MONTHLY, &months),
            menu(words::NAV_DATA, &data),
            menu(words::NAV_OFFICE, &office),
        ];
        sections.into_iter().filter(|section| !section.links.is_empty()).collect()
    }

    fn is_below(&self, place: &Place) -> bool {
        *place == self.here
            || matches!(
                (place, &self.here),
                (Place::Windows, Place::Window(_))
                    | (Place::Staff, Place::StaffMember(_))
                    | (Place::Due, Place::Case(_))
                    | (Place::Ratings, Place::Rating(_))
                    | (Place::Complaints, Place::Complaint(_))
                    | (Place::Months, Place::Changes | Place::Month)
                    | (Place::Appeals, Place::Appeal(_))
                    | (Place::Orders, Place::Order(_))
                    | (Place::Letters, Place::Letter(_))
                    | (Place::Reports, Place::Report(_))
                    | (Place::Messages, Place::Message(_))
                    | (Place::Departments, Place::Department(_))
                    | (Place::Sites, Place::Site(_))
                    | (Place::Accounts, Place::Account(_))
                    | (Place::Today, Place::TodayList(_))
                    | (Place::Findings, Place::Finding(_) | Place::Merit(_))
            )
    }

    fn month_of(&self, place: &Place) -> Option<Month> {
        self.month.filter(|_| place.is_of_month())
    }
}
