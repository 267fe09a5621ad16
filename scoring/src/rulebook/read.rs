//! Reading rulebooks from TOML, and the ones that are built in. The format is taught at the top of
//! `rulebooks/zhenlai.toml`.

use super::fields::{
    MARKS, WORTH, count, kinds as kinds_of, named_tables, required_bilingual, required_count,
    required_points, required_table, share,
};
use super::versions::{self, Draft};
use super::{
    Book, Deadlines, Dissatisfied, DissatisfiedRating, Evaluation, Grade, Kind, KindIdx, Ranking,
    RejectionReason, Rulebook, Rulebooks, Targets, books, kinds,
};
use crate::document::folder::SourceFile;
use crate::document::{At, Document, Mistake, Reader};
use crate::points::Points;
use crate::time::Date;
use toml::Spanned;
use toml::de::DeTable;

/// The rulebooks that are built in: id and text.
pub const BUILTIN: [(&str, &str); 2] = [
    ("zhenlai", include_str!("../../rulebooks/zhenlai.toml")),
    ("luzhou-variant", include_str!("../../rulebooks/luzhou-variant.toml")),
];

/// A rulebook that is built in, by its id.
pub fn builtin(id: &str) -> Option<Rulebooks> {
    let (_, text) = BUILTIN.into_iter().find(|(known, _)| *known == id)?;
    read(&[SourceFile { name: format!("{id}.toml"), text: text.to_owned() }]).ok()
}

