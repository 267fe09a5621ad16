//! Feed health: silence in office minutes, rubbish, what is usual, and what of it is told to whom on which day.

#![allow(clippy::unwrap_used)]

mod county;

use ingest::feeds::{self, Alarm, Counts, FeedHealth, FeedState, Limits, alarms};
use ingest::store::FeedHour;
use scoring::calendar::{self, Calendar};
use scoring::context::Givens;
use scoring::rates::Rate;
use scoring::time::{Date, Instant};

const HOUR: i64 = 3600 * 1_000_000_000;

/// The office hours of the county are 08:30 to 11:30 and 13:00 to 17:00; the limit of silence is 60 minutes.
fn givens() -> Givens {
    Givens {
        registry: county::registry(),
        calendar: Calendar::new(&calendar::builtin()),
        rulebooks: county::rulebooks(),
    }
}

/// `2026-09-08 09:00:00` in the county.
fn at(text: &str) -> Instant {
    Instant::parse(&format!("{}+08:00", text.replace(' ', "T"))).unwrap()
}

/// What arrived at an instant of a source and stream.
struct Came(&'static str, &'static str, &'static str, u64, u64, u64);

fn hours(came: &[Came]) -> Vec<FeedHour> {
    let hour = |Came(site, stream, when, accepted, duplicates, rejected): &Came| FeedHour {
        site: (*site).to_owned(),
        stream: (*stream).to_owned(),
        hour: at(when).0.div_euclid(HOUR),
        accepted: *accepted,
        duplicates: *duplicates,
        rejected: *rejected,
        lag_seconds: 10 * *accepted as i64,
        lag_seconds_max: 30,
        last_received: at(when),
        last_time: Some(Instant(at(when).0 - 10_000_000_000)),
    };
    came.iter().map(hour).collect()
}

fn judged(came: &[Came], listening_since: Option<&str>, now: &str) -> Vec<FeedHealth> {
    let givens = givens();
    let since = listening_since.map(at);
    feeds::health(&hours(came), givens.county(), &Limits::default(), since, at(now))
}

fn of<'f>(feeds: &'f [FeedHealth], source: &str) -> &'f FeedHealth {
    feeds.iter().find(|feed| feed.source == source).unwrap()
}

/// The office minutes of silence of the sub-center, whose last event arrived then; none while it is not silent.
fn silent(last: &'static str, now: &str) -> Option<u32> {
    let feeds = judged(&[Came("sub", "case", last, 1, 0, 0)], None, now);
    match of(&feeds, "sub").state {
        FeedState::Silent { since, office_minutes, .. } => {
            assert_eq!(since, at(last));
            Some(office_minutes)
        }
        FeedState::Ok => None,
        other @ (FeedState::Rubbish { .. } | FeedState::NeverHeard { .. }) => panic!("{other:?}"),
    }
}

#[test]
fn a_source_is_silent_once_its_limit_is_passed() {
    assert_eq!(silent("2026-09-08 09:00:00", "2026-09-08 10:00:00"), None);
    assert_eq!(silent("2026-09-08 09:00:00", "2026-09-08 10:00:00.000000001"), Some(60));
    assert_eq!(silent("2026-09-08 09:00:00", "2026-09-08 10:01:00"), Some(61));
}

#[test]
fn minutes_before_opening_do_not_count() {
    assert_eq!(silent("2026-09-08 07:15:00", "2026-09-08 09:30:00"), None);
    assert_eq!(silent("2026-09-08 07:15:00", "2026-09-08 09:30:00.000000001"), Some(60));
}

#[test]
fn lunch_does_not_count() {
    assert_eq!(silent("2026-09-08 11:00:00", "2026-09-08 13:30:00"), None);
    assert_eq!(silent("2026-09-08 11:00:00", "2026-09-08 13:30:01"), Some(60));
    assert_eq!(silent("2026-09-08 11:45:00", "2026-09-08 14:00:00"), None);
    assert_eq!(silent("2026-09-08 11:45:00", "2026-09-08 14:00:01"), Some(60));
}

