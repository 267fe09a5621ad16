//! The bureau's own words in documents, part by part: every text with the built-in one beside it, the names that it may use, what is
//! wrong with it; and a document that was tried out with them.

use super::letters::NameRow;
use crate::links::Place;
use crate::texts::InForce;
use crate::texts::form::{At, Said, Section, Written};
use crate::ui::Ui;
use crate::words::{self, documents, texts as said};
use askama::Template;
use reports::papers::texts::fields::{self, Field, Paper};
use reports::papers::texts::{BUILT_IN, NAMES, Name, Part, Texts, names};
use reports::words::Lang;
use scoring::rulebook::Bilingual;
use serde::Serialize;
use utoipa::ToSchema;

/// The bureau's own words, one part of them.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct TextsView {
    /// The parts.
    pub sections: Vec<SectionRow>,
    /// The part that is shown, by its word: `bulletin`, `quarter`, `year`, `week`, `general`, `basis`, `file`.
    pub of: String,
    /// The number of the version in force, which a form sends back as `base`; 0: the words were never changed.
    pub base: u64,
    /// When and by whom the version in force was kept.
    pub changed: Option<String>,
    /// The texts of the part.
    pub fields: Vec<FieldRow>,
    /// What is required, where the part is a document that requires something.
    pub requirements: Option<Requirements>,
    /// Whether the red head is printed; of the general part.
    pub red_head: Option<bool>,
    /// The rulebook whose results cite the basis; of that part.
    pub rulebook: Option<String>,
    /// The names that the texts of the part may use.
    pub names: Vec<NameRow>,
    /// The file; of that part.
    pub file: Option<TextsFile>,
    /// The versions, the newest first.
    pub versions: Vec<VersionRow>,
    /// What of the version in force is of no use any more.
    pub left_out: Vec<String>,
    /// How many faults there are.
    pub faults: usize,
    /// Who kept other words since the form was opened.
    pub meanwhile: Option<String>,
    /// What was done: `kept`, `reset`, `unchanged`.
    pub done: Option<String>,
    /// A document in these words.
    pub tried: Option<Tried>,
    /// Why there is none, where one was asked for.
    pub not_tried: Option<String>,
}

/// A part of the bureau's words.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = TextsSection)]
pub struct SectionRow {
    /// Its word.
    pub of: String,
    /// What it is called.
    pub title: String,
    /// How many of its texts are said otherwise than built in.
    pub changed: usize,
}

/// A text in both languages.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = TextsField)]
pub struct FieldRow {
    /// Where it stands: `bulletin.opening`.
    pub key: String,
    /// What it is.
    pub name: String,
    /// The Chinese text.
    pub zh: Side,
    /// The English text.
    pub en: Side,
    /// Whether it may be empty.
    pub may_be_empty: bool,
    /// The names that it may use, where they are others than the part's.
    pub names: Vec<String>,
}

/// A text in one language.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = TextsSide)]
pub struct Side {
    /// The text: in force, or as it was written.
    pub text: String,
    /// The built-in text, where this one is another.
    pub built_in: Option<String>,
    /// The text in force, where this one is another and that is not the built-in one.
    pub in_force: Option<String>,
    /// What is wrong with it, and what to write instead.
    pub faults: Vec<String>,
}

/// What a document requires.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = TextsRequirements)]
pub struct Requirements {
    /// One by one, in order.
    pub rows: Vec<RequirementRow>,
    /// The conditions that there are, as forms send them, with their words.
    pub conditions: Vec<(String, String)>,
    /// The built-in ones, where these are others.
    pub built_in: Vec<RequirementRow>,
    /// What is wrong with the list.
    pub faults: Vec<String>,
}

/// A requirement.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = TextsRequirement)]
pub struct RequirementRow {
    /// Its condition as forms send it; empty: always.
    pub when: String,
    /// The same in words.
    pub when_told: String,
    /// What is wrong with the condition.
    pub when_faults: Vec<String>,
    /// The Chinese text.
    pub zh: Side,
    /// The English text.
    pub en: Side,
}

/// The words as a file.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct TextsFile {
    /// What is said otherwise than built in.
    pub text: String,
    /// What is wrong with it: line and what.
    pub faults: Vec<(usize, String)>,
    /// The built-in file.
    pub built_in: String,
}

/// A version of the words.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = TextsVersion)]
pub struct VersionRow {
    /// Its number.
    pub number: u64,
    /// When and by whom it was kept.
    pub changed: String,
    /// Whether it says that all is as built in.
    pub is_reset: bool,
}

/// A document in words that are not kept.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Tried {
    /// What it is: kind and month.
    pub name: String,
    /// The document as HTML.
    pub html: String,
}

