//! The pure core of Flagpost: events in, standings out.
//!
//! Scoring is a function of registry, calendar, rulebook, events and an instant. It opens no file, reads no clock, starts
//! no thread and knows no county; what it wants to know is an argument. What it must do is written in `contract/`.
//!
//! Reading order:
//!
//! | step | modules |
//! | --- | --- |
//! | words of the trade | [`time`], [`points`], [`calendar`], [`registry`], [`rulebook`] (read by way of [`document`]) |
//! | what was seen | [`event`], [`log`] |
//! | what follows from one subject | [`subject`], [`clock`], [`case_clock`], [`attendance`], [`ratings`], [`complaints`], [`fees`], [`queue`], told as [`effects`]: [`finding`], [`notices`], tallies |
//! | what follows from many | [`gather`], [`tallies`] |
//! | a month | [`ledger`], [`rates`], [`ranking`], put together in [`month`] |
//! | what is open now | [`due`] |
//! | the day that it is | [`today`] |
//! | what follows a month | [`appeals`] against entries ([`entry_name`]), rectification [`orders`], decisions on its [`proposals`] |
//! | all of it | [`score`] for whole months, [`standing`] event by event; both as of a [`context`] |
//! | beside the score | [`observed`]: when people waited, how long cases took, who was on leave; [`signals`]: what looks like gaming, for people to look into |
pub mod appeals;
pub mod attendance;
pub mod calendar;
pub mod case_clock;
pub mod clock;
pub mod complaints;
pub mod context;
pub mod document;
pub mod due;
pub mod effects;
pub mod entry_name;
pub mod event;
pub mod fees;
pub mod finding;
pub mod gather;
pub mod ledger;
pub mod log;
pub mod month;
pub mod notices;
pub mod observed;
pub mod orders;
pub mod points;
pub mod proposals;
pub mod queue;
pub mod ranking;
pub mod rates;
pub mod ratings;
pub mod registry;
pub mod rulebook;
pub mod score;
pub mod signals;
pub mod standing;
pub mod subject;
pub mod tallies;
pub mod time;
pub mod today;
