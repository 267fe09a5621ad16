//! Every mistake that a registry can have, with its line and its mend.

use super::{GOOD, check_files, good};
use std::fmt::Write;

/// What is wrong where `text` is read together with the good registry.
fn check(text: &str, expect: &[&str]) {
    check_files(&[("good.toml", GOOD), ("more.toml", text)], expect);
}

/// What is wrong where `new` stands in the place of `old` in the good registry.
fn check_changed(old: &str, new: &str, expect: &[&str]) {
    assert_eq!(GOOD.matches(old).count(), 1, "{old}");
    check_files(&[("good.toml", &GOOD.replace(old, new))], expect);
}

#[test]
fn an_empty_folder_has_no_region() {
    let expect = [
        "registry: there is no [region]; add [region] with code, name and timezone to one of the files",
        "registry: there is no schedule with the id `standard`; \
         add [[schedule]] with id = \"standard\", `am` and `pm` to one of the files",
    ];
    check_files(&[], &expect);
    check_files(&[("empty.toml", "")], &expect);
}

#[test]
fn there_is_one_region() {
    check(
        "[region]\ncode = \"220822\"\nname = \"another\"\ntimezone = \"Asia/Shanghai\"\n",
        &["more.toml:1: [region] is already at good.toml:1; keep one of the two"],
    );
    let twice = format!(
        "{GOOD}\n[region]\n\n[[window]]\nid = \"W-03\"\nname = \"x\"\nsite = \"hal\"\ndepartment = \"D-01\"\n"
    );
    let first = GOOD.lines().count() + 2;
    check_files(
        &[("good.toml", &twice)],
        &[
            &format!("good.toml:{first}: duplicate key; mend the TOML syntax here"),
            &format!(
                "good.toml:{}: there is no site `hal`; add it as [[site]], or write the id of one that is there",
                first + 5
            ),
        ],
    );
    check_changed(
        "[region]",
        "[[region]]",
        &[
            "good.toml:1: `region` is no table of its own; write [region]",
            "registry: there is no [region]; add [region] with code, name and timezone to one of the files",
        ],
    );
}

#[test]
fn the_region_says_its_code_name_and_zone() {
    check_files(
        &[
            (
                "a.toml",
                "[region]\ncode = \"\"\ntimezone = \"Asia/Zhenlai\"\ndistrict = 1\nleader = {}\nsupervision = \"x\"\n",
            ),
            ("s.toml", STANDARD),
        ],
        &[
            "a.toml:1: [region] has no `name`; add name = \"…\"",
            "a.toml:2: `code` of [region] is empty; write a text between the quotes",
            "a.toml:3: there is no time zone `Asia/Zhenlai`; write an IANA name such as \"Asia/Shanghai\"",
            "a.toml:4: unknown key `district` in [region]; take it out",
            "a.toml:5: `leader` of [region] has no `name`; add name = \"…\"",
            "a.toml:6: `supervision` of [region] is not a table; write a table",
        ],
    );
}

const STANDARD: &str = "[[schedule]]\nid = \"standard\"\nam = { start = \"08:30:00\", end = \"11:30:00\" }\npm = { start = \"13:00:00\", end = \"17:00:00\" }\n";

#[test]
fn a_person_has_a_name_and_perhaps_addresses() {
    check(
        "[[department]]\nid = \"D-03\"\nname = \"x\"\n[department.head]\nname = \"\"\nemail = \"\"\nwebhook = 3\nphone = \"110\"\n",
        &[
            "more.toml:5: `name` of `head` of [[department]] is empty; write a text between the quotes",
            "more.toml:6: `email` of `head` of [[department]] is empty; write a text between the quotes",
            "more.toml:7: `webhook` of `head` of [[department]] is not a text in quotes; write a text in quotes",
            "more.toml:8: unknown key `phone` in `head` of [[department]]; take it out",
        ],
    );
}

