//! Any receiver over HTTP, for example an SMS gateway: JSON with an idempotency key, signed.
//!
//! ```text
//! POST /send
//! Idempotency-Key: KEY
//! Flagpost-Timestamp: 1788222600                      seconds since 1970
//! Flagpost-Signature: v1=HEX                          HMAC-SHA256 of TIMESTAMP "." BODY under the shared secret
//!
//! {"key":"…","attempt":1,"to":"13800000000","subject":"…","text":"…","brief":"…","link":"https://…","sent_at":"…"}
//! ```
//!
//! The receiver answers 2xx once it has the message for good, and 409 where it has the key already.

use super::settings::Web;
use super::web::{Answer, place};
use super::words::{both, said};
use super::{Attempt, sign, web};
use crate::delivery::{Message, Outcome};
use scoring::time::Zone;
use serde_json::json;

/// Sends one message; `to` is whom the gateway shall pass it on to, none where the URL is the recipient's own.
pub fn send(
    web: &Web,
    url: &str,
    secret: Option<&str>,
    to: Option<&str>,
    message: &Message,
    attempt: Attempt,
) -> Outcome {
    let body = json!({
        "key": message.key,
        "attempt": attempt.number,
        "to": to,
        "subject": message.subject,
        "text": message.text,
        "brief": message.brief,
        "link": message.link,
        "sent_at": Zone::named("UTC").map(|utc| utc.format(attempt.now)),
    })
    .to_string();
    let timestamp = (attempt.now.0 / 1_000_000_000).to_string();
    let mut headers = vec![("idempotency-key", message.key.as_str()), ("flagpost-timestamp", &timestamp)];
    let signature = secret.map(|secret| {
        let signature = sign::hmac_sha256(secret.as_bytes(), format!("{timestamp}.{body}").as_bytes());
        format!("v1={}", sign::hex(&signature))
    });
    headers.extend(signature.as_deref().map(|signature| ("flagpost-signature", signature)));
    match web::post(web, url, &headers, body) {
        Ok(answer) => judge(&place(url), &answer),
        Err(outcome) => outcome,
    }
}

/// What an answer comes to.
fn judge(place: &str, answer: &Answer) -> Outcome {
    let status = answer.status;
    let words = said(&answer.body);
    match status {
        200..=299 => Outcome::Delivered(said(&format!("{status} {words}"))),
        409 => Outcome::Delivered(both(
            format_args!("409 对方已有此编号 {words}"),
            format_args!("409, it has this key already"),
        )),
        408 | 425 | 429 | 500..=599 => {
            let wait = answer.retry_after.as_deref().unwrap_or_default();
            let wait = if wait.is_empty() { String::new() } else { format!(" Retry-After: {wait}") };
            Outcome::Later(both(
                format_args!("{place} 暂不接收（{status}{wait} {words}）"),
                format_args!("{place} does not take it now ({status}{wait})"),
            ))
        }
        300..=399 => Outcome::Never(both(
            format_args!("{place} 要求转到别处（{status}），未跟随：请填写最终地址"),
            format_args!(
                "{place} points elsewhere ({status}), which is not followed: configure the final address"
            ),
        )),
        401 | 403 => Outcome::Never(both(
            format_args!("{place} 不认签名（{status} {words}）：请核对密钥和本机时间"),
            format_args!(
                "{place} does not accept the signature ({status} {words}): check the secret and this machine's clock"
            ),
        )),
        _ => Outcome::Never(both(
            format_args!("{place} 拒收（{status} {words}）：请核对地址和收件人"),
            format_args!("{place} refuses it ({status} {words}): check its address and the recipient"),
        )),
    }
}