#[test]
fn nights_and_weekends_do_not_count() {
    assert_eq!(silent("2026-09-08 16:30:00", "2026-09-09 09:00:00"), None);
    assert_eq!(silent("2026-09-08 16:30:00", "2026-09-09 09:00:01"), Some(60));
    // Friday afternoon to Monday morning.
    assert_eq!(silent("2026-09-11 16:30:00", "2026-09-14 09:00:00"), None);
    assert_eq!(silent("2026-09-11 16:30:00", "2026-09-14 09:00:01"), Some(60));
}

#[test]
fn the_national_holidays_do_not_count() {
    // Wednesday 30 September to Thursday 8 October.
    assert_eq!(silent("2026-09-30 16:30:00", "2026-10-07 23:59:59"), None);
    assert_eq!(silent("2026-09-30 16:30:00", "2026-10-08 09:00:00"), None);
    assert_eq!(silent("2026-09-30 16:30:00", "2026-10-08 09:00:01"), Some(60));
    // Who was silent before them is no more silent after them.
    assert_eq!(silent("2026-09-30 14:00:00", "2026-09-30 17:00:00"), Some(180));
    assert_eq!(silent("2026-09-30 14:00:00", "2026-10-08 08:30:00"), Some(180));
}

#[test]
fn a_weekend_day_that_is_worked_instead_counts() {
    // Saturday 10 October is worked for the holidays, Saturday 17 October is a weekend day.
    assert_eq!(silent("2026-10-09 16:30:00", "2026-10-10 09:00:00"), None);
    assert_eq!(silent("2026-10-09 16:30:00", "2026-10-10 09:00:01"), Some(60));
    assert_eq!(silent("2026-10-16 16:30:00", "2026-10-17 17:00:00"), None);
}

#[test]
fn a_source_may_have_a_limit_of_its_own() {
    let givens = givens();
    let limits = Limits { sources: vec![("sub".to_owned(), 120)], ..Limits::default() };
    let came = hours(&[
        Came("hall", "case", "2026-09-08 08:30:00", 1, 0, 0),
        Came("sub", "case", "2026-09-08 08:30:00", 1, 0, 0),
    ]);
    let words = |now: &str| -> Vec<&str> {
        let feeds = feeds::health(&came, givens.county(), &limits, None, at(now));
        ["hall", "sub"].map(|source| of(&feeds, source).state.word()).to_vec()
    };
    assert_eq!(words("2026-09-08 10:30:00"), ["silent", "ok"]);
    assert_eq!(words("2026-09-08 10:30:01"), ["silent", "silent"]);
}

#[test]
fn a_source_is_heard_on_any_of_its_streams_and_each_shows_its_own_silence() {
    let came = [
        Came("sub", "attendance", "2026-09-08 08:31:00", 4, 0, 0),
        Came("sub", "case", "2026-09-08 10:55:00", 2, 0, 0),
    ];
    let feeds = judged(&came, None, "2026-09-08 11:00:00");
    let sub = of(&feeds, "sub");
    assert_eq!(sub.state, FeedState::Ok);
    assert_eq!(sub.all.quiet_office_minutes, Some(5));
    let quiet: Vec<(&str, Option<u32>)> =
        sub.streams.iter().map(|(stream, counts)| (stream.as_str(), counts.quiet_office_minutes)).collect();
    assert_eq!(quiet, [("attendance", Some(149)), ("case", Some(5))]);
}

#[test]
fn time_in_which_the_service_was_not_there_is_nobodys_silence() {
    let came = || [Came("sub", "case", "2026-09-08 08:40:00", 1, 0, 0)];
    let state = |since, now| of(&judged(&came(), since, now), "sub").state.word();
    assert_eq!(state(None, "2026-09-08 10:00:00"), "silent");
    assert_eq!(state(Some("2026-09-08 08:00:00"), "2026-09-08 10:00:00"), "silent");
    assert_eq!(state(Some("2026-09-08 09:45:00"), "2026-09-08 10:45:00"), "ok");
    assert_eq!(state(Some("2026-09-08 09:45:00"), "2026-09-08 10:45:01"), "silent");
}