#[test]
fn sections_stand_in_double_brackets_and_are_known() {
    check(
        "[window]\nid = \"W-03\"\n[[windows]]\nid = \"W-04\"\n[settings]\nx = 1\n",
        &[
            "more.toml:1: [window] stands in single brackets; write [[window]]",
            "more.toml:3: unknown key `windows` in the registry; did you mean `window`? otherwise take it out",
            "more.toml:5: unknown key `settings` in the registry; take it out",
        ],
    );
    check("item = 3", &["more.toml:1: `item` of the registry is not a list; write a list"]);
}

#[test]
fn ids_are_there_and_have_1_to_64_characters() {
    let department = |id: &str| format!("[[department]]\nid = \"{id}\"\nname = \"x\"\n");
    check(&department(&"县".repeat(64)), &[]);
    check(
        &department(&"县".repeat(65)),
        &["more.toml:2: `id` has 65 characters; write an id of 1 to 64 characters"],
    );
    check(
        &department(""),
        &["more.toml:2: `id` of [[department]] is empty; write a text between the quotes"],
    );
    check("[[staff]]\nname = \"x\"\n", &["more.toml:1: [[staff]] has no `id`; add id = \"…\""]);
    check(
        "[[staff]]\nid = 7\nname = \"x\"\n",
        &["more.toml:2: `id` of [[staff]] is not a text in quotes; write a text in quotes"],
    );
}

#[test]
fn an_id_is_given_once() {
    check(
        "[[schedule]]\nid = \"early\"\nam = { start = \"08:00:00\", end = \"12:00:00\" }\npm = { start = \"13:00:00\", end = \"17:00:00\" }\n\
         [[site]]\nid = \"hall\"\nname = \"x\"\nkind = \"village\"\n\
         [[department]]\nid = \"D-01\"\nname = \"x\"\n\
         [[window]]\nid = \"W-01\"\nname = \"x\"\nsite = \"hall\"\ndepartment = \"D-01\"\n\
         [[staff]]\nid = \"S-001\"\nname = \"x\"\n\
         [[staff]]\nid = \"S-001\"\nname = \"x\"\n\
         [[item]]\ncode = \"I-001\"\nname = \"x\"\ndepartment = \"D-01\"\nkind = \"joint\"\nstatutory_days = 1\npromised_days = 1\n",
        &[
            "more.toml:1: schedule `early` is already at good.toml:13; give it an id of its own, or take one of the two out",
            "more.toml:5: site `hall` is already at good.toml:25; give it an id of its own, or take one of the two out",
            "more.toml:9: department `D-01` is already at good.toml:35; give it an id of its own, or take one of the two out",
            "more.toml:12: window `W-01` is already at good.toml:46; give it an id of its own, or take one of the two out",
            "more.toml:17: staff `S-001` is already at good.toml:56; give it an id of its own, or take one of the two out",
            "more.toml:20: staff `S-001` is already at more.toml:17; give it an id of its own, or take one of the two out",
            "more.toml:23: item `I-001` is already at good.toml:89; give it an id of its own, or take one of the two out",
        ],
    );
    // Kinds do not share their ids.
    check("[[staff]]\nid = \"W-01\"\nname = \"x\"\n", &[]);
}

#[test]
fn what_is_referred_to_is_there() {
    check(
        "[[site]]\nid = \"x\"\nname = \"x\"\nkind = \"township\"\nschedule = \"late\"\n\
         [[window]]\nid = \"W-03\"\nname = \"x\"\nsite = \"Hall\"\ndepartment = \"D-09\"\n\
         [[item]]\ncode = \"I-003\"\nname = \"x\"\ndepartment = \"D-09\"\nkind = \"reported\"\nstatutory_days = 1\npromised_days = 1\n\
         [[assignment]]\nstaff = \"S-009\"\nwindow = \"W-09\"\nfrom = 2026-01-05\n",
        &[
            "more.toml:5: there is no schedule `late`; add it as [[schedule]], or write the id of one that is there",
            "more.toml:9: there is no site `Hall`; add it as [[site]], or write the id of one that is there",
            "more.toml:10: there is no department `D-09`; add it as [[department]], or write the id of one that is there",
            "more.toml:14: there is no department `D-09`; add it as [[department]], or write the id of one that is there",
            "more.toml:19: there is no staff `S-009`; add it as [[staff]], or write the id of one that is there",
            "more.toml:20: there is no window `W-09`; add it as [[window]], or write the id of one that is there",
        ],
    );
}

