//! Until when a certificate holds: the one fact of it that the service watches, read from its DER.

use scoring::time::Instant;

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const VERSION: u8 = 0xa0;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// The last moment of a certificate; none where the bytes are no certificate.
pub fn ends(der: &[u8]) -> Option<Instant> {
    let (certificate, _) = within(der, SEQUENCE)?;
    let (mut rest, _) = within(certificate, SEQUENCE)?;
    if rest.first() == Some(&VERSION) {
        rest = within(rest, VERSION)?.1;
    }
    // Serial number, signature algorithm, issuer.
    for tag in [INTEGER, SEQUENCE, SEQUENCE] {
        rest = within(rest, tag)?.1;
    }
    let (validity, _) = within(rest, SEQUENCE)?;
    // From when it holds is of no interest here.
    let (_, after) = within(validity, *validity.first()?)?;
    time(after)
}

/// What a value holds, and what comes after it.
fn within(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&found, rest) = bytes.split_first()?;
    if found != tag {
        return None;
    }
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let count = usize::from(first & 0x7f);
        if count == 0 || count > 4 {
            return None;
        }
        let (figures, rest) = rest.split_at_checked(count)?;
        (figures.iter().fold(0, |length, &figure| length << 8 | usize::from(figure)), rest)
    };
    rest.split_at_checked(length)
}

/// A time. Years of two figures are of 1950 to 2049 (RFC 5280, 4.1.2.5); what is before 2000 or after 2099 is as its border.
fn time(bytes: &[u8]) -> Option<Instant> {
    let tag = *bytes.first()?;
    let (text, _) = within(bytes, tag)?;
    let text = std::str::from_utf8(text).ok().filter(|text| text.is_ascii())?;
    let whole = match tag {
        UTC_TIME => {
            let year: u32 = text.get(..2)?.parse().ok()?;
            format!("{}{text}", if year < 50 { "20" } else { "19" })
        }
        GENERALIZED_TIME => text.to_owned(),
        _ => return None,
    };
    match whole.get(..4)? {
        year if year < "2000" => Instant::parse("2000-01-01T00:00:00Z"),
        year if year > "2099" => Instant::parse("2099-12-31T23:59:59Z"),
        year => {
            let part = |from: usize| whole.get(from..from + 2);
            let (month, day, hour, minute) = (part(4)?, part(6)?, part(8)?, part(10)?);
            Instant::parse(&format!("{year}-{month}-{day}T{hour}:{minute}:{}", whole.get(12..)?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ends, time};
    use scoring::time::Instant;

    #[test]
    fn times_are_read_as_certificates_write_them() {
        let utc = |text: &str| time(&[&[0x17, 13], text.as_bytes()].concat());
        let long = |text: &str| time(&[&[0x18, 15], text.as_bytes()].concat());
        assert_eq!(utc("261231235959Z"), Instant::parse("2026-12-31T23:59:59Z"));
        assert_eq!(utc("991231235959Z"), Instant::parse("2000-01-01T00:00:00Z"));
        assert_eq!(long("20510102030405Z"), Instant::parse("2051-01-02T03:04:05Z"));
        assert_eq!(long("40960101000000Z"), Instant::parse("2099-12-31T23:59:59Z"));
        assert_eq!(utc("261331235959Z"), None);
    }

    #[test]
    fn what_is_no_certificate_has_no_end() {
        for bytes in [&b""[..], b"0", &[0x30, 0x84, 0xff], &[0x30, 0x03, 0x30, 0x01, 0x00], &[0x30, 0x80]] {
            assert_eq!(ends(bytes), None);
        }
    }
}
