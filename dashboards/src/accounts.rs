//! Accounts as pages and the command line make and change them: what is checked, what follows, what the audit log hears.
//!
//! Every function looks and writes in one go ([`Records::at_once`]), so that two administrators who shut each other leave one.

use crate::password::{self, Unfit};
use crate::rights::{Holding, Reach, Right, reach};
use crate::session::{key_of, secret};
use crate::words::accounts as said;
use ingest::store::StoreError;
use ingest::store::sqlite::{Account, AuditEntry, Invitation, Records, Role};
use reports::words::Word;
use scoring::registry::Registry;
use scoring::time::Instant;

/// A link to set a password holds for so long.
const INVITATION_NANOS: i64 = 72 * 3600 * 1_000_000_000;

/// The longest name of an account or a person, in characters.
const NAME_CHARACTERS_MAX: usize = 64;

/// The longest address of an issuer, in bytes.
const ISSUER_BYTES_MAX: usize = 500;

/// The longest subject, in bytes, as OpenID Connect has it.
const SUBJECT_BYTES_MAX: usize = 255;

/// Names that the audit log uses for others than people.
const RESERVED: [&str; 8] =
    ["operator", "service", "window", "department_head", "county_leader", "supervision", "none", "new"];

/// Why something cannot be done with an account.
#[derive(Debug)]
pub enum Refusal {
    /// For this reason.
    Because(Word),
    /// The password cannot be kept.
    Password(Unfit),
    /// There is no such account.
    NoSuch,
    /// The link does not hold.
    NoLink,
    /// The store failed.
    Store(StoreError),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Refusal {
        Refusal::Store(error)
    }
}

impl From<Unfit> for Refusal {
    fn from(unfit: Unfit) -> Refusal {
        Refusal::Password(unfit)
    }
}

impl Refusal {
    /// What went wrong and how to mend it: Chinese, ` / `, English.
    pub fn told(&self) -> String {
        let both = |word: Word| format!("{} / {}", word.zh, word.en);
        match self {
            Refusal::Because(word) => both(*word),
            Refusal::Password(unfit) => said::unfit(*unfit),
            Refusal::NoSuch => both(said::NO_SUCH_ACCOUNT),
            Refusal::NoLink => both(said::LINK_OVER),
            Refusal::Store(error) => error.to_string(),
        }
    }
}

/// What an account is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The person's own name; may be empty.
    pub person: String,
    /// What it is for.
    pub role: Role,
    /// What it answers for: `department:D-05`, `window:W-09`, `site:hall`.
    pub scope: Vec<String>,
}

impl Wanted {
    /// Somebody without a name who answers for nothing of their own.
    pub fn of(role: Role) -> Wanted {
        Wanted { person: String::new(), role, scope: Vec::new() }
    }

    /// Checks it against the registry.
    ///
    /// # Errors
    ///
    /// [`Refusal::Because`]: the scope is missing, is nothing that the registry has, or nothing for this role.
    pub fn check(&self, registry: &Registry) -> Result<(), Refusal> {
        if self.person.chars().count() > NAME_CHARACTERS_MAX || self.person.chars().any(char::is_control) {
            return Err(Refusal::Because(said::PERSON_WRONG));
        }
        if self.scope.is_empty() == is_scoped(self.role) {
            return Err(Refusal::Because(said::SCOPE_MISSING));
        }
        let index = &registry.index;
        for word in &self.scope {
            let is_known = match (self.role, Holding::parse(word)) {
                (Role::DepartmentHead, Some(Holding::Department(id))) => index.departments.contains_key(&id),
                (Role::WindowLead, Some(Holding::Window(id))) => index.windows.contains_key(&id),
                (Role::Operator, Some(Holding::Site(id))) => index.sites.contains_key(&id),
                (_, Some(_) | None) => false,
            };
            if !is_known {
                return Err(Refusal::Because(said::SCOPE_UNKNOWN));
            }
        }
        Ok(())
    }

