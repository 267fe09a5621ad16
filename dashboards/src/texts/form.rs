//! What the fields of the page come to: the bureau's words in force with what was written in their place, and what is wrong at which
//! field.

use crate::words::texts as words;
use reports::papers::texts::fields::{self, Field, Paper, REQUIREMENTS_MAX};
use reports::papers::texts::{Part, Requirement, Texts};
use reports::words::{Lang, in_both};
use scoring::rulebook::Bilingual;

/// A part of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Who issues, number, addressees, copies.
    General,
    /// Where flags and consequences are written.
    Basis,
    /// A document.
    Paper(Paper),
    /// All of it as a file.
    File,
}

impl Section {
    /// All of them, in the order of the page.
    pub const ALL: [Section; 7] = [
        Section::Paper(Paper::Bulletin),
        Section::Paper(Paper::Quarter),
        Section::Paper(Paper::Year),
        Section::Paper(Paper::Week),
        Section::General,
        Section::Basis,
        Section::File,
    ];

    /// The word of addresses.
    pub fn word(self) -> &'static str {
        match self {
            Section::General => "general",
            Section::Basis => "basis",
            Section::Paper(paper) => paper.word(),
            Section::File => "file",
        }
    }

    /// The part of a word.
    pub fn of_word(word: &str) -> Option<Section> {
        Section::ALL.into_iter().find(|section| section.word() == word)
    }

    /// Its texts.
    pub fn fields(self) -> impl Iterator<Item = &'static Field> {
        fields::all().iter().filter(move |field| {
            let first = field.path.split_once('.').map(|(first, _)| first);
            match self {
                Section::General => first.is_none(),
                Section::Basis | Section::Paper(_) => first == Some(self.word()),
                Section::File => false,
            }
        })
    }

    /// The document whose requirements are written here.
    pub fn requiring(self) -> Option<Paper> {
        match self {
            Section::Paper(paper) => Some(paper).filter(|paper| paper.has_requirements()),
            Section::General | Section::Basis | Section::File => None,
        }
    }
}

/// A requirement as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequirementSaid {
    /// Its condition as files write it; empty: always.
    pub when: String,
    /// What is required.
    pub text: Bilingual,
}

/// What was written in the fields of a part; what the form did not bring is as in force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Texts by their path.
    pub texts: Vec<(String, Bilingual)>,
    /// All requirements, where they were written.
    pub requirements: Option<Vec<RequirementSaid>>,
    /// Whether the red head is printed.
    pub is_head_printed: Option<bool>,
    /// The rulebook of the basis.
    pub basis_rulebook: Option<String>,
}

/// At which field something is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    /// A text in a language.
    Text(String, Lang),
    /// A requirement's text in a language, by its place from 0.
    Requirement(usize, Lang),
    /// A requirement's condition.
    When(usize),
    /// The list of requirements.
    List,
}

/// What was written, as words.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The words: those in force with what was written in their place. Only without faults they are all of it.
    pub texts: Texts,
    /// What is wrong at which field, and what to write instead.
    pub faults: Vec<(At, Bilingual)>,
}

impl Said {
    /// What a form brought; `None` where its lists do not go together, or name a text that there is not.
    pub fn of(form: &[(String, String)]) -> Option<Said> {
        let all = |name: &'static str| form.iter().filter(move |(of, _)| of == name).map(|(_, value)| value);
        for lists in [["key", "zh", "en"], ["when", "required_zh", "required_en"]] {
            let [first, second, third] = lists.map(|name| all(name).count());
            if first != second || second != third {
                return None;
            }
        }
        if all("key").any(|key| fields::all().iter().all(|field| field.path != *key)) {
            return None;
        }
        let one = |name: &'static str| all(name).next();
        let said = |zh: &String, en: &String| Bilingual { zh: tidy(zh), en: tidy(en) };
        let texts = all("key").zip(all("zh").zip(all("en")));
        let required = all("when").zip(all("required_zh").zip(all("required_en")));
        let requirements = required
            .map(|(when, (zh, en))| RequirementSaid { when: tidy(when), text: said(zh, en) })
            .collect();
        Some(Said {
            texts: texts.map(|(key, (zh, en))| (key.clone(), said(zh, en))).collect(),
            requirements: one("requirements").map(|_| requirements),
            is_head_printed: one("red_head").map(|value| value == "true"),
            basis_rulebook: one("rulebook").map(|value| tidy(value)),
        })
    }

