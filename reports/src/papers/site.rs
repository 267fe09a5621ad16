//! The sheet of a hall or sub-center (大厅和分中心考核表).
//!
//! A sub-center is under two masters: the department in charge manages the hall, its items and the conduct of its people; the
//! bureau guides, supervises and assesses it (政务服务分中心运行规范 5.1.1, 5.2.2 and 7; 葫龙政办发〔2020〕81号 一 and 二). Its sheet
//! therefore has a part for each: what the department in charge is to look after, and what the bureau is to look at.

use super::department::annex;
use super::sheets::place::{Place, PlaceKind};
use super::sheets::{Body, SheetReading, happened};
use super::{NotMade, Source, Wanted};
use crate::changes::published::Level;
use crate::document::{Block, Document, Sheet};
use crate::papers::sheets::{counted, table, words};
use crate::words::{Word, labels, sheets as said};
use scoring::registry::{Site, SiteKind};
use std::collections::BTreeMap;

/// Makes it.
///
/// # Errors
///
/// [`NotMade::NoSubject`], [`NotMade::Unknown`]
pub fn make(wanted: &Wanted, source: &Source<'_>) -> Result<Document, NotMade> {
    let reading = SheetReading::of(wanted, source);
    let id = reading.subject()?;
    let place = Place::of(&reading, PlaceKind::Site, id)?;
    let lang = reading.lang;
    let registry = source.county.registry;
    let site = registry.index.sites.get(id).and_then(|&of| registry.sites.get(usize::from(of)));
    let is_dual = site.is_some_and(|site| site.kind == SiteKind::SubCenter);
    let signs: &[Word] = if is_dual {
        &[said::SITE_SIGNS, said::IN_CHARGE_SIGNS, said::SUPERVISOR_SIGNS]
    } else {
        &[said::SITE_SIGNS, said::SUPERVISOR_SIGNS]
    };
    let named = reading.names.level(Level::Site, id, lang);
    let mut document = reading.sheet(&named, id, signs);
    let in_charge = in_charge(&reading, &place);
    let mut body = Body::new(lang);
    body.push(facts(&reading, &place, site, &in_charge));
    if is_dual {
        document.addressees = Some(said::both_masters(lang, &in_charge, &reading.issuer()));
        body.push(Block::paragraph(said::dual(lang, &in_charge, &reading.issuer())));
        body.push(Block::heading(1, said::for_master(lang, true, &in_charge)));
    }
    of_the_department(&reading, &place, &mut body);
    if is_dual {
        body.push(Block::heading(1, said::for_master(lang, false, &reading.issuer())));
    }
    of_the_bureau(&reading, &place, &mut body);
    body.blocks.extend(reading.draft_note());
    document.blocks = body.blocks;
    document.annexes.extend(annex(&reading, &place));
    Ok(document.sealed())
}

fn facts(reading: &SheetReading<'_>, place: &Place<'_>, site: Option<&Site>, in_charge: &str) -> Block {
    let lang = reading.lang;
    let mut facts = vec![reading.fact(said::SITE, reading.names.level(Level::Site, place.id, lang))];
    if let Some(site) = site {
        facts.push(reading.fact(said::SITE_KIND, lang.site_kind(site.kind)));
        if site.kind == SiteKind::SubCenter {
            facts.push(reading.fact(said::IN_CHARGE, in_charge));
        }
        let device = if site.attendance { labels::YES } else { labels::NO };
        facts.push(reading.fact(said::HAS_DEVICE, lang.say(device)));
    }
    facts.extend(reading.place_facts(place));
    Block::facts(facts)
}

/// The departments in charge: those with the most windows there; a dash where there is none.
fn in_charge(reading: &SheetReading<'_>, place: &Place<'_>) -> String {
    let mut windows: BTreeMap<&str, usize> = BTreeMap::new();
    for standing in &place.windows {
        if let Some(department) = standing.home.get(1) {
            *windows.entry(department).or_default() += 1;
        }
    }
    let most = windows.values().max().copied().unwrap_or_default();
    let foremost = windows.iter().filter(|(_, count)| **count == most);
    let named: Vec<String> = foremost.map(|(id, _)| reading.department_name(id)).collect();
    if named.is_empty() { "—".to_owned() } else { reading.lang.list(&named) }
}

/// What the department in charge looks after: windows, deductions, attendance, what fell overdue.
fn of_the_department(reading: &SheetReading<'_>, place: &Place<'_>, body: &mut Body) {
    let notices = reading.work_notices(|notice| place.is_told(notice));
    let overdue = happened::overdue(&notices);
    body.section(said::WINDOWS_OF_IT, reading.windows(place), said::NO_WINDOWS);
    body.section(said::BY_RULE, reading.by_rule(&place.ids), said::NOTHING_TAKEN);
    body.section(said::NOTICES_BY_KIND, reading.notices_by_kind(&notices), said::NO_NOTICES);
    body.section(said::OVERDUE_NOTICES, reading.notices(&overdue), said::NO_OVERDUE_NOTICES);
}

/// What the bureau looks at: rates against targets and others, consequences, whether what the site sends can be relied on.
fn of_the_bureau(reading: &SheetReading<'_>, place: &Place<'_>, body: &mut Body) {
    body.section(said::RATES_AGAINST_TARGETS, Some(reading.compared(place)), said::NO_RATES);
    body.push(Block::note(reading.lang.say(said::OTHER_SITES_MEAN_TOLD)));
    body.section(said::CONSEQUENCES, reading.consequences(&place.ids), said::NO_CONSEQUENCES);
    body.section(labels::ANOMALIES, anomalies(reading, place), said::NO_ANOMALIES);
}

/// Odd input about the site, its windows and the staff who work there, by kind: how often, on how many days.
fn anomalies(reading: &SheetReading<'_>, place: &Place<'_>) -> Option<Sheet> {
    let staff =
        reading.published.staff.iter().filter(|standing| {
            standing.home.first().is_some_and(|window| place.ids.contains(window.as_str()))
        });
    let staff: Vec<&str> = staff.map(|standing| standing.id.as_str()).collect();
    let mut kinds: BTreeMap<&str, (usize, Vec<_>)> = BTreeMap::new();
    for anomaly in &reading.published.anomalies {
        let subject = anomaly.subject.as_str();
        if subject != place.id && !place.ids.contains(subject) && !staff.contains(&subject) {
            continue;
        }
        let (count, days) = kinds.entry(&anomaly.kind).or_default();
        *count += 1;
        if !days.contains(&anomaly.date) {
            days.push(anomaly.date);
        }
    }
    let columns = [(said::ANOMALY, 48), (said::TIMES, 8), (said::DAYS, 8)];
    let mut table = table(reading.lang, labels::ANOMALIES, &columns);
    for (kind, (count, days)) in kinds {
        table.rows.push(vec![words(reading.lang.anomaly(kind)), counted(count), counted(days.len())]);
    }
    (!table.rows.is_empty()).then(|| Sheet::plain(table))
}
