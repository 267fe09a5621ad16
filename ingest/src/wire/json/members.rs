//! The members of an event: those of the outer object, and those of the one that is opened.

use super::Token;
use super::marks::Marks;
use super::names::Names;
use super::paths::Paths;

/// The outer member whose own members are told one by one.
pub(super) const OPENED: &[u8] = b"data";

/// So many names are compared by digest, one by one; more go through a set.
pub(super) const COMPARED_MAX: usize = 24;

/// A member with its name's digest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Member {
    /// See [`super::name_digest`].
    pub name: u64,
    /// Its value.
    pub value: Token,
}

/// The members of one event; room that is used again for the next.
#[derive(Default)]
pub struct Members {
    pub(super) outer: Told,
    pub(super) inner: Told,
    pub(super) paths: Paths,
    pub(super) marks: Marks,
}

impl Members {
    /// The members of the outer object, in the order in which they stand.
    pub fn outer(&self) -> &[Member] {
        &self.outer.members
    }

    /// The members of `data`, in the order in which they stand.
    pub fn inner(&self) -> &[Member] {
        &self.inner.members
    }

    pub(super) fn clear(&mut self) {
        self.outer.clear();
        self.inner.clear();
    }
}

/// The members of one object.
#[derive(Default)]
pub(super) struct Told {
    pub members: Vec<Member>,
    /// The names behind those that are compared one by one.
    further: Names,
}

impl Told {
    /// Whether a name does not stand before; it is then to be added. Digests of 64 bits stand for the names of the few
    /// members; a chance collision is 1 in 10¹⁷ for such an object.
    pub fn is_new(&mut self, name: &[u8], digest: u64) -> bool {
        let compared = self.members.len().min(COMPARED_MAX);
        let is_known = self.members[..compared].iter().any(|member| member.name == digest);
        !is_known && (compared < COMPARED_MAX || self.further.insert(name))
    }

    #[inline(always)]
    fn clear(&mut self) {
        if self.members.len() >= COMPARED_MAX {
            self.further.clear();
        }
        self.members.clear();
    }
}
