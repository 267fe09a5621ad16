//! How many documents are set at a time: one for an account, two for everybody, the rest wait in a queue.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};

/// So many are set at a time.
const AT_ONCE: usize = 2;

/// So long one waits for its turn.
const WAITS_AT_MOST: Duration = Duration::from_secs(20);

/// After so many seconds somebody who was turned away may ask again.
pub const RETRY_AFTER_SECONDS: u64 = 5;

/// Who has documents made now.
pub struct Making {
    accounts: Mutex<HashSet<String>>,
    turns: Semaphore,
}

/// A turn; it ends when this is dropped.
pub struct Turn<'m> {
    making: &'m Making,
    account: String,
    _permit: Option<SemaphorePermit<'m>>,
}

impl Default for Making {
    fn default() -> Making {
        Making { accounts: Mutex::default(), turns: Semaphore::new(AT_ONCE) }
    }
}

impl Making {
    /// An account's turn; none while another of its documents is made, or where the queue is too long.
    pub async fn turn(&self, account: &str) -> Option<Turn<'_>> {
        let is_first =
            self.accounts.lock().unwrap_or_else(PoisonError::into_inner).insert(account.to_owned());
        if !is_first {
            return None;
        }
        let mut turn = Turn { making: self, account: account.to_owned(), _permit: None };
        let waited = tokio::time::timeout(WAITS_AT_MOST, self.turns.acquire()).await;
        turn._permit = Some(waited.ok()?.ok()?);
        Some(turn)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.making.accounts.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.account);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::Making;

    #[test]
    fn an_account_has_one_document_made_at_a_time() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let making = Making::default();
            let first = making.turn("analyst").await;
            assert!(first.is_some());
            assert!(making.turn("analyst").await.is_none());
            assert!(making.turn("leader").await.is_some());
            drop(first);
            assert!(making.turn("analyst").await.is_some());
        });
    }
}