impl TextsView {
    /// A part of the words in force, with what was written in their place and what is wrong with that.
    pub fn of(lang: Lang, section: Section, in_force: &InForce, said: &Said, written: &Written) -> TextsView {
        let built_in = Texts::built_in();
        let shown = Shown { lang, built_in: &built_in, in_force: &in_force.texts, written };
        let row = |section: Section| SectionRow {
            of: section.word().to_owned(),
            title: lang.say(said::section(section)).to_owned(),
            changed: changed(section, &in_force.texts, &built_in),
        };
        let texts = &said.texts;
        let fields = section.fields().map(|field| {
            let own = texts.iter().find(|(path, _)| *path == field.path).map(|(_, text)| text);
            shown.field(section, field, own)
        });
        TextsView {
            sections: Section::ALL.into_iter().map(row).collect(),
            of: section.word().to_owned(),
            base: in_force.number(),
            fields: fields.collect(),
            requirements: section.requiring().map(|paper| shown.requirements(paper, said)),
            red_head: (section == Section::General)
                .then(|| said.is_head_printed.unwrap_or(in_force.texts.is_head_printed)),
            rulebook: (section == Section::Basis).then(|| {
                said.basis_rulebook.clone().unwrap_or_else(|| in_force.texts.basis_rulebook.clone())
            }),
            names: names_of(section, lang),
            file: (section == Section::File).then(|| TextsFile {
                text: in_force.kept.as_ref().map_or(String::new(), |kept| kept.text.clone()),
                faults: Vec::new(),
                built_in: BUILT_IN.to_owned(),
            }),
            faults: written.faults.len(),
            ..TextsView::default()
        }
    }
}

/// How many texts of a part are said otherwise than built in.
fn changed(section: Section, texts: &Texts, built_in: &Texts) -> usize {
    let is_other = |field: &&Field| fields::text(texts, &field.path) != fields::text(built_in, &field.path);
    let others = section.fields().filter(is_other).count();
    let beside = match section {
        Section::General => texts.is_head_printed != built_in.is_head_printed,
        Section::Basis => texts.basis_rulebook != built_in.basis_rulebook,
        Section::Paper(paper) => paper.wording(texts).requirements != paper.wording(built_in).requirements,
        Section::File => false,
    };
    others + usize::from(beside)
}

/// The names that texts of a part may use; of parts whose texts have names of their own, all of these.
fn names_of(section: Section, lang: Lang) -> Vec<NameRow> {
    let parts: &[Part] = match section {
        Section::General => &[Part::Issuer, Part::Number, Part::Around],
        Section::Basis => &[Part::Around],
        Section::Paper(paper) => &[paper.part()],
        Section::File => &[],
    };
    let is_known = |name: &&Name| name.parts.iter().any(|part| parts.contains(part));
    let row = |name: &Name| NameRow {
        name: name.name.to_owned(),
        what: lang.say(name.what).to_owned(),
        example: String::new(),
    };
    NAMES.iter().filter(is_known).map(row).collect()
}

impl FieldRow {
    fn is_faulty(&self) -> bool {
        !self.zh.faults.is_empty() || !self.en.faults.is_empty()
    }

    fn is_changed(&self) -> bool {
        self.zh.built_in.is_some() || self.en.built_in.is_some()
    }
}

impl RequirementRow {
    fn is_faulty(&self) -> bool {
        !self.when_faults.is_empty() || !self.zh.faults.is_empty() || !self.en.faults.is_empty()
    }
}

impl Requirements {
    /// Whether a condition can be chosen; one that is of no use any more stays as it was written until somebody chooses another.
    fn knows(&self, when: &str) -> bool {
        self.conditions.iter().any(|(word, _)| word == when)
    }
}

struct Shown<'a> {
    lang: Lang,
    built_in: &'a Texts,
    in_force: &'a Texts,
    written: &'a Written,
}

