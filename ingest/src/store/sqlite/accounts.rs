//! Accounts of people and their sessions. Passwords come in as argon2id text; what they are made of is the pages' matter.

use super::Records;
use crate::store::StoreError;
use rusqlite::{OptionalExtension, Row, params};
use scoring::time::Instant;

/// What an account is for; what each may see and do is the pages' table (`dashboards/src/rights.rs`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// Keeps the system: accounts, sources, registry and rules; works on no case.
    Administrator,
    /// The supervision bureau: works on everything that is judged.
    Analyst,
    /// Goes through the halls and records what is found there.
    Inspector,
    /// The county's leaders: see how things stand.
    CountyLeader,
    /// The head of a department: its windows.
    DepartmentHead,
    /// The lead of a window: that window.
    WindowLead,
    /// Runs the system of a site that sends events: its feed.
    Operator,
    /// Reads all, changes nothing.
    Auditor,
}

impl Role {
    /// All of them.
    pub const ALL: [Role; 8] = [
        Role::Administrator,
        Role::Analyst,
        Role::Inspector,
        Role::CountyLeader,
        Role::DepartmentHead,
        Role::WindowLead,
        Role::Operator,
        Role::Auditor,
    ];

    /// The word in the store and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Role::Administrator => "administrator",
            Role::Analyst => "analyst",
            Role::Inspector => "inspector",
            Role::CountyLeader => "county_leader",
            Role::DepartmentHead => "department_head",
            Role::WindowLead => "window_lead",
            Role::Operator => "operator",
            Role::Auditor => "auditor",
        }
    }

    /// The role of a word.
    pub fn of_word(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The name at the login.
    pub name: String,
    /// What it is for.
    pub role: Role,
    /// argon2id, in PHC form; empty where nobody has set one yet, which no password matches.
    pub password: String,
    /// When it was made.
    pub created: Instant,
    /// When it was shut.
    pub disabled: Option<Instant>,
    /// What it answers for: `department:D-05`, `window:W-09`, `site:hall`. Nothing for roles that see the whole county.
    pub scope: Vec<String>,
    /// The person's own name.
    pub person: String,
    /// Issuer and subject of the sign-on by OpenID Connect.
    pub outside: Option<(String, String)>,
    /// Whether the password was given by somebody else and must be changed first.
    pub must_change: bool,
    /// When somebody last logged in.
    pub last_login: Option<Instant>,
}

impl Account {
    /// An open account without scope, person's name or sign-on from outside.
    pub fn new(name: &str, role: Role, password: String, created: Instant) -> Account {
        Account {
            name: name.to_owned(),
            role,
            password,
            created,
            disabled: None,
            scope: Vec::new(),
            person: String::new(),
            outside: None,
            must_change: false,
            last_login: None,
        }
    }
}

/// A login that goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The account.
    pub account: String,
    /// What a form must bring back.
    pub form_secret: String,
    /// Until when, however much it is used.
    pub expires: Instant,
    /// The address that logged in, where it is known.
    pub place: String,
    /// Whether it began by sign-on from outside, without the account's password.
    pub is_signed_on: bool,
}

/// A session as its account's owner and administrators see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptSession {
    /// The digest of the cookie's secret.
    pub key: [u8; 32],
    /// When it began.
    pub begun: Instant,
    /// When it was last used, within some minutes.
    pub seen: Instant,
    /// The address that logged in, where it is known.
    pub place: String,
}

/// A session that nobody uses for so long is over.
pub const SESSION_IDLE_NANOS: i64 = 2 * 3600 * 1_000_000_000;

/// That a session is used is noted when so much time has gone by since it was noted last.
const SEEN_EVERY_NANOS: i64 = 5 * 60 * 1_000_000_000;

