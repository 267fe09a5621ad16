//! Reads the `[[event]]` blocks of a mapping and checks them against the contract.

use super::clock::Clock;
use super::read::{Names, Translation, plain_text, texts_of, translations};
use super::value::{Field, Form, Template, Value, Words};
use super::{Block, Test, When};
use crate::contract::{self, Kind};
use scoring::document::{Document, Place, Reader, closest};
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::DeValue;

/// The `source` of every event.
pub(super) fn source(
    document: &mut Document<'_>,
    top: &mut Reader<'_, '_>,
    names: &mut Names,
    clock: &Clock,
) -> Option<Value> {
    match top.value("source") {
        Some(found) => Values { document, names, clock }.value(found, "source", Some(Kind::Text)),
        None => {
            top.missing(document, "source", "add source = { text = \"the site's id in the registry\" }");
            None
        }
    }
}

/// The `[[event]]` blocks.
pub(super) fn blocks(
    document: &mut Document<'_>,
    top: &mut Reader<'_, '_>,
    names: &mut Names,
    clock: &Clock,
) -> Vec<Block> {
    let readers = top.tables(document, "event");
    if readers.is_empty() {
        top.missing(document, "event", "add an [[event]] block for each event that a row can give");
    }
    readers.into_iter().filter_map(|reader| block(reader, Values { document, names, clock })).collect()
}

fn block(mut reader: Reader<'_, '_>, mut values: Values<'_, '_, '_>) -> Option<Block> {
    let event_type = reader.required_text(values.document, "type");
    let fields = event_type.as_ref().and_then(|named| {
        let fields = contract::fields(named.value);
        if fields.is_none() {
            let mend = match closest(named.value, &contract::type_names()) {
                Some(known) => format!("did you mean `{known}`?"),
                None => "use a type of the event contract, such as attendance.swipe".to_owned(),
            };
            values.document.mistake(
                named.place.clone(),
                format!("unknown event type `{}`", named.value),
                mend,
            );
        }
        fields
    });
    let id = reader.required_text(values.document, "id").and_then(|id| {
        let template = values.template(id.value, id.place.clone())?;
        if template.fixed().is_some() {
            let what = "`id` is the same for every row";
            values.document.mistake(
                id.place,
                what,
                "name columns that tell rows apart, \"swipe-{卡号}-{time}\"",
            );
        }
        Some(template)
    });
    let time = match reader.value("time") {
        Some(found) => values.columns(found, "time"),
        None => {
            reader.missing(
                values.document,
                "time",
                "add time = \"column\", or time = [\"date column\", \"time column\"]",
            );
            Vec::new()
        }
    };
    let when = match reader.value("when") {
        Some(found) => values.conditions(found),
        None => Vec::new(),
    };
    let data = reader.value("data");
    if data.is_none() {
        reader.missing(values.document, "data", "add [event.data] below it");
    }
    let data =
        data.zip(fields).map(|(found, fields)| values.fields(found, event_type.as_ref()?.value, fields));
    reader.finish(values.document);
    Some(Block { event_type: event_type?.value.to_owned(), when, id: id?, time, data: data?? })
}

/// Reads values, conditions and columns of one block.
struct Values<'a, 'd, 'n> {
    document: &'a mut Document<'d>,
    names: &'n mut Names,
    clock: &'n Clock,
}

