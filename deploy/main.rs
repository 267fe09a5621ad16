//! The `flagpost` program.
fn main() {}
