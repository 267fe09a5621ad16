//! Figures as a table wants them: the same number of places in every row, a true minus sign.

use scoring::month::MonthResult;
use scoring::points::Points;

/// How figures of points are written on one page.
#[derive(Clone, Copy)]
pub(super) struct Figures {
    places: usize,
}

impl Figures {
    /// One place, or two where some window needs them.
    pub fn of(result: &MonthResult) -> Figures {
        let needs_two = |points: &Points| points.0 % 10 != 0;
        let two = result.windows.iter().any(|standing| {
            standing.account.categories.iter().any(needs_two)
                || needs_two(&standing.account.bonus)
                || standing
                    .account
                    .entries
                    .iter()
                    .any(|entry| needs_two(&entry.requested) || needs_two(&entry.applied))
        });
        Figures { places: if two { 2 } else { 1 } }
    }

    /// `106.0`.
    pub fn plain(self, points: Points) -> String {
        let sign = if points.0 < 0 { "−" } else { "" };
        let (whole, hundredths) = (points.0.abs() / 100, points.0.abs() % 100);
        if self.places == 2 {
            format!("{sign}{whole}.{hundredths:02}")
        } else {
            format!("{sign}{whole}.{}", hundredths / 10)
        }
    }
}

/// `10` or `2.5`: full marks in a column's head.
pub(super) fn full_marks(points: Points) -> String {
    points.to_string().trim_end_matches(".0").to_owned()
}
