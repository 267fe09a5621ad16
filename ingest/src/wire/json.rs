//! Strict JSON in one pass: members as places in the line, and a digest of the content on the way.
//!
//! A general parser would do, but for three things that the contract asks at once: member names that stand twice are
//! refused at any depth, numbers are judged as they are written, and equal values must be told as equal whatever their
//! member order, white space and escapes (`events.md`, Identity). Doing all of it in the pass that finds the members
//! costs less than a second walk; `serde_json` is the judge in the tests.
//!
//! Invariant: the line is valid UTF-8 before it comes here. Nothing here knows an event type.

mod digest;
mod escapes;
mod names;

use digest::{digest_of_bytes, digest_of_number, digest_of_string, mix, seed};
use escapes::Spelled;
pub use escapes::unescape;
pub use names::Names;

/// Objects and arrays may nest so deep.
const DEPTH_MAX: u32 = 127;

/// What a value is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// A value as a place in the line; of a string what stands between the quotes.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// What it is.
    pub kind: Kind,
    /// Whether a string has escapes.
    pub escaped: bool,
}

impl Token {
    /// A token that stands for nothing.
    pub const NOTHING: Token = Token { start: 0, end: 0, kind: Kind::Null, escaped: false };

    /// The bytes of the token.
    pub fn bytes<'l>(&self, line: &'l [u8]) -> &'l [u8] {
        &line[self.start as usize..self.end as usize]
    }
}

/// A member's name with its escapes resolved, and its digest: equal names have equal digests.
#[derive(Clone, Copy, Debug)]
pub struct Name<'n> {
    /// The name.
    pub bytes: &'n [u8],
    /// See [`name_digest`].
    pub digest: u64,
}

/// The digest of a member name.
pub fn name_digest(name: &[u8]) -> u64 {
    digest_of_bytes(name, &seed::NAME)
}

/// Why a line is not JSON, and at which byte.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotJson {
    /// The byte, from 0.
    pub at: usize,
    /// What is wrong there.
    pub what: &'static str,
}

/// Hears of the members of the outer object, and of those of the member it calls for.
pub trait Members {
    /// Whether the members of this outer member are to be heard one by one.
    fn opens(&mut self, name: &[u8]) -> bool;
    /// A member of the outer object. `false`: the name was there already.
    fn outer(&mut self, name: Name<'_>, value: Token) -> bool;
    /// A member of the opened object. `false`: the name was there already.
    fn inner(&mut self, name: Name<'_>, value: Token) -> bool;
}

/// Reads one line. Gives the outer value's kind and the digest of the whole content.
pub fn read(line: &[u8], members: &mut impl Members) -> Result<(Kind, u64), NotJson> {
    let mut reader = Reader { line, at: 0 };
    reader.space();
    let (kind, digest) = if reader.peek() == Some(b'{') {
        (Kind::Object, reader.outer(members)?)
    } else {
        let (token, digest) = reader.value(0)?;
        (token.kind, digest)
    };
    reader.space();
    if reader.at < line.len() {
        return Err(reader.wrong("something stands after the value"));
    }
    Ok((kind, digest))
}

/// Reads the members of an object that was read before, one level deep.
pub fn members_of(line: &[u8], object: Token, mut each: impl FnMut(&[u8], Token)) {
    let mut reader = Reader { line: &line[..object.end as usize], at: object.start as usize };
    // The line was read once without a mistake; a second reading finds none.
    let _ = reader.object(0, &mut |name: Name<'_>, value| {
        each(name.bytes, value);
        true
    });
}

/// Reads the elements of an array that was read before.
pub fn elements_of(line: &[u8], array: Token, mut each: impl FnMut(Token)) {
    let mut reader = Reader { line: &line[..array.end as usize], at: array.start as usize };
    let _ = reader.array(0, &mut each);
}

struct Reader<'l> {
    line: &'l [u8],
    at: usize,
}

type Read<T> = Result<T, NotJson>;

impl<'l> Reader<'l> {
    fn wrong(&self, what: &'static str) -> NotJson {
        NotJson { at: self.at, what }
    }

    #[inline(always)]
    fn peek(&self) -> Option<u8> {
        self.line.get(self.at).copied()
    }

