//! The road in over TLS: what it promises to clients, to whoever renews a certificate, and to those who wait behind a silent one.
#![allow(clippy::unwrap_used)]

use axum::Router;
use axum::routing::get;
use ingest::sources::http::tls::rustls::pki_types::pem::PemObject;
use ingest::sources::http::tls::rustls::pki_types::{CertificateDer, ServerName};
use ingest::sources::http::tls::rustls::{self, ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use ingest::sources::http::tls::{Looked, Tls, TlsFiles, client_of};
use ingest::sources::http::{self, Door, Patience};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use scoring::time::Instant;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

const NAME: &str = "hall.example.gov.cn";

/// A folder of the test's own with a certificate and its key.
fn files(test: &str) -> TlsFiles {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let files = TlsFiles { certificate: folder.join("hall.crt"), key: folder.join("hall.key") };
    renew(&files);
    files
}

/// Puts another certificate with its key there.
fn renew(files: &TlsFiles) {
    let (certificate, key) = made();
    fs::write(&files.certificate, certificate).unwrap();
    fs::write(&files.key, key).unwrap();
}

fn made() -> (String, String) {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed([NAME.to_owned()]).unwrap();
    (cert.pem(), signing_key.serialize_pem())
}

/// A served greeting; served no more when this is dropped.
struct Served {
    address: SocketAddr,
    tls: Arc<Tls>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Served {
    fn new(files: &TlsFiles, patience: Patience) -> Served {
        let tls = Arc::new(Tls::open(files.clone()).unwrap());
        let (stop, stopped) = oneshot::channel();
        let (ready, address) = mpsc::channel();
        let door = Door::Tls(tls.clone());
        let serve = async move {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            ready.send(listener.local_addr().unwrap()).unwrap();
            let router = Router::new().route("/", get(|| async { "你好" }));
            let stop = async {
                let _ = stopped.await;
            };
            http::serve(listener, door, router, patience, stop).await;
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let thread = thread::spawn(move || runtime.block_on(serve));
        Served { address: address.recv().unwrap(), tls, stop: Some(stop), thread: Some(thread) }
    }

    fn connect(&self, config: Arc<ClientConfig>) -> StreamOwned<ClientConnection, TcpStream> {
        let name = ServerName::try_from(NAME).unwrap();
        let stream = TcpStream::connect(self.address).unwrap();
        StreamOwned::new(ClientConnection::new(config, name).unwrap(), stream)
    }

    /// The certificate that a new connection is shown.
    fn shown(&self, config: Arc<ClientConfig>) -> Vec<u8> {
        let mut stream = self.connect(config);
        asked(&mut stream).unwrap();
        stream.conn.peer_certificates().unwrap()[0].to_vec()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

/// Asks for the greeting; the connection stays open.
fn asked(stream: &mut (impl Read + Write)) -> std::io::Result<String> {
    stream.write_all(b"GET / HTTP/1.1\r\nHost: hall.example.gov.cn\r\n\r\n")?;
    let (mut text, mut piece) = (Vec::new(), [0; 4096]);
    while !String::from_utf8_lossy(&text).ends_with("你好") {
        let count = stream.read(&mut piece)?;
        if count == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        text.extend_from_slice(&piece[..count]);
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// A client that trusts an authority, with one version of TLS or all.
fn client(authority: &Path, versions: &[&'static rustls::SupportedProtocolVersion]) -> Arc<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(authority).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_protocol_versions(versions).unwrap();
    Arc::new(config.with_root_certificates(roots).with_no_client_auth())
}

fn der(pem: &Path) -> Vec<u8> {
    CertificateDer::from_pem_file(pem).unwrap().to_vec()
}

#[test]
fn both_versions_of_tls_are_spoken_and_browsers_are_told_to_come_over_tls_alone() {
    let files = files("tls-versions");
    let served = Served::new(&files, Patience::default());
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let mut stream = served.connect(client(&files.certificate, &[version]));
        let answer = asked(&mut stream).unwrap();
        assert_eq!(stream.conn.protocol_version(), Some(version.version));
        assert!(answer.contains("strict-transport-security: max-age="), "{answer}");
    }
}

#[test]
fn a_client_trusts_the_one_certificate_that_it_knows_and_no_other() {
    let files = files("tls-known");
    let served = Served::new(&files, Patience::default());
    assert_eq!(served.shown(client_of(&served.tls.digest()).unwrap()), der(&files.certificate));
    let other = client_of(&"0".repeat(64)).unwrap();
    assert!(asked(&mut served.connect(other)).is_err(), "another certificate");
}

#[test]
fn a_renewed_certificate_is_in_force_for_the_next_connection_and_open_ones_go_on() {
    let files = files("tls-renewed");
    let served = Served::new(&files, Patience::default());
    let told = Arc::new(Mutex::new(Vec::new()));
    let hears = told.clone();
    served.tls.when_changed(move |digest| hears.lock().unwrap().push(digest.to_owned()));
    let mut before = served.connect(client(&files.certificate, rustls::ALL_VERSIONS));
    asked(&mut before).unwrap();
    assert_eq!(served.tls.look(), Looked::Same);
    renew(&files);
    assert_eq!(served.tls.look(), Looked::Changed);
    asked(&mut before).unwrap();
    assert_eq!(served.shown(client(&files.certificate, rustls::ALL_VERSIONS)), der(&files.certificate));
    assert_eq!(*told.lock().unwrap(), [served.tls.digest()]);
}

#[test]
fn a_certificate_whose_key_is_not_there_yet_leaves_the_one_before_in_force() {
    let files = files("tls-half");
    let served = Served::new(&files, Patience::default());
    let (trusted, shown) = (client(&files.certificate, rustls::ALL_VERSIONS), der(&files.certificate));
    let (certificate, key) = made();
    fs::write(&files.certificate, certificate).unwrap();
    let Looked::Unusable(mistakes) = served.tls.look() else { panic!("the key is another's") };
    assert!(mistakes[0].to_string().contains("is not the key of the certificate"), "{mistakes:?}");
    assert_eq!(served.shown(trusted), shown);
    assert_eq!(served.tls.look(), Looked::Unusable(mistakes), "whoever asks is told again");
    fs::write(&files.key, key).unwrap();
    assert_eq!(served.tls.look(), Looked::Changed);
}

#[test]
fn everything_that_is_wrong_with_the_files_is_told_at_once() {
    let TlsFiles { certificate, key } = files("tls-wrong");
    let told = |certificate: &PathBuf, key: &PathBuf| {
        let files = TlsFiles { certificate: certificate.clone(), key: key.clone() };
        let mistakes = Tls::open(files).err().unwrap_or_default();
        mistakes.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let missing = certificate.with_file_name("missing");
    let both = told(&missing, &missing);
    assert!(both.len() == 2 && both.iter().all(|told| told.contains("cannot be read")), "{both:?}");
    let swapped = told(&key, &certificate);
    assert!(
        swapped[0].contains("holds no certificate") && swapped[1].contains("holds no private key"),
        "{swapped:?}"
    );
    let locked = certificate.with_file_name("locked.key");
    fs::write(&locked, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n")
        .unwrap();
    assert!(told(&certificate, &locked)[0].contains("with a passphrase"));
}

#[test]
fn a_client_that_says_nothing_is_let_go_and_nobody_waits_for_it() {
    let files = files("tls-silent");
    let patience = Patience { handshake: Duration::from_millis(200), ..Patience::default() };
    let served = Served::new(&files, patience);
    let mut silent = TcpStream::connect(served.address).unwrap();
    // It is served while the other says nothing.
    served.shown(client(&files.certificate, rustls::ALL_VERSIONS));
    assert_eq!(silent.read(&mut [0]).unwrap_or_default(), 0, "let go");
    let mut begun = TcpStream::connect(served.address).unwrap();
    begun.write_all(&[0x16, 3, 1]).unwrap();
    let mut rest = Vec::new();
    let _ = begun.read_to_end(&mut rest);
}

#[test]
fn a_stop_does_not_wait_for_a_handshake() {
    let files = files("tls-stop");
    let endless = Duration::from_secs(86_400);
    let served = Served::new(&files, Patience { handshake: endless, stop: endless, ..Patience::default() });
    let silent = TcpStream::connect(served.address).unwrap();
    served.shown(client(&files.certificate, rustls::ALL_VERSIONS));
    // Ends within the test's own patience, or never.
    drop(served);
    drop(silent);
}

#[test]
fn a_browser_that_came_without_tls_is_led_to_it_and_others_are_told() {
    let files = files("tls-plain");
    let served = Served::new(&files, Patience::default());
    let ask = |request: &str| {
        let mut stream = TcpStream::connect(served.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    };
    let led = ask("GET /due?site=hall HTTP/1.1\r\nHost: hall:8443\r\nConnection: close\r\n\r\n");
    assert!(
        led.starts_with("HTTP/1.1 308") && led.contains("location: https://hall:8443/due?site=hall\r\n"),
        "{led}"
    );
    let told = ask("POST /v1/events HTTP/1.1\r\nHost: hall:8443\r\nContent-Length: 0\r\n\r\n");
    assert!(told.starts_with("HTTP/1.1 400") && told.contains("HTTPS"), "{told}");
}

#[test]
fn the_end_of_a_certificate_is_known_and_that_of_its_successor_too() {
    let files = files("tls-ends");
    let until = |year: i32| {
        let mut wanted = rcgen::CertificateParams::new([NAME.to_owned()]).unwrap();
        wanted.not_after = rcgen::date_time_ymd(year, 3, 4);
        let key = rcgen::KeyPair::generate().unwrap();
        fs::write(&files.certificate, wanted.self_signed(&key).unwrap().pem()).unwrap();
        fs::write(&files.key, key.serialize_pem()).unwrap();
    };
    until(2031);
    let tls = Tls::open(files.clone()).unwrap();
    assert_eq!(tls.ends(), Instant::parse("2031-03-04T00:00:00Z"));
    until(2052);
    assert_eq!(tls.look(), Looked::Changed);
    assert_eq!(tls.ends(), Instant::parse("2052-03-04T00:00:00Z"), "a year that is written in another way");
}
