//! A small county with two months, written where a test can see it, and what documents are made of from it.

pub mod told_by_store;

use crate::months::{Month, september};
use reports::changes::Published;
use reports::document::{Block, Document};
use reports::papers::texts::Texts;
use reports::papers::{Decision, Edition, Kind, Source, Told, Wanted};
use reports::render::table::Cell;
use reports::words::Lang;
use scoring::calendar::{self, Calendar};
use scoring::context::Givens;
use scoring::registry::{self, SourceFile};
use scoring::rulebook;
use scoring::time::Date;
use serde_json::{Value, json};

/// A name of thirty characters.
pub const LONG_NAME: &str = "不动产登记和房屋交易以及水电气暖联动过户综合受理服务一号窗口甲";

/// Three windows at the hall, one at a sub-center, one at a township; a staff member each, and one who works nowhere.
pub fn givens() -> Givens {
    let mut text = "[region]\ncode = \"220821\"\nname = \"镇赉县\"\ntimezone = \"Asia/Shanghai\"\n\
        supervision = { name = \"镇赉县政务服务监督管理局\" }\n\
        [[schedule]]\nid = \"standard\"\nam = { start = \"08:30:00\", end = \"11:30:00\" }\n\
        pm = { start = \"13:00:00\", end = \"17:00:00\" }\n"
        .to_owned();
    for (id, kind) in [("hall", "hall"), ("sub-tax", "sub_center"), ("town", "township")] {
        text += &format!("[[site]]\nid = \"{id}\"\nname = \"{id}厅\"\nkind = \"{kind}\"\n");
    }
    for (id, name) in [("D-01", "自然资源局"), ("D-02", "税务局")] {
        text +=
            &format!("[[department]]\nid = \"{id}\"\nname = \"{name}\"\nhead = {{ name = \"{name}长\" }}\n");
    }
    for (window, name, site, department, staff) in [
        ("W-01", LONG_NAME, "hall", "D-01", "S-1"),
        ("W-02", "户籍窗口", "hall", "D-01", "S-2"),
        ("W-03", "税务窗口", "sub-tax", "D-02", "S-3"),
        ("W-04", "乡镇窗口", "town", "D-02", "S-4"),
    ] {
        text += &format!(
            "[[window]]\nid = \"{window}\"\nname = \"{name}\"\nsite = \"{site}\"\ndepartment = \"{department}\"\n\
             [[staff]]\nid = \"{staff}\"\nname = \"{name}的人\"\n\
             [[assignment]]\nstaff = \"{staff}\"\nwindow = \"{window}\"\nfrom = 2026-01-05\nlead = true\n"
        );
    }
    text += "[[staff]]\nid = \"S-9\"\nname = \"没有窗口的人\"\n";
    let registry = registry::read(&[SourceFile { name: "county.toml".to_owned(), text }]).unwrap();
    let calendar = Calendar::new(&calendar::with_builtin(Vec::new()));
    Givens { registry, calendar, rulebooks: rulebook::builtin("zhenlai").unwrap() }
}

/// A window with full marks but for these points of D.
pub fn window(id: &str, home: (&str, &str), rank: Option<u32>, lost: f64, flag: Value) -> Value {
    json!({
        "window": id, "site": home.0, "department": home.1, "ranked": rank.is_some(), "rank": rank,
        "total": 100.0 - lost + 2.0,
        "categories": {"A": 10.0, "B": 28.0, "C": 22.0, "D": 20.0 - lost, "E": 10.0, "F": 5.0, "G": 5.0},
        "bonus": 2.0, "flag": flag, "dissatisfied": lost >= 20.0,
        "rates": {"accepted": 41, "completed": 39, "on_site_rate": 0.5897, "on_time_rate": 0.95, "ratings": 20,
            "satisfaction_rate": 1.0, "wait_mean_s": 61, "abandonment_rate": null}
    })
}

/// September: W-01 with the red flag, W-02 with the yellow one after losing 17 points in D, W-03 between them.
pub fn month() -> Month {
    let windows = [
        window("W-01", ("hall", "D-01"), Some(1), 0.0, json!("red")),
        window("W-03", ("sub-tax", "D-02"), Some(2), 5.0, Value::Null),
        window("W-02", ("hall", "D-01"), Some(3), 17.0, json!("yellow")),
        window("W-04", ("town", "D-02"), None, 0.0, Value::Null),
    ];
    let person = |id: &str, window: &str, rank: u32, lost: f64| {
        json!({
            "staff": id, "window": window, "ranked": true, "rank": rank, "total": 100.0 - lost,
            "categories": {"A": 25.0, "B": 23.0, "C": 12.0, "D": 35.0 - lost, "E": 5.0}, "bonus": 0.0,
            "evaluation": "good"
        })
    };
    let staff = [person("S-1", "W-01", 1, 0.0), person("S-2", "W-02", 2, 5.0), person("S-3", "W-77", 3, 6.0)];
    let mut month = september(&windows, &staff);
    let rates =
        |on_time: f64| json!({"accepted": 80, "on_time_rate": on_time, "wait_mean_s": 60, "tickets": 9});
    month = month
        .but("departments", json!([{"department": "D-01", "rates": rates(0.95)}, {"department": "D-02", "rates": rates(1.0)}]))
        .but(
            "sites",
            json!([
                {"site": "hall", "rates": rates(0.96)}, {"site": "sub-tax", "rates": rates(0.98)},
                {"site": "town", "rates": rates(1.0)}
            ]),
        );
    month.with(&[
        line("W-02", "W-D1", "D", "overdue", "2026-09-08", -5.0, json!({"case": "C-1", "staff": "S-2"})),
        line("W-02", "W-D3", "D", "complaint_upheld", "2026-09-09", -10.0, json!({"complaint": "T-1"})),
        line("W-02", "W-D1", "D", "overdue", "2026-09-15", -5.0, json!({"case": "C-2", "applied": -2.0})),
        line("W-02", "W-H2", "H", "brief_adopted", "2026-09-16", 2.0, json!({"merit": "M-1"})),
        line("W-03", "W-D1", "D", "overdue", "2026-09-20", -5.0, json!({"case": "C-3"})),
        json!({
            "book": "staff", "subject": "S-2", "rule": "S-D7", "category": "D", "kind": "overdue", "date": "2026-09-08",
            "requested": -5.0, "applied": -5.0, "case": "C-1", "evidence": [{"source": "hall", "id": "e1"}]
        }),
    ])
}

