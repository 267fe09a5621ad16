//! Which account a person has whom the issuer vouches for.

use super::issuer::Person;
use super::{Binding, Failure};
use ingest::store::StoreError;
use ingest::store::sqlite::{Account, AuditEntry, Records};
use scoring::time::Instant;

/// Who writes what the service does by itself.
const SERVICE: &str = "service";

/// The person's account: the one that is bound to issuer and subject; or, where the configuration says so, the open one of that
/// name, which is bound from now on. What came of it is in the audit log.
///
/// # Errors
///
/// [`StoreError`]; within, why nobody is let in.
pub fn of(
    records: &Records,
    person: &Person,
    binding: Binding,
    now: Instant,
) -> Result<Result<Account, Failure>, StoreError> {
    records.at_once(|| {
        let found = found(records, person, binding, now)?;
        let (who, what, detail) = match &found {
            Ok(account) => (account.name.as_str(), "login", "sign-on"),
            Err(Failure::Shut(name)) => (SERVICE, "login.failed", name.as_str()),
            Err(_) => (SERVICE, "login.failed", "no account is bound"),
        };
        let subject = match &found {
            Ok(account) => account.name.clone(),
            // What an administrator needs to bind an account.
            Err(_) => format!("{} {}", person.issuer, person.subject),
        };
        note(records, now, who, what, &subject, detail)?;
        Ok(found)
    })
}

fn found(
    records: &Records,
    person: &Person,
    binding: Binding,
    now: Instant,
) -> Result<Result<Account, Failure>, StoreError> {
    let outside = Some((person.issuer.clone(), person.subject.clone()));
    let accounts = records.accounts()?;
    let open = |account: Account| match account.disabled {
        None => Ok(account),
        Some(_) => Err(Failure::Shut(account.name)),
    };
    if let Some(account) = accounts.iter().find(|account| account.outside == outside) {
        return Ok(open(account.clone()));
    }
    let name = match binding {
        Binding::Never => None,
        Binding::Username => person.username.as_ref(),
        Binding::Email => person.email.as_ref(),
    };
    let named = name.and_then(|name| accounts.into_iter().find(|account| account.name == *name));
    // An account that is bound to somebody stays that person's.
    let Some(account) = named.filter(|account| account.outside.is_none()) else {
        return Ok(Err(Failure::Unknown(person.subject.clone())));
    };
    let account = match open(account) {
        Ok(account) => Account { outside, ..account },
        Err(shut) => return Ok(Err(shut)),
    };
    records.put_account(&account)?;
    let detail = format!("{} {}", person.issuer, person.subject);
    note(records, now, SERVICE, "account.bound", &account.name, &detail)?;
    Ok(Ok(account))
}

fn note(
    records: &Records,
    at: Instant,
    who: &str,
    what: &str,
    subject: &str,
    detail: &str,
) -> Result<(), StoreError> {
    records.note(&AuditEntry {
        at,
        who: who.to_owned(),
        what: what.to_owned(),
        subject: subject.to_owned(),
        detail: detail.to_owned(),
    })
}
