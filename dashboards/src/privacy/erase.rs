//! Takes out what names a member of staff who left; what would go is told before.

use ingest::live::Desk;
use ingest::store::StoreError;
use ingest::store::sqlite::{Erasure, Traces};
use reports::words::Word;
use scoring::registry::{self, Registry, SourceFile};
use scoring::time::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The fewest characters of a reason.
const REASON_CHARACTERS_MIN: usize = 4;

/// What an erasure would take out, and what stands in its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Plan {
    /// The id, which stays.
    pub staff: String,
    /// The name that goes; the pseudonym where it is gone.
    pub name: String,
    /// What stands in its place.
    pub pseudonym: String,
    /// The window where the person still works or will, with the last day; nothing may be erased before it is over.
    pub works_at: Option<(String, Option<String>)>,
    /// Who else bears the name: then nothing goes by the name alone.
    pub namesakes: Vec<String>,
    /// What goes from the store.
    #[schema(value_type = crate::api::borrowed::TracesShape)]
    pub traces: Traces,
    /// The registry's lines that name the person, which the county changes in its own files.
    pub lines: Vec<RegistryLine>,
    /// When the data was erased, in the region's offset, if it was.
    pub erased: Option<String>,
}

/// A line of the registry's files that names the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RegistryLine {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What stands there.
    pub text: String,
    /// What is to stand there; none where only a person can tell whether the same one is meant.
    pub instead: Option<String>,
}

/// Why nothing was erased.
#[derive(Debug)]
pub enum Refusal {
    /// The registry has nobody of that id.
    Unknown,
    /// The person still works.
    StillWorks,
    /// The reason is missing, or names the person.
    Reason,
    /// The store failed.
    Store(StoreError),
}

