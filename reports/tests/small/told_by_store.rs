//! What the service alone tells: a rectification order, a feed.

use reports::papers::feed_quality::{CodeTold, FeedTold, StreamTold};
use reports::papers::order::{OrderTold, Step, StepTold};
use scoring::rulebook::Bilingual;
use scoring::time::{Date, Instant};

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// A rectification order that failed its first check.
pub fn order() -> OrderTold {
    OrderTold {
        id: "ZG-2026-001".to_owned(),
        window: "W-02".to_owned(),
        reason: "2026年9月黄旗。请整改超期问题。".to_owned(),
        issued: day("2026-10-09"),
        due_at_first: day("2026-10-23"),
        due: day("2026-11-06"),
        steps: vec![StepTold {
            date: day("2026-10-23"),
            step: Step::Failed(day("2026-11-06")),
            lines: vec!["台账不全".to_owned()],
        }],
    }
}

/// What a source sent in a month.
pub fn feed() -> FeedTold {
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
        silent_days: vec![day("2026-09-03")],
        codes: vec![CodeTold {
            code: "missing_field".to_owned(),
            count: 4,
            meaning: both("缺少必填字段", "a required field is absent"),
            mend: both("补上该字段再发", "add the field and send it again"),
        }],
        lags: vec![(Some(60), 95), (None, 5)],
        plain_applicants: Some((2, Instant(1_788_000_000_000_000_000))),
        signals: Vec::new(),
    }
}