#[test]
fn what_has_a_mistake_of_its_own_can_be_referred_to() {
    check(
        "[[site]]\nid = \"x\"\nkind = \"hall\"\n[[window]]\nid = \"W-03\"\nname = \"x\"\nsite = \"x\"\ndepartment = \"D-01\"\n",
        &["more.toml:1: [[site]] has no `name`; add name = \"…\""],
    );
}

#[test]
fn required_keys_are_there() {
    check(
        "[[schedule]]\n[[site]]\n[[department]]\n[[window]]\n[[staff]]\n[[assignment]]\n[[item]]\n",
        &[
            "more.toml:1: [[schedule]] has no `am`; add am = { start = \"HH:MM:SS\", end = \"HH:MM:SS\" }",
            "more.toml:1: [[schedule]] has no `id`; add id = \"…\"",
            "more.toml:1: [[schedule]] has no `pm`; add pm = { start = \"HH:MM:SS\", end = \"HH:MM:SS\" }",
            "more.toml:2: [[site]] has no `id`; add id = \"…\"",
            "more.toml:2: [[site]] has no `kind`; add kind = \"…\"",
            "more.toml:2: [[site]] has no `name`; add name = \"…\"",
            "more.toml:3: [[department]] has no `id`; add id = \"…\"",
            "more.toml:3: [[department]] has no `name`; add name = \"…\"",
            "more.toml:4: [[window]] has no `department`; add department = \"…\"",
            "more.toml:4: [[window]] has no `id`; add id = \"…\"",
            "more.toml:4: [[window]] has no `name`; add name = \"…\"",
            "more.toml:4: [[window]] has no `site`; add site = \"…\"",
            "more.toml:5: [[staff]] has no `id`; add id = \"…\"",
            "more.toml:5: [[staff]] has no `name`; add name = \"…\"",
            "more.toml:6: [[assignment]] has no `from`; add the first day, from = 2026-01-05",
            "more.toml:6: [[assignment]] has no `staff`; add staff = \"…\"",
            "more.toml:6: [[assignment]] has no `window`; add window = \"…\"",
            "more.toml:7: [[item]] has no `code`; add code = \"…\"",
            "more.toml:7: [[item]] has no `department`; add department = \"…\"",
            "more.toml:7: [[item]] has no `kind`; add kind = \"…\"",
            "more.toml:7: [[item]] has no `name`; add name = \"…\"",
            "more.toml:7: [[item]] has no `promised_days`; add promised_days = and a count of working days",
            "more.toml:7: [[item]] has no `statutory_days`; add statutory_days = and a count of working days",
        ],
    );
}

#[test]
fn values_are_of_their_type_and_keys_are_known() {
    check_changed(
        "attendance = false",
        "attendance = \"no\"",
        &["good.toml:23: `attendance` of [[site]] is not true or false; write true or false"],
    );
    check_changed(
        "fee_cents = 1_000",
        "fee_cents = 10.5",
        &["good.toml:87: `fee_cents` of [[item]] is not a whole number; write a whole number"],
    );
    check_changed(
        "attendance = false",
        "atendance = false",
        &[
            "good.toml:23: unknown key `atendance` in [[site]]; did you mean `attendance`? otherwise take it out",
        ],
    );
    check_changed(
        "kind = \"instant\"",
        "kind = \"quick\"",
        &["good.toml:82: `kind` is \"quick\"; write one of instant, promised, joint, reported"],
    );
    check_changed(
        "to = 2026-06-30",
        "to = 2026-06-31",
        &[
            "good.toml:75: `to` of [[assignment]] is not a date such as 2026-09-01 (years 2000 to 2099); write a date such as 2026-09-01 (years 2000 to 2099)",
            "good.toml:75: invalid date, expected day between 01 and 30; mend the TOML syntax here",
        ],
    );
    check_changed(
        "from = 2026-01-05",
        "from = 1999-12-31",
        &[
            "good.toml:74: `from` of [[assignment]] is not a date such as 2026-09-01 (years 2000 to 2099); write a date such as 2026-09-01 (years 2000 to 2099)",
        ],
    );
}

