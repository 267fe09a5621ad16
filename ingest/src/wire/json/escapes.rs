//! Strings with escapes, as the text that they spell.

use super::Token;

/// The text of a string, given what stands between its quotes, with its escapes resolved.
#[cold]
pub fn unescape(bytes: &[u8]) -> String {
    let mut text: Vec<u8> = Vec::with_capacity(bytes.len());
    let unit = |at: usize| {
        let digits = bytes.get(at + 2..at + 6).and_then(|digits| std::str::from_utf8(digits).ok());
        digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).unwrap_or(0xfffd)
    };
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'\\' {
            text.push(bytes[at]);
            at += 1;
            continue;
        }
        let mut step = 2;
        let character = match bytes[at + 1] {
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let high = unit(at);
                step = 6;
                let code = if (0xd800..0xdc00).contains(&high) {
                    step = 12;
                    0x1_0000 + ((high - 0xd800) << 10) + (unit(at + 6) & 0x3ff)
                } else {
                    high
                };
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            other => char::from(other),
        };
        text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        at += step;
    }
    String::from_utf8(text).unwrap_or_default()
}

/// A member name with its escapes resolved.
pub(super) enum Spelled<'l> {
    Plain(&'l [u8]),
    Escaped(String),
}

impl<'l> Spelled<'l> {
    #[inline(always)]
    pub fn of(line: &'l [u8], name: Token) -> Spelled<'l> {
        let bytes = name.bytes(line);
        if name.escaped { Spelled::Escaped(unescape(bytes)) } else { Spelled::Plain(bytes) }
    }

    #[inline(always)]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Spelled::Plain(bytes) => bytes,
            Spelled::Escaped(text) => text.as_bytes(),
        }
    }
}