    #[inline(always)]
    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.peek() {
            self.at += 1;
        }
    }

    #[inline(always)]
    fn expect(&mut self, byte: u8, what: &'static str) -> Read<()> {
        if self.peek() != Some(byte) {
            return Err(self.wrong(what));
        }
        self.at += 1;
        Ok(())
    }

    /// The outer object, whose members are heard, and those of the one that is opened.
    fn outer(&mut self, members: &mut impl Members) -> Read<u64> {
        self.members(&mut |reader, name| {
            let start = reader.at as u32;
            let (value, digest) = if reader.peek() == Some(b'{') && members.opens(name.bytes) {
                let digest = reader.object(2, &mut |name, value| members.inner(name, value))?;
                (Token { start, end: reader.at as u32, kind: Kind::Object, escaped: false }, digest)
            } else {
                reader.value(1)?
            };
            Ok(members.outer(name, value).then_some(digest))
        })
    }

    /// An object; `depth` is the level that it opens. `each` hears a member's name and value, and says `false`
    /// where the name was there already.
    fn object(&mut self, depth: u32, each: &mut impl FnMut(Name<'_>, Token) -> bool) -> Read<u64> {
        self.members(&mut |reader, name| {
            let (value, digest) = reader.value(depth)?;
            Ok(each(name, value).then_some(digest))
        })
    }

    /// Reads an object member by member: `each` reads the value behind a name and gives its digest, or nothing where the
    /// name was there already. The digest of an object does not depend on the order of its members.
    #[inline(always)]
    fn members(&mut self, each: &mut impl FnMut(&mut Self, Name<'_>) -> Read<Option<u64>>) -> Read<u64> {
        self.at += 1;
        let mut sum = seed::OBJECT;
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(sum);
        }
        loop {
            self.space();
            let (token, digest) = self.name()?;
            let spelled = Spelled::of(self.line, token);
            let value = each(self, Name { bytes: spelled.bytes(), digest })?;
            let Some(value) = value else {
                return Err(NotJson { at: token.start as usize, what: "a member name stands twice" });
            };
            sum = sum.wrapping_add(mix(digest, value));
            if self.closes(b'}', "`,` or `}` is missing")? {
                return Ok(sum);
            }
        }
    }

    /// Behind a member or element: whether the object or array closes, or goes on after a comma.
    #[inline(always)]
    fn closes(&mut self, bracket: u8, missing: &'static str) -> Read<bool> {
        self.space();
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(false)
            }
            Some(byte) if byte == bracket => {
                self.at += 1;
                Ok(true)
            }
            _ => Err(self.wrong(missing)),
        }
    }

    /// A member's name and the colon after it.
    #[inline(always)]
    fn name(&mut self) -> Read<(Token, u64)> {
        if self.peek() != Some(b'"') {
            return Err(self.wrong("a member name in quotes is missing"));
        }
        let name = self.string()?;
        self.space();
        self.expect(b':', "`:` is missing")?;
        self.space();
        Ok((name, digest_of_string(self.line, name, &seed::NAME)))
    }

    fn array(&mut self, depth: u32, each: &mut impl FnMut(Token)) -> Read<u64> {
        self.at += 1;
        let mut sum = seed::ARRAY;
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(sum);
        }
        loop {
            self.space();
            let (value, digest) = self.value(depth)?;
            each(value);
            sum = mix(sum, digest);
            if self.closes(b']', "`,` or `]` is missing")? {
                return Ok(sum);
            }
        }
    }

    /// Any value; `depth` is how many objects and arrays are open around it.
    #[inline(always)]
    fn value(&mut self, depth: u32) -> Read<(Token, u64)> {
        let start = self.at as u32;
        match self.peek() {
            Some(b'"') => {
                let string = self.string()?;
                Ok((string, digest_of_string(self.line, string, &seed::STRING)))
            }
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word(b"true", Kind::Bool, seed::TRUE),
            Some(b'f') => self.word(b"false", Kind::Bool, seed::FALSE),
            Some(b'n') => self.word(b"null", Kind::Null, seed::NULL),
            Some(b'{' | b'[') => {
                let (kind, digest) = self.nested(depth)?;
                Ok((Token { start, end: self.at as u32, kind, escaped: false }, digest))
            }
            Some(_) => Err(self.wrong("no JSON value begins like this")),
            None => Err(self.wrong("the line ends in the middle")),
        }
    }

    /// An object or array that nobody hears of.
    #[inline(never)]
    fn nested(&mut self, depth: u32) -> Read<(Kind, u64)> {
        if depth >= DEPTH_MAX {
            return Err(self.wrong("it nests deeper than 127"));
        }
        if self.peek() == Some(b'[') {
            return Ok((Kind::Array, self.array(depth + 1, &mut |_| ())?));
        }
        let mut names = Names::default();
        let digest = self.object(depth + 1, &mut |name, _| names.insert(name.bytes))?;
        Ok((Kind::Object, digest))
    }

    fn word(&mut self, word: &'static [u8], kind: Kind, digest: u64) -> Read<(Token, u64)> {
        let start = self.at;
        if !self.line[start..].starts_with(word) {
            return Err(self.wrong("no JSON value begins like this"));
        }
        self.at += word.len();
        Ok((Token { start: start as u32, end: self.at as u32, kind, escaped: false }, digest))
    }

    /// A string; ends behind its closing quote.
    #[inline(always)]
    fn string(&mut self) -> Read<Token> {
        self.at += 1;
        let start = self.at;
        let mut escaped = false;
        loop {
            self.at = end_of_plain(self.line, self.at);
            match self.peek() {
                Some(b'"') => {
                    let token =
                        Token { start: start as u32, end: self.at as u32, kind: Kind::String, escaped };
                    self.at += 1;
                    return Ok(token);
                }
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                Some(_) => return Err(self.wrong("a control character must be written as an escape")),
                None => return Err(self.wrong("a string does not end")),
            }
        }
    }

    #[cold]
    fn escape(&mut self) -> Read<()> {
        match self.line.get(self.at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 2,
            Some(b'u') => {
                let unit = self.unit(self.at)?;
                self.at += 6;
                if (0xdc00..0xe000).contains(&unit) {
                    return Err(self.wrong("a surrogate stands alone"));
                }
                if (0xd800..0xdc00).contains(&unit) {
                    let low = self.unit(self.at).ok().filter(|low| (0xdc00..0xe000).contains(low));
                    if low.is_none() {
                        return Err(self.wrong("a surrogate stands alone"));
                    }
                    self.at += 6;
                }
            }
            _ => return Err(self.wrong("there is no such escape")),
        }
        Ok(())
    }

    /// The value of `\u` and its four digits at a place.
    fn unit(&self, at: usize) -> Read<u32> {
        let wrong = NotJson { at, what: "an escape needs four hexadecimal digits" };
        let bytes = self.line.get(at..at + 6).ok_or(wrong)?;
        if &bytes[..2] != b"\\u" {
            return Err(wrong);
        }
        bytes[2..]
            .iter()
            .try_fold(0, |unit, &byte| Some(unit << 4 | char::from(byte).to_digit(16)?))
            .ok_or(wrong)
    }

    fn number(&mut self) -> Read<(Token, u64)> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let digits = self.at;
        self.digits()?;
        if self.line[digits] == b'0' && self.at > digits + 1 {
            return Err(NotJson { at: digits, what: "a number begins with a needless 0" });
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        let token = Token { start: start as u32, end: self.at as u32, kind: Kind::Number, escaped: false };
        match digest_of_number(&self.line[start..self.at]) {
            Some(digest) => Ok((token, digest)),
            None => Err(NotJson { at: start, what: "a number is beyond a double" }),
        }
    }

    fn digits(&mut self) -> Read<()> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        if self.at == start { Err(self.wrong("a digit is missing")) } else { Ok(()) }
    }
}

/// The first byte from `at` on that a string cannot hold as it is: quote, backslash or control character; or the end.
#[inline(always)]
fn end_of_plain(line: &[u8], mut at: usize) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const TOPS: u64 = 0x8080_8080_8080_8080;
    while let Some(Ok(word)) = line.get(at..at + 8).map(<[u8; 8]>::try_from) {
        let word = u64::from_le_bytes(word);
        let zero_in = |word: u64| word.wrapping_sub(ONES) & !word & TOPS;
        let below_space = word.wrapping_sub(ONES * 0x20) & !word & TOPS;
        let found = zero_in(word ^ (ONES * u64::from(b'"')))
            | zero_in(word ^ (ONES * u64::from(b'\\')))
            | below_space;
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while let Some(&byte) = line.get(at) {
        if byte == b'"' || byte == b'\\' || byte < 0x20 {
            return at;
        }
        at += 1;
    }
    at
}
