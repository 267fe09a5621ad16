//! The files of one folder, read together, so that a mistake in one file can name a place in another.

use super::{Document, Mistake, Place};
use std::cmp::Ordering;
use toml::Spanned;
use toml::de::DeTable;

/// A file's name and text, as somebody else read them from a disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The name to show in messages.
    pub name: String,
    /// The whole text.
    pub text: String,
}

/// A place in one of the files of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The file, counted from 0 in the order of names.
    pub file: usize,
    /// The place in it.
    pub place: Place,
}

impl Spot {
    /// Compares by the order of reading: files by name, then from top to bottom.
    pub fn reading_order(&self, other: &Spot) -> Ordering {
        (self.file, self.place.start).cmp(&(other.file, other.place.start))
    }
}

/// The documents of a folder and the mistakes found in them so far.
pub struct Folder<'i> {
    /// What the folder is, for mistakes that belong to no file: `registry`.
    name: &'static str,
    documents: Vec<Document<'i>>,
    of_the_whole: Vec<Mistake>,
    /// Whether a part of some file could not be read, so that what seems to be absent may stand there.
    pub torn: bool,
}

impl<'i> Folder<'i> {
    /// Parses the files in the order of their names; what is not TOML is noted, what could be read is returned.
    pub fn parse(name: &'static str, files: &'i [SourceFile]) -> (Folder<'i>, Vec<Spanned<DeTable<'i>>>) {
        let mut by_name: Vec<&SourceFile> = files.iter().collect();
        by_name.sort_by(|one, other| one.name.cmp(&other.name));
        let parsed = by_name.into_iter().map(|file| Document::parse(&file.name, &file.text));
        let (documents, tables): (Vec<_>, Vec<_>) = parsed.unzip();
        // A key given twice loses nothing that others refer to; any other fault of syntax may.
        let mut syntax = documents.iter().flat_map(|document| &document.mistakes);
        let torn = syntax.any(|mistake| mistake.what != "duplicate key");
        (Folder { name, documents, of_the_whole: Vec::new(), torn }, tables)
    }

    /// One file's document.
    pub fn document(&mut self, file: usize) -> &mut Document<'i> {
        &mut self.documents[file]
    }

    /// Notes a mistake at a place.
    pub fn mistake(&mut self, spot: &Spot, what: impl Into<String>, mend: impl Into<String>) {
        self.documents[spot.file].mistake(spot.place.clone(), what, mend);
    }

    /// Notes a mistake that belongs to no file, such as something that stands in none.
    pub fn mistake_of_the_whole(&mut self, what: impl Into<String>, mend: impl Into<String>) {
        let mistake = Mistake { file: self.name.to_owned(), line: 0, what: what.into(), mend: mend.into() };
        self.of_the_whole.push(mistake);
    }

    /// A place as people write it: `county.toml:12`.
    pub fn name_of(&self, spot: &Spot) -> String {
        let document = &self.documents[spot.file];
        format!("{}:{}", document.file, document.line(&spot.place))
    }

    /// All mistakes by file and line; none is good.
    pub fn into_mistakes(self) -> Vec<Mistake> {
        let mut mistakes = self.of_the_whole;
        mistakes.extend(self.documents.into_iter().flat_map(|document| document.mistakes));
        mistakes.sort();
        mistakes
    }
}
