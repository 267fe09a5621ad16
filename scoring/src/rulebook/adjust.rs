//! A rulebook's numbers, one by one, with what each belongs to; and the same text with some of them changed.
//!
//! Nothing is listed by hand: every number of the file is found where it stands, with the title and clause of the rule,
//! category or grade around it. A changed text keeps everything else to the letter, comments included, so that it can be
//! proposed as the next version of the file.

use super::Bilingual;
use crate::document::Place;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A number of a rulebook's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Where it stands: `window.rule.W-B3.points`, `ranking.red_rank_max`.
    pub path: String,
    /// The first part of the path: `window`, `staff`, `ranking`, and so on.
    pub section: String,
    /// The id of the rule, category or grade that it belongs to; empty where it belongs to none.
    pub owner: String,
    /// Its key: `points`, `max`, `red_rank_max`.
    pub key: String,
    /// The title of what it belongs to.
    pub title: Option<Bilingual>,
    /// The clause of what it belongs to, where it has its own.
    pub clause: Option<Bilingual>,
    /// The number as it is written.
    pub value: String,
    place: Place,
}

/// The numbers of a rulebook's text, in its order; none where it is no TOML.
pub fn settings(text: &str) -> Vec<Setting> {
    let Ok(table) = DeTable::parse(text) else { return Vec::new() };
    let mut found = Vec::new();
    walk(text, table.get_ref(), &Owner::default(), &mut found);
    found.sort_by_key(|setting| setting.place.start);
    found
}

/// The text with some numbers changed, by their paths; those that are not there are left out.
///
/// # Errors
///
/// The path whose new value is no number.
pub fn adjusted(text: &str, changes: &[(&str, &str)]) -> Result<String, String> {
    let mut places: Vec<(Place, &str)> = Vec::new();
    for setting in settings(text) {
        let Some(&(path, value)) = changes.iter().find(|(path, _)| *path == setting.path) else { continue };
        if !is_number(value) {
            return Err(path.to_owned());
        }
        if value != setting.value {
            places.push((setting.place, value));
        }
    }
    let mut changed = text.to_owned();
    for (place, value) in places.into_iter().rev() {
        changed.replace_range(place, value);
    }
    Ok(changed)
}

/// `2`, `0.5`: figures, at most one point among them.
fn is_number(value: &str) -> bool {
    let mut parts = value.split('.');
    let are_figures = |part: Option<&str>| {
        part.is_some_and(|part| {
            !part.is_empty() && part.len() <= 6 && part.bytes().all(|b| b.is_ascii_digit())
        })
    };
    let has_leading_zero = value.len() > 1 && value.starts_with('0') && !value.starts_with("0.");
    !has_leading_zero
        && are_figures(parts.next())
        && parts.clone().next().is_none_or(|part| are_figures(Some(part)))
        && parts.nth(1).is_none()
}

/// What stands around a number.
#[derive(Clone, Default)]
struct Owner {
    path: Vec<String>,
    id: String,
    title: Option<Bilingual>,
    clause: Option<Bilingual>,
}

impl Owner {
    fn within(&self, part: &str, table: &DeTable<'_>) -> Owner {
        let mut path = self.path.clone();
        path.push(part.to_owned());
        Owner {
            path,
            id: word(table, "id").filter(|_| !self.path.is_empty()).unwrap_or_else(|| self.id.clone()),
            title: bilingual(table, "title").or_else(|| self.title.clone()),
            clause: bilingual(table, "clause").or_else(|| self.clause.clone()),
        }
    }
}

fn walk(text: &str, table: &DeTable<'_>, owner: &Owner, found: &mut Vec<Setting>) {
    for (key, value) in table.iter() {
        let key = key.get_ref();
        match value.get_ref() {
            DeValue::Integer(_) | DeValue::Float(_) => {
                let place = value.span();
                let path: Vec<&str> = owner.path.iter().map(String::as_str).chain([key.as_ref()]).collect();
                found.push(Setting {
                    path: path.join("."),
                    section: owner.path.first().cloned().unwrap_or_default(),
                    owner: owner.id.clone(),
                    key: key.to_string(),
                    title: owner.title.clone(),
                    clause: owner.clause.clone(),
                    value: text.get(place.clone()).unwrap_or_default().to_owned(),
                    place,
                });
            }
            DeValue::Table(inner) => walk(text, inner, &owner.within(key, inner), found),
            DeValue::Array(items) => {
                for (place, item) in items.iter().enumerate() {
                    if let DeValue::Table(inner) = Spanned::get_ref(item) {
                        let name = word(inner, "id").unwrap_or_else(|| place.to_string());
                        let list = owner.within(key, &DeTable::default());
                        walk(text, inner, &list.within(&name, inner), found);
                    }
                }
            }
            DeValue::String(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {}
        }
    }
}

fn word(table: &DeTable<'_>, key: &str) -> Option<String> {
    match table.get(key)?.get_ref() {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Array(_)
        | DeValue::Table(_) => None,
    }
}

fn bilingual(table: &DeTable<'_>, key: &str) -> Option<Bilingual> {
    match table.get(key)?.get_ref() {
        DeValue::Table(both) => Some(Bilingual { zh: word(both, "zh")?, en: word(both, "en")? }),
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Array(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::SourceFile;
    use crate::rulebook::{BUILTIN, read};

    #[test]
    fn every_number_of_a_built_in_rulebook_is_found_with_what_it_belongs_to() {
        for (name, text) in BUILTIN {
            let found = settings(text);
            assert!(found.len() > 60, "{name}: {}", found.len());
            let mut paths: Vec<&str> = found.iter().map(|setting| setting.path.as_str()).collect();
            paths.sort_unstable();
            assert!(paths.windows(2).all(|pair| pair[0] != pair[1]), "each has a path of its own");
        }
        let found = settings(BUILTIN[0].1);
        let of = |path: &str| found.iter().find(|setting| setting.path == path).expect("it is there");
        let rule = of("window.rule.W-B3.points");
        assert_eq!(
            (rule.value.as_str(), rule.owner.as_str(), rule.section.as_str()),
            ("2", "W-B3", "window")
        );
        assert!(rule.title.is_some());
        assert_eq!(of("ranking.red_rank_max").value, "5");
        assert_eq!(of("targets.on_time_rate").value, "0.99");
    }

    #[test]
    fn a_changed_text_is_a_rulebook_that_differs_in_nothing_else() {
        let text = BUILTIN[0].1;
        let changes = [("window.rule.W-B3.points", "4"), ("ranking.red_rank_max", "3"), ("no.such", "1")];
        let changed = adjusted(text, &changes).expect("numbers");
        let differ: Vec<_> = text.lines().zip(changed.lines()).filter(|(a, b)| a != b).collect();
        assert_eq!(differ.len(), 2, "{differ:?}");
        let file = SourceFile { name: "zhenlai.toml".to_owned(), text: changed };
        let read = read(&[file]).expect("it can be read");
        assert_eq!(read.versions[0].ranking.red_rank_max, 3);
        for wrong in ["", "-1", "1e3", "2\npoints = 9", "1.2.3", ".5", "0x1", "007"] {
            assert_eq!(
                adjusted(text, &[("ranking.red_rank_max", wrong)]),
                Err("ranking.red_rank_max".to_owned())
            );
        }
    }
}
