//! Sentences of the staff list.

use super::lower;
use crate::words::Lang;

impl Lang {
    /// How many have a grade.
    pub fn graded(self, counts: &[(String, i64)]) -> String {
        let told: Vec<String> = counts
            .iter()
            .map(|(grade, count)| match self {
                Lang::Zh => format!("{grade}{count}名"),
                Lang::En => format!("{} {count}", lower(grade)),
            })
            .collect();
        match self {
            Lang::Zh => format!("当月考评：{}", told.join("、")),
            Lang::En => format!("evaluation: {}", told.join(", ")),
        }
    }

    /// Who may be named an advanced individual.
    pub fn only_best_are_advanced(self, grade: &str, basis: Option<&str>) -> String {
        let basis = self.in_brackets(basis);
        match self {
            Lang::Zh => format!("考评为{grade}的方可评为先进个人{basis}"),
            Lang::En => {
                format!("only staff graded {} may be named advanced individuals{basis}", lower(grade))
            }
        }
    }
}
