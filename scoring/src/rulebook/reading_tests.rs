//! Reading rulebooks: every mistake is told where it stands, and versions come together.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

use super::{Book, read};
use crate::document::folder::SourceFile;
use crate::time::Month;

/// A complete rulebook, as small as can be.
const SMALL: &str = r#"id = "small"
version = "1"
effective = 2026-01-01
title = { zh = "小", en = "Small" }
bans = ["smoked"]
peer_top_places = 5
dissatisfied_rating_points = { level_1 = 5, level_2 = 2 }
kinds = [
  { name = "late", origin = "attendance", title = { zh = "迟到", en = "Late" } },
  { name = "early_leave", origin = "attendance", title = { zh = "早退", en = "Left early" } },
  { name = "absent", origin = "attendance", title = { zh = "旷工", en = "Absent" } },
  { name = "leave_taken", origin = "derived", title = { zh = "请假", en = "On leave" } },
  { name = "full_attendance", origin = "derived", title = { zh = "满勤", en = "Always there" } },
  { name = "overdue", origin = "derived", title = { zh = "超时", en = "Overdue" } },
  { name = "joint_delay", origin = "derived", title = { zh = "联办拖延", en = "Joint delay" } },
  { name = "dissatisfied", origin = "derived", title = { zh = "不满意", en = "Dissatisfied" } },
  { name = "complaint_upheld", origin = "derived", title = { zh = "投诉查实", en = "Upheld" } },
  { name = "fee_outside", origin = "derived_too", title = { zh = "场外收费", en = "Outside" } },
  { name = "fee_unauthorised", origin = "derived_too", title = { zh = "无依据", en = "Unauthorised" } },
  { name = "fee_above_standard", origin = "derived_too", title = { zh = "超标准", en = "Above" } },
  { name = "peer_top5", origin = "derived", title = { zh = "互评", en = "Peers" } },
  { name = "model_window", origin = "derived", title = { zh = "模范窗口", en = "Model" } },
  { name = "smoked", origin = "finding", title = { zh = "吸烟", en = "Smoked" } },
  { name = "commended", origin = "merit", title = { zh = "表扬", en = "Commended" } },
]

[window]
bonus = { id = "H", max = 20, title = { zh = "加分", en = "Bonus" }, clause = { zh = "三", en = "3" } }

[[window.category]]
id = "A"
full = 95
title = { zh = "考勤", en = "Attendance" }
clause = { zh = "一", en = "1" }

[[window.category]]
id = "G"
full = 5
title = { zh = "考评", en = "Evaluation" }
clause = { zh = "二", en = "2" }

[[window.rule]]
id = "W-A1"
kinds = ["late", "early_leave"]
points = 2
title = { zh = "迟到早退", en = "Late or early" }

[[window.rule]]
id = "W-A2"
kinds = ["smoked"]
points = { min = 1, max = 5, default = 1 }
title = { zh = "吸烟", en = "Smoked" }

[[window.rule]]
id = "W-G"
points = "evaluation"
title = { zh = "考评", en = "Evaluation" }

[[window.rule]]
id = "W-H1"
points_by_kind = { commended = 2, full_attendance = 1.5 }
title = { zh = "表扬", en = "Commended" }

[staff]
bonus = { id = "F", max = 20, title = { zh = "加分", en = "Bonus" } }
category = [
  { id = "E", full = 100, title = { zh = "考评", en = "Evaluation" } },
]
rule = [
  { id = "S-E", points = "evaluation", title = { zh = "考评", en = "E" }, clause = { zh = "四", en = "4" } },
]

[evaluation]
failed = "bad"
grade = [
  { id = "fine", mean_min = 60, points = 5, title = { zh = "好", en = "Fine" } },
  { id = "bad", mean_min = 0, points = 0, title = { zh = "差", en = "Bad" } },
]

[ranking]
staffed_workdays_min = 10
red_rank_max = 5
yellow_rank_above = 1
yellow_flags_warned_from = 2

[dissatisfied]
total_max = 60
complaints_upheld_min = 2
kinds = []

[targets]
reduction = 0.3

