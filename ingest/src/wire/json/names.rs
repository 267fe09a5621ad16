//! Which member names an object has had.

/// Member names seen in one object.
#[derive(Default)]
pub struct Names {
    few: Vec<Box<[u8]>>,
    many: std::collections::HashSet<Box<[u8]>>,
}

const FEW: usize = 16;

impl Names {
    /// Notes a name; `false` where it was there already.
    pub fn insert(&mut self, name: &[u8]) -> bool {
        if self.many.is_empty() {
            if self.few.iter().any(|other| **other == *name) {
                return false;
            }
            if self.few.len() < FEW {
                self.few.push(name.into());
                return true;
            }
            self.many.extend(self.few.drain(..));
        }
        self.many.insert(name.into())
    }

    /// Forgets all names.
    pub fn clear(&mut self) {
        if !self.few.is_empty() || !self.many.is_empty() {
            self.few.clear();
            self.many.clear();
        }
    }
}
