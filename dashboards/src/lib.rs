//! Dashboards.
