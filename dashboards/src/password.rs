//! Passwords: argon2id with the crate's current defaults (OWASP's least), in PHC form, so that a later default can differ.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash};

/// The fewest characters of a password.
pub const PASSWORD_CHARACTERS_MIN: usize = 8;

/// Why a password cannot be kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unfit {
    /// It has fewer than [`PASSWORD_CHARACTERS_MIN`] characters.
    Short,
    /// The system gave no chance for the salt, or no memory.
    System,
}

/// What is kept of a password.
///
/// # Errors
///
/// [`Unfit`]
pub fn hash(password: &str) -> Result<String, Unfit> {
    if password.chars().count() < PASSWORD_CHARACTERS_MIN {
        return Err(Unfit::Short);
    }
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|_| Unfit::System)?;
    let hash =
        Argon2::default().hash_password_with_salt(password.as_bytes(), &salt).map_err(|_| Unfit::System)?;
    Ok(hash.to_string())
}

/// Whether a password is the one that was kept. Without one kept it takes as long, so that time does not tell names.
pub fn is_right(password: &str, kept: Option<&str>) -> bool {
    /// A hash of no password that anybody has.
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let matches = PasswordHash::new(kept.unwrap_or(NOBODY))
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
    matches && kept.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_right_for_its_own_hash_alone() {
        let kept = hash("红旗窗口2026").expect("long enough");
        assert!(kept.starts_with("$argon2id$"));
        assert!(is_right("红旗窗口2026", Some(&kept)));
        assert!(!is_right("红旗窗口2027", Some(&kept)));
        assert!(!is_right("红旗窗口2026", None));
        assert!(!is_right("红旗窗口2026", Some("no hash")));
    }

    #[test]
    fn eight_characters_are_enough_and_seven_are_not() {
        assert_eq!(hash("1234567"), Err(Unfit::Short));
        assert!(hash("12345678").is_ok());
    }
}