[deadlines]
case_warning_workdays = 3
case_level_3_workdays = 3
case_level_4_workdays = 5
complaint_workdays = 3
complaint_extended_workdays = 15
rating_verify_workdays = 1
rating_rectify_workdays = 15
"#;

/// Reads texts as the files `1.toml`, `2.toml` … and tells the mistakes.
fn told(texts: &[String]) -> Vec<String> {
    let files: Vec<SourceFile> = texts
        .iter()
        .zip(1..)
        .map(|(text, number)| SourceFile { name: format!("{number}.toml"), text: text.clone() })
        .collect();
    let mistakes = read(&files).map_or_else(|mistakes| mistakes, |_| Vec::new());
    mistakes.iter().map(ToString::to_string).collect()
}

/// Checks what is told of the small rulebook with one piece of it replaced, a mistake a line.
fn check(piece: &str, other: &str, expect: &str) {
    assert_eq!(SMALL.matches(piece).count(), 1, "{piece} is not there once");
    let told: Vec<String> = told(&[SMALL.replace(piece, other)]);
    let told: Vec<&str> = told.iter().map(|mistake| mistake.trim_start_matches("1.toml:")).collect();
    assert_eq!(told.join("\n"), expect, "{piece} -> {other}");
}

#[test]
fn the_small_rulebook_reads() {
    check("id = \"small\"", "id = \"small\"", "");
}

