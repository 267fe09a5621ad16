//! The page against the results it shows: every window, every line, totals that add up, and names that cannot break out.

use crate::county::{Hall, between, case, cases};
use dashboards::ranking_page;
use scoring::month::MonthResult;
use scoring::points::Points;
use scoring::rulebook::Rulebooks;
use std::path::Path;

/// Scores a contract case after changing its texts, and hands the pages of its months on.
fn pages(
    case: &Path,
    change: impl Fn(String) -> String,
    mut each: impl FnMut(&MonthResult, &Rulebooks, &str),
) {
    let hall = Hall::read(case, None, change);
    for result in hall.results() {
        each(&result, &hall.rulebooks, &ranking_page::render(&hall.context(), &[], &result).unwrap());
    }
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
    let evil = |text: String| {
        text.replace("name = \"", &format!("name = \"{EVIL}"))
            .replace("\"id\":\"", &format!("\"id\":\"{EVIL}"))
    };
    pages(&case("01-lateness"), evil, |result, _, page| {
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
