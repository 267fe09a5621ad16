//! A small issuer of OpenID Connect on loopback: it describes itself, shows its key, and gives tokens for codes. What its next
//! token is like, a test says.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::{CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey};
use openidconnect::{JsonWebKeyId, PrivateSigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

/// What this service is called there.
pub const CLIENT: &str = "flagpost";

/// Keys of the tests alone.
const OWN: &str = include_str!("own.pem");
const FOREIGN: &str = include_str!("foreign.pem");

/// What the next token is like.
#[derive(Clone, Debug)]
pub struct Token {
    /// The PKCE challenge that the code was given for.
    pub challenge: String,
    /// The claims beside issuer, audience and times.
    pub claims: Value,
    /// In how many seconds it is over.
    pub holds_seconds: i64,
    /// Whether somebody else signed it.
    pub is_foreign: bool,
}

/// The issuer.
pub struct Issuer {
    pub address: String,
    token: Arc<Mutex<Option<Token>>>,
}

impl Issuer {
    pub fn start() -> Issuer {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let token = Arc::new(Mutex::new(None));
        let (own, next) = (address.clone(), token.clone());
        thread::spawn(move || {
            for stream in listener.incoming() {
                answer(stream.unwrap(), &own, &next);
            }
        });
        Issuer { address, token }
    }

    /// The next code is worth this token, once.
    pub fn will_give(&self, token: Token) {
        *self.token.lock().unwrap() = Some(token);
    }
}

fn answer(stream: TcpStream, own: &str, next: &Mutex<Option<Token>>) {
    let mut reader = BufReader::new(stream);
    let (mut first, mut length) = (String::new(), 0);
    reader.read_line(&mut first).unwrap();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let path = first.split(' ').nth(1).unwrap_or_default();
    let (status, body) = match path {
        "/.well-known/openid-configuration" => (200, described(own)),
        "/keys" => (200, json!({ "keys": [key(OWN).as_verification_key()] })),
        "/token" => token(own, &String::from_utf8(body).unwrap(), next.lock().unwrap().take()),
        _ => (404, json!({})),
    };
    let body = body.to_string();
    let head = format!("HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nConnection: close\r\n");
    write!(reader.get_mut(), "{head}Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
}

fn described(own: &str) -> Value {
    json!({
        "issuer": own,
        "authorization_endpoint": format!("{own}/authorize"),
        "token_endpoint": format!("{own}/token"),
        "jwks_uri": format!("{own}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    })
}

/// A code is worth a token to whoever knows what its challenge was made of.
fn token(own: &str, form: &str, next: Option<Token>) -> (u16, Value) {
    let field = |name: &str| {
        let mut pairs = form.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(found, _)| *found == name).map(|(_, value)| value.to_owned())
    };
    let proof = URL_SAFE_NO_PAD.encode(Sha256::digest(field("code_verifier").unwrap_or_default()));
    let is_asked_well = field("code").as_deref() == Some("the-code") && field("grant_type").is_some();
    match next.filter(|token| is_asked_well && token.challenge == proof) {
        None => (400, json!({ "error": "invalid_grant" })),
        Some(token) => {
            (200, json!({ "access_token": "a", "token_type": "Bearer", "id_token": signed(own, &token) }))
        }
    }
}

fn key(pem: &str) -> CoreRsaPrivateSigningKey {
    CoreRsaPrivateSigningKey::from_pem(pem, Some(JsonWebKeyId::new("k1".to_owned()))).unwrap()
}

fn signed(own: &str, token: &Token) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() as i64;
    let mut claims = json!({ "iss": own, "aud": CLIENT, "iat": now - 5, "exp": now + token.holds_seconds });
    for (name, value) in token.claims.as_object().unwrap() {
        claims[name] = value.clone();
    }
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", part(&json!({ "alg": "RS256", "kid": "k1", "typ": "JWT" })), part(&claims));
    let key = key(if token.is_foreign { FOREIGN } else { OWN });
    let signature = key.sign(&CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256, text.as_bytes()).unwrap();
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
}
