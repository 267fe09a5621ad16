//! The texts one by one: which there are, where each stands in [`Texts`], and what is wrong with one. A form has a field for each; a
//! file has a line for each.

use super::names::{Part, names};
use super::{Texts, When, Wording, wording};
use crate::words::in_both;
use scoring::rulebook::Bilingual;
use std::sync::LazyLock;

/// The longest text, in characters.
pub const TEXT_CHARACTERS_MAX: usize = 2_000;
/// So many requirements a document has at most.
pub const REQUIREMENTS_MAX: usize = 40;

/// What flags and consequences are written somewhere for.
pub(super) const BASIS: [&str; 9] = [
    "red_flag",
    "yellow_flag",
    "yellow_flag_warning",
    "dissatisfied_window",
    "dismissal_recommended",
    "notify_department",
    "transfer_recommended",
    "return_to_unit",
    "advanced",
];
/// The parts of the bulletin, in their order.
const BULLETIN: [&str; 10] = [
    "situation",
    "ranking",
    "flags",
    "staff",
    "departments",
    "sites",
    "feedback",
    "overdue",
    "comparison",
    "requirements",
];
const SUMMARY: [&str; 6] = ["months", "ranking", "flags", "staff", "awards", "requirements"];
const WEEK: [&str; 5] = ["summary", "checks", "service", "found", "remark"];

/// A text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Where it stands, as files write it: `issuer`, `bulletin.opening`, `bulletin.heading.situation`.
    pub path: String,
    /// Which names it may use.
    pub part: Part,
    /// Whether it may be empty.
    pub may_be_empty: bool,
}

/// A document that has words of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Paper {
    /// The monthly bulletin.
    Bulletin,
    /// The quarter's summary.
    Quarter,
    /// The year's summary.
    Year,
    /// The weekly brief.
    Week,
}

impl Paper {
    /// All of them, in the order of the built-in file.
    pub const ALL: [Paper; 4] = [Paper::Bulletin, Paper::Quarter, Paper::Year, Paper::Week];

    /// As files write it.
    pub fn word(self) -> &'static str {
        match self {
            Paper::Bulletin => "bulletin",
            Paper::Quarter => "quarter",
            Paper::Year => "year",
            Paper::Week => "week",
        }
    }

    /// The paper of a word.
    pub fn of_word(word: &str) -> Option<Paper> {
        Paper::ALL.into_iter().find(|paper| paper.word() == word)
    }

    /// Which names its texts may use.
    pub fn part(self) -> Part {
        match self {
            Paper::Bulletin => Part::Bulletin,
            Paper::Quarter | Paper::Year => Part::Summary,
            Paper::Week => Part::Week,
        }
    }

    /// The parts that have headings, in their order.
    pub fn headings(self) -> &'static [&'static str] {
        match self {
            Paper::Bulletin => &BULLETIN,
            Paper::Quarter | Paper::Year => &SUMMARY,
            Paper::Week => &WEEK,
        }
    }

    /// Whether it says what is required; the brief reports and requires nothing.
    pub fn has_requirements(self) -> bool {
        self != Paper::Week
    }

    /// Its words.
    pub fn wording(self, texts: &Texts) -> &Wording {
        match self {
            Paper::Bulletin => &texts.bulletin,
            Paper::Quarter => &texts.quarter,
            Paper::Year => &texts.year,
            Paper::Week => &texts.week,
        }
    }

    /// Its words, to be changed.
    pub fn wording_mut(self, texts: &mut Texts) -> &mut Wording {
        match self {
            Paper::Bulletin => &mut texts.bulletin,
            Paper::Quarter => &mut texts.quarter,
            Paper::Year => &mut texts.year,
            Paper::Week => &mut texts.week,
        }
    }
}