impl Shown<'_> {
    fn field(&self, section: Section, field: &Field, own: Option<&Bilingual>) -> FieldRow {
        let nothing = Bilingual::default();
        let built_in = fields::text(self.built_in, &field.path).unwrap_or(&nothing);
        let in_force = fields::text(self.in_force, &field.path).unwrap_or(&nothing);
        let own = own.unwrap_or(in_force);
        let key = field.path.rsplit('.').next().unwrap_or_default();
        let name = match said::field(key) {
            Some(word) if !field.path.contains(".heading.") => self.lang.say(word).to_owned(),
            Some(_) | None => said::heading(self.lang, self.lang.title(built_in)),
        };
        let side = |of: Lang| Side {
            text: of.title(own).to_owned(),
            ..self
                .side([own, in_force, built_in].map(|text| of.title(text)), &At::Text(field.path.clone(), of))
        };
        let part = match section {
            Section::Paper(paper) => Some(paper.part()),
            Section::Basis => Some(Part::Around),
            Section::General | Section::File => None,
        };
        let is_of_part = part == Some(field.part);
        FieldRow {
            key: field.path.clone(),
            name,
            zh: side(Lang::Zh),
            en: side(Lang::En),
            may_be_empty: field.may_be_empty,
            names: if is_of_part {
                Vec::new()
            } else {
                names(field.part).into_iter().map(str::to_owned).collect()
            },
        }
    }

    fn side(&self, [own, in_force, built_in]: [&str; 3], at: &At) -> Side {
        Side {
            text: own.to_owned(),
            built_in: Some(built_in).filter(|built_in| *built_in != own).map(str::to_owned),
            in_force: Some(in_force).filter(|of| *of != own && *of != built_in).map(str::to_owned),
            faults: self.faults(at),
        }
    }

    fn faults(&self, at: &At) -> Vec<String> {
        let own = self.written.faults.iter().filter(|(of, _)| of == at);
        own.map(|(_, what)| self.lang.title(what).to_owned()).collect()
    }

    fn requirements(&self, paper: Paper, said: &Said) -> Requirements {
        let section = Section::Paper(paper);
        let of = |texts: &Texts| Said::in_force(texts, section).requirements.unwrap_or_default();
        let built_in = of(self.built_in);
        let own = said.requirements.clone().unwrap_or_else(|| of(self.in_force));
        let conditions = self.conditions(paper);
        let told = |when: &str| {
            let known = conditions.iter().find(|(word, _)| word == when);
            known.map_or(when, |(_, told)| told).to_owned()
        };
        let row = |(place, of): (usize, &crate::texts::form::RequirementSaid), with_faults: bool| {
            let faults = |at: At| if with_faults { self.faults(&at) } else { Vec::new() };
            let side = |text: &str, lang| Side {
                text: text.to_owned(),
                faults: faults(At::Requirement(place, lang)),
                ..Side::default()
            };
            RequirementRow {
                when: of.when.clone(),
                when_told: told(&of.when),
                when_faults: faults(At::When(place)),
                zh: side(&of.text.zh, Lang::Zh),
                en: side(&of.text.en, Lang::En),
            }
        };
        let rows = |list: &[_], with_faults| -> Vec<RequirementRow> {
            list.iter().enumerate().map(|of| row(of, with_faults)).collect()
        };
        Requirements {
            rows: rows(&own, true),
            built_in: if own == built_in { Vec::new() } else { rows(&built_in, false) },
            faults: self.faults(&At::List),
            conditions,
        }
    }

    /// The figures that a requirement may depend on; who issues or which month it is decides nothing.
    fn conditions(&self, paper: Paper) -> Vec<(String, String)> {
        let is_figure =
            |name: &&Name| !name.parts.contains(&Part::Around) && name.parts.contains(&paper.part());
        let always = (String::new(), self.lang.say(said::ALWAYS).to_owned());
        let both = |name: &Name| {
            let told = |is_not| said::condition(self.lang, name.what, is_not);
            [(name.name.to_owned(), told(false)), (format!("not {}", name.name), told(true))]
        };
        std::iter::once(always).chain(NAMES.iter().filter(is_figure).flat_map(both)).collect()
    }
}

#[derive(Template)]
#[template(path = "texts.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a TextsView,
}

impl Page<'_> {
    fn done(&self) -> Option<&'static str> {
        match self.view.done.as_deref()? {
            "kept" => Some(self.ui.say(said::KEPT)),
            "reset" => Some(self.ui.say(said::WAS_RESET)),
            "unchanged" => Some(self.ui.say(said::UNCHANGED)),
            _ => None,
        }
    }

    fn to_section(&self, row: &SectionRow) -> String {
        self.ui.at(&format!("/reports/texts?of={}", row.of))
    }

    fn is_here(&self, row: &SectionRow) -> bool {
        row.of == self.view.of
    }

    fn may_change(&self) -> bool {
        self.ui.may(crate::rights::Right::Correspond)
    }

    fn is_changed(&self) -> bool {
        self.view.sections.iter().any(|row| self.is_here(row) && row.changed > 0)
    }

    fn changed(&self, count: &usize) -> String {
        said::changed(self.ui.lang, *count)
    }

    fn requirement(&self, place: &usize) -> String {
        said::requirement(self.ui.lang, place + 1)
    }

    /// So many rows that a text is seen as a whole.
    fn rows(&self, side: &Side) -> usize {
        const LETTERS_OF_ROW: usize = 46;
        let wide: usize = side.text.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum();
        wide.div_ceil(LETTERS_OF_ROW).clamp(1, 8)
    }

    fn count(&self) -> usize {
        self.view.requirements.as_ref().map_or(0, |of| of.rows.len())
    }
}

/// The page. Its form posts to `/reports/texts`, the file's to `/reports/texts/file`.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &TextsView) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}
