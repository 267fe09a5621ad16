//! The token of a personal link: the recipient and the day until which it holds, signed with the store's secret.
//!
//! Nothing is kept of a token, and nobody can make one or change whom it is for. All links end at once when the secret is
//! renewed ([`ingest::store::sqlite::Records::renew_secret`]).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use ingest::store::StoreError;
use ingest::store::sqlite::Records;
use scoring::time::Instant;
use sha2::Sha256;

/// The name of the secret in the store.
pub const SECRET: &str = "personal links";

/// Bytes of the signature: half of what HMAC-SHA256 gives, which is beyond all guessing and keeps links short.
const SIGNATURE_BYTES: usize = 16;
const EXPIRY_BYTES: usize = 4;
const NANOS_PER_SECOND: i64 = 1_000_000_000;

/// The longest token that is looked at, in characters: a recipient's name has 64 characters, each of at most 4 bytes.
const TOKEN_CHARACTERS_MAX: usize = 512;

/// The secret that links are signed with.
pub type Secret = [u8; 32];

/// The secret of a store; made on its first use.
///
/// # Errors
///
/// [`StoreError`]; also where the system gives no chance.
pub fn secret(records: &Records) -> Result<Secret, StoreError> {
    records.secret(SECRET, chance()?)
}

/// Puts another secret in the place of the store's: every link that was sent holds no more.
///
/// # Errors
///
/// [`StoreError`]; also where the system gives no chance.
pub fn renew_secret(records: &Records) -> Result<(), StoreError> {
    records.renew_secret(SECRET, chance()?)
}

/// A new secret.
///
/// # Errors
///
/// [`StoreError::Failed`] where the system gives no chance.
pub fn chance() -> Result<Secret, StoreError> {
    let mut chance = [0; 32];
    getrandom::fill(&mut chance).map_err(|error| StoreError::Failed {
        attempt: "make the secret of personal links".to_owned(),
        cause: error.to_string().into(),
    })?;
    Ok(chance)
}

/// The token of a recipient's link, which holds until an instant, to the second. `recipient` is as notices name it:
/// `window:W-09`, `department_head:D-05`, `county_leader`, `supervision`, `operator:SITE`.
pub fn token(secret: &Secret, recipient: &str, expires: Instant) -> String {
    let seconds = u32::try_from(expires.0.div_euclid(NANOS_PER_SECOND)).unwrap_or_default();
    let said = [&seconds.to_be_bytes()[..], recipient.as_bytes()].concat();
    let signature = signed(secret, "link", &said).finalize().into_bytes();
    URL_SAFE_NO_PAD.encode([&signature[..SIGNATURE_BYTES], &said].concat())
}

/// Whose link a token is; `None` where it is not ours, was changed, or holds no more.
pub fn read(secret: &Secret, token: &str, now: Instant) -> Option<String> {
    if token.len() > TOKEN_CHARACTERS_MAX {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (signature, said) = bytes.split_at_checked(SIGNATURE_BYTES)?;
    // Compared in constant time, so that no answer's delay tells how much of a guess was right.
    signed(secret, "link", said).verify_truncated_left(signature).ok()?;
    let (seconds, recipient) = said.split_at_checked(EXPIRY_BYTES)?;
    let seconds = u32::from_be_bytes(seconds.try_into().ok()?);
    let holds = now.0 < i64::from(seconds).saturating_mul(NANOS_PER_SECOND);
    holds.then(|| String::from_utf8(recipient.to_vec()).ok())?
}

/// What the forms of a link's page bring back: whoever has it has seen the page.
pub fn form_secret(secret: &Secret, token: &str) -> String {
    URL_SAFE_NO_PAD.encode(signed(secret, "form", token.as_bytes()).finalize().into_bytes())
}

/// Whether a form brought back what its page gave it.
pub fn is_form_secret(secret: &Secret, token: &str, brought: &str) -> bool {
    let brought = URL_SAFE_NO_PAD.decode(brought).unwrap_or_default();
    signed(secret, "form", token.as_bytes()).verify_slice(&brought).is_ok()
}

fn signed(secret: &Secret, what: &str, said: &[u8]) -> Hmac<Sha256> {
    let mut signed = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes a key of any length");
    // One secret for two purposes: a token is never the other's.
    signed.update(what.as_bytes());
    signed.update(&[0]);
    signed.update(said);
    signed
}

#[cfg(test)]
mod tests {
    use super::{form_secret, is_form_secret, read, token};
    use scoring::time::Instant;

    const SECRET: [u8; 32] = [7; 32];
    const SECOND: i64 = 1_000_000_000;

    fn at(seconds: i64) -> Instant {
        Instant(seconds * SECOND)
    }

    #[test]
    fn a_token_names_its_recipient_until_it_expires() {
        for recipient in ["window:W-09", "department_head:D-05", "county_leader", "operator:税务"] {
            let token = token(&SECRET, recipient, at(1_800_000_000));
            assert!(token.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'));
            assert_eq!(
                read(&SECRET, &token, Instant(1_800_000_000 * SECOND - 1)).as_deref(),
                Some(recipient)
            );
            assert_eq!(read(&SECRET, &token, at(1_800_000_000)), None);
        }
    }

    #[test]
    fn what_was_forged_changed_or_signed_with_another_secret_names_nobody() {
        let good = token(&SECRET, "window:W-09", at(1_800_000_000));
        let now = at(1_700_000_000);
        assert_eq!(read(&[8; 32], &good, now), None);
        for place in 0..good.len() {
            let mut bytes = good.clone().into_bytes();
            bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap_or_default();
            assert_eq!(read(&SECRET, &changed, now), None, "{place}");
        }
        for short in ["", "A", &good[..20], &"A".repeat(600)] {
            assert_eq!(read(&SECRET, short, now), None);
        }
    }

    #[test]
    fn a_form_secret_is_of_one_link_and_is_no_token() {
        let (one, other) = (token(&SECRET, "a", at(9)), token(&SECRET, "b", at(9)));
        let secret = form_secret(&SECRET, &one);
        assert!(is_form_secret(&SECRET, &one, &secret));
        assert!(!is_form_secret(&SECRET, &other, &secret) && !is_form_secret(&SECRET, &one, ""));
        assert_eq!(read(&SECRET, &secret, at(1)), None);
    }
}
