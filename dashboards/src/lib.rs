//! What people see of Flagpost: pages made of results, each a view that is also the JSON of the API.
//!
//! | module | what it is |
//! | --- | --- |
//! | [`pages`] | the pages: plain views made from the core, and the templates that show them |
//! | [`ui`], [`links`] | what every page has around it; where pages are |
//! | [`words`] | the pages' own words, in both languages |
//! | [`assets`] | style and script, in the program |
//! | [`folder`] | a month as a folder of pages that link to each other |
//! | [`router`] | every route on one screen |
//! | [`handlers`] | flat: who asks, load the thing, do it, answer |
//! | [`sign_on`] | logging in where the county's other systems know people already |
//! | [`api`] | the same as JSON: bodies, answers, description |
//! | [`day`], [`live`] | the day that it is, kept up to date; what tells open pages to look again |
//! | [`rights`] | who may see and do what |
//! | [`app`], [`session`], [`password`], [`answer`] | what handlers act on; who is there; how they answer |
//! | [`freshness`], [`limits`], [`taken`] | what a browser has is not sent again; how much it may bring; lists as files |
//! | [`accounts`], [`throttle`] | accounts made, changed and invited; how often passwords are tried |
//! | [`seen`] | who saw what of people, noted beside the answer |
//! | [`decide`], [`enter`] | what a form becomes; events that people enter at a page |
//! | [`entering`] | findings, merits and evaluations as people record them, photos, the effect before saving |
//! | [`appeals`], [`orders`], [`what_if`] | appeals filed and decided, with what would come of it; rectification orders |
//! | [`simulate`], [`trial`] | what another rulebook would make of the months, and one asked for at a page |
//! | [`personal`] | a recipient’s own desk, opened by the link of a message |
//! | [`months`] | months closed, reissued, compared: what pages and commands do at the desk |
//! | [`checks`] | what is to be looked at before a month is closed |
//! | [`letters`] | letters changed and in force: what pages, commands and the loop that sends them have in common |
//! | [`texts`] | the bureau's own words in documents: kept, in force, and what the fields of their page come to |
//! | [`handover`] | a case's hand-over file put together |
//! | [`public`] | what everybody may see of published months, without logging in |
//! | [`privacy`] | personal data: one person's as files, and taking out what names staff who left |
//! | [`givens`] | registry, rulebook, calendar: read, compared in words, changed by a checked upload |
//! | [`kit`] | the contract kit: schemas, samples, codes, checks of files and feeds |
//! | [`ranking_page`] | the month's ranking as one file, to be sent and posted |
pub mod accounts;
pub mod answer;
pub mod api;
pub mod app;
pub mod appeals;
pub mod assets;
pub mod chain;
pub mod checks;
pub mod day;
pub mod decide;
pub mod enter;
pub mod entering;
pub mod figures;
pub mod folder;
pub mod freshness;
pub mod givens;
pub mod handlers;
pub mod handover;
pub mod kit;
pub mod letters;
pub mod limits;
pub mod links;
pub mod live;
pub mod months;
pub mod observed;
pub mod orders;
pub mod pages;
pub mod papers;
pub mod password;
pub mod personal;
pub mod privacy;
pub mod public;
pub mod ranking_page;
pub mod refusal;
pub mod rights;
pub mod router;
pub mod seen;
pub mod session;
pub mod sign_on;
pub mod simulate;
pub mod taken;
pub mod texts;
pub mod throttle;
pub mod trial;
pub mod troubled;
pub mod ui;
pub mod what_if;
pub mod words;
