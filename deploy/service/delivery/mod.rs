//! The courier of a region: puts what is due into the outbox, sends it, and tells the administrator where that fails.

#[cfg(test)]
mod tests;

use crate::config::{DeliveryConfig, Retries};
use crate::delivery::round::{self, Heard, Read, SetUp, Telling};
use crate::delivery::send::{self, Sent};
use crate::delivery::unanswered::Consequences;
use dashboards::personal::token;
use ingest::live::{Clock, Desk, Live};
use ingest::metrics::Metrics;
use ingest::store::outbox::{KeptMessage, MessageFilter, MessageState, Outbox as _};
use ingest::store::sqlite::{KeptAddressee, Records};
use ingest::store::{KeptNotice, StoreError};
use reports::delivery::addressee::Addressee;
use scoring::time::Instant;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How often it is looked who has not answered: seconds.
const ANSWERS_SECONDS: i64 = 60;

/// So many messages that were given up are looked at when sending begins, the newest.
const GIVEN_UP_MAX: usize = 1000;

const NANOS_PER_SECOND: i64 = 1_000_000_000;

/// What sends the notices of one region.
pub struct Courier {
    live: Live,
    records: Records,
    telling: Arc<Telling>,
    retries: Retries,
    clock: Clock,
    metrics: Metrics,
    /// When it was last looked who has not answered.
    heard: Option<Instant>,
    /// For whom nobody could be reached when it was last said.
    beyond_reach: Vec<(String, usize)>,
}

impl Courier {
    /// One that has sent nothing yet.
    pub fn new(
        live: Live,
        records: Records,
        telling: Arc<Telling>,
        retries: Retries,
        clock: Clock,
        metrics: Metrics,
    ) -> Courier {
        let (heard, beyond_reach) = (None, Vec::new());
        Courier { live, records, telling, retries, clock, metrics, heard, beyond_reach }
    }

    /// One round: what is due is put into the outbox, and what waits there is tried.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; what was begun is taken up again in the next round.
    pub fn look(&mut self) -> Result<Sent, StoreError> {
        if self.heard.is_none() {
            self.tell_of(self.given_up_before()?)?;
        }
        self.put()?;
        let clock = self.clock.clone();
        // One process alone has a data folder, which its lock sees to.
        let is_ours = || Ok(());
        let (sent, went) =
            send::send_due(&self.records, &self.telling.settings, self.retries, &|| clock(), &is_ours);
        self.note(&sent)?;
        went?;
        self.show()?;
        Ok(sent)
    }

    fn put(&mut self) -> Result<(), StoreError> {
        let (today, now) = self.at_desk(|context| (context.today().to_string(), context.as_of))?;
        let again = self.hear(now)?;
        let read = Read::of(&self.records, self.set_up()?, &today, now)?;
        let telling = self.telling.clone();
        let (decided, now) = self.act(move |desk| {
            // The months' results are for letters; they are not made anew where none is written.
            if read.is_quiet() && again.is_empty() {
                let context = desk.context();
                return (round::decide(&context, &[], &telling, read, again), context.as_of);
            }
            let moment = desk.moment();
            let decided = round::decide(&moment.context, moment.results, &telling, read, again);
            (decided, moment.context.as_of)
        })?;
        round::write(&self.records, &decided, now)?;
        if decided.beyond_reach != self.beyond_reach {
            for (recipient, notices) in &decided.beyond_reach {
                tracing::error!(
                    recipient,
                    notices,
                    "nobody can be reached for this recipient: give it an address (registry, or `flagpost delivery set`)"
                );
            }
            self.beyond_reach = decided.beyond_reach;
        }
        Ok(())
    }

    /// Looks now and then who has not answered: what goes up is kept at once; what is to be told once more is answered.
    fn hear(&mut self, now: Instant) -> Result<BTreeMap<String, Vec<KeptNotice>>, StoreError> {
        let pause = ANSWERS_SECONDS * NANOS_PER_SECOND;
        if self.heard.is_some_and(|heard| (heard.0..heard.0 + pause).contains(&now.0)) {
            return Ok(BTreeMap::new());
        }
        let heard = Heard::of(&self.records, now)?;
        let Consequences { up, again } = self.at_desk(move |context| heard.consequences(context))?;
        self.records.keep_once(&up)?;
        self.heard = Some(now);
        Ok(again)
    }