    fn told(&self) -> String {
        let scope = self.scope.join(" ");
        if scope.is_empty() { self.role.word().to_owned() } else { format!("{} {scope}", self.role.word()) }
    }
}

/// Whether a role answers for something of its own.
pub fn is_scoped(role: Role) -> bool {
    Right::ALL.into_iter().any(|right| reach(role, right) == Reach::Own)
}

/// Checks the name of a new account.
///
/// # Errors
///
/// [`Refusal::Because`]
pub fn check_name(name: &str) -> Result<(), Refusal> {
    let is_forbidden =
        |letter: char| letter.is_control() || letter.is_whitespace() || "/?#%:\\".contains(letter);
    let is_dots = name.chars().all(|letter| letter == '.');
    let is_long = name.chars().count() > NAME_CHARACTERS_MAX;
    if is_dots || is_long || name.chars().any(is_forbidden) || RESERVED.contains(&name) {
        return Err(Refusal::Because(said::NAME_WRONG));
    }
    Ok(())
}

/// Who does something, and when.
#[derive(Clone, Debug)]
pub struct Deed {
    /// The account, `operator` (the command line), or `service`.
    pub by: String,
    /// When.
    pub at: Instant,
}

impl Deed {
    fn note(&self, records: &Records, what: &str, subject: &str, detail: String) -> Result<(), StoreError> {
        records.note(&AuditEntry {
            at: self.at,
            who: self.by.clone(),
            what: what.to_owned(),
            subject: subject.to_owned(),
            detail,
        })
    }
}

/// Does several things to the records, all or none, where a refusal undoes them too.
fn at_once<T>(records: &Records, work: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    let mut refusal = None;
    let done = records.at_once(|| {
        work().map_err(|error| match error {
            Refusal::Store(error) => error,
            other @ (Refusal::Because(_) | Refusal::Password(_) | Refusal::NoSuch | Refusal::NoLink) => {
                refusal = Some(other);
                StoreError::Failed { attempt: "change an account".to_owned(), cause: "refused".into() }
            }
        })
    });
    done.map_err(|error| refusal.take().unwrap_or(Refusal::Store(error)))
}

fn known(records: &Records, name: &str) -> Result<Account, Refusal> {
    records.account(name)?.ok_or(Refusal::NoSuch)
}

/// Whether an account is the only administrator who can still log in or be invited.
///
/// # Errors
///
/// [`StoreError`]
pub fn is_last_administrator(records: &Records, name: &str) -> Result<bool, StoreError> {
    let accounts = records.accounts()?;
    let is_open = |of: &&Account| of.role == Role::Administrator && of.disabled.is_none();
    let mut open = accounts.iter().filter(is_open);
    Ok(open.clone().any(|of| of.name == name) && !open.any(|of| of.name != name && can_log_in(of)))
}

fn can_log_in(account: &Account) -> bool {
    !account.password.is_empty() || account.outside.is_some()
}

/// Makes an account without a password.
///
/// # Errors
///
/// [`Refusal`]: the name cannot be one, or is taken.
pub fn make(records: &Records, name: &str, wanted: &Wanted, deed: &Deed) -> Result<(), Refusal> {
    check_name(name)?;
    at_once(records, || {
        if records.account(name)?.is_some() {
            return Err(Refusal::Because(said::NAME_TAKEN));
        }
        let account = Account {
            scope: wanted.scope.clone(),
            person: wanted.person.clone(),
            ..Account::new(name, wanted.role, String::new(), deed.at)
        };
        records.put_account(&account)?;
        Ok(deed.note(records, "account.made", name, wanted.told())?)
    })
}

/// Gives an account another role, scope or person's name. Its sessions end where its rights change.
///
/// # Errors
///
/// [`Refusal`]: there is none, or it is the last administrator.
pub fn change(records: &Records, name: &str, wanted: &Wanted, deed: &Deed) -> Result<(), Refusal> {
    at_once(records, || {
        let before = known(records, name)?;
        if wanted.role != Role::Administrator && is_last_administrator(records, name)? {
            return Err(Refusal::Because(said::LAST_ADMINISTRATOR));
        }
        let (role, scope) = (wanted.role, wanted.scope.clone());
        let has_other_rights = (before.role, &before.scope) != (role, &scope);
        records.put_account(&Account { role, scope, person: wanted.person.clone(), ..before })?;
        if has_other_rights {
            records.end_sessions_of(name, None)?;
        }
        Ok(deed.note(records, "account.changed", name, wanted.told())?)
    })
}

