//! Reads a mapping file: TOML to [`Mapping`], with every mistake at once.

use super::clock::{Clock, Format};
use super::table::{Layout, plain_header};
use super::{Column, Mapping, blocks};
use chrono::{FixedOffset, Offset, Utc};
use encoding_rs::Encoding;
use scoring::document::{At, Document, Mistake, Place, Reader, closest, number_text};
use toml::Spanned;
use toml::de::{DeString, DeValue};

/// Reads a mapping; `file` names it in the mistakes.
pub fn read(file: &str, text: &str) -> Result<Mapping, Vec<Mistake>> {
    let (mut document, table) = Document::parse(file, text);
    // What follows from broken syntax would only hide it.
    if !document.mistakes.is_empty() {
        return Err(document.mistakes);
    }
    let mut top = Reader::new(table.get_ref(), 0..0, "the mapping");
    let layout = layout(&mut document, &mut top);
    let clock = clock(&mut document, &mut top);
    let mut names = Names::read(&mut document, &mut top);
    let source = blocks::source(&mut document, &mut top, &mut names, &clock);
    let blocks = blocks::blocks(&mut document, &mut top, &mut names, &clock);
    top.finish(&mut document);
    names.report_unused(&mut document);
    match source {
        Some(source) if document.mistakes.is_empty() => {
            let columns = names.columns.into_iter().map(|name| name.column).collect();
            Ok(Mapping { layout, clock, columns, source, blocks })
        }
        Some(_) | None => {
            document.mistakes.sort_by_key(|mistake| mistake.line);
            Err(document.mistakes)
        }
    }
}

fn layout(document: &mut Document<'_>, top: &mut Reader<'_, '_>) -> Layout {
    let encoding = top.text(document, "encoding").and_then(|label| {
        let encoding = Encoding::for_label(label.value.as_bytes());
        if encoding.is_none() {
            let what = format!("unknown encoding `{}`", label.value);
            document.mistake(
                label.place,
                what,
                "write \"utf-8\" or \"gb18030\", or take it out to have it found out",
            );
        }
        encoding
    });
    let delimiter = top.text(document, "delimiter").and_then(|text| match text.value.as_bytes() {
        [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\r' | b'\n') => Some(*byte),
        _ => {
            document.mistake(
                text.place,
                "`delimiter` is not one ASCII sign",
                "write \",\", \";\", \"|\" or \"\\t\"",
            );
            None
        }
    });
    let header_row = top.integer(document, "header_row").and_then(|row| match u64::try_from(row.value) {
        Ok(number) if number > 0 => Some(number),
        Ok(_) | Err(_) => {
            document.mistake(row.place, "`header_row` is no row number", "count rows from 1");
            None
        }
    });
    let skip_rows = texts(document, top, "skip_rows");
    for word in skip_rows.iter().filter(|word| word.value.trim().is_empty()) {
        document.mistake(
            word.place.clone(),
            "an empty text in `skip_rows` would skip every row",
            "take it out",
        );
    }
    Layout {
        encoding,
        delimiter: delimiter.unwrap_or(b','),
        sheet: top.text(document, "sheet").map(|sheet| sheet.value.to_owned()),
        header_row: header_row.unwrap_or(1),
        skip_rows: skip_rows.into_iter().map(|word| word.value.trim().to_owned()).collect(),
    }
}

fn clock(document: &mut Document<'_>, top: &mut Reader<'_, '_>) -> Clock {
    let named = top.required_text(document, "utc_offset");
    let offset = named.and_then(|named| {
        let offset = named.value.parse::<FixedOffset>().ok();
        if offset.is_none() {
            document.mistake(
                named.place,
                format!("`{}` is no offset", named.value),
                "write it as \"+08:00\"",
            );
        }
        offset
    });
    let mut formats = Vec::new();
    for text in texts(document, top, "time_format") {
        match Format::read(text.value) {
            Some(format) => formats.push(format),
            None => document.mistake(
                text.place,
                format!("the time format `{}` does not give a year, a month and a day", text.value),
                "write it as \"%Y/%m/%d %H:%M:%S\"",
            ),
        }
    }
    if formats.is_empty() {
        formats = Clock::usual_formats();
    }
    // Without an offset the mapping is refused, so this one is never used.
    Clock { offset: offset.unwrap_or(Utc.fix()), formats }
}

/// A text, or a list of texts.
fn texts<'t>(
    document: &mut Document<'_>,
    reader: &mut Reader<'t, '_>,
    key: &'static str,
) -> Vec<At<&'t str>> {
    match reader.value(key) {
        Some(found) => texts_of(document, found, key),
        None => Vec::new(),
    }
}

/// The texts of a value that is a text or a list of texts.
pub(super) fn texts_of<'t>(
    document: &mut Document<'_>,
    found: &'t Spanned<DeValue<'_>>,
    key: &str,
) -> Vec<At<&'t str>> {
    let one = std::slice::from_ref(found);
    let elements: Vec<&Spanned<DeValue<'_>>> = match found.get_ref().as_array() {
        Some(list) => list.iter().collect(),
        None => one.iter().collect(),
    };
    let mut texts = Vec::new();
    for element in elements {
        match element.get_ref().as_str() {
            Some(value) => texts.push(At { value, place: element.span() }),
            None => document.mistake(
                element.span(),
                format!("`{key}` is neither a text nor a list of texts"),
                "write texts in quotes",
            ),
        }
    }
    texts
}

