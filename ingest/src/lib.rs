//! Roads in.
