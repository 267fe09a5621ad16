//! The digest of a content: equal values have equal digests whatever their member order, white space and escapes (`events.md`,
//! Identity). Digests are kept beside the events, so how they are made is laid down for good.

use super::Token;
use super::escapes::unescape;
use rapidhash::v3::{DEFAULT_RAPID_SECRETS, RapidSecrets, rapidhash_v3_nano_inline};

/// Seeds that keep values of different kinds apart.
pub(super) mod seed {
    use super::{DEFAULT_RAPID_SECRETS, RapidSecrets};

    const fn of(seed: u64) -> RapidSecrets {
        RapidSecrets { seed, secrets: DEFAULT_RAPID_SECRETS.secrets }
    }

    pub const STRING: RapidSecrets = of(0x1f83_d9ab_fb41_bd6b);
    pub const NAME: RapidSecrets = of(0x5be0_cd19_137e_2179);
    pub const LONG_NUMBER: RapidSecrets = of(0x510e_527f_ade6_82d1);
    pub const NUMBER: u64 = 3;
    pub const NULL: u64 = 0x9e37_79b9_7f4a_7c15;
    pub const TRUE: u64 = 0xbf58_476d_1ce4_e5b9;
    pub const FALSE: u64 = 0x94d0_49bb_1331_11eb;
    pub const ARRAY: u64 = 0xd6e8_feb8_6659_fd93;
    pub const OBJECT: u64 = 0xa076_1d64_78bd_642f;
}

pub(super) fn mix(a: u64, b: u64) -> u64 {
    let wide = u128::from(a ^ 0x2d35_8dcc_aa6c_78a5) * u128::from(b ^ 0x8bb8_4b93_962e_acc9);
    (wide as u64) ^ ((wide >> 64) as u64)
}

#[inline(always)]
pub(super) fn digest_of_string(line: &[u8], string: Token, seed: &RapidSecrets) -> u64 {
    let bytes = string.bytes(line);
    if string.escaped {
        digest_of_bytes(unescape(bytes).as_bytes(), seed)
    } else {
        digest_of_bytes(bytes, seed)
    }
}

/// The hash is one whose values are laid down for good, since digests are kept beside the events.
#[inline(always)]
pub(super) fn digest_of_bytes(bytes: &[u8], seed: &RapidSecrets) -> u64 {
    rapidhash_v3_nano_inline::<true, false>(bytes, seed)
}

/// Exponents are told apart up to here, which leaves room for the digits of a line.
const EXPONENT_END: i64 = 1 << 60;

/// The digest of a number by its value; `None` beyond a double.
pub(super) fn digest_of_number(text: &[u8]) -> Option<u64> {
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    // The usual case: a short whole number.
    if text.len() <= 18 && text.iter().all(u8::is_ascii_digit) {
        let mut value = text.iter().fold(0_u64, |value, digit| value * 10 + u64::from(digit - b'0'));
        let mut power = 0;
        while value != 0 && value.is_multiple_of(10) {
            value /= 10;
            power += 1;
        }
        return Some(digest_of_parts(negative, value, power));
    }
    let spelled = std::str::from_utf8(text).unwrap_or_default();
    if spelled.parse::<f64>().is_ok_and(f64::is_infinite) {
        return None;
    }
    let (mantissa, exponent) = spelled.split_once(['e', 'E']).unwrap_or((spelled, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_start_matches('0').trim_end_matches('0');
    let trailing = digits.len() - digits.trim_end_matches('0').len();
    if significant.is_empty() {
        return Some(digest_of_parts(false, 0, 0));
    }
    // Only exponents below zero can be so far out here; what lies beyond the end is as good as the end.
    let exponent = exponent.parse().unwrap_or(-EXPONENT_END).clamp(-EXPONENT_END, EXPONENT_END);
    let power = exponent + trailing as i64 - fraction.len() as i64;
    Some(match significant.parse::<u64>() {
        Ok(value) if significant.len() <= 18 => digest_of_parts(negative, value, power),
        _ => mix(
            digest_of_bytes(significant.as_bytes(), &seed::LONG_NUMBER),
            (power as u64) << 1 | u64::from(negative),
        ),
    })
}

fn digest_of_parts(negative: bool, value: u64, power: i64) -> u64 {
    let sign = u64::from(negative && value != 0);
    mix(value ^ seed::NUMBER << 60, (power as u64) << 1 | sign)
}
