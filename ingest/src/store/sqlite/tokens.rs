//! Bearer tokens of the sites' systems: `fp_PUBLIC_SECRET`, of which only the digest of the secret is kept.

use super::Records;
use crate::store::{StoreError, digest::hex};
use rusqlite::{OptionalExtension, Row, params};
use scoring::time::Instant;
use sha2::{Digest, Sha256};

/// A token as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The public part, which names it in lists.
    pub name: String,
    /// The only source that it may speak for.
    pub site: String,
    /// What it is for, in the operator's words.
    pub label: String,
    /// When it was made.
    pub created: Instant,
    /// When it was revoked.
    pub revoked: Option<Instant>,
    /// When a request last came with it, to the hour; none: never, or before this was kept.
    pub last_used: Option<Instant>,
}

/// A token that was just made; its text is shown once and kept nowhere.
#[derive(Clone, Debug)]
pub struct IssuedToken {
    /// What is kept of it.
    pub token: Token,
    /// What the site's system sends as `Authorization: Bearer …`.
    pub text: String,
}

impl Records {
    /// Makes a token for a site out of 40 bytes of chance.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn issue_token(
        &self,
        site: &str,
        label: &str,
        chance: &[u8; 40],
        at: Instant,
    ) -> Result<IssuedToken, StoreError> {
        let (name, secret) = (hex(&chance[..8]), hex(&chance[8..]));
        let (site, label) = (site.to_owned(), label.to_owned());
        let token = Token { name, site, label, created: at, revoked: None, last_used: None };
        let digest: [u8; 32] = Sha256::digest(&secret).into();
        self.connection
            .execute(
                "INSERT INTO tokens (token, site, label, secret, created) VALUES (?, ?, ?, ?, ?)",
                params![token.name, token.site, token.label, digest, at.0],
            )
            .map_err(self.failed("keep a token"))?;
        let text = format!("fp_{}_{secret}", token.name);
        Ok(IssuedToken { token, text })
    }

    /// The token of a text, if it was issued and holds.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn token_of(&self, text: &str) -> Result<Option<Token>, StoreError> {
        let Some((name, secret)) = text.strip_prefix("fp_").and_then(|rest| rest.split_once('_')) else {
            return Ok(None);
        };
        let digest: [u8; 32] = Sha256::digest(secret).into();
        // The secret has 256 bits and only its digest is compared, so the time that comparing takes tells nothing.
        self.connection
            .prepare_cached("SELECT * FROM tokens WHERE token = ? AND secret = ? AND revoked IS NULL")
            .and_then(|mut find| find.query_row(params![name, digest], token).optional())
            .map_err(self.failed("look for a token"))
    }

    /// All tokens, by site and time.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn tokens(&self) -> Result<Vec<Token>, StoreError> {
        let select = || {
            let mut select = self.connection.prepare("SELECT * FROM tokens ORDER BY site, created, token")?;
            let rows = select.query_map([], token)?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        select().map_err(self.failed("list tokens"))
    }

    /// Notes that a request came with a token.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn token_was_used(&self, name: &str, at: Instant) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("UPDATE tokens SET last_used = ?1 WHERE token = ?2")
            .and_then(|mut update| update.execute(params![at.0, name]))
            .map(|_| ())
            .map_err(self.failed("note a token's use"))
    }

    /// Revokes a token; answers whether there was one that held.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn revoke_token(&self, name: &str, at: Instant) -> Result<bool, StoreError> {
        self.connection
            .execute("UPDATE tokens SET revoked = ? WHERE token = ? AND revoked IS NULL", params![at.0, name])
            .map(|changed| changed > 0)
            .map_err(self.failed("revoke a token"))
    }
}

fn token(row: &Row<'_>) -> rusqlite::Result<Token> {
    Ok(Token {
        name: row.get(0)?,
        site: row.get(1)?,
        label: row.get(2)?,
        created: Instant(row.get(4)?),
        revoked: row.get::<_, Option<i64>>(5)?.map(Instant),
        last_used: row.get::<_, Option<i64>>(6)?.map(Instant),
    })
}
