//! The pure core of Flagpost.
pub mod calendar;
pub mod document;
pub mod points;
pub mod registry;
pub mod rulebook;
pub mod time;
