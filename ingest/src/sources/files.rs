//! Opens event files and exports as byte streams: plain, gzip, zstd, or standard input.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// An opened file with what a progress bar needs to know about it.
pub struct Opened {
    /// The bytes, already unpacked.
    pub reader: Box<dyn Read + Send>,
    /// How many bytes of the file itself, packed as it is, have been read so far.
    pub raw_bytes_read: Arc<AtomicU64>,
    /// How many bytes the file has; `None` for standard input and pipes.
    pub raw_bytes_total: Option<u64>,
}

/// Opens a file as a stream of its unpacked bytes; `-` is standard input.
///
/// | name | read as |
/// | --- | --- |
/// | `….gz` | gzip, also of several members |
/// | `….zst` | zstd, also of several frames |
/// | `-` | as its first bytes say |
/// | anything else | as it is |
pub fn open(path: &Path) -> io::Result<Box<dyn Read + Send>> {
    Ok(open_counted(path)?.reader)
}

/// Opens a file as [`open`] does and counts the packed bytes as they are read.
pub fn open_counted(path: &Path) -> io::Result<Opened> {
    let raw_bytes_read = Arc::new(AtomicU64::new(0));
    if path == Path::new("-") {
        let mut raw =
            BufReader::with_capacity(1 << 16, Counted { inner: io::stdin(), bytes: raw_bytes_read.clone() });
        // A stream has no name that would tell; no event begins with these bytes.
        let packing = match raw.fill_buf().map_err(|error| named(path, &error))? {
            [0x1f, 0x8b, ..] => Packing::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Packing::Zstd,
            _ => Packing::None,
        };
        return Ok(Opened { reader: unpack(raw, packing, path)?, raw_bytes_read, raw_bytes_total: None });
    }
    let file = File::open(path).map_err(|error| named(path, &error))?;
    let about = file.metadata().map_err(|error| named(path, &error))?;
    if about.is_dir() {
        let what = format!("{} is a folder; name the files in it", path.display());
        return Err(io::Error::new(io::ErrorKind::IsADirectory, what));
    }
    let raw_bytes_total = about.is_file().then_some(about.len());
    // The count stands below the buffer, so that it costs nothing for each small read.
    let raw = BufReader::with_capacity(1 << 16, Counted { inner: file, bytes: raw_bytes_read.clone() });
    let reader = unpack(raw, packing(path), path)?;
    Ok(Opened { reader, raw_bytes_read, raw_bytes_total })
}

fn unpack(
    raw: impl BufRead + Send + 'static,
    packing: Packing,
    path: &Path,
) -> io::Result<Box<dyn Read + Send>> {
    Ok(match packing {
        Packing::None => Box::new(raw),
        Packing::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(raw)),
        Packing::Zstd => Box::new(zstd::Decoder::with_buffer(raw).map_err(|error| named(path, &error))?),
    })
}

enum Packing {
    None,
    Gzip,
    Zstd,
}

fn packing(path: &Path) -> Packing {
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    if extension == "gz" {
        Packing::Gzip
    } else if extension == "zst" {
        Packing::Zstd
    } else {
        Packing::None
    }
}

/// Whether a file's name says that it is packed.
pub fn is_packed(path: &Path) -> bool {
    !matches!(packing(path), Packing::None)
}

/// The error with the file's name, which the system leaves out.
fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("cannot open {}: {error}", path.display()))
}

/// Counts the bytes that pass.
struct Counted<R> {
    inner: R,
    bytes: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.bytes.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(text: &str) -> Vec<u8> {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(text.as_bytes()).unwrap();
        packed.finish().unwrap()
    }

    fn check(name: &str, content: &[u8]) {
        let folder = std::env::temp_dir().join(format!("flagpost-files-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(name);
        std::fs::write(&path, content).unwrap();
        let mut opened = open_counted(&path).unwrap();
        let mut text = String::new();
        opened.reader.read_to_string(&mut text).unwrap();
        assert_eq!(text, "one\ntwo\n", "{name}");
        assert_eq!(opened.raw_bytes_total, Some(content.len() as u64), "{name}");
        assert_eq!(opened.raw_bytes_read.load(Ordering::Relaxed), content.len() as u64, "{name}");
        std::fs::remove_file(&path).unwrap();
    }

    #[test]
    fn plain_and_packed_files_give_the_same_bytes() {
        check("a.ndjson", b"one\ntwo\n");
        check("a.ndjson.gz", &gzip("one\ntwo\n"));
        check("a.ndjson.ZST", &zstd::encode_all(&b"one\ntwo\n"[..], 1).unwrap());
    }

    #[test]
    fn packed_files_put_one_after_the_other_are_read_to_the_end() {
        check("b.gz", &[gzip("one\n"), gzip("two\n")].concat());
        let frames = [&b"one\n"[..], b"two\n"].map(|part| zstd::encode_all(part, 1).unwrap());
        check("b.zst", &frames.concat());
    }

    #[test]
    fn errors_name_the_file() {
        let error = |path: &Path| open(path).err().unwrap().to_string();
        assert!(error(Path::new("no/such.ndjson")).contains("cannot open no/such.ndjson: "));
        assert!(error(&std::env::temp_dir()).ends_with("is a folder; name the files in it"));
    }
}
