//! Grades, targets, deadlines, and the parts that must be there.

use super::check;

#[test]
fn grades_fall_and_fit_their_category() {
    check(
        "mean_min = 60",
        "mean_min = 0",
        "77: grade `bad` is not below `fine`; list grades from the best to the worst by mean_min and points",
    );
    check(
        "mean_min = 0",
        "mean_min = 1",
        "77: the last grade `bad` begins at 1.0; write mean_min = 0, so that every mean has a grade",
    );
    check(
        "mean_min = 60, points = 5",
        "mean_min = 60, points = 5.01",
        "76: grade `fine` keeps 5.01 points of a category with 5.0; a grade keeps at most the evaluation category's full marks",
    );
    check(
        "mean_min = 0, points = 0",
        "mean_min = 0, points = 5.01",
        "77: grade `bad` is not below `fine`; list grades from the best to the worst by mean_min and points\n\
         77: grade `bad` keeps 5.01 points of a category with 5.0; a grade keeps at most the evaluation category's full marks",
    );
    check(
        r#"{ id = "bad""#,
        r#"{ id = "fine""#,
        "74: `failed` names `bad`, which is no grade; write one of fine\n\
         76: the last grade `fine` begins at 60.0; write mean_min = 0, so that every mean has a grade\n\
         77: grade `fine` is there twice; take one of them out",
    );
    check(
        "mean_min = 60",
        "mean_min = 101",
        "76: `mean_min` is 101; write a number of at least 0 and at most 100.0, without a sign",
    );
}

#[test]
fn targets_are_shares_with_four_decimals() {
    check("reduction = 0.3", "reduction = 1", "");
    check(
        "reduction = 0.3",
        "reduction = 1.0001",
        "92: `reduction` is 1.0001; write a share from 0 to 1 with at most four decimals, 0.95 for 95 percent",
    );
    check("reduction = 0.3", "reduction = 0.1234", "");
    check(
        "reduction = 0.3",
        "reduction = 0.12345",
        "92: `reduction` is 0.12345; write a share from 0 to 1 with at most four decimals, 0.95 for 95 percent",
    );
    check(
        "reduction = 0.3",
        "reduction = 0.3e0",
        "92: `reduction` is 0.3e0; write a share from 0 to 1 with at most four decimals, 0.95 for 95 percent",
    );
    check(
        "reduction = 0.3",
        r#"reduction = "0.3""#,
        "92: `reduction` of `targets` of the rulebook is not a number; write a number",
    );
}

#[test]
fn deadlines_are_1_to_250_working_days() {
    check(
        "case_level_4_workdays = 5",
        "case_level_4_workdays = 0",
        "97: `case_level_4_workdays` is 0; write a number from 1 to 250",
    );
    check("case_level_4_workdays = 5", "case_level_4_workdays = 250", "");
    check(
        "case_level_4_workdays = 5",
        "case_level_4_workdays = 251",
        "97: `case_level_4_workdays` is 251; write a number from 1 to 250",
    );
    check(
        "case_level_4_workdays = 5",
        "case_level_4_workdays = 2.5",
        "97: `case_level_4_workdays` of `deadlines` of the rulebook is not a whole number; write a whole number",
    );
    check(
        "case_level_4_workdays = 5\n",
        "",
        "94: `deadlines` of the rulebook has no `case_level_4_workdays`; add case_level_4_workdays with a number from 1 to 250",
    );
}

#[test]
fn parts_are_there() {
    check(
        "peer_top_places = 5\n",
        "",
        "1: the rulebook has no `peer_top_places`; add peer_top_places with a number from 1 to 1000",
    );
    check(
        "dissatisfied_rating_points = { level_1 = 5, level_2 = 2 }",
        "dissatisfied_rating_points = { level_1 = 5 }",
        "7: `dissatisfied_rating_points` of the rulebook has no `level_2`; add it with a number above 0 and at most 100.0",
    );
    check(
        "[ranking]\nstaffed_workdays_min = 10\nred_rank_max = 5\nyellow_rank_above = 1\nyellow_flags_warned_from = 2\n",
        "",
        "1: the rulebook has no `ranking`; add it with `staffed_workdays_min`, `red_rank_max`, `yellow_rank_above`, `yellow_flags_warned_from`",
    );
    check(
        "kinds = []\n",
        "",
        r#"86: `dissatisfied` of the rulebook has no `kinds`; add kinds = ["solicited"]"#,
    );
    check(
        "bans = [\"smoked\"]\n",
        "",
        r#"1: the rulebook has no `bans`; add bans = ["…"] before the first table"#,
    );
}
