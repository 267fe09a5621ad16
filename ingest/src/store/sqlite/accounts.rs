//! Accounts of people and their sessions. Passwords come in as argon2id text; what they are made of is the pages' matter.

use super::Records;
use crate::store::StoreError;
use rusqlite::{OptionalExtension, Row, params};
use scoring::time::Instant;

/// What an account may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// Sees everything and acts: replays, dismisses, closes months.
    Analyst,
    /// Sees everything and changes nothing.
    Viewer,
}

impl Role {
    /// The word in the store and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Role::Analyst => "analyst",
            Role::Viewer => "viewer",
        }
    }

    /// The role of a word.
    pub fn of_word(word: &str) -> Option<Role> {
        [Role::Analyst, Role::Viewer].into_iter().find(|role| role.word() == word)
    }
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The name at the login.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// argon2id, in PHC form.
    pub password: String,
    /// When it was made.
    pub created: Instant,
    /// When it was shut.
    pub disabled: Option<Instant>,
}

/// A login that goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The account.
    pub account: String,
    /// What a form must bring back.
    pub form_secret: String,
    /// Until when.
    pub expires: Instant,
}

impl Records {
    /// Makes an account, or gives the one of that name another role and password and opens it.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn put_account(&self, account: &Account) -> Result<(), StoreError> {
        self.connection
            .execute(
                "INSERT INTO accounts VALUES (?, ?, ?, ?, NULL) ON CONFLICT (account) DO UPDATE SET
                     role = excluded.role, password = excluded.password, disabled = NULL",
                params![account.name, account.role.word(), account.password, account.created.0],
            )
            .map(|_| ())
            .map_err(self.failed("keep an account"))
    }

    /// Shuts an account and ends its sessions; answers whether there was one that was open.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn disable_account(&self, name: &str, at: Instant) -> Result<bool, StoreError> {
        let write = || {
            let shut = self.connection.execute(
                "UPDATE accounts SET disabled = ? WHERE account = ? AND disabled IS NULL",
                params![at.0, name],
            )?;
            self.connection.execute("DELETE FROM sessions WHERE account = ?", [name])?;
            Ok(shut > 0)
        };
        write().map_err(self.failed("shut an account"))
    }

    /// An account by its name.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn account(&self, name: &str) -> Result<Option<Account>, StoreError> {
        self.connection
            .query_row("SELECT * FROM accounts WHERE account = ?", [name], account)
            .optional()
            .map_err(self.failed("look for an account"))
    }

    /// All accounts by name.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare("SELECT * FROM accounts ORDER BY account")?;
            let rows = select.query_map([], account)?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("list accounts"))
    }

    /// Begins a session; `key` is the digest of the cookie's secret. Sessions that are over go.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn begin_session(&self, key: &[u8; 32], session: &Session, at: Instant) -> Result<(), StoreError> {
        let write = || {
            self.connection.execute("DELETE FROM sessions WHERE expires <= ?", [at.0])?;
            self.connection.execute(
                "INSERT INTO sessions VALUES (?, ?, ?, ?, ?)",
                params![key, session.account, session.form_secret, at.0, session.expires.0],
            )
        };
        write().map(|_| ()).map_err(self.failed("begin a session"))
    }

    /// The session of a key with its account, if both still hold.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn session(&self, key: &[u8; 32], at: Instant) -> Result<Option<(Session, Account)>, StoreError> {
        let mut find = self
            .connection
            .prepare_cached(
                "SELECT accounts.*, form_secret, expires FROM sessions JOIN accounts USING (account)
                 WHERE session = ? AND expires > ? AND disabled IS NULL",
            )
            .map_err(self.failed("look for a session"))?;
        find.query_row(params![key, at.0], |row| {
            let account = account(row)?;
            let session = Session {
                account: account.name.clone(),
                form_secret: row.get(5)?,
                expires: Instant(row.get(6)?),
            };
            Ok((session, account))
        })
        .optional()
        .map_err(self.failed("look for a session"))
    }

    /// Ends a session.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn end_session(&self, key: &[u8; 32]) -> Result<(), StoreError> {
        self.connection
            .execute("DELETE FROM sessions WHERE session = ?", [key])
            .map(|_| ())
            .map_err(self.failed("end a session"))
    }
}

fn account(row: &Row<'_>) -> rusqlite::Result<Account> {
    let role: String = row.get(1)?;
    Ok(Account {
        name: row.get(0)?,
        role: Role::of_word(&role).ok_or(rusqlite::Error::InvalidQuery)?,
        password: row.get(2)?,
        created: Instant(row.get(3)?),
        disabled: row.get::<_, Option<i64>>(4)?.map(Instant),
    })
}