    /// What words say in a part.
    pub fn in_force(texts: &Texts, section: Section) -> Said {
        let own = |field: &Field| {
            let text = fields::text(texts, &field.path).cloned();
            (field.path.clone(), text.unwrap_or_default())
        };
        let required = |of: &Requirement| RequirementSaid {
            when: of.when.as_ref().map_or(String::new(), |when| when.word()),
            text: of.text.clone(),
        };
        let requirements =
            section.requiring().map(|paper| paper.wording(texts).requirements.iter().map(required).collect());
        Said {
            texts: section.fields().map(own).collect(),
            requirements,
            is_head_printed: (section == Section::General).then_some(texts.is_head_printed),
            basis_rulebook: (section == Section::Basis).then(|| texts.basis_rulebook.clone()),
        }
    }

    /// Adds, removes or moves a requirement, as a button says: `add`, `remove:2`, `up:2`, `down:2`; false where it says none of these.
    pub fn arrange(&mut self, act: &str) -> bool {
        if act == "add" {
            self.requirements.get_or_insert_default().push(RequirementSaid::default());
            return true;
        }
        let Some(requirements) = &mut self.requirements else { return false };
        let Some((what, place)) = act.split_once(':') else { return false };
        let count = requirements.len();
        let Some(place) = place.parse().ok().filter(|place: &usize| *place < count) else {
            return false;
        };
        match what {
            "remove" => drop(requirements.remove(place)),
            "up" => requirements.swap(place, place.saturating_sub(1)),
            "down" => requirements.swap(place, (place + 1).min(count - 1)),
            _ => return false,
        }
        true
    }

    /// What was written, over the words in force.
    pub fn onto(&self, in_force: &Texts, section: Section) -> Written {
        let mut written = Written { texts: in_force.clone(), faults: Vec::new() };
        for (path, text) in &self.texts {
            let Some(field) = fields::all().iter().find(|field| field.path == *path) else { continue };
            let name = path.rsplit('.').next().unwrap_or(path);
            let is_whole = written
                .look(text, name, (field.part, field.may_be_empty), |lang| At::Text(path.clone(), lang));
            if let Some(own) = fields::text_mut(&mut written.texts, path).filter(|_| is_whole) {
                own.clone_from(text);
            }
        }
        if let Some(is_printed) = self.is_head_printed {
            written.texts.is_head_printed = is_printed;
        }
        if let Some(rulebook) = &self.basis_rulebook {
            written.texts.basis_rulebook.clone_from(rulebook);
        }
        if let (Some(paper), Some(said)) = (section.requiring(), &self.requirements) {
            written.require(paper, said);
        }
        written
    }
}

impl Written {
    /// Whether a text is without fault in both languages; what is wrong is noted.
    fn look(
        &mut self,
        text: &Bilingual,
        name: &str,
        (part, may_be_empty): (Part, bool),
        at: impl Fn(Lang) -> At,
    ) -> bool {
        let before = self.faults.len();
        for (lang, said) in [(Lang::Zh, &text.zh), (Lang::En, &text.en)] {
            if said.is_empty() && !may_be_empty {
                self.faults.push((at(lang), in_both(|lang| lang.say(words::IS_EMPTY).to_owned())));
            }
            // The form has said what a file would: that a line may be left out is nothing for a field.
            let faults = fields::faults(said, name, part, true);
            self.faults.extend(faults.into_iter().map(|what| (at(lang), what)));
        }
        self.faults.len() == before
    }

