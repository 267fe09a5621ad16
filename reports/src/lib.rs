//! Results as documents: values of the core become bytes that people and programs read.
pub mod changes;
pub mod charts;
pub mod delivery;
pub mod document;
pub mod explain;
pub mod fonts;
pub mod handover;
pub mod papers;
pub mod regions;
pub mod render;
pub mod signals;
pub mod summary;
pub mod typeset;
pub mod words;
