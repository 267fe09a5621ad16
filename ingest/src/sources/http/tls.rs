//! TLS by rustls: certificate and key as PEM files, checked before anything is served, read again when they change.
//!
//! Connections that are open keep what they began with; the next one gets what was read last. Files that do not fit each other,
//! such as a certificate that was replaced a moment before its key, leave what is in force in force.

pub use tokio_rustls::rustls;

use super::certificate;
use crate::store::digest::hex;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, ServerConfig, SignatureScheme};
use scoring::time::Instant;
use sha2::{Digest, Sha256};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tokio_rustls::TlsAcceptor;

/// How HTTP is spoken after the handshake.
const HTTP_1: &[u8] = b"http/1.1";

/// Where certificate and key are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate, and those between it and its authority, PEM.
    pub certificate: PathBuf,
    /// The certificate's private key, PEM, without a passphrase.
    pub key: PathBuf,
}

/// What is wrong with a file, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsMistake {
    /// The file.
    pub file: PathBuf,
    /// What is wrong with it.
    pub what: String,
    /// How to mend it.
    pub mend: String,
}

impl fmt::Display for TlsMistake {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}; {}", self.file.display(), self.what, self.mend)
    }
}

/// What became of a look at the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looked {
    /// They are as they were.
    Same,
    /// They are read anew and in force.
    Changed,
    /// They have changed and cannot be used; what was in force stays.
    Unusable(Vec<TlsMistake>),
}

type Listener = Box<dyn Fn(&str) + Send + Sync>;

/// The certificate in force, and where the next one comes from.
pub struct Tls {
    files: TlsFiles,
    now: RwLock<Arc<InForce>>,
    /// The files that were told of last as unusable; held by who looks.
    told: Mutex<Option<Vec<TlsMistake>>>,
    listeners: Mutex<Vec<Listener>>,
}

struct InForce {
    acceptor: TlsAcceptor,
    /// SHA-256 of the service's own certificate, in hexadecimal.
    digest: String,
    /// Until when it holds; none where that cannot be read.
    ends: Option<Instant>,
    /// Of the bytes of both files.
    mark: [u8; 32],
}

impl fmt::Debug for Tls {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Tls").field("files", &self.files).finish_non_exhaustive()
    }
}

impl Tls {
    /// Reads and checks the files.
    ///
    /// # Errors
    ///
    /// All that is wrong with them.
    pub fn open(files: TlsFiles) -> Result<Tls, Vec<TlsMistake>> {
        let now = RwLock::new(Arc::new(read(&files)?));
        Ok(Tls { now, told: Mutex::default(), listeners: Mutex::default(), files })
    }

    /// Takes connections with what is in force.
    pub fn acceptor(&self) -> TlsAcceptor {
        self.now.read().unwrap_or_else(PoisonError::into_inner).acceptor.clone()
    }

    /// SHA-256 of the service's own certificate, in hexadecimal: who knows it needs no authority.
    pub fn digest(&self) -> String {
        self.now.read().unwrap_or_else(PoisonError::into_inner).digest.clone()
    }

    /// Until when the service's own certificate holds; none where that cannot be read.
    pub fn ends(&self) -> Option<Instant> {
        self.now.read().unwrap_or_else(PoisonError::into_inner).ends
    }

    /// Tells of each new certificate by its digest.
    pub fn when_changed(&self, listener: impl Fn(&str) + Send + Sync + 'static) {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner).push(Box::new(listener));
    }

    /// Reads the files again; the log says what became of it, of unusable ones once.
    pub fn look(&self) -> Looked {
        // Held to the end, so that two who look do not tell in another order than they read.
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let read = match read(&self.files) {
            Ok(read) => read,
            Err(mistakes) => {
                if told.as_ref() != Some(&mistakes) {
                    for mistake in &mistakes {
                        tracing::error!(
                            "the new certificate cannot be used, the one before stays: {mistake}"
                        );
                    }
                    *told = Some(mistakes.clone());
                }
                return Looked::Unusable(mistakes);
            }
        };
        *told = None;
        if self.now.read().unwrap_or_else(PoisonError::into_inner).mark == read.mark {
            return Looked::Same;
        }
        let digest = read.digest.clone();
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(read);
        for listener in &*self.listeners.lock().unwrap_or_else(PoisonError::into_inner) {
            listener(&digest);
        }
        tracing::info!(certificate = %self.files.certificate.display(), "the new certificate is in force");
        Looked::Changed
    }
}

