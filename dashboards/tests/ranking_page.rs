//! The page against the results it shows: every window, every line, totals that add up, and names that cannot break out.
#![allow(clippy::unwrap_used, clippy::missing_panics_doc)]

use dashboards::ranking_page;
use ingest::wire::{Room, Wire};
use scoring::calendar::{self, Calendar};
use scoring::context::{Context, County};
use scoring::log::{Keyed, Log};
use scoring::month::MonthResult;
use scoring::points::Points;
use scoring::registry::{self, SourceFile};
use scoring::rulebook::{self, Rulebooks};
use scoring::score::score_months;
use scoring::time::Month;
use std::fs;
use std::path::{Path, PathBuf};

/// Scores a contract case after changing its texts, and hands the pages of its months on.
fn pages(
    case: &Path,
    change: impl Fn(String) -> String,
    mut each: impl FnMut(&MonthResult, &Rulebooks, &str),
) {
    let read = |path: PathBuf| change(fs::read_to_string(path).unwrap());
    let text = read(case.join("registry/county.toml"));
    let registry = registry::read(&[SourceFile { name: "county.toml".to_owned(), text }]).unwrap();
    let calendar = Calendar::new(&calendar::builtin());
    let rulebooks = rulebook::builtin("zhenlai").unwrap();
    let county = County { registry: &registry, calendar: &calendar, rulebooks: &rulebooks };
    let args: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(case.join("args.json")).unwrap()).unwrap();
    let months: Vec<Month> = args["months"]
        .as_array()
        .unwrap()
        .iter()
        .map(|month| Month::parse(month.as_str().unwrap()).unwrap())
        .collect();
    let as_of = registry.zone.midnight(months.last().unwrap().next().first_day());
    let lines = change(String::from_utf8_lossy(&fs::read(case.join("events.ndjson")).unwrap()).into_owned());
    let wire = Wire::new(&registry, &rulebooks);
    let (arena, mut room, mut log) = (bumpalo::Bump::new(), Room::default(), Log::new());
    for line in lines.lines() {
        if let Ok(event) = wire.read(line.as_bytes(), &arena, &mut room) {
            log.append(&Keyed::from(event));
        }
    }
    log.settle_all(as_of);
    let context = Context { county, log: &log, as_of };
    for result in score_months(&context, &months, &[]) {
        each(&result, &rulebooks, &ranking_page::render(&context, &[], &result).unwrap());
    }
}

fn cases() -> impl Iterator<Item = PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases");
    let folders = fs::read_dir(folder).unwrap().map(|case| case.unwrap().path());
    folders.filter(|case| case.join("args.json").exists())
}

/// What stands between two texts, each time they occur.
fn between<'p>(page: &'p str, start: &'p str, end: &'p str) -> impl Iterator<Item = &'p str> {
    page.split(start).skip(1).filter_map(move |rest| rest.split(end).next())
}

/// Points as the page writes them.
fn points(text: &str) -> Points {
    Points::parse(&text.replace('−', "-").replace('+', "")).unwrap()
}

#[test]
fn every_window_and_every_line_is_there_and_totals_are_those_of_the_result() {
    let (mut windows, mut lines) = (0, 0);
    for case in cases() {
        pages(
            &case,
            |text| text,
            |result, rulebooks, page| {
                let rulebook = rulebooks.of_month(result.month);
                let full: Points = rulebook.window_book.categories.iter().map(|category| category.full).sum();
                let shown: Vec<&str> = page.split("<details>").skip(1).collect();
                assert_eq!(shown.len(), result.windows.len(), "{}", case.display());
                // Unranked windows are last in both, but the page puts those of one reason together.
                for standing in &result.windows {
                    let anchor = format!("id=\"w{}\"", standing.window);
                    let window = shown.iter().find(|window| window.contains(&anchor)).unwrap();
                    let total = points(between(window, "<span class=\"n total\">", "<").next().unwrap());
                    assert_eq!(total, standing.total(), "{} {anchor}", case.display());
                    for lang in ["zh", "en"] {
                        let start = format!("<div class=\"told\" lang=\"{lang}\">");
                        let book = between(window, &start, "</div>").next().unwrap();
                        let entries: Vec<&str> = between(book, "<tr class=\"entry\">", "</tr>").collect();
                        assert_eq!(
                            entries.len(),
                            standing.account.entries.len(),
                            "{} {anchor}",
                            case.display()
                        );
                        let applied = entries.iter().map(|entry| {
                            points(between(entry, "<td class=\"n applied\">", "</td>").next().unwrap())
                        });
                        assert_eq!(
                            full + applied.sum(),
                            total,
                            "{} {anchor}: lines make the total",
                            case.display()
                        );
                        for entry in &standing.account.entries {
                            let rule = &rulebook.window_book.rules[entry.rule];
                            let clause = if lang == "zh" { &rule.clause.zh } else { &rule.clause.en };
                            assert!(
                                entries
                                    .iter()
                                    .any(|shown| shown.contains(&rule.id) && shown.contains(clause))
                            );
                        }
                    }
                    windows += 1;
                    lines += standing.account.entries.len();
                }
            },
        );
    }
    assert!(windows > 50 && lines > 100, "{windows} windows and {lines} lines are too few to say much");
}

#[test]
fn names_and_ids_cannot_break_out_of_the_page() {
    const EVIL: &str = "</style><x onclick='y()'>&";
    let case = cases().find(|case| case.ends_with("01-lateness")).unwrap();
    let evil = |text: String| {
        text.replace("name = \"", &format!("name = \"{EVIL}"))
            .replace("\"id\":\"", &format!("\"id\":\"{EVIL}"))
    };
    pages(&case, evil, |result, _, page| {
        assert!(!result.windows.is_empty());
        assert!(!page.contains("<x") && !page.contains("onclick='"), "a name got through");
        assert!(page.contains("&#60;x onclick=&#39;y()&#39;&#62;&#38;"));
        assert_eq!(page.matches("</style>").count(), 1);
    });
}

#[test]
fn the_page_needs_nothing_else() {
    pages(
        &cases().next().unwrap(),
        |text| text,
        |_, _, page| {
            for foreign in ["<script", "<link", "<img", "http:", "https:", "url(", "@import"] {
                assert!(!page.contains(foreign), "{foreign}");
            }
        },
    );
}