#[test]
fn there_is_a_standard_schedule() {
    check_changed(
        "id = \"standard\"",
        "id = \"usual\"",
        &["registry: there is no schedule with the id `standard`; \
         add [[schedule]] with id = \"standard\", `am` and `pm` to one of the files"],
    );
}

#[test]
fn sessions_have_an_order() {
    let schedule = |am: &str, pm: &str| format!("[[schedule]]\nid = \"x\"\nam = {am}\npm = {pm}\n");
    let usual = "{ start = \"13:00:00\", end = \"17:00:00\" }";
    let check_am = |am: &str, expect: &[&str]| check(&schedule(am, usual), expect);
    check_am("{ start = \"08:30:00\", end = \"13:00:00\" }", &[]);
    check_am(
        "{ start = \"08:30:00\", end = \"13:00:01\" }",
        &[
            "more.toml:4: `pm` of [[schedule]] starts before `am` ends; let `end` of `am` be at or before `start` of `pm`",
        ],
    );
    check_am("{ start = \"08:30:00\", end = \"08:30:01\" }", &[]);
    check_am(
        "{ start = \"08:30:00\", end = \"08:30:00\" }",
        &["more.toml:3: `start` of `am` is not before its `end`; let `start` be the earlier time of the two"],
    );
    check_am(
        "{ start = \"8:30:00\", end = \"24:00:00\" }",
        &[
            "more.toml:3: `end` is \"24:00:00\", which is no time of day; write HH:MM:SS from \"00:00:00\" to \"23:59:59\"",
            "more.toml:3: `start` is \"8:30:00\", which is no time of day; write HH:MM:SS from \"00:00:00\" to \"23:59:59\"",
        ],
    );
    check_am(
        "{ start = 08:30:00, ends = \"11:30:00\" }",
        &[
            "more.toml:3: `am` of [[schedule]] has no `end`; add end = \"…\"",
            "more.toml:3: `start` of `am` of [[schedule]] is not a text in quotes; write a text in quotes",
            "more.toml:3: unknown key `ends` in `am` of [[schedule]]; did you mean `end`? otherwise take it out",
        ],
    );
    check_am("\"08:30:00\"", &["more.toml:3: `am` of [[schedule]] is not a table; write a table"]);
}

#[test]
fn an_assignment_ends_when_it_began_or_later() {
    check_changed("to = 2026-06-30", "to = 2026-01-05", &[]);
    check_changed(
        "to = 2026-06-30",
        "to = 2026-01-04",
        &["good.toml:75: `to` (2026-01-04) is before `from` (2026-01-05); \
         mend one of the dates, or take out `to` where it holds until further notice"],
    );
}

#[test]
fn a_staff_member_has_one_assignment_on_a_date() {
    check_changed(
        "to = 2026-06-30\nlead = true",
        "to = 2026-07-01",
        &["good.toml:71: staff `S-001` has on 2026-07-01 the assignment at good.toml:60 as well; \
         let one end (`to`) the day before the other begins"],
    );
    // A long one meets each of several short ones, also those that do not follow it at once.
    check(
        "[[staff]]\nid = \"S-003\"\nname = \"x\"\n\
         [[assignment]]\nstaff = \"S-003\"\nwindow = \"W-01\"\nfrom = 2026-03-01\nto = 2026-03-31\n\
         [[assignment]]\nstaff = \"S-003\"\nwindow = \"W-01\"\nfrom = 2026-01-01\nto = 2026-12-31\n\
         [[assignment]]\nstaff = \"S-003\"\nwindow = \"W-02\"\nfrom = 2026-05-01\nto = 2026-05-31\n\
         [[assignment]]\nstaff = \"S-003\"\nwindow = \"W-02\"\nfrom = 2027-01-01\n",
        &[
            "more.toml:9: staff `S-003` has on 2026-03-01 the assignment at more.toml:4 as well; \
             let one end (`to`) the day before the other begins",
            "more.toml:14: staff `S-003` has on 2026-05-01 the assignment at more.toml:9 as well; \
             let one end (`to`) the day before the other begins",
        ],
    );
}

