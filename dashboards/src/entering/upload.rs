//! A form as a browser sends it, with pictures or without: its fields in order, several of one name among them.

use crate::answer::Problem;
use crate::appeals::refused;
use crate::words::entering as said;
use axum::body::Bytes;
use axum::extract::{Form, FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;

/// The most pictures of one form.
pub const PICTURES_MAX: usize = 6;
/// The largest picture as it is sent, in bytes.
pub const PICTURE_BYTES_MAX: usize = 15 << 20;
/// The longest value of a field, in bytes.
const FIELD_BYTES_MAX: usize = 16 << 10;
/// The most fields of one form: a table of marks has four for each window and staff member.
const FIELDS_MAX: usize = 8000;

/// What a form brought.
#[derive(Clone, Debug, Default)]
pub struct Upload {
    /// Names and values, in the order of the form.
    pub fields: Vec<(String, String)>,
    /// The pictures as they were sent.
    pub pictures: Vec<Bytes>,
}

impl Upload {
    /// The value of a field; nothing where it is not there.
    pub fn one(&self, name: &str) -> &str {
        self.fields.iter().find(|(of, _)| of == name).map_or("", |(_, value)| value)
    }

    /// All values of a field.
    pub fn all<'u>(&'u self, name: &'u str) -> impl Iterator<Item = &'u str> {
        self.fields.iter().filter(move |(of, _)| of == name).map(|(_, value)| value.as_str())
    }

    /// Whether a box is ticked.
    pub fn has(&self, name: &str) -> bool {
        !self.one(name).is_empty()
    }
}

/// Reads a form.
///
/// # Errors
///
/// [`Problem::Refused`]: it cannot be read, or is larger than it may be.
pub async fn read(request: Request) -> Result<Upload, Problem> {
    let media_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let upload = if media_type.is_some_and(|of| of.starts_with("multipart/form-data")) {
        let multipart = Multipart::from_request(request, &()).await;
        parts(multipart.map_err(|_| refused(said::FORM_UNREADABLE))?).await?
    } else {
        let fields = Form::<Vec<(String, String)>>::from_request(request, &()).await;
        let Form(fields) = fields.map_err(|_| refused(said::FORM_UNREADABLE))?;
        Upload { fields, pictures: Vec::new() }
    };
    let is_long = upload.fields.iter().any(|(_, value)| value.len() > FIELD_BYTES_MAX);
    if is_long || upload.fields.len() > FIELDS_MAX {
        return Err(refused(said::FORM_UNREADABLE));
    }
    Ok(upload)
}

async fn parts(mut multipart: Multipart) -> Result<Upload, Problem> {
    let mut upload = Upload::default();
    let unreadable = |_| refused(said::UPLOAD_BROKEN_OFF);
    while let Some(part) = multipart.next_field().await.map_err(unreadable)? {
        let Some(name) = part.name().map(str::to_owned) else { continue };
        if part.file_name().is_none() {
            upload.fields.push((name, part.text().await.map_err(unreadable)?));
            continue;
        }
        let bytes = part.bytes().await.map_err(unreadable)?;
        // A browser sends an empty file where none was chosen.
        if bytes.is_empty() {
            continue;
        }
        if bytes.len() > PICTURE_BYTES_MAX {
            return Err(refused(said::PICTURE_TOO_LARGE));
        }
        upload.pictures.push(bytes);
        if upload.pictures.len() > PICTURES_MAX {
            return Err(refused(said::TOO_MANY_PICTURES));
        }
    }
    Ok(upload)
}
