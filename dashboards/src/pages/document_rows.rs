//! The documents of a month as the list shows them: whose they are first, then which there are.

use super::documents::{KindShown, Offered, Reports};
use crate::words::documents as said;
use reports::papers::{Kind, Subject};
use reports::words::{Lang, labels};

/// Documents of subjects of one sort.
pub struct Group<'a> {
    /// What they are: windows, staff.
    pub title: &'static str,
    /// One by one.
    pub rows: Vec<SubjectRow<'a>>,
}

/// What there is of a subject.
pub struct SubjectRow<'a> {
    /// Whose; none of the region, whose documents say what they are.
    pub name: Option<&'a str>,
    /// Its documents, each with what it is called.
    pub documents: Vec<(&'a str, &'a Offered)>,
}

/// The list by subjects, by their ids: who looks for a window knows its number.
pub fn groups<'a>(view: &'a Reports, lang: Lang) -> Vec<Group<'a>> {
    let sorts = [
        (Subject::Region, lang.say(said::OF_REGION)),
        (Subject::Window, lang.say(labels::WINDOW)),
        (Subject::Staff, lang.say(crate::words::STAFF_MEMBER)),
        (Subject::Department, lang.say(crate::words::NAV_DEPARTMENTS)),
        (Subject::Site, lang.say(crate::words::NAV_SITES)),
    ];
    let group = |(subject, title)| {
        let is_own = |of: &&KindShown| Kind::of_word(&of.kind).is_some_and(|kind| kind.subject() == subject);
        let kinds: Vec<&KindShown> = view.kinds.iter().filter(is_own).collect();
        let rows = if subject == Subject::Region { by_itself(&kinds) } else { by_subject(&kinds) };
        Group { title, rows }
    };
    sorts.into_iter().map(group).filter(|group| !group.rows.is_empty()).collect()
}

fn by_itself<'a>(kinds: &[&'a KindShown]) -> Vec<SubjectRow<'a>> {
    let all = kinds.iter().flat_map(|of| &of.documents);
    all.map(|of| SubjectRow { name: None, documents: vec![(of.name.as_str(), of)] }).collect()
}

fn by_subject<'a>(kinds: &[&'a KindShown]) -> Vec<SubjectRow<'a>> {
    let mut rows: Vec<(Option<&str>, SubjectRow<'a>)> = Vec::new();
    for kind in kinds {
        for of in &kind.documents {
            let subject = of.subject.as_deref();
            match rows.iter_mut().find(|(known, _)| *known == subject) {
                Some((_, row)) => row.documents.push((&kind.name, of)),
                None => {
                    let row = SubjectRow { name: Some(&of.name), documents: vec![(&kind.name, of)] };
                    rows.push((subject, row));
                }
            }
        }
    }
    rows.sort_by_key(|(subject, _)| *subject);
    rows.into_iter().map(|(_, row)| row).collect()
}