    fn require(&mut self, paper: Paper, said: &[RequirementSaid]) {
        if said.len() > REQUIREMENTS_MAX {
            self.faults.push((At::List, in_both(|lang| lang.texts_too_many(REQUIREMENTS_MAX))));
        }
        let part = paper.part();
        let mut requirements = Vec::new();
        for (place, of) in said.iter().enumerate() {
            let is_whole = self.look(&of.text, "text", (part, false), |lang| At::Requirement(place, lang));
            let when = match of.when.as_str() {
                "" => Ok(None),
                when => fields::when(when, part).map(Some),
            };
            match when {
                Ok(when) if is_whole => requirements.push(Requirement { when, text: of.text.clone() }),
                Ok(_) => {}
                Err(what) => self.faults.push((At::When(place), what)),
            }
        }
        paper.wording_mut(&mut self.texts).requirements = requirements;
    }
}

/// What a field brought: without blanks around it, and with line ends of one character.
fn tidy(text: &str) -> String {
    text.trim().replace("\r\n", "\n")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{At, RequirementSaid, Said, Section};
    use reports::papers::texts::Texts;
    use reports::papers::texts::fields::Paper;
    use reports::words::Lang;
    use scoring::rulebook::Bilingual;

    fn form(fields: &[(&str, &str)]) -> Vec<(String, String)> {
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn every_text_is_in_one_part_and_a_part_says_what_is_in_force() {
        let built_in = Texts::built_in();
        let count: usize = Section::ALL.into_iter().map(|section| section.fields().count()).sum();
        assert_eq!(count, reports::papers::texts::fields::all().len());
        for section in Section::ALL {
            let written = Said::in_force(&built_in, section).onto(&built_in, section);
            assert_eq!((written.texts, written.faults), (built_in.clone(), Vec::new()), "{section:?}");
        }
    }

    #[test]
    fn what_is_written_stands_in_the_place_of_what_was_and_faults_are_at_their_fields() {
        let said = Said::of(&form(&[
            ("key", "bulletin.opening"),
            ("zh", " 现通报如下。\r\n"),
            ("en", "As follows."),
            ("key", "bulletin.title"),
            ("zh", "{{ perod }}"),
            ("en", ""),
            ("requirements", "1"),
            ("when", "not overdue"),
            ("required_zh", "甲"),
            ("required_en", "A"),
            ("when", "nothing"),
            ("required_zh", "乙"),
            ("required_en", "B"),
        ]))
        .unwrap();
        let built_in = Texts::built_in();
        let written = said.onto(&built_in, Section::Paper(Paper::Bulletin));
        assert_eq!(written.texts.bulletin.opening.zh, "现通报如下。");
        assert_eq!(written.texts.bulletin.title, built_in.bulletin.title);
        let places: Vec<&At> = written.faults.iter().map(|(at, _)| at).collect();
        let title = "bulletin.title".to_owned();
        assert_eq!(places, [&At::Text(title.clone(), Lang::Zh), &At::Text(title, Lang::En), &At::When(1)]);
        assert!(written.faults[0].1.en.contains("period"), "{:?}", written.faults);
    }

    #[test]
    fn a_form_whose_lists_do_not_go_together_is_none() {
        assert_eq!(Said::of(&form(&[("key", "issuer"), ("zh", "甲")])), None);
        assert_eq!(Said::of(&form(&[("key", "isuer"), ("zh", "甲"), ("en", "A")])), None);
        assert!(Said::of(&form(&[])).is_some());
    }

    #[test]
    fn requirements_are_added_removed_and_moved() {
        let of = |zh: &str| RequirementSaid {
            when: String::new(),
            text: Bilingual { zh: zh.to_owned(), en: String::new() },
        };
        let mut said = Said { requirements: Some(vec![of("a"), of("b"), of("c")]), ..Said::default() };
        for (act, expected) in [
            ("up:2", "a,c,b"),
            ("up:0", "a,c,b"),
            ("down:0", "c,a,b"),
            ("down:2", "c,a,b"),
            ("remove:1", "c,b"),
            ("add", "c,b,"),
        ] {
            assert!(said.arrange(act), "{act}");
            let now: Vec<&str> = said.requirements.iter().flatten().map(|of| of.text.zh.as_str()).collect();
            assert_eq!(now.join(","), expected, "{act}");
        }
        assert!(!said.arrange("keep") && !said.arrange("remove:7") && !said.arrange("turn:1"));
    }
}
