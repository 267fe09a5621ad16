//! A document of every kind.

use crate::small::{Sources, month, wanted, window};
use reports::document::Document;
use reports::papers::feed_quality::{CodeTold, FeedTold, StreamTold};
use reports::papers::order::{OrderTold, Step, StepTold};
use reports::papers::week::{DayTold, WeekTold};
use reports::papers::{Kind, Told, make};
use reports::words::Lang;
use scoring::points::Points;
use scoring::rulebook::Bilingual;
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
    let (week, order, feed) = (week(), order(), feed());
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

fn order() -> OrderTold {
    OrderTold {
        id: "ZG-2026-001".to_owned(),
        window: "W-02".to_owned(),
        reason: "请整改超期问题。".to_owned(),
        issued: date("2026-10-09"),
        due_at_first: date("2026-10-23"),
        due: date("2026-11-06"),
        steps: vec![StepTold {
            date: date("2026-10-23"),
            step: Step::Failed(date("2026-11-06")),
            lines: vec!["台账不全".to_owned()],
        }],
    }
}

fn feed() -> FeedTold {
    let both = |zh: &str, en: &str| Bilingual { zh: zh.to_owned(), en: en.to_owned() };
    FeedTold {
        source: "sub-tax".to_owned(),
        streams: vec![
            StreamTold {
                name: both("办件", "cases"),
                accepted: 90,
                duplicates: 6,
                rejected: 4,
                lag_mean_seconds: Some(61),
                lag_max_seconds: Some(3_700),
            },
            StreamTold { name: both("考勤", "attendance"), accepted: 10, ..StreamTold::default() },
        ],
        silent_minutes_max: 60,
        silences: Vec::new(),
        silent_days: vec![date("2026-09-03")],
        codes: vec![CodeTold {
            code: "missing_field".to_owned(),
            count: 4,
            meaning: both("缺少必填字段", "a required field is absent"),
            mend: both("补上该字段再发", "add the field and send it again"),
        }],
        lags: vec![(Some(60), 95), (None, 5)],
        plain_applicants: None,
        signals: Vec::new(),
    }
}
