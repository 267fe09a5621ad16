//! The objects whose members are told one by one: the outer one, and the one that is opened in it.

use super::digest::{mix, seed};
use super::escapes::Spelled;
use super::members::{Member, Members, OPENED};
use super::paths::{INNER, OUTER, Step};
use super::{Kind, NotJson, Read, Reader, TWICE, Token};

impl Reader<'_> {
    /// The next 16 bytes, the first lowest; behind the line's end they are 0.
    #[inline(always)]
    fn bytes(&self) -> u128 {
        if let Some(Ok(bytes)) = self.line.get(self.at..self.at + 16).map(<[u8; 16]>::try_from) {
            return u128::from_le_bytes(bytes);
        }
        let Some(last) = self.line.last_chunk() else { return 0 };
        let passed = 8 * (self.at + 16 - self.line.len()) as u32;
        u128::from_le_bytes(*last).checked_shr(passed).unwrap_or(0)
    }

    /// One of the two. Its digest does not depend on the order of its members.
    #[inline(always)]
    pub(super) fn told<const IS_OUTER: bool>(&mut self, members: &mut Members) -> Read<u64> {
        let mut step = if IS_OUTER { OUTER } else { INNER };
        self.at += 1;
        let mut sum = seed::OBJECT;
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(sum);
        }
        loop {
            let (name, opens) = if let Some(found) = members.paths.follow(step, self.bytes()) {
                self.at += found.length;
                step = found.step;
                (found.digest, found.opens)
            } else {
                self.space();
                self.name_told::<IS_OUTER>(members, &mut step)?
            };
            self.space();
            let start = self.at as u32;
            let (value, digest) = if IS_OUTER && opens && self.peek() == Some(b'{') {
                let digest = self.told::<false>(members)?;
                (Token { start, end: self.at as u32, kind: Kind::Object, escaped: false }, digest)
            } else if self.peek() == Some(b'"') {
                // Most values are strings.
                self.string(&seed::STRING)?
            } else {
                self.value(if IS_OUTER { 1 } else { 2 })?
            };
            let told = if IS_OUTER { &mut members.outer } else { &mut members.inner };
            told.members.push(Member { name, value });
            sum = sum.wrapping_add(mix(name, digest));
            if self.closes(b'}', "`,` or `}` is missing")? {
                return Ok(sum);
            }
        }
    }

    /// A name of such an object that did not come behind the one before it, or not without a space: read, and remembered.
    /// Gives its digest, and whether its own members are to be told.
    #[inline(never)]
    fn name_told<const IS_OUTER: bool>(
        &mut self,
        members: &mut Members,
        step: &mut Step,
    ) -> Read<(u64, bool)> {
        if let Some(found) = members.paths.follow(*step, self.bytes()) {
            self.at += found.length;
            *step = found.step;
            return Ok((found.digest, found.opens));
        }
        let start = self.at;
        let (token, digest) = self.name()?;
        let spelled = Spelled::of(self.line, token);
        let told = if IS_OUTER { &mut members.outer } else { &mut members.inner };
        if !told.is_new(spelled.bytes(), digest) {
            return Err(NotJson { at: token.start as usize, what: TWICE });
        }
        let opens = IS_OUTER && spelled.bytes() == OPENED;
        // The quote behind the name, and the colon if it stands there.
        let end = token.end as usize + 2;
        *step = members.paths.remember(*step, &self.line[start..end], digest, opens);
        Ok((digest, opens))
    }
}