impl Values<'_, '_, '_> {
    fn template(&mut self, text: &str, place: Place) -> Option<Template> {
        let template = Template::read(text, |header| self.names.column(header));
        if template.is_none() {
            let what = format!("`{text}` has a brace without its partner");
            self.document.mistake(place, what, "write each column as {column}");
        }
        template
    }

    fn columns(&mut self, found: &Spanned<DeValue<'_>>, key: &str) -> Vec<usize> {
        let headers = texts_of(self.document, found, key);
        if found.get_ref().as_array().is_some_and(|list| list.is_empty()) {
            self.document.mistake(
                found.span(),
                format!("`{key}` names no column"),
                "write the column's header in it",
            );
        }
        for empty in headers.iter().filter(|header| header.value.trim().is_empty()) {
            let what = format!("`{key}` names a column without a header");
            self.document.mistake(empty.place.clone(), what, "write the column's header between the quotes");
        }
        headers.iter().map(|header| self.names.column(header.value)).collect()
    }

    fn conditions(&mut self, found: &Spanned<DeValue<'_>>) -> Vec<When> {
        let one = std::slice::from_ref(found);
        let all: Vec<_> = match found.get_ref().as_array() {
            Some(list) => list.iter().collect(),
            None => one.iter().collect(),
        };
        all.into_iter().filter_map(|condition| self.condition(condition)).collect()
    }

    fn condition(&mut self, found: &Spanned<DeValue<'_>>) -> Option<When> {
        const MEND: &str =
            "write when = { column = \"…\", filled = true } (or values = [\"…\"], or except = [\"…\"])";
        let Some(table) = found.get_ref().as_table() else {
            self.document.mistake(found.span(), "`when` is not a table", MEND);
            return None;
        };
        let mut reader = Reader::new(table, found.span(), "`when`");
        let column =
            reader.required_text(self.document, "column").map(|header| self.names.column(header.value));
        let filled = reader.flag(self.document, "filled").map(|flag| Test::Filled(flag.value));
        let mut listed = |key, test: fn(Vec<String>) -> Test| {
            let found = reader.value(key)?;
            let texts = texts_of(self.document, found, key);
            Some(test(texts.into_iter().map(|text| text.value.trim().to_owned()).collect()))
        };
        let tests = [filled, listed("values", Test::Values), listed("except", Test::Except)];
        reader.finish(self.document);
        let mut tests: Vec<Test> = tests.into_iter().flatten().collect();
        if tests.len() != 1 {
            self.document.mistake(
                found.span(),
                "`when` has not exactly one of filled, values and except",
                MEND,
            );
        }
        Some(When { column: column?, test: tests.pop()? })
    }

    /// The fields of an object, each checked against what the contract knows of it.
    fn fields(
        &mut self,
        found: &Spanned<DeValue<'_>>,
        owner: &str,
        known: &'static [contract::Field],
    ) -> Option<Vec<Field>> {
        let Some(table) = found.get_ref().as_table() else {
            let what = format!("the fields of {owner} are not a table");
            self.document.mistake(found.span(), what, "write each as field = \"column\"");
            return None;
        };
        let mut fields = Vec::new();
        for (name, value) in table {
            let contract = known.iter().find(|field| field.name == name.get_ref());
            let as_told = value.get_ref().as_table().is_some_and(|value| value.contains_key("as"));
            if contract.is_none() && !as_told {
                let names: Vec<&str> = known.iter().map(|field| field.name).collect();
                let mend = match closest(name.get_ref(), &names) {
                    Some(known) => format!("did you mean `{known}`?"),
                    None => format!("it has {}; a field of your own needs as = \"text\"", names.join(", ")),
                };
                let what = format!("{owner} has no field `{}`", name.get_ref());
                self.document.mistake(name.span(), what, mend);
                continue;
            }
            if let Some(value) = self.value(value, name.get_ref(), contract.map(|field| field.kind)) {
                let required = contract.is_some_and(|field| field.required);
                fields.push(Field { name: name.get_ref().clone().into_owned(), required, value });
            }
        }
        for field in known.iter().filter(|field| field.required && !table.contains_key(field.name)) {
            let what = format!("{owner} needs `{}`", field.name);
            self.document.mistake(found.span(), what, format!("add {} = \"column\"", field.name));
        }
        // The contract's order, then the administrator's own by name, whatever order the TOML reader keeps.
        let rank =
            |field: &Field| known.iter().position(|other| other.name == field.name).unwrap_or(known.len());
        fields.sort_by(|a, b| (rank(a), &a.name).cmp(&(rank(b), &b.name)));
        Some(fields)
    }

    /// Where a value comes from; `kind` is what the contract says it is, if it knows it.
    fn value(&mut self, found: &Spanned<DeValue<'_>>, name: &str, kind: Option<Kind>) -> Option<Value> {
        let value = found.get_ref();
        if kind == Some(Kind::HalfDay) {
            return self.fields(found, &format!("`{name}`"), contract::HALF_DAY).map(Value::Nested);
        }
        let Some(table) = value.as_table() else {
            let kind = kind.unwrap_or(Kind::Text);
            if value.as_str().is_some() || value.as_array().is_some() {
                return self.cells(found, name, None, Form::of(kind));
            }
            // `green_channel = false`, `level = 5`: a number or flag cannot be a column's name.
            return self.text(&plain_text(value).unwrap_or_default(), found.span(), name, Form::of(kind));
        };
        let mut reader = Reader::new(table, found.span(), format!("`{name}`"));
        let form = self.form(&mut reader, name, kind);
        let (column, text) = (reader.value("column"), reader.value("text"));
        let own = reader.value("values");
        reader.finish(self.document);
        match (column, text) {
            (Some(column), None) => self.cells(column, name, own, form?),
            (None, Some(text)) if own.is_none() => {
                self.text(&plain_text(text.get_ref()).unwrap_or_default(), text.span(), name, form?)
            }
            (None, Some(_)) | (Some(_), Some(_)) | (None, None) => {
                let what = format!("`{name}` has not exactly one of column and text");
                let mend = "write { column = \"…\" } with `values` if need be, or { text = \"…\" }";
                self.document.mistake(found.span(), what, mend);
                None
            }
        }
    }

    fn form(&mut self, reader: &mut Reader<'_, '_>, name: &str, kind: Option<Kind>) -> Option<Form> {
        const KINDS: &[(&str, Kind)] = &[
            ("text", Kind::Text),
            ("integer", Kind::Integer),
            ("decimal", Kind::Decimal),
            ("bool", Kind::Flag),
            ("list", Kind::Texts),
            ("date", Kind::Date),
            ("month", Kind::Month),
        ];
        let told = reader.text(self.document, "as");
        let told_kind = told.as_ref().and_then(|told| KINDS.iter().find(|(word, _)| *word == told.value));
        if let Some(told) = &told {
            let words: Vec<&str> = KINDS.iter().map(|(word, _)| *word).collect();
            match (told_kind, kind) {
                (None, _) => {
                    let what = format!("`as` of `{name}` is `{}`", told.value);
                    self.document.mistake(
                        told.place.clone(),
                        what,
                        format!("write one of {}", words.join(", ")),
                    );
                }
                (Some((_, told_kind)), Some(kind)) if *told_kind != kind => {
                    let what = format!("the contract knows `{name}` as something else than {}", told.value);
                    self.document.mistake(told.place.clone(), what, "take `as` out");
                }
                (Some(_), Some(_) | None) => {}
            }
        }
        let mut form = Form::of(kind.or(told_kind.map(|(_, kind)| *kind))?);
        if let Some(times) = reader.integer(self.document, "times") {
            form.times = times.value;
            if !matches!(form.kind, Kind::Integer | Kind::Decimal) || times.value < 1 {
                self.document.mistake(times.place, "`times` is for numbers, and 1 or more", "take it out");
            }
        }
        if let Some(separator) = reader.text(self.document, "separator") {
            form.separator = Some(separator.value.to_owned());
            if form.kind != Kind::Texts || separator.value.is_empty() {
                self.document.mistake(
                    separator.place,
                    "`separator` is for lists, and not empty",
                    "take it out",
                );
            }
        }
        Some(form)
    }

    /// A text with cells in it; one without is checked at once.
    fn text(&mut self, text: &str, place: Place, name: &str, form: Form) -> Option<Value> {
        let template = self.template(text, place.clone())?;
        if let Some(fixed) = template.fixed() {
            let checked = match fixed {
                "" => Err("is no text in quotes".to_owned()),
                fixed => form.json(fixed, self.clock),
            };
            if let Err(what) = checked {
                self.document.mistake(
                    place,
                    format!("`{name}`: `{fixed}` {what}"),
                    "write a value that the field can hold",
                );
            }
        }
        Some(Value::Text { template, form })
    }

    fn cells(
        &mut self,
        found: &Spanned<DeValue<'_>>,
        name: &str,
        own: Option<&Spanned<DeValue<'_>>>,
        form: Form,
    ) -> Option<Value> {
        let columns = self.columns(found, name);
        let header = found.get_ref().as_str().unwrap_or_default();
        let (translations, place) = match own {
            Some(own) => (translations(self.document, own), format!("the `values` of `{name}`")),
            None => match self.names.translations(header) {
                Some(shared) => (shared.words.clone(), format!("[values.\"{header}\"]")),
                None => (Vec::new(), String::new()),
            },
        };
        let meanings = self.meanings(&translations, name, &form);
        let words = (!place.is_empty()).then_some(Words { meanings, place });
        Some(Value::Cells { columns, words, form })
    }

    fn meanings(
        &mut self,
        translations: &[Translation],
        name: &str,
        form: &Form,
    ) -> BTreeMap<String, serde_json::Value> {
        let mut meanings = BTreeMap::new();
        for Translation { word, meaning, place } in translations {
            match form.json(meaning, self.clock) {
                Ok(json) => {
                    meanings.insert(word.clone(), json);
                }
                Err(what) => self.document.mistake(
                    place.clone(),
                    format!("`{word}` is translated to `{meaning}`, which {what}"),
                    format!("translate it to what `{name}` can hold"),
                ),
            }
        }
        meanings
    }
}
