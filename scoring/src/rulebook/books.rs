//! The window book and the staff book: their categories, and the rules that stand in them.

use super::fields::{
    WORTH, bilingual, count, kind, kinds as kinds_of, named_tables, points, required_bilingual,
    required_points, required_table,
};
use super::{Amount, Bilingual, Book, Category, Kind, KindIdx, Origin, Rule, rule_order};
use crate::document::{At, Document, Place, Reader};
use crate::points::Points;
use toml::Spanned;
use toml::de::DeValue;

/// Reads one book: `window` with rules `W-…`, or `staff` with rules `S-…`.
pub fn book(
    document: &mut Document<'_>,
    rulebook: &mut Reader<'_, '_>,
    (key, prefix): (&'static str, &str),
    kinds: &[Kind],
) -> Option<Book> {
    let mend = format!("add [{key}.bonus], [[{key}.category]] and [[{key}.rule]]");
    let mut reader = required_table(document, rulebook, key, &mend)?;
    let shelves = shelves(document, &mut reader, key);
    let mut rules: Vec<At<Rule>> = Vec::new();
    let mut evaluations = Vec::new();
    let mut all_read = true;
    for mut table in named_tables(document, &mut reader, ("rule", "rule", "id")) {
        let place = table.place.clone();
        match rule(document, &mut table, prefix, &shelves, kinds) {
            Some((rule, is_evaluation)) => {
                check_against_others(document, &rule, &rules, kinds);
                if is_evaluation {
                    evaluations.push(At { value: rule.value.id.clone(), place });
                }
                rules.push(rule);
            }
            None => all_read = false,
        }
        table.finish(document);
    }
    if all_read {
        check_evaluations(document, key, &reader.place, &evaluations);
    }
    reader.finish(document);

    let mut rules: Vec<Rule> = rules.into_iter().map(|rule| rule.value).collect();
    rules.sort_by(|one, other| (&one.order, &one.id).cmp(&(&other.order, &other.id)));
    let evaluation = evaluations.first().and_then(|id| rules.iter().position(|rule| rule.id == id.value));
    let rule_of_kind = rule_of_kind(&rules, kinds.len());
    Some(Book {
        categories: shelves.categories.into_iter().map(|shelf| shelf.category).collect(),
        bonus: shelves.bonus.category,
        rules,
        rule_of_kind,
        evaluation_rule: evaluation.unwrap_or_default(),
    })
}

/// For each kind the place of its rule.
pub fn rule_of_kind(rules: &[Rule], kinds: usize) -> Vec<Option<usize>> {
    let mut rule_of_kind = vec![None; kinds];
    for (place, rule) in rules.iter().enumerate() {
        for &(kind, _) in &rule.amounts {
            rule_of_kind[usize::from(kind)] = Some(place);
        }
    }
    rule_of_kind
}

/// A category with the clause that its rules come from unless they name another.
#[derive(Default)]
struct Shelf {
    category: Category,
    clause: Option<Bilingual>,
}

/// What the rules of a book stand in.
struct Shelves {
    /// By id.
    categories: Vec<Shelf>,
    bonus: Shelf,
}

impl Shelves {
    /// The place of a category (`None` for the bonus) and its clause.
    fn of(&self, letter: &str) -> Option<(Option<usize>, Option<&Bilingual>)> {
        if letter == self.bonus.category.id {
            return Some((None, self.bonus.clause.as_ref()));
        }
        let place = self.categories.iter().position(|shelf| shelf.category.id == letter)?;
        Some((Some(place), self.categories[place].clause.as_ref()))
    }
}

fn shelves(document: &mut Document<'_>, book: &mut Reader<'_, '_>, name: &str) -> Shelves {
    let mend = "add it with `id`, `max`, `title` and `clause`";
    let bonus = required_table(document, book, "bonus", mend).map(|mut table| {
        let shelf = shelf(document, &mut table, "max", &[]);
        table.finish(document);
        shelf.unwrap_or_default()
    });
    let bonus = bonus.unwrap_or_default();
    let mut categories: Vec<Shelf> = Vec::new();
    let mut all_known = true;
    for mut table in named_tables(document, book, ("category", "category", "id")) {
        let taken: Vec<&str> =
            categories.iter().chain([&bonus]).map(|shelf: &Shelf| shelf.category.id.as_str()).collect();
        match shelf(document, &mut table, "full", &taken) {
            Some(shelf) => {
                all_known &= shelf.category.full > Points::ZERO;
                categories.push(shelf);
            }
            None => all_known = false,
        }
        table.finish(document);
    }
    let sum: Points = categories.iter().map(|shelf| shelf.category.full).sum();
    if all_known && !categories.is_empty() && sum != Points::whole(100) {
        let what = format!("the categories of the {name} book make {sum}");
        document.mistake(book.place.clone(), what, "their full marks, the evaluation's too, must make 100");
    }
    categories.sort_by(|one, other| one.category.id.cmp(&other.category.id));
    Shelves { categories, bonus }
}

/// Reads a category or the bonus; `None` where its id is not usable.
fn shelf(
    document: &mut Document<'_>,
    reader: &mut Reader<'_, '_>,
    full_key: &'static str,
    taken: &[&str],
) -> Option<Shelf> {
    let id = reader.required_text(document, "id");
    let full = required_points(document, reader, full_key, WORTH);
    let title = required_bilingual(document, reader, "title");
    let clause = bilingual(document, reader, "clause");
    let id = id?;
    if !matches!(id.value.as_bytes(), [b'A'..=b'Z']) {
        document.mistake(
            id.place,
            format!("category `{}` is not one letter", id.value),
            "write one letter from A to Z",
        );
        return None;
    }
    if taken.contains(&id.value) {
        let what = format!("category `{}` is there twice", id.value);
        document.mistake(id.place, what, "give it a letter of its own, the bonus too");
        return None;
    }
    let full = full.map(|full| full.value).unwrap_or_default();
    Some(Shelf { category: Category { id: id.value.to_owned(), full, title }, clause })
}

/// What the `points` of a rule say.
enum Worth {
    /// The same amount for each of the rule's `kinds`.
    Amount(Amount),
    /// The month's evaluation, which has no kinds.
    Evaluation,
}

/// Reads a rule, and whether it is the evaluation's.
fn rule(
    document: &mut Document<'_>,
    reader: &mut Reader<'_, '_>,
    prefix: &str,
    shelves: &Shelves,
    kinds: &[Kind],
) -> Option<(At<Rule>, bool)> {
    let id = reader.required_text(document, "id");
    let title = required_bilingual(document, reader, "title");
    let own_clause = bilingual(document, reader, "clause");
    let list = reader.value("kinds");
    if let Some(list) = list.filter(|list| list.get_ref().as_array().is_some_and(|names| names.is_empty())) {
        document.mistake(list.span(), "`kinds` names no kind", "name at least one");
    }
    let named = list.is_some();
    let same = kinds_of(document, reader, "kinds", kinds);
    let worth = reader.value("points").map(|value| (value, worth(document, reader, value)));
    let (amounts, is_evaluation) = match (worth, named) {
        (Some((_, Some(Worth::Evaluation))), false) => (Vec::new(), true),
        (Some((value, Some(Worth::Evaluation))), true) => {
            document.mistake(value.span(), "the evaluation's rule has kinds", "take `kinds` out");
            (Vec::new(), true)
        }
        (Some((_, Some(Worth::Amount(amount)))), true) => {
            (same.into_iter().map(|kind| (kind.value, amount)).collect(), false)
        }
        (Some((_, Some(Worth::Amount(_)))), false) => {
            reader.missing(document, "kinds", "add kinds = [\"…\"] with the kinds that it turns into points");
            (Vec::new(), false)
        }
        // What `points` say is a mistake already; the kinds still have a rule.
        (Some((_, None)), _) => {
            (same.into_iter().map(|kind| (kind.value, Amount::Each(Points::ZERO))).collect(), false)
        }
        (None, _) => (amounts_by_kind(document, reader, named, kinds), false),
    };

    let id = id?;
    let order = order(document, &id, prefix)?;
    let Some((category, clause)) = shelves.of(&order.0) else {
        let what =
            format!("rule `{}` stands in category `{}`, which the book does not have", id.value, order.0);
        document.mistake(id.place, what, "the letter of a rule's id is its category's");
        return None;
    };
    let Some(clause) = own_clause.or_else(|| clause.cloned()) else {
        reader.missing(document, "clause", "add a clause to the rule or to its category");
        return None;
    };
    check_side(document, &id, category, (&amounts, is_evaluation), kinds);
    let rule = Rule { id: id.value.to_owned(), order, category, amounts, title, clause };
    Some((At { value: rule, place: id.place }, is_evaluation))
}

/// Reads `points`, and `after` where it stands beside it.
fn worth(
    document: &mut Document<'_>,
    reader: &mut Reader<'_, '_>,
    value: &Spanned<DeValue<'_>>,
) -> Option<Worth> {
    let free = count(document, reader, "after", 1..=100);
    let amount = match value.get_ref() {
        DeValue::String(word) => match word.as_ref() {
            "whole category" => Worth::Amount(Amount::WholeCategory),
            "evaluation" => Worth::Evaluation,
            other => {
                let mend = "write a number, a range, \"whole category\" or \"evaluation\"";
                document.mistake(value.span(), format!("`points` is \"{other}\""), mend);
                return None;
            }
        },
        DeValue::Table(_) => {
            let table = reader.table(document, "points")?;
            Worth::Amount(range(document, table)?)
        }
        number @ (DeValue::Integer(_) | DeValue::Float(_)) => {
            let points = points(document, "points", value.span(), number, WORTH)?;
            return Some(Worth::Amount(match free {
                Some(free) => Amount::EachAfter { free, points },
                None => Amount::Each(points),
            }));
        }
        DeValue::Boolean(_) | DeValue::Datetime(_) | DeValue::Array(_) => {
            let mend = "write a number, a range, \"whole category\" or \"evaluation\"";
            document.mistake(value.span(), "`points` is not a number", mend);
            return None;
        }
    };
    if free.is_some() {
        document.mistake(value.span(), "`after` goes with a fixed number of points only", "take `after` out");
    }
    Some(amount)
}

fn range(document: &mut Document<'_>, mut table: Reader<'_, '_>) -> Option<Amount> {
    let mut read = |key| required_points(document, &mut table, key, WORTH).map(|points| points.value);
    let (min, max, default) = (read("min"), read("max"), read("default"));
    let place = table.place.clone();
    table.finish(document);
    let (min, max, default) = (min?, max?, default?);
    if !(min..=max).contains(&default) {
        let what = format!("the range from {min} to {max} does not hold the default {default}");
        document.mistake(place, what, "min is at most default, default at most max");
    }
    Some(Amount::Range { min, max, default })
}

/// Reads `points_by_kind`, a number for each kind.
fn amounts_by_kind(
    document: &mut Document<'_>,
    reader: &mut Reader<'_, '_>,
    named: bool,
    kinds: &[Kind],
) -> Vec<(KindIdx, Amount)> {
    let Some(value) = reader.value("points_by_kind") else {
        reader.missing(document, "points", "add points = 2, or points_by_kind = { a_kind = 2, another = 3 }");
        return Vec::new();
    };
    if named {
        document.mistake(value.span(), "`kinds` stands beside `points_by_kind`", "take `kinds` out");
    }
    let Some(table) = value.get_ref().as_table() else {
        document.mistake(
            value.span(),
            "`points_by_kind` is not a table",
            "write { a_kind = 2, another = 3 }",
        );
        return Vec::new();
    };
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    let mut amounts = Vec::new();
    for (name, value) in entries {
        let kind = kind(document, name.get_ref(), &name.span(), kinds);
        let points = points(document, name.get_ref(), value.span(), value.get_ref(), WORTH);
        if let (Some(kind), Some(points)) = (kind, points) {
            amounts.push((kind, Amount::Each(points)));
        }
    }
    amounts
}

/// The order of a rule id that is written as it should be: the book's prefix, a letter, a number from 1 or none.
fn order(document: &mut Document<'_>, id: &At<&str>, prefix: &str) -> Option<(String, u32)> {
    let order = rule_order(id.value).filter(|(letter, number)| {
        let number = if *number == 0 { String::new() } else { number.to_string() };
        id.value == format!("{prefix}-{letter}{number}")
    });
    if order.is_none() {
        let mend = format!("write {prefix}-, the category's letter and a number: {prefix}-A1");
        document.mistake(
            id.place.clone(),
            format!("rule id `{}` cannot be ordered in this book", id.value),
            mend,
        );
    }
    order
}

/// Merits earn points, findings cost them; what is derived can do either.
fn check_side(
    document: &mut Document<'_>,
    id: &At<&str>,
    category: Option<usize>,
    (amounts, is_evaluation): (&[(KindIdx, Amount)], bool),
    kinds: &[Kind],
) {
    let mut misplaced = |what: String, mend: &str| document.mistake(id.place.clone(), what, mend);
    for &(kind, amount) in amounts {
        let Kind { name, origin, .. } = &kinds[usize::from(kind)];
        match (origin, category) {
            (Origin::Merit, Some(_)) => {
                misplaced(
                    format!("rule `{}` takes points for merit `{name}`", id.value),
                    "move it to the bonus",
                );
            }
            (Origin::Finding | Origin::DerivedToo | Origin::Attendance, None) => {
                misplaced(
                    format!("rule `{}` gives points for finding `{name}`", id.value),
                    "move it to a category",
                );
            }
            (Origin::Merit, None)
            | (Origin::Finding | Origin::DerivedToo | Origin::Attendance, Some(_))
            | (Origin::Derived, _) => {}
        }
        if category.is_none() && amount == Amount::WholeCategory {
            misplaced(
                format!("bonus rule `{}` gives a whole category", id.value),
                "write how many points it gives",
            );
        }
    }
    if category.is_none() && is_evaluation {
        misplaced(format!("the evaluation's rule `{}` stands in the bonus", id.value), "give it a category");
    }
}

fn check_against_others(document: &mut Document<'_>, rule: &At<Rule>, others: &[At<Rule>], kinds: &[Kind]) {
    if others.iter().any(|other| other.value.id == rule.value.id) {
        let what = format!("rule `{}` is there twice", rule.value.id);
        document.mistake(rule.place.clone(), what, "give it an id of its own");
    }
    for &(kind, _) in &rule.value.amounts {
        let name = &kinds[usize::from(kind)].name;
        let earlier = others.iter().find(|other| other.value.amounts.iter().any(|&(of, _)| of == kind));
        if let Some(earlier) = earlier {
            let what = format!(
                "kind `{name}` has two rules in this book, `{}` and `{}`",
                earlier.value.id, rule.value.id
            );
            document.mistake(rule.place.clone(), what, "leave it to one of them");
        }
    }
}

fn check_evaluations(document: &mut Document<'_>, book: &str, place: &Place, rules: &[At<String>]) {
    match rules {
        [] => {
            let what = format!("no rule of the {book} book is for the month's evaluation");
            document.mistake(place.clone(), what, "add a rule with points = \"evaluation\"");
        }
        [_one] => {}
        [first, others @ ..] => {
            for other in others {
                let what =
                    format!("rules `{}` and `{}` are both for the evaluation", first.value, other.value);
                document.mistake(other.place.clone(), what, "leave it to one of them");
            }
        }
    }
}
