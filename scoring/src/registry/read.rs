//! Reads a registry from the files of one folder (`registry.md`): what each table says for itself.
//!
//! What the tables say together (ids, references, overlaps) is looked at in [`super::check`]. A value that cannot be read
//! is noted as a mistake and a placeholder stands in for it; nobody ever sees it, because a registry with a mistake is not
//! handed out.

pub use crate::document::folder::SourceFile;

use super::{Department, Item, Person, Registry, Schedule, Site, Staff, Window};
use super::{check, tables};
use crate::document::folder::{Folder, Spot};
use crate::document::{At, Document, Mistake, Reader};
use crate::time::{Date, Zone};
use toml::de::DeTable;

/// Reads and checks the files of a registry together, or tells every mistake by file and line.
///
/// ```
/// use scoring::registry::{SourceFile, read};
///
/// let file = SourceFile { name: "county.toml".to_owned(), text: "[region]\ncode = \"220821\"\n".to_owned() };
/// let mistakes = read(&[file]).expect_err("no schedule, name and time zone");
/// assert_eq!(mistakes[0].to_string(), "county.toml:1: [region] has no `name`; add name = \"…\"");
/// ```
pub fn read(files: &[SourceFile]) -> Result<Registry, Vec<Mistake>> {
    let (mut folder, tables) = Folder::parse("registry", files);
    let mut draft = Draft::default();
    for (file, table) in tables.iter().enumerate() {
        draft.read_file(file, table.get_ref(), folder.document(file));
    }
    let registry = check::registry(draft, &mut folder);
    let mistakes = folder.into_mistakes();
    registry.filter(|_| mistakes.is_empty()).ok_or(mistakes)
}

/// Everything the files say, before anything refers to anything.
#[derive(Default)]
pub(super) struct Draft<'t> {
    pub(super) regions: Vec<(Spot, Region)>,
    pub(super) schedules: Vec<Entry<'t, Schedule>>,
    pub(super) sites: Vec<Entry<'t, SiteDraft<'t>>>,
    pub(super) departments: Vec<Entry<'t, Department>>,
    pub(super) windows: Vec<Entry<'t, WindowDraft<'t>>>,
    pub(super) staff: Vec<Entry<'t, Staff>>,
    pub(super) assignments: Vec<AssignmentDraft<'t>>,
    pub(super) items: Vec<Entry<'t, ItemDraft<'t>>>,
}

/// One table with an id, which is empty where it could not be read.
pub(super) struct Entry<'t, T> {
    pub(super) id: &'t str,
    pub(super) spot: Spot,
    pub(super) value: T,
}

/// The id of something else, with its place; `None` where it is absent or could not be read.
pub(super) type Link<'t> = Option<At<&'t str>>;

pub(super) struct Region {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) zone: Option<Zone>,
    pub(super) leader: Option<Person>,
    pub(super) supervision: Option<Person>,
}

pub(super) struct SiteDraft<'t> {
    /// Everything but the schedule.
    pub(super) site: Site,
    pub(super) schedule: Link<'t>,
}

pub(super) struct WindowDraft<'t> {
    /// Everything but site, department and assignments.
    pub(super) window: Window,
    pub(super) site: Link<'t>,
    pub(super) department: Link<'t>,
}

pub(super) struct AssignmentDraft<'t> {
    pub(super) spot: Spot,
    pub(super) staff: Link<'t>,
    pub(super) window: Link<'t>,
    /// First and last day, if both could be read.
    pub(super) days: Option<(Date, Date)>,
    pub(super) lead: bool,
}

pub(super) struct ItemDraft<'t> {
    /// Everything but the department.
    pub(super) item: Item,
    pub(super) department: Link<'t>,
}

/// Ids are as long as those of events may be (`events.md`).
const ID_CHARACTERS_MAX: usize = 64;

impl<'t> Draft<'t> {
    fn read_file(&mut self, file: usize, table: &'t DeTable<'_>, document: &mut Document<'_>) {
        let mut root = Reader::new(table, 0..0, "the registry");
        if let Some(mut table) = section(&mut root, document, "region") {
            let place = table.place.clone();
            self.regions.push((Spot { file, place }, tables::region(&mut table, document)));
            table.finish(document);
        }
        entries(&mut self.schedules, &mut root, (file, document), ("schedule", "id"), tables::schedule);
        entries(&mut self.sites, &mut root, (file, document), ("site", "id"), tables::site);
        entries(&mut self.departments, &mut root, (file, document), ("department", "id"), tables::department);
        entries(&mut self.windows, &mut root, (file, document), ("window", "id"), tables::window);
        entries(&mut self.staff, &mut root, (file, document), ("staff", "id"), tables::staff);
        for mut table in sections(&mut root, document, "assignment") {
            let spot = Spot { file, place: table.place.clone() };
            self.assignments.push(tables::assignment(&mut table, document, spot));
            table.finish(document);
        }
        entries(&mut self.items, &mut root, (file, document), ("item", "code"), tables::item);
        root.finish(document);
    }
}

/// Reads all tables of one kind that have an id.
fn entries<'t, 'i, T>(
    into: &mut Vec<Entry<'t, T>>,
    root: &mut Reader<'t, 'i>,
    (file, document): (usize, &mut Document<'_>),
    (key, id_key): (&'static str, &'static str),
    read: fn(&mut Reader<'t, 'i>, &mut Document<'_>, &str) -> T,
) {
    let tables = sections(root, document, key);
    into.reserve(tables.len());
    for mut table in tables {
        let id = id(&mut table, document, id_key);
        let spot = Spot { file, place: table.place.clone() };
        into.push(Entry { id, spot, value: read(&mut table, document, id) });
        table.finish(document);
    }
}

/// The table `[key]`, if it is there.
fn section<'t, 'i>(
    root: &mut Reader<'t, 'i>,
    document: &mut Document<'_>,
    key: &'static str,
) -> Option<Reader<'t, 'i>> {
    let found = root.value(key)?;
    let table = found.get_ref().as_table();
    if table.is_none() {
        document.mistake(found.span(), format!("`{key}` is no table of its own"), format!("write [{key}]"));
    }
    table.map(|table| Reader::new(table, found.span(), format!("[{key}]")))
}

/// The tables `[[key]]`, none where there is none.
fn sections<'t, 'i>(
    root: &mut Reader<'t, 'i>,
    document: &mut Document<'_>,
    key: &'static str,
) -> Vec<Reader<'t, 'i>> {
    let found = root.value(key);
    match found.filter(|found| found.get_ref().is_table()) {
        Some(single) => {
            let what = format!("[{key}] stands in single brackets");
            document.mistake(single.span(), what, format!("write [[{key}]]"));
            Vec::new()
        }
        None => root.tables(document, key),
    }
}

/// An id, or nothing where it is absent.
fn id<'t>(table: &mut Reader<'t, '_>, document: &mut Document<'_>, key: &'static str) -> &'t str {
    let Some(id) = table.required_text(document, key) else { return "" };
    let characters = id.value.chars().count();
    if characters > ID_CHARACTERS_MAX {
        let what = format!("`{key}` has {characters} characters");
        document.mistake(id.place, what, format!("write an id of 1 to {ID_CHARACTERS_MAX} characters"));
    }
    id.value
}
