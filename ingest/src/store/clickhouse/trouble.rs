//! What the server or the network said, as what a person can act on and a worker can tell apart.
//!
//! The codes are those of ClickHouse's `src/Common/ErrorCodes.cpp`, which its answers begin with.

use super::Settings;
use crate::store::{ServerTrouble, StoreError};
use clickhouse::error::Error;

/// The error for what came back.
pub(super) fn told(settings: &Settings, attempt: &str, error: Error) -> StoreError {
    match trouble(&error) {
        Some(trouble) => StoreError::Server {
            url: settings.url.clone(),
            attempt: attempt.to_owned(),
            trouble,
            cause: in_full(&error).into(),
        },
        None => StoreError::Failed {
            attempt: format!("{attempt} at {}", settings.url),
            cause: in_full(&error).into(),
        },
    }
}

/// The error for nothing having come back in time.
pub(super) fn late(settings: &Settings, attempt: &str) -> StoreError {
    StoreError::Server {
        url: settings.url.clone(),
        attempt: attempt.to_owned(),
        trouble: ServerTrouble::Unreachable,
        cause: format!("no answer within {} s", settings.patience.as_secs_f64()).into(),
    }
}

/// An error with its causes: the outermost of hyper's says little.
fn in_full(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text = format!("{text}: {inner_text}");
        }
        cause = inner.source();
    }
    text
}

/// The trouble behind an error; `None` where the client itself finds something wrong, which is a mistake of this program.
fn trouble(error: &Error) -> Option<ServerTrouble> {
    if matches!(error, Error::Network(_) | Error::TimedOut) {
        return Some(ServerTrouble::Unreachable);
    }
    if let Error::BadResponse(answer) = error { of_answer(answer) } else { None }
}

fn of_answer(answer: &str) -> Option<ServerTrouble> {
    // A proxy before the server, or a server that is going down.
    if ["502 ", "503 ", "504 "].iter().any(|status| answer.starts_with(status)) {
        return Some(ServerTrouble::Unreachable);
    }
    // Whatever was attempted with a file when the disk was full.
    if answer.contains("No space left on device") {
        return Some(ServerTrouble::Full);
    }
    match code(answer)? {
        // Settings of the user, or the whole database.
        164 => Some(ServerTrouble::ReadOnly),
        // Not enough space; quota of the disk.
        243 => Some(ServerTrouble::Full),
        // Unknown user, wrong password, no password, access denied, authentication failed.
        192..=194 | 497 | 516 => Some(ServerTrouble::Refused),
        // Unknown database, unknown table.
        81 | 60 => Some(ServerTrouble::NoSchema),
        // Socket timeout, network error between servers, aborted as the server goes down.
        209 | 210 | 236 => Some(ServerTrouble::Unreachable),
        // Too long, too many queries, out of memory, too many parts, overloaded.
        159 | 202 | 241 | 252 | 745 => Some(ServerTrouble::Overloaded),
        // Keeper is away, a table is read-only for the time, too few replicas, a quorum not reached, Keeper's own errors.
        225 | 242 | 285 | 286 | 289 | 319 | 999 => Some(ServerTrouble::Overloaded),
        _ => None,
    }
}

/// The code that an answer begins with: `Code: 252. DB::Exception: …`.
fn code(answer: &str) -> Option<u32> {
    let (_, rest) = answer.split_once("Code: ")?;
    let digits = rest.split(|char: char| !char.is_ascii_digit()).next()?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_told_apart() {
        let of = |answer: &str| of_answer(answer);
        assert_eq!(of("Code: 252. DB::Exception: Too many parts (3001)."), Some(ServerTrouble::Overloaded));
        assert_eq!(
            of("Code: 516. DB::Exception: default: Authentication failed"),
            Some(ServerTrouble::Refused)
        );
        assert_eq!(of("Code: 81. DB::Exception: Database x does not exist."), Some(ServerTrouble::NoSchema));
        assert_eq!(
            of("Code: 164. DB::Exception: Cannot execute query in readonly"),
            Some(ServerTrouble::ReadOnly)
        );
        let full =
            "Code: 75. DB::Exception: Cannot write to file: errno: 28, strerror: No space left on device";
        assert_eq!(of(full), Some(ServerTrouble::Full));
        assert_eq!(of("503 Service Unavailable"), Some(ServerTrouble::Unreachable));
        assert_eq!(of("Code: 62. DB::Exception: Syntax error"), None);
    }
}
