//! Rating brushing: bursts, ratings without a case, and shares of five stars that jump.

use super::*;

#[test]
fn five_ratings_from_one_device_within_thirty_seconds_are_suspicious() {
    assert!(found(&ratings(from_device(&[0, 5, 10, 15, 31]))).is_empty());
    assert!(found(&ratings(from_device(&[0, 5, 10, 15]))).is_empty());
    let mut rated = from_device(&[0, 5, 10, 15, 30, 3_600, 3_601, 3_602, 3_603, 3_604, 3_605]);
    rated[0].level = 4;
    let (signal, evidence) = only(&ratings(rated));
    assert_eq!(told(&signal), "ratings_in_a_burst 2026-09-08 W-1/P1");
    let figures = Figures::RatingsInABurst { ratings: 11, five_stars: 10, bursts: 2, most: 6, seconds: 5 };
    assert_eq!((signal.figures, signal.window, signal.staff), (figures, Some(0), vec![S2]));
    assert_eq!(evidence.len(), 11);
}

#[test]
fn a_devices_name_stands_for_one_device_of_one_window() {
    let mut rated = from_device(&[0, 1, 2, 3, 4]);
    assert_eq!(found(&ratings(rated.clone())).len(), 1);
    let spoilt: [fn(&mut Rated); 4] = [
        |rated| rated.window = 1,
        |rated| rated.device = Some("P2"),
        |rated| rated.device = None,
        |rated| rated.auto = true,
    ];
    for spoil in spoilt {
        let whole = rated[4];
        spoil(&mut rated[4]);
        assert!(found(&ratings(rated.clone())).is_empty());
        rated[4] = whole;
    }
}

#[test]
fn twenty_ratings_and_half_of_all_without_a_case_are_suspicious() {
    assert!(found(&ratings(named(0, 0, 19))).is_empty());
    assert!(found(&ratings(named(0, 21, 20))).is_empty());
    let (signal, evidence) = only(&ratings(named(0, 20, 20)));
    assert_eq!(told(&signal), "ratings_without_case 2026-09-08 W-1");
    let (own, others) = (Share { part: 20, whole: 40 }, Share::default());
    assert_eq!(signal.figures, Figures::RatingsWithoutCase { own, others });
    assert_eq!(evidence.len(), 20);
}

#[test]
fn a_case_that_no_event_speaks_of_is_none() {
    let mut rated = named(0, 20, 20);
    rated[0].case = Some("C-2");
    let others = Share::default();
    let (signal, _) = only(&ratings(rated));
    let own = Share { part: 21, whole: 40 };
    assert_eq!(signal.figures, Figures::RatingsWithoutCase { own, others });
}

#[test]
fn where_the_neighbours_name_no_cases_either_it_is_the_systems_doing() {
    // Twice the neighbour's share is suspicious, and 19 to 10 is not yet twice.
    assert!(found(&ratings([named(0, 0, 40), named(1, 9, 10)].concat())).is_empty());
    let suspicious = [named(0, 0, 40), named(1, 10, 10)].concat();
    assert_eq!(found(&ratings(suspicious)), ["ratings_without_case 2026-09-08 W-1"]);
    // Another site has a system of its own.
    let elsewhere = [named(0, 0, 40), named(2, 9, 10)].concat();
    assert_eq!(found(&ratings(elsewhere)), ["ratings_without_case 2026-09-08 W-1"]);
}

#[test]
fn a_share_of_five_stars_that_jumps_by_twenty_points_is_suspicious() {
    let case = |august, september| found(&ratings(shares(0, august, september)));
    assert!(case((70, 100), (89, 100)).is_empty());
    assert_eq!(case((70, 100), (90, 100)), ["five_stars_jump 2026-09-08 W-1"]);
    assert!(case((35, 50), (44, 49)).is_empty(), "too few to compare");
    assert_eq!(case((35, 50), (45, 50)).len(), 1);
    assert!(case((34, 49), (45, 50)).is_empty(), "too few to compare with");
    let (signal, evidence) = only(&ratings(shares(0, (70, 100), (90, 100))));
    let (before, now) = (Share { part: 70, whole: 100 }, Share { part: 90, whole: 100 });
    let (others_before, others_now) = (Share::default(), Share::default());
    assert_eq!(signal.figures, Figures::FiveStarsJump { before, now, others_before, others_now });
    assert_eq!(evidence.len(), 90);
}

#[test]
fn a_jump_everywhere_is_none() {
    let own = shares(0, (70, 100), (90, 100));
    let others = |now| ratings([own.clone(), shares(2, (70, 100), (now, 100))].concat());
    assert_eq!(found(&others(70)), ["five_stars_jump 2026-09-08 W-1"]);
    assert!(found(&others(71)).is_empty());
    // One that falls elsewhere makes a smaller rise stand out.
    let own = shares(0, (70, 100), (85, 100));
    let falling = |now| found(&ratings([own.clone(), shares(2, (70, 100), (now, 100))].concat()));
    assert_eq!([falling(66).len(), falling(65).len()], [0, 1]);
}