/// Shuts an account and ends its sessions.
///
/// # Errors
///
/// [`Refusal`]: there is none, it is shut already, or it is the last administrator.
pub fn shut(records: &Records, name: &str, deed: &Deed) -> Result<(), Refusal> {
    at_once(records, || {
        known(records, name)?;
        if is_last_administrator(records, name)? {
            return Err(Refusal::Because(said::LAST_ADMINISTRATOR));
        }
        if !records.disable_account(name, deed.at)? {
            return Err(Refusal::Because(said::SHUT_ALREADY));
        }
        Ok(deed.note(records, "account.disabled", name, String::new())?)
    })
}

/// Binds an account to a person whom an issuer vouches for; who was bound to it before is so no more.
///
/// # Errors
///
/// [`Refusal`]: there is no such account, another one is that person's, or issuer or subject cannot be one.
pub fn bind(records: &Records, name: &str, issuer: &str, subject: &str, deed: &Deed) -> Result<(), Refusal> {
    let (issuer, subject) = (issuer.trim(), subject.trim());
    let is_address =
        ["https://", "http://"].iter().any(|start| issuer.len() > start.len() && issuer.starts_with(start));
    let is_word = |text: &str| !text.chars().any(|letter| letter.is_control() || letter.is_whitespace());
    if !is_address || !is_word(issuer) || issuer.len() > ISSUER_BYTES_MAX {
        return Err(Refusal::Because(said::ISSUER_WRONG));
    }
    if subject.is_empty() || subject.len() > SUBJECT_BYTES_MAX || subject.chars().any(char::is_control) {
        return Err(Refusal::Because(said::SUBJECT_WRONG));
    }
    at_once(records, || {
        let account = known(records, name)?;
        let outside = Some((issuer.to_owned(), subject.to_owned()));
        if records.accounts()?.iter().any(|other| other.name != name && other.outside == outside) {
            return Err(Refusal::Because(said::BOUND_ELSEWHERE));
        }
        if account.outside == outside {
            return Ok(());
        }
        if account.outside.is_some() {
            records.end_sessions_of(name, None)?;
        }
        records.put_account(&Account { outside, ..account })?;
        Ok(deed.note(records, "account.bound", name, format!("{issuer} {subject}"))?)
    })
}

/// Takes the binding of an account away and ends its sessions.
///
/// # Errors
///
/// [`Refusal`]: there is no such account, it is not bound, or nobody could administer any more.
pub fn unbind(records: &Records, name: &str, deed: &Deed) -> Result<(), Refusal> {
    at_once(records, || {
        let account = known(records, name)?;
        let Some((issuer, subject)) = account.outside.clone() else {
            return Err(Refusal::Because(said::NOT_BOUND));
        };
        if account.password.is_empty() && is_last_administrator(records, name)? {
            return Err(Refusal::Because(said::LAST_ADMINISTRATOR));
        }
        records.put_account(&Account { outside: None, ..account })?;
        records.end_sessions_of(name, None)?;
        Ok(deed.note(records, "account.unbound", name, format!("{issuer} {subject}"))?)
    })
}

/// Opens an account again that was shut.
///
/// # Errors
///
/// [`Refusal`]: there is none.
pub fn open(records: &Records, name: &str, deed: &Deed) -> Result<(), Refusal> {
    at_once(records, || {
        let account = known(records, name)?;
        records.put_account(&Account { disabled: None, ..account })?;
        Ok(deed.note(records, "account.opened", name, String::new())?)
    })
}

