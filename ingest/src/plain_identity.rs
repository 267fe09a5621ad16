//! Identity numbers and telephone numbers where the contract wants a pseudonym: recognised, so that a feed that sends them is told
//! of and no page shows them.
//!
//! They are no rejection: the contract leaves `applicant` free, and the case must not be lost. An identity number is one by its
//! length and its check figure (GB 11643), a mobile number by its length and first two figures.

use serde::Deserialize;
use serde_json::value::RawValue;

/// What stands in the place of a number that nobody is to see.
pub const HIDDEN: &str = "[证件号或电话，已隐去 hidden]";

/// The weights of the first seventeen figures of an identity number.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check figure of each remainder by 11.
const CHECK_FIGURES: [u8; 11] = *b"10X98765432";

/// Whether a text is an identity number or a mobile telephone number, blanks and hyphens aside.
pub fn is_plain(text: &str) -> bool {
    let bare: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b' ' | b'-')).collect();
    let bare = bare.strip_prefix(b"+86").unwrap_or(&bare);
    is_identity_number(bare) || is_mobile_number(bare)
}

fn is_mobile_number(bare: &[u8]) -> bool {
    bare.len() == 11
        && bare.iter().all(u8::is_ascii_digit)
        && bare[0] == b'1'
        && (b'3'..=b'9').contains(&bare[1])
}

fn is_identity_number(bare: &[u8]) -> bool {
    let Some((last, figures)) = bare.split_last().filter(|(_, figures)| figures.len() == WEIGHTS.len())
    else {
        return false;
    };
    if !figures.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let sum: u32 =
        figures.iter().zip(WEIGHTS).map(|(figure, weight)| u32::from(figure - b'0') * weight).sum();
    CHECK_FIGURES[(sum % 11) as usize] == last.to_ascii_uppercase()
}

#[derive(Deserialize)]
struct Sent<'r> {
    #[serde(borrow)]
    data: Data<'r>,
}

#[derive(Deserialize)]
struct Data<'r> {
    #[serde(borrow)]
    applicant: &'r RawValue,
}

/// An event's text without the applicant's number, where it has one; every other byte as it was sent.
pub fn hidden_in(raw: &str) -> Option<String> {
    if !raw.contains("applicant") {
        return None;
    }
    let Sent { data } = serde_json::from_str(raw).ok()?;
    let value = data.applicant.get();
    let applicant: String = serde_json::from_str(value).ok()?;
    if !is_plain(&applicant) {
        return None;
    }
    let start = value.as_ptr() as usize - raw.as_ptr() as usize;
    Some(format!("{}\"{HIDDEN}\"{}", &raw[..start], &raw[start + value.len()..]))
}

#[cfg(test)]
mod tests {
    use super::{hidden_in, is_plain};

    #[test]
    fn numbers_are_told_from_pseudonyms_by_their_check_figure() {
        // The examples of GB 11643 itself.
        for plain in [
            "11010519491231002X",
            "11010519491231002x",
            "440524188001010014",
            "13812345678",
            "+86 138-1234-5678",
        ] {
            assert!(is_plain(plain), "{plain}");
        }
        for pseudonym in [
            "a81f",
            "110105194912310021",
            "440524188001010015",
            "12812345678",
            "1381234567",
            "138123456789",
            "",
        ] {
            assert!(!is_plain(pseudonym), "{pseudonym}");
        }
    }

    #[test]
    fn the_number_is_hidden_and_nothing_else() {
        let raw =
            r#"{"id":"13812345678","data":{"case":"13812345678", "applicant" : "13812345678","x":1.0}}"#;
        assert_eq!(
            hidden_in(raw).as_deref(),
            Some(
                r#"{"id":"13812345678","data":{"case":"13812345678", "applicant" : "[证件号或电话，已隐去 hidden]","x":1.0}}"#
            )
        );
        assert_eq!(hidden_in(r#"{"data":{"applicant":"a81f"}}"#), None);
        assert_eq!(hidden_in(r#"{"data":{"applicant":7}}"#), None);
    }
}
