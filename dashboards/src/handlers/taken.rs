//! A list taken away as a file: the view of the page, as CSV or as a workbook.

use crate::answer::Problem;
use crate::links::segment;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use reports::render::table::{self, Table};
use serde::Deserialize;

/// How a list is asked for, beside its filter: sorted, laid out, as a file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// The column to sort by, with `-` for the greatest first.
    pub sort: Option<String>,
    /// `peers`: windows by groups of about the same volume.
    pub view: Option<String>,
    /// `csv` or `xlsx`: as a file.
    pub format: Option<String>,
}

/// The kind of file that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    /// Commas, with a mark for UTF-8.
    Csv,
    /// A workbook.
    Xlsx,
}

impl Wanted {
    /// The file that is asked for; none where the page is.
    pub fn file(&self) -> Option<File> {
        match self.format.as_deref() {
            Some("csv") => Some(File::Csv),
            Some("xlsx") => Some(File::Xlsx),
            Some(_) | None => None,
        }
    }
}

/// A table as a file with a name.
pub fn taken(file: File, name: &str, table: &Table) -> Result<Response, Problem> {
    let (bytes, ending, media_type) = match file {
        File::Csv => (table::csv(table).into_bytes(), "csv", "text/csv; charset=utf-8"),
        File::Xlsx => {
            let bytes = table::xlsx(table).map_err(|error| Problem::Refused(error.to_string()))?;
            (bytes, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        }
    };
    let disposition = format!("attachment; filename*=UTF-8''{}.{ending}", segment(name));
    let mut response =
        ([(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, "no-store")], bytes).into_response();
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