/// Reads the versions of one rulebook, a file each, in any order; or tells every mistake in them.
///
/// A file that is not TOML is told for that alone: what else is wrong in it shows once it can be read.
pub fn read(files: &[SourceFile]) -> Result<Rulebooks, Vec<Mistake>> {
    let mut read: Vec<(Document<'_>, Option<Draft>)> = Vec::new();
    for file in files {
        let (mut document, table) = Document::parse(&file.name, &file.text);
        let draft = document.mistakes.is_empty().then(|| rulebook(&mut document, &table));
        read.push((document, draft));
    }
    versions::check(&mut read);

    let mut mistakes = Vec::new();
    let mut drafts = Vec::new();
    for (mut document, draft) in read {
        document.mistakes.sort_by_key(|mistake| mistake.line);
        mistakes.append(&mut document.mistakes);
        drafts.extend(draft);
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    versions::unify(drafts).ok_or_else(|| {
        let (what, mend) = ("there is no rulebook file".to_owned(), "give at least one".to_owned());
        vec![Mistake { file: "rulebook".to_owned(), line: 0, what, mend }]
    })
}

/// Reads one version. What cannot be read is noted as a mistake and has a stand-in.
fn rulebook(document: &mut Document<'_>, table: &Spanned<DeTable<'_>>) -> Draft {
    let mut reader = Reader::new(table.get_ref(), 0..0, "the rulebook");
    let id = reader.required_text(document, "id");
    let version = reader.required_text(document, "version");
    let effective = effective(document, &mut reader);
    let title = required_bilingual(document, &mut reader, "title");
    let (kinds, kind_places) = kinds::kinds(document, &mut reader);
    let derived = kinds::derived(document, &kinds);
    let evaluation = evaluation(document, &mut reader);
    let window_book = books::book(document, &mut reader, ("window", "W"), &kinds);
    let staff_book = books::book(document, &mut reader, ("staff", "S"), &kinds);
    for book in [&window_book, &staff_book].into_iter().flatten() {
        check_grades_fit(document, &evaluation, book);
    }
    let draft = Draft {
        rulebook: Rulebook {
            id: text(&id),
            version: text(&version),
            effective: effective.as_ref().map_or(Date::MIN, |date| date.value),
            title,
            evaluation: Evaluation {
                grades: evaluation.grades.into_iter().map(|grade| grade.value).collect(),
                failed: evaluation.failed,
            },
            window_book: window_book.unwrap_or_default(),
            staff_book: staff_book.unwrap_or_default(),
            ranking: ranking(document, &mut reader),
            dissatisfied: dissatisfied(document, &mut reader, &kinds),
            bans: bans(document, &mut reader, &kinds),
            peer_top_places: required_count(document, &mut reader, "peer_top_places", 1..=1000) as usize,
            dissatisfied_rating_points: dissatisfied_rating(document, &mut reader),
            targets: targets(document, &mut reader),
            deadlines: deadlines(document, &mut reader),
            complaint_rejections: complaint_rejections(document, &mut reader),
            kinds,
        },
        derived,
        id: id.map(|id| id.place),
        version: version.map(|version| version.place),
        effective: effective.map(|date| date.place),
        kinds: kind_places,
    };
    reader.finish(document);
    draft
}

fn text(found: &Option<At<&str>>) -> String {
    found.as_ref().map(|text| text.value.to_owned()).unwrap_or_default()
}

fn effective(document: &mut Document<'_>, reader: &mut Reader<'_, '_>) -> Option<At<Date>> {
    if reader.value("effective").is_none() {
        reader.missing(
            document,
            "effective",
            "add effective = 2026-01-01, the first day that it is in force",
        );
        return None;
    }
    reader.date(document, "effective")
}

/// The evaluation with the places of its grades.
#[derive(Default)]
struct PlacedEvaluation {
    grades: Vec<At<Grade>>,
    failed: String,
}

fn evaluation(document: &mut Document<'_>, reader: &mut Reader<'_, '_>) -> PlacedEvaluation {
    let mend = "add [evaluation] with `failed`, and [[evaluation.grade]]";
    let Some(mut table) = required_table(document, reader, "evaluation", mend) else {
        return PlacedEvaluation::default();
    };
    let failed = table.required_text(document, "failed");
    let mut grades: Vec<At<Grade>> = Vec::new();
    let mut is_complete = true;
    for mut grade in named_tables(document, &mut table, ("grade", "grade", "id")) {
        let id = grade.required_text(document, "id");
        let title = required_bilingual(document, &mut grade, "title");
        let mean_min = required_points(document, &mut grade, "mean_min", MARKS);
        let points = required_points(document, &mut grade, "points", MARKS);
        let place = grade.place.clone();
        grade.finish(document);
        let (Some(id), Some(mean_min), Some(points)) = (id, mean_min, points) else {
            is_complete = false;
            continue;
        };
        if grades.iter().any(|other| other.value.id == id.value) {
            document.mistake(
                id.place,
                format!("grade `{}` is there twice", id.value),
                "take one of them out",
            );
            continue;
        }
        let value = Grade { id: id.value.to_owned(), title, mean_min: mean_min.value, points: points.value };
        grades.push(At { value, place });
    }
    table.finish(document);
    if is_complete {
        check_grades(document, &grades, &failed);
    }
    PlacedEvaluation { grades, failed: text(&failed) }
}

fn check_grades(document: &mut Document<'_>, grades: &[At<Grade>], failed: &Option<At<&str>>) {
    for pair in grades.windows(2) {
        let [better, worse] = pair else { continue };
        if worse.value.mean_min >= better.value.mean_min || worse.value.points > better.value.points {
            let what = format!("grade `{}` is not below `{}`", worse.value.id, better.value.id);
            document.mistake(
                worse.place.clone(),
                what,
                "list grades from the best to the worst by mean_min and points",
            );
        }
    }
    if let Some(last) = grades.last().filter(|last| last.value.mean_min != Points::ZERO) {
        let what = format!("the last grade `{}` begins at {}", last.value.id, last.value.mean_min);
        document.mistake(last.place.clone(), what, "write mean_min = 0, so that every mean has a grade");
    }
    if let Some(failed) =
        failed.as_ref().filter(|failed| !grades.iter().any(|grade| grade.value.id == failed.value))
    {
        let ids: Vec<&str> = grades.iter().map(|grade| grade.value.id.as_str()).collect();
        let mend = format!("write one of {}", ids.join(", "));
        document.mistake(
            failed.place.clone(),
            format!("`failed` names `{}`, which is no grade", failed.value),
            mend,
        );
    }
}

fn check_grades_fit(document: &mut Document<'_>, evaluation: &PlacedEvaluation, book: &Book) {
    let rule = book.rules.get(book.evaluation_rule).filter(|rule| rule.amounts.is_empty());
    let Some(category) = rule.and_then(|rule| book.categories.get(rule.category?)) else { return };
    for grade in &evaluation.grades {
        if category.full > Points::ZERO && grade.value.points > category.full {
            let Grade { id, points, .. } = &grade.value;
            let what = format!("grade `{id}` keeps {points} points of a category with {}", category.full);
            document.mistake(
                grade.place.clone(),
                what,
                "a grade keeps at most the evaluation category's full marks",
            );
        }
    }
}

fn ranking(document: &mut Document<'_>, reader: &mut Reader<'_, '_>) -> Ranking {
    let mend =
        "add it with `staffed_workdays_min`, `red_rank_max`, `yellow_rank_above`, `yellow_flags_warned_from`";
    let table = required_table(document, reader, "ranking", mend);
    table.map_or_else(Ranking::default, |mut table| {
        let ranking = Ranking {
            staffed_workdays_min: required_count(document, &mut table, "staffed_workdays_min", 1..=31),
            red_rank_max: required_count(document, &mut table, "red_rank_max", 0..=1000),
            yellow_rank_above: required_count(document, &mut table, "yellow_rank_above", 1..=1000),
            yellow_flags_warned_from: required_count(
                document,
                &mut table,
                "yellow_flags_warned_from",
                1..=12,
            ),
        };
        table.finish(document);
        ranking
    })
}

fn dissatisfied(document: &mut Document<'_>, reader: &mut Reader<'_, '_>, kinds: &[Kind]) -> Dissatisfied {
    let mend = "add it with `total_max`, `complaints_upheld_min` and `kinds`";
    let table = required_table(document, reader, "dissatisfied", mend);
    table.map_or_else(Dissatisfied::default, |mut table| {
        if table.value("kinds").is_none() {
            table.missing(document, "kinds", "add kinds = [\"solicited\"]");
        }
        let dissatisfied = Dissatisfied {
            total_max: required_points(document, &mut table, "total_max", MARKS)
                .map(|points| points.value)
                .unwrap_or_default(),
            complaints_upheld_min: required_count(document, &mut table, "complaints_upheld_min", 1..=1000),
            kinds: kinds_of(document, &mut table, "kinds", kinds)
                .into_iter()
                .map(|kind| kind.value)
                .collect(),
        };
        table.finish(document);
        dissatisfied
    })
}

fn bans(document: &mut Document<'_>, reader: &mut Reader<'_, '_>, kinds: &[Kind]) -> Vec<KindIdx> {
    if reader.value("bans").is_none() {
        reader.missing(document, "bans", "add bans = [\"…\"] before the first table");
    }
    kinds_of(document, reader, "bans", kinds).into_iter().map(|kind| kind.value).collect()
}

fn dissatisfied_rating(document: &mut Document<'_>, reader: &mut Reader<'_, '_>) -> DissatisfiedRating {
    let mend = "add it with `level_1` and `level_2`";
    let table = required_table(document, reader, "dissatisfied_rating_points", mend);
    table.map_or_else(DissatisfiedRating::default, |mut table| {
        let mut level = |key| {
            required_points(document, &mut table, key, WORTH).map(|points| points.value).unwrap_or_default()
        };
        let points = DissatisfiedRating { level_1: level("level_1"), level_2: level("level_2") };
        table.finish(document);
        points
    })
}

/// Reads the targets; all are off where they are absent.
fn targets(document: &mut Document<'_>, reader: &mut Reader<'_, '_>) -> Targets {
    let table = reader.table(document, "targets");
    table.map_or_else(Targets::default, |mut table| {
        let targets = Targets {
            reduction: share(document, &mut table, "reduction"),
            on_site_rate: share(document, &mut table, "on_site_rate"),
            on_time_rate: share(document, &mut table, "on_time_rate"),
            satisfaction_rate: share(document, &mut table, "satisfaction_rate"),
            early_rate: share(document, &mut table, "early_rate"),
            instant_share: share(document, &mut table, "instant_share"),
        };
        table.finish(document);
        targets
    })
}

fn deadlines(document: &mut Document<'_>, reader: &mut Reader<'_, '_>) -> Deadlines {
    let table = required_table(document, reader, "deadlines", "add it with the working days of each notice");
    table.map_or_else(Deadlines::default, |mut table| {
        // Those that came later than the format: a rulebook written before stays valid.
        let mut workdays_or = |key, usual| count(document, &mut table, key, 1..=250).unwrap_or(usual);
        let appeal_workdays = workdays_or("appeal_workdays", 5);
        let appeal_decide_workdays = workdays_or("appeal_decide_workdays", 5);
        let order_workdays = workdays_or("order_workdays", 10);
        let mut workdays = |key| required_count(document, &mut table, key, 1..=250);
        let deadlines = Deadlines {
            case_warning_workdays: workdays("case_warning_workdays"),
            case_level_3_workdays: workdays("case_level_3_workdays"),
            case_level_4_workdays: workdays("case_level_4_workdays"),
            complaint_workdays: workdays("complaint_workdays"),
            complaint_extended_workdays: workdays("complaint_extended_workdays"),
            rating_verify_workdays: workdays("rating_verify_workdays"),
            rating_rectify_workdays: workdays("rating_rectify_workdays"),
            appeal_workdays,
            appeal_decide_workdays,
            order_workdays,
        };
        table.finish(document);
        deadlines
    })
}

/// Reads for which reasons a complaint need not be taken up; there are none where they are absent.
fn complaint_rejections(document: &mut Document<'_>, reader: &mut Reader<'_, '_>) -> Vec<RejectionReason> {
    if reader.value("complaint_rejection").is_none() {
        return Vec::new();
    }
    let mut reasons: Vec<RejectionReason> = Vec::new();
    let wanted = ("complaint_rejection", "reason not to take up a complaint", "id");
    for mut table in named_tables(document, reader, wanted) {
        let id = table.required_text(document, "id");
        if let Some(id) = id.as_ref().filter(|id| reasons.iter().any(|known| known.id == id.value)) {
            let what = format!("the reason `{}` is there twice", id.value);
            document.mistake(id.place.clone(), what, "give each an id of its own");
        }
        reasons.push(RejectionReason {
            id: text(&id),
            title: required_bilingual(document, &mut table, "title"),
            clause: required_bilingual(document, &mut table, "clause"),
        });
        table.finish(document);
    }
    reasons
}
