//! LibreOffice as who opens workbooks and tables. Where it is not on this machine the test says so; with
//! `FLAGPOST_SERVERS=required` that is a failure.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Every sheet as CSV with figures as they are, not as they are shown; the last number stands for all sheets.
const TO_CSV: &str = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1";
/// Commas and UTF-8, as an office PC opens it.
const FROM_CSV: &str = "--infilter=Text - txt - csv (StarCalc):44,34,76,1";

/// Rows of cells as texts.
pub type Rows = Vec<Vec<String>>;

/// A workbook without the results that were written with its formulas: who wants figures must compute them.
pub fn without_results(bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        let mut parts = text.split("</f><v>");
        let mut stripped = parts.next().unwrap().to_owned();
        for part in parts {
            stripped += "</f>";
            stripped += part.split_once("</v>").unwrap().1;
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(stripped.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// What LibreOffice shows in each sheet of each workbook, by the sheet's name.
pub fn computed(name: &str, workbooks: &[Vec<u8>]) -> Option<Vec<BTreeMap<String, Rows>>> {
    let folder = folder(name);
    let names: Vec<String> = (0..workbooks.len()).map(|place| format!("{place}.xlsx")).collect();
    for (name, bytes) in names.iter().zip(workbooks) {
        fs::write(folder.join(name), bytes).unwrap();
    }
    converted(&folder, &[], TO_CSV, &names)?;
    let mut read = vec![BTreeMap::new(); workbooks.len()];
    for file in fs::read_dir(&folder).unwrap() {
        let path = file.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap();
        if path.extension().is_some_and(|ending| ending == "csv") {
            let (place, sheet) = stem.split_once('-').unwrap();
            read[place.parse::<usize>().unwrap()]
                .insert(sheet.to_owned(), rows(&fs::read_to_string(&path).unwrap()));
        }
    }
    Some(read)
}

/// What LibreOffice shows of a CSV.
pub fn opened(name: &str, csv: &str) -> Option<Rows> {
    let folder = folder(name);
    fs::write(folder.join("table.csv"), csv).unwrap();
    let out = folder.join("shown");
    fs::create_dir(&out).unwrap();
    // By way of a workbook, where a formula would be computed.
    converted(&folder, &[FROM_CSV], "xlsx", &["table.csv".to_owned()])?;
    converted(&folder, &[], TO_CSV, &["table.xlsx".to_owned()])?;
    let shown = fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path());
    let mut shown = shown.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("table-"));
    Some(rows(&fs::read_to_string(shown.next().unwrap()).unwrap()))
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("office-{name}"));
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Converts files of a folder into it; a profile of its own lets several run at a time.
fn converted(folder: &Path, options: &[&str], to: &str, files: &[String]) -> Option<()> {
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let mut command = Command::new("soffice");
    command.current_dir(folder).args(["--headless", &profile]).args(options);
    match command.args(["--convert-to", to, "--outdir", "."]).args(files).output() {
        Ok(out) => {
            assert!(out.status.success(), "soffice: {}", String::from_utf8_lossy(&out.stderr));
            Some(())
        }
        Err(error) => {
            let is_required = std::env::var_os("FLAGPOST_SERVERS").is_some_and(|wanted| wanted == "required");
            assert!(!is_required, "soffice (libreoffice-calc-nogui) is required: {error}");
            eprintln!("skipped: soffice (libreoffice-calc-nogui) is not here");
            None
        }
    }
}

/// The cells of a CSV, quotes undone.
fn rows(csv: &str) -> Rows {
    let (mut rows, mut row, mut cell, mut is_quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = csv.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                cell.push('"');
                letters.next();
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !is_quoted => {}
            other => cell.push(other),
        }
    }
    rows
}
