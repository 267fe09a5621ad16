//! The cover of a case's hand-over file on paper (移交卷), to be read and signed by those who take the case over.
//!
//! It says what the page of the same file says, in Chinese. Its numbers are checked by the digests of the manifest, not by a code.

use super::Kind;
use super::sheets::{Body, table, words};
use crate::delivery::letters::Said;
use crate::document::{Block, Document, Layout, Sheet, Signed, Trace};
use crate::handover::{About, Cover, DayShown};
use crate::words::{Lang, Word, handover as said, labels};

/// Makes it.
pub fn paper(about: &About, cover: &Cover) -> Document {
    let lang = Lang::Zh;
    let mut body = Body::new(lang);
    let state = (lang.say(said::STATE).to_owned(), cover.state.zh.clone());
    let facts = cover.facts.iter().map(|fact| (fact.label.zh.clone(), fact.said.zh.clone()));
    body.push(Block::facts([state].into_iter().chain(facts)));
    body.section(said::CLOCK, clock(lang, cover), said::NONE);
    if !cover.legend.is_empty() {
        let marks: Vec<String> =
            cover.legend.iter().map(|mark| format!("{} {}", mark.label.zh, mark.said.zh)).collect();
        body.push(Block::note(marks.join("　")));
    }
    body.section(said::WARNINGS, warnings(lang, cover), said::NO_WARNINGS);
    if !cover.shares.is_empty() {
        body.section(said::SHARES, shares(lang, cover), said::NONE);
    }
    body.section(said::EVENTS, events(lang, cover), said::NONE);
    body.section(said::ENTRIES, entries(lang, cover), said::NONE);
    if !cover.oddities.is_empty() {
        body.heading(lang.say(said::ODDITIES));
        body.blocks.extend(cover.oddities.iter().map(|oddity| Block::paragraph(oddity.zh.as_str())));
    }
    body.section(said::FILES, files(lang, cover), said::NONE);
    Document {
        kind: Kind::HandOver,
        lang,
        layout: Layout::Sheet,
        name: format!("{}-{}", lang.say(said::TITLE), cover.case_on_paper),
        head: None,
        title: lang.say(said::TITLE).to_owned(),
        subtitle: Some(format!("{} · {}", cover.title, cover.subtitle.zh)),
        addressees: None,
        blocks: body.blocks,
        signed: Some(Signed {
            body: cover.county.clone(),
            date: String::new(),
            by_hand: said::SIGNED_BY.map(|who| lang.say(who).to_owned()).into(),
        }),
        annexes: Vec::new(),
        copies: None,
        trace: Trace {
            region: about.region.clone(),
            period: about.month.clone(),
            subject: Some(about.case.clone()),
            as_of: about.as_of.clone(),
            rulebook: about.rulebook.clone(),
            rulebook_version: about.rulebook_version.clone(),
            ..Trace::default()
        },
    }
}

/// Weeks below each other, from Monday.
fn clock(lang: Lang, cover: &Cover) -> Option<Sheet> {
    let columns = said::WEEKDAYS.map(|day| (day, 12));
    let day = |day: &DayShown| {
        let mark = if day.mark.is_empty() { String::new() } else { format!("〔{}〕", day.mark) };
        format!("{}{mark}{}", day.label, day.note)
    };
    let week = |days: &Vec<Option<DayShown>>| {
        days.iter().map(|of| words(of.as_ref().map(day).unwrap_or_default())).collect()
    };
    filled(lang, said::CLOCK, &columns, cover.weeks.iter().map(|of| week(&of.days)).collect())
}

fn warnings(lang: Lang, cover: &Cover) -> Option<Sheet> {
    let columns =
        [(labels::DATE, 12), (said::NOTICE, 18), (said::TO, 20), (said::SENT, 34), (said::ANSWERS, 30)];
    let row = |of: &crate::handover::WarningShown| {
        let sent: Vec<&Said> = [&of.state].into_iter().chain(&of.messages).collect();
        vec![
            words(of.day.as_str()),
            words(of.title.zh.as_str()),
            words(listed(&of.to.iter().collect::<Vec<_>>())),
            words(listed(&sent)),
            words(listed(&of.answers.iter().collect::<Vec<_>>())),
        ]
    };
    filled(lang, said::WARNINGS, &columns, cover.warnings.iter().map(row).collect())
}

fn shares(lang: Lang, cover: &Cover) -> Option<Sheet> {
    let columns = [
        (said::DEPARTMENT, 22),
        (said::WINDOW, 22),
        (said::ASSIGNED, 20),
        (said::DUE, 20),
        (said::BECAME, 24),
    ];
    let row = |of: &crate::handover::ShareShown| {
        [&of.department, &of.window, &of.assigned.zh, &of.due.zh, &of.state.zh].map(words).into()
    };
    filled(lang, said::SHARES, &columns, cover.shares.iter().map(row).collect())
}

fn events(lang: Lang, cover: &Cover) -> Option<Sheet> {
    let columns =
        [(said::HAPPENED, 20), (said::ARRIVED, 20), (said::EVENTS, 18), (said::DEED, 34), (said::NAME, 22)];
    let row = |of: &crate::handover::Happened| {
        let deed = match &of.void {
            Some(why) => format!("{}（{}）", of.deed.zh, why.zh),
            None => of.deed.zh.clone(),
        };
        [&of.at, &of.received, &of.title.zh, &deed, &of.name].map(words).into()
    };
    filled(lang, said::EVENTS, &columns, cover.events.iter().map(row).collect())
}

fn entries(lang: Lang, cover: &Cover) -> Option<Sheet> {
    let columns = [
        (labels::DATE, 12),
        (said::WHOSE, 20),
        (said::WHAT_FOR, 20),
        (said::RULE, 34),
        (said::POINTS, 16),
        (said::MONTH, 18),
    ];
    let row = |of: &crate::handover::Entry| {
        [&of.date, &of.whose, &of.title.zh, &of.clause.zh, &of.points, &of.standing.zh].map(words).into()
    };
    filled(lang, said::ENTRIES, &columns, cover.entries.iter().map(row).collect())
}

fn files(lang: Lang, cover: &Cover) -> Option<Sheet> {
    let columns = [(said::FILE, 18), (said::DIGEST, 66)];
    let rows = cover.files.iter().map(|(name, digest)| vec![words(name.as_str()), words(digest.as_str())]);
    filled(lang, said::FILES, &columns, rows.collect())
}

fn listed(all: &[&Said]) -> String {
    all.iter().map(|said| said.zh.as_str()).collect::<Vec<_>>().join("；")
}

/// A table; none where it would be empty.
fn filled(
    lang: Lang,
    title: Word,
    columns: &[(Word, u16)],
    rows: Vec<Vec<crate::render::table::Cell>>,
) -> Option<Sheet> {
    let mut table = table(lang, title, columns);
    table.rows = rows;
    (!table.rows.is_empty()).then(|| Sheet::plain(table))
}
