//! A small disk of a test's own: mounted in a mount namespace that ends with the test, so nothing of it is left behind and
//! no other process sees it. Needs Linux, and either root or user namespaces; where it cannot be had, the test is skipped
//! and says so.
#![allow(dead_code)] // Each test file uses its part.

use std::fs::{self, OpenOptions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A mounted disk.
pub struct OwnDisk {
    /// Keeps the namespace until its standard input ends.
    keeper: Child,
    /// Where the disk is for processes within.
    within: PathBuf,
    is_root: bool,
}

impl OwnDisk {
    /// Mounts an empty disk of so many KiB at a folder. `None`, and a word about it, where this machine does not let us.
    pub fn new(at: &Path, kibibytes: u32) -> Option<OwnDisk> {
        fs::create_dir_all(at).unwrap();
        let mounted = [true, false].into_iter().find_map(|is_root| mount(at, kibibytes, is_root));
        if mounted.is_none() {
            skipped("a disk of one's own cannot be mounted here (root or user namespaces are needed)");
        }
        mounted
    }

    /// A program that is run within.
    pub fn command(&self, program: &Path) -> Command {
        let mut enter = Command::new("nsenter");
        if !self.is_root {
            enter.args(["--user", "--preserve-credentials"]);
        }
        enter.args(["--mount", "--target", &self.keeper.id().to_string(), "--"]).arg(program);
        enter
    }

    /// The disk as it is seen from outside.
    pub fn outside(&self) -> PathBuf {
        let below_root = self.within.strip_prefix("/").unwrap();
        Path::new("/proc").join(self.keeper.id().to_string()).join("root").join(below_root)
    }

    /// Takes what room is left.
    pub fn fill(&self) {
        let mut ballast =
            OpenOptions::new().create(true).append(true).open(self.outside().join("ballast")).unwrap();
        for size in [1 << 20, 4096, 1] {
            while ballast.write_all(&vec![0; size]).is_ok() {}
        }
    }

    /// Gives so many bytes of it back.
    pub fn give_back(&self, bytes: u64) {
        let ballast = OpenOptions::new().write(true).open(self.outside().join("ballast")).unwrap();
        let taken = ballast.metadata().unwrap().len();
        ballast.set_len(taken.saturating_sub(bytes)).unwrap();
    }

    /// Gives all of it back.
    pub fn free(&self) {
        fs::remove_file(self.outside().join("ballast")).unwrap();
    }

    /// Makes it so large.
    pub fn grow(&self, kibibytes: u32) {
        self.remount(&format!("size={kibibytes}k"));
    }

    /// Lets nobody write to it any more, or lets them again.
    pub fn set_read_only(&self, is_read_only: bool) {
        self.remount(if is_read_only { "ro" } else { "rw" });
    }

    fn remount(&self, how: &str) {
        let how = format!("remount,{how}");
        let done = self.command(Path::new("mount")).args(["-o", &how]).arg(&self.within).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
}

impl Drop for OwnDisk {
    fn drop(&mut self) {
        let _ = self.keeper.kill();
        let _ = self.keeper.wait();
    }
}

fn mount(at: &Path, kibibytes: u32, is_root: bool) -> Option<OwnDisk> {
    let script = r#"mount -t tmpfs -o "size=$2k" flagpost-test "$1" && echo mounted && exec cat"#;
    let mut unshare = Command::new("unshare");
    if !is_root {
        unshare.arg("--map-root-user");
    }
    unshare.args(["--mount", "sh", "-c", script, "sh"]).arg(at).arg(kibibytes.to_string());
    let mut keeper =
        unshare.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    let mut told = String::new();
    let _ = BufReader::new(keeper.stdout.take().unwrap()).read_line(&mut told);
    let disk = OwnDisk { keeper, within: at.to_owned(), is_root };
    // It must be possible to go in as well.
    let inside = disk.command(Path::new("true")).stderr(Stdio::null()).status();
    (told == "mounted\n" && inside.is_ok_and(|status| status.success())).then_some(disk)
}

/// Says that something was not asked of the program here: on standard error, and in the file that `FLAGPOST_SKIPS` names.
pub fn skipped(what: &str) {
    eprintln!("!!! SKIPPED: {what}");
    if let Some(path) = std::env::var_os("FLAGPOST_SKIPS") {
        let mut file = OpenOptions::new().create(true).append(true).open(path).unwrap();
        writeln!(file, "!!! SKIPPED: {what}").unwrap();
    }
}
