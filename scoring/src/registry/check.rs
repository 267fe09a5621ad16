//! What the tables of a registry say together: ids given twice, references to nothing, assignments that overlap; and
//! the registry that comes of it.

use super::read::{AssignmentDraft, Draft, Entry, ItemDraft, Link, Region, SiteDraft, WindowDraft};
use super::{Assignment, ById, Index, Item, Registry, Site, Staff, Window};
use crate::document::folder::{Folder, Spot};
use crate::time::Date;

/// The places of any kind: numbers of sixteen bits.
type Places = ById<u16>;

/// As many as there are places.
const OF_A_KIND_MAX: usize = 65_535;

/// Checks a draft and makes the registry of it, which is of use only if the folder has no mistakes.
pub(super) fn registry(mut draft: Draft<'_>, folder: &mut Folder<'_>) -> Option<Registry> {
    let schedules = places(&mut draft.schedules, folder, "schedule");
    let index = Index {
        sites: places(&mut draft.sites, folder, "site"),
        departments: places(&mut draft.departments, folder, "department"),
        windows: places(&mut draft.windows, folder, "window"),
        staff: places(&mut draft.staff, folder, "staff"),
        items: places(&mut draft.items, folder, "item"),
    };
    let standard = standard_schedule(&schedules, folder);
    let mut link = |link: &Link<'_>, from: &Spot, places: &Places, kind: &str| {
        resolve(link, from, places, folder, kind).unwrap_or_default()
    };
    let mut sites = Vec::with_capacity(draft.sites.len());
    for Entry { spot, value: SiteDraft { site, schedule }, .. } in draft.sites {
        let schedule = match schedule {
            Some(_) => link(&schedule, &spot, &schedules, "schedule"),
            None => standard,
        };
        sites.push(Site { schedule: usize::from(schedule), ..site });
    }
    let mut windows = Vec::with_capacity(draft.windows.len());
    for Entry { spot, value: WindowDraft { window, site, department }, .. } in draft.windows {
        let site = link(&site, &spot, &index.sites, "site");
        let department = link(&department, &spot, &index.departments, "department");
        windows.push(Window { site, department, ..window });
    }
    let mut items = Vec::with_capacity(draft.items.len());
    for Entry { spot, value: ItemDraft { item, department }, .. } in draft.items {
        let department = link(&department, &spot, &index.departments, "department");
        items.push(Item { department, ..item });
    }
    let mut staff = values(draft.staff);
    assign(&draft.assignments, &index, (&mut windows, &mut staff), folder);
    let region = region(draft.regions, folder)?;
    Some(Registry {
        code: region.code,
        name: region.name,
        zone: region.zone?,
        leader: region.leader,
        supervision: region.supervision,
        schedules: values(draft.schedules),
        sites,
        departments: values(draft.departments),
        windows,
        staff,
        items,
        index,
    })
}

fn values<T>(entries: Vec<Entry<'_, T>>) -> Vec<T> {
    entries.into_iter().map(|entry| entry.value).collect()
}

/// The one `[region]`.
fn region(regions: Vec<(Spot, Region)>, folder: &mut Folder<'_>) -> Option<Region> {
    let mut regions = regions.into_iter();
    let Some((first, region)) = regions.next() else {
        if !folder.torn {
            let mend = "add [region] with code, name and timezone to one of the files";
            folder.mistake_of_the_whole("there is no [region]", mend);
        }
        return None;
    };
    for (spot, _) in regions {
        let what = format!("[region] is already at {}", folder.name_of(&first));
        folder.mistake(&spot, what, "keep one of the two");
    }
    Some(region)
}

/// The place of the schedule for sites that name none.
fn standard_schedule(schedules: &Places, folder: &mut Folder<'_>) -> u16 {
    let standard = schedules.get("standard").copied();
    if standard.is_none() && !folder.torn {
        let mend = "add [[schedule]] with id = \"standard\", `am` and `pm` to one of the files";
        folder.mistake_of_the_whole("there is no schedule with the id `standard`", mend);
    }
    standard.unwrap_or_default()
}

