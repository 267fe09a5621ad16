//! One window's book on the page: what every line took or gave, by which rule, and the events behind it.

use super::figures::Figures;
use super::words;
use scoring::context::Context;
use scoring::ledger::{Account, Entry, EntryKind};
use scoring::points::Points;
use scoring::rulebook::{Bilingual, Rulebook};

/// A category with its lines, or the bonuses with theirs.
pub(super) struct Part {
    pub id: String,
    pub title: Bilingual,
    /// What the category begins with; for bonuses nothing.
    pub before: String,
    pub after: String,
    pub lines: Vec<Line>,
    /// Said where lines ask for more than there was.
    pub limit: Option<Bilingual>,
}

/// One entry of the ledger.
pub(super) struct Line {
    pub date: Bilingual,
    pub session: Option<Bilingual>,
    pub kind: Bilingual,
    pub rule: String,
    pub title: Bilingual,
    pub clause: Bilingual,
    pub asked: String,
    pub applied: String,
    /// Whether less counted than the rule asks for.
    pub is_cut: bool,
    pub staff: Option<String>,
    pub about: Vec<(Bilingual, String)>,
    pub evidence: Vec<String>,
}

/// The parts of a window's book that have lines, categories first.
pub(super) fn parts(
    context: &Context<'_>,
    rulebook: &Rulebook,
    account: &Account,
    figures: Figures,
) -> Vec<Part> {
    let book = &rulebook.window_book;
    let lines_of = |category: Option<usize>| -> Vec<&Entry> {
        account.entries.iter().filter(|entry| entry.category == category).collect()
    };
    let mut parts = Vec::new();
    for (place, category) in book.categories.iter().enumerate() {
        let entries = lines_of(Some(place));
        let left = account.categories[place];
        parts.push(Part {
            id: category.id.clone(),
            title: category.title.clone(),
            before: figures.plain(category.full),
            after: figures.plain(left),
            limit: (left == Points::ZERO).then(|| words::both("本项已扣完", "nothing is left here")),
            lines: entries.iter().map(|entry| line(context, rulebook, entry, figures)).collect(),
        });
    }
    let bonuses = lines_of(None);
    parts.push(Part {
        id: book.bonus.id.clone(),
        title: book.bonus.title.clone(),
        before: figures.plain(Points::ZERO),
        after: figures.plain(account.bonus),
        limit: (account.bonus == book.bonus.full)
            .then(|| words::both("加分已满", "bonuses can make no more")),
        lines: bonuses.iter().map(|entry| line(context, rulebook, entry, figures)).collect(),
    });
    parts.retain(|part| !part.lines.is_empty());
    parts
}

fn line(context: &Context<'_>, rulebook: &Rulebook, entry: &Entry, figures: Figures) -> Line {
    let (log, registry) = (context.log, context.registry());
    let rule = &rulebook.window_book.rules[entry.rule];
    Line {
        date: words::day(entry.date),
        session: entry.session.map(words::session),
        kind: match entry.kind {
            EntryKind::Kind(kind) => rulebook.kinds[usize::from(kind)].title.clone(),
            EntryKind::Evaluation => words::both("当月考评", "The month's evaluation"),
        },
        rule: rule.id.clone(),
        title: rule.title.clone(),
        clause: rule.clause.clone(),
        asked: figures.signed(entry.requested),
        applied: figures.signed(entry.applied),
        is_cut: entry.applied != entry.requested,
        staff: entry.staff.map(|staff| {
            let staff = &registry.staff[usize::from(staff)];
            format!("{} {}", staff.id, staff.name)
        }),
        about: words::about(log, entry.about),
        evidence: entry
            .evidence
            .events()
            .map(|event| {
                let record = log.record(event);
                format!("{}/{}", registry.sites[usize::from(record.source)].id, log.text(record.id))
            })
            .collect(),
    }
}