fn line(window: &str, rule: &str, category: &str, kind: &str, date: &str, points: f64, more: Value) -> Value {
    let mut line = json!({
        "book": "window", "subject": window, "rule": rule, "category": category, "kind": kind, "date": date,
        "requested": points, "applied": points, "evidence": [{"source": "hall", "id": "e1"}]
    });
    for (name, value) in more.as_object().unwrap() {
        line[name] = value.clone();
    }
    line
}

/// August: W-02 had the yellow flag then too.
pub fn august() -> Published {
    let windows = [
        window("W-01", ("hall", "D-01"), Some(1), 0.0, json!("red")),
        window("W-02", ("hall", "D-01"), Some(2), 10.0, json!("yellow")),
    ];
    september(&windows, &[]).but("month", json!("2026-08")).published()
}

/// The bureau drops a flag or consequence.
pub fn dropped(kind: &str, subject: &str) -> Decision {
    Decision { kind: kind.to_owned(), subject: subject.to_owned(), stands: false, reason: None }
}

/// What documents are made of.
pub struct Sources {
    pub givens: Givens,
    pub texts: Texts,
    pub september: Published,
    pub august: Published,
    pub version: Option<u32>,
    pub decisions: Vec<Decision>,
    pub august_decisions: Vec<Decision>,
}

impl Sources {
    pub fn new(month: &Month) -> Sources {
        Sources {
            givens: givens(),
            texts: Texts::built_in(),
            september: month.published(),
            august: august(),
            version: Some(1),
            decisions: Vec::new(),
            august_decisions: Vec::new(),
        }
    }

    /// Makes something of the source, as on this day.
    pub fn with<T>(&self, told: Told<'_>, today: &str, make: impl FnOnce(&Source<'_>) -> T) -> T {
        let edition = |published, version, decisions| Edition {
            published,
            version,
            events: None,
            digest: None,
            decisions,
        };
        let others = [edition(&self.august, Some(2), self.august_decisions.as_slice())];
        make(&Source {
            county: self.givens.county(),
            month: edition(&self.september, self.version, self.decisions.as_slice()),
            others: &others,
            observed: None,
            texts: &self.texts,
            today: Date::parse(today).unwrap(),
            appeal_until: Date::parse("2026-10-16"),
            told,
        })
    }
}

pub fn wanted(kind: Kind, subject: &str, lang: Lang) -> Wanted {
    let month = scoring::time::Month::parse("2026-09").unwrap();
    Wanted { kind, month, subject: Some(subject.to_owned()), lang }
}

/// Every text that a document says, a line each, cells and annexes too.
pub fn said(document: &Document) -> String {
    let mut lines = vec![document.title.clone()];
    lines.extend([document.subtitle.clone(), document.addressees.clone()].into_iter().flatten());
    let annexed = document.annexes.iter().flat_map(|annex| &annex.blocks);
    for block in document.blocks.iter().chain(annexed) {
        match block {
            Block::Heading { text, .. } | Block::Paragraph { text } | Block::Note { text } => {
                lines.push(text.clone());
            }
            Block::Banner { text, .. } => lines.push(text.clone()),
            Block::Facts { facts } => {
                lines.extend(facts.iter().map(|fact| format!("{}：{}", fact.label, fact.text)));
            }
            Block::Table { sheet } => lines.extend(sheet.table.rows.iter().map(|row| told(row))),
            Block::Figure { told, .. } => lines.push(told.clone()),
        }
    }
    lines.join("\n")
}

/// A row as text.
pub fn told(row: &[Cell]) -> String {
    let cell = |cell: &Cell| match cell {
        Cell::Nothing => "—".to_owned(),
        Cell::Text(text) => text.clone(),
        Cell::Count(count) => count.to_string(),
        Cell::Points(points) => points.to_string(),
        Cell::Share(rate) => rate.to_string(),
    };
    row.iter().map(cell).collect::<Vec<_>>().join(" | ")
}

/// Every figure of a document's tables, table by table.
pub fn figures(document: &Document) -> Vec<Vec<Cell>> {
    let rows = document.sheets().flat_map(|sheet| sheet.table.rows.iter().cloned().chain(sheet.foot_cells()));
    let only = |row: Vec<Cell>| -> Vec<Cell> {
        row.into_iter().filter(|cell| !matches!(cell, Cell::Text(_) | Cell::Nothing)).collect()
    };
    rows.map(only).collect()
}
