//! The service over TLS: commands find it, browsers are held to it, certificates are renewed while it runs.
#![allow(clippy::unwrap_used)]

mod program;

use ingest::sources::http::tls::client_of;
use ingest::sources::http::tls::rustls::pki_types::ServerName;
use ingest::sources::http::tls::rustls::{ClientConnection, StreamOwned};
use program::service::{Service, up, wait_for};
use program::{arg, at_root, flagpost, folder};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use serde_json::Value;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A configuration with TLS, its certificate made.
fn configured(name: &str) -> PathBuf {
    let place = folder(name);
    let registry = place.join("registry");
    fs::create_dir_all(&registry).unwrap();
    fs::copy(at_root("tests/county/registry.toml"), registry.join("registry.toml")).unwrap();
    let text = "data = \"data\"\n[tls]\ncertificate = \"hall.crt\"\nkey = \"hall.key\"\n";
    fs::write(place.join("flagpost.toml"), text).unwrap();
    renew(&place);
    place
}

fn renew(place: &Path) {
    let made = generate_simple_self_signed(["hall.example.gov.cn".to_owned()]).unwrap();
    let CertifiedKey { cert, signing_key } = made;
    fs::write(place.join("hall.crt"), cert.pem()).unwrap();
    fs::write(place.join("hall.key"), signing_key.serialize_pem()).unwrap();
}

/// The digest of the certificate by which commands know the service.
fn known(place: &Path) -> String {
    let running: Value = serde_json::from_slice(&fs::read(place.join("data/service.json")).unwrap()).unwrap();
    running["certificate"].as_str().unwrap().to_owned()
}

/// What the service answers to whoever knows the certificate.
fn ask(service: &Service, digest: &str, path: &str) -> std::io::Result<String> {
    let name = ServerName::try_from("hall.example.gov.cn").unwrap();
    let stream = TcpStream::connect(&service.address)?;
    let client = ClientConnection::new(client_of(digest).unwrap(), name).unwrap();
    let mut stream = StreamOwned::new(client, stream);
    write!(stream, "GET {path} HTTP/1.1\r\nHost: hall.example.gov.cn\r\nConnection: close\r\n\r\n")?;
    let mut text = Vec::new();
    stream.read_to_end(&mut text)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

#[test]
fn commands_know_the_service_by_its_certificate_also_after_it_was_renewed() {
    let place = configured("tls-service");
    let service = Service::of(&mut up(&["--config", arg(&place.join("flagpost.toml"))]));
    let reload = || flagpost(&["reload", "--data", arg(&place.join("data"))]);
    let ran = reload();
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let before = known(&place);
    let login = ask(&service, &before, "/login").unwrap();
    assert!(login.contains("strict-transport-security: max-age="), "{login}");
    assert!(login.contains("flagpost_login=") && login.contains("; Secure"), "{login}");
    renew(&place);
    assert!(Command::new("kill").args(["-HUP", &service.process().to_string()]).status().unwrap().success());
    let after = wait_for("the new certificate", || Some(known(&place)).filter(|now| *now != before));
    assert!(ask(&service, &after, "/healthz").unwrap().starts_with("HTTP/1.1 200"));
    assert!(ask(&service, &before, "/healthz").is_err(), "the old one is shown no more");
    assert_eq!(reload().status, 0, "commands were told");
    fs::write(place.join("hall.key"), "gone").unwrap();
    let ran = reload();
    assert!(ran.status != 0 && ran.stderr.contains("hall.key: holds no private key"), "{}", ran.stderr);
    assert!(ask(&service, &after, "/healthz").is_ok(), "what was in force stays");
    service.stop();
}

#[test]
fn a_service_does_not_start_with_a_certificate_that_cannot_be_used() {
    let place = configured("tls-refused");
    fs::remove_file(place.join("hall.crt")).unwrap();
    fs::write(place.join("hall.key"), "no key").unwrap();
    let mut up = up(&["--config", arg(&place.join("flagpost.toml"))]);
    let Err((status, log)) = Service::try_of(&mut up) else { panic!("it started") };
    assert_eq!(status, Some(3), "{log}");
    assert!(
        log.contains("hall.crt: cannot be read") && log.contains("hall.key: holds no private key"),
        "{log}"
    );
    assert!(!place.join("data").exists(), "looked at before the store is opened");
}
