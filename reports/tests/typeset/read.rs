//! Reads a PDF back: what it says of itself by a library, its texts and pictures by poppler where that is.

use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A PDF that was read.
pub struct Read {
    file: Document,
}

impl Read {
    pub fn new(bytes: &[u8]) -> Read {
        Read { file: Document::load_mem(bytes).expect("a PDF") }
    }

    fn resolved<'a>(&'a self, object: &'a Object) -> &'a Object {
        if let Object::Reference(id) = object {
            self.file.get_object(*id).expect("an object")
        } else {
            object
        }
    }

    fn catalog(&self) -> &Dictionary {
        self.file.catalog().expect("a catalog")
    }

    fn child<'a>(&'a self, of: &'a Dictionary, key: &str) -> Option<&'a Dictionary> {
        of.get(key.as_bytes()).ok().and_then(|object| self.resolved(object).as_dict().ok())
    }

    pub fn is_tagged(&self) -> bool {
        let marked = self.child(self.catalog(), "MarkInfo");
        marked.is_some_and(|info| matches!(info.get(b"Marked"), Ok(Object::Boolean(true))))
    }

    pub fn language(&self) -> String {
        text(self.catalog().get(b"Lang").expect("a language"))
    }

    pub fn about(&self, key: &str) -> String {
        let info = self.child(&self.file.trailer, "Info").expect("metadata");
        text(self.resolved(info.get(key.as_bytes()).unwrap_or_else(|_| panic!("no {key}"))))
    }

    pub fn page_sizes(&self) -> Vec<(i64, i64)> {
        let size = |id: &ObjectId| {
            let page = self.file.get_dictionary(*id).expect("a page");
            let sides =
                self.resolved(page.get(b"MediaBox").expect("its size")).as_array().expect("four sides");
            let side = |place: usize| sides[place].as_float().expect("a side") as i64;
            (side(2), side(3))
        };
        self.file.get_pages().values().map(size).collect()
    }

    /// The name of each font, and whether its file is within.
    pub fn fonts(&self) -> BTreeSet<(String, bool)> {
        let descriptors = self.dictionaries("FontDescriptor");
        let told = descriptors.map(|font| {
            let name = font.get(b"FontName").and_then(Object::as_name).expect("a name");
            let is_embedded = font.has(b"FontFile2") || font.has(b"FontFile3");
            (String::from_utf8_lossy(name).into_owned(), is_embedded)
        });
        told.collect()
    }

    fn dictionaries<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Dictionary> {
        let all = self.file.objects.values().filter_map(|object| object.as_dict().ok());
        all.filter(move |one| {
            one.get(b"Type").and_then(Object::as_name).is_ok_and(|own| own == kind.as_bytes())
        })
    }

    /// What the parts of the document are, in any order.
    pub fn roles(&self) -> Vec<String> {
        let elements =
            self.dictionaries("StructElem").filter_map(|element| element.get(b"S").ok()?.as_name().ok());
        elements.map(|role| String::from_utf8_lossy(role).into_owned()).collect()
    }

    /// What is told of figures.
    pub fn figures_told(&self) -> Vec<String> {
        self.dictionaries("StructElem").filter_map(|element| element.get(b"Alt").ok()).map(text).collect()
    }

    /// The titles of the outline, in reading order.
    pub fn outline(&self) -> Vec<String> {
        let mut titles = Vec::new();
        let root = self.child(self.catalog(), "Outlines").expect("an outline");
        self.branches(root, &mut titles);
        titles
    }

    fn branches(&self, parent: &Dictionary, titles: &mut Vec<String>) {
        let mut next = self.child(parent, "First");
        while let Some(item) = next {
            titles.push(text(item.get(b"Title").expect("a title")));
            self.branches(item, titles);
            next = self.child(item, "Next");
        }
    }
}

fn text(object: &Object) -> String {
    lopdf::decode_text_string(object).expect("a text")
}

/// The text of each page. `None` without poppler, which is said; where it is required, its lack is a failure.
pub fn page_texts(bytes: &[u8]) -> Option<Vec<String>> {
    told(bytes, &[])
}

/// The text of each page, what stands beside each other on one line.
#[allow(dead_code)] // Not every test file reads lines.
pub fn page_lines(bytes: &[u8]) -> Option<Vec<String>> {
    told(bytes, &["-layout"])
}

fn told(bytes: &[u8], options: &[&str]) -> Option<Vec<String>> {
    let mut reader = spawned(Command::new("pdftotext").args(options).args(["-", "-"]))?;
    let mut input = reader.stdin.take().expect("an input");
    let bytes = bytes.to_vec();
    let writer = std::thread::spawn(move || input.write_all(&bytes));
    let out = reader.wait_with_output().expect("pdftotext ends");
    writer.join().expect("written").expect("written");
    assert!(out.status.success(), "pdftotext: {}", String::from_utf8_lossy(&out.stderr));
    let all = String::from_utf8(out.stdout).expect("UTF-8");
    Some(all.split_terminator('\u{c}').map(str::to_owned).collect())
}

/// Each page as `target/screenshots/report-NAME-N.png`.
pub fn pictures(name: &str, bytes: &[u8]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots");
    std::fs::create_dir_all(&folder).expect("a folder");
    let file: PathBuf = folder.join(format!("report-{name}.pdf"));
    std::fs::write(&file, bytes).expect("written");
    let out = folder.join(format!("report-{name}"));
    let mut command = Command::new("pdftoppm");
    let Some(painter) = spawned(command.args(["-png", "-r", "60"]).arg(&file).arg(out)) else { return };
    assert!(painter.wait_with_output().expect("pdftoppm ends").status.success());
}

fn spawned(command: &mut Command) -> Option<std::process::Child> {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    match piped.spawn() {
        Ok(child) => Some(child),
        Err(error) => {
            let program = command.get_program().to_string_lossy().into_owned();
            let is_required = std::env::var_os("FLAGPOST_SERVERS").is_some_and(|wanted| wanted == "required");
            assert!(!is_required, "{program} (poppler-utils) is required: {error}");
            eprintln!("skipped: {program} (poppler-utils) is not here");
            None
        }
    }
}
