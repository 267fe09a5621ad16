//! What is set up in a region for writing to people: settings of recipients, letters of its own, secrets.

use super::{ClickHouse, RegionKept};
use crate::store::StoreError;
use crate::store::sqlite::{KeptAddressee, KeptLetter};
use clickhouse::Row;
use scoring::time::Instant;
use serde::{Deserialize, Serialize};

#[derive(Row, Serialize, Deserialize)]
struct AddresseeRow {
    region: String,
    recipient: String,
    version: u64,
    settings: String,
    changed: i64,
    changed_by: String,
}

#[derive(Row, Serialize, Deserialize)]
struct LetterRow {
    region: String,
    letter: String,
    lang: String,
    version: u64,
    is_deleted: u8,
    text: String,
    changed: i64,
    changed_by: String,
}

#[derive(Row, Serialize, Deserialize)]
struct SecretRow {
    region: String,
    name: String,
    version: u64,
    secret: [u8; 32],
}

impl ClickHouse {
    /// The settings of all recipients of a region that have such, by recipient.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn addressees(&self, region: &str) -> Result<Vec<KeptAddressee>, StoreError> {
        let rows: Vec<AddresseeRow> = self.wait(self.rows(
            &format!("list the settings of recipients of region {region}"),
            "SELECT region, recipient, version, settings, changed, changed_by FROM addressees FINAL
             WHERE region = {region:String} ORDER BY recipient",
            |query| query.param("region", region),
        ))?;
        let kept = |row: AddresseeRow| {
            let AddresseeRow { recipient, settings, changed, changed_by, .. } = row;
            KeptAddressee { recipient, settings, changed: Instant(changed), changed_by }
        };
        Ok(rows.into_iter().map(kept).collect())
    }
}

impl RegionKept {
    /// Keeps the settings of a recipient.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn put_addressee(&self, addressee: &KeptAddressee) -> Result<(), StoreError> {
        let KeptAddressee { recipient, settings, changed, changed_by } = addressee.clone();
        let (region, version) = (self.code.clone(), self.owned.next_version());
        let row = AddresseeRow { region, recipient, version, settings, changed: changed.0, changed_by };
        self.put("addressees", version, row)
    }

    /// The settings of all recipients that have such, by recipient.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn addressees(&self) -> Result<Vec<KeptAddressee>, StoreError> {
        self.owned.store.addressees(&self.code)
    }

    /// Keeps a letter's text in the place of the one before.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn put_letter(&self, letter: &KeptLetter) -> Result<(), StoreError> {
        let (row, version) = self.letter_row(letter.clone(), 0);
        self.put("letters", version, row)
    }

    /// Drops a letter's own text, so that the built-in one is in force again; false where it had none.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn reset_letter(&self, letter: &str, lang: &str) -> Result<bool, StoreError> {
        let known = self.letters()?.into_iter().find(|kept| kept.letter == letter && kept.lang == lang);
        let Some(known) = known else { return Ok(false) };
        let (row, version) = self.letter_row(known, 1);
        self.put("letters", version, row)?;
        Ok(true)
    }

    /// Every letter that was changed, by name and language.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn letters(&self) -> Result<Vec<KeptLetter>, StoreError> {
        let rows: Vec<LetterRow> = self.owned.store.wait(self.owned.store.rows(
            &format!("list the letters of region {}", self.code),
            "SELECT region, letter, lang, version, is_deleted, text, changed, changed_by FROM letters FINAL
             WHERE region = {region:String} ORDER BY letter, lang",
            |query| query.param("region", &self.code),
        ))?;
        let kept = |row: LetterRow| {
            let LetterRow { letter, lang, text, changed, changed_by, .. } = row;
            KeptLetter { letter, lang, text, changed: Instant(changed), changed_by }
        };
        Ok(rows.into_iter().map(kept).collect())
    }

    fn letter_row(&self, letter: KeptLetter, is_deleted: u8) -> (LetterRow, u64) {
        let KeptLetter { letter, lang, text, changed, changed_by } = letter;
        let (region, version) = (self.code.clone(), self.owned.next_version());
        let changed = changed.0;
        (LetterRow { region, letter, lang, version, is_deleted, text, changed, changed_by }, version)
    }

    /// A secret by its name; `chance` becomes it where there is none yet.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn secret(&self, name: &str, chance: [u8; 32]) -> Result<[u8; 32], StoreError> {
        let _one_at_a_time = self.owned.writing();
        let rows: Vec<SecretRow> = self.owned.store.wait(self.owned.store.rows(
            &format!("read a secret of region {}", self.code),
            "SELECT region, name, version, secret FROM secrets FINAL
             WHERE region = {region:String} AND name = {name:String}",
            |query| query.param("region", &self.code).param("name", name),
        ))?;
        if let Some(known) = rows.into_iter().next() {
            return Ok(known.secret);
        }
        self.put_secret(name, chance)?;
        Ok(chance)
    }

    /// Puts another secret in the place of one: what was signed with the old one holds no more.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn renew_secret(&self, name: &str, chance: [u8; 32]) -> Result<(), StoreError> {
        let _one_at_a_time = self.owned.writing();
        self.put_secret(name, chance)
    }

    fn put_secret(&self, name: &str, secret: [u8; 32]) -> Result<(), StoreError> {
        let version = self.owned.next_version();
        let row = SecretRow { region: self.code.clone(), name: name.to_owned(), version, secret };
        self.put("secrets", version, row)
    }

    fn put<R: clickhouse::RowOwned + clickhouse::RowWrite>(
        &self,
        table: &str,
        version: u64,
        row: R,
    ) -> Result<(), StoreError> {
        self.owned.store.wait(async {
            self.owned.refuse_displaced().await?;
            self.owned.insert_all(table, version, &[row]).await
        })
    }
}
