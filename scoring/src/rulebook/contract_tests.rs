//! The rulebooks that are built in: Zhenlai's says what the contract says, the variant shows that nothing is wired in.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

use super::{Amount, BUILTIN, Book, Category, Rulebooks, builtin};
use crate::points::Points;
use crate::time::{Date, Month};

/// The contract's tables (`rulebook.md`): rule, category (`+` for a bonus), kinds, points.
const CONTRACT: &str = "
    W-A1 A: late early_leave = 2
    W-A2 A: left_post = 2
    W-A3 A: absent = 5
    W-A4 A: leave_taken = 0.5
    W-A5 A: missed_activity = 2
    W-B1 B: no_badge_or_dress = 2
    W-B2 B: slept smoked ate_snacks = 2
    W-B3 B: rude = 2
    W-B4 B: played_or_chatted idled = 2
    W-B5 B: refused_enquiry = 2
    W-B6 B: mistreated_applicant = 3
    W-B7 B: misoperation = 1 to 5, default 1
    W-B8 B: brought_outsider = 2
    W-B9 B: power_left_on = 3
    W-B10 B: task_undone = 2
    W-B11 B: uncivil_other quarrelled drank_at_noon = 3
    W-B12 B: solicited = whole
    W-C1 C: wrongly_not_accepted = 2
    W-C2 C: no_one_time_notice = 2
    W-C3 C: supplement_unexplained = 2
    W-C4 C: return_unexplained = 2
    W-C5 C: joint_unexplained = 2
    W-C6 C: handling_other = 2
    W-C7 C: media_criticism = 5 to 10, default 5
    W-D1 D: result_error overdue = 5
    W-D2 D: dissatisfied = 2 to 5, default 2
    W-D3 D: complaint_upheld = 5 to 10, default 5
    W-E1 E: fee_outside = 2
    W-E2 E: fee_above_standard = 2
    W-E3 E: fee_unauthorised = 2
    W-E4 E: fee_waived = 2
    W-E5 E: fee_other = 2
    W-F1 F: untidy = 2
    W-F2 F: cleaning_missed = 2
    W-F3 F: archive_fault = 1
    W-G G: = evaluation
    W-H1 +: full_attendance = 2
    W-H2 +: brief_adopted = 1
    W-H3 +: suggestion_adopted = 2
    W-H4 +: cleaned_elsewhere = 1
    W-H5 +: served_off_hours = 1
    W-H6 +: peer_top5 = 2
    W-H7 +: leader_on_site = 2
    W-H8 +: media_national 7, media_provincial 7, media_city 5, media_county 3
    W-H9 +: commended = 2
    S-A1 A: shirked = 2
    S-A2 A: rude = 2
    S-A3 A: no_badge_or_dress = 2
    S-A4 A: slept smoked ate_snacks = 2
    S-A5 A: vandalised = 5
    S-A6 A: mistreated_applicant = 3
    S-A7 A: played_or_chatted idled = 2
    S-A8 A: brought_outsider = 2
    S-A9 A: power_left_on = 3
    S-A10 A: uncivil_other quarrelled drank_at_noon = 2
    S-A11 A: solicited = whole
    S-B1 B: unskilled = 2
    S-B2 B: poor_answer = 2
    S-B3 B: poor_coordination = 3
    S-B4 B: repeat_trip = 5
    S-B5 B: misoperation = 1 to 5, default 1
    S-B6 B: archive_fault = 1 to 5, default 1
    S-C1 C: late early_leave = 2
    S-C2 C: leave_taken = 0.5 after 2
    S-C3 C: absent = 5
    S-C4 C: missed_activity = 2
    S-C5 C: left_post = 2
    S-D1 D: wrongly_not_accepted = 2
    S-D2 D: no_one_time_notice = 2
    S-D3 D: supplement_unexplained = 2
    S-D4 D: return_unexplained = 2
    S-D5 D: joint_unexplained = 2
    S-D6 D: joint_delay = 3
    S-D7 D: result_error overdue = 5 to 10, default 5
    S-D8 D: complaint_upheld media_criticism = 5 to 10, default 5
    S-D9 D: task_undone = 2
    S-E E: = evaluation
    S-F1 +: full_attendance = 2
    S-F2 +: brief_adopted = 1
    S-F3 +: suggestion_adopted = 2
    S-F4 +: cleaned_elsewhere = 1
    S-F5 +: served_off_hours = 1
    S-F6 +: peer_top5 = 2
    S-F7 +: model_window = 2
    S-F8 +: media_national 7, media_provincial 7, media_city 5, media_county 3
    S-F9 +: commended = 2
    S-F10 +: grievance_award = 5
