//! Points: decimals with at most two places, held as whole hundredths so that sums are exact.

use std::fmt;
use std::iter::Sum;
use std::num::IntErrorKind;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// What is beyond this exponent is zero or out of all reach, however many digits stand before it.
const EXPONENT_END: i64 = 1 << 40;

/// Points in hundredths: `Points(250)` is 2.5 points.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Points(pub i32);

impl Points {
    /// No points.
    pub const ZERO: Points = Points(0);

    /// Whole points.
    pub const fn whole(points: i32) -> Points {
        Points(points * 100)
    }

    /// Reads a decimal number with at most two places, as JSON or TOML write it; an exponent is understood.
    /// `None` where it has more places or is not a number of a sensible size.
    pub fn parse(text: &str) -> Option<Points> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let exponent = match exponent.parse::<i64>() {
            Ok(exponent) => exponent.clamp(-EXPONENT_END, EXPONENT_END),
            Err(error) if *error.kind() == IntErrorKind::PosOverflow => EXPONENT_END,
            Err(error) if *error.kind() == IntErrorKind::NegOverflow => -EXPONENT_END,
            Err(_) => return None,
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = format!("{whole}{fraction}");
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let significant = digits.trim_end_matches('0');
        // Value = significant * 10^power; hundredths need power + 2 >= 0.
        let power = exponent - fraction.len() as i64 + (digits.len() - significant.len()) as i64;
        let number: i32 = match significant.trim_start_matches('0') {
            "" => return Some(Points::ZERO),
            digits => digits.parse().ok()?,
        };
        let scale = 10_i32.checked_pow(u32::try_from(power + 2).ok()?)?;
        let hundredths = number.checked_mul(scale)?;
        Some(Points(if negative { -hundredths } else { hundredths }))
    }

    /// The number of times this is counted.
    pub fn times(self, count: u8) -> Points {
        Points(self.0.saturating_mul(i32::from(count)))
    }
}

/// The shortest decimal with at least one place: `106.0`, `2.25`, `-0.5`.
impl fmt::Display for Points {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, hundredths) = (self.0.abs() / 100, self.0.abs() % 100);
        if hundredths % 10 == 0 {
            write!(out, "{sign}{whole}.{}", hundredths / 10)
        } else {
            write!(out, "{sign}{whole}.{hundredths:02}")
        }
    }
}

impl Add for Points {
    type Output = Points;
    fn add(self, other: Points) -> Points {
        Points(self.0 + other.0)
    }
}

impl Sub for Points {
    type Output = Points;
    fn sub(self, other: Points) -> Points {
        Points(self.0 - other.0)
    }
}

impl Neg for Points {
    type Output = Points;
    fn neg(self) -> Points {
        Points(-self.0)
    }
}

impl AddAssign for Points {
    fn add_assign(&mut self, other: Points) {
        self.0 += other.0;
    }
}

impl SubAssign for Points {
    fn sub_assign(&mut self, other: Points) {
        self.0 -= other.0;
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Points>>(points: I) -> Points {
        points.fold(Points::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::Points;

    #[test]
    fn points_are_read_and_written_exactly() {
        for (text, hundredths, written) in [
            ("5", 500, "5.0"),
            ("2.25", 225, "2.25"),
            ("-0.5", -50, "-0.5"),
            ("2.250", 225, "2.25"),
            ("1e1", 1000, "10.0"),
            ("225e-2", 225, "2.25"),
            ("0.0", 0, "0.0"),
            ("0e9", 0, "0.0"),
            ("0e2147483647", 0, "0.0"),
            ("-0.00e99999999999999999999", 0, "0.0"),
            ("100", 10_000, "100.0"),
        ] {
            let points = Points::parse(text);
            assert_eq!(points, Some(Points(hundredths)), "{text}");
            assert_eq!(Points(hundredths).to_string(), written);
        }
        for bad in [
            "2.255",
            "",
            "x",
            "1e99",
            "99999999999999999999",
            "1e-3",
            ".",
            "0e",
            "0ex",
            "1e-2147483648",
            "1e99999999999999999999",
        ] {
            assert_eq!(Points::parse(bad), None, "{bad}");
        }
    }
}
