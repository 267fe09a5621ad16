//! Cases that were returned to their applicants, by applicant, item and calendar year: who was returned again is told by
//! all of one group together, and by nothing else.

use crate::context::Context;
use crate::effects::Returned;
use crate::month::notice_of_repeat;
use crate::notices::Notice;
use crate::registry::ItemIdx;
use std::collections::{BTreeMap, BTreeSet};

/// Applicant, item, year.
type Key = (Box<str>, ItemIdx, i32);

#[derive(Debug, Default)]
struct Group {
    /// In no order.
    returned: Vec<Returned>,
    /// Its notices when they were last asked for.
    told: Vec<Notice>,
}

/// Returned cases in their groups.
#[derive(Debug, Default)]
pub(super) struct Returns {
    groups: BTreeMap<Key, Group>,
    /// Groups whose notices may be others now.
    doubtful: BTreeSet<Key>,
}

impl Returns {
    /// Takes note that a case is told as returned in this way and no longer in that, or that its day has come.
    pub(super) fn change(&mut self, context: &Context<'_>, before: &[Returned], now: &[Returned]) {
        for gone in before {
            let key = key(context, gone);
            if let Some(group) = self.groups.get_mut(&key) {
                group.returned.retain(|known| known.event != gone.event);
                self.doubt(key);
            }
        }
        for new in now {
            let key = key(context, new);
            self.groups.entry(key.clone()).or_default().returned.push(*new);
            self.doubt(key);
        }
    }

    fn doubt(&mut self, key: Key) {
        let Some(group) = self.groups.get(&key) else { return };
        if group.returned.is_empty() && group.told.is_empty() {
            self.groups.remove(&key);
        } else if group.returned.len() > 1 || !group.told.is_empty() {
            self.doubtful.insert(key);
        }
    }

    /// Whether a group's notices may be others.
    pub(super) fn has_doubtful(&self) -> bool {
        !self.doubtful.is_empty()
    }

    /// What the next such group said when it was last asked, and what it says now.
    pub(super) fn next_doubtful(&mut self, context: &Context<'_>) -> Option<(Vec<Notice>, Vec<Notice>)> {
        while let Some(key) = self.doubtful.pop_first() {
            let Some(group) = self.groups.get_mut(&key) else { continue };
            group.returned.sort_by(|a, b| context.log.order(a.event, b.event));
            let again = group.returned.iter().skip(1);
            let now: Vec<Notice> = again.filter_map(|case| notice_of_repeat(context, case)).collect();
            let told = std::mem::replace(&mut group.told, now.clone());
            if group.returned.is_empty() {
                self.groups.remove(&key);
            }
            return Some((told, now));
        }
        None
    }
}

fn key(context: &Context<'_>, case: &Returned) -> Key {
    (context.log.text(case.applicant).into(), case.item, case.date.year())
}