/// What the files hold.
fn read(files: &TlsFiles) -> Result<InForce, Vec<TlsMistake>> {
    let certificate = fs::read(&files.certificate).map_err(|error| no_file(&files.certificate, &error));
    let key = fs::read(&files.key).map_err(|error| no_file(&files.key, &error));
    let mut mark = Sha256::new();
    for file in [&certificate, &key] {
        let bytes = file.as_deref().unwrap_or_default();
        mark.update((bytes.len() as u64).to_le_bytes());
        mark.update(bytes);
    }
    let chain = certificate.and_then(|bytes| chain(&files.certificate, &bytes));
    let key = key.and_then(|bytes| private_key(&files.key, &bytes));
    match (chain, key) {
        (Ok(chain), Ok(key)) => {
            let ends = chain.first().and_then(|own| certificate::ends(own));
            let (acceptor, digest) = made(files, chain, key).map_err(|mistake| vec![mistake])?;
            Ok(InForce { acceptor, digest, ends, mark: mark.finalize().into() })
        }
        (chain, key) => Err([chain.err(), key.err()].into_iter().flatten().collect()),
    }
}

fn mistake(file: &Path, what: impl Into<String>, mend: impl Into<String>) -> TlsMistake {
    TlsMistake { file: file.to_owned(), what: what.into(), mend: mend.into() }
}

fn no_file(file: &Path, error: &std::io::Error) -> TlsMistake {
    mistake(
        file,
        format!("cannot be read: {error}"),
        "check the path in [tls], and that the service's account may read it",
    )
}

fn chain(file: &Path, bytes: &[u8]) -> Result<Vec<CertificateDer<'static>>, TlsMistake> {
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(bytes).collect();
    let mend = "put the certificate first and those between it and its authority after it, as PEM";
    match chain {
        Ok(chain) if !chain.is_empty() => Ok(chain),
        Ok(_) => Err(mistake(file, "holds no certificate", mend)),
        Err(error) => Err(mistake(file, format!("is no PEM: {error}"), mend)),
    }
}

fn private_key(file: &Path, bytes: &[u8]) -> Result<PrivateKeyDer<'static>, TlsMistake> {
    if bytes.windows(9).any(|part| part == b"ENCRYPTED") {
        let mend = "take the passphrase off (openssl pkey -in FILE -out FILE), and keep the file to the service's account";
        return Err(mistake(file, "is a private key with a passphrase", mend));
    }
    PrivateKeyDer::from_pem_slice(bytes).map_err(|error| {
        mistake(file, format!("holds no private key: {error}"), "write it as PEM: BEGIN PRIVATE KEY …")
    })
}

/// What takes connections, and the digest of the certificate.
fn made(
    files: &TlsFiles,
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<(TlsAcceptor, String), TlsMistake> {
    let digest = chain.first().map(|own| hex(&Sha256::digest(own))).unwrap_or_default();
    let unusable = |error: rustls::Error| {
        if matches!(error, rustls::Error::InconsistentKeys(_)) {
            let mend = format!("put the key beside it that {} was made with", files.certificate.display());
            return mistake(&files.key, "is not the key of the certificate", mend);
        }
        mistake(&files.certificate, format!("cannot be used: {error}"), "have it made anew")
    };
    let mut config = ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(unusable)?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(unusable)?;
    config.alpn_protocols = vec![HTTP_1.to_vec()];
    Ok((TlsAcceptor::from(Arc::new(config)), digest))
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

/// A client that trusts the certificate with this digest (SHA-256, in hexadecimal) and no other, whatever name it bears and
/// whoever signed it.
///
/// # Errors
///
/// The library knows no version of TLS.
pub fn client_of(digest: &str) -> Result<Arc<ClientConfig>, rustls::Error> {
    let provider = provider();
    let known = Known { digest: digest.to_owned(), provider: provider.clone() };
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(known))
        .with_no_client_auth();
    Ok(Arc::new(config))
}

/// Knows one certificate.
#[derive(Debug)]
struct Known {
    digest: String,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Known {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        _between: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if hex(&Sha256::digest(certificate)) == self.digest {
            return Ok(ServerCertVerified::assertion());
        }
        Err(rustls::Error::InvalidCertificate(rustls::CertificateError::ApplicationVerificationFailure))
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
