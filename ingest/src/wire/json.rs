//! Strict JSON in one pass: members as places in the line, and a digest of the content on the way.
//!
//! A general parser would do, but for three things that the contract asks at once: member names that stand twice are
//! refused at any depth, numbers are judged as they are written, and equal values must be told as equal whatever their
//! member order, white space and escapes (`events.md`, Identity). Doing all of it in the pass that finds the members
//! costs less than a second walk; `serde_json` is the judge in the tests.
//!
//! Two things make it quick: where strings end is looked up for a whole text at once (`marks.rs`), and names that came one
//! after the other in an earlier line are compared instead of read (`paths.rs`, `told.rs`).
//!
//! Invariant: the line is valid UTF-8 before it comes here. Nothing here knows an event type.

mod digest;
mod escapes;
mod marks;
mod members;
mod names;
mod paths;
mod told;

use digest::{digest_of_bytes, digest_of_number, digest_of_string, mix, seed};
use escapes::Spelled;
pub use escapes::unescape;
pub use marks::{LineMarks, Marks};
pub use members::{Member, Members};
use names::Names;
use rapidhash::v3::RapidSecrets;

/// Objects and arrays may nest so deep.
const DEPTH_MAX: u32 = 127;

const TWICE: &str = "a member name stands twice";

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
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
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

/// Reads one line, and tells the members of an object. Gives the outer value's kind and the digest of the whole content.
///
/// # Errors
///
/// Where the line is not JSON, or a member name stands twice in an object.
pub fn read(line: &[u8], members: &mut Members) -> Result<(Kind, u64), NotJson> {
    let mut marks = std::mem::take(&mut members.marks);
    marks.take(line);
    let read = read_marked(line, marks.from(0), members);
    members.marks = marks;
    read
}

/// As [`read`], of a line whose text was marked as a whole.
///
/// # Errors
///
/// As [`read`].
pub fn read_marked(line: &[u8], marks: LineMarks<'_>, members: &mut Members) -> Result<(Kind, u64), NotJson> {
    members.clear();
    let mut reader = Reader { line, marks, at: 0 };
    reader.space();
    let (kind, digest) = if reader.peek() == Some(b'{') {
        (Kind::Object, reader.told::<true>(members)?)
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
pub fn members_of(line: &[u8], object: &Token, mut each: impl FnMut(&[u8], Token)) {
    again(line, object, |reader| {
        let mut heard = |name: &[u8], value| {
            each(name, value);
            true
        };
        reader.object(0, &mut heard)
    });
}

/// Reads the elements of an array that was read before.
pub fn elements_of(line: &[u8], array: &Token, mut each: impl FnMut(Token)) {
    again(line, array, |reader| reader.array(0, &mut each));
}

/// Reads a value a second time. The line was read once without a mistake; now there is none either.
fn again(line: &[u8], value: &Token, read: impl FnOnce(&mut Reader<'_>) -> Read<u64>) {
    let line = &line[..value.end as usize];
    let mut marks = Marks::default();
    marks.take(line);
    let mut reader = Reader { line, marks: marks.from(0), at: value.start as usize };
    let _ = read(&mut reader);
}

struct Reader<'l> {
    line: &'l [u8],
    marks: LineMarks<'l>,
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

    /// An object; `depth` is the level that it opens. `each` hears a member's name and value, and says `false`
    /// where the name was there already.
    fn object(&mut self, depth: u32, each: &mut impl FnMut(&[u8], Token) -> bool) -> Read<u64> {
        self.at += 1;
        let mut sum = seed::OBJECT;
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(sum);
        }
        loop {
            self.space();
            let (token, name) = self.name()?;
            self.space();
            let (value, digest) = self.value(depth)?;
            if !each(Spelled::of(self.line, token).bytes(), value) {
                return Err(NotJson { at: token.start as usize, what: TWICE });
            }
            sum = sum.wrapping_add(mix(name, digest));
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
        let name = self.string(&seed::NAME)?;
        self.space();
        self.expect(b':', "`:` is missing")?;
        Ok(name)
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
    #[inline(never)]
    fn value(&mut self, depth: u32) -> Read<(Token, u64)> {
        let start = self.at as u32;
        match self.peek() {
            Some(b'"') => self.string(&seed::STRING),
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
        let digest = self.object(depth + 1, &mut |name, _| names.insert(name))?;
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

    /// A string and its digest; ends behind its closing quote.
    #[inline(always)]
    fn string(&mut self, seed: &RapidSecrets) -> Read<(Token, u64)> {
        self.at += 1;
        let start = self.at;
        let mut escaped = false;
        loop {
            self.at = self.marks.next(self.at);
            match self.peek() {
                Some(b'"') => {
                    let token =
                        Token { start: start as u32, end: self.at as u32, kind: Kind::String, escaped };
                    let digest = digest_of_string(self.line, token, seed);
                    self.at += 1;
                    return Ok((token, digest));
                }
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                Some(_) => return Err(self.wrong("a control character must be written as an escape")),
                // The next mark lies behind the line.
                None => return Err(NotJson { at: self.line.len(), what: "a string does not end" }),
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