/// The columns and translations that the events use.
pub(super) struct Names {
    columns: Vec<NamedColumn>,
    /// `[values."column"]`.
    pub translations: Vec<Translations>,
}

struct NamedColumn {
    column: Column,
    /// Where `[headers]` names it, if so.
    place: Option<Place>,
    used: bool,
}

/// What the words of one column mean.
pub(super) struct Translations {
    pub header: String,
    place: Place,
    pub words: Vec<Translation>,
    pub used: bool,
}

/// One word and what it means, not yet checked against a field.
#[derive(Clone)]
pub(super) struct Translation {
    pub word: String,
    pub meaning: String,
    pub place: Place,
}

impl Names {
    fn read(document: &mut Document<'_>, top: &mut Reader<'_, '_>) -> Names {
        let mut names = Names { columns: Vec::new(), translations: Vec::new() };
        for (header, found) in members(document, top, "headers") {
            let others = texts_of(document, found, header.value);
            let others = others.into_iter().map(|other| other.value.to_owned()).collect();
            let column = Column { header: header.value.to_owned(), others };
            names.columns.push(NamedColumn { column, place: Some(header.place), used: false });
        }
        for (header, found) in members(document, top, "values") {
            let words = translations(document, found);
            let header_text = header.value.to_owned();
            names.translations.push(Translations {
                header: header_text,
                place: header.place,
                words,
                used: false,
            });
        }
        names
    }

    /// The place of a column in the mapping's list.
    pub fn column(&mut self, header: &str) -> usize {
        let wanted = plain_header(header);
        let known = self.columns.iter().position(|name| plain_header(&name.column.header) == wanted);
        let place = known.unwrap_or(self.columns.len());
        if known.is_none() {
            let column = Column { header: header.trim().to_owned(), others: Vec::new() };
            self.columns.push(NamedColumn { column, place: None, used: false });
        }
        self.columns[place].used = true;
        place
    }

    /// What the words of a column mean, where `[values]` tells.
    pub fn translations(&mut self, header: &str) -> Option<&Translations> {
        let wanted = plain_header(header);
        let found = self.translations.iter_mut().find(|named| plain_header(&named.header) == wanted)?;
        found.used = true;
        Some(found)
    }

    fn report_unused(&self, document: &mut Document<'_>) {
        let used: Vec<&str> =
            self.columns.iter().filter(|name| name.used).map(|name| name.column.header.as_str()).collect();
        let mut unused = |place: &Place, section: &str, header: &str| {
            let mend = match closest(header, &used) {
                Some(known) => format!("did you mean `{known}`? otherwise take it out"),
                None => "use the column, or take it out".to_owned(),
            };
            document.mistake(
                place.clone(),
                format!("`{section}` names the column `{header}`, which no event uses"),
                mend,
            );
        };
        for name in self.columns.iter().filter(|name| !name.used) {
            if let Some(place) = &name.place {
                unused(place, "headers", &name.column.header);
            }
        }
        for named in self.translations.iter().filter(|named| !named.used) {
            unused(&named.place, "values", &named.header);
        }
    }
}

/// The keys and values of a table whose keys are the administrator's.
fn members<'t, 'i>(
    document: &mut Document<'_>,
    top: &mut Reader<'t, 'i>,
    key: &'static str,
) -> Vec<(At<&'t str>, &'t Spanned<DeValue<'i>>)> {
    let Some(found) = top.value(key) else { return Vec::new() };
    let Some(table) = found.get_ref().as_table() else {
        document.mistake(
            found.span(),
            format!("`{key}` is not a table"),
            format!("write [{key}] on a line of its own"),
        );
        return Vec::new();
    };
    let at = |name: &'t Spanned<DeString<'i>>| At { value: name.get_ref().as_ref(), place: name.span() };
    table.iter().map(|(name, value)| (at(name), value)).collect()
}

/// The words of a translation table and their meanings as texts.
pub(super) fn translations(document: &mut Document<'_>, found: &Spanned<DeValue<'_>>) -> Vec<Translation> {
    let Some(table) = found.get_ref().as_table() else {
        document.mistake(
            found.span(),
            "`values` is not a table of words",
            "write values = { \"上班\" = \"in\" }",
        );
        return Vec::new();
    };
    let mut words = Vec::new();
    for (word, meaning) in table {
        match plain_text(meaning.get_ref()) {
            Some(meaning) => {
                words.push(Translation {
                    word: word.get_ref().trim().to_owned(),
                    meaning,
                    place: word.span(),
                });
            }
            None => document.mistake(
                meaning.span(),
                format!("`{}` is not translated to a text, a number, true or false", word.get_ref()),
                "write \"cell text\" = \"event text\"",
            ),
        }
    }
    words
}

/// A text, number or flag as text.
pub(super) fn plain_text(value: &DeValue<'_>) -> Option<String> {
    let text = value.as_str().map(str::to_owned);
    text.or_else(|| number_text(value).map(str::to_owned))
        .or_else(|| value.as_bool().map(|flag| flag.to_string()))
}
