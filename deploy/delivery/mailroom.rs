//! What an operator asks of a store about messages: the embedded one, or that of the worker that has the region.

use crate::service::delivery::read_known;
use crate::service::machine_time;
use dashboards::personal::token;
use ingest::store::StoreError;
use ingest::store::clickhouse::RegionKept;
use ingest::store::outbox::{Attempt, KeptMessage, MessageFilter, Outbox};
use ingest::store::sqlite::{AuditEntry, KeptAddressee, Records};
use reports::delivery::addressee::Addressee;
use std::collections::BTreeMap;

/// A store with an outbox, as an operator looks into it. Every function fails with [`StoreError`] alone.
#[allow(clippy::missing_errors_doc)]
pub trait Mailroom: Outbox {
    /// The messages that a filter names, the newest first, so many at most.
    fn messages(&self, filter: &MessageFilter, at_most: usize) -> Result<Vec<KeptMessage>, StoreError>;
    /// A message by its key or the beginning of it, where that names one alone.
    fn message(&self, key: &str) -> Result<Option<KeptMessage>, StoreError>;
    /// The notices that a message tells, by identity.
    fn notices_of_message(&self, key: &str) -> Result<Vec<String>, StoreError>;
    /// The attempts of a message, in order.
    fn attempts(&self, key: &str) -> Result<Vec<Attempt>, StoreError>;
    /// What recipients have set.
    fn known(&self) -> Result<BTreeMap<String, Addressee>, StoreError>;
    /// Keeps the settings of a recipient.
    fn put_addressee(&self, addressee: &KeptAddressee) -> Result<(), StoreError>;
    /// Makes every personal link that was sent invalid.
    fn rotate_links(&self) -> Result<(), StoreError>;
    /// Notes what an operator did, for whoever asks later.
    fn note(&self, what: &str, subject: &str, detail: &str) -> Result<(), StoreError>;
}

/// What both stores answer in the same words.
macro_rules! answer_as_themselves {
    ($store:ident) => {
        fn messages(&self, filter: &MessageFilter, at_most: usize) -> Result<Vec<KeptMessage>, StoreError> {
            $store::messages(self, filter, at_most)
        }

        fn message(&self, key: &str) -> Result<Option<KeptMessage>, StoreError> {
            $store::message(self, key)
        }

        fn notices_of_message(&self, key: &str) -> Result<Vec<String>, StoreError> {
            $store::notices_of_message(self, key)
        }

        fn attempts(&self, key: &str) -> Result<Vec<Attempt>, StoreError> {
            $store::attempts(self, key)
        }

        fn known(&self) -> Result<BTreeMap<String, Addressee>, StoreError> {
            Ok(read_known(self.addressees()?))
        }

        fn put_addressee(&self, addressee: &KeptAddressee) -> Result<(), StoreError> {
            $store::put_addressee(self, addressee)
        }
    };
}

impl Mailroom for Records {
    answer_as_themselves!(Records);

    fn rotate_links(&self) -> Result<(), StoreError> {
        token::renew_secret(self)
    }

    fn note(&self, what: &str, subject: &str, detail: &str) -> Result<(), StoreError> {
        Records::note(
            self,
            &AuditEntry {
                at: machine_time(),
                who: "operator".to_owned(),
                what: what.to_owned(),
                subject: subject.to_owned(),
                detail: detail.to_owned(),
            },
        )
    }
}

impl Mailroom for RegionKept {
    answer_as_themselves!(RegionKept);

    fn rotate_links(&self) -> Result<(), StoreError> {
        self.renew_secret(token::SECRET, token::chance()?)
    }

    /// The cluster has no audit log of its own; orders stay in Kafka, their answers in ClickHouse.
    fn note(&self, what: &str, subject: &str, _detail: &str) -> Result<(), StoreError> {
        tracing::info!(what, subject, "an operator's order was carried out");
        Ok(())
    }
}
