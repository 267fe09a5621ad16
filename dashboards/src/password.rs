//! Passwords: argon2id with the crate's current defaults (OWASP's least), in PHC form, so that a later default can differ; and
//! which ones may be chosen.
//!
//! What makes a password good is its length and that nobody would guess it. Nobody is asked for figures or signs, and no password
//! runs out (NIST SP 800-63B).

mod too_well_known;

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash};

/// The fewest characters of a password.
pub const PASSWORD_CHARACTERS_MIN: usize = 12;

/// The most characters of a password: longer ones only cost time.
pub const PASSWORD_CHARACTERS_MAX: usize = 256;

/// So many characters of a password must be left once what everybody would guess is taken out of it.
const OWN_CHARACTERS_MIN: usize = 6;

/// A password has at least so many different characters.
const DIFFERENT_CHARACTERS_MIN: usize = 5;

/// Rows of characters that fingers walk along.
const ROWS: [&str; 6] = [
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb",
];

/// Why a password cannot be kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unfit {
    /// It has fewer than [`PASSWORD_CHARACTERS_MIN`] characters.
    Short,
    /// It has more than [`PASSWORD_CHARACTERS_MAX`] characters.
    Long,
    /// It is among those that are guessed first.
    Common,
    /// It is little more than a name: the account's, the person's, the county's.
    Name,
    /// The system gave no chance for the salt, or no memory.
    System,
}

/// What is kept of a password. `names` are those that it must not be made of.
///
/// # Errors
///
/// [`Unfit`]
pub fn hash_beside(password: &str, names: &[&str]) -> Result<String, Unfit> {
    let characters = password.chars().count();
    if characters < PASSWORD_CHARACTERS_MIN {
        return Err(Unfit::Short);
    }
    if characters > PASSWORD_CHARACTERS_MAX {
        return Err(Unfit::Long);
    }
    if is_common(password) {
        return Err(Unfit::Common);
    }
    let names: Vec<String> = names.iter().map(|name| name.trim().to_lowercase()).collect();
    let names = names.iter().map(String::as_str).filter(|name| name.chars().count() > 1);
    if left_of(&password.to_lowercase(), names) < OWN_CHARACTERS_MIN {
        return Err(Unfit::Name);
    }
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|_| Unfit::System)?;
    let hash =
        Argon2::default().hash_password_with_salt(password.as_bytes(), &salt).map_err(|_| Unfit::System)?;
    Ok(hash.to_string())
}

/// As [`hash_beside`], where no names are known.
///
/// # Errors
///
/// [`Unfit`]
pub fn hash(password: &str) -> Result<String, Unfit> {
    hash_beside(password, &[])
}

/// Whether a password is the one that was kept. Without one kept it takes as long, so that time does not tell names.
pub fn is_right(password: &str, kept: Option<&str>) -> bool {
    /// A hash of no password that anybody has.
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    // An account whose password nobody has set yet has none.
    let kept = kept.filter(|kept| !kept.is_empty());
    // A longer one was never kept, and is not to cost more.
    let password: String = password.chars().take(PASSWORD_CHARACTERS_MAX + 1).collect();
    let matches = PasswordHash::new(kept.unwrap_or(NOBODY))
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
    matches && kept.is_some()
}

fn is_common(password: &str) -> bool {
    let lower = password.to_lowercase();
    let letters: Vec<char> = lower.chars().collect();
    let mut different = letters.clone();
    different.sort_unstable();
    different.dedup();
    different.len() < DIFFERENT_CHARACTERS_MIN
        || repeats(&letters)
        || walks(&letters)
        || left_of(&lower, too_well_known::WORDS.iter().copied()) < OWN_CHARACTERS_MIN
}

/// Whether it is a short piece again and again.
fn repeats(letters: &[char]) -> bool {
    (1..=letters.len() / 2)
        .any(|piece| letters.iter().zip(&letters[piece..]).all(|(one, other)| one == other))
}

/// Whether most of it goes along the alphabet, the figures or a row of keys, there or back.
fn walks(letters: &[char]) -> bool {
    let is_step = |pair: &[char]| {
        ROWS.iter().any(|row| {
            let mut row = row.chars().zip(row.chars().skip(1));
            row.any(|(one, next)| pair == [one, next] || pair == [next, one])
        })
    };
    let steps = letters.windows(2).filter(|pair| is_step(pair)).count();
    steps * 4 >= letters.len().saturating_sub(1) * 3
}

/// How many characters are left of a password without some words, and without the figures and signs around them.
fn left_of<'w>(password: &str, words: impl Iterator<Item = &'w str>) -> usize {
    let mut rest = password.to_owned();
    let mut is_changed = false;
    for word in words {
        if rest.contains(word) {
            rest = rest.replace(word, "");
            is_changed = true;
        }
    }
    let rest = if is_changed { rest.trim_matches(|letter: char| !letter.is_alphabetic()) } else { &rest };
    rest.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_right_for_its_own_hash_alone() {
        let kept = hash("镇赉红旗窗口今年共十二面").expect("long enough");
        assert!(kept.starts_with("$argon2id$"));
        assert!(is_right("镇赉红旗窗口今年共十二面", Some(&kept)));
        assert!(!is_right("镇赉红旗窗口今年共十三面", Some(&kept)));
        assert!(!is_right("镇赉红旗窗口今年共十二面", None));
        assert!(!is_right("", Some("")), "nobody has set one yet");
        assert!(!is_right("镇赉红旗窗口今年共十二面", Some("no hash")));
    }

    #[test]
    fn twelve_characters_are_enough_and_eleven_are_not() {
        assert_eq!(hash("kestrel-bog"), Err(Unfit::Short));
        assert!(hash("kestrel-bog7").is_ok());
        assert!(hash(&"白山黑水".repeat(64).replacen('白', "长", 1)).is_ok());
        assert_eq!(hash(&("长".to_owned() + &"白山黑水".repeat(64))), Err(Unfit::Long));
    }

    #[test]
    fn what_everybody_would_guess_is_refused() {
        for guessed in [
            "passwordpassword",
            "Password123456",
            "P@ssw0rd2026!",
            "123456789012",
            "abcdefghijkl",
            "qwertyuiop12",
            "aaaaaaaaaaaa",
            "1qaz2wsx3edc",
            "administrator1",
            "abc123abc123",
            "woaini1314520",
            "admin888admin",
        ] {
            assert_eq!(hash(guessed), Err(Unfit::Common), "{guessed}");
        }
        for good in
            ["correct horse battery", "wet gravel 1987 otter", "f3a91c07be62", "红旗窗口二零二六年九月"]
        {
            let long = format!("{good}。一");
            assert!(hash(&long).is_ok(), "{good}");
        }
    }

    #[test]
    fn a_name_with_a_year_is_refused() {
        let names = ["wangjian", "王监察", "镇赉县"];
        assert_eq!(hash_beside("WangJian-2026!", &names), Err(Unfit::Name));
        assert_eq!(hash_beside("王监察镇赉县2026 88", &names), Err(Unfit::Name));
        assert!(hash_beside("WangJian likes kestrels", &names).is_ok());
    }
}