";

#[test]
fn zhenlai_has_the_rules_of_the_contract() {
    let rulebooks = builtin("zhenlai").unwrap();
    let rulebook = &rulebooks.versions[0];
    let mut listed = String::from("\n");
    for book in [&rulebook.window_book, &rulebook.staff_book] {
        for place in 0..book.rules.len() {
            listed += &format!("    {}\n", listing(&rulebooks, book, place));
        }
    }
    for (listed, expected) in listed.lines().zip(CONTRACT.lines()) {
        assert_eq!(listed, expected);
    }
    assert_eq!(listed, CONTRACT);
}

/// A rule as a line of [`CONTRACT`].
fn listing(rulebooks: &Rulebooks, book: &Book, place: usize) -> String {
    let rule = &book.rules[place];
    let category = rule.category.map_or("+", |place| &book.categories[place].id);
    let name = |kind: u16| rulebooks.kinds()[usize::from(kind)].name.as_str();
    let short = |points: Points| points.to_string().trim_end_matches(".0").to_owned();
    let said = |amount: Amount| match amount {
        Amount::Each(points) => short(points),
        Amount::Range { min, max, default } => {
            format!("{} to {}, default {}", short(min), short(max), short(default))
        }
        Amount::EachAfter { free, points } => format!("{} after {free}", short(points)),
        Amount::WholeCategory => "whole".to_owned(),
    };
    let worth = match rule.amounts.first() {
        None => {
            assert_eq!(place, book.evaluation_rule);
            "= evaluation".to_owned()
        }
        Some(&(_, first)) if rule.amounts.iter().all(|&(_, amount)| amount == first) => {
            let kinds: Vec<&str> = rule.amounts.iter().map(|&(kind, _)| name(kind)).collect();
            format!("{} = {}", kinds.join(" "), said(first))
        }
        Some(_) => {
            let each = rule.amounts.iter().map(|&(kind, amount)| format!("{} {}", name(kind), said(amount)));
            each.collect::<Vec<_>>().join(", ")
        }
    };
    format!("{} {category}: {worth}", rule.id)
}

