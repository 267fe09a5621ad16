//! Rules: their ids, points, ranges, sides, categories and clauses.

use super::check;

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
