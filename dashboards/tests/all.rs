//! What people see, asked as a browser asks it: one program for all of these tests, since each program of its own would
//! be linked with all of the service.
#![allow(clippy::unwrap_used)]

// Whom the tests ask, and with what.
mod bureau;
mod county;
mod desk;
mod issuer;
mod ladder;
mod reader;

// What is promised, a subject a file.
mod accounts;
mod api;
mod appeals;
mod case_days;
mod charts;
mod contract;
mod doors;
mod enter;
mod entering;
mod givens;
mod letters;
mod lists;
mod looks;
mod loops;
mod mending;
mod monthly;
mod months;
mod orders;
mod pages;
mod papers;
mod personal;
mod photos;
mod privacy;
mod public;
mod ranking_page;
mod rankings;
mod reports;
mod roles;
mod rounds;
mod scope;
mod sign_on;
mod subjects;
mod texts;
mod today;
mod web;
mod what_if;