#[test]
fn a_site_that_was_never_heard_is_missed_where_its_windows_are_staffed() {
    // The township's only person left it in January; the sub-center's windows are staffed.
    let came = || [Came("hall", "case", "2026-09-08 08:30:00", 1, 0, 0)];
    let never = |source, now| of(&judged(&came(), None, now), source).state;
    let missed = |is_missed| FeedState::NeverHeard { is_missed };
    assert_eq!(never("sub", "2026-09-08 09:30:00"), missed(false));
    assert_eq!(never("sub", "2026-09-08 09:30:01"), missed(true));
    assert_eq!(never("town", "2026-09-30 17:00:00"), missed(false));
    let nothing = judged(&[], None, "2026-09-30 17:00:00");
    assert!(nothing.iter().all(|feed| feed.state == missed(false)), "nobody has begun to send");
}

#[test]
fn a_site_whose_windows_lie_fallow_is_not_called_silent() {
    let town = |last, now| of(&judged(&[Came("town", "case", last, 1, 0, 0)], None, now), "town").state;
    assert_eq!(town("2026-01-30 16:00:00", "2026-03-02 12:00:00"), FeedState::Ok);
    assert_eq!(town("2026-01-29 16:00:00", "2026-01-30 12:00:00").word(), "silent");
}

#[test]
fn rubbish_is_more_than_the_share_and_no_fewer_than_the_least() {
    let of_sub = |accepted, duplicates, rejected| {
        let came = [Came("sub", "case", "2026-09-08 09:00:00", accepted, duplicates, rejected)];
        of(&judged(&came, None, "2026-09-08 09:30:00"), "sub").state
    };
    let rubbish = |share| FeedState::Rubbish { share: Rate(share) };
    assert_eq!(of_sub(95, 0, 5), FeedState::Ok, "five in a hundred");
    assert_eq!(of_sub(94, 0, 5), rubbish(505), "five in ninety-nine");
    assert_eq!(of_sub(0, 94, 5), rubbish(505), "duplicates arrived as well");
    assert_eq!(of_sub(1, 0, 1), FeedState::Ok, "one in two is chance");
    assert_eq!(of_sub(0, 0, 4), FeedState::Ok);
    assert_eq!(of_sub(0, 0, 5), rubbish(10_000));
}

#[test]
fn rubbish_is_of_today() {
    let came = || [Came("sub", "case", "2026-09-08 16:30:00", 0, 0, 9)];
    assert_eq!(of(&judged(&came(), None, "2026-09-08 23:59:59"), "sub").state.word(), "rubbish");
    assert_eq!(of(&judged(&came(), None, "2026-09-09 00:00:00"), "sub").state.word(), "ok");
}

#[test]
fn what_nobody_is_known_to_have_sent_can_be_rubbish_but_never_silent() {
    let came = [Came("-", "-", "2026-09-08 08:30:00", 0, 0, 7)];
    let feeds = judged(&came, None, "2026-09-08 17:00:00");
    let unknown = of(&feeds, "-");
    assert_eq!((unknown.state.word(), unknown.site), ("rubbish", None));
    assert_eq!(of(&judged(&came, None, "2026-09-10 17:00:00"), "-").state, FeedState::Ok);
}

