//! Swipes for others, and events that came too late.

use super::*;

#[test]
fn two_people_within_two_seconds_on_five_days_are_suspicious() {
    assert!(found(&together(&FIVE_DAYS, 3)).is_empty());
    assert!(found(&together(&FIVE_DAYS[1..], 2)).is_empty());
    // On one day in the morning and at noon is one day.
    let noon = [swipes(S1, &[2], 14_400, "K1", IN), swipes(S2, &[2], 14_401, "K1", IN)].concat();
    assert!(found(&[together(&FIVE_DAYS[1..], 2), noon].concat()).is_empty());
    let alone = swipes(S2, &[8], 1, "K1", IN);
    let beside = swipes(S1, &[8], 3_600, "K1", IN);
    let (signal, evidence) = only(&[together(&FIVE_DAYS, 2), alone, beside].concat());
    assert_eq!(told(&signal), "swiped_together 2026-09-07 S-1+S-2");
    assert_eq!(signal.figures, Figures::SwipedTogether { days: 5, days_both: 6, times: 5 });
    assert_eq!((signal.window, signal.staff), (None, vec![S1, S2]));
    assert_eq!(evidence, ["e1", "e6", "e2", "e7", "e3", "e8", "e4", "e9", "e5", "e10"]);
}

#[test]
fn two_devices_two_directions_or_somebody_between_are_not_together() {
    let first = swipes(S1, &FIVE_DAYS, 1, "K1", IN);
    for second in [
        swipes(S2, &FIVE_DAYS, 2, "K2", IN),
        swipes(S2, &FIVE_DAYS, 2, "K1", Direction::Out),
        swipes(S1, &FIVE_DAYS, 2, "K1", IN),
    ] {
        assert!(found(&[&first[..], &second].concat()).is_empty());
    }
    let between = [together(&FIVE_DAYS, 2), swipes(S3, &FIVE_DAYS, 2, "K1", IN)].concat();
    assert_eq!(found(&between), ["swiped_together 2026-09-07 S-1+S-3", "swiped_together 2026-09-07 S-2+S-3"]);
    // The same name at another site is another device.
    let of_sites = |source| {
        let mut events = sent(&together(&FIVE_DAYS, 1));
        for event in &mut events[5..] {
            event.1 = source;
        }
        found_as_of(&events, OVER).len()
    };
    assert_eq!([of_sites(HALL), of_sites(TAX)], [1, 0]);
}

#[test]
fn a_device_that_keeps_whole_minutes_cannot_tell_who_came_together() {
    let same_minute = [swipes(S1, &FIVE_DAYS, 0, "K1", IN), swipes(S2, &FIVE_DAYS, 0, "K1", IN)].concat();
    assert!(found(&same_minute).is_empty());
    let one_with_seconds = swipes(S3, &[8], 1, "K1", IN);
    assert_eq!(found(&[same_minute, one_with_seconds].concat()).len(), 1);
}

#[test]
fn what_arrives_three_days_after_its_time_in_the_next_month_is_back_dated() {
    let events = [
        ("a".to_owned(), TAX, accepted_at("C-1", 1, 2, "2026-09-28T09:00:00+08:00")),
        ("b".to_owned(), HALL, accepted_at("C-2", 1, 0, "2026-09-01T09:00:00+08:00")),
        ("c".to_owned(), TAX, completed("2026-09-29T09:00:00+08:00")),
    ];
    let arriving = |at: [&str; 3]| {
        let at = at.map(Instant::parse);
        let arrived = move |id: &str| at[usize::from(id.as_bytes()[0] - b'a')];
        search(&events, "2026-10-31T00:00:00+08:00", &arrived)
    };
    assert!(search(&events, OVER, &|_| None).is_empty(), "nobody knows");
    let (early, late) = ("2026-09-29T12:00:00+08:00", "2026-10-02T09:00:00+08:00");
    assert!(arriving([early, early, "2026-10-02T08:59:59.999999999+08:00"]).is_empty());
    // Four weeks late, but while the month could still be put right.
    assert!(arriving([early, "2026-09-30T23:59:59.999999999+08:00", early]).is_empty());
    assert_eq!(arriving([early, "2026-10-01T00:00:00+08:00", early]).len(), 1);
    let found = arriving([early, early, late]);
    assert_eq!(found.len(), 1);
    assert_eq!(told(&found[0].0), "back_dated 2026-09-29 tax");
    assert_eq!(found[0].0.figures, Figures::BackDated { events: 1, seconds_most: 72 * 3_600 });
    assert_eq!(found[0].1, ["c"]);
    let each = arriving([late, late, late]);
    let told: Vec<(String, &[String])> = each.iter().map(|(signal, ids)| (told(signal), &ids[..])).collect();
    assert_eq!(told[0], ("back_dated 2026-09-01 hall".to_owned(), &["b".to_owned()][..]));
    assert_eq!(told[1], ("back_dated 2026-09-29 tax".to_owned(), &["a".to_owned(), "c".to_owned()][..]));
}
