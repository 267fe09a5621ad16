//! Rankings as people look at them: sorted by any column, by peer groups, taken away as a file with the very same cells.

use crate::bureau::{self, Clerk};
use crate::desk::Hall;
use crate::reader;
use serde_json::Value;

const WINDOWS: &str = "/months/2026-09/windows";

fn ids(view: &Value) -> Vec<String> {
    let rows = view["ranked"].as_array().unwrap();
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

/// The body of a table on a page, cell by cell, as it is read.
fn cells_of_page(page: &str) -> Vec<Vec<String>> {
    let rows = page.split("<table class=\"rank\"").nth(1).unwrap().split("</table>").next().unwrap();
    let body = rows.split("</thead>").nth(1).unwrap();
    let row = |row: &str| {
        let cells = row.split("<td").skip(1).map(|cell| cell.split_once('>').unwrap().1);
        cells.map(|cell| reader::shown(cell.split("</td>").next().unwrap()).trim().to_owned()).collect()
    };
    body.split("<tr").skip(1).map(row).filter(|cells: &Vec<String>| !cells.is_empty()).collect()
}

/// The lines of a CSV whose cells have no commas.
fn cells_of_csv(csv: &str) -> Vec<Vec<String>> {
    csv.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn hall(name: &str) -> Hall {
    bureau::hall(name)
}

#[test]
fn a_column_sorts_the_rows_and_leaves_the_official_rank() {
    let hall = hall("rankings-sort");
    let mut clerk = Clerk::of(&hall);
    let official = clerk.reader.json(format!("/api/v1{WINDOWS}"));
    let ranks = |view: &Value| -> Vec<(String, u64)> {
        let rows = view["ranked"].as_array().unwrap();
        let mut all: Vec<_> = rows
            .iter()
            .map(|row| (row["id"].as_str().unwrap().to_owned(), row["rank"].as_u64().unwrap()))
            .collect();
        all.sort();
        all
    };
    for (sort, is_descending) in [("total", false), ("-total", true)] {
        let view = clerk.reader.json(format!("/api/v1{WINDOWS}?sort={sort}"));
        let totals: Vec<f64> =
            view["ranked"].as_array().unwrap().iter().map(|row| row["total"].as_f64().unwrap()).collect();
        assert!(
            if is_descending { totals.is_sorted_by(|a, b| a >= b) } else { totals.is_sorted() },
            "{totals:?}"
        );
        assert_eq!(ranks(&view), ranks(&official), "{sort}");
    }
    let by_who = clerk.reader.json(format!("/api/v1{WINDOWS}?sort=-who"));
    assert_eq!(ids(&by_who), ["W-3", "W-2", "W-1"]);
    let odd = clerk.reader.json(format!("/api/v1{WINDOWS}?sort=drop%20table"));
    assert_eq!(ids(&odd), ids(&official), "what is no column leaves the ranking as it is");
}

#[test]
fn the_heads_say_how_the_list_is_sorted_and_keep_the_filter() {
    let hall = hall("rankings-heads");
    let mut clerk = Clerk::of(&hall);
    let page = clerk.reader.get(&format!("{WINDOWS}?site=hall&sort=-total")).body;
    assert!(page.contains("<th class=\"n total\" aria-sort=\"descending\">"), "{page}");
    assert!(page.contains("href=\"?site=hall&#38;sort=total\""), "the same head turns it round");
    assert!(page.contains("name=\"sort\" value=\"-total\""), "another filter keeps the order");
    assert!(
        page.contains("href=\"?site=hall&#38;sort=-total&#38;format=csv\""),
        "what is taken is what is shown"
    );
}

#[test]
fn the_file_has_the_cells_of_the_page() {
    let hall = hall("rankings-file");
    let mut clerk = Clerk::of(&hall);
    for query in ["?sort=-who", "?sort=total&site=hall", "?view=peers", "?department=nobody"] {
        let page = clerk.reader.get(&format!("{WINDOWS}{query}"));
        let file = clerk.reader.get(&format!("{WINDOWS}{query}&format=csv"));
        assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
        assert!(file.header("content-disposition").contains("2026-09-"));
        let csv = file.body.strip_prefix('\u{feff}').unwrap();
        let (shown, taken) = (cells_of_page(&page.body), cells_of_csv(csv));
        assert_eq!(shown.len(), taken.len() - 1, "{query}: as many rows as on the page");
        let head = &taken[0];
        let column = |title: &str| head.iter().position(|of| of == title).unwrap();
        for (on_page, in_file) in shown.iter().zip(&taken[1..]) {
            let of = |title: &str| in_file[column(title)].clone();
            assert_eq!(on_page[0], of("名次"));
            assert_eq!(on_page[1], of("变动"));
            assert_eq!(on_page[3], format!("{} {}", of("编号"), of("名称")));
            assert_eq!([&on_page[4], &on_page[5]], [&of("部门"), &of("大厅")]);
            // From the categories to the margins, figure by figure: the page has dashes, the file nothing.
            let from = if query.contains("peers") { 8 } else { 6 };
            let first = head.iter().position(|title| title.starts_with("A ")).unwrap();
            let figures = &in_file[first..in_file.len() - 1];
            assert_eq!(on_page.len() - from, figures.len(), "{query}");
            for (shown, taken) in on_page[from..].iter().zip(figures) {
                let shown = shown.replace('−', "-");
                match shown.as_str() {
                    "—" => assert_eq!(taken, ""),
                    figure => {
                        assert_eq!(figure.parse::<f64>().unwrap(), taken.parse::<f64>().unwrap(), "{query}")
                    }
                }
            }
        }
    }
}

#[test]
fn the_workbook_says_what_it_is_of() {
    let hall = hall("rankings-workbook");
    let mut clerk = Clerk::of(&hall);
    let file = clerk.reader.get(&format!("{WINDOWS}?site=hall&sort=-A&format=xlsx"));
    assert_eq!(file.status, 200);
    assert!(file.header("content-type").contains("spreadsheetml"));
    assert!(file.body.starts_with("PK"), "a workbook is a ZIP");
    let view = clerk.reader.json(format!("/api/v1{WINDOWS}?site=hall&sort=-A"));
    assert_eq!(
        (view["sort"]["by"].as_str(), view["sort"]["is_descending"].as_bool()),
        (Some("A"), Some(true))
    );
}

#[test]
fn peers_are_those_of_like_volume_and_staff_have_none() {
    let hall = hall("rankings-peers");
    let mut clerk = Clerk::of(&hall);
    let view = clerk.reader.json(format!("/api/v1{WINDOWS}?view=peers"));
    assert_eq!(view["shape"], "peers");
    assert_eq!(view["peers"].as_array().unwrap().len(), 1, "no window completed a case in this September");
    assert_eq!(view["peers"][0]["windows"], 3);
    let page = clerk.reader.get(&format!("{WINDOWS}?view=peers"));
    assert!(page.body.contains("本月无办结件，3 个窗口") && page.body.contains("不改变正式名次"));
    let staff = clerk.reader.json("/api/v1/months/2026-09/staff?view=peers");
    assert_eq!(staff["shape"], "official");
    assert!(staff["peers"].as_array().unwrap().is_empty());
}