/// Ends the sessions of an account, all but one where one is to stay.
///
/// # Errors
///
/// [`Refusal`]: there is none.
pub fn end_sessions(
    records: &Records,
    name: &str,
    but: Option<&[u8; 32]>,
    deed: &Deed,
) -> Result<(), Refusal> {
    at_once(records, || {
        known(records, name)?;
        let ended = records.end_sessions_of(name, but)?;
        Ok(deed.note(records, "sessions.ended", name, ended.to_string())?)
    })
}

/// A link of one use: the path of its page, and until when it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Below where the service is: `/set-up/…`.
    pub path: String,
    /// Until when.
    pub expires: Instant,
}

/// Makes the link by which somebody sets an account's password; without an account, the first administrator's.
///
/// # Errors
///
/// [`Refusal`]: there is no such account, or it is shut.
pub fn invite(records: &Records, account: Option<&str>, deed: &Deed) -> Result<Link, Refusal> {
    let secret = secret().map_err(|_| Refusal::Password(Unfit::System))?;
    let expires = Instant(deed.at.0.saturating_add(INVITATION_NANOS));
    at_once(records, || {
        if let Some(name) = account
            && known(records, name)?.disabled.is_some()
        {
            return Err(Refusal::Because(said::SHUT_ALREADY));
        }
        let invitation = Invitation {
            account: account.map(str::to_owned),
            made: deed.at,
            made_by: deed.by.clone(),
            expires,
        };
        records.invite(&key_of(&secret), &invitation)?;
        deed.note(records, "account.invited", account.unwrap_or_default(), String::new())?;
        Ok(Link { path: format!("/set-up/{secret}"), expires })
    })
}

/// What somebody fills in who follows a link.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// The name of the first administrator's account; else the link says which.
    pub name: String,
    /// The password.
    pub password: String,
    /// What the password must not be made of, besides the account's own names.
    pub county: String,
}

/// Sets the password of a link's account, or makes the first administrator's; answers its name. The link holds no more, and other
/// sessions of the account end.
///
/// # Errors
///
/// [`Refusal`]: the link does not hold, the name or the password cannot be taken.
pub fn accept(records: &Records, secret: &str, chosen: &Chosen, at: Instant) -> Result<String, Refusal> {
    let key = key_of(secret);
    let invitation = records.invitation(&key, at)?.ok_or(Refusal::NoLink)?;
    let account = match &invitation.account {
        Some(name) => known(records, name)?,
        None => {
            check_name(&chosen.name)?;
            Account::new(&chosen.name, Role::Administrator, String::new(), at)
        }
    };
    let password =
        password::hash_beside(&chosen.password, &[&account.name, &account.person, &chosen.county])?;
    at_once(records, || {
        // It may have been used while the password was made.
        if records.invitation(&key, at)?.is_none() || !records.use_invitation(&key, at)? {
            return Err(Refusal::NoLink);
        }
        let name = account.name.clone();
        records.put_account(&Account { password, must_change: false, ..account })?;
        records.end_sessions_of(&name, None)?;
        let deed = Deed { by: name.clone(), at };
        deed.note(records, "password.set", &name, String::new())?;
        Ok(name)
    })
}

/// Changes the password of an account by its owner, who knows the old one; its other sessions end.
///
/// # Errors
///
/// [`Refusal`]: the old one is wrong, the new one cannot be taken.
pub fn change_password(
    records: &Records,
    (name, key): (&str, &[u8; 32]),
    (old, new): (&str, &str),
    county: &str,
    at: Instant,
) -> Result<(), Refusal> {
    let account = known(records, name)?;
    let deed = Deed { by: name.to_owned(), at };
    if !password::is_right(old, Some(&account.password)) {
        deed.note(records, "password.refused", name, String::new())?;
        return Err(Refusal::Because(said::OLD_WRONG));
    }
    let password = password::hash_beside(new, &[&account.name, &account.person, county])?;
    at_once(records, || {
        records.put_account(&Account { password, must_change: false, ..account })?;
        records.end_sessions_of(name, Some(key))?;
        Ok(deed.note(records, "password.changed", name, String::new())?)
    })
}
