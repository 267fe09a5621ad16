//! A document of every kind.

use crate::small::{Sources, month, told_by_store, wanted, window};
use reports::document::Document;
use reports::papers::week::{DayTold, WeekTold};
use reports::papers::{Kind, Told, make};
use reports::words::Lang;
use scoring::points::Points;
use scoring::time::Date;
use serde_json::json;

/// A document of every kind, in the order of [`Kind::ALL`].
pub fn every_kind(lang: Lang) -> Vec<Document> {
    let dissatisfied = month().but(
        "windows",
        json!([
            window("W-01", ("hall", "D-01"), Some(1), 0.0, json!("red")),
            window("W-02", ("hall", "D-01"), Some(2), 20.0, json!("yellow"))
        ]),
    );
    let mut documents = Vec::new();
    let (week, order, feed) = (week(), told_by_store::order(), told_by_store::feed());
    for kind in Kind::ALL {
        let (subject, told) = match kind {
            Kind::Bulletin | Kind::Quarter | Kind::Year => ("", Told::Nothing),
            Kind::WeeklyBrief => ("", Told::Week(&week)),
            Kind::Window | Kind::YellowFlagNotice | Kind::YellowFlagSign | Kind::RectificationSign => {
                ("W-02", Told::Nothing)
            }
            Kind::Staff => ("S-2", Told::Nothing),
            Kind::Department => ("D-01", Told::Nothing),
            Kind::Site => ("sub-tax", Told::Nothing),
            Kind::Order => ("ZG-2026-001", Told::Order(&order)),
            Kind::ModelWindow => ("W-01", Told::Nothing),
            Kind::FeedQuality => ("sub-tax", Told::Feed(&feed)),
            Kind::HandOver => panic!("of a case, not of a month"),
        };
        let sources = match kind {
            Kind::RectificationSign => Sources::new(&dissatisfied),
            _ => Sources::new(&month()),
        };
        let made = sources.with(told, "2026-10-09", |source| make(&wanted(kind, subject, lang), source));
        documents.push(made.unwrap_or_else(|error| panic!("{kind:?}: {error:?}")));
    }
    documents
}

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn week() -> WeekTold {
    let day = |day: &str, deducted: i32| DayTold {
        day: day.to_owned(),
        is_working: true,
        findings: 2,
        deducted: Points(deducted),
        taken: 10,
        served: 8,
        abandoned: 2,
        accepted: 5,
        completed: 4,
        ..DayTold::default()
    };
    WeekTold {
        week: "2026-W38".to_owned(),
        year: 2026,
        number: 38,
        from: date("2026-09-14"),
        to: date("2026-09-20"),
        as_of: "2026-09-21T00:00:00+08:00".to_owned(),
        is_over: true,
        days: vec![day("9月14日 周一", 405), day("9月15日 周二", 250)],
        found: Vec::new(),
        remark: None,
    }
}
