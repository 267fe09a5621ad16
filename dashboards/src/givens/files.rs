//! Where the county's files are, and how one is written so that a lost power line leaves the old one or the new one.

use super::Kind;
use reports::words::Word;
use scoring::time::Instant;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Where the files of a service are.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// The folder of the registry.
    pub registry: PathBuf,
    /// The rulebook's folder or files, or the name of a built-in one.
    pub rulebooks: Vec<String>,
    /// The folder of the calendar, if there is one.
    pub calendar: Option<PathBuf>,
    /// Whether rulebook and calendar are those of several regions.
    pub is_shared: bool,
}

/// Why a kind of files cannot be changed at a page.
pub const NOT_SERVED: Word = Word::new(
    "此服务没有告知文件的位置，不能在网页上修改",
    "the service does not say where its files are, so nothing can be changed at a page",
);
const SHARED: Word = Word::new(
    "考核细则和工作日历由多个县区共用，不能在其中一个县区的网页上修改；请修改文件后对每个县区执行 flagpost reload",
    "rulebook and calendar are shared by several regions: change the files, then run `flagpost reload` for each region",
);
const BUILT_IN: Word = Word::new(
    "本服务使用程序内置的考核细则，没有可写的文件；请把下面的文本存为文件，放入一个文件夹，在配置中写 rulebook = [\"该文件夹\"] 后重启",
    "the service uses a rulebook of the program, which is no file: save the text below into a folder, name it in the configuration, rulebook = [\"FOLDER\"], and start again",
);
const NO_CALENDAR: Word = Word::new(
    "配置中没有日历文件夹；请新建一个文件夹，在配置中写 calendar = \"该文件夹\" 后重启，或使用 flagpost calendar add",
    "the configuration names no folder for calendars: make one, write calendar = \"FOLDER\" and start again, or use `flagpost calendar add`",
);

impl Places {
    /// The folder in which new files of a kind may be made.
    pub fn folder(&self, kind: Kind) -> Option<PathBuf> {
        match kind {
            Kind::Registry => Some(self.registry.clone()),
            Kind::Rulebook => match &self.rulebooks[..] {
                [only] if Path::new(only).is_dir() => Some(PathBuf::from(only)),
                _ => None,
            },
            Kind::Calendar => self.calendar.clone(),
        }
    }

    /// Why files of a kind cannot be changed; none where they can.
    pub fn obstacle(&self, kind: Kind) -> Option<Word> {
        match kind {
            Kind::Registry => None,
            Kind::Rulebook | Kind::Calendar if self.is_shared => Some(SHARED),
            Kind::Rulebook => {
                let is_file = |name: &String| Path::new(name).exists();
                (!self.rulebooks.iter().any(is_file)).then_some(BUILT_IN)
            }
            Kind::Calendar => self.calendar.is_none().then_some(NO_CALENDAR),
        }
    }

    /// Where a file of a kind is or is to be, by its own name, among the files that are in force.
    pub fn path(&self, kind: Kind, name: &str, in_force: &[(String, String)]) -> Option<PathBuf> {
        let known = in_force.iter().find(|(path, _)| own_name(path) == name);
        match known {
            Some((path, _)) => Some(PathBuf::from(path)),
            None if is_new_name(name) => self.folder(kind).map(|folder| folder.join(name)),
            None => None,
        }
    }
}

/// A file's own name, without the folders before it.
pub fn own_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Whether a new file may be called so.
pub fn is_new_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    name.strip_suffix(".toml")
        .is_some_and(|stem| !stem.is_empty() && stem.len() <= 60 && stem.bytes().all(plain))
}

/// Writes a file durably: beside it first, then in its place. The old one is kept under its name with the instant.
///
/// # Errors
///
/// What the system says; the file is then as it was.
pub fn write(path: &Path, text: &str, at: Instant) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let new = folder.join(format!(".{name}.new"));
    let written = (|| {
        let mut file = File::create(&new)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        if path.exists() {
            // Readers of the folder take files that end in .toml alone.
            fs::copy(path, folder.join(format!("{name}.{}.old", at.0 / 1_000_000_000)))?;
        }
        fs::rename(&new, path)?;
        File::open(folder)?.sync_all()
    })();
    if written.is_err() {
        // It may never have been made.
        let _ = fs::remove_file(&new);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::{is_new_name, own_name};

    #[test]
    fn a_new_file_stays_in_its_folder() {
        assert!(is_new_name("cn-2027.toml") && is_new_name("a.toml"));
        for name in ["../a.toml", "a/b.toml", ".toml", "a.txt", "a b.toml", "", ".a.toml"] {
            assert!(!is_new_name(name), "{name}");
        }
        assert_eq!(own_name("/etc/flagpost/registry/county.toml"), "county.toml");
    }
}
