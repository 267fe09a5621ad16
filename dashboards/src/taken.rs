//! A list taken away as a file: the rows of the page on all its pages, with its filter and in its order, as CSV or as a workbook.

use crate::answer::Problem;
use crate::links::segment;
use crate::pages::Named;
use crate::pages::filter::Choice;
use crate::pages::paging::Paging;
use crate::words::subjects;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use reports::render::table::{self, Cell, Column, Table};
use reports::words::Lang;
use utoipa::ToSchema;

/// So many rows are taken away at once at most: what a workbook of an office PC still opens.
pub const ROWS_TAKEN_MAX: usize = 100_000;

/// The kind of file that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    /// Commas, with a mark for UTF-8.
    Csv,
    /// A workbook.
    Xlsx,
}

/// How a list is asked for as a file.
#[derive(ToSchema)]
pub struct FileAsked {
    /// `csv` or `xlsx`.
    pub format: Option<String>,
}

impl File {
    /// The file that a query asks for by `format=csv` or `format=xlsx`; none where it asks for the page.
    pub fn asked(query: &str) -> Option<File> {
        match query.split('&').find_map(|pair| pair.strip_prefix("format="))? {
            "csv" => Some(File::Csv),
            "xlsx" => Some(File::Xlsx),
            _ => None,
        }
    }

    /// How its name ends.
    pub fn ending(self) -> &'static str {
        match self {
            File::Csv => "csv",
            File::Xlsx => "xlsx",
        }
    }
}

/// A view that is a list.
pub trait Tabled {
    /// Its rows as a table, with the columns of the page. The title is what the file is called, after the month.
    fn table(&self, lang: Lang) -> Table;

    /// Which page of it is shown; none of a list that has but one.
    fn paging(&self) -> Option<Paging> {
        None
    }

    /// What begins the file's name in place of the month: the day of a list that is a day's.
    fn period(&self) -> Option<&str> {
        None
    }

    /// The version that it is of, which the file's name ends with.
    fn version(&self) -> Option<u32> {
        None
    }
}

/// A column of a list: its head, about how many letters wide it is, what a row has in it.
pub type Shown<'c, R> = (&'c str, u16, &'c dyn Fn(&R) -> Cell);

/// The table of rows by its columns. `narrowed` are the filter's choices.
pub fn table<R>(
    (title, lang): (&str, Lang),
    narrowed: &[&[Choice]],
    rows: &[R],
    columns: &[Shown<'_, R>],
) -> Table {
    let chosen = narrowed.iter().filter_map(|choices| choices.iter().find(|choice| choice.is_chosen));
    let narrowed: Vec<&str> = chosen.map(|choice| choice.title.as_str()).collect();
    let about = (lang.say(subjects::NARROWED).to_owned(), narrowed.join(" · "));
    Table {
        title: title.to_owned(),
        about: if narrowed.is_empty() { Vec::new() } else { vec![about] },
        columns: columns
            .iter()
            .map(|(title, width, _)| Column { title: (*title).to_owned(), width: *width })
            .collect(),
        rows: rows.iter().map(|row| columns.iter().map(|(_, _, cell)| cell(row)).collect()).collect(),
    }
}

/// Something by its id and name, in one cell.
pub fn named(of: &Named) -> Cell {
    Cell::text(format!("{} {}", of.id, of.name).trim())
}

/// The same of what there may be none.
pub fn named_if_any(of: &Option<Named>) -> Cell {
    of.as_ref().map_or(Cell::Nothing, named)
}

/// A table as a file with a name, which is given without its ending.
///
/// # Errors
///
/// The table does not fit a workbook.
pub fn taken(file: File, name: &str, table: &Table) -> Result<Response, Problem> {
    let (bytes, media_type) = match file {
        File::Csv => (table::csv(table).into_bytes(), "text/csv; charset=utf-8"),
        File::Xlsx => {
            let bytes = table::xlsx(table).map_err(|error| Problem::Refused(error.to_string()))?;
            (bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        }
    };
    let ending = file.ending();
    // Programs that know no other alphabet take the first name.
    let disposition =
        format!("attachment; filename=\"list.{ending}\"; filename*=UTF-8''{}.{ending}", segment(name));
    let mut response =
        ([(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, "no-store")], bytes).into_response();
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// How many rows the store is asked for: none of a file that would be refused.
pub fn rows_read(paging: Paging) -> usize {
    if paging.per_page <= ROWS_TAKEN_MAX { paging.per_page } else { 0 }
}

/// Refuses a file of more rows than are taken away at once.
///
/// # Errors
///
/// [`Problem::Refused`]
pub fn fits(paging: Paging, lang: Lang) -> Result<(), Problem> {
    if paging.per_page <= ROWS_TAKEN_MAX {
        return Ok(());
    }
    Err(Problem::Refused(subjects::too_many_rows(lang, paging.per_page, ROWS_TAKEN_MAX)))
}

#[cfg(test)]
mod tests {
    use super::{File, table};
    use crate::pages::filter::Choice;
    use reports::render::table::Cell;
    use reports::words::Lang;

    #[test]
    fn a_query_names_the_file() {
        assert_eq!(File::asked("site=hall&format=csv"), Some(File::Csv));
        assert_eq!(File::asked("format=xlsx&page=2"), Some(File::Xlsx));
        for page in ["", "format=pdf", "informat=csv", "format="] {
            assert_eq!(File::asked(page), None, "{page}");
        }
    }

    #[test]
    fn a_table_says_what_it_is_narrowed_to() {
        let choice =
            |title: &str, is_chosen| Choice { title: title.to_owned(), is_chosen, ..Choice::default() };
        let sites = [choice("全部大厅", false), choice("县大厅", true)];
        let table = table(
            ("在办清单", Lang::Zh),
            &[&sites],
            &[1_i64, 2],
            &[("数", 4, &|row| Cell::Count(*row)), ("字", 4, &|_| Cell::Nothing)],
        );
        assert_eq!(table.about, [("范围".to_owned(), "县大厅".to_owned())]);
        assert_eq!(table.rows, [[Cell::Count(1), Cell::Nothing], [Cell::Count(2), Cell::Nothing]]);
    }
}
