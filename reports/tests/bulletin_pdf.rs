//! The bulletin's PDF, read by poppler, against `result.json`: each window and staff member with rank, total and flag on their line.

use crate::scored::case;
use crate::typeset::read;
use reports::papers::Kind;
use reports::typeset;
use reports::words::Lang;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Cases of the contract with ties, flags, grades and every rule.
const CASES: [&str; 4] = ["08-ranking-ties", "09-flags-bans", "11-evaluation", "own-all-rules"];

fn result(name: &str, month: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases").join(name);
    let file = folder.join("expected").join(month).join("result.json");
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

/// A total as tables print it, with the places of its column or its own.
fn totals(value: &Value) -> [String; 2] {
    let total = value.as_f64().unwrap();
    [format!("{total:.1}"), format!("{total:.2}")].map(|told| told.replace('-', "−"))
}

#[test]
fn every_rank_total_and_flag_of_the_result_is_in_the_text_of_the_pdf() {
    for name in CASES {
        let county = case(name);
        let month = county.months.last().unwrap().month.to_string();
        let bytes = typeset::pdf(&county.make(Kind::Bulletin, Lang::Zh)).unwrap();
        read::pictures(&format!("bulletin-{name}"), &bytes);
        let Some(pages) = read::page_lines(&bytes) else { return };
        let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let lines: Vec<Vec<String>> = pages.iter().flat_map(|page| page.lines()).map(words).collect();
        let result = result(name, &month);
        for (book, id) in [("windows", "window"), ("staff", "staff")] {
            for standing in result[book].as_array().unwrap() {
                let id = standing[id].as_str().unwrap().to_owned();
                let rank = standing["rank"].as_u64().map(|rank| rank.to_string());
                let totals = totals(&standing["total"]);
                let is_there = lines.iter().any(|line| {
                    let is_ranked = rank.as_ref().is_none_or(|rank| line.contains(rank));
                    line.contains(&id) && is_ranked && totals.iter().any(|total| line.contains(total))
                });
                assert!(is_there, "{name}: {standing} in {}", pages.join("\n"));
                let flag = standing["flag"].as_str().map(|flag| if flag == "red" { "红旗" } else { "黄旗" });
                if let Some(flag) = flag {
                    let waves = |line: &Vec<String>| {
                        line.contains(&id) && line.iter().any(|word| word.starts_with(flag))
                    };
                    assert!(lines.iter().any(waves), "{name}: {flag} of {id}");
                }
            }
        }
    }
}
