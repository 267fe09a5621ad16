//! What a form with a file brings: its fields, and the file by name and bytes.

use super::login::is_own_form;
use crate::answer::Problem;
use crate::session::Visitor;
use crate::words;
use axum::extract::Multipart;
use reports::words::Word;
use std::collections::BTreeMap;

/// The fields of a form, and its file where one was chosen.
#[derive(Debug, Default)]
pub struct Upload {
    fields: BTreeMap<String, String>,
    /// The file's name and bytes.
    pub file: Option<(String, Vec<u8>)>,
}

impl Upload {
    /// Reads a form. How much it may bring is the route's matter.
    ///
    /// # Errors
    ///
    /// It is too large, or broke off, or a field is no text.
    pub async fn read(mut form: Multipart) -> Result<Upload, Problem> {
        let mut upload = Upload::default();
        let broken = |_| refused(words::data::UPLOAD_TOO_LARGE);
        while let Some(field) = form.next_field().await.map_err(broken)? {
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(str::to_owned) {
                Some(file) => {
                    let bytes = field.bytes().await.map_err(broken)?.to_vec();
                    if !file.is_empty() {
                        upload.file = Some((plain_name(&file), bytes));
                    }
                }
                None => {
                    upload.fields.insert(name, field.text().await.map_err(broken)?);
                }
            }
        }
        Ok(upload)
    }

    /// A field's text; nothing where it is absent.
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// Whether the form is the visitor's own.
    ///
    /// # Errors
    ///
    /// It is not.
    pub fn is_own(&self, visitor: &Visitor) -> Result<(), Problem> {
        is_own_form(visitor, self.field("csrf"))
    }
}

/// A refusal in both languages.
pub fn refused(word: Word) -> Problem {
    Problem::Refused(format!("{} / {}", word.zh, word.en))
}

/// The last part of a path: browsers name files as their users do.
fn plain_name(name: &str) -> String {
    name.rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|letter| !letter.is_control())
        .take(120)
        .collect()
}
