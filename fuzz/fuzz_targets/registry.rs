//! Any text, read as registry, rulebook or calendar: a value or a list of mistakes, never a crash.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scoring::calendar;
use scoring::document::Mistake;
use scoring::registry::{self, SourceFile};
use scoring::rulebook;

fn check<T>(read: Result<T, Vec<Mistake>>) {
    if let Err(mistakes) = read {
        assert!(!mistakes.is_empty(), "refused without a mistake");
        for mistake in mistakes {
            assert!(!mistake.to_string().is_empty());
        }
    }
}

fuzz_target!(|text: &str| {
    let file = |name: &str| SourceFile { name: name.to_owned(), text: text.to_owned() };
    check(registry::read(&[file("a.toml")]));
    check(registry::read(&[file("a.toml"), file("b.toml")]));
    check(rulebook::read(&[file("a.toml")]));
    check(calendar::read(&[file("a.toml")]));
});
