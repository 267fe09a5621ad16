//! `[sign_on]`: people log in at an issuer of OpenID Connect. Without it they log in with passwords alone.

use dashboards::sign_on::{Binding, SignOnSettings};
use reports::delivery::channels::{Web, web_url};
use scoring::document::{At, Document, Reader};
use std::path::Path;
use std::time::Duration;

/// How long the issuer may take for an answer: somebody waits at a browser.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Reads the table, if it is there. `delivered` is where people reach the pages, as `[delivery]` says.
pub fn read_sign_on(
    file: &mut Reader<'_, '_>,
    document: &mut Document<'_>,
    beside: &Path,
    delivered: Option<&str>,
) -> Option<SignOnSettings> {
    let mut table = file.table(document, "sign_on")?;
    let whole = table.required_text(document, "issuer");
    let issuer = whole.as_ref().and_then(|found| read_address(document, found));
    let client_id = table.required_text(document, "client_id").map(|found| found.value.to_owned());
    let client_secret_file = table.text(document, "client_secret_file").map(|found| beside.join(found.value));
    let name = table.text(document, "name").map_or("统一身份认证", |found| found.value).to_owned();
    let public_url = match table.text(document, "public_url") {
        Some(found) => read_address(document, &found),
        None => delivered.map(str::to_owned),
    };
    if let (Some(found), None) = (&whole, &public_url) {
        document.mistake(
            found.place.clone(),
            "`[sign_on]` does not know where people reach the pages",
            "write public_url = \"https://hall.example.gov.cn\" here or in [delivery]",
        );
    }
    let binding = match table.text(document, "bind") {
        None => Binding::Never,
        Some(found) => match found.value {
            "never" => Binding::Never,
            "username" => Binding::Username,
            "email" => Binding::Email,
            _ => {
                document.mistake(
                    found.place,
                    "`bind` is neither never, username nor email",
                    "write bind = \"never\", \"username\" or \"email\"",
                );
                Binding::Never
            }
        },
    };
    let has_passwords = table.flag(document, "passwords").is_none_or(|found| found.value);
    let ca_file = table.text(document, "ca_file").map(|found| beside.join(found.value));
    table.finish(document);
    Some(SignOnSettings {
        issuer: issuer?,
        client_id: client_id?,
        client_secret_file,
        name,
        public_url: public_url?.trim_end_matches('/').to_owned(),
        binding,
        has_passwords,
        web: Web { timeout: TIMEOUT, ca_file, proxy: None },
    })
}

/// An address over TLS; without only on this machine. It stays as it is written: tokens name the issuer to the letter.
fn read_address(document: &mut Document<'_>, found: &At<&str>) -> Option<String> {
    let url = web_url(found.value);
    let host = url.as_ref().and_then(|url| url.host()).unwrap_or_default();
    let is_here = matches!(host, "127.0.0.1" | "localhost" | "[::1]");
    if url.is_some() && (found.value.starts_with("https://") || is_here) {
        return Some(found.value.to_owned());
    }
    document.mistake(
        found.place.clone(),
        format!("`{}` is no address over TLS", found.value),
        "write it as https://…; without TLS anybody between could log in as anybody",
    );
    None
}