#[test]
fn zhenlai_has_the_marks_of_the_contract() {
    let rulebook = &builtin("zhenlai").unwrap().versions[0];
    let marks = |book: &Book| {
        let marks = book.categories.iter().chain([&book.bonus]);
        marks.map(|Category { id, full, .. }| format!("{id} {full}")).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(marks(&rulebook.window_book), "A 10.0, B 28.0, C 22.0, D 20.0, E 10.0, F 5.0, G 5.0, H 20.0");
    assert_eq!(marks(&rulebook.staff_book), "A 25.0, B 23.0, C 12.0, D 35.0, E 5.0, F 20.0");
    let grades: Vec<String> = rulebook
        .evaluation
        .grades
        .iter()
        .map(|grade| format!("{} {} {}", grade.id, grade.mean_min, grade.points))
        .collect();
    assert_eq!(grades.join(", "), "excellent 90.0 5.0, good 80.0 4.0, basic 60.0 3.0, failed 0.0 0.0");
    assert_eq!(rulebook.evaluation.failed, "failed");
}

#[test]
fn zhenlai_has_the_thresholds_of_the_contract() {
    let rulebooks = builtin("zhenlai").unwrap();
    let rulebook = &rulebooks.versions[0];
    let names = |kinds: &[u16]| -> Vec<&str> {
        kinds.iter().map(|&kind| rulebooks.kinds()[usize::from(kind)].name.as_str()).collect()
    };
    assert_eq!(
        names(&rulebook.bans),
        ["quarrelled", "played_or_chatted", "drank_at_noon", "left_post", "smoked"]
    );
    assert_eq!(names(&rulebook.dissatisfied.kinds), ["solicited"]);
    assert_eq!(rulebook.dissatisfied.total_max, Points::whole(60));
    assert_eq!(rulebook.dissatisfied.complaints_upheld_min, 2);
    let ranking = &rulebook.ranking;
    let ranks = [ranking.staffed_workdays_min, ranking.red_rank_max, ranking.yellow_rank_above];
    assert_eq!((ranks, ranking.yellow_flags_warned_from), ([10, 5, 1], 2));
    assert_eq!(rulebook.peer_top_places, 5);
    let rating = rulebook.dissatisfied_rating_points;
    assert_eq!((rating.level_1, rating.level_2), (Points::whole(5), Points::whole(2)));
    let targets = &rulebook.targets;
    assert_eq!((targets.reduction, targets.on_site_rate), (Some(3000), Some(9000)));
    assert_eq!((targets.on_time_rate, targets.satisfaction_rate), (Some(9900), Some(9500)));
    assert_eq!((targets.early_rate, targets.instant_share), (None, None));
    let deadlines = rulebook.deadlines;
    let ladder =
        [deadlines.case_warning_workdays, deadlines.case_level_3_workdays, deadlines.case_level_4_workdays];
    assert_eq!(ladder, [3, 3, 5]);
    assert_eq!((deadlines.complaint_workdays, deadlines.complaint_extended_workdays), (3, 15));
    assert_eq!((deadlines.rating_verify_workdays, deadlines.rating_rectify_workdays), (1, 15));
    assert_eq!(rulebook.effective, Date::MIN);
}

#[test]
fn zhenlai_says_who_brings_kinds_about() {
    let rulebooks = builtin("zhenlai").unwrap();
    let needs_staff: Vec<&str> =
        rulebooks.kinds().iter().filter(|kind| kind.needs_staff).map(|kind| kind.name.as_str()).collect();
    assert_eq!(needs_staff, ["grievance_award"]);
    assert_eq!(Some(rulebooks.derived.overdue), rulebooks.kind("overdue"));
    assert_eq!(Some(rulebooks.derived.model_window), rulebooks.kind("model_window"));
    let cited = &rulebooks.versions[0].window_book.rules[0].clause;
    assert_eq!(cited.zh, "镇赉县窗口考核实施细则 一、考勤纪律");
    assert_eq!(cited.en, "Zhenlai window assessment rules, section 1 (attendance)");
}

#[test]
fn every_builtin_rulebook_reads() {
    for (id, _) in BUILTIN {
        let rulebooks = builtin(id).unwrap();
        let rulebook = rulebooks.of_month(Month::parse("2026-09").unwrap());
        assert_eq!(rulebook.id, id);
        for book in [&rulebook.window_book, &rulebook.staff_book] {
            let sum: Points = book.categories.iter().map(|category| category.full).sum();
            assert_eq!(sum, Points::whole(100));
        }
    }
    assert!(builtin("luzhou").is_none());
}

#[test]
fn another_county_brings_its_own() {
    let rulebooks = builtin("luzhou-variant").unwrap();
    let rulebook = &rulebooks.versions[0];
    assert_eq!(rulebook.targets.reduction, Some(7000));
    assert_eq!(rulebook.targets.early_rate, Some(9000));
    assert_eq!(rulebook.targets.instant_share, Some(7000));
    assert_eq!(rulebook.window_book.bonus.id, "J");
    assert_eq!(rulebooks.kind("brought_outsider"), None);
    let (rule, amount) = rulebook.window_book.rule(rulebooks.kind("ignored_ticket").unwrap()).unwrap();
    assert_eq!((rule.id.as_str(), amount), ("W-B8", Amount::Each(Points::whole(2))));
}