#[test]
fn a_window_has_one_lead_on_a_date() {
    let lead = |from: &str| {
        format!(
            "[[staff]]\nid = \"S-003\"\nname = \"x\"\n\
             [[assignment]]\nstaff = \"S-003\"\nwindow = \"W-02\"\nfrom = 2026-01-01\nto = 2026-03-31\nlead = true\n\
             [[staff]]\nid = \"S-004\"\nname = \"x\"\n\
             [[assignment]]\nstaff = \"S-004\"\nwindow = \"W-02\"\nfrom = {from}\nlead = true\n"
        )
    };
    check(&lead("2026-04-01"), &[]);
    check(
        &lead("2026-03-31"),
        &["more.toml:13: window `W-02` has on 2026-03-31 the lead at more.toml:4 as well; \
         write lead = true for one at a time"],
    );
    // Without `lead` many work at one window.
    check(&lead("2026-03-31").replace("lead = true", ""), &[]);
}

#[test]
fn days_and_fees_have_their_bounds() {
    check_changed(
        "statutory_days = 20",
        "statutory_days = 19",
        &[
            "good.toml:95: `promised_days` (20) exceeds `statutory_days` (19); promise no more days than the law allows",
        ],
    );
    check_changed(
        "statutory_days = 20",
        "statutory_days = -1",
        &["good.toml:94: `statutory_days` is -1; write a count of working days from 0 to 36525"],
    );
    check_changed("statutory_days = 20", "statutory_days = 36525", &[]);
    check_changed(
        "statutory_days = 20",
        "statutory_days = 36526",
        &["good.toml:94: `statutory_days` is 36526; write a count of working days from 0 to 36525"],
    );
    check_changed(
        "promised_days = 0",
        "promised_days = 1",
        &[
            "good.toml:84: an instant item has `promised_days` = 1; write promised_days = 0, or another `kind`",
        ],
    );
    check_changed("fee_cents = 1_000", "fee_cents = 0", &[]);
    check_changed(
        "fee_cents = 1_000",
        "fee_cents = -1",
        &[
            "good.toml:87: `fee_cents` is -1; write an amount from 0, or take it out where no fee may be charged",
        ],
    );
}

#[test]
fn a_registry_holds_65535_of_a_kind() {
    let mut text = GOOD.to_owned();
    // Two staff members are there already.
    for number in 2..65_535 {
        let _ = write!(text, "[[staff]]\nid = \"N-{number}\"\nname = \"x\"\n");
    }
    assert_eq!(good(&text).staff.len(), 65_535);
    check_files(
        &[("good.toml", &text), ("more.toml", "\n[[staff]]\nid = \"N-1\"\nname = \"x\"\n")],
        &["more.toml:2: this is one [[staff]] more than the 65535 that a registry can hold; \
         take out what is no longer needed, or divide the region"],
    );
}

#[test]
fn broken_syntax_does_not_make_others_look_wrong() {
    // The site's table is lost, but what refers to it is not to blame.
    check_changed(
        "[[site]]\nid = \"tax\"",
        "[[site]\nid = \"tax\"",
        &["good.toml:18: unclosed array table, expected `]`; mend the TOML syntax here"],
    );
}

#[test]
fn mistakes_come_by_file_and_line_whatever_the_order_of_files() {
    let broken = [
        ("b.toml", "[[staff]]\nid = \"S-1\"\n[[staff]]\nid = \"S-1\"\nname = \"x\"\n"),
        ("a.toml", "[[staff]]\nid = \"S-1\"\nname = \"x\"\n"),
        ("good.toml", GOOD),
    ];
    let expect = [
        "b.toml:1: [[staff]] has no `name`; add name = \"…\"",
        "b.toml:1: staff `S-1` is already at a.toml:1; give it an id of its own, or take one of the two out",
        "b.toml:3: staff `S-1` is already at b.toml:1; give it an id of its own, or take one of the two out",
    ];
    check_files(&broken, &expect);
    let reversed: Vec<_> = broken.into_iter().rev().collect();
    check_files(&reversed, &expect);
}