/// Brings the tables of a kind in the order of their ids and tells where each is.
fn places<T>(entries: &mut [Entry<'_, T>], folder: &mut Folder<'_>, kind: &str) -> Places {
    if let Some(surplus) = entries.get(OF_A_KIND_MAX) {
        let what = format!("this is one [[{kind}]] more than the {OF_A_KIND_MAX} that a registry can hold");
        folder.mistake(&surplus.spot, what, "take out what is no longer needed, or divide the region");
    }
    // A stable sort, so that of two with the same id the one read first comes first.
    entries.sort_by(|one, other| one.id.cmp(other.id));
    let mut places = Places::default();
    let mut previous: Option<&Entry<'_, T>> = None;
    for (place, entry) in entries.iter().enumerate() {
        if let Some(previous) = previous.filter(|previous| previous.id == entry.id && !entry.id.is_empty()) {
            let what = format!("{kind} `{}` is already at {}", entry.id, folder.name_of(&previous.spot));
            folder.mistake(&entry.spot, what, "give it an id of its own, or take one of the two out");
        } else {
            places.insert(entry.id, u16::try_from(place).unwrap_or(u16::MAX));
        }
        previous = Some(entry);
    }
    places
}

/// The place of what a table refers to.
fn resolve(
    link: &Link<'_>,
    from: &Spot,
    places: &Places,
    folder: &mut Folder<'_>,
    kind: &str,
) -> Option<u16> {
    let link = link.as_ref()?;
    let place = places.get(link.value).copied();
    if place.is_none() && !folder.torn {
        let spot = Spot { file: from.file, place: link.place.clone() };
        let what = format!("there is no {kind} `{}`", link.value);
        folder.mistake(&spot, what, format!("add it as [[{kind}]], or write the id of one that is there"));
    }
    place
}

/// An assignment whose dates are in order; `None` for what is not registered.
struct Placed<'d> {
    staff: Option<u16>,
    window: Option<u16>,
    from: Date,
    to: Date,
    lead: bool,
    spot: &'d Spot,
}

/// Gives windows and staff their assignments.
fn assign(
    drafts: &[AssignmentDraft<'_>],
    index: &Index,
    (windows, staff): (&mut [Window], &mut [Staff]),
    folder: &mut Folder<'_>,
) {
    let mut all = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let staff = resolve(&draft.staff, &draft.spot, &index.staff, folder, "staff");
        let window = resolve(&draft.window, &draft.spot, &index.windows, folder, "window");
        if let Some((from, to)) = draft.days {
            all.push(Placed { staff, window, from, to, lead: draft.lead, spot: &draft.spot });
        }
    }
    for (later, earlier, place, date) in overlaps(&all, |one| one.staff) {
        let id = &staff[usize::from(place)].id;
        let other = folder.name_of(earlier);
        let what = format!("staff `{id}` has on {date} the assignment at {other} as well");
        folder.mistake(later, what, "let one end (`to`) the day before the other begins");
    }
    for (later, earlier, place, date) in overlaps(&all, |one| one.window.filter(|_| one.lead)) {
        let id = &windows[usize::from(place)].id;
        let other = folder.name_of(earlier);
        let what = format!("window `{id}` has on {date} the lead at {other} as well");
        folder.mistake(later, what, "write lead = true for one at a time");
    }
    for one in &all {
        if let (Some(who), Some(place)) = (one.staff, one.window) {
            let held = Assignment { staff: who, window: place, from: one.from, to: one.to, lead: one.lead };
            windows[usize::from(place)].assignments.push(held);
            staff[usize::from(who)].assignments.push(held);
        }
    }
    for window in windows.iter_mut() {
        window.assignments.sort_by_key(|held| (held.staff, held.from));
    }
    for staff in staff {
        staff.assignments.sort_by_key(|held| held.from);
        staff.sites = staff.assignments.iter().map(|held| windows[usize::from(held.window)].site).collect();
        staff.sites.sort_unstable();
        staff.sites.dedup();
    }
}

/// Assignments of one owner that share a date: the later and the earlier written, the owner, the first shared date.
/// Each assignment is compared with that before it which lasts longest, which finds at least one partner of each.
fn overlaps<'d>(
    all: &[Placed<'d>],
    owner: impl Fn(&Placed<'d>) -> Option<u16>,
) -> Vec<(&'d Spot, &'d Spot, u16, Date)> {
    let owned = all.iter().filter_map(|one| Some((owner(one)?, one)));
    let mut owned: Vec<(u16, &Placed<'_>)> = owned.collect();
    owned.sort_by_key(|(owner, one)| (*owner, one.from));
    let mut found = Vec::new();
    let mut lasting: Option<(u16, &Placed<'_>)> = None;
    for (owner, one) in owned {
        let before = lasting.filter(|(its_owner, _)| *its_owner == owner).map(|(_, before)| before);
        if let Some(before) = before.filter(|before| one.from <= before.to) {
            let (earlier, later) = match before.spot.reading_order(one.spot).is_lt() {
                true => (before.spot, one.spot),
                false => (one.spot, before.spot),
            };
            found.push((later, earlier, owner, one.from));
        }
        if before.is_none_or(|before| before.to < one.to) {
            lasting = Some((owner, one));
        }
    }
    found
}
