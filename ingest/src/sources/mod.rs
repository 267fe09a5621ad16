//! The roads in.

pub mod files;
