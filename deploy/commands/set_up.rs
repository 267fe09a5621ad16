//! The link by which the first administrator is made, where a data folder has no accounts yet. There is no default password.

use super::Failure;
use crate::service::machine_time;
use anyhow::{Context as _, anyhow};
use dashboards::accounts::{self, Deed};
use ingest::store::sqlite::Records;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;

/// The file in the data folder that has the link until there is an account.
const FILE: &str = "set-up-link.txt";

/// The lines that tell the link; nothing where there are accounts. It is in a file of the data folder too, which its owner alone
/// may read.
pub fn link(data: &Path, address: &str) -> Result<String, Failure> {
    let records = Records::open(data).context("cannot open the store")?;
    let file = data.join(FILE);
    if !records.accounts().context("cannot list the accounts")?.is_empty() {
        if file.exists() {
            fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
        }
        return Ok(String::new());
    }
    let deed = Deed { by: "service".to_owned(), at: machine_time() };
    let made = accounts::invite(&records, None, &deed).map_err(|refusal| anyhow!("{}", refusal.told()))?;
    let link = format!("{address}{}", made.path);
    write(&file, &link).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(format!(
        "还没有账号。72 小时内用这个链接设置第一个管理员（只能用一次，也写在 {file}）/ there is no account yet: within 72 hours make \
         the first administrator by this link (it works once, and is in {file} too):\n  {link}\n",
        file = file.display()
    ))
}

#[cfg(unix)]
fn write(file: &Path, link: &str) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    // A file that is there may be read by others.
    if file.exists() {
        fs::remove_file(file)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    writeln!(file, "{link}")
}

#[cfg(not(unix))]
fn write(file: &Path, link: &str) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(file)?;
    writeln!(file, "{link}")
}
