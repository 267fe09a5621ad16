//! Reads the bureau's words: every fault at once, with its line and how to mend it.

use super::fields::{self, BASIS, Paper, REQUIREMENTS_MAX};
use super::names::Part;
use super::{Fault, Requirement, Texts, When, Wording};
use crate::words::in_both;
use scoring::document::closest;
use scoring::rulebook::Bilingual;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

type Table<'i> = DeTable<'i>;

/// Reads a file onto words that stand where it says nothing, or something wrong; and what is wrong.
pub(super) fn onto(base: &Texts, text: &str) -> (Texts, Vec<Fault>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut reading = Reading { text, faults: Vec::new() };
    for error in errors {
        let detail = error.message().lines().next().unwrap_or_default().to_owned();
        reading.fault(error.span().unwrap_or(0..0), in_both(|lang| lang.texts_no_toml(&detail)));
    }
    let mut texts = base.clone();
    reading.root(root.get_ref(), &mut texts);
    reading.faults.sort_by_key(|fault| fault.line);
    (texts, reading.faults)
}

struct Reading<'t> {
    text: &'t str,
    faults: Vec<Fault>,
}

impl Reading<'_> {
    fn fault(&mut self, place: Range<usize>, what: Bilingual) {
        let end = place.start.min(self.text.len());
        let line = 1 + self.text.as_bytes()[..end].iter().filter(|&&byte| byte == b'\n').count();
        self.faults.push(Fault { line, what });
    }

    fn root(&mut self, root: &Table<'_>, texts: &mut Texts) {
        let known = [
            "issuer",
            "red_head",
            "number",
            "addressees",
            "copies",
            "basis",
            "bulletin",
            "week",
            "quarter",
            "year",
        ];
        self.known(root, &known);
        self.text_of(root, "issuer", Part::Issuer, false, &mut texts.issuer);
        self.text_of(root, "number", Part::Number, true, &mut texts.number);
        self.text_of(root, "addressees", Part::Around, true, &mut texts.addressees);
        self.text_of(root, "copies", Part::Around, true, &mut texts.copies);
        if let Some(found) = root.get("red_head") {
            match found.get_ref().as_bool() {
                Some(is_printed) => texts.is_head_printed = is_printed,
                None => self.fault(found.span(), in_both(|lang| lang.texts_wants_bool("red_head"))),
            }
        }
        if let Some(basis) = self.table_of(root, "basis") {
            self.basis(basis, texts);
        }
        for paper in Paper::ALL {
            if let Some(table) = self.table_of(root, paper.word()) {
                self.wording(table, paper.part(), paper.headings(), paper.wording_mut(texts));
            }
        }
    }

    fn basis(&mut self, basis: &Table<'_>, texts: &mut Texts) {
        self.known(basis, &[&BASIS[..], &["rulebook"]].concat());
        if let Some(found) = basis.get("rulebook") {
            match found.get_ref().as_str() {
                Some(id) => texts.basis_rulebook = id.to_owned(),
                None => self.fault(found.span(), in_both(|lang| lang.texts_wants_text("rulebook"))),
            }
        }
        self.texts_of(basis, &BASIS, Part::Around, &mut texts.basis);
    }

    fn wording(&mut self, table: &Table<'_>, part: Part, headings: &[&'static str], wording: &mut Wording) {
        self.known(table, &["prefix", "title", "opening", "closing", "heading", "requirement"]);
        self.text_of(table, "prefix", Part::Around, false, &mut wording.prefix);
        self.text_of(table, "title", part, false, &mut wording.title);
        self.text_of(table, "opening", part, false, &mut wording.opening);
        self.text_of(table, "closing", part, true, &mut wording.closing);
        if let Some(of) = self.table_of(table, "heading") {
            self.known(of, headings);
            self.texts_of(of, headings, part, &mut wording.headings);
        }
        let Some(found) = table.get("requirement") else { return };
        let Some(list) = found.get_ref().as_array() else {
            return self.fault(found.span(), in_both(|lang| lang.texts_wants_list("requirement")));
        };
        if list.len() > REQUIREMENTS_MAX {
            self.fault(found.span(), in_both(|lang| lang.texts_too_many(REQUIREMENTS_MAX)));
        }
        // A bureau's requirements replace the built-in ones as a whole: one can be taken out.
        wording.requirements = list.iter().filter_map(|of| self.requirement(of, part)).collect();
    }

    fn requirement(&mut self, found: &Spanned<DeValue<'_>>, part: Part) -> Option<Requirement> {
        let Some(table) = found.get_ref().as_table() else {
            self.fault(found.span(), in_both(|lang| lang.texts_wants_table("requirement")));
            return None;
        };
        self.known(table, &["when", "text"]);
        let mut requirement = Requirement::default();
        let before = self.faults.len();
        if table.get("text").is_none() {
            self.fault(found.span(), in_both(|lang| lang.texts_wants_text("text")));
        }
        self.text_of(table, "text", part, false, &mut requirement.text);
        if let Some(when) = table.get("when") {
            requirement.when = self.when(when, part);
        }
        (self.faults.len() == before).then_some(requirement)
    }

    fn when(&mut self, found: &Spanned<DeValue<'_>>, part: Part) -> Option<When> {
        match fields::when(found.get_ref().as_str().unwrap_or_default(), part) {
            Ok(when) => Some(when),
            Err(what) => {
                self.fault(found.span(), what);
                None
            }
        }
    }

    fn texts_of(
        &mut self,
        table: &Table<'_>,
        keys: &[&'static str],
        part: Part,
        texts: &mut BTreeMap<&'static str, Bilingual>,
    ) {
        for key in keys {
            let mut text = texts.get(key).cloned().unwrap_or_default();
            self.text_of(table, key, part, false, &mut text);
            if !text.zh.is_empty() {
                texts.insert(key, text);
            }
        }
    }

    /// Reads `key = { zh = "…", en = "…" }`.
    fn text_of(
        &mut self,
        table: &Table<'_>,
        key: &str,
        part: Part,
        may_be_empty: bool,
        text: &mut Bilingual,
    ) {
        let Some(found) = table.get(key) else { return };
        let Some(of) = found.get_ref().as_table() else {
            return self.fault(found.span(), in_both(|lang| lang.texts_wants_both(key)));
        };
        let before = self.faults.len();
        self.known(of, &["zh", "en"]);
        let mut read = |name: &str| -> Option<String> {
            let Some(said) = of.get(name) else {
                self.fault(found.span(), in_both(|lang| lang.texts_wants_both(key)));
                return None;
            };
            let Some(words) = said.get_ref().as_str().map(str::trim) else {
                self.fault(said.span(), in_both(|lang| lang.texts_wants_text(name)));
                return None;
            };
            for what in fields::faults(words, key, part, may_be_empty) {
                self.fault(said.span(), what);
            }
            Some(words.to_owned())
        };
        let (zh, en) = (read("zh"), read("en"));
        // What is wrong is not taken: where faults are passed over, the text before it stands.
        if let (Some(zh), Some(en)) = (zh, en)
            && self.faults.len() == before
        {
            *text = Bilingual { zh, en };
        }
    }

    fn table_of<'t, 'i>(&mut self, table: &'t Table<'i>, key: &str) -> Option<&'t Table<'i>> {
        let found = table.get(key)?;
        let of = found.get_ref().as_table();
        if of.is_none() {
            self.fault(found.span(), in_both(|lang| lang.texts_wants_table(key)));
        }
        of
    }

    fn known(&mut self, table: &Table<'_>, known: &[&str]) {
        for key in table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            let word = key.get_ref().to_string();
            self.fault(
                key.span(),
                in_both(|lang| lang.texts_unknown_key(&word, closest(&word, known), known)),
            );
        }
    }
}
