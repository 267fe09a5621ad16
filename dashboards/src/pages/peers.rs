//! Peer groups: ranked windows sorted by how much they did in the month, so that a busy window is also seen among busy ones.
//!
//! The official rank stays as it is. The rule: of the windows that are ranked and completed a case, the busiest quarter is the
//! first group, the next quarter the second, and so on; with fewer than [`FOUR_GROUPS_FROM`] such windows the groups are thirds.
//! Windows that completed as many cases are always in one group, the busier one; those that completed none are a group of their
//! own. A place within a group goes by the official rank.

use reports::words::{Lang, Word};
use serde::Serialize;
use utoipa::ToSchema;

/// With so many windows there are four groups; with fewer, three.
pub const FOUR_GROUPS_FROM: usize = 16;

const OF_FOUR: [Word; 4] = [
    Word::new("办件量大", "Very busy"),
    Word::new("办件量较大", "Busy"),
    Word::new("办件量较小", "Less busy"),
    Word::new("办件量小", "Quiet"),
];
const OF_THREE: [Word; 3] =
    [Word::new("办件量大", "Busy"), Word::new("办件量中等", "In between"), Word::new("办件量小", "Quiet")];
const WITHOUT_CASES: Word = Word::new("本月无办结件", "No completed case this month");

/// A group of windows that did about as much.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PeerGroup {
    /// What it is called.
    pub name: String,
    /// The fewest and the most completed cases of a window in it.
    pub completed: (i64, i64),
    /// How many windows it has.
    pub windows: usize,
}

/// Where a window stands among its peers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Peer {
    /// The place of the group in the list of groups.
    pub group: usize,
    /// The place in the group, by the official rank; equal ranks share it.
    pub place: u32,
}

/// The groups of ranked windows, given as rank and completed cases, and the peer of each in the order given.
pub fn groups(ranked: &[(u32, i64)], lang: Lang) -> (Vec<PeerGroup>, Vec<Peer>) {
    let mut volumes: Vec<i64> = ranked.iter().map(|of| of.1).filter(|completed| *completed > 0).collect();
    volumes.sort_unstable_by(|a, b| b.cmp(a));
    let names: &[Word] = if volumes.len() >= FOUR_GROUPS_FROM { &OF_FOUR } else { &OF_THREE };
    // The last is for those without a case.
    let part = |completed: i64| match completed {
        ..=0 => names.len(),
        completed => volumes.partition_point(|other| *other > completed) * names.len() / volumes.len(),
    };
    let parts: Vec<usize> = ranked.iter().map(|of| part(of.1)).collect();
    let (mut groups, mut numbers) = (Vec::new(), vec![0; names.len() + 1]);
    for (number, name) in names.iter().chain([&WITHOUT_CASES]).enumerate() {
        let own = || ranked.iter().zip(&parts).filter(|(_, part)| **part == number).map(|(of, _)| of.1);
        let (Some(fewest), Some(most)) = (own().min(), own().max()) else { continue };
        numbers[number] = groups.len();
        groups.push(PeerGroup {
            name: lang.say(*name).to_owned(),
            completed: (fewest, most),
            windows: own().count(),
        });
    }
    let peers = ranked.iter().zip(&parts).map(|(of, part)| {
        let better = ranked.iter().zip(&parts).filter(|(other, own)| *own == part && other.0 < of.0);
        Peer { group: numbers[*part], place: better.count() as u32 + 1 }
    });
    let peers = peers.collect();
    (groups, peers)
}

impl PeerGroup {
    /// Its name with its bounds: `办件量大：办结 120 至 340 件，12 个窗口`.
    pub fn told(&self, lang: Lang) -> String {
        let (fewest, most) = self.completed;
        let (name, windows) = (&self.name, self.windows);
        let unit = if windows == 1 { "window" } else { "windows" };
        match (lang, fewest == most) {
            (Lang::Zh, _) if most == 0 => format!("{name}，{windows} 个窗口"),
            (Lang::En, _) if most == 0 => format!("{name}, {windows} {unit}"),
            (Lang::Zh, true) => format!("{name}：办结 {most} 件，{windows} 个窗口"),
            (Lang::Zh, false) => format!("{name}：办结 {fewest} 至 {most} 件，{windows} 个窗口"),
            (Lang::En, true) => format!("{name}: {most} completed, {windows} {unit}"),
            (Lang::En, false) => format!("{name}: {fewest} to {most} completed, {windows} {unit}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{FOUR_GROUPS_FROM, groups};
    use reports::words::Lang;

    /// The numbers of groups and places of windows in the order of their ranks, by their completed cases.
    fn placed(completed: &[i64]) -> Vec<(usize, u32)> {
        let ranked: Vec<(u32, i64)> = (1..).zip(completed.iter().copied()).collect();
        groups(&ranked, Lang::Zh).1.into_iter().map(|peer| (peer.group, peer.place)).collect()
    }

    #[test]
    fn six_windows_are_three_groups_of_two() {
        assert_eq!(placed(&[5, 60, 40, 50, 6, 41]), [(2, 1), (0, 1), (1, 1), (0, 2), (2, 2), (1, 2)]);
    }

    #[test]
    fn sixteen_windows_are_four_groups_and_fifteen_are_three() {
        let many: Vec<i64> = (1..=FOUR_GROUPS_FROM as i64).collect();
        let of = |windows: &[i64]| placed(windows).into_iter().map(|(group, _)| group).max();
        assert_eq!((of(&many), of(&many[1..])), (Some(3), Some(2)));
    }

    #[test]
    fn windows_with_equal_volume_are_never_parted() {
        assert_eq!(placed(&[10, 10, 10, 10, 9, 8]), [(0, 1), (0, 2), (0, 3), (0, 4), (1, 1), (1, 2)]);
        let ranked = [(1, 7), (2, 7), (3, 7)];
        let (alone, _) = groups(&ranked, Lang::En);
        assert_eq!(alone.len(), 1, "groups that nobody is in are not there");
        assert_eq!(alone[0].told(Lang::En), "Busy: 7 completed, 3 windows");
    }

    #[test]
    fn windows_without_a_case_are_a_group_of_their_own() {
        let ranked = [(1, 0), (2, 9), (3, 0), (3, 0)];
        let (named, peers) = groups(&ranked, Lang::Zh);
        assert_eq!(named.last().map(|group| (group.completed, group.windows)), Some(((0, 0), 3)));
        assert_eq!(
            peers.iter().map(|peer| peer.place).collect::<Vec<_>>(),
            [1, 1, 2, 2],
            "equal ranks share a place"
        );
        assert!(groups(&[], Lang::Zh).0.is_empty());
    }
}
