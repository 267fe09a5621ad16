//! Reading rulebooks: every mistake is told where it stands, and versions come together.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

mod figures;
mod names;
mod rules;
mod versions;

use super::read;
use crate::document::folder::SourceFile;

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