/// All texts but requirements, in the order of the built-in file.
pub fn all() -> &'static [Field] {
    static FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| {
        let field = |path: String, part, may_be_empty| Field { path, part, may_be_empty };
        let mut fields = vec![
            field("issuer".to_owned(), Part::Issuer, false),
            field("number".to_owned(), Part::Number, true),
            field("addressees".to_owned(), Part::Around, true),
            field("copies".to_owned(), Part::Around, true),
        ];
        fields.extend(BASIS.map(|key| field(format!("basis.{key}"), Part::Around, false)));
        for paper in Paper::ALL {
            let (word, part) = (paper.word(), paper.part());
            fields.extend([
                field(format!("{word}.prefix"), Part::Around, false),
                field(format!("{word}.title"), part, false),
                field(format!("{word}.opening"), part, false),
                field(format!("{word}.closing"), part, true),
            ]);
            let headings = paper.headings().iter();
            fields.extend(headings.map(|key| field(format!("{word}.heading.{key}"), part, false)));
        }
        fields
    });
    &FIELDS
}

/// A text by its path.
pub fn text<'t>(texts: &'t Texts, path: &str) -> Option<&'t Bilingual> {
    let steps: Vec<&str> = path.split('.').collect();
    match steps.as_slice() {
        ["issuer"] => Some(&texts.issuer),
        ["number"] => Some(&texts.number),
        ["addressees"] => Some(&texts.addressees),
        ["copies"] => Some(&texts.copies),
        ["basis", key] => texts.basis.get(known(&BASIS, key)?),
        [paper, key] => {
            let wording = Paper::of_word(paper)?.wording(texts);
            match *key {
                "prefix" => Some(&wording.prefix),
                "title" => Some(&wording.title),
                "opening" => Some(&wording.opening),
                "closing" => Some(&wording.closing),
                _ => None,
            }
        }
        [paper, "heading", key] => {
            let paper = Paper::of_word(paper)?;
            paper.wording(texts).headings.get(known(paper.headings(), key)?)
        }
        _ => None,
    }
}

/// A text by its path, to be changed.
pub fn text_mut<'t>(texts: &'t mut Texts, path: &str) -> Option<&'t mut Bilingual> {
    let steps: Vec<&str> = path.split('.').collect();
    match steps.as_slice() {
        ["issuer"] => Some(&mut texts.issuer),
        ["number"] => Some(&mut texts.number),
        ["addressees"] => Some(&mut texts.addressees),
        ["copies"] => Some(&mut texts.copies),
        ["basis", key] => texts.basis.get_mut(known(&BASIS, key)?),
        [paper, key] => {
            let wording = Paper::of_word(paper)?.wording_mut(texts);
            match *key {
                "prefix" => Some(&mut wording.prefix),
                "title" => Some(&mut wording.title),
                "opening" => Some(&mut wording.opening),
                "closing" => Some(&mut wording.closing),
                _ => None,
            }
        }
        [paper, "heading", key] => {
            let paper = Paper::of_word(paper)?;
            paper.wording_mut(texts).headings.get_mut(known(paper.headings(), key)?)
        }
        _ => None,
    }
}

fn known(keys: &[&'static str], key: &str) -> Option<&'static str> {
    keys.iter().find(|known| **known == key).copied()
}

/// What is wrong with a text in one language, and what to write instead. `name` is how the text is called there.
pub fn faults(text: &str, name: &str, part: Part, may_be_empty: bool) -> Vec<Bilingual> {
    let mut faults = Vec::new();
    if text.is_empty() && !may_be_empty {
        faults.push(in_both(|lang| lang.texts_is_empty(name)));
    }
    if text.chars().count() > TEXT_CHARACTERS_MAX {
        faults.push(in_both(|lang| lang.texts_too_long(TEXT_CHARACTERS_MAX)));
    }
    if text.contains(['\n', '\r']) {
        faults.push(in_both(|lang| lang.texts_one_line().to_owned()));
    }
    faults.extend(wording::fault(text, part));
    faults
}

/// A condition as files write it: `overdue`, `not overdue`.
///
/// # Errors
///
/// What is wrong with it, and what to write instead.
pub fn when(text: &str, part: Part) -> Result<When, Bilingual> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (name, is_not) = match words.as_slice() {
        [name] => (*name, false),
        ["not", name] => (*name, true),
        _ => return Err(in_both(|lang| lang.texts_wants_when().to_owned())),
    };
    let known = names(part);
    if !known.contains(&name) {
        return Err(in_both(|lang| lang.letter_name_is_unknown(name, &known)));
    }
    Ok(When { name: name.to_owned(), is_not })
}
