//! When the administrator hears that nothing goes out.

use super::*;
use crate::service::test_county::{TestCounty, at};

fn alarm(county: &TestCounty, oldest: Option<&str>, last: Option<&str>) -> Option<String> {
    let (oldest, last) = (oldest.map(at), last.map(at));
    let told = county.live().act_and_wait(move |desk| {
        let _ = desk.moment();
        nothing_sent(&desk.context(), oldest, last)
    });
    told.expect("a desk").map(|notice| format!("{} -> {}", notice.identity, notice.recipients.join(" ")))
}

#[test]
fn the_administrator_is_told_where_nothing_went_out_for_a_working_day_though_something_was_due() {
    // Wednesday before the holidays; the next working day is Thursday 8 October.
    let county = TestCounty::new("alarm", "2026-09-30 17:00:00");
    let due = Some("2026-09-30 08:30:00");
    assert_eq!(alarm(&county, due, None), None);
    county.set("2026-10-05 12:00:00");
    assert_eq!(alarm(&county, due, None), None, "nobody is there on a day off");
    county.set("2026-10-08 08:29:59");
    assert_eq!(alarm(&county, due, None), None);
    county.set("2026-10-08 08:30:00");
    let told = Some("nothing_sent/2026-10-08 -> administrator".to_owned());
    assert_eq!(alarm(&county, due, None), told);
    assert_eq!(alarm(&county, due, Some("2026-09-30 08:29:59")), told, "what went out was before");
    assert_eq!(alarm(&county, due, Some("2026-09-30 08:30:00")), None, "something goes out");
    assert_eq!(alarm(&county, None, None), None, "nothing is due");
}
