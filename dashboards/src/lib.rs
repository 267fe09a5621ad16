//! What people see of Flagpost: pages made of results, each a view that is also the JSON of the API.
//!
//! | module | what it is |
//! | --- | --- |
//! | [`pages`] | the pages: plain views made from the core, and the templates that show them |
//! | [`ui`], [`links`] | what every page has around it; where pages are |
//! | [`words`] | the pages' own words, in both languages |
//! | [`assets`] | style and script, in the program |
//! | [`folder`] | a month as a folder of pages that link to each other |
//! | [`ranking_page`] | the month's ranking as one file, to be sent and posted |
pub mod assets;
pub mod figures;
pub mod folder;
pub mod links;
pub mod pages;
pub mod ranking_page;
pub mod ui;
pub mod words;
