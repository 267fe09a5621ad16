//! `[tls]`: the certificate and key that pages and events are served with. Without it the service speaks plainly.

use crate::commands::Failure;
use ingest::sources::http::Door;
use ingest::sources::http::tls::{Tls, TlsFiles, TlsMistake};
use scoring::document::{Document, Mistake, Reader};
use std::path::Path;
use std::sync::Arc;

/// Reads the table, if it is there.
pub fn read_tls(file: &mut Reader<'_, '_>, document: &mut Document<'_>, beside: &Path) -> Option<TlsFiles> {
    let mut table = file.table(document, "tls")?;
    let certificate = table.required_text(document, "certificate").map(|found| beside.join(found.value));
    let key = table.required_text(document, "key").map(|found| beside.join(found.value));
    table.finish(document);
    Some(TlsFiles { certificate: certificate?, key: key? })
}

/// How the configuration has clients spoken with; all that is wrong with certificate and key is told.
pub fn door(files: Option<&TlsFiles>) -> Result<Door, Failure> {
    let Some(files) = files else { return Ok(Door::Plain) };
    let mistake =
        |TlsMistake { file, what, mend }| Mistake { file: file.display().to_string(), line: 0, what, mend };
    match Tls::open(files.clone()) {
        Ok(tls) => Ok(Door::Tls(Arc::new(tls))),
        Err(mistakes) => Err(Failure::Mistakes(mistakes.into_iter().map(mistake).collect())),
    }
}
