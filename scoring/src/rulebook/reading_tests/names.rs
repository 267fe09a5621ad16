//! Heads, keys, kinds, and what refers to them.

use super::check;

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
