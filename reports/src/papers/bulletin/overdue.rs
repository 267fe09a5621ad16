//! Overdue cases, joint shares that were late, and the warnings that were sent.

use super::Bulletin;
use super::feedback::of_kind;
use super::places::sum_foot;
use crate::document::{Block, Sheet};
use crate::papers::frame::column;
use crate::render::table::{Cell, Table};
use crate::words::{bulletin as words, papers as labels};
use scoring::notices::NoticeKind;

/// The warnings of cases and joint shares, level by level.
const WARNINGS: [(NoticeKind, u8); 8] = [
    (NoticeKind::CaseDue, 1),
    (NoticeKind::CaseOverdue, 2),
    (NoticeKind::CaseOverdue, 3),
    (NoticeKind::CaseOverdue, 4),
    (NoticeKind::JointDue, 1),
    (NoticeKind::JointOverdue, 2),
    (NoticeKind::JointOverdue, 3),
    (NoticeKind::JointOverdue, 4),
];

pub(super) fn blocks(bulletin: &Bulletin<'_>) -> Vec<Block> {
    let (reading, lang) = (&bulletin.reading, bulletin.lang());
    let tally = &bulletin.tally;
    let notices = &reading.published().notices;
    let sent = |(kind, level): (NoticeKind, u8)| {
        let count = notices.iter().filter(|of| of.kind == kind.word() && of.level == level).count() as i64;
        (count > 0).then(|| (lang.notice(kind, level).to_owned(), count))
    };
    let warnings: Vec<(String, i64)> = WARNINGS.into_iter().filter_map(sent).collect();
    let said = [
        lang.sentence(&[lang.overdue_cases(tally.overdue), lang.joint_delays(tally.joint_delays)]),
        lang.sentence(&[lang.warnings_sent(&warnings)]),
    ];
    let mut blocks = vec![Block::paragraph(lang.paragraph(&said))];
    let entries = of_kind(reading, "overdue");
    if entries.is_empty() {
        return blocks;
    }
    let rows = entries.iter().map(|entry| {
        let department = reading.window(&entry.subject).map(|of| usize::from(of.department));
        let department = department.and_then(|place| reading.registry.departments.get(place));
        vec![
            Cell::Text(lang.date(entry.date, reading.published().month.year())),
            entry.case.clone().map_or(Cell::Nothing, Cell::Text),
            Cell::Text(entry.subject.clone()),
            Cell::Text(reading.window_name(&entry.subject).to_owned()),
            department.map_or(Cell::Nothing, |of| Cell::Text(of.name.clone())),
            Cell::Points(entry.applied),
        ]
    });
    let table = Table {
        title: lang.say(words::OVERDUE).to_owned(),
        about: Vec::new(),
        columns: vec![
            column(lang.say(words::DUE), 9),
            column(lang.say(labels::CASE), 17),
            column(lang.say(labels::WINDOW_ID), 7),
            column(lang.say(labels::WINDOW), 22),
            column(lang.say(labels::DEPARTMENT), 18),
            column(lang.say(labels::POINTS), 8),
        ],
        rows: rows.collect(),
    };
    let foot = sum_foot(lang.say(labels::SUM), 6, &[5]);
    blocks.push(Block::table(Sheet { foot: Some(foot), sums: Vec::new(), table }));
    blocks
}
