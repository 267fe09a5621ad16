//! Figures as a table wants them: the same number of places in every row, a true minus sign.

use scoring::ledger::Account;
use scoring::points::Points;
use serde::{Serialize, Serializer};

/// Points in a view: a number in JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score(pub Points);

impl Serialize for Score {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Hundredths have a shortest decimal, and that is what is written.
        serializer.serialize_f64(f64::from(self.0.0) / 100.0)
    }
}

/// How figures of points are written on one page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    places: usize,
}

impl Figures {
    /// One place, or two where some account needs them.
    pub fn of<'a>(accounts: impl Iterator<Item = &'a Account>) -> Figures {
        let needs_two = |points: &Points| points.0 % 10 != 0;
        let mut accounts = accounts;
        let two = accounts.any(|account| {
            account.categories.iter().any(needs_two)
                || needs_two(&account.bonus)
                || account
                    .entries
                    .iter()
                    .any(|entry| needs_two(&entry.requested) || needs_two(&entry.applied))
        });
        Figures { places: if two { 2 } else { 1 } }
    }

    /// One place, or two where some of these points need them.
    pub fn of_points(mut points: impl Iterator<Item = Points>) -> Figures {
        Figures { places: if points.any(|points| points.0 % 10 != 0) { 2 } else { 1 } }
    }

    /// `106.0`.
    pub fn plain(self, score: &Score) -> String {
        let points = score.0;
        let sign = if points.0 < 0 { "−" } else { "" };
        let (whole, hundredths) = (points.0.abs() / 100, points.0.abs() % 100);
        if self.places == 2 {
            format!("{sign}{whole}.{hundredths:02}")
        } else {
            format!("{sign}{whole}.{}", hundredths / 10)
        }
    }

    /// `106.0`, or a dash.
    pub fn or_dash(self, score: &Option<Score>) -> String {
        score.as_ref().map_or("—".to_owned(), |score| self.plain(score))
    }
}

/// `10` or `2.5`: full marks in a column's head.
pub fn full_marks(score: &Score) -> String {
    score.0.to_string().trim_end_matches(".0").to_owned()
}

/// `1,234`: a count that may grow large.
pub fn grouped(count: &u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Figures, Score, grouped};
    use scoring::points::Points;

    #[test]
    fn figures_have_their_places_and_a_true_minus() {
        let one = Figures { places: 1 };
        let two = Figures { places: 2 };
        assert_eq!([one.plain(&Score(Points(-450))), two.plain(&Score(Points(5)))], ["−4.5", "0.05"]);
        assert_eq!(one.or_dash(&None), "—");
        assert_eq!([grouped(&7), grouped(&1_000), grouped(&1_234_567)], ["7", "1,000", "1,234,567"]);
        assert_eq!(serde_json::to_string(&Score(Points(11_350))).ok().as_deref(), Some("113.5"));
    }
}
