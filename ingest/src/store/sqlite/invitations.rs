//! One-time links by which people set the passwords of their accounts; the first of them makes the first administrator.

use super::Records;
use crate::store::StoreError;
use rusqlite::{OptionalExtension, params};
use scoring::time::Instant;

/// A one-time link that somebody was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The account whose password it sets; none: it makes the first administrator, who chooses a name.
    pub account: Option<String>,
    /// When it was made.
    pub made: Instant,
    /// By whom: an account, `operator` (the command line), `service`.
    pub made_by: String,
    /// Until when it holds.
    pub expires: Instant,
}

impl Records {
    /// Keeps an invitation; `key` is the digest of the link's secret. Earlier ones for the same account hold no more.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn invite(&self, key: &[u8; 32], invitation: &Invitation) -> Result<(), StoreError> {
        let account = invitation.account.as_deref().unwrap_or_default();
        self.at_once(|| {
            let write = || {
                self.connection.execute("DELETE FROM invitations WHERE account = ? AND used IS NULL", [account])?;
                self.connection.execute(
                    "INSERT INTO invitations (invitation, account, made, made_by, expires) VALUES (?, ?, ?, ?, ?)",
                    params![key, account, invitation.made.0, invitation.made_by, invitation.expires.0],
                )
            };
            write().map(|_| ()).map_err(self.failed("keep an invitation"))
        })
    }

    /// The invitation of a key, while it holds: not used, not over, and the account open or still to be made.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn invitation(&self, key: &[u8; 32], at: Instant) -> Result<Option<Invitation>, StoreError> {
        self.connection
            .query_row(
                "SELECT invitations.account, made, made_by, expires FROM invitations
                 LEFT JOIN accounts ON accounts.account = invitations.account
                 WHERE invitation = ? AND used IS NULL AND expires > ?
                   AND CASE invitations.account WHEN '' THEN NOT EXISTS (SELECT 1 FROM accounts)
                       ELSE accounts.account IS NOT NULL AND disabled IS NULL END",
                params![key, at.0],
                |row| {
                    Ok(Invitation {
                        account: Some(row.get::<_, String>(0)?).filter(|account| !account.is_empty()),
                        made: Instant(row.get(1)?),
                        made_by: row.get(2)?,
                        expires: Instant(row.get(3)?),
                    })
                },
            )
            .optional()
            .map_err(self.failed("look for an invitation"))
    }

    /// Notes that an invitation was used; answers whether it was not before.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn use_invitation(&self, key: &[u8; 32], at: Instant) -> Result<bool, StoreError> {
        self.connection
            .execute(
                "UPDATE invitations SET used = ? WHERE invitation = ? AND used IS NULL",
                params![at.0, key],
            )
            .map(|used| used == 1)
            .map_err(self.failed("use an invitation"))
    }
}
