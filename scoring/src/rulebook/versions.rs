//! Several versions of one rulebook: what they must agree on, and the kinds that they share.

use super::books::rule_of_kind;
use super::{Book, DerivedKinds, Kind, KindIdx, Rulebook, Rulebooks};
use crate::document::{Document, Place};

/// One version as its file has it, its kinds by their place in the file, with the places that mistakes point to.
pub struct Draft {
    pub rulebook: Rulebook,
    pub derived: DerivedKinds,
    /// The place of `id`, where there is a usable one; the others likewise.
    pub id: Option<Place>,
    pub version: Option<Place>,
    pub effective: Option<Place>,
    /// The places of the kinds, in their order.
    pub kinds: Vec<Place>,
}

/// Notes where versions contradict each other, at the later file.
pub fn check(files: &mut [(Document<'_>, Option<Draft>)]) {
    for later in 1..files.len() {
        let (before, rest) = files.split_at_mut(later);
        let Some((document, Some(draft))) = rest.first_mut() else { continue };
        for (_, earlier) in before.iter() {
            if let Some(earlier) = earlier {
                check_pair(document, draft, earlier);
            }
        }
    }
}

fn check_pair(document: &mut Document<'_>, later: &Draft, earlier: &Draft) {
    let (own, other) = (&later.rulebook, &earlier.rulebook);
    if let (Some(place), Some(_)) = (&later.id, &earlier.id)
        && own.id != other.id
    {
        let what = format!("this rulebook is `{}`, another file's is `{}`", own.id, other.id);
        document.mistake(place.clone(), what, "give versions of one rulebook only, all with the same id");
        return;
    }
    if let (Some(place), Some(_)) = (&later.version, &earlier.version)
        && own.version == other.version
    {
        let what = format!("version `{}` is there twice", own.version);
        document.mistake(place.clone(), what, "give the later one a version of its own");
    }
    if let (Some(place), Some(_)) = (&later.effective, &earlier.effective)
        && own.effective == other.effective
    {
        let what = format!(
            "versions `{}` and `{}` both take effect on {}",
            other.version, own.version, own.effective
        );
        document.mistake(place.clone(), what, "give each a day of its own");
    }
    for (kind, place) in own.kinds.iter().zip(&later.kinds) {
        let Some(same) = other.kinds.iter().find(|same| same.name == kind.name) else { continue };
        if (kind.origin, kind.needs_staff) != (same.origin, same.needs_staff) {
            let what = format!(
                "kind `{}` differs from version `{}` in its origin or `needs_staff`",
                kind.name, other.version
            );
            document.mistake(place.clone(), what, "give it the same in every version, or another name");
        }
    }
}

/// Puts checked versions together, with one list of kinds; `None` where there are none.
///
/// The oldest version's kinds come first, in the order of its file, then those that each later version adds.
pub fn unify(mut drafts: Vec<Draft>) -> Option<Rulebooks> {
    drafts.sort_by_key(|draft| draft.rulebook.effective);
    // The oldest version's kinds keep their places.
    let derived = drafts.first()?.derived;
    let mut union: Vec<Kind> = Vec::new();
    for draft in &drafts {
        for kind in &draft.rulebook.kinds {
            if !union.iter().any(|known| known.name == kind.name) {
                union.push(kind.clone());
            }
        }
    }
    let versions = drafts.into_iter().map(|draft| renumbered(draft.rulebook, &union)).collect();
    Some(Rulebooks { versions, derived })
}

/// The version with its kinds at their places in the union; what it calls its own kinds stays.
fn renumbered(mut rulebook: Rulebook, union: &[Kind]) -> Rulebook {
    let mut kinds = union.to_vec();
    let mut place_of = Vec::with_capacity(rulebook.kinds.len());
    for kind in rulebook.kinds {
        let place = union.iter().position(|known| known.name == kind.name).unwrap_or_default();
        kinds[place] = kind;
        place_of.push(place as KindIdx);
    }
    let renumber = |kind: &mut KindIdx| *kind = place_of[usize::from(*kind)];
    let renumber_book = |book: &mut Book| {
        book.rules.iter_mut().flat_map(|rule| &mut rule.amounts).for_each(|(kind, _)| renumber(kind));
        book.rule_of_kind = rule_of_kind(&book.rules, union.len());
    };
    renumber_book(&mut rulebook.window_book);
    renumber_book(&mut rulebook.staff_book);
    rulebook.bans.iter_mut().for_each(renumber);
    rulebook.dissatisfied.kinds.iter_mut().for_each(renumber);
    rulebook.kinds = kinds;
    rulebook
}