    fn note(&self, sent: &Sent) -> Result<(), StoreError> {
        let Sent { sent: delivered, later, dead, withdrawn: _ } = sent;
        for (outcome, count) in [("delivered", *delivered), ("later", *later), ("never", dead.len())] {
            self.metrics.message_attempts.with_label_values(&[outcome]).inc_by(count as u64);
        }
        for (message, why) in dead {
            let (key, recipient) = (&message.key, &message.recipient);
            tracing::error!(key, recipient, why, "a message was given up");
        }
        self.tell_of(dead.clone())
    }

    /// Has the administrator told of messages that were given up, of each once.
    fn tell_of(&self, dead: Vec<(KeptMessage, String)>) -> Result<(), StoreError> {
        if dead.is_empty() {
            return Ok(());
        }
        let notices: Vec<KeptNotice> = self.at_desk(move |context| send::given_up(context, &dead))?;
        self.records.keep_once(&notices).map(drop)
    }

    /// What was given up so far, with what the other side said last: who gave it up may have been killed before telling.
    fn given_up_before(&self) -> Result<Vec<(KeptMessage, String)>, StoreError> {
        let dead = MessageFilter { state: Some(MessageState::Dead), ..MessageFilter::default() };
        let with_why = |message: KeptMessage| {
            let last = self.records.attempts(&message.key)?.pop();
            Ok((message, last.map_or_else(String::new, |attempt| attempt.detail)))
        };
        self.records.messages(&dead, GIVEN_UP_MAX)?.into_iter().map(with_why).collect()
    }

    fn show(&self) -> Result<(), StoreError> {
        let counts = self.records.message_counts()?;
        for state in MessageState::ALL {
            let count = counts.get(state.word()).copied().unwrap_or(0);
            self.metrics.messages.with_label_values(&[state.word()]).set(count as i64);
        }
        let oldest = self.records.oldest_unsent()?;
        let waited = oldest.map_or(0, |oldest| ((self.clock)().0 - oldest.0) / NANOS_PER_SECOND);
        self.metrics.messages_oldest.set(waited.max(0));
        let unreachable: usize = self.beyond_reach.iter().map(|(_, notices)| notices).sum();
        self.metrics.notices_unreachable.set(unreachable as i64);
        Ok(())
    }

    /// Read anew each round, so that what people set holds from the next message on.
    fn set_up(&self) -> Result<SetUp, StoreError> {
        let secret = token::secret(&self.records)?;
        Ok(SetUp {
            known: known(&self.records)?,
            letters: dashboards::letters::in_force(&self.records)?,
            secret,
        })
    }

    fn at_desk<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&scoring::context::Context<'_>) -> T + Send + 'static,
    ) -> Result<T, StoreError> {
        self.act(move |desk| ask(&desk.context()))
    }

    fn act<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Desk<'_>) -> T + Send + 'static,
    ) -> Result<T, StoreError> {
        self.live.act_and_wait(act).map_err(|stopped| StoreError::Failed {
            attempt: "ask what is to be told".to_owned(),
            cause: Box::new(stopped),
        })
    }
}

/// How the notices of a region below `base` are told.
pub fn telling(config: &DeliveryConfig, base: &str) -> Telling {
    Telling {
        settings: config.channels.clone(),
        administrator: config.administrator.clone(),
        public_url: format!("{}{base}", config.public_url),
    }
}

/// What recipients have set. What cannot be read is as if it were not set, and told.
pub fn known(records: &Records) -> Result<BTreeMap<String, Addressee>, StoreError> {
    Ok(read_known(records.addressees()?))
}

/// Reads what recipients have set.
pub fn read_known(kept: Vec<KeptAddressee>) -> BTreeMap<String, Addressee> {
    let read = kept.into_iter().map(|kept| {
        let set = serde_json::from_str(&kept.settings).unwrap_or_else(|error| {
            tracing::error!(%error, recipient = kept.recipient, "a recipient's settings cannot be read");
            Addressee::default()
        });
        (kept.recipient, set)
    });
    read.collect()
}
