//! How commands find the service that has a data folder: a file with its address and a secret that it made for them.
//!
//! Only who may read the data folder can read the file, and with it may do what an operator may.

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::net::{SocketAddr, TcpStream};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The service that has a data folder.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// What a command must show it.
    pub secret: String,
    /// Below which path its addresses are: nothing, or `/220821` where the service has several regions.
    #[serde(default)]
    pub base: String,
    /// SHA-256 of the certificate that it shows, in hexadecimal; none: it speaks plainly.
    #[serde(default)]
    pub certificate: Option<String>,
}

impl Running {
    /// Whether anybody is there: a killed service leaves its file behind.
    pub fn answers(&self) -> bool {
        TcpStream::connect_timeout(&self.address, Duration::from_secs(1)).is_ok()
    }
}

/// The file, while the service runs.
pub struct Announced {
    path: PathBuf,
    running: Running,
}

impl Announced {
    /// Tells commands of another certificate.
    pub fn renew(&self, certificate: &str) -> anyhow::Result<()> {
        write(&self.path, &Running { certificate: Some(certificate.to_owned()), ..self.running.clone() })
    }
}

impl Drop for Announced {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

fn path(data: &Path) -> PathBuf {
    data.join("service.json")
}

/// Tells commands where the service is, until what is given back is dropped.
pub fn announce(data: &Path, running: &Running) -> anyhow::Result<Announced> {
    let path = path(data);
    write(&path, running)?;
    Ok(Announced { path, running: running.clone() })
}

/// Puts the file there as a whole: a command that looks meanwhile finds the one before.
fn write(path: &Path, running: &Running) -> anyhow::Result<()> {
    let text = serde_json::to_string(running).context("cannot write the service's address")?;
    let beside = path.with_extension("json.new");
    let _ = fs::remove_file(&beside);
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&beside)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .and_then(|()| fs::rename(&beside, path))
        .with_context(|| format!("cannot write {}", path.display()))
}

/// The service of a data folder, if one says that it runs.
pub fn find(data: &Path) -> Option<Running> {
    serde_json::from_str(&fs::read_to_string(path(data)).ok()?).ok()
}