#[test]
fn counts_are_of_today_and_lag_is_arrival_minus_time() {
    let came = [
        Came("sub", "case", "2026-09-07 09:00:00", 50, 0, 0),
        Came("sub", "case", "2026-09-08 09:10:00", 3, 1, 2),
        Came("sub", "queue", "2026-09-08 10:20:00", 2, 0, 0),
    ];
    let feeds = judged(&came, None, "2026-09-08 10:30:00");
    let expected = Counts {
        last_received: Some(at("2026-09-08 10:20:00")),
        last_time: Some(at("2026-09-08 10:19:50")),
        accepted: 5,
        duplicates: 1,
        rejected: 2,
        usual: None,
        lag_seconds_mean: Some(10),
        lag_seconds_max: Some(30),
        quiet_office_minutes: Some(10),
    };
    assert_eq!(of(&feeds, "sub").all, expected, "usual: one day is the day it was first heard");
}

#[test]
fn usual_is_the_mean_of_the_same_part_of_ten_working_days() {
    // First heard long ago; on one of the ten days 30 events at nine and 40 at ten.
    let came = || {
        [
            Came("sub", "case", "2026-07-01 09:00:00", 1, 0, 0),
            Came("sub", "case", "2026-09-01 09:15:00", 30, 0, 0),
            Came("sub", "case", "2026-09-01 10:15:00", 40, 0, 0),
        ]
    };
    let usual = |now| of(&judged(&came(), None, now), "sub").all.usual;
    assert_eq!(usual("2026-09-08 09:00:00"), Some(0));
    assert_eq!(usual("2026-09-08 09:30:00"), Some(2), "half of the hour: 15 events over ten days, rounded");
    assert_eq!(usual("2026-09-08 10:00:00"), Some(3));
    assert_eq!(usual("2026-09-08 11:00:00"), Some(7));
    // 1 September is the tenth working day before the 15th, and the eleventh before the 16th.
    assert_eq!(usual("2026-09-15 11:00:00"), Some(7));
    assert_eq!(usual("2026-09-16 11:00:00"), Some(0));
    assert_eq!(usual("2026-09-12 11:00:00"), None, "nothing is usual on a Saturday");
}

#[test]
fn days_before_a_source_was_first_heard_say_nothing_of_what_is_usual() {
    let came = || {
        [
            Came("sub", "case", "2026-09-03 15:00:00", 8, 0, 0),
            Came("sub", "case", "2026-09-04 09:00:00", 20, 0, 0),
            Came("sub", "case", "2026-09-07 09:00:00", 10, 0, 0),
        ]
    };
    let usual = |now| of(&judged(&came(), None, now), "sub").all.usual;
    assert_eq!(usual("2026-09-03 17:00:00"), None);
    assert_eq!(usual("2026-09-04 17:00:00"), None, "the first day is not a whole one");
    assert_eq!(usual("2026-09-08 17:00:00"), Some(15));
}

#[test]
fn usual_reaches_back_over_the_holidays() {
    // The ten working days before 12 October: 10, 9 and 8 October, and back to 21 September.
    let givens = givens();
    let hour = |text| at(text).0.div_euclid(HOUR);
    let first = feeds::first_hour(givens.county(), at("2026-10-12 09:00:00"));
    assert_eq!(first, hour("2026-09-21 00:00:00"));
}

/// The identities of what is told, by the feeds as of an instant.
fn told(came: &[Came], now: &str) -> Vec<String> {
    let givens = givens();
    let feeds = judged(came, None, now);
    let today = givens.registry.zone.date(at(now));
    let found = alarms(&feeds, &Limits::default(), &givens.calendar, today);
    found.into_iter().map(|Alarm { identity, .. }| identity).collect()
}

/// Two sources that were heard; the hall goes on, so that only the sub-center can be told of.
fn sub_silent_since(last: &'static str, now: &'static str) -> Vec<String> {
    told(&[Came("sub", "case", last, 1, 0, 0), Came("hall", "case", now, 1, 0, 0)], now)
}