impl Refusal {
    /// The refusal in words, with what to do.
    pub fn said(&self) -> String {
        let word = match self {
            Refusal::Unknown => Word::new(
                "登记册中没有此工作人员编号；请核对编号",
                "the registry has no member of staff with this id: look it up in the registry",
            ),
            Refusal::StillWorks => Word::new(
                "此人员仍在岗（或已安排到岗）；请先在登记册中写明在岗的最后一日，离岗之后再删除",
                "the person still works or is to: give the assignment its last day in the registry, and erase after it",
            ),
            Refusal::Reason => Word::new(
                "请写明删除的理由，且不要写出此人员的姓名",
                "say why the data is erased, without the person's name",
            ),
            Refusal::Store(error) => return error.to_string(),
        };
        format!("{} / {}", word.zh, word.en)
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Refusal {
        Refusal::Store(error)
    }
}

/// What an erasure would take out now. Nothing is changed.
///
/// # Errors
///
/// There is no such person; the store cannot be read.
pub fn plan(desk: &mut Desk<'_>, staff: &str) -> Result<Plan, Refusal> {
    let registry = desk.county().registry;
    let today = registry.zone.date(desk.now());
    let Some(&place) = registry.index.staff.get(staff) else { return Err(Refusal::Unknown) };
    let person = &registry.staff[usize::from(place)];
    let files = &desk.given_files().registry;
    // Once it is erased the registry in memory has the pseudonym, its files may still have the name.
    let name = name_in_files(files, staff).unwrap_or_else(|| person.name.clone());
    let current = person.assignments.iter().find(|assignment| assignment.to >= today);
    let works_at = current.map(|assignment| {
        let window = registry.windows[usize::from(assignment.window)].id.clone();
        (window, (assignment.to != Date::MAX).then(|| assignment.to.to_string()))
    });
    let namesakes = namesakes(registry, staff, &name);
    let pseudonym = Erasure::pseudonym(staff);
    let lines = if name == pseudonym { Vec::new() } else { lines(files, staff, &name) };
    let zone = registry.zone.clone();
    let records = desk.store().records();
    let traces =
        if namesakes.is_empty() && name != pseudonym { records.traces_of(&name)? } else { Traces::default() };
    let erased = records.erasures()?.into_iter().find(|erasure| erasure.staff == staff);
    let erased = erased.map(|erasure| zone.format(erasure.at));
    Ok(Plan { staff: staff.to_owned(), name, pseudonym, works_at, namesakes, traces, lines, erased })
}

/// Erases what names a person outside the events; from then on the service shows the pseudonym. What was taken out is answered.
///
/// # Errors
///
/// [`Refusal`]; then nothing is changed.
pub fn erase(desk: &mut Desk<'_>, staff: &str, reason: &str, by: &str) -> Result<Plan, Refusal> {
    let plan = plan(desk, staff)?;
    if plan.works_at.is_some() {
        return Err(Refusal::StillWorks);
    }
    let reason = reason.trim();
    if reason.chars().count() < REASON_CHARACTERS_MIN || reason.contains(&plan.name) {
        return Err(Refusal::Reason);
    }
    let erasure = Erasure {
        staff: staff.to_owned(),
        at: desk.now(),
        erased_by: by.to_owned(),
        reason: reason.to_owned(),
    };
    let name = (plan.namesakes.is_empty() && plan.name != plan.pseudonym).then_some(plan.name.as_str());
    let traces = desk.store().records().erase_person(name, &erasure)?;
    desk.hide_erased_names();
    Ok(Plan { traces, ..plan })
}

/// Who else of the registry bears the name: other staff, heads of departments.
fn namesakes(registry: &Registry, staff: &str, name: &str) -> Vec<String> {
    let others = registry.staff.iter().filter(|other| other.id != staff && other.name == name);
    let heads = registry
        .departments
        .iter()
        .filter(|department| department.head.as_ref().is_some_and(|head| head.name == name));
    others.map(|other| other.id.clone()).chain(heads.map(|department| department.id.clone())).collect()
}

/// The staff member's name as the files have it.
fn name_in_files(files: &[(String, String)], staff: &str) -> Option<String> {
    let of = |(name, text): &(String, String)| SourceFile { name: name.clone(), text: text.clone() };
    let registry = registry::read(&files.iter().map(of).collect::<Vec<_>>()).ok()?;
    let place = registry.index.staff.get(staff).copied()?;
    Some(registry.staff[usize::from(place)].name.clone())
}

/// The lines that hold the name. Those of the person's own entry get the pseudonym; others may be about somebody else.
fn lines(files: &[(String, String)], staff: &str, name: &str) -> Vec<RegistryLine> {
    let quoted = format!("\"{name}\"");
    let mut found = Vec::new();
    for (file, text) in files {
        let lines: Vec<&str> = text.lines().collect();
        for (place, line) in lines.iter().enumerate().filter(|(_, line)| line.contains(&quoted)) {
            let is_own = entry_of(&lines, place).is_some_and(|entry| is_of(entry, staff));
            found.push(RegistryLine {
                file: file.clone(),
                line: place + 1,
                text: (*line).to_owned(),
                instead: is_own.then(|| line.replace(&quoted, &format!("\"{}\"", Erasure::pseudonym(staff)))),
            });
        }
    }
    found
}

/// The lines of the `[[staff]]` entry that a line belongs to.
fn entry_of<'l, 't>(lines: &'l [&'t str], place: usize) -> Option<&'l [&'t str]> {
    let is_head = |line: &&str| line.trim_start().starts_with('[');
    let start = (0..=place).rev().find(|&line| is_head(&lines[line]))?;
    let end = (start + 1..lines.len()).find(|&line| is_head(&lines[line])).unwrap_or(lines.len());
    (lines[start].trim() == "[[staff]]").then(|| &lines[start..end])
}

fn is_of(entry: &[&str], staff: &str) -> bool {
    entry.iter().any(|line| {
        let given = line.split_once('=').map(|(key, value)| (key.trim(), value.trim()));
        given.is_some_and(|(key, value)| key == "id" && value.trim_matches('"') == staff)
    })
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn the_line_of_the_person_gets_the_pseudonym_and_others_are_for_a_person_to_judge() {
        let text = "[[department]]\nid = \"D-1\"\nhead = { name = \"李强\" }\n\n[[staff]]\nid = \"S-1\"\nname = \"李强\"\n\n[[staff]]\nid = \"S-2\"\nname = \"李强生\"\n";
        let found = lines(&[("county.toml".to_owned(), text.to_owned())], "S-1", "李强");
        let told: Vec<(usize, Option<&str>)> =
            found.iter().map(|line| (line.line, line.instead.as_deref())).collect();
        assert_eq!(told, [(3, None), (7, Some("name = \"已离职人员 S-1\""))]);
    }
}
