//! Staff whose personal data was erased after they had left: what names them outside the events, and taking it out.
//!
//! Events name staff by id alone; ids stay, since months that were published rest on them.

use super::{AuditEntry, Records};
use crate::store::StoreError;
use crate::store::redaction::ERASED;
use rusqlite::params;
use scoring::time::Instant;
use serde::{Deserialize, Serialize};

/// A member of staff whose personal data was erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// The id, which stays.
    pub staff: String,
    /// When.
    pub at: Instant,
    /// Who erased it.
    pub erased_by: String,
    /// Why.
    pub reason: String,
}

impl Erasure {
    /// What stands in the place of the name.
    pub fn pseudonym(staff: &str) -> String {
        format!("已离职人员 {staff}")
    }
}

/// What names a person outside the events and the registry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traces {
    /// Accounts that bear the name.
    pub accounts: Vec<String>,
    /// Recipients whose settings bear the name.
    pub addressees: Vec<String>,
    /// How many settled messages name the person.
    pub messages: u64,
    /// How many messages that wait to be sent name the person; they go once they are settled.
    pub messages_waiting: u64,
    /// How many entries of the audit log name the person in their detail.
    pub audit: u64,
}

impl Traces {
    /// Whether nothing names the person.
    pub fn is_empty(&self) -> bool {
        *self == Traces::default()
    }
}

/// The letter is JSON, which may write any character in another way; so the words are looked for in its texts.
const NAMING: &str = "(instr(json_extract(letter, '$.subject'), ?1) OR instr(json_extract(letter, '$.text'), ?1) \
                      OR instr(reader, ?1))";

impl Records {
    /// Everybody whose personal data was erased, by id.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn erasures(&self) -> Result<Vec<Erasure>, StoreError> {
        let select = || {
            let mut select = self
                .connection
                .prepare_cached("SELECT staff, at, erased_by, reason FROM erasures ORDER BY staff")?;
            let rows = select.query_map([], |row| {
                Ok(Erasure {
                    staff: row.get(0)?,
                    at: Instant(row.get(1)?),
                    erased_by: row.get(2)?,
                    reason: row.get(3)?,
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("list erasures"))
    }

    /// What bears a name outside the events and the registry.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn traces_of(&self, name: &str) -> Result<Traces, StoreError> {
        let accounts = self.accounts()?.into_iter().filter(|account| account.person == name);
        let addressees = self.addressees()?.into_iter().filter(|kept| names_person(&kept.settings, name));
        let count = |statement: &str| -> Result<u64, StoreError> {
            self.connection
                .query_row(statement, [name], |row| row.get(0))
                .map_err(self.failed("look for a name"))
        };
        Ok(Traces {
            accounts: accounts.map(|account| account.name).collect(),
            addressees: addressees.map(|kept| kept.recipient).collect(),
            messages: count(&format!(
                "SELECT count(*) FROM messages WHERE settled IS NOT NULL AND {NAMING}"
            ))?,
            messages_waiting: count(&format!(
                "SELECT count(*) FROM messages WHERE settled IS NULL AND {NAMING}"
            ))?,
            audit: count("SELECT count(*) FROM audit WHERE instr(detail, ?1)")?,
        })
    }

    /// Takes a name out of accounts, recipients' settings, messages and the audit log's details, and notes the erasure: all of it
    /// or, on an error, nothing. Where others bear the same name, `name` is none and only the erasure is noted.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn erase_person(&self, name: Option<&str>, erasure: &Erasure) -> Result<Traces, StoreError> {
        self.connection
            .execute_batch("PRAGMA secure_delete = ON")
            .map_err(self.failed("erase a person's data"))?;
        let traces = self.at_once(|| {
            let traces = match name {
                Some(name) => self.take_out(name, erasure)?,
                None => Traces::default(),
            };
            self.connection
                .execute(
                    "INSERT INTO erasures VALUES (?, ?, ?, ?) ON CONFLICT (staff) DO UPDATE
                     SET at = excluded.at, erased_by = excluded.erased_by, reason = excluded.reason",
                    params![erasure.staff, erasure.at.0, erasure.erased_by, erasure.reason],
                )
                .map_err(self.failed("note an erasure"))?;
            self.note(&AuditEntry {
                at: erasure.at,
                who: erasure.erased_by.clone(),
                what: "privacy.erased".to_owned(),
                subject: erasure.staff.clone(),
                detail: erasure.reason.clone(),
            })?;
            Ok(traces)
        })?;
        self.wipe_freed()?;
        Ok(traces)
    }

    fn take_out(&self, name: &str, erasure: &Erasure) -> Result<Traces, StoreError> {
        let traces = self.traces_of(name)?;
        for account in &traces.accounts {
            self.disable_account(account, erasure.at)?;
        }
        let instead = Erasure::pseudonym(&erasure.staff);
        let write = || {
            self.connection.execute(
                "UPDATE accounts SET person = ?2, outside = NULL, password = '' WHERE person = ?1",
                params![name, instead],
            )?;
            for recipient in &traces.addressees {
                self.connection.execute("DELETE FROM addressees WHERE recipient = ?", [recipient])?;
            }
            self.connection.execute(
                "INSERT INTO audit_erasures SELECT entry, ?2, ?3 FROM audit WHERE instr(detail, ?1) ON CONFLICT DO NOTHING",
                params![name, erasure.at.0, erasure.erased_by],
            )?;
            self.connection
                .execute("UPDATE audit SET detail = ?2 WHERE instr(detail, ?1)", params![name, ERASED])
        };
        write().map_err(self.failed("erase a person's data"))?;
        self.erase_letters(
            &format!("SELECT message FROM messages WHERE settled IS NOT NULL AND {NAMING}"),
            name,
        )?;
        Ok(traces)
    }
}

/// Whether a text within JSON is a name.
fn names_person(json: &str, name: &str) -> bool {
    fn any(value: &serde_json::Value, name: &str) -> bool {
        match value {
            serde_json::Value::String(text) => text == name,
            serde_json::Value::Array(values) => values.iter().any(|value| any(value, name)),
            serde_json::Value::Object(values) => values.values().any(|value| any(value, name)),
            serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => false,
        }
    }
    serde_json::from_str(json).is_ok_and(|value| any(&value, name))
}
