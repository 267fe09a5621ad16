//! The built program, run on folders of the tests' own.
#![allow(dead_code)] // Each test file uses its part.

pub mod fed;
pub mod service;
pub mod visitor;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// What a run of the program came to.
pub struct Ran {
    /// The exit status; 128 and more stands for a signal or a panic, which no input may bring about.
    pub status: i32,
    /// What it said on standard error.
    pub stderr: String,
}

/// An empty folder for one test. `name` must be that test's alone.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A folder below another.
pub fn folder_below(place: &Path, name: &str) -> PathBuf {
    let folder = place.join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A file of the repository.
pub fn at_root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Runs `flagpost` with these arguments.
pub fn flagpost(args: &[&str]) -> Ran {
    flagpost_reading(args, b"")
}

/// Runs `flagpost` with these arguments and something on standard input.
pub fn flagpost_reading(args: &[&str], input: &[u8]) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_flagpost"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A program that stops before it has read everything is no fault of the test.
    let _ = stdin.write_all(input);
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(!stderr.contains("panicked"), "{stderr}");
    Ran { status: output.status.code().unwrap_or(128), stderr }
}

/// Runs `flagpost` in a folder, so that what it prints names no place outside.
pub fn flagpost_in(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_flagpost")).current_dir(folder).args(args).output().unwrap()
}

/// Compares what was printed with a golden file, or writes it anew where `FLAGPOST_BLESS` is set.
pub fn check_golden(path: &str, output: &Output) {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout.clone()).unwrap();
    if std::env::var_os("FLAGPOST_BLESS").is_some() {
        fs::write(at_root(path), &printed).unwrap();
    }
    let golden = fs::read_to_string(at_root(path)).unwrap_or_default();
    for (line, (expected, found)) in golden.lines().zip(printed.lines()).enumerate() {
        assert_eq!(expected, found, "{path}, line {}", line + 1);
    }
    assert_eq!(golden.lines().count(), printed.lines().count(), "{path}: number of lines");
}

/// A path as an argument.
pub fn arg(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// All files below a folder with their content, by path.
pub fn files_below(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                files.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

/// Text packed as gzip.
pub fn gzip(text: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text).unwrap();
    packed.finish().unwrap()
}

/// Text packed as zstd.
pub fn zstd(text: &[u8]) -> Vec<u8> {
    zstd::encode_all(text, 1).unwrap()
}