#[test]
fn silence_is_told_on_the_day_on_which_it_passes_the_limit() {
    assert!(sub_silent_since("2026-09-08 09:00:00", "2026-09-08 10:00:00").is_empty());
    let told = ["feed_silent/sub/2/2026-09-08"];
    assert_eq!(sub_silent_since("2026-09-08 09:00:00", "2026-09-08 10:00:01"), told);
    assert_eq!(sub_silent_since("2026-09-08 09:00:00", "2026-09-08 23:59:59"), told);
}

#[test]
fn silence_that_goes_on_is_told_again_after_an_hour_of_the_next_day() {
    let last = "2026-09-08 15:00:00";
    assert!(sub_silent_since(last, "2026-09-09 00:00:00").is_empty());
    assert!(sub_silent_since(last, "2026-09-09 09:30:00").is_empty(), "it has the morning to be heard again");
    assert_eq!(sub_silent_since(last, "2026-09-09 09:30:01"), ["feed_silent/sub/2/2026-09-09"]);
}

#[test]
fn nothing_is_told_of_silence_on_days_off() {
    let last = "2026-09-30 15:00:00";
    assert_eq!(sub_silent_since(last, "2026-09-30 16:30:00"), ["feed_silent/sub/2/2026-09-30"]);
    for day_off in ["2026-10-01 10:00:00", "2026-10-04 15:00:00", "2026-10-07 23:59:59"] {
        assert!(sub_silent_since(last, day_off).is_empty(), "{day_off}");
    }
    assert_eq!(sub_silent_since(last, "2026-10-08 09:30:01"), ["feed_silent/sub/2/2026-10-08"]);
}

#[test]
fn a_site_that_was_never_heard_is_told_of_once() {
    let hall = |now| told(&[Came("hall", "case", now, 1, 0, 0)], now);
    assert!(hall("2026-09-08 08:30:00").is_empty());
    let later = |now| {
        let came = [Came("hall", "case", "2026-09-08 08:30:00", 1, 0, 0), Came("hall", "case", now, 1, 0, 0)];
        told(&came, now)
    };
    assert_eq!(later("2026-09-08 10:00:00"), ["feed_silent/sub/2/never"]);
    assert_eq!(later("2026-09-11 10:00:00"), ["feed_silent/sub/2/never"]);
}

#[test]
fn rubbish_of_a_day_off_is_sent_on_the_next_working_day() {
    let givens = givens();
    let came = [Came("sub", "case", "2026-10-02 10:00:00", 0, 0, 50)];
    let feeds = judged(&came, None, "2026-10-02 11:00:00");
    let limits = Limits::default();
    let found = alarms(&feeds, &limits, &givens.calendar, Date::parse("2026-10-02").unwrap());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].identity, "feed_rubbish/sub/2/2026-10-02");
    assert_eq!(found[0].date, Date::parse("2026-10-08").unwrap());
    assert_eq!(found[0].recipients, ["operator:sub", "supervision"]);
}

#[test]
fn the_rubbish_of_a_source_that_fell_silent_is_told_all_the_same() {
    let came = [
        Came("hall", "case", "2026-09-08 11:00:00", 1, 0, 0),
        Came("sub", "case", "2026-09-08 08:30:00", 0, 0, 9),
        Came("-", "-", "2026-09-08 08:30:00", 0, 0, 9),
    ];
    let expected =
        ["feed_silent/sub/2/2026-09-08", "feed_rubbish/sub/2/2026-09-08", "feed_rubbish/-/2/2026-09-08"];
    assert_eq!(told(&came, "2026-09-08 11:00:00"), expected);
}

#[test]
fn every_site_of_the_registry_is_there_in_order_and_then_what_else_arrived() {
    let came = [
        Came("gone", "case", "2026-09-08 08:30:00", 1, 0, 0),
        Came("-", "-", "2026-09-08 08:30:00", 0, 0, 1),
    ];
    let feeds = judged(&came, None, "2026-09-08 09:00:00");
    let sources: Vec<&str> = feeds.iter().map(|feed| feed.source.as_str()).collect();
    assert_eq!(sources, ["hall", "sub", "town", "-", "gone"]);
}