impl Records {
    /// Makes an account, or gives the one of that name everything anew, shut or open; what is known of its logins stays.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn put_account(&self, account: &Account) -> Result<(), StoreError> {
        let scope = serde_json::json!(account.scope).to_string();
        let outside = account.outside.as_ref().map(|outside| serde_json::json!(outside).to_string());
        self.connection
            .execute(
                "INSERT INTO accounts (account, role, password, created, disabled, scope, person, outside, must_change)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account) DO UPDATE SET
                     role = excluded.role, password = excluded.password, disabled = excluded.disabled,
                     scope = excluded.scope, person = excluded.person, outside = excluded.outside,
                     must_change = excluded.must_change",
                params![
                    account.name,
                    account.role.word(),
                    account.password,
                    account.created.0,
                    account.disabled.map(|at| at.0),
                    scope,
                    account.person,
                    outside,
                    account.must_change
                ],
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

    /// Begins a session and notes the login; `key` is the digest of the cookie's secret. Sessions that are over go.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn begin_session(&self, key: &[u8; 32], session: &Session, at: Instant) -> Result<(), StoreError> {
        let write = || {
            self.connection.execute(
                "DELETE FROM sessions WHERE expires <= ?1 OR seen <= ?2",
                [at.0, at.0.saturating_sub(SESSION_IDLE_NANOS)],
            )?;
            self.connection.execute(
                "INSERT INTO sessions (session, account, form_secret, created, expires, seen, place, signed_on)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?4, ?6, ?7)",
                params![
                    key,
                    session.account,
                    session.form_secret,
                    at.0,
                    session.expires.0,
                    session.place,
                    session.is_signed_on
                ],
            )?;
            self.connection.execute(
                "UPDATE accounts SET last_login = ? WHERE account = ?",
                params![at.0, session.account],
            )
        };
        write().map(|_| ()).map_err(self.failed("begin a session"))
    }

    /// The session of a key with its account, if both still hold; that it is used is noted.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn session(&self, key: &[u8; 32], at: Instant) -> Result<Option<(Session, Account)>, StoreError> {
        let mut find = self
            .connection
            .prepare_cached(
                "SELECT accounts.*, form_secret, expires, seen, place, signed_on FROM sessions JOIN accounts USING (account)
                 WHERE session = ? AND expires > ? AND seen > ? AND disabled IS NULL",
            )
            .map_err(self.failed("look for a session"))?;
        let idle = at.0.saturating_sub(SESSION_IDLE_NANOS);
        let found = find.query_row(params![key, at.0, idle], |row| {
            let account = account(row)?;
            let session = Session {
                account: account.name.clone(),
                form_secret: row.get("form_secret")?,
                expires: Instant(row.get("expires")?),
                place: row.get("place")?,
                is_signed_on: row.get("signed_on")?,
            };
            Ok((session, account, row.get::<_, i64>("seen")?))
        });
        let found = found.optional().map_err(self.failed("look for a session"))?;
        let Some((session, account, seen)) = found else { return Ok(None) };
        if at.0.saturating_sub(seen) >= SEEN_EVERY_NANOS {
            self.connection
                .execute("UPDATE sessions SET seen = ? WHERE session = ?", params![at.0, key])
                .map_err(self.failed("note that a session is used"))?;
        }
        Ok(Some((session, account)))
    }

    /// The sessions of an account that still hold, the last used first.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn sessions_of(&self, name: &str, at: Instant) -> Result<Vec<KeptSession>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare(
                "SELECT session, created, seen, place FROM sessions
                 WHERE account = ? AND expires > ? AND seen > ? ORDER BY seen DESC, created DESC",
            )?;
            let idle = at.0.saturating_sub(SESSION_IDLE_NANOS);
            let rows = select.query_map(params![name, at.0, idle], |row| {
                Ok(KeptSession {
                    key: row.get(0)?,
                    begun: Instant(row.get(1)?),
                    seen: Instant(row.get(2)?),
                    place: row.get(3)?,
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("list sessions"))
    }

    /// Ends the sessions of an account, all but one where one is to stay; answers how many.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn end_sessions_of(&self, name: &str, but: Option<&[u8; 32]>) -> Result<usize, StoreError> {
        self.connection
            .execute("DELETE FROM sessions WHERE account = ?1 AND session IS NOT ?2", params![name, but])
            .map_err(self.failed("end sessions"))
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
    let role: String = row.get("role")?;
    let scope: String = row.get("scope")?;
    let outside: Option<String> = row.get("outside")?;
    let unreadable = |_| rusqlite::Error::InvalidQuery;
    Ok(Account {
        name: row.get("account")?,
        role: Role::of_word(&role).ok_or(rusqlite::Error::InvalidQuery)?,
        password: row.get("password")?,
        created: Instant(row.get("created")?),
        disabled: row.get::<_, Option<i64>>("disabled")?.map(Instant),
        scope: serde_json::from_str(&scope).map_err(unreadable)?,
        person: row.get("person")?,
        outside: outside.map(|outside| serde_json::from_str(&outside).map_err(unreadable)).transpose()?,
        must_change: row.get("must_change")?,
        last_login: row.get::<_, Option<i64>>("last_login")?.map(Instant),
    })
}
