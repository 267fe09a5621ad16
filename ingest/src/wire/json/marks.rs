//! Where a text's lines end, and where its quotes, backslashes and control characters stand: a bit a byte, found for many
//! lines at once.
//!
//! A string ends at the first of them that is a quote. Finding that one by looking string by string costs the processor a
//! wrong guess at most strings, since their lengths differ; a bit is found without one.

use wide::u8x16;

/// How many bytes a word of bits stands for.
const BLOCK: usize = 64;

/// The marks of a text; room that is used again for the next.
#[derive(Default)]
pub struct Marks {
    /// What ends or breaks a string, and one more behind the text's last byte.
    breaks: Vec<u64>,
    line_ends: Vec<u64>,
}

/// The marks of a line within its text.
#[derive(Clone, Copy)]
pub struct LineMarks<'m> {
    breaks: &'m [u64],
    start: usize,
}

impl Marks {
    /// Marks a text.
    pub fn take(&mut self, text: &[u8]) {
        self.breaks.clear();
        self.line_ends.clear();
        let (blocks, rest) = text.as_chunks::<BLOCK>();
        let mut last = [b' '; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        for block in blocks.iter().chain([&last]) {
            let (breaks, line_ends) = marked(block);
            self.breaks.push(breaks);
            self.line_ends.push(line_ends);
        }
        self.breaks[blocks.len()] |= 1 << rest.len();
        self.breaks.push(0);
    }

    /// The marks from a byte of the text on.
    pub fn from(&self, start: usize) -> LineMarks<'_> {
        LineMarks { breaks: &self.breaks, start }
    }

    /// The places of all line ends.
    pub fn line_ends(&self) -> impl Iterator<Item = usize> {
        self.line_ends.iter().enumerate().flat_map(|(word, &bits)| {
            let next = |&bits: &u64| Some(bits & bits.wrapping_sub(1)).filter(|rest| *rest != 0);
            let each = std::iter::successors(Some(bits).filter(|bits| *bits != 0), next);
            each.map(move |bits| word * BLOCK + bits.trailing_zeros() as usize)
        })
    }
}

impl LineMarks<'_> {
    /// The first mark at or behind a byte of the line.
    #[inline(always)]
    pub(super) fn next(&self, at: usize) -> usize {
        let at = self.start + at;
        let (mut word, shift) = (at / BLOCK, at % BLOCK);
        // The next 64 bytes from two words: a decision less, and one that could not be foreseen.
        let near = self.breaks[word] >> shift | self.breaks[word + 1] << 1 << (BLOCK - 1 - shift);
        if near != 0 {
            return at + near.trailing_zeros() as usize - self.start;
        }
        loop {
            word += 1;
            if self.breaks[word] != 0 {
                return word * BLOCK + self.breaks[word].trailing_zeros() as usize - self.start;
            }
        }
    }
}

/// A bit for each byte that ends or breaks a string, and one for each line end.
fn marked(block: &[u8; BLOCK]) -> (u64, u64) {
    let (quote, backslash) = (u8x16::splat(b'"'), u8x16::splat(b'\\'));
    let (last_control, line_end) = (u8x16::splat(0x1f), u8x16::splat(b'\n'));
    let (parts, _) = block.as_chunks::<16>();
    parts.iter().enumerate().fold((0, 0), |(breaks, line_ends), (place, part)| {
        let part = u8x16::new(*part);
        let broken = part.simd_eq(quote) | part.simd_eq(backslash) | part.min(last_control).simd_eq(part);
        let bits = |mask: u8x16| u64::from(mask.to_bitmask()) << (16 * place);
        (breaks | bits(broken), line_ends | bits(part.simd_eq(line_end)))
    })
}