#[test]
fn heads_are_complete() {
    check("id = \"small\"\n", "", r#"1: the rulebook has no `id`; add id = "…""#);
    check(
        r#"version = "1""#,
        "version = 1",
        "2: `version` of the rulebook is not a text in quotes; write a text in quotes",
    );
    check(
        "effective = 2026-01-01\n",
        "",
        "1: the rulebook has no `effective`; add effective = 2026-01-01, the first day that it is in force",
    );
    check(
        "effective = 2026-01-01",
        "effective = 1999-12-31",
        "3: `effective` of the rulebook is not a date such as 2026-09-01 (years 2000 to 2099); write a date such as 2026-09-01 (years 2000 to 2099)",
    );
    check(
        r#"title = { zh = "小", en = "Small" }"#,
        r#"title = { zh = "小" }"#,
        r#"4: `title` of the rulebook has no `en`; add en = "…""#,
    );
    check(
        r#"title = { zh = "小", en = "Small" }"#,
        r#"title = "Small""#,
        "4: `title` of the rulebook is not a table; write a table",
    );
}

#[test]
fn unknown_keys_are_told() {
    check(
        r#"bans = ["smoked"]"#,
        "bans = [\"smoked\"]\nban = 1",
        "6: unknown key `ban` in the rulebook; did you mean `bans`? otherwise take it out",
    );
    check(
        "full = 95",
        "full = 95\nfuel = 1",
        "33: unknown key `fuel` in category `A`; did you mean `full`? otherwise take it out",
    );
    check(
        "points = 2\n",
        "points = 2\nafter_ = 2\n",
        "46: unknown key `after_` in rule `W-A1`; did you mean `after`? otherwise take it out",
    );
    check(
        "reduction = 0.3",
        "reductions = 0.3",
        "92: unknown key `reductions` in `targets` of the rulebook; did you mean `reduction`? otherwise take it out",
    );
    check(
        "default = 1 }",
        "default = 1, step = 1 }",
        "51: unknown key `step` in `points` of rule `W-A2`; take it out",
    );
}

#[test]
fn kinds_are_words_of_their_own() {
    check(
        r#"{ name = "smoked", origin"#,
        r#"{ name = "Smoked", origin"#,
        "5: kind `smoked` is not known; did you mean `Smoked`?\n\
         23: kind `Smoked` is not a word; write small letters, digits and _, a letter first\n\
         50: kind `smoked` is not known; did you mean `Smoked`?",
    );
    check(
        r#"{ name = "smoked", origin = "finding""#,
        r#"{ name = "late", origin = "attendance""#,
        "5: kind `smoked` is not known; add it to `kinds`\n\
         23: kind `late` is there twice; take one of them out\n\
         50: kind `smoked` is not known; add it to `kinds`",
    );
    check(
        r#"{ name = "commended", origin"#,
        r#"{ name = "evaluation", origin"#,
        "24: kind `evaluation` is the ledger's word for the month's evaluation; take another name\n\
         61: kind `commended` is not known; add it to `kinds`",
    );
    check(
        r#"origin = "merit""#,
        r#"origin = "merits""#,
        "24: origin `merits` is not known; did you mean `merit`?",
    );
    check(
        r#"origin = "merit""#,
        r#"origin = "unknown""#,
        "24: origin `unknown` is not known; write one of finding, merit, derived, derived_too, attendance",
    );
}

#[test]
fn kinds_that_scoring_derives_are_there() {
    check(
        "  { name = \"joint_delay\", origin = \"derived\", title = { zh = \"联办拖延\", en = \"Joint delay\" } },\n",
        "",
        "1: kind `joint_delay`, which scoring derives, is missing; add it to `kinds`; it need not have a rule",
    );
    check(
        r#"{ name = "overdue", origin = "derived""#,
        r#"{ name = "overdue", origin = "finding""#,
        r#"14: kind `overdue` has another origin than scoring gives it; write origin = "derived""#,
    );
    check(
        r#"{ name = "smoked", origin = "finding""#,
        r#"{ name = "smoked", origin = "derived""#,
        r#"23: kind `smoked` is marked as derived, but scoring does not derive it; write origin = "finding" or "merit""#,
    );
}

#[test]
fn references_are_known() {
    check(
        r#"bans = ["smoked"]"#,
        r#"bans = ["smoke"]"#,
        "5: kind `smoke` is not known; did you mean `smoked`?",
    );
    check(
        "kinds = [\"smoked\"]\npoints",
        "kinds = [\"slept\"]\npoints",
        "50: kind `slept` is not known; add it to `kinds`",
    );
    check("kinds = []", r#"kinds = ["soliciting"]"#, "89: kind `soliciting` is not known; add it to `kinds`");
    check(
        "{ commended = 2,",
        "{ comended = 2,",
        "61: kind `comended` is not known; did you mean `commended`?",
    );
    check(
        r#"failed = "bad""#,
        r#"failed = "worst""#,
        "74: `failed` names `worst`, which is no grade; write one of fine, bad",
    );
}

#[test]
fn rules_are_there_once() {
    check(r#"id = "W-A2""#, r#"id = "W-A1""#, "49: rule `W-A1` is there twice; give it an id of its own");
    check(
        "kinds = [\"smoked\"]\npoints",
        "kinds = [\"late\"]\npoints",
        "49: kind `late` has two rules in this book, `W-A1` and `W-A2`; leave it to one of them",
    );
    check(
        r#"kinds = ["late", "early_leave"]"#,
        r#"kinds = ["late", "late"]"#,
        "44: kind `late` is named twice in `kinds`; take one of them out",
    );
    check(
        "full_attendance = 1.5",
        "early_leave = 1.5",
        "60: rule `W-H1` gives points for finding `early_leave`; move it to a category\n\
         60: kind `early_leave` has two rules in this book, `W-A1` and `W-H1`; leave it to one of them",
    );
}

#[test]
fn rule_ids_have_book_category_and_number() {
    check(
        r#"id = "W-A2""#,
        r#"id = "S-A2""#,
        "49: rule id `S-A2` cannot be ordered in this book; write W-, the category's letter and a number: W-A1",
    );
    check(
        r#"id = "W-A2""#,
        r#"id = "W-2""#,
        "49: rule id `W-2` cannot be ordered in this book; write W-, the category's letter and a number: W-A1",
    );
    check(
        r#"id = "W-A2""#,
        r#"id = "W-A02""#,
        "49: rule id `W-A02` cannot be ordered in this book; write W-, the category's letter and a number: W-A1",
    );
    check(
        r#"id = "W-A2""#,
        r#"id = "A2""#,
        "49: rule id `A2` cannot be ordered in this book; write W-, the category's letter and a number: W-A1",
    );
    check(
        r#"id = "W-A2""#,
        r#"id = "W-C2""#,
        "49: rule `W-C2` stands in category `C`, which the book does not have; the letter of a rule's id is its category's",
    );
}

#[test]
fn points_are_positive_with_two_decimals() {
    check(
        "points = 2\n",
        "points = 0\n",
        "45: `points` is 0; write a number above 0 and at most 100.0, without a sign",
    );
    check(
        "points = 2\n",
        "points = -2\n",
        "45: `points` is -2; write a number above 0 and at most 100.0, without a sign",
    );
    check(
        "points = 2\n",
        "points = 100.01\n",
        "45: `points` is 100.01; write a number above 0 and at most 100.0, without a sign",
    );
    check("points = 2\n", "points = 2.125\n", "45: `points` is 2.125; points have at most two decimals");
    check(
        "points = 2\n",
        "points = \"all\"\n",
        r#"45: `points` is "all"; write a number, a range, "whole category" or "evaluation""#,
    );
    check(
        "points = 2\n",
        "points = true\n",
        r#"45: `points` is not a number; write a number, a range, "whole category" or "evaluation""#,
    );
    check(
        "points = 2\n",
        "\n",
        "42: rule `W-A1` has no `points`; add points = 2, or points_by_kind = { a_kind = 2, another = 3 }",
    );
    check(
        "{ commended = 2,",
        r#"{ commended = "2","#,
        "61: `commended` is not a number; write a number such as 2 or 0.5",
    );
    check(
        "points = 2\n",
        "points = \"whole category\"\nafter = 2\n",
        "45: `after` goes with a fixed number of points only; take `after` out",
    );
    check("points = 2\n", "points = 2\nafter = 0\n", "46: `after` is 0; write a number from 1 to 100");
    check(
        "kinds = [\"late\", \"early_leave\"]\n",
        "\n",
        r#"42: rule `W-A1` has no `kinds`; add kinds = ["…"] with the kinds that it turns into points"#,
    );
    check(r#"kinds = ["late", "early_leave"]"#, "kinds = []", "44: `kinds` names no kind; name at least one");
}

#[test]
fn ranges_hold_their_default() {
    check(
        "{ min = 1, max = 5, default = 1 }",
        "{ min = 1, max = 5, default = 0.99 }",
        "51: the range from 1.0 to 5.0 does not hold the default 0.99; min is at most default, default at most max",
    );
    check(
        "{ min = 1, max = 5, default = 1 }",
        "{ min = 1, max = 5, default = 5.01 }",
        "51: the range from 1.0 to 5.0 does not hold the default 5.01; min is at most default, default at most max",
    );
    check(
        "{ min = 1, max = 5, default = 1 }",
        "{ min = 5, max = 1, default = 3 }",
        "51: the range from 5.0 to 1.0 does not hold the default 3.0; min is at most default, default at most max",
    );
    check(
        "{ min = 1, max = 5, default = 1 }",
        "{ min = 1, max = 5 }",
        "51: `points` of rule `W-A2` has no `default`; add it with a number above 0 and at most 100.0",
    );
}

#[test]
fn merits_and_findings_keep_to_their_side() {
    check(
        "{ commended = 2,",
        "{ smoked = 2,",
        "60: rule `W-H1` gives points for finding `smoked`; move it to a category\n\
         60: kind `smoked` has two rules in this book, `W-A2` and `W-H1`; leave it to one of them",
    );
    check(
        "kinds = [\"smoked\"]\npoints",
        "kinds = [\"commended\"]\npoints",
        "49: rule `W-A2` takes points for merit `commended`; move it to the bonus\n\
         60: kind `commended` has two rules in this book, `W-A2` and `W-H1`; leave it to one of them",
    );
    check(
        "points_by_kind = { commended = 2, full_attendance = 1.5 }",
        "kinds = [\"commended\"]\npoints = \"whole category\"",
        "60: bonus rule `W-H1` gives a whole category; write how many points it gives",
    );
}

#[test]
fn categories_have_letters_and_make_100() {
    check(
        "full = 95",
        "full = 94.99",
        "27: the categories of the window book make 99.99; their full marks, the evaluation's too, must make 100",
    );
    check("full = 95", "full = 95.001", "32: `full` is 95.001; points have at most two decimals");
    check(
        r#"id = "G""#,
        r#"id = "g""#,
        "37: category `g` is not one letter; write one letter from A to Z\n\
         55: rule `W-G` stands in category `G`, which the book does not have; the letter of a rule's id is its category's",
    );
    check(
        r#"id = "G""#,
        r#"id = "A""#,
        "37: category `A` is there twice; give it a letter of its own, the bonus too\n\
         55: rule `W-G` stands in category `G`, which the book does not have; the letter of a rule's id is its category's",
    );
    check(
        r#"bonus = { id = "H""#,
        r#"bonus = { id = "G""#,
        "37: category `G` is there twice; give it a letter of its own, the bonus too\n\
         55: the evaluation's rule `W-G` stands in the bonus; give it a category\n\
         60: rule `W-H1` stands in category `H`, which the book does not have; the letter of a rule's id is its category's",
    );
    check(
        r#"max = 20, title = { zh = "加分", en = "Bonus" }, clause"#,
        r#"title = { zh = "加分", en = "Bonus" }, clause"#,
        "28: `bonus` of `window` of the rulebook has no `max`; add it with a number above 0 and at most 100.0",
    );
}

#[test]
fn each_book_evaluates_once() {
    check(
        "points = \"evaluation\"\ntitle",
        "kinds = [\"absent\"]\npoints = 2\ntitle",
        r#"27: no rule of the window book is for the month's evaluation; add a rule with points = "evaluation""#,
    );
    check(
        "id = \"W-A2\"\nkinds = [\"smoked\"]\npoints = { min = 1, max = 5, default = 1 }",
        "id = \"W-A2\"\npoints = \"evaluation\"",
        "53: rules `W-A2` and `W-G` are both for the evaluation; leave it to one of them",
    );
    check(
        "id = \"W-G\"\n",
        "id = \"W-H2\"\n",
        "55: the evaluation's rule `W-H2` stands in the bonus; give it a category",
    );
    check(
        "points = \"evaluation\"\ntitle",
        "points = \"evaluation\"\nkinds = [\"absent\"]\ntitle",
        "56: the evaluation's rule has kinds; take `kinds` out",
    );
}

#[test]
fn rules_cite_a_clause() {
    check(
        r#", clause = { zh = "四", en = "4" } }"#,
        " }",
        "70: rule `S-E` has no `clause`; add a clause to the rule or to its category",
    );
    check(
        r#"clause = { zh = "二", en = "2" }"#,
        r#"clause = { zh = "二", en = "" }"#,
        "40: `en` of `clause` of category `G` is empty; write a text between the quotes",
    );
}

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

#[test]
fn what_is_not_toml_is_told_for_that_alone() {
    check(
        "full = 95",
        "full = ",
        "32: string values must be quoted, expected literal string; mend the TOML syntax here",
    );
}

#[test]
fn versions_agree_on_what_they_are() {
    let second = |piece: &str, other: &str| {
        let later = SMALL.replace("version = \"1\"", "version = \"2\"").replace("2026-01-01", "2026-07-01");
        assert_eq!(later.matches(piece).count(), 1, "{piece} is not there once");
        told(&[SMALL.to_owned(), later.replace(piece, other)])
    };
    assert_eq!(second("2026-07-01", "2026-07-02"), [""; 0]);
    assert_eq!(
        second("id = \"small\"", "id = \"large\""),
        [
            "2.toml:1: this rulebook is `large`, another file's is `small`; give versions of one rulebook only, all with the same id"
        ]
    );
    assert_eq!(
        second("version = \"2\"", "version = \"1\""),
        ["2.toml:2: version `1` is there twice; give the later one a version of its own"]
    );
    assert_eq!(
        second("2026-07-01", "2026-01-01"),
        ["2.toml:3: versions `1` and `2` both take effect on 2026-01-01; give each a day of its own"]
    );
    assert_eq!(
        second("origin = \"merit\"", "origin = \"merit\", needs_staff = true"),
        ["2.toml:24: kind `commended` differs from version `1` in its origin or `needs_staff`; \
          give it the same in every version, or another name"]
    );
    assert_eq!(told(&[]), ["rulebook: there is no rulebook file; give at least one"]);
}

#[test]
fn every_file_is_told_of() {
    let first = SMALL.replace("full = 95", "full = ");
    let second = SMALL.replace("points = 2\n", "points = 0\n");
    let files: Vec<String> = told(&[first, second]).iter().map(|mistake| mistake[..6].to_owned()).collect();
    assert_eq!(files, ["1.toml", "2.toml"]);
}

#[test]
fn versions_share_their_kinds_and_take_over_from_a_full_month() {
    // The later version drops a kind, adds one in its place, and orders the rest anew.
    let mut lines: Vec<&str> = SMALL.lines().collect();
    lines.swap(8, 22);
    let later = (lines.join("\n") + "\n")
        .replace("version = \"1\"", "version = \"2\"")
        .replace("2026-01-01", "2026-07-02")
        .replace("{ name = \"smoked\"", "{ name = \"slept\"")
        .replace("[\"smoked\"]", "[\"slept\"]");
    let files = [("later", later), ("sooner", SMALL.to_owned())];
    let rulebooks = read(&files.map(|(name, text)| SourceFile { name: name.to_owned(), text })).unwrap();

    let names: Vec<&str> = rulebooks.kinds().iter().map(|kind| kind.name.as_str()).collect();
    assert_eq!((names[0], names[14], names[15], names[16]), ("late", "smoked", "commended", "slept"));
    let [sooner, later] = &rulebooks.versions[..] else { panic!("two versions") };
    assert_eq!(sooner.kinds.len(), later.kinds.len());
    assert_eq!((sooner.bans.as_slice(), later.bans.as_slice()), (&[14][..], &[16][..]));
    let rule = |book: &Book, kind: u16| book.rule(kind).map(|(rule, _)| rule.id.clone());
    assert_eq!(rule(&sooner.window_book, 14).as_deref(), Some("W-A2"));
    assert_eq!(rule(&later.window_book, 14), None);
    assert_eq!(rule(&later.window_book, 16).as_deref(), Some("W-A2"));
    assert_eq!(rule(&later.window_book, rulebooks.derived.late).as_deref(), Some("W-A1"));

    let version_of = |month: &str| rulebooks.of_month(Month::parse(month).unwrap()).version.as_str();
    assert_eq!((version_of("2025-12"), version_of("2026-07"), version_of("2026-08")), ("1", "1", "2"));
}

#[test]
fn reasons_to_turn_complaints_away_are_read_with_their_clauses() {
    let reason = "\n[[complaint_rejection]]\nid = \"not_party\"\ntitle = { zh = \"无关\", en = \"No party\" }\n\
                  clause = { zh = \"第三条\", en = \"article 3\" }\n";
    let file = |text: String| [SourceFile { name: "small.toml".to_owned(), text }];
    let rulebooks = read(&file(format!("{SMALL}{reason}"))).unwrap();
    let read_back = &rulebooks.of_month(Month::parse("2026-01").unwrap()).complaint_rejections;
    assert_eq!(
        (read_back.len(), read_back[0].id.as_str(), read_back[0].clause.zh.as_str()),
        (1, "not_party", "第三条")
    );
    assert!(
        read(&file(SMALL.to_owned()))
            .unwrap()
            .of_month(Month::parse("2026-01").unwrap())
            .complaint_rejections
            .is_empty()
    );
    let twice = read(&file(format!("{SMALL}{reason}{reason}"))).unwrap_err();
    assert_eq!(twice.len(), 1);
    assert!(twice[0].what.contains("`not_party` is there twice"), "{twice:?}");
    let bare = read(&file(format!("{SMALL}\n[[complaint_rejection]]\nid = \"x\"\n"))).unwrap_err();
    assert_eq!(bare.len(), 2, "title and clause are missing: {bare:?}");
}
